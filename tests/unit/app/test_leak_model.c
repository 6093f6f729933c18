/*
 * A note never leaks: random deeds on a small desk, by mail and from the
 * terminal, right and wrong, and after each the letters that it wrote are read.
 */
#include "leak_deeds.h"

#include <signal.h>

#include "base/log.h"

#define STEPS_DEFAULT 10000
#define STEPS_OF_DESK 1000
#define SEED UINT64_C(88172645463325252)

static struct model model;

static const struct {
	const char *name;
	void (*do_it)(struct model *);
	uint32_t weight;
} deeds[] = {
	{ "a user opens a ticket", deed_user_opens, 8 },
	{ "a user answers", deed_user_answers, 12 },
	{ "an agent answers", deed_agent_answers, 40 },
	{ "a mail in an agent's name", deed_unproven, 6 },
	{ "an answer to a confirm letter", deed_confirms, 5 },
	{ "a token in other hands", deed_stranger, 8 },
	{ "a machine answers", deed_machine, 5 },
	{ "a letter comes back", deed_bounce, 3 },
	{ "an agent at the terminal", deed_terminal, 20 },
	{ "hours pass", deed_clock, 8 },
};

static void
do_deed(void)
{
	uint32_t all = 0, n;
	size_t i = 0;

	for (size_t d = 0; d < ARRAY_LEN(deeds); d++)
		all += deeds[d].weight;
	for (n = dice(&model, all); n >= deeds[i].weight; i++)
		n -= deeds[i].weight;
	model.deed = deeds[i].name;
	deeds[i].do_it(&model);
}

static void
add_people(void)
{
	static const struct somebody users[USERS] = {
		{ 0, "Una", "una@users.test", "Una <una@users.test>" },
		{ 0, "Ugo", "ugo@users.test", "Ugo <ugo@users.test>" },
		{ 0, "Ute", "ute@firm.test", "Ute <ute@firm.test>" },
		{ 0, "Udo", "udo@firm.test", "Udo <udo@firm.test>" },
		{ 0, "Uli", "uli@uli.test", "Uli <uli@uli.test>" },
		{ 0, "Ulf", "ulf@ulf.test", "Ulf <ulf@ulf.test>" },
	};
	static const struct somebody strangers[STRANGERS] = {
		{ 0, "Mallory", "mallory@evil.test",
		    "Mallory <mallory@evil.test>" },
		{ 0, "Una", "una@home.test", "Una <una@home.test>" },
	};
	struct line *line = &model.line;

	memcpy(model.users, users, sizeof(users));
	memcpy(model.strangers, strangers, sizeof(strangers));
	model.agents[0] = (struct somebody){ line->anna, "Anna",
		"anna@help.test", "Anna Agent <anna@help.test>" };
	model.agents[1] = (struct somebody){ line->ben, "Ben",
		"ben@help.test", "Ben Berg <ben@help.test>" };
	model.agents[2] = (struct somebody){ 0, "Cara", "cara@staff.test",
		"Cara <cara@staff.test>" };
	/* Of no department: she may read nothing but what is hers. */
	model.agents[3] = (struct somebody){ 0, "Dora", "dora@staff.test",
		"Dora <dora@staff.test>" };
	model.agents[2].id = line_agent(line, "Cara", "cara",
	    "cara@staff.test");
	model.agents[3].id = line_agent(line, "Dora", "dora",
	    "dora@staff.test");
	line_ok(db_begin(line->desk.db, why));
	line_ok(departments_join(line->desk.db, line->sales,
	    model.agents[2].id, ROLE_MEMBER, why));
	line_ok(db_commit(line->desk.db, why));
}

static void
open_model(void)
{
	uint64_t seed = model.dice;
	size_t step = model.step;

	memset(&model, 0, sizeof(model));
	model.dice = seed;
	model.step = step;
	line_open(&model.line);
	model.line.conf.coalesce = one_in(&model, 2) ? 120 : 0;
	add_people();
}

static void
find_last_ticket(void)
{
	const struct ticket_filter newest = { .max = 1 };
	struct ticket_line *lines;
	size_t count;

	line_ok(tickets_list(model.line.desk.db, &newest, &model.line.arena,
	    &lines, &count, why));
	model.ticket_last = count > 0 ? lines[0].ticket.id : 0;
}

/* That the dice come everywhere. */
static size_t told[LETTER_EVENT_COUNT], marks, confirmed, merged;

static void
close_model(void)
{
	for (size_t i = 0; i < model.letter_count; i++)
		told[model.letters[i].event]++;
	marks += model.marks_met;
	confirmed += model.confirmed;
	merged += model.merged;
	line_close(&model.line);
}

static void
test_leak_model_notes_never_leak(void **state)
{
	const char *asked = getenv("MAILDESK_STEPS");
	const char *seed = getenv("MAILDESK_SEED");
	size_t steps = asked == NULL ? STEPS_DEFAULT :
				       strtoul(asked, NULL, 10);

	(void)state;
	model.dice = seed == NULL ? SEED : strtoull(seed, NULL, 10) | 1;
	model.step = 0;
	while (model.step < steps) {
		size_t until = model.step + STEPS_OF_DESK;

		open_model();
		while (model.step < until && model.step < steps) {
			model.step++;
			clock_set(clock_now() + 1 + dice(&model, 900));
			do_deed();
			check_letters(&model);
			find_last_ticket();
			arena_reset(&model.line.arena);
		}
		close_model();
	}
	print_message("%zu steps; %zu marks met in letters, %zu held mails"
	    " confirmed, %zu tickets merged", model.step, marks, confirmed,
	    merged);
	for (size_t i = 0; i < LETTER_EVENT_COUNT; i++)
		print_message("%s %zu %s", i == 0 ? ";" : ",", told[i],
		    letter_event_row((enum letter_event)i)->name);
	print_message("\n");
	assert_true(steps < STEPS_DEFAULT || (confirmed > 0 && merged > 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_leak_model_notes_never_leak),
	};

	log_set_level(LOG_LEVEL_ERROR);
	/* The gateway bounds the CPU of its process, which reads letters here. */
	signal(SIGXCPU, SIG_IGN);
	/* What is written need not survive: memory is quicker than a disk. */
	if (getenv("TMPDIR") == NULL && access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
