/* Answers to letters that ask: a held mail of an agent is applied after all. */
#ifndef APP_CONFIRM_H
#define APP_CONFIRM_H

#include "app/pipeline.h"
#include "desk/origin.h"

/*
 * 1: the mail answered a letter that asks, and *out says what came of it; 0: it
 * has no verify token of its sender, or says something else than such an answer:
 * then origin is that of an answer to any other letter; -1.
 */
int confirm_file(struct desk *desk, struct work *work, struct origin *origin,
    struct filed *out, struct fail *why);

#endif
