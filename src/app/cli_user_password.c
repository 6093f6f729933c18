/* maildesk user password, password-set, password-check. */
#include "app/cli_commands.h"

#include "app/cli_actor.h"
#include "app/cli_change.h"
#include "app/cli_find.h"
#include "app/cli_print.h"
#include "app/cli_secret.h"
#include "app/password_link.h"
#include "base/secret.h"

struct asking {
	struct person person;
	struct slice to;
};

static int
ask(struct cli *cli, void *data, struct fail *why)
{
	const struct password_asker asker = { cli->actor.id, DOOR_CLI };
	struct asking *asking = data;

	if (cli_find_living(cli, cli_argument(cli, 0), &asking->person,
		why) < 0)
		return -1;
	if (asking->person.is_agent && !cli_is_admin(cli) &&
	    asking->person.id != cli->actor.id)
		return fail_set(why, FAIL_REFUSE, "user %lld is an agent: that"
		    " is for admins", (long long)asking->person.id);
	return password_ask(&cli->desk, &asking->person, &asker, cli->now,
	    &cli->arena, &asking->to, why);
}

int
cli_user_password(struct cli *cli, struct fail *why)
{
	struct asking asking;
	struct json *json;

	if (cli_change(cli, ask, &asking, why) < 0)
		return -1;
	if (cli->json) {
		json = json_new_object();
		json_add_int(json, "person", asking.person.id);
		json_add_text(json, "mailed_to", asking.to);
		cli_print_json(cli, json);
		return 0;
	}
	cli_print_line(cli, arena_format(&cli->arena, "user %lld is mailed a"
	    " code at %.*s, good for %lld hours", (long long)asking.person.id,
	    SLICE_ARG(asking.to), (long long)cli->conf.password_hours));
	return 0;
}

struct setting {
	struct slice token;
	char hash[PASSWORD_HASH_SIZE];
};

static int
set(struct cli *cli, void *data, struct fail *why)
{
	const struct setting *setting = data;

	return password_set(&cli->desk, setting->token, setting->hash,
	    DOOR_CLI, cli->now, &cli->arena, why);
}

static int
prepare(struct cli *cli, const struct person *person, struct setting *setting,
    struct fail *why)
{
	char typed[PASSWORD_MAX + 1];
	struct slice password;
	int rc = cli_secret_read("New password", true, typed, sizeof(typed),
	    &password, why);

	if (rc == 0)
		rc = password_prepare(&cli->desk, person, password,
		    &cli->arena, setting->hash, why);
	secret_wipe(typed, sizeof(typed));
	return rc;
}

int
cli_user_password_set(struct cli *cli, struct fail *why)
{
	struct setting setting = { .token = cli_argument(cli, 0) };
	struct person person;
	struct json *json;
	int rc;

	if (password_token(&cli->desk, setting.token, cli->now, &cli->arena,
		&person, why) < 0)
		return -1;
	rc = prepare(cli, &person, &setting, why);
	if (rc == 0)
		rc = cli_change(cli, set, &setting, why);
	secret_wipe(setting.hash, sizeof(setting.hash));
	if (rc < 0)
		return -1;
	if (cli->json) {
		json = json_new_object();
		json_add_int(json, "person", person.id);
		json_add_bool(json, "set", true);
		cli_print_json(cli, json);
		return 0;
	}
	cli_print_line(cli, arena_format(&cli->arena,
	    "user %lld has a new password", (long long)person.id));
	return 0;
}

struct trial {
	struct person person;
	bool right;
};

static int
note(struct cli *cli, void *data, struct fail *why)
{
	const struct trial *trial = data;

	return password_tried(&cli->desk, trial->person.id, trial->right,
	    cli->now, why);
}

int
cli_user_password_check(struct cli *cli, struct fail *why)
{
	char typed[PASSWORD_MAX + 1];
	struct slice password;
	struct trial trial;
	struct json *json;
	int got;

	if (cli_find_living(cli, cli_argument(cli, 0), &trial.person, why) < 0)
		return -1;
	got = cli_secret_read("Password", false, typed, sizeof(typed),
	    &password, why);
	if (got == 0)
		got = password_check(&cli->desk, &trial.person, password,
		    cli->now, &cli->arena, why);
	secret_wipe(typed, sizeof(typed));
	trial.right = got == 1;
	if (got < 0 || cli_change(cli, note, &trial, why) < 0)
		return -1;
	if (!trial.right)
		return fail_set(why, FAIL_REFUSE, "this is not the password of"
		    " user %lld, or there were too many wrong ones",
		    (long long)trial.person.id);
	if (cli->json) {
		json = json_new_object();
		json_add_int(json, "person", trial.person.id);
		json_add_bool(json, "right", true);
		cli_print_json(cli, json);
		return 0;
	}
	cli_print_line(cli, SLICE("it is the password"));
	return 0;
}
