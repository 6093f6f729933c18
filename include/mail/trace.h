/*
 * Whether the bytes of a mail name an address, in whatever way mails write
 * letters down; and taking it out of a header.  Pure.
 */
#ifndef MAIL_TRACE_H
#define MAIL_TRACE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

/* True when the field From names it: whoever that may be, it is their mail. */
bool trace_is_from(struct slice raw, struct slice address);
/*
 * Overwrites the address wherever it stands in the mail's own header with as
 * many other bytes.  Returns how often; with 0 *head is empty, else it is the
 * new header, in the arena.
 */
size_t trace_overwrite(struct slice raw, struct slice address,
    struct arena *arena, struct slice *head);
/*
 * True when it stands anywhere: as it is, in quoted-printable, in UTF-16, or in
 * base64 wherever that begins.
 */
bool trace_found(struct slice raw, struct slice address);

#endif
