#include "case.h"

#include "base/text.h"
#include "port/smtp.h"
#include "port/smtp_talk.h"
#include "smtp_server.h"

static const struct conf plain = {
	.desk_domain = "desk.example",
	.smtp_host = "127.0.0.1",
	.smtp_tls = TLS_NONE,
	.smtp_ca_file = "",
	.smtp_user = "",
	.smtp_password_file = "",
	.smtp_mechanism = "PLAIN",
	.smtp_oauth = "",
	.smtp_timeout = 5,
};

#define HELLO "> 220 fake\n< EHLO desk.example\n> 250-fake\n> 250 SIZE\n"
#define HELLO_ALL "> 220 fake\n< EHLO desk.example\n> 250-fake\n" \
	"> 250-SMTPUTF8\n> 250-AUTH PLAIN LOGIN\n> 250 SIZE\n"
#define MAIL "< MAIL FROM:<desk@desk.example>\n> 250 ok\n"
#define RCPT "< RCPT TO:<kim@user.example>\n> 250 ok\n"
#define DATA "< DATA\n> 354 go\nbody\n"
#define BYE "< QUIT\n> 221 bye\n"
#define LETTER "Subject: x\r\n\r\nwords\r\n"

enum wish { NOTHING, STARTTLS, AUTH_PLAIN, AUTH_LOGIN };

/*
 * What becomes of one letter, or of a second one on the same connection.  The
 * server says goodbye to nobody it has not heard: the test hangs up.
 */
