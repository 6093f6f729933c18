/* Who hears of what, and who sees what: from mails to letters. */
#include "line_case.h"

#include "app/due.h"
#include "desk/permission.h"
#include "store/preferences.h"
#include "store/suggestions.h"

#define ALICE "Alice Example <alice@example.test>"
#define CARL "Carl <carl@example.test>"
#define ANNA "Anna Agent <anna@help.test>"
#define BEN "Ben Berg <ben@help.test>"

static struct line line;

static int
setup(void **state)
{
	(void)state;
	line_open(&line);
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

/* How an admin sets a department. */
static void
set_department(int64_t id, enum department_cc cc,
    enum department_choice choice)
{
	struct department department;

	line_ok(departments_get(line.desk.db, id, &line.arena, &department,
	    why));
	department.cc = cc;
	department.choice = choice;
	line_ok(db_begin(line.desk.db, why));
	line_ok(departments_save(line.desk.db, &department, why));
	line_ok(db_commit(line.desk.db, why));
}

/* The suggested addresses of a ticket, blanks between. */
static const char *
suggested(int64_t ticket_id)
{
	struct suggestion *items;
	struct text text = TEXT_IN(&line.arena);
	size_t count;

	line_ok(suggestions_list(line.desk.db, ticket_id, &line.arena, &items,
	    &count, why));
	for (size_t i = 0; i < count; i++)
		text_add_format(&text, "%s%.*s", i > 0 ? " " : "",
		    SLICE_ARG(items[i].identity));
	return text_string(&text);
}

static int64_t
ticket_of(int64_t archive_id)
{
	return line_filing(&line, archive_id).ticket_id;
}

static void
test_line_notify_cc_becomes_suggestion(void **state)
{
	static const struct {
		const char *name, *headers, *want;
	} cases[] = {
		{ "others in Cc", "Cc: " CARL ", dora@example.test\n",
		    "carl@example.test dora@example.test" },
		{ "nobody", "", "" },
		{ "the desk itself is no reader", "Cc: sales@help.test\n", "" },
		{ "nor with an extension", "Cc: support+x@help.test\n", "" },
		{ "nor are agents", "Cc: ben@help.test\n", "" },
		{ "nor who wrote it", "Cc: ALICE@example.test\n", "" },
		{ "nobody twice",
		    "Cc: carl@example.test, CARL@Example.Test\n",
		    "carl@example.test" },
		{ "ten at most", "Cc: a1@x.test, a2@x.test, a3@x.test,"
		    " a4@x.test, a5@x.test, a6@x.test, a7@x.test, a8@x.test,"
		    " a9@x.test, b1@x.test, b2@x.test\n",
		    "a1@x.test a2@x.test a3@x.test a4@x.test a5@x.test"
		    " a6@x.test a7@x.test a8@x.test a9@x.test b1@x.test" },
		{ "a list's readers are no participants",
		    "Cc: carl@example.test\nList-Id: <l.example.test>\n", "" },
		{ "what cannot be written to is passed over",
		    "Cc: undisclosed-recipients:;, <>\n", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		clock_set(LINE_START + (int64_t)i * 7200);
		assert_case(cases[i].name, suggested(ticket_of(line_mail(&line,
		    ALICE, "support@help.test", cases[i].name, cases[i].headers,
		    "Hello."))), cases[i].want);
	}
}

static void
test_line_notify_cc_accepted(void **state)
{
	int64_t ticket = ticket_of(line_mail(&line, ALICE, "support@help.test",
	    "Printer", "Cc: " CARL "\n", "It burns."));
	struct outbox_row news = line_letter(&line, "new-ticket",
	    "anna@help.test"), reply;
	int64_t answer;

	(void)state;
	assert_case_true("agents read who it is",
	    has(news.text, "Carl <carl@example.test>"));
	assert_case_true("and how to accept", has(news.text, "#cc ADDRESS"));
	assert_case_true("the user does not", !has(line_letter(&line,
	    "acknowledge", "alice@example.test").text, "carl@"));
	assert_case_int("nobody is told before an agent agrees",
	    line_letter_count(&line, "agent-reply", "carl@example.test"), 0);
	line_answer(&line, ANNA, &news, "#cc carl@example.test\n\nPull it.");
	assert_case("accepted is no suggestion", suggested(ticket), "");
	assert_int_not_equal(line_letter(&line, "agent-reply",
	    "alice@example.test").id, 0);

	clock_set(LINE_START + 600);
	news = line_letter(&line, "new-ticket", "anna@help.test");
	line_answer(&line, ANNA, &news, "Is it out?");
	reply = line_letter(&line, "agent-reply", "carl@example.test");
	assert_case_true("a participant gets the answer",
	    has(reply.text, "Is it out?"));
	answer = line_answer(&line, CARL, &reply, "It is.");
	assert_case_int("and may answer", ticket_of(answer), ticket);
	line_mail(&line, ALICE, "support@help.test", "Re: [#1] Printer",
	    "Cc: " CARL "\n", "Thanks.");
	assert_case("a participant is not suggested again", suggested(ticket),
	    "");
}

static void
test_line_notify_cc_never(void **state)
{
	(void)state;
	set_department(line.support, CC_NEVER, CHOICE_ADDRESS);
	assert_case("a department may want none", suggested(ticket_of(line_mail(
	    &line, ALICE, "support@help.test", "x", "Cc: " CARL "\n", "y"))),
	    "");
}

static void
test_line_notify_not_told_twice(void **state)
{
	static const struct {
		const char *name, *headers;
		int more; /* letters with the reply */
	} cases[] = {
		{ "who is not in the agent's mail gets it from the desk", "",
		    1 },
		{ "who had the agent's mail does not",
		    "Cc: Alice <Alice@Example.Test>\n", 0 },
		{ "somebody else's copy counts for nobody",
		    "Cc: " CARL "\n", 1 },
	};
	struct outbox_row news;
	size_t before;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct text headers = TEXT_IN(&line.arena);

		clock_set(LINE_START + (int64_t)i * 7200);
		line_mail(&line, ALICE, "support@help.test", cases[i].name, "",
		    "Hello.");
		news = line_letter(&line, "new-ticket", "anna@help.test");
		before = line_letter_count(&line, "agent-reply",
		    "alice@example.test");
		text_add_format(&headers, "In-Reply-To: <%.*s>\n%s",
		    SLICE_ARG(news.message_id), cases[i].headers);
		line_mail(&line, ANNA, arena_string(&line.arena, news.reply_to),
		    "Re: x", text_string(&headers), "Done.");
		assert_case_int(cases[i].name, line_letter_count(&line,
		    "agent-reply", "alice@example.test") - before,
		    cases[i].more);
	}
}

static void
test_line_notify_agent_in_cc_of_user(void **state)
{
	struct outbox_row news, reply;
	struct text headers = TEXT_IN(&line.arena);

	(void)state;
	line_mail(&line, ALICE, "support@help.test", "x",
	    "Cc: anna@help.test\n", "Hello.");
	news = line_letter(&line, "new-ticket", "anna@help.test");
	assert_case_true("a new ticket is told whatever Cc claims",
	    news.id != 0);
	line_answer(&line, ANNA, &news, "#assign me\n\nHm.");
	reply = line_letter(&line, "agent-reply", "alice@example.test");
	line_mail(&line, ALICE, "support@help.test", "Re: [#1] x",
	    "Cc: anna@help.test\n", "Unproven.");
	assert_case_int("without a token Cc proves nothing",
	    line_letter_count(&line, "user-reply", "anna@help.test"), 1);
	text_add_format(&headers, "In-Reply-To: <%.*s>\n"
	    "Cc: anna@help.test\n", SLICE_ARG(reply.message_id));
	line_mail(&line, ALICE, arena_string(&line.arena, reply.reply_to),
	    "Re: x", text_string(&headers), "Proven.");
	assert_case_int("with one she had it",
	    line_letter_count(&line, "user-reply", "anna@help.test"), 1);
}

static void
test_line_notify_department_is_chosen(void **state)
{
	static const struct {
		const char *name, *to, *subject;
		enum department_choice choice;
		bool sales;
	} cases[] = {
		{ "an extension that is offered", "support+sales@help.test",
		    "x", CHOICE_EXTENSION, true },
		{ "in any case", "support+SALES@help.test", "x", CHOICE_ANY,
		    true },
		{ "one that is not offered", "support+sales@help.test", "x",
		    CHOICE_TAG, false },
		{ "one that names none", "support+nobody@help.test", "x",
		    CHOICE_ANY, false },
		{ "a tag that is offered", "support@help.test",
		    "Re: [sales] x", CHOICE_TAG, true },
		{ "the second tag", "support@help.test", "[ext] [Sales] x",
		    CHOICE_ANY, true },
		{ "a tag that is not offered", "support@help.test", "[sales] x",
		    CHOICE_EXTENSION, false },
		{ "a tag inside the subject is text", "support@help.test",
		    "x [sales]", CHOICE_ANY, false },
		{ "the address alone", "sales@help.test", "x", CHOICE_ADDRESS,
		    true },
	};
	struct ticket ticket;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		clock_set(LINE_START + (int64_t)i * 7200);
		set_department(line.sales, CC_SUGGEST, cases[i].choice);
		ticket = line_ticket(&line, ticket_of(line_mail(&line, ALICE,
		    cases[i].to, cases[i].subject, "", cases[i].name)));
		assert_case_int(cases[i].name, ticket.department_id,
		    cases[i].sales ? line.sales : line.support);
		assert_case_int(cases[i].name, ticket.department_chosen,
		    cases[i].sales);
	}
}

