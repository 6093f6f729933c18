/* Addresses: whose they are, and whether letters arrive there. */
#include "rows.h"
#include "store/people.h"

/* As read_address reads them. */
#define ADDRESS_COLUMNS \
	"id, person_id, address, identity, is_primary, state"

static void
read_address(struct db_stmt *stmt, struct arena *arena, struct address *out)
{
	*out = (struct address){ 0 };
	out->id = db_int(stmt, 0);
	out->person_id = db_int(stmt, 1);
	out->address = db_text(stmt, 2, arena);
	out->identity = db_text(stmt, 3, arena);
	out->is_primary = db_bool(stmt, 4);
	address_state_parse(db_text(stmt, 5, arena), &out->state);
}

/* The row that the statement, with its parameters bound, finds: 1, 0, -1. */
static int
get_address(struct db_stmt *stmt, struct arena *arena, struct address *out,
    struct fail *why)
{
	int got;

	if ((got = db_step(stmt, why)) <= 0)
		return got;
	read_address(stmt, arena, out);
	db_done(stmt);
	return 1;
}

static const struct sql merged_into = {
	"SELECT merged_into FROM person WHERE id = ?1"
};

/* The record that answers for this one; itself when nobody knows it. */
static int
follow_merges(struct db *db, int64_t *id, struct fail *why)
{
	struct db_stmt *stmt;
	int64_t next = *id;
	int got;

	for (int i = 0; i < ROWS_MERGES_MAX && next != 0; i++) {
		*id = next;
		stmt = db_use(db, &merged_into);
		db_bind_int(stmt, 1, *id);
		if ((got = db_step(stmt, why)) <= 0)
			return got;
		next = db_int(stmt, 0);
		db_done(stmt);
	}
	return 0;
}

static const struct sql by_identity = {
	"SELECT " ADDRESS_COLUMNS " FROM address WHERE identity = ?1"
};

int
people_by_identity(struct db *db, struct slice identity, struct arena *arena,
    struct person *person, struct address *address, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_identity);
	int got;

	db_bind_text(stmt, 1, identity);
	if ((got = get_address(stmt, arena, address, why)) <= 0)
		return got;
	got = people_get(db, address->person_id, arena, person, why);
	if (got > 0)
		address->person_id = person->id;
	return got;
}

static const struct sql primary = {
	"SELECT " ADDRESS_COLUMNS " FROM address"
	" WHERE person_id = ?1 AND is_primary = 1"
};

int
people_primary_address(struct db *db, int64_t person_id, struct arena *arena,
    struct address *out, struct fail *why)
{
	struct db_stmt *stmt;

	if (follow_merges(db, &person_id, why) < 0)
		return -1;
	stmt = db_use(db, &primary);
	db_bind_int(stmt, 1, person_id);
	return get_address(stmt, arena, out, why);
}

static const struct sql by_id = {
	"SELECT " ADDRESS_COLUMNS " FROM address WHERE id = ?1"
};

int
people_address_get(struct db *db, int64_t address_id, struct arena *arena,
    struct address *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_id);

	db_bind_int(stmt, 1, address_id);
	return get_address(stmt, arena, out, why);
}

static const struct sql of_person = {
	"SELECT " ADDRESS_COLUMNS " FROM address WHERE person_id = ?1"
	" ORDER BY id"
};

int
people_addresses(struct db *db, int64_t person_id, struct arena *arena,
    struct address **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt;
	struct address *items = NULL;
	size_t n = 0;
	int got;

	if (follow_merges(db, &person_id, why) < 0)
		return -1;
	stmt = db_use(db, &of_person);
	db_bind_int(stmt, 1, person_id);
	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		read_address(stmt, arena, &items[n++]);
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}

static const struct sql owner = {
	"SELECT person_id FROM address WHERE identity = ?1"
};

/* Whose an address is: 1, 0 (nobody's), -1. */
static int
find_owner(struct db *db, struct slice identity, int64_t *person_id,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &owner);
	int got;

	db_bind_text(stmt, 1, identity);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	*person_id = db_int(stmt, 0);
	db_done(stmt);
	return 1;
}

