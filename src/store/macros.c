/* Macros, by name. */
#include "store/macros.h"

#include "rows.h"
#include "store/fold.h"

#define MACRO_COLUMNS "id, name, commands, text"

static void
read_macro(struct db_stmt *stmt, struct arena *arena, struct macro *out)
{
	out->id = db_int(stmt, 0);
	out->name = db_text(stmt, 1, arena);
	out->commands = db_text(stmt, 2, arena);
	out->text = db_text(stmt, 3, arena);
}

static const struct sql by_name = {
	"SELECT " MACRO_COLUMNS " FROM macro WHERE folded = ?1"
};

int
macros_find(struct db *db, struct slice name, struct arena *arena,
    struct macro *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_name);
	int got;

	db_bind_text(stmt, 1, fold_name(name, arena));
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	read_macro(stmt, arena, out);
	db_done(stmt);
	return 1;
}

static const struct sql list = {
	"SELECT " MACRO_COLUMNS " FROM macro ORDER BY folded"
};

int
macros_list(struct db *db, struct arena *arena, struct macro **out,
    size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &list);
	struct macro *items = NULL;
	size_t n = 0;
	int got;

	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		read_macro(stmt, arena, &items[n++]);
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}

static const struct sql put = {
	"INSERT INTO macro (name, folded, commands, text, created_at)"
	" VALUES (?1, ?2, ?3, ?4, ?5)"
	" ON CONFLICT (folded) DO UPDATE SET name = ?1, commands = ?3,"
	"  text = ?4"
};

int
macros_put(struct db *db, struct macro *macro, int64_t now, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct db_stmt *stmt = db_use(db, &put);
	struct macro found;
	int rc;

	db_bind_text(stmt, 1, macro->name);
	db_bind_text(stmt, 2, fold_name(macro->name, &arena));
	db_bind_text(stmt, 3, macro->commands);
	db_bind_text(stmt, 4, macro->text);
	db_bind_int(stmt, 5, now);
	rc = db_run(stmt, why);
	if (rc == 0)
		rc = macros_find(db, macro->name, &arena, &found, why);
	if (rc == 1)
		macro->id = found.id;
	arena_free(&arena);
	return rc < 0 ? -1 : 0;
}

static const struct sql remove_macro = {
	"DELETE FROM macro WHERE id = ?1"
};

int
macros_remove(struct db *db, int64_t id, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &remove_macro);

	db_bind_int(stmt, 1, id);
	return db_run(stmt, why);
}
