/* The LMTP server's dialogue: order of commands, limits, end of data. */
#include "lmtp_fixture.h"

#define HELLO "LHLO x\r\n"
#define BEGIN HELLO "MAIL FROM:<a@x>\r\nRCPT TO:<s@y>\r\n"

static const struct {
	const char *name;
	const char *said;
	const char *codes;
} dialogues[] = {
	{ "a message for one", BEGIN "DATA\r\nhi\r\n.\r\nQUIT\r\n",
	    "220 250 250 250 354 250 221" },
	{ "one reply per accepted recipient",
	    BEGIN "RCPT TO:<nobody@y>\r\nRCPT TO:<t@y>\r\nDATA\r\n.\r\n",
	    "220 250 250 250 550 250 354 250 250" },
	{ "MAIL, RCPT and DATA want LHLO",
	    "MAIL FROM:<a@x>\r\nRCPT TO:<s@y>\r\nDATA\r\nRSET\r\n",
	    "220 503 503 503 250" },
	{ "HELO and EHLO are not LMTP's", "HELO x\r\nEHLO x\r\n",
	    "220 500 500" },
	{ "LHLO needs a name", "LHLO\r\nLHLO  \r\n", "220 501 501" },
	{ "RCPT wants MAIL", HELLO "RCPT TO:<s@y>\r\n", "220 250 503" },
	{ "DATA wants MAIL", HELLO "DATA\r\n", "220 250 503" },
	{ "DATA wants a recipient that was accepted",
	    HELLO "MAIL FROM:<a@x>\r\nRCPT TO:<nobody@y>\r\nDATA\r\n",
	    "220 250 250 550 503" },
	{ "a second MAIL is out of order, the first one stands",
	    BEGIN "MAIL FROM:<b@x>\r\nDATA\r\n.\r\n",
	    "220 250 250 250 503 354 250" },
	{ "RSET ends the transaction, not the greeting",
	    BEGIN "RSET\r\nDATA\r\nMAIL FROM:<a@x>\r\n",
	    "220 250 250 250 250 503 250" },
	{ "LHLO ends the transaction", BEGIN "LHLO x\r\nDATA\r\n",
	    "220 250 250 250 250 503" },
	{ "after a message the next begins with MAIL",
	    BEGIN "DATA\r\n.\r\nRCPT TO:<s@y>\r\nDATA\r\nMAIL FROM:<b@x>\r\n",
	    "220 250 250 250 354 250 503 503 250" },
	{ "NOOP, VRFY and HELP change nothing",
	    BEGIN "NOOP x\r\nVRFY a\r\nHELP\r\nDATA\r\n.\r\n",
	    "220 250 250 250 250 252 214 354 250" },
	{ "unknown commands", "FOO\r\nMAILFROM:<a@x>\r\n\r\n\r\n",
	    "220 500 500 500 500" },
	{ "commands may be typed: case, bare LF, blanks",
	    "lhlo x\nmail from: <a@x> \nrcpt to: <s@y>\ndata\r\n.\r\nquit\n",
	    "220 250 250 250 354 250 221" },
	{ "DATA takes no parameter", BEGIN "DATA now\r\n",
	    "220 250 250 250 451" },
	{ "a banned sender is told at RCPT",
	    HELLO "MAIL FROM:<banned@x>\r\nRCPT TO:<s@y>\r\n",
	    "220 250 250 550" },
	{ "not now, for one recipient only",
	    HELLO "MAIL FROM:<a@x>\r\nRCPT TO:<later@y>\r\nRCPT TO:<s@y>\r\n",
	    "220 250 250 451 250" },
	{ "too many recipients",
	    BEGIN "RCPT TO:<s@y>\r\nRCPT TO:<s@y>\r\nRCPT TO:<s@y>\r\n",
	    "220 250 250 250 250 250 452" },
	{ "SIZE above the limit is refused at MAIL, and so is no other",
	    HELLO "MAIL FROM:<a@x> SIZE=1001\r\nMAIL FROM:<a@x> SIZE=1000\r\n",
	    "220 250 552 250" },
	{ "a path that cannot be read never costs the mail",
	    HELLO "MAIL FROM:a@x\r\nMAIL FROM:<a@x\r\nMAIL FROM:<a@x>y\r\n"
	    "MAIL\r\nMAIL FROM:<a\x01@x>\r\n",
	    "220 250 451 451 451 451 451" },
	{ "neither does a parameter",
	    HELLO "MAIL FROM:<a@x> FOO\r\nMAIL FROM:<a@x> SIZE=x\r\n"
	    "MAIL FROM:<a@x> BODY=BINARYMIME\r\nMAIL FROM:<a@x>\r\n"
	    "RCPT TO:<s@y> FOO=1\r\nRCPT TO:<>\r\nRCPT FROM:<s@y>\r\n",
	    "220 250 451 451 451 250 451 451 451" },
	{ "what Postfix says is understood",
	    HELLO "MAIL FROM:<a@x> SIZE=500 BODY=8BITMIME SMTPUTF8 RET=HDRS "
	    "ENVID=abc+2Bd AUTH=<>\r\n"
	    "RCPT TO:<s@y> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;t@y\r\n",
	    "220 250 250 250" },
	{ "nothing is heard after QUIT", "QUIT\r\nNOOP\r\n", "220 221" },
};