static const struct {
	const char		*name;
	enum wish		 wish;
	int			 letters;
	const char		*script;
	enum smtp_result	 want;
	bool			 is_away;
	const char		*reply; /* NULL: curl's words */
	size_t			 connections;
} talks[] = {
	{ "a good server", NOTHING, 1,
	    HELLO MAIL RCPT DATA "> 250 2.0.0 queued as 7\n" BYE,
	    SMTP_SENT, false, "250 2.0.0 queued as 7", 1 },
	{ "the second letter takes the same connection", NOTHING, 2,
	    HELLO MAIL RCPT DATA "> 250 one\n" MAIL RCPT DATA "> 250 two\n"
	    BYE,
	    SMTP_SENT, false, "250 two", 1 },
	{ "a reply of several lines is one sentence", NOTHING, 1,
	    HELLO MAIL RCPT DATA "> 250-2.0.0 queued\n> 250 2.0.0 as 7\n" BYE,
	    SMTP_SENT, false, "250 2.0.0 queued as 7", 1 },

	{ "4xx at RCPT is later", NOTHING, 1,
	    HELLO MAIL "< RCPT\n> 451 4.2.2 full\n" BYE,
	    SMTP_DEFERRED, false, "451 4.2.2 full", 1 },
	{ "5xx at RCPT is for good", NOTHING, 1,
	    HELLO MAIL "< RCPT\n> 550-5.1.1 no such\n> 550 5.1.1 user\n" BYE,
	    SMTP_FAILED, false, "550 5.1.1 no such user", 1 },
	{ "5xx at MAIL is for good", NOTHING, 1,
	    HELLO "< MAIL\n> 552 5.3.4 too big\n" BYE,
	    SMTP_FAILED, false, "552 5.3.4 too big", 1 },
	{ "5xx at DATA is for good", NOTHING, 1,
	    HELLO MAIL RCPT "< DATA\n> 554 5.5.1 no\n" BYE,
	    SMTP_FAILED, false, "554 5.5.1 no", 1 },
	{ "5xx behind the body is for good", NOTHING, 1,
	    HELLO MAIL RCPT DATA "> 550 5.7.1 spam\n" BYE,
	    SMTP_FAILED, false, "550 5.7.1 spam", 1 },
	{ "4xx behind the body is later", NOTHING, 1,
	    HELLO MAIL RCPT DATA "> 452 4.3.1 no room\n" BYE,
	    SMTP_DEFERRED, false, "452 4.3.1 no room", 1 },
	{ "a refused body leaves the connection to the next letter",
	    NOTHING, 2,
	    HELLO MAIL RCPT DATA "> 550 5.7.1 spam\n" MAIL RCPT DATA
	    "> 250 two\n" BYE,
	    SMTP_SENT, false, "250 two", 1 },
	{ "a refused recipient does not spoil the next letter", NOTHING, 2,
	    HELLO MAIL "< RCPT\n> 550 5.1.1 no\n" BYE "drop\n"
	    HELLO MAIL RCPT DATA "> 250 two\n" BYE,
	    SMTP_SENT, false, "250 two", 2 },

	{ "a relay that does not relay for us may be put right", NOTHING, 1,
	    HELLO MAIL "< RCPT\n> 554 5.7.1 relay access denied\n" BYE,
	    SMTP_DEFERRED, false, "554 5.7.1 relay access denied", 1 },
	{ "a refused return path is refused for all letters", NOTHING, 1,
	    HELLO "< MAIL\n> 553 5.1.8 unknown domain\n" BYE,
	    SMTP_DEFERRED, true, "553 5.1.8 unknown domain", 1 },
	{ "the basic code counts where the enhanced one says another",
	    NOTHING, 1,
	    HELLO MAIL "< RCPT\n> 550 2.1.5 fine\n" BYE,
	    SMTP_FAILED, false, "550 2.1.5 fine", 1 },

	{ "hung up behind RCPT: nothing was sent", NOTHING, 1,
	    HELLO MAIL RCPT "< DATA\ndrop\n",
	    SMTP_DEFERRED, true, NULL, 1 },
	{ "hung up behind the final dot: nobody knows", NOTHING, 1,
	    HELLO MAIL RCPT DATA "drop\n",
	    SMTP_UNKNOWN, true, "no answer to the letter", 1 },
	{ "hung up within the answer to the dot: nobody knows", NOTHING, 1,
	    HELLO MAIL RCPT DATA "> 250-queued\ndrop\n",
	    SMTP_UNKNOWN, true, "no answer to the letter", 1 },
	{ "421 behind the dot is an answer", NOTHING, 1,
	    HELLO MAIL RCPT DATA "> 421 4.3.2 stopping\ndrop\n",
	    SMTP_DEFERRED, true, "421 4.3.2 stopping", 1 },
	{ "421 instead of a greeting", NOTHING, 1,
	    "> 421 4.7.0 too many connections\ndrop\n",
	    SMTP_DEFERRED, true, "421 4.7.0 too many connections", 1 },
	{ "554 instead of a greeting refuses us, not the letter", NOTHING, 1,
	    "> 554 5.7.1 go away\ngone\n",
	    SMTP_DEFERRED, true, "554 5.7.1 go away", 1 },
	{ "no greeting", NOTHING, 1, "drop\n", SMTP_DEFERRED, true, NULL, 1 },
	{ "rubbish", NOTHING, 1, "> \x01\xff\xfe rubbish\ndrop\n",
	    SMTP_DEFERRED, true, NULL, 1 },
	{ "foreign bytes in a reply become one line of UTF-8", NOTHING, 1,
	    HELLO MAIL "< RCPT\n> 550 5.1.1 \x1b[1m\xff na\xc3\xafve\n" BYE,
	    SMTP_FAILED, false, "550 5.1.1  [1m\xef\xbf\xbd na\xc3\xafve", 1 },

	{ "idle too long, told with 421: a new connection at once", NOTHING, 2,
	    HELLO MAIL RCPT DATA "> 250 one\n> 421 4.4.2 idle\ndrop\n"
	    HELLO MAIL RCPT DATA "> 250 two\n" BYE,
	    SMTP_SENT, false, "250 two", 2 },
	{ "idle too long, not told", NOTHING, 2,
	    HELLO MAIL RCPT DATA "> 250 one\ndrop\n"
	    HELLO MAIL RCPT DATA "> 250 two\n" BYE,
	    SMTP_SENT, false, "250 two", 2 },
	{ "hung up at the second MAIL: a new connection at once", NOTHING, 2,
	    HELLO MAIL RCPT DATA "> 250 one\n< MAIL\ndrop\n"
	    HELLO MAIL RCPT DATA "> 250 two\n" BYE,
	    SMTP_SENT, false, "250 two", 2 },
	{ "a new connection is tried once only", NOTHING, 2,
	    HELLO MAIL RCPT DATA "> 250 one\n> 421 4.4.2 idle\ndrop\n"
	    "> 421 4.3.2 stopping\ndrop\n",
	    SMTP_DEFERRED, true, "421 4.3.2 stopping", 2 },

	{ "no STARTTLS on offer: nothing in clear", STARTTLS, 1,
	    "> 220 fake\n< EHLO\n> 250-fake\n> 250 SIZE\ngone\n",
	    SMTP_DEFERRED, true, "the server offers no STARTTLS; nothing was"
	    " sent in clear (smtp.tls)", 1 },
	{ "STARTTLS on offer and refused: nothing in clear", STARTTLS, 1,
	    "> 220 fake\n< EHLO\n> 250-fake\n> 250 STARTTLS\n< STARTTLS\n"
	    "> 454 4.7.0 not now\ngone\n",
	    SMTP_DEFERRED, true, "454 4.7.0 not now", 1 },

	{ "AUTH PLAIN", AUTH_PLAIN, 1,
	    HELLO_ALL "< AUTH PLAIN AGtpbQBwdyBraW0=\n> 235 2.7.0 ok\n"
	    MAIL RCPT DATA "> 250 ok\n" BYE,
	    SMTP_SENT, false, "250 ok", 1 },
	{ "AUTH LOGIN", AUTH_LOGIN, 1,
	    HELLO_ALL "< AUTH LOGIN a2lt\n> 334 UGFzc3dvcmQ6\n"
	    "< cHcga2lt\n> 235 2.7.0 ok\n"
	    MAIL RCPT DATA "> 250 ok\n" BYE,
	    SMTP_SENT, false, "250 ok", 1 },
	{ "a refused login is our trouble, not the letter's", AUTH_PLAIN, 1,
	    HELLO_ALL "< AUTH PLAIN\n> 535 5.7.8 wrong password\ngone\n",
	    SMTP_DEFERRED, true, "535 5.7.8 wrong password", 1 },
	{ "a login that cannot be checked now", AUTH_PLAIN, 1,
	    HELLO_ALL "< AUTH PLAIN\n> 454 4.7.0 later\ngone\n",
	    SMTP_DEFERRED, true, "454 4.7.0 later", 1 },
	{ "a login is wanted and we have none", NOTHING, 1,
	    HELLO "< MAIL\n> 530 5.7.0 authenticate first\n" BYE,
	    SMTP_DEFERRED, true, "530 5.7.0 authenticate first", 1 },
};

