/* Teams of agents, and who belongs to them. */
#include "store/teams.h"

#include "rows.h"
#include "store/fold.h"

static void
read_team(struct db_stmt *stmt, struct arena *arena, struct team *out)
{
	out->id = db_int(stmt, 0);
	out->name = db_text(stmt, 1, arena);
}

/* The row that the statement, with its parameters bound, finds: 1, 0, -1. */
static int
get_team(struct db_stmt *stmt, struct arena *arena, struct team *out,
    struct fail *why)
{
	int got;

	if ((got = db_step(stmt, why)) <= 0)
		return got;
	read_team(stmt, arena, out);
	db_done(stmt);
	return 1;
}

static const struct sql by_name = {
	"SELECT id, name FROM team WHERE folded = ?1"
};

int
teams_find(struct db *db, struct slice name, struct arena *arena,
    struct team *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_name);

	db_bind_text(stmt, 1, fold_name(name, arena));
	return get_team(stmt, arena, out, why);
}

static const struct sql by_id = {
	"SELECT id, name FROM team WHERE id = ?1"
};

int
teams_get(struct db *db, int64_t id, struct arena *arena, struct team *out,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_id);

	db_bind_int(stmt, 1, id);
	return get_team(stmt, arena, out, why);
}

static int
read_all(struct db_stmt *stmt, struct arena *arena, struct team **out,
    size_t *count, struct fail *why)
{
	struct team *items = NULL;
	size_t n = 0;
	int got;

	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		read_team(stmt, arena, &items[n++]);
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}

static const struct sql list = {
	"SELECT id, name FROM team ORDER BY folded"
};

int
teams_list(struct db *db, struct arena *arena, struct team **out,
    size_t *count, struct fail *why)
{
	return read_all(db_use(db, &list), arena, out, count, why);
}

static const struct sql of_person = {
	"SELECT id, name FROM team WHERE EXISTS (SELECT 1 FROM team_member"
	"  WHERE team_id = team.id AND person_id = ?1) ORDER BY folded"
};

int
teams_of_person(struct db *db, int64_t person_id, struct arena *arena,
    struct team **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &of_person);

	db_bind_int(stmt, 1, person_id);
	return read_all(stmt, arena, out, count, why);
}

static const struct sql add = {
	"INSERT INTO team (name, folded, created_at) VALUES (?1, ?2, ?3)"
	" ON CONFLICT DO NOTHING"
};

int
teams_add(struct db *db, struct team *team, int64_t now, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct db_stmt *stmt = db_use(db, &add);
	int rc;

	db_bind_text(stmt, 1, team->name);
	db_bind_text(stmt, 2, fold_name(team->name, &arena));
	db_bind_int(stmt, 3, now);
	rc = db_run(stmt, why);
	arena_free(&arena);
	if (rc == 0 && db_changes(db) == 0)
		return fail_set(why, FAIL_REFUSE,
		    "there is already a team of that name");
	team->id = db_last_id(db);
	return rc;
}

static const struct sql members = {
	"SELECT person_id FROM team_member WHERE team_id = ?1"
	" ORDER BY person_id"
};

int
teams_members(struct db *db, int64_t id, struct arena *arena, int64_t **out,
    size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &members);

	db_bind_int(stmt, 1, id);
	return rows_ids(stmt, arena, out, count, why);
}

static const struct sql join = {
	"INSERT INTO team_member (team_id, person_id) VALUES (?1, ?2)"
	" ON CONFLICT DO NOTHING"
};
static const struct sql leave = {
	"DELETE FROM team_member WHERE team_id = ?1 AND person_id = ?2"
};

static int
change_member(struct db *db, const struct sql *sql, int64_t id,
    int64_t person_id, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, sql);

	db_bind_int(stmt, 1, id);
	db_bind_int(stmt, 2, person_id);
	if (db_run(stmt, why) < 0)
		return -1;
	return db_changes(db) > 0;
}

int
teams_join(struct db *db, int64_t id, int64_t person_id, struct fail *why)
{
	return change_member(db, &join, id, person_id, why);
}

int
teams_leave(struct db *db, int64_t id, int64_t person_id, struct fail *why)
{
	return change_member(db, &leave, id, person_id, why);
}
