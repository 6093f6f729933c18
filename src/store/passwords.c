/* People's passwords as they are kept, and which letter may change one. */
#include "store/passwords.h"

static const struct sql get = {
	"SELECT hash, set_at, login_at, letter_id FROM password"
	" WHERE person_id = ?1"
};

int
passwords_get(struct db *db, int64_t person_id, struct arena *arena,
    struct password *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &get);
	int got;

	db_bind_int(stmt, 1, person_id);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	out->hash = db_text(stmt, 0, arena);
	out->set_at = db_int(stmt, 1);
	out->login_at = db_int(stmt, 2);
	out->letter_id = db_int(stmt, 3);
	db_done(stmt);
	return 1;
}

static const struct sql set = {
	"INSERT INTO password (person_id, hash, set_at) VALUES (?1, ?2, ?3)"
	" ON CONFLICT (person_id) DO UPDATE"
	" SET hash = ?2, set_at = ?3, letter_id = NULL"
};

int
passwords_set(struct db *db, int64_t person_id, struct slice hash,
    int64_t now, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &set);

	db_bind_int(stmt, 1, person_id);
	db_bind_text(stmt, 2, hash);
	db_bind_int(stmt, 3, now);
	return db_run(stmt, why);
}

static const struct sql login = {
	"UPDATE password SET login_at = ?2 WHERE person_id = ?1"
};

int
passwords_login(struct db *db, int64_t person_id, int64_t now,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &login);

	db_bind_int(stmt, 1, person_id);
	db_bind_int(stmt, 2, now);
	return db_run(stmt, why);
}

static const struct sql let = {
	"INSERT INTO password (person_id, letter_id) VALUES (?1, ?2)"
	" ON CONFLICT (person_id) DO UPDATE SET letter_id = ?2"
};
static const struct sql let_none = {
	"UPDATE password SET letter_id = NULL WHERE person_id = ?1"
};

int
passwords_let(struct db *db, int64_t person_id, int64_t letter_id,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, letter_id == 0 ? &let_none : &let);

	db_bind_int(stmt, 1, person_id);
	if (letter_id != 0)
		db_bind_int(stmt, 2, letter_id);
	return db_run(stmt, why);
}
