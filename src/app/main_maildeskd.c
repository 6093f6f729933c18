/* maildeskd: the daemon. */
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/daemon.h"
#include "app/role_process.h"

/* Milliseconds that --background waits for the intake. */
#define READY_WAIT 30000

enum {
	EXIT_USAGE = 2,
};

static const char usage[] =
    "usage: maildeskd [--config FILE] [--foreground | --background]\n"
    "       maildeskd --sample | --version | --help\n"
    "\n"
    "  --config FILE  instead of " CONF_DEFAULT_PATH "\n"
    "  --foreground   stay here until told to stop (the default)\n"
    "  --background   return once mail can be handed over\n"
    "  --sample       print a configuration with every setting\n"
    "\n"
    "TERM and INT stop it, HUP makes it read its configuration again.  What\n"
    "it does is logged on standard error.\n";

struct options {
	const char *conf_path;
	const char *role; /* NULL: be the supervisor */
	bool is_inherited, check, background, sample;
};

static const struct option names[] = {
	{ "background", no_argument, NULL, 'b' },
	{ "check", no_argument, NULL, 'k' },
	{ "config", required_argument, NULL, 'c' },
	{ "foreground", no_argument, NULL, 'f' },
	{ "help", no_argument, NULL, 'h' },
	{ "inherited", no_argument, NULL, 'i' },
	{ "role", required_argument, NULL, 'r' },
	{ "sample", no_argument, NULL, 's' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 },
};

/* -1: run; else the exit status. */
static int
parse_options(int argc, char **argv, struct options *out)
{
	int got;

	*out = (struct options){ .conf_path = CONF_DEFAULT_PATH };
	while ((got = getopt_long(argc, argv, "", names, NULL)) != -1) {
		switch (got) {
		case 'b':
			out->background = true;
			break;
		case 'c':
			out->conf_path = optarg;
			break;
		case 'f':
			out->background = false;
			break;
		case 'h':
			fputs(usage, stdout);
			return EXIT_SUCCESS;
		case 'i':
			out->is_inherited = true;
			break;
		case 'k':
			out->check = true;
			break;
		case 'r':
			out->role = optarg;
			break;
		case 's':
			out->sample = true;
			break;
		case 'V':
			puts("maildeskd " VERSION);
			return EXIT_SUCCESS;
		default:
			fputs(usage, stderr);
			return EXIT_USAGE;
		}
	}
	if (optind == argc)
		return -1;
	fputs(usage, stderr);
	return EXIT_USAGE;
}

/* Standard descriptors that are closed would become some other file. */
static void
open_standard(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

/* In the parent: the first byte says that all is well. */
static int
wait_until_ready(int fd, pid_t pid)
{
	struct pollfd poller = { .fd = fd, .events = POLLIN };
	char byte;

	if (poll(&poller, 1, READY_WAIT) == 0) {
		fprintf(stderr, "maildeskd: process %lld does not listen yet;"
		    " its log says why\n", (long long)pid);
		return EXIT_FAILURE;
	}
	/* Its end without a word: it has said why itself. */
	return read(fd, &byte, 1) == 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
run_behind(struct daemon_options *options)
{
	int ready[2];
	int null = open("/dev/null", O_RDWR);
	pid_t pid;

	if (null < 0 || pipe2(ready, O_CLOEXEC) < 0 || (pid = fork()) < 0) {
		perror("maildeskd");
		return EXIT_FAILURE;
	}
	if (pid > 0) {
		close(ready[1]);
		return wait_until_ready(ready[0], pid);
	}
	close(ready[0]);
	setsid();
	/* The log stays where it is. */
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	close(null);
	options->ready_fd = ready[1];
	return daemon_run(options);
}

int
main(int argc, char **argv)
{
	struct options options;
	struct daemon_options daemon = { .ready_fd = -1 };
	const struct role_kind *kind;
	const char *account;
	int status;

	open_standard();
	status = parse_options(argc, argv, &options);
	if (status >= 0)
		return status;
	if (options.sample) {
		conf_print_sample(stdout);
		return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
	}
	if (options.role != NULL) {
		kind = role_kind_find(options.role, &account);
		if (kind == NULL) {
			fprintf(stderr, "maildeskd: no role %s\n",
			    options.role);
			return EXIT_USAGE;
		}
		return role_process(kind, account, options.conf_path,
		    options.is_inherited, options.check);
	}
	daemon.conf_path = options.conf_path;
	return options.background ? run_behind(&daemon) : daemon_run(&daemon);
}
