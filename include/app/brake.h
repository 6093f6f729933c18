/*
 * The counters of DESIGN 6: they stop loops that no header gives away.  All
 * are persistent; a limit that is hit is silent but for the record.
 */
#ifndef APP_BRAKE_H
#define APP_BRAKE_H

#include "app/desk.h"
#include "desk/origin.h"

/* All return 1 (go on), 0 (stop; *reason is a word), -1. */

/* May this address get an acknowledgement for this ticket? Counts it if so. */
int brake_acknowledge(struct desk *desk, struct slice address,
    int64_t ticket_id, int64_t now, const char **reason, struct fail *why);
/* May it get automatic mail about this ticket? Counts it if so. */
int brake_automatic(struct desk *desk, struct slice address, int64_t ticket_id,
    int64_t now, const char **reason, struct fail *why);
/* It gets automatic mail now: what it answers at once may be a reflex. */
int brake_wrote(struct desk *desk, struct slice address, int64_t now,
    struct fail *why);
/* May this sender open one more ticket in this hour? Counts it if so. */
int brake_new_ticket(struct desk *desk, struct slice identity, bool machine,
    int64_t now, const char **reason, struct fail *why);
/* May this agent give so many more commands by mail today? Counts them if so. */
#define BRAKE_COMMANDS_DAY 200
int brake_commands(struct desk *desk, struct slice identity, size_t commands,
    int64_t now, struct fail *why);

/*
 * What an arriving mail says about loops: counts the body, the reflex answer;
 * may switch automatic mail to its sender off.  0: no acknowledgement.
 */
int brake_arrival(struct desk *desk, const struct origin *origin,
    struct slice body_digest, int64_t now, const char **reason,
    struct fail *why);
/* A human act was proven (an agent acted, or a reply token came back). */
int brake_proven(struct desk *desk, struct slice address, struct fail *why);
/* An agent says that it is no machine's: its reflexes are forgotten, too. */
int brake_forgive(struct desk *desk, struct slice identity, struct fail *why);

#endif
