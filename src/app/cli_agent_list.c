/* maildesk agent list */
#include "app/cli_commands.h"

#include "app/cli_agent_card.h"
#include "app/cli_columns.h"
#include "app/cli_person.h"
#include "app/cli_print.h"
#include "app/cli_text.h"
#include "store/people.h"
#include "store/teams.h"
#include "store/wishes.h"

/* Which agents, and who of them is away. */
struct listing {
	bool by_team;
	int64_t *team;
	size_t team_count;
	struct wishes wishes;
};

static int
load(struct cli *cli, struct listing *out, struct fail *why)
{
	struct slice name = cli_option_slice(cli, "--team");
	struct team team;
	int got;

	*out = (struct listing){ .by_team = cli_option(cli, "--team") != NULL };
	if (wishes_load(cli->desk.db, &cli->arena, &out->wishes, why) < 0)
		return -1;
	if (!out->by_team)
		return 0;
	got = teams_find(cli->desk.db, name, &cli->arena, &team, why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "there is no team \"%.*s\"",
		    SLICE_ARG(cli_line(name, &cli->arena)));
	return got < 0 ? -1 : teams_members(cli->desk.db, team.id,
	    &cli->arena, &out->team, &out->team_count, why);
}

static bool
is_listed(const struct listing *listing, int64_t person_id)
{
	for (size_t i = 0; i < listing->team_count; i++)
		if (listing->team[i] == person_id)
			return true;
	return !listing->by_team;
}

static int
list_one(struct cli *cli, const struct listing *listing,
    const struct person *person, struct cli_columns *columns,
    struct json *json, struct fail *why)
{
	struct slice address, away, departments;

	if (cli_person_address(cli, person->id, &address, why) < 0 ||
	    cli_agent_away(cli, &listing->wishes.absences, person->id, &away,
		why) < 0)
		return -1;
	cli_person_json(json, person, address);
	if (cli_agent_departments(cli, person, &departments,
		json_add_array(json, "departments"), why) < 0)
		return -1;
	cli_columns_add(columns, person->handle);
	cli_columns_add_format(columns, "%.*s (%lld)", SLICE_ARG(person->name),
	    (long long)person->id);
	cli_columns_add(columns, address);
	cli_columns_add(columns, departments);
	cli_columns_add(columns, person->unix_account);
	cli_columns_add_format(columns, "%s%s%s",
	    person->is_admin ? "admin" : "",
	    person->is_admin && person->disabled ? ", " : "",
	    person->disabled ? "disabled" : "");
	cli_columns_add(columns, away);
	json_add_text_or_null(json, "away", away);
	return 0;
}

int
cli_agent_list(struct cli *cli, struct fail *why)
{
	static const struct cli_column of[] = {
		CLI_LEFT("Handle"), CLI_GIVES("Name"),
		CLI_GIVES("Address"), CLI_GIVES("Departments"),
		CLI_LEFT("Account"), CLI_LEFT("Rights"), CLI_GIVES("Away"),
	};
	struct listing listing;
	struct json *json = json_new_array();
	struct cli_columns columns;
	struct person *items;
	size_t count = 0;
	int rc;

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	rc = load(cli, &listing, why);
	if (rc == 0)
		rc = people_agents(cli->desk.db, &cli->arena, &items, &count,
		    why);
	for (size_t i = 0; i < count && rc == 0; i++)
		if (is_listed(&listing, items[i].id))
			rc = list_one(cli, &listing, &items[i], &columns,
			    json_append_object(json), why);
	return cli_list_end(cli, rc, json, &columns, "there is no agent yet; make"
		    " one with `maildesk agent add NAME ADDRESS`");
}
