/* Rules: the file's syntax, and what makes one fire. */
#include "case.h"

#include "desk/rule.h"
#include "mail/mail.h"

#define R "rule a\non created\n"
#define OK "do priority high\n"

static const struct {
	const char *name;
	const char *text;
	const char *want; /* stands in the sentence; NULL: it is good */
} files[] = {
	{ "nothing at all", "", NULL },
	{ "remarks and blank lines", "# a remark\n\n  \t\n   # more\n", NULL },
	{ "a rule", R "if sender @acme.example\n" OK, NULL },
	{ "indented, in any case, with CRLF",
	  "RULE a\r\n\tON Created\r\n\tIf Sender a@x.test\r\n\tDo #take Kim\r\n",
	  "nothing can stand behind" },
	{ "a command with its #", R "do #priority high\n", NULL },
	{ "a command's other name", R "do tag vip, printer\n", NULL },
	{ "several triggers", "rule a\non created, replied ,idle 4h\n" OK, NULL },
	{ "a byte-order mark", "\xef\xbb\xbf# x\n", NULL },
	{ "every trigger", "rule a\non created, replied, status, assigned,"
	  " idle 30m, due, flagged, hour, warned, missed\n" OK, NULL },
	{ "who people are", R "if organization \"ACME, Inc.\", any\n"
	  "if role manager\nif not usergroup golden\n" OK, NULL },
	{ "a target may know it", "target response 4h\nif role manager\n",
	  NULL },
	{ "values in quotes", R "if subject \"down, again\", off\n" OK, NULL },
	{ "a header that is there", R "if header X-Priority\n" OK, NULL },
	{ "hours, holidays, zone", "zone Europe/Berlin\nhours mon-fri 9:00-17:30\n"
	  "hours sat 10-13\nholiday 12-25\nholiday 2027-03-26\n", NULL },
	{ "a week that goes round", "hours sat-mon 9-10\n", NULL },
	{ "targets", "target response 4h warn 30m\nif priority high\n"
	  "target resolution 2d always\n", NULL },
	{ "who is told", R "do notify managers\ndo notify kim\n", NULL },
	{ "a note", R "do note Look at the contract first.\n", NULL },
	{ "posting by TLS", R "do webhook https://x.test/a?b=c\n", NULL },
	{ "posting here in clear", R "do webhook http://127.0.0.1:80/a\n", NULL },

	{ "the line is named", "# x\n\nfoo bar\n", "rules:3: no line begins" },
	{ "an unknown trigger", "rule a\non opened\n", "rules:2: there is no"
	  " trigger \"opened\"; write one of created" },
	{ "an unknown condition", R "if colour red\n", "rules:3: there is no"
	  " condition \"colour\"" },
	{ "an unknown command", R "do fly\n", "rules:3: do fly: there is no such"
	  " command" },
	{ "a wrong value", R "do priority huge\n", "write #priority" },
	{ "a wrong word", R "if priority huge\n", "\"huge\" is no such value" },
	{ "a class that there is not", R "if class spam\n", "no such value" },
	{ "a sender without a domain", R "if sender kim\n", "no such value" },
	{ "no value", R "if subject\n", "write if subject TEXT" },
	{ "a comma too many", R "if label a,\n" OK, "commas between" },
	{ "a quote that is open", R "if subject \"a\n" OK, "commas between" },
	{ "nothing to do", R, "rules:1: the rule a has no line `do`" },
	{ "never", "rule a\n" OK, "has no line `on`" },
	{ "twice the same name", R OK "rule A\n", "there is a rule a already,"
	  " in line 1" },
	{ "a name of two words", "rule a b\n", "one word" },
	{ "a condition before a rule", "if label a\n", "belongs to a rule" },
	{ "a command before a rule", OK, "belongs to a rule" },
	{ "a command behind a target", "target response 1h\n" OK, "belongs" },
	{ "a target that needs a mail", "target response 1h\nif body x\n",
	  "knows the ticket alone" },
	{ "a day of business hours", "target response 2d\n", "Write hours" },
	{ "a warning too early", "target response 1h warn 2h\n", "before the time" },
	{ "idle without a time", "rule a\non idle\n", "one time" },
	{ "idle twice", "rule a\non idle 4h, idle 5h\n", "one time" },
	{ "a time behind another", "rule a\non due 4h\n", "nothing can stand" },
	{ "writing to users", R "do reply hello\n", "no rule writes to users" },
	{ "me", R "do assign me\n", "a rule is nobody" },
	{ "nobody named", R "do follow\n", "a rule is nobody" },
	{ "an empty note", R "do note\n", "what the note says" },
	{ "merging", R "do merge 12\n", "a person's to do" },
	{ "asking", R "do show\n", "a person's to do" },
	{ "posting in clear", R "do webhook http://x.test/\n", "this machine alone" },
	{ "posting to a host that only looks like this machine",
	  R "do webhook http://localhost.x.test/\n", "this machine alone" },
	{ "posting to a file", R "do webhook file:///etc/passwd\n", "https://" },
	{ "an address with a blank", R "do webhook https://x.test/ a\n", "https://" },
	{ "hours that end before they begin", "hours mon 17-9\n", "write days" },
	{ "hours twice", "hours mon-fri 9-17\nhours fri 16-18\n", "on fri these" },
	{ "an hour that there is not", "hours mon 9-25\n", "write days" },
	{ "a zone that there is not", "zone Europe/Nowhere\n", "no such time zone" },
	{ "a day that there is not", "holiday 2027-02-29\n", "a day that there is" },
	{ "a month that there is not", "holiday 13-01\n", "a day that there is" },
	{ "a control character", "rule a\x01\n", "control character" },
	{ "other bytes", "# \xff\xfe\n", "not UTF-8" },
};

