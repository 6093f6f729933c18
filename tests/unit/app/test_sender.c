#include "smtp_server.h"
#include "line_case.h"

#include <signal.h>
#include <sys/time.h>

#include "app/sender.h"
#include "base/file.h"
#include "port/maildir.h"
#include "store/changes.h"

#define NOW LINE_START
#define MINUTES 60

static const struct role alone = ROLE_ALONE;
static struct fail told = FAIL_INIT;

/* A desk with one user, whose letters are put into the outbox by hand. */
struct site {
	struct line line;
	struct conf conf;
	struct sender *sender;
	struct server server;
	char letters[PATH_MAX];
	int64_t kim, ticket;
};

static int
site_setup(void **state)
{
	struct site	*site = calloc(1, sizeof(*site));
	struct filing	 filing;

	assert_non_null(site);
	line_open(&site->line);
	filing = line_filing(&site->line, line_mail(&site->line,
	    "Kim Lee <kim@user.example>", "support@help.test", "Printer", "",
	    "It burns."));
	site->ticket = filing.ticket_id;
	site->kim = line_ticket(&site->line, site->ticket).user_id;
	/* What the desk wrote of itself is sent by the first test only. */
	site->conf = site->line.conf;
	site->conf.transport = TRANSPORT_MAILDIR;
	site->conf.letters_dir = case_path(site->letters, site->line.folder,
	    "letters");
	site->conf.smtp_host = "127.0.0.1";
	site->conf.smtp_tls = TLS_NONE;
	site->conf.smtp_ca_file = site->conf.smtp_user =
	    site->conf.smtp_password_file = "";
	site->conf.smtp_mechanism = "PLAIN";
	site->conf.smtp_oauth = "";
	site->conf.smtp_timeout = 5;
	*state = site;
	return 0;
}

static int
site_teardown(void **state)
{
	struct site *site = *state;

	sender_close(site->sender);
	line_close(&site->line);
	free(site);
	return 0;
}

static void
site_open(struct site *site)
{
	line_ok(sender_open(&site->sender, &site->conf, &alone, why));
}

static int
site_step(struct site *site, int64_t now)
{
	int got;

	clock_set(now);
	got = sender_step(site->sender, now, &told);
	if (got < 0)
		fail_msg("sender: %s", told.text);
	return got;
}

static void
site_sql(struct site *site, const char *text)
{
	struct db *db = site->line.desk.db;

	line_ok(db_begin(db, why));
	line_ok(db_script(db, text, why));
	line_ok(db_commit(db, why));
}

static struct outbox_row
site_row(struct site *site, int64_t id)
{
	struct outbox_row row = { 0 };

	assert_int_equal(outbox_get(site->line.desk.db, id, &site->line.arena,
	    &row, &told), 1);
	return row;
}

static const struct outbox_row plain_row = {
	.event = SLICE_INIT("agent-reply"),
	.address = SLICE_INIT("kim@user.example"),
	.from_name = SLICE_INIT("Help desk"),
	.from_address = SLICE_INIT("support@help.test"),
	.reply_to = SLICE_INIT("support+ra@help.test"),
	.return_path = SLICE_INIT("support+ba@help.test"),
	.submitted = SLICE_INIT("person"),
	.subject = SLICE_INIT("Re: Printer [#1]"),
	.message_id = SLICE_INIT("ra.1@help.test"),
	.in_reply_to = SLICE_INIT("m1@example.test"),
	.refs = SLICE_INIT("m0@example.test m1@example.test"),
	.text = SLICE_INIT("Pour water on it.\n"),
	.state = LETTER_STATE_QUEUED,
	.created_at = NOW,
	.due_at = NOW,
	.expires_at = NOW + 1000000,
};

/* Only the letters of the test are there. */
static void
site_clear(struct site *site)
{
	site_sql(site, "DELETE FROM letter;");
}

