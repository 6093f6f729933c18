/* People: their records, and who is meant by a word. */
#include "store/people.h"

#include "mail/address.h"
#include "rows.h"
#include "store/fold.h"

/* As read_person reads them. */
#define PERSON_COLUMNS \
	"person.id, person.name, person.is_agent, person.is_admin," \
	" person.handle, person.unix_account, person.sasl_login," \
	" person.disabled, person.auto_responder, person.created_at," \
	" person.created_door"
#define PERSON_COLUMN_COUNT 11

static void
read_person(struct db_stmt *stmt, struct arena *arena, struct person *out)
{
	*out = (struct person){ 0 };
	out->id = db_int(stmt, 0);
	out->name = db_text(stmt, 1, arena);
	out->is_agent = db_bool(stmt, 2);
	out->is_admin = db_bool(stmt, 3);
	out->handle = db_text(stmt, 4, arena);
	out->unix_account = db_text(stmt, 5, arena);
	out->sasl_login = db_text(stmt, 6, arena);
	out->disabled = db_bool(stmt, 7);
	out->auto_responder = db_bool(stmt, 8);
	out->created_at = db_int(stmt, 9);
	door_parse(db_text(stmt, 10, arena), &out->created_door);
}

static const struct sql by_id = {
	"SELECT " PERSON_COLUMNS ", person.merged_into FROM person"
	" WHERE id = ?1"
};

int
people_get(struct db *db, int64_t id, struct arena *arena, struct person *out,
    struct fail *why)
{
	struct db_stmt *stmt;
	int64_t next = id;
	int got;

	for (int i = 0; i < ROWS_MERGES_MAX; i++) {
		stmt = db_use(db, &by_id);
		db_bind_int(stmt, 1, next);
		if ((got = db_step(stmt, why)) <= 0)
			return got;
		read_person(stmt, arena, out);
		next = db_int(stmt, PERSON_COLUMN_COUNT);
		db_done(stmt);
		if (next == 0)
			return 1;
	}
	return fail_set(why, FAIL_REFUSE,
	    "the record of person %lld was merged too often to be followed",
	    (long long)id);
}

static const struct sql by_unix_account = {
	"SELECT id FROM person WHERE unix_account = ?1"
};

int
people_by_unix_account(struct db *db, struct slice account,
    struct arena *arena, struct person *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &by_unix_account);
	int64_t id;
	int got;

	db_bind_text(stmt, 1, account);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	id = db_int(stmt, 0);
	db_done(stmt);
	return people_get(db, id, arena, out, why);
}

static const struct sql agents = {
	"SELECT " PERSON_COLUMNS " FROM person"
	" WHERE is_agent = 1 AND merged_into IS NULL ORDER BY handle, id"
};

int
people_agents(struct db *db, struct arena *arena, struct person **out,
    size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &agents);
	struct person *items = NULL;
	size_t n = 0;
	int got;

	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		read_person(stmt, arena, &items[n++]);
	}
	if (got < 0)
		return -1;
	*out = items;
	*count = n;
	return 0;
}

/* Both folded: the whole name, or one word of it. */
static bool
name_has(struct slice name, struct slice word)
{
	struct slice piece;

	if (slice_eq(name, word))
		return true;
	while (slice_cut(&name, ' ', &piece))
		if (slice_eq(piece, word))
			return true;
	return false;
}

static int
find_by_address(struct db *db, struct slice word, struct arena *arena,
    struct person *out, size_t max, struct fail *why)
{
	struct slice identity;
	struct person person;
	struct address address;
	int got;

	if (!address_identity(word, arena, &identity))
		return 0;
	got = people_by_identity(db, identity, arena, &person, &address, why);
	if (got <= 0)
		return got;
	if (!person.is_agent || person.disabled)
		return 0;
	if (max > 0)
		out[0] = person;
	return 1;
}

int
people_find_agents(struct db *db, struct slice word, struct arena *arena,
    struct person *out, size_t max, struct fail *why)
{
	struct slice folded = fold_name(word, arena);
	struct person *all;
	size_t count;
	int found = 0;

