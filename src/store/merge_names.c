/* The few values of a record itself that a merge changes. */
#include "merge_names.h"

#define NOTE(column) \
	"INSERT INTO person_merge_item (from_id, kind, id, word)" \
	" SELECT ?1, '" column "', 0, " column " FROM person WHERE id = ?2"
#define TAKE(column) \
	"UPDATE person SET " column " = (SELECT theirs." column \
	" FROM person AS theirs WHERE theirs.id = ?1) WHERE id = ?2"
#define RETURN(column) \
	"UPDATE person SET " column " = (SELECT word FROM person_merge_item" \
	"  WHERE from_id = ?1 AND kind = '" column "')" \
	" WHERE id = ?2 AND " column " = (SELECT theirs." column \
	"  FROM person AS theirs WHERE theirs.id = ?1)" \
	" AND EXISTS (SELECT 1 FROM person_merge_item" \
	"  WHERE from_id = ?1 AND kind = '" column "')"

static const struct sql note_name = { NOTE("name") };
static const struct sql take_name = { TAKE("name") };
static const struct sql return_name = { RETURN("name") };
static const struct sql note_title = { NOTE("title") };
static const struct sql take_title = { TAKE("title") };
static const struct sql return_title = { RETURN("title") };
static const struct sql note_summary = { NOTE("summary") };
static const struct sql take_summary = { TAKE("summary") };
static const struct sql return_summary = { RETURN("summary") };
static const struct {
	enum profile_id key;
	const struct sql *note, *take, *put_back;
} columns[] = {
	{ PROFILE_NAME, &note_name, &take_name, &return_name },
	{ PROFILE_TITLE, &note_title, &take_title, &return_title },
	{ PROFILE_SUMMARY, &note_summary, &take_summary, &return_summary },
};

static int
run(struct db *db, const struct sql *sql, int64_t from, int64_t into,
    struct fail *why)
{
	struct db_stmt *stmt = db_use(db, sql);

	db_bind_int(stmt, 1, from);
	db_bind_int(stmt, 2, into);
	return db_run(stmt, why);
}

int
merge_names_take(struct db *db, int64_t from, int64_t into,
    const bool takes[PROFILE_KEY_COUNT], struct fail *why)
{
	for (size_t i = 0; i < ARRAY_LEN(columns); i++)
		if (takes[columns[i].key] &&
		    (run(db, columns[i].note, from, into, why) < 0 ||
			run(db, columns[i].take, from, into, why) < 0))
			return -1;
	return 0;
}

int
merge_names_return(struct db *db, int64_t from, int64_t into,
    struct fail *why)
{
	for (size_t i = 0; i < ARRAY_LEN(columns); i++)
		if (run(db, columns[i].put_back, from, into, why) < 0)
			return -1;
	return 0;
}
