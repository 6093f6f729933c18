/*
 * One pass over the lines of a message.  On the stack are the parts that are
 * open: containers, and at the top the part whose lines are being read.  Lines
 * matter only in headers and where they begin with "--".
 */
#include "mail/mime.h"

#include "mail/header_scan.h"
#include "mail/lines.h"
#include "mail/mime_fields.h"

#define FIRST_PARTS 4

/* A part that has not ended. */
struct open {
	size_t part;
	bool multipart;
	bool closed;		/* its last boundary was met */
	bool empty;		/* none of its boundaries was met */
	struct slice boundary;	/* as declared; may be empty */
	struct slice found;	/* what seems to be meant; may be empty */
};

struct reader {
	const struct mail_limits *limits;
	struct arena *arena;
	struct mime *out;
	const char *start;
	struct lines lines;
	struct header_scan scan;
	struct open *stack;
	size_t parts_size;
	size_t depth;	   /* open parts */
	size_t stack_size;
	size_t multiparts; /* of them */
	bool in_header;	   /* of the newest part */
	bool full;
};

static struct mime_part *
newest(struct reader *reader)
{
	return &reader->out->parts[reader->out->count - 1];
}

static struct open *
push(struct reader *reader, size_t part)
{
	struct open *open;

	if (reader->depth == reader->stack_size) {
		size_t size = reader->stack_size + FIRST_PARTS;

		reader->stack = arena_grow(reader->arena, reader->stack,
		    reader->stack_size * sizeof(*open), size * sizeof(*open));
		reader->stack_size = size;
	}
	open = &reader->stack[reader->depth++];
	*open = (struct open){ .part = part };
	return open;
}

/* Ends the open parts above `keep` at `end`. */
static void
close_parts(struct reader *reader, size_t keep, const char *end)
{
	while (reader->depth > keep) {
		struct open *open = &reader->stack[--reader->depth];
		struct mime_part *part = &reader->out->parts[open->part];

		if (end > part->body.data)
			part->body.len = (size_t)(end - part->body.data);
		if (!open->multipart)
			continue;
		reader->multiparts--;
		if (open->empty) {
			/* No boundary anywhere: all is text to be read. */
			part->multipart = false;
			part->type.word = SLICE("text/plain");
		}
	}
}

/* Opens a part whose header begins at `at`; false when there are enough. */
static bool
begin_part(struct reader *reader, size_t parent, enum header_place place,
    const char *at)
{
	struct mime *out = reader->out;
	struct mime_part *part;

	if (out->count > 0 && out->count >= reader->limits->max[LIMIT_PARTS]) {
		out->limited |= LIMIT_BIT(LIMIT_PARTS);
		return false;
	}
	if (out->count == reader->parts_size) {
		size_t size = reader->parts_size > 0 ?
		    reader->parts_size * 2 : FIRST_PARTS;

		out->parts = arena_grow(reader->arena, out->parts,
		    reader->parts_size * sizeof(*part), size * sizeof(*part));
		reader->parts_size = size;
	}
	part = &out->parts[out->count++];
	part->parent = parent;
	part->depth = parent == MIME_NO_PARENT ? 0 :
	    out->parts[parent].depth + 1;
	part->body = slice_make(at, 0);
	push(reader, out->count - 1);
	header_scan_begin(&reader->scan, place, at);
	reader->in_header = true;
	return true;
}

static bool
is_in_digest(const struct mime *mime, const struct mime_part *part)
{
	return part->parent != MIME_NO_PARENT &&
	    mime_is(&mime->parts[part->parent], "multipart", "digest");
}

/* True when there may be parts inside the newest. */
static bool
may_descend(struct reader *reader)
{
	if (newest(reader)->depth < reader->limits->max[LIMIT_DEPTH])
		return true;
	reader->out->limited |= LIMIT_BIT(LIMIT_DEPTH);
	return false;
}

static void
begin_multipart(struct reader *reader)
{
	struct mime_part *part = newest(reader);
	struct open *open = &reader->stack[reader->depth - 1];
	struct slice boundary = params_find(&part->type, SLICE("boundary"));

	/* RFC 2046: no boundary ends in blanks, and lines may. */
	boundary = slice_trim_end(boundary);
	if (boundary.len > reader->limits->max[LIMIT_BOUNDARY]) {
		reader->out->limited |= LIMIT_BIT(LIMIT_BOUNDARY);
		part->type.word = SLICE("text/plain");
		return;
	}
	part->multipart = true;
	open->multipart = true;
	open->empty = true;
	open->boundary = boundary;
	reader->multiparts++;
}

