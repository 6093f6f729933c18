/* Each counter: so many and no more, until its window has passed. */
#include "line_case.h"

#include "app/brake.h"
#include "desk/origin.h"
#include "store/changes.h"

#define MINUTE 60
#define HOUR 3600
#define DAY 86400

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

enum what { ACKNOWLEDGE, AUTOMATIC, TICKET, MACHINE };

/* The address, with the number for each "#". */
static struct slice
numbered(const char *address, int n)
{
	struct text text = TEXT_IN(&line.arena);

	for (; *address != '\0'; address++) {
		if (*address == '#')
			text_add_format(&text, "%d", n);
		else
			text_add_char(&text, *address);
	}
	return text_slice(&text);
}

/* May the n-th go? Addresses and tickets differ as the row says. */
static bool
may(enum what what, const char *address, int64_t ticket, int n, int64_t now,
    const char **reason)
{
	struct slice to = numbered(address, n);
	int64_t id = ticket != 0 ? ticket : n + 1;
	int got = -1;

	line_ok(db_begin(line.desk.db, why));
	switch (what) {
	case ACKNOWLEDGE:
		line_ok(got = brake_acknowledge(&line.desk, to, id, now,
		    reason, why));
		break;
	case AUTOMATIC:
		line_ok(got = brake_automatic(&line.desk, to, id, now, reason,
		    why));
		break;
	case TICKET:
	case MACHINE:
		line_ok(got = brake_new_ticket(&line.desk, to, what == MACHINE,
		    now, reason, why));
		break;
	}
	line_ok(db_commit(line.desk.db, why));
	return got == 1;
}

static const struct {
	const char *name;
	enum what what;
	const char *address; /* #: the number of the letter */
	int64_t ticket;	     /* 0: another one each time */
	int64_t every;	     /* seconds between two */
	int want;	     /* so many go */
	const char *reason;  /* of the next one */
	int64_t later;	     /* seconds behind the first: another one goes */
} limits[] = {
	{ "one acknowledgement for a ticket", ACKNOWLEDGE, "a#@x#.test", 7,
	  1, 1, "ack-per-ticket", DAY + 2 },
	{ "three in an hour to an address", ACKNOWLEDGE, "a@x.test", 0, 1, 3,
	  "ack-per-hour", 0 },
	{ "tags are the same address", ACKNOWLEDGE, "a+#@x.test", 0, 1, 3,
	  "ack-per-hour", 0 },
	{ "three in a row, however slow", ACKNOWLEDGE, "a@x.test", 0, 2 * DAY,
	  3, "ack-in-a-row", 0 },
	{ "thirty in an hour to a domain", ACKNOWLEDGE, "a#@x.test", 0, 1, 30,
	  "ack-domain-hour", HOUR + 1 },
	{ "six hundred in an hour in all", ACKNOWLEDGE, "a@x#.test", 0, 1,
	  600, "ack-total-hour", HOUR + 1 },
	{ "six in ten minutes about a ticket", AUTOMATIC, "a@x.test", 7, 1, 6,
	  "auto-10min", 10 * MINUTE + 1 },
	{ "twenty in an hour about a ticket", AUTOMATIC, "a@x.test", 7,
	  2 * MINUTE, 20, "auto-60min", HOUR + 1 },
	{ "sixty in a day about a ticket", AUTOMATIC, "a@x.test", 7,
	  5 * MINUTE, 60, "auto-24h", DAY + 1 },
	{ "six hundred in an hour of any kind", AUTOMATIC, "a#@x#.test", 0,
	  1, 600, "auto-total-hour", HOUR + 1 },
	{ "twenty new tickets in an hour", TICKET, "a@x.test", 0, 1, 20, "rate",
	  HOUR + 1 },
	{ "of a machine, too", MACHINE, "a@x.test", 0, 1, 20, "rate",
	  HOUR + 1 },
};

static void
test_brake_limits(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(limits); i++) {
		const char *reason = "";
		int n = 0;

		line_close(&line);
		line_open(&line);
		/* A desk that was restarted has not forgotten. */
		for (; n < limits[i].want + 1; n++) {
			if (n == limits[i].want / 2) {
				desk_close(&line.desk);
				line_ok(desk_open(&line.desk, &line.conf,
				    DB_WRITE, true, why));
			}
			if (!may(limits[i].what, limits[i].address,
				limits[i].ticket, n,
				LINE_START + n * limits[i].every, &reason))
				break;
		}
		assert_case_int(limits[i].name, n, limits[i].want);
		assert_case(limits[i].name, reason, limits[i].reason);
		if (limits[i].later != 0)
			assert_case_true(limits[i].name, may(limits[i].what,
			    limits[i].address, limits[i].ticket, n,
			    LINE_START + limits[i].later, &reason));
		arena_reset(&line.arena);
	}
}