static void
set_rights(int64_t id, int64_t parent_id, const char *member)
{
	struct department department;

	line_ok(departments_get(line.desk.db, id, &line.arena, &department,
	    why));
	department.parent_id = parent_id;
	assert_true(permission_parse_rights(slice_of(member),
	    &department.member_rights));
	line_ok(db_begin(line.desk.db, why));
	line_ok(departments_save(line.desk.db, &department, why));
	line_ok(db_commit(line.desk.db, why));
}

static void
test_line_notify_rights_hold_for_mail(void **state)
{
	struct outbox_row news, held;

	(void)state;
	line_mail(&line, ALICE, "support@help.test", "x", "", "Hello.");
	news = line_letter(&line, "new-ticket", "anna@help.test");
	line_answer(&line, ANNA, &news, "#follow ben\n#note\n\nLook at this.");
	news = line_letter(&line, "note", "ben@help.test");
	assert_int_equal(news.id, 0);
	line_mail(&line, ALICE, "support@help.test", "Re: [#1] x", "",
	    "And more.");
	news = line_letter(&line, "user-reply", "ben@help.test");
	assert_case_true("a follower hears of it", news.id != 0);

	set_rights(line.support, 0, "list,read,note");
	line_answer(&line, BEN, &news, "I answer.");
	held = line_letter(&line, "held", "ben@help.test");
	assert_case_true("who may not answer hears why",
	    has(held.text, "you may not answer tickets of this department"));
	assert_case_int("nothing is sent", line_letter(&line, "agent-reply",
	    "alice@example.test").id, 0);
	clock_set(LINE_START + 60);
	line_answer(&line, BEN, &held, "#note\n\nI would say this.");
	assert_case("a note is allowed", line_story(&line, 1),
	    "message event note message note note");
}

