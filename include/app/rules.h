/*
 * Rules at work: read when the gateway starts, asked after every act, and by
 * the clock.  What they do goes through act() like anybody's doing, in the same
 * transaction.  Who has no rules at hand (the command line) leaves what
 * happened to the gateway.
 */
#ifndef APP_RULES_H
#define APP_RULES_H

#include "app/desk.h"
#include "desk/action.h"
#include "desk/rule.h"

struct rulebook; /* desk->rules */

/*
 * Reads the configuration's file; everything in the arena.  FAIL_SETUP: "FILE:7:
 * ...", also of a webhook without a secret.  No file is no rules.
 */
int rules_read(const struct conf *conf, const char *path, struct arena *arena,
    struct rules *out, struct slice *text, struct fail *why);

/*
 * Sets desk->rules.  A file that is wrong is logged and remembered for `status`
 * and `check`; then the last one that was right is used.
 */
int rules_open(struct desk *desk, struct fail *why);
void rules_close(struct rulebook *book); /* NULL is fine */
/* What is wrong with the file that the gateway was to read; empty: nothing. */
int rules_trouble(struct desk *desk, struct arena *arena, struct slice *out,
    struct fail *why);

/*
 * After an act: promises and timers, then the rules.  `action` and `changes` are
 * what was done.  Adds to *letters.
 */
int rules_follow(struct desk *desk, const struct action *action,
    const struct changes *changes, struct arena *arena, struct text *record,
    size_t *letters, struct fail *why);

/* Whether the clock or what was left has something for rules: 1, 0, -1. */
int rules_wait(struct desk *desk, int64_t now, struct fail *why);
/*
 * Does up to `max` of it, inside the caller's transaction; returns how many, or
 * -1.
 */
int rules_tick(struct desk *desk, int64_t now, int max, struct fail *why);

#endif
