/* Answers to confirm letters: a held mail of an agent is applied after all. */
#ifndef APP_CONFIRM_H
#define APP_CONFIRM_H

#include "app/pipeline.h"
#include "desk/origin.h"

/*
 * 1: the mail answered a confirm letter and *out says what came of it; 0: it
 * has no verify token of its sender; -1.
 */
int confirm_file(struct desk *desk, struct work *work,
    const struct origin *origin, struct filed *out, struct fail *why);

#endif
