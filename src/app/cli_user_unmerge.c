/* maildesk user unmerge: a merge is taken back. */
#include "app/cli_commands.h"

#include "app/cli_change.h"
#include "app/cli_merge.h"
#include "app/cli_person.h"
#include "app/cli_print.h"
#include "store/people.h"
#include "store/people_merge.h"

static int
unmerge(struct cli *cli, void *data, struct fail *why)
{
	struct unmerge_report *report = data;
	struct person back, stays;
	int64_t id;

	if (cli_number(cli, 0, &id, why) < 0 ||
	    people_unmerge(cli->desk.db, id, &cli->arena, report, why) < 0 ||
	    people_get(cli->desk.db, id, &cli->arena, &back, why) < 0 ||
	    people_get(cli->desk.db, report->into, &cli->arena, &stays,
		why) < 0 ||
	    cli_merge_allowed(cli, &back, &stays, why) < 0)
		return -1;
	return cli_change_log(cli, "person", id, "merged",
	    arena_format(&cli->arena, "into %lld", (long long)report->into),
	    SLICE_EMPTY, why);
}

/* The same in a transaction that is thrown away: so it is the truth. */
static int
try_unmerge(struct cli *cli, struct unmerge_report *report, struct fail *why)
{
	int rc;

	if (db_begin(cli->desk.db, why) < 0)
		return -1;
	rc = unmerge(cli, report, why);
	db_rollback(cli->desk.db);
	return rc;
}

static void
print_tickets(struct cli *cli, const char *fact, const int64_t *ids,
    size_t count)
{
	struct text text = TEXT_IN(&cli->arena);

	for (size_t i = 0; i < count; i++)
		text_add_format(&text, "%s#%lld", i > 0 ? ", " : "",
		    (long long)ids[i]);
	if (count == 0)
		text_add_string(&text, "none");
	cli_print_fact(cli, fact, text_slice(&text));
}

static void
print(struct cli *cli, const struct unmerge_report *report, bool dry)
{
	fprintf(cli->out, dry ? "%lld would be a user besides %lld again:\n"
	    : "%lld is a user besides %lld again:\n", (long long)report->from,
	    (long long)report->into);
	print_tickets(cli, "Go back", report->back, report->back_count);
	print_tickets(cli, "Go along", report->later, report->later_count);
	print_tickets(cli, "Stay", report->stay, report->stay_count);
	fprintf(cli->out, "Of what came since, tickets and %lld entries from"
	    " the addresses of %lld go along;\nnotes, labels and whatever else"
	    " was added since stay with %lld\n", (long long)report->entries,
	    (long long)report->from, (long long)report->into);
}

static void
tickets_json(struct json *json, const char *key, const int64_t *ids,
    size_t count)
{
	struct json *array = json_add_array(json, key);

	for (size_t i = 0; i < count; i++)
		json_append_int(array, ids[i]);
}

int
cli_user_unmerge(struct cli *cli, struct fail *why)
{
	bool dry = cli_option(cli, "--dry-run") != NULL;
	struct unmerge_report report = { .from = 0 };
	struct json *json;

	if (dry ? try_unmerge(cli, &report, why) < 0
		: cli_change(cli, unmerge, &report, why) < 0)
		return -1;
	if (!cli->json) {
		print(cli, &report, dry);
		return 0;
	}
	json = json_new_object();
	json_add_int(json, "person", report.from);
	json_add_int(json, "was_part_of", report.into);
	json_add_bool(json, "done", !dry);
	tickets_json(json, "back", report.back, report.back_count);
	tickets_json(json, "along", report.later, report.later_count);
	tickets_json(json, "stay", report.stay, report.stay_count);
	json_add_int(json, "entries_along", report.entries);
	cli_print_json(cli, json);
	return 0;
}
