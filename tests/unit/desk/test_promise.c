/* Business hours and promises, over weeks, holidays and changed clocks. */
#include "case.h"

#include "base/zone.h"
#include "desk/rule.h"

static struct arena arena;

static struct hours
berlin(void)
{
	static const char text[] = "zone Europe/Berlin\n"
	    "hours mon-fri 9:00-12:00\nhours mon-fri 13:00-17:00\n"
	    "hours sat 22:00-24:00\nholiday 12-25\nholiday 2027-03-26\n";
	struct fail why = FAIL_INIT;
	struct rules rules;

	if (rules_parse("rules", slice_of(text), "UTC", &arena, &rules, &why) < 0)
		fail_msg("%s", why.text);
	return rules.hours;
}

/* "2026-11-24 09:00" in Berlin. */
static int64_t
at(const char *when)
{
	int y, m, d, h, min;

	if (sscanf(when, "%d-%d-%d %d:%d", &y, &m, &d, &h, &min) != 5)
		fail_msg("%s", when);
	return zone_second("Europe/Berlin", y, m, d, h, min);
}

static const struct {
	const char *name, *from;
	int64_t minutes;
	const char *want;
} rows[] = {
	{ "within a morning", "2026-11-24 09:30", 60, "2026-11-24 10:30" },
	{ "over lunch", "2026-11-24 11:30", 60, "2026-11-24 13:30" },
	{ "from before the door opens", "2026-11-24 03:00", 60,
	  "2026-11-24 10:00" },
	{ "from lunch", "2026-11-24 12:30", 60, "2026-11-24 14:00" },
	{ "to the minute it closes", "2026-11-24 16:00", 60,
	  "2026-11-24 17:00" },
	{ "into the next day", "2026-11-24 16:30", 60, "2026-11-25 09:30" },
	{ "over a weekend with a late Saturday", "2026-11-27 16:00", 240,
	  "2026-11-30 10:00" },
	{ "over Christmas", "2026-12-24 16:30", 60, "2026-12-26 22:30" },
	{ "over Good Friday", "2027-03-25 16:30", 60, "2027-03-27 22:30" },
	{ "a week of 37 hours", "2026-11-23 09:00", 37 * 60,
	  "2026-11-28 24:00" },
	{ "over the clocks' going ahead", "2027-03-27 23:00", 120,
	  "2027-03-29 10:00" },
	{ "over their going back", "2026-10-24 23:00", 120,
	  "2026-10-26 10:00" },
	{ "nothing, while it is open", "2026-11-24 09:30", 0,
	  "2026-11-24 09:30" },
	{ "a year", "2026-01-01 00:00", 60 * 8, "2026-01-02 10:00" },
};

static void
test_hours_after(void **state)
{
	struct hours hours = berlin();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int64_t from = at(rows[i].from), want = at(rows[i].want);

		assert_case_int(rows[i].name, hours_after(&hours, from,
		    rows[i].minutes * 60), want);
		assert_case_int(rows[i].name, hours_between(&hours, from,
		    want), rows[i].minutes * 60);
	}
	arena_free(&arena);
}

/* A night shift is an hour shorter, or longer, when the clocks are changed. */
static void
test_hours_of_changed_clocks(void **state)
{
	struct hours hours = { .zone = "Europe/Berlin" };

	(void)state;
	assert_true(hours_add_span(&hours, (struct hours_span){ 0, 0, 360 },
	    &arena));
	assert_case_int("a common night", hours_between(&hours,
	    at("2026-11-22 00:00"), at("2026-11-22 12:00")), 6 * 3600);
	assert_case_int("they go ahead", hours_between(&hours,
	    at("2027-03-28 00:00"), at("2027-03-28 12:00")), 5 * 3600);
	assert_case_int("they go back", hours_between(&hours,
	    at("2026-10-25 00:00"), at("2026-10-25 12:00")), 7 * 3600);
	assert_case_true("open", hours_are_open(&hours,
	    at("2026-11-22 05:59")));
	assert_case_true("closed", !hours_are_open(&hours,
	    at("2026-11-22 06:00")));
	arena_free(&arena);
}

/* Whatever is asked in pieces is what is asked at once. */
static void
test_hours_add_up(void **state)
{
	struct hours hours = berlin();
	int64_t begin = at("2027-03-20 00:00"), sum = 0;

	(void)state;
	for (int i = 0; i < 14 * 24; i++)
		sum += hours_between(&hours, begin + i * 3600,
		    begin + (i + 1) * 3600);
	assert_case_int("two weeks, hour by hour", sum,
	    hours_between(&hours, begin, begin + 14 * 24 * 3600));
	/* Nine days of seven hours (one is a holiday), two late Saturdays. */
	assert_case_int("and right", sum, (9 * 7 + 2 * 2) * 3600);
	arena_free(&arena);
}

