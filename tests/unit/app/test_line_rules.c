/* Rules on a whole desk: what fires, what it does, and what stops it. */
#include "line_case.h"

#include "app/act.h"
#include "app/due.h"
#include "app/rules.h"
#include "base/file.h"
#include "base/zone.h"
#include "store/changes.h"
#include "store/rules.h"

#define KIM "Kim <kim@acme.example>"
#define ANNA "Anna Agent <anna@help.test>"

static struct line line;
static char rules_path[PATH_MAX], secret_path[PATH_MAX];

static int
setup(void **state)
{
	(void)state;
	line_open(&line);
	case_path(rules_path, line.folder, "rules");
	case_path(secret_path, line.folder, "secret");
	line.conf.rules_path = rules_path;
	line.conf.webhook_secret_file = secret_path;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	line_close(&line);
	return 0;
}

/* The gateway starts again with these. */
static void
use_rules(const char *text)
{
	gateway_close(line.gateway);
	line_ok(file_replace(rules_path, slice_of(text), 0600, why));
	line_ok(gateway_open(&line.gateway, &line.conf, why));
	line_ok(rules_open(&line.desk, why));
}

static int
tick(void)
{
	int got;

	line_ok(db_begin(line.desk.db, why));
	line_ok(got = due_run(&line.desk, clock_now(), why));
	line_ok(db_commit(line.desk.db, why));
	return got;
}

/* Until nothing is left to do now; so often at most. */
static void
tick_all(void)
{
	for (int i = 0; i < 50; i++)
		if (tick() == 0)
			return;
	fail_msg("the clock never comes to rest");
}

static int64_t
firings(int64_t ticket_id, const char *rule)
{
	int64_t count = 0;

	line_ok(rule_firings_since(line.desk.db, ticket_id, slice_of(rule), 0,
	    &count, why));
	return count;
}

static int64_t
mail(const char *from, const char *subject, const char *body)
{
	return line_mail(&line, from, "support@help.test", subject, "", body);
}

static bool
has(struct slice text, const char *piece)
{
	return slice_has(text, slice_of(piece));
}

static bool
has_label(int64_t ticket_id, const char *label)
{
	struct item_change *items;
	size_t count;

	line_ok(ticket_items_list(line.desk.db, ticket_id, ITEM_LABEL,
	    &line.arena, &items, &count, why));
	for (size_t i = 0; i < count; i++)
		if (slice_eq(items[i].name, slice_of(label)))
			return true;
	return false;
}

/* An agent's doing, as the command line has it done. */
static void
act_as_anna(int64_t ticket_id, const char *word, const char *value)
{
	struct text record = TEXT_IN(&line.arena);
	struct rulebook *book = line.desk.rules;
	struct command command;
	struct outcome outcome;
	struct action action = { .kind = ACTION_AGENT, .door = DOOR_CLI,
		.at = clock_now(), .proof = PROOF_T3, .ticket_id = ticket_id,
		.commands = &command, .command_count = 1 };

	command_make(slice_of(word), slice_of(value), &line.arena, &command);
	if (command.verb->argument == ARGUMENT_MESSAGE) {
		action.has_entry = true;
		action.entry = (struct entry){ .kind = ENTRY_NOTE,
			.is_private = true, .person_id = line.anna,
			.at = clock_now(), .door = DOOR_CLI,
			.text = slice_of(value), .new_text = slice_of(value) };
	}
	line_ok(people_get(line.desk.db, line.anna, &line.arena,
	    &action.actor, why));
	line.desk.rules = NULL; /* it has none */
	line_ok(db_begin(line.desk.db, why));
	line_ok(act(&line.desk, &action, NULL, &line.arena, &record, &outcome,
	    why));
	line_ok(db_commit(line.desk.db, why));
	line.desk.rules = book;
	if (outcome.held)
		fail_msg("%.*s", SLICE_ARG(outcome.receipt));
}

/* --- what a mail makes fire ------------------------------------------------------- */

