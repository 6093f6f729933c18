/*
 * Tickets that an agent opens for somebody else: by "#for ADDRESS" in a new
 * mail, or by forwarding that person's mail.
 */
#ifndef DESK_BEHALF_H
#define DESK_BEHALF_H

#include "desk/command.h"
#include "mail/mail.h"

struct behalf {
	bool wanted;
	bool forwards;	     /* the mail itself says who it is */
	/* Of the forwarded mail's author; an address that cannot be written to
	   is empty.  Of "#for" what stands behind it. */
	struct slice name, address;
	struct slice subject; /* of the forwarded mail; may be empty */
};

/*
 * What the mail wants.  "#for" counts before what is forwarded; `forwards` is
 * false where a forwarded mail is no reason.  "#on" and questions say that it
 * is about tickets which are there.
 */
void behalf_find(const struct mail *mail, bool forwards, struct arena *arena,
    struct behalf *out);

/* "Kim Lee <kim@example.com>", one line, for letters; in the arena. */
struct slice behalf_text(const struct behalf *behalf, struct arena *arena);

/* Puts "#for" in front of the commands of a mail that forwards another. */
void behalf_add_command(const struct behalf *behalf, struct arena *arena,
    struct command_block *block);

#endif
