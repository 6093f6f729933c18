/*
 * What the fuzz targets share.  A target reads one input, must neither crash
 * nor leak nor take long, and checks what its module promises.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stdio.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/text.h"
#include "mail/limits.h"

#define FUZZ_CHECK(condition) \
	((condition) ? (void)0 : fuzz_fail(#condition, __FILE__, __LINE__))

static const struct mail_limits fuzz_limits = MAIL_LIMITS_DEFAULT;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void
fuzz_fail(const char *condition, const char *file, int line)
{
	fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
	abort();
}

/* True when `inner` lies in `outer`, or is empty. */
static inline bool
fuzz_is_inside(struct slice inner, struct slice outer)
{
	return inner.len == 0 || (inner.data >= outer.data &&
	    inner.data + inner.len <= outer.data + outer.len);
}

/* True for well-formed UTF-8 without a control. */
static inline bool
fuzz_is_line(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (ascii_is_control(s.data[i]))
			return false;
	return slice_is_utf8(s);
}

/* Reads every octet, so that a sanitizer sees each. */
static inline void
fuzz_touch(struct slice s)
{
	volatile unsigned char sum = 0;

	for (size_t i = 0; i < s.len; i++)
		sum = (unsigned char)(sum + (unsigned char)s.data[i]);
}

/* The input as UTF-8, for what reads nothing else. */
static inline struct slice
fuzz_utf8(struct slice s, struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	text_add_utf8(&text, s);
	return text_slice(&text);
}

#endif