static void
test_lmtp_session_dialogues(void **state)
{
	struct fixture	fixture;
	char		codes[1024];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(dialogues); i++) {
		fixture_open(&fixture, false);
		fixture_feed(&fixture, slice_of(dialogues[i].said));
		assert_case(dialogues[i].name,
		    fixture_codes(&fixture, codes), dialogues[i].codes);
		fixture_close(&fixture);
	}
}

/* The same, byte by byte. */
static void
test_lmtp_session_dialogues_in_bytes(void **state)
{
	struct fixture	fixture;
	char		codes[1024];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(dialogues); i++) {
		fixture_open(&fixture, false);
		for (const char *p = dialogues[i].said; *p != '\0'; p++)
			fixture_feed(&fixture, slice_make(p, 1));
		assert_case(dialogues[i].name,
		    fixture_codes(&fixture, codes), dialogues[i].codes);
		fixture_close(&fixture);
	}
}

#define NOT_ENDED 0
#define ENDED 1

/* Bytes behind DATA, what is kept of them, and whether the data ended. */
static const struct {
	const char *name;
	struct slice sent;
	int ended;
	struct slice body;
} bodies[] = {
	{ "no body at all", SLICE_INIT(".\r\n"), ENDED, SLICE_INIT("") },
	{ "one line", SLICE_INIT("a\r\n.\r\n"), ENDED, SLICE_INIT("a\r\n") },
	{ "a stuffed dot", SLICE_INIT("..\r\n.\r\n"), ENDED,
	    SLICE_INIT(".\r\n") },
	{ "a stuffed dot before text", SLICE_INIT("..a\r\n...\r\n.\r\n"),
	    ENDED, SLICE_INIT(".a\r\n..\r\n") },
	{ "a dot that was not stuffed", SLICE_INIT(".a\r\n.\r\n"), ENDED,
	    SLICE_INIT("a\r\n") },
	{ "dots inside a line", SLICE_INIT("a.\r\nb..c\r\n.\r\n"), ENDED,
	    SLICE_INIT("a.\r\nb..c\r\n") },
	{ "a NUL and every high byte pass",
	    SLICE_INIT("\0\xff\x80\r\n.\r\n"), ENDED,
	    SLICE_INIT("\0\xff\x80\r\n") },

	/* Smuggling: none of these ends the data. */
	{ "LF . LF", SLICE_INIT("a\n.\nb\r\n.\r\n"), ENDED,
	    SLICE_INIT("a\n.\nb\r\n") },
	{ "LF . CRLF", SLICE_INIT("a\n.\r\nb\r\n.\r\n"), ENDED,
	    SLICE_INIT("a\n.\r\nb\r\n") },
	{ "CRLF . LF", SLICE_INIT("a\r\n.\nb\r\n.\r\n"), ENDED,
	    SLICE_INIT("a\r\n\nb\r\n") },
	{ "CR . CR", SLICE_INIT("a\r.\rb\r\n.\r\n"), ENDED,
	    SLICE_INIT("a\r.\rb\r\n") },
	{ "CRLF . CR", SLICE_INIT("a\r\n.\rb\r\n.\r\n"), ENDED,
	    SLICE_INIT("a\r\n\rb\r\n") },
	{ "CRLF . CR CRLF", SLICE_INIT("a\r\n.\r\r\nb\r\n.\r\n"), ENDED,
	    SLICE_INIT("a\r\n\r\r\nb\r\n") },
	{ "CR . CRLF", SLICE_INIT("a\r.\r\nb\r\n.\r\n"), ENDED,
	    SLICE_INIT("a\r.\r\nb\r\n") },
	{ "CRLF NUL . CRLF",
	    SLICE_INIT("a\r\n\0.\r\nb\r\n.\r\n"), ENDED,
	    SLICE_INIT("a\r\n\0.\r\nb\r\n") },
	{ "CRLF . NUL CRLF",
	    SLICE_INIT("a\r\n.\0\r\nb\r\n.\r\n"), ENDED,
	    SLICE_INIT("a\r\n\0\r\nb\r\n") },
	{ "CR CR LF . CRLF is a line end behind a bare CR",
	    SLICE_INIT("a\r\r\n.\r\n"), ENDED, SLICE_INIT("a\r\r\n") },
	{ "LF CR LF . CRLF is a line end behind a bare LF",
	    SLICE_INIT("a\n\r\n.\r\n"), ENDED, SLICE_INIT("a\n\r\n") },
	{ "a bare LF in the end", SLICE_INIT("a\n.\n"), NOT_ENDED,
	    SLICE_INIT("") },
	{ "a cut end", SLICE_INIT("a\r\n.\r"), NOT_ENDED, SLICE_INIT("") },
};

