/*
 * The intake, the one inner door: LMTP on a unix socket, each message in the
 * archive before it is acknowledged.  One plain loop serves all clients: it
 * takes what has arrived, commits once, answers all.
 */
#ifndef APP_INTAKE_H
#define APP_INTAKE_H

#include "app/role.h"
#include "base/fail.h"
#include "port/conf.h"

/* A body over this is committed alone, after the small ones. */
#define INTAKE_SMALL ((int64_t)1 << 20)
/* Where a group of small ones ends though more may have arrived. */
#define INTAKE_GROUP_MESSAGES 256
#define INTAKE_GROUP_BYTES ((int64_t)16 << 20)
/* Of so many places one user's processes, which may hang, have at most: */
#define INTAKE_SHARE(places) ((places) - (places) / 8)

struct intake;

/*
 * Opens the archive, which must be there, and listens; the desk is opened when
 * it is first asked.  conf and role are kept.
 */
int intake_open(struct intake **out, const struct conf *conf,
    const struct role *role, struct fail *why);
/* Hangs up on everybody and takes the socket away. NULL is fine. */
void intake_close(struct intake *intake);

/*
 * One round: waits at most `wait` milliseconds for something to arrive, takes
 * it, commits what is complete, answers.  `now` is clock_mono's, for the time
 * limits.  Returns how many messages were accepted; or -1, when the role must
 * end: nobody has been answered.
 */
int intake_step(struct intake *intake, int64_t now, int wait,
    struct fail *why);

/* Says 421 to everybody; what was not acknowledged comes again. */
void intake_stop(struct intake *intake);

/* How many clients are connected. */
size_t intake_clients(const struct intake *intake);

/* The role: steps until it is told to stop. */
enum role_exit intake_run(const struct conf *conf, const struct role *role);

#endif
