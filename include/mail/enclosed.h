/* A mail inside a mail: forwarded, returned, collected. */
#ifndef MAIL_ENCLOSED_H
#define MAIL_ENCLOSED_H

#include <stdbool.h>

#include "mail/mime.h"

/*
 * The header of the mail that the part encloses, encoded or not; false when it
 * encloses none.
 */
bool enclosed_headers(const struct mime *mime, const struct mime_part *part,
    const struct mail_limits *limits, struct arena *arena,
    struct headers *out);

/* The charset that raw bytes in that header are in, if its body says one. */
struct slice enclosed_charset(const struct mime *mime,
    const struct mime_part *part);

/* Does the part stand in an enclosed mail, not in the mail itself? */
bool enclosed_is_within(const struct mime *mime, const struct mime_part *part);

#endif
