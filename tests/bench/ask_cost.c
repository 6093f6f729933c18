/*
 * What questions cost a desk that fill_desk has filled: seconds of CPU of a
 * whole command, and of a look-up, each the least of several.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <sys/wait.h>

#include "app/cli.h"
#include "app/desk.h"
#include "base/clock.h"
#include "bench.h"
#include "store/people.h"
#include "store/search.h"

#define TRIES 7
#define LOOKUPS 20000

struct asker {
	struct desk	 desk;
	struct arena	 arena;
	const char	*conf;
	int64_t		 people;
	struct fail	 why;
};

#define WORDS_MAX 5

/* How long `maildesk WORDS` takes, with all that it opens. */
static double
command(const struct asker *asker, const char *const *words)
{
	const char	*argv[WORDS_MAX + 4] = { "maildesk", "--config",
			    asker->conf };
	struct rusage	 used;
	int		 count = 3;
	int		 status;
	pid_t		 pid;

	while (*words != NULL)
		argv[count++] = *words++;
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		if (freopen("/dev/null", "w", stdout) == NULL)
			_exit(1);
		_exit(cli_main(count, (char **)(uintptr_t)argv));
	}
	if (wait4(pid, &status, 0, &used) < 0 || status != 0)
		errx(1, "%s %s: failed", argv[3], argv[4]);
	return bench_cpu(&used);
}

static void
show(const char *what, double seconds, const char *unit)
{
	printf("%-36s %8.2f %s\n", what, seconds * 1000, unit);
}

static void
time_command(const struct asker *asker, const char *const *words)
{
	double	best = 1e9, took;
	char	what[200] = "";
	size_t	used = 0;

	for (int i = 0; i < TRIES; i++) {
		took = command(asker, words);
		if (took < best)
			best = took;
	}
	for (; *words != NULL && used < sizeof(what); words++)
		used += (size_t)snprintf(what + used, sizeof(what) - used,
		    "%s%s", used > 0 ? " " : "", *words);
	show(what, best, "ms");
}

static struct slice
address_of(struct asker *asker, int64_t user)
{
	return arena_format(&asker->arena, "user%" PRId64 "@client%" PRId64
	    ".example", user, user % 5000);
}

/* Who it is, by address: all over the desk. */
static void
time_identify(struct asker *asker)
{
	struct rusage	before, after;
	struct person	person;
	struct address	address;

	getrusage(RUSAGE_SELF, &before);
	for (int64_t i = 0; i < LOOKUPS; i++) {
		if (people_by_identity(asker->desk.db, address_of(asker,
			i * 7919 % (asker->people - 1)), &asker->arena,
			&person, &address, &asker->why) != 1)
			errx(1, "user %" PRId64 ": not there", i);
		arena_reset(&asker->arena);
	}
	getrusage(RUSAGE_SELF, &after);
	show("identify by address", (bench_cpu(&after) - bench_cpu(&before)) /
	    LOOKUPS, "ms");
}

/* A search alone, without opening the desk; *found tickets of how many. */
static void
time_search(struct asker *asker, const char *line)
{
	const struct searcher who = { .owner = true };
	struct search_result	result;
	struct rusage		before, after;
	struct query		query;
	double			best = 1e9, took;
	char			what[200];

	for (int i = 0; i < TRIES; i++) {
		getrusage(RUSAGE_SELF, &before);
		if (query_parse(slice_of(line), clock_now(), "UTC",
			&asker->arena, &query, &asker->why) < 0 ||
		    search_run(asker->desk.db, &query, &who, 0, 20,
			&asker->arena, &result, &asker->why) < 0)
			errx(1, "%s: %s", line, asker->why.text);
		getrusage(RUSAGE_SELF, &after);
		took = bench_cpu(&after) - bench_cpu(&before);
		if (took < best)
			best = took;
	}
	snprintf(what, sizeof(what), "%s: %zu%s", line, result.count,
	    result.capped ? ", of the newest" : "");
	show(what, best, "ms");
	arena_reset(&asker->arena);
}

static void
time_commands(struct asker *asker)
{
	const char *one = arena_string(&asker->arena, arena_format(
	    &asker->arena, "%" PRId64, asker->people / 2));
	const char *piece = arena_string(&asker->arena, arena_format(
	    &asker->arena, "ser%" PRId64 "@", asker->people / 3));
	const char *const commands[][WORDS_MAX + 1] = {
		{ "help", "search" },
		{ "user", "show", one },
		{ "user", "find", piece },
		{ "user", "find", "client" },
		{ "may", one, "see", "3" },
		{ "search", "user:3" },
	};

	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		time_command(asker, commands[i]);
}

int
main(int argc, char **argv)
{
	struct asker	 room = { .why = FAIL_INIT };
	struct asker	*asker = &room;
	struct arena	 arena = ARENA_INIT;
	struct conf	 conf;

	if (argc < 2)
		errx(2, "usage: ask_cost CONF [QUERY...]");
	asker->conf = argv[1];
	if (conf_load(argv[1], &arena, &conf, &asker->why) < 0 ||
	    desk_open(&asker->desk, &conf, DB_READ, false, &asker->why) < 0 ||
	    people_count(asker->desk.db, &asker->people, &asker->why) < 0)
		errx(1, "%s", asker->why.text);
	printf("%" PRId64 " people\n", asker->people);
	time_identify(asker);
	for (int i = 2; i < argc; i++)
		time_search(asker, argv[i]);
	desk_close(&asker->desk);
	time_commands(asker);
	arena_free(&asker->arena);
	arena_free(&arena);
	return 0;
}