static void
test_hours_that_never_come(void **state)
{
	struct hours hours = { .zone = "UTC" }, always = { .zone = "UTC" };
	int64_t begin = at("2026-11-24 00:00");

	(void)state;
	assert_true(hours_add_span(&hours, (struct hours_span){ 1, 0, 1 },
	    &arena));
	assert_case_int("in ten years at most", hours_after(&hours, begin,
	    INT64_MAX), begin + INT64_C(3660) * 86400);
	assert_case_int("around the clock", hours_after(&always, begin, 7),
	    begin + 7);
	assert_case_int("backwards is nothing", hours_between(&always, begin,
	    begin - 1), 0);
	arena_free(&arena);
}

/* --- promises -------------------------------------------------------------------- */

static void
settle(struct promise *promise, const struct promise_target *target,
    const struct hours *hours, enum ticket_status status, bool is_kept,
    const char *now)
{
	promise_settle(promise, target, hours, &(struct promise_state){
		status, is_kept, at(now) });
}

static void
test_promise_rests_while_the_user_must_act(void **state)
{
	struct hours hours = berlin();
	const struct promise_target target = { 4 * 3600, 3600, false };
	struct promise promise = { .kind = PROMISE_RESOLUTION,
		.since = at("2026-11-24 09:00") };

	(void)state;
	settle(&promise, &target, &hours, TICKET_OPEN, false,
	    "2026-11-24 09:00");
	assert_case_int("due", promise.due_at, at("2026-11-24 14:00"));
	assert_case_int("warned before", promise.warn_at,
	    at("2026-11-24 12:00"));
	settle(&promise, &target, &hours, TICKET_PENDING, false,
	    "2026-11-24 11:00");
	assert_case_int("it rests", promise.due_at, 0);
	assert_case_int("two hours are used", promise.used, 7200);
	settle(&promise, &target, &hours, TICKET_OPEN, false,
	    "2026-11-30 09:00");
	assert_case_int("the rest begins anew", promise.due_at,
	    at("2026-11-30 11:00"));
	settle(&promise, &target, &hours, TICKET_SOLVED, true,
	    "2026-11-30 10:00");
	assert_case_int("kept", promise.kept_at, at("2026-11-30 10:00"));
	assert_case_int("and over", promise.due_at + promise.warn_at, 0);
	settle(&promise, &target, &hours, TICKET_OPEN, false,
	    "2026-11-30 16:00");
	assert_case_int("an end that is taken back", promise.kept_at, 0);
	assert_case_int("has an hour left", promise.due_at,
	    at("2026-11-30 17:00"));
	arena_free(&arena);
}

static void
test_promise_changes_with_its_target(void **state)
{
	struct hours hours = berlin();
	const struct promise_target normal = { 8 * 3600, 0, false },
	    urgent = { 3600, 1800, false }, always = { 7200, 0, true };
	struct promise promise = { .kind = PROMISE_RESPONSE,
		.since = at("2026-11-24 09:00") };

	(void)state;
	settle(&promise, &normal, &hours, TICKET_OPEN, false,
	    "2026-11-24 09:00");
	assert_case_int("normal", promise.due_at, at("2026-11-25 10:00"));
	settle(&promise, &urgent, &hours, TICKET_OPEN, false,
	    "2026-11-24 09:30");
	assert_case_int("urgent counts from the beginning", promise.due_at,
	    at("2026-11-24 10:00"));
	assert_case_int("its warning, too", promise.warn_at,
	    at("2026-11-24 09:30"));
	settle(&promise, NULL, &hours, TICKET_OPEN, false, "2026-11-24 09:40");
	assert_case_int("no target, no promise", promise.due_at, 0);
	promise.since = at("2026-11-24 17:00");
	promise.used = 0;
	settle(&promise, &always, &hours, TICKET_OPEN, false,
	    "2026-11-24 18:00");
	assert_case_int("around the clock", promise.due_at,
	    at("2026-11-24 19:00"));
	promise.missed_at = promise.due_at;
	settle(&promise, &always, &hours, TICKET_OPEN, false,
	    "2026-11-24 20:00");
	assert_case_int("missed is missed once", promise.due_at, 0);
	settle(&promise, &always, &hours, TICKET_PENDING, true,
	    "2026-11-24 20:30");
	settle(&promise, &always, &hours, TICKET_OPEN, false,
	    "2026-11-24 21:00");
	assert_case_int("an answer stays given", promise.kept_at,
	    at("2026-11-24 20:30"));
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hours_after),
		cmocka_unit_test(test_hours_of_changed_clocks),
		cmocka_unit_test(test_hours_add_up),
		cmocka_unit_test(test_hours_that_never_come),
		cmocka_unit_test(test_promise_rests_while_the_user_must_act),
		cmocka_unit_test(test_promise_changes_with_its_target),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
