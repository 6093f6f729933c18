/* Blobs in pieces, so that a huge mail never stands in memory twice. */
#include <assert.h>
#include <limits.h>
#include <stdlib.h>

#include "base/log.h"
#include "db_sqlite.h"

struct db_blob {
	struct db *db;
	sqlite3_blob *handle;
};

int
db_blob_open(struct db *db, const char *table, const char *column,
    int64_t rowid, bool write, struct db_blob **out, struct fail *why)
{
	struct db_blob	*blob;
	int		 rc;

	assert(!write || db->writing);
	*out = NULL;
	blob = calloc(1, sizeof(*blob));
	if (blob == NULL)
		log_die("out of memory: the handle of a blob");
	rc = sqlite3_blob_open(db->handle, "main", table, column, rowid, write,
	    &blob->handle);
	if (rc != SQLITE_OK) {
		free(blob);
		return db_fail(db, rc, why);
	}
	blob->db = db;
	db->active++;
	*out = blob;
	return 0;
}

int64_t
db_blob_size(const struct db_blob *blob)
{
	return sqlite3_blob_bytes(blob->handle);
}

int
db_blob_write(struct db_blob *blob, int64_t offset, struct slice bytes,
    struct fail *why)
{
	int rc;

	assert(offset >= 0 && offset <= INT_MAX && bytes.len <= INT_MAX);
	rc = sqlite3_blob_write(blob->handle, bytes.data, (int)bytes.len,
	    (int)offset);
	return rc == SQLITE_OK ? 0 : db_fail(blob->db, rc, why);
}

int
db_blob_read(struct db_blob *blob, int64_t offset, void *to, size_t len,
    struct fail *why)
{
	int rc;

	assert(offset >= 0 && offset <= INT_MAX && len <= INT_MAX);
	rc = sqlite3_blob_read(blob->handle, to, (int)len, (int)offset);
	return rc == SQLITE_OK ? 0 : db_fail(blob->db, rc, why);
}

void
db_blob_close(struct db_blob *blob)
{
	if (blob == NULL)
		return;
	/* Inside a transaction its failure is COMMIT's, who says it again. */
	sqlite3_blob_close(blob->handle);
	blob->db->active--;
	free(blob);
}