static void
test_line_notify_move_ends_sight(void **state)
{
	struct outbox_row news;

	(void)state;
	line_mail(&line, ALICE, "support@help.test", "x", "", "Hello.");
	news = line_letter(&line, "new-ticket", "anna@help.test");
	line_answer(&line, ANNA, &news,
	    "#follow ben\n#department sales\n#assign me");
	line_mail(&line, ALICE, "support@help.test", "Re: [#1] x", "",
	    "A secret of Sales.");
	assert_case_int("ben is in no department of this ticket",
	    line_letter(&line, "user-reply", "ben@help.test").id, 0);
	assert_case_true("anna is", line_letter(&line, "user-reply",
	    "anna@help.test").id != 0);
}

static void
prefer(int64_t person_id, const char *name, const char *value)
{
	line_ok(db_begin(line.desk.db, why));
	line_ok(preferences_set(line.desk.db, person_id, name, slice_of(value),
	    why));
	line_ok(db_commit(line.desk.db, why));
}

static void
test_line_notify_colleague_replied(void **state)
{
	struct outbox_row news, told;

	(void)state;
	line_mail(&line, ALICE, "support@help.test", "x", "", "Hello.");
	news = line_letter(&line, "new-ticket", "anna@help.test");
	line_answer(&line, ANNA, &news, "#follow ben\n\nI answer.");
	assert_int_equal(line_letter(&line, "colleague-replied",
	    "ben@help.test").id, 0);
	line_answer(&line, ANNA, &news, "#assign ben\n\nI answer again.");
	line_answer(&line, ANNA, &news, "And again.");
	told = line_letter(&line, "colleague-replied", "ben@help.test");
	assert_case_true("who has the ticket reads what a colleague said",
	    has(told.text, "Anna Agent answered the user") &&
	    has(told.text, "And again."));
	assert_case_int("who is given it hears that alone",
	    line_letter_count(&line, "colleague-replied", "ben@help.test"), 1);
	assert_case_int("not who said it", line_letter(&line,
	    "colleague-replied", "anna@help.test").id, 0);
	assert_case_true("an answer to it is a note",
	    has(told.reply_to, "support+n"));
}