static struct fail why = FAIL_INIT;

static void
send_letter(struct smtp *smtp, const char *recipient, struct slice letter,
    struct smtp_answer *out)
{
	smtp_send(smtp, SLICE("desk@desk.example"), slice_of(recipient),
	    letter, out);
}

static void
test_smtp_talks(void **state)
{
	static struct server	server;
	char			folder[PATH_MAX], path[PATH_MAX];

	(void)state;
	case_path(path, case_folder(folder), "password");
	case_put(path, SLICE("pw kim\nsecond line\n"), 0600);
	for (size_t i = 0; i < ARRAY_LEN(talks); i++) {
		struct conf		 conf = plain;
		struct smtp		*smtp;
		struct smtp_answer	 answer;

		conf.smtp_port = server_start(&server, talks[i].script);
		if (talks[i].wish == STARTTLS)
			conf.smtp_tls = TLS_REQUIRED;
		if (talks[i].wish >= AUTH_PLAIN) {
			conf.smtp_user = "kim";
			conf.smtp_password_file = path;
		}
		if (talks[i].wish == AUTH_LOGIN)
			conf.smtp_mechanism = "LOGIN";
		assert_int_equal(smtp_open(&smtp, &conf, &why), 0);
		for (int n = 0; n < talks[i].letters; n++)
			send_letter(smtp, "kim@user.example", SLICE(LETTER),
			    &answer);
		smtp_close(smtp);
		pthread_join(server.thread, NULL);

		assert_case(talks[i].name, server.wrong, "");
		assert_case_int(talks[i].name, answer.result, talks[i].want);
		assert_case_int(talks[i].name, answer.is_away,
		    talks[i].is_away);
		if (talks[i].reply != NULL)
			assert_case(talks[i].name, answer.reply,
			    talks[i].reply);
		assert_case_true(talks[i].name, answer.reply[0] != '\0');
		assert_case_true(talks[i].name,
		    strstr(answer.reply, "pw kim") == NULL);
		assert_case_int(talks[i].name, server.connections,
		    talks[i].connections);
	}
	case_folder_remove(folder);
}