static int64_t
site_put(struct site *site, struct outbox_row row)
{
	struct db *db = site->line.desk.db;

	if (row.person_id == 0)
		row.person_id = site->kim;
	row.ticket_id = site->ticket;
	line_ok(db_begin(db, why));
	line_ok(outbox_next_id(db, &row.id, why));
	line_ok(outbox_put(db, &row, why));
	line_ok(db_commit(db, why));
	return row.id;
}

static void
site_serve(struct site *site, const char *script)
{
	site->conf.transport = TRANSPORT_SMTP;
	site->conf.smtp_port = server_start(&site->server, script);
}

/* The script is played to its end. */
static void
site_served(struct site *site)
{
	sender_close(site->sender);
	site->sender = NULL;
	pthread_join(site->server.thread, NULL);
	assert_string_equal(site->server.wrong, "");
}

#define assert_row(site, id, want_state, want_attempts, want_due) \
	do { \
		struct outbox_row row_ = site_row((site), (id)); \
		assert_string_equal(letter_state_name(row_.state), \
		    (want_state)); \
		assert_int_equal(row_.attempts, (want_attempts)); \
		assert_int_equal(row_.due_at - NOW, (want_due)); \
	} while (0)

static void
assert_reply(struct site *site, int64_t id, const char *want)
{
	struct outbox_row row = site_row(site, id);

	assert_case_slice("reply", row.reply, slice_of(want));
}

/* The text of the newest event of the ticket; NULL when there is none. */
static const char *
last_event(struct site *site)
{
	size_t		 count;
	struct entry	*entries = line_entries(&site->line, site->ticket,
	    &count);

	for (size_t i = count; i-- > 0;)
		if (entries[i].kind == ENTRY_EVENT) {
			assert_true(entries[i].is_private);
			return arena_string(&site->line.arena,
			    entries[i].text);
		}
	return NULL;
}

/* The next letter in the Maildir, read. */
static void
read_letter(struct site *site, struct maildir *maildir, struct mail *mail)
{
	struct maildir_message message;
	const struct mail_limits limits = MAIL_LIMITS_DEFAULT;

	assert_int_equal(maildir_next(maildir, 1 << 20, &site->line.arena,
	    &message, &told), 1);
	assert_int_equal(slice_index(message.raw, '\r'), message.raw.len);
	mail_parse(message.raw, &limits, &site->line.arena, mail);
}

static void
test_sender_maildir(void **state)
{
	struct site	*site = *state;
	struct maildir	*maildir;
	struct mail	 mail;
	int64_t		 id;

	site_clear(site);
	id = site_put(site, plain_row);
	site_open(site);
	assert_int_equal(site_step(site, NOW), 1);
	assert_int_equal(site_step(site, NOW), 0);
	assert_row(site, id, "sent", 1, 0);
	assert_true(slice_starts(site_row(site, id).reply,
	    SLICE("kept as ")));

	line_ok(maildir_open(&maildir, site->letters, false, why));
	read_letter(site, maildir, &mail);
	maildir_close(maildir);
	assert_int_equal(mail.to.count, 1);
	assert_case_slice("to", mail.to.items[0].address,
	    SLICE("kim@user.example"));
	assert_case_slice("to whom", mail.to.items[0].name, SLICE("Kim Lee"));
	assert_case_slice("from", mail.from.items[0].address,
	    SLICE("support@help.test"));
	assert_case_slice("from whom", mail.from.items[0].name,
	    SLICE("Help desk"));
	assert_case_slice("reply", mail.reply_to.items[0].address,
	    SLICE("support+ra@help.test"));
	assert_case_slice("id", mail.message_id, SLICE("ra.1@help.test"));
	assert_case_slice("subject", mail.subject, SLICE("Re: Printer [#1]"));
	assert_case_slice("text", slice_trim(mail.text),
	    SLICE("Pour water on it."));
	assert_int_equal(mail.date, NOW);
	assert_int_equal(mail.in_reply_to.count, 1);
	assert_int_equal(mail.references.count, 2);
	assert_case_slice("references", mail.references.items[1],
	    SLICE("m1@example.test"));
	assert_case_slice("loop", headers_value(mail.headers,
	    SLICE("X-Maildesk-Loop"), &site->line.arena),
	    site->line.desk.own.desk_id);
}

