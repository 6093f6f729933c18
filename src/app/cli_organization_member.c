/* maildesk organization join, leave, offered: who belongs to it. */
#include "app/cli_commands.h"

#include "app/belonging.h"
#include "app/cli_change.h"
#include "app/cli_columns.h"
#include "app/cli_find.h"
#include "app/cli_organization.h"
#include "app/cli_person.h"
#include "app/cli_print.h"
#include "store/organizations.h"
#include "store/people.h"

#define OFFERED_USUAL 100
#define JOINED_MAX 100000

struct joining {
	struct organization organization;
	struct organization_role role;
	struct person person;
	struct belonging before;
	int got;
	int64_t joined;
};

static struct action
actors(const struct cli *cli)
{
	return (struct action){ .at = cli->now, .door = DOOR_CLI,
		.actor = cli->actor };
}

/* Who manages sees others' tickets: that is not for every agent to give. */
static int
find_person(struct cli *cli, struct joining *joining, struct fail *why)
{
	if (cli_find_living(cli, cli_argument(cli, 1), &joining->person,
		why) < 0 ||
	    belongings_get(cli->desk.db, joining->person.id, &cli->arena,
		&joining->before, why) < 0)
		return -1;
	return joining->role.manages || joining->before.manages
	    ? cli_organization_admin(cli, "make and unmake managers", why) : 0;
}

static int
join(struct cli *cli, void *data, struct fail *why)
{
	struct joining *joining = data;
	struct action action = actors(cli);

	if (cli_find_organization(cli, cli_argument(cli, 0),
		&joining->organization, why) < 0 ||
	    cli_find_role(cli, cli_option_slice(cli, "--role"),
		&joining->role, why) < 0 ||
	    find_person(cli, joining, why) < 0)
		return -1;
	joining->got = belonging_change(&cli->desk, &action,
	    joining->person.id, &joining->organization, &joining->role, why);
	return joining->got < 0 ? -1 : 0;
}

static int
leave(struct cli *cli, void *data, struct fail *why)
{
	const struct organization none = { .id = 0 };
	struct joining *joining = data;
	struct action action = actors(cli);

	if (cli_find_organization(cli, cli_argument(cli, 0),
		&joining->organization, why) < 0 ||
	    find_person(cli, joining, why) < 0)
		return -1;
	if (joining->before.organization_id != joining->organization.id)
		return fail_set(why, FAIL_REFUSE, "user %lld does not belong to"
		    " %.*s", (long long)joining->person.id,
		    SLICE_ARG(joining->organization.name));
	joining->got = belonging_change(&cli->desk, &action,
	    joining->person.id, &none, &joining->role, why);
	return joining->got < 0 ? -1 : 0;
}

static int
change(struct cli *cli, cli_change_step *step, const char *what,
    struct fail *why)
{
	struct joining joining = { .got = 0 };
	struct json *json;

	if (cli_change(cli, step, &joining, why) < 0)
		return -1;
	if (!cli->json) {
		cli_print_line(cli, arena_format(&cli->arena,
		    "user %lld %s %.*s%s%.*s", (long long)joining.person.id,
		    joining.got == 0 ? "already belongs to" : what,
		    SLICE_ARG(joining.organization.name),
		    joining.role.id != 0 ? " as " : "",
		    SLICE_ARG(joining.role.name)));
		return 0;
	}
	json = json_new_object();
	json_add_int(json, "organization", joining.organization.id);
	json_add_int(json, "person", joining.person.id);
	json_add_text_or_null(json, "role", joining.role.name);
	cli_print_json(cli, json);
	return 0;
}

int
cli_organization_join(struct cli *cli, struct fail *why)
{
	return change(cli, join, "belongs to", why);
}

int
cli_organization_leave(struct cli *cli, struct fail *why)
{
	return change(cli, leave, "has left", why);
}

static int
add_offered(struct cli *cli, int64_t id, struct cli_columns *columns,
    struct json *json, struct fail *why)
{
	struct person person = { .id = id };
	struct slice address;

	if (people_get(cli->desk.db, id, &cli->arena, &person, why) < 0 ||
	    cli_person_address(cli, id, &address, why) < 0)
		return -1;
	cli_person_json(json, &person, address);
	cli_columns_add_format(columns, "%lld", (long long)id);
	cli_columns_add(columns, person.name);
	cli_columns_add(columns, address);
	cli_columns_add_when(columns, person.created_at, cli->now);
	return 0;
}

static int
list_offered(struct cli *cli, struct fail *why)
{
	static const struct cli_column of[] = {
		CLI_RIGHT("User"), CLI_GIVES("Name"), CLI_GIVES("Address"),
		CLI_LEFT("Known since"),
	};
	struct json *json = json_new_array();
	struct organization organization;
	struct cli_columns columns;
	int64_t *ids, limit;
	size_t count = 0;
	int rc;

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	rc = cli_find_organization(cli, cli_argument(cli, 0), &organization,
	    why);
	if (rc == 0)
		rc = cli_option_number(cli, "--limit", OFFERED_USUAL, &limit,
		    why);
	if (rc == 0)
		rc = belongings_offered(cli->desk.db, organization.id,
		    (size_t)limit, &cli->arena, &ids, &count, why);
	for (size_t i = 0; i < count && rc == 0; i++)
		rc = add_offered(cli, ids[i], &columns,
		    json_append_object(json), why);
	return cli_list_end(cli, rc, json, &columns, "nobody with an address"
	    " at its domains who belongs nowhere");
}

static int
join_offered(struct cli *cli, void *data, struct fail *why)
{
	struct joining *joining = data;
	struct action action = actors(cli);
	int64_t *ids;
	size_t count;

	if (cli_find_organization(cli, cli_argument(cli, 0),
		&joining->organization, why) < 0 ||
	    cli_find_role(cli, SLICE_EMPTY, &joining->role, why) < 0 ||
	    belongings_offered(cli->desk.db, joining->organization.id,
		JOINED_MAX, &cli->arena, &ids, &count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (belonging_change(&cli->desk, &action, ids[i],
			&joining->organization, &joining->role, why) < 0)
			return -1;
	joining->joined = (int64_t)count;
	return 0;
}

int
cli_organization_offered(struct cli *cli, struct fail *why)
{
	struct joining joining = { .joined = 0 };

	if (cli_option(cli, "--join") == NULL)
		return list_offered(cli, why);
	if (cli_change(cli, join_offered, &joining, why) < 0)
		return -1;
	cli_organization_done(cli, &joining.organization, arena_format(
	    &cli->arena, "%lld users joined", (long long)joining.joined).data);
	return 0;
}
