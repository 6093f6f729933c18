/*
 * The lock files of a database: its writers queue on PATH.turn, hold
 * PATH.write, and leave PATH.turn as soon as they have the other.  A writer
 * that comes back at once therefore stands behind whoever was waiting.
 */
#ifndef STORE_DB_LOCK_H
#define STORE_DB_LOCK_H

#include "base/fail.h"

struct db_lock {
	int turn; /* descriptors; -1: not open */
	int write;
};

#define DB_LOCK_INIT { -1, -1 }

/*
 * Makes the files if they are missing and takes the lock.  When it returns -1
 * nothing is held or open.
 */
int db_lock_open(struct db_lock *lock, const char *path, struct fail *why);
/*
 * Waits for the lock; only once it is open and not held.  FAIL_RETRY when a
 * signal whose handler does not restart calls ended the wait.
 */
int db_lock_take(struct db_lock *lock, const char *path, struct fail *why);
void db_lock_leave(struct db_lock *lock);
/* Leaves the lock, too. One that is not open is fine. */
void db_lock_close(struct db_lock *lock);

#endif
