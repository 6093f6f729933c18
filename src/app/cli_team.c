/* maildesk team add, list, member. */
#include "app/cli_commands.h"

#include "app/cli_change.h"
#include "app/cli_columns.h"
#include "app/cli_find.h"
#include "app/cli_print.h"
#include "app/cli_text.h"
#include "store/people.h"
#include "store/teams.h"

#define NAME_MAX_OCTETS 60

static void
print_done(struct cli *cli, const struct team *team, const char *what,
    const struct person *person)
{
	struct json *json;

	if (!cli->json) {
		cli_print_line(cli, arena_format(&cli->arena,
		    "team %.*s %s%s%.*s", SLICE_ARG(team->name), what,
		    person == NULL ? "" : " ",
		    SLICE_ARG(person == NULL ? SLICE_EMPTY : person->handle)));
		return;
	}
	json = json_new_object();
	json_add_int(json, "team", team->id);
	json_add_text(json, "name", team->name);
	if (person != NULL)
		json_add_int(json, "person", person->id);
	cli_print_json(cli, json);
}

static int
add(struct cli *cli, void *data, struct fail *why)
{
	struct team *team = data;

	if (teams_add(cli->desk.db, team, cli->now, why) < 0)
		return -1;
	return cli_change_log(cli, "team", team->id, "name", SLICE_EMPTY,
	    team->name, why);
}

int
cli_team_add(struct cli *cli, struct fail *why)
{
	struct team team = { .name = slice_trim(cli_argument(cli, 0)) };

	/* "#team none" takes a ticket from every team. */
	if (team.name.len == 0 || team.name.len > NAME_MAX_OCTETS ||
	    !slice_is_utf8(team.name) ||
	    slice_eq_nocase(team.name, SLICE("none")))
		return fail_set(why, FAIL_REFUSE, "a team's name is 1 to %d"
		    " octets of UTF-8, and not \"none\"", NAME_MAX_OCTETS);
	if (cli_change(cli, add, &team, why) < 0)
		return -1;
	print_done(cli, &team, "is there", NULL);
	return 0;
}

struct place {
	struct team team;
	struct person person;
};

static int
find(struct cli *cli, struct place *out, struct fail *why)
{
	struct slice name = cli_argument(cli, 0);
	int got;

	got = teams_find(cli->desk.db, name, &cli->arena, &out->team, why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "there is no team \"%.*s\";"
		    " `maildesk team list` names them",
		    SLICE_ARG(cli_line(name, &cli->arena)));
	if (got < 0)
		return -1;
	return cli_find_agent(cli, cli_argument(cli, 1), &out->person, why);
}

static int
place(struct cli *cli, void *data, struct fail *why)
{
	struct place *who = data;
	bool leaves = cli_option(cli, "--remove") != NULL;
	struct slice handle;
	int got;

	if (find(cli, who, why) < 0)
		return -1;
	got = (leaves ? teams_leave : teams_join)(cli->desk.db, who->team.id,
	    who->person.id, why);
	if (got <= 0)
		return got;
	handle = who->person.handle;
	return cli_change_log(cli, "team", who->team.id, "member",
	    leaves ? handle : SLICE_EMPTY, leaves ? SLICE_EMPTY : handle, why);
}

int
cli_team_member(struct cli *cli, struct fail *why)
{
	struct place who;

	if (cli_change(cli, place, &who, why) < 0)
		return -1;
	print_done(cli, &who.team, cli_option(cli, "--remove") != NULL
	    ? "is without" : "has", &who.person);
	return 0;
}

static int
list_one(struct cli *cli, const struct team *team, struct cli_columns *columns,
    struct json *json, struct fail *why)
{
	struct text names = TEXT_IN(&cli->arena);
	struct json *array;
	struct person person;
	int64_t *ids;
	size_t count;

	json_add_int(json, "id", team->id);
	json_add_text(json, "name", team->name);
	array = json_add_array(json, "members");
	if (teams_members(cli->desk.db, team->id, &cli->arena, &ids, &count,
		why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		int got = people_get(cli->desk.db, ids[i], &cli->arena,
		    &person, why);

		if (got < 0)
			return -1;
		if (got == 0)
			continue;
		json_append_text(array, person.handle);
		text_add_string(&names, names.len > 0 ? ", " : "");
		text_add(&names, person.handle);
	}
	cli_columns_add(columns, team->name);
	cli_columns_add(columns, text_slice(&names));
	return 0;
}

int
cli_team_list(struct cli *cli, struct fail *why)
{
	static const struct cli_column of[] = {
		CLI_LEFT("Team"), CLI_GIVES("Members"),
	};
	struct json *json = json_new_array();
	struct cli_columns columns;
	struct team *items;
	size_t count = 0;
	int rc;

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	rc = teams_list(cli->desk.db, &cli->arena, &items, &count, why);
	for (size_t i = 0; i < count && rc == 0; i++)
		rc = list_one(cli, &items[i], &columns,
		    json_append_object(json), why);
	return cli_list_end(cli, rc, json, &columns, "there is no team yet; make"
		    " one with `maildesk team add NAME`");
}
