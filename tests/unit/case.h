/*
 * What every unit test includes first: cmocka with the headers it wants, and
 * assertions for rows, which say the row's name when they fail.
 */
#ifndef UNIT_CASE_H
#define UNIT_CASE_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

#endif
