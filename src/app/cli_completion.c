/* maildesk completion: a script for bash, made from the table of commands. */
#include "app/cli_commands.h"

#include <string.h>

#include "app/cli_words.h"
#include "desk/verb.h"

static void
print_options(FILE *to, const struct cli_option *options)
{
	for (int i = 0; i < CLI_OPTIONS_MAX && options[i].name != NULL; i++)
		fprintf(to, " %s", options[i].name);
}

/* The options of the commands of two words, or of one. */
static void
print_cases(FILE *to, bool two)
{
	size_t count;
	const struct cli_command *commands = cli_commands(&count);

	for (size_t i = 0; i < count; i++) {
		if ((strchr(commands[i].name, ' ') != NULL) != two)
			continue;
		fprintf(to, "\t'%s'%s) options='", commands[i].name,
		    two ? "" : "\\ *");
		print_options(to, commands[i].options);
		fputs("' ;;\n", to);
	}
}

/* What agents write behind `act TICKET`. */
static void
print_verbs(FILE *to)
{
	size_t count;
	const struct verb_alias *aliases = verb_aliases(&count);

	for (int i = 0; i < VERB_COUNT; i++)
		if (i != VERB_END)
			fprintf(to, " %s", verb_get((enum verb_id)i)->name);
	for (size_t i = 0; i < count; i++)
		fprintf(to, " %s", aliases[i].name);
}

static void
print_names(FILE *to)
{
	size_t count;
	const struct cli_command *commands = cli_commands(&count);

	for (size_t i = 0; i < count; i++)
		fprintf(to, "%s\n", commands[i].name);
}

int
cli_completion(struct cli *cli, struct fail *why)
{
	FILE *to = cli->out;

	if (strcmp(cli->arguments[0], "bash") != 0)
		return fail_set(why, FAIL_REFUSE,
		    "there is a script for bash only");
	fputs("# complete maildesk's commands: . <(maildesk completion bash)\n"
	    "_maildesk() {\n"
	    "\tlocal word=${COMP_WORDS[COMP_CWORD]} first=${COMP_WORDS[1]}\n"
	    "\tlocal second=${COMP_WORDS[2]} words options names='", to);
	print_names(to);
	fputs("'\n"
	    "\tcase \"$first $second\" in\n", to);
	/* "queue list" before what begins with "queue". */
	print_cases(to, true);
	print_cases(to, false);
	fputs("\tesac\n"
	    "\tif [ \"$COMP_CWORD\" = 1 ]; then\n"
	    "\t\twords=$(cut -d ' ' -f 1 <<<\"$names\")\n"
	    "\telif [ \"$COMP_CWORD\" = 2 ]; then\n"
	    "\t\twords=$(sed -n \"s/^$first //p\" <<<\"$names\")\n"
	    "\telif [ \"$COMP_CWORD\" = 3 ] && [ \"$first\" = act ]; then\n"
	    "\t\twords='", to);
	print_verbs(to);
	fputs("'\n"
	    "\tfi\n"
	    "\t[[ $word == -* ]] && words=\"$options", to);
	print_options(to, cli_common_options());
	fputs("\"\n"
	    "\tCOMPREPLY=($(compgen -o default -W \"$words\" -- \"$word\"))\n"
	    "}\n"
	    "complete -o default -F _maildesk maildesk\n", to);
	return 0;
}
