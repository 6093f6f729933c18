/* maildesk check: is everything there, whole, and set up so that it works? */
#include "app/cli_check.h"

#include <assert.h>
#include <stdarg.h>

#include "app/cli_commands.h"
#include "app/cli_print.h"
#include "store/schema.h"

static const char *const result_names[] = {
	[CHECK_OK] = "ok",
	[CHECK_WARN] = "look",
	[CHECK_BAD] = "BAD",
};
static_assert(ARRAY_LEN(result_names) == CHECK_RESULT_COUNT,
    "every result of a check has a word");

enum check_result
check_say(struct check *check, enum check_result result, const char *format,
    ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(check->text, sizeof(check->text), format, args);
	va_end(args);
	return result;
}

enum check_result
check_fail(struct check *check, const struct fail *why)
{
	return check_say(check, CHECK_BAD, "%s", why->text);
}

static enum check_result
check_conf(struct check *check)
{
	return check_say(check, CHECK_OK, "%s", check->cli->conf.path);
}

static enum check_result
check_key(struct check *check)
{
	struct fail why = FAIL_INIT;
	struct secret_keys keys;

	if (secret_load(check->cli->conf.key_path, &keys, &why) < 0)
		return check_fail(check, &why);
	secret_wipe(&keys, sizeof(keys));
	return check_say(check, CHECK_OK, "%s", check->cli->conf.key_path);
}

static enum check_result
check_database(struct check *check, const char *path, enum schema schema)
{
	struct fail why = FAIL_INIT;
	struct db *db = NULL;
	int rc;

	rc = db_open(&db, path, DB_READ, &why);
	if (rc == 0)
		rc = schema_expect(db, schema, &why);
	if (rc == 0)
		rc = db_check(db, !check->deep, &why);
	db_close(db);
	if (rc < 0) {
		check->damaged++;
		return check_fail(check, &why);
	}
	return check_say(check, CHECK_OK, "%s, %s", path, check->deep
	    ? "read from end to end" : "looked over");
}

static enum check_result
check_archive(struct check *check)
{
	return check_database(check, check->cli->conf.archive_path,
	    SCHEMA_ARCHIVE);
}

static enum check_result
check_desk(struct check *check)
{
	return check_database(check, check->cli->conf.desk_path, SCHEMA_DESK);
}

/* The two belong together; whatever the desk is asked needs it open. */
static enum check_result
check_pair(struct check *check)
{
	if (!check->is_open)
		return check_fail(check, &check->failed);
	return check_say(check, CHECK_OK,
	    "the desk was made from this archive");
}

static const struct check_step steps[] = {
	{ "configuration", check_conf, false, false },
	{ "key", check_key, false, false },
	{ "archive", check_archive, false, false },
	{ "desk", check_desk, false, false },
	{ "together", check_pair, false, false },
	{ "messages", check_messages, true, true },
	{ "orphans", check_orphans, true, true },
	{ "kinds", check_classes, true, true },
	{ "departments", check_departments, true, false },
	{ "agents", check_agents, true, false },
	{ "templates", check_templates, false, false },
	{ "sending", check_sending, false, false },
	{ "intake", check_intake, false, false },
	{ "alarm", check_alarm, false, false },
};

static void
report(struct check *check, const char *name, enum check_result result,
    struct json *json)
{
	struct json *item = json_append_object(json);

	json_add_text(item, "check", slice_of(name));
	json_add_text(item, "result", slice_of(result_names[result]));
	json_add_text(item, "text", slice_of(check->text));
	if (!check->cli->json)
		cli_print_line(check->cli, arena_format(&check->cli->arena,
		    "%-4s  %-13s  %s", result_names[result], name,
		    check->text));
}

int
cli_check(struct cli *cli, struct fail *why)
{
	struct check check = { .cli = cli, .failed = FAIL_INIT };
	struct json *json = json_new_array();
	enum check_result result;
	size_t bad = 0;

	check.deep = cli_option(cli, "--deep") != NULL;
	check.is_open = desk_open(&cli->desk, &cli->conf, DB_READ, true,
	    &check.failed) == 0;
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		if ((steps[i].inside && !check.is_open) ||
		    (steps[i].deep && !check.deep))
			continue;
		result = steps[i].run(&check);
		bad += result == CHECK_BAD;
		report(&check, steps[i].name, result, json);
	}
	if (check.is_open)
		desk_close(&cli->desk);
	if (cli->json)
		cli_show_json(cli, json);
	json_free(json);
	if (bad > 0)
		return fail_set(why, FAIL_SETUP, "%zu of these %s not in order",
		    bad, bad == 1 ? "is" : "are");
	return 0;
}
