/*
 * A header block read line by line, for the reader who sees boundaries too and
 * knows better than the block where it ends.
 */
#ifndef MAIL_HEADER_SCAN_H
#define MAIL_HEADER_SCAN_H

#include <stdbool.h>

#include "mail/header.h"

enum header_place {
	HEADER_OF_MESSAGE, /* junk, blank and mbox lines are passed over */
	HEADER_OF_PART,    /* whatever is no field ends the block: it is body */
};

struct header_scan {
	const struct mail_limits *limits;
	struct arena *arena;
	enum header_place place;
	struct header *items;  /* scratch, used again for the next block */
	size_t size;
	size_t count;	       /* fields kept */
	size_t seen;	       /* fields met, the dropped ones too */
	size_t bytes;	       /* octets of the fields before the newest */
	bool open;	       /* the newest field may still grow */
	const char *start;     /* of the block */
	const char *tail;      /* first junk line behind the last field */
	const char *blank_end; /* blank lines before it are passed over */
	limit_bits limited;
};

/* items are kept for header_scan_begin's later blocks; limited is gathered. */
void header_scan_init(struct header_scan *scan,
    const struct mail_limits *limits, struct arena *arena);
void header_scan_begin(struct header_scan *scan, enum header_place place,
    const char *at);

/*
 * Takes the next line; `rest` is what stands behind its line end.  True when
 * the block has ended: *body is then where the body begins, at `rest` or, when
 * it turned out that there is no header, before it.
 */
bool header_scan_line(struct header_scan *scan, struct slice line,
    struct slice rest, const char **body);

/*
 * The block ended at `end`, by the end of the bytes or a boundary.  Returns
 * where the body begins: at `end`, or at the junk that nothing followed.
 */
const char *header_scan_finish(struct header_scan *scan, const char *end);

/* The fields, copied out of the scratch. */
void header_scan_take(const struct header_scan *scan, struct headers *out);

/*
 * True when a line of a header, as LF ends it, has CRs inside that end fields:
 * what follows one begins like a field.  lines_use_cr is then right.
 */
bool header_hides_fields(struct slice line);

/* True when the bytes begin like a field: a name, blanks, a colon. */
bool header_starts_field(struct slice s);

#endif
