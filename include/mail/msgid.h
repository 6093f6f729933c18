/* Message-IDs: Message-ID, In-Reply-To, References. */
#ifndef MAIL_MSGID_H
#define MAIL_MSGID_H

#include "base/arena.h"
#include "base/slice.h"
#include "mail/limits.h"

struct msgids {
	struct slice *items; /* without <>, blanks inside removed, no controls */
	size_t count;
};

/*
 * Every <...> of the value, and of values without any '<' each word with an
 * '@'.  Truncated last ids, ids without '@', phrases between are taken or
 * passed over.  An id over 998 octets is dropped.  Over LIMIT_REFERENCES the
 * first and the newest (last) ones are kept.
 */
void msgids_parse(struct slice value, const struct mail_limits *limits,
    struct arena *arena, struct msgids *out, limit_bits *limited);

#endif
