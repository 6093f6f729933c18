/* The token of a mail that the desk sends to itself. */
#include "desk/canary.h"

#include "base/encode.h"

#define MAC_SIZE 20

/* No token of a letter is signed over these words. */
static void
sign(const struct secret_key *key, struct slice nonce,
    unsigned char mac[SECRET_DIGEST_SIZE])
{
	struct arena arena = ARENA_INIT;
	struct text text = TEXT_IN(&arena);

	text_add_string(&text, "maildesk canary\n");
	text_add(&text, nonce);
	secret_hmac(key, text_slice(&text), mac);
	arena_free(&arena);
}

void
canary_write(const struct secret_keys *keys, struct slice nonce,
    struct text *to)
{
	unsigned char mac[SECRET_DIGEST_SIZE];

	sign(&keys->keys[0], nonce, mac);
	text_add(to, nonce);
	text_add_char(to, '.');
	text_add_char(to, keys->keys[0].id);
	encode_hex(to, slice_make(mac, MAC_SIZE));
}

bool
canary_verify(const struct secret_keys *keys, struct slice value,
    struct slice *nonce)
{
	unsigned char want[SECRET_DIGEST_SIZE], got[MAC_SIZE];
	const struct secret_key *key;
	struct slice rest = slice_trim(value);

	*nonce = SLICE_EMPTY;
	if (!slice_cut(&rest, '.', nonce) || nonce->len == 0 ||
	    nonce->len > CANARY_NONCE_MAX || rest.len == 0 ||
	    (key = secret_find(keys, rest.data[0])) == NULL ||
	    !decode_hex(slice_from(rest, 1), got, sizeof(got)))
		return false;
	sign(key, *nonce, want);
	return secret_equal(want, got, sizeof(got));
}
