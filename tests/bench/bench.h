/*
 * What the programs of the benchmark share: time, and mails in memory.  Each
 * prints one line of JSON for bench.py.
 */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <err.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct bench_mail {
	char	*data;
	size_t	 len;
};

/* Monotonic seconds. */
static inline double
bench_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Seconds of CPU, of user and system. */
static inline double
bench_cpu(const struct rusage *used)
{
	return (double)(used->ru_utime.tv_sec + used->ru_stime.tv_sec) +
	    (double)(used->ru_utime.tv_usec + used->ru_stime.tv_usec) / 1e6;
}

static inline long
bench_number(const char *word, const char *what)
{
	char	*end;
	long	 number = strtol(word, &end, 10);

	if (*word == '\0' || *end != '\0' || number < 0)
		errx(1, "%s: no number: %s", what, word);
	return number;
}

static inline void *
bench_alloc(size_t count, size_t size)
{
	void *to = calloc(count, size);

	if (to == NULL)
		err(1, "calloc");
	return to;
}

/* DIR/000001.eml and so on; a mix is named so. */
static inline const char *
bench_path(char to[4096], const char *dir, long number)
{
	snprintf(to, 4096, "%s/%06ld.eml", dir, number);
	return to;
}

static inline struct bench_mail
bench_read(const char *path)
{
	struct bench_mail	mail;
	struct stat		info;
	size_t			got = 0;
	ssize_t			n;
	int			fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &info) < 0)
		err(1, "%s", path);
	mail.len = (size_t)info.st_size;
	mail.data = bench_alloc(mail.len + 1, 1);
	while (got < mail.len) {
		n = read(fd, mail.data + got, mail.len - got);
		if (n <= 0)
			err(1, "%s", path);
		got += (size_t)n;
	}
	close(fd);
	return mail;
}

/* The mails `first` to `first + count - 1`. */
static inline struct bench_mail *
bench_load(const char *dir, long first, long count)
{
	struct bench_mail	*mails;
	char			 path[4096];

	mails = bench_alloc((size_t)count, sizeof(*mails));
	for (long i = 0; i < count; i++)
		mails[i] = bench_read(bench_path(path, dir, first + i));
	return mails;
}

#endif
