/*
 * Passwords, for the command line and the portal: a letter with a token that
 * may set one, once and for some hours, is all that anybody gets; nobody, the
 * desk's owner included, ever sees or sends a password.
 *
 * A portal that is asked for a letter by address says the same whatever comes
 * of it, or it tells who is known here.
 */
#ifndef APP_PASSWORD_LINK_H
#define APP_PASSWORD_LINK_H

#include "app/desk.h"
#include "base/secret_password.h"
#include "desk/person.h"

/* Who wants it. */
struct password_asker {
	int64_t person_id; /* 0: the desk's owner */
	enum door door;
};

/*
 * Mails a letter to the person's primary address; letters before it are good no
 * more.  *to is where it went.  FAIL_REFUSE: the person is disabled or deleted,
 * cannot be reached there, or had too many lately.  Inside the caller's
 * transaction.
 */
int password_ask(struct desk *desk, const struct person *person,
    const struct password_asker *asker, int64_t now, struct arena *arena,
    struct slice *to, struct fail *why);

/*
 * Whose password the token may set.  FAIL_REFUSE, in one sentence whatever is
 * wrong with it: made by another desk, used, too old, for an address that is no
 * longer the primary one; or the person was disabled, merged or deleted since,
 * had another letter, or has answered this one.
 */
int password_token(struct desk *desk, struct slice token, int64_t now,
    struct arena *arena, struct person *out, struct fail *why);

/*
 * Whether it is good enough for this person, hashed.  It takes its time, so it
 * stands before the transaction.  FAIL_REFUSE: a sentence for who chose it.
 */
int password_prepare(struct desk *desk, const struct person *person,
    struct slice password, struct arena *arena,
    char hash[PASSWORD_HASH_SIZE], struct fail *why);

/*
 * Sets it and uses the token up; refused like password_token.  The change log
 * says that, and by which door.  Inside the caller's transaction.
 */
int password_set(struct desk *desk, struct slice token, const char *hash,
    enum door door, int64_t now, struct arena *arena, struct fail *why);

/*
 * Whether it is the person's password: 1; 0: it is not, or they have none, are
 * disabled, or there were too many wrong ones lately; -1.  Takes its time
 * whatever it answers, also for a person of id 0.  Before the transaction, in
 * which password_tried notes what it said.
 */
int password_check(struct desk *desk, const struct person *person,
    struct slice password, int64_t now, struct arena *arena,
    struct fail *why);
int password_tried(struct desk *desk, int64_t person_id, bool right,
    int64_t now, struct fail *why);

/* The letter that is on its way may set it no more. */
int password_revoke(struct desk *desk, int64_t person_id, struct fail *why);

#endif
