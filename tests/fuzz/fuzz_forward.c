/* Whom a forwarded mail came from; the first octet says what else is known. */
#include "fuzz.h"

#include "mail/body.h"
#include "mail/forward.h"
#include "mail/words.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct forward_signs signs = { .answers = size > 0 && (data[0] & 1) };
	struct forward out;
	struct mime mime;
	limit_bits limited = 0;
	bool from_html;

	mime_parse(slice_make(data, size), &fuzz_limits, &arena, &mime);
	signs.mime = &mime;
	signs.subject = words_decode(headers_value(&mime.parts[0].headers,
	    SLICE("Subject"), &arena), SLICE_EMPTY, &arena);
	signs.text = body_text(&mime, &fuzz_limits, &arena, &from_html,
	    &limited);
	if (forward_find(&signs, &fuzz_limits, &arena, &out)) {
		FUZZ_CHECK(fuzz_is_line(out.from.name));
		FUZZ_CHECK(fuzz_is_line(out.from.address));
		FUZZ_CHECK(fuzz_is_line(out.subject));
	}
	arena_free(&arena);
	return 0;
}
