/*
 * Two records of one person become one, and two again.  What moves is written
 * down, so that taking it back leaves the database as it was when nothing has
 * happened since.  Entries, letters and changes do not move: they keep the number
 * that they were made with, which leads to the record that stays; so the tokens
 * of letters stay good.
 */
#ifndef STORE_PEOPLE_MERGE_H
#define STORE_PEOPLE_MERGE_H

#include "desk/profile.h"
#include "store/db.h"

/*
 * `from` becomes a tombstone that leads to `into`.  Values that `into` takes as
 * merge_takes says.  FAIL_REFUSE: they are one already, one of them is not
 * there, or `from` is an agent.  After -1 roll back.
 */
int people_merge(struct db *db, int64_t from, int64_t into,
    const bool takes[PROFILE_KEY_COUNT], int64_t now, struct fail *why);

/* How what is there now is shared out. Arrays in the arena. */
struct unmerge_report {
	int64_t from, into;
	int64_t *back;	/* tickets that were theirs */
	size_t back_count;
	int64_t *later; /* came since, from one of their addresses */
	size_t later_count;
	int64_t *stay;	/* came since, and stay */
	size_t stay_count;
	int64_t entries; /* that came since from one of their addresses */
};

/*
 * Takes the merge of `from` back.  What came since by mail goes with the record
 * whose address it came from; anything else stays with `into`.  FAIL_REFUSE: it
 * was not merged; or merged on since; or one of the two would be left without
 * an address.  After -1 roll back; and so for who only wants the report.
 */
int people_unmerge(struct db *db, int64_t from, struct arena *arena,
    struct unmerge_report *out, struct fail *why);

#endif