/*
 * A message is looked into unless it is encoded.  Some programs say base64 of
 * one that is not: no base64 begins like a field.
 */
static bool
is_open_message(struct reader *reader, struct mime_part *part,
    struct slice body)
{
	if (!mime_fields_is_message(part))
		return false;
	if (part->encoding == ENCODING_BASE64 && header_starts_field(body))
		part->encoding = ENCODING_IDENTITY;
	return part->encoding == ENCODING_IDENTITY && may_descend(reader);
}

/* The header of the newest part has been read, its body begins at `body`. */
static void
end_header(struct reader *reader, const char *body)
{
	struct mime_part *part = newest(reader);
	struct mime *out = reader->out;
	size_t index = out->count - 1;
	const char *end = reader->lines.end;

	reader->in_header = false;
	if (body != reader->lines.at)
		lines_seek(&reader->lines, body);
	header_scan_take(&reader->scan, &part->headers);
	mime_fields_read(part, is_in_digest(out, part), reader->limits,
	    reader->arena, &out->limited);
	part->body = slice_make(body, 0);
	if (mime_is(part, "multipart", NULL)) {
		if (may_descend(reader))
			begin_multipart(reader);
	} else if (is_open_message(reader, part,
	    slice_make(body, (size_t)(end - body)))) {
		if (begin_part(reader, index, HEADER_OF_MESSAGE, body))
			out->parts[index].message = true;
	}
}

/* Where the text before a boundary ends: before the line end there. */
static const char *
before_line_end(const char *start, const char *at)
{
	if (at > start && at[-1] == '\n')
		at--;
	if (at > start && at[-1] == '\r')
		at--;
	return at;
}

enum boundary_kind { NO_BOUNDARY, NEXT_PART, LAST_PART, MAYBE_LAST_PART };

static enum boundary_kind
compare(struct slice line, struct slice boundary)
{
	struct slice rest;

	/* At thirty levels a look-alike must cost little at each. */
	if (boundary.len == 0 || line.len < boundary.len ||
	    line.data[boundary.len - 1] != boundary.data[boundary.len - 1] ||
	    !slice_starts(line, boundary))
		return NO_BOUNDARY;
	if (line.len == boundary.len)
		return NEXT_PART;
	rest = slice_from(line, boundary.len);
	if (slice_eq(rest, SLICE("--")))
		return LAST_PART;
	/* Some write but one dash at the end, some a remark. */
	if (slice_eq(rest, SLICE("-")) || slice_starts(rest, SLICE("-- ")))
		return MAYBE_LAST_PART;
	return NO_BOUNDARY;
}

/*
 * The innermost multipart that the line belongs to: sooner one that it fits
 * exactly, and one that is closed only when nothing else does, for some
 * programs go on after the end.
 */
static struct open *
find_open(struct reader *reader, struct slice line, enum boundary_kind *kind)
{
	struct open *best = NULL;
	int best_rank = -1;

	*kind = NO_BOUNDARY;
	for (size_t i = reader->depth; i-- > 0;) {
		struct open *open = &reader->stack[i];
		enum boundary_kind here = compare(line, open->boundary);
		int rank;

		if (here == NO_BOUNDARY)
			here = compare(line, open->found);
		if (here == NO_BOUNDARY)
			continue;
		rank = (open->closed ? 0 : 2) + (here != MAYBE_LAST_PART);
		if (rank > best_rank) {
			best = open;
			best_rank = rank;
			*kind = here;
		}
	}
	return best;
}

/*
 * A multipart whose boundary is missing or was not met yet: a line that looks
 * like one, with a Content field behind it, will be what was meant.
 */
static struct open *
guess_open(struct reader *reader, struct slice line)
{
	struct open *open = &reader->stack[reader->depth - 1];

	if (reader->in_header || !open->multipart || !open->empty ||
	    line.len == 0 || line.len > reader->limits->max[LIMIT_BOUNDARY] ||
	    !slice_starts_nocase(lines_rest(&reader->lines),
	    SLICE("Content-")))
		return NULL;
	open->found = line;
	return open;
}

