/* People and their addresses. Every look-up follows merged records. */
#ifndef STORE_PEOPLE_H
#define STORE_PEOPLE_H

#include "desk/person.h"
#include "store/db.h"

/* All: 1 found, 0 not, -1. Slices are copied into the arena. */
int people_get(struct db *db, int64_t id, struct arena *arena,
    struct person *out, struct fail *why);
int people_by_identity(struct db *db, struct slice identity,
    struct arena *arena, struct person *person, struct address *address,
    struct fail *why);
int people_by_unix_account(struct db *db, struct slice account,
    struct arena *arena, struct person *out, struct fail *why);

/*
 * Agents that `word` may mean, for "assign kim": handle, address, whole name,
 * or one word of the name, compared as fold_name says.  An exact handle or
 * address wins alone.  Disabled agents are not meant.
 * Up to `max` are filled; returns how many there are, or -1.
 */
int people_find_agents(struct db *db, struct slice word, struct arena *arena,
    struct person *out, size_t max, struct fail *why);
/* All agents, disabled ones too, by handle. Array in the arena. */
int people_agents(struct db *db, struct arena *arena, struct person **out,
    size_t *count, struct fail *why);
/* Whom a list shows; what is empty or 0 does not matter. */
struct people_filter {
	/* A piece of their name or of an address, as fold_name compares. */
	struct slice word;
	struct slice label;  /* folded */
	struct slice domain; /* of an address, folded */
	bool by_disabled, disabled;
	bool by_agent, is_agent;
	bool by_state; /* of one of their addresses */
	enum address_state state;
	int64_t organization_id, role_id; /* in it; with a role anywhere */
	int64_t before; /* numbers below */
	size_t max;
};

/*
 * Numbers of people, newest first, without those that were merged.  For a
 * person who looks: a word of one or two letters is in no index, and with it
 * they are all read.  Array in the arena.
 */
int people_search(struct db *db, const struct people_filter *filter,
    struct arena *arena, int64_t **out, size_t *count, struct fail *why);
/* How many people there are in all. */
int people_count(struct db *db, int64_t *count, struct fail *why);

/*
 * Makes the record and its primary address; person->id is filled.  The handle
 * is stored folded.  FAIL_REFUSE when address, handle or an account is
 * somebody else's: what was written must be rolled back.
 */
int people_add(struct db *db, struct person *person, struct slice address,
    struct slice identity, int64_t archive_id, struct fail *why);
/* Name, is_agent, is_admin, handle, accounts, disabled, auto_responder; refused
 * as in people_add, or when there is no such person. */
int people_save(struct db *db, const struct person *person, struct fail *why);

int people_primary_address(struct db *db, int64_t person_id,
    struct arena *arena, struct address *out, struct fail *why);
int people_address_get(struct db *db, int64_t address_id, struct arena *arena,
    struct address *out, struct fail *why);
int people_addresses(struct db *db, int64_t person_id, struct arena *arena,
    struct address **out, size_t *count, struct fail *why);
/* FAIL_REFUSE when it is somebody else's; the person's own is left as it is. */
int people_add_address(struct db *db, int64_t person_id, struct slice address,
    struct slice identity, int64_t now, struct fail *why);
/*
 * Letters go there from now on.  FAIL_REFUSE when it is not the person's, or
 * mail bounces there.
 */
int people_set_primary(struct db *db, int64_t person_id, int64_t address_id,
    struct fail *why);
/*
 * The person's no longer; tickets that it was chosen for follow the primary
 * one.  FAIL_REFUSE when it is the primary one, or not the person's.
 */
int people_remove_address(struct db *db, int64_t person_id,
    int64_t address_id, struct fail *why);
int people_address_state(struct db *db, struct slice identity,
    enum address_state state, int64_t now, struct fail *why);

#endif