static void
test_rules_parse(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct arena arena = ARENA_INIT;
		struct fail why = FAIL_INIT;
		struct rules rules;
		int got = rules_parse("rules", slice_of(files[i].text), "UTC",
		    &arena, &rules, &why);

		assert_case(files[i].name, got < 0 ? why.text : NULL,
		    got < 0 && files[i].want != NULL &&
		    strstr(why.text, files[i].want) != NULL ? why.text
							     : files[i].want);
		if (got < 0)
			assert_case_int(files[i].name, why.kind, FAIL_SETUP);
		arena_free(&arena);
	}
}

/* --- what makes a rule fire ------------------------------------------------- */

static const char a_mail[] =
    "From: Kim <Kim@Sub.Acme.example>\nTo: <support@help.test>\n"
    "Subject: Printer DOWN again\nX-Priority: 1 (Highest)\n"
    "X-Tag: one\nX-Tag: two\nContent-Language: de-AT\n\nIt burns.\n";

static struct rule_facts
make_facts(struct arena *arena, struct ticket *ticket, struct mail *mail)
{
	static const struct mail_limits limits = MAIL_LIMITS_DEFAULT;
	static const struct department department = { .id = 1,
		.name = SLICE_INIT("Support"),
		.address = SLICE_INIT("support@help.test") };
	static const struct person kim = { .id = 2,
		.name = SLICE_INIT("Kim Doe"), .handle = SLICE_INIT("kdoe") };
	static const struct item_change labels[] = {
		{ .name = SLICE_INIT("vip") }, { .name = SLICE_INIT("paper jam") },
	};
	static const struct belonging acme = { .organization_id = 7,
		.organization = SLICE_INIT("ACME, Inc."),
		.role = SLICE_INIT("manager"), .manages = true };
	static const struct usergroup groups[] = {
		{ 1, SLICE_INIT("everyone") }, { 5, SLICE_INIT("golden") },
	};

	*ticket = (struct ticket){ .id = 1, .subject = SLICE("Printer"),
		.status = TICKET_OPEN, .priority = PRIORITY_HIGH };
	mail_parse(slice_of(a_mail), &limits, arena, mail);
	return (struct rule_facts){
		.triggers = RULE_BIT(RULE_CREATED), .by = "user",
		.ticket = ticket, .sender = SLICE("kim@sub.acme.example"),
		.department = &department, .assignee = &kim,
		.labels = labels, .label_count = ARRAY_LEN(labels),
		.are_hours = true, .mail = mail, .body = SLICE("It burns."),
		.class = SLICE("human"), .flags = SLICE("limited other"),
		.belonging = &acme, .groups = groups,
		.group_count = ARRAY_LEN(groups),
	};
}

