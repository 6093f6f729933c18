/* maildesk department add, address, default, list. */
#include "app/cli_commands.h"

#include "app/cli_ban.h"
#include "app/cli_change.h"
#include "app/cli_columns.h"
#include "app/cli_find.h"
#include "app/cli_print.h"
#include "desk/permission.h"
#include "mail/address.h"
#include "store/departments.h"
#include "store/people.h"

/*
 * Mail to somebody who works here must not come back as a ticket; and what the
 * desk writes must not be taken for a banned sender's.
 */
static int
check_address(struct cli *cli, struct slice address, struct fail *why)
{
	struct slice identity;
	struct person person;
	struct address found;
	int got;

	if (!address_identity(address, &cli->arena, &identity))
		return fail_set(why, FAIL_REFUSE, "\"%.*s\" is no address",
		    SLICE_ARG(address));
	got = people_by_identity(cli->desk.db, identity, &cli->arena, &person,
	    &found, why);
	if (got == 1)
		return fail_set(why, FAIL_REFUSE,
		    "%.*s is the address of %.*s, person %lld",
		    SLICE_ARG(address), SLICE_ARG(person.name),
		    (long long)person.id);
	return got < 0 ? -1 : cli_ban_expect_none(cli, address, why);
}

static void
print_done(struct cli *cli, const struct department *department,
    const char *what)
{
	struct json *json;

	if (!cli->json) {
		fprintf(cli->out, "%s ", what);
		cli_print_line(cli, department->name);
		return;
	}
	json = json_new_object();
	json_add_int(json, "department", department->id);
	json_add_text(json, "name", department->name);
	json_add_text_or_null(json, "address", department->address);
	cli_print_json(cli, json);
}

static int
add(struct cli *cli, void *data, struct fail *why)
{
	struct department *department = data;
	struct slice name = cli_argument(cli, 0);
	struct slice address = cli_argument(cli, 1);

	if (!slice_is_utf8(name) || !slice_is_utf8(address))
		return fail_set(why, FAIL_REFUSE,
		    "name and address must be UTF-8");
	if (check_address(cli, address, why) < 0 ||
	    departments_add(cli->desk.db, name, address, cli->now,
		&department->id, why) < 0 ||
	    departments_get(cli->desk.db, department->id, &cli->arena,
		department, why) < 0)
		return -1;
	return cli_change_log(cli, "department", department->id, "address",
	    SLICE_EMPTY, department->address, why);
}

int
cli_department_add(struct cli *cli, struct fail *why)
{
	struct department department = { 0 };

	if (cli_change(cli, add, &department, why) < 0)
		return -1;
	print_done(cli, &department, "there is now a department");
	return 0;
}

static int
add_address(struct cli *cli, void *data, struct fail *why)
{
	struct department *department = data;
	struct slice address = cli_argument(cli, 1);

	if (cli_find_department(cli, cli_argument(cli, 0), department,
		why) < 0 ||
	    check_address(cli, address, why) < 0 ||
	    departments_add_address(cli->desk.db, department->id, address,
		why) < 0)
		return -1;
	return cli_change_log(cli, "department", department->id, "address",
	    SLICE_EMPTY, address, why);
}

int
cli_department_address(struct cli *cli, struct fail *why)
{
	struct department department;

	if (cli_change(cli, add_address, &department, why) < 0)
		return -1;
	print_done(cli, &department, "another address leads to");
	return 0;
}

static int
set_default(struct cli *cli, void *data, struct fail *why)
{
	struct department *department = data, before = { 0 };

	if (cli_find_department(cli, cli_argument(cli, 0), department,
		why) < 0 ||
	    departments_default(cli->desk.db, &cli->arena, &before, why) < 0 ||
	    departments_set_default(cli->desk.db, department->id, why) < 0)
		return -1;
	return cli_change_log(cli, "department", department->id, "default",
	    before.name, department->name, why);
}

