/* The words of a command line: which command, its options, its arguments. */
#ifndef APP_CLI_WORDS_H
#define APP_CLI_WORDS_H

#include "app/cli.h"

/* What every command takes. */
struct cli_words {
	const char *config, *as;
	bool json, help, version;
	struct slice unknown; /* what should name a command and does not */
};

/* The options that every command takes; ends with name NULL. */
const struct cli_option *cli_common_options(void);

/*
 * The command whose words these are, or the first of them; NULL: none.  *used
 * is how many words it has.
 */
const struct cli_command *cli_words_command(char *const *words, int count,
    int *used);

/*
 * Fills command, arguments and values of `cli`.  Options may stand anywhere,
 * those of every command before its name too; "--" ends them.  FAIL_REFUSE: a
 * wrong option, or fewer or more arguments than the command takes.
 */
int cli_words_parse(struct cli *cli, int argc, char **argv,
    struct cli_words *out, struct fail *why);

#endif
