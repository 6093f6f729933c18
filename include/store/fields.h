/* The fields that an admin has added; their values are ticket_items. */
#ifndef STORE_FIELDS_H
#define STORE_FIELDS_H

#include "desk/field.h"
#include "store/db.h"

/* By name, without case and marks: 1, 0, -1. */
int fields_find(struct db *db, enum field_object object, struct slice name,
    struct arena *arena, struct field *out, struct fail *why);
int fields_get(struct db *db, int64_t id, struct arena *arena,
    struct field *out, struct fail *why); /* 1, 0, -1 */
/* In the order in which they were made. Array in the arena. */
int fields_list(struct db *db, struct arena *arena, struct field **out,
    size_t *count, struct fail *why);
/* Fills field->id. FAIL_REFUSE when there is one of that name. */
int fields_add(struct db *db, struct field *field, int64_t now,
    struct fail *why);
/* With all its values. */
int fields_remove(struct db *db, int64_t id, struct fail *why);
/* As field_value gives it; empty: none. 1: changed; 0: it was so; -1. */
int fields_set(struct db *db, int64_t id, int64_t object_id,
    struct slice value, struct fail *why);
struct field_said {
	struct slice name, value;
};
/* Those of this object that are set, in their order. Array in the arena. */
int fields_said(struct db *db, enum field_object object, int64_t object_id,
    struct arena *arena, struct field_said **out, size_t *count,
    struct fail *why);
/* What it is for this object: 1, 0 (nothing), -1. */
int fields_value(struct db *db, int64_t id, int64_t object_id,
    struct arena *arena, struct slice *out, struct fail *why);

#endif
