/* The command line: finds the command, opens what it needs, runs it. */
#include "app/cli.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/cli_help.h"
#include "base/log.h"
#include "store/people.h"

#define EXIT_USAGE 64
#define EXIT_RETRY 75
#define EXIT_SETUP 78
#define DEFAULT_CONFIG "/etc/maildesk/maildesk.conf"

/* Every command takes these. */
static const struct cli_option common_options[] = {
	{ "--config", "FILE", "another configuration than " DEFAULT_CONFIG },
	{ "--json", NULL, "one JSON value instead of text" },
	{ "--as", "AGENT", "act as this agent (root and admins)" },
	{ "--help", NULL, "what the command does and takes" },
	{ NULL, NULL, NULL },
};

const struct cli_option *
cli_common_options(void)
{
	return common_options;
}

const char *
cli_option(const struct cli *cli, const char *name)
{
	for (int i = 0; i < CLI_OPTIONS_MAX; i++) {
		if (cli->command->options[i].name == NULL)
			break;
		if (strcmp(cli->command->options[i].name, name) == 0)
			return cli->values[i];
	}
	return NULL;
}

struct slice
cli_argument(const struct cli *cli, int n)
{
	return n < cli->argument_count ? slice_of(cli->arguments[n])
				       : SLICE_EMPTY;
}

int
cli_number(const struct cli *cli, int n, int64_t *out, struct fail *why)
{
	struct slice word = cli_argument(cli, n);

	/* People write #7 as letters do. */
	if (slice_starts(word, SLICE("#")))
		word = slice_from(word, 1);
	if (!slice_number(word, INT64_MAX, out) || *out == 0)
		return fail_set(why, FAIL_REFUSE, "\"%s\" is no number of a"
		    " ticket, message, letter or person",
		    n < cli->argument_count ? cli->arguments[n] : "");
	return 0;
}

void
cli_print_line(struct cli *cli, struct slice s)
{
	struct text text = TEXT_IN(&cli->arena);

	text_add_line(&text, s);
	fwrite(text.data, 1, text.len, cli->out);
}

/* Finds the command whose words stand first; NULL: none. */
static const struct cli_command *
find_command(int argc, char **argv, int *used)
{
	size_t count;
	const struct cli_command *commands = cli_commands(&count);
	const struct cli_command *best = NULL;
	char two[64];

	*used = 0;
	for (size_t i = 0; i < count; i++) {
		if (argc > 0 && strcmp(commands[i].name, argv[0]) == 0 &&
		    *used < 1) {
			best = &commands[i];
			*used = 1;
		}
		if (argc < 2)
			continue;
		snprintf(two, sizeof(two), "%s %s", argv[0], argv[1]);
		if (strcmp(commands[i].name, two) == 0) {
			best = &commands[i];
			*used = 2;
		}
	}
	return best;
}

static const struct cli_option *
find_option(const struct cli_option *options, const char *word, size_t len,
    int *index)
{
	for (int i = 0; i < CLI_OPTIONS_MAX && options[i].name != NULL; i++)
		if (strlen(options[i].name) == len &&
		    strncmp(options[i].name, word, len) == 0) {
			*index = i;
			return &options[i];
		}
	return NULL;
}

struct parsed {
	const char *config, *as;
	bool json, help;
};

static void
take_common(struct parsed *parsed, int index, const char *value)
{
	switch (index) {
	case 0:
		parsed->config = value;
		break;
	case 1:
		parsed->json = true;
		break;
	case 2:
		parsed->as = value;
		break;
	default:
		parsed->help = true;
	}
}

/* Takes one option and its value; returns how many words, or -1. */
static int
take_option(struct cli *cli, struct parsed *parsed, int argc, char **argv,
    struct fail *why)
{
	size_t len = strcspn(argv[0], "=");
	const struct cli_option *option, *own;
	const char *value = argv[0][len] == '=' ? argv[0] + len + 1 : NULL;
	int used = 1, index;

	own = cli->command == NULL ? NULL
	    : find_option(cli->command->options, argv[0], len, &index);
	option = own != NULL ? own
	    : find_option(common_options, argv[0], len, &index);
	if (option == NULL)
		return fail_set(why, FAIL_REFUSE, "there is no option %s here",
		    argv[0]);
	if (option->value == NULL && value != NULL)
		return fail_set(why, FAIL_REFUSE, "%s takes no value",
		    option->name);
	if (option->value != NULL && value == NULL) {
		if (argc < 2)
			return fail_set(why, FAIL_REFUSE, "%s wants a value: %s",
			    option->name, option->value);
		value = argv[1];
		used = 2;
	}
	if (own != NULL)
		cli->values[index] = value != NULL ? value : "";
	else
		take_common(parsed, index, value);
	return used;
}

/* Options may stand anywhere; "--" ends them. */
static int
parse_words(struct cli *cli, struct parsed *parsed, int argc, char **argv,
    struct fail *why)
{
	bool ended = false;
	int used;

