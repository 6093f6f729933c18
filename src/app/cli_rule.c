/* maildesk rule: the rules as they are, as they would be, and what they did. */
#include "app/cli_commands.h"

#include "app/cli_columns.h"
#include "app/cli_print.h"
#include "app/cli_rule.h"
#include "app/cli_when.h"
#include "app/rules.h"
#include "store/departments.h"
#include "store/organizations.h"
#include "store/people.h"
#include "store/rules.h"
#include "store/usergroups.h"

int
cli_rule_read(struct cli *cli, struct rules *out, struct fail *why)
{
	const char *path = cli_option(cli, "--rules");
	struct slice text;

	if (path == NULL)
		path = cli->conf.rules_path;
	return rules_read(&cli->conf, path, &cli->arena, out, &text, why);
}

/* --- check --------------------------------------------------------------------- */

/* What is wrong with names, which only the desk knows. */
struct names {
	struct cli *cli;
	struct json *problems;
	size_t count;
};

static void
complain(struct names *names, unsigned number, struct slice line,
    const char *problem)
{
	struct cli *cli = names->cli;
	struct slice text = arena_format(&cli->arena, "line %u: %.*s: %s",
	    number, SLICE_ARG(line), problem);

	names->count++;
	if (cli->json)
		json_append_text(names->problems, text);
	else
		cli_print_line(cli, text);
}

static int
check_agent(struct names *names, struct slice word, unsigned number,
    struct slice line, struct fail *why)
{
	struct person found[2];
	int count;

	if (slice_eq_nocase(word, SLICE("none")))
		return 0;
	count = people_find_agents(names->cli->desk.db, word,
	    &names->cli->arena, found, ARRAY_LEN(found), why);
	if (count == 0)
		complain(names, number, line, "there is no such agent");
	else if (count > 1)
		complain(names, number, line, "this may be several agents");
	return count < 0 ? -1 : 0;
}

static int
check_department(struct names *names, struct slice word, unsigned number,
    struct slice line, struct fail *why)
{
	struct department department;
	int got = departments_by_name(names->cli->desk.db, word,
	    &names->cli->arena, &department, why);

	if (got == 0)
		complain(names, number, line, "there is no such department");
	return got < 0 ? -1 : 0;
}

static bool
is_role(struct slice word)
{
	static const char *const roles[] = { "assignee", "members", "managers",
		"followers" };

	for (size_t i = 0; i < ARRAY_LEN(roles); i++)
		if (slice_eq_nocase(word, slice_of(roles[i])))
			return true;
	return false;
}

static int
check_deed(struct names *names, const struct rule_deed *deed,
    struct fail *why)
{
	const struct command *command = &deed->command;

	if (deed->kind == RULE_NOTIFY && !is_role(deed->value))
		return check_agent(names, deed->value, deed->number,
		    deed->line, why);
	if (deed->kind != RULE_COMMAND)
		return 0;
	if (command->verb->argument == ARGUMENT_AGENT ||
	    command->verb->argument == ARGUMENT_FOLLOWER)
		return check_agent(names, command->value, deed->number,
		    deed->line, why);
	if (command->verb->argument == ARGUMENT_DEPARTMENT)
		return check_department(names, command->value, deed->number,
		    deed->line, why);
	return 0;
}

static int
check_place(struct names *names, const struct rule_condition *condition,
    struct slice word, struct fail *why)
{
	struct db *db = names->cli->desk.db;
	struct arena *arena = &names->cli->arena;
	struct organization organization;
	struct organization_role role;
	struct usergroup group;
	const char *fault = NULL;
	int got = 1;

	if (condition->test == RULE_IF_ORGANIZATION &&
	    !slice_eq_nocase(word, SLICE("none")) &&
	    !slice_eq_nocase(word, SLICE("any"))) {
		fault = "there is no such organization";
		got = organizations_find(db, word, arena, &organization, why);
	} else if (condition->test == RULE_IF_ROLE) {
		fault = "there is no such role";
		got = organization_roles_find(db, word, arena, &role, why);
	} else if (condition->test == RULE_IF_USERGROUP) {
		fault = "there is no such group";
		got = usergroups_find(db, word, arena, &group, why);
	}
	if (got == 0)
		complain(names, condition->number, condition->line, fault);
	return got < 0 ? -1 : 0;
}

static int
check_conditions(struct names *names, const struct rule_conditions *all,
    struct fail *why)
{
	for (size_t i = 0; i < all->count; i++) {
		const struct rule_condition *condition = &all->items[i];

		for (size_t j = 0; j < condition->value_count; j++)
			if ((condition->test == RULE_IF_DEPARTMENT &&
				check_department(names, condition->values[j],
				    condition->number, condition->line,
				    why) < 0) ||
			    check_place(names, condition, condition->values[j],
				why) < 0)
				return -1;
	}
	return 0;
}