/* Takes a line that begins with "--"; false when it is no boundary. */
static bool
take_boundary(struct reader *reader, struct slice line)
{
	struct slice name = slice_trim_end(slice_from(line, 2));
	enum boundary_kind kind;
	struct open *open = find_open(reader, name, &kind);

	if (open == NULL && (open = guess_open(reader, name)) != NULL)
		kind = NEXT_PART;
	if (open == NULL)
		return false;
	if (reader->in_header) {
		/* The header ends here; then the line is read once more. */
		end_header(reader, header_scan_finish(&reader->scan,
		    line.data));
		return true;
	}
	close_parts(reader, (size_t)(open - reader->stack) + 1,
	    before_line_end(reader->start, line.data));
	open->empty = false;
	open->closed = kind != NEXT_PART;
	if (kind == NEXT_PART && !begin_part(reader, open->part,
	    HEADER_OF_PART, reader->lines.at))
		reader->full = true;
	return true;
}

static void
take_line(struct reader *reader, struct slice line)
{
	const char *body;

	if (reader->in_header && !reader->lines.cr &&
	    header_hides_fields(line)) {
		lines_use_cr(&reader->lines, line.data);
		return;
	}
	if (reader->multiparts > 0 && slice_starts(line, SLICE("--")) &&
	    take_boundary(reader, line))
		return;
	if (reader->in_header && header_scan_line(&reader->scan, line,
	    lines_rest(&reader->lines), &body))
		end_header(reader, body);
}

static void
read_parts(struct reader *reader)
{
	struct slice line;

	while (!reader->full && (reader->in_header || reader->multiparts > 0)) {
		if (lines_next(&reader->lines, &line))
			take_line(reader, line);
		else if (reader->in_header)
			end_header(reader, header_scan_finish(&reader->scan,
			    reader->lines.end));
		else
			break;
	}
	close_parts(reader, 0, reader->lines.end);
}

/* "3.1" after "3", "1" after nothing. */
static struct slice
number_in(struct slice prefix, size_t number, struct arena *arena)
{
	return arena_format(arena, "%.*s%s%zu", SLICE_ARG(prefix),
	    prefix.len > 0 ? "." : "", number);
}

/*
 * A message's own parts are numbered from 1 behind the number of the part that
 * holds it; a message is ".0" when it is a multipart, else its only part.
 */
static void
number_parts(struct mime *mime, struct arena *arena)
{
	size_t *children = arena_array(arena, mime->count, sizeof(*children));

	for (size_t i = 0; i < mime->count; i++) {
		struct mime_part *part = &mime->parts[i];
		const struct mime_part *parent = NULL;
		struct slice prefix = SLICE_EMPTY;

		if (part->parent != MIME_NO_PARENT)
			parent = &mime->parts[part->parent];
		if (parent == NULL || parent->message) {
			if (parent != NULL)
				prefix = parent->number;
			part->number = number_in(prefix, !part->multipart,
			    arena);
			continue;
		}
		if (parent->parent == MIME_NO_PARENT)
			prefix = SLICE_EMPTY;
		else if (mime->parts[parent->parent].message)
			prefix = mime->parts[parent->parent].number;
		else
			prefix = parent->number;
		part->number = number_in(prefix, ++children[part->parent],
		    arena);
	}
}

void
mime_parse(struct slice raw, const struct mail_limits *limits,
    struct arena *arena, struct mime *out)
{
	struct reader reader = {
		.limits = limits,
		.arena = arena,
		.out = out,
	};

	*out = (struct mime){ .count = 0 };
	if (raw.len > limits->max[LIMIT_PARSED_BYTES]) {
		raw = slice_head(raw, limits->max[LIMIT_PARSED_BYTES]);
		out->limited |= LIMIT_BIT(LIMIT_PARSED_BYTES);
	}
	lines_init(&reader.lines, raw);
	reader.start = reader.lines.at;
	header_scan_init(&reader.scan, limits, arena);
	begin_part(&reader, MIME_NO_PARENT, HEADER_OF_MESSAGE, reader.start);
	read_parts(&reader);
	number_parts(out, arena);
	out->limited |= reader.scan.limited;
}

bool
mime_is(const struct mime_part *part, const char *type, const char *sub)
{
	struct slice word = part->type.word;
	size_t slash = slice_index(word, '/');

	return slice_eq(slice_head(word, slash), slice_of(type)) &&
	    (sub == NULL ||
	    slice_eq(slice_from(word, slash + 1), slice_of(sub)));
}