static void
test_rules_created(void **state)
{
	struct ticket ticket;
	struct change *changes;
	size_t count;
	bool logged = false;
	int64_t id;

	(void)state;
	use_rules("rule acme\non created\nif sender @acme.example\n"
	    "do priority urgent\ndo label vip\ndo assign ben\n"
	    "do note Look at the contract first.\ndo notify anna\n"
	    "rule others\non created\nif not sender @acme.example\n"
	    "do priority low\n");
	id = mail(KIM, "printer", "It burns.");
	ticket = line_ticket(&line, 1);
	assert_case_int("priority", ticket.priority, PRIORITY_URGENT);
	assert_case_int("assignee", ticket.assignee_id, line.ben);
	assert_case_true("label", has_label(1, "vip"));
	assert_case_int("once", firings(1, "acme"), 1);
	assert_case_int("the other not", firings(1, "others"), 0);
	assert_case("its note is private", line_story(&line, 1),
	    "message event note");
	assert_case_true("the record says so",
	    has(line_filing(&line, id).record, "rule\tacme\ton created: done"));
	assert_case_true("the agent hears of it", line_letter_count(&line,
	    "reminder", "anna@help.test") == 1);
	assert_case_true("and why", has(line_letter(&line, "reminder",
	    "anna@help.test").text, "acme, wants you to look"));
	assert_case_int("who was given it, too", (int64_t)line_letter_count(
	    &line, "assigned", "ben@help.test"), 1);
	line_ok(changes_of_ticket(line.desk.db, 1, &line.arena, &changes,
	    &count, why));
	for (size_t i = 0; i < count; i++)
		logged = logged || (changes[i].door == DOOR_RULE &&
		    slice_eq(changes[i].field, SLICE("rule")) &&
		    slice_eq(changes[i].new, SLICE("acme")));
	assert_case_true("the log of changes has it", logged);
	mail("Zoe <zoe@x.test>", "mouse", "It is dead.");
	assert_case_int("the other rule", line_ticket(&line, 2).priority,
	    PRIORITY_LOW);
}

static void
test_rules_see_what_earlier_ones_did(void **state)
{
	(void)state;
	use_rules("rule late\non created\nif label first\ndo label never\n"
	    "rule one\non created\ndo label first\n"
	    "rule two\non created\nif label first\ndo priority high\n");
	mail(KIM, "printer", "It burns.");
	assert_case_int("the next one sees it", line_ticket(&line, 1).priority,
	    PRIORITY_HIGH);
	assert_case_true("an earlier one does not", !has_label(1, "never"));
}

static void
test_rules_reply_and_agents(void **state)
{
	struct outbox_row news;

	(void)state;
	use_rules("rule user\non replied\nif by user\ndo label user-wrote\n"
	    "rule agent\non replied\nif by agent\ndo label agent-wrote\n"
	    "rule status\non status\nif status pending\ndo label waits\n"
	    "rule given\non assigned\nif assignee ben\ndo label bens\n");
	mail(KIM, "printer", "It burns.");
	news = line_letter(&line, "new-ticket", "anna@help.test");
	clock_set(LINE_START + 600);
	line_answer(&line, ANNA, &news, "#assign ben\n\nWe look at it.");
	assert_case_true("an agent's answer", has_label(1, "agent-wrote"));
	assert_case_true("a status", has_label(1, "waits"));
	assert_case_true("an assignee", has_label(1, "bens"));
	assert_case_true("not the user yet", !has_label(1, "user-wrote"));
	clock_set(LINE_START + 1200);
	news = line_letter(&line, "agent-reply", "kim@acme.example");
	line_answer(&line, KIM, &news, "Thanks.");
	assert_case_true("the user's answer", has_label(1, "user-wrote"));
}

static void
test_rules_flagged(void **state)
{
	(void)state;
	use_rules("rule f\non flagged\nif flag reused-message-id\n"
	    "do label suspect\n");
	line_mail(&line, KIM, "support@help.test", "one",
	    "Message-ID: <same@x.test>\n", "One.");
	assert_case_true("not the first", !has_label(1, "suspect"));
	line_mail(&line, KIM, "support@help.test", "two",
	    "Message-ID: <same@x.test>\n", "Two.");
	assert_case_true("the second", has_label(1, "suspect"));
}

