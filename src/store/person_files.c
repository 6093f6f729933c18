/* Files that colleagues put beside a person. */
#include "store/person_files.h"

#include "rows.h"

static const struct sql how_many = {
	"SELECT count(*) FROM person_file WHERE person_id = ?1"
};

static int
expect_room(struct db *db, int64_t person_id, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &how_many);
	int64_t count;

	db_bind_int(stmt, 1, person_id);
	if (rows_number(stmt, &count, why) < 0)
		return -1;
	return count < PERSON_FILES_MAX ? 0
	    : fail_set(why, FAIL_REFUSE, "person %lld has %lld files already:"
		" take one away first", (long long)person_id,
		(long long)count);
}

static const struct sql by_digest = {
	"SELECT id FROM blob WHERE digest = ?1"
};
static const struct sql make_room = {
	"INSERT INTO blob (digest, octets, bytes) VALUES (?1, ?2, ?3)"
};

int
person_files_room(struct db *db, int64_t person_id,
    const unsigned char digest[SECRET_DIGEST_SIZE], int64_t octets,
    int64_t *blob_id, struct db_blob **blob, struct fail *why)
{
	struct slice bytes = slice_make(digest, SECRET_DIGEST_SIZE);
	struct db_stmt *stmt;
	int got;

	*blob = NULL;
	if (expect_room(db, person_id, why) < 0)
		return -1;
	stmt = db_use(db, &by_digest);
	db_bind_blob(stmt, 1, bytes);
	got = db_step(stmt, why);
	if (got < 0)
		return -1;
	if (got == 1) {
		*blob_id = db_int(stmt, 0);
		db_done(stmt);
		return 1;
	}
	stmt = db_use(db, &make_room);
	db_bind_blob(stmt, 1, bytes);
	db_bind_int(stmt, 2, octets);
	db_bind_zeroes(stmt, 3, octets);
	if (db_run(stmt, why) < 0)
		return -1;
	*blob_id = db_last_id(db);
	return db_blob_open(db, "blob", "bytes", *blob_id, true, blob, why);
}

int
person_files_open(struct db *db, int64_t blob_id, struct db_blob **out,
    struct fail *why)
{
	return db_blob_open(db, "blob", "bytes", blob_id, false, out, why);
}

static const struct sql add = {
	"INSERT INTO person_file (person_id, blob_id, name, type, author_id,"
	" at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING"
};

int
person_files_add(struct db *db, struct person_file *file, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &add);

	db_bind_int(stmt, 1, file->person_id);
	db_bind_int(stmt, 2, file->blob_id);
	db_bind_text(stmt, 3, file->name);
	db_bind_text(stmt, 4, file->type);
	db_bind_id(stmt, 5, file->author_id);
	db_bind_int(stmt, 6, file->at);
	if (db_run(stmt, why) < 0)
		return -1;
	if (db_changes(db) == 0)
		return 0;
	file->id = db_last_id(db);
	return 1;
}

#define FILES \
	"SELECT person_file.id, person_file.person_id," \
	" person_file.author_id, person_file.at, blob.id, blob.octets," \
	" person_file.name, person_file.type, blob.digest" \
	"  FROM person_file JOIN blob ON blob.id = person_file.blob_id" \
	" WHERE person_file.person_id = ?1"

static void
read_file(struct db_stmt *stmt, struct arena *arena, struct person_file *out)
{
	*out = (struct person_file){
		.id = db_int(stmt, 0), .person_id = db_int(stmt, 1),
		.author_id = db_int(stmt, 2), .at = db_int(stmt, 3),
		.blob_id = db_int(stmt, 4), .octets = db_int(stmt, 5),
		.name = db_text(stmt, 6, arena),
		.type = db_text(stmt, 7, arena),
		.digest = db_blob(stmt, 8, arena),
	};
}

static const struct sql list = { FILES " ORDER BY person_file.id" };

int
person_files_list(struct db *db, int64_t person_id, struct arena *arena,
    struct person_file **out, size_t *count, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &list);
	struct person_file *items = NULL;
	size_t n = 0;
	int got;

	db_bind_int(stmt, 1, person_id);
	while ((got = db_step(stmt, why)) > 0) {
		items = rows_room(arena, items, n, sizeof(*items));
		read_file(stmt, arena, &items[n++]);
	}
	*out = items;
	*count = n;
	return got;
}

static const struct sql get = { FILES " AND person_file.id = ?2" };

int
person_files_get(struct db *db, int64_t person_id, int64_t id,
    struct arena *arena, struct person_file *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &get);
	int got;

	db_bind_int(stmt, 1, person_id);
	db_bind_int(stmt, 2, id);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	read_file(stmt, arena, out);
	db_done(stmt);
	return 1;
}

static const struct sql forget_move = {
	"DELETE FROM person_merge_file WHERE file_id ="
	" (SELECT id FROM person_file WHERE id = ?2 AND person_id = ?1)"
};
static const struct sql drop = {
	"DELETE FROM person_file WHERE id = ?2 AND person_id = ?1"
};

int
person_files_remove(struct db *db, int64_t person_id, int64_t id,
    struct fail *why)
{
	const struct sql *const steps[] = { &forget_move, &drop };
	struct db_stmt *stmt;

	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		stmt = db_use(db, steps[i]);
		db_bind_int(stmt, 1, person_id);
		db_bind_int(stmt, 2, id);
		if (db_run(stmt, why) < 0)
			return -1;
	}
	if (db_changes(db) == 0)
		return 0;
	return person_files_sweep(db, why) < 0 ? -1 : 1;
}

/* The index of digests is read, and not the bytes. */
static const struct sql sweep = {
	"DELETE FROM blob WHERE id IN (SELECT kept.id FROM blob AS kept"
	"  WHERE NOT EXISTS (SELECT 1 FROM person_file"
	"   WHERE person_file.blob_id = kept.id))"
};

int
person_files_sweep(struct db *db, struct fail *why)
{
	return db_run(db_use(db, &sweep), why);
}

static const struct sql next_blob = {
	"SELECT id, octets, digest, EXISTS (SELECT 1 FROM person_file"
	"  WHERE person_file.blob_id = blob.id)"
	" FROM blob WHERE id > ?1 ORDER BY id LIMIT 1"
};

int
person_files_next_blob(struct db *db, int64_t id, struct arena *arena,
    struct file_blob *out, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &next_blob);
	int got;

	db_bind_int(stmt, 1, id);
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	out->id = db_int(stmt, 0);
	out->octets = db_int(stmt, 1);
	out->digest = db_blob(stmt, 2, arena);
	out->is_held = db_bool(stmt, 3);
	db_done(stmt);
	return 1;
}
