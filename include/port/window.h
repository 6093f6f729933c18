/*
 * A file that is read once from its beginning to its end, through as much memory
 * as what is looked at needs.
 */
#ifndef PORT_WINDOW_H
#define PORT_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fail.h"
#include "base/slice.h"

struct window;

/*
 * "-" is standard input.  At most `max` bytes are held.  FAIL_SETUP: it cannot
 * be opened, or is a folder.
 */
int window_open(struct window **out, const char *path, size_t max,
    struct fail *why);
void window_close(struct window *window); /* NULL is fine */

/* What is held of it; it stays where it is until window_fill. */
struct slice window_bytes(const struct window *window);
/* Nothing follows what is held. */
bool window_at_end(const struct window *window);
/* The first bytes are done with. */
void window_take(struct window *window, size_t len);
/*
 * Reads on: 1; 0: as much is held as may be, or it is at its end; -1.
 */
int window_fill(struct window *window, struct fail *why);
/*
 * What a file has at an offset, wherever the window is; shorter at its end, and
 * nothing of what is no file.
 */
struct slice window_peek(const struct window *window, int64_t offset, char *to,
    size_t size);
/* How far it was read, and of how much; 0: nobody knows. */
int64_t window_done(const struct window *window);
int64_t window_total(const struct window *window);

#endif
