/* What a ticket has any number of: labels, participants, followers, ... */
#ifndef STORE_TICKET_ITEMS_H
#define STORE_TICKET_ITEMS_H

#include "desk/ticket_item.h"
#include "store/db.h"

/*
 * Adds the item, or takes it away.  Time and charges are only ever added to: what
 * is taken back is a row below zero.  1: changed; 0: it was so already; -1.
 */
int ticket_items_change(struct db *db, int64_t ticket_id, int64_t person_id,
    int64_t now, const struct item_change *change, struct fail *why);

/*
 * What the ticket has of this kind, in the order people read it: names and ids
 * as in an item_change.  Array in the arena.
 */
int ticket_items_list(struct db *db, int64_t ticket_id, enum ticket_item item,
    struct arena *arena, struct item_change **out, size_t *count,
    struct fail *why);

#endif
