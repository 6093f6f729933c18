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

/* Line ends are LF. */
static void
add_lines(struct text *text, struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.data[i] != '\r')
			text_add_char(text, s.data[i]);
		else if (i + 1 == s.len || s.data[i + 1] != '\n')
			text_add_char(text, '\n');
}

/* Behind the opening quote; *rest is left behind the closing one. */
static void
take_quoted(struct slice *rest, struct text *text, bool *unclosed)
{
	size_t end;

	for (;;) {
		end = slice_index(*rest, '"');
		add_lines(text, slice_head(*rest, end));
		*unclosed = end == rest->len;
		*rest = slice_from(*rest, end + 1);
		if (!slice_starts(*rest, SLICE("\"")))
			break;
		text_add_char(text, '"');
		*rest = slice_from(*rest, 1);
	}
}

/* A cell off the front, up to its separator or the line's end. */
static struct slice
take_cell(struct csv *csv, struct arena *arena, struct csv_row *row)
{
	struct text text = TEXT_IN(arena);
	struct slice cell;
	size_t end;

	while (slice_starts(csv->rest, SLICE(" ")))
		csv->rest = slice_from(csv->rest, 1);
	if (slice_starts(csv->rest, SLICE("\""))) {
		csv->rest = slice_from(csv->rest, 1);
		take_quoted(&csv->rest, &text, &row->unclosed);
	}
	for (end = 0; end < csv->rest.len &&
	     csv->rest.data[end] != csv->separator &&
	     !is_line_end(csv->rest.data[end]); end++)
		;
	cell = slice_head(csv->rest, end);
	csv->rest = slice_from(csv->rest, end);
	/* What stands behind a closing quote should not be there. */
	if (text.data == NULL)
		return slice_trim(cell);
	text_add(&text, cell);
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
		struct slice cell = take_cell(csv, arena, out);

		any = any || cell.len > 0;
		if (out->count < CSV_CELLS_MAX)
			out->cells[out->count++] = cell;
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
