/* Authentication-Results: whatever is written below ours proves nobody. */
#include "fuzz.h"

#include "mail/authres.h"

static const struct authres_trust trust = {
	.ids = SLICE_INIT("mx.help.test"),
};

static void
check_field(struct slice value, struct arena *arena)
{
	struct authres_field field;

	if (!authres_parse(value, arena, &field))
		return;
	FUZZ_CHECK(field.id.len > 0);
	for (size_t i = 0; i < field.count; i++) {
		fuzz_touch(field.results[i].method);
		fuzz_touch(field.results[i].result);
		for (size_t j = 0; j < field.results[i].property_count; j++)
			fuzz_touch(field.results[i].properties[j].value);
	}
}

static void
judge(struct slice raw, struct arena *arena, struct authres *out)
{
	struct headers headers;
	limit_bits limited = 0;

	headers_parse(&raw, &fuzz_limits, arena, &headers, &limited);
	authres_judge(&headers, &trust, SLICE("anna@help.test"), arena, out);
}

/* A field in front of the input, as our server puts it there. */
static void
check_below(struct slice in, const char *front, struct arena *arena,
    struct authres *out)
{
	struct text text = TEXT_IN(arena);

	text_add_string(&text, front);
	text_add(&text, in);
	judge(text_slice(&text), arena, out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct slice in = slice_make(data, size);
	struct authres out;

	check_field(header_unfold(in, &arena), &arena);
	judge(in, &arena, &out);
	FUZZ_CHECK(!(out.passes && out.fails));
	FUZZ_CHECK(!out.passes || (out.trusted > 0 && out.method != NULL));
	check_below(in, "Authentication-Results: mx.help.test; none\nX: y\n",
	    &arena, &out);
	FUZZ_CHECK(!out.passes && !out.fails && out.trusted > 0);
	check_below(in, "Received: by evil.test; x\nX: y\n", &arena, &out);
	FUZZ_CHECK(!out.passes && !out.fails && out.trusted == 0);
	arena_free(&arena);
	return 0;
}