/* A person's first address is the primary one. */
static const struct sql add = {
	"INSERT INTO address (person_id, address, identity, is_primary,"
	" state_at)"
	" VALUES (?1, ?2, ?3, NOT EXISTS (SELECT 1 FROM address"
	"   WHERE person_id = ?1 AND is_primary = 1), ?4)"
};

int
people_add_address(struct db *db, int64_t person_id, struct slice address,
    struct slice identity, int64_t now, struct fail *why)
{
	struct db_stmt *stmt;
	int64_t other;
	int got;

	if (follow_merges(db, &person_id, why) < 0)
		return -1;
	if ((got = find_owner(db, identity, &other, why)) < 0)
		return -1;
	if (got > 0 && other == person_id)
		return 0;
	if (got > 0)
		return fail_set(why, FAIL_REFUSE,
		    "the address is already that of person %lld",
		    (long long)other);
	stmt = db_use(db, &add);
	db_bind_int(stmt, 1, person_id);
	db_bind_text(stmt, 2, address);
	db_bind_text(stmt, 3, identity);
	db_bind_int(stmt, 4, now);
	return db_run(stmt, why);
}

static const struct sql set_state = {
	"UPDATE address SET state = ?2, state_at = ?3 WHERE identity = ?1"
};

int
people_address_state(struct db *db, struct slice identity,
    enum address_state state, int64_t now, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &set_state);

	db_bind_text(stmt, 1, identity);
	db_bind_word(stmt, 2, address_state_name(state));
	db_bind_int(stmt, 3, now);
	return db_run(stmt, why);
}

/* The person's address of this number; FAIL_REFUSE: they have none such. */
static int
get_own(struct db *db, int64_t person_id, int64_t address_id,
    struct arena *arena, struct address *out, struct fail *why)
{
	int got = people_address_get(db, address_id, arena, out, why);

	if (got < 0 || (got > 0 && out->person_id == person_id))
		return got < 0 ? -1 : 0;
	return fail_set(why, FAIL_REFUSE, "it is no address of person %lld",
	    (long long)person_id);
}

/* Two steps: there is never more than one. */
static const struct sql drop_primary = {
	"UPDATE address SET is_primary = 0"
	" WHERE person_id = ?1 AND is_primary = 1"
};
static const struct sql make_primary = {
	"UPDATE address SET is_primary = 1 WHERE id = ?1"
};

static int
run_with(struct db *db, const struct sql *sql, int64_t id, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, sql);

	db_bind_int(stmt, 1, id);
	return db_run(stmt, why);
}

int
people_set_primary(struct db *db, int64_t person_id, int64_t address_id,
    struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct address address;
	int rc = -1;

	if (get_own(db, person_id, address_id, &arena, &address, why) < 0)
		goto done;
	if (address.state == ADDRESS_HARD)
		fail_set(why, FAIL_REFUSE, "mail to that address comes back;"
		    " `maildesk user reachable` says that it does not any"
		    " more");
	else if (run_with(db, &drop_primary, person_id, why) == 0)
		rc = run_with(db, &make_primary, address_id, why);
done:
	arena_free(&arena);
	return rc;
}

static const struct sql choose_none = {
	"UPDATE ticket SET notify_address_id = NULL"
	" WHERE notify_address_id = ?1"
};
static const struct sql remove_address = {
	"DELETE FROM address WHERE id = ?1"
};

int
people_remove_address(struct db *db, int64_t person_id, int64_t address_id,
    struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct address address;
	int rc = -1;

	if (get_own(db, person_id, address_id, &arena, &address, why) < 0)
		goto done;
	if (address.is_primary)
		fail_set(why, FAIL_REFUSE, "letters go to that address: make"
		    " another one primary first");
	else if (run_with(db, &choose_none, address_id, why) == 0)
		rc = run_with(db, &remove_address, address_id, why);
done:
	arena_free(&arena);
	return rc;
}
