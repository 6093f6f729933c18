/* maildesk agent list */
#include "app/cli_commands.h"

#include "app/cli_columns.h"
#include "app/cli_person.h"
#include "app/cli_print.h"
#include "store/departments.h"
#include "store/people.h"

/* The departments of an agent, managed ones marked. */
static int
departments_of(struct cli *cli, const struct person *person,
    struct text *names, struct json *array, struct fail *why)
{
	const struct member *member = cli->members.items;
	struct department department;
	struct json *item;
	int got;

	for (size_t i = 0; i < cli->members.count; i++) {
		if (member[i].person_id != person->id)
			continue;
		got = departments_get(cli->desk.db, member[i].department_id,
		    &cli->arena, &department, why);
		if (got < 0)
			return -1;
		text_add_string(names, names->len > 0 ? ", " : "");
		text_add(names, department.name);
		if (member[i].role == ROLE_MANAGER)
			text_add_string(names, " (manager)");
		item = json_append_object(array);
		json_add_text(item, "name", department.name);
		json_add_text(item, "role",
		    slice_of(member_role_name(member[i].role)));
	}
	return 0;
}

static int
list_one(struct cli *cli, const struct person *person,
    struct cli_columns *columns, struct json *json, struct fail *why)
{
	struct text departments = TEXT_IN(&cli->arena);
	struct slice address;

	if (cli_person_address(cli, person->id, &address, why) < 0)
		return -1;
	cli_person_json(json, person, address);
	if (departments_of(cli, person, &departments,
		json_add_array(json, "departments"), why) < 0)
		return -1;
	cli_columns_add(columns, person->handle);
	cli_columns_add_format(columns, "%.*s (%lld)", SLICE_ARG(person->name),
	    (long long)person->id);
	cli_columns_add(columns, address);
	cli_columns_add(columns, text_slice(&departments));
	cli_columns_add(columns, person->unix_account);
	cli_columns_add_format(columns, "%s%s%s",
	    person->is_admin ? "admin" : "",
	    person->is_admin && person->disabled ? ", " : "",
	    person->disabled ? "disabled" : "");
	return 0;
}

int
cli_agent_list(struct cli *cli, struct fail *why)
{
	static const struct cli_column of[] = {
		CLI_LEFT("Handle"), CLI_GIVES("Name"),
		CLI_GIVES("Address"), CLI_GIVES("Departments"),
		CLI_LEFT("Account"), CLI_LEFT("Rights"),
	};
	struct json *json = json_new_array();
	struct cli_columns columns;
	struct person *items;
	size_t count = 0;
	int rc;

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	rc = people_agents(cli->desk.db, &cli->arena, &items, &count, why);
	for (size_t i = 0; i < count && rc == 0; i++)
		rc = list_one(cli, &items[i], &columns,
		    json_append_object(json), why);
	return cli_list_end(cli, rc, json, &columns, "there is no agent yet; make"
		    " one with `maildesk agent add NAME ADDRESS`");
}
