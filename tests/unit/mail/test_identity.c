/* The identity digest: what it forgives, and what it does not. */
#include "case.h"

#include "base/arena.h"
#include "mail/header.h"
#include "mail/identity.h"

static const struct mail_limits	limits = MAIL_LIMITS_DEFAULT;

static void
digest(struct slice raw, unsigned char to[SECRET_DIGEST_SIZE])
{
	struct arena	arena = ARENA_INIT;
	struct headers	headers;
	limit_bits	limited = 0;

	headers_parse(&raw, &limits, &arena, &headers, &limited);
	identity_digest(&headers, raw, to);
	arena_free(&arena);
}

static const struct {
	const char	*name;
	struct slice	 a, b;
	bool		 same;
} cases[] = {
	{ "the same bytes", SLICE_INIT("From: a@x\n\nhi\n"),
	  SLICE_INIT("From: a@x\n\nhi\n"), true },
	{ "CRLF and LF", SLICE_INIT("From: a@x\r\n\r\nhi\r\nho\r\n"),
	  SLICE_INIT("From: a@x\n\nhi\nho\n"), true },
	{ "the last line end may be missing", SLICE_INIT("From: a@x\n\nhi"),
	  SLICE_INIT("From: a@x\n\nhi\n"), true },
	{ "empty lines at the end do not count",
	  SLICE_INIT("From: a@x\n\nhi\n\n \n\n"),
	  SLICE_INIT("From: a@x\n\nhi\n"), true },
	{ "empty lines within count", SLICE_INIT("From: a@x\n\nhi\n\nho\n"),
	  SLICE_INIT("From: a@x\n\nhi\nho\n"), false },
	{ "blanks at the ends of lines do not count",
	  SLICE_INIT("From: a@x\n\nhi \t\nho  "),
	  SLICE_INIT("From: a@x\n\nhi\nho\n"), true },
	{ "blanks at the begin of lines count",
	  SLICE_INIT("From: a@x\n\n hi\n"), SLICE_INIT("From: a@x\n\nhi\n"),
	  false },
	{ "an empty body, and none", SLICE_INIT("From: a@x\n\n\n\n"),
	  SLICE_INIT("From: a@x\n"), true },
	{ "a lone CR is the blank that pipe(8) makes of it",
	  SLICE_INIT("From: a@x\n\nhi\rho\n"),
	  SLICE_INIT("From: a@x\n\nhi ho\n"), true },
	{ "folds, however they fall",
	  SLICE_INIT("Subject: a\r\n   b\r\n\tc\r\n\r\nhi"),
	  SLICE_INIT("Subject: a b c\n\nhi"), true },
	{ "a fold behind blanks", SLICE_INIT("Subject: a \n b\n\nhi"),
	  SLICE_INIT("Subject: a b\n\nhi"), true },
	{ "blanks round the value", SLICE_INIT("Subject:  a \n\nhi"),
	  SLICE_INIT("Subject:a\n\nhi"), true },
	{ "blanks within the value count", SLICE_INIT("Subject: a  b\n\nhi"),
	  SLICE_INIT("Subject: a b\n\nhi"), false },
	{ "the case of a field's name", SLICE_INIT("SUBJECT: a\n\nhi"),
	  SLICE_INIT("Subject: a\n\nhi"), true },
	{ "the order of the fields",
	  SLICE_INIT("From: a@x\nSubject: s\n\nhi"),
	  SLICE_INIT("Subject: s\nFrom: a@x\n\nhi"), true },
	{ "fields that ways add do not count",
	  SLICE_INIT("Received: by x\nX-Spam: no\nFrom: a@x\n"
	      "Delivered-To: b@x\n\nhi"),
	  SLICE_INIT("From: a@x\n\nhi"), true },
	{ "an mbox line does not count",
	  SLICE_INIT("From a@x Tue Nov 24 22:21:59 2026\nFrom: a@x\n\nhi"),
	  SLICE_INIT("From: a@x\n\nhi"), true },
	{ "From counts", SLICE_INIT("From: a@x\n\nhi"),
	  SLICE_INIT("From: b@x\n\nhi"), false },
	{ "To counts", SLICE_INIT("To: a@x\n\nhi"),
	  SLICE_INIT("To: b@x\n\nhi"), false },
	{ "Cc counts", SLICE_INIT("Cc: a@x\n\nhi"), SLICE_INIT("\nhi"), false },
	{ "Date counts", SLICE_INIT("Date: 1\n\nhi"),
	  SLICE_INIT("Date: 2\n\nhi"), false },
	{ "Message-ID counts", SLICE_INIT("Message-ID: <1@x>\n\nhi"),
	  SLICE_INIT("Message-ID: <2@x>\n\nhi"), false },
	{ "To is not Cc", SLICE_INIT("To: a@x\n\nhi"),
	  SLICE_INIT("Cc: a@x\n\nhi"), false },
	{ "a field is not a part of the next",
	  SLICE_INIT("From: a\nTo: bc\n\nhi"),
	  SLICE_INIT("From: ab\nTo: c\n\nhi"), false },
	{ "two fields are not one", SLICE_INIT("To: a\nTo: b\n\nhi"),
	  SLICE_INIT("To: a b\n\nhi"), false },
	{ "an empty field is not a missing one",
	  SLICE_INIT("Subject:\nFrom: a@x\n\nhi"),
	  SLICE_INIT("From: a@x\n\nhi"), false },
	{ "a field is not the body", SLICE_INIT("Message-ID: hi\n\n"),
	  SLICE_INIT("\nhi"), false },
	{ "the body counts", SLICE_INIT("From: a@x\n\nhi"),
	  SLICE_INIT("From: a@x\n\nho"), false },
	{ "a NUL counts in the body", SLICE_INIT("From: a@x\n\nh\0i"),
	  SLICE_INIT("From: a@x\n\nhi"), false },
};

static void
test_identity_digest(void **state)
{
	unsigned char	a[SECRET_DIGEST_SIZE], b[SECRET_DIGEST_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		digest(cases[i].a, a);
		digest(cases[i].b, b);
		assert_case_int(cases[i].name, memcmp(a, b, sizeof(a)) == 0,
		    cases[i].same);
	}
}

/* Pieces of the buffer's size, and bigger ones, are hashed as one run. */
static void
test_identity_long_lines(void **state)
{
	static char	long_one[3][20000];
	unsigned char	a[SECRET_DIGEST_SIZE], b[SECRET_DIGEST_SIZE];

	(void)state;
	memset(long_one, 'x', sizeof(long_one));
	for (size_t len = 4090; len < 4110; len++) {
		memcpy(long_one[0], "From: a@x\n\n", 11);
		memcpy(long_one[1], "From: a@x\n\n", 11);
		memset(long_one[1] + 11, 'x', sizeof(long_one[1]) - 11);
		long_one[1][len] = '\n';
		memcpy(long_one[2], long_one[1], len);
		memcpy(long_one[2] + len, "\r\n", 2);
		memset(long_one[2] + len + 2, 'x', 5000);
		digest(slice_make(long_one[1], len + 5001), a);
		digest(slice_make(long_one[2], len + 5002), b);
		assert_memory_equal(a, b, sizeof(a));
		digest(slice_make(long_one[0], len + 5001), b);
		assert_memory_not_equal(a, b, sizeof(a));
	}
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(test_identity_digest),
		cmocka_unit_test(test_identity_long_lines),
	};

	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
