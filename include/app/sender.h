/*
 * The sender: outbox_claim -> letter_write -> smtp_send -> outbox_sent,
 * _deferred or _failed.  Dies safely at any line: what was claimed and has no
 * result is sent once more, as the same letter.
 */
#ifndef APP_SENDER_H
#define APP_SENDER_H

#include "app/desk.h"
#include "app/role.h"

/* Letters of one claim, and of one commit of results. */
#define SENDER_BATCH 32

struct sender;

/*
 * Takes the sender's lock and opens the desk; what an earlier sender left half
 * done becomes unknown.  conf and role are kept.  FAIL_RETRY when there is
 * another sender.
 */
int sender_open(struct sender **out, const struct conf *conf,
    const struct role *role, struct fail *why);
void sender_close(struct sender *sender); /* NULL is fine */

/*
 * Claims what is due at `now` and sends it.  Returns how many letters that was
 * (0: none is due, or the mail server is away and given time), or -1: the
 * desk's trouble, wait and call again, what was sent is not forgotten.
 */
int sender_step(struct sender *sender, int64_t now, struct fail *why);

/*
 * Seconds until the next attempt at a letter that was tried so often, by
 * sending.retry; -1: it was tried for sending.give_up_hours.
 */
int64_t sender_retry(const struct conf *conf, int64_t attempts);

/* The role: steps until it is told to stop. */
enum role_exit sender_run(const struct conf *conf, const struct role *role);

#endif
