/* The words of a command line, and the table they are looked up in. */
#include "case.h"

#include "app/cli_help.h"
#include "app/cli_words.h"

#define WORDS_MAX 8

static const struct {
	const char *name;
	const char *words[WORDS_MAX];
	const char *command;   /* NULL: none */
	const char *arguments; /* joined with | */
	const char *status;    /* of --status; NULL: not given */
	bool json, fails;
} cases[] = {
	{ "a command of two words", { "ticket", "list" }, "ticket list", "",
	  NULL, false, false },
	{ "the longer name wins", { "queue", "list" }, "queue list", "", NULL,
	  false, false },
	{ "a command of three words", { "user", "vcard", "export", "7", "x" },
	  "user vcard export", "7|x", NULL, false, false },
	{ "the shorter one is there, too", { "queue" }, "queue", "", NULL,
	  false, false },
	{ "options of all commands before its name",
	  { "--json", "--config", "x", "ticket", "list" }, "ticket list", "",
	  NULL, true, false },
	{ "options behind it", { "ticket", "list", "--status", "open" },
	  "ticket list", "", "open", false, false },
	{ "a value behind =", { "ticket", "list", "--status=open" },
	  "ticket list", "", "open", false, false },
	{ "options between arguments",
	  { "act", "7", "--json", "assign", "kim" }, "act", "7|assign|kim",
	  NULL, true, false },
	{ "-- ends the options", { "act", "7", "note", "--", "--json" },
	  "act", "7|note|--json", NULL, false, false },
	{ "- is an argument", { "parse", "-" }, "parse", "-", NULL, false,
	  false },
	{ "an option of another command is none here",
	  { "ticket", "show", "7", "--status", "open" }, "ticket show", NULL,
	  NULL, false, true },
	{ "an option without its value", { "ticket", "list", "--status" },
	  "ticket list", NULL, NULL, false, true },
	{ "a switch with a value", { "ticket", "list", "--json=no" },
	  "ticket list", NULL, NULL, false, true },
	{ "too few arguments", { "ticket", "show" }, "ticket show", NULL, NULL,
	  false, true },
	{ "too many arguments", { "ticket", "show", "7", "8" }, "ticket show",
	  NULL, NULL, false, true },
	{ "help needs no arguments", { "ticket", "show", "--help" },
	  "ticket show", "", NULL, false, false },
	{ "a group is no command", { "ticket" }, NULL, "", NULL, false,
	  false },
	{ "nor is another word", { "tikcet", "list", "--what" }, NULL, "",
	  NULL, false, false },
	{ "a command's option before its name",
	  { "--status", "open", "ticket", "list" }, NULL, NULL, NULL, false,
	  true },
};

static const char *
joined(struct cli *cli)
{
	struct text text = TEXT_IN(&cli->arena);

	for (int i = 0; i < cli->argument_count; i++) {
		text_add_string(&text, i > 0 ? "|" : "");
		text_add_string(&text, cli->arguments[i]);
	}
	return text_string(&text);
}

static void
check_case(size_t i)
{
	struct cli cli = { .arena = ARENA_INIT };
	struct cli_words words;
	struct fail why = FAIL_INIT;
	char *argv[WORDS_MAX + 1] = { NULL };
	int argc = 0, rc;

	while (argc < WORDS_MAX && cases[i].words[argc] != NULL) {
		argv[argc] = strdup(cases[i].words[argc]);
		argc++;
	}
	rc = cli_words_parse(&cli, argc, argv, &words, &why);
	assert_case_int(cases[i].name, rc, cases[i].fails ? -1 : 0);
	assert_case(cases[i].name,
	    cli.command != NULL ? cli.command->name : NULL, cases[i].command);
	if (!cases[i].fails) {
		assert_case(cases[i].name, joined(&cli), cases[i].arguments);
		assert_case_int(cases[i].name, words.json, cases[i].json);
	}
	if (cases[i].fails)
		assert_case_true(cases[i].name, why.text[0] != '\0');
	else if (cli.command != NULL)
		assert_case(cases[i].name, cli_option(&cli, "--status"),
		    cases[i].status);
	for (int n = 0; n < argc; n++)
		free(argv[n]);
	arena_free(&cli.arena);
}

static void
test_cli_words_parse(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		check_case(i);
}

static void
check_options(const struct cli_command *command)
{
	const struct cli_option *common = cli_common_options();
	int count = 0;

	while (count < CLI_OPTIONS_MAX && command->options[count].name != NULL)
		count++;
	/* The last place must be free: it ends the list. */
	assert_case_true(command->name, count < CLI_OPTIONS_MAX);
	for (int i = 0; i < count; i++) {
		assert_case_int(command->name,
		    strncmp(command->options[i].name, "--", 2), 0);
		assert_case_true(command->name,
		    strlen(command->options[i].help) > 0);
		for (int c = 0; common[c].name != NULL; c++)
			assert_case_true(command->name, strcmp(common[c].name,
			    command->options[i].name) != 0);
	}
}

static void
test_cli_words_table(void **state)
{
	size_t count;
	const struct cli_command *commands = cli_commands(&count);

	(void)state;
	assert_true(count > 30);
	for (size_t i = 0; i < count; i++) {
		const struct cli_command *command = &commands[i];
		size_t len = strlen(command->help);

		assert_case_true(command->name, command->run != NULL);
		assert_case_true(command->name, len > 0 &&
		    command->help[len - 1] != '.');
		assert_case_true(command->name, command->max < 0 ||
		    command->min <= command->max);
		assert_case_true(command->name,
		    (command->max == 0) == (command->arguments[0] == '\0'));
		/* Rights are kept by a desk: what opens none cannot ask. */
		assert_case_true(command->name,
		    command->who == CLI_ANYBODY || command->need >= CLI_READ);
		assert_case_true(command->name,
		    command->who != CLI_ANYBODY || command->need < CLI_WRITE);
		for (size_t j = 0; j < i; j++)
			assert_case_true(command->name,
			    strcmp(command->name, commands[j].name) != 0);
		check_options(command);
	}
}

static const struct {
	const char *name, *word, *want;
} slips[] = {
	{ "letters swapped", "tikcet", "ticket list" },
	{ "a letter lost", "statu", "status" },
	{ "another word", "frobnicate", NULL },
	{ "short words are near to everything", "xy", NULL },
};

static void
test_cli_words_nearest(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(slips); i++)
		assert_case(slips[i].name,
		    cli_help_nearest(slice_of(slips[i].word)), slips[i].want);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cli_words_parse),
		cmocka_unit_test(test_cli_words_table),
		cmocka_unit_test(test_cli_words_nearest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