/* What the desk wrote about a mail goes out, each letter to its own. */
static void
test_sender_from_the_line(void **state)
{
	struct site	*site = *state;
	size_t		 count;

	line_letters(&site->line, &count);
	assert_true(count >= 2);
	site_open(site);
	assert_int_equal(site_step(site, NOW), count);
	assert_int_equal(line_letter(&site->line, "acknowledge",
	    "kim@user.example").state, LETTER_STATE_SENT);
	assert_int_equal(line_letter(&site->line, "new-ticket",
	    "anna@help.test").state, LETTER_STATE_SENT);
}

static void
test_sender_files_go_along(void **state)
{
	static const char	 raw[] =
	    "From: ben@help.test\nTo: support@help.test\nSubject: files\n"
	    "MIME-Version: 1.0\n"
	    "Content-Type: multipart/mixed; boundary=b\n\n"
	    "--b\n\nwords\n"
	    "--b\nContent-Type: image/png; name=a.png\n"
	    "Content-Transfer-Encoding: base64\n\n"
	    "iVBORw0KGgo=\n"
	    "--b\nContent-Type: application/pdf\n"
	    "Content-Disposition: attachment; filename=\"b c.pdf\"\n\n"
	    "%PDF\n--b--\n";
	struct site		*site = *state;
	struct outbox_row	 row = plain_row;
	struct maildir		*maildir;
	struct mail		 mail;
	int64_t			 id;

	site_clear(site);
	id = line_put(&site->line, "ben@help.test", "support@help.test",
	    slice_of(raw));
	/* Of a mail that is not there, and of a part that is none. */
	row.attachments = arena_format(&site->line.arena,
	    "%lld\t2\n%lld\t3\n%lld\t2\n%lld\t9\nx\n", (long long)id,
	    (long long)id, (long long)id + 7, (long long)id);
	id = site_put(site, row);
	site_open(site);
	assert_int_equal(site_step(site, NOW), 1);
	assert_row(site, id, "sent", 1, 0);

	line_ok(maildir_open(&maildir, site->letters, false, why));
	read_letter(site, maildir, &mail);
	maildir_close(maildir);
	assert_int_equal(mail.attachments.count, 2);
	assert_case_slice("name", mail.attachments.items[0].name,
	    SLICE("a.png"));
	assert_case_slice("type", mail.attachments.items[0].type,
	    SLICE("image/png"));
	assert_case_slice("bytes", body_decode(body_part(&mail.mime,
	    mail.attachments.items[0].part), &site->line.arena),
	    SLICE("\x89PNG\r\n\x1a\n"));
	assert_case_slice("name", mail.attachments.items[1].name,
	    SLICE("b c.pdf"));
}

/* What became of the recipient since the letter was planned. */
static const struct {
	const char	*name;
	const char	*sql;
	const char	*state;
	const char	*reply; /* NULL: any */
} recipients[] = {
	{ "nothing", "SELECT 1;", "sent", NULL },
	{ "disabled", "UPDATE person SET disabled = 1;", "cancelled",
	    "the person is disabled" },
	{ "just that is told who is disabled",
	    "UPDATE person SET disabled = 1;"
	    "UPDATE letter SET event = 'refused';", "sent", NULL },
	{ "a soft address is tried",
	    "UPDATE address SET state = 'soft';", "sent", NULL },
	{ "a hard address is not", "UPDATE address SET state = 'hard';",
	    "cancelled", "mail to the address comes back" },
	{ "the address is gone", "UPDATE address SET identity = 'x@y',"
	    " address = 'x@y' WHERE identity = 'kim@user.example';",
	    "cancelled", "the address is not the person's any more" },
	{ "the address is another's", "UPDATE address SET person_id = 1,"
	    " is_primary = 0 WHERE identity = 'kim@user.example';",
	    "cancelled", "the address is not the person's any more" },
	{ "merged into another, who has the address now",
	    "INSERT INTO person (name, created_at, created_door)"
	    " VALUES ('Kim', 1, 'cli');"
	    "UPDATE address SET person_id = (SELECT max(id) FROM person)"
	    " WHERE identity = 'kim@user.example';"
	    "UPDATE person SET merged_into = (SELECT max(id) FROM person)"
	    " WHERE name = 'Kim Lee';", "sent", NULL },
};

