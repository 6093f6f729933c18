/* The command line: reads its words, opens what the command needs, runs it. */
#include "app/cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/cli_actor.h"
#include "app/cli_help.h"
#include "app/cli_text.h"
#include "app/cli_words.h"
#include "base/clock.h"
#include "base/log.h"
#include "port/conf_aside.h"

#define EXIT_USAGE 64
#define EXIT_RETRY 75
#define EXIT_SETUP 78
/* Of a terminal that does not say. */
#define WIDTH_USUAL 80

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
cli_option_slice(const struct cli *cli, const char *name)
{
	return slice_of(cli_option(cli, name));
}

int
cli_option_number(const struct cli *cli, const char *name, int64_t fallback,
    int64_t *out, struct fail *why)
{
	const char *value = cli_option(cli, name);

	*out = fallback;
	if (value == NULL)
		return 0;
	if (!slice_number(slice_of(value), INT64_MAX, out) || *out == 0)
		return fail_set(why, FAIL_REFUSE,
		    "%s wants a whole number from 1", name);
	return 0;
}

struct slice
cli_argument(const struct cli *cli, int n)
{
	return n < cli->argument_count ? slice_of(cli->arguments[n])
				       : SLICE_EMPTY;
}

struct slice
cli_arguments(struct cli *cli, int from)
{
	struct text text = TEXT_IN(&cli->arena);

	for (int i = from; i < cli->argument_count; i++) {
		if (i > from)
			text_add_char(&text, ' ');
		text_add_string(&text, cli->arguments[i]);
	}
	return text_slice(&text);
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

static int
open_needs(struct cli *cli, const struct cli_words *words, struct fail *why)
{
	enum cli_need need = cli->command->need;

	if (need == CLI_NOTHING)
		return 0;
	if (conf_aside_load(&cli->conf_aside, cli->config_path,
		cli->config_path, -1, &cli->conf, why) < 0)
		return -1;
	if (need == CLI_CONF)
		return 0;
	if (desk_open(&cli->desk, &cli->conf,
		need == CLI_WRITE ? DB_WRITE : DB_READ, true, why) < 0)
		return -1;
	if (cli_actor_find(cli, words->as, why) < 0)
		return -1;
	return cli_actor_check(cli, why);
}

static int
run(struct cli *cli, const struct cli_words *words, struct fail *why)
{
	int rc;

	cli->json = words->json;
	cli->now = clock_now();
	cli->config_path = words->config;
	if (cli->config_path == NULL)
		cli->config_path = getenv("MAILDESK_CONFIG");
	if (cli->config_path == NULL)
		cli->config_path = CONF_DEFAULT_PATH;
	rc = open_needs(cli, words, why);
	if (rc == 0)
		rc = cli->command->run(cli, why);
	if (cli->command->need > CLI_CONF)
		desk_close(&cli->desk);
	/* What was printed before a failure is wanted, too. */
	if ((fflush(cli->out) != 0 || ferror(cli->out)) && rc == 0)
		rc = fail_sys(why, FAIL_RETRY, "standard output");
	return rc;
}

static size_t
terminal_width(int fd)
{
	struct winsize size;

	if (!isatty(fd))
		return 0;
	if (ioctl(fd, TIOCGWINSZ, &size) < 0 || size.ws_col == 0)
		return WIDTH_USUAL;
	return size.ws_col;
}

static int
exit_status(const struct fail *why)
{
	switch (why->kind) {
	case FAIL_RETRY:
	case FAIL_SYNC:
		return EXIT_RETRY;
	case FAIL_REFUSE:
		return EXIT_FAILURE;
	case FAIL_SETUP:
		return EXIT_SETUP;
	}
	return EXIT_FAILURE;
}

/* What was typed, or a mail said, comes back in sentences. */
static void
print_failure(struct cli *cli, const struct fail *why)
{
	fprintf(stderr, "maildesk: %.*s\n",
	    SLICE_ARG(cli_line(slice_of(why->text), &cli->arena)));
}

/* No command: help where it is asked for, or what was meant. */
static int
guide(struct slice unknown, bool help)
{
	const char *nearest = cli_help_nearest(unknown);

	if (unknown.len == 0 || slice_eq(unknown, SLICE("help"))) {
		cli_help_all(stdout);
		return EXIT_SUCCESS;
	}
	if (cli_help_group(unknown, help ? stdout : stderr))
		return help ? EXIT_SUCCESS : EXIT_USAGE;
	fprintf(stderr, "maildesk: there is no command \"%.*s\"%s%s%s;"
	    " `maildesk --help` names them\n", SLICE_ARG(unknown),
	    nearest != NULL ? "; is it `maildesk " : "",
	    nearest != NULL ? nearest : "", nearest != NULL ? "`?" : "");
	return EXIT_USAGE;
}

static int
start(struct cli *cli, int argc, char **argv)
{
	struct cli_words words;
	struct fail why = FAIL_INIT;

	if (cli_words_parse(cli, argc, argv, &words, &why) < 0) {
		print_failure(cli, &why);
		if (cli->command != NULL)
			cli_help_usage(cli->command, stderr);
		return EXIT_USAGE;
	}
	if (words.version) {
		puts("maildesk " VERSION);
		return EXIT_SUCCESS;
	}
	if (cli->command == NULL)
		return guide(words.unknown, words.help);
	if (words.help) {
		cli_help_command(cli->command, stdout);
		return EXIT_SUCCESS;
	}
	if (run(cli, &words, &why) < 0) {
		print_failure(cli, &why);
		return exit_status(&why);
	}
	return EXIT_SUCCESS;
}

int
cli_main(int argc, char **argv)
{
	struct cli cli = { .out = stdout, .arena = ARENA_INIT,
		.width = terminal_width(STDOUT_FILENO) };
	int rc;

	log_open("maildesk", LOG_LEVEL_WARN, STDERR_FILENO);
	secret_init();
	rc = start(&cli, argc - 1, argv + 1);
	conf_aside_free(cli.conf_aside);
	arena_free(&cli.arena);
	return rc;
}