int
cli_department_default(struct cli *cli, struct fail *why)
{
	struct department department;

	if (cli_change(cli, set_default, &department, why) < 0)
		return -1;
	print_done(cli, &department,
	    "mail that names no other department goes to");
	return 0;
}

/* The handles of its people in this role. */
static int
add_people(struct cli *cli, const struct department *department,
    enum member_role role, struct text *names, struct json *array,
    struct fail *why)
{
	const struct member *member = cli->members.items;
	struct person person;
	int got;

	for (size_t i = 0; i < cli->members.count; i++) {
		if (member[i].department_id != department->id ||
		    member[i].role != role)
			continue;
		got = people_get(cli->desk.db, member[i].person_id,
		    &cli->arena, &person, why);
		if (got < 0)
			return -1;
		if (got == 0)
			continue;
		text_add_string(names, names->len > 0 ? ", " : "");
		text_add(names, person.handle);
		json_append_text(array, person.handle);
	}
	return 0;
}

static int
add_addresses(struct cli *cli, const struct department *department,
    struct text *to, struct json *array, struct fail *why)
{
	struct slice *addresses;
	size_t count;

	if (departments_addresses(cli->desk.db, department->id, &cli->arena,
		&addresses, &count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		text_add_string(to, i > 0 ? ", " : "");
		text_add(to, addresses[i]);
		json_append_text(array, addresses[i]);
	}
	return 0;
}

static int
list_one(struct cli *cli, const struct department *department,
    struct cli_columns *columns, struct json *json, struct fail *why)
{
	struct text addresses = TEXT_IN(&cli->arena);
	struct text managers = TEXT_IN(&cli->arena);
	struct text members = TEXT_IN(&cli->arena);

	json_add_int(json, "id", department->id);
	json_add_text(json, "name", department->name);
	json_add_bool(json, "default", department->is_default);
	json_add_bool(json, "disabled", department->disabled);
	json_add_text(json, "cc", slice_of(department_cc_name(department->cc)));
	json_add_text(json, "choice",
	    slice_of(department_choice_name(department->choice)));
	json_add_id(json, "parent", department->parent_id);
	json_add_text(json, "member", permission_rights(
	    department->member_rights, &cli->arena));
	json_add_text(json, "manager", permission_rights(
	    department->manager_rights, &cli->arena));
	if (add_addresses(cli, department, &addresses,
		json_add_array(json, "addresses"), why) < 0 ||
	    add_people(cli, department, ROLE_MANAGER, &managers,
		json_add_array(json, "managers"), why) < 0 ||
	    add_people(cli, department, ROLE_MEMBER, &members,
		json_add_array(json, "members"), why) < 0)
		return -1;
	cli_columns_add_format(columns, "%lld", (long long)department->id);
	cli_columns_add(columns, department->name);
	cli_columns_add_format(columns, "%s%s",
	    department->is_default ? "default" : "",
	    department->disabled ? "disabled" : "");
	cli_columns_add(columns, text_slice(&addresses));
	cli_columns_add(columns, text_slice(&managers));
	cli_columns_add(columns, text_slice(&members));
	return 0;
}

int
cli_department_list(struct cli *cli, struct fail *why)
{
	static const struct cli_column of[] = {
		CLI_RIGHT("Id"), CLI_GIVES("Department"), CLI_LEFT(""),
		CLI_GIVES("Addresses"), CLI_GIVES("Managers"),
		CLI_GIVES("Members"),
	};
	struct json *json = json_new_array();
	struct cli_columns columns;
	struct department *items;
	size_t count = 0;
	int rc;

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	rc = departments_list(cli->desk.db, &cli->arena, &items, &count, why);
	for (size_t i = 0; i < count && rc == 0; i++)
		rc = list_one(cli, &items[i], &columns,
		    json_append_object(json), why);
	return cli_list_end(cli, rc, json, &columns, "there is no department yet;"
		    " make one with `maildesk department add NAME ADDRESS`");
}
