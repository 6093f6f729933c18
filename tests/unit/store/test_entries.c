/* Entries, what they await, and their full text. */
#include "desk_case.h"

#define DIGEST "0123456789abcdef0123456789abcdef"

static void
test_entries_add_and_get(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	struct entry given = { .ticket_id = small.ticket, .kind = ENTRY_REPLY,
		.is_private = true, .person_id = small.user, .at = NOW,
		.door = DOOR_PIPE, .archive_id = 42,
		.message_id = SLICE_INIT("m@x"), .identity = SLICE_INIT(DIGEST),
		.class = SLICE_INIT("human"), .text = SLICE_INIT("all of it"),
		.new_text = SLICE_INIT("it"),
		.attachments = SLICE_INIT("2\timage/png\t7\ta.png"),
		.flags = SLICE_INIT("limited") };
	struct entry bare = { .ticket_id = small.ticket, .kind = ENTRY_EVENT,
		.at = NOW, .door = DOOR_CLOCK };
	struct entry got;

	assert_ok(entries_add(desk->db, &given, &desk->why), &desk->why);
	assert_ok(entries_add(desk->db, &bare, &desk->why), &desk->why);
	assert_int_equal(entries_get(desk->db, given.id, &desk->arena, &got,
	    &desk->why), 1);
	assert_int_equal(got.id, given.id);
	assert_int_equal(got.ticket_id, small.ticket);
	assert_int_equal(got.kind, ENTRY_REPLY);
	assert_true(got.is_private);
	assert_int_equal(got.person_id, small.user);
	assert_int_equal(got.at, NOW);
	assert_int_equal(got.door, DOOR_PIPE);
	assert_int_equal(got.archive_id, 42);
	assert_case_slice("message id", got.message_id, given.message_id);
	assert_case_slice("identity", got.identity, given.identity);
	assert_case_slice("class", got.class, given.class);
	assert_case_slice("text", got.text, given.text);
	assert_case_slice("new text", got.new_text, given.new_text);
	assert_case_slice("files", got.attachments, given.attachments);
	assert_case_slice("flags", got.flags, given.flags);

	assert_int_equal(entries_get(desk->db, bare.id, &desk->arena, &got,
	    &desk->why), 1);
	assert_case_int("the desk itself", got.person_id, 0);
	assert_int_equal(got.identity.len + got.message_id.len, 0);
	assert_int_equal(entries_get(desk->db, 99, &desk->arena, &got,
	    &desk->why), 0);
}

static void
test_entries_list_and_count(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t other = desk_ticket(desk, "other", small.department,
	    small.user);
	struct entry *entries;
	size_t count;
	int64_t n;

	for (int i = 0; i < 20; i++)
		desk_entry(desk, small.ticket, i % 2 == 0 ? ENTRY_MESSAGE
		    : ENTRY_EVENT, small.user, "", "text");
	desk_entry(desk, other, ENTRY_MESSAGE, small.user, "", "text");
	assert_ok(entries_list(desk->db, small.ticket, &desk->arena, &entries,
	    &count, &desk->why), &desk->why);
	assert_int_equal(count, 20);
	for (size_t i = 0; i < count; i++)
		assert_case_int("oldest first", entries[i].id, (int64_t)i + 1);
	assert_ok(entries_count(desk->db, small.ticket, &n, &desk->why),
	    &desk->why);
	assert_case_int("events do not count", n, 10);
}

static void
test_entries_by_identity(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	struct entry entry = { .ticket_id = small.ticket, .at = NOW,
		.identity = SLICE_INIT(DIGEST) };
	int64_t id, ticket;

	desk_entry(desk, small.ticket, ENTRY_MESSAGE, small.user, "a@x", "a");
	assert_ok(entries_add(desk->db, &entry, &desk->why), &desk->why);
	assert_int_equal(entries_by_identity(desk->db, SLICE(DIGEST), &id,
	    &ticket, &desk->why), 1);
	assert_int_equal(id, entry.id);
	assert_int_equal(ticket, small.ticket);
	assert_int_equal(entries_by_identity(desk->db, SLICE("0"), &id,
	    &ticket, &desk->why), 0);
	assert_case_int("an entry without one is not found by none",
	    entries_by_identity(desk->db, SLICE_EMPTY, &id, &ticket,
	    &desk->why), 0);
	desk_refused(desk, "one entry per identity", entries_add(desk->db,
	    &entry, &desk->why), "constraint");
}