static const struct {
	const char *condition;
	bool holds;
} conditions[] = {
	{ "organization \"acme, inc.\"", true },
	{ "organization any", true }, { "organization none", false },
	{ "organization acme", false }, { "not organization acme", true },
	{ "role Manager", true }, { "role member, manager", true },
	{ "role member", false }, { "usergroup golden", true },
	{ "usergroup registered", false },
	{ "sender kim@sub.acme.example", true },
	{ "sender KIM@SUB.ACME.EXAMPLE", true },
	{ "sender @sub.acme.example", true },
	{ "sender @acme.example", false },
	{ "sender @*.acme.example", true },
	{ "sender *@sub.acme.example", true },
	{ "sender k*m@*", true },
	{ "sender m@sub.acme.example", false },
	{ "sender @x.test, @sub.acme.example", true },
	{ "not sender @x.test", true },
	{ "not sender @x.test, @sub.acme.example", false },
	{ "by user", true },
	{ "by agent, desk", false },
	{ "department support", true },
	{ "department SUPPORT@help.test", true },
	{ "department sales", false },
	{ "subject down", true },
	{ "subject \"printer down\"", true },
	{ "subject up", false },
	{ "body BURNS", true },
	{ "body printer", false },
	{ "header X-Priority", true },
	{ "header x-priority highest", true },
	{ "header X-Priority 2", false },
	{ "header X-Tag two", true },
	{ "header X-None", false },
	{ "not header X-None", true },
	{ "not header X-None foo", true },
	{ "class human", true },
	{ "class list, auto-generated", false },
	{ "language de", true },
	{ "language de-at", true },
	{ "language d", false },
	{ "language en", false },
	{ "flag limited", true },
	{ "flag limit", false },
	{ "label vip", true },
	{ "label \"paper jam\"", true },
	{ "label jam", false },
	{ "not label ignored", true },
	{ "priority high, urgent", true },
	{ "priority low", false },
	{ "status open", true },
	{ "status solved", false },
	{ "assignee kdoe", true },
	{ "assignee Kim Doe", true },
	{ "assignee any", true },
	{ "assignee none", false },
	{ "hours open", true },
	{ "hours closed", false },
	{ "target response", false },
};

/* One rule of these lines. */
static struct slice
object(struct arena *arena, const char *on, const char *condition,
    const struct rule_facts *facts)
{
	struct slice text = arena_format(arena, "rule a\non %s\n%s%s\n" OK, on,
	    *condition != '\0' ? "if " : "", condition);
	struct fail why = FAIL_INIT;
	struct rules rules;

	if (rules_parse("rules", text, "UTC", arena, &rules, &why) < 0)
		fail_msg("%s", why.text);
	return rule_objection(&rules.items[0], facts, arena);
}

static void
test_rule_conditions(void **state)
{
	struct arena arena = ARENA_INIT;
	bool seen[RULE_TEST_COUNT] = { false };
	struct ticket ticket;
	struct mail mail;
	struct rule_facts facts = make_facts(&arena, &ticket, &mail);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(conditions); i++) {
		struct slice rest = slice_of(conditions[i].condition), word;
		struct slice got = object(&arena, "created",
		    conditions[i].condition, &facts);
		enum rule_test test;

		assert_case_int(conditions[i].condition, got.len == 0,
		    conditions[i].holds);
		if (got.len > 0)
			assert_case_true(conditions[i].condition,
			    slice_has(got, SLICE("line 3 does not hold: if")));
		slice_cut(&rest, ' ', &word);
		if (rule_test_parse(word, &test))
			seen[test] = true;
	}
	for (int i = 0; i < RULE_TEST_COUNT; i++)
		assert_case_true(rule_test_word((enum rule_test)i)->name,
		    seen[i]);
	arena_free(&arena);
}

