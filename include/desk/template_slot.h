/* The {{...}} of a template: finding them, and which names there are. */
#ifndef DESK_TEMPLATE_SLOT_H
#define DESK_TEMPLATE_SLOT_H

#include "base/slice.h"

enum slot_kind {
	SLOT_VALUE,  /* {{name}} */
	SLOT_IF,     /* {{#name}} */
	SLOT_UNLESS, /* {{^name}} */
	SLOT_END,    /* {{/name}} */
	SLOT_BLOCK,  /* {{>name}} */
};

struct slot {
	enum slot_kind kind;
	struct slice name;
	size_t at; /* its offset in the whole text */
};

/* Where the reading of a template is. */
struct slot_scan {
	struct slice text;
	size_t at;
};

/*
 * The next slot, and what stands before it.  False at the end: *before is the
 * rest.  A "{{" that nothing closes is text.
 */
bool slot_next(struct slot_scan *scan, struct slice *before, struct slot *out);

enum slot_name { SLOT_UNKNOWN, SLOT_LINE, SLOT_LINES };
/* Whether a name is a value for a line or a block of lines. */
enum slot_name slot_name_kind(struct slice name);

/* Subject line and body of a template; false: the line between is not empty. */
bool template_split(struct slice text, struct slice *subject,
    struct slice *body);

#endif
