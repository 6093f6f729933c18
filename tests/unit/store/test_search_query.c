/* What queries find, and for whom. */
#include "desk_case.h"

#include "base/text.h"
#include "store/fields.h"
#include "store/organizations.h"
#include "store/search.h"
#include "store/ticket_items.h"

static int64_t kim; /* helps in Support */

static int64_t
entry(struct desk_case *desk, int64_t ticket, enum entry_kind kind,
    int64_t person, int64_t at, const char *files, const char *text)
{
	struct entry entry = { .ticket_id = ticket, .kind = kind,
		.is_private = kind == ENTRY_NOTE, .person_id = person,
		.at = at, .door = DOOR_LMTP, .text = slice_of(text),
		.new_text = slice_of(text), .attachments = slice_of(files) };

	assert_ok(entries_add(desk->db, &entry, &desk->why), &desk->why);
	return entry.id;
}

static void
change(struct desk_case *desk, int64_t id, enum ticket_status status,
    enum ticket_priority priority, int64_t assignee)
{
	struct ticket ticket;

	assert_int_equal(tickets_get(desk->db, id, &desk->arena, &ticket,
	    &desk->why), 1);
	ticket.status = status;
	ticket.priority = priority;
	ticket.assignee_id = assignee;
	assert_ok(tickets_save(desk->db, &ticket, &desk->why), &desk->why);
}

static void
give(struct desk_case *desk, int64_t ticket, enum ticket_item item,
    const char *name, int64_t id, const char *value)
{
	const struct item_change change = { .item = item,
		.name = slice_of(name), .id = id, .value = slice_of(value) };

	assert_ok(ticket_items_change(desk->db, ticket, 1, NOW, &change,
	    &desk->why), &desk->why);
}

/*
 * 1 printer (Alice, Support), 2 printer cable (Bob, Support), 3 offer (Alice,
 * Sales), 4 Japanese (Bob, Support).
 */
static void
fill(struct desk_case *desk)
{
	int64_t support = desk_department(desk, "Support", "support@help.test");
	int64_t sales = desk_department(desk, "Sales", "sales@help.test");
	int64_t alice = desk_person(desk, "Alice Adams", "alice@client.test");
	int64_t bob = desk_person(desk, "Bob", "bob@other.test");
	struct organization acme = { .name = SLICE_INIT("ACME Ltd"),
		.created_at = NOW };
	struct field colour = { .object = FIELD_OF_TICKET,
		.name = SLICE_INIT("colour"), .kind = FIELD_TEXT };

	kim = desk_agent(desk, "Kim", "kim", "kim@help.test");
	assert_ok(departments_join(desk->db, support, kim, ROLE_MEMBER,
	    &desk->why), &desk->why);
	desk_ticket(desk, "printer", support, alice);
	desk_ticket(desk, "cable", support, bob);
	desk_ticket(desk, "offer", sales, alice);
	desk_ticket(desk, "\xe5\x8d\xb0\xe5\x88\xb7", support, bob);
	entry(desk, 1, ENTRY_MESSAGE, alice, NOW - 90000, "",
	    "Hello,\n\nit is on fire again. Please help.");
	entry(desk, 1, ENTRY_NOTE, kim, NOW, "", "a toner secret");
	entry(desk, 1, ENTRY_REPLY, kim, NOW, "", "Use water, said Kim.");
	entry(desk, 2, ENTRY_EVENT, kim, NOW, "", "closed it");
	entry(desk, 2, ENTRY_MESSAGE, bob, NOW - 90000,
	    "2\tapplication/pdf\t100\tPlan of the house.pdf",
	    "A cable for the printer, printer, printer.");
	entry(desk, 3, ENTRY_MESSAGE, alice, NOW, "",
	    "How much is a printer on water?");
	entry(desk, 4, ENTRY_MESSAGE, bob, NOW, "",
	    "日本語のプリンターが動きません。");
	change(desk, 2, TICKET_PENDING, PRIORITY_HIGH, kim);
	give(desk, 1, ITEM_LABEL, "vip", 0, "");
	assert_ok(fields_add(desk->db, &colour, NOW, &desk->why), &desk->why);
	give(desk, 2, ITEM_FIELD, "colour", colour.id, "Dark Red");
	assert_ok(organizations_add(desk->db, &acme, &desk->why), &desk->why);
	assert_ok(belongings_set(desk->db, alice, acme.id,
	    ORGANIZATION_ROLE_MANAGER, "hand", NOW, &desk->why), &desk->why);
	desk_letter(desk, 2, bob, "l@help.test", 0);
	assert_ok(db_commit(desk->db, &desk->why), &desk->why);
	assert_ok(db_begin(desk->db, &desk->why), &desk->why);
}