static void
test_entries_by_message_id(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t other = desk_ticket(desk, "other", small.department,
	    small.user);
	int64_t id, ticket, newest;

	desk_entry(desk, small.ticket, ENTRY_MESSAGE, small.user, "a@x", "a");
	newest = desk_entry(desk, other, ENTRY_MESSAGE, small.user, "a@x", "b");
	desk_entry(desk, small.ticket, ENTRY_MESSAGE, small.user, "A@x", "c");
	assert_int_equal(entries_by_message_id(desk->db, SLICE("a@x"), &id,
	    &ticket, &desk->why), 1);
	assert_case_int("the newest that bore it", id, newest);
	assert_int_equal(ticket, other);
	assert_int_equal(entries_by_message_id(desk->db, SLICE("b@x"), &id,
	    &ticket, &desk->why), 0);
}

static void
test_entries_message_ids(void **state)
{
	static const char *const want[] = { "2@x", "3@x", "4@x" };
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t kim = desk_agent(desk, "Kim", "kim", "kim@help.test");
	int64_t other = desk_ticket(desk, "other", small.department,
	    small.user);
	struct slice *ids;
	size_t count;

	desk_entry(desk, small.ticket, ENTRY_MESSAGE, small.user, "1@x", "");
	desk_entry(desk, small.ticket, ENTRY_MESSAGE, small.user, "2@x", "");
	desk_entry(desk, small.ticket, ENTRY_REPLY, kim, "k@x", "");
	desk_entry(desk, small.ticket, ENTRY_MESSAGE, small.user, "", "");
	desk_entry(desk, other, ENTRY_MESSAGE, small.user, "o@x", "");
	desk_entry(desk, small.ticket, ENTRY_MESSAGE, small.user, "3@x", "");
	desk_entry(desk, small.ticket, ENTRY_MESSAGE, small.user, "4@x", "");
	assert_ok(entries_message_ids(desk->db, small.ticket, small.user, 3,
	    &desk->arena, &ids, &count, &desk->why), &desk->why);
	assert_int_equal(count, ARRAY_LEN(want));
	for (size_t i = 0; i < count; i++)
		assert_case_slice("the newest three, oldest first", ids[i],
		    slice_of(want[i]));
	assert_ok(entries_message_ids(desk->db, other, kim, 3, &desk->arena,
	    &ids, &count, &desk->why), &desk->why);
	assert_int_equal(count, 0);
}

static void
test_entries_agent_acted(void **state)
{
	static const struct {
		const char *name;
		enum entry_kind kind;
		int want;
	} cases[] = {
		{ "a message is the user's", ENTRY_MESSAGE, 0 },
		{ "an event is the desk's", ENTRY_EVENT, 0 },
		{ "a note is an agent's", ENTRY_NOTE, 1 },
		{ "so is a reply", ENTRY_REPLY, 1 },
	};
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t ticket;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		ticket = desk_ticket(desk, "one", small.department, small.user);
		desk_entry(desk, ticket, cases[i].kind, small.user, "", "");
		assert_case_int(cases[i].name, entries_agent_acted(desk->db,
		    ticket, &desk->why), cases[i].want);
	}
	assert_case_int("of that ticket alone", entries_agent_acted(desk->db,
	    small.ticket, &desk->why), 0);
}

static void
test_entries_change(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t id = desk_entry(desk, small.ticket, ENTRY_NOTE, small.user, "",
	    "text");
	struct entry entry;

	assert_ok(entries_set_kind(desk->db, id, ENTRY_REPLY, false,
	    &desk->why), &desk->why);
	assert_int_equal(entries_get(desk->db, id, &desk->arena, &entry,
	    &desk->why), 1);
	assert_int_equal(entry.kind, ENTRY_REPLY);
	assert_false(entry.is_private);
}