	if (folded.len == 0)
		return 0;
	if (slice_index(word, '@') < word.len)
		return find_by_address(db, slice_trim(word), arena, out, max,
		    why);
	if (people_agents(db, arena, &all, &count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (all[i].disabled)
			continue;
		if (slice_eq(all[i].handle, folded)) {
			if (max > 0)
				out[0] = all[i];
			return 1;
		}
		if (!name_has(fold_name(all[i].name, arena), folded))
			continue;
		if ((size_t)found < max)
			out[found] = all[i];
		found++;
	}
	return found;
}

static const struct sql how_many = {
	"SELECT count(*) FROM person"
	" WHERE merged_into IS NULL AND deleted_at IS NULL"
};

int
people_count(struct db *db, int64_t *count, struct fail *why)
{
	return rows_number(db_use(db, &how_many), count, why);
}

static const struct sql name_taken = {
	"SELECT CASE WHEN handle = ?2 THEN 'handle'"
	"            WHEN unix_account = ?3 THEN 'unix account'"
	"            ELSE 'SASL login' END, id"
	"  FROM person WHERE id <> ?1"
	"   AND (handle = ?2 OR unix_account = ?3 OR sasl_login = ?4)"
};

/* Says whose it is, where the engine would only name a column. */
static int
refuse_taken(struct db *db, const struct person *person, struct slice handle,
    struct arena *arena, struct fail *why)
{
	struct db_stmt *stmt;
	struct slice what;
	int64_t other;
	int got;

	if (handle.len + person->unix_account.len + person->sasl_login.len == 0)
		return 0;
	stmt = db_use(db, &name_taken);
	db_bind_int(stmt, 1, person->id);
	db_bind_text_or_null(stmt, 2, handle);
	db_bind_text_or_null(stmt, 3, person->unix_account);
	db_bind_text_or_null(stmt, 4, person->sasl_login);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	what = db_text(stmt, 0, arena);
	other = db_int(stmt, 1);
	db_done(stmt);
	return fail_set(why, FAIL_REFUSE,
	    "the %.*s is already that of person %lld", SLICE_ARG(what),
	    (long long)other);
}

/* ?1 to ?9 of both statements that write a person. */
static void
bind_person(struct db_stmt *stmt, const struct person *person,
    struct slice handle)
{
	db_bind_id(stmt, 1, person->id);
	db_bind_text(stmt, 2, person->name);
	db_bind_int(stmt, 3, person->is_agent);
	db_bind_int(stmt, 4, person->is_admin);
	db_bind_text_or_null(stmt, 5, handle);
	db_bind_text_or_null(stmt, 6, person->unix_account);
	db_bind_text_or_null(stmt, 7, person->sasl_login);
	db_bind_int(stmt, 8, person->disabled);
	db_bind_int(stmt, 9, person->auto_responder);
}

static const struct sql add = {
	"INSERT INTO person (id, name, is_agent, is_admin, handle,"
	" unix_account, sasl_login, disabled, auto_responder, created_at,"
	" created_door, created_archive)"
	" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
};

int
people_add(struct db *db, struct person *person, struct slice address,
    struct slice identity, int64_t archive_id, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct slice handle = fold_name(person->handle, &arena);
	struct db_stmt *stmt;
	int rc = -1;

	person->id = 0;
	if (refuse_taken(db, person, handle, &arena, why) < 0)
		goto done;
	stmt = db_use(db, &add);
	bind_person(stmt, person, handle);
	db_bind_int(stmt, 10, person->created_at);
	db_bind_word(stmt, 11, door_name(person->created_door));
	db_bind_id(stmt, 12, archive_id);
	if (db_run(stmt, why) < 0)
		goto done;
	person->id = db_last_id(db);
	rc = people_add_address(db, person->id, address, identity,
	    person->created_at, why);
done:
	arena_free(&arena);
	return rc;
}

static const struct sql save = {
	"UPDATE person SET name = ?2, is_agent = ?3, is_admin = ?4,"
	" handle = ?5, unix_account = ?6, sasl_login = ?7, disabled = ?8,"
	" auto_responder = ?9 WHERE id = ?1"
};

int
people_save(struct db *db, const struct person *person, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct slice handle = fold_name(person->handle, &arena);
	struct db_stmt *stmt;
	int rc = -1;

	if (refuse_taken(db, person, handle, &arena, why) < 0)
		goto done;
	stmt = db_use(db, &save);
	bind_person(stmt, person, handle);
	if (db_run(stmt, why) < 0)
		goto done;
	if (db_changes(db) == 0)
		fail_set(why, FAIL_REFUSE, "there is no person %lld",
		    (long long)person->id);
	else
		rc = 0;
done:
	arena_free(&arena);
	return rc;
}
