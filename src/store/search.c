/* Full text. */
#include "base/ascii.h"
#include "base/text.h"
#include "rows.h"
#include "store/entries.h"

/* A search of more words than this is somebody's pasted page. */
#define WORDS_MAX 64

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

/*
 * The language of the full text has operators, columns and brackets; inside
 * quotes, with quotes doubled, all of them are only letters.
 */
static struct slice
quote_words(struct slice words, struct arena *arena)
{
	struct text query = TEXT_IN(arena), clean = TEXT_IN(arena);
	struct slice rest, word;

	text_add_utf8(&clean, words);
	rest = text_slice(&clean);
	for (int i = 0; i < WORDS_MAX && next_word(&rest, &word); i++) {
		text_add_string(&query, i == 0 ? "\"" : " \"");
		for (size_t j = 0; j < word.len; j++) {
			if (word.data[j] == '"')
				text_add_char(&query, '"');
			text_add_char(&query, word.data[j]);
		}
		text_add_char(&query, '"');
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

/* So many pages of the index, where it is in at least four pieces of a size. */
static const struct sql tidy = {
	"INSERT INTO entry_text (entry_text, rank) VALUES ('merge', 1000)"
};

int
entries_tidy_texts(struct db *db, struct fail *why)
{
	return db_run(db_use(db, &tidy), why);
}

/* The index gives its rows backwards by itself: nothing is sorted. */
static const struct sql search = {
	"SELECT entry.ticket_id, entry.id FROM entry_text"
	"  CROSS JOIN entry ON entry.id = entry_text.rowid"
	" WHERE entry_text MATCH ?1 AND entry_text.rowid < ?2"
	" ORDER BY entry_text.rowid DESC"
};

int
entries_search(struct db *db, struct slice words, int64_t *before,
    size_t max, struct arena *arena, int64_t **out, size_t *count,
    struct fail *why)
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
