/* Whether mail to an address is ours: the intake's question to the desk. */
#ifndef STORE_RECIPIENTS_H
#define STORE_RECIPIENTS_H

#include "base/slice.h"
#include "store/db.h"

/*
 * 1: the address is that of a department which is not disabled, as it stands
 * or without what follows the first '+' of its local part; 0: it is not; -1.
 */
int recipients_is_known(struct db *db, struct slice address,
    struct fail *why);
/* 1 when there is any such address at all; 0: the desk is not set up; -1. */
int recipients_any(struct db *db, struct fail *why);

#endif
