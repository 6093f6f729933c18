/* Reports of delivery: which are believed, and what follows. */
#include "line_case.h"

#include "store/changes.h"

#define ALICE "Alice Example <alice@example.test>"
#define ANNA "Anna Agent <anna@help.test>"

/* A desk on which an agent has answered a user. */
struct site {
	struct line line;
	struct outbox_row news, reply; /* to anna, to alice */
};

static void
site_open(struct site *site)
{
	line_open(&site->line);
	line_mail(&site->line, ALICE, "support@help.test", "Printer on fire",
	    "", "It burns.");
	site->news = line_letter(&site->line, "new-ticket", "anna@help.test");
	line_answer(&site->line, ANNA, &site->news, "Pull the plug.");
	site->reply = line_letter(&site->line, "agent-reply",
	    "alice@example.test");
}

static const char *
state_of(struct site *site, const char *identity)
{
	struct address address;
	struct person person;
	struct fail why = FAIL_INIT;

	assert_int_equal(people_by_identity(site->line.desk.db,
	    slice_of(identity), &site->line.arena, &person, &address, &why), 1);
	return address_state_name(address.state);
}

static size_t
told(struct site *site)
{
	return line_letter_count(&site->line, "bounced", "anna@help.test") +
	    line_letter_count(&site->line, "bounced", "ben@help.test");
}

static struct filing
report(struct site *site, struct slice to, const char *recipient,
    const char *action, const char *status)
{
	struct text text = TEXT_IN(&site->line.arena);
	int64_t id;

	text_add_format(&text, "From: MAILER-DAEMON@mx.test\nTo: <%.*s>\n"
	    "Subject: Undelivered Mail Returned to Sender\n"
	    "Message-ID: <%d@mx.test>\n"
	    "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
	    "Content-Type: multipart/report; report-type=delivery-status;"
	    " boundary=b\n\n--b\nContent-Type: text/plain\n\nSorry.\n"
	    "--b\nContent-Type: message/delivery-status\n\n"
	    "Reporting-MTA: dns; mx.test\n\nFinal-Recipient: rfc822; %s\n"
	    "Action: %s\nStatus: %s\n\n--b--\n", SLICE_ARG(to),
	    ++site->line.mails, recipient, action, status);
	id = line_put(&site->line, "", arena_string(&site->line.arena, to),
	    text_slice(&text));
	line_file(&site->line);
	return line_filing(&site->line, id);
}

enum to { TO_TOKEN, TO_NOBODY, TO_WRONG_MAC, TO_OTHERS, TO_REPLY_TOKEN };

static struct slice
address_of(struct site *site, enum to to)
{
	struct slice address = site->reply.return_path;
	size_t at = slice_rindex(address, '@') - 1;
	char *bytes;

	switch (to) {
	case TO_TOKEN:
		break;
	case TO_NOBODY:
		return SLICE("support@help.test");
	case TO_WRONG_MAC:
		address = arena_copy(&site->line.arena, address);
		bytes = (char *)(uintptr_t)address.data;
		bytes[at] = bytes[at] == 'a' ? 'b' : 'a';
		break;
	case TO_OTHERS:
		return site->news.return_path;
	case TO_REPLY_TOKEN:
		return site->reply.reply_to;
	}
	return address;
}

static const struct {
	const char	*name;
	enum to		 to;
	const char	*recipient, *action, *status;
	const char	*state;
	bool		 told;
	int		 days; /* until it comes */
} reports[] = {
	{ "the letter's token, no such user: hard", TO_TOKEN,
	    "alice@example.test", "failed", "5.1.1", "hard", true, 0 },
	{ "the address in another case is the same", TO_TOKEN,
	    "Alice@Example.TEST", "failed", "5.1.1", "hard", true, 0 },
	{ "a full mailbox: soft", TO_TOKEN, "alice@example.test", "failed",
	    "5.2.2", "soft", true, 0 },
	{ "given up after days of trying: soft", TO_TOKEN,
	    "alice@example.test", "failed", "4.4.1", "soft", true, 0 },
	{ "taken for spam: the address is good, an agent hears", TO_TOKEN,
	    "alice@example.test", "failed", "5.7.1", "ok", true, 0 },
	{ "later: nothing is lost yet", TO_TOKEN, "alice@example.test",
	    "delayed", "4.2.2", "ok", false, 0 },
	{ "no token: nothing", TO_NOBODY, "alice@example.test", "failed",
	    "5.1.1", "ok", false, 0 },
	{ "a token that is not ours: nothing", TO_WRONG_MAC,
	    "alice@example.test", "failed", "5.1.1", "ok", false, 0 },
	{ "somebody else's token: nothing", TO_OTHERS, "alice@example.test",
	    "failed", "5.1.1", "ok", false, 0 },
	{ "the token of another purpose: nothing", TO_REPLY_TOKEN,
	    "alice@example.test", "failed", "5.1.1", "ok", false, 0 },
	{ "a token for another recipient: nothing", TO_TOKEN,
	    "anna@help.test", "failed", "5.1.1", "ok", false, 0 },
	{ "a token that has expired: nothing", TO_TOKEN,
	    "alice@example.test", "failed", "5.1.1", "ok", false, 400 },
};

