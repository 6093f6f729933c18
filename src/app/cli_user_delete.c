/* maildesk user delete: a user with all that is theirs. */
#include "app/cli_commands.h"

#include "app/cli_change.h"
#include "app/cli_find.h"
#include "app/cli_print.h"
#include "store/bans.h"
#include "store/people.h"
#include "store/people_delete.h"

#define WHY_BANNED "deleted with `maildesk user delete --ban`"

struct deletion {
	struct person person;
	struct person_belongings goes;
	struct address *addresses;
	size_t count;
	bool done;
};

static int
look(struct cli *cli, struct deletion *out, struct fail *why)
{
	if (cli_find_living(cli, cli_argument(cli, 0), &out->person, why) < 0)
		return -1;
	if (out->person.is_agent)
		return fail_set(why, FAIL_REFUSE, "user %lld is an agent, and"
		    " named on others' tickets: `maildesk agent disable` keeps"
		    " an agent out", (long long)out->person.id);
	if (people_addresses(cli->desk.db, out->person.id, &cli->arena,
		&out->addresses, &out->count, why) < 0)
		return -1;
	return people_belongings(cli->desk.db, out->person.id, &out->goes,
	    why);
}

static int
ban(struct cli *cli, const struct address *address, struct fail *why)
{
	struct db *db = cli->desk.db;
	struct ban made = { .id = 0 };

	if (bans_add(db, address->identity, SLICE(WHY_BANNED), cli->now,
		why) < 0 ||
	    bans_get(db, address->identity, &cli->arena, &made, why) < 0)
		return -1;
	return cli_change_log(cli, "ban", made.id, "pattern", SLICE_EMPTY,
	    made.pattern, why);
}

static int
delete(struct cli *cli, void *data, struct fail *why)
{
	struct deletion *deletion = data;

	/* Again: now nobody else changes it. */
	if (look(cli, deletion, why) < 0)
		return -1;
	for (size_t i = 0; i < deletion->count &&
	     cli_option(cli, "--ban") != NULL; i++)
		if (ban(cli, &deletion->addresses[i], why) < 0)
			return -1;
	if (people_delete(cli->desk.db, deletion->person.id, cli->now,
		why) < 0)
		return -1;
	deletion->done = true;
	return cli_change_log(cli, "person", deletion->person.id, "deleted",
	    SLICE("no"), SLICE("yes"), why);
}

static void
print(struct cli *cli, const struct deletion *deletion)
{
	const struct person_belongings *goes = &deletion->goes;

	cli_print_heading(cli, arena_format(&cli->arena, "%lld  %.*s%s",
	    (long long)deletion->person.id,
	    SLICE_ARG(deletion->person.name), deletion->done
	    ? " is deleted, with" : ": with them would go"));
	cli_print_fact_format(cli, "Tickets", "%lld, with %lld entries",
	    (long long)goes->tickets, (long long)goes->entries);
	cli_print_fact_format(cli, "Letters", "%lld", (long long)goes->letters);
	cli_print_fact_format(cli, "Mails", "%lld, quarantined as `deleted`",
	    (long long)goes->mails);
	cli_print_fact_format(cli, "Notes", "%lld", (long long)goes->notes);
	cli_print_fact_format(cli, "Files", "%lld", (long long)goes->files);
	cli_print_fact_format(cli, "Addresses", "%lld%s",
	    (long long)goes->addresses, cli_option(cli, "--ban") != NULL
	    ? ", from which nothing is taken then" : "");
	if (goes->elsewhere > 0)
		cli_print_fact_format(cli, "What stays",
		    "%lld entries on others' tickets, without a name",
		    (long long)goes->elsewhere);
	if (!deletion->done)
		cli_print_line(cli, SLICE("Nothing was done yet: say --yes"));
}

static void
print_json(struct cli *cli, const struct deletion *deletion)
{
	const struct person_belongings *goes = &deletion->goes;
	struct json *json = json_new_object();

	json_add_int(json, "person", deletion->person.id);
	json_add_bool(json, "deleted", deletion->done);
	json_add_int(json, "tickets", goes->tickets);
	json_add_int(json, "entries", goes->entries);
	json_add_int(json, "letters", goes->letters);
	json_add_int(json, "messages", goes->mails);
	json_add_int(json, "notes", goes->notes);
	json_add_int(json, "files", goes->files);
	json_add_int(json, "addresses", goes->addresses);
	json_add_int(json, "entries_elsewhere", goes->elsewhere);
	cli_print_json(cli, json);
}

int
cli_user_delete(struct cli *cli, struct fail *why)
{
	struct deletion deletion = { .done = false };

	if (cli_option(cli, "--yes") == NULL
	    ? look(cli, &deletion, why) < 0
	    : cli_change(cli, delete, &deletion, why) < 0)
		return -1;
	if (cli->json)
		print_json(cli, &deletion);
	else
		print(cli, &deletion);
	return 0;
}
