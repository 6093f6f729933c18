/* maildesk department set: what an admin may set of a department. */
#include "app/cli_change.h"
#include "app/cli_commands.h"
#include "app/cli_find.h"
#include "app/cli_print.h"
#include "app/cli_setting.h"
#include "desk/permission.h"
#include "store/departments.h"

static int
set_cc(struct cli *cli, struct department *department, struct slice value,
    struct fail *why)
{
	(void)cli;
	return department_cc_parse(value, &department->cc) ? 0
	    : fail_set(why, FAIL_REFUSE, "cc is one of suggest or never");
}

static struct slice
get_cc(struct cli *cli, const struct department *department)
{
	(void)cli;
	return slice_of(department_cc_name(department->cc));
}

static int
set_choice(struct cli *cli, struct department *department, struct slice value,
    struct fail *why)
{
	(void)cli;
	return department_choice_parse(value, &department->choice) ? 0
	    : fail_set(why, FAIL_REFUSE,
		"choice is one of address, extension, tag or any");
}

static struct slice
get_choice(struct cli *cli, const struct department *department)
{
	(void)cli;
	return slice_of(department_choice_name(department->choice));
}

static const struct department *
by_id(const struct cli *cli, int64_t id)
{
	for (size_t i = 0; i < cli->department_count; i++)
		if (cli->departments[i].id == id)
			return &cli->departments[i];
	return NULL;
}

/* A department above itself would have its managers in circles. */
static int
set_parent(struct cli *cli, struct department *department, struct slice value,
    struct fail *why)
{
	const struct department *above;
	struct department parent = { 0 };

	if (!slice_eq_nocase(value, SLICE("none")) &&
	    cli_find_department(cli, value, &parent, why) < 0)
		return -1;
	above = by_id(cli, parent.id);
	for (size_t i = 0; i < cli->department_count && above != NULL; i++) {
		if (above->id == department->id)
			return fail_set(why, FAIL_REFUSE,
			    "%.*s is %.*s itself or below it",
			    SLICE_ARG(parent.name),
			    SLICE_ARG(department->name));
		above = by_id(cli, above->parent_id);
	}
	department->parent_id = parent.id;
	return 0;
}

static struct slice
get_parent(struct cli *cli, const struct department *department)
{
	const struct department *parent = by_id(cli, department->parent_id);

	return parent == NULL ? SLICE("none") : parent->name;
}

static int
set_rights(struct slice value, unsigned *rights, struct fail *why)
{
	if (permission_parse_rights(value, rights))
		return 0;
	return fail_set(why, FAIL_REFUSE, "rights are all, none or, with commas"
	    " between, some of list, read, note, reply, change, move and"
	    " delete");
}

static int
set_member(struct cli *cli, struct department *department, struct slice value,
    struct fail *why)
{
	(void)cli;
	return set_rights(value, &department->member_rights, why);
}

static struct slice
get_member(struct cli *cli, const struct department *department)
{
	return permission_rights(department->member_rights, &cli->arena);
}

static int
set_manager(struct cli *cli, struct department *department,
    struct slice value, struct fail *why)
{
	(void)cli;
	return set_rights(value, &department->manager_rights, why);
}

static struct slice
get_manager(struct cli *cli, const struct department *department)
{
	return permission_rights(department->manager_rights, &cli->arena);
}

static const struct setting {
	const char *key;
	int (*set)(struct cli *cli, struct department *department,
	    struct slice value, struct fail *why);
	struct slice (*get)(struct cli *cli,
	    const struct department *department);
} settings[] = {
	{ "cc", set_cc, get_cc },
	{ "choice", set_choice, get_choice },
	{ "parent", set_parent, get_parent },
	{ "member", set_member, get_member },
	{ "manager", set_manager, get_manager },
};

static const struct setting *
find(struct slice key)
{
	for (size_t i = 0; i < ARRAY_LEN(settings); i++)
		if (slice_eq_nocase(key, slice_of(settings[i].key)))
			return &settings[i];
	return NULL;
}

static int
set_one(struct cli *cli, struct department *department, int n,
    struct fail *why)
{
	const struct setting *setting;
	struct slice key, value, before;

	if (cli_setting(cli, n, &key, &value, why) < 0)
		return -1;
	setting = find(key);
	if (setting == NULL)
		return fail_set(why, FAIL_REFUSE, "a department has no setting"
		    " \"%.*s\"; there are cc, choice, parent, member and"
		    " manager", SLICE_ARG(key));
	before = setting->get(cli, department);
	if (setting->set(cli, department, value, why) < 0)
		return -1;
	return cli_change_log(cli, "department", department->id, setting->key,
	    before, setting->get(cli, department), why);
}

static int
set_all(struct cli *cli, void *data, struct fail *why)
{
	struct department *department = data;

	if (cli_find_department(cli, cli_argument(cli, 0), department,
		why) < 0)
		return -1;
	for (int n = 1; n < cli->argument_count; n++)
		if (set_one(cli, department, n, why) < 0)
			return -1;
	return departments_save(cli->desk.db, department, why);
}

int
cli_department_set(struct cli *cli, struct fail *why)
{
	struct department department;
	struct json *json = NULL;

	if (cli_change(cli, set_all, &department, why) < 0)
		return -1;
	if (cli->json) {
		json = json_new_object();
		json_add_int(json, "department", department.id);
	}
	for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
		struct slice value = settings[i].get(cli, &department);

		if (cli->json)
			json_add_text(json, settings[i].key, value);
		else
			cli_print_fact(cli, settings[i].key, value);
	}
	if (cli->json)
		cli_print_json(cli, json);
	return 0;
}