	cli->arguments = arena_array(&cli->arena, (size_t)argc + 1,
	    sizeof(*cli->arguments));
	for (int i = 0; i < argc; i += used) {
		used = 1;
		if (!ended && strcmp(argv[i], "--") == 0)
			ended = true;
		else if (!ended && argv[i][0] == '-' && argv[i][1] != '\0')
			used = take_option(cli, parsed, argc - i, argv + i, why);
		else
			cli->arguments[cli->argument_count++] = argv[i];
		if (used < 0)
			return -1;
	}
	return 0;
}

/* The caller's unix account names the actor; --as is for root and admins. */
static int
find_actor(struct cli *cli, const char *as, struct fail *why)
{
	struct passwd *account = getpwuid(getuid());
	struct person found[2];
	int count = 0;

	if (account != NULL && people_by_unix_account(cli->desk.db,
		slice_of(account->pw_name), &cli->arena, &cli->actor, why) < 0)
		return -1;
	cli->actor_is_root = getuid() == 0 && as == NULL;
	if (as == NULL)
		return 0;
	if (getuid() != 0 && !cli->actor.is_admin)
		return fail_set(why, FAIL_REFUSE,
		    "--as is for root and admins");
	count = people_find_agents(cli->desk.db, slice_of(as), &cli->arena,
	    found, ARRAY_LEN(found), why);
	if (count < 0)
		return -1;
	if (count != 1)
		return fail_set(why, FAIL_REFUSE, count == 0
		    ? "--as %s: there is no such agent"
		    : "--as %s: several agents are called so", as);
	cli->actor = found[0];
	return 0;
}

static int
check_right(struct cli *cli, struct fail *why)
{
	switch (cli->command->who) {
	case CLI_ANYBODY:
		return 0;
	case CLI_AGENT:
		if (cli->actor.is_agent && !cli->actor.disabled)
			return 0;
		return fail_set(why, FAIL_REFUSE, "`maildesk %s` is for agents;"
		    " tie your unix account to one with `maildesk agent add"
		    " --unix ACCOUNT`, or say --as AGENT as root",
		    cli->command->name);
	case CLI_ADMIN:
		if (cli->actor_is_root || getuid() == 0 ||
		    (cli->actor.is_admin && !cli->actor.disabled))
			return 0;
		return fail_set(why, FAIL_REFUSE, "`maildesk %s` is for root"
		    " and admins", cli->command->name);
	}
	return -1;
}

static int
open_needs(struct cli *cli, const struct parsed *parsed, struct fail *why)
{
	enum cli_need need = cli->command->need;

	if (need == CLI_NOTHING)
		return 0;
	if (conf_load(cli->config_path, &cli->arena, &cli->conf, why) < 0)
		return -1;
	if (need == CLI_CONF)
		return 0;
	if (desk_open(&cli->desk, &cli->conf,
		need == CLI_WRITE ? DB_WRITE : DB_READ, true, why) < 0)
		return -1;
	if (find_actor(cli, parsed->as, why) < 0)
		return -1;
	return check_right(cli, why);
}

static int
exit_status(const struct fail *why)
{
	switch (why->kind) {
	case FAIL_RETRY:
		return EXIT_RETRY;
	case FAIL_REFUSE:
		return 1;
	case FAIL_SETUP:
		return EXIT_SETUP;
	}
	return 1;
}

static int
run(struct cli *cli, const struct parsed *parsed, struct fail *why)
{
	int rc;

	cli->json = parsed->json;
	cli->config_path = parsed->config;
	if (cli->config_path == NULL)
		cli->config_path = getenv("MAILDESK_CONFIG");
	if (cli->config_path == NULL)
		cli->config_path = DEFAULT_CONFIG;
	rc = open_needs(cli, parsed, why);
	if (rc == 0)
		rc = cli->command->run(cli, why);
	if (cli->command->need > CLI_CONF)
		desk_close(&cli->desk);
	if (rc == 0 && fflush(cli->out) != 0)
		rc = fail_sys(why, FAIL_RETRY, "standard output");
	return rc;
}

int
cli_main(int argc, char **argv)
{
	struct cli cli = { .out = stdout, .arena = ARENA_INIT };
	struct parsed parsed = { NULL, NULL, false, false };
	struct fail why = FAIL_INIT;
	int used, rc;

	log_open("maildesk", LOG_LEVEL_WARN, STDERR_FILENO);
	secret_init();
	cli.command = find_command(argc - 1, argv + 1, &used);
	rc = parse_words(&cli, &parsed, argc - 1 - used, argv + 1 + used, &why);
	if (rc == 0 && parsed.help) {
		cli_print_help(cli.command, stdout);
		rc = 0;
	} else if (cli.command == NULL) {
		cli_print_help(NULL, argc > 1 ? stderr : stdout);
		rc = argc > 1 ? EXIT_USAGE : 0;
	} else if (rc < 0 || cli.argument_count < cli.command->min ||
	    (cli.command->max >= 0 &&
		cli.argument_count > cli.command->max)) {
		if (rc < 0)
			fprintf(stderr, "maildesk: %s\n", why.text);
		cli_print_usage(cli.command, stderr);
		rc = EXIT_USAGE;
	} else if (run(&cli, &parsed, &why) < 0) {
		fprintf(stderr, "maildesk: %s\n", why.text);
		rc = exit_status(&why);
	}
	arena_free(&cli.arena);
	return rc;
}