/* What no rule may see, or do without being asked. */
static void
test_rules_keep_out_of(void **state)
{
	struct outbox_row letter;

	(void)state;
	use_rules("rule all\non created, replied, status, assigned, flagged\n"
	    "do label seen\nrule spam\non status\nif status spam\n"
	    "do label junk\n");
	line_mail(&line, KIM, "support@help.test", "Automatic reply: x",
	    "Auto-Submitted: auto-replied\n", "I am away.");
	assert_case_int("quarantine", (int64_t)line_ticket(&line, 1).id, 0);
	mail(KIM, "printer", "It burns.");
	assert_case_int("a ticket", firings(1, "all"), 1);
	letter = line_letter(&line, "acknowledge", "kim@acme.example");
	line_answer(&line, "Mallory <m@evil.test>", &letter, "Let me in.");
	assert_case_int("a stranger with a token", firings(1, "all"), 1);
	mail(ANNA, "[#1] printer", "#status solved");
	assert_case_int("an agent without proof", firings(1, "all"), 1);
	act_as_anna(1, "spam", "");
	tick_all();
	assert_case_int("spam", firings(1, "all"), 1);
	assert_case_true("but for who asks", has_label(1, "junk"));
}

/* --- bounds ------------------------------------------------------------------------ */

static void
test_rules_do_not_go_round(void **state)
{
	(void)state;
	use_rules("rule ping\non created, status\nif status open\n"
	    "do pending\nrule pong\non status\nif status pending\ndo open\n");
	mail(KIM, "printer", "It burns.");
	assert_case_int("each once: ping", firings(1, "ping"), 1);
	assert_case_int("each once: pong", firings(1, "pong"), 1);
	assert_case_int("and it rests", line_ticket(&line, 1).status,
	    TICKET_OPEN);
}

static void
test_rules_depth(void **state)
{
	struct text text = TEXT_IN(&line.arena);
	static const char *const words[] = { "pending", "hold", "open",
		"pending", "hold", "open", "pending", "hold" };
	int64_t id;

	(void)state;
	for (int i = 0; i < 8; i++)
		text_add_format(&text, "rule r%d\non %s\ndo label l%d\n"
		    "do %s\n", i, i == 0 ? "created" : "status", i, words[i]);
	use_rules(text_string(&text));
	id = mail(KIM, "printer", "It burns.");
	assert_case_true("one within the other five times",
	    has(line_filing(&line, id).record, "rule\tdepth\tno further"));
	for (int i = 0; i < 8; i++)
		assert_case_true("each once at most", firings(1, arena_format(
		    &line.arena, "r%d", i).data) <= 1);
}

static void
test_rules_storm(void **state)
{
	(void)state;
	line.conf.same_body_times = 1000;
	use_rules("rule a\non created, replied\ndo label a\n");
	mail(KIM, "printer", "It burns.");
	for (int i = 0; i < 40; i++)
		line_mail(&line, KIM, "support@help.test", "Re: [#1] printer",
		    "", arena_format(&line.arena, "Number %d.", i).data);
	assert_case_int("so many in an hour", firings(1, "a"), RULE_HOURLY);
	clock_set(LINE_START + 3700);
	line_mail(&line, KIM, "support@help.test", "Re: [#1] printer", "",
	    "Another hour.");
	assert_case_int("then again", firings(1, "a"), RULE_HOURLY + 1);
}

/* A name that is not there any more: nothing of the rule is done. */
static void
test_rules_all_or_nothing(void **state)
{
	int64_t id;

	(void)state;
	use_rules("rule a\non created\ndo priority urgent\ndo assign nobody\n"
	    "rule b\non created\ndo notify nobody\ndo label b\n");
	id = mail(KIM, "printer", "It burns.");
	assert_case_int("not even the first line",
	    line_ticket(&line, 1).priority, PRIORITY_NORMAL);
	assert_case_true("nor what stands behind", !has_label(1, "b"));
	assert_case_true("the record says why", has(line_filing(&line,
	    id).record, "there is no such agent"));
	assert_case("the ticket shows nothing of it", line_story(&line, 1),
	    "message");
}