/* A server that offers no login gets no letter. */
static void
test_smtp_login_not_offered(void **state)
{
	static struct server	 server;
	char			 folder[PATH_MAX], path[PATH_MAX];
	struct conf		 conf = plain;
	struct smtp		*smtp;
	struct smtp_answer	 answer;

	(void)state;
	case_path(path, case_folder(folder), "password");
	case_put(path, SLICE("pw"), 0600);
	conf.smtp_user = "kim";
	conf.smtp_password_file = path;
	conf.smtp_port = server_start(&server, HELLO MAIL RCPT
	    "< DATA\n> 354 go\ngone\n");
	assert_int_equal(smtp_open(&smtp, &conf, &why), 0);
	send_letter(smtp, "kim@user.example", SLICE(LETTER), &answer);
	smtp_close(smtp);
	pthread_join(server.thread, NULL);
	assert_string_equal(server.wrong, "");
	assert_int_equal(answer.result, SMTP_DEFERRED);
	assert_true(answer.is_away);
	assert_string_equal(answer.reply, "the server offers no login by"
	    " smtp.mechanism; nothing was sent");
	case_folder_remove(folder);
}

static const struct {
	const char	*name;
	const char	*recipient;
	const char	*want; /* what RCPT says; NULL: refused unsaid */
	bool		 offers_utf8;
} addresses[] = {
	{ "a plain one", "kim@user.example", "kim@user.example", false },
	{ "a quoted local part", "\"kim lee\"@user.example",
	    "\"kim lee\"@user.example", false },
	{ "a domain beyond ASCII is said in A-labels",
	    "kim@b\xc3\xbc" "cher.example", "kim@xn--bcher-kva.example",
	    false },
	{ "a local part beyond ASCII, where it is on offer",
	    "k\xc3\xafm@user.example", "k\xc3\xafm@user.example", true },
	{ "a line end", "kim@user.example\r\nRCPT TO:<x@y.example>", NULL,
	    false },
	{ "a parameter", "kim@user.example> NOTIFY=NEVER", NULL, false },
	{ "angles inside", "<kim@user.example>", NULL, false },
	{ "no domain", "kim", NULL, false },
	{ "nothing", "", NULL, false },
};

static void
test_smtp_addresses(void **state)
{
	static struct server	server;
	char			script[1000];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(addresses); i++) {
		struct conf		 conf = plain;
		struct smtp		*smtp;
		struct smtp_answer	 answer;

		snprintf(script, sizeof(script), "%s< MAIL FROM:<desk@"
		    "desk.example>\n> 250 ok\n< RCPT TO:<%s>\n> 250 ok\n"
		    DATA "> 250 ok\n" BYE, addresses[i].offers_utf8
		    ? HELLO_ALL : HELLO, addresses[i].want);
		conf.smtp_port = 1;
		if (addresses[i].want != NULL)
			conf.smtp_port = server_start(&server, script);
		assert_int_equal(smtp_open(&smtp, &conf, &why), 0);
		send_letter(smtp, addresses[i].recipient, SLICE(LETTER),
		    &answer);
		smtp_close(smtp);
		if (addresses[i].want == NULL) {
			assert_case_int(addresses[i].name, answer.result,
			    SMTP_FAILED);
			assert_case(addresses[i].name,
			    smtp_blame_name(answer.blame), "address");
			continue;
		}
		pthread_join(server.thread, NULL);
		assert_case(addresses[i].name, server.wrong, "");
		assert_case_int(addresses[i].name, answer.result, SMTP_SENT);
	}
}

