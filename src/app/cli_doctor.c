/*
 * maildesk doctor: examines the desk, its machine and the mail server, and says
 * line by line what to do.
 */
#include "app/doctor.h"

#include <string.h>

#include "app/cli_commands.h"
#include "app/cli_print.h"

#define COMMANDS "/usr/sbin"
#define MX "localhost:25"
#define PATIENCE 30 /* seconds */
#define PATIENCE_MAX 3600

static bool
is_named(struct cli *cli, const char *name)
{
	for (int i = 0; i < cli->argument_count; i++)
		if (strcmp(cli->arguments[i], name) == 0)
			return true;
	return cli->argument_count == 0;
}

/* A slip in a name must not look like health. */
static int
find_unknown(struct cli *cli, struct fail *why)
{
	size_t count;
	const struct check_step *steps = check_steps(&count);
	bool known;

	for (int i = 0; i < cli->argument_count; i++) {
		known = false;
		for (size_t j = 0; j < count; j++)
			known = known || ((steps[j].flags & IN_DOCTOR) != 0 &&
			    strcmp(steps[j].name, cli->arguments[i]) == 0);
		if (!known)
			return fail_set(why, FAIL_REFUSE, "there is no check"
			    " \"%s\"; `maildesk doctor --help` names them",
			    cli->arguments[i]);
	}
	return 0;
}

static int
read_options(struct cli *cli, struct doctor *doctor, struct fail *why)
{
	const char *value;

	if ((value = cli_option(cli, "--commands")) != NULL)
		doctor->commands = value;
	if ((value = cli_option(cli, "--mx")) != NULL)
		doctor->mx = value;
	doctor->config = cli_option(cli, "--postfix");
	doctor->authserv = cli_option(cli, "--authserv-id");
	if (cli_option_number(cli, "--wait", PATIENCE, &doctor->patience,
		why) < 0)
		return -1;
	if (doctor->patience > PATIENCE_MAX)
		return fail_set(why, FAIL_REFUSE, "--wait is at most %d",
		    PATIENCE_MAX);
	return find_unknown(cli, why);
}

static void
run(struct cli *cli, struct check *check)
{
	size_t count;
	const struct check_step *steps = check_steps(&count);
	bool quiet = cli_option(cli, "--no-mail") != NULL;

	for (size_t i = 0; i < count; i++)
		if ((steps[i].flags & IN_DOCTOR) != 0 &&
		    !(quiet && (steps[i].flags & TRAVELS) != 0) &&
		    is_named(cli, steps[i].name))
			check_run(check, &steps[i]);
}

int
cli_doctor(struct cli *cli, struct fail *why)
{
	struct doctor doctor = { .commands = COMMANDS, .mx = MX };
	struct check check = { .cli = cli, .failed = FAIL_INIT,
		.doctor = &doctor };

	if (read_options(cli, &doctor, why) < 0)
		return -1;
	check.json = json_new_array();
	check.is_open = desk_open(&cli->desk, &cli->conf, DB_READ, true,
	    &check.failed) == 0;
	run(cli, &check);
	if (check.is_open)
		desk_close(&cli->desk);
	if (cli->json)
		cli_show_json(cli, check.json);
	json_free(check.json);
	if (check_sum(&check, why) < 0)
		return -1;
	if (check.said[CHECK_WARN] > 0)
		return fail_set(why, FAIL_REFUSE, "%zu of these should be"
		    " looked at", check.said[CHECK_WARN]);
	return 0;
}