static void
test_sender_recipients(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(recipients); i++) {
		struct site	*site;
		int64_t		 id;

		assert_int_equal(site_setup((void **)&site), 0);
		site_clear(site);
		id = site_put(site, plain_row);
		site_sql(site, recipients[i].sql);
		site_open(site);
		assert_case_int(recipients[i].name, site_step(site, NOW), 1);
		assert_case(recipients[i].name,
		    letter_state_name(site_row(site, id).state),
		    recipients[i].state);
		if (recipients[i].reply != NULL)
			assert_reply(site, id, recipients[i].reply);
		site_teardown((void **)&site);
	}
}

static void
test_sender_retry(void **state)
{
	static const int64_t	first[] = { 1, 5, 15, 60, 60, 60 };
	const struct conf	conf = {
		.retry = { { 60, 300, 900, 3600 }, 4 }, .give_up_hours = 120,
	};
	const struct conf	once = { .retry = { { 60 }, 1 } };
	int64_t			elapsed = 0, attempts = 1;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(first); i++)
		assert_int_equal(sender_retry(&conf, (int64_t)i + 1),
		    first[i] * MINUTES);
	assert_true(sender_retry(&conf, 123) > 0);
	while (sender_retry(&conf, attempts) >= 0)
		elapsed += sender_retry(&conf, attempts++);
	/* The last attempt is made when five days are over. */
	assert_in_range(elapsed, 5 * 24 * 60 * MINUTES,
	    (5 * 24 * 60 + 59) * MINUTES);
	assert_int_equal(sender_retry(&conf, attempts + 1), -1);
	assert_int_equal(sender_retry(&conf, 1000000000), -1);
	/* With no hours the first attempt is the last. */
	assert_int_equal(sender_retry(&once, 1), -1);
}

#define HELLO "> 220 fake\n< EHLO help.test\n> 250 fake\n"
#define MAIL "< MAIL FROM:<support+ba@help.test>\n> 250 ok\n"
#define RCPT "< RCPT TO:<kim@user.example>\n> 250 ok\n"
#define DATA "< DATA\n> 354 go\nbody\n"
#define BYE "< QUIT\n> 221 bye\n"

static void
test_sender_deferred(void **state)
{
	struct site	*site = *state;
	int64_t		 id;

	site_clear(site);
	id = site_put(site, plain_row);
	site_serve(site,
	    HELLO MAIL "< RCPT\n> 451 4.2.2 full\n" BYE "drop\n"
	    HELLO MAIL "< RCPT\n> 451 4.2.2 full\n" BYE "drop\n"
	    HELLO MAIL RCPT DATA "> 250 2.0.0 queued\n" BYE);
	site_open(site);
	assert_int_equal(site_step(site, NOW), 1);
	assert_row(site, id, "queued", 1, 1 * MINUTES);
	assert_reply(site, id, "451 4.2.2 full");
	/* Not before its time. */
	assert_int_equal(site_step(site, NOW + 59), 0);
	assert_int_equal(site_step(site, NOW + 60), 1);
	assert_row(site, id, "queued", 2, 6 * MINUTES);
	assert_int_equal(site_step(site, NOW + 6 * MINUTES), 1);
	assert_row(site, id, "sent", 3, 6 * MINUTES);
	assert_reply(site, id, "250 2.0.0 queued");
	assert_null(last_event(site));
	site_served(site);
}