static void
test_smtp_utf8_not_offered(void **state)
{
	static struct server	 server;
	struct conf		 conf = plain;
	struct smtp		*smtp;
	struct smtp_answer	 answer;

	(void)state;
	conf.smtp_port = server_start(&server, HELLO MAIL
	    "< RCPT\n> 250 ok\n< DATA\n> 354 go\ngone\n");
	assert_int_equal(smtp_open(&smtp, &conf, &why), 0);
	send_letter(smtp, "k\xc3\xafm@user.example", SLICE(LETTER), &answer);
	smtp_close(smtp);
	pthread_join(server.thread, NULL);
	assert_string_equal(server.wrong, "");
	assert_int_equal(answer.result, SMTP_FAILED);
	assert_false(answer.is_away);
}

static const struct {
	const char	*name;
	struct slice	 letter;
	struct slice	 want; /* as it travels */
} bodies[] = {
	{ "as it is", SLICE_INIT(LETTER), SLICE_INIT(LETTER) },
	{ "dots are stuffed", SLICE_INIT("A: b\r\n\r\n.\r\n..\r\n.x\r\ny.\r\n"),
	    SLICE_INIT("A: b\r\n\r\n..\r\n...\r\n..x\r\ny.\r\n") },
	{ "a dot at the very front", SLICE_INIT(".\r\nA\r\n"),
	    SLICE_INIT("..\r\nA\r\n") },
	{ "a dot at the very end", SLICE_INIT("A: b\r\n\r\n.\r\n"),
	    SLICE_INIT("A: b\r\n\r\n..\r\n") },
	{ "a last line without its end gets one", SLICE_INIT("A: b\r\n\r\nc"),
	    SLICE_INIT("A: b\r\n\r\nc\r\n") },
};

static void
send_body(struct slice letter, struct server *server)
{
	struct conf		 conf = plain;
	struct smtp		*smtp;
	struct smtp_answer	 answer;

	conf.smtp_port = server_start(server, HELLO MAIL RCPT DATA "> 250 ok\n"
	    BYE);
	assert_int_equal(smtp_open(&smtp, &conf, &why), 0);
	send_letter(smtp, "kim@user.example", letter, &answer);
	smtp_close(smtp);
	pthread_join(server->thread, NULL);
	assert_string_equal(server->wrong, "");
	assert_int_equal(answer.result, SMTP_SENT);
}

static void
test_smtp_bodies(void **state)
{
	static struct server server;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
		send_body(bodies[i].letter, &server);
		assert_case_slice(bodies[i].name,
		    slice_make(server.body, server.body_len), bodies[i].want);
	}
}

/*
 * Letters around the length of curl's buffer, and one that is as long as its
 * first piece is with the dots stuffed: nothing may be missing.
 */
static const struct {
	const char	*name;
	size_t		 len, dots;
} lengths[] = {
	{ "shorter than a buffer", 65534, 3 },
	{ "a line end at the buffer's end", 65536, 0 },
	{ "a line end across the buffer's end", 65537, 0 },
	{ "what was sent is the length before the end", 65536 + 10, 10 },
	{ "the same with long lines", 65536 + 100, 100 },
	{ "several buffers", 300000, 1000 },
};

