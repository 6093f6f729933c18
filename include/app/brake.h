/*
 * The counters of DESIGN 6: they stop loops that no header gives away.  All
 * are persistent; a limit that is hit is silent but for the record.
 */
#ifndef APP_BRAKE_H
#define APP_BRAKE_H

#include "app/desk.h"

struct origin;

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
 * May the owner of a token, who has this address, be asked whether the other is
 * the same person?  Once for each pair.  Counts it if so.
 */
int brake_claim(struct desk *desk, struct slice address, int64_t owner_id,
    int64_t other_id, int64_t now, const char **reason, struct fail *why);

/*
 * What an arriving mail says about loops: counts the body, the reflex answer;
 * may switch automatic mail to its sender off.  is_answer: it stands on a
 * ticket, or says itself that it answers something.  0: no acknowledgement.
 */
int brake_arrival(struct desk *desk, const struct origin *origin,
    bool is_answer, struct slice body_digest, int64_t now,
    const char **reason, struct fail *why);
/* A human act was proven (an agent acted, or a reply token came back). */
int brake_proven(struct desk *desk, struct slice address, struct fail *why);
/* An agent says that it is no machine's: its reflexes are forgotten, too. */
int brake_forgive(struct desk *desk, struct slice identity, struct fail *why);
/*
 * Whether a program answers at a person's addresses; if none does, they are
 * forgiven.
 */
int brake_set_responder(struct desk *desk, int64_t person_id, bool on,
    struct fail *why);

/*
 * The words of all that holds letters back, in the order of the manual; NULL:
 * there is no further one.
 */
const char *brake_reason(size_t i);
/* A letter was held back for this reason; another word counts nothing. */
int brake_held_back(struct desk *desk, const char *reason, int64_t now,
    struct fail *why);
/* How many were since, for this reason. */
int brake_held_since(struct desk *desk, const char *reason, int64_t since,
    int64_t *count, struct fail *why);

#endif
