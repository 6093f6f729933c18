/* An empty desk for each test, in a transaction, and things to put in it. */
#ifndef UNIT_STORE_DESK_CASE_H
#define UNIT_STORE_DESK_CASE_H

#include "scratch.h"

#include "store/departments.h"
#include "store/entries.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/schema.h"
#include "store/tickets.h"

#define NOW 1800000000 /* what the tests' clocks say */
#define HOUR 3600

struct desk_case {
	struct scratch *scratch;
	struct db *db;
	struct arena arena;
	struct fail why;
};

#define DESK_TEST(name) \
	cmocka_unit_test_setup_teardown(name, desk_setup, desk_teardown)

static inline int
desk_setup(void **state)
{
	struct desk_case *desk = calloc(1, sizeof(*desk));
	void *scratch;

	if (desk == NULL || scratch_setup(&scratch) < 0)
		return -1;
	desk->scratch = scratch;
	assert_ok(db_open(&desk->scratch->db, desk->scratch->path, DB_CREATE,
	    &desk->why), &desk->why);
	desk->db = desk->scratch->db;
	assert_ok(schema_apply(desk->db, SCHEMA_DESK, &desk->why), &desk->why);
	assert_ok(db_begin(desk->db, &desk->why), &desk->why);
	*state = desk;
	return 0;
}

static inline int
desk_teardown(void **state)
{
	struct desk_case *desk = *state;
	void *scratch = desk->scratch;

	db_rollback(desk->db);
	arena_free(&desk->arena);
	free(desk);
	return scratch_teardown(&scratch);
}

/* The call failed because of what it was given, and says so with `words`. */
static inline void
desk_refused(struct desk_case *desk, const char *name, int rc,
    const char *words)
{
	assert_case_int(name, rc, -1);
	assert_case(name, fail_kind_name(desk->why.kind), "refuse");
	assert_case_true(name, strstr(desk->why.text, words) != NULL);
}

static inline int64_t
desk_person(struct desk_case *desk, const char *name, const char *address)
{
	struct person person = { .name = slice_of(name), .created_at = NOW,
		.created_door = DOOR_LMTP };

	assert_ok(people_add(desk->db, &person, slice_of(address),
	    slice_of(address), 0, &desk->why), &desk->why);
	return person.id;
}

static inline int64_t
desk_agent(struct desk_case *desk, const char *name, const char *handle,
    const char *address)
{
	struct person person = { .name = slice_of(name), .is_agent = true,
		.handle = slice_of(handle), .created_at = NOW,
		.created_door = DOOR_CLI };

	assert_ok(people_add(desk->db, &person, slice_of(address),
	    slice_of(address), 0, &desk->why), &desk->why);
	return person.id;
}

static inline int64_t
desk_department(struct desk_case *desk, const char *name, const char *address)
{
	int64_t id;

	assert_ok(departments_add(desk->db, slice_of(name), slice_of(address),
	    NOW, &id, &desk->why), &desk->why);
	return id;
}

static inline int64_t
desk_ticket(struct desk_case *desk, const char *subject, int64_t department,
    int64_t user)
{
	struct ticket ticket = { .subject = slice_of(subject),
		.status = TICKET_OPEN, .priority = PRIORITY_NORMAL,
		.department_id = department, .user_id = user,
		.created_at = NOW, .changed_at = NOW };

	assert_ok(tickets_add(desk->db, &ticket, &desk->why), &desk->why);
	return ticket.id;
}

static inline int64_t
desk_entry(struct desk_case *desk, int64_t ticket, enum entry_kind kind,
    int64_t person, const char *message_id, const char *text)
{
	struct entry entry = { .ticket_id = ticket, .kind = kind,
		.person_id = person, .at = NOW, .door = DOOR_LMTP,
		.message_id = slice_of(message_id), .text = slice_of(text),
		.new_text = slice_of(text) };

	assert_ok(entries_add(desk->db, &entry, &desk->why), &desk->why);
	return entry.id;
}

/* A letter that is due `due` seconds after NOW. */
static inline int64_t
desk_letter(struct desk_case *desk, int64_t ticket, int64_t person,
    const char *message_id, int64_t due)
{
	struct outbox_row row = { .event = SLICE_INIT("acknowledge"),
		.ticket_id = ticket, .person_id = person,
		.address = SLICE_INIT("alice@client.test"),
		.from_name = SLICE_INIT("Support"),
		.from_address = SLICE_INIT("support@help.test"),
		.submitted = SLICE_INIT("replied"),
		.subject = SLICE_INIT("Re: printer"),
		.message_id = slice_of(message_id),
		.text = SLICE_INIT("We have it."),
		.state = LETTER_STATE_QUEUED, .created_at = NOW,
		.due_at = NOW + due, .expires_at = NOW + 24 * HOUR };

	assert_ok(outbox_next_id(desk->db, &row.id, &desk->why), &desk->why);
	assert_ok(outbox_put(desk->db, &row, &desk->why), &desk->why);
	return row.id;
}

/* A desk with a department, a user and a ticket of hers. */
struct desk_small {
	int64_t department, user, ticket;
};

static inline struct desk_small
desk_small(struct desk_case *desk)
{
	struct desk_small small;

	small.department = desk_department(desk, "Support",
	    "support@help.test");
	small.user = desk_person(desk, "Alice", "alice@client.test");
	small.ticket = desk_ticket(desk, "printer", small.department,
	    small.user);
	return small;
}

#endif