static void
test_entries_awaiting(void **state)
{
	static const struct {
		const char *name;
		const char *message_id;
		int64_t since;
		int64_t want; /* 0: none */
	} cases[] = {
		{ "the oldest that waits", "a@x", NOW - 2 * HOUR, 1 },
		{ "the oldest that is young enough", "a@x", NOW - HOUR, 2 },
		{ "none is", "a@x", NOW + 1, 0 },
		{ "what a wrong clock wrote is young", "far@x", NOW, 2 },
		{ "nobody waits for this", "b@x", 0, 0 },
	};
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	int64_t early, late, id, ticket;

	early = desk_entry(desk, small.ticket, ENTRY_MESSAGE, small.user, "",
	    "");
	late = desk_entry(desk, small.ticket, ENTRY_MESSAGE, small.user, "",
	    "");
	assert_ok(entries_await(desk->db, late, SLICE("a@x"), NOW, &desk->why),
	    &desk->why);
	assert_ok(entries_await(desk->db, early, SLICE("a@x"), NOW - 2 * HOUR,
	    &desk->why), &desk->why);
	assert_case_int("twice is once", entries_await(desk->db, early,
	    SLICE("a@x"), NOW, &desk->why), 0);
	assert_ok(entries_await(desk->db, late, SLICE("far@x"),
	    NOW + 99 * HOUR, &desk->why), &desk->why);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int got = entries_awaiting(desk->db,
		    slice_of(cases[i].message_id), cases[i].since, &id,
		    &ticket, &desk->why);

		assert_case_int(cases[i].name, got, cases[i].want != 0);
		if (got == 1) {
			assert_case_int(cases[i].name, id, cases[i].want);
			assert_case_int(cases[i].name, ticket, small.ticket);
		}
	}

	assert_ok(entries_prune_awaited(desk->db, NOW - HOUR, &desk->why),
	    &desk->why);
	assert_int_equal(entries_awaiting(desk->db, SLICE("a@x"), 0, &id,
	    &ticket, &desk->why), 1);
	assert_case_int("the old one is forgotten", id, late);
	assert_ok(entries_arrived(desk->db, SLICE("a@x"), &desk->why),
	    &desk->why);
	assert_int_equal(entries_awaiting(desk->db, SLICE("a@x"), 0, &id,
	    &ticket, &desk->why), 0);
	assert_int_equal(entries_awaiting(desk->db, SLICE("far@x"), 0, &id,
	    &ticket, &desk->why), 1);
}

static void
test_entries_of_mails(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	struct entry entry = { .ticket_id = small.ticket, .at = NOW,
		.kind = ENTRY_MESSAGE, .archive_id = 12 };
	int64_t id, archive_id, count;

	desk_entry(desk, small.ticket, ENTRY_NOTE, 0, "", "of no mail");
	assert_ok(entries_add(desk->db, &entry, &desk->why), &desk->why);
	desk_entry(desk, small.ticket, ENTRY_EVENT, 0, "", "nor this");
	assert_int_equal(entries_next_archived(desk->db, 0, &id, &archive_id,
	    &desk->why), 1);
	assert_case_int("the first that was made from a mail", id, entry.id);
	assert_case_int("from which", archive_id, 12);
	assert_case_int("there is no other", entries_next_archived(desk->db,
	    id, &id, &archive_id, &desk->why), 0);
	assert_ok(entries_total(desk->db, &count, &desk->why), &desk->why);
	assert_case_int("all count, events too", count, 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_entries_add_and_get),
		DESK_TEST(test_entries_list_and_count),
		DESK_TEST(test_entries_by_identity),
		DESK_TEST(test_entries_by_message_id),
		DESK_TEST(test_entries_message_ids),
		DESK_TEST(test_entries_agent_acted),
		DESK_TEST(test_entries_change),
		DESK_TEST(test_entries_awaiting),
		DESK_TEST(test_entries_of_mails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
