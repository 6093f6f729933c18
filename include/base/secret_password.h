/* Passwords as they are kept: Argon2id, by libsodium. */
#ifndef BASE_SECRET_PASSWORD_H
#define BASE_SECRET_PASSWORD_H

#include <stdbool.h>

#include "base/fail.h"
#include "base/slice.h"

#define PASSWORD_HASH_SIZE 128
/* Octets of one; longer ones are none. */
#define PASSWORD_MAX 1024
/* What one hash takes, in octets: whoever tries many cannot take more. */
#define PASSWORD_MEMORY ((size_t)32 << 20)

/* FAIL_RETRY: there is no memory for it. */
int password_hash(struct slice password, char to[PASSWORD_HASH_SIZE],
    struct fail *why);
/*
 * Whether it is the password of this hash.  False, too, for a hash that asks for
 * other costs than ours: a row that somebody wrote shall not take all memory.
 */
bool password_verify(struct slice hash, struct slice password);
/* Takes the time of password_verify: for where there is no hash to compare. */
void password_verify_none(struct slice password);

#endif
