/* What an agent does to a ticket from a terminal. */
#include "app/cli_deed.h"

#include "app/act.h"
#include "app/cli_change.h"
#include "app/cli_print.h"
#include "base/file.h"

#define SAID_MAX (1 << 20)

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

int
cli_deed_message(struct cli *cli, struct action *action, int from,
    struct fail *why)
{
	struct entry *entry = &action->entry;

	action->has_entry = true;
	*entry = (struct entry){ .kind = ENTRY_NOTE, .is_private = true,
		.person_id = cli->actor.id, .at = action->at,
		.door = DOOR_CLI };
	if (read_message(cli, cli_arguments(cli, from), &entry->text, why) < 0)
		return -1;
	entry->new_text = entry->text;
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

int
cli_deed(struct cli *cli, struct action *action, struct fail *why)
{
	struct deed deed = { .action = action };

	if (cli_change(cli, do_deed, &deed, why) < 0)
		return -1;
	print_outcome(cli, &deed.outcome);
	return 0;
}
