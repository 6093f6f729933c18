/* Teams of agents, and who belongs to them. */
#ifndef STORE_TEAMS_H
#define STORE_TEAMS_H

#include "desk/team.h"
#include "store/db.h"

/* By name, without case and marks: 1, 0, -1. */
int teams_find(struct db *db, struct slice name, struct arena *arena,
    struct team *out, struct fail *why);
int teams_get(struct db *db, int64_t id, struct arena *arena,
    struct team *out, struct fail *why); /* 1, 0, -1 */
/* By name. Arrays in the arena. */
int teams_list(struct db *db, struct arena *arena, struct team **out,
    size_t *count, struct fail *why);
int teams_of_person(struct db *db, int64_t person_id, struct arena *arena,
    struct team **out, size_t *count, struct fail *why);
/* Fills team->id. FAIL_REFUSE when there is one of that name. */
int teams_add(struct db *db, struct team *team, int64_t now,
    struct fail *why);

/* Ids of its agents. Array in the arena. */
int teams_members(struct db *db, int64_t id, struct arena *arena,
    int64_t **out, size_t *count, struct fail *why);
/* Both 1: changed; 0: it was so already; -1. */
int teams_join(struct db *db, int64_t id, int64_t person_id,
    struct fail *why);
int teams_leave(struct db *db, int64_t id, int64_t person_id,
    struct fail *why);

#endif
