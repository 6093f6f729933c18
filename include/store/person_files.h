/*
 * Files that colleagues put beside a person: a contract, a picture.  The bytes
 * are in the desk's database, once for all who have them, named by their digest;
 * they go with the last who has them.
 */
#ifndef STORE_PERSON_FILES_H
#define STORE_PERSON_FILES_H

#include "base/secret.h"
#include "store/db.h"

#define PERSON_FILES_MAX 200 /* of one person */

struct person_file {
	int64_t id, person_id;
	int64_t author_id; /* 0: who owns the desk */
	int64_t at;
	int64_t blob_id, octets;
	struct slice name, type;
	struct slice digest; /* of the bytes */
};

/*
 * The bytes with this digest: 1, *blob_id says which; 0, they are not there, and
 * *blob is room for `octets` of them, to be filled through db_blob_write and
 * closed, in this transaction; -1.  FAIL_REFUSE when the person has
 * PERSON_FILES_MAX already.
 */
int person_files_room(struct db *db, int64_t person_id,
    const unsigned char digest[SECRET_DIGEST_SIZE], int64_t octets,
    int64_t *blob_id, struct db_blob **blob, struct fail *why);
/* Fills file->id.  1: added; 0: they have it, under that name; -1. */
int person_files_add(struct db *db, struct person_file *file,
    struct fail *why);
/* Oldest first. Array in the arena. */
int person_files_list(struct db *db, int64_t person_id, struct arena *arena,
    struct person_file **out, size_t *count, struct fail *why);
/* 1, 0 (they have none of this number), -1. */
int person_files_get(struct db *db, int64_t person_id, int64_t id,
    struct arena *arena, struct person_file *out, struct fail *why);
/* 1: it is gone, and its bytes if nobody else has them; 0: as above; -1. */
int person_files_remove(struct db *db, int64_t person_id, int64_t id,
    struct fail *why);

/* Its bytes, to be read and closed; between db_begin_read and db_end_read. */
int person_files_open(struct db *db, int64_t blob_id, struct db_blob **out,
    struct fail *why);

/* For who deletes people: bytes that nobody has any more go. */
int person_files_sweep(struct db *db, struct fail *why);

struct file_blob {
	int64_t id, octets;
	struct slice digest;
	bool is_held; /* somebody has a file of it */
};
/* The next one behind `id`: 1, 0, -1. For who checks everything. */
int person_files_next_blob(struct db *db, int64_t id, struct arena *arena,
    struct file_blob *out, struct fail *why);

#endif