static void
test_sender_failed(void **state)
{
	struct site	*site = *state;
	struct person	 person;
	struct address	 address;
	struct change	*changes;
	size_t		 count;
	struct outbox_row bounced;
	int64_t		 id, next;

	site_clear(site);
	id = site_put(site, plain_row);
	site_serve(site, HELLO MAIL "< RCPT\n> 550 5.1.1 no such user\n" BYE);
	site_open(site);
	assert_int_equal(site_step(site, NOW), 1);
	assert_row(site, id, "failed", 1, 0);
	assert_string_equal(last_event(site), "letter to kim@user.example"
	    " could not be delivered: 550 5.1.1 no such user");
	assert_int_equal(people_by_identity(site->line.desk.db,
	    SLICE("kim@user.example"), &site->line.arena, &person, &address,
	    &told), 1);
	assert_int_equal(address.state, ADDRESS_HARD);
	line_ok(changes_list(site->line.desk.db, "address", address.id,
	    &site->line.arena, &changes, &count, why));
	assert_int_equal(count, 1);
	assert_case_slice("old", changes[0].old, SLICE("ok"));
	assert_case_slice("new", changes[0].new, SLICE("hard"));

	/* An agent hears of it, and can answer privately. */
	bounced = line_letter(&site->line, "bounced", "anna@help.test");
	assert_int_equal(bounced.return_path.len, 0);
	assert_true(slice_has(bounced.text,
	    SLICE("550 5.1.1 no such user")));
	site_sql(site, "UPDATE letter SET state = 'held'"
	    " WHERE event = 'bounced';");

	/* Nothing more goes there. */
	next = site_put(site, plain_row);
	assert_int_equal(site_step(site, NOW), 1);
	assert_row(site, next, "cancelled", 1, 0);
	site_served(site);
}

/* A refusal of the letter says nothing about the address. */
static void
test_sender_failed_by_policy(void **state)
{
	struct site	*site = *state;
	struct person	 person;
	struct address	 address;
	int64_t		 id;

	site_clear(site);
	id = site_put(site, plain_row);
	site_serve(site, HELLO MAIL RCPT DATA "> 550 5.7.1 looks like spam\n"
	    BYE);
	site_open(site);
	assert_int_equal(site_step(site, NOW), 1);
	assert_row(site, id, "failed", 1, 0);
	assert_non_null(last_event(site));
	assert_int_equal(people_by_identity(site->line.desk.db,
	    SLICE("kim@user.example"), &site->line.arena, &person, &address,
	    &told), 1);
	assert_int_equal(address.state, ADDRESS_OK);
	site_served(site);
}

static void
test_sender_gives_up(void **state)
{
	struct site	*site = *state;
	int64_t		 id;

	site_clear(site);
	id = site_put(site, plain_row);
	site_sql(site, "UPDATE letter SET attempts = 123;");
	site_serve(site, HELLO MAIL "< RCPT\n> 451 4.2.2 full\n" BYE);
	site_open(site);
	assert_int_equal(site_step(site, NOW), 1);
	assert_row(site, id, "failed", 124, 0);
	assert_string_equal(last_event(site), "letter to kim@user.example"
	    " could not be delivered: not accepted in 124 attempts; the last:"
	    " 451 4.2.2 full");
	site_served(site);
}

/* One attempt shows that the server is away; nothing is lost or spent. */
static void
test_sender_server_away(void **state)
{
	struct site	*site = *state;
	int64_t		 ids[3];

	site_clear(site);
	for (int i = 0; i < 3; i++)
		ids[i] = site_put(site, plain_row);
	site_serve(site, "> 421 4.3.2 stopping\ndrop\n"
	    HELLO MAIL RCPT DATA "> 250 ok\n" MAIL RCPT DATA "> 250 ok\n"
	    MAIL RCPT DATA "> 250 ok\n" BYE);
	site_open(site);
	assert_int_equal(site_step(site, NOW), 3);
	assert_row(site, ids[0], "queued", 1, 1 * MINUTES);
	assert_reply(site, ids[0], "421 4.3.2 stopping");
	assert_row(site, ids[1], "queued", 0, 0);
	assert_row(site, ids[2], "queued", 0, 0);
	assert_reply(site, ids[2], "");
	/* It is given time. */
	assert_int_equal(site_step(site, NOW + 14), 0);
	assert_int_equal(site_step(site, NOW + 15), 2);
	assert_row(site, ids[1], "sent", 1, 0);
	assert_row(site, ids[2], "sent", 1, 0);
	assert_int_equal(site_step(site, NOW + 60), 1);
	assert_row(site, ids[0], "sent", 2, 1 * MINUTES);
	site_served(site);
}

