/* Files that old programs write into the text: "begin 644 name" to "end". */
#ifndef MAIL_UU_H
#define MAIL_UU_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

/*
 * The next such file in *rest, which goes on behind it: *name as it stands,
 * *block from "begin" to "end" with the line ends, for transfer_decode.  False
 * when there is none.  What only looks like the first line is passed over: a
 * line of octets must follow, and "end" or the end of the text at last.
 */
bool uu_next(struct slice *rest, struct slice *name, struct slice *block);

/*
 * The text without these files; but a text that is nothing else stays.
 * Returns `text` itself when there are none.
 */
struct slice uu_strip(struct slice text, struct arena *arena);

#endif
