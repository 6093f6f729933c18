/* Header blocks: fields, their values, their parameters. */
#include "fuzz.h"

#include "mail/header.h"
#include "mail/param.h"
#include "mail/words.h"

static void
check_value(struct slice value, struct arena *arena)
{
	struct params params = { .count = 0 };
	limit_bits limited = 0;
	struct slice unfolded = header_unfold(value, arena);

	FUZZ_CHECK(unfolded.len <= value.len);
	FUZZ_CHECK(slice_trim(unfolded).len == unfolded.len);
	FUZZ_CHECK(slice_index(unfolded, '\n') == unfolded.len);
	FUZZ_CHECK(slice_index(unfolded, '\0') == unfolded.len);
	FUZZ_CHECK(fuzz_is_inside(header_word(unfolded), unfolded));
	FUZZ_CHECK(fuzz_is_line(words_decode(unfolded, SLICE_EMPTY, arena)));
	params_parse(unfolded, &fuzz_limits, arena, &params, &limited);
	FUZZ_CHECK(params.count <= fuzz_limits.max[LIMIT_PARAMETERS]);
	for (size_t i = 0; i < params.count; i++) {
		fuzz_touch(params.items[i].name);
		FUZZ_CHECK(slice_eq(params.items[i].name, SLICE("boundary")) ||
		    fuzz_is_line(params.items[i].value));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct slice all = slice_make(data, size), rest = all;
	struct headers headers;
	limit_bits limited = 0;

	headers_parse(&rest, &fuzz_limits, &arena, &headers, &limited);
	FUZZ_CHECK(fuzz_is_inside(rest, all));
	FUZZ_CHECK(headers.count <= fuzz_limits.max[LIMIT_HEADER_COUNT]);
	for (size_t i = 0; i < headers.count; i++) {
		const struct header *header = &headers.items[i];

		FUZZ_CHECK(header->name.len > 0);
		FUZZ_CHECK(fuzz_is_inside(header->name, all));
		FUZZ_CHECK(fuzz_is_inside(header->value, all));
		FUZZ_CHECK(headers_find(&headers, header->name) != NULL);
		check_value(header->value, &arena);
	}
	arena_free(&arena);
	return 0;
}
