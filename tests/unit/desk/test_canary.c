/* The token of a mail to ourselves: nobody else can write it. */
#include "case.h"

#include "desk/canary.h"

#define NONCE "3f1c2b9a-0000-4000-8000-123456789abc"

static const struct secret_keys keys = { .keys = {
	{ .id = 'b', .bytes = { 1, 2, 3 } }, { .id = 'a', .bytes = { 4 } } },
	.count = 2 };
static const struct secret_keys older = { .keys = {
	{ .id = 'a', .bytes = { 4 } } }, .count = 1 };
static const struct secret_keys others = { .keys = {
	{ .id = 'b', .bytes = { 9 } } }, .count = 1 };

static void
test_canary_round(void **state)
{
	static const struct {
		const char *name;
		const struct secret_keys *writer;
		bool want;
	} rows[] = {
		{ "with the newest key", &keys, true },
		{ "with the older one, that still lives", &older, true },
		{ "with a key of another desk, of the same name", &others,
		    false },
	};
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct text text = TEXT_IN(&arena);
		struct slice nonce;

		canary_write(rows[i].writer, SLICE(NONCE), &text);
		assert_case_int(rows[i].name, canary_verify(&keys,
		    text_slice(&text), &nonce), rows[i].want);
		if (rows[i].want)
			assert_case_slice(rows[i].name, nonce, SLICE(NONCE));
	}
	arena_free(&arena);
}

/* Each byte of it counts. */
static void
test_canary_changed(void **state)
{
	struct arena arena = ARENA_INIT;
	struct text text = TEXT_IN(&arena);
	struct slice nonce;

	(void)state;
	canary_write(&keys, SLICE(NONCE), &text);
	for (size_t i = 0; i < text.len; i++) {
		text.data[i] ^= 2;
		assert_false(canary_verify(&keys, text_slice(&text), &nonce));
		text.data[i] ^= 2;
		assert_false(canary_verify(&keys, slice_head(
		    text_slice(&text), i), &nonce));
	}
	text_add_string(&text, "0");
	assert_false(canary_verify(&keys, text_slice(&text), &nonce));
	assert_false(canary_verify(&keys, SLICE_EMPTY, &nonce));
	assert_false(canary_verify(&keys, SLICE("."), &nonce));
	assert_false(canary_verify(&keys, SLICE("x."), &nonce));
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_canary_round),
		cmocka_unit_test(test_canary_changed),
	};

	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
