/* What changes do, in words for the history and for receipts. */
#ifndef DESK_STORY_H
#define DESK_STORY_H

#include "desk/action.h"

/* One change as the log says it: of an item only one side is there. */
struct field_change story_of_item(const struct item_change *item,
    struct arena *arena);
/* "status: open -> solved", a line for each field; no LF at the end. */
struct slice story_of_fields(const struct changes *changes,
    struct arena *arena);
/* What would change, items too, and who would read the text; line by line. */
struct slice story_of_preview(const struct facts *facts,
    const struct changes *changes, struct arena *arena);

#endif