static void
test_line_notify_wishes(void **state)
{
	/* Anna manages Support and Sales, Ben helps in Support. */
	static const struct {
		const char *name, *anna, *ben; /* of user-reply */
		const char *first;	       /* what Anna says first */
		bool to_anna, to_ben;
	} cases[] = {
		{ "usual: the members, where nobody has it", "", "", "#open",
		    true, true },
		{ "usual: who has it", "", "", "#assign me", true, false },
		{ "department: and its people", "", "department", "#assign me",
		    true, true },
		{ "all: where one may read", "", "all",
		    "#assign me\n#department sales", true, false },
		{ "department: not of another one", "", "department",
		    "#assign me\n#department sales", true, false },
		{ "mine: not what is nobody's", "", "mine", "#open", true,
		    false },
		{ "mine: what one follows", "", "mine", "#follow ben", true,
		    true },
		{ "none: nothing", "", "none", "#follow ben", true, false },
		{ "none: not even one's own", "none", "", "#assign me", false,
		    false },
		{ "somebody hears it: nobody wants it, and the managers of all"
		    " are asked", "none", "none", "#open", false, false },
		{ "a word that is none is as usual", "loud", "", "#open", true,
		    true },
	};
	struct outbox_row news, ack;
	size_t anna, ben;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		clock_set(LINE_START + (int64_t)i * 90000);
		prefer(line.anna, "notify.user-reply", cases[i].anna);
		prefer(line.ben, "notify.user-reply", cases[i].ben);
		line_mail(&line, ALICE, "support@help.test", cases[i].name, "",
		    cases[i].name);
		news = line_letter(&line, "new-ticket", "anna@help.test");
		line_answer(&line, ANNA, &news, cases[i].first);
		ack = line_letter(&line, "acknowledge", "alice@example.test");
		anna = line_letter_count(&line, "user-reply", "anna@help.test");
		ben = line_letter_count(&line, "user-reply", "ben@help.test");
		line_answer(&line, ALICE, &ack, "More.");
		assert_case_int(cases[i].name, line_letter_count(&line,
		    "user-reply", "anna@help.test") - anna, cases[i].to_anna);
		assert_case_int(cases[i].name, line_letter_count(&line,
		    "user-reply", "ben@help.test") - ben, cases[i].to_ben);
	}
}

