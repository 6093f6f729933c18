/* Letters: rows before they are bytes, claimed by the sender, named by tokens. */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include "store/db.h"

enum letter_state {
	LETTER_STATE_QUEUED, LETTER_STATE_HELD, LETTER_STATE_SENDING,
	LETTER_STATE_UNKNOWN, LETTER_STATE_SENT, LETTER_STATE_FAILED,
	LETTER_STATE_CANCELLED,
	LETTER_STATE_COUNT
};
const char *letter_state_name(enum letter_state state);
bool letter_state_parse(struct slice word, enum letter_state *out);

/* The columns of table letter; see the schema. */
struct outbox_row {
	int64_t id;
	struct slice event;
	int64_t ticket_id, entry_id, person_id; /* 0: none */
	struct slice action;
	struct slice address, from_name, from_address, reply_to, return_path;
	struct slice submitted; /* "person", "generated", "replied" */
	struct slice subject, message_id, in_reply_to, refs, text;
	struct slice shape; /* of the text: its HTML part is made from both */
	struct slice attachments; /* lines: archive id TAB part */
	enum letter_state state;
	int64_t created_at, due_at;
	int64_t attempts, attempt_at;
	int64_t unknowns; /* attempts whose end nobody saw */
	struct slice reply;
	int64_t expires_at, revoked_at, used_at; /* 0: not */
};

/* The number the next outbox_put will have; needs the write transaction. */
int outbox_next_id(struct db *db, int64_t *id, struct fail *why);
/*
 * row->id must be what outbox_next_id said.  attempts, reply and what the
 * sender and the tokens' users write later start empty, whatever row says.
 */
int outbox_put(struct db *db, const struct outbox_row *row, struct fail *why);
int outbox_get(struct db *db, int64_t id, struct arena *arena,
    struct outbox_row *out, struct fail *why); /* 1, 0, -1 */

/* What a token needs to know of its letter; cheap, no bodies. 1, 0, -1. */
struct outbox_token {
	int64_t letter;
	int64_t ticket_id; /* what the MAC binds, whatever was merged since;
			      tickets_get leads on from it */
	int64_t entry_id;
	int64_t person_id; /* the same: what the MAC binds; */
	int64_t owner_id;  /* whose it is since people were merged */
	struct slice event, action;
	int64_t expires_at, revoked_at, used_at;
	struct slice address;
};
int outbox_token(struct db *db, int64_t letter, struct arena *arena,
    struct outbox_token *out, struct fail *why);
/* For single use. 1: now used; 0: it was used before, or is not there; -1. */
int outbox_token_use(struct db *db, int64_t letter, int64_t now,
    struct fail *why);
/* Revokes the tokens of a ticket's letters to this person. */
int outbox_revoke(struct db *db, int64_t ticket_id, int64_t person_id,
    int64_t now, struct fail *why);
/*
 * Revokes those of all letters to this person, about this ticket (0: any), that
 * would still be good.  *count: how many letters.
 */
int outbox_revoke_all(struct db *db, int64_t ticket_id, int64_t person_id,
    int64_t now, int64_t *count, struct fail *why);
/*
 * How many letters' tokens would still be good that the key with this id has
 * signed; for people, looks at every letter.
 */
int outbox_signed_by(struct db *db, char key, int64_t now, int64_t *count,
    struct fail *why);

/*
 * Message-IDs of the letters this person had about the ticket (whatever their
 * state but cancelled), oldest first, at most `max` newest ones.
 */
int outbox_message_ids(struct db *db, int64_t ticket_id, int64_t person_id,
    size_t max, struct arena *arena, struct slice **out, size_t *count,
    struct fail *why);
/* When the newest of these was made; *at is 0 when there is none. 1, 0, -1. */
int outbox_last_at(struct db *db, int64_t ticket_id, int64_t person_id,
    int64_t *at, struct fail *why);