/* Who asks, with all that rights are made of. */
static struct searcher
asker(struct desk_case *desk, int64_t id)
{
	struct searcher who = { .owner = id == 0 };
	struct members *members = arena_alloc(&desk->arena, sizeof(*members));
	struct department *departments;

	assert_ok(departments_members(desk->db, 0, &desk->arena, members,
	    &desk->why), &desk->why);
	assert_ok(departments_list(desk->db, &desk->arena, &departments,
	    &who.access.department_count, &desk->why), &desk->why);
	who.access.departments = departments;
	who.access.members = members;
	if (id != 0)
		assert_int_equal(people_get(desk->db, id, &desk->arena,
		    &who.person, &desk->why), 1);
	return who;
}

static int
run(struct desk_case *desk, const char *line, int64_t id, size_t page,
    size_t size, struct search_result *out)
{
	const struct searcher who = asker(desk, id);
	struct query query;

	if (query_parse(slice_of(line), NOW, "UTC", &desk->arena, &query,
		&desk->why) < 0)
		return -1;
	return search_run(desk->db, &query, &who, page, size, &desk->arena,
	    out, &desk->why);
}

/* "2 1": numbers of tickets, the best first. */
static const char *
found(struct desk_case *desk, const char *line, int64_t id)
{
	struct text text = TEXT_IN(&desk->arena);
	struct search_result result;

	if (run(desk, line, id, 0, 10, &result) < 0)
		return desk->why.text;
	for (size_t i = 0; i < result.count; i++)
		text_add_format(&text, "%s%lld", i > 0 ? " " : "",
		    (long long)result.hits[i].ticket_id);
	return text_string(&text);
}

static const struct {
	const char *name;
	const char *line;
	const char *want;
} cases[] = {
	{ "a word of the subject says most", "printer", "1 2 3" },
	{ "all words in one entry", "printer cable", "2" },
	{ "not in two of them", "fire water", "" },
	{ "without a word", "printer -cable", "1 3" },
	{ "words that begin so", "prin*", "1 2 3" },
	{ "a phrase", "\"printer on\"", "3" },
	{ "the words of a phrase elsewhere", "\"on printer\"", "" },
	{ "signs are no words", "!!!", "" },
	{ "signs beside a word are nothing", "cable !!!", "2" },
	{ "who wrote", "adams", "3 1" },
	{ "their address", "other.test", "2 4" },
	{ "what an agent said", "water kim", "1" },
	{ "an attachment's name", "house", "2" },
	{ "in Japanese", "プリンター", "4" },
	{ "a piece of it", "リン", "4" },
	{ "one letter", "語", "4" },
	{ "not other pieces", "本日", "" },
	{ "a subject in Chinese", "subject:印刷", "4" },
	{ "subject", "subject:printer", "1" },
	{ "file", "file:house", "2" },
	{ "file in another file", "file:fire", "" },
	{ "note", "note:toner", "1" },
	{ "note that is none", "note:fire", "" },
	{ "from, by name", "from:alice", "3 1" },
	{ "from, by number", "from:1", "3 1" },
	{ "from, by address", "from:BOB@other.test", "4 2" },
	{ "from an agent, and not what they did", "from:kim", "1" },
	{ "from and words", "printer from:alice", "3 1" },
	{ "the words of somebody else", "cable from:alice", "" },
	{ "to", "to:bob", "2" },
	{ "user", "user:bob", "4 2" },
	{ "user and no user", "user:bob -user:2", "" },
	{ "organization", "org:\"acme ltd\"", "3 1" },
	{ "by number", "org:1", "3 1" },
	{ "of none", "org:none", "4 2" },
	{ "not of one", "status:open -org:1", "4" },
	{ "role", "role:manager", "3 1" },
	{ "organization and role", "org:1 role:manager printer", "3 1" },
	{ "another role", "org:1 role:member", "" },
	{ "department", "dept:sales", "3" },
	{ "without a department", "printer -department:sales", "1 2" },
	{ "status", "status:open", "4 3 1" },
	{ "several", "status:pending,closed", "2" },
	{ "two that contradict", "status:open status:pending", "" },
	{ "priority", "priority:high,urgent", "2" },
	{ "assignee", "assignee:kim", "2" },
	{ "nobody has it", "assignee:none", "4 3 1" },
	{ "label", "label:VIP", "1" },
	{ "no label", "user:alice -label:vip", "3" },
	{ "before", "before:yesterday", "" },
	{ "before today", "before:today", "2 1" },
	{ "after", "after:today", "4 3 1" },
	{ "has", "has:attachment", "2" },
	{ "has none", "user:bob -has:attachment", "4" },
	{ "own field", "field.colour:red", "2" },
	{ "another value", "field.colour:blue", "" },
	{ "no own field", "field.weight:1", "there is no field \"weight\":"
	    " `maildesk field list` names them" },
	{ "nobody", "from:zoe", "from:zoe: nobody is called so" },
	{ "no organization", "org:acme", "org:acme: there is no such"
	    " organization; there are ACME Ltd" },
	{ "no role", "role:boss", "role:boss: there is no such role; there are"
	    " member, manager" },
	{ "no agent", "assignee:alice", "assignee:alice: nobody is called so" },
	{ "no department", "dept:suport", "department:suport: there is no such"
	    " department; there are Support, Sales" },
	{ "me, who is nobody", "assignee:me",
	    "assignee:me: you are nobody here: name somebody" },
};

