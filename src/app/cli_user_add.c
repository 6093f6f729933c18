/* maildesk user add, disable, enable: records that people make. */
#include "app/cli_commands.h"

#include "app/belonging.h"
#include "app/cli_address.h"
#include "app/cli_change.h"
#include "app/cli_find.h"
#include "app/cli_person.h"
#include "app/cli_print.h"
#include "app/password_link.h"
#include "desk/profile.h"
#include "store/people.h"

static int
add(struct cli *cli, void *data, struct fail *why)
{
	struct person *person = data, other;
	struct slice word = cli_argument(cli, 1), identity;
	struct address address;
	int got;

	if (!profile_value(profile_key(PROFILE_NAME), cli_argument(cli, 0),
		&cli->arena, &person->name))
		return fail_set(why, FAIL_REFUSE, "a user needs %s",
		    profile_key(PROFILE_NAME)->hint);
	if (cli_address_read(cli, word, &identity, why) < 0)
		return -1;
	got = people_by_identity(cli->desk.db, identity, &cli->arena, &other,
	    &address, why);
	if (got == 1)
		return fail_set(why, FAIL_REFUSE, "it is already that of user"
		    " %lld: `maildesk user show %lld`", (long long)other.id,
		    (long long)other.id);
	person->created_at = cli->now;
	person->created_door = DOOR_CLI;
	if (got < 0 || people_add(cli->desk.db, person, word, identity, 0,
		why) < 0 || cli_change_log(cli, "person", person->id, "name",
		SLICE_EMPTY, person->name, why) < 0)
		return -1;
	if (cli_change_log(cli, "person", person->id, "address", SLICE_EMPTY,
		word, why) < 0)
		return -1;
	return belonging_link(&cli->desk, &(struct action){ .at = cli->now,
		.door = DOOR_CLI, .actor = cli->actor }, person->id, identity,
	    why);
}

int
cli_user_add(struct cli *cli, struct fail *why)
{
	struct person person = { .id = 0 };
	struct json *json;

	if (cli_change(cli, add, &person, why) < 0)
		return -1;
	if (cli->json) {
		json = json_new_object();
		cli_person_json(json, &person, cli_argument(cli, 1));
		cli_print_json(cli, json);
		return 0;
	}
	cli_print_line(cli, arena_format(&cli->arena, "%.*s is user %lld",
	    SLICE_ARG(person.name), (long long)person.id));
	return 0;
}

static int
set_disabled(struct cli *cli, struct person *person, bool disabled,
    struct fail *why)
{
	if (cli_find_living(cli, cli_argument(cli, 0), person, why) < 0)
		return -1;
	if (person->is_agent)
		return fail_set(why, FAIL_REFUSE, "user %lld is an agent: say"
		    " `maildesk agent %s`", (long long)person->id,
		    disabled ? "disable" : "enable");
	if (person->disabled == disabled)
		return 0;
	person->disabled = disabled;
	if (people_save(cli->desk.db, person, why) < 0 ||
	    password_revoke(&cli->desk, person->id, why) < 0)
		return -1;
	return cli_change_log(cli, "person", person->id, "disabled",
	    slice_of(disabled ? "no" : "yes"),
	    slice_of(disabled ? "yes" : "no"), why);
}

static int
disable(struct cli *cli, void *data, struct fail *why)
{
	return set_disabled(cli, data, true, why);
}

static int
enable(struct cli *cli, void *data, struct fail *why)
{
	return set_disabled(cli, data, false, why);
}

static int
change_disabled(struct cli *cli, cli_change_step *step, struct fail *why)
{
	struct person person;
	struct json *json;

	if (cli_change(cli, step, &person, why) < 0)
		return -1;
	if (cli->json) {
		json = json_new_object();
		json_add_int(json, "person", person.id);
		json_add_bool(json, "disabled", person.disabled);
		cli_print_json(cli, json);
		return 0;
	}
	cli_print_line(cli, arena_format(&cli->arena, "%.*s (%lld) is %s",
	    SLICE_ARG(person.name), (long long)person.id, person.disabled
	    ? "disabled: their mail is quarantined, nothing is sent to them"
	    : "enabled: their mail is filed again"));
	return 0;
}

int
cli_user_disable(struct cli *cli, struct fail *why)
{
	return change_disabled(cli, disable, why);
}

int
cli_user_enable(struct cli *cli, struct fail *why)
{
	return change_disabled(cli, enable, why);
}
