/* Addresses: read from header fields, folded for comparing, written. */
#ifndef MAIL_ADDRESS_H
#define MAIL_ADDRESS_H

#include <stdbool.h>

#include "base/text.h"
#include "mail/limits.h"

/* A mailbox as a header field has it. */
struct mailbox {
	struct slice name;    /* display name or comment, UTF-8, one line; may be empty */
	struct slice address; /* local@domain as written, quoted where needed; UTF-8 */
};

struct mailboxes {
	struct mailbox *items;
	size_t count;
};

/*
 * Reads an address list: RFC 5322 with its obsolete forms (groups, routes,
 * comments) and the common illegal ones (no comma, ';' between, unterminated
 * quotes, "John Public a@x", "<<a@x>>", encoded words over everything).  An
 * item without '@' is dropped.  `value` is unfolded, not word-decoded;
 * `charset` is for raw 8-bit bytes.
 */
void mailboxes_parse(struct slice value, struct slice charset,
    const struct mail_limits *limits, struct arena *arena,
    struct mailboxes *out, limit_bits *limited);

/* Local part and domain of an address; false (both empty) without an '@'. */
bool address_split(struct slice address, struct slice *local,
    struct slice *domain);

/*
 * The folded forms of DESIGN 7.  identity: needless quotes gone, trailing dot
 * of the domain gone, domain as A-labels (libidn2), ASCII lower case.
 * counter: the same without "+tag".  False when the address is not one: no
 * '@', empty sides, controls or blanks outside quotes, over 320 octets.
 */
bool address_identity(struct slice address, struct arena *arena,
    struct slice *out);
bool address_counter(struct slice address, struct arena *arena,
    struct slice *out);

/*
 * True when it may stand in an SMTP command: an address_identity exists, no
 * control, no '<' or '>' outside quotes, each side within RFC 5321's octets.
 */
bool address_is_sendable(struct slice address);

/*
 * The null return path in every spelling that arrives: empty, "<>", "< >",
 * MAILER-DAEMON (any case, also in <>).
 */
bool address_is_null(struct slice return_path);

/* `Name <address>` for a header field, the name encoded where it must be. */
void mailbox_write(struct text *to, const struct mailbox *mailbox,
    size_t column);

#endif
