/* The mbox reader: one pass, a window, and the message it is reading. */
#include "port/mbox.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/log.h"
#include "base/text.h"
#include "port/window.h"

/* Pieces of lines are at most this long; a "From " line is never longer. */
#define PIECE_MAX ((size_t)8 << 10)

struct mbox {
	char *path;
	struct window *window;
	int64_t until;	   /* the message has its own length: up to here */
	bool is_line;	   /* the next piece begins a line */
	bool behind_empty; /* and the line before was empty, or none */
};

/* A piece of a line, its end included if it has one. */
struct piece {
	struct slice bytes;
	int64_t offset;
	bool begins_line, behind_empty;
};

int
mbox_open(struct mbox **out, const char *path, struct fail *why)
{
	struct mbox *mbox = calloc(1, sizeof(*mbox));
	struct slice start;

	*out = NULL;
	if (mbox == NULL || (mbox->path = strdup(path)) == NULL)
		log_die("out of memory: mbox");
	mbox->is_line = mbox->behind_empty = true;
	if (window_open(&mbox->window, path, 8 * PIECE_MAX, why) < 0 ||
	    window_fill(mbox->window, why) < 0)
		goto undo;
	start = slice_head(window_bytes(mbox->window), 5);
	if (start.len > 0 && !slice_eq(start, SLICE("From "))) {
		fail_set(why, FAIL_SETUP, "%s is no mbox: it does not begin"
		    " with \"From \"", path);
		goto undo;
	}
	*out = mbox;
	return 0;
undo:
	mbox_close(mbox);
	return -1;
}

void
mbox_close(struct mbox *mbox)
{
	if (mbox == NULL)
		return;
	window_close(mbox->window);
	free(mbox->path);
	free(mbox);
}

/* The next piece, which stays; use_piece goes on.  1, 0 (the end), -1. */
static int
look(struct mbox *mbox, struct piece *out, struct fail *why)
{
	struct slice left = window_bytes(mbox->window);
	size_t end;

	if (left.len < PIECE_MAX && window_fill(mbox->window, why) < 0)
		return -1;
	left = slice_head(window_bytes(mbox->window), PIECE_MAX);
	if (left.len == 0)
		return 0;
	end = slice_index(left, '\n');
	out->bytes = slice_head(left, end + 1);
	out->offset = window_done(mbox->window);
	out->begins_line = mbox->is_line;
	out->behind_empty = mbox->behind_empty;
	return 1;
}

static void
use_piece(struct mbox *mbox, const struct piece *piece)
{
	mbox->behind_empty = piece->begins_line &&
	    slice_trim_end(piece->bytes).len == 0;
	mbox->is_line = slice_ends(piece->bytes, SLICE("\n"));
	window_take(mbox->window, piece->bytes.len);
}

/* "12:34" */
static bool
has_time(struct slice s)
{
	for (size_t i = 2; i + 2 < s.len; i++)
		if (s.data[i] == ':' && ascii_is_digit(s.data[i - 1]) &&
		    ascii_is_digit(s.data[i + 1]) &&
		    ascii_is_digit(s.data[i + 2]))
			return true;
	return false;
}

/* "kim@user.example Tue Nov 24 22:21:59 2026": what asctime writes is there. */
static bool
has_whole_date(struct slice line)
{
	static const char days[] = "MonTueWedThuFriSatSun";
	struct slice rest = slice_trim(slice_from(line, 5)), word;

	if (!slice_cut(&rest, ' ', &word))
		return false;
	rest = slice_trim(rest);
	for (size_t i = 0; i + 3 < sizeof(days); i += 3)
		if (slice_starts(rest, slice_make(days + i, 3)))
			return slice_starts(slice_from(rest, 3), SLICE(" ")) &&
			    has_time(rest);
	return false;
}

static bool
is_field(struct slice line)
{
	size_t colon = slice_index(line, ':');

	for (size_t i = 0; i < colon; i++)
		if (!ascii_is_graph(line.data[i]))
			return false;
	return colon > 0 && colon < line.len;
}

/*
 * Some writers leave the empty line out.  Then the whole date must be there,
 * and a field of a header behind it: a text may have such a line by chance.
 */
static bool
is_bare_start(const struct mbox *mbox, const struct piece *piece)
{
	char next[200];

	return has_whole_date(piece->bytes) && is_field(window_peek(
	    mbox->window, piece->offset + (int64_t)piece->bytes.len, next,
	    sizeof(next)));
}

