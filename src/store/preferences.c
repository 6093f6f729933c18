/* What people want otherwise than the desk's default. */
#include "store/preferences.h"

static const struct sql by_name = {
	"SELECT value FROM preference WHERE person_id = ?1 AND name = ?2"
};

int
preferences_get(struct db *db, int64_t person_id, const char *name,
    struct arena *arena, struct slice *value, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_name);
	int got;

	db_bind_int(stmt, 1, person_id);
	db_bind_word(stmt, 2, name);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	*value = db_text(stmt, 0, arena);
	db_done(stmt);
	return 1;
}

static const struct sql put = {
	"INSERT INTO preference (person_id, name, value) VALUES (?1, ?2, ?3)"
	" ON CONFLICT (person_id, name) DO UPDATE SET value = ?3"
};

static const struct sql take_away = {
	"DELETE FROM preference WHERE person_id = ?1 AND name = ?2"
};

int
preferences_set(struct db *db, int64_t person_id, const char *name,
    struct slice value, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, value.len > 0 ? &put : &take_away);

	db_bind_int(stmt, 1, person_id);
	db_bind_word(stmt, 2, name);
	if (value.len > 0)
		db_bind_text(stmt, 3, value);
	return db_run(stmt, why);
}
