/* maildesk completion: a script for bash, made from the table of commands. */
#include "app/cli_commands.h"

#include <string.h>

#include "app/cli_words.h"
#include "desk/verb.h"

#define WORDS_MAX 3 /* of a command's name */

static void
print_options(FILE *to, const struct cli_option *options)
{
	for (int i = 0; i < CLI_OPTIONS_MAX && options[i].name != NULL; i++)
		fprintf(to, " %s", options[i].name);
}

static int
count_words(const char *name)
{
	int words = 1;

	for (; *name != '\0'; name++)
		words += *name == ' ';
	return words;
}

/* The options of the commands of so many words. */
static void
print_cases(FILE *to, int words)
{
	size_t count;
	const struct cli_command *commands = cli_commands(&count);

	for (size_t i = 0; i < count; i++) {
		if (count_words(commands[i].name) != words)
			continue;
		fprintf(to, "\t'%s'%s) options='", commands[i].name,
		    words == WORDS_MAX ? "" : "\\ *");
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
	    "\tlocal second=${COMP_WORDS[2]} third=${COMP_WORDS[3]}\n"
	    "\tlocal words options names='", to);
	print_names(to);
	fputs("'\n"
	    "\tcase \"$first $second $third\" in\n", to);
	/* "queue list" before what begins with "queue". */
	for (int words = WORDS_MAX; words > 0; words--)
		print_cases(to, words);
	fputs("\tesac\n"
	    "\tif [ \"$COMP_CWORD\" = 1 ]; then\n"
	    "\t\twords=$(cut -d ' ' -f 1 <<<\"$names\")\n"
	    "\telif [ \"$COMP_CWORD\" = 2 ]; then\n"
	    "\t\twords=$(sed -n \"s/^$first //p\" <<<\"$names\" |"
	    " cut -d ' ' -f 1)\n"
	    "\telif [ \"$COMP_CWORD\" = 3 ] && [ \"$first\" = act ]; then\n"
	    "\t\twords='", to);
	print_verbs(to);
	fputs("'\n"
	    "\telif [ \"$COMP_CWORD\" = 3 ]; then\n"
	    "\t\twords=$(sed -n \"s/^$first $second //p\" <<<\"$names\")\n"
	    "\tfi\n"
	    "\t[[ $word == -* ]] && words=\"$options", to);
	print_options(to, cli_common_options());
	fputs("\"\n"
	    "\tCOMPREPLY=($(compgen -o default -W \"$words\" -- \"$word\"))\n"
	    "}\n"
	    "complete -o default -F _maildesk maildesk\n", to);
	return 0;
}
