/* Tokens: only what the desk signed, for just this, is believed. */
#include "case.h"

#include "base/ascii.h"
#include "desk/token.h"

static const enum token_purpose purposes[] = {
	TOKEN_REPLY, TOKEN_NOTE, TOKEN_BOUNCE, TOKEN_VERIFY, TOKEN_CONTROL,
};

static const struct secret_keys keys = {
	.keys = {
		{ 'k', { 1, 2, 3, 4, 5, 6, 7, 8, 9 } },
		{ '2', { 9, 8, 7 } },
	},
	.count = 2,
};

static const struct token_binding binding = {
	1042, 17, 5, SLICE_INIT("confirm 9"),
};

static bool
verifies(const struct secret_keys *with, struct slice s,
    const struct token_binding *bound)
{
	struct token token;

	return token_parse(s, &token) && token_verify(with, &token, bound);
}

static void
test_token_round_trip(void **state)
{
	static const int64_t letters[] = {
		1, 31, 32, 1000, 1 << 20, INT64_C(1) << 40, INT64_MAX,
	};
	struct arena	arena = ARENA_INIT;
	struct token	token;
	struct slice	s;

	(void)state;
	for (size_t p = 0; p < ARRAY_LEN(purposes); p++)
		for (size_t i = 0; i < ARRAY_LEN(letters); i++) {
			struct token_binding bound = binding;

			bound.letter = letters[i];
			s = token_write(&keys, purposes[p], &bound, &arena);
			assert_true(token_parse(s, &token));
			assert_int_equal(token.purpose, purposes[p]);
			assert_int_equal(token.letter, letters[i]);
			assert_int_equal(token.key, 'k');
			assert_true(token_verify(&keys, &token, &bound));
		}
	arena_free(&arena);
}

/* Pinned, so that letters out in the world stay answerable. */
static void
test_token_form(void **state)
{
	struct arena	arena = ARENA_INIT;

	(void)state;
	assert_case_slice("purpose, letter, key, MAC",
	    token_write(&keys, TOKEN_REPLY, &binding, &arena),
	    SLICE("rbas-kzkbk53c3ymuar5wb"));
	assert_case_slice("a longer one to verify",
	    token_write(&keys, TOKEN_VERIFY, &binding, &arena),
	    SLICE("vbas-kdcwqm7mxrexuvxsdy77r"));
	arena_free(&arena);
}

/* Each place, each byte that a slip or a forger may put there. */
static void
edit_all(struct slice s, const struct token_binding *bound)
{
	char	edited[64];
	size_t	count = 0;

	for (size_t i = 0; i < s.len; i++)
		for (int c = 0; c < 256; c++) {
			memcpy(edited, s.data, s.len);
			if (ascii_lower((char)c) == edited[i])
				continue;
			edited[i] = (char)c;
			assert_false(verifies(&keys,
			    slice_make(edited, s.len), bound));
			memmove(edited + i + 1, s.data + i, s.len - i);
			assert_false(verifies(&keys,
			    slice_make(edited, s.len + 1), bound));
			count += 2;
		}
	for (size_t i = 0; i < s.len; i++) {
		memcpy(edited, s.data, i);
		memcpy(edited + i, s.data + i + 1, s.len - i - 1);
		assert_false(verifies(&keys, slice_make(edited, s.len - 1),
		    bound));
		if (i == 0 || s.data[i] == s.data[i - 1])
			continue;
		memcpy(edited, s.data, s.len);
		edited[i] = s.data[i - 1];
		edited[i - 1] = s.data[i];
		assert_false(verifies(&keys, slice_make(edited, s.len),
		    bound));
		count += 2;
	}
	assert_true(count >= 1000);
}

static void
test_token_edits(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t p = 0; p < ARRAY_LEN(purposes); p++)
		edit_all(token_write(&keys, purposes[p], &binding, &arena), &binding);
	arena_free(&arena);
}

