/* Rows of cells in columns that fit the terminal. */
#include "app/cli_columns.h"

#include <assert.h>
#include <stdarg.h>

#include "app/cli_print.h"
#include "app/cli_text.h"
#include "app/cli_when.h"

#define GAP 2
/* What gives keeps so many columns. */
#define LEAST 8

void
cli_columns_init(struct cli_columns *columns, const struct cli_column *of,
    size_t count, struct arena *arena)
{
	*columns = (struct cli_columns){ .columns = of, .count = count,
		.arena = arena };
}

void
cli_columns_add(struct cli_columns *columns, struct slice cell)
{
	if (columns->used == columns->room) {
		columns->cells = arena_grow(columns->arena, columns->cells,
		    columns->room * sizeof(cell),
		    (columns->room * 2 + 64) * sizeof(cell));
		columns->room = columns->room * 2 + 64;
	}
	columns->cells[columns->used++] = cli_line(cell, columns->arena);
}

void
cli_columns_add_format(struct cli_columns *columns, const char *format, ...)
{
	char cell[256];
	va_list args;

	va_start(args, format);
	vsnprintf(cell, sizeof(cell), format, args);
	va_end(args);
	cli_columns_add(columns, arena_copy(columns->arena, slice_of(cell)));
}

void
cli_columns_add_when(struct cli_columns *columns, int64_t at, int64_t now)
{
	char when[CLI_WHEN_SIZE];

	cli_columns_add_format(columns, "%s",
	    at == 0 ? "" : cli_when(at, now, when));
}

static size_t *
measure(const struct cli_columns *columns)
{
	size_t *widths = arena_array(columns->arena, columns->count,
	    sizeof(*widths));
	size_t width;

	for (size_t i = 0; i < columns->count; i++)
		widths[i] = cli_width(slice_of(columns->columns[i].title));
	for (size_t i = 0; i < columns->used; i++) {
		width = cli_width(columns->cells[i]);
		if (width > widths[i % columns->count])
			widths[i % columns->count] = width;
	}
	return widths;
}

/* The widest of those that give loses a column, until the line fits. */
static void
fit(const struct cli_columns *columns, size_t *widths, size_t room)
{
	size_t total = (columns->count - 1) * GAP, widest;

	for (size_t i = 0; i < columns->count; i++)
		total += widths[i];
	for (; total > room; total--) {
		widest = columns->count;
		for (size_t i = 0; i < columns->count; i++)
			if (columns->columns[i].gives && widths[i] > LEAST &&
			    (widest == columns->count ||
				widths[i] > widths[widest]))
				widest = i;
		if (widest == columns->count)
			return;
		widths[widest]--;
	}
}

static void
add_row(const struct cli_columns *columns, const size_t *widths,
    const struct slice *cells, struct text *to)
{
	struct slice cell;
	size_t pad;

	for (size_t i = 0; i < columns->count; i++) {
		cell = cli_fit(cells[i], widths[i], columns->arena);
		pad = widths[i] - cli_width(cell);
		if (i > 0)
			text_add_format(to, "%*s", GAP, "");
		if (columns->columns[i].right)
			text_add_format(to, "%*s", (int)pad, "");
		text_add(to, cell);
		if (!columns->columns[i].right && i + 1 < columns->count)
			text_add_format(to, "%*s", (int)pad, "");
	}
}

void
cli_columns_print(const struct cli_columns *columns, struct cli *cli,
    const char *none)
{
	struct slice *titles = arena_array(columns->arena, columns->count,
	    sizeof(*titles));
	size_t *widths = measure(columns);
	struct text line = TEXT_IN(columns->arena);

	assert(columns->used % columns->count == 0);
	if (columns->used == 0) {
		fprintf(cli->out, "%s\n", none);
		return;
	}
	if (cli->width > 0)
		fit(columns, widths, cli->width);
	for (size_t i = 0; i < columns->count; i++)
		titles[i] = slice_of(columns->columns[i].title);
	add_row(columns, widths, titles, &line);
	cli_print_heading(cli, slice_trim_end(text_slice(&line)));
	for (size_t i = 0; i < columns->used; i += columns->count) {
		text_clear(&line);
		add_row(columns, widths, columns->cells + i, &line);
		cli_print_line(cli, slice_trim_end(text_slice(&line)));
	}
}

int
cli_list_end(struct cli *cli, int rc, struct json *json,
    const struct cli_columns *columns, const char *none)
{
	if (rc == 0 && cli->json)
		cli_show_json(cli, json);
	else if (rc == 0)
		cli_columns_print(columns, cli, none);
	json_free(json);
	return rc;
}
