/* Which organization people belong to, and as what. */
#include "rows.h"
#include "store/organizations.h"

static const struct sql get = {
	"SELECT organization.id, organization.name, organization_role.name,"
	" organization_role.manages AND NOT organization.disabled,"
	" organization.managers, organization_member.how"
	"  FROM organization_member"
	"  JOIN organization"
	"    ON organization.id = organization_member.organization_id"
	"  JOIN organization_role"
	"    ON organization_role.id = organization_member.role_id"
	" WHERE organization_member.person_id = ?1"
};

int
belongings_get(struct db *db, int64_t person_id, struct arena *arena,
    struct belonging *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &get);
	int got;

	*out = (struct belonging){ .organization_id = 0 };
	db_bind_int(stmt, 1, person_id);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	out->organization_id = db_int(stmt, 0);
	out->organization = db_text(stmt, 1, arena);
	out->role = db_text(stmt, 2, arena);
	out->manages = db_bool(stmt, 3);
	manager_part_parse(db_text(stmt, 4, arena), &out->managers);
	out->how = db_text(stmt, 5, arena);
	db_done(stmt);
	return 1;
}

static const struct sql set = {
	"INSERT INTO organization_member (person_id, organization_id, role_id,"
	" how, at) VALUES (?1, ?2, ?3, ?4, ?5)"
	" ON CONFLICT (person_id) DO UPDATE SET organization_id = ?2,"
	" role_id = ?3, how = ?4, merged_from = NULL, at = ?5"
};

int
belongings_set(struct db *db, int64_t person_id, int64_t organization_id,
    int64_t role_id, const char *how, int64_t now, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &set);

	db_bind_int(stmt, 1, person_id);
	db_bind_int(stmt, 2, organization_id);
	db_bind_int(stmt, 3, role_id);
	db_bind_word(stmt, 4, how);
	db_bind_int(stmt, 5, now);
	return db_run(stmt, why);
}

static const struct sql drop = {
	"DELETE FROM organization_member WHERE person_id = ?1"
};

int
belongings_drop(struct db *db, int64_t person_id, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &drop);

	db_bind_int(stmt, 1, person_id);
	return db_run(stmt, why) < 0 ? -1 : db_changes(db) > 0;
}

/*
 * The domain, and what is above it, label by label, of which there are at most
 * 127; each is one step in the primary key.  The nearest one counts.
 */
#define ABOVE(domain) \
	"WITH RECURSIVE up (domain, exact) AS (SELECT " domain ", 1" \
	" UNION ALL SELECT substr(domain, instr(domain, '.') + 1), 0 FROM up" \
	"  WHERE instr(domain, '.') > 0)"
static const struct sql by_domain = {
	"SELECT id, name, role FROM (" ABOVE("?1")
	" SELECT organization.id, organization.name,"
	" organization_role.name AS role"
	"  FROM up CROSS JOIN organization_domain AS theirs"
	"    ON theirs.domain = up.domain AND (up.exact = 1 OR theirs.below = 1)"
	"  JOIN organization ON organization.id = theirs.organization_id"
	"  JOIN organization_role ON organization_role.id = ?2"
	" WHERE organization.disabled = 0"
	" ORDER BY length(theirs.domain) DESC LIMIT 1)"
};

int
belongings_by_domain(struct db *db, struct slice identity,
    struct arena *arena, struct belonging *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_domain);
	int got;

	*out = (struct belonging){ .how = SLICE("domain") };
	db_bind_text(stmt, 1, slice_from(identity,
	    slice_rindex(identity, '@') + 1));
	db_bind_int(stmt, 2, ORGANIZATION_ROLE_MEMBER);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	out->organization_id = db_int(stmt, 0);
	out->organization = db_text(stmt, 1, arena);
	out->role = db_text(stmt, 2, arena);
	db_done(stmt);
	return 1;
}

#define MANAGED_BY \
	"  FROM organization_member AS theirs" \
	"  JOIN organization ON organization.id = theirs.organization_id" \
	"    AND organization.disabled = 0" \
	"  JOIN organization_role ON organization_role.manages = 1" \
	"  JOIN organization_member AS manager" \
	"    ON manager.organization_id = theirs.organization_id" \
	"    AND manager.role_id = organization_role.id"
static const struct sql may_answer = {
	"SELECT 1" MANAGED_BY
	" WHERE theirs.person_id = ?2 AND manager.person_id = ?1"
	"   AND organization.managers IN ('answer', 'follow')"
};

int
belongings_may_answer(struct db *db, int64_t manager, int64_t person,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &may_answer);

	db_bind_int(stmt, 1, manager);
	db_bind_int(stmt, 2, person);
	return rows_found(stmt, why);
}

/* More than a ticket has participants would be a list, not a manager. */
static const struct sql followers = {
	"SELECT manager.person_id" MANAGED_BY
	"  JOIN person ON person.id = manager.person_id"
	" WHERE theirs.person_id = ?1 AND manager.person_id <> ?1"
	"   AND organization.managers = 'follow' AND person.disabled = 0"
	"   AND person.is_agent = 0 AND person.merged_into IS NULL LIMIT 20"
};

int
belongings_followers(struct db *db, int64_t person, struct arena *arena,
    int64_t **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &followers);

	db_bind_int(stmt, 1, person);
	return rows_ids(stmt, arena, out, count, why);
}

static const struct sql of = {
	"SELECT organization_member.person_id FROM organization_member"
	"  JOIN person ON person.id = organization_member.person_id"
	" WHERE organization_id = ?1 AND person.merged_into IS NULL"
	" ORDER BY role_id DESC, person_id DESC LIMIT ?2"
};

int
belongings_of(struct db *db, int64_t organization_id, size_t max,
    struct arena *arena, int64_t **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &of);

	db_bind_int(stmt, 1, organization_id);
	db_bind_int(stmt, 2, (int64_t)max);
	return rows_ids(stmt, arena, out, count, why);
}

static const struct sql how_many = {
	"SELECT count(*) FROM organization_member"
	"  JOIN person ON person.id = organization_member.person_id"
	" WHERE organization_id = ?1 AND person.merged_into IS NULL"
};

int
belongings_count(struct db *db, int64_t organization_id, int64_t *out,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &how_many);

	db_bind_int(stmt, 1, organization_id);
	return rows_number(stmt, out, why);
}

/* An address that ends in "@domain", or in ".domain" where that counts. */
static const struct sql offered = {
	"SELECT DISTINCT address.person_id FROM address"
	"  JOIN organization_domain AS theirs"
	"    ON theirs.organization_id = ?1"
	"   AND (substr(address.identity, -length(theirs.domain) - 1) ="
	"     '@' || theirs.domain OR (theirs.below = 1"
	"    AND substr(address.identity, -length(theirs.domain) - 1) ="
	"     '.' || theirs.domain))"
	"  JOIN person ON person.id = address.person_id"
	" WHERE person.is_agent = 0 AND NOT EXISTS"
	"  (SELECT 1 FROM organization_member"
	"   WHERE organization_member.person_id = address.person_id)"
	" ORDER BY address.person_id DESC LIMIT ?2"
};

int
belongings_offered(struct db *db, int64_t organization_id, size_t max,
    struct arena *arena, int64_t **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &offered);

	db_bind_int(stmt, 1, organization_id);
	db_bind_int(stmt, 2, (int64_t)max);
	return rows_ids(stmt, arena, out, count, why);
}
