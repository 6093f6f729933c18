/* maildesk act TICKET VERB [VALUE...]: the verbs of mail, from a terminal. */
#include "app/cli_commands.h"

#include "app/act.h"
#include "app/cli_change.h"
#include "app/cli_print.h"
#include "base/file.h"
#include "desk/verb.h"

#define SAID_MAX (1 << 20)

/* The words behind the verb as one value. */
static struct slice
join_words(struct cli *cli, int from)
{
	struct text text = TEXT_IN(&cli->arena);

	for (int i = from; i < cli->argument_count; i++) {
		if (i > from)
			text_add_char(&text, ' ');
		text_add_string(&text, cli->arguments[i]);
	}
	return text_slice(&text);
}

/* What a reply or note says: the words, or a file, or standard input. */
static int
read_message(struct cli *cli, struct slice words, struct slice *out,
    struct fail *why)
{
	const char *path = cli_option(cli, "--file");

	*out = words;
	if (words.len == 0 &&
	    file_read(path != NULL ? path : "-", SAID_MAX, &cli->arena, out,
		why) < 0)
		return -1;
	*out = slice_trim(*out);
	if (out->len == 0)
		return fail_set(why, FAIL_REFUSE, "there is nothing to say");
	if (!slice_is_utf8(*out))
		return fail_set(why, FAIL_REFUSE, "the text is not UTF-8");
	return 0;
}

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

	command_make(word, join_words(cli, 2), &cli->arena, out);
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

struct deed {
	struct action *action;
	struct outcome outcome;
};

static int
do_deed(struct cli *cli, void *data, struct fail *why)
{
	struct deed *deed = data;
	struct text record = TEXT_IN(&cli->arena);

	if (act(&cli->desk, deed->action, NULL, &cli->arena, &record,
		&deed->outcome, why) < 0)
		return -1;
	if (deed->outcome.held)
		return fail_set(why, FAIL_REFUSE, "nothing was done: %.*s",
		    SLICE_ARG(slice_trim(deed->outcome.receipt)));
	return 0;
}

static void
print_outcome(struct cli *cli, const struct outcome *outcome)
{
	struct json *json;

	if (!cli->json) {
		fprintf(cli->out, "#%lld: done", (long long)outcome->ticket_id);
		if (outcome->letters > 0)
			fprintf(cli->out, ", %zu letter%s out",
			    outcome->letters, outcome->letters == 1
			    ? " goes" : "s go");
		putc('\n', cli->out);
		cli_print_block(cli, "", outcome->answer);
		return;
	}
	json = json_new_object();
	json_add_int(json, "ticket", outcome->ticket_id);
	json_add_id(json, "entry", outcome->entry_id);
	json_add_int(json, "letters", (int64_t)outcome->letters);
	json_add_text_or_null(json, "answer", outcome->answer);
	cli_print_json(cli, json);
}

/* What is said is a note until the verb says otherwise: it cannot leak. */
static int
add_message(struct cli *cli, struct action *action, struct fail *why)
{
	struct entry *entry = &action->entry;

	action->has_entry = true;
	*entry = (struct entry){ .kind = ENTRY_NOTE, .is_private = true,
		.person_id = cli->actor.id, .at = action->at,
		.door = DOOR_CLI };
	if (read_message(cli, join_words(cli, 2), &entry->text, why) < 0)
		return -1;
	entry->new_text = entry->text;
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
	struct deed deed = { .action = &action };

	if (cli_number(cli, 0, &action.ticket_id, why) < 0 ||
	    read_command(cli, &command, why) < 0)
		return -1;
	if (command.verb->argument == ARGUMENT_MESSAGE &&
	    add_message(cli, &action, why) < 0)
		return -1;
	if (cli_change(cli, do_deed, &deed, why) < 0)
		return -1;
	print_outcome(cli, &deed.outcome);
	return 0;
}
