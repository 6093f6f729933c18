/* Rows of cells in columns that fit the terminal. */
#ifndef APP_CLI_COLUMNS_H
#define APP_CLI_COLUMNS_H

#include "app/cli.h"

struct cli_column {
	const char *title;
	bool right; /* numbers */
	bool gives; /* is cut when the line is too long for the terminal */
};

#define CLI_LEFT(title) { (title), false, false }
#define CLI_RIGHT(title) { (title), true, false }
#define CLI_GIVES(title) { (title), false, true }

struct cli_columns {
	const struct cli_column *columns; /* kept */
	size_t count;
	struct arena *arena;
	struct slice *cells; /* row after row */
	size_t used, room;
};

void cli_columns_init(struct cli_columns *columns,
    const struct cli_column *of, size_t count, struct arena *arena);
/* The next cell, from left to right; foreign bytes lose their controls. */
void cli_columns_add(struct cli_columns *columns, struct slice cell);
void cli_columns_add_format(struct cli_columns *columns, const char *format,
    ...) __attribute__((format(printf, 2, 3)));
/* When it was: "3 min ago". */
void cli_columns_add_when(struct cli_columns *columns, int64_t at,
    int64_t now);
/* Titles and rows; `none` instead when there is no row. */
void cli_columns_print(const struct cli_columns *columns, struct cli *cli,
    const char *none);

/*
 * The end of a list that was collected both ways: when `rc` is 0 it is shown as
 * JSON or in columns, as was asked for.  Frees the JSON; returns rc.
 */
int cli_list_end(struct cli *cli, int rc, struct json *json,
    const struct cli_columns *columns, const char *none);

#endif