static void
test_line_notify_new_ticket_falls_to_members(void **state)
{
	(void)state;
	prefer(line.anna, "notify.new-ticket", "none");
	line_mail(&line, ALICE, "sales@help.test", "x", "", "Hello.");
	assert_case_int("no member of Sales wants it: nobody elsewhere is bid",
	    line_letter(&line, "new-ticket", "anna@help.test").id, 0);
	line_mail(&line, ALICE, "support@help.test", "y", "", "Hello there.");
	assert_case_true("the managers do not, so the members hear",
	    line_letter(&line, "new-ticket", "ben@help.test").id != 0);
}

static void
test_line_notify_urgent_address(void **state)
{
	struct outbox_row news, ack, sms;

	(void)state;
	line_ok(db_begin(line.desk.db, why));
	line_ok(people_add_address(line.desk.db, line.anna,
	    SLICE("4912345@sms.test"), SLICE("4912345@sms.test"), LINE_START,
	    why));
	line_ok(db_commit(line.desk.db, why));
	prefer(line.anna, "urgent", "4912345@sms.test");
	line_mail(&line, ALICE, "support@help.test", "x", "", "Hello.");
	news = line_letter(&line, "new-ticket", "anna@help.test");
	assert_case_int("what is not urgent wakes nobody", line_letter(&line,
	    "new-ticket", "4912345@sms.test").id, 0);
	line_answer(&line, ANNA, &news, "#assign me\n#priority urgent");
	ack = line_letter(&line, "acknowledge", "alice@example.test");
	line_answer(&line, ALICE, &ack, "It   burns\nhere.");
	sms = line_letter(&line, "user-reply", "4912345@sms.test");
	assert_case_true("number and subject", has(sms.subject, "[#1] x"));
	assert_case_slice("and the first words on one line", sms.text,
	    SLICE("It   burns here."));
	assert_case_true("beside the letter", line_letter(&line, "user-reply",
	    "anna@help.test").id != 0);
}

static void
run_due(void)
{
	line_ok(db_begin(line.desk.db, why));
	line_ok(due_run(&line.desk, clock_now(), why));
	line_ok(db_commit(line.desk.db, why));
}

static void
test_line_notify_digest(void **state)
{
	const int64_t day = LINE_START / 86400 * 86400;
	struct outbox_row ack, digest, held;
	struct ticket ticket;
	int64_t answer;

	(void)state;
	prefer(line.anna, "notify.new-ticket", "digest");
	prefer(line.anna, "notify.user-reply", "all,digest");
	prefer(line.anna, "digest", "7");
	prefer(line.anna, "timezone", "Asia/Kolkata");
	clock_set(day + 20 * 3600);
	line_mail(&line, ALICE, "support@help.test", "Printer", "",
	    "It\nburns.");
	ack = line_letter(&line, "acknowledge", "alice@example.test");
	line_answer(&line, ALICE, &ack, "Still.");
	line_mail(&line, CARL, "sales@help.test", "Prices", "", "How much?");
	assert_case_int("no letter for each",
	    line_letter_count(&line, "new-ticket", "anna@help.test") +
	    line_letter_count(&line, "user-reply", "anna@help.test"), 0);
	/* Seven in Kolkata is half past one in UTC. */
	clock_set(day + 86400 + 5399);
	run_due();
	assert_int_equal(line_letter(&line, "digest", "anna@help.test").id, 0);
	clock_set(day + 86400 + 5400);
	run_due();
	run_due();
	digest = line_letter(&line, "digest", "anna@help.test");
	assert_case_int("one letter", line_letter_count(&line, "digest",
	    "anna@help.test"), 1);
	assert_case_true("all of it", has(digest.text,
	    "> #1 Printer: new-ticket, Alice Example\n>     It burns.\n>\n"
	    "> #1 Printer: user-reply, Alice Example\n>     Still.\n>\n"
	    "> #2 Prices: new-ticket, Carl\n>     How much?\n"));
	answer = line_answer(&line, ANNA, &digest, "#on 1, 2\n#priority low");
	assert_int_equal(line_filing(&line, answer).state, FILING_FILED);
	held = line_letter(&line, "held", "anna@help.test");
	assert_case_true("several tickets need more proof than a token",
	    has(held.text, "#on 1, 2: this needs a stronger proof"));
	line_answer(&line, ANNA, &held, "#apply");
	ticket = line_ticket(&line, 1);
	assert_int_equal(ticket.priority, PRIORITY_LOW);
	ticket = line_ticket(&line, 2);
	assert_int_equal(ticket.priority, PRIORITY_LOW);
	clock_set(day + 3 * 86400);
	run_due();
	assert_case_int("nothing new, no letter", line_letter_count(&line,
	    "digest", "anna@help.test"), 1);
}

