/* maildesk act TICKET VERB [VALUE...]: the verbs of mail, from a terminal. */
#include "app/cli_commands.h"

#include "app/cli_deed.h"
#include "desk/verb.h"

/* The names of the verbs, for who wrote another. */
static struct slice
verb_names(struct cli *cli)
{
	struct text text = TEXT_IN(&cli->arena);

	for (int i = 0; i < VERB_COUNT; i++)
		if (i != VERB_END)
			text_add_format(&text, "%s%s", i > 0 ? ", " : "",
			    verb_get((enum verb_id)i)->name);
	return text_slice(&text);
}

/* FAIL_REFUSE when the words are no command, in a command line's words. */
static int
read_command(struct cli *cli, struct command *out, struct fail *why)
{
	struct slice word = cli_argument(cli, 1);

	command_make(word, cli_arguments(cli, 2), &cli->arena, out);
	/* "end" ends the commands of a mail; here there is no text behind. */
	if (out->verb == NULL || out->verb->id == VERB_END)
		return fail_set(why, FAIL_REFUSE, "there is no verb \"%.*s\":"
		    " write one of %.*s", SLICE_ARG(word),
		    SLICE_ARG(verb_names(cli)));
	if (out->problem != NULL)
		return fail_set(why, FAIL_REFUSE,
		    "write `maildesk act TICKET %s`", out->verb->usage + 1);
	return 0;
}

int
cli_act(struct cli *cli, struct fail *why)
{
	struct command command;
	struct action action = {
		.kind = ACTION_AGENT, .door = DOOR_CLI, .at = cli->now,
		.actor = cli->actor, .proof = PROOF_T3,
		.commands = &command, .command_count = 1,
	};

	if (cli_number(cli, 0, &action.ticket_id, why) < 0 ||
	    read_command(cli, &command, why) < 0)
		return -1;
	if (command.verb->argument == ARGUMENT_MESSAGE &&
	    cli_deed_message(cli, &action, 2, why) < 0)
		return -1;
	return cli_deed(cli, &action, why);
}