/* A clock that is set back does not make us wait for it. */
static void
test_sender_clock_set_back(void **state)
{
	struct site	*site = *state;
	int64_t		 ids[2];

	site_clear(site);
	for (int i = 0; i < 2; i++)
		ids[i] = site_put(site, plain_row);
	site_sql(site, "UPDATE letter SET due_at = due_at - 90000;");
	site_serve(site, "> 421 4.3.2 stopping\ndrop\n"
	    HELLO MAIL RCPT DATA "> 250 ok\n" MAIL RCPT DATA "> 250 ok\n"
	    BYE);
	site_open(site);
	assert_int_equal(site_step(site, NOW), 2);
	/* What is due in a day is due now. */
	assert_int_equal(site_step(site, NOW - 86400), 2);
	assert_int_equal(site_row(site, ids[0]).state, LETTER_STATE_SENT);
	assert_int_equal(site_row(site, ids[1]).state, LETTER_STATE_SENT);
	site_served(site);
}

static void
test_sender_unknown(void **state)
{
	struct site	*site = *state;
	int64_t		 id;
	static char	 first[1 << 16];
	size_t		 first_len;

	site_clear(site);
	id = site_put(site, plain_row);
	site_serve(site, HELLO MAIL RCPT DATA "drop\n");
	site_open(site);
	assert_int_equal(site_step(site, NOW), 1);
	assert_row(site, id, "unknown", 1, 15 * MINUTES);
	assert_null(last_event(site));
	assert_int_equal(site_step(site, NOW + 14 * MINUTES), 0);
	site_served(site);
	first_len = site->server.body_len;
	memcpy(first, site->server.body, first_len);

	/* Once more, the same letter; then it is over. */
	site_serve(site, HELLO MAIL RCPT DATA "drop\n");
	site_open(site);
	assert_int_equal(site_step(site, NOW + 15 * MINUTES), 1);
	assert_row(site, id, "failed", 2, 15 * MINUTES);
	assert_true(strstr(last_event(site), "it may have arrived") != NULL);
	site_served(site);
	assert_int_equal(site->server.body_len, first_len);
	assert_memory_equal(site->server.body, first, first_len);
}

static void
test_sender_unknown_and_sent(void **state)
{
	struct site	*site = *state;
	int64_t		 id;

	site_clear(site);
	id = site_put(site, plain_row);
	site_serve(site, HELLO MAIL RCPT DATA "drop\n"
	    HELLO MAIL RCPT DATA "> 250 ok\n" BYE);
	site_open(site);
	assert_int_equal(site_step(site, NOW), 1);
	assert_int_equal(site_step(site, NOW + 15 * MINUTES), 1);
	assert_row(site, id, "sent", 2, 15 * MINUTES);
	assert_null(last_event(site));
	site_served(site);
}

/* As a sender that dies behind its claim leaves them. */
static void
die_behind_claim(struct site *site, int64_t now)
{
	struct outbox_row	*rows;
	size_t			 count;

	line_ok(outbox_claim(site->line.desk.db, now, 10, &site->line.arena,
	    &rows, &count, why));
	assert_true(count > 0);
}

