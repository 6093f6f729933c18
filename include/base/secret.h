/* Keys, digests, randomness and constant-time comparison (libsodium). */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fail.h"
#include "base/slice.h"

#define SECRET_KEY_SIZE 32
#define SECRET_DIGEST_SIZE 32 /* of all digests */
#define SECRET_KEYS_MAX 2     /* two live keys, for rotation */

struct secret_key {
	char id; /* one base32 digit, a-z 2-7: names the key in tokens */
	unsigned char bytes[SECRET_KEY_SIZE];
};

/* The keys of secret.key, newest first; the first one signs, all verify. */
struct secret_keys {
	struct secret_key keys[SECRET_KEYS_MAX];
	size_t count;
};

/* Must be called once before anything else here; aborts when it cannot. */
void secret_init(void);
void secret_random(void *to, size_t len);
bool secret_equal(const void *a, const void *b, size_t len);
void secret_wipe(void *data, size_t len);

/*
 * BLAKE2b of 256 bits, as `b2sum -l 256` prints it: as strong as SHA-256 and
 * three times as fast, for what is digested of every message.
 */
void secret_digest(struct slice data, unsigned char to[SECRET_DIGEST_SIZE]);
/* SHA-256, for people and programs that want to compare. */
void secret_sha256(struct slice data, unsigned char to[SECRET_DIGEST_SIZE]);
void secret_hmac(const struct secret_key *key, struct slice data,
    unsigned char to[SECRET_DIGEST_SIZE]);

/* HMAC-SHA-256 with a key of any length, as other programs compute it. */
void secret_sign(struct slice key, struct slice data,
    unsigned char to[SECRET_DIGEST_SIZE]);

/* secret_digest in pieces. The state is opaque and fits any libsodium's. */
struct secret_hash {
	_Alignas(64) unsigned char state[384];
};
void secret_hash_begin(struct secret_hash *hash);
void secret_hash_add(struct secret_hash *hash, struct slice data);
void secret_hash_end(struct secret_hash *hash,
    unsigned char to[SECRET_DIGEST_SIZE]);

/*
 * Writes a new secret.key (mode 0600) with one random key; an existing file is
 * left alone and is FAIL_SETUP.  The file is text: one line
 * `key <id> <64 hex digits>` per key, newest first, # comments.
 */
int secret_create(const char *path, struct fail *why);
/* A file readable by group or others, malformed or missing: FAIL_SETUP. */
int secret_load(const char *path, struct secret_keys *out, struct fail *why);
/*
 * Puts a new key in front of those of the file, which keeps SECRET_KEYS_MAX:
 * *dropped is the id of the one that had to go, '\0' when none had.  *out are
 * those that live now.  When it returns -1 the file is as it was.
 */
int secret_rotate(const char *path, struct secret_keys *out, char *dropped,
    struct fail *why);
/* The key with this id, or NULL. */
const struct secret_key *secret_find(const struct secret_keys *keys, char id);

#endif
