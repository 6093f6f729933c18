/* Text that leaves the desk: without tokens, otherwise as it was. */
#include "case.h"

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

#define MAC "abcdefghijkl2345" /* sixteen digits */
#define TOKEN "r2k-k" MAC
#define LONG_TOKEN "v2k-k" MAC "abcd"

static const struct {
	const char	*name;
	struct slice	 text, want;
} scrubs[] = {
	{ "text without tokens", SLICE_INIT("1 + 1 = 2, m d."),
	  SLICE_INIT("1 + 1 = 2, m d.") },
	{ "nothing", SLICE_INIT(""), SLICE_INIT("") },
	{ "an address", SLICE_INIT("to support+" TOKEN "@help.test, please"),
	  SLICE_INIT("to support@help.test, please") },
	{ "a longer token", SLICE_INIT("s+" LONG_TOKEN "@help.test"),
	  SLICE_INIT("s@help.test") },
	{ "in angle brackets", SLICE_INIT("<support+" TOKEN "@help.test>"),
	  SLICE_INIT("<support@help.test>") },
	{ "in a link", SLICE_INIT("<mailto:support+" TOKEN "@help.test>"),
	  SLICE_INIT("<mailto:support@help.test>") },
	{ "in a link, encoded",
	  SLICE_INIT("mailto:support%2B" TOKEN "%40help.test?subject=x"),
	  SLICE_INIT("mailto:support%40help.test?subject=x") },
	{ "encoded in lower case", SLICE_INIT("support%2b" TOKEN "@help.test"),
	  SLICE_INIT("support@help.test") },
	{ "as HTML", SLICE_INIT("support&#43;" TOKEN "@x support&#x2B;" TOKEN
	  "@x support&plus;" TOKEN "@x"),
	  SLICE_INIT("support@x support@x support@x") },
	{ "in upper case", SLICE_INIT("S+R2K-KABCDEFGHIJKL2345@H.TEST"),
	  SLICE_INIT("S@H.TEST") },
	{ "a tag before it stays", SLICE_INIT("s+sales+" TOKEN "@x"),
	  SLICE_INIT("s+sales@x") },
	{ "two beside each other", SLICE_INIT("+" TOKEN "+" TOKEN),
	  SLICE_INIT("") },
	{ "one whose going would make another",
	  SLICE_INIT("md+" TOKEN "." TOKEN " MD+" TOKEN "+" TOKEN "." TOKEN),
	  SLICE_INIT("md ." TOKEN " MD ." TOKEN) },
	{ "one that has another inside",
	  SLICE_INIT("+r2k+" TOKEN "-k" MAC " md." TOKEN "-k" MAC),
	  SLICE_INIT("+r2k -k" MAC " md.removed -k" MAC) },
	{ "the same as HTML",
	  SLICE_INIT("&#43+" TOKEN ";" TOKEN " &+" TOKEN "#43;" TOKEN),
	  SLICE_INIT("&#43 ;" TOKEN " & #43;" TOKEN) },
	{ "at the end", SLICE_INIT("s+" TOKEN), SLICE_INIT("s") },
	{ "before a full stop", SLICE_INIT("s+" TOKEN "."),
	  SLICE_INIT("s.") },
	{ "a Message-ID", SLICE_INIT("<md." TOKEN ".u-7f3@help.test>"),
	  SLICE_INIT("<md.removed@help.test>") },
	{ "a Message-ID in upper case",
	  SLICE_INIT("MD.R2K-KABCDEFGHIJKL2345.U7@H.TEST"),
	  SLICE_INIT("md.removed@H.TEST") },
	{ "a Message-ID without its end", SLICE_INIT("md." TOKEN),
	  SLICE_INIT("md.removed") },
	{ "a Message-ID at the end of a sentence",
	  SLICE_INIT("see md." TOKEN ".u7f3."), SLICE_INIT("see md.removed.") },
	{ "a word that is longer than a token stays",
	  SLICE_INIT("+" TOKEN "x @y"), SLICE_INIT("+" TOKEN "x @y") },
	{ "one that is shorter too", SLICE_INIT("+r2k-kabcdefgh@y"),
	  SLICE_INIT("+r2k-kabcdefgh@y") },
	{ "a token without plus is a word", SLICE_INIT(TOKEN),
	  SLICE_INIT(TOKEN) },
	{ "somebody's own tag stays", SLICE_INIT("bob+news@x.test"),
	  SLICE_INIT("bob+news@x.test") },
	{ "bytes are kept", SLICE_INIT("\0\xff+" TOKEN "\xc3\xa9"),
	  SLICE_INIT("\0\xff\xc3\xa9") },
};

static void
test_token_scrub(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct slice	got;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(scrubs); i++) {
		got = token_scrub(scrubs[i].text, &arena);
		assert_case_slice(scrubs[i].name, got, scrubs[i].want);
		assert_case_slice("scrubbed twice is scrubbed",
		    token_scrub(got, &arena), got);
	}
	arena_free(&arena);
}

/* All that the desk writes is cut by it, whatever the letter. */
static void
test_token_scrub_own(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct text	text;
	struct slice	token, got;

	(void)state;
	for (size_t p = 0; p < ARRAY_LEN(purposes); p++)
		for (int64_t letter = 1; letter > 0 && letter < INT64_MAX / 9;
		    letter = letter * 7 + 1) {
			struct token_binding bound = binding;

			bound.letter = letter;
			token = token_write(&keys, purposes[p], &bound,
			    &arena);
			text = TEXT_IN(&arena);
			text_add(&text, token_address(token,
			    SLICE("support@help.test"), &arena));
			text_add_string(&text, " ");
			text_add(&text, token_message_id(token,
			    SLICE("6ba7b810-9dad-11d1"), SLICE("help.test"),
			    &arena));
			got = token_scrub(text_slice(&text), &arena);
			assert_case_slice("bare", got, SLICE(
			    "support@help.test md.removed@help.test"));
		}
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_token_scrub),
		cmocka_unit_test(test_token_scrub_own),
	};

	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
