/*
 * How a command has the roles look at once at what it changed: a FIFO in the
 * state folder, which the supervisor listens to.  As all wake-ups it only saves
 * waiting.
 */
#ifndef APP_WAKE_H
#define APP_WAKE_H

#include <stdbool.h>

#include "base/fail.h"
#include "port/conf.h"

/* The supervisor's end; -1: commands are seen when the roles look next. */
int wake_open(const struct conf *conf, struct fail *why);
/* Forgets what was said: the roles are woken once for all of it. */
void wake_drain(int fd);
/* Takes the name away, too. -1 is fine. */
void wake_close(int fd, const struct conf *conf);

/* A command's; never waits, and nobody need be there. */
void wake_call(const struct conf *conf);

#endif
