/* maildesk usergroup add, list, remove, member, grant, revoke. */
#include "app/cli_commands.h"

#include "app/cli_change.h"
#include "app/cli_columns.h"
#include "app/cli_find.h"
#include "app/cli_organization.h"
#include "app/cli_print.h"
#include "app/cli_text.h"
#include "store/departments.h"
#include "store/usergroups.h"

#define TYPED(cli, word) SLICE_ARG(cli_line((word), &(cli)->arena))

struct grouping {
	struct usergroup group;
	bool takes; /* away */
	int got;
};

static int
find(struct cli *cli, struct usergroup *out, struct fail *why)
{
	struct slice word = cli_argument(cli, 0);
	int got = usergroups_find(cli->desk.db, word, &cli->arena, out, why);

	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "there is no group \"%.*s\";"
		    " `maildesk usergroup list` names them", TYPED(cli, word));
	return got < 0 ? -1 : 0;
}

static int
change(struct cli *cli, cli_change_step *step, struct grouping *grouping,
    const char *what, struct fail *why)
{
	struct json *json;

	if (cli_change(cli, step, grouping, why) < 0)
		return -1;
	if (!cli->json) {
		cli_print_line(cli, arena_format(&cli->arena,
		    "group %.*s: %s", SLICE_ARG(grouping->group.name),
		    grouping->got == 0 ? "it was so already" : what));
		return 0;
	}
	json = json_new_object();
	json_add_int(json, "usergroup", grouping->group.id);
	json_add_text(json, "name", grouping->group.name);
	json_add_bool(json, "changed", grouping->got > 0);
	cli_print_json(cli, json);
	return 0;
}

static int
add(struct cli *cli, void *data, struct fail *why)
{
	struct grouping *grouping = data;

	grouping->got = 1;
	if (usergroups_add(cli->desk.db, &grouping->group, cli->now, why) < 0)
		return -1;
	return cli_change_log(cli, "usergroup", grouping->group.id, "name",
	    SLICE_EMPTY, grouping->group.name, why);
}

int
cli_usergroup_add(struct cli *cli, struct fail *why)
{
	struct grouping grouping = {
		.group.name = slice_trim(cli_argument(cli, 0)) };

	if (cli_organization_name(grouping.group.name, "a group's", why) < 0)
		return -1;
	return change(cli, add, &grouping, "is there", why);
}

static int
drop(struct cli *cli, void *data, struct fail *why)
{
	struct grouping *grouping = data;

	grouping->got = 1;
	if (find(cli, &grouping->group, why) < 0 ||
	    usergroups_remove(cli->desk.db, grouping->group.id, why) < 0)
		return -1;
	return cli_change_log(cli, "usergroup", grouping->group.id, "name",
	    grouping->group.name, SLICE_EMPTY, why);
}

int
cli_usergroup_remove(struct cli *cli, struct fail *why)
{
	struct grouping grouping = { .got = 0 };

	return change(cli, drop, &grouping, "is gone", why);
}

/* An organization by --organization; else a user. */
static int
place(struct cli *cli, void *data, struct fail *why)
{
	struct grouping *grouping = data;
	struct db *db = cli->desk.db;
	struct organization organization;
	struct person person;
	struct slice word = cli_argument(cli, 1), name;
	int64_t id;

	if (find(cli, &grouping->group, why) < 0)
		return -1;
	id = grouping->group.id;
	if (cli_option(cli, "--organization") != NULL) {
		if (cli_find_organization(cli, word, &organization, why) < 0)
			return -1;
		grouping->got = (grouping->takes ? usergroups_leave_organization
		    : usergroups_join_organization)(db, id, organization.id,
		    why);
		name = organization.name;
	} else {
		if (cli_find_living(cli, word, &person, why) < 0)
			return -1;
		grouping->got = (grouping->takes ? usergroups_leave
		    : usergroups_join)(db, id, person.id, why);
		name = arena_format(&cli->arena, "user %lld",
		    (long long)person.id);
	}
	if (grouping->got <= 0)
		return grouping->got;
	return cli_change_log(cli, "usergroup", id, "member",
	    grouping->takes ? name : SLICE_EMPTY,
	    grouping->takes ? SLICE_EMPTY : name, why);
}

int
cli_usergroup_member(struct cli *cli, struct fail *why)
{
	struct grouping grouping = {
		.takes = cli_option(cli, "--remove") != NULL };

	return change(cli, place, &grouping, "done", why);
}

