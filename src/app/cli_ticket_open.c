/* maildesk ticket open: for a user who called, or stands at the desk. */
#include "app/cli_commands.h"

#include "app/cli_deed.h"
#include "app/cli_find.h"
#include "desk/department.h"
#include "desk/verb.h"
#include "store/departments.h"

#define SUBJECT_MAX 500

/* The one that is said, else one where the agent helps, else the default. */
static int
find_department(struct cli *cli, struct department *out, struct fail *why)
{
	int got;

	if (cli_option(cli, "--department") != NULL)
		return cli_find_department(cli,
		    cli_option_slice(cli, "--department"), out, why);
	for (size_t i = 0; i < cli->members.count; i++) {
		if (cli->members.items[i].person_id != cli->actor.id)
			continue;
		got = departments_get(cli->desk.db,
		    cli->members.items[i].department_id, &cli->arena, out,
		    why);
		if (got < 0 || (got == 1 && !out->disabled))
			return got < 0 ? -1 : 0;
	}
	got = departments_default(cli->desk.db, &cli->arena, out, why);
	if (got == 0)
		return fail_set(why, FAIL_SETUP, "there is no department yet:"
		    " `maildesk department add`");
	return got < 0 ? -1 : 0;
}

int
cli_ticket_open(struct cli *cli, struct fail *why)
{
	struct command commands[2];
	struct action action = {
		.kind = ACTION_AGENT, .door = DOOR_CLI, .at = cli->now,
		.actor = cli->actor, .proof = PROOF_T3, .on_behalf = true,
		.meant_note = true, .tells = true, .department_chosen = true,
		.commands = commands, .command_count = ARRAY_LEN(commands),
	};
	struct department department;
	struct person person;

	if (cli_find_living(cli, cli_argument(cli, 0), &person, why) < 0 ||
	    find_department(cli, &department, why) < 0)
		return -1;
	action.department_id = department.id;
	action.subject = slice_trim(cli_argument(cli, 1));
	if (action.subject.len == 0 || action.subject.len > SUBJECT_MAX ||
	    !slice_is_utf8(action.subject))
		return fail_set(why, FAIL_REFUSE, "a subject is text in UTF-8"
		    " of at most %d octets", SUBJECT_MAX);
	command_make(slice_of(verb_get(VERB_FOR)->name),
	    arena_format(&cli->arena, "%lld", (long long)person.id),
	    &cli->arena, &commands[0]);
	command_make(slice_of(verb_get(VERB_ASSIGN)->name), SLICE("me"),
	    &cli->arena, &commands[1]);
	if (cli_deed_message(cli, &action, 2, why) < 0)
		return -1;
	return cli_deed(cli, &action, why);
}
