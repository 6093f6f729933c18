/* Tickets that agents open for somebody else, from end to end. */
#include "line_case.h"

#define ANNA "Anna Agent <anna@help.test>"
#define BEN "Ben Berg <ben@help.test>"
#define FORWARDED "Please see to it.\n\n" \
	"---------- Forwarded message ---------\n" \
	"From: Kim Lee <kim@example.test>\nDate: Tue, 24 Nov 2026\n" \
	"Subject: No paper\nTo: <anna@help.test>\n\nThe printer is empty.\n"
#define ATTACHED "--b\nContent-Type: text/plain\n\nPlease see to it.\n--b\n" \
	"Content-Type: message/rfc822\n\n" \
	"From: Kim Lee <kim@example.test>\nSubject: No paper\n" \
	"Message-ID: <k@example.test>\n\nThe printer is empty.\n--b--\n"

static struct line line;

static void
give_login(int64_t person_id, const char *login)
{
	struct person person;

	line_ok(people_get(line.desk.db, person_id, &line.arena, &person, why));
	person.sasl_login = slice_of(login);
	line_ok(db_begin(line.desk.db, why));
	line_ok(people_save(line.desk.db, &person, why));
	line_ok(db_commit(line.desk.db, why));
}

static int
setup(void **state)
{
	(void)state;
	line_open(&line);
	give_login(line.anna, "anna");
	give_login(line.ben, "ben");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	line_close(&line);
	return 0;
}

static bool
has(struct slice s, const char *needle)
{
	return slice_has(s, slice_of(needle));
}

/* A new mail whose sender had logged in; "" had not. */
static struct filing
submit(const char *login, const char *from, const char *to,
    const char *subject, const char *type, const char *body)
{
	struct slice recipients[1] = { slice_of(to) };
	struct slice originals[1] = { SLICE_EMPTY };
	struct envelope envelope = { .door = DOOR_PIPE, .at = clock_now(),
		.sender = SLICE("x@help.test"), .recipients = recipients,
		.originals = originals, .recipient_count = 1,
		.sasl_username = slice_of(login) };
	struct slice raw = arena_format(&line.arena, "From: %s\nTo: <%s>\n"
	    "Subject: %s\nMessage-ID: <s%d@help.test>\nMIME-Version: 1.0\n"
	    "Content-Type: %s\n\n%s", from, to, subject, line.mails++, type,
	    body);
	int64_t id = 0;

	line_ok(db_begin(archive_db(line.archive), why));
	line_ok(archive_put(line.archive, &envelope, raw, -1, 0, &id, why));
	line_ok(db_commit(archive_db(line.archive), why));
	line_file(&line);
	return line_filing(&line, id);
}

static struct filing
submit_text(const char *login, const char *subject, const char *body)
{
	return submit(login, ANNA, "support@help.test", subject, "text/plain",
	    body);
}

static int64_t
person_of(const char *identity)
{
	struct person person = { 0 };
	struct address address;

	line_ok(people_by_identity(line.desk.db, slice_of(identity),
	    &line.arena, &person, &address, why));
	return person.id;
}

static void
assert_for_kim(const char *name, int64_t ticket_id)
{
	struct ticket ticket = line_ticket(&line, ticket_id);
	struct outbox_row receipt = line_letter(&line, "behalf",
	    "anna@help.test");
	struct person kim = { 0 };

	assert_case_int(name, ticket.user_id, person_of("kim@example.test"));
	assert_int_not_equal(ticket.user_id, 0);
	line_ok(people_get(line.desk.db, ticket.user_id, &line.arena, &kim,
	    why));
	assert_case_int(name, ticket.assignee_id, line.anna);
	assert_case_int(name, ticket.status, TICKET_OPEN);
	assert_case_int(name, receipt.ticket_id, ticket_id);
	assert_case_true(name, has(receipt.text, "kim@example.test"));
	assert_case_int("nothing goes to the user", line_letter_count(&line,
	    "agent-reply", "kim@example.test") + line_letter_count(&line,
	    "acknowledge", "kim@example.test"), 0);
}

