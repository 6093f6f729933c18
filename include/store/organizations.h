/* Organizations, their domains, roles and members. */
#ifndef STORE_ORGANIZATIONS_H
#define STORE_ORGANIZATIONS_H

#include "desk/organization.h"
#include "store/db.h"

/* All: 1 found, 0 not, -1. Copied into the arena. */
int organizations_get(struct db *db, int64_t id, struct arena *arena,
    struct organization *out, struct fail *why);
/* By name, without case and marks. */
int organizations_find(struct db *db, struct slice name, struct arena *arena,
    struct organization *out, struct fail *why);
/* By a domain as organization_domain_fault gives it. */
int organizations_by_domain(struct db *db, struct slice domain,
    struct arena *arena, struct organization *out, struct fail *why);

/* Whom a list shows; what is empty or 0 does not matter. */
struct organization_filter {
	struct slice word;  /* a piece of the name or of a domain */
	struct slice label; /* folded */
	int64_t parent_id;
	int64_t before; /* numbers below */
	size_t max;
};
/* Newest first. For a person who looks: with a word it reads them all. */
int organizations_list(struct db *db,
    const struct organization_filter *filter, struct arena *arena,
    struct organization **out, size_t *count, struct fail *why);

/* Fills organization->id. FAIL_REFUSE when there is one of that name. */
int organizations_add(struct db *db, struct organization *organization,
    struct fail *why);
/* Name, summary, parent, managers, disabled; refused likewise. */
int organizations_save(struct db *db, const struct organization *organization,
    struct fail *why);
/* Its own number, and those above it; nearest first. A circle ends. */
int organizations_above(struct db *db, int64_t id, struct arena *arena,
    int64_t **out, size_t *count, struct fail *why);

/* By name. Array in the arena. */
int organization_domains_list(struct db *db, int64_t id, struct arena *arena,
    struct organization_domain **out, size_t *count, struct fail *why);
/* Also changes whether its sub-domains count. FAIL_REFUSE: it is another's. */
int organization_domains_add(struct db *db, int64_t id,
    const struct organization_domain *domain, struct fail *why);
/* 1: it is gone; 0: it was none of theirs; -1. */
int organization_domains_remove(struct db *db, int64_t id,
    struct slice domain, struct fail *why);

int organization_roles_find(struct db *db, struct slice name,
    struct arena *arena, struct organization_role *out, struct fail *why);
int organization_roles_list(struct db *db, struct arena *arena,
    struct organization_role **out, size_t *count, struct fail *why);
/* Fills role->id. FAIL_REFUSE when there is one of that name. */
int organization_roles_add(struct db *db, struct organization_role *role,
    struct fail *why);
/* FAIL_REFUSE when somebody has it, or every desk has it. */
int organization_roles_remove(struct db *db, int64_t id, struct fail *why);

/* Where a person belongs: 1, 0 (nowhere), -1. */
int belongings_get(struct db *db, int64_t person_id, struct arena *arena,
    struct belonging *out, struct fail *why);
/* Sets it, whatever it was; how: "hand", "domain". */
int belongings_set(struct db *db, int64_t person_id, int64_t organization_id,
    int64_t role_id, const char *how, int64_t now, struct fail *why);
/* 1: they belong nowhere now; 0: they did not; -1. */
int belongings_drop(struct db *db, int64_t person_id, struct fail *why);
/*
 * Where somebody who is new would belong by the domain of their address: 1, 0
 * (nowhere), -1.  One look-up by index.
 */
int belongings_by_domain(struct db *db, struct slice identity,
    struct arena *arena, struct belonging *out, struct fail *why);
/*
 * 1: `manager` manages where `person` belongs, which lets its managers answer.
 */
int belongings_may_answer(struct db *db, int64_t manager, int64_t person,
    struct fail *why);
/* Managers who get the letters of the person's tickets. Array in the arena. */
int belongings_followers(struct db *db, int64_t person, struct arena *arena,
    int64_t **out, size_t *count, struct fail *why);

/*
 * Numbers of its people, by role, the newest first, without those that were
 * merged.
 */
int belongings_of(struct db *db, int64_t organization_id, size_t max,
    struct arena *arena, int64_t **out, size_t *count, struct fail *why);
int belongings_count(struct db *db, int64_t organization_id, int64_t *out,
    struct fail *why);
/*
 * People who belong nowhere and have an address at one of its domains, newest
 * first; at most max.  Reads all addresses: for a person who looks.
 */
int belongings_offered(struct db *db, int64_t organization_id, size_t max,
    struct arena *arena, int64_t **out, size_t *count, struct fail *why);

#endif
