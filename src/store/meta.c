/* What the desk knows of itself, by name. */
#include "store/filings.h"

static const struct sql get = {
	"SELECT value FROM meta WHERE key = ?1"
};

int
meta_get(struct db *db, const char *key, struct arena *arena,
    struct slice *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &get);
	int got;

	db_bind_word(stmt, 1, key);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	*out = db_text(stmt, 0, arena);
	db_done(stmt);
	return 1;
}

static const struct sql set = {
	"INSERT INTO meta (key, value) VALUES (?1, ?2)"
	" ON CONFLICT (key) DO UPDATE SET value = ?2"
};

int
meta_set(struct db *db, const char *key, struct slice value, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &set);

	db_bind_word(stmt, 1, key);
	db_bind_text(stmt, 2, value);
	return db_run(stmt, why);
}
