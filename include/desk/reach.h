/* What a mail system's status says of an address: is anybody reached there? */
#ifndef DESK_REACH_H
#define DESK_REACH_H

#include "desk/person.h"

/*
 * status: "5.1.1", as reports and replies have it (RFC 3463); may be empty.
 * ADDRESS_HARD: there is nobody.  ADDRESS_SOFT: not now.  ADDRESS_OK: it says
 * nothing of the address, but of us or of the letter.
 */
enum address_state reach_of_status(struct slice status);

#endif
