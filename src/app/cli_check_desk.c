/* maildesk check: what is asked of the desk itself. */
#include "app/cli_check.h"

#include "app/rules.h"
#include "store/departments.h"
#include "store/people.h"

/* Somebody there who hears of mail. */
static int
has_people(struct check *check, const struct department *department,
    struct fail *why)
{
	struct cli *cli = check->cli;
	struct members members;
	struct person person;
	int got;

	if (departments_members(cli->desk.db, department->id, &cli->arena,
		&members, why) < 0)
		return -1;
	for (size_t i = 0; i < members.count; i++) {
		got = people_get(cli->desk.db, members.items[i].person_id,
		    &cli->arena, &person, why);
		if (got < 0)
			return -1;
		if (got == 1 && !person.disabled)
			return 1;
	}
	return 0;
}

/* Names of those where nobody hears of mail. */
static int
find_empty(struct check *check, const struct department *items, size_t count,
    struct text *names, struct fail *why)
{
	int got;

	for (size_t i = 0; i < count; i++) {
		if (items[i].disabled)
			continue;
		got = has_people(check, &items[i], why);
		if (got < 0)
			return -1;
		if (got == 0) {
			text_add_string(names, names->len > 0 ? ", " : "");
			text_add(names, items[i].name);
		}
	}
	return 0;
}

enum check_result
check_departments(struct check *check)
{
	struct cli *cli = check->cli;
	struct fail why = FAIL_INIT;
	struct text empty = TEXT_IN(&cli->arena);
	struct department *items, first;
	size_t count;
	int got;

	if (departments_list(cli->desk.db, &cli->arena, &items, &count,
		&why) < 0 ||
	    find_empty(check, items, count, &empty, &why) < 0 ||
	    (got = departments_default(cli->desk.db, &cli->arena, &first,
		&why)) < 0)
		return check_fail(check, &why);
	if (count == 0)
		return check_say(check, CHECK_BAD, "none: mail is told to come"
		    " back later; `maildesk department add NAME ADDRESS`");
	if (got == 0)
		return check_say(check, CHECK_BAD, "none is the default:"
		    " `maildesk department default NAME`");
	if (empty.len > 0)
		return check_say(check, CHECK_WARN, "nobody is in %.*s:"
		    " `maildesk department join NAME AGENT --manager`",
		    SLICE_ARG(text_slice(&empty)));
	return check_say(check, CHECK_OK, "%zu, the default is %.*s", count,
	    SLICE_ARG(first.name));
}

enum check_result
check_agents(struct check *check)
{
	struct cli *cli = check->cli;
	struct fail why = FAIL_INIT;
	struct person *items;
	size_t count, able = 0, admins = 0;

	if (people_agents(cli->desk.db, &cli->arena, &items, &count,
		&why) < 0)
		return check_fail(check, &why);
	for (size_t i = 0; i < count; i++) {
		able += !items[i].disabled;
		admins += !items[i].disabled && items[i].is_admin;
	}
	if (able == 0)
		return check_say(check, CHECK_WARN, "none: nobody hears of"
		    " mail; `maildesk agent add NAME ADDRESS`");
	return check_say(check, CHECK_OK, "%zu, %zu of them admin%s", able,
	    admins, admins == 1 ? "" : "s");
}

/* The file as it is now; and whether the gateway could take it. */
enum check_result
check_rules(struct check *check)
{
	struct cli *cli = check->cli;
	struct fail why = FAIL_INIT;
	struct slice text, trouble;
	struct rules rules;

	if (cli->conf.rules_path[0] == '\0')
		return check_say(check, CHECK_OK, "none");
	if (rules_read(&cli->conf, cli->conf.rules_path, &cli->arena, &rules,
		&text, &why) < 0 ||
	    rules_trouble(&cli->desk, &cli->arena, &trouble, &why) < 0)
		return check_fail(check, &why);
	if (trouble.len > 0)
		return check_say(check, CHECK_WARN, "the file is right, but"
		    " the gateway goes by an older one: systemctl reload"
		    " maildesk");
	return check_say(check, CHECK_OK, "%zu rules, %zu targets",
	    rules.count, rules.target_count);
}
