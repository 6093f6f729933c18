/*
 * The structure of a message: one pass over its lines with a stack of open
 * boundaries, no recursion, a flat array of parts.  Nothing is decoded here.
 */
#ifndef MAIL_MIME_H
#define MAIL_MIME_H

#include <stdbool.h>

#include "mail/header.h"
#include "mail/limits.h"
#include "mail/param.h"

enum mime_encoding {
	ENCODING_IDENTITY, /* 7bit, 8bit, binary, and whatever is unknown */
	ENCODING_QUOTED_PRINTABLE,
	ENCODING_BASE64,
	ENCODING_UUENCODE,
};

#define MIME_NO_PARENT ((size_t)-1)

struct mime_part {
	size_t parent;		/* index of the part around it; MIME_NO_PARENT */
	unsigned depth;		/* 0: the message itself */
	struct slice number;	/* "1", "2.1": its name for people and commands.
				   IMAP's numbering; the message itself is "0"
				   when it is a multipart, "1" when it is not */
	struct headers headers;
	struct params type;	/* word "text/plain" when missing or unreadable */
	struct params disposition; /* word empty when missing */
	enum mime_encoding encoding;
	struct slice body;	/* raw, in the message's bytes, without the line
				   end that belongs to the boundary */
	bool multipart;		/* a container: its body is its children's */
	bool message;		/* message/rfc822 (or news, global): its child is
				   the message inside */
};

struct mime {
	struct mime_part *parts; /* in the order of the mail; [0] is the message */
	size_t count;		 /* at least 1 */
	limit_bits limited;
};

/*
 * Never fails: anything is a message with at least one part.  Slices point
 * into raw, which must live as long as the arena.  A message/rfc822 that is
 * not transfer-encoded is descended into; an encoded one stays one leaf, and
 * so does, with its own type, whatever lies too deep.  A multipart whose
 * boundary is not declared, or not met, is split where lines look like
 * boundaries with a Content field behind; without any it is one text/plain
 * leaf.
 */
void mime_parse(struct slice raw, const struct mail_limits *limits,
    struct arena *arena, struct mime *out);

/* True when the part's type is type/subtype, or type/anything with sub NULL. */
bool mime_is(const struct mime_part *part, const char *type, const char *sub);

#endif
