/* Merging two people's records: what the one that stays will be. */
#ifndef DESK_PERSON_MERGE_H
#define DESK_PERSON_MERGE_H

#include "desk/profile.h"

/*
 * Which values the record that stays takes from the one that goes: only what it
 * does not have itself.  A name that is merely an address gives way to one that
 * a person gave.  Contact data is united, so nothing of it is taken here.
 */
void merge_takes(const struct slice goes[PROFILE_KEY_COUNT],
    const struct slice stays[PROFILE_KEY_COUNT],
    bool takes[PROFILE_KEY_COUNT]);

/*
 * Both lists in one line, those of the record that stays first, each item once
 * without case: "a, b"; in the arena.
 */
struct slice merge_unite(const struct slice *stays, size_t stay_count,
    const struct slice *goes, size_t go_count, struct arena *arena);

#endif
