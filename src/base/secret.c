/* Keys, digests and randomness, from libsodium; and the file of the keys. */
#include "base/secret.h"

#include <assert.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/encode.h"
#include "base/file.h"
#include "base/log.h"
#include "base/text.h"

#define FILE_SIZE 4096

static_assert(SECRET_KEY_SIZE == crypto_auth_hmacsha256_KEYBYTES,
    "a key is what the HMAC wants");
static_assert(SECRET_DIGEST_SIZE == crypto_auth_hmacsha256_BYTES &&
    SECRET_DIGEST_SIZE == crypto_hash_sha256_BYTES &&
    SECRET_DIGEST_SIZE == crypto_generichash_BYTES,
    "all digests are of one size");
static_assert(sizeof(crypto_generichash_state) <= sizeof(struct secret_hash) &&
    _Alignof(crypto_generichash_state) <= _Alignof(struct secret_hash),
    "the state fits");

void
secret_init(void)
{
	if (sodium_init() < 0)
		log_die("libsodium cannot be set up");
}

void
secret_random(void *to, size_t len)
{
	randombytes_buf(to, len);
}

bool
secret_equal(const void *a, const void *b, size_t len)
{
	return sodium_memcmp(a, b, len) == 0;
}

void
secret_wipe(void *data, size_t len)
{
	sodium_memzero(data, len);
}

void
secret_digest(struct slice data, unsigned char to[SECRET_DIGEST_SIZE])
{
	crypto_generichash(to, SECRET_DIGEST_SIZE,
	    (const unsigned char *)data.data, data.len, NULL, 0);
}

void
secret_sha256(struct slice data, unsigned char to[SECRET_DIGEST_SIZE])
{
	crypto_hash_sha256(to, (const unsigned char *)data.data, data.len);
}

void
secret_hmac(const struct secret_key *key, struct slice data,
    unsigned char to[SECRET_DIGEST_SIZE])
{
	crypto_auth_hmacsha256(to, (const unsigned char *)data.data, data.len,
	    key->bytes);
}

void
secret_sign(struct slice key, struct slice data,
    unsigned char to[SECRET_DIGEST_SIZE])
{
	crypto_auth_hmacsha256_state state;

	crypto_auth_hmacsha256_init(&state, (const unsigned char *)key.data,
	    key.len);
	crypto_auth_hmacsha256_update(&state,
	    (const unsigned char *)data.data, data.len);
	crypto_auth_hmacsha256_final(&state, to);
	secret_wipe(&state, sizeof(state));
}

static crypto_generichash_state *
state_of(struct secret_hash *hash)
{
	return (void *)hash->state;
}

void
secret_hash_begin(struct secret_hash *hash)
{
	crypto_generichash_init(state_of(hash), NULL, 0, SECRET_DIGEST_SIZE);
}

void
secret_hash_add(struct secret_hash *hash, struct slice data)
{
	crypto_generichash_update(state_of(hash),
	    (const unsigned char *)data.data, data.len);
}

void
secret_hash_end(struct secret_hash *hash,
    unsigned char to[SECRET_DIGEST_SIZE])
{
	crypto_generichash_final(state_of(hash), to, SECRET_DIGEST_SIZE);
}