/*
 * Claims up to `max` letters that are due at `now` (or whose due time is more
 * than an hour ahead of it by a wrong clock) as sending; attempts + 1.  One
 * conditional update in a transaction of its own; no lock is taken when nothing
 * is due.  By id.  Array in the arena.
 *
 * A letter whose `unknowns` is 1 was perhaps sent before and gets this one more
 * attempt; above, it must be ended with outbox_failed instead of sent.
 */
int outbox_claim(struct db *db, int64_t now, size_t max, struct arena *arena,
    struct outbox_row **out, size_t *count, struct fail *why);
/* At the sender's start: rows left in sending become unknown, due at `due`;
 * inside the caller's transaction. */
int outbox_recover(struct db *db, int64_t due, int64_t *count,
    struct fail *why);
/* When the next one is due (more than an hour ahead: now); 1, 0 (none waits),
 * -1. */
int outbox_next_due(struct db *db, int64_t *at, struct fail *why);

/*
 * The results of an attempt; inside the caller's transaction.  FAIL_REFUSE when
 * the letter is not in sending.  outbox_cancelled is for a letter that at claim
 * turns out to have nobody to go to.
 */
int outbox_sent(struct db *db, int64_t id, struct slice reply,
    struct fail *why);
/* due: at most an hour ahead, or it counts as now. */
int outbox_deferred(struct db *db, int64_t id, int64_t due, struct slice reply,
    struct fail *why);
int outbox_unknown(struct db *db, int64_t id, int64_t due, struct slice reply,
    struct fail *why);
int outbox_failed(struct db *db, int64_t id, struct slice reply,
    struct fail *why);
int outbox_cancelled(struct db *db, int64_t id, struct slice reply,
    struct fail *why);
/* It was claimed and not tried: as if it had not been claimed. */
int outbox_put_back(struct db *db, int64_t id, struct fail *why);
/* The same, but not before `due`. */
int outbox_postpone(struct db *db, int64_t id, int64_t due, struct fail *why);
/*
 * What people may do: queued <-> held, failed -> queued, queued or held ->
 * cancelled; else FAIL_REFUSE.  due is used when it becomes queued, and its
 * attempts start anew.  1, 0 (not in that state), -1.
 */
int outbox_move(struct db *db, int64_t id, enum letter_state from,
    enum letter_state to, int64_t due, struct fail *why);

/*
 * For a desk that comes from a backup, which does not know what was sent since:
 * all letters that would go out are held, with an entry in the change log.
 */
int outbox_hold_all(struct db *db, int64_t now, int64_t *count,
    struct fail *why);

/*
 * Letters about the ticket to this person that wait untried, of the last few;
 * newest first, with bodies.  Array in the arena.
 */
int outbox_waiting(struct db *db, int64_t ticket_id, int64_t person_id,
    struct arena *arena, struct outbox_row **out, size_t *count,
    struct fail *why);
/* One of them is cancelled. 1, 0 (it does not wait any more), -1. */
int outbox_take_back(struct db *db, int64_t id, struct slice reply,
    struct fail *why);

/* A queued letter does not wait any longer. 1, 0 (it is not queued), -1. */
int outbox_hurry(struct db *db, int64_t id, int64_t now, struct fail *why);

/* For people: newest first, without bodies; state LETTER_STATE_COUNT: any.
 * ticket_id 0: any. */
int outbox_list(struct db *db, enum letter_state state, int64_t ticket_id,
    size_t max, struct arena *arena, struct outbox_row **out, size_t *count,
    struct fail *why);
/*
 * The same of letters to addresses with this piece in them, in any case of
 * ASCII; it reads them all.
 */
int outbox_search(struct db *db, struct slice piece, enum letter_state state,
    int64_t ticket_id, size_t max, struct arena *arena,
    struct outbox_row **out, size_t *count, struct fail *why);
int outbox_count(struct db *db, int64_t counts[LETTER_STATE_COUNT],
    struct fail *why);
/* How many were made since; see archive_since. */
int outbox_since(struct db *db, int64_t at, int64_t *count, struct fail *why);

#endif
