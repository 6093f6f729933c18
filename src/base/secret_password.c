/* Passwords as they are kept: Argon2id, by libsodium. */
#include "base/secret_password.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

/* Three passes: some fifty milliseconds on a machine of today. */
#define PASSES 3
/* The costs as they stand at the front of every hash of ours. */
#define COSTS "$argon2id$v=19$m=32768,t=3,p=1$"

static_assert(PASSWORD_HASH_SIZE == crypto_pwhash_STRBYTES,
    "a hash fits");

int
password_hash(struct slice password, char to[PASSWORD_HASH_SIZE],
    struct fail *why)
{
	if (password.len == 0 || password.len > PASSWORD_MAX)
		return fail_set(why, FAIL_REFUSE, "a password has 1 to %d"
		    " octets", PASSWORD_MAX);
	if (crypto_pwhash_str_alg(to, password.data, password.len, PASSES,
		PASSWORD_MEMORY, crypto_pwhash_ALG_ARGON2ID13) != 0)
		return fail_set(why, FAIL_RETRY,
		    "there is no memory to hash a password in");
	assert(slice_starts(slice_of(to), SLICE(COSTS)));
	return 0;
}

bool
password_verify(struct slice hash, struct slice password)
{
	char text[PASSWORD_HASH_SIZE] = "";

	if (!slice_starts(hash, SLICE(COSTS)) || hash.len >= sizeof(text) ||
	    password.len == 0 || password.len > PASSWORD_MAX)
		return false;
	memcpy(text, hash.data, hash.len);
	return crypto_pwhash_str_verify(text, password.data,
	    password.len) == 0;
}

void
password_verify_none(struct slice password)
{
	/* Of nothing: no password has it. */
	(void)password_verify(SLICE(COSTS "AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAA"
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), password);
}
