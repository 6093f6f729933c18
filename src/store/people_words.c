/* Pieces of names and addresses, by which people are found. */
#include "people_words.h"

#include "base/text.h"
#include "desk/query.h"
#include "rows.h"

#define FILL 500   /* people at once */
#define PIECE 3    /* letters; shorter words are in no index */

static const struct sql due = {
	"SELECT person_id FROM person_words_due LIMIT 1"
};

int
people_words_are_due(struct db *db, struct fail *why)
{
	return rows_found(db_use(db, &due), why);
}

#define FIRST_DUE \
	"(SELECT person_id FROM person_words_due ORDER BY person_id LIMIT ?1)"

static const struct sql forget = {
	"DELETE FROM person_words WHERE rowid IN " FIRST_DUE
};
/* Most addresses are what they are compared by. */
static const struct sql add = {
	"INSERT INTO person_words (rowid, words)"
	" SELECT person.id, folded(person.name || ' ' ||"
	"   (SELECT group_concat(CASE WHEN lower(address) = identity"
	"     THEN identity ELSE address || ' ' || identity END, ' ')"
	"     FROM address WHERE person_id = person.id))"
	"  FROM " FIRST_DUE " AS changed"
	"  JOIN person ON person.id = changed.person_id"
	" WHERE person.merged_into IS NULL AND person.deleted_at IS NULL"
};
static const struct sql not_due = {
	"DELETE FROM person_words_due WHERE person_id IN " FIRST_DUE
};

int
people_words_fill(struct db *db, struct fail *why)
{
	static const struct sql *const steps[] = { &forget, &add, &not_due };
	struct db_stmt *stmt;
	int got = people_words_are_due(db, why);

	for (size_t i = 0; i < ARRAY_LEN(steps) && got == 1; i++) {
		stmt = db_use(db, steps[i]);
		db_bind_int(stmt, 1, FILL);
		if (db_run(stmt, why) < 0)
			got = -1;
	}
	return got;
}

static const struct sql tidy = {
	"INSERT INTO person_words (person_words, rank) VALUES ('merge', 500)"
};

int
people_words_tidy(struct db *db, struct fail *why)
{
	return db_run(db_use(db, &tidy), why);
}

/* As the full text's language wants it; empty: the index cannot tell. */
static struct slice
quote(struct slice folded, struct arena *arena)
{
	struct text text = TEXT_IN(arena);
	struct slice rest = folded;
	size_t len, letters = 0;
	uint32_t c;

	while ((len = slice_code_point(rest, &c)) > 0) {
		if (c == 0 || c == SLICE_BROKEN)
			return SLICE_EMPTY;
		rest = slice_from(rest, len);
		letters++;
	}
	if (letters < PIECE)
		return SLICE_EMPTY;
	query_add_quoted(&text, folded);
	return text_slice(&text);
}

static const struct sql due_below = {
	"SELECT person_id FROM person_words_due WHERE person_id < ?1"
	" ORDER BY person_id DESC LIMIT ?2"
};
static const struct sql with_word = {
	"SELECT rowid FROM person_words WHERE person_words MATCH ?3"
	" AND rowid < ?1 ORDER BY rowid DESC LIMIT ?2"
};

/* The next numbers that a statement gives. */
static int
load(struct people_words *words, struct people_numbers *numbers,
    const struct sql *sql, int64_t below, struct fail *why)
{
	struct db_stmt *stmt = db_use(words->db, sql);
	int got;

	numbers->at = numbers->count = 0;
	db_bind_int(stmt, 1, below);
	db_bind_int(stmt, 2, (int64_t)ARRAY_LEN(numbers->items));
	if (sql == &with_word)
		db_bind_text(stmt, 3, words->match);
	while ((got = db_step(stmt, why)) > 0)
		numbers->items[numbers->count++] = db_int(stmt, 0);
	numbers->all = numbers->count < ARRAY_LEN(numbers->items);
	return got;
}

int
people_words_open(struct people_words *words, struct db *db,
    struct slice folded, int64_t below, struct arena *arena, struct fail *why)
{
	words->db = db;
	words->match = quote(folded, arena);
	if (words->match.len == 0)
		return 0;
	if (load(words, &words->due, &due_below, below, why) < 0 ||
	    load(words, &words->found, &with_word, below, why) < 0)
		return -1;
	return 1;
}

/* The first that is left, more of them read when there are; 0: none. */
static int
first(struct people_words *words, struct people_numbers *numbers,
    const struct sql *sql, int64_t *out, struct fail *why)
{
	*out = 0;
	if (numbers->at == numbers->count && !numbers->all &&
	    load(words, numbers, sql, numbers->items[numbers->count - 1],
		why) < 0)
		return -1;
	if (numbers->at < numbers->count)
		*out = numbers->items[numbers->at];
	return 0;
}

int
people_words_next(struct people_words *words, int64_t *out, struct fail *why)
{
	int64_t due_id, found_id;

	if (first(words, &words->due, &due_below, &due_id, why) < 0 ||
	    first(words, &words->found, &with_word, &found_id, why) < 0)
		return -1;
	*out = due_id > found_id ? due_id : found_id;
	words->due.at += *out != 0 && *out == due_id;
	words->found.at += *out != 0 && *out == found_id;
	return *out != 0;
}
