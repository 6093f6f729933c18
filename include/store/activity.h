/* What a person did, and what was done for them. */
#ifndef STORE_ACTIVITY_H
#define STORE_ACTIVITY_H

#include "desk/ticket.h"
#include "store/db.h"

/* An entry by a person, or by one who was merged into them. */
struct activity {
	int64_t entry_id, ticket_id, at;
	enum entry_kind kind;
	struct slice text; /* its beginning */
};

/* The newest first, below the entry `before` (0: any). Array in the arena. */
int activity_list(struct db *db, int64_t person_id, int64_t before,
    size_t max, struct arena *arena, struct activity **out, size_t *count,
    struct fail *why);
/* Their newest mail: 1, 0 (none), -1. */
int activity_last_mail(struct db *db, int64_t person_id, int64_t *archive_id,
    int64_t *at, struct fail *why);
/* Minutes that agents spent on the person's tickets. */
int activity_minutes(struct db *db, int64_t person_id, int64_t *minutes,
    struct fail *why);

#endif