/* --- the file ---------------------------------------------------------------------- */

static void
test_rules_bad_file_keeps_the_old(void **state)
{
	struct slice trouble;

	(void)state;
	use_rules("rule a\non created\ndo label a\n");
	use_rules("rule a\non created\ndo fly\n");
	line_ok(rules_trouble(&line.desk, &line.arena, &trouble, why));
	assert_case_true("an alarm", has(trouble, "rules:3: do fly"));
	mail(KIM, "printer", "It burns.");
	assert_case_true("the old ones go on", has_label(1, "a"));
	use_rules("rule a\non created\ndo label b\n");
	line_ok(rules_trouble(&line.desk, &line.arena, &trouble, why));
	assert_case_int("it is over", (int64_t)trouble.len, 0);
	mail(KIM, "mouse", "It is dead.");
	assert_case_true("the new ones", has_label(2, "b"));
	assert_int_equal(unlink(rules_path), 0);
	gateway_close(line.gateway);
	line_ok(gateway_open(&line.gateway, &line.conf, why));
	line_ok(rules_trouble(&line.desk, &line.arena, &trouble, why));
	assert_case_true("a file that is gone, too", trouble.len > 0);
}

static void
test_rules_webhook(void **state)
{
	static const char text[] = "rule a\non created\n"
	    "do webhook https://x.test/hook\n";
	struct outbox_row row;
	struct slice trouble;

	(void)state;
	line.conf.webhook_secret_file = "";
	use_rules(text);
	line_ok(rules_trouble(&line.desk, &line.arena, &trouble, why));
	assert_case_true("not without a secret",
	    has(trouble, "rules:3: a webhook is signed"));
	line.conf.webhook_secret_file = secret_path;
	use_rules(text);
	mail(KIM, "printer \"x\"\\", "It burns.");
	row = line_letter(&line, "webhook", "https://x.test/hook");
	assert_case_true("a row of the outbox", row.id != 0);
	assert_case_true("what happened", has(row.text, "\"event\": \"created\"")
	    || has(row.text, "\"event\":\"created\""));
	assert_case_true("the ticket", has(row.text, "kim@acme.example"));
	assert_case_true("no words of the mail", !has(row.text, "It burns"));
}

/* --- the command line leaves it to the gateway -------------------------------------- */

static void
test_rules_by_the_command_line(void **state)
{
	(void)state;
	use_rules("rule a\non status\nif by agent\nif status solved\n"
	    "do label done\nrule b\non replied\nif body \"secret word\"\n"
	    "do label b\n");
	mail(KIM, "printer", "It burns.");
	act_as_anna(1, "solved", "");
	assert_case_true("not at once", !has_label(1, "done"));
	tick_all();
	assert_case_true("soon", has_label(1, "done"));
	act_as_anna(1, "reply", "the SECRET word");
	tick_all();
	assert_case_true("what was said, too", has_label(1, "b"));
}

/* --- time ------------------------------------------------------------------------------ */

