/*
 * The closed sets: the words that the schema's CHECKs allow are those of the
 * program's tables, in the same order and all of them.
 */
#include "desk_case.h"

#include "store/changes.h"
#include "desk/field.h"
#include "store/filings.h"
#include "store/rules.h"

static const struct sql table_text = {
	"SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1"
};

static struct slice
load_table(struct desk_case *desk, const char *table)
{
	struct db_stmt *stmt = db_use(desk->db, &table_text);
	struct slice text;

	db_bind_word(stmt, 1, table);
	assert_case_int(table, db_step(stmt, &desk->why), 1);
	text = db_text(stmt, 0, &desk->arena);
	db_done(stmt);
	return text;
}

/* What stands between the brackets of "CHECK (column IN (...))". */
static struct slice
find_check(struct desk_case *desk, const char *table, const char *column)
{
	struct slice text = load_table(desk, table);
	struct slice begin = arena_format(&desk->arena, "CHECK (%s IN (",
	    column);

	assert_case_true(column, slice_has(text, begin));
	text = slice_from(text, slice_search(text, begin) + begin.len);
	return slice_head(text, slice_index(text, ')'));
}

#define NAMES_OF(name, of, count) \
	static const char * \
	name(size_t i) \
	{ \
		return i < (count) ? of((unsigned)i) : NULL; \
	}

NAMES_OF(doors, door_name, DOOR_COUNT)
NAMES_OF(address_states, address_state_name, ADDRESS_STATE_COUNT)
NAMES_OF(roles, member_role_name, MEMBER_ROLE_COUNT)
NAMES_OF(ccs, department_cc_name, DEPARTMENT_CC_COUNT)
NAMES_OF(choices, department_choice_name, DEPARTMENT_CHOICE_COUNT)
NAMES_OF(statuses, ticket_status_name, TICKET_STATUS_COUNT)
NAMES_OF(priorities, ticket_priority_name, TICKET_PRIORITY_COUNT)
NAMES_OF(kinds, entry_kind_name, ENTRY_KIND_COUNT)
NAMES_OF(filing_states, filing_state_name, FILING_STATE_COUNT)
NAMES_OF(field_objects, field_object_name, FIELD_OBJECT_COUNT)
NAMES_OF(field_kinds, field_kind_name, FIELD_KIND_COUNT)
NAMES_OF(letter_states, letter_state_name, LETTER_STATE_COUNT)
NAMES_OF(timer_kinds, rule_timer_name, TIMER_KIND_COUNT)
NAMES_OF(promise_kinds, promise_kind_name, PROMISE_KIND_COUNT)

static const struct {
	const char *table;
	const char *column;
	const char *(*name)(size_t i); /* NULL behind the last */
} sets[] = {
	{ "person", "created_door", doors },
	{ "address", "state", address_states },
	{ "membership", "role", roles },
	{ "department", "cc", ccs },
	{ "department", "choice", choices },
	{ "ticket", "status", statuses },
	{ "ticket", "priority", priorities },
	{ "entry", "kind", kinds },
	{ "entry", "door", doors },
	{ "filing", "state", filing_states },
	{ "change", "door", doors },
	{ "letter", "state", letter_states },
	{ "field", "object", field_objects },
	{ "field", "kind", field_kinds },
	{ "rule_timer", "kind", timer_kinds },
	{ "promise", "kind", promise_kinds },
};

static void
test_words_of_schema_are_ours(void **state)
{
	struct desk_case *desk = *state;
	struct slice list, word;
	const char *name;
	size_t n;

	for (size_t i = 0; i < ARRAY_LEN(sets); i++) {
		list = find_check(desk, sets[i].table, sets[i].column);
		for (n = 0; slice_cut(&list, ',', &word); n++) {
			name = sets[i].name(n);
			assert_case_true(sets[i].column, name != NULL);
			assert_case_slice(sets[i].column, slice_trim(word),
			    arena_format(&desk->arena, "'%s'", name));
		}
		assert_case_true(sets[i].column, sets[i].name(n) == NULL);
	}
}

static void
test_words_are_read_back(void **state)
{
	enum letter_state letter;
	enum filing_state filing;

	(void)state;
	for (size_t i = 0; i < LETTER_STATE_COUNT; i++) {
		assert_true(letter_state_parse(slice_of(letter_states(i)),
		    &letter));
		assert_int_equal(letter, i);
	}
	for (size_t i = 0; i < FILING_STATE_COUNT; i++) {
		assert_true(filing_state_parse(slice_of(filing_states(i)),
		    &filing));
		assert_int_equal(filing, i);
	}
	assert_false(letter_state_parse(SLICE("lost"), &letter));
	assert_false(filing_state_parse(SLICE("lost"), &filing));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_words_of_schema_are_ours),
		cmocka_unit_test(test_words_are_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
