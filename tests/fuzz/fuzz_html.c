/* HTML as text. */
#include "fuzz.h"

#include "mail/html.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct slice html = fuzz_utf8(slice_make(data, size), &arena);
	limit_bits limited = 0;
	struct slice text = html_to_text(html, &fuzz_limits, &arena, &limited);

	FUZZ_CHECK(slice_is_utf8(text));
	FUZZ_CHECK(text.len <= fuzz_limits.max[LIMIT_TEXT]);
	FUZZ_CHECK(slice_index(text, '\0') == text.len);
	arena_free(&arena);
	return 0;
}