static void
check_body(size_t i, size_t chunk)
{
	struct fixture	fixture;
	struct slice	sent = bodies[i].sent;

	fixture_open(&fixture, false);
	fixture_feed(&fixture, SLICE(BEGIN "DATA\r\n"));
	while (sent.len > 0) {
		fixture_feed(&fixture, slice_head(sent, chunk));
		sent = slice_from(sent, chunk);
	}
	assert_case_int(bodies[i].name, fixture.messages, bodies[i].ended);
	if (bodies[i].ended)
		assert_case_slice(bodies[i].name,
		    slice_make(fixture.body, fixture.body_len),
		    bodies[i].body);
	fixture_close(&fixture);
}

static void
test_lmtp_session_bodies(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bodies); i++)
		for (size_t chunk = 1; chunk <= bodies[i].sent.len; chunk++)
			check_body(i, chunk);
}

/* Repeats `s` into the session n times. */
static bool
feed_times(struct fixture *fixture, struct slice s, size_t n)
{
	bool open = true;

	for (size_t i = 0; i < n && open; i++)
		open = fixture_feed(fixture, s);
	return open;
}

static void
test_lmtp_session_swallows_what_is_too_big(void **state)
{
	struct fixture	fixture;
	char		codes[1024];

	(void)state;
	fixture_open(&fixture, false);
	fixture_feed(&fixture, SLICE(BEGIN "RCPT TO:<t@y>\r\nDATA\r\n"));
	fixture_codes(&fixture, codes);
	feed_times(&fixture, SLICE("0123456789\r\n"), 100000);
	assert_int_equal(fixture.pool.in_memory, 0);
	assert_case("nothing is said before the end",
	    fixture_codes(&fixture, codes), "");
	fixture_feed(&fixture, SLICE(".\r\n"));
	assert_case("each recipient hears it", fixture_codes(&fixture, codes),
	    "552 552");
	assert_int_equal(fixture.messages, 0);
	fixture_feed(&fixture, SLICE("DATA\r\nMAIL FROM:<a@x>\r\n"));
	assert_case("and the transaction is over",
	    fixture_codes(&fixture, codes), "503 250");
	fixture_close(&fixture);
}

static void
test_lmtp_session_limit_is_exact(void **state)
{
	struct fixture fixture;

	(void)state;
	fixture_open(&fixture, false);
	fixture_feed(&fixture, SLICE(BEGIN "DATA\r\n"));
	feed_times(&fixture, SLICE("12345678\r\n"), 100);
	fixture_feed(&fixture, SLICE(".\r\n"));
	assert_int_equal(fixture.messages, 1);
	assert_int_equal(fixture.body_len, FIXTURE_MAX_MESSAGE);

	fixture_feed(&fixture, SLICE(BEGIN "DATA\r\n"));
	feed_times(&fixture, SLICE("12345678\r\n"), 99);
	fixture_feed(&fixture, SLICE("123456789\r\n.\r\n"));
	assert_int_equal(fixture.messages, 1);
	fixture_close(&fixture);
}

