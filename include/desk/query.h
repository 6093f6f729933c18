/*
 * What somebody looks for, as one line: words, "phrases", begin*, -without, and
 * fields such as from:anna or status:open,pending.  Pure: names are not looked
 * up here.
 */
#ifndef DESK_QUERY_H
#define DESK_QUERY_H

#include "base/arena.h"
#include "base/fail.h"
#include "base/text.h"
#include "desk/ticket.h"

#define QUERY_TERMS_MAX 32
#define QUERY_LINE_MAX 4096 /* octets; more is somebody's pasted page */

/* In the order in which help lists them. */
enum query_field {
	QUERY_TEXT, /* no field: words of any text */
	QUERY_SUBJECT, QUERY_FILE, QUERY_NOTE,
	QUERY_FROM, QUERY_TO, QUERY_USER,
	QUERY_ORG, QUERY_ROLE,
	QUERY_DEPARTMENT, QUERY_STATUS, QUERY_PRIORITY, QUERY_ASSIGNEE,
	QUERY_LABEL, QUERY_BEFORE, QUERY_AFTER, QUERY_HAS,
	QUERY_OWN_FIELD,
	QUERY_FIELD_COUNT
};

struct query_term {
	enum query_field field;
	bool without;	    /* "-": what does not have it */
	struct slice name;  /* of "field.NAME:": NAME; else empty */
	struct slice value; /* without its quotes */
	unsigned words;	    /* of status and priority: bits of their enums */
	int64_t at;	    /* of before and after */
	bool begins;	    /* "print*": words that begin so */
};

struct query {
	struct query_term terms[QUERY_TERMS_MAX];
	size_t count;
};

/* One field as help shows it. */
struct query_help {
	const char *name;  /* "from"; "field.NAME" */
	const char *value; /* "PERSON" */
	const char *help;  /* one line, without a full stop */
};
/* Of all fields but QUERY_TEXT, in order; other names for one follow it. */
const struct query_help *query_help(size_t *count);

/*
 * Slices are copied into the arena.  FAIL_REFUSE names what would have been
 * right: an unknown field, a value that cannot be, nothing to look for.
 */
int query_parse(struct slice line, int64_t now, const char *zone,
    struct arena *arena, struct query *out, struct fail *why);

/* Whether text is looked for, not only fields. */
bool query_has_text(const struct query *query);
/* Whether the field looks into texts. */
bool query_is_text(enum query_field field);
const char *query_field_name(enum query_field field);

/* In quotes, with those inside doubled: everything is only letters. */
void query_add_quoted(struct text *to, struct slice words);
/*
 * A term's words as the full text's language wants them, each of them literal:
 * whatever stands in the value, quoted.  Appends nothing for no words at all.
 */
void query_add_phrase(struct text *to, struct slice value, bool begins);

#endif
