/* Which processes of maildeskd there are, as /proc tells. */
#ifndef APP_RUNNING_H
#define APP_RUNNING_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"
#include "port/conf.h"

struct running {
	bool is_up;	     /* the supervisor is there */
	uid_t uid;	     /* whose it is */
	struct slice *roles; /* "intake", "imap:support", ...: theirs */
	size_t count;
};

/*
 * What cannot be seen is not running: a caller of another account may see less.
 * In the arena.
 */
void running_load(const struct conf *conf, struct arena *arena,
    struct running *out);
bool running_has(const struct running *running, const char *role);

#endif
