/*
 * Memory that is freed all at once: one arena per message, one per loaded
 * configuration.  Running out of memory ends the process (the archive makes
 * dying safe), so nothing here fails.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/slice.h"

struct arena_block;

struct arena {
	struct arena_block *block; /* newest first */
	size_t used;		   /* bytes of the newest block handed out */
	size_t total;		   /* bytes held, all blocks */
};

#define ARENA_INIT { NULL, 0, 0 }
/*
 * One that hands out `memory` first, which stays the caller's; it is aligned for
 * any type.  `total` is more than size once there was not enough.
 */
void arena_init_in(struct arena *arena, void *memory, size_t size);

/* Zeroed, aligned for any type; lives until arena_free. size 0 is allowed. */
void *arena_alloc(struct arena *arena, size_t size);
/* count * size with the overflow checked. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* Copies. arena_string adds a NUL behind, and cuts at the first NUL inside. */
struct slice arena_copy(struct arena *arena, struct slice s);
char *arena_string(struct arena *arena, struct slice s);
/* A NUL stands behind what it gives. */
struct slice arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A copy with ASCII letters lowered. */
struct slice arena_lower(struct arena *arena, struct slice s);
/*
 * Makes the array `old` of old_size bytes new_size long: in place when it is
 * the newest thing in the arena, else by a copy.  New bytes are zero; `old`
 * (NULL with old_size 0 for none yet) must not be used afterwards.  It never
 * makes an array shorter.
 */
void *arena_grow(struct arena *arena, void *old, size_t old_size,
    size_t new_size);

/* Frees everything; the arena can be used again. */
void arena_free(struct arena *arena);
/* As arena_free, but keeps one block for the next message. */
void arena_reset(struct arena *arena);

#endif