static void
test_lmtp_session_body_that_cannot_be_stored(void **state)
{
	struct fixture	fixture;
	char		codes[1024];

	(void)state;
	fixture_open(&fixture, false);
	fixture.pool.dir = "/nonexistent";
	fixture_feed(&fixture, SLICE(BEGIN "DATA\r\n"));
	feed_times(&fixture, SLICE("0123456789\r\n"), 20);
	assert_int_equal(fixture.troubles, 1);
	fixture_feed(&fixture, SLICE(".\r\n" BEGIN "DATA\r\n.\r\n"));
	assert_case("later, and the next one is taken",
	    fixture_codes(&fixture, codes),
	    "220 250 250 250 354 451 250 250 250 354 250");
	fixture_close(&fixture);
}

static void
test_lmtp_session_long_lines(void **state)
{
	struct fixture	fixture;
	char		codes[1024];

	(void)state;
	fixture_open(&fixture, false);
	feed_times(&fixture, SLICE("NOOP 0123456789abcdef"), 1000);
	fixture_feed(&fixture, SLICE("\r\nNOOP\r\n"));
	assert_case("a line too long is one error",
	    fixture_codes(&fixture, codes), "220 451 250");
	assert_false(feed_times(&fixture, SLICE("NOOP 0123456789abcdef"),
	    4000));
	assert_case("one without an end ends the talk",
	    fixture_codes(&fixture, codes), "421");
	fixture_close(&fixture);
}

static void
test_lmtp_session_too_many_errors(void **state)
{
	struct fixture	fixture;
	char		codes[1024];

	(void)state;
	fixture_open(&fixture, false);
	fixture_codes(&fixture, codes);
	assert_true(feed_times(&fixture, SLICE("FOO\r\n"),
	    LMTP_ERRORS_MAX - 1));
	fixture_feed(&fixture, SLICE(BEGIN "DATA\r\n.\r\n"));
	assert_true(feed_times(&fixture, SLICE("FOO\r\n"),
	    LMTP_ERRORS_MAX - 1));
	fixture_codes(&fixture, codes);
	assert_false(fixture_feed(&fixture, SLICE("FOO\r\n")));
	assert_case("the last error, and goodbye",
	    fixture_codes(&fixture, codes), "500 421");
	fixture_close(&fixture);

	fixture_open(&fixture, false);
	fixture_feed(&fixture, SLICE(BEGIN));
	assert_true(feed_times(&fixture, SLICE("RCPT TO:<nobody@y>\r\n"), 50));
	fixture_close(&fixture);
}

/* Whatever they are: each costs, and none comes nearer to a message. */
static void
test_lmtp_session_too_many_commands(void **state)
{
	struct fixture	fixture;
	char		codes[1024];
	size_t		most = LMTP_COMMANDS_MAX + FIXTURE_MAX_RECIPIENTS;

	(void)state;
	fixture_open(&fixture, false);
	assert_true(feed_times(&fixture, SLICE("NOOP\r\n"), most - 4));
	fixture_feed(&fixture, SLICE(BEGIN "DATA\r\n.\r\n"));
	fixture.out_len = 0;
	assert_true(feed_times(&fixture, SLICE("NOOP\r\n"), most));
	fixture.out_len = 0;
	assert_false(fixture_feed(&fixture, SLICE("NOOP\r\n")));
	assert_case("an accepted message forgives, its absence does not",
	    fixture_codes(&fixture, codes), "421");
	fixture_close(&fixture);
}

