/* maildesk act TICKET VERB [VALUE...]: the verbs of mail, from a terminal. */
#include "app/cli_commands.h"

#include "app/act.h"
#include "base/clock.h"
#include "base/file.h"

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

static void
print_outcome(struct cli *cli, const struct outcome *outcome)
{
	struct json *json;

	if (!cli->json) {
		fprintf(cli->out, "#%lld: done, %zu letter%s\n",
		    (long long)outcome->ticket_id, outcome->letters,
		    outcome->letters == 1 ? "" : "s");
		return;
	}
	json = json_new_object();
	json_add_int(json, "ticket", outcome->ticket_id);
	json_add_int(json, "letters", (int64_t)outcome->letters);
	json_print(json, cli->out);
	json_free(json);
}

static int
act_once(struct cli *cli, struct action *action, struct outcome *outcome,
    struct fail *why)
{
	struct db *db = cli->desk.db;
	struct text record = TEXT_IN(&cli->arena);

	if (db_begin(db, why) < 0)
		return -1;
	if (act(&cli->desk, action, NULL, &cli->arena, &record, outcome,
		why) < 0) {
		db_rollback(db);
		return -1;
	}
	if (outcome->held) {
		db_rollback(db);
		return fail_set(why, FAIL_REFUSE, "nothing was done: %.*s",
		    SLICE_ARG(slice_trim(outcome->receipt)));
	}
	return db_commit(db, why);
}

int
cli_act(struct cli *cli, struct fail *why)
{
	struct slice word = cli_argument(cli, 1);
	struct slice value = join_words(cli, 2);
	struct command command;
	struct action action = {
		.kind = ACTION_AGENT, .door = DOOR_CLI, .at = clock_now(),
		.actor = cli->actor, .proof = PROOF_T3,
		.commands = &command, .command_count = 1,
	};
	struct outcome outcome;

	if (cli_number(cli, 0, &action.ticket_id, why) < 0)
		return -1;
	command_make(word, value, &cli->arena, &command);
	if (command.problem != NULL)
		return fail_set(why, FAIL_REFUSE, "%.*s: %s", SLICE_ARG(word),
		    command.problem);
	if (command.verb->argument == ARGUMENT_MESSAGE) {
		action.has_entry = true;
		action.entry = (struct entry){ .kind = ENTRY_NOTE,
			.is_private = true, .person_id = cli->actor.id,
			.at = action.at, .door = DOOR_CLI };
		if (read_message(cli, value, &action.entry.text, why) < 0)
			return -1;
		action.entry.new_text = action.entry.text;
	}
	if (act_once(cli, &action, &outcome, why) < 0)
		return -1;
	print_outcome(cli, &outcome);
	return 0;
}
