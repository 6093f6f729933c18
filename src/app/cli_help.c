/* Usage and help, printed from the table of commands. */
#include "app/cli_help.h"

#include <string.h>

#include "app/cli_check.h"
#include "app/cli_commands.h"
#include "app/cli_words.h"
#include "base/near.h"
#include "desk/query.h"
#include "desk/verb.h"

#define NEAR_COMMAND 2

void
cli_help_usage(const struct cli_command *command, FILE *to)
{
	fprintf(to, "usage: maildesk %s%s%s%s\n", command->name,
	    command->options[0].name != NULL ? " [options]" : "",
	    command->arguments[0] != '\0' ? " " : "", command->arguments);
}

static void
print_options(const struct cli_option *options, FILE *to)
{
	char left[64];

	for (int i = 0; i < CLI_OPTIONS_MAX && options[i].name != NULL; i++) {
		snprintf(left, sizeof(left), "%s%s%s", options[i].name,
		    options[i].value != NULL ? " " : "",
		    options[i].value != NULL ? options[i].value : "");
		fprintf(to, "  %-24s %s\n", left, options[i].help);
	}
}

/* What may stand for VERB. */
static void
print_verbs(FILE *to)
{
	const struct verb *verb;
	char left[64];

	fputs("\nverbs:\n", to);
	for (int i = 0; i < VERB_COUNT; i++) {
		verb = verb_get((enum verb_id)i);
		/* Without the "#" of mails. */
		snprintf(left, sizeof(left), "%s%s", verb->usage + 1,
		    verb->argument == ARGUMENT_MESSAGE ? " TEXT..." : "");
		if (i != VERB_END)
			fprintf(to, "  %-40s %s\n", left, verb->help);
	}
}

/* What is looked at. */
static void
print_checks(unsigned in, FILE *to)
{
	size_t count;
	const struct check_step *steps = check_steps(&count);

	fputs("\nchecks:\n", to);
	for (size_t i = 0; i < count; i++)
		if ((steps[i].flags & in) != 0)
			fprintf(to, "  %-14s %s\n", steps[i].name,
			    steps[i].what);
}

/* What can stand before a colon. */
static void
print_query(FILE *to)
{
	size_t count;
	const struct query_help *fields = query_help(&count);
	char left[64];

	fputs("\nwords: \"a phrase\", begin*, -without; with one of these"
	    " fields, too:\n", to);
	for (size_t i = 0; i < count; i++) {
		snprintf(left, sizeof(left), "%s:%s", fields[i].name,
		    fields[i].value);
		fprintf(to, "  %-24s %s\n", left, fields[i].help);
	}
}

void
cli_help_command(const struct cli_command *command, FILE *to)
{
	cli_help_usage(command, to);
	fprintf(to, "\n%s.\n\noptions:\n", command->help);
	print_options(command->options, to);
	print_options(cli_common_options(), to);
	if (command->run == cli_act)
		print_verbs(to);
	if (command->run == cli_search)
		print_query(to);
	if (command->run == cli_check)
		print_checks(IN_CHECK | IN_DEEP, to);
	if (command->run == cli_doctor)
		print_checks(IN_DOCTOR, to);
}

static void
print_line(const struct cli_command *command, FILE *to)
{
	fprintf(to, "  %-20s %s\n", command->name, command->help);
}

void
cli_help_all(FILE *to)
{
	size_t count;
	const struct cli_command *commands = cli_commands(&count);

	fputs("maildesk: the helpdesk that lives in the mailbox\n\n"
	    "usage: maildesk COMMAND [options] [arguments]\n\ncommands:\n",
	    to);
	for (size_t i = 0; i < count; i++)
		print_line(&commands[i], to);
	fputs("\noptions of every command:\n", to);
	print_options(cli_common_options(), to);
	fputs("\n`maildesk COMMAND --help` says more of one.\n", to);
}

static bool
begins_with(const struct cli_command *command, struct slice word)
{
	struct slice name = slice_of(command->name), first;

	slice_cut(&name, ' ', &first);
	return slice_eq(first, word);
}

bool
cli_help_group(struct slice word, FILE *to)
{
	size_t count, found = 0;
	const struct cli_command *commands = cli_commands(&count);

	for (size_t i = 0; i < count; i++) {
		if (!begins_with(&commands[i], word))
			continue;
		if (found++ == 0)
			fprintf(to, "usage: maildesk %.*s COMMAND\n\n"
			    "commands:\n", SLICE_ARG(word));
		print_line(&commands[i], to);
	}
	return found > 0;
}

const char *
cli_help_nearest(struct slice word)
{
	size_t count, least = NEAR_COMMAND + 1, distance;
	const struct cli_command *commands = cli_commands(&count);
	const char *best = NULL;

	for (size_t i = 0; i < count; i++) {
		struct slice name = slice_of(commands[i].name), first;

		slice_cut(&name, ' ', &first);
		distance = near_distance(first, word);
		/* Two slips in a word of three letters make any other. */
		if (distance < least && distance < word.len / 2 + 1) {
			least = distance;
			best = commands[i].name;
		}
	}
	return best;
}

/* maildesk help [COMMAND] */
int
cli_help(struct cli *cli, struct fail *why)
{
	struct slice first = cli_argument(cli, 0);
	const struct cli_command *command;
	int used;

	if (cli->argument_count == 0) {
		cli_help_all(cli->out);
		return 0;
	}
	command = cli_words_command(cli->arguments, cli->argument_count,
	    &used);
	if (command != NULL && used == cli->argument_count)
		cli_help_command(command, cli->out);
	else if (!cli_help_group(first, cli->out))
		return fail_set(why, FAIL_REFUSE, "there is no command"
		    " \"%.*s\"", SLICE_ARG(first));
	return 0;
}
