/* Departments, their addresses and members. */
#ifndef STORE_DEPARTMENTS_H
#define STORE_DEPARTMENTS_H

#include "desk/person.h"
#include "store/db.h"

int departments_get(struct db *db, int64_t id, struct arena *arena,
    struct department *out, struct fail *why);
/* By one of its addresses, folded, without token or extension. */
int departments_by_identity(struct db *db, struct slice identity,
    struct arena *arena, struct department *out, struct fail *why);
/* By name (case-, blank- and punctuation-blind) or address. */
int departments_by_name(struct db *db, struct slice name, struct arena *arena,
    struct department *out, struct fail *why);
int departments_default(struct db *db, struct arena *arena,
    struct department *out, struct fail *why);
int departments_list(struct db *db, struct arena *arena,
    struct department **out, size_t *count, struct fail *why);
/* As given, the primary one first. Array in the arena. */
int departments_addresses(struct db *db, int64_t id, struct arena *arena,
    struct slice **out, size_t *count, struct fail *why);
/* "Customer Care" -> "customercare": the form that is compared. */
struct slice departments_fold(struct slice name, struct arena *arena);

/*
 * Makes one with its primary address; the first one made is the default.
 * FAIL_REFUSE when name or address is taken, the local part is longer than
 * TOKEN_LOCAL_MAX or has a "+", or no mail can be sent there.
 */
int departments_add(struct db *db, struct slice name, struct slice address,
    int64_t now, int64_t *id, struct fail *why);
/* One more address, refused likewise. */
int departments_add_address(struct db *db, int64_t id, struct slice address,
    struct fail *why);
int departments_set_default(struct db *db, int64_t id, struct fail *why);
/* Saves parent, cc, choice and rights. */
int departments_save(struct db *db, const struct department *department,
    struct fail *why);

/* Everybody of a department; of all departments with id 0. */
int departments_members(struct db *db, int64_t id, struct arena *arena,
    struct members *out, struct fail *why);
/* Sets (or changes) a person's role; and takes them out. */
int departments_join(struct db *db, int64_t id, int64_t person_id,
    enum member_role role, struct fail *why);
int departments_leave(struct db *db, int64_t id, int64_t person_id,
    struct fail *why);

#endif
