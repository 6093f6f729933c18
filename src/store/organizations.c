/* Organizations: the records themselves, and how they stand to each other. */
#include "store/organizations.h"

#include "rows.h"
#include "store/fold.h"

#define COLUMNS \
	"organization.id, organization.name, organization.summary," \
	" organization.parent_id, organization.managers," \
	" organization.disabled, organization.created_at"

static void
read_row(struct db_stmt *stmt, struct arena *arena, struct organization *out)
{
	*out = (struct organization){
		.id = db_int(stmt, 0),
		.name = db_text(stmt, 1, arena),
		.summary = db_text(stmt, 2, arena),
		.parent_id = db_int(stmt, 3),
		.disabled = db_bool(stmt, 5),
		.created_at = db_int(stmt, 6),
	};
	manager_part_parse(db_text(stmt, 4, arena), &out->managers);
}

static int
get(struct db_stmt *stmt, struct arena *arena, struct organization *out,
    struct fail *why)
{
	int got;

	if ((got = db_step(stmt, why)) <= 0)
		return got;
	read_row(stmt, arena, out);
	db_done(stmt);
	return 1;
}

static const struct sql by_id = {
	"SELECT " COLUMNS " FROM organization WHERE id = ?1"
};

int
organizations_get(struct db *db, int64_t id, struct arena *arena,
    struct organization *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_id);

	db_bind_int(stmt, 1, id);
	return get(stmt, arena, out, why);
}

static const struct sql by_name = {
	"SELECT " COLUMNS " FROM organization WHERE folded = ?1"
};

int
organizations_find(struct db *db, struct slice name, struct arena *arena,
    struct organization *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_name);

	db_bind_text(stmt, 1, fold_name(name, arena));
	return get(stmt, arena, out, why);
}

static const struct sql by_domain = {
	"SELECT " COLUMNS " FROM organization_domain JOIN organization"
	" ON organization.id = organization_domain.organization_id"
	" WHERE organization_domain.domain = ?1"
};

int
organizations_by_domain(struct db *db, struct slice domain,
    struct arena *arena, struct organization *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_domain);

	db_bind_text(stmt, 1, domain);
	return get(stmt, arena, out, why);
}

/* As people are: the engine does not know how names are compared. */
static const struct sql all = {
	"SELECT " COLUMNS ", organization.folded,"
	" coalesce((SELECT group_concat(domain, ' ') FROM organization_domain"
	"  WHERE organization_id = organization.id), '')"
	"  FROM organization"
	" WHERE id < ?1 AND (?2 IS NULL OR parent_id = ?2)"
	"   AND (?3 IS NULL OR EXISTS (SELECT 1 FROM organization_label"
	"     WHERE organization_id = organization.id AND label = ?3))"
	" ORDER BY id DESC"
};

int
organizations_list(struct db *db, const struct organization_filter *filter,
    struct arena *arena, struct organization **out, size_t *count,
    struct fail *why)
{
	struct arena row = ARENA_INIT;
	struct slice folded = fold_name(filter->word, arena);
	struct slice piece = arena_lower(arena, filter->word);
	struct db_stmt *stmt = db_use(db, &all);
	struct organization *items = NULL;
	size_t n = 0;
	int got = 0;

	db_bind_int(stmt, 1, filter->before > 0 ? filter->before : INT64_MAX);
	db_bind_id(stmt, 2, filter->parent_id);
	db_bind_text_or_null(stmt, 3, filter->label);
	while (n < filter->max && (got = db_step(stmt, why)) > 0) {
		arena_reset(&row);
		if (piece.len > 0 &&
		    (folded.len == 0 ||
			!slice_has(db_text(stmt, 7, &row), folded)) &&
		    !slice_has(db_text(stmt, 8, &row), piece))
			continue;
		items = rows_room(arena, items, n, sizeof(*items));
		read_row(stmt, arena, &items[n++]);
	}
	db_done(stmt);
	arena_free(&row);
	*out = items;
	*count = n;
	return got < 0 ? -1 : 0;
}

static const struct sql add = {
	"INSERT INTO organization (name, folded, summary, parent_id, managers,"
	" disabled, created_at) VALUES (?2, ?3, ?4, ?5, ?6, ?7, ?8)"
	" ON CONFLICT DO NOTHING"
};
static const struct sql save = {
	"UPDATE OR IGNORE organization SET name = ?2, folded = ?3,"
	" summary = ?4, parent_id = ?5, managers = ?6, disabled = ?7"
	" WHERE id = ?1"
};

static int
write_row(struct db *db, const struct sql *sql,
    const struct organization *organization, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct db_stmt *stmt = db_use(db, sql);
	int rc;

	if (sql == &save)
		db_bind_int(stmt, 1, organization->id);
	else
		db_bind_int(stmt, 8, organization->created_at);
	db_bind_text(stmt, 2, organization->name);
	db_bind_text(stmt, 3, fold_name(organization->name, &arena));
	db_bind_text(stmt, 4, organization->summary);
	db_bind_id(stmt, 5, organization->parent_id);
	db_bind_word(stmt, 6, manager_part_name(organization->managers));
	db_bind_int(stmt, 7, organization->disabled);
	rc = db_run(stmt, why);
	arena_free(&arena);
	if (rc == 0 && db_changes(db) == 0)
		return fail_set(why, FAIL_REFUSE,
		    "there is already an organization of that name");
	return rc;
}

int
organizations_add(struct db *db, struct organization *organization,
    struct fail *why)
{
	if (write_row(db, &add, organization, why) < 0)
		return -1;
	organization->id = db_last_id(db);
	return 0;
}

int
organizations_save(struct db *db, const struct organization *organization,
    struct fail *why)
{
	return write_row(db, &save, organization, why);
}

static const struct sql parent = {
	"SELECT parent_id FROM organization WHERE id = ?1"
};

int
organizations_above(struct db *db, int64_t id, struct arena *arena,
    int64_t **out, size_t *count, struct fail *why)
{
	int64_t *items = arena_array(arena, ORGANIZATION_DEPTH_MAX + 1,
	    sizeof(*items));
	struct db_stmt *stmt;
	size_t n = 0;
	int got;

	while (id != 0 && n <= ORGANIZATION_DEPTH_MAX) {
		items[n++] = id;
		stmt = db_use(db, &parent);
		db_bind_int(stmt, 1, id);
		if ((got = db_step(stmt, why)) < 0)
			return -1;
		id = got == 1 ? db_int(stmt, 0) : 0;
		db_done(stmt);
	}
	*out = items;
	*count = n;
	return 0;
}
