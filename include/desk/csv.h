/*
 * Lines of a table (RFC 4180), as spreadsheets and address books write them:
 * with commas, semicolons or tabs between, quotes, and line ends inside those.
 */
#ifndef DESK_CSV_H
#define DESK_CSV_H

#include "desk/card.h"

#define CSV_CELLS_MAX 500 /* of a row; what stands behind them is passed over */

struct csv {
	struct slice rest;
	char separator;
	int64_t line; /* in which the next row begins, from 1 */
};

struct csv_row {
	struct slice *cells; /* trimmed */
	size_t count;
	int64_t line;
	bool unclosed; /* a quote was, and everything behind it is in a cell */
};

/* The text is UTF-8. What separates is what the first row has most of. */
void csv_begin(struct csv *csv, struct slice text);
/*
 * The next row that is not empty; false: there is none.  Cells point into the
 * text, or are in the arena; those over CSV_CELLS_MAX cost no memory.
 */
bool csv_next(struct csv *csv, struct arena *arena, struct csv_row *out);

#define CSV_MAP_MAX 100

/* What a column is to us. */
struct csv_target {
	enum csv_target_kind {
		CSV_PROFILE, CSV_ADDRESS, CSV_ORGANIZATION, CSV_LABEL,
		CSV_NOTE, CSV_FIELD,
	} kind;
	enum profile_id profile; /* of CSV_PROFILE */
	struct slice field;	 /* of CSV_FIELD */
	size_t column;		 /* from 0 */
};

struct csv_map {
	struct csv_target targets[CSV_MAP_MAX];
	size_t count;
};

/*
 * "name=First,name=Last,address=3": keys of people and what column holds them,
 * by number from 1 or by what the header, NULL when there is none, calls it.
 * NULL: done; else a sentence that says what is wrong.
 */
const char *csv_map_read(struct slice spec, const struct csv_row *header,
    struct arena *arena, struct csv_map *out);
/*
 * Several columns of one value are joined, those of an address by lines; of
 * what a card has several of, each is one.
 */
void csv_map_card(const struct csv_map *map, const struct csv_row *row,
    struct arena *arena, struct card *out);

#endif
