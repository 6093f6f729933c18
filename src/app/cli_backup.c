/* maildesk backup, restore. */
#include "app/cli_commands.h"

#include <inttypes.h>

#include "app/backup.h"
#include "app/cli_init.h"
#include "app/cli_print.h"
#include "app/cli_when.h"
#include "app/restore.h"

static void
add_manifest(struct json *json, const char *folder,
    const struct manifest *manifest)
{
	json_add_text(json, "folder", slice_of(folder));
	json_add_time(json, "made_at", manifest->made_at);
	json_add_int(json, "messages", manifest->messages);
	json_add_int(json, "tickets", manifest->counts.tickets);
	json_add_int(json, "entries", manifest->counts.entries);
	json_add_int(json, "people", manifest->counts.people);
	json_add_int(json, "letters", manifest->counts.letters);
}

static void
print_counts(struct cli *cli, const struct manifest *manifest)
{
	const struct backup_counts *counts = &manifest->counts;

	cli_print_line(cli, arena_format(&cli->arena, "%" PRId64 " tickets, %"
	    PRId64 " entries, %" PRId64 " people, %" PRId64 " letters, %" PRId64
	    " messages", counts->tickets, counts->entries, counts->people,
	    counts->letters, manifest->messages));
}

int
cli_backup(struct cli *cli, struct fail *why)
{
	const char *folder = cli->arguments[0];
	struct progress_line line;
	struct backup_result result;
	struct json *json;

	progress_line_init(&line);
	if (backup_run(&cli->desk, folder, &line, &cli->arena, &result,
		why) < 0)
		return -1;
	if (cli->json) {
		json = json_new_object();
		add_manifest(json, folder, &result.manifest);
		json_add_int(json, "new_messages", result.new_messages);
		cli_print_json(cli, json);
		return 0;
	}
	print_counts(cli, &result.manifest);
	cli_print_line(cli, arena_format(&cli->arena, "%" PRId64 " of the"
	    " messages are new in \"%s\"", result.new_messages, folder));
	return 0;
}

static void
print_restored(struct cli *cli, const struct restore_result *result)
{
	char when[CLI_WHEN_SIZE];

	print_counts(cli, &result->manifest);
	cli_print_line(cli, arena_format(&cli->arena, "as they were at %s;"
	    " what came later is not among them",
	    cli_date(result->manifest.made_at, when)));
	if (result->waiting > 0)
		cli_print_line(cli, arena_format(&cli->arena, "%" PRId64
		    " messages are filed when maildeskd starts",
		    result->waiting));
	if (result->held > 0)
		cli_print_line(cli, arena_format(&cli->arena, "%" PRId64
		    " letters are held, as they may have been sent since:"
		    " `maildesk queue list --state held` shows them, `maildesk"
		    " queue retry --held` sends them", result->held));
	cli_init_print_owner(cli);
}

int
cli_restore(struct cli *cli, struct fail *why)
{
	const char *folder = cli->arguments[0];
	struct progress_line line;
	struct restore_result result;
	struct json *json;

	progress_line_init(&line);
	if (restore_run(&cli->conf, folder, &line, &cli->arena, &result,
		why) < 0)
		return -1;
	if (!cli->json) {
		print_restored(cli, &result);
		return 0;
	}
	json = json_new_object();
	add_manifest(json, folder, &result.manifest);
	json_add_int(json, "held", result.held);
	json_add_int(json, "waiting", result.waiting);
	cli_print_json(cli, json);
	return 0;
}
