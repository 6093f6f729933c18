/* Lines of a table: rows and cells. */
#include "desk/csv.h"

#include "base/text.h"

/* Of equals the first: commas stand in texts, too. */
static const char separators[] = { '\t', ';', ',' };

static bool
is_separator(char c)
{
	return memchr(separators, c, sizeof(separators)) != NULL;
}

/* Of the first row, outside of quotes; one inside a cell is a character. */
static char
find_separator(struct slice text)
{
	size_t counts[ARRAY_LEN(separators)] = { 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i];

		if (c == '"' && (quoted || i == 0 ||
		    is_separator(text.data[i - 1])))
			quoted = !quoted;
		else if (!quoted && (c == '\n' || c == '\r'))
			break;
		for (size_t k = 0; k < ARRAY_LEN(separators) && !quoted; k++)
			counts[k] += c == separators[k];
	}
	for (size_t k = 1; k < ARRAY_LEN(separators); k++)
		if (counts[k] > counts[best])
			best = k;
	return separators[best];
}

void
csv_begin(struct csv *csv, struct slice text)
{
	struct slice first = text, line;

	*csv = (struct csv){ .rest = text, .line = 1 };
	/* A line that some spreadsheets write, and only they. */
	if (slice_line(&first, &line) && line.len == 5 &&
	    slice_starts_nocase(line, SLICE("sep="))) {
		csv->separator = line.data[4];
		csv->rest = first;
		csv->line = 2;
		return;
	}
	csv->separator = find_separator(text);
}

static bool
is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* A cell as it is written: what stands in quotes, and what does not. */
struct written {
	struct slice inside, behind;
};

/* Behind the opening quote; *rest is left behind the closing one. */
static struct slice
take_quoted(struct slice *rest, bool *unclosed)
{
	struct slice all = *rest, left = all;
	size_t end;

	for (;;) {
		end = slice_index(left, '"');
		*unclosed = end == left.len;
		left = slice_from(left, end + 1);
		if (!slice_starts(left, SLICE("\"")))
			break;
		left = slice_from(left, 1);
	}
	*rest = left;
	return slice_head(all, all.len - left.len -
	    (*unclosed ? 0 : 1));
}

/* A cell off the front, up to its separator or the line's end. */
static struct written
take_cell(struct csv *csv, struct csv_row *row)
{
	struct written cell = { SLICE_EMPTY, SLICE_EMPTY };
	size_t end;

	while (slice_starts(csv->rest, SLICE(" ")))
		csv->rest = slice_from(csv->rest, 1);
	if (slice_starts(csv->rest, SLICE("\""))) {
		csv->rest = slice_from(csv->rest, 1);
		cell.inside = take_quoted(&csv->rest, &row->unclosed);
	}
	for (end = 0; end < csv->rest.len &&
	     csv->rest.data[end] != csv->separator &&
	     !is_line_end(csv->rest.data[end]); end++)
		;
	cell.behind = slice_head(csv->rest, end);
	csv->rest = slice_from(csv->rest, end);
	return cell;
}

/* A quote is written twice in there; line ends become LF. */
static void
add_inside(struct text *text, struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		char next = i + 1 < s.len ? s.data[i + 1] : '\0';

		if (s.data[i] == '\r' && next != '\n')
			text_add_char(text, '\n');
		else if (s.data[i] != '\r')
			text_add_char(text, s.data[i]);
		i += s.data[i] == '"' && next == '"';
	}
}

/* What stands behind a closing quote should not be there, but is not lost. */
static struct slice
read_cell(const struct written *cell, struct arena *arena)
{
	struct slice inside = slice_trim(cell->inside);
	struct text text = TEXT_IN(arena);

	if (inside.len == 0)
		return slice_trim(cell->behind);
	if (slice_trim(cell->behind).len == 0 &&
	    slice_index(inside, '"') == inside.len &&
	    slice_index(inside, '\r') == inside.len)
		return inside;
	add_inside(&text, cell->inside);
	text_add(&text, cell->behind);
	return slice_trim(text_slice(&text));
}

static void
pass_line_end(struct csv *csv)
{
	if (slice_starts(csv->rest, SLICE("\r\n")))
		csv->rest = slice_from(csv->rest, 2);
	else
		csv->rest = slice_from(csv->rest, 1);
}

static int64_t
count_lines(struct slice text)
{
	struct slice line;
	int64_t n = 0;

	while (slice_line(&text, &line))
		n++;
	return n;
}

/* True when there is something in the row. */
static bool
take_row(struct csv *csv, struct arena *arena, struct csv_row *out)
{
	struct slice begin = csv->rest;
	bool any = false;

	out->count = 0;
	out->unclosed = false;
	out->line = csv->line;
	for (;;) {
		struct written cell = take_cell(csv, out);

		/* Memory is only for what is kept. */
		any = any || slice_trim(cell.inside).len > 0 ||
		    slice_trim(cell.behind).len > 0;
		if (out->count < CSV_CELLS_MAX)
			out->cells[out->count++] = read_cell(&cell, arena);
		if (csv->rest.len == 0 || is_line_end(csv->rest.data[0]))
			break;
		csv->rest = slice_from(csv->rest, 1);
	}
	pass_line_end(csv);
	csv->line += count_lines(slice_head(begin,
	    begin.len - csv->rest.len));
	return any;
}

bool
csv_next(struct csv *csv, struct arena *arena, struct csv_row *out)
{
	*out = (struct csv_row){ .line = csv->line };
	if (csv->rest.len == 0)
		return false;
	out->cells = arena_array(arena, CSV_CELLS_MAX, sizeof(*out->cells));
	while (csv->rest.len > 0)
		if (take_row(csv, arena, out))
			return true;
	return false;
}
