/* A line that names a charset, and text in it: decoded, written, read again. */
#include "fuzz.h"

#include "mail/charset.h"
#include "mail/header.h"
#include "mail/words.h"

static void
check_written(struct slice utf8, struct arena *arena)
{
	struct text text = TEXT_IN(arena);
	struct slice again;
	size_t column = 9;

	words_encode(&text, utf8, column);
	for (size_t i = 0; i < text.len; i++) {
		column = text.data[i] == '\n' ? 0 : column + 1;
		/* 76 and the line end; 9 stood before. */
		FUZZ_CHECK(column <= 78);
		FUZZ_CHECK((unsigned char)text.data[i] < 0x7f);
	}
	again = words_decode(header_unfold(text_slice(&text), arena),
	    SLICE_EMPTY, arena);
	FUZZ_CHECK(slice_eq(slice_trim(again), slice_trim(utf8)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct slice rest = slice_make(data, size), label = SLICE_EMPTY;
	struct slice value, decoded;

	slice_cut(&rest, '\n', &label);
	FUZZ_CHECK(slice_is_utf8(charset_to_utf8(label, rest, &arena)));
	value = header_unfold(rest, &arena);
	decoded = words_decode(value, label, &arena);
	FUZZ_CHECK(fuzz_is_line(decoded));
	FUZZ_CHECK(slice_eq(words_line(decoded, &arena), decoded));
	/* A byte order mark goes where a word begins with it. */
	if (!slice_has(decoded, SLICE("\xef\xbb\xbf")))
		check_written(decoded, &arena);
	arena_free(&arena);
	return 0;
}
