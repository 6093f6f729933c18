/*
 * maildesk check: is everything there, whole, and set up so that it works?
 */
#include "app/cli_check.h"

#include <assert.h>
#include <stdarg.h>

#include "app/cli_commands.h"
#include "app/cli_print.h"
#include "store/schema.h"

#define CHECK_TEXT_SIZE 1024

static const char *const result_names[] = {
	[CHECK_OK] = "ok",
	[CHECK_WARN] = "look",
	[CHECK_BAD] = "BAD",
};
static_assert(ARRAY_LEN(result_names) == CHECK_RESULT_COUNT,
    "every result of a check has a word");

/* To people a line, and below it what to do. */
static void
print(struct check *check, enum check_result result, const char *text,
    const char *fix)
{
	struct cli *cli = check->cli;
	struct slice rest = slice_of(fix), line;

	cli_print_line(cli, arena_format(&cli->arena, "%-4s  %-13s  %s",
	    result_names[result], check->step->name, text));
	while (slice_line(&rest, &line))
		cli_print_line(cli, arena_format(&cli->arena,
		    "%-4s  %-13s  -> %.*s", "", "", SLICE_ARG(line)));
}

static enum check_result say(struct check *check, enum check_result result,
    const char *fix, const char *format, va_list args)
    __attribute__((format(printf, 4, 0)));

static enum check_result
say(struct check *check, enum check_result result, const char *fix,
    const char *format, va_list args)
{
	struct json *item = json_append_object(check->json);
	char text[CHECK_TEXT_SIZE];

	vsnprintf(text, sizeof(text), format, args);
	/* `check` says in its sentence what to do. */
	if (fix == NULL && result != CHECK_OK && check->doctor != NULL)
		fix = check->step->fix;
	check->said[result]++;
	json_add_text(item, "check", slice_of(check->step->name));
	json_add_text(item, "result", slice_of(result_names[result]));
	json_add_text(item, "text", slice_of(text));
	json_add_text_or_null(item, "fix", slice_of(fix));
	if (!check->cli->json)
		print(check, result, text, fix);
	return result;
}

enum check_result
check_say(struct check *check, enum check_result result, const char *format,
    ...)
{
	va_list args;

	va_start(args, format);
	say(check, result, NULL, format, args);
	va_end(args);
	return result;
}

enum check_result
check_find(struct check *check, enum check_result result, const char *fix,
    const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(check, result, fix, format, args);
	va_end(args);
	return result;
}

enum check_result
check_fail(struct check *check, const struct fail *why)
{
	return check_say(check, CHECK_BAD, "%s", why->text);
}

void
check_run(struct check *check, const struct check_step *step)
{
	if ((step->flags & NEEDS_DESK) != 0 && !check->is_open)
		return;
	check->step = step;
	step->run(check);
	/* What takes long is not waited for together with what does not. */
	fflush(check->cli->out);
}

int
check_sum(const struct check *check, struct fail *why)
{
	size_t bad = check->said[CHECK_BAD];

	if (bad == 0)
		return 0;
	return fail_set(why, FAIL_SETUP, "%zu of these %s not in order", bad,
	    bad == 1 ? "is" : "are");
}

enum check_result
check_conf(struct check *check)
{
	return check_say(check, CHECK_OK, "%s", check->cli->conf.path);
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

enum check_result
check_archive(struct check *check)
{
	return check_database(check, check->cli->conf.archive_path,
	    SCHEMA_ARCHIVE);
}

enum check_result
check_desk(struct check *check)
{
	return check_database(check, check->cli->conf.desk_path, SCHEMA_DESK);
}

/* The two belong together; whatever the desk is asked needs it open. */
enum check_result
check_pair(struct check *check)
{
	if (!check->is_open)
		return check_fail(check, &check->failed);
	return check_say(check, CHECK_OK,
	    "the desk was made from this archive");
}

int
cli_check(struct cli *cli, struct fail *why)
{
	struct check check = { .cli = cli, .failed = FAIL_INIT,
		.json = json_new_array() };
	const struct check_step *steps;
	size_t count;

	check.deep = cli_option(cli, "--deep") != NULL;
	check.is_open = desk_open(&cli->desk, &cli->conf, DB_READ, true,
	    &check.failed) == 0;
	steps = check_steps(&count);
	for (size_t i = 0; i < count; i++)
		if ((steps[i].flags & (check.deep ? IN_CHECK | IN_DEEP
					       : IN_CHECK)) != 0)
			check_run(&check, &steps[i]);
	if (check.is_open)
		desk_close(&cli->desk);
	if (cli->json)
		cli_show_json(cli, check.json);
	json_free(check.json);
	return check_sum(&check, why);
}
