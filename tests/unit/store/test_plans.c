/*
 * How the engine answers every statement of the store: no walk through a table
 * that grows, nothing sorted, so that the cost of a message does not grow with
 * the desk.
 */
#include "scratch.h"

#include "store/schema.h"

static const struct {
	const char *file;
	const char *name;
	const char *text;
} statements[] = {
#include "sql_statements.h"
};

/* A dozen rows of these are a big desk. */
static const char *const small_tables[] = {
	"department", "department_address", "entry_words_due", "field",
	"macro", "membership", "organization_role", "person_words_due",
	"schema_step", "sqlite_sequence", "team", "usergroup",
};

/* The store's own functions; of a plan only their names matter. */
static const char *const functions[] = { "searchable", "file_names",
	"folded" };

static void
stand_in(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	(void)values;
	sqlite3_result_null(context);
}

/* What may walk or sort, and why. */
static const struct {
	const char *file;
	const char *name;
	const char *reason;
} walkers[] = {
	{ "people.c", "how_many", "a person asks how many there are" },
	{ "entries.c", "how_many_in_all", "a person asks how many there are" },
	{ "owned.c", "person_contacts", "sorts twenty of a kind" },
	{ "bans.c", "list", "a person asks who is banned" },
	{ "ticket_list.c", "count_each", "a person asks how many there are" },
	{ "filings.c", "count_each", "a person asks how many there are" },
	{ "outbox.c", "count_each", "a person asks how many there are" },
	{ "outbox.c", "list_all", "from the newest on, up to a page" },
	{ "outbox.c", "search", "a person looks for letters to somebody" },
	{ "outbox_token.c", "revoke_all", "a person revokes an agent's tokens" },
	{ "outbox_token.c", "signed_by", "a person changes the keys" },
	{ "outbox_waiting.c", "waiting", "sorts eight at most" },
	{ "outbox.c", "times", "from the newest on, up to an hour's" },
	{ "archive.c", "times", "from the newest on, up to an hour's" },
	{ "ticket_list.c", "list_by_assignee",
	  "sorts one agent's tickets for a person" },
	{ "people.c", "agents", "an index of the agents alone" },
	{ "departments.c", "addresses", "sorts one department's addresses" },
	{ "rules.c", "oldest", "the first of a queue" },
	{ "changes.c", "of_ticket", "sorts one ticket's changes for a person" },
	{ "changes.c", "of_person", "sorts one person's changes for another" },
	{ "activity.c", "latest", "sorts one person's entries for another" },
	{ "activity.c", "last_mail", "sorts one person's entries for another" },
	{ "person_files.c", "list", "sorts one person's files for another" },
	{ "person_files.c", "sweep", "a person deletes files, of which are few" },
	{ "people_unmerge.c", "promote_theirs", "sorts one's addresses" },
	{ "people_unmerge.c", "promote_survivor", "sorts one's addresses" },
	{ "duplicates.c", "by_name", "a person asks who is here twice" },
	{ "duplicates.c", "by_local", "a person asks who is here twice" },
	{ "people_words.c", "add", "those who changed, five hundred at most" },
	{ "belongings.c", "by_domain", "the labels of one domain" },
	{ "belongings.c", "offered", "a person asks who could belong there" },
	{ "owned.c", "organization_contacts", "sorts twenty of a kind" },
	{ "people_search.c", "of_organization",
	  "sorts one organization's people for a person" },
	{ "people_search.c", "of_role", "sorts one role's people for a person" },
	{ "ticket_list.c", "list_by_organization",
	  "sorts one organization's tickets for a person" },
	{ "erasure_desk.c", "redact_records", "an admin erases a person" },
	{ "erasure_desk.c", "redact_changes", "an admin erases a person" },
	{ "erasure_desk.c", "redact_events", "an admin erases a person" },
	{ "erasure_desk.c", "redact_letters", "an admin erases a person" },
	{ "erasure_desk.c", "drop_stray_letters", "an admin erases a person" },
	{ "erasure_desk.c", "drop_suggestions", "an admin erases a person" },
	{ "erasure_desk.c", "drop_counted", "an admin erases a person" },
	{ "erasure_desk.c", "drop_letters", "an admin erases a person" },
	{ "erasure_desk.c", "drop_letter_changes", "an admin erases a person" },
	{ "erasure_desk.c", "drop_digests", "an admin erases a person" },
	{ "erasure_desk.c", "words_are_due", "the last entry" },
	{ "erasures.c", "first_open", "an index of those that are not done" },
	{ "erasures.c", "note_written", "an admin erases a person" },
	{ "ticket_merge.c", "add_participants", "sorts one ticket's people" },
};

static bool used[ARRAY_LEN(walkers)];

static bool
may_walk(size_t statement)
{
	for (size_t i = 0; i < ARRAY_LEN(walkers); i++) {
		if (strcmp(walkers[i].file, statements[statement].file) != 0 ||
		    strcmp(walkers[i].name, statements[statement].name) != 0)
			continue;
		used[i] = true;
		return true;
	}
	return false;
}

static bool
is_small(struct slice table)
{
	for (size_t i = 0; i < ARRAY_LEN(small_tables); i++)
		if (slice_eq(table, slice_of(small_tables[i])))
			return true;
	return false;
}