static int
check_names(struct names *names, const struct rules *rules, struct fail *why)
{
	for (size_t i = 0; i < rules->target_count; i++)
		if (check_conditions(names, &rules->targets[i].conditions,
			why) < 0)
			return -1;
	for (size_t i = 0; i < rules->count; i++) {
		const struct rule *rule = &rules->items[i];

		if (check_conditions(names, &rule->conditions, why) < 0)
			return -1;
		for (size_t j = 0; j < rule->deed_count; j++)
			if (check_deed(names, &rule->deeds[j], why) < 0)
				return -1;
	}
	return 0;
}

int
cli_rule_check(struct cli *cli, struct fail *why)
{
	struct json *json = json_new_object();
	struct names names = { .cli = cli,
		.problems = json_add_array(json, "problems") };
	struct rules rules;
	int rc = -1;

	if (cli_rule_read(cli, &rules, why) < 0 ||
	    check_names(&names, &rules, why) < 0)
		goto done;
	json_add_int(json, "rules", (int64_t)rules.count);
	json_add_int(json, "targets", (int64_t)rules.target_count);
	if (cli->json)
		cli_show_json(cli, json);
	else
		fprintf(cli->out, "%zu rules, %zu targets%s\n", rules.count,
		    rules.target_count, names.count == 0 ? ": all is well" : "");
	rc = names.count == 0 ? 0 : fail_set(why, FAIL_SETUP,
	    "%zu names are not known", names.count);
done:
	json_free(json);
	return rc;
}

/* --- list ---------------------------------------------------------------------- */

struct listed {
	const struct rule *rule;
	struct rule_firing last;
	int64_t count;
};

static void
add_json(struct cli *cli, struct json *array, const struct listed *listed)
{
	struct json *object = json_append_object(array), *child;
	const struct rule *rule = listed->rule;

	(void)cli;
	json_add_text(object, "rule", slice_of(rule->name));
	json_add_int(object, "line", rule->number);
	child = json_add_array(object, "on");
	for (int i = 0; i < RULE_TRIGGER_COUNT; i++)
		if ((rule->triggers & RULE_BIT(i)) != 0)
			json_append_text(child, slice_of(rule_trigger_word(
			    (enum rule_trigger)i)->name));
	child = json_add_array(object, "if");
	for (size_t i = 0; i < rule->conditions.count; i++)
		json_append_text(child, rule->conditions.items[i].line);
	child = json_add_array(object, "do");
	for (size_t i = 0; i < rule->deed_count; i++)
		json_append_text(child, rule->deeds[i].line);
	json_add_int(object, "fired", listed->count);
	json_add_time(object, "last", listed->last.at);
	json_add_id(object, "last_ticket", listed->last.ticket_id);
	json_add_text_or_null(object, "trouble", listed->last.trouble);
}

static void
add_row(struct cli *cli, struct cli_columns *columns,
    const struct listed *listed)
{
	char when[CLI_WHEN_SIZE];

	cli_columns_add(columns, slice_of(listed->rule->name));
	cli_columns_add_format(columns, "%lld", (long long)listed->count);
	if (listed->count == 0) {
		cli_columns_add(columns, SLICE("never"));
		cli_columns_add(columns, SLICE_EMPTY);
		return;
	}
	cli_columns_add_format(columns, "%s ago on #%lld",
	    cli_span(cli->now - listed->last.at, when),
	    (long long)listed->last.ticket_id);
	cli_columns_add(columns, listed->last.trouble);
}

int
cli_rule_list(struct cli *cli, struct fail *why)
{
	static const struct cli_column of[] = { CLI_LEFT("Rule"),
		CLI_RIGHT("Fired"), CLI_LEFT("Last"), CLI_GIVES("Trouble") };
	struct json *json = json_new_array();
	struct cli_columns columns;
	struct rules rules;
	int rc = cli_rule_read(cli, &rules, why);

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	for (size_t i = 0; rc == 0 && i < rules.count; i++) {
		struct listed listed = { .rule = &rules.items[i] };

		if (rule_firings_last(cli->desk.db, slice_of(
		    listed.rule->name), &cli->arena, &listed.last,
			&listed.count, why) < 0)
			rc = -1;
		else if (cli->json)
			add_json(cli, json, &listed);
		else
			add_row(cli, &columns, &listed);
	}
	return cli_list_end(cli, rc, json, &columns, "There are no rules.");
}
