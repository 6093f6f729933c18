/* What stands in the archive for a message that stayed where it was. */
#ifndef APP_STUB_H
#define APP_STUB_H

#include "base/arena.h"
#include "base/slice.h"

/*
 * The header, as far as it stays true, and a sentence: "[This message `reason`.
 * It is still in the folder ... of the mailbox ...]".  In the arena; the same
 * message makes the same stub.  Its name there is in it when no field of the
 * header is.
 */
struct slice stub_make(struct slice head, const char *reason,
    const char *mailbox, const char *folder, struct slice name,
    struct arena *arena);

#endif