static void
test_line_notify_digest_keeps_out(void **state)
{
	struct outbox_row news, ack;

	(void)state;
	prefer(line.ben, "notify.user-reply", "digest");
	line_mail(&line, ALICE, "support@help.test", "x", "", "Hello.");
	news = line_letter(&line, "new-ticket", "anna@help.test");
	ack = line_letter(&line, "acknowledge", "alice@example.test");
	line_answer(&line, ALICE, &ack, "Waits for Ben.");
	line_answer(&line, ANNA, &news, "#priority urgent");
	line_answer(&line, ALICE, &ack, "Burns.");
	assert_case_true("what is urgent does not wait",
	    has(line_letter(&line, "user-reply", "ben@help.test").text,
		"Burns."));
	line_answer(&line, ANNA, &news, "#department sales");
	clock_set(LINE_START + 2 * 86400);
	run_due();
	assert_case_int("what may not be read any more is not told",
	    line_letter(&line, "digest", "ben@help.test").id, 0);
}

static void
test_line_notify_long_words_are_bounded(void **state)
{
	struct text body = TEXT_IN(&line.arena);
	struct outbox_row news, answer;

	(void)state;
	for (int i = 1; i <= 3000; i++)
		text_add_format(&body, "line %d\n", i);
	line_mail(&line, ALICE, "support@help.test", "x", "",
	    text_string(&body));
	news = line_letter(&line, "new-ticket", "anna@help.test");
	assert_case_true("a letter is bounded", news.text.len < 24 << 10);
	assert_case_true("at the end of a line",
	    has(news.text, "> line 1749\n\nThis is not all of it: 1251 lines"
	    " more."));
	line_answer(&line, ANNA, &news, "#show");
	answer = line_letter(&line, "answer", "anna@help.test");
	assert_case_true("the rest is had by asking",
	    has(answer.text, "line 2999"));
	line_answer(&line, ANNA, &news, text_string(&body));
	assert_case_true("users get every word of an answer",
	    has(line_letter(&line, "agent-reply", "alice@example.test").text,
		"line 2999"));
}

static void
keep(int64_t person_id, const char *name, const char *value)
{
	line_ok(db_begin(line.desk.db, why));
	line_ok(preferences_set(line.desk.db, person_id, name,
	    slice_of(value), why));
	line_ok(db_commit(line.desk.db, why));
}

/* Who is away hears of it, and so does who stands in. */
static void
test_line_notify_deputy(void **state)
{
	struct outbox_row first, ack;

	(void)state;
	line_mail(&line, ALICE, "support@help.test", "x", "", "Hello.");
	first = line_letter(&line, "new-ticket", "anna@help.test");
	ack = line_letter(&line, "acknowledge", "alice@example.test");
	line_answer(&line, ANNA, &first, "#assign me");
	keep(line.anna, "notify.away", arena_format(&line.arena, "%lld %lld"
	    " %lld", (long long)LINE_START + 100, (long long)LINE_START + 200,
	    (long long)line.ben).data);
	line_answer(&line, ALICE, &ack, "Early.");
	assert_case_int("not yet", line_letter_count(&line, "user-reply",
	    "ben@help.test"), 0);
	clock_set(LINE_START + 150);
	line_answer(&line, ALICE, &ack, "Meanwhile.");
	assert_case_int("the deputy", line_letter_count(&line, "user-reply",
	    "ben@help.test"), 1);
	assert_case_int("and who is away", line_letter_count(&line,
	    "user-reply", "anna@help.test"), 2);
	line_mail(&line, ALICE, "sales@help.test", "y", "", "Buy.");
	assert_case_int("not of what they may not read", line_letter_count(
	    &line, "new-ticket", "ben@help.test"), 0);
	clock_set(LINE_START + 200);
	line_answer(&line, ALICE, &ack, "Late.");
	assert_case_int("no more", line_letter_count(&line, "user-reply",
	    "ben@help.test"), 1);
}

