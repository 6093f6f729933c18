/* maildesk department join, leave: who belongs to which department. */
#include "app/cli_members.h"

#include "app/cli_change.h"
#include "app/cli_commands.h"
#include "app/cli_find.h"
#include "app/cli_print.h"
#include "store/departments.h"

/* "kim manager"; empty: not a member. */
static struct slice
membership(struct cli *cli, const struct person *person, const char *role)
{
	return role == NULL ? SLICE_EMPTY
	    : arena_format(&cli->arena, "%.*s %s", SLICE_ARG(person->handle),
		  role);
}

/* Their role, or NULL. */
static const char *
role_in(const struct cli *cli, const struct department *department,
    const struct person *person)
{
	const struct member *member = cli->members.items;

	for (size_t i = 0; i < cli->members.count; i++)
		if (member[i].department_id == department->id &&
		    member[i].person_id == person->id)
			return member_role_name(member[i].role);
	return NULL;
}

/* Role NULL: takes them out. */
static int
log_role(struct cli *cli, const struct department *department,
    const struct person *person, const char *role, struct fail *why)
{
	return cli_change_log(cli, "department", department->id, "member",
	    membership(cli, person, role_in(cli, department, person)),
	    membership(cli, person, role), why);
}

int
cli_members_join(struct cli *cli, const struct department *department,
    const struct person *person, bool manager, struct fail *why)
{
	enum member_role role = manager ? ROLE_MANAGER : ROLE_MEMBER;

	if (departments_join(cli->desk.db, department->id, person->id, role,
		why) < 0)
		return -1;
	return log_role(cli, department, person, member_role_name(role), why);
}

struct membership {
	struct department department;
	struct person person;
};

static int
find(struct cli *cli, struct membership *out, struct fail *why)
{
	if (cli_find_department(cli, cli_argument(cli, 0), &out->department,
		why) < 0)
		return -1;
	return cli_find_agent(cli, cli_argument(cli, 1), &out->person, why);
}

static int
join(struct cli *cli, void *data, struct fail *why)
{
	struct membership *who = data;

	if (find(cli, who, why) < 0)
		return -1;
	return cli_members_join(cli, &who->department, &who->person,
	    cli_option(cli, "--manager") != NULL, why);
}

static int
leave(struct cli *cli, void *data, struct fail *why)
{
	struct membership *who = data;

	if (find(cli, who, why) < 0)
		return -1;
	if (role_in(cli, &who->department, &who->person) == NULL)
		return fail_set(why, FAIL_REFUSE, "%.*s is not in %.*s",
		    SLICE_ARG(who->person.handle),
		    SLICE_ARG(who->department.name));
	if (departments_leave(cli->desk.db, who->department.id,
		who->person.id, why) < 0)
		return -1;
	return log_role(cli, &who->department, &who->person, NULL, why);
}

static void
print_done(struct cli *cli, const struct membership *who, const char *role)
{
	struct json *json;

	if (!cli->json) {
		cli_print_line(cli, arena_format(&cli->arena,
		    "%.*s is %s%s of %.*s", SLICE_ARG(who->person.handle),
		    role == NULL ? "no longer a member" : "a ",
		    role == NULL ? "" : role,
		    SLICE_ARG(who->department.name)));
		return;
	}
	json = json_new_object();
	json_add_int(json, "department", who->department.id);
	json_add_int(json, "person", who->person.id);
	json_add_text_or_null(json, "role", slice_of(role));
	cli_print_json(cli, json);
}

int
cli_department_join(struct cli *cli, struct fail *why)
{
	struct membership who;
	bool manager = cli_option(cli, "--manager") != NULL;

	if (cli_change(cli, join, &who, why) < 0)
		return -1;
	print_done(cli, &who,
	    member_role_name(manager ? ROLE_MANAGER : ROLE_MEMBER));
	return 0;
}

int
cli_department_leave(struct cli *cli, struct fail *why)
{
	struct membership who;

	if (cli_change(cli, leave, &who, why) < 0)
		return -1;
	print_done(cli, &who, NULL);
	return 0;
}
