/* What an LMTP client says: no address breaks out, no byte is lost. */
#include "case.h"

#include "port/lmtp_encode.h"
#include "port/lmtp_unstuff.h"

static const struct lmtp_offer all = { true, true, true, true };

#define REFUSED SLICE_INIT("")

static const struct {
	const char *name;
	struct slice address;
	struct slice want; /* REFUSED: no command at all */
} recipients[] = {
	{ "as it is", SLICE_INIT("a+b@x"), SLICE_INIT("RCPT TO:<a+b@x>\r\n") },
	{ "quotes stay", SLICE_INIT("\"a b\"@x"),
	    SLICE_INIT("RCPT TO:<\"a b\"@x>\r\n") },
	{ "quotes are made where they lack", SLICE_INIT("a b@x"),
	    SLICE_INIT("RCPT TO:<\"a b\"@x>\r\n") },
	{ "a bracket cannot end the path",
	    SLICE_INIT("a> SIZE=1 <b@x"),
	    SLICE_INIT("RCPT TO:<\"a> SIZE=1 <b\"@x>\r\n") },
	{ "nor can a quote that ends early",
	    SLICE_INIT("\"a\"> SIZE=1 \"b\"@x"),
	    SLICE_INIT("RCPT TO:<\"\\\"a\\\"> SIZE=1 \\\"b\\\"\"@x>\r\n") },
	{ "nor a backslash in the end", SLICE_INIT("\"a\\\"@x"),
	    SLICE_INIT("RCPT TO:<\"\\\"a\\\\\\\"\"@x>\r\n") },
	{ "no domain", SLICE_INIT("root"), SLICE_INIT("RCPT TO:<root>\r\n") },
	{ "an address literal", SLICE_INIT("a@[IPv6:::1]"),
	    SLICE_INIT("RCPT TO:<a@[IPv6:::1]>\r\n") },
	{ "UTF-8", SLICE_INIT("\xc3\xa4@\xc3\xb6"),
	    SLICE_INIT("RCPT TO:<\xc3\xa4@\xc3\xb6>\r\n") },
	{ "CR LF", SLICE_INIT("a\r\nDATA\r\n@x"), REFUSED },
	{ "LF in quotes", SLICE_INIT("\"a\nb\"@x"), REFUSED },
	{ "NUL", SLICE_INIT("a\0b@x"), REFUSED },
	{ "LF in the domain", SLICE_INIT("a@x\nb"), REFUSED },
	{ "a blank in the domain", SLICE_INIT("a@x> SIZE=1"), REFUSED },
	{ "nothing", SLICE_INIT(""), REFUSED },
};

static void
test_lmtp_encode_recipients(void **state)
{
	static struct lmtp_commands commands;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(recipients); i++) {
		commands.len = 0;
		assert_case_int(recipients[i].name,
		    lmtp_add_rcpt(&commands, &all, recipients[i].address,
		    SLICE_EMPTY), recipients[i].want.len > 0);
		assert_case_slice(recipients[i].name,
		    slice_make(commands.data, commands.len),
		    recipients[i].want);
	}
}

static void
test_lmtp_encode_says_what_was_offered(void **state)
{
	static struct lmtp_commands	commands;
	struct lmtp_offer		offer = { 0 };
	const struct lmtp_mail_words	words = {
		.sender = SLICE_INIT(""),
		.utf8 = true,
		.door = SLICE_INIT("pipe"),
		.door_ref = SLICE_INIT("pipe:Q/a+b c=\xff\n"),
		.queue_id = SLICE_INIT("Q"),
	};

	(void)state;
	assert_true(lmtp_add_mail(&commands, &offer, &words));
	assert_true(lmtp_add_rcpt(&commands, &offer, SLICE("a@x"),
	    SLICE("b@x")));
	assert_true(lmtp_add_word(&commands, SLICE("DATA")));
	assert_case_slice("nothing", slice_make(commands.data, commands.len),
	    SLICE("MAIL FROM:<>\r\nRCPT TO:<a@x>\r\nDATA\r\n"));

	lmtp_offer_add(&offer, SLICE("8BITMIME"));
	lmtp_offer_add(&offer, SLICE("smtputf8"));
	lmtp_offer_add(&offer, SLICE("DSN"));
	lmtp_offer_add(&offer, SLICE("SIZE 1000"));
	lmtp_offer_add(&offer, SLICE("XMAILDESK"));
	commands.len = 0;
	assert_true(lmtp_add_mail(&commands, &offer, &words));
	assert_true(lmtp_add_rcpt(&commands, &offer, SLICE("a@x"),
	    SLICE("b c@x")));
	assert_case_slice("all", slice_make(commands.data, commands.len),
	    SLICE("MAIL FROM:<> BODY=8BITMIME SMTPUTF8 XDOOR=pipe "
	    "XDOORREF=pipe:Q/a+2Bb+20c+3D+FF+0A XQUEUEID=Q\r\n"
	    "RCPT TO:<a@x> ORCPT=rfc822;b+20c@x\r\n"));
}