static void
test_sender_died(void **state)
{
	struct site	*site = *state;
	int64_t		 id;

	site_clear(site);
	id = site_put(site, plain_row);
	die_behind_claim(site, NOW);
	clock_set(NOW + 10);
	site_open(site);
	assert_row(site, id, "unknown", 1, 15 * MINUTES + 10);
	assert_int_equal(site_step(site, NOW + 15 * MINUTES), 0);
	assert_int_equal(site_step(site, NOW + 15 * MINUTES + 10), 1);
	assert_row(site, id, "sent", 2, 15 * MINUTES + 10);
}

static void
test_sender_died_twice(void **state)
{
	struct site	*site = *state;
	int64_t		 id;

	site_clear(site);
	id = site_put(site, plain_row);
	die_behind_claim(site, NOW);
	site_open(site);
	sender_close(site->sender);
	die_behind_claim(site, NOW + 15 * MINUTES);
	clock_set(NOW + 15 * MINUTES);
	site_open(site);
	/* It is not sent a third time. */
	assert_int_equal(site_step(site, NOW + 30 * MINUTES), 1);
	assert_row(site, id, "failed", 3, 30 * MINUTES);
	assert_true(strstr(last_event(site), "nobody saw") != NULL);
	assert_int_equal(case_folder_count(case_path(site->letters,
	    site->line.folder, "letters/new")), 0);
}

static void
test_sender_is_single(void **state)
{
	struct site	*site = *state;
	struct sender	*second;

	site_open(site);
	assert_int_equal(sender_open(&second, &site->conf, &alone, &told), -1);
	assert_int_equal(told.kind, FAIL_RETRY);
	assert_null(second);
}

/* Asked to stop: what is claimed goes back as it was. */
static void
test_sender_stops(void **state)
{
	struct site		*site = *state;
	struct role		 role = ROLE_ALONE;
	int			 fds[2];
	int64_t			 id;

	site_clear(site);
	id = site_put(site, plain_row);
	assert_int_equal(pipe(fds), 0);
	role.stop_fd = fds[0];
	line_ok(sender_open(&site->sender, &site->conf, &role, why));
	close(fds[1]);
	assert_int_equal(site_step(site, NOW), 1);
	assert_row(site, id, "queued", 0, 0);
	sender_close(site->sender);
	site->sender = NULL;
	assert_int_equal(sender_run(&site->conf, &role), ROLE_STOPPED);
	close(fds[0]);
}

/* More than one claim takes. */
static void
test_sender_batches(void **state)
{
	struct site *site = *state;

	site_clear(site);
	for (int i = 0; i < SENDER_BATCH + 5; i++)
		site_put(site, plain_row);
	site_open(site);
	assert_int_equal(site_step(site, NOW), SENDER_BATCH);
	assert_int_equal(site_step(site, NOW), 5);
	assert_int_equal(site_step(site, NOW), 0);
}

static size_t
count_state(struct site *site, enum letter_state state)
{
	int64_t counts[LETTER_STATE_COUNT];

	line_ok(outbox_count(site->line.desk.db, counts, why));
	return (size_t)counts[state];
}

static void
site_reopen(struct site *site)
{
	sender_close(site->sender);
	site_open(site);
}

/* A restart within the second gives no more than there was. */
static void
test_sender_per_second(void **state)
{
	struct site *site = *state;

	site_clear(site);
	for (int i = 0; i < 5; i++)
		site_put(site, plain_row);
	site->conf.per_second = 2;
	clock_set(NOW);
	site_open(site);
	assert_int_equal(site_step(site, NOW), 2);
	assert_int_equal(site_step(site, NOW), 0);
	site_reopen(site);
	assert_int_equal(site_step(site, NOW), 0);
	assert_int_equal(site_step(site, NOW + 1), 2);
	assert_int_equal(site_step(site, NOW + 2), 1);
	assert_int_equal(count_state(site, LETTER_STATE_SENT), 5);
}