/* The letter itself says something else than when it was signed. */
static const struct {
	const char		*name;
	struct token_binding	 bound;
} swaps[] = {
	{ "another letter", { 1043, 17, 5, SLICE_INIT("confirm 9") } },
	{ "another ticket", { 1042, 18, 5, SLICE_INIT("confirm 9") } },
	{ "no ticket", { 1042, 0, 5, SLICE_INIT("confirm 9") } },
	{ "another person", { 1042, 17, 6, SLICE_INIT("confirm 9") } },
	{ "ticket and person swapped",
	  { 1042, 5, 17, SLICE_INIT("confirm 9") } },
	{ "another action", { 1042, 17, 5, SLICE_INIT("confirm 8") } },
	{ "more of an action", { 1042, 17, 5, SLICE_INIT("confirm 90") } },
	{ "less of an action", { 1042, 17, 5, SLICE_INIT("confirm ") } },
	{ "no action", { 1042, 17, 5, { NULL, 0 } } },
	{ "negative numbers", { 1042, -17, 5, SLICE_INIT("confirm 9") } },
};

static void
test_token_binding(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct slice	s, other;

	(void)state;
	for (size_t p = 0; p < ARRAY_LEN(purposes); p++) {
		s = token_write(&keys, purposes[p], &binding, &arena);
		assert_true(verifies(&keys, s, &binding));
		for (size_t i = 0; i < ARRAY_LEN(swaps); i++) {
			assert_case_true(swaps[i].name,
			    !verifies(&keys, s, &swaps[i].bound));
			if (swaps[i].bound.letter != binding.letter)
				continue;
			other = token_write(&keys, purposes[p], &swaps[i].bound,
			    &arena);
			assert_case_true(swaps[i].name, !slice_eq(s, other));
		}
	}
	arena_free(&arena);
}

/* A note's token is no reply's, though both are for the same letter. */
static void
test_token_purpose(void **state)
{
	struct arena	arena = ARENA_INIT;
	char		changed[64];
	struct slice	s;

	(void)state;
	for (size_t p = 0; p < ARRAY_LEN(purposes); p++)
		for (size_t q = 0; q < ARRAY_LEN(purposes); q++) {
			s = token_write(&keys, purposes[p], &binding, &arena);
			memcpy(changed, s.data, s.len);
			changed[0] = (char)purposes[q];
			assert_int_equal(verifies(&keys,
			    slice_make(changed, s.len), &binding), p == q);
		}
	arena_free(&arena);
}

static void
test_token_keys(void **state)
{
	struct secret_keys	old = { .keys = { keys.keys[1] }, .count = 1 };
	struct secret_keys	new = { .keys = { keys.keys[0] }, .count = 1 };
	struct secret_keys	same_id = new;
	struct arena		arena = ARENA_INIT;
	struct slice		s;

	(void)state;
	for (size_t p = 0; p < ARRAY_LEN(purposes); p++) {
		s = token_write(&old, purposes[p], &binding, &arena);
		assert_case_true("the old key still verifies",
		    verifies(&keys, s, &binding));
		assert_case_true("until it is gone",
		    !verifies(&new, s, &binding));
		s = token_write(&keys, purposes[p], &binding, &arena);
		assert_case_true("the newest key signs",
		    verifies(&new, s, &binding));
		assert_case_true("an unknown key's id fails",
		    !verifies(&old, s, &binding));
		same_id.keys[0].bytes[31] ^= 1;
		assert_case_true("another key of the same id fails",
		    !verifies(&same_id, s, &binding));
		same_id.keys[0].bytes[31] ^= 1;
	}
	arena_free(&arena);
}

static struct slice
upper(struct slice s, struct arena *arena)
{
	char *copy = arena_string(arena, s);

	for (size_t i = 0; i < s.len; i++)
		copy[i] = ascii_upper(copy[i]);
	return slice_make(copy, s.len);
}

static void
test_token_case(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct token	token;
	struct slice	written, s;

	(void)state;
	for (size_t p = 0; p < ARRAY_LEN(purposes); p++) {
		written = token_write(&keys, purposes[p], &binding, &arena);
		s = upper(written, &arena);
		assert_case_true("upper case verifies",
		    verifies(&keys, s, &binding));
		s = upper(token_address(written,
		    SLICE("support@help.test"), &arena), &arena);
		assert_case_true("in an address too",
		    token_in_address(s, &token) &&
		    token_verify(&keys, &token, &binding));
		s = upper(token_message_id(written, SLICE("u7f3"),
		    SLICE("help.test"), &arena), &arena);
		assert_case_true("in a Message-ID too",
		    token_in_message_id(s, &token) &&
		    token_verify(&keys, &token, &binding));
	}
	arena_free(&arena);
}

