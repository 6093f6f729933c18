/* What comes out of statements. */
#include "rows.h"

#define ROOM_FIRST 8

void *
rows_room(struct arena *arena, void *items, size_t count, size_t size)
{
	if (count == 0)
		return arena_array(arena, ROOM_FIRST, size);
	/* Full at each power of two from the first room on. */
	if (count < ROOM_FIRST || (count & (count - 1)) != 0)
		return items;
	return arena_grow(arena, items, count * size, 2 * count * size);
}

int
rows_ids(struct db_stmt *stmt, struct arena *arena, int64_t **out,
    size_t *count, struct fail *why)
{
	int64_t *items = NULL;
	size_t n = 0;
	int got;

	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		items[n++] = db_int(stmt, 0);
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}

int
rows_texts(struct db_stmt *stmt, struct arena *arena, struct slice **out,
    size_t *count, struct fail *why)
{
	struct slice *items = NULL;
	size_t n = 0;
	int got;

	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		items[n++] = db_text(stmt, 0, arena);
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}

int
rows_backwards(struct db_stmt *stmt, struct arena *arena, struct slice **out,
    size_t *count, struct fail *why)
{
	struct slice *items, swap;
	size_t n;

	if (rows_texts(stmt, arena, &items, &n, why) < 0)
		return -1;
	for (size_t i = 0; i < n / 2; i++) {
		swap = items[i];
		items[i] = items[n - 1 - i];
		items[n - 1 - i] = swap;
	}
	*out = items;
	*count = n;
	return 0;
}

int
rows_number(struct db_stmt *stmt, int64_t *out, struct fail *why)
{
	if (db_step(stmt, why) < 0)
		return -1;
	*out = db_int(stmt, 0);
	db_done(stmt);
	return 0;
}

int
rows_found(struct db_stmt *stmt, struct fail *why)
{
	int got = db_step(stmt, why);

	if (got > 0)
		db_done(stmt);
	return got;
}