static void
test_behalf_by_command(void **state)
{
	struct filing filing = submit_text("anna", "Paper",
	    "#for kim@example.test\n#priority high\n\nKim called: no paper.");
	struct outbox_row receipt;

	(void)state;
	assert_for_kim("for an address", filing.ticket_id);
	assert_int_equal(line_ticket(&line, filing.ticket_id).priority,
	    PRIORITY_HIGH);
	assert_case("what the agent says is a note", line_story(&line,
	    filing.ticket_id), "event note");
	receipt = line_letter(&line, "behalf", "anna@help.test");
	line_answer(&line, ANNA, &receipt, "Dear Kim, paper is on its way.");
	assert_case_int("an answer to the receipt goes to the user",
	    line_letter_count(&line, "agent-reply", "kim@example.test"), 1);
}

static void
test_behalf_by_forward(void **state)
{
	struct filing filing = submit_text("anna", "Fwd: No paper", FORWARDED);
	struct ticket ticket = line_ticket(&line, filing.ticket_id);
	struct person kim;
	struct entry *entries;
	size_t count;

	(void)state;
	assert_for_kim("forwarded in the text", filing.ticket_id);
	assert_case_slice("its subject", ticket.subject, SLICE("No paper"));
	line_ok(people_get(line.desk.db, ticket.user_id, &line.arena, &kim,
	    why));
	assert_case_slice("the name it shows", kim.name, SLICE("Kim Lee"));
	entries = line_entries(&line, filing.ticket_id, &count);
	assert_case_true("what was forwarded is kept",
	    has(entries[count - 1].new_text, "The printer is empty."));
	assert_true(entries[count - 1].is_private);
}

static void
test_behalf_by_attached_mail(void **state)
{
	struct filing filing = submit("anna", ANNA, "support@help.test",
	    "Fwd: No paper", "multipart/mixed; boundary=b", ATTACHED);

	(void)state;
	assert_for_kim("forwarded as an attachment", filing.ticket_id);
	assert_case_slice("its subject",
	    line_ticket(&line, filing.ticket_id).subject, SLICE("No paper"));
}

static void
test_behalf_command_beats_forward(void **state)
{
	struct filing filing = submit_text("anna", "Fwd: No paper",
	    "#for lee@example.test\n\n" FORWARDED);

	(void)state;
	assert_case_int("what the agent says counts before what is forwarded",
	    line_ticket(&line, filing.ticket_id).user_id,
	    person_of("lee@example.test"));
	assert_case_int("nobody else is recorded",
	    person_of("kim@example.test"), 0);
}

static void
test_behalf_with_reply(void **state)
{
	struct filing filing = submit_text("anna", "Paper",
	    "#for kim@example.test\n#reply\n\nDear Kim, paper comes.");
	struct outbox_row letter = line_letter(&line, "agent-reply",
	    "kim@example.test");

	(void)state;
	assert_int_not_equal(letter.id, 0);
	assert_case_int("it waits as every reply", letter.due_at,
	    clock_now() + 30);
	assert_true(has(letter.text, "paper comes"));
	assert_case_int("the agent hears of it before", line_letter(&line,
	    "behalf", "anna@help.test").due_at, clock_now());
	assert_int_equal(line_ticket(&line, filing.ticket_id).status,
	    TICKET_PENDING);
}

/* A mail in an agent's name is held until the agent says yes. */
static void
check_held(const char *name, const char *subject, const char *body)
{
	struct filing filing = submit_text("", subject, body);
	struct outbox_row confirm = line_letter(&line, "confirm",
	    "anna@help.test");

	assert_case_int(name, person_of("kim@example.test"), 0);
	assert_case_int(name, line_ticket(&line, filing.ticket_id).user_id,
	    line.anna);
	assert_case_int(name, confirm.ticket_id, filing.ticket_id);
	assert_case_true(name, has(confirm.text, "kim@example.test"));
	assert_case_int("no receipt yet", line_letter_count(&line, "behalf",
	    "anna@help.test"), 0);
	line_answer(&line, BEN, &confirm, "yes");
	assert_case_int("nobody else can say it",
	    person_of("kim@example.test"), 0);
	line_answer(&line, ANNA, &confirm, "yes");
	assert_for_kim(name, filing.ticket_id);
}

