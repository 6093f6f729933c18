/* Domains of organizations, and the roles of their members. */
#include "rows.h"
#include "store/fold.h"
#include "store/organizations.h"

static const struct sql list = {
	"SELECT domain, below FROM organization_domain"
	" WHERE organization_id = ?1 ORDER BY domain"
};

int
organization_domains_list(struct db *db, int64_t id, struct arena *arena,
    struct organization_domain **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &list);
	struct organization_domain *items = NULL;
	size_t n = 0;
	int got;

	db_bind_int(stmt, 1, id);
	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		items[n++] = (struct organization_domain){
			db_text(stmt, 0, arena), db_bool(stmt, 1) };
	}
	*out = items;
	*count = n;
	return got;
}

static const struct sql add = {
	"INSERT INTO organization_domain (domain, organization_id, below)"
	" VALUES (?1, ?2, ?3) ON CONFLICT (domain) DO UPDATE SET below = ?3"
	" WHERE organization_id = ?2"
};

int
organization_domains_add(struct db *db, int64_t id,
    const struct organization_domain *domain, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &add);

	db_bind_text(stmt, 1, domain->domain);
	db_bind_int(stmt, 2, id);
	db_bind_int(stmt, 3, domain->below);
	if (db_run(stmt, why) < 0)
		return -1;
	if (db_changes(db) == 0)
		return fail_set(why, FAIL_REFUSE, "%.*s is another"
		    " organization's domain", SLICE_ARG(domain->domain));
	return 0;
}

static const struct sql drop = {
	"DELETE FROM organization_domain WHERE domain = ?1"
	" AND organization_id = ?2"
};

int
organization_domains_remove(struct db *db, int64_t id, struct slice domain,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &drop);

	db_bind_text(stmt, 1, domain);
	db_bind_int(stmt, 2, id);
	return db_run(stmt, why) < 0 ? -1 : db_changes(db) > 0;
}

static const struct sql find_role = {
	"SELECT id, name, manages FROM organization_role WHERE folded = ?1"
};

int
organization_roles_find(struct db *db, struct slice name,
    struct arena *arena, struct organization_role *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &find_role);
	int got;

	db_bind_text(stmt, 1, fold_name(name, arena));
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	*out = (struct organization_role){ db_int(stmt, 0),
		db_text(stmt, 1, arena), db_bool(stmt, 2) };
	db_done(stmt);
	return 1;
}

static const struct sql list_roles = {
	"SELECT id, name, manages FROM organization_role ORDER BY id"
};

int
organization_roles_list(struct db *db, struct arena *arena,
    struct organization_role **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &list_roles);
	struct organization_role *items = NULL;
	size_t n = 0;
	int got;

	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		items[n++] = (struct organization_role){ db_int(stmt, 0),
			db_text(stmt, 1, arena), db_bool(stmt, 2) };
	}
	*out = items;
	*count = n;
	return got;
}

static const struct sql add_role = {
	"INSERT INTO organization_role (name, folded, manages)"
	" VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"
};

int
organization_roles_add(struct db *db, struct organization_role *role,
    struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct db_stmt *stmt = db_use(db, &add_role);
	int rc;

	db_bind_text(stmt, 1, role->name);
	db_bind_text(stmt, 2, fold_name(role->name, &arena));
	db_bind_int(stmt, 3, role->manages);
	rc = db_run(stmt, why);
	arena_free(&arena);
	if (rc == 0 && db_changes(db) == 0)
		return fail_set(why, FAIL_REFUSE,
		    "there is already a role of that name");
	role->id = db_last_id(db);
	return rc;
}

static const struct sql drop_role = {
	"DELETE FROM organization_role WHERE id = ?1 AND id > ?2"
	" AND NOT EXISTS"
	" (SELECT 1 FROM organization_member WHERE role_id = ?1)"
};

int
organization_roles_remove(struct db *db, int64_t id, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &drop_role);

	db_bind_int(stmt, 1, id);
	db_bind_int(stmt, 2, ORGANIZATION_ROLE_MANAGER);
	if (db_run(stmt, why) < 0)
		return -1;
	if (db_changes(db) == 0)
		return fail_set(why, FAIL_REFUSE, "somebody has this role:"
		    " `maildesk user list --role` tells who; and member and"
		    " manager are always there");
	return 0;
}
