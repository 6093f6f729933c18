/* Who gives the commands, and what they may do and see. */
#include "app/cli_actor.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/cli_find.h"
#include "store/departments.h"
#include "store/people.h"

/* Root, and whoever could write anything into the desk's files anyway. */
static bool
is_owner_account(const struct cli *cli, uid_t account)
{
	struct stat info;

	return account == 0 || (stat(cli->conf.desk_path, &info) == 0 &&
	    info.st_uid == account);
}

/*
 * Who called sudo; NULL when nobody did.  It is asked only where a lie gains
 * nothing: of the accounts that own the desk.
 */
static const char *
sudo_account(void)
{
	const char *name = getenv("SUDO_USER");

	return name == NULL || *name == '\0' || strcmp(name, "root") == 0
	    ? NULL : name;
}

static int
find_account(struct cli *cli, struct fail *why)
{
	uid_t account = getuid();
	bool owns = is_owner_account(cli, account);
	const char *name = owns ? sudo_account() : NULL;
	struct passwd *entry;

	/* sudo to the desk's own account makes nobody its owner. */
	cli->is_owner = owns && (account == 0 || name == NULL);
	if (name == NULL && (entry = getpwuid(account)) != NULL)
		name = entry->pw_name;
	if (name == NULL)
		return 0;
	return people_by_unix_account(cli->desk.db, slice_of(name),
	    &cli->arena, &cli->actor, why) < 0 ? -1 : 0;
}

static bool
is_agent(const struct cli *cli)
{
	return cli->actor.is_agent && !cli->actor.disabled;
}

bool
cli_is_admin(const struct cli *cli)
{
	return cli->is_owner || (is_agent(cli) && cli->actor.is_admin);
}

int
cli_actor_find(struct cli *cli, const char *as, struct fail *why)
{
	if (find_account(cli, why) < 0 ||
	    departments_members(cli->desk.db, 0, &cli->arena, &cli->members,
		why) < 0 ||
	    departments_list(cli->desk.db, &cli->arena, &cli->departments,
		&cli->department_count, why) < 0)
		return -1;
	if (as == NULL)
		return 0;
	if (!cli_is_admin(cli))
		return fail_set(why, FAIL_REFUSE,
		    "--as is for root and admins");
	if (cli_find_agent(cli, slice_of(as), &cli->actor, why) < 0)
		return fail_add(why, "--as");
	if (cli->actor.disabled)
		return fail_set(why, FAIL_REFUSE,
		    "--as: %s is disabled; `maildesk agent enable` ends that",
		    as);
	/* What they may not do is not done in their name. */
	cli->is_owner = false;
	return 0;
}

static int
refuse(const struct cli *cli, const char *whom, const char *advice,
    struct fail *why)
{
	return fail_set(why, FAIL_REFUSE, "`maildesk %s` is for %s; %s",
	    cli->command->name, whom, advice);
}

int
cli_actor_check(struct cli *cli, struct fail *why)
{
	switch (cli->command->who) {
	case CLI_ANYBODY:
		return 0;
	case CLI_STAFF:
		if (is_agent(cli) || cli->is_owner)
			return 0;
		return refuse(cli, "agents", "tie your unix account to one"
		    " with `maildesk agent add --unix ACCOUNT`", why);
	case CLI_AGENT:
		if (is_agent(cli))
			return 0;
		return refuse(cli, "agents in person", "say --as AGENT, or tie"
		    " your unix account to one with `maildesk agent add --unix"
		    " ACCOUNT`", why);
	case CLI_ADMIN:
		if (cli_is_admin(cli))
			return 0;
		return refuse(cli, "root and admins", "ask one of them", why);
	}
	return -1;
}

const char *
cli_actor_refusal(const struct cli *cli, const struct ticket *ticket,
    enum permission permission)
{
	const struct access access = { cli->departments,
		cli->department_count, &cli->members };

	return cli->is_owner ? NULL
	    : permission_on(&access, ticket, &cli->actor, permission);
}