/* An agent's own words below an answer, without what looks like a token. */
static void
test_line_notify_signature(void **state)
{
	struct outbox_row first, reply;

	(void)state;
	keep(line.anna, "signature", "Anna\nsupport+r2k-aaaaaaaaaaaaaaaaa"
	    "@help.test");
	line_mail(&line, ALICE, "support@help.test", "x", "", "Hello.");
	first = line_letter(&line, "new-ticket", "anna@help.test");
	line_answer(&line, ANNA, &first, "Hello Alice.");
	reply = line_letter(&line, "agent-reply", "alice@example.test");
	assert_true(has(reply.text, "Hello Alice.\n\nAnna\n"));
	assert_false(has(reply.text, "+r2k-"));
}

static void
test_line_notify_threads(void **state)
{
	struct outbox_row ack, first, second, third;

	(void)state;
	line_mail(&line, ALICE, "support@help.test", "x", "", "Hello.");
	first = line_letter(&line, "new-ticket", "anna@help.test");
	ack = line_letter(&line, "acknowledge", "alice@example.test");
	assert_case_slice("an acknowledgement answers the mail",
	    ack.in_reply_to, SLICE("m1@example.test"));
	line_answer(&line, ANNA, &first, "#assign me\n\nI look.");
	clock_set(LINE_START + 900);
	line_answer(&line, ALICE, &ack, "One.");
	second = line_letter(&line, "user-reply", "anna@help.test");
	clock_set(LINE_START + 1800);
	line_answer(&line, ALICE, &ack, "Two.");
	third = line_letter(&line, "user-reply", "anna@help.test");
	assert_case_slice("a letter answers the last one to that person",
	    third.in_reply_to, second.message_id);
	assert_case_true("and refers to all before",
	    slice_has(third.refs, first.message_id) &&
	    slice_has(third.refs, second.message_id));
	assert_case_true("never to what somebody else had",
	    !slice_has(third.refs, ack.message_id));
	assert_case_slice("under the same subject", third.subject,
	    first.subject);
}

#define LINE_TEST(name) \
	cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LINE_TEST(test_line_notify_cc_becomes_suggestion),
		LINE_TEST(test_line_notify_cc_accepted),
		LINE_TEST(test_line_notify_cc_never),
		LINE_TEST(test_line_notify_not_told_twice),
		LINE_TEST(test_line_notify_agent_in_cc_of_user),
		LINE_TEST(test_line_notify_department_is_chosen),
		LINE_TEST(test_line_notify_rights_hold_for_mail),
		LINE_TEST(test_line_notify_move_ends_sight),
		LINE_TEST(test_line_notify_colleague_replied),
		LINE_TEST(test_line_notify_wishes),
		LINE_TEST(test_line_notify_new_ticket_falls_to_members),
		LINE_TEST(test_line_notify_urgent_address),
		LINE_TEST(test_line_notify_digest),
		LINE_TEST(test_line_notify_long_words_are_bounded),
		LINE_TEST(test_line_notify_threads),
		LINE_TEST(test_line_notify_deputy),
		LINE_TEST(test_line_notify_signature),
		LINE_TEST(test_line_notify_digest_keeps_out),
	};

	log_open("test", LOG_LEVEL_ERROR, STDERR_FILENO);
	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
