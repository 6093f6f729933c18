/* Folders' names in modified UTF-7 (RFC 3501, 5.1.3). */
#include "case.h"

#include "port/imap.h"

static const struct {
	const char *name;
	struct slice folder;
	const char *want; /* NULL: it is none */
} names[] = {
	{ "ASCII stays", SLICE_INIT("INBOX"), "INBOX" },
	{ "blanks, quotes and slashes stay", SLICE_INIT("a/b \"c\\"),
	    "a/b \"c\\" },
	{ "an ampersand", SLICE_INIT("A & B"), "A &- B" },
	{ "an umlaut", SLICE_INIT("Entw\xc3\xbcrfe"), "Entw&APw-rfe" },
	{ "the RFC's own", SLICE_INIT("~peter/mail/\xe5\x8f\xb0\xe5\x8c\x97/"
	    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"),
	    "~peter/mail/&U,BTFw-/&ZeVnLIqe-" },
	{ "one, two and three units side by side",
	    SLICE_INIT("\xc3\xa4" "x\xc3\xa4\xc3\xb6" "x\xc3\xa4\xc3\xb6"
		"\xc3\xbc"), "&AOQ-x&AOQA9g-x&AOQA9gD8-" },
	{ "beyond the BMP", SLICE_INIT("\xf0\x9f\x93\xac"), "&2D3c7A-" },
	{ "an ampersand behind shifted ones", SLICE_INIT("\xc3\xa4&"),
	    "&AOQ-&-" },
	{ "a plus is no sign here", SLICE_INIT("a+b"), "a+b" },
	{ "the last and the first that are printed", SLICE_INIT(" ~"), " ~" },

	{ "nothing", SLICE_INIT(""), NULL },
	{ "CR LF would begin a command", SLICE_INIT("a\r\nX LOGOUT"), NULL },
	{ "LF alone, too", SLICE_INIT("a\nb"), NULL },
	{ "NUL", SLICE_INIT("a\0b"), NULL },
	{ "DEL", SLICE_INIT("a\x7f"), NULL },
	{ "a control beyond ASCII", SLICE_INIT("a\xc2\x85"), NULL },
	{ "no UTF-8", SLICE_INIT("Entw\xfcrfe"), NULL },
	{ "UTF-8 that is cut off", SLICE_INIT("Entw\xc3"), NULL },
	{ "an overlong LF", SLICE_INIT("a\xc0\x8a"), NULL },
	{ "half a surrogate", SLICE_INIT("\xed\xa0\x80"), NULL },
};

static void
test_imap_name_folders(void **state)
{
	struct arena arena = ARENA_INIT;
	const char *got;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		got = NULL;
		assert_case_int(names[i].name, imap_folder_name(
		    names[i].folder, &arena, &got), names[i].want != NULL);
		if (names[i].want != NULL)
			assert_case(names[i].name, got, names[i].want);
	}
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_imap_name_folders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
