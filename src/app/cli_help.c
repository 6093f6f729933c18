/* Usage and help, printed from the table of commands. */
#include "app/cli_help.h"

void
cli_print_usage(const struct cli_command *command, FILE *to)
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

void
cli_print_help(const struct cli_command *command, FILE *to)
{
	size_t count;
	const struct cli_command *commands = cli_commands(&count);
	char left[96];

	if (command != NULL) {
		cli_print_usage(command, to);
		fprintf(to, "\n%s.\n\n", command->help);
		print_options(command->options, to);
		print_options(cli_common_options(), to);
		return;
	}
	fputs("maildesk: the helpdesk that lives in the mailbox\n\n"
	    "usage: maildesk COMMAND [options] [arguments]\n\n", to);
	for (size_t i = 0; i < count; i++) {
		snprintf(left, sizeof(left), "%s %s", commands[i].name,
		    commands[i].arguments);
		fprintf(to, "  %-38s %s\n", left, commands[i].help);
	}
	fputs("\n`maildesk COMMAND --help` says more of one.\n\n", to);
	print_options(cli_common_options(), to);
}
