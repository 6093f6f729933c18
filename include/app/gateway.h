/*
 * The gateway: reads the archive in order and files it in groups, one commit
 * each.  Dies safely at any line: what has no filing is not filed.
 */
#ifndef APP_GATEWAY_H
#define APP_GATEWAY_H

#include "app/desk.h"
#include "app/role.h"

#define GATEWAY_GROUP_MESSAGES 64
#define GATEWAY_GROUP_BYTES (8 << 20)
#define GATEWAY_STRIKES 3
#ifndef GATEWAY_CPU_SECONDS /* tests need not wait that long */
#define GATEWAY_CPU_SECONDS 2 /* for any one message */
#endif

struct gateway;

int gateway_open(struct gateway **out, const struct conf *conf,
    struct fail *why);
void gateway_close(struct gateway *gateway);

/*
 * Files one group.  Returns how many messages it was (0: none waits), or -1:
 * the desk's trouble, wait and call again; FAIL_SETUP needs a person.
 */
int gateway_step(struct gateway *gateway, struct fail *why);

/* The role: steps until it is told to stop. */
enum role_exit gateway_run(const struct conf *conf, const struct role *role);

#endif
