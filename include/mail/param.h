/* "type/subtype; name=value" fields: Content-Type, Content-Disposition. */
#ifndef MAIL_PARAM_H
#define MAIL_PARAM_H

#include "base/arena.h"
#include "base/slice.h"
#include "mail/limits.h"

struct param {
	struct slice name;  /* lower case, no RFC 2231 stars */
	struct slice value; /* UTF-8, one line, RFC 2231 and 2047 decoded */
};

struct params {
	struct slice word; /* what stands before the first ';', lower case, no blanks */
	struct param *items;
	size_t count;
};

/*
 * Reads an unfolded field.  RFC 2231 continuations and charsets are joined;
 * encoded words, raw 8-bit bytes, comments, ";;", missing quotes, names with
 * blanks are understood as mail programs mean them.  Bad syntax never makes
 * the rest vanish.  Of a repeated parameter the first counts, of its spellings
 * "name*" before "name*0" before "name".  A boundary's value is bytes as they
 * stand: it is compared, not shown.
 */
void params_parse(struct slice value, const struct mail_limits *limits,
    struct arena *arena, struct params *out, limit_bits *limited);

/* The value of a parameter; empty when there is none. */
struct slice params_find(const struct params *params, struct slice name);

#endif