/* One line of a plan: "SEARCH entry USING INDEX entry_ticket (ticket_id=?)". */
static bool
is_dear(struct slice line)
{
	struct slice table, scan = SLICE("SCAN ");

	if (slice_has(line, SLICE("TEMP B-TREE")))
		return true;
	if (!slice_starts(line, scan))
		return false;
	table = slice_from(line, scan.len);
	/* A subquery's own lines are judged; full text is an index. */
	if (slice_starts(table, SLICE("(subquery")) ||
	    slice_starts(table, SLICE("CONSTANT ROW")) ||
	    (slice_has(table, SLICE("VIRTUAL TABLE INDEX")) &&
	    !slice_ends(table, SLICE("INDEX 0:"))))
		return false;
	return !is_small(slice_head(table, slice_index(table, ' ')));
}

static struct slice
explain(size_t statement, struct arena *arena)
{
	return arena_format(arena, "EXPLAIN QUERY PLAN %s",
	    statements[statement].text);
}

/* Whether the plan is dear; says so unless it may be. */
static bool
judge(sqlite3 *handle, size_t statement)
{
	struct arena arena = ARENA_INIT;
	sqlite3_stmt *stmt;
	bool dear = false;
	int rc;

	rc = sqlite3_prepare_v2(handle,
	    arena_string(&arena, explain(statement, &arena)), -1, &stmt, NULL);
	if (rc != SQLITE_OK)
		fail_msg("%s: %s: %s", statements[statement].file,
		    statements[statement].name, sqlite3_errmsg(handle));
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const char *line = (const char *)sqlite3_column_text(stmt, 3);

		if (!is_dear(slice_of(line)) || may_walk(statement))
			continue;
		print_error("%s: %s: %s\n", statements[statement].file,
		    statements[statement].name, line);
		dear = true;
	}
	sqlite3_finalize(stmt);
	arena_free(&arena);
	return dear;
}

/* Not what begins and ends transactions, nor what checks the whole database. */
static bool
has_plan(size_t statement)
{
	struct slice text = slice_of(statements[statement].text);

	if (slice_has(text, SLICE("pragma_")))
		return false;
	return slice_starts(text, SLICE("SELECT")) ||
	    slice_starts(text, SLICE("INSERT")) ||
	    slice_starts(text, SLICE("UPDATE")) ||
	    slice_starts(text, SLICE("DELETE"));
}

static void
judge_all(struct scratch *scratch, enum schema schema)
{
	struct fail why = FAIL_INIT;
	sqlite3 *handle;
	size_t dear = 0;

	assert_ok(db_open(&scratch->db, scratch->path, DB_CREATE, &why), &why);
	assert_ok(schema_apply(scratch->db, schema, &why), &why);
	assert_int_equal(sqlite3_open_v2(scratch->path, &handle,
	    SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	for (size_t i = 0; i < ARRAY_LEN(functions); i++)
		assert_int_equal(sqlite3_create_function(handle, functions[i],
		    1, SQLITE_UTF8, NULL, stand_in, NULL, NULL), SQLITE_OK);
	for (size_t i = 0; i < ARRAY_LEN(statements); i++) {
		bool is_archive = slice_starts(slice_of(statements[i].file),
		    SLICE("archive"));

		if (is_archive == (schema == SCHEMA_ARCHIVE) && has_plan(i) &&
		    judge(handle, i))
			dear++;
	}
	assert_int_equal(sqlite3_close(handle), SQLITE_OK);
	assert_case_int("statements that walk or sort", dear, 0);
}

static void
test_plans_desk(void **state)
{
	judge_all(*state, SCHEMA_DESK);
}

static void
test_plans_archive(void **state)
{
	judge_all(*state, SCHEMA_ARCHIVE);
}

/* What no longer walks does not stay on the list. */
static void
test_plans_walkers_walk(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(walkers); i++)
		assert_case_true(walkers[i].name, used[i]);
}

static void
test_plans_are_judged(void **state)
{
	static const struct {
		const char *name;
		struct slice line;
		bool want;
	} cases[] = {
		{ "a table from end to end", SLICE_INIT("SCAN ticket"), true },
		{ "an index from end to end",
		  SLICE_INIT("SCAN ticket USING INDEX ticket_status"), true },
		{ "a sort", SLICE_INIT("USE TEMP B-TREE FOR ORDER BY"), true },
		{ "all of the full text",
		  SLICE_INIT("SCAN entry_words VIRTUAL TABLE INDEX 0:"), true },
		{ "a match in the full text",
		  SLICE_INIT("SCAN entry_words VIRTUAL TABLE INDEX 192:M2"),
		  false },
		{ "a look-up", SLICE_INIT("SEARCH ticket USING INTEGER PRIMARY"
		  " KEY (rowid=?)"), false },
		{ "a small table", SLICE_INIT("SCAN department"), false },
		{ "a list in memory", SLICE_INIT("SCAN (subquery-2)"), false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		assert_case_int(cases[i].name, is_dear(cases[i].line),
		    cases[i].want);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_plans_desk),
		TEST(test_plans_archive),
		cmocka_unit_test(test_plans_walkers_walk),
		cmocka_unit_test(test_plans_are_judged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
