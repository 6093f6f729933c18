/* Who belongs to which department. */
#include "rows.h"
#include "store/departments.h"

static const struct sql of_all = {
	"SELECT department_id, person_id, role FROM membership"
	" ORDER BY department_id, person_id"
};
static const struct sql of_one = {
	"SELECT department_id, person_id, role FROM membership"
	" WHERE department_id = ?1 ORDER BY person_id"
};

int
departments_members(struct db *db, int64_t id, struct arena *arena,
    struct members *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, id == 0 ? &of_all : &of_one);
	struct member *item;
	int got;

	*out = (struct members){ NULL, 0 };
	if (id != 0)
		db_bind_int(stmt, 1, id);
	while ((got = db_step(stmt, why)) > 0) {
		out->items = rows_room(arena, out->items, out->count,
		    sizeof(*out->items));
		item = &out->items[out->count++];
		item->department_id = db_int(stmt, 0);
		item->person_id = db_int(stmt, 1);
		member_role_parse(db_text(stmt, 2, arena), &item->role);
	}
	return got;
}

static const struct sql join = {
	"INSERT INTO membership (department_id, person_id, role)"
	" VALUES (?1, ?2, ?3)"
	" ON CONFLICT (department_id, person_id) DO UPDATE SET role = ?3"
};

int
departments_join(struct db *db, int64_t id, int64_t person_id,
    enum member_role role, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &join);

	db_bind_int(stmt, 1, id);
	db_bind_int(stmt, 2, person_id);
	db_bind_word(stmt, 3, member_role_name(role));
	return db_run(stmt, why);
}

static const struct sql leave = {
	"DELETE FROM membership WHERE department_id = ?1 AND person_id = ?2"
};

int
departments_leave(struct db *db, int64_t id, int64_t person_id,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &leave);

	db_bind_int(stmt, 1, id);
	db_bind_int(stmt, 2, person_id);
	return db_run(stmt, why);
}
