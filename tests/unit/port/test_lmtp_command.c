/* MAIL and RCPT: paths, xtext, ORCPT and our own parameters. */
#include "case.h"

#include "port/lmtp_command.h"

static const struct {
	const char *name;
	struct slice rest;
	enum lmtp_reply reply;
	struct slice sender;
} senders[] = {
	{ "as it is", SLICE_INIT("FROM:<Ann@X.example>"), LMTP_SENDER_OK,
	    SLICE_INIT("Ann@X.example") },
	{ "null", SLICE_INIT("FROM:<>"), LMTP_SENDER_OK, SLICE_INIT("") },
	{ "null with a blank", SLICE_INIT("FROM:< >"), LMTP_SENDER_OK,
	    SLICE_INIT("") },
	{ "null as pipe(8) spells it", SLICE_INIT("FROM:<MAILER-DAEMON>"),
	    LMTP_SENDER_OK, SLICE_INIT("") },
	{ "a quoted local part keeps its bracket and blank",
	    SLICE_INIT("FROM:<\"a> b\\\"\"@x>"), LMTP_SENDER_OK,
	    SLICE_INIT("\"a> b\\\"\"@x") },
	{ "a quoted local part hides no parameter",
	    SLICE_INIT("FROM:<\"a> SIZE=x\"@x>"), LMTP_SENDER_OK,
	    SLICE_INIT("\"a> SIZE=x\"@x") },
	{ "a source route goes", SLICE_INIT("FROM:<@r,@s:a@x>"),
	    LMTP_SENDER_OK, SLICE_INIT("a@x") },
	{ "UTF-8 stays", SLICE_INIT("FROM:<\xc3\xa4@x> SMTPUTF8"),
	    LMTP_SENDER_OK, SLICE_INIT("\xc3\xa4@x") },
	{ "what is no UTF-8 is made some", SLICE_INIT("FROM:<\xe4@x>"),
	    LMTP_SENDER_OK, SLICE_INIT("\xef\xbf\xbd@x") },
	{ "a NUL is none", SLICE_INIT("FROM:<a\0@x>"), LMTP_BAD_SENDER,
	    SLICE_INIT("") },
	{ "an open quote has no end", SLICE_INIT("FROM:<\"a@x>"),
	    LMTP_BAD_SENDER, SLICE_INIT("") },
	{ "something glued to the path", SLICE_INIT("FROM:<a@x>SIZE=1"),
	    LMTP_BAD_SENDER, SLICE_INIT("") },
};

static void
test_lmtp_command_senders(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct lmtp_mail	mail;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(senders); i++) {
		assert_case_int(senders[i].name,
		    lmtp_command_mail(senders[i].rest, false, &arena, &mail),
		    senders[i].reply);
		if (senders[i].reply == LMTP_SENDER_OK)
			assert_case_slice(senders[i].name, mail.sender,
			    senders[i].sender);
	}
	arena_free(&arena);
}

static const struct {
	const char *name;
	struct slice rest;
	struct slice original;
} originals[] = {
	{ "decoded, without its type",
	    SLICE_INIT("TO:<a@x> ORCPT=rfc822;b+2Bc@y"), SLICE_INIT("b+c@y") },
	{ "the type's case does not matter",
	    SLICE_INIT("TO:<a@x> orcpt=RFC822;b@y"), SLICE_INIT("b@y") },
	{ "8-bit bytes that are UTF-8",
	    SLICE_INIT("TO:<a@x> ORCPT=rfc822;+C3+A4@y"),
	    SLICE_INIT("\xc3\xa4@y") },
	{ "8-bit bytes that are none stay encoded",
	    SLICE_INIT("TO:<a@x> ORCPT=rfc822;+E4@y"), SLICE_INIT("+E4@y") },
	{ "RFC 6533's code points",
	    SLICE_INIT("TO:<a@x> ORCPT=utf-8;\\x{E4}b\\x{1F600}@y"),
	    SLICE_INIT("\xc3\xa4" "b\xf0\x9f\x98\x80@y") },
	{ "half a code point is text",
	    SLICE_INIT("TO:<a@x> ORCPT=utf-8;\\x{E4"), SLICE_INIT("\\x{E4") },
	{ "an unknown type is passed over",
	    SLICE_INIT("TO:<a@x> ORCPT=x400;b"), SLICE_INIT("") },
	{ "no type", SLICE_INIT("TO:<a@x> ORCPT=b@y"), SLICE_INIT("") },
	{ "broken xtext", SLICE_INIT("TO:<a@x> ORCPT=rfc822;b+2"),
	    SLICE_INIT("") },
	{ "a hidden line end",
	    SLICE_INIT("TO:<a@x> ORCPT=rfc822;b+0D+0Ac@y"), SLICE_INIT("") },
	{ "a hidden line end in a code point",
	    SLICE_INIT("TO:<a@x> ORCPT=utf-8;b\\x{A}@y"), SLICE_INIT("") },
	{ "nothing", SLICE_INIT("TO:<a@x> ORCPT="), SLICE_INIT("") },
};

