/* maildesk role add, list, remove: what members of organizations are. */
#include "app/cli_commands.h"

#include "app/cli_change.h"
#include "app/cli_columns.h"
#include "app/cli_find.h"
#include "app/cli_organization.h"
#include "app/cli_print.h"
#include "store/organizations.h"

/* The log has no object for roles: they are of all organizations. */
static int
log_role(struct cli *cli, struct slice old, struct slice new,
    struct fail *why)
{
	return cli_change_log(cli, "organization", 0, "role", old, new, why);
}

static void
print_done(struct cli *cli, const struct organization_role *role,
    const char *what)
{
	struct json *json;

	if (!cli->json) {
		cli_print_line(cli, arena_format(&cli->arena, "role %.*s %s",
		    SLICE_ARG(role->name), what));
		return;
	}
	json = json_new_object();
	json_add_int(json, "role", role->id);
	json_add_text(json, "name", role->name);
	cli_print_json(cli, json);
}

static int
add(struct cli *cli, void *data, struct fail *why)
{
	struct organization_role *role = data;

	if (organization_roles_add(cli->desk.db, role, why) < 0)
		return -1;
	return log_role(cli, SLICE_EMPTY, role->name, why);
}

int
cli_role_add(struct cli *cli, struct fail *why)
{
	struct organization_role role = {
		.name = slice_trim(cli_argument(cli, 0)),
		.manages = cli_option(cli, "--manages") != NULL,
	};

	if (cli_organization_name(role.name, "a role's", why) < 0 ||
	    cli_change(cli, add, &role, why) < 0)
		return -1;
	print_done(cli, &role, "is there");
	return 0;
}

static int
drop(struct cli *cli, void *data, struct fail *why)
{
	struct organization_role *role = data;

	if (cli_find_role(cli, cli_argument(cli, 0), role, why) < 0 ||
	    organization_roles_remove(cli->desk.db, role->id, why) < 0)
		return -1;
	return log_role(cli, role->name, SLICE_EMPTY, why);
}

int
cli_role_remove(struct cli *cli, struct fail *why)
{
	struct organization_role role;

	if (cli_change(cli, drop, &role, why) < 0)
		return -1;
	print_done(cli, &role, "is gone");
	return 0;
}

int
cli_role_list(struct cli *cli, struct fail *why)
{
	static const struct cli_column of[] = {
		CLI_LEFT("Role"), CLI_LEFT("May"),
	};
	struct json *json = json_new_array();
	struct organization_role *items;
	struct cli_columns columns;
	size_t count = 0;
	int rc;

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	rc = organization_roles_list(cli->desk.db, &cli->arena, &items, &count,
	    why);
	for (size_t i = 0; i < count && rc == 0; i++) {
		struct json *item = json_append_object(json);

		json_add_int(item, "id", items[i].id);
		json_add_text(item, "name", items[i].name);
		json_add_bool(item, "manages", items[i].manages);
		cli_columns_add(&columns, items[i].name);
		cli_columns_add(&columns, items[i].manages
		    ? SLICE("manage tickets of its organization")
		    : SLICE_EMPTY);
	}
	return cli_list_end(cli, rc, json, &columns, "no roles");
}
