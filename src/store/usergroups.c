/* Groups of users and organizations, and what they may. */
#include "store/usergroups.h"

#include "rows.h"
#include "store/fold.h"

static const struct sql find = {
	"SELECT id, name FROM usergroup WHERE folded = ?1"
};

int
usergroups_find(struct db *db, struct slice name, struct arena *arena,
    struct usergroup *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &find);
	int got;

	db_bind_text(stmt, 1, fold_name(name, arena));
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	*out = (struct usergroup){ db_int(stmt, 0), db_text(stmt, 1, arena) };
	db_done(stmt);
	return 1;
}

static int
read_all(struct db_stmt *stmt, struct arena *arena, struct usergroup **out,
    size_t *count, struct fail *why)
{
	struct usergroup *items = NULL;
	size_t n = 0;
	int got;

	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		items[n++] = (struct usergroup){ db_int(stmt, 0),
			db_text(stmt, 1, arena) };
	}
	*out = items;
	*count = n;
	return got;
}

static const struct sql list = {
	"SELECT id, name FROM usergroup ORDER BY id"
};

int
usergroups_list(struct db *db, struct arena *arena, struct usergroup **out,
    size_t *count, struct fail *why)
{
	return read_all(db_use(db, &list), arena, out, count, why);
}

static const struct sql of_organization = {
	"SELECT usergroup.id, usergroup.name FROM usergroup_organization"
	"  JOIN usergroup"
	"    ON usergroup.id = usergroup_organization.usergroup_id"
	" WHERE usergroup_organization.organization_id = ?1"
	" ORDER BY usergroup_organization.usergroup_id"
};

int
usergroups_of_organization(struct db *db, int64_t organization_id,
    struct arena *arena, struct usergroup **out, size_t *count,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &of_organization);

	db_bind_int(stmt, 1, organization_id);
	return read_all(stmt, arena, out, count, why);
}

/* ?1 is the person, 0 a stranger; the words are USERGROUP_EVERYONE's. */
#define THEIRS \
	"(SELECT 1 UNION ALL SELECT 2 WHERE ?1 <> 0" \
	" UNION ALL SELECT usergroup_id FROM usergroup_person" \
	"  WHERE person_id = ?1" \
	" UNION ALL SELECT theirs.usergroup_id" \
	"  FROM organization_member JOIN usergroup_organization AS theirs" \
	"    ON theirs.organization_id = organization_member.organization_id" \
	"  WHERE organization_member.person_id = ?1)"
static const struct sql of_person = {
	"SELECT id, name FROM usergroup WHERE id IN " THEIRS " ORDER BY id"
};

int
usergroups_of_person(struct db *db, int64_t person_id, struct arena *arena,
    struct usergroup **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &of_person);

	db_bind_int(stmt, 1, person_id);
	return read_all(stmt, arena, out, count, why);
}

static const struct sql add = {
	"INSERT INTO usergroup (name, folded, created_at) VALUES (?1, ?2, ?3)"
	" ON CONFLICT DO NOTHING"
};

int
usergroups_add(struct db *db, struct usergroup *group, int64_t now,
    struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct db_stmt *stmt = db_use(db, &add);
	int rc;

	db_bind_text(stmt, 1, group->name);
	db_bind_text(stmt, 2, fold_name(group->name, &arena));
	db_bind_int(stmt, 3, now);
	rc = db_run(stmt, why);
	arena_free(&arena);
	if (rc == 0 && db_changes(db) == 0)
		return fail_set(why, FAIL_REFUSE,
		    "there is already a group of that name");
	group->id = db_last_id(db);
	return rc;
}

static const struct sql drop_people = {
	"DELETE FROM usergroup_person WHERE usergroup_id = ?1"
};
static const struct sql drop_organizations = {
	"DELETE FROM usergroup_organization WHERE usergroup_id = ?1"
};
static const struct sql drop_grants = {
	"DELETE FROM usergroup_grant WHERE usergroup_id = ?1"
};
static const struct sql drop = { "DELETE FROM usergroup WHERE id = ?1" };

int
usergroups_remove(struct db *db, int64_t id, struct fail *why)
{
	static const struct sql *const steps[] = { &drop_people,
		&drop_organizations, &drop_grants, &drop };

	if (id <= USERGROUP_REGISTERED)
		return fail_set(why, FAIL_REFUSE, "everyone and registered are"
		    " always there");
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		struct db_stmt *stmt = db_use(db, steps[i]);

		db_bind_int(stmt, 1, id);
		if (db_run(stmt, why) < 0)
			return -1;
	}
	return 0;
}

