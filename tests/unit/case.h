/*
 * What every unit test includes first: cmocka with the headers it wants, and
 * assertions for rows, which say the row's name when they fail.
 */
#ifndef UNIT_CASE_H
#define UNIT_CASE_H

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/slice.h"

/* C strings; NULL is the same as NULL only. */
#define assert_case(name, got, want) \
	case_string((name), (got), (want), __FILE__, __LINE__)
#define assert_case_int(name, got, want) \
	case_int((name), (int64_t)(got), (int64_t)(want), __FILE__, __LINE__)
/* Slices, of which got may hold any bytes. */
#define assert_case_slice(name, got, want) \
	case_slice((name), (got), (want), __FILE__, __LINE__)
#define assert_case_true(name, condition) \
	case_true((name), (condition), #condition, __FILE__, __LINE__)

static inline void
case_string(const char *name, const char *got, const char *want,
    const char *file, int line)
{
	if (got == want ||
	    (got != NULL && want != NULL && strcmp(got, want) == 0))
		return;
	print_error("%s\n    got:  \"%s\"\n    want: \"%s\"\n", name,
	    got == NULL ? "(NULL)" : got, want == NULL ? "(NULL)" : want);
	_fail(file, line);
}

static inline void
case_int(const char *name, int64_t got, int64_t want, const char *file,
    int line)
{
	if (got == want)
		return;
	print_error("%s\n    got:  %" PRId64 "\n    want: %" PRId64 "\n", name,
	    got, want);
	_fail(file, line);
}

static inline void
case_print_slice(const char *label, struct slice s)
{
	print_error("    %s \"", label);
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.data[i];

		if (c < 0x20 || c > 0x7e || c == '"' || c == '\\')
			print_error("\\x%02x", c);
		else
			print_error("%c", c);
	}
	print_error("\"\n");
}

static inline void
case_slice(const char *name, struct slice got, struct slice want,
    const char *file, int line)
{
	if (slice_eq(got, want))
		return;
	print_error("%s\n", name);
	case_print_slice("got: ", got);
	case_print_slice("want:", want);
	_fail(file, line);
}

static inline void
case_true(const char *name, bool holds, const char *condition,
    const char *file, int line)
{
	if (holds)
		return;
	print_error("%s\n    does not hold: %s\n", name, condition);
	_fail(file, line);
}

/* A new folder of the test's own, and the path of a file in it. */
static inline const char *
case_folder(char to[PATH_MAX])
{
	const char *base = getenv("TMPDIR");

	snprintf(to, PATH_MAX, "%s/maildesk-test.XXXXXX",
	    base == NULL || *base == '\0' ? "/tmp" : base);
	if (mkdtemp(to) == NULL)
		fail_msg("cannot make a folder like %s", to);
	return to;
}

static inline const char *
case_path(char to[PATH_MAX], const char *folder, const char *name)
{
	if (snprintf(to, PATH_MAX, "%s/%s", folder, name) >= PATH_MAX)
		fail_msg("too long: %s/%s", folder, name);
	return to;
}

static inline int
case_remove_one(const char *path, const struct stat *info, int type,
    struct FTW *place)
{
	(void)info;
	(void)type;
	(void)place;
	return remove(path);
}

/* The folder and all that is in it. */
static inline void
case_folder_remove(const char *folder)
{
	nftw(folder, case_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* How many files and folders are in it. */
static inline size_t
case_folder_count(const char *folder)
{
	DIR	*dir = opendir(folder);
	size_t	 count = 0;

	if (dir == NULL)
		fail_msg("cannot open %s", folder);
	while (readdir(dir) != NULL)
		count++;
	closedir(dir);
	return count - 2; /* . and .. */
}

/* Writes a file as it is, and reads one of at most size - 1 bytes. */
static inline void
case_put(const char *path, struct slice bytes, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);

	if (fd < 0 || fchmod(fd, mode) < 0 ||
	    write(fd, bytes.data, bytes.len) != (ssize_t)bytes.len ||
	    close(fd) < 0)
		fail_msg("cannot write %s", path);
}

static inline struct slice
case_get(const char *path, char *to, size_t size)
{
	int	fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t	got = fd < 0 ? -1 : read(fd, to, size - 1);

	if (got < 0) {
		fail_msg("cannot read %s", path);
		return SLICE_EMPTY; /* for compilers: it does not return */
	}
	close(fd);
	to[got] = '\0';
	return slice_make(to, (size_t)got);
}

#endif