static void
test_bounce_reports(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(reports); i++) {
		struct site site;

		site_open(&site);
		clock_set(LINE_START + reports[i].days * 86400);
		report(&site, address_of(&site, reports[i].to),
		    reports[i].recipient, reports[i].action,
		    reports[i].status);
		assert_case(reports[i].name,
		    state_of(&site, "alice@example.test"), reports[i].state);
		assert_case(reports[i].name,
		    state_of(&site, "anna@help.test"), "ok");
		assert_case_int(reports[i].name, told(&site) > 0,
		    reports[i].told);
		line_close(&site.line);
	}
}

/* The same news from several servers is told once. */
static void
test_bounce_is_told_once(void **state)
{
	const struct people_filter servers = {
		.word = SLICE_INIT("mailer-daemon"), .max = 9 };
	struct site site;
	size_t once, count;
	int64_t *people;

	(void)state;
	site_open(&site);
	report(&site, site.reply.return_path, "alice@example.test", "failed",
	    "4.2.2");
	once = told(&site);
	assert_true(once > 0);
	assert_int_equal(report(&site, site.reply.return_path,
	    "alice@example.test", "failed", "5.1.1").state, FILING_FILED);
	assert_int_equal(told(&site), once);
	line_ok(people_search(site.line.desk.db, &servers, &site.line.arena,
	    &people, &count, why));
	assert_case_int("a mail server is no user", (int)count, 0);
	assert_case("the first counts", state_of(&site, "alice@example.test"),
	    "soft");
	line_close(&site.line);
}

static void
test_bounce_recovers_by_mail(void **state)
{
	struct site site;
	struct address address;
	struct person person;
	struct change *changes;
	struct filing filing;
	size_t count, acknowledged;
	struct fail told_why = FAIL_INIT;

	(void)state;
	site_open(&site);
	report(&site, site.reply.return_path, "alice@example.test", "failed",
	    "5.1.1");
	assert_case("before", state_of(&site, "alice@example.test"), "hard");
	acknowledged = line_letter_count(&site.line, "acknowledge",
	    "alice@example.test");
	filing = line_filing(&site.line, line_mail(&site.line, ALICE,
	    "support@help.test", "Another matter", "", "I am back."));
	assert_int_equal(filing.state, FILING_FILED);
	assert_case("behind it", state_of(&site, "alice@example.test"), "ok");
	/* Anybody can write in her name: that shall not make us write. */
	assert_int_equal(line_letter_count(&site.line, "acknowledge",
	    "alice@example.test"), acknowledged);

	assert_int_equal(people_by_identity(site.line.desk.db,
	    SLICE("alice@example.test"), &site.line.arena, &person, &address,
	    &told_why), 1);
	line_ok(changes_list(site.line.desk.db, "address", address.id,
	    &site.line.arena, &changes, &count, why));
	assert_int_equal(count, 2);
	assert_case_slice("worse", changes[0].new, SLICE("hard"));
	assert_case_slice("better", changes[1].new, SLICE("ok"));
	assert_int_not_equal(changes[1].archive_id, 0);
	line_close(&site.line);
}

/* A machine's answer does not show that anybody reads there. */
static void
test_bounce_stays_for_machines(void **state)
{
	struct site site;

	(void)state;
	site_open(&site);
	report(&site, site.reply.return_path, "alice@example.test", "failed",
	    "5.1.1");
	line_mail(&site.line, ALICE, "support@help.test", "Nightly",
	    "Auto-Submitted: auto-generated\n", "All is well.");
	assert_case("still", state_of(&site, "alice@example.test"), "hard");
	line_close(&site.line);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bounce_reports),
		cmocka_unit_test(test_bounce_is_told_once),
		cmocka_unit_test(test_bounce_recovers_by_mail),
		cmocka_unit_test(test_bounce_stays_for_machines),
	};

	log_open("test", LOG_LEVEL_ERROR, STDERR_FILENO);
	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
