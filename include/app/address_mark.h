/* Whether mail gets through to an address, as the desk remembers it. */
#ifndef APP_ADDRESS_MARK_H
#define APP_ADDRESS_MARK_H

#include "desk/person.h"
#include "store/changes.h"

/*
 * Both: 1, and *was is what it was before; 0: nobody has this address; -1.  What
 * changes is logged; of `by`, at, door, person_id and archive_id count.
 */

/* Mail comes back; a worse state stays. */
int address_worsen(struct db *db, struct slice identity,
    enum address_state state, const struct change *by,
    enum address_state *was, struct fail *why);
/* Mail gets through again, or so somebody says. */
int address_recover(struct db *db, struct slice identity,
    const struct change *by, enum address_state *was, struct fail *why);

#endif
