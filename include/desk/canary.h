/*
 * A mail that the desk sends to itself, to see whether mail arrives.  Its token
 * is signed, so that nobody else can make mail vanish among them: it makes no
 * ticket and tells nobody.
 */
#ifndef DESK_CANARY_H
#define DESK_CANARY_H

#include "base/secret.h"
#include "base/text.h"

#define CANARY_HEADER "X-Maildesk-Canary"
/* Of its nonce, letters of ours: a UUID. */
#define CANARY_NONCE_MAX 64

/* "<nonce>.<key><mac>", signed with the first key. */
void canary_write(const struct secret_keys *keys, struct slice nonce,
    struct text *to);
/*
 * Whether the desk wrote this value, with any live key; *nonce points into it.
 */
bool canary_verify(const struct secret_keys *keys, struct slice value,
    struct slice *nonce);

#endif