/* What begins a message, and not a sentence. */
static bool
is_start(const struct mbox *mbox, const struct piece *piece)
{
	if (!piece->begins_line || piece->offset < mbox->until ||
	    !slice_starts(piece->bytes, SLICE("From ")))
		return false;
	if (piece->offset == 0 || piece->offset == mbox->until)
		return true;
	return piece->behind_empty ? has_time(piece->bytes)
				   : is_bare_start(mbox, piece);
}

/*
 * Whether a length that a header tells is the file's: behind so many bytes, and
 * an empty line, the next message begins, or the file ends.  Most senders'
 * lengths are not, and some are lies.
 */
static bool
is_length(const struct mbox *mbox, int64_t end)
{
	char bytes[16];
	struct slice next = window_peek(mbox->window, end - 1, bytes,
	    sizeof(bytes));

	if (!slice_starts(next, SLICE("\n")))
		return false;
	next = slice_from(next, 1);
	if (slice_starts(next, SLICE("\r\n")))
		next = slice_from(next, 2);
	else if (slice_starts(next, SLICE("\n")))
		next = slice_from(next, 1);
	return next.len == 0 || slice_starts(next, SLICE("From "));
}

/* Of a header's line; behind the header, what was told is looked at. */
static void
read_length(struct mbox *mbox, const struct piece *piece, int64_t *length)
{
	struct slice line = piece->bytes, name;
	int64_t end;

	if (slice_trim_end(line).len == 0) {
		if (*length > 0 && !__builtin_add_overflow(
			window_done(mbox->window), *length, &end) &&
		    is_length(mbox, end))
			mbox->until = end;
		*length = -1;
		return;
	}
	if (!piece->begins_line || !slice_cut(&line, ':', &name) ||
	    !slice_eq_nocase(name, SLICE("Content-Length")))
		return;
	if (!slice_number(slice_trim(line), INT64_MAX / 2, length))
		*length = 0;
}

/* ">From ", ">>From ": what was put before it when it was written. */
static bool
is_quoted(const struct piece *piece)
{
	size_t marks = 0;

	while (marks < piece->bytes.len && piece->bytes.data[marks] == '>')
		marks++;
	return piece->begins_line && marks > 0 &&
	    slice_starts(slice_from(piece->bytes, marks), SLICE("From "));
}

static void
read_start(const struct piece *piece, struct arena *arena,
    struct mbox_message *out)
{
	struct slice rest = slice_from(piece->bytes, 5), word;

	out->offset = piece->offset;
	out->raw = SLICE_EMPTY;
	/* Some have blanks before it, and "-" where nobody is. */
	rest = slice_trim(rest);
	if (!slice_cut(&rest, ' ', &word) || slice_eq(word, SLICE("-")))
		word = SLICE_EMPTY;
	out->sender = arena_copy(arena, word);
}

/* The empty line before the next "From " is the file's, not the message's. */
static struct slice
without_last_line(struct slice raw)
{
	if (slice_ends(raw, SLICE("\r\n\r\n")))
		return slice_head(raw, raw.len - 2);
	if (slice_ends(raw, SLICE("\n\n")) || slice_eq(raw, SLICE("\n")))
		return slice_head(raw, raw.len - 1);
	return raw;
}

int
mbox_next(struct mbox *mbox, size_t limit, struct arena *arena,
    struct mbox_message *out, struct fail *why)
{
	struct text text = TEXT_IN(arena);
	struct piece piece;
	int64_t length = 0; /* -1: the header is over */
	bool is_long = false;
	int got;

	mbox->until = 0;
	if ((got = look(mbox, &piece, why)) <= 0)
		return got;
	read_start(&piece, arena, out);
	use_piece(mbox, &piece);
	/* Behind the line that begins it stands its first line, not a start. */
	mbox->behind_empty = false;
	while ((got = look(mbox, &piece, why)) > 0 &&
	    !is_start(mbox, &piece)) {
		use_piece(mbox, &piece);
		if (length >= 0)
			read_length(mbox, &piece, &length);
		/* Who writes lengths need not quote. */
		if (mbox->until == 0 && is_quoted(&piece))
			piece.bytes = slice_from(piece.bytes, 1);
		is_long = is_long || piece.bytes.len > limit - text.len;
		if (!is_long)
			text_add(&text, piece.bytes);
	}
	if (got < 0)
		return -1;
	if (is_long)
		return fail_set(why, FAIL_REFUSE, "%s: the message at %" PRId64
		    " is longer than %zu bytes", mbox->path, out->offset,
		    limit);
	out->raw = without_last_line(text_slice(&text));
	return 1;
}
