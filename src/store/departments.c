/* Departments and their addresses. */
#include "store/departments.h"

#include "base/ascii.h"
#include "desk/permission.h"
#include "desk/token.h"
#include "mail/address.h"
#include "rows.h"
#include "store/fold.h"

/* With the primary address; as read_department reads them. */
#define DEPARTMENT_COLUMNS \
	"department.id, department.name, main.address," \
	" department.parent_id, department.is_default, department.disabled," \
	" department.cc, department.choice, department.member_rights," \
	" department.manager_rights"
#define DEPARTMENT_TABLES \
	"department LEFT JOIN department_address AS main" \
	" ON main.department_id = department.id AND main.is_primary = 1"

/* NULL is everything; what cannot be read is nothing. */
static unsigned
read_rights(struct db_stmt *stmt, int column, struct arena *arena)
{
	struct slice words = db_text(stmt, column, arena);
	unsigned rights;

	if (words.len == 0)
		return PERMISSION_ALL;
	return permission_parse_rights(words, &rights) ? rights : 0;
}

static void
read_department(struct db_stmt *stmt, struct arena *arena,
    struct department *out)
{
	out->id = db_int(stmt, 0);
	out->name = db_text(stmt, 1, arena);
	out->address = db_text(stmt, 2, arena);
	out->parent_id = db_int(stmt, 3);
	out->is_default = db_bool(stmt, 4);
	out->disabled = db_bool(stmt, 5);
	department_cc_parse(db_text(stmt, 6, arena), &out->cc);
	department_choice_parse(db_text(stmt, 7, arena), &out->choice);
	out->member_rights = read_rights(stmt, 8, arena);
	out->manager_rights = read_rights(stmt, 9, arena);
}

/* The row that the statement, with its parameters bound, finds: 1, 0, -1. */
static int
get_department(struct db_stmt *stmt, struct arena *arena,
    struct department *out, struct fail *why)
{
	int got;

	if ((got = db_step(stmt, why)) <= 0)
		return got;
	read_department(stmt, arena, out);
	db_done(stmt);
	return 1;
}

static const struct sql by_id = {
	"SELECT " DEPARTMENT_COLUMNS " FROM " DEPARTMENT_TABLES
	" WHERE department.id = ?1"
};

int
departments_get(struct db *db, int64_t id, struct arena *arena,
    struct department *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_id);

	db_bind_int(stmt, 1, id);
	return get_department(stmt, arena, out, why);
}

static const struct sql by_identity = {
	"SELECT " DEPARTMENT_COLUMNS " FROM " DEPARTMENT_TABLES
	" WHERE department.id = (SELECT department_id FROM department_address"
	"   WHERE identity = ?1)"
};

int
departments_by_identity(struct db *db, struct slice identity,
    struct arena *arena, struct department *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_identity);

	db_bind_text(stmt, 1, identity);
	return get_department(stmt, arena, out, why);
}

struct slice
departments_fold(struct slice name, struct arena *arena)
{
	struct slice folded = fold_name(name, arena);
	char *to = arena_array(arena, folded.len, 1);
	size_t len = 0;

	for (size_t i = 0; i < folded.len; i++)
		if (ascii_is_alnum(folded.data[i]) ||
		    (unsigned char)folded.data[i] >= 0x80)
			to[len++] = folded.data[i];
	return slice_make(to, len);
}

static const struct sql by_folded = {
	"SELECT " DEPARTMENT_COLUMNS " FROM " DEPARTMENT_TABLES
	" WHERE department.folded = ?1"
};

int
departments_by_name(struct db *db, struct slice name, struct arena *arena,
    struct department *out, struct fail *why)
{
	struct slice identity;
	struct db_stmt *stmt;

	if (address_identity(slice_trim(name), arena, &identity))
		return departments_by_identity(db, identity, arena, out, why);
	stmt = db_use(db, &by_folded);
	db_bind_text(stmt, 1, departments_fold(name, arena));
	return get_department(stmt, arena, out, why);
}

static const struct sql the_default = {
	"SELECT " DEPARTMENT_COLUMNS " FROM " DEPARTMENT_TABLES
	" WHERE department.is_default = 1"
};

int
departments_default(struct db *db, struct arena *arena, struct department *out,
    struct fail *why)
{
	return get_department(db_use(db, &the_default), arena, out, why);
}

static const struct sql list = {
	"SELECT " DEPARTMENT_COLUMNS " FROM " DEPARTMENT_TABLES
	" ORDER BY department.id"
};

int
departments_list(struct db *db, struct arena *arena, struct department **out,
    size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &list);
	struct department *items = NULL;
	size_t n = 0;
	int got;

	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		read_department(stmt, arena, &items[n++]);
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}

static const struct sql addresses = {
	"SELECT address FROM department_address WHERE department_id = ?1"
	" ORDER BY is_primary DESC, identity"
};

int
departments_addresses(struct db *db, int64_t id, struct arena *arena,
    struct slice **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &addresses);

	db_bind_int(stmt, 1, id);
	return rows_texts(stmt, arena, out, count, why);
}

/*
 * Tokens stand behind a "+" of the local part, all of which must fit in its 64
 * octets; and mail is looked up without what stands behind the "+".
 */
static int
check_address(struct slice address, struct arena *arena,
    struct slice *identity, struct fail *why)
{
	struct slice local, domain;