static void
test_search_query_finds(void **state)
{
	struct desk_case *desk = *state;

	fill(desk);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_case(cases[i].name, found(desk, cases[i].line, 0),
		    cases[i].want);
}

static void
test_search_query_rights(void **state)
{
	struct desk_case *desk = *state;
	struct person alice;

	fill(desk);
	assert_case("an agent finds what their department may read",
	    found(desk, "printer", kim), "1 2");
	assert_case("and notes there", found(desk, "toner", kim), "1");
	assert_case("by fields, too", found(desk, "from:alice", kim), "1");
	assert_case("and what is theirs", found(desk, "assignee:me", kim),
	    "2");
	assert_case("a user who is no agent finds nothing",
	    found(desk, "printer", 1), "");
	assert_int_equal(people_get(desk->db, 1, &desk->arena, &alice,
	    &desk->why), 1);
	alice.is_agent = true;
	alice.handle = SLICE("alice");
	assert_ok(people_save(desk->db, &alice, &desk->why), &desk->why);
	assert_case("an agent finds own tickets as a user",
	    found(desk, "printer", 1), "1 3");
	assert_case("without the notes", found(desk, "toner", 1), "");
	assert_case("nor by fields", found(desk, "from:kim note:secret", 1),
	    "");
	assert_case("but what was answered", found(desk, "water", 1), "1 3");
}

static void
test_search_query_pages(void **state)
{
	struct desk_case *desk = *state;
	struct search_result result;

	fill(desk);
	assert_ok(run(desk, "printer", 0, 0, 2, &result), &desk->why);
	assert_case_int("a page", result.count, 2);
	assert_case_true("and there is another", result.more);
	assert_ok(run(desk, "printer", 0, 1, 2, &result), &desk->why);
	assert_case_int("which has the rest", result.count, 1);
	assert_case_int("of them", result.hits[0].ticket_id, 3);
	assert_case_true("and is the last", !result.more);
	assert_ok(run(desk, "printer", 0, 7, 2, &result), &desk->why);
	assert_case_int("behind it is nothing", result.count, 0);
}

static const struct {
	const char *name;
	const char *line;
	const char *want; /* [what was found] in what is around it */
} snippets[] = {
	{ "lines are one", "fire", "Hello, it is on [fire] again. Please help." },
	{ "as it is written", "FIRE", "Hello, it is on [fire] again."
	    " Please help." },
	{ "the first that is there", "printer fire",
	    "Hello, it is on [fire] again. Please help." },
	{ "without words the begin", "from:kim water",
	    "Use [water], said Kim." },
	{ "a piece without blanks", "プリンター",
	    "日本語の[プリンター]が動きません。" },
	{ "fields alone", "label:vip", "Use water, said Kim.[]" },
};