static void
test_behalf_unproven_command_is_held(void **state)
{
	(void)state;
	check_held("a command", "Paper",
	    "#for kim@example.test\n\nKim called: no paper.");
}

static void
test_behalf_unproven_forward_is_held(void **state)
{
	(void)state;
	check_held("a forwarded mail", "Fwd: No paper", FORWARDED);
	assert_case_slice("its subject", line_ticket(&line, 1).subject,
	    SLICE("No paper"));
}

/* Anna's control address, as an answer of the desk names it. */
static const char *
control_address(void)
{
	struct outbox_row letter;
	struct slice address;

	submit("", "Lee <lee@example.test>", "support@help.test", "Hello",
	    "text/plain", "Hello.");
	letter = line_letter(&line, "new-ticket", "anna@help.test");
	line_answer(&line, ANNA, &letter, "#help");
	letter = line_letter(&line, "answer", "anna@help.test");
	address = slice_from(letter.text,
	    slice_search(letter.text, SLICE("support+c")));
	assert_int_not_equal(address.len, 0);
	return arena_string(&line.arena, slice_head(address,
	    slice_search(address, SLICE("help.test")) + 9));
}

static void
test_behalf_at_the_control_address(void **state)
{
	const char *control = control_address();
	const char *authentic = "Received: by mx.help.test; x\n"
	    "Authentication-Results: mx.help.test; dkim=pass"
	    " header.d=help.test\n";
	int64_t id;

	(void)state;
	line.conf.authserv_ids = "mx.help.test";
	id = line_mail(&line, ANNA, control, "Fwd: No paper", authentic,
	    FORWARDED);
	assert_int_not_equal(line_filing(&line, id).ticket_id, 1);
	assert_for_kim("a token and authentication", line_filing(&line,
	    id).ticket_id);
	id = line_mail(&line, ANNA, control, "Paper", authentic,
	    "#for kim@example.test\n\nKim called.");
	assert_for_kim("a command", line_filing(&line, id).ticket_id);
	id = line_mail(&line, ANNA, control, "Fwd: x", authentic,
	    "#on 1\n#solved\n\n" FORWARDED);
	assert_case_int("#on is about tickets that are there",
	    line_filing(&line, id).ticket_id, 1);
	assert_int_equal(line_ticket(&line, 1).status, TICKET_SOLVED);
}

static void
test_behalf_by_a_token_alone_is_held(void **state)
{
	const char *control = control_address();
	int64_t id = line_mail(&line, ANNA, control, "Fwd: No paper", "",
	    FORWARDED);
	struct outbox_row held = line_letter(&line, "held", "anna@help.test");
	int64_t ticket_id = line_filing(&line, id).ticket_id;

	(void)state;
	assert_int_not_equal(ticket_id, 1);
	assert_int_equal(held.ticket_id, ticket_id);
	assert_true(has(held.text, "stronger proof"));
	assert_int_equal(person_of("kim@example.test"), 0);
	line_answer(&line, ANNA, &held, "#apply");
	assert_for_kim("after a confirmation", ticket_id);
}

