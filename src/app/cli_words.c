/* The words of a command line: which command, its options, its arguments. */
#include "app/cli_words.h"

#include <string.h>

static const struct cli_option common_options[] = {
	{ "--config", "FILE",
	  "another configuration than " CONF_DEFAULT_PATH },
	{ "--json", NULL, "one JSON value instead of text" },
	{ "--as", "AGENT", "act as this agent (root and admins)" },
	{ "--help", NULL, "what the command does and takes" },
	{ "--version", NULL, "which maildesk this is" },
	{ NULL, NULL, NULL },
};

const struct cli_option *
cli_common_options(void)
{
	return common_options;
}

/* How many of the words are the name, all of it; 0: they are not. */
static int
words_of_name(struct slice name, char *const *words, int count)
{
	struct slice word;
	int n = 0;

	while (slice_cut(&name, ' ', &word)) {
		if (n == count || !slice_eq(word, slice_of(words[n])))
			return 0;
		n++;
	}
	return n;
}

const struct cli_command *
cli_words_command(char *const *words, int count, int *used)
{
	size_t all;
	const struct cli_command *commands = cli_commands(&all);
	const struct cli_command *best = NULL;

	*used = 0;
	for (size_t i = 0; i < all; i++) {
		int n = words_of_name(slice_of(commands[i].name), words,
		    count);

		if (n > *used) {
			best = &commands[i];
			*used = n;
		}
	}
	return best;
}

static const struct cli_option *
find_option(const struct cli_option *options, struct slice word, int *index)
{
	for (int i = 0; i < CLI_OPTIONS_MAX && options[i].name != NULL; i++)
		if (slice_eq(slice_of(options[i].name), word)) {
			*index = i;
			return &options[i];
		}
	return NULL;
}

static void
take_common(struct cli_words *words, int index, const char *value)
{
	switch (index) {
	case 0:
		words->config = value;
		break;
	case 1:
		words->json = true;
		break;
	case 2:
		words->as = value;
		break;
	case 3:
		words->help = true;
		break;
	default:
		words->version = true;
	}
}

/* Takes one option and its value; returns how many words, or -1. */
static int
take_option(struct cli *cli, struct cli_words *words, int argc, char **argv,
    struct fail *why)
{
	size_t len = strcspn(argv[0], "=");
	struct slice name = slice_make(argv[0], len);
	const char *value = argv[0][len] == '=' ? argv[0] + len + 1 : NULL;
	const struct cli_option *option, *own = NULL;
	int used = 1, index;

	if (strcmp(argv[0], "-h") == 0)
		name = SLICE("--help");
	if (cli->command != NULL)
		own = find_option(cli->command->options, name, &index);
	option = own != NULL ? own
	    : find_option(common_options, name, &index);
	if (option == NULL)
		return fail_set(why, FAIL_REFUSE, "there is no option %.*s%s",
		    SLICE_ARG(name), cli->command == NULL
		    ? " before the command" : " here");
	if (option->value == NULL && value != NULL)
		return fail_set(why, FAIL_REFUSE, "%s takes no value",
		    option->name);
	if (option->value != NULL && value == NULL) {
		if (argc < 2)
			return fail_set(why, FAIL_REFUSE,
			    "%s wants a value: %s", option->name,
			    option->value);
		value = argv[1];
		used = 2;
	}
	if (own != NULL)
		cli->values[index] = value != NULL ? value : "";
	else
		take_common(words, index, value);
	return used;
}

static bool
is_option(const char *word)
{
	return word[0] == '-' && word[1] != '\0';
}

/* All that can be told of the words behind a command that is none. */
static bool
asks_for_help(int argc, char **argv)
{
	for (int i = 0; i < argc; i++)
		if (strcmp(argv[i], "--help") == 0 ||
		    strcmp(argv[i], "-h") == 0)
			return true;
	return false;
}

/* The options before the command, and its name. */
static int
take_command(struct cli *cli, struct cli_words *words, int argc, char **argv,
    struct fail *why)
{
	int used, at = 0;

	while (at < argc && is_option(argv[at])) {
		used = take_option(cli, words, argc - at, argv + at, why);
		if (used < 0)
			return -1;
		at += used;
	}
	if (at < argc) {
		cli->command = cli_words_command(argv + at, argc - at, &used);
		if (cli->command == NULL) {
			words->unknown = slice_of(argv[at]);
			words->help = asks_for_help(argc - at, argv + at);
			used = argc - at;
		}
		at += used;
	}
	return at;
}

static int
check_count(const struct cli *cli, struct fail *why)
{
	const struct cli_command *command = cli->command;

	if (cli->argument_count < command->min)
		return fail_set(why, FAIL_REFUSE, "`%s` wants more: %s",
		    command->name, command->arguments);
	if (command->max >= 0 && cli->argument_count > command->max)
		return fail_set(why, FAIL_REFUSE, "`%s` does not take \"%s\"",
		    command->name, cli->arguments[command->max]);
	return 0;
}

int
cli_words_parse(struct cli *cli, int argc, char **argv, struct cli_words *out,
    struct fail *why)
{
	bool ended = false;
	int used, at;

	*out = (struct cli_words){ .config = NULL };
	cli->arguments = arena_array(&cli->arena, (size_t)argc + 1,
	    sizeof(*cli->arguments));
	at = take_command(cli, out, argc, argv, why);
	for (; at >= 0 && at < argc; at += used) {
		used = 1;
		if (!ended && strcmp(argv[at], "--") == 0)
			ended = true;
		else if (!ended && is_option(argv[at]))
			used = take_option(cli, out, argc - at, argv + at, why);
		else
			cli->arguments[cli->argument_count++] = argv[at];
		if (used < 0)
			return -1;
	}
	if (at < 0)
		return -1;
	/* Help is for who does not know yet what the command takes. */
	if (cli->command == NULL || out->help || out->version)
		return 0;
	return check_count(cli, why);
}
