/* What is filed of a message that stayed in its mailbox. */
#include "case.h"

#include "app/stub.h"

#define MADE "MIME-Version: 1.0\n" \
	"Content-Type: text/plain; charset=utf-8\n" \
	"Content-Transfer-Encoding: 8bit\n\n"
#define SAID "[This message is too big.  It is still in the folder INBOX of " \
	"the mailbox box.]\n"

static const struct {
	const char *name;
	struct slice head;
	struct slice want;
} stubs[] = {
	{ "fields stay, in their order",
	    SLICE_INIT("From: a@x\r\nSubject: b\r\n\r\n"),
	    SLICE_INIT("From: a@x\nSubject: b\n" MADE SAID) },
	{ "folded ones, too",
	    SLICE_INIT("Subject: b\r\n c\r\n\td\r\nTo: s@y\r\n\r\n"),
	    SLICE_INIT("Subject: b\n c\n\td\nTo: s@y\n" MADE SAID) },
	{ "what says how the body is made goes, with all its lines",
	    SLICE_INIT("mime-version: 1.0\r\nCONTENT-TYPE: multipart/mixed;\r\n"
		" boundary=x\r\nContent-Disposition: x\r\nFrom: a@x\r\n\r\n"),
	    SLICE_INIT("From: a@x\n" MADE SAID) },
	{ "a line that is no field ends nothing",
	    SLICE_INIT("From: a@x\r\nno field\r\n: nothing\r\nTo: s@y\r\n\r\n"),
	    SLICE_INIT("From: a@x\nTo: s@y\n" MADE SAID) },
	{ "what follows the header is not looked at",
	    SLICE_INIT("From: a@x\r\n\r\nTo: b\r\n"),
	    SLICE_INIT("From: a@x\n" MADE SAID) },
	{ "a line that was cut off is no field",
	    SLICE_INIT("From: a@x\r\nReferences: <aaa@"),
	    SLICE_INIT("From: a@x\n" MADE SAID) },
};

static void
test_stub_heads(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(stubs); i++)
		assert_case_slice(stubs[i].name, stub_make(stubs[i].head,
		    "is too big", "box", "INBOX", SLICE("5"), &arena), stubs[i].want);
	arena_free(&arena);
}

/* Else two of them would be the same message, and one a duplicate. */
static void
test_stub_without_header(void **state)
{
	static const struct slice heads[] = { SLICE_INIT(""),
		SLICE_INIT("\r\n"), SLICE_INIT("cut off"),
		SLICE_INIT("Content-Type: text/html\r\n\r\n") };
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(heads); i++)
		assert_case_slice("its number is told", stub_make(heads[i],
		    "could not be fetched", "box", "INBOX", SLICE("5"), &arena),
		    SLICE(MADE "[This message could not be fetched.  It is"
		    " still in the folder INBOX of the mailbox box, under the"
		    " name of 5.]\n"));
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stub_heads),
		cmocka_unit_test(test_stub_without_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