static void
test_rules_idle(void **state)
{
	struct outbox_row letter;

	(void)state;
	use_rules("rule remind\non idle 4h\ndo notify managers\n"
	    "rule urge\non idle 8h\ndo priority high\n"
	    "rule close\non idle 2d\nif status solved\ndo closed\n");
	mail(KIM, "printer", "It burns.");
	clock_set(LINE_START + 4 * 3600 - 1);
	tick_all();
	assert_case_int("not before", firings(1, "remind"), 0);
	clock_set(LINE_START + 4 * 3600);
	tick_all();
	assert_case_int("then", firings(1, "remind"), 1);
	clock_set(LINE_START + 7 * 3600);
	tick_all();
	assert_case_int("once", firings(1, "remind"), 1);
	clock_set(LINE_START + 8 * 3600);
	tick_all();
	assert_case_int("what rules do is no life", line_ticket(&line,
	    1).priority, PRIORITY_HIGH);
	clock_set(LINE_START + 40 * 3600);
	tick_all();
	assert_case_int("not again", firings(1, "remind") + firings(1, "urge"),
	    2);
	letter = line_letter(&line, "acknowledge", "kim@acme.example");
	line_answer(&line, KIM, &letter, "Are you there?");
	clock_set(LINE_START + 44 * 3600);
	tick_all();
	assert_case_int("after an answer again", firings(1, "remind"), 2);
	act_as_anna(1, "solved", "");
	tick_all();
	clock_set(LINE_START + (44 + 47) * 3600);
	tick_all();
	assert_case_int("what is solved is left alone",
	    firings(1, "remind"), 2);
	clock_set(LINE_START + (44 + 48) * 3600);
	tick_all();
	assert_case_int("but for who asks", line_ticket(&line, 1).status,
	    TICKET_CLOSED);
}

/* Tickets that are older than a rule get their timers, each once. */
static void
test_rules_are_new(void **state)
{
	(void)state;
	use_rules("");
	mail(KIM, "printer", "It burns.");
	mail("Zoe <zoe@x.test>", "mouse", "It is dead.");
	clock_set(LINE_START + 3600);
	use_rules("rule remind\non idle 4h\ndo notify managers\n");
	tick_all();
	clock_set(LINE_START + 4 * 3600);
	tick_all();
	assert_case_int("the first", firings(1, "remind"), 1);
	assert_case_int("the second", firings(2, "remind"), 1);
	use_rules("rule remind\non idle 4h\ndo notify managers\n# x\n");
	tick_all();
	assert_case_int("another file is no reason to tell them again",
	    firings(1, "remind"), 1);
}

static void
test_rules_hour_and_due(void **state)
{
	(void)state;
	use_rules("rule hourly\non hour\nif priority urgent\n"
	    "do notify managers\nrule due\non due\ndo priority urgent\n");
	mail(KIM, "printer", "It burns.");
	act_as_anna(1, "due", "2h");
	tick_all();
	clock_set(LINE_START + 3600);
	tick_all();
	assert_case_int("not urgent yet", firings(1, "hourly"), 0);
	clock_set(LINE_START + 7200);
	tick_all();
	assert_case_int("due", line_ticket(&line, 1).priority,
	    PRIORITY_URGENT);
	clock_set(LINE_START + 4 * 3600);
	tick_all();
	assert_case_true("hourly", firings(1, "hourly") >= 1);
}

/* --- promises, over weeks --------------------------------------------------------------- */

static int64_t
berlin(int month, int day, int hour, int minute)
{
	return zone_second("Europe/Berlin", month < 6 ? 2027 : 2026, month,
	    day, hour, minute);
}

static struct promise
promise_of(int64_t ticket_id, enum promise_kind kind)
{
	struct promise promise;

	line_ok(promises_get(line.desk.db, ticket_id, kind, &promise, why));
	return promise;
}

static const char promises[] =
    "zone Europe/Berlin\nhours mon-fri 9:00-17:00\n"
    "holiday 12-25\nholiday 2027-03-26\nholiday 2027-03-29\n"
    "target response 1h warn 30m\n\tif priority urgent\n"
    "target response 8h warn 2h\n"
    "target resolution 24h warn 8h\n"
    "rule escalate\n\ton missed\n\tif target response\n"
    "\tdo priority urgent\n\tdo notify managers\n";

