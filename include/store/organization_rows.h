/* What an organization has any number of: contact data, labels, notes. */
#ifndef STORE_ORGANIZATION_ROWS_H
#define STORE_ORGANIZATION_ROWS_H

#include "desk/organization.h"
#include "desk/ticket_item.h"
#include "store/db.h"

struct organization_contact {
	const struct profile_key *key;
	struct slice value;
};

struct organization_note {
	int64_t id;
	int64_t author_id; /* 0: who owns the desk */
	int64_t at;
	struct slice text;
};

/* By kind, then by age. Array in the arena. */
int organization_contacts_list(struct db *db, int64_t id, struct arena *arena,
    struct organization_contact **out, size_t *count, struct fail *why);
/*
 * 1: changed; 0: it was so already; -1.  FAIL_REFUSE when there are
 * PROFILE_VALUES_MAX of the kind.
 */
int organization_contacts_add(struct db *db, int64_t id,
    const struct profile_key *key, struct slice value, struct slice folded,
    struct fail *why);
int organization_contacts_remove(struct db *db, int64_t id,
    const struct profile_key *key, struct slice folded, struct fail *why);

/* By name. Array in the arena. */
int organization_labels_list(struct db *db, int64_t id, struct arena *arena,
    struct slice **out, size_t *count, struct fail *why);
/* 1: changed; 0: it was so already; -1. */
int organization_labels_add(struct db *db, int64_t id, struct slice label,
    struct fail *why);
int organization_labels_remove(struct db *db, int64_t id, struct slice label,
    struct fail *why);

/* Fills note->id. */
int organization_notes_add(struct db *db, int64_t id,
    struct organization_note *note, struct fail *why);
/* Oldest first. Array in the arena. */
int organization_notes_list(struct db *db, int64_t id, struct arena *arena,
    struct organization_note **out, size_t *count, struct fail *why);
/* 1: it is gone; 0: they have none of this number; -1. */
int organization_notes_remove(struct db *db, int64_t id, int64_t note_id,
    struct fail *why);

/* The values of its own fields. Array in the arena. */
int organization_fields_list(struct db *db, int64_t id,
    struct arena *arena, struct item_change **out, size_t *count,
    struct fail *why);

#endif