static void
test_behalf_refused(void **state)
{
	static const struct {
		const char *name, *body, *receipt;
	} cases[] = {
		{ "no address", "#for kim at example\n\nx", "no such agent" },
		{ "nobody", "#for none\n\nx", "write #for" },
		{ "the desk itself", "#for sales@help.test\n\nx",
		    "address of the desk itself" },
		{ "two of them", "#for a@example.test\n#for b@example.test\n\nx",
		    "contradicts" },
		{ "a forwarded mail without an address",
		    "---------- Forwarded message ---------\nFrom: Kim Lee\n"
		    "Date: Tue, 24 Nov 2026\nSubject: No paper\n"
		    "To: anna\n\nEmpty.\n", "does not show" },
	};
	struct filing filing;
	struct outbox_row held;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		filing = submit_text("anna", "Fwd: Paper", cases[i].body);
		held = line_letter(&line, "held", "anna@help.test");
		assert_case_int(cases[i].name, held.ticket_id,
		    filing.ticket_id);
		assert_case_true(cases[i].name, has(held.text,
		    cases[i].receipt));
		assert_case_int(cases[i].name, line_ticket(&line,
		    filing.ticket_id).user_id, line.anna);
	}
}

static void
test_behalf_needs_the_department(void **state)
{
	struct filing filing = submit("ben", BEN, "sales@help.test", "Paper",
	    "text/plain", "#for kim@example.test\n\nKim called.");
	struct outbox_row held = line_letter(&line, "held", "ben@help.test");

	(void)state;
	assert_int_equal(held.ticket_id, filing.ticket_id);
	assert_true(has(held.text, "of this department"));
	assert_int_equal(person_of("kim@example.test"), 0);
}

static void
test_behalf_is_no_command_for_tickets(void **state)
{
	struct filing filing = submit("", "Kim Lee <kim@example.test>",
	    "support@help.test", "No paper", "text/plain", "Empty.");
	struct outbox_row news = line_letter(&line, "new-ticket",
	    "anna@help.test");
	struct outbox_row held;

	(void)state;
	line_answer(&line, ANNA, &news, "#for lee@example.test\n\nHello");
	held = line_letter(&line, "held", "anna@help.test");
	assert_int_not_equal(held.id, 0);
	assert_true(has(held.text, "#requester"));
	assert_case_int("it stays whose it is",
	    line_ticket(&line, filing.ticket_id).user_id,
	    person_of("kim@example.test"));
}

static void
test_behalf_only_for_agents(void **state)
{
	struct filing filing = submit("kim", "Kim Lee <kim@example.test>",
	    "support@help.test", "Paper", "text/plain",
	    "#for lee@example.test\n\nHello");

	(void)state;
	assert_case_int("a user's words are text",
	    line_ticket(&line, filing.ticket_id).user_id,
	    person_of("kim@example.test"));
	assert_int_equal(person_of("lee@example.test"), 0);
	filing = submit("kim", "Kim Lee <kim@example.test>",
	    "support@help.test", "Fwd: No paper", "text/plain",
	    "---------- Forwarded message ---------\n"
	    "From: Lee <lee@example.test>\nDate: Tue, 24 Nov 2026\n"
	    "Subject: No paper\nTo: kim\n\nEmpty.\n");
	assert_case_int("so is what a user forwards",
	    line_ticket(&line, filing.ticket_id).user_id,
	    person_of("kim@example.test"));
}

#define BEHALF_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		BEHALF_TEST(test_behalf_by_command),
		BEHALF_TEST(test_behalf_by_forward),
		BEHALF_TEST(test_behalf_by_attached_mail),
		BEHALF_TEST(test_behalf_command_beats_forward),
		BEHALF_TEST(test_behalf_with_reply),
		BEHALF_TEST(test_behalf_unproven_command_is_held),
		BEHALF_TEST(test_behalf_unproven_forward_is_held),
		BEHALF_TEST(test_behalf_at_the_control_address),
		BEHALF_TEST(test_behalf_by_a_token_alone_is_held),
		BEHALF_TEST(test_behalf_refused),
		BEHALF_TEST(test_behalf_needs_the_department),
		BEHALF_TEST(test_behalf_is_no_command_for_tickets),
		BEHALF_TEST(test_behalf_only_for_agents),
	};

	log_open("test", LOG_LEVEL_ERROR, STDERR_FILENO);
	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