static const struct {
	const char *name;
	const char *said;
	const char *codes;
} impatient[] = {
	{ "who waits hears why, and may go on",
	    "LHLO x\r\nMAIL FROM:<a@x>\r\nDATA\r\nRCPT TO:<s@y>\r\n"
	    "DATA\r\nhello\r\n.\r\n", "220 250 250 503 250 354 250" },
	{ "a message behind a refused DATA is no list of commands",
	    "LHLO x\r\nMAIL FROM:<a@x>\r\nRCPT TO:<nobody@y>\r\nDATA\r\n"
	    "Subject: x\r\n\r\nMAIL FROM:<b@x>\r\nRCPT TO:<s@y>\r\n"
	    "DATA\r\nsmuggled\r\n.\r\n", "220 250 250 550 503 421" },
	{ "nor is one behind a DATA with a word too many",
	    "LHLO x\r\nMAIL FROM:<a@x>\r\nRCPT TO:<s@y>\r\nDATA now\r\n"
	    "\r\nRSET\r\n", "220 250 250 250 451 421" },
	{ "nor one from who never said LHLO",
	    "DATA\r\nReceived: x\r\nLHLO x\r\n", "220 503 421" },
	{ "nothing is behind a refused DATA but the end of it",
	    "LHLO x\r\nDATA\r\n.\r\nMAIL FROM:<a@x>\r\n",
	    "220 250 503 421" },
	{ "BDAT is not offered, and what it carries is not heard",
	    "LHLO x\r\nMAIL FROM:<a@x>\r\nRCPT TO:<s@y>\r\n"
	    "BDAT 7 LAST\r\nhello\r\nRSET\r\n",
	    "220 250 250 250 500 421" },
};

static void
test_lmtp_session_who_does_not_wait(void **state)
{
	struct fixture	fixture;
	char		codes[1024];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(impatient); i++) {
		fixture_open(&fixture, false);
		fixture_feed(&fixture, slice_of(impatient[i].said));
		assert_case(impatient[i].name,
		    fixture_codes(&fixture, codes), impatient[i].codes);
		assert_int_equal(fixture.messages, i == 0);
		fixture_close(&fixture);
		/* However it is cut. */
		fixture_open(&fixture, false);
		for (const char *c = impatient[i].said; *c != '\0'; c++)
			fixture_feed(&fixture, slice_make(c, 1));
		assert_case(impatient[i].name,
		    fixture_codes(&fixture, codes), impatient[i].codes);
		fixture_close(&fixture);
	}
}

static void
test_lmtp_session_host_refuses_mail(void **state)
{
	struct fixture	fixture;
	char		codes[1024];

	(void)state;
	fixture_open(&fixture, false);
	fixture.sender_reply = LMTP_NO_SPACE;
	fixture_feed(&fixture, SLICE(BEGIN "DATA\r\n"));
	assert_case("pipelined commands behind it run into nothing",
	    fixture_codes(&fixture, codes), "220 250 452 503 503");
	fixture_close(&fixture);
}

static void
test_lmtp_session_end(void **state)
{
	struct fixture	fixture;
	char		codes[1024];
	struct slice	in = SLICE("NOOP\r\n");

	(void)state;
	fixture_open(&fixture, false);
	fixture_feed(&fixture, SLICE(BEGIN "DATA\r\nabc\r\n"));
	assert_true(lmtp_session_in_transaction(fixture.session));
	lmtp_session_end(fixture.session, LMTP_STOPPING);
	assert_false(lmtp_session_in_transaction(fixture.session));
	assert_int_equal(lmtp_session_feed(fixture.session, &in),
	    LMTP_EVENT_CLOSE);
	fixture_collect(&fixture);
	assert_case("421 in the midst of data",
	    fixture_codes(&fixture, codes), "220 250 250 250 354 421");
	fixture_close(&fixture);
}

static void
test_lmtp_session_capabilities(void **state)
{
	static const char *const lines[] = { "250-desk.example",
		"250-PIPELINING", "250-ENHANCEDSTATUSCODES", "250-8BITMIME", "250-SMTPUTF8",
		"250-DSN", "250 SIZE 1000" };
	struct fixture	fixture;
	struct slice	said;

	(void)state;
	fixture_open(&fixture, false);
	fixture_feed(&fixture, SLICE(HELLO));
	said = slice_make(fixture.out, fixture.out_len);
	assert_true(slice_starts(said,
	    SLICE("220 maildesk LMTP desk.example\r\n")));
	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		assert_case_true(lines[i],
		    slice_has(said, slice_of(lines[i])));
	assert_false(slice_has(said, SLICE("XMAILDESK")));
	fixture_close(&fixture);

	fixture_open(&fixture, true);
	fixture_feed(&fixture, SLICE(HELLO));
	assert_true(slice_has(slice_make(fixture.out, fixture.out_len),
	    SLICE("250-XMAILDESK\r\n")));
	fixture_close(&fixture);
}

