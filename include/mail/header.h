/* Header fields: found by name, unfolded, decoded. */
#ifndef MAIL_HEADER_H
#define MAIL_HEADER_H

#include "base/arena.h"
#include "base/slice.h"
#include "mail/limits.h"

/* A field as it stands in the mail: both slices point into the raw bytes. */
struct header {
	struct slice name;  /* no blanks before the colon */
	struct slice value; /* behind the colon, folds and all, no last line end */
};

struct headers {
	struct header *items; /* in the order of the mail */
	size_t count;
};

/*
 * Reads a header block off the front of *rest: fields up to and with the empty
 * line.  Tolerant: leading BOM, blank lines, mbox "From " and ">From " lines,
 * lines without a colon and other junk are passed over; blanks before the
 * colon, bare CR or LF, NULs are taken; a line that should have been folded
 * belongs to the field before when that one ends in ';' or ',' or within
 * encoded words.  A block that never ends is all header, but junk at its end,
 * and anything without a single field, is body.
 * *limited gains the bits of limits that were met; fields over them are cut or
 * dropped.  The items are in the arena, their slices in *rest's bytes.
 */
void headers_parse(struct slice *rest, const struct mail_limits *limits,
    struct arena *arena, struct headers *out, limit_bits *limited);

/* The first field with this name (case-blind), or NULL. */
const struct header *headers_find(const struct headers *headers,
    struct slice name);
/* The next one after `after` (which came from the same headers), or NULL. */
const struct header *headers_next(const struct headers *headers,
    const struct header *after);

/* The first such field's value, unfolded and trimmed; empty when there is none. */
struct slice headers_value(const struct headers *headers, struct slice name,
    struct arena *arena);

/*
 * Folds, with the blanks around them, become one blank; other controls (NUL,
 * bare CR, tab) blanks; trimmed.  ESC, SO and SI stay: raw Japanese and Korean
 * text is made of them, and words_decode deals with them.  Points into value
 * when there is nothing to change.
 */
struct slice header_unfold(struct slice value, struct arena *arena);

/*
 * The first word of an unfolded value, comments and what stands before them
 * skipped: "auto-replied" of "(x) auto-replied; owner=y".  Points into value.
 */
struct slice header_word(struct slice value);

#endif
