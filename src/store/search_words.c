/* The full text: what goes into it, and plain words looked up in it. */
#include "base/ascii.h"
#include "base/text.h"
#include "people_words.h"
#include "rows.h"
#include "search_wanted.h"
#include "store/search.h"

/* A search of more words than this is somebody's pasted page. */
#define WORDS_MAX 64
#define FILL 500 /* entries at once */

/*
 * Without events, or a search for "solved" would find every ticket there was.
 * Agents are found by from:, and need not be found by everything they say.
 */
static const struct sql add = {
	"INSERT INTO entry_words (rowid, subject, text, files, who)"
	" SELECT entry.id, searchable(ticket.subject),"
	"   searchable(entry.new_text),"
	"   CASE WHEN entry.attachments = '' THEN ''"
	"    ELSE searchable(file_names(entry.attachments)) END,"
	"   CASE WHEN entry.kind = 'message' THEN searchable((SELECT"
	"     person.name || ' ' || address.address FROM person"
	"     JOIN address ON address.person_id = person.id"
	"      AND address.is_primary = 1 WHERE person.id = entry.person_id))"
	"    ELSE '' END"
	"  FROM entry JOIN ticket ON ticket.id = entry.ticket_id"
	" WHERE entry.id >= ?1 AND entry.id < ?2 AND entry.kind <> 'event'"
};

static int
add_range(struct db *db, int64_t from, int64_t below, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &add);

	db_bind_int(stmt, 1, from);
	db_bind_int(stmt, 2, below);
	return db_run(stmt, why);
}

/*
 * The full text writes out what it has gathered whenever a statement or a
 * savepoint begins, and must merge the pieces later: so all entries of a
 * transaction go in together.
 */
int
search_add_entries(struct db *db, int64_t from, struct fail *why)
{
	return add_range(db, from, INT64_MAX, why);
}

static const struct sql due = { "SELECT below FROM entry_words_due" };

int
search_missing_below(struct db *db, int64_t *below, struct fail *why)
{
	struct db_stmt *stmt = db_use(db, &due);
	int got;

	*below = 0;
	if ((got = db_step(stmt, why)) <= 0)
		return got;
	*below = db_int(stmt, 0);
	db_done(stmt);
	return 1;
}

int
search_is_due(struct db *db, struct fail *why)
{
	int64_t below;
	int got = search_missing_below(db, &below, why);

	return got == 0 ? people_words_are_due(db, why) : got;
}

static const struct sql set_due = { "UPDATE entry_words_due SET below = ?1" };
static const struct sql no_more_due = { "DELETE FROM entry_words_due" };

/* 1, 0 (nothing was missing), -1. */
static int
fill_entries(struct db *db, struct fail *why)
{
	struct db_stmt *stmt;
	int64_t below = 0, from;
	int got = search_missing_below(db, &below, why);

	if (got <= 0)
		return got;
	from = below > FILL ? below - FILL : 0;
	if (add_range(db, from, below, why) < 0)
		return -1;
	stmt = db_use(db, from > 1 ? &set_due : &no_more_due);
	if (from > 1)
		db_bind_int(stmt, 1, from);
	return db_run(stmt, why) < 0 ? -1 : 1;
}

/* People first: there are few, and they are looked for most. */
int
search_fill(struct db *db, struct fail *why)
{
	int got = people_words_fill(db, why);

	return got == 0 ? fill_entries(db, why) : got;
}

/* So many pages of the index, where it is in at least four pieces of a size. */
static const struct sql tidy = {
	"INSERT INTO entry_words (entry_words, rank) VALUES ('merge', 1000)"
};

int
search_tidy(struct db *db, struct fail *why)
{
	if (db_run(db_use(db, &tidy), why) < 0)
		return -1;
	return people_words_tidy(db, why);
}

/* The next run of bytes that are neither blanks nor controls. */
static bool
next_word(struct slice *rest, struct slice *word)
{
	size_t from = 0, to;

	while (from < rest->len && (rest->data[from] == ' ' ||
	    ascii_is_control(rest->data[from])))
		from++;
	for (to = from; to < rest->len && rest->data[to] != ' ' &&
	    !ascii_is_control(rest->data[to]); to++)
		;
	*word = slice_head(slice_from(*rest, from), to - from);
	*rest = slice_from(*rest, to);
	return word->len > 0;
}

static struct slice
quote_words(struct slice words, struct arena *arena)
{
	struct text query = TEXT_IN(arena), clean = TEXT_IN(arena);
	struct slice rest, word;

	text_add_utf8(&clean, words);
	rest = text_slice(&clean);
	for (int i = 0; i < WORDS_MAX && next_word(&rest, &word); i++) {
		text_add_string(&query, i == 0 ? "" : " ");
		query_add_phrase(&query, word, false);
	}
	return text_slice(&query);
}

static bool
has_number(const int64_t *items, size_t count, int64_t number)
{
	for (size_t i = 0; i < count; i++)
		if (items[i] == number)
			return true;
	return false;
}

/* The index gives its rows backwards by itself: nothing is sorted. */
static const struct sql search = {
	"SELECT entry.ticket_id, entry.id FROM entry_words"
	"  CROSS JOIN entry ON entry.id = entry_words.rowid"
	" WHERE entry_words MATCH ?1 AND entry_words.rowid < ?2"
	" ORDER BY entry_words.rowid DESC"
};

int
search_words(struct db *db, struct slice words, int64_t *before, size_t max,
    struct arena *arena, int64_t **out, size_t *count, struct fail *why)
{
	struct slice query = quote_words(words, arena);
	struct db_stmt *stmt;
	int64_t *items = NULL, ticket_id;
	size_t n = 0;
	int got = 0;

	*out = NULL;
	*count = 0;
	/* An empty query is an error of the engine's language. */
	if (query.len == 0 || max == 0)
		return 0;
	stmt = db_use(db, &search);
	db_bind_text(stmt, 1, query);
	db_bind_int(stmt, 2, *before > 0 ? *before : INT64_MAX);
	while (n < max && (got = db_step(stmt, why)) > 0) {
		ticket_id = db_int(stmt, 0);
		*before = db_int(stmt, 1);
		if (has_number(items, n, ticket_id))
			continue;
		items = rows_room(arena, items, n, sizeof(*items));
		items[n++] = ticket_id;
	}
	if (got < 0)
		return -1;
	db_done(stmt);
	*out = items;
	*count = n;
	return 0;
}
