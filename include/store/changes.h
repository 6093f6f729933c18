/* The change log: what, from what to what, who, when, through which door. */
#ifndef STORE_CHANGES_H
#define STORE_CHANGES_H

#include "mail/envelope.h"
#include "store/db.h"

struct change {
	int64_t at;
	int64_t person_id; /* 0: the desk itself */
	enum door door;
	/* "ticket", "person", ...: the words of the table's CHECK */
	const char *object;
	int64_t object_id;
	struct slice field, old, new; /* field: "status" */
	int64_t archive_id; /* 0: no mail */
	int64_t old_id, new_id; /* of what old and new name; 0: nothing */
	int64_t entry_id;   /* the entry that tells of it; or 0 */
};

/* What changed is logged in the transaction that changes it. */
int changes_add(struct db *db, const struct change *change, struct fail *why);
/* Of one object, oldest first. Array in the arena. */
int changes_list(struct db *db, const char *object, int64_t object_id,
    struct arena *arena, struct change **out, size_t *count,
    struct fail *why);
/* What was done together: the changes of which this entry tells. */
int changes_of_entry(struct db *db, int64_t entry_id, struct arena *arena,
    struct change **out, size_t *count, struct fail *why);
/*
 * What has changed this field of the ticket later than what the entry tells of,
 * newest first: without deeds that were taken back, and without the taking back.
 */
int changes_since(struct db *db, int64_t ticket_id, struct slice field,
    int64_t entry_id, struct arena *arena, struct change **out, size_t *count,
    struct fail *why);
/* Of a ticket, those merged into it, and their letters, oldest first. */
int changes_of_ticket(struct db *db, int64_t ticket_id, struct arena *arena,
    struct change **out, size_t *count, struct fail *why);
/* Of a person, those merged into them, and their addresses, oldest first. */
int changes_of_person(struct db *db, int64_t person_id, struct arena *arena,
    struct change **out, size_t *count, struct fail *why);

#endif
