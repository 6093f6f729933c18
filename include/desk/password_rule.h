/* Which passwords are good enough. */
#ifndef DESK_PASSWORD_RULE_H
#define DESK_PASSWORD_RULE_H

#include "base/arena.h"
#include "base/slice.h"

/*
 * Why it is none, in a sentence for who chose it; NULL: it may be one.  `words`
 * are those that whoever knows the person would try: names and addresses.  What
 * is left of it without them, or without a password that everybody has, must be
 * more than a few characters.
 */
const char *password_fault(struct slice password, size_t min_characters,
    const struct slice *words, size_t count, struct arena *arena);

#endif