/* Ten a day: an agent's answers in between keep the row from filling. */
static void
test_brake_day(void **state)
{
	const char *reason = "";
	int n = 0;

	(void)state;
	for (; n < 20; n++) {
		if (!may(ACKNOWLEDGE, "a@x.test", 0, n,
			LINE_START + n * HOUR, &reason))
			break;
		line_ok(db_begin(line.desk.db, why));
		line_ok(brake_proven(&line.desk, SLICE("a@x.test"), why));
		line_ok(db_commit(line.desk.db, why));
	}
	assert_int_equal(n, 10);
	assert_case("the reason", reason, "ack-per-day");
}

static const struct {
	const char *name;
	const char *headers; /* of the answers */
	const char *subject;
	int64_t after;	     /* seconds behind our letter */
	bool want;	     /* taken for a machine by the second */
} reflexes[] = {
	{ "two answers at once are a machine's", NULL, NULL, 30, true },
	{ "a person takes longer", NULL, NULL, 121, false },
	{ "new mails that say they answer, too",
	  "In-Reply-To: <nobody@knows.test>\n", "Received", 30, true },
	{ "by their subject alone", "", "Re: your mail", 30, true },
	{ "other questions are questions", "", "And another thing", 30,
	  false },
};

static void
test_brake_reflex(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(reflexes); i++) {
		struct person person;
		struct address address;
		struct outbox_row ack;

		line_close(&line);
		line_open(&line);
		line_mail(&line, "a@x.test", "support@help.test", "Hello", "",
		    "Hello");
		for (int n = 0; n < 2; n++) {
			char body[32];

			ack = line_letter(&line, "acknowledge", "a@x.test");
			clock_set(clock_now() + reflexes[i].after);
			snprintf(body, sizeof(body), "We have it, %d.", n);
			if (reflexes[i].headers == NULL) {
				line_answer(&line, "a@x.test", &ack, body);
				/* Something else goes there meanwhile. */
				line_ok(db_begin(line.desk.db, why));
				line_ok(brake_wrote(&line.desk,
				    SLICE("a+t@x.test"), clock_now(), why));
				line_ok(db_commit(line.desk.db, why));
			} else {
				line_mail(&line, "a@x.test",
				    "support@help.test", reflexes[i].subject,
				    reflexes[i].headers, body);
			}
		}
		line_ok(people_by_identity(line.desk.db, SLICE("a@x.test"),
		    &line.arena, &person, &address, why));
		assert_case_int(reflexes[i].name, person.auto_responder,
		    reflexes[i].want);
	}
}

/* Whoever only answers what the desk wrote by itself proves nothing. */
static void
test_brake_proof_of_a_person(void **state)
{
	struct outbox_row ack;

	(void)state;
	for (int n = 0; n < 6; n++) {
		char subject[32], body[64];

		snprintf(subject, sizeof(subject), "Question %d", n);
		clock_set(clock_now() + 6 * HOUR);
		line_mail(&line, "a@x.test", "support@help.test", subject, "",
		    subject);
		ack = line_letter(&line, "acknowledge", "a@x.test");
		clock_set(clock_now() + 6 * HOUR);
		snprintf(body, sizeof(body), "Your mail %d was received.", n);
		line_answer(&line, "a@x.test", &ack, body);
	}
	assert_case_int("three, and no more", line_letter_count(&line,
	    "acknowledge", "a@x.test"), 3);
	ack = line_letter(&line, "new-ticket", "anna@help.test");
	line_answer(&line, "Anna Agent <anna@help.test>", &ack, "Like this.");
	clock_set(clock_now() + 6 * HOUR);
	line_mail(&line, "a@x.test", "support@help.test", "Thanks", "",
	    "And another thing");
	assert_case_int("until an agent acts", line_letter_count(&line,
	    "acknowledge", "a@x.test"), 4);
}

static void
test_brake_same_words(void **state)
{
	char subject[32];

	(void)state;
	for (int n = 0; n < 3; n++) {
		snprintf(subject, sizeof(subject), "Alert %d", n);
		clock_set(clock_now() + 300);
		line_mail(&line, "a@x.test", "support@help.test", subject, "",
		    "The same words.");
	}
	assert_case_int("the third time there is no acknowledgement",
	    line_letter_count(&line, "acknowledge", "a@x.test"), 2);
	clock_set(clock_now() + 181 * MINUTE);
	line_mail(&line, "a@x.test", "support@help.test", "Alert 4", "",
	    "The same words.");
	assert_case_int("three hours later there is one", line_letter_count(
	    &line, "acknowledge", "a@x.test"), 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_brake_limits, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_brake_day, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_brake_reflex, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_brake_proof_of_a_person,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(test_brake_same_words, setup,
		    teardown),
	};

	/* What is written need not survive: memory is quicker than a disk. */
	if (getenv("TMPDIR") == NULL && access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
