/* Tickets. Every look-up by number follows merged tickets to the living one. */
#ifndef STORE_TICKETS_H
#define STORE_TICKETS_H

#include "desk/ticket.h"
#include "store/db.h"

int tickets_get(struct db *db, int64_t id, struct arena *arena,
    struct ticket *out, struct fail *why); /* 1, 0, -1 */
/* Fills ticket->id. */
int tickets_add(struct db *db, struct ticket *ticket, struct fail *why);
/* Everything but created_at. FAIL_REFUSE when it is not there. */
int tickets_save(struct db *db, const struct ticket *ticket, struct fail *why);
/* The newest ticket of this user that is open, pending or on hold. */
int tickets_newest_open(struct db *db, int64_t user_id, int64_t *id,
    struct fail *why); /* 1, 0, -1 */

/* The first ticket whose sleep is over at `now`: 1, 0, -1. */
int tickets_next_snoozed(struct db *db, int64_t now, int64_t *id,
    struct fail *why);
/* The first whose date has passed and that nobody was told of: 1, 0, -1. */
int tickets_next_due(struct db *db, int64_t now, int64_t *id, struct fail *why);

/* Those of a status behind this number, by number. Array in the arena. */
int tickets_after(struct db *db, enum ticket_status status, int64_t id,
    size_t max, struct arena *arena, int64_t **out, size_t *count,
    struct fail *why);

/* 1: the person is a participant of the ticket. */
int tickets_has_participant(struct db *db, int64_t ticket_id,
    int64_t person_id, struct fail *why);
/* Ids of all participants. Array in the arena. */
int tickets_participants(struct db *db, int64_t ticket_id, struct arena *arena,
    int64_t **out, size_t *count, struct fail *why);

/*
 * Makes `from` a redirect to `into`: its entries, letters, participants and
 * filings move, its user becomes a participant, its status closed; its number
 * answers for `into` from now on.  FAIL_REFUSE when one of them is not there,
 * or both are the same.
 */
int tickets_merge(struct db *db, int64_t from, int64_t into, int64_t now,
    struct fail *why);

struct ticket_filter {
	bool by_status;
	enum ticket_status status;
	int64_t department_id, user_id, assignee_id; /* 0: any */
	int64_t organization_id; /* of its members; with tree: of those below */
	bool organization_tree;
	int64_t before;				     /* ids below; 0: from the newest */
	int64_t max;
};

/* A ticket with the names a list shows. */
struct ticket_line {
	struct ticket ticket;
	struct slice department, user, user_address, assignee;
	int64_t entries; /* messages, replies and notes */
};

/* Newest first, without merged ones; max 0: all. Array in the arena. */
int tickets_list(struct db *db, const struct ticket_filter *filter,
    struct arena *arena, struct ticket_line **out, size_t *count,
    struct fail *why);
/* One ticket as a list has it: 1, 0, -1. */
int tickets_line(struct db *db, int64_t id, struct arena *arena,
    struct ticket_line *out, struct fail *why);
/* How many have each status, merged ones not counted. */
int tickets_count(struct db *db, int64_t counts[TICKET_STATUS_COUNT],
    struct fail *why);

#endif