/* All departments, or one that is named behind the right. */
static int
change_grant(struct cli *cli, void *data, struct fail *why)
{
	struct grouping *grouping = data;
	struct department department = { .id = 0 };
	struct slice word = cli_argument(cli, 1), name;
	enum group_right right;

	if (find(cli, &grouping->group, why) < 0)
		return -1;
	if (!group_right_parse(word, &right))
		return fail_set(why, FAIL_REFUSE, "\"%.*s\" is none of write,"
		    " reopen, see", TYPED(cli, word));
	if (cli->argument_count > 2 && right == GROUP_SEE)
		return fail_set(why, FAIL_REFUSE, "an organization's tickets"
		    " are seen in every department");
	if (cli->argument_count > 2 && cli_find_department(cli,
		cli_argument(cli, 2), &department, why) < 0)
		return -1;
	grouping->got = (grouping->takes ? usergroups_revoke
	    : usergroups_grant)(cli->desk.db, grouping->group.id, right,
	    department.id, why);
	if (grouping->got <= 0)
		return grouping->got;
	name = arena_format(&cli->arena, "%s%s%.*s",
	    group_right_name(right), department.id != 0 ? " " : "",
	    SLICE_ARG(department.name));
	return cli_change_log(cli, "usergroup", grouping->group.id, "grant",
	    grouping->takes ? name : SLICE_EMPTY,
	    grouping->takes ? SLICE_EMPTY : name, why);
}

int
cli_usergroup_grant(struct cli *cli, struct fail *why)
{
	struct grouping grouping = { .takes = false };

	return change(cli, change_grant, &grouping, "may that now", why);
}

int
cli_usergroup_revoke(struct cli *cli, struct fail *why)
{
	struct grouping grouping = { .takes = true };

	return change(cli, change_grant, &grouping, "may that no longer", why);
}

static int
grant_text(struct cli *cli, const struct grant_of_group *grant,
    struct text *text, struct json *json, struct fail *why)
{
	struct department department = { .id = 0 };

	if (grant->department_id != 0 && departments_get(cli->desk.db,
		grant->department_id, &cli->arena, &department, why) < 0)
		return -1;
	json_add_text(json, "right", slice_of(group_right_name(grant->right)));
	json_add_text_or_null(json, "department", department.name);
	text_add_format(text, "%s%s%s%.*s", text->len > 0 ? ", " : "",
	    group_right_name(grant->right), department.id != 0 ? " " : "",
	    SLICE_ARG(department.name));
	return 0;
}

static int
list_one(struct cli *cli, const struct usergroup *group,
    struct cli_columns *columns, struct json *json, struct fail *why)
{
	struct text text = TEXT_IN(&cli->arena);
	int64_t people, organizations;
	struct grants grants;
	struct json *array;

	if (usergroups_grants(cli->desk.db, group->id, &cli->arena, &grants,
		why) < 0 ||
	    usergroups_count(cli->desk.db, group->id, &people, &organizations,
		why) < 0)
		return -1;
	json_add_int(json, "id", group->id);
	json_add_text(json, "name", group->name);
	json_add_int(json, "people", people);
	json_add_int(json, "organizations", organizations);
	array = json_add_array(json, "grants");
	for (size_t i = 0; i < grants.count; i++)
		if (grant_text(cli, &grants.items[i], &text,
			json_append_object(array), why) < 0)
			return -1;
	cli_columns_add(columns, group->name);
	if (group->id <= USERGROUP_REGISTERED)
		cli_columns_add(columns, SLICE("all"));
	else
		cli_columns_add_format(columns, "%lld", (long long)people);
	cli_columns_add_format(columns, "%lld", (long long)organizations);
	cli_columns_add(columns, text_slice(&text));
	return 0;
}

int
cli_usergroup_list(struct cli *cli, struct fail *why)
{
	static const struct cli_column of[] = {
		CLI_LEFT("Group"), CLI_RIGHT("Users"),
		CLI_RIGHT("Organizations"), CLI_GIVES("May"),
	};
	struct json *json = json_new_array();
	struct cli_columns columns;
	struct usergroup *items;
	size_t count = 0;
	int rc;

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	rc = usergroups_list(cli->desk.db, &cli->arena, &items, &count, why);
	for (size_t i = 0; i < count && rc == 0; i++)
		rc = list_one(cli, &items[i], &columns,
		    json_append_object(json), why);
	return cli_list_end(cli, rc, json, &columns, "no groups");
}
