/* What each part of a mail is to its reader: text, a file, or nothing. */
#ifndef MAIL_BODY_ROLE_H
#define MAIL_BODY_ROLE_H

#include "mail/mime.h"

enum body_role {
	BODY_NOTHING, /* containers, what is inside enclosed mails, and what
			 only machines read */
	BODY_PLAIN,   /* text that the sender wrote */
	BODY_HTML,
	BODY_FILE,
};

enum body_role body_role(const struct mime *mime, const struct mime_part *part,
    struct arena *arena);

/* The innermost multipart/alternative around the part, or NULL. */
const struct mime_part *body_alternative(const struct mime *mime,
    const struct mime_part *part);

/* May it be a winmail.dat?  Its bytes tell, see tnef_is. */
bool body_is_tnef(const struct mime_part *part);

/* Its Content-ID without <>; may be empty. */
struct slice body_content_id(const struct mime_part *part,
    struct arena *arena);

/*
 * A text part's characters: UTF-8, of at most about `max` octets; *limited
 * gains the bits of `over` when it was cut.
 */
struct slice body_characters(const struct mime_part *part, size_t max,
    limit_bits over, struct arena *arena, limit_bits *limited);

#endif
