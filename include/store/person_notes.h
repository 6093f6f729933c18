/* What colleagues note about a person. No user ever sees it. */
#ifndef STORE_PERSON_NOTES_H
#define STORE_PERSON_NOTES_H

#include "store/db.h"

struct person_note {
	int64_t id, person_id;
	int64_t author_id; /* 0: who owns the desk */
	int64_t at;
	struct slice text;
};

/* Fills note->id. */
int person_notes_add(struct db *db, struct person_note *note,
    struct fail *why);
/* Of one person, oldest first. Array in the arena. */
int person_notes_list(struct db *db, int64_t person_id, struct arena *arena,
    struct person_note **out, size_t *count, struct fail *why);
/* 1: the person's note is gone; 0: they have none of this number; -1. */
int person_notes_remove(struct db *db, int64_t person_id, int64_t id,
    struct fail *why);

#endif
