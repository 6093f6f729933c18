/* archive.db: what is taken out of it again. */
#include "store/archive.h"

static const struct sql erase = {
	"UPDATE message SET sender = '', recipients = '', queue_id = NULL,"
	" sasl_username = NULL, size = 0, raw = zeroblob(0) WHERE id = ?1"
};

int
archive_erase(struct archive *archive, int64_t id, struct fail *why)
{
	struct db_stmt *stmt = db_use(archive_db(archive), &erase);

	db_bind_int(stmt, 1, id);
	return db_run(stmt, why);
}

static const struct sql forget_address = {
	"UPDATE message SET"
	" sender = CASE WHEN lower(sender) = lower(?2) THEN '' ELSE sender END,"
	" recipients = replace(recipients, ?2, 'erased') WHERE id = ?1"
};

int
archive_overwrite(struct archive *archive, int64_t id, struct slice head,
    struct slice address, struct fail *why)
{
	struct db *db = archive_db(archive);
	struct db_stmt *stmt = db_use(db, &forget_address);
	struct db_blob *blob;
	int rc;

	db_bind_int(stmt, 1, id);
	db_bind_text(stmt, 2, address);
	if (db_run(stmt, why) < 0 ||
	    db_blob_open(db, "message", "raw", id, true, &blob, why) < 0)
		return -1;
	rc = db_blob_write(blob, 0, head, why);
	db_blob_close(blob);
	return rc;
}
