/* A user as a card. */
#ifndef APP_CARD_EXPORT_H
#define APP_CARD_EXPORT_H

#include "app/cli.h"
#include "desk/card.h"

/*
 * All that we hold of them; what colleagues noted only with `notes`.  1; 0: they
 * were deleted; -1.  In cli's arena.
 */
int card_export(struct cli *cli, const struct person *person, bool notes,
    struct card *out, struct fail *why);

#endif