static void
test_search_query_snippets(void **state)
{
	struct desk_case *desk = *state;

	fill(desk);
	for (size_t i = 0; i < ARRAY_LEN(snippets); i++) {
		struct text text = TEXT_IN(&desk->arena);
		struct search_result result;
		const struct search_hit *hit;

		assert_ok(run(desk, snippets[i].line, 0, 0, 1, &result),
		    &desk->why);
		assert_case_int(snippets[i].name, result.count, 1);
		hit = &result.hits[0];
		text_add(&text, hit->found.len > 0 ? hit->before : hit->after);
		text_add_char(&text, '[');
		text_add(&text, hit->found);
		text_add_char(&text, ']');
		if (hit->found.len > 0)
			text_add(&text, hit->after);
		assert_case(snippets[i].name, text_string(&text),
		    snippets[i].want);
	}
}

static const struct sql forget = {
	"INSERT INTO entry_words (entry_words) VALUES ('delete-all')"
};
static const struct sql all_due = {
	"INSERT INTO entry_words_due (below) SELECT max(id) + 1 FROM entry"
};

static void
test_search_query_filled_in(void **state)
{
	struct desk_case *desk = *state;
	struct search_result result;
	int64_t bob = 2;

	fill(desk);
	scratch_run(desk->db, &forget);
	scratch_run(desk->db, &all_due);
	for (int i = 0; i < 1200; i++)
		entry(desk, 2, ENTRY_MESSAGE, bob, NOW, "", "late");
	assert_ok(db_commit(desk->db, &desk->why), &desk->why);
	assert_ok(db_begin(desk->db, &desk->why), &desk->why);
	assert_ok(run(desk, "late", 0, 0, 10, &result), &desk->why);
	assert_case_int("what comes meanwhile is there", result.count, 1);
	assert_case_int("and it says from where on", result.missing_below, 8);
	assert_case("what is missing is not", found(desk, "fire", 0), "");
	assert_case("fields find it all the same",
	    found(desk, "label:vip", 0), "1");
	assert_case_int("it is due", search_is_due(desk->db, &desk->why), 1);
	assert_case_int("people first", search_fill(desk->db, &desk->why), 1);
	assert_case_int("then a piece", search_fill(desk->db, &desk->why), 1);
	assert_case_int("and it is done", search_fill(desk->db, &desk->why), 0);
	assert_case("everything is found again", found(desk, "fire", 0), "1");
	assert_case("once", found(desk, "late", 0), "2");
}

static void
test_search_query_newest(void **state)
{
	struct desk_case *desk = *state;
	struct search_result result;

	fill(desk);
	for (int i = 0; i < SEARCH_RANKED_MAX; i++)
		entry(desk, 4, ENTRY_MESSAGE, 2, NOW, "", "again");
	assert_ok(db_commit(desk->db, &desk->why), &desk->why);
	assert_ok(db_begin(desk->db, &desk->why), &desk->why);
	assert_ok(run(desk, "again", 0, 0, 10, &result), &desk->why);
	assert_case_true("the newest are ranked, and it says so",
	    result.capped);
	assert_case_int("older ones are not", result.count, 1);
	assert_ok(run(desk, "again fire", 0, 0, 10, &result), &desk->why);
	assert_case_true("more words find them", !result.capped);
	assert_case_int("all", result.hits[0].ticket_id, 1);
	entry(desk, 1, ENTRY_MESSAGE, 1, NOW, "", "again");
	for (int i = 0; i < SEARCH_RANKED_MAX; i++)
		entry(desk, 4, ENTRY_MESSAGE, 2, NOW, "", "again");
	assert_ok(db_commit(desk->db, &desk->why), &desk->why);
	assert_ok(db_begin(desk->db, &desk->why), &desk->why);
	assert_ok(run(desk, "again from:alice", 0, 0, 10, &result),
	    &desk->why);
	assert_case_true("nor does somebody who wrote little miss any",
	    !result.capped);
	assert_case_int("of it", result.hits[0].ticket_id, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_search_query_finds),
		DESK_TEST(test_search_query_rights),
		DESK_TEST(test_search_query_pages),
		DESK_TEST(test_search_query_snippets),
		DESK_TEST(test_search_query_filled_in),
		DESK_TEST(test_search_query_newest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