static void
test_smtp_long_bodies(void **state)
{
	static struct server	server;
	struct arena		arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lengths); i++) {
		struct text	letter = TEXT_IN(&arena);
		struct text	want = TEXT_IN(&arena);

		for (size_t n = 0; n < lengths[i].dots; n++) {
			text_add_string(&letter, ".\r\n");
			text_add_string(&want, "..\r\n");
		}
		while (letter.len < lengths[i].len - 2) {
			text_add_char(&letter, 'x');
			text_add_char(&want, 'x');
		}
		text_add_string(&letter, "\r\n");
		text_add_string(&want, "\r\n");
		send_body(text_slice(&letter), &server);
		assert_case_int(lengths[i].name, server.body_len, want.len);
		assert_memory_equal(server.body, want.data, want.len);
	}
	arena_free(&arena);
}

/* The final dot stands behind more than any buffer holds. */
static void
test_smtp_hung_up_within_body(void **state)
{
	static struct server	 server;
	static char		 letter[32 << 20];
	struct conf		 conf = plain;
	struct smtp		*smtp;
	struct smtp_answer	 answer;

	(void)state;
	memset(letter, 'x', sizeof(letter));
	conf.smtp_port = server_start(&server, HELLO MAIL RCPT
	    "< DATA\n> 354 go\ndrop\n");
	assert_int_equal(smtp_open(&smtp, &conf, &why), 0);
	send_letter(smtp, "kim@user.example",
	    slice_make(letter, sizeof(letter)), &answer);
	smtp_close(smtp);
	pthread_join(server.thread, NULL);
	assert_string_equal(server.wrong, "");
	assert_int_equal(answer.result, SMTP_DEFERRED);
}

static void
test_smtp_null_sender(void **state)
{
	static struct server	 server;
	struct conf		 conf = plain;
	struct smtp		*smtp;
	struct smtp_answer	 answer;

	(void)state;
	conf.smtp_port = server_start(&server, HELLO "< MAIL FROM:<>\n"
	    "> 250 ok\n" RCPT DATA "> 250 ok\n" BYE);
	assert_int_equal(smtp_open(&smtp, &conf, &why), 0);
	smtp_send(smtp, SLICE_EMPTY, SLICE("kim@user.example"), SLICE(LETTER),
	    &answer);
	smtp_close(smtp);
	pthread_join(server.thread, NULL);
	assert_string_equal(server.wrong, "");
	assert_int_equal(answer.result, SMTP_SENT);
}

static void
test_smtp_nobody_there(void **state)
{
	static struct server	 server;
	struct conf		 conf = plain;
	struct smtp		*smtp;
	struct smtp_answer	 answer;

	(void)state;
	/* A port that was free a moment ago. */
	conf.smtp_port = server_start(&server, "");
	pthread_join(server.thread, NULL);
	assert_int_equal(smtp_open(&smtp, &conf, &why), 0);
	send_letter(smtp, "kim@user.example", SLICE(LETTER), &answer);
	assert_int_equal(answer.result, SMTP_DEFERRED);
	assert_true(answer.is_away);
	assert_false(answer.is_stopped);
	smtp_close(smtp);
}

static bool
is_connected(void *data)
{
	const struct server *server = data;

	return __atomic_load_n(&server->connections, __ATOMIC_SEQ_CST) > 0;
}

/* The server is silent; we do not wait for it when we must stop. */
static void
test_smtp_stop(void **state)
{
	static struct server	 server;
	struct conf		 conf = plain;
	struct smtp		*smtp;
	struct smtp_answer	 answer;

	(void)state;
	conf.smtp_port = server_start(&server, "gone\n");
	assert_int_equal(smtp_open(&smtp, &conf, &why), 0);
	smtp_on_stop(smtp, is_connected, &server);
	send_letter(smtp, "kim@user.example", SLICE(LETTER), &answer);
	smtp_close(smtp);
	pthread_join(server.thread, NULL);
	assert_string_equal(server.wrong, "");
	assert_int_equal(answer.result, SMTP_DEFERRED);
	assert_true(answer.is_stopped);
}