static void
test_sender_per_address(void **state)
{
	struct site *site = *state;
	int64_t id = 0;

	site_clear(site);
	for (int i = 0; i < 5; i++)
		id = site_put(site, plain_row);
	site->conf.address_per_hour = 3;
	site_open(site);
	assert_int_equal(site_step(site, NOW), 5);
	assert_int_equal(count_state(site, LETTER_STATE_SENT), 3);
	/* The last one is the second that waits; no attempt is spent. */
	assert_row(site, id, "queued", 0, 2 * 1200 + 1);
	assert_int_equal(site_step(site, NOW + 1), 0);
	site_reopen(site);
	site_step(site, NOW + 2500);
	assert_int_equal(count_state(site, LETTER_STATE_SENT), 3);
	site_step(site, NOW + 3601 + 2400);
	assert_int_equal(count_state(site, LETTER_STATE_SENT), 5);
	assert_row(site, id, "sent", 1, site_row(site, id).due_at - NOW);
}

static void
test_sender_per_domain(void **state)
{
	struct site *site = *state;
	struct outbox_row other = plain_row;

	site_clear(site);
	site_put(site, plain_row);
	site_put(site, plain_row);
	other.address = SLICE("anna@help.test");
	other.person_id = site->line.anna;
	site_put(site, other);
	site->conf.domain_per_minute = 1;
	site_open(site);
	assert_int_equal(site_step(site, NOW), 3);
	assert_int_equal(count_state(site, LETTER_STATE_SENT), 2);
	site_step(site, NOW + 61);
	assert_int_equal(count_state(site, LETTER_STATE_SENT), 3);
}

/* Somebody else writes into the desk, for longer than we want to wait. */
static int other_writer = -1;

static void
interrupt(int number)
{
	(void)number;
}

static void
occupy_desk(void *data)
{
	struct site	*site = data;
	struct sigaction action = { .sa_handler = interrupt };
	struct itimerval often = { { 0, 20000 }, { 0, 20000 } };
	char		 path[PATH_MAX];

	other_writer = file_lock(case_path(path, site->line.folder,
	    "maildesk.db.write"), true, &told);
	/* Waiting for the lock ends with a signal. */
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
}

/*
 * What was sent is not forgotten when its result cannot be written down: the
 * next step writes it, and sends nothing twice.
 */
static void
test_sender_keeps_results(void **state)
{
	struct site		*site = *state;
	const struct itimerval	 never = { { 0, 0 }, { 0, 0 } };
	int64_t			 id;

	site_clear(site);
	id = site_put(site, plain_row);
	site->conf.transport = TRANSPORT_SMTP;
	site->server.hook = occupy_desk;
	site->server.hook_data = site;
	site_serve(site, HELLO MAIL RCPT DATA "hook\n> 250 ok\n" BYE);
	site_open(site);
	assert_int_equal(sender_step(site->sender, NOW, &told), -1);
	assert_int_equal(told.kind, FAIL_RETRY);
	assert_row(site, id, "sending", 1, 0);
	assert_int_equal(setitimer(ITIMER_REAL, &never, NULL), 0);
	close(other_writer);
	assert_int_equal(site_step(site, NOW), 1);
	assert_row(site, id, "sent", 1, 0);
	assert_int_equal(site_step(site, NOW), 0);
	site_served(site);
}

#define test(name) \
	cmocka_unit_test_setup_teardown(name, site_setup, site_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		test(test_sender_maildir),
		test(test_sender_from_the_line),
		test(test_sender_files_go_along),
		cmocka_unit_test(test_sender_recipients),
		cmocka_unit_test(test_sender_retry),
		test(test_sender_deferred),
		test(test_sender_failed),
		test(test_sender_failed_by_policy),
		test(test_sender_gives_up),
		test(test_sender_server_away),
		test(test_sender_clock_set_back),
		test(test_sender_unknown),
		test(test_sender_unknown_and_sent),
		test(test_sender_died),
		test(test_sender_died_twice),
		test(test_sender_is_single),
		test(test_sender_stops),
		test(test_sender_batches),
		test(test_sender_per_second),
		test(test_sender_per_address),
		test(test_sender_per_domain),
		test(test_sender_keeps_results),
	};

	log_set_level(LOG_LEVEL_ERROR);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
