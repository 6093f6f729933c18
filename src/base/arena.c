/* Arenas: blocks from malloc, filled from the front and freed together. */
#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/log.h"

#define BLOCK_FIRST ((size_t)16 << 10)
#define BLOCK_MOST ((size_t)256 << 10)

#define ALIGN _Alignof(max_align_t)

/*
 * Under AddressSanitizer what is not handed out is poisoned, each piece begins
 * where its shadow can tell its exact end, and a gap lies between any two.
 * Otherwise a read past the end of a piece would find its neighbour, and no
 * fuzzer would see it.
 */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define ARENA_GUARDED
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define ARENA_GUARDED
#endif

#ifdef ARENA_GUARDED
#include <sanitizer/asan_interface.h>
#define GAP ((size_t)16)
#define ALIGN_BYTES ((size_t)8)
#define GUARD(at, len) ASAN_POISON_MEMORY_REGION((at), (len))
#define OPEN(at, len) ASAN_UNPOISON_MEMORY_REGION((at), (len))
#else
#define GAP ((size_t)0)
#define ALIGN_BYTES ((size_t)1)
#define GUARD(at, len) ((void)0)
#define OPEN(at, len) ((void)0)
#endif

struct arena_block {
	struct arena_block	*next;
	size_t			 size;
	bool			 lent; /* by arena_init_in: not ours to free */
	/* Aligned for any type, as arena_alloc promises. */
	_Alignas(max_align_t) char data[];
};

static void
spare(struct arena *arena, struct arena_block *block)
{
	arena->total -= block->size;
	OPEN(block->data, block->size);
	if (!block->lent)
		free(block);
}

/* A new block; *old, if not NULL, moves into it and keeps its bytes. */
static struct arena_block *
make_block(struct arena *arena, struct arena_block *old, size_t size)
{
	struct arena_block	*block;
	size_t			 old_size = old == NULL ? 0 : old->size;

	if (size > SIZE_MAX / 2)
		log_die("out of memory: %zu bytes asked for", size);
	if (old != NULL)
		OPEN(old->data, old->size);
	block = realloc(old, sizeof(*block) + size);
	if (block == NULL)
		log_die("out of memory: %zu bytes asked for, %zu held", size,
		    arena->total);
	block->size = size;
	block->lent = false;
	arena->total += size - old_size;
	return block;
}

/* Puts a block in front, to be handed out from. */
static void
push(struct arena *arena, struct arena_block *block)
{
	block->next = arena->block;
	arena->block = block;
	arena->used = 0;
	GUARD(block->data, block->size);
}

void
arena_init_in(struct arena *arena, void *memory, size_t size)
{
	struct arena_block *block = memory;

	assert(size > sizeof(*block));
	*arena = (struct arena)ARENA_INIT;
	*block = (struct arena_block){ .size = size - sizeof(*block),
		.lent = true };
	arena->total = block->size;
	push(arena, block);
}

/*
 * A big piece gets a block of its own behind the newest one, where the room
 * that is left stays in use.
 */
static void *
take_own_block(struct arena *arena, size_t size)
{
	struct arena_block *block = make_block(arena, NULL, size);

	if (arena->block == NULL) {
		push(arena, block);
		arena->used = size;
		OPEN(block->data, size);
	} else {
		block->next = arena->block->next;
		arena->block->next = block;
	}
	return block->data;
}

static size_t
next_size(const struct arena *arena)
{
	const struct arena_block	*newest = arena->block;
	size_t				 size;

	/* A block that is longer holds one big piece and tells nothing. */
	if (newest == NULL || newest->size > BLOCK_MOST)
		return BLOCK_FIRST;
	size = newest->size * 2;
	if (size < BLOCK_FIRST)
		return BLOCK_FIRST;
	return size < BLOCK_MOST ? size : BLOCK_MOST;
}

static bool
has_room(const struct arena *arena, size_t size, size_t from)
{
	return arena->block != NULL && from <= arena->block->size &&
	    size <= arena->block->size - from;
}

