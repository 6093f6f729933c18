/* Entries of tickets, and what they wait for. */
#ifndef STORE_ENTRIES_H
#define STORE_ENTRIES_H

#include "desk/ticket.h"
#include "store/db.h"

/*
 * Fills entry->id.  With the commit its words are in the full text, see
 * store/search; events are not.
 */
int entries_add(struct db *db, struct entry *entry, struct fail *why);
int entries_get(struct db *db, int64_t id, struct arena *arena,
    struct entry *out, struct fail *why); /* 1, 0, -1 */
/* Of one ticket, oldest first. Array in the arena. */
int entries_list(struct db *db, int64_t ticket_id, struct arena *arena,
    struct entry **out, size_t *count, struct fail *why);

/* The entry with this identity digest: 1, 0, -1. */
int entries_by_identity(struct db *db, struct slice identity, int64_t *entry_id,
    int64_t *ticket_id, struct fail *why);
/* The newest entry whose mail bore this Message-ID: 1, 0, -1. */
int entries_by_message_id(struct db *db, struct slice message_id,
    int64_t *entry_id, int64_t *ticket_id, struct fail *why);
/* Message-IDs of this person's mails on the ticket, oldest first, at most max
 * newest ones. Array in the arena. */
int entries_last_at(struct db *db, int64_t ticket_id, int64_t person_id,
    int64_t *at, struct fail *why); /* of the newest of these; 0: none */
int entries_message_ids(struct db *db, int64_t ticket_id, int64_t person_id,
    size_t max, struct arena *arena, struct slice **out, size_t *count,
    struct fail *why);
/* Messages, replies and notes of a ticket; events do not count. */
int entries_count(struct db *db, int64_t ticket_id, int64_t *count,
    struct fail *why);
/* How many entries there are in all. */
int entries_total(struct db *db, int64_t *count, struct fail *why);
/* The next entry above `after` that was made from a mail: 1, 0, -1. */
int entries_next_archived(struct db *db, int64_t after, int64_t *id,
    int64_t *archive_id, struct fail *why);
/* Whether an agent's reply or note stands on the ticket: 1, 0, -1. */
int entries_agent_acted(struct db *db, int64_t ticket_id, struct fail *why);
/* Whether an agent has answered the user: 1, 0, -1. */
int entries_answered(struct db *db, int64_t ticket_id, struct fail *why);
/* Turns a note into a reply, or the other way round. */
int entries_set_kind(struct db *db, int64_t id, enum entry_kind kind,
    bool is_private, struct fail *why);
/*
 * A held mail becomes what was meant: kind, privacy, texts and files of the
 * entry that is there.  Searches find it by the words that it had before, too.
 */
int entries_settle(struct db *db, const struct entry *entry, struct fail *why);

/* To another ticket, with what became of its mail. */
int entries_move(struct db *db, int64_t id, int64_t ticket_id,
    struct fail *why);

/* Early replies: the Message-IDs an entry refers to that nobody has brought. */
int entries_await(struct db *db, int64_t entry_id, struct slice message_id,
    int64_t now, struct fail *why);
/* The oldest entry younger than `since` that waits for this Message-ID. */
int entries_awaiting(struct db *db, struct slice message_id, int64_t since,
    int64_t *entry_id, int64_t *ticket_id, struct fail *why); /* 1, 0, -1 */
/* Nobody waits for it any more. */
int entries_arrived(struct db *db, struct slice message_id, struct fail *why);
/* Forgets what was awaited before `before`; at most a few hundred a call. */
int entries_prune_awaited(struct db *db, int64_t before, struct fail *why);

#endif
