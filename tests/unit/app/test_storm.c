/*
 * A storm of mails in ten minutes: all are filed, few letters go, and what was
 * held back is told.
 */
#include "line_case.h"

#include "app/brake.h"
#include "app/due.h"
#include "base/log.h"

#define MAILS_DEFAULT 10000
#define WITHIN 600 /* seconds */
#define AUTOMATIC_MAX 600

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

static size_t
mails_asked(void)
{
	const char *asked = getenv("MAILDESK_MAILS");

	return asked == NULL ? MAILS_DEFAULT : strtoul(asked, NULL, 10);
}

/* Half of them from a few, half from everywhere; a third from machines. */
static void
blow(size_t mails)
{
	for (size_t i = 0; i < mails; i++) {
		struct text text = TEXT_IN(&line.arena);

		clock_set(LINE_START + (int64_t)(i * WITHIN / mails));
		text_add_format(&text, "From: s%zu@d%zu.test\n"
		    "To: support@help.test\nSubject: Storm %zu\n"
		    "Message-ID: <s%zu@storm.test>\n%s\nMail %zu\n",
		    i % 2 == 0 ? i % 40 : i, i % 2 == 0 ? i % 7 : i, i, i,
		    i % 3 == 0 ? "Auto-Submitted: auto-generated\n" : "", i);
		line_put(&line, "s@storm.test", "support@help.test",
		    text_slice(&text));
		if (i % 50 == 49)
			line_file(&line);
		arena_reset(&line.arena);
	}
	line_file(&line);
}

static int64_t
held_back(void)
{
	const char *reason;
	int64_t count, all = 0;

	for (size_t i = 0; (reason = brake_reason(i)) != NULL; i++) {
		line_ok(brake_held_since(&line.desk, reason, 0, &count, why));
		all += count;
	}
	return all;
}

/* As the gateway does each second. */
static void
tell_what_is_due(void)
{
	struct db *db = line.desk.db;
	int got = 0;

	line_ok(got = due_waits(&line.desk, clock_now(), why));
	if (got == 0)
		return;
	line_ok(db_begin(db, why));
	line_ok(due_run(&line.desk, clock_now(), why));
	line_ok(db_commit(db, why));
}

static void
test_storm_is_filed_and_told(void **state)
{
	size_t mails = mails_asked(), told;
	int64_t filings[FILING_STATE_COUNT], written, all;
	struct outbox_row letter;

	(void)state;
	blow(mails);
	line_ok(filings_count(line.desk.db, filings, why));
	assert_case_int("nothing is lost", filings[FILING_FILED] +
	    filings[FILING_DUPLICATE] + filings[FILING_QUARANTINED], mails);
	line_ok(outbox_since(line.desk.db, LINE_START, &written, why));
	all = held_back();
	print_message("%zu mails: %" PRId64 " filed, %" PRId64
	    " in quarantine, %" PRId64 " letters, %" PRId64 " held back\n",
	    mails, filings[FILING_FILED], filings[FILING_QUARANTINED], written,
	    all);
	assert_case_true("letters are few", written <= AUTOMATIC_MAX);
	assert_case_true("and some", written > AUTOMATIC_MAX / 2);
	assert_case_true("the others are counted", all > 0);

	/* No sooner than the hour ends, and once. */
	tell_what_is_due();
	assert_case_int("not yet", line_letter_count(&line, "held-back",
	    "anna@help.test"), 0);
	clock_set(LINE_START + 3600);
	tell_what_is_due();
	tell_what_is_due();
	told = line_letter_count(&line, "held-back", "anna@help.test");
	assert_case_int("a manager is told, as there is no admin", told, 1);
	assert_case_int("members are not", line_letter_count(&line,
	    "held-back", "ben@help.test"), 0);
	letter = line_letter(&line, "held-back", "anna@help.test");
	assert_case_true("how many they were", slice_has(letter.text,
	    arena_format(&line.arena, "%" PRId64 " letters less", all)));
	assert_case_true("by counter", slice_has(letter.text,
	    SLICE("auto-total-hour\n")));

	/* An hour behind the last of them all is as before. */
	clock_set(LINE_START + WITHIN + 3601);
	line_mail(&line, "late@calm.test", "support@help.test", "Late", "",
	    "Is it over?");
	assert_case_int("letters go again", line_letter_count(&line,
	    "acknowledge", "late@calm.test"), 1);
	clock_set(LINE_START + 3 * 3600);
	tell_what_is_due();
	assert_case_int("nothing more to tell", line_letter_count(&line,
	    "held-back", "anna@help.test"), 1);
}

static void
test_storm_admins_are_told(void **state)
{
	struct person ben;

	(void)state;
	line_ok(people_get(line.desk.db, line.ben, &line.arena, &ben, why));
	ben.is_admin = true;
	line_ok(db_begin(line.desk.db, why));
	line_ok(people_save(line.desk.db, &ben, why));
	line_ok(brake_held_back(&line.desk, "ack-per-hour", LINE_START, why));
	line_ok(brake_held_back(&line.desk, "no-right", LINE_START, why));
	line_ok(db_commit(line.desk.db, why));
	assert_case_int("only counters count", held_back(), 1);
	clock_set(LINE_START + 3600);
	tell_what_is_due();
	assert_case_int("the admin", line_letter_count(&line, "held-back",
	    "ben@help.test"), 1);
	assert_case_int("then no manager", line_letter_count(&line,
	    "held-back", "anna@help.test"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_storm_is_filed_and_told,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(test_storm_admins_are_told,
		    setup, teardown),
	};

	log_set_level(LOG_LEVEL_ERROR);
	/* What is written need not survive: memory is quicker than a disk. */
	if (getenv("TMPDIR") == NULL && access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
