/*
 * Functions for statements that write full text: it takes in what one statement
 * gives it as one piece, so texts are made ready on their way there.
 */
#include "base/text.h"
#include "db_sqlite.h"
#include "desk/cut.h"
#include "desk/entry_file.h"
#include "store/fold.h"

static struct slice
argument(sqlite3_value *value)
{
	const unsigned char *text = sqlite3_value_text(value);

	return slice_make(text, (size_t)sqlite3_value_bytes(value));
}

static void
give(sqlite3_context *context, const struct text *text)
{
	sqlite3_result_text64(context, text->len > 0 ? text->data : "",
	    text->len, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/* searchable(TEXT): see desk/cut. */
static void
searchable(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct arena arena = ARENA_INIT;
	struct text text = TEXT_IN(&arena);
	struct slice given = argument(values[0]);

	(void)count;
	if (!cut_is_needed(given)) {
		sqlite3_result_value(context, values[0]);
		return;
	}
	cut_to_keep(&text, given);
	give(context, &text);
	arena_free(&arena);
}

/* file_names(ATTACHMENTS): see desk/entry_file. */
static void
file_names(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct arena arena = ARENA_INIT;
	struct text text = TEXT_IN(&arena);
	struct slice rest = argument(values[0]);
	struct entry_file file;

	(void)count;
	while (entry_file_next(&rest, &file)) {
		text_add(&text, file.name);
		text_add_char(&text, '\n');
	}
	give(context, &text);
	arena_free(&arena);
}

/* folded(NAME): see store/fold. */
static void
folded(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct arena arena = ARENA_INIT;
	struct slice name = fold_name(argument(values[0]), &arena);

	(void)count;
	sqlite3_result_text64(context, name.len > 0 ? name.data : "",
	    name.len, SQLITE_TRANSIENT, SQLITE_UTF8);
	arena_free(&arena);
}

static const struct {
	const char *name;
	void (*run)(sqlite3_context *context, int count,
	    sqlite3_value **values);
} functions[] = {
	{ "searchable", searchable },
	{ "file_names", file_names },
	{ "folded", folded },
};

int
db_add_functions(sqlite3 *handle)
{
	int rc = SQLITE_OK;

	for (size_t i = 0; i < ARRAY_LEN(functions) && rc == SQLITE_OK; i++)
		rc = sqlite3_create_function_v2(handle, functions[i].name, 1,
		    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
		    NULL, functions[i].run, NULL, NULL, NULL);
	return rc;
}
