/*
 * Starts a command COUNT times, so many AT-ONCE, as a mail server does with its
 * pipes, and adds up what the processes used.  Small and static: what a child
 * is said to have held in memory begins with what its parent held.
 */
#include <spawn.h>
#include <sys/wait.h>

#include "bench.h"

extern char **environ;

struct totals {
	double	cpu;
	long	faults;
	long	failed;
	long	rss; /* KiB, of the biggest */
};

/* "{}" in the command's words is the mail's number. */
static char **
with_number(char **words, long number)
{
	static char	 room[32][256];
	static char	*out[33];
	const char	*mark;
	int		 n;

	for (n = 0; words[n] != NULL && n < 32; n++) {
		mark = strstr(words[n], "{}");
		out[n] = words[n];
		if (mark == NULL)
			continue;
		snprintf(room[n], sizeof(room[n]), "%.*s%ld%s",
		    (int)(mark - words[n]), words[n], number, mark + 2);
		out[n] = room[n];
	}
	out[n] = NULL;
	return out;
}

/* source: a mix, one file for all, or /dev/null. */
static void
start(char **words, const char *source, long number)
{
	posix_spawn_file_actions_t	 actions;
	struct stat			 info;
	const char			*path = source;
	char				 room[4096];
	pid_t				 pid;
	int				 rc;

	if (stat(source, &info) == 0 && S_ISDIR(info.st_mode))
		path = bench_path(room, source, number);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, path, O_RDONLY, 0);
	rc = posix_spawn(&pid, words[0], &actions, NULL,
	    with_number(words, number), environ);
	if (rc != 0)
		errx(1, "%s: %s", words[0], strerror(rc));
	posix_spawn_file_actions_destroy(&actions);
}

static void
reap(struct totals *totals)
{
	struct rusage	used;
	int		status;

	if (wait4(-1, &status, 0, &used) < 0)
		err(1, "wait4");
	totals->cpu += bench_cpu(&used);
	totals->faults += used.ru_minflt + used.ru_majflt;
	totals->failed += status != 0;
	if (used.ru_maxrss > totals->rss)
		totals->rss = used.ru_maxrss;
}

int
main(int argc, char **argv)
{
	struct totals	totals = { 0 };
	long		count, at_once, running = 0, first;
	double		started, seconds;

	if (argc < 6)
		errx(2, "usage: spawn_load FIRST COUNT AT-ONCE INPUT COMMAND...");
	first = bench_number(argv[1], "FIRST");
	count = bench_number(argv[2], "COUNT");
	at_once = bench_number(argv[3], "AT-ONCE");
	started = bench_now();
	for (long i = 0; i < count; i++) {
		if (running == at_once) {
			reap(&totals);
			running--;
		}
		start(argv + 5, argv[4], first + i);
		running++;
	}
	for (; running > 0; running--)
		reap(&totals);
	seconds = bench_now() - started;
	printf("{\"messages\": %ld, \"seconds\": %.6f, \"cpu\": %.6f,"
	    " \"faults\": %ld, \"rss_kib\": %ld, \"failed\": %ld}\n", count,
	    seconds, totals.cpu, totals.faults, totals.rss, totals.failed);
	return 0;
}