static void
test_lmtp_command_original_never_costs_the_mail(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct lmtp_rcpt	rcpt;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(originals); i++) {
		assert_case_int(originals[i].name,
		    lmtp_command_rcpt(originals[i].rest, &arena, &rcpt),
		    LMTP_RECIPIENT_OK);
		assert_case_slice(originals[i].name, rcpt.recipient,
		    SLICE("a@x"));
		assert_case_slice(originals[i].name, rcpt.original,
		    originals[i].original);
	}
	arena_free(&arena);
}

static void
test_lmtp_command_own_parameters(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct lmtp_mail	mail;

	(void)state;
	assert_int_equal(lmtp_command_mail(
	    SLICE("FROM:<> SIZE=77 XDOOR=import XDOORREF=a+20b XSASL=kim"),
	    true, &arena, &mail), LMTP_SENDER_OK);
	assert_int_equal(mail.door, DOOR_IMPORT);
	assert_int_equal(mail.size, 77);
	assert_case_slice("decoded", mail.door_ref, SLICE("a b"));
	assert_case_slice("a login counts from the pipe only",
	    mail.sasl_username, SLICE(""));

	assert_int_equal(lmtp_command_mail(SLICE("FROM:<> XDOOR=window"), true,
	    &arena, &mail), LMTP_BAD_PARAMETER);
	assert_int_equal(lmtp_command_mail(SLICE("FROM:<> XDOORREF=a+0Ab"),
	    true, &arena, &mail), LMTP_BAD_PARAMETER);
	assert_int_equal(lmtp_command_mail(
	    SLICE("FROM:<> XDOOR=window XDOORREF=a+0Ab XQUEUEID=Q XSASL=kim"),
	    false, &arena, &mail), LMTP_SENDER_OK);
	assert_int_equal(mail.door, DOOR_LMTP);
	assert_int_equal(mail.door_ref.len + mail.queue_id.len +
	    mail.sasl_username.len, 0);
	arena_free(&arena);
}

static void
test_lmtp_command_refused(void **state)
{
	static const struct {
		const char *name;
		struct slice rest;
		bool trusted;
		enum lmtp_reply want;
		bool refused;
	} rows[] = {
		{ "our own say what was refused",
		    SLICE_INIT("FROM:<a@x> XDOOR=imap XDOORREF=r XREFUSED"),
		    true, LMTP_SENDER_OK, true },
		{ "nobody else does",
		    SLICE_INIT("FROM:<a@x> XDOOR=imap XDOORREF=r XREFUSED"),
		    false, LMTP_SENDER_OK, false },
		{ "nothing is refused unasked",
		    SLICE_INIT("FROM:<a@x> XDOOR=imap XDOORREF=r"), true,
		    LMTP_SENDER_OK, false },
		{ "without a name nobody would know what",
		    SLICE_INIT("FROM:<a@x> XREFUSED"), true,
		    LMTP_BAD_PARAMETER, true },
		{ "it has no value",
		    SLICE_INIT("FROM:<a@x> XDOORREF=r XREFUSED=no"), true,
		    LMTP_BAD_PARAMETER, true },
	};
	struct arena arena = ARENA_INIT;
	struct lmtp_mail mail;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_case_int(rows[i].name, lmtp_command_mail(rows[i].rest,
		    rows[i].trusted, &arena, &mail), rows[i].want);
		assert_case_int(rows[i].name, mail.refused, rows[i].refused);
	}
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lmtp_command_senders),
		cmocka_unit_test(
		    test_lmtp_command_original_never_costs_the_mail),
		cmocka_unit_test(test_lmtp_command_own_parameters),
		cmocka_unit_test(test_lmtp_command_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
