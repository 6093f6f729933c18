/* What became of each archived message; what the desk knows of itself. */
#include "desk_case.h"

#include "store/filings.h"

#define DIGEST "0123456789abcdef0123456789abcdef"

static void
put(struct desk_case *desk, int64_t archive_id, enum filing_state state,
    const char *digest)
{
	struct filing filing = { .archive_id = archive_id, .state = state,
		.at = NOW, .digest = slice_of(digest),
		.reason = slice_of(state == FILING_QUARANTINED ? "loop" : ""),
		.record = SLICE_INIT("classify\tclass\thuman\n") };

	assert_ok(filings_put(desk->db, &filing, &desk->why), &desk->why);
}

static void
test_filings_cursor(void **state)
{
	struct desk_case *desk = *state;
	int64_t cursor = -1;

	assert_ok(filings_cursor(desk->db, &cursor, &desk->why), &desk->why);
	assert_case_int("nothing was filed yet", cursor, 0);
	put(desk, 7, FILING_FILED, "");
	put(desk, 3, FILING_DUPLICATE, "");
	assert_ok(filings_cursor(desk->db, &cursor, &desk->why), &desk->why);
	assert_case_int("the highest, not the last", cursor, 7);
}

static void
test_filings_next(void **state)
{
	struct desk_case *desk = *state;
	struct filing got;

	put(desk, 7, FILING_QUARANTINED, DIGEST);
	put(desk, 3, FILING_DUPLICATE, "");
	assert_int_equal(filings_next(desk->db, 0, &desk->arena, &got,
	    &desk->why), 1);
	assert_case_int("by their numbers", got.archive_id, 3);
	assert_int_equal(filings_next(desk->db, 3, &desk->arena, &got,
	    &desk->why), 1);
	assert_case_int("whatever they are", got.archive_id, 7);
	assert_case_slice("with reason", got.reason, SLICE("loop"));
	assert_case_slice("and digest", got.digest, SLICE(DIGEST));
	assert_case_int("the record is long", got.record.len, 0);
	assert_int_equal(filings_next(desk->db, 7, &desk->arena, &got,
	    &desk->why), 0);
}

static void
test_filings_put_and_get(void **state)
{
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	struct filing given = { .archive_id = 5, .state = FILING_FILED,
		.entry_id = desk_entry(desk, small.ticket, ENTRY_MESSAGE,
		    small.user, "", ""),
		.ticket_id = small.ticket, .class = SLICE_INIT("human"),
		.at = NOW, .digest = SLICE_INIT(DIGEST),
		.record = SLICE_INIT("a\tb\tc\n") };
	struct filing got;

	assert_ok(filings_put(desk->db, &given, &desk->why), &desk->why);
	assert_int_equal(filings_get(desk->db, 5, &desk->arena, &got,
	    &desk->why), 1);
	assert_int_equal(got.archive_id, 5);
	assert_int_equal(got.state, FILING_FILED);
	assert_int_equal(got.reason.len, 0);
	assert_int_equal(got.entry_id, given.entry_id);
	assert_int_equal(got.ticket_id, small.ticket);
	assert_case_slice("class", got.class, given.class);
	assert_int_equal(got.at, NOW);
	assert_case_slice("digest", got.digest, given.digest);
	assert_case_slice("record", got.record, given.record);
	assert_int_equal(filings_get(desk->db, 6, &desk->arena, &got,
	    &desk->why), 0);
}

