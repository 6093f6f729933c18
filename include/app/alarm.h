/*
 * The alarm: roles whose syncs failed twice stay down, even across a restart
 * of the daemon, until `maildesk check` has found the databases whole.  It is
 * a file in state.dir, a role's name on each line.
 */
#ifndef APP_ALARM_H
#define APP_ALARM_H

#include <stdbool.h>

#include "base/fail.h"
#include "port/conf.h"

int alarm_raise(const struct conf *conf, const char *role, struct fail *why);
/* Whether this role is to stay down. */
bool alarm_is_raised(const struct conf *conf, const char *role);
/* After a check that found nothing. 1: there was an alarm; 0; -1. */
int alarm_clear(const struct conf *conf, struct fail *why);

#endif