static const struct sql join = {
	"INSERT INTO usergroup_person (usergroup_id, person_id)"
	" VALUES (?1, ?2) ON CONFLICT DO NOTHING"
};
static const struct sql leave = {
	"DELETE FROM usergroup_person WHERE usergroup_id = ?1"
	" AND person_id = ?2"
};
static const struct sql join_organization = {
	"INSERT INTO usergroup_organization (usergroup_id, organization_id)"
	" VALUES (?1, ?2) ON CONFLICT DO NOTHING"
};
static const struct sql leave_organization = {
	"DELETE FROM usergroup_organization WHERE usergroup_id = ?1"
	" AND organization_id = ?2"
};

static int
change(struct db *db, const struct sql *sql, int64_t id, int64_t member,
    struct fail *why)
{
	struct db_stmt *stmt;

	if (id <= USERGROUP_REGISTERED)
		return fail_set(why, FAIL_REFUSE, "nobody is put into everyone"
		    " or registered, nor taken out");
	stmt = db_use(db, sql);
	db_bind_int(stmt, 1, id);
	db_bind_int(stmt, 2, member);
	return db_run(stmt, why) < 0 ? -1 : db_changes(db) > 0;
}

int
usergroups_join(struct db *db, int64_t id, int64_t person_id,
    struct fail *why)
{
	return change(db, &join, id, person_id, why);
}

int
usergroups_leave(struct db *db, int64_t id, int64_t person_id,
    struct fail *why)
{
	return change(db, &leave, id, person_id, why);
}

int
usergroups_join_organization(struct db *db, int64_t id,
    int64_t organization_id, struct fail *why)
{
	return change(db, &join_organization, id, organization_id, why);
}

int
usergroups_leave_organization(struct db *db, int64_t id,
    int64_t organization_id, struct fail *why)
{
	return change(db, &leave_organization, id, organization_id, why);
}

static const struct sql how_many = {
	"SELECT (SELECT count(*) FROM usergroup_person JOIN person"
	"   ON person.id = usergroup_person.person_id"
	"   WHERE usergroup_id = ?1 AND person.merged_into IS NULL),"
	" (SELECT count(*) FROM usergroup_organization"
	"   WHERE usergroup_id = ?1)"
};

int
usergroups_count(struct db *db, int64_t id, int64_t *people,
    int64_t *organizations, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &how_many);

	db_bind_int(stmt, 1, id);
	if (db_step(stmt, why) < 0)
		return -1;
	*people = db_int(stmt, 0);
	*organizations = db_int(stmt, 1);
	db_done(stmt);
	return 0;
}

static const struct sql grant = {
	"INSERT INTO usergroup_grant (usergroup_id, what, department_id)"
	" VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"
};
static const struct sql revoke = {
	"DELETE FROM usergroup_grant WHERE usergroup_id = ?1 AND what = ?2"
	" AND department_id = ?3"
};

static int
change_grant(struct db *db, const struct sql *sql, int64_t id,
    enum group_right right, int64_t department_id, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, sql);

	db_bind_int(stmt, 1, id);
	db_bind_word(stmt, 2, group_right_name(right));
	db_bind_int(stmt, 3, department_id);
	return db_run(stmt, why) < 0 ? -1 : db_changes(db) > 0;
}

int
usergroups_grant(struct db *db, int64_t id, enum group_right right,
    int64_t department_id, struct fail *why)
{
	return change_grant(db, &grant, id, right, department_id, why);
}

int
usergroups_revoke(struct db *db, int64_t id, enum group_right right,
    int64_t department_id, struct fail *why)
{
	return change_grant(db, &revoke, id, right, department_id, why);
}

static int
read_grants(struct db_stmt *stmt, struct arena *arena, struct grants *out,
    struct fail *why)
{
	int got;

	*out = (struct grants){ .count = 0 };
	while ((got = db_step(stmt, why)) > 0) {
		struct grant_of_group *item;

		out->items = rows_room(arena, out->items, out->count,
		    sizeof(*out->items));
		item = &out->items[out->count++];
		*item = (struct grant_of_group){ .group = db_text(stmt, 0,
			arena), .department_id = db_int(stmt, 2) };
		group_right_parse(db_text(stmt, 1, arena), &item->right);
	}
	return got;
}

#define GRANTS \
	"SELECT usergroup.name, usergroup_grant.what," \
	" usergroup_grant.department_id FROM usergroup_grant JOIN usergroup" \
	"  ON usergroup.id = usergroup_grant.usergroup_id" \
	" WHERE usergroup_grant.usergroup_id"
static const struct sql grants_of = { GRANTS " = ?1" };
static const struct sql grants_of_person = { GRANTS " IN " THEIRS };

int
usergroups_grants(struct db *db, int64_t id, struct arena *arena,
    struct grants *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &grants_of);

	db_bind_int(stmt, 1, id);
	return read_grants(stmt, arena, out, why);
}

int
usergroups_grants_of_person(struct db *db, int64_t person_id,
    struct arena *arena, struct grants *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &grants_of_person);

	db_bind_int(stmt, 1, person_id);
	return read_grants(stmt, arena, out, why);
}