static void
test_filings_are_replaced_from_quarantine_only(void **state)
{
	static const struct {
		const char *name;
		enum filing_state before;
		bool want;
	} cases[] = {
		{ "what was quarantined is released", FILING_QUARANTINED,
		  true },
		{ "what was filed stays", FILING_FILED, false },
		{ "a duplicate stays", FILING_DUPLICATE, false },
	};
	struct desk_case *desk = *state;
	struct desk_small small = desk_small(desk);
	struct filing filing;
	int64_t entry;

	/* The second: its number is not the ticket's. */
	desk_entry(desk, small.ticket, ENTRY_MESSAGE, small.user, "", "");
	entry = desk_entry(desk, small.ticket, ENTRY_MESSAGE, small.user, "",
	    "");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		filing = (struct filing){ .archive_id = (int64_t)i + 1,
			.state = FILING_FILED, .at = NOW + 1,
			.entry_id = entry, .ticket_id = small.ticket,
			.class = SLICE_INIT("list") };
		put(desk, filing.archive_id, cases[i].before, DIGEST);
		if (cases[i].want)
			assert_case_int(cases[i].name, filings_put(desk->db,
			    &filing, &desk->why), 0);
		else
			desk_refused(desk, cases[i].name, filings_put(desk->db,
			    &filing, &desk->why), "is filed already");
		assert_int_equal(filings_get(desk->db, filing.archive_id,
		    &desk->arena, &filing, &desk->why), 1);
		assert_case_int(cases[i].name, filing.at,
		    cases[i].want ? NOW + 1 : NOW);
		assert_case_int(cases[i].name, filing.reason.len, 0);
		assert_case_int(cases[i].name, filing.entry_id,
		    cases[i].want ? entry : 0);
		assert_case_int(cases[i].name, filing.ticket_id,
		    cases[i].want ? small.ticket : 0);
		assert_case_slice(cases[i].name, filing.class,
		    slice_of(cases[i].want ? "list" : ""));
	}
}

static void
test_filings_quarantined(void **state)
{
	struct desk_case *desk = *state;
	int64_t counts[FILING_STATE_COUNT];
	struct filing *list;
	size_t count;

	put(desk, 1, FILING_QUARANTINED, "");
	put(desk, 2, FILING_FILED, "");
	put(desk, 3, FILING_QUARANTINED, "");
	put(desk, 4, FILING_DUPLICATE, "");
	put(desk, 5, FILING_QUARANTINED, "");
	assert_ok(filings_quarantined(desk->db, 2, &desk->arena, &list, &count,
	    &desk->why), &desk->why);
	assert_int_equal(count, 2);
	assert_case_int("newest first", list[0].archive_id, 5);
	assert_int_equal(list[1].archive_id, 3);
	assert_case_slice("with the reason", list[0].reason, SLICE("loop"));
	assert_case_int("without the record", list[0].record.len, 0);
	assert_ok(filings_count(desk->db, counts, &desk->why), &desk->why);
	assert_int_equal(counts[FILING_FILED], 1);
	assert_int_equal(counts[FILING_DUPLICATE], 1);
	assert_int_equal(counts[FILING_QUARANTINED], 3);
}

static void
test_filings_by_digest(void **state)
{
	struct desk_case *desk = *state;
	int64_t id;

	put(desk, 1, FILING_QUARANTINED, DIGEST);
	put(desk, 2, FILING_DUPLICATE, DIGEST);
	put(desk, 3, FILING_QUARANTINED, "");
	assert_int_equal(filings_by_digest(desk->db, SLICE(DIGEST), &id,
	    &desk->why), 1);
	assert_case_int("the newest", id, 2);
	assert_int_equal(filings_by_digest(desk->db, SLICE("x"), &id,
	    &desk->why), 0);
	assert_case_int("none is not the digest of those without",
	    filings_by_digest(desk->db, SLICE_EMPTY, &id, &desk->why), 0);
}

static void
test_meta(void **state)
{
	struct desk_case *desk = *state;
	struct slice got;

	assert_int_equal(meta_get(desk->db, "desk-id", &desk->arena, &got,
	    &desk->why), 0);
	assert_ok(meta_set(desk->db, "desk-id", SLICE("one"), &desk->why),
	    &desk->why);
	assert_ok(meta_set(desk->db, "desk-id", SLICE("two"), &desk->why),
	    &desk->why);
	assert_int_equal(meta_get(desk->db, "desk-id", &desk->arena, &got,
	    &desk->why), 1);
	assert_case_slice("the last one set", got, SLICE("two"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(test_filings_cursor),
		DESK_TEST(test_filings_next),
		DESK_TEST(test_filings_put_and_get),
		DESK_TEST(test_filings_are_replaced_from_quarantine_only),
		DESK_TEST(test_filings_quarantined),
		DESK_TEST(test_filings_by_digest),
		DESK_TEST(test_meta),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