#define MAC "abcdefghijkl2345" /* sixteen digits */

static const struct {
	const char	*name;
	struct slice	 s;
	bool		 want;
} forms[] = {
	{ "a token", SLICE_INIT("r2k-k" MAC), true },
	{ "twenty digits to verify", SLICE_INIT("v2k-k" MAC "abcd"), true },
	{ "nothing", SLICE_INIT(""), false },
	{ "no such purpose", SLICE_INIT("x2k-k" MAC), false },
	{ "a digit too few", SLICE_INIT("r2k-kabcdefghijkl234"), false },
	{ "a digit too many", SLICE_INIT("r2k-k" MAC "a"), false },
	{ "a long MAC for a reply", SLICE_INIT("r2k-k" MAC "abcd"), false },
	{ "a short MAC to verify", SLICE_INIT("v2k-k" MAC), false },
	{ "a short MAC to control", SLICE_INIT("c2k-k" MAC), false },
	{ "no letter", SLICE_INIT("r-k" MAC), false },
	{ "letter 0", SLICE_INIT("ra-k" MAC), false },
	{ "a leading zero", SLICE_INIT("rab-k" MAC), false },
	{ "two dashes", SLICE_INIT("r2k--" MAC), false },
	{ "no dash", SLICE_INIT("r2kk" MAC "a"), false },
	{ "a dash in front", SLICE_INIT("-r2kk" MAC), false },
	{ "0 and 1 are no digits of ours", SLICE_INIT("r20-k" MAC), false },
	{ "nor in the MAC", SLICE_INIT("r2k-k1bcdefghijkl2345"), false },
	{ "nor as the key", SLICE_INIT("r2k-1" MAC), false },
	{ "a blank in front", SLICE_INIT(" r2k-k" MAC), false },
	{ "a blank behind", SLICE_INIT("r2k-k" MAC " "), false },
	{ "a NUL", SLICE_INIT("r2k-kabcdefgh\0jkl2345"), false },
	{ "a byte over 0x7f", SLICE_INIT("r2k-kabcdefgh\xe9jkl2345"), false },
	{ "the largest letter", SLICE_INIT("rh777777777777-k" MAC), true },
	{ "one more", SLICE_INIT("riaaaaaaaaaaaa-k" MAC), false },
	{ "past 64 bits", SLICE_INIT("r7777777777777-k" MAC), false },
	{ "far past them", SLICE_INIT("r77777777777777777777-k" MAC), false },
};

static void
test_token_parse(void **state)
{
	struct token token;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(forms); i++)
		assert_case_int(forms[i].name,
		    token_parse(forms[i].s, &token), forms[i].want);
}

static const struct {
	const char	*name;
	struct slice	 address;
	bool		 want;
} addresses[] = {
	{ "behind the plus", SLICE_INIT("support+r2k-k" MAC "@help.test"),
	  true },
	{ "behind the last of several",
	  SLICE_INIT("support+sales+r2k-k" MAC "@help.test"), true },
	{ "in quotes", SLICE_INIT("\"support+r2k-k" MAC "\"@help.test"),
	  true },
	{ "in quotes with blanks and an at sign",
	  SLICE_INIT("\"a @ b+r2k-k" MAC "\"@help.test"), true },
	{ "upper case", SLICE_INIT("Support+R2K-KABCDEFGHIJKL2345@Help.Test"),
	  true },
	{ "another tag behind it",
	  SLICE_INIT("support+r2k-k" MAC "+sales@help.test"), false },
	{ "no plus", SLICE_INIT("r2k-k" MAC "@help.test"), false },
	{ "another tag", SLICE_INIT("support+sales@help.test"), false },
	{ "an empty tag", SLICE_INIT("support+@help.test"), false },
	{ "in the domain", SLICE_INIT("support@help+r2k-k" MAC), false },
	{ "no domain", SLICE_INIT("support+r2k-k" MAC), false },
	{ "only half the quotes",
	  SLICE_INIT("support+r2k-k" MAC "\"@help.test"), false },
	{ "a quoted pair in it",
	  SLICE_INIT("\"support+r2k-k\\abcdefghijkl2345\"@help.test"), false },
	{ "a lone quote", SLICE_INIT("\"@help.test"), false },
	{ "nothing", SLICE_INIT(""), false },
};

