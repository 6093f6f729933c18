/* What is new in a text: lines of it, in their order. */
#include "fuzz.h"

#include "mail/plain.h"
#include "mail/quote.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct text text = TEXT_IN(&arena);
	struct slice got, line, rest;

	plain_add(&text, fuzz_utf8(slice_make(data, size), &arena),
	    PLAIN_FIXED, fuzz_limits.max[LIMIT_TEXT]);
	rest = text_slice(&text);
	got = quote_new_text(rest, &arena);
	FUZZ_CHECK(slice_is_utf8(got));
	FUZZ_CHECK(got.len <= rest.len);
	FUZZ_CHECK(slice_trim(got).len == got.len);
	while (slice_line(&got, &line)) {
		size_t at = slice_search(rest, slice_trim(line));

		FUZZ_CHECK(line.len == 0 || at < rest.len);
		rest = slice_from(rest, at + slice_trim(line).len);
	}
	arena_free(&arena);
	return 0;
}
