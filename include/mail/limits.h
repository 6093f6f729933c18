/*
 * What one message may cost.  Every limit is checked before memory is spent;
 * over one, the raw mail is kept, what could be read is read, and the mail
 * bears the limit's bit.
 */
#ifndef MAIL_LIMITS_H
#define MAIL_LIMITS_H

#include <stddef.h>
#include <stdint.h>

enum mail_limit {
	LIMIT_PARSED_BYTES,	/* raw bytes looked at for text and attachments */
	LIMIT_HEADER_FIELD,	/* octets of one field */
	LIMIT_HEADER_BYTES,	/* octets of all fields of one part */
	LIMIT_HEADER_COUNT,	/* fields of one part */
	LIMIT_DEPTH,		/* parts inside parts */
	LIMIT_PARTS,
	LIMIT_PARAMETERS,	/* per field */
	LIMIT_ADDRESSES,	/* per field */
	LIMIT_COMMENT_DEPTH,
	LIMIT_REFERENCES,
	LIMIT_BOUNDARY,		/* octets; a longer one makes a single part */
	LIMIT_TEXT,		/* octets of UTF-8 text kept per entry */
	LIMIT_HTML_BYTES,
	LIMIT_HTML_TAG,		/* octets of one tag */
	LIMIT_HTML_DEPTH,
	LIMIT_ATTACHMENTS,
	LIMIT_COUNT
};

/* Indexed by enum mail_limit. */
struct mail_limits {
	size_t max[LIMIT_COUNT];
};

#define MAIL_LIMITS_DEFAULT { {						\
	[LIMIT_PARSED_BYTES] = 25u << 20,				\
	[LIMIT_HEADER_FIELD] = 64u << 10,				\
	[LIMIT_HEADER_BYTES] = 256u << 10,				\
	[LIMIT_HEADER_COUNT] = 1000,					\
	[LIMIT_DEPTH] = 30,						\
	[LIMIT_PARTS] = 1000,						\
	[LIMIT_PARAMETERS] = 64,					\
	[LIMIT_ADDRESSES] = 500,					\
	[LIMIT_COMMENT_DEPTH] = 20,					\
	[LIMIT_REFERENCES] = 100,					\
	[LIMIT_BOUNDARY] = 200,						\
	[LIMIT_TEXT] = 1u << 20,					\
	[LIMIT_HTML_BYTES] = 2u << 20,					\
	[LIMIT_HTML_TAG] = 64u << 10,					\
	[LIMIT_HTML_DEPTH] = 200,					\
	[LIMIT_ATTACHMENTS] = 200,					\
} }

/* Bits: 1u << enum mail_limit. */
typedef uint32_t limit_bits;
#define LIMIT_BIT(limit) ((limit_bits)1 << (limit))

/* "parts", "header-count", ...; for the decision record. */
const char *mail_limit_name(enum mail_limit limit);

#endif