static void
test_token_in_address(void **state)
{
	struct token token;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(addresses); i++)
		assert_case_int(addresses[i].name, token_in_address(
		    addresses[i].address, &token), addresses[i].want);
}

static const struct {
	const char	*name;
	struct slice	 id;
	bool		 want;
} ids[] = {
	{ "ours", SLICE_INIT("md.r2k-k" MAC ".u7f3@help.test"), true },
	{ "a unique part of several",
	  SLICE_INIT("md.r2k-k" MAC ".u7f3.x@help.test"), true },
	{ "no unique part", SLICE_INIT("md.r2k-k" MAC "@help.test"), false },
	{ "no domain", SLICE_INIT("md.r2k-k" MAC ".u7f3"), false },
	{ "another prefix", SLICE_INIT("mx.r2k-k" MAC ".u7f3@help.test"),
	  false },
	{ "no prefix", SLICE_INIT("r2k-k" MAC ".u7f3@help.test"), false },
	{ "removed", SLICE_INIT("md.removed@help.test"), false },
	{ "somebody's own", SLICE_INIT("CAF+x=9@mail.example.test"), false },
	{ "nothing", SLICE_INIT(""), false },
};

static void
test_token_in_message_id(void **state)
{
	struct token token;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ids); i++)
		assert_case_int(ids[i].name,
		    token_in_message_id(ids[i].id, &token), ids[i].want);
}

static const struct {
	const char	*name;
	struct slice	 address;
	struct slice	 before, behind;
} written[] = {
	{ "an address", SLICE_INIT("support@help.test"),
	  SLICE_INIT("support+"), SLICE_INIT("@help.test") },
	{ "one with a tag", SLICE_INIT("help+eu@help.test"),
	  SLICE_INIT("help+eu+"), SLICE_INIT("@help.test") },
	{ "one in quotes", SLICE_INIT("\"the desk\"@help.test"),
	  SLICE_INIT("\"the desk+"), SLICE_INIT("\"@help.test") },
};

static void
test_token_addresses_written(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct token	token;
	struct slice	s;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(written); i++) {
		s = token_address(token_write(&keys, TOKEN_NOTE, &binding,
		    &arena), written[i].address, &arena);
		assert_case_true(written[i].name,
		    slice_starts(s, written[i].before));
		assert_case_true(written[i].name,
		    slice_ends(s, written[i].behind));
		assert_case_true(written[i].name, token_in_address(s, &token) &&
		    token.purpose == TOKEN_NOTE &&
		    token_verify(&keys, &token, &binding));
	}
	assert_case_slice("no address stays what it is",
	    token_address(token_write(&keys, TOKEN_NOTE, &binding, &arena),
	    SLICE("nobody"), &arena), SLICE("nobody"));
	arena_free(&arena);
}

/* The longest local part with the longest token is one that SMTP takes. */
static void
test_token_fits(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct token_binding	bound = { INT64_MAX, INT64_MAX, INT64_MAX,
				    SLICE_INIT("confirm 9") };
	struct slice		s;

	(void)state;
	s = token_address(token_write(&keys, TOKEN_CONTROL, &bound, &arena),
	    SLICE("abcdefghijklmnopqrstuvwxyz@help.test"), &arena);
	assert_int_equal(strlen("abcdefghijklmnopqrstuvwxyz"), TOKEN_LOCAL_MAX);
	assert_true(slice_index(s, '@') <= 64);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_token_round_trip),
		cmocka_unit_test(test_token_form),
		cmocka_unit_test(test_token_edits),
		cmocka_unit_test(test_token_binding),
		cmocka_unit_test(test_token_purpose),
		cmocka_unit_test(test_token_keys),
		cmocka_unit_test(test_token_case),
		cmocka_unit_test(test_token_parse),
		cmocka_unit_test(test_token_in_address),
		cmocka_unit_test(test_token_in_message_id),
		cmocka_unit_test(test_token_addresses_written),
		cmocka_unit_test(test_token_fits),
	};

	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