static const struct {
	const char *name, *on, *condition;
	unsigned triggers;
	int64_t idle;
	enum ticket_status status;
	bool fires;
} triggers[] = {
	{ "its trigger", "created", "", RULE_BIT(RULE_CREATED), 0,
	  TICKET_OPEN, true },
	{ "another", "replied", "", RULE_BIT(RULE_CREATED), 0, TICKET_OPEN,
	  false },
	{ "one of several", "replied, status", "",
	  RULE_BIT(RULE_STATUS) | RULE_BIT(RULE_ASSIGNED), 0, TICKET_OPEN, true },
	{ "its span of idleness", "idle 4h", "", RULE_BIT(RULE_IDLE), 14400,
	  TICKET_OPEN, true },
	{ "another rule's span", "idle 4h", "", RULE_BIT(RULE_IDLE), 3600,
	  TICKET_OPEN, false },
	{ "spam is left alone", "created", "", RULE_BIT(RULE_CREATED), 0,
	  TICKET_SPAM, false },
	{ "unless it is asked for", "created", "status spam",
	  RULE_BIT(RULE_CREATED), 0, TICKET_SPAM, true },
	{ "not by its opposite", "created", "not status solved",
	  RULE_BIT(RULE_CREATED), 0, TICKET_SPAM, false },
	{ "time leaves alone what is over", "idle 4h", "",
	  RULE_BIT(RULE_IDLE), 14400, TICKET_SOLVED, false },
	{ "unless that is asked for", "idle 4h", "status solved",
	  RULE_BIT(RULE_IDLE), 14400, TICKET_SOLVED, true },
	{ "an answer to what is over counts", "replied", "",
	  RULE_BIT(RULE_REPLIED), 0, TICKET_CLOSED, true },
	{ "due", "due", "", RULE_BIT(RULE_DUE), 0, TICKET_OPEN, true },
	{ "flagged", "flagged", "", RULE_BIT(RULE_FLAGGED), 0, TICKET_OPEN,
	  true },
	{ "hour", "hour", "", RULE_BIT(RULE_HOUR), 0, TICKET_OPEN, true },
	{ "assigned", "assigned", "", RULE_BIT(RULE_ASSIGNED), 0, TICKET_OPEN,
	  true },
	{ "warned", "warned", "", RULE_BIT(RULE_WARNED), 0, TICKET_OPEN, true },
	{ "missed", "missed", "", RULE_BIT(RULE_MISSED), 0, TICKET_OPEN, true },
};

static void
test_rule_triggers(void **state)
{
	struct arena arena = ARENA_INIT;
	struct ticket ticket;
	struct mail mail;
	struct rule_facts facts = make_facts(&arena, &ticket, &mail);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(triggers); i++) {
		ticket.status = triggers[i].status;
		facts.triggers = triggers[i].triggers;
		facts.idle = triggers[i].idle;
		assert_case_int(triggers[i].name, object(&arena,
		    triggers[i].on, triggers[i].condition, &facts).len == 0,
		    triggers[i].fires);
	}
	arena_free(&arena);
}

static void
test_rule_without_mail(void **state)
{
	struct arena arena = ARENA_INIT;
	struct ticket ticket;
	struct mail mail;
	struct rule_facts facts = make_facts(&arena, &ticket, &mail);

	(void)state;
	facts.mail = NULL;
	assert_case_int("the ticket's subject",
	    object(&arena, "created", "subject printer", &facts).len, 0);
	assert_case_true("no header", object(&arena, "created",
	    "header X-Tag", &facts).len > 0);
	assert_case_true("no language", object(&arena, "created",
	    "language de", &facts).len > 0);
	arena_free(&arena);
}

static void
test_rule_pretend(void **state)
{
	struct arena arena = ARENA_INIT;
	struct command command;
	struct ticket ticket;
	struct mail mail;
	struct rule_facts facts = make_facts(&arena, &ticket, &mail);
	static const struct {
		const char *word, *value, *condition;
	} rows[] = {
		{ "priority", "low", "priority low" },
		{ "solved", "", "status solved" },
		{ "label", "new, newer", "label newer" },
		{ "unlabel", "vip", "not label vip" },
		{ "department", "Sales", "department sales" },
		{ "assign", "none", "assignee none" },
		{ "assign", "ben", "assignee ben" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		command_make(slice_of(rows[i].word), slice_of(rows[i].value),
		    &arena, &command);
		rule_pretend(&command, &ticket, &facts, &arena);
		assert_case_int(rows[i].condition, object(&arena, "created",
		    rows[i].condition, &facts).len, 0);
	}
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rules_parse),
		cmocka_unit_test(test_rule_conditions),
		cmocka_unit_test(test_rule_triggers),
		cmocka_unit_test(test_rule_without_mail),
		cmocka_unit_test(test_rule_pretend),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
