/*
 * What an agent wants to hear of, per event: otherwise than the table of
 * occasions (desk/notify) has it.
 */
#ifndef DESK_WISH_H
#define DESK_WISH_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"
#include "desk/absence.h"
#include "desk/letter_event.h"

enum wish_scope {
	SCOPE_USUAL,	  /* as the table has it */
	SCOPE_ALL,	  /* of every ticket that the agent may read */
	SCOPE_DEPARTMENT, /* and of all tickets of the agent's departments */
	SCOPE_MINE,	  /* only of those assigned to, or followed by, the agent */
	SCOPE_NONE,
	WISH_SCOPE_COUNT
};
/* "usual", "all", "department", "mine", "none". */
const char *wish_scope_name(enum wish_scope scope);

/* Beginning of the preference's name; the event's name follows. */
#define WISH_PREFIX "notify."

struct wish {
	int64_t person_id;
	enum letter_event event;
	enum wish_scope scope;
	bool digest; /* in one letter a day */
};

struct wishes {
	struct wish *items;
	size_t count;
	struct absences absences; /* who hears instead of whom */
};

/*
 * "department", "mine,digest", "digest" (as usual, in one letter a day); fills
 * scope and digest.
 */
bool wish_parse(struct slice value, struct wish *out);
struct slice wish_text(const struct wish *wish, struct arena *arena);

/* Whether agents may choose; what answers them they always get. */
bool wish_covers(enum letter_event event);
/* What a person wants of an event. */
enum wish_scope wishes_find(const struct wishes *wishes, int64_t person_id,
    enum letter_event event);
/* And whether it goes into the daily letter. */
bool wishes_digest(const struct wishes *wishes, int64_t person_id,
    enum letter_event event);

#endif