/* A random key, whose id none of `others` has. */
static void
make_key(const struct secret_keys *others, struct secret_key *out)
{
	static const char	digits[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned char		digit;

	secret_random(out->bytes, sizeof(out->bytes));
	do {
		secret_random(&digit, 1);
		out->id = digits[digit & 31];
	} while (secret_find(others, out->id) != NULL);
}

/* Creates the file, or replaces it. */
static int
write_keys(const char *path, const struct secret_keys *keys,
    int (*write_file)(const char *, struct slice, mode_t, struct fail *),
    struct fail *why)
{
	struct arena	arena = ARENA_INIT;
	struct text	text = TEXT_IN(&arena);
	int		rc;

	/* So that no half of it is left behind by growing. */
	text_reserve(&text, FILE_SIZE);
	text_add_string(&text, "# maildesk's secret keys, newest first.\n");
	for (size_t i = 0; i < keys->count; i++) {
		text_add_format(&text, "key %c ", keys->keys[i].id);
		encode_hex(&text, slice_make(keys->keys[i].bytes,
		    SECRET_KEY_SIZE));
		text_add_char(&text, '\n');
	}
	rc = write_file(path, text_slice(&text), 0600, why);
	secret_wipe(text.data, text.size);
	arena_free(&arena);
	return rc;
}

int
secret_create(const char *path, struct fail *why)
{
	struct secret_keys	keys = { .count = 0 };
	int			rc;

	make_key(&keys, &keys.keys[0]);
	keys.count = 1;
	rc = write_keys(path, &keys, file_create, why);
	secret_wipe(&keys, sizeof(keys));
	return rc;
}

int
secret_rotate(const char *path, struct secret_keys *out, char *dropped,
    struct fail *why)
{
	struct secret_keys	old;

	*dropped = '\0';
	if (secret_load(path, &old, why) < 0)
		return -1;
	/* Not the id of the one that goes either: it would be forged then. */
	make_key(&old, &out->keys[0]);
	if (old.count == SECRET_KEYS_MAX)
		*dropped = old.keys[--old.count].id;
	for (size_t i = 0; i < old.count; i++)
		out->keys[i + 1] = old.keys[i];
	out->count = old.count + 1;
	secret_wipe(&old, sizeof(old));
	if (write_keys(path, out, file_replace, why) == 0)
		return 0;
	secret_wipe(out, sizeof(*out));
	return -1;
}

/* Our own reading: file_read would leave the keys in an arena. */
static int
read_keys(const char *path, char to[FILE_SIZE], struct slice *out,
    struct fail *why)
{
	struct stat	info;
	size_t		len = 0;
	ssize_t		got = -1;
	int		fd;
	int		rc = -1;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &info) < 0) {
		fail_sys(why, FAIL_SETUP, "cannot read %s", path);
		goto done;
	}
	if ((info.st_mode & 077) != 0) {
		fail_set(why, FAIL_SETUP, "%s can be read by others: "
		    "chmod 600 it, and if they may have read it, make a new "
		    "key", path);
		goto done;
	}
	while (len < FILE_SIZE &&
	    (got = read(fd, to + len, FILE_SIZE - len)) > 0)
		len += (size_t)got;
	if (got < 0)
		fail_sys(why, FAIL_SETUP, "cannot read %s", path);
	else if (len == FILE_SIZE)
		fail_set(why, FAIL_SETUP, "%s is too long", path);
	else
		rc = 0;
	*out = slice_make(to, len);
done:
	if (fd >= 0)
		close(fd);
	return rc;
}

/* "key <id> <64 hex digits>", a comment or nothing; NULL, or what is wrong. */
static const char *
parse_line(struct slice line, struct secret_keys *out)
{
	struct secret_key	key;
	struct slice		word, id;
	uint64_t		number;

	line = slice_trim(slice_head(line, slice_index(line, '#')));
	if (line.len == 0)
		return NULL;
	if (!slice_cut(&line, ' ', &word) || !slice_eq(word, SLICE("key")) ||
	    !slice_cut(&line, ' ', &id) || id.len != 1 ||
	    !decode_base32_number(id, &number))
		return "is not \"key ID DIGITS\"";
	key.id = ascii_lower(id.data[0]);
	if (!decode_hex(slice_trim(line), key.bytes, sizeof(key.bytes)))
		return "has not 64 hexadecimal digits";
	if (secret_find(out, key.id) != NULL)
		return "has the id of another key";
	if (out->count == ARRAY_LEN(out->keys))
		return "is one key too many";
	out->keys[out->count++] = key;
	secret_wipe(&key, sizeof(key));
	return NULL;
}

int
secret_load(const char *path, struct secret_keys *out, struct fail *why)
{
	char		bytes[FILE_SIZE];
	struct slice	rest, line;
	const char	*wrong;
	int		number = 0;
	int		rc = -1;

	*out = (struct secret_keys){ .count = 0 };
	if (read_keys(path, bytes, &rest, why) < 0)
		goto done;
	while (slice_line(&rest, &line)) {
		number++;
		wrong = parse_line(line, out);
		if (wrong != NULL) {
			fail_set(why, FAIL_SETUP, "%s:%d: this line %s", path,
			    number, wrong);
			goto done;
		}
	}
	if (out->count == 0)
		fail_set(why, FAIL_SETUP, "%s holds no key", path);
	else
		rc = 0;
done:
	if (rc < 0)
		secret_wipe(out, sizeof(*out));
	secret_wipe(bytes, sizeof(bytes));
	return rc;
}

const struct secret_key *
secret_find(const struct secret_keys *keys, char id)
{
	for (size_t i = 0; i < keys->count; i++)
		if (keys->keys[i].id == id)
			return &keys->keys[i];
	return NULL;
}