static void
test_promises_over_weeks(void **state)
{
	struct outbox_row news;

	(void)state;
	/* Thursday before Easter; the clocks go ahead on Sunday. */
	clock_set(berlin(3, 25, 16, 0));
	use_rules(promises);
	mail(KIM, "printer", "It burns.");
	assert_case_int("an answer: over Good Friday, the weekend and Monday",
	    promise_of(1, PROMISE_RESPONSE).due_at, berlin(3, 30, 16, 0));
	assert_case_int("an end", promise_of(1, PROMISE_RESOLUTION).due_at,
	    berlin(4, 1, 16, 0));
	clock_set(berlin(3, 30, 13, 59));
	tick_all();
	assert_case_int("no word yet", (int64_t)line_letter_count(&line,
	    "reminder", "anna@help.test"), 0);
	clock_set(berlin(3, 30, 14, 0));
	tick_all();
	assert_case_int("a warning", (int64_t)line_letter_count(&line,
	    "reminder", "anna@help.test"), 1);
	assert_case_true("says by when", has(line_letter(&line, "reminder",
	    "anna@help.test").text, "an answer by 30 March 2027, 14:00"));
	clock_set(berlin(3, 30, 16, 0));
	tick_all();
	assert_case_true("missed", promise_of(1, PROMISE_RESPONSE).missed_at ==
	    berlin(3, 30, 16, 0));
	assert_case_int("escalated by rule", firings(1, "escalate"), 1);
	assert_case_int("urgent", line_ticket(&line, 1).priority,
	    PRIORITY_URGENT);
	/* An agent answers: the user must act, the end rests. */
	news = line_letter(&line, "new-ticket", "anna@help.test");
	line_answer(&line, ANNA, &news, "Please switch it off.");
	assert_case_int("kept late", promise_of(1, PROMISE_RESPONSE).kept_at,
	    berlin(3, 30, 16, 0));
	assert_case_int("the end rests",
	    promise_of(1, PROMISE_RESOLUTION).due_at, 0);
	clock_set(berlin(4, 12, 9, 0));
	tick_all();
	news = line_letter(&line, "agent-reply", "kim@acme.example");
	line_answer(&line, KIM, &news, "I did.");
	/* One hour of Thursday, seven of Tuesday: 16 are left. */
	assert_case_int("and goes on, two weeks later",
	    promise_of(1, PROMISE_RESOLUTION).due_at, berlin(4, 13, 17, 0));
	act_as_anna(1, "solved", "");
	tick_all();
	assert_case_true("kept",
	    promise_of(1, PROMISE_RESOLUTION).kept_at != 0);
	clock_set(berlin(4, 20, 17, 0));
	tick_all();
	assert_case_int("never missed",
	    promise_of(1, PROMISE_RESOLUTION).missed_at, 0);
}

/* The priority says which target it is. */
static void
test_promises_of_priority(void **state)
{
	(void)state;
	clock_set(berlin(12, 23, 16, 0));
	use_rules(promises);
	mail(KIM, "printer", "It burns.");
	assert_case_int("normal: over Christmas and a weekend",
	    promise_of(1, PROMISE_RESPONSE).due_at, berlin(12, 24, 16, 0));
	clock_set(berlin(12, 23, 16, 30));
	act_as_anna(1, "priority", "urgent");
	tick_all();
	assert_case_int("urgent", promise_of(1, PROMISE_RESPONSE).due_at,
	    berlin(12, 23, 17, 0));
	act_as_anna(1, "priority", "low");
	tick_all();
	clock_set(berlin(12, 24, 15, 0));
	tick_all();
	assert_case_int("and back", promise_of(1, PROMISE_RESPONSE).missed_at,
	    0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_rules_created),
		TEST(test_rules_see_what_earlier_ones_did),
		TEST(test_rules_reply_and_agents),
		TEST(test_rules_flagged),
		TEST(test_rules_keep_out_of),
		TEST(test_rules_do_not_go_round),
		TEST(test_rules_depth),
		TEST(test_rules_storm),
		TEST(test_rules_all_or_nothing),
		TEST(test_rules_bad_file_keeps_the_old),
		TEST(test_rules_webhook),
		TEST(test_rules_by_the_command_line),
		TEST(test_rules_idle),
		TEST(test_rules_are_new),
		TEST(test_rules_hour_and_due),
		TEST(test_promises_over_weeks),
		TEST(test_promises_of_priority),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