static void
test_lmtp_encode_refused(void **state)
{
	static struct lmtp_commands commands;
	struct lmtp_offer offer = { 0 };
	const struct lmtp_mail_words words = { .door = SLICE_INIT("imap"),
		.door_ref = SLICE_INIT("r"), .refused = true };

	(void)state;
	assert_true(lmtp_add_mail(&commands, &offer, &words));
	assert_case_slice("to who does not know us: nothing",
	    slice_make(commands.data, commands.len),
	    SLICE("MAIL FROM:<>\r\n"));
	lmtp_offer_add(&offer, SLICE("XMAILDESK"));
	commands.len = 0;
	assert_true(lmtp_add_mail(&commands, &offer, &words));
	assert_case_slice("to the intake", slice_make(commands.data,
	    commands.len), SLICE("MAIL FROM:<> XDOOR=imap XDOORREF=r"
	    " XREFUSED\r\n"));
}

static void
test_lmtp_encode_long_commands(void **state)
{
	static struct lmtp_commands	commands;
	static char			address[LMTP_COMMANDS_SIZE + 10];

	(void)state;
	memset(address, 'a', sizeof(address));
	assert_true(lmtp_add_word(&commands, SLICE("RSET")));
	assert_false(lmtp_add_rcpt(&commands, &all,
	    slice_make(address, 9000), SLICE_EMPTY));
	assert_false(lmtp_add_rcpt(&commands, &all,
	    slice_make(address, sizeof(address)), SLICE_EMPTY));
	assert_case_slice("what was there stays",
	    slice_make(commands.data, commands.len), SLICE("RSET\r\n"));
}

static const struct {
	const char *name;
	struct slice in;
	struct slice want;
} stuffed[] = {
	{ "nothing", SLICE_INIT(""), SLICE_INIT(".\r\n") },
	{ "LF becomes CRLF", SLICE_INIT("a\nb\n"),
	    SLICE_INIT("a\r\nb\r\n.\r\n") },
	{ "CRLF stays", SLICE_INIT("a\r\n"), SLICE_INIT("a\r\n.\r\n") },
	{ "a last line without an end gets one", SLICE_INIT("a"),
	    SLICE_INIT("a\r\n.\r\n") },
	{ "a bare CR is kept", SLICE_INIT("a\rb\r\r\n\r"),
	    SLICE_INIT("a\rb\r\r\n\r\r\n.\r\n") },
	{ "dots at line starts only", SLICE_INIT(".\n..a\nb.\n\r.\n"),
	    SLICE_INIT("..\r\n...a\r\nb.\r\n\r.\r\n.\r\n") },
	{ "empty lines", SLICE_INIT("\n\n.\n"),
	    SLICE_INIT("\r\n\r\n..\r\n.\r\n") },
	{ "NUL and 8-bit bytes", SLICE_INIT("\0\xff\n"),
	    SLICE_INIT("\0\xff\r\n.\r\n") },
};

static size_t
stuff(struct slice in, size_t chunk, char *to)
{
	struct lmtp_stuffer	stuffer = LMTP_STUFFER_INIT;
	size_t			len = 0;

	while (in.len > 0) {
		len += lmtp_stuff(&stuffer, slice_head(in, chunk), to + len);
		in = slice_from(in, chunk);
	}
	return len + lmtp_stuff_end(&stuffer, to + len);
}

static void
test_lmtp_encode_bodies(void **state)
{
	char to[100];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(stuffed); i++)
		for (size_t chunk = 1; chunk <= stuffed[i].in.len + 1; chunk++)
			assert_case_slice(stuffed[i].name, slice_make(to,
			    stuff(stuffed[i].in, chunk, to)),
			    stuffed[i].want);
}

/* Both ends together: every pair of bytes, in every place that matters. */
static void
test_lmtp_encode_round_trip(void **state)
{
	static const char	before[][4] = { "", "\r\n", "a", ".", "\r" };
	char			body[16], sent[40], got[40];
	size_t			len, got_len;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(before) * 65536; i++) {
		struct lmtp_unstuff	unstuff = LMTP_UNSTUFF_INIT;
		enum lmtp_unstuffed	what;
		struct slice		in, piece;

		len = strlen(before[i >> 16]);
		memcpy(body, before[i >> 16], len);
		body[len++] = (char)(i >> 8);
		body[len++] = (char)i;
		memcpy(body + len, "\r\n", 2);
		len += 2;
		/* A bare LF does not survive, and shall not. */
		if (body[len - 3] == '\n' || body[len - 4] == '\n')
			continue;
		in = slice_make(sent, stuff(slice_make(body, len), 1, sent));
		got_len = 0;
		while ((what = lmtp_unstuff(&unstuff, &in, &piece)) ==
		    UNSTUFFED_PIECE) {
			memcpy(got + got_len, piece.data, piece.len);
			got_len += piece.len;
		}
		assert_int_equal(what, UNSTUFFED_END);
		assert_case_slice("round trip", slice_make(got, got_len),
		    slice_make(body, len));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lmtp_encode_recipients),
		cmocka_unit_test(test_lmtp_encode_says_what_was_offered),
		cmocka_unit_test(test_lmtp_encode_long_commands),
		cmocka_unit_test(test_lmtp_encode_refused),
		cmocka_unit_test(test_lmtp_encode_bodies),
		cmocka_unit_test(test_lmtp_encode_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
