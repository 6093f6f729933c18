/* Groups of users and organizations; see desk/usergroup.h. */
#ifndef STORE_USERGROUPS_H
#define STORE_USERGROUPS_H

#include "desk/usergroup.h"
#include "store/db.h"

/* By name, without case and marks: 1, 0, -1. */
int usergroups_find(struct db *db, struct slice name, struct arena *arena,
    struct usergroup *out, struct fail *why);
/* Arrays in the arena, by number. */
int usergroups_list(struct db *db, struct arena *arena,
    struct usergroup **out, size_t *count, struct fail *why);
/* Those it is in itself. */
int usergroups_of_organization(struct db *db, int64_t organization_id,
    struct arena *arena, struct usergroup **out, size_t *count,
    struct fail *why);
/* All of a person's, those of their organization too; of 0, a stranger's. */
int usergroups_of_person(struct db *db, int64_t person_id,
    struct arena *arena, struct usergroup **out, size_t *count,
    struct fail *why);
/* Fills group->id. FAIL_REFUSE when there is one of that name. */
int usergroups_add(struct db *db, struct usergroup *group, int64_t now,
    struct fail *why);
/* With its members and grants. FAIL_REFUSE: every desk has it. */
int usergroups_remove(struct db *db, int64_t id, struct fail *why);

/* All four 1: changed; 0: it was so already; -1. */
int usergroups_join(struct db *db, int64_t id, int64_t person_id,
    struct fail *why);
int usergroups_leave(struct db *db, int64_t id, int64_t person_id,
    struct fail *why);
int usergroups_join_organization(struct db *db, int64_t id,
    int64_t organization_id, struct fail *why);
int usergroups_leave_organization(struct db *db, int64_t id,
    int64_t organization_id, struct fail *why);
/* How many are in it themselves. */
int usergroups_count(struct db *db, int64_t id, int64_t *people,
    int64_t *organizations, struct fail *why);

/* 1: changed; 0: it was so already; -1. */
int usergroups_grant(struct db *db, int64_t id, enum group_right right,
    int64_t department_id, struct fail *why);
int usergroups_revoke(struct db *db, int64_t id, enum group_right right,
    int64_t department_id, struct fail *why);
/* Of one group; and all that a person has, of 0 a stranger's. */
int usergroups_grants(struct db *db, int64_t id, struct arena *arena,
    struct grants *out, struct fail *why);
int usergroups_grants_of_person(struct db *db, int64_t person_id,
    struct arena *arena, struct grants *out, struct fail *why);

#endif