/* Bytes that hold anything. align is a power of two. */
static void *
take(struct arena *arena, size_t size, size_t align)
{
	size_t	from = (arena->used + GAP + align - 1) & ~(align - 1);
	void	*piece;

	if (!has_room(arena, size, from)) {
		if (size > next_size(arena))
			return take_own_block(arena, size);
		push(arena, make_block(arena, NULL, next_size(arena)));
		from = 0;
	}
	piece = arena->block->data + from;
	OPEN(piece, size);
	arena->used = from + size;
	return piece;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	return memset(take(arena, size, ALIGN), 0, size);
}

void *
arena_array(struct arena *arena, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		log_die("out of memory: %zu times %zu bytes asked for", count,
		    size);
	return arena_alloc(arena, bytes);
}

struct slice
arena_copy(struct arena *arena, struct slice s)
{
	char *copy = take(arena, s.len, ALIGN_BYTES);

	if (s.len > 0)
		memcpy(copy, s.data, s.len);
	return slice_make(copy, s.len);
}

char *
arena_string(struct arena *arena, struct slice s)
{
	size_t	len = slice_index(s, '\0');
	char	*copy = take(arena, len + 1, ALIGN_BYTES);

	if (len > 0)
		memcpy(copy, s.data, len);
	copy[len] = '\0';
	return copy;
}

struct slice
arena_format(struct arena *arena, const char *format, ...)
{
	char	short_one[256];
	char	*to;
	va_list	args;
	size_t	size;
	int	len;

	va_start(args, format);
	len = vsnprintf(short_one, sizeof(short_one), format, args);
	va_end(args);
	if (len < 0)
		log_die("arena: cannot format \"%s\"", format);
	size = (size_t)len + 1;
	to = take(arena, size, ALIGN_BYTES);
	if (size <= sizeof(short_one)) {
		memcpy(to, short_one, size);
	} else {
		va_start(args, format);
		vsnprintf(to, size, format, args);
		va_end(args);
	}
	return slice_make(to, (size_t)len);
}

struct slice
arena_lower(struct arena *arena, struct slice s)
{
	char *copy = take(arena, s.len, ALIGN_BYTES);

	for (size_t i = 0; i < s.len; i++)
		copy[i] = ascii_lower(s.data[i]);
	return slice_make(copy, s.len);
}

/* The newest piece grows where it is, if its block has the room. */
static bool
grow_in_place(struct arena *arena, const char *old, size_t old_size,
    size_t new_size)
{
	struct arena_block *newest = arena->block;

	if (newest == NULL || old + old_size != newest->data + arena->used ||
	    new_size - old_size > newest->size - arena->used)
		return false;
	OPEN(old, new_size);
	arena->used += new_size - old_size;
	return true;
}

/*
 * A piece that fills the newest block, or the last one that got its own, takes
 * the block with it, so that a text of many megabytes does not leave its
 * smaller selves behind.
 */
static void *
grow_own_block(struct arena *arena, const char *old, size_t old_size,
    size_t new_size)
{
	struct arena_block **link = &arena->block;

	if (old == NULL || *link == NULL)
		return NULL;
	if ((*link)->data != old)
		link = &(*link)->next;
	if (*link == NULL || (*link)->data != old ||
	    (*link)->size != old_size || (*link)->lent)
		return NULL;
	*link = make_block(arena, *link, new_size);
	if (link == &arena->block)
		arena->used = new_size;
	return (*link)->data;
}

void *
arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size)
{
	char *new;

	if (old == NULL)
		old_size = 0;
	else if (new_size <= old_size)
		return old;
	if (old != NULL && grow_in_place(arena, old, old_size, new_size))
		new = old;
	else if ((new = grow_own_block(arena, old, old_size, new_size)) ==
	    NULL) {
		new = take(arena, new_size, ALIGN);
		if (old_size > 0)
			memcpy(new, old, old_size);
		GUARD(old, old_size);
	}
	memset(new + old_size, 0, new_size - old_size);
	return new;
}

void
arena_free(struct arena *arena)
{
	struct arena_block *next;

	for (struct arena_block *block = arena->block; block != NULL;
	    block = next) {
		next = block->next;
		spare(arena, block);
	}
	*arena = (struct arena)ARENA_INIT;
}

void
arena_reset(struct arena *arena)
{
	struct arena_block *kept = arena->block;

	if (kept == NULL || kept->size > BLOCK_MOST) {
		arena_free(arena);
		return;
	}
	arena->block = kept->next;
	arena_free(arena);
	arena->total = kept->size;
	push(arena, kept);
}