/* The envelope of one message, as it is when the message is complete. */
static void
check_envelope(bool trusted, enum door door, struct slice ref)
{
	struct fixture	 fixture;
	struct envelope	*envelope;
	struct slice	 in = SLICE(HELLO
	    "MAIL FROM:<a@x> XDOOR=pipe XDOORREF=pipe:Q/s+2Bt@y XQUEUEID=Q "
	    "XSASL=kim\r\n"
	    "RCPT TO:<s@y> ORCPT=rfc822;Old+2Bname@y\r\nRCPT TO:<t@y>\r\n"
	    "DATA\r\nhi\r\n.\r\nNOOP\r\n");

	fixture_open(&fixture, trusted);
	assert_int_equal(lmtp_session_feed(fixture.session, &in),
	    LMTP_EVENT_MESSAGE);
	assert_case_slice("what follows waits", in, SLICE("NOOP\r\n"));
	envelope = lmtp_session_envelope(fixture.session);
	assert_int_equal(envelope->door, door);
	assert_case_slice("sender", envelope->sender, SLICE("a@x"));
	assert_int_equal(envelope->recipient_count, 2);
	assert_case_slice("recipient", envelope->recipients[1], SLICE("t@y"));
	assert_case_slice("original", envelope->originals[0],
	    SLICE("Old+name@y"));
	assert_case_slice("no original", envelope->originals[1], SLICE(""));
	assert_case_slice("door_ref", envelope->door_ref, ref);
	assert_case_slice("queue id", envelope->queue_id,
	    trusted ? SLICE("Q") : SLICE(""));
	assert_case_slice("login", envelope->sasl_username,
	    trusted ? SLICE("kim") : SLICE(""));
	fixture_close(&fixture);
}

static void
test_lmtp_session_envelope(void **state)
{
	(void)state;
	check_envelope(true, DOOR_PIPE, SLICE("pipe:Q/s+t@y"));
	check_envelope(false, DOOR_LMTP, SLICE(""));
}

/* Whoever it is for, and whatever follows: only its name is kept. */
static void
test_lmtp_session_refused(void **state)
{
	struct fixture fixture;
	struct slice in = SLICE(HELLO
	    "MAIL FROM:<banned@x> XDOOR=imap XDOORREF=imap:r XREFUSED\r\n"
	    "RCPT TO:<nobody@y>\r\nDATA\r\nhi\r\n.\r\n");

	(void)state;
	fixture_open(&fixture, true);
	assert_int_equal(lmtp_session_feed(fixture.session, &in),
	    LMTP_EVENT_MESSAGE);
	assert_case_slice("its name", lmtp_session_envelope(
	    fixture.session)->door_ref, SLICE("imap:r"));
	assert_case_int("no body", lmtp_session_body(fixture.session)->size,
	    0);
	fixture_close(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lmtp_session_dialogues),
		cmocka_unit_test(test_lmtp_session_dialogues_in_bytes),
		cmocka_unit_test(test_lmtp_session_refused),
		cmocka_unit_test(test_lmtp_session_bodies),
		cmocka_unit_test(test_lmtp_session_swallows_what_is_too_big),
		cmocka_unit_test(test_lmtp_session_limit_is_exact),
		cmocka_unit_test(test_lmtp_session_body_that_cannot_be_stored),
		cmocka_unit_test(test_lmtp_session_long_lines),
		cmocka_unit_test(test_lmtp_session_too_many_errors),
		cmocka_unit_test(test_lmtp_session_too_many_commands),
		cmocka_unit_test(test_lmtp_session_who_does_not_wait),
		cmocka_unit_test(test_lmtp_session_host_refuses_mail),
		cmocka_unit_test(test_lmtp_session_end),
		cmocka_unit_test(test_lmtp_session_capabilities),
		cmocka_unit_test(test_lmtp_session_envelope),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
