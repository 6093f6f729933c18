/* Tokens with one character changed, lost or added: none is good. */
#include "case.h"

#include "base/ascii.h"
#include "desk/token.h"

#define ENOUGH 1000

static const struct secret_keys keys = {
	.keys = { { .id = 'a', .bytes = "no secret" },
		{ .id = 'b', .bytes = "an older one" } },
	.count = 2,
};
static const struct token_binding binding = {
	.letter = 4711, .ticket = 42, .person = 7,
	.action = SLICE_INIT("confirm 9"),
};

/* What may be typed, and what may not. */
static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz0123456789"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ-+.=_ \"\\@\t\r\n\x7f\x80\xc3\xff";

/* Case is folded away: such an edit is none. */
static bool
is_same(struct slice a, struct slice b)
{
	return slice_eq_nocase(a, b);
}

/*
 * As the line does it: the letter that the token names is looked up.  Here
 * every letter there is was written about the same ticket, to the same person,
 * which is the most that a forger could wish for.
 */
static bool
is_obeyed(struct slice s)
{
	struct token_binding found = binding;
	struct token token;

	if (!token_parse(s, &token))
		return false;
	found.letter = token.letter;
	return token_verify(&keys, &token, &found);
}

struct edits {
	struct slice good;
	struct text text; /* the edit at hand */
	size_t tried;
};

static void
try_edit(struct edits *edits)
{
	struct slice edit = text_slice(&edits->text);

	if (is_same(edit, edits->good))
		return;
	if (is_obeyed(edit))
		fail_msg("\"%.*s\" passes for \"%.*s\"", SLICE_ARG(edit),
		    SLICE_ARG(edits->good));
	edits->tried++;
}

/* c instead of what stands there, or before it; '\0': without it. */
static void
edit_at(struct edits *edits, size_t at, char c, bool replaces)
{
	text_clear(&edits->text);
	text_add(&edits->text, slice_head(edits->good, at));
	if (c != '\0')
		text_add_char(&edits->text, c);
	text_add(&edits->text, slice_from(edits->good, at + replaces));
	try_edit(edits);
}

static void
edit_all(struct edits *edits)
{
	for (size_t at = 0; at <= edits->good.len; at++) {
		for (size_t i = 0; i + 1 < sizeof(alphabet); i++) {
			edit_at(edits, at, alphabet[i], false);
			if (at < edits->good.len)
				edit_at(edits, at, alphabet[i], true);
		}
		if (at < edits->good.len)
			edit_at(edits, at, '\0', true);
	}
}

static void
test_token_edits_prove_nothing(void **state)
{
	static const enum token_purpose purposes[] = { TOKEN_REPLY, TOKEN_NOTE,
		TOKEN_BOUNCE, TOKEN_VERIFY, TOKEN_CONTROL };
	struct arena arena = ARENA_INIT;
	struct edits edits;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(purposes); i++) {
		edits = (struct edits){ .text = TEXT_IN(&arena),
			.good = token_write(&keys, purposes[i], &binding,
			    &arena) };
		assert_case_true("the token itself is good",
		    is_obeyed(edits.good));
		edit_all(&edits);
		assert_case_true("enough of each purpose",
		    edits.tried >= ENOUGH);
	}
	arena_free(&arena);
}

static void
test_token_pairs_prove_nothing(void **state)
{
	static const enum token_purpose purposes[] = { TOKEN_REPLY, TOKEN_NOTE,
		TOKEN_BOUNCE, TOKEN_VERIFY, TOKEN_CONTROL };
	struct arena arena = ARENA_INIT;
	struct slice good;
	char *bytes;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(purposes); i++) {
		good = token_write(&keys, purposes[i], &binding, &arena);
		for (size_t at = 0; at + 1 < good.len; at++) {
			bytes = arena_string(&arena, good);
			bytes[at] = good.data[at + 1];
			bytes[at + 1] = good.data[at];
			if (bytes[at] != bytes[at + 1])
				assert_case_true("neighbours swapped",
				    !is_obeyed(slice_of(bytes)));
		}
		for (size_t j = 0; j < ARRAY_LEN(purposes); j++) {
			bytes = arena_string(&arena, good);
			bytes[0] = (char)purposes[j];
			if (i != j)
				assert_case_true("no purpose becomes another",
				    !is_obeyed(slice_of(bytes)));
		}
	}
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_token_edits_prove_nothing),
		cmocka_unit_test(test_token_pairs_prove_nothing),
	};

	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
