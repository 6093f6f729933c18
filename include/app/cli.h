/*
 * The command line: one table of commands, from which usage, help and shell
 * completion are printed.  Each command is one function in a cli_*.c.
 */
#ifndef APP_CLI_H
#define APP_CLI_H

#include <stdio.h>

#include "app/desk.h"
#include "desk/person.h"
#include "port/json.h"

#define CLI_OPTIONS_MAX 12

/* What a command must have open before it runs. */
enum cli_need {
	CLI_NOTHING, /* not even a configuration */
	CLI_CONF,
	CLI_READ,    /* the desk to read, and the archive */
	CLI_WRITE,   /* the desk to change, and the archive to read */
};

/* Who may. */
enum cli_who {
	CLI_ANYBODY, /* who may read the files */
	CLI_STAFF,   /* an agent, or who owns the desk */
	CLI_AGENT,   /* an agent in person: what is done bears their name */
	CLI_ADMIN,   /* an agent who is an admin, or who owns the desk */
};

struct cli_option {
	const char *name;  /* "--status" */
	const char *value; /* "STATUS"; NULL: a switch */
	const char *help;
};

struct cli;

struct cli_command {
	const char *name;      /* "ticket list" */
	const char *arguments; /* "TICKET VERB [VALUE...]" */
	const char *help;      /* one line, without a full stop */
	enum cli_need need;
	enum cli_who who;
	int min, max;	       /* of positional arguments; max -1: any */
	int (*run)(struct cli *cli, struct fail *why);
	struct cli_option options[CLI_OPTIONS_MAX]; /* ends with name NULL */
};

struct cli {
	const struct cli_command *command;
	const char *config_path;
	struct conf_aside *conf_aside; /* where the configuration lives */
	struct conf conf;
	struct desk desk;
	struct arena arena;
	bool json;
	bool is_owner;	        /* see app/cli_actor.h */
	struct person actor;    /* id 0: nobody we know */
	struct members members; /* who belongs to which department */
	struct department *departments; /* all of them */
	size_t department_count;
	int64_t now;
	FILE *out;
	size_t width; /* columns of the terminal that out is; 0: it is none */

	char **arguments;    /* positional ones */
	int argument_count;
	/* Beside command->options: "" for a switch, NULL: not given. */
	const char *values[CLI_OPTIONS_MAX];
};

/* An option's value; NULL when it was not given. */
const char *cli_option(const struct cli *cli, const char *name);
/* The same as a slice; empty when it was not given. */
struct slice cli_option_slice(const struct cli *cli, const char *name);
/* An option that is a number from 1; `fallback` when it was not given. */
int cli_option_number(const struct cli *cli, const char *name,
    int64_t fallback, int64_t *out, struct fail *why);
/* A positional argument as a slice. */
struct slice cli_argument(const struct cli *cli, int n);
/* All from this one on, with blanks between, as if they were one. */
struct slice cli_arguments(struct cli *cli, int from);
/* A positional argument that must be a number from 1; FAIL_REFUSE. */
int cli_number(const struct cli *cli, int n, int64_t *out, struct fail *why);

/* The commands, for completion and the manual's test. */
const struct cli_command *cli_commands(size_t *count);

/* The whole program. Returns the exit status. */
int cli_main(int argc, char **argv);

#endif
