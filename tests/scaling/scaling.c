/*
 * Does the cost of a mail grow with its size, and no faster?  Each family is
 * doubled again and again: the cost must not be more than 2.5 times as much.
 * At 25 MiB a mail may cost 2 s and 96 MiB.  Says so in TAP, and the figures
 * when asked for: `scaling --table`.
 */
#include <linux/perf_event.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/secret.h"
#include "desk/command.h"
#include "desk/token.h"
#include "families.h"
#include "mail/classify.h"
#include "mail/report.h"

#define MIB ((size_t)1 << 20)
#define SMALLEST (MIB / 4)
#define LARGEST (4 * MIB)
#define FULL (25 * MIB)

#define GROWTH_MOST 2.5
#define SECONDS_MOST 2.0
#define KIB_MOST (96 * 1024)

/* Less says nothing, neither in time (ns) nor in instructions. */
#define COST_LEAST 4e6
#define TRIES 2	  /* the cheapest counts */
#define RETRIES 6 /* somebody else may have been busy */

static const struct mail_limits limits = MAIL_LIMITS_DEFAULT;
static int counter = -1; /* of instructions */

static void
open_counter(void)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_HARDWARE, .size = sizeof(attr),
		.config = PERF_COUNT_HW_INSTRUCTIONS,
		.exclude_kernel = 1, .exclude_hv = 1,
	};
	uint64_t value = 0;

	counter = (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0);
	/* Where it is there but counts nothing, time has to do. */
	if (counter >= 0 && (read(counter, &value, sizeof(value)) !=
	    sizeof(value) || value == 0)) {
		close(counter);
		counter = -1;
	}
}

static double
cost_so_far(void)
{
	struct timespec now;
	uint64_t value;

	if (counter >= 0 &&
	    read(counter, &value, sizeof(value)) == sizeof(value))
		return (double)value;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* What the desk does with a mail before it writes anything. */
static void
understand(struct slice raw)
{
	static const struct envelope envelope = { .door = DOOR_LMTP };
	static const struct own own = { SLICE_INIT("d"), SLICE_INIT("h.test") };
	struct arena arena = ARENA_INIT, scratch = ARENA_INIT;
	unsigned char digest[SECRET_DIGEST_SIZE];
	struct classification kind;
	struct command_block block;
	struct report report;
	struct mail mail;

	mail_parse(raw, &limits, &arena, &mail);
	classify(&mail, &envelope, &own, &kind);
	report_parse(&mail, &arena, &report);
	mail_base_subject(mail.subject);
	command_parse(mail.new_text, &arena, &block);
	token_scrub(mail.text, &arena);
	for (size_t i = 0; i < mail.attachments.count; i++) {
		secret_sha256(attachment_bytes(&mail.attachments.items[i],
		    &scratch), digest);
		arena_reset(&scratch);
	}
	arena_free(&scratch);
	arena_free(&arena);
}

static double
cost_of(const struct family *family, size_t size, int tries)
{
	struct arena arena = ARENA_INIT;
	struct text raw = TEXT_IN(&arena);
	double best = 0;

	family_write(family, size, &raw);
	for (int i = 0; i < tries; i++) {
		double before = cost_so_far(), cost;

		understand(text_slice(&raw));
		cost = cost_so_far() - before;
		if (i == 0 || cost < best)
			best = cost;
	}
	arena_free(&arena);
	return best;
}

/*
 * The worst growth over all doublings, and the cost at 1 MiB.  A doubling that
 * seems too dear is measured again before it counts.
 */
static double
growth_of(const struct family *family, double *at_mib)
{
	int tries = counter >= 0 ? 1 : TRIES;
	double last = cost_of(family, SMALLEST, tries), worst = 0;

	for (size_t size = 2 * SMALLEST; size <= LARGEST; size *= 2) {
		double now = cost_of(family, size, tries), growth;

		growth = now / last;
		for (int i = 0; now >= COST_LEAST && growth > GROWTH_MOST &&
		    i < RETRIES; i++) {
			last = cost_of(family, size / 2, tries);
			now = cost_of(family, size, tries);
			growth = now / last < growth ? now / last : growth;
		}
		if (now >= COST_LEAST && growth > worst)
			worst = growth;
		if (size == MIB)
			*at_mib = now;
		last = now;
	}
	return worst;
}

struct verdict {
	bool alive;
	double seconds;
	long kib;
	double at_mib;
	double growth;
};

/* Waits for the process; false when it failed. */
static bool
ended_well(pid_t pid, struct rusage *usage)
{
	int status;

	return pid > 0 && wait4(pid, &status, 0, usage) == pid &&
	    WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* A process of its own: what making the mail takes is not the mail's cost. */
static bool
write_full(const struct family *family, FILE *to)
{
	struct rusage usage;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		struct arena arena = ARENA_INIT;
		struct text raw = TEXT_IN(&arena);

		family_write(family, FULL, &raw);
		fwrite(raw.data, 1, raw.len, to);
		_exit(fflush(to) != 0);
	}
	return ended_well(pid, &usage);
}

static double
seconds_of(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static void
measure_full(const struct family *family, struct verdict *out)
{
	FILE *file = tmpfile();
	struct rusage usage = { .ru_maxrss = 0 };
	pid_t pid;

	if (file == NULL || !write_full(family, file))
		return;
	pid = fork();
	if (pid == 0) {
		char *raw = malloc(FULL);
		ssize_t len = raw == NULL ? -1 :
		    pread(fileno(file), raw, FULL, 0);

		if (len >= 0)
			understand(slice_make(raw, (size_t)len));
		_exit(len < 0);
	}
	out->alive = ended_well(pid, &usage);
	out->seconds = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
	out->kib = usage.ru_maxrss;
	fclose(file);
}

static bool
judge(const struct family *family, size_t number, bool table,
    const struct verdict *v)
{
	bool good = v->alive && v->seconds <= SECONDS_MOST &&
	    v->kib <= KIB_MOST && v->growth <= GROWTH_MOST;

	if (table)
		printf("%-32s %8.1f %8.2f %8.2f %8ld\n", family->name,
		    v->at_mib / 1e6, v->growth, v->seconds, v->kib / 1024);
	else
		printf("%s %zu - %s: doubled %.2f; 25 MiB %.2f s, %ld MiB\n",
		    good ? "ok" : "not ok", number, family->name, v->growth,
		    v->seconds, v->kib / 1024);
	fflush(stdout);
	return good;
}

int
main(int argc, char **argv)
{
	bool table = argc > 1 && strcmp(argv[1], "--table") == 0;
	const char *only = argc > 2 ? argv[2] : NULL;
	struct verdict *verdicts = calloc(family_count, sizeof(*verdicts));
	size_t bad = 0;

	secret_init();
	open_counter();
	if (table)
		printf("%-32s %8s %8s %8s %8s\n", "family", counter >= 0 ?
		    "Minstr" : "ms/MiB", "doubled", "s at 25", "MiB");
	else
		printf("1..%zu\n# counted in %s\n", family_count,
		    counter >= 0 ? "instructions" : "CPU time");
	/* First what needs this process to be small: children begin so. */
	for (size_t i = 0; i < family_count; i++)
		if (only == NULL || strcmp(only, families[i].name) == 0)
			measure_full(&families[i], &verdicts[i]);
	for (size_t i = 0; i < family_count; i++) {
		struct verdict *v = &verdicts[i];

		if (only != NULL && strcmp(only, families[i].name) != 0)
			continue;
		v->growth = growth_of(&families[i], &v->at_mib);
		bad += !judge(&families[i], i + 1, table, v);
	}
	free(verdicts);
	return bad > 0;
}
