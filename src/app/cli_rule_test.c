/* maildesk rule test: which rules a mail would make fire, and why not. */
#include "app/cli_commands.h"

#include "app/cli_mail.h"
#include "app/cli_print.h"
#include "app/cli_rule.h"
#include "app/ours.h"
#include "base/file.h"
#include "mail/address.h"
#include "rulebook.h"
#include "store/departments.h"
#include "store/people.h"

/* The ticket that the mail would open, as far as it is known. */
struct trial {
	struct cli_mail mail;
	struct ticket ticket;
	struct department department;
	struct person nobody;
	struct rule_facts facts;
	struct belonging place;
};

static int
find_department(struct cli *cli, struct trial *trial, struct fail *why)
{
	const struct mailboxes *to = &trial->mail.mail.to;
	struct slice identity;
	int got = 0;

	for (size_t i = 0; i < to->count && got == 0; i++)
		if (address_identity(to->items[i].address, &cli->arena,
			&identity))
			got = ours_department(&cli->desk, identity,
			    &cli->arena, &trial->department, why);
	if (got == 0)
		got = departments_default(cli->desk.db, &cli->arena,
		    &trial->department, why);
	return got < 0 ? -1 : 0;
}

static int
find_trigger(struct cli *cli, unsigned *out, struct fail *why)
{
	struct slice word = cli_option_slice(cli, "--on");
	enum rule_trigger trigger = RULE_CREATED;

	if (word.len > 0 && !rule_trigger_parse(word, &trigger))
		return fail_set(why, FAIL_REFUSE, "there is no trigger"
		    " \"%.*s\"", SLICE_ARG(slice_head(word, 40)));
	*out = RULE_BIT(trigger);
	return 0;
}

/* Of who is known already; else of who would be made. */
static int
find_place(struct cli *cli, const struct rules *rules, struct trial *trial,
    struct fail *why)
{
	struct rule_facts *facts = &trial->facts;
	struct person person = { .id = 0 };
	struct address address;

	if (facts->sender.len == 0)
		return 0;
	if (people_by_identity(cli->desk.db, facts->sender, &cli->arena,
		&person, &address, why) < 0)
		return -1;
	return rule_scene_place(&cli->desk, rules, person.id, facts->sender,
	    &cli->arena, &trial->place, facts, why);
}

static int
prepare(struct cli *cli, const struct rules *rules, struct trial *trial,
    struct fail *why)
{
	const struct envelope nobody = { .door = DOOR_CLI };
	struct rule_facts *facts = &trial->facts;
	const struct mail *mail = &trial->mail.mail;
	struct slice raw;

	if (file_read(cli->arguments[0], (size_t)cli->conf.max_message,
		&cli->arena, &raw, why) < 0)
		return -1;
	cli_mail_read(raw, &nobody, &cli->desk.own, &cli->desk.limits,
	    &cli->arena, &trial->mail);
	if (find_department(cli, trial, why) < 0 ||
	    find_trigger(cli, &facts->triggers, why) < 0)
		return -1;
	trial->ticket = (struct ticket){ .subject =
		mail_base_subject(mail->subject), .status = TICKET_OPEN,
		.priority = PRIORITY_NORMAL };
	facts->by = "user";
	facts->ticket = &trial->ticket;
	facts->department = &trial->department;
	facts->assignee = &trial->nobody;
	facts->are_hours = hours_are_open(&rules->hours, cli->now);
	facts->mail = mail;
	facts->body = mail->new_text;
	facts->class = slice_of(mail_class_name(trial->mail.kind.class));
	if (mail->limited != 0)
		facts->flags = SLICE("limited");
	if (mail->from.count > 0)
		address_identity(mail->from.items[0].address, &cli->arena,
		    &facts->sender);
	return find_place(cli, rules, trial, why);
}

static void
print_rule(struct cli *cli, const struct rule *rule, struct slice objection)
{
	if (objection.len > 0) {
		cli_print_line(cli, arena_format(&cli->arena, "%-20s no: %.*s",
		    rule->name, SLICE_ARG(objection)));
		return;
	}
	cli_print_line(cli, arena_format(&cli->arena, "%-20s fires",
	    rule->name));
	for (size_t i = 0; i < rule->deed_count; i++)
		cli_print_line(cli, arena_format(&cli->arena, "    do %.*s",
		    SLICE_ARG(rule->deeds[i].line)));
}

static void
add_json(struct json *array, const struct rule *rule, struct slice objection)
{
	struct json *object = json_append_object(array), *child;

	json_add_text(object, "rule", slice_of(rule->name));
	json_add_bool(object, "fires", objection.len == 0);
	json_add_text_or_null(object, "why_not", objection);
	child = json_add_array(object, "do");
	for (size_t i = 0; i < rule->deed_count; i++)
		json_append_text(child, rule->deeds[i].line);
}

/* Each sees what those before it would have done. */
static void
try_rule(struct cli *cli, const struct rule *rule, struct trial *trial,
    struct json *json)
{
	struct slice objection;

	trial->facts.idle = rule->idle;
	objection = rule_objection(rule, &trial->facts, &cli->arena);
	if (cli->json)
		add_json(json, rule, objection);
	else
		print_rule(cli, rule, objection);
	for (size_t i = 0; objection.len == 0 && i < rule->deed_count; i++)
		if (rule->deeds[i].kind == RULE_COMMAND)
			rule_pretend(&rule->deeds[i].command, &trial->ticket,
			    &trial->facts, &cli->arena);
}

int
cli_rule_test(struct cli *cli, struct fail *why)
{
	struct trial trial = { .nobody = { 0 } };
	struct rules rules;
	struct json *json;

	if (cli_rule_read(cli, &rules, why) < 0 ||
	    prepare(cli, &rules, &trial, why) < 0)
		return -1;
	json = json_new_array();
	for (size_t i = 0; i < rules.count; i++)
		try_rule(cli, &rules.items[i], &trial, json);
	if (cli->json)
		cli_show_json(cli, json);
	else if (rules.count == 0)
		cli_print_line(cli, SLICE("There are no rules."));
	json_free(json);
	return 0;
}
