/* When an agent is away, and who stands in. */
#ifndef DESK_ABSENCE_H
#define DESK_ABSENCE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

/* The preference's name; among those of wishes, so that it costs no more. */
#define ABSENCE_PREFERENCE "notify.away"

struct absence {
	int64_t person_id;
	int64_t from, until; /* the second behind its end */
	int64_t deputy_id;   /* 0: nobody */
};

struct absences {
	struct absence *items;
	size_t count;
};

/* As it is kept: "FROM UNTIL DEPUTY", numbers. */
bool absence_parse(struct slice value, struct absence *out);
struct slice absence_text(const struct absence *absence, struct arena *arena);

/*
 * "2026-12-01..2026-12-14", both days with it, as days begin in that zone;
 * without the first, from now on.  False when it is none, or over already.
 */
bool absence_read(struct slice words, int64_t now, const char *zone,
    struct absence *out);

/* Theirs, if they are away at this moment; else NULL. */
const struct absence *absences_find(const struct absences *absences,
    int64_t person_id, int64_t at);
/*
 * Who hears for them: the deputy, or, when that one is away too, theirs, and so
 * on.  0: they are here, have none, or it leads back to who is away.
 */
int64_t absences_deputy(const struct absences *absences, int64_t person_id,
    int64_t at);

#endif