	if (!address_is_sendable(address) ||
	    !address_identity(address, arena, identity) ||
	    !address_split(*identity, &local, &domain))
		return fail_set(why, FAIL_REFUSE,
		    "this is no address that mail can be sent to");
	if (local.len > TOKEN_LOCAL_MAX)
		return fail_set(why, FAIL_REFUSE, "the part before the @ of a"
		    " department's address may have %d octets, this one has"
		    " %zu", TOKEN_LOCAL_MAX, local.len);
	if (slice_index(local, '+') < local.len)
		return fail_set(why, FAIL_REFUSE, "a department's address must"
		    " have no \"+\": what stands behind it is cut off");
	return 0;
}

static int
refuse_taken_name(struct db *db, struct slice folded, struct arena *arena,
    struct fail *why)
{
	struct department other;
	struct db_stmt *stmt = db_use(db, &by_folded);
	int got;

	db_bind_text(stmt, 1, folded);
	if ((got = get_department(stmt, arena, &other, why)) <= 0)
		return got;
	return fail_set(why, FAIL_REFUSE,
	    "there is already a department %lld of that name",
	    (long long)other.id);
}

static int
refuse_taken_address(struct db *db, struct slice identity, struct arena *arena,
    struct fail *why)
{
	struct department other;
	int got;

	got = departments_by_identity(db, identity, arena, &other, why);
	if (got <= 0)
		return got;
	return fail_set(why, FAIL_REFUSE,
	    "the address is already that of department %lld",
	    (long long)other.id);
}

/* A department's first address is the primary one. */
static const struct sql add_address = {
	"INSERT INTO department_address (identity, address, department_id,"
	" is_primary)"
	" VALUES (?1, ?2, ?3, NOT EXISTS (SELECT 1 FROM department_address"
	"   WHERE department_id = ?3 AND is_primary = 1))"
};

static int
put_address(struct db *db, int64_t id, struct slice address,
    struct slice identity, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &add_address);

	db_bind_text(stmt, 1, identity);
	db_bind_text(stmt, 2, address);
	db_bind_int(stmt, 3, id);
	return db_run(stmt, why);
}

/* The first department made is the default. */
static const struct sql add = {
	"INSERT INTO department (name, folded, is_default, created_at)"
	" VALUES (?1, ?2, NOT EXISTS (SELECT 1 FROM department"
	"   WHERE is_default = 1), ?3)"
};

int
departments_add(struct db *db, struct slice name, struct slice address,
    int64_t now, int64_t *id, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct slice folded = departments_fold(name, &arena), identity;
	struct db_stmt *stmt;
	int rc = -1;

	if (folded.len == 0) {
		fail_set(why, FAIL_REFUSE,
		    "a department's name needs a letter or a digit");
		goto done;
	}
	if (check_address(address, &arena, &identity, why) < 0 ||
	    refuse_taken_name(db, folded, &arena, why) < 0 ||
	    refuse_taken_address(db, identity, &arena, why) < 0)
		goto done;
	stmt = db_use(db, &add);
	db_bind_text(stmt, 1, slice_trim(name));
	db_bind_text(stmt, 2, folded);
	db_bind_int(stmt, 3, now);
	if (db_run(stmt, why) < 0)
		goto done;
	*id = db_last_id(db);
	rc = put_address(db, *id, address, identity, why);
done:
	arena_free(&arena);
	return rc;
}

int
departments_add_address(struct db *db, int64_t id, struct slice address,
    struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct slice identity;
	int rc = -1;

	if (check_address(address, &arena, &identity, why) == 0 &&
	    refuse_taken_address(db, identity, &arena, why) == 0)
		rc = put_address(db, id, address, identity, why);
	arena_free(&arena);
	return rc;
}

static const struct sql clear_default = {
	"UPDATE department SET is_default = 0 WHERE is_default = 1"
};
static const struct sql set_default = {
	"UPDATE department SET is_default = 1 WHERE id = ?1"
};

int
departments_set_default(struct db *db, int64_t id, struct fail *why)
{
	struct db_stmt *stmt;

	if (db_run(db_use(db, &clear_default), why) < 0)
		return -1;
	stmt = db_use(db, &set_default);
	db_bind_int(stmt, 1, id);
	if (db_run(stmt, why) < 0)
		return -1;
	if (db_changes(db) == 0)
		return fail_set(why, FAIL_REFUSE, "there is no department %lld",
		    (long long)id);
	return 0;
}

static const struct sql save = {
	"UPDATE department SET cc = ?2, choice = ?3, parent_id = ?4,"
	" member_rights = ?5, manager_rights = ?6 WHERE id = ?1"
};

int
departments_save(struct db *db, const struct department *department,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &save);
	struct arena arena = ARENA_INIT;
	int rc;

	db_bind_int(stmt, 1, department->id);
	db_bind_word(stmt, 2, department_cc_name(department->cc));
	db_bind_word(stmt, 3, department_choice_name(department->choice));
	db_bind_id(stmt, 4, department->parent_id);
	db_bind_text(stmt, 5, permission_rights(department->member_rights,
	    &arena));
	db_bind_text(stmt, 6, permission_rights(department->manager_rights,
	    &arena));
	rc = db_run(stmt, why);
	arena_free(&arena);
	return rc;
}