static void
test_smtp_password_files(void **state)
{
	char		 folder[PATH_MAX], path[PATH_MAX], want[3 * PATH_MAX];
	struct conf	 conf = plain;
	struct smtp	*smtp;

	(void)state;
	case_path(path, case_folder(folder), "password");
	conf.smtp_user = "kim";
	conf.smtp_password_file = path;
	assert_int_equal(smtp_open(&smtp, &conf, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);

	case_put(path, SLICE("pw\n"), 0640);
	assert_int_equal(smtp_open(&smtp, &conf, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	snprintf(want, sizeof(want), "smtp.password_file: %s can be read by"
	    " others; chmod 600 %s", path, path);
	assert_string_equal(why.text, want);

	case_put(path, SLICE("\npw\n"), 0600);
	assert_int_equal(smtp_open(&smtp, &conf, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	case_folder_remove(folder);
}

static const struct {
	const char	*name;
	enum smtp_phase	 phase;
	const char	*reply;
	const char	*want;
} blames[] = {
	{ "no such user", SMTP_PHASE_RCPT, "550 5.1.1 no", "address" },
	{ "a full mailbox, for now", SMTP_PHASE_RCPT, "452 4.2.2 full",
	    "address" },
	{ "a full mailbox, for good", SMTP_PHASE_DOT, "552 5.2.2 full",
	    "address" },
	{ "an account that is off", SMTP_PHASE_RCPT, "550 5.7.13 off",
	    "address" },
	{ "no mailbox, as Exchange has it", SMTP_PHASE_RCPT, "550 5.4.1 no",
	    "address" },
	{ "a domain that takes no mail", SMTP_PHASE_RCPT, "556 5.1.10 null MX",
	    "address" },
	{ "no enhanced code at RCPT", SMTP_PHASE_RCPT, "550 no", "address" },
	{ "too long for the mailbox", SMTP_PHASE_DOT, "552 5.2.3 long",
	    "letter" },
	{ "too long for the server", SMTP_PHASE_MAIL, "552 5.3.4 long",
	    "letter" },
	{ "spam", SMTP_PHASE_DOT, "550 5.7.1 spam", "letter" },
	{ "no enhanced code behind the body", SMTP_PHASE_DOT, "554 no",
	    "letter" },
	{ "no relaying for us", SMTP_PHASE_RCPT, "554 5.7.1 relay", "desk" },
	{ "not from our return path", SMTP_PHASE_MAIL, "550 5.7.1 no",
	    "desk" },
	{ "our return path's domain", SMTP_PHASE_RCPT, "553 5.1.8 no",
	    "desk" },
	{ "a login", SMTP_PHASE_AUTH, "535 5.7.8 no", "desk" },
	{ "no room", SMTP_PHASE_DOT, "452 4.3.1 no room", "server" },
	{ "no way there", SMTP_PHASE_DOT, "451 4.4.3 DNS", "server" },
	{ "4xx without an enhanced code", SMTP_PHASE_RCPT, "450 later",
	    "server" },
	{ "the enhanced code is of another class", SMTP_PHASE_RCPT,
	    "550 4.7.1 odd", "address" },
	{ "the enhanced code is none", SMTP_PHASE_DOT, "550 5.7.x spam",
	    "letter" },
	{ "a number that is too long", SMTP_PHASE_DOT,
	    "550 5.99999999999999999999.1 odd", "letter" },
};

static void
test_smtp_blame(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(blames); i++)
		assert_case(blames[i].name, smtp_blame_name(smtp_talk_blame(
		    blames[i].phase, blames[i].reply)), blames[i].want);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_smtp_talks),
		cmocka_unit_test(test_smtp_login_not_offered),
		cmocka_unit_test(test_smtp_addresses),
		cmocka_unit_test(test_smtp_utf8_not_offered),
		cmocka_unit_test(test_smtp_bodies),
		cmocka_unit_test(test_smtp_long_bodies),
		cmocka_unit_test(test_smtp_hung_up_within_body),
		cmocka_unit_test(test_smtp_null_sender),
		cmocka_unit_test(test_smtp_nobody_there),
		cmocka_unit_test(test_smtp_stop),
		cmocka_unit_test(test_smtp_password_files),
		cmocka_unit_test(test_smtp_blame),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
