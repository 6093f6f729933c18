/*
 * How each field that agents change is set back: one table.  Pure; who looked
 * the changes up knows what the numbers in them mean.
 */
#ifndef DESK_UNDO_H
#define DESK_UNDO_H

#include "base/arena.h"
#include "desk/person.h"
#include "desk/team.h"

struct changes;
struct facts;

/* One change of the past, as the log has it. */
struct past_change {
	struct slice field, old, new;
	int64_t old_id, new_id;
	struct person person;	      /* whom old_id names, of a field of that */
	struct department department; /* likewise */
	struct address address;	      /* likewise */
	struct team team;	      /* likewise */
};

/* What old_id of a field names. */
enum undo_names {
	NAMES_NOTHING, NAMES_PERSON, NAMES_DEPARTMENT, NAMES_ADDRESS,
	NAMES_TEAM, NAMES_FIELD
};
enum undo_names undo_names(struct slice field);

/* NULL: it can be set back; else a sentence why not. */
const char *undo_refusal(struct slice field);
/* Giving a ticket back to another user needs as much as giving it away. */
bool undo_needs_confirmation(struct slice field);
/*
 * Whether `later` changed the same thing as `past`: of fields always, of items
 * only the same label, person, ticket or field; time and charges stand alone.
 */
bool undo_disturbs(const struct past_change *past,
    const struct past_change *later);

/* Adds to *out what sets it back. */
void undo_change(const struct facts *facts, const struct past_change *past,
    struct arena *arena, struct changes *out);

#endif
