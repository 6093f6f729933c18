/* maildesk department set: what an admin may set of a department. */
#include "app/cli_change.h"
#include "app/cli_commands.h"
#include "app/cli_find.h"
#include "app/cli_print.h"
#include "app/cli_setting.h"
#include "store/departments.h"

static bool
set_cc(struct department *department, struct slice value)
{
	return department_cc_parse(value, &department->cc);
}

static const char *
get_cc(const struct department *department)
{
	return department_cc_name(department->cc);
}

static bool
set_choice(struct department *department, struct slice value)
{
	return department_choice_parse(value, &department->choice);
}

static const char *
get_choice(const struct department *department)
{
	return department_choice_name(department->choice);
}

static const struct setting {
	const char *key, *values;
	bool (*set)(struct department *department, struct slice value);
	const char *(*get)(const struct department *department);
} settings[] = {
	{ "cc", "suggest or never", set_cc, get_cc },
	{ "choice", "address, extension, tag or any", set_choice, get_choice },
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
		    " \"%.*s\"; there are cc and choice", SLICE_ARG(key));
	before = slice_of(setting->get(department));
	if (!setting->set(department, value))
		return fail_set(why, FAIL_REFUSE, "%s is one of %s",
		    setting->key, setting->values);
	return cli_change_log(cli, "department", department->id, setting->key,
	    before, slice_of(setting->get(department)), why);
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
		struct slice value = slice_of(settings[i].get(&department));

		if (cli->json)
			json_add_text(json, settings[i].key, value);
		else
			cli_print_fact(cli, settings[i].key, value);
	}
	if (cli->json)
		cli_print_json(cli, json);
	return 0;
}
