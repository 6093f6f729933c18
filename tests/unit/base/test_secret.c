/* Secrets: known digests, and the file of the keys. */
#include "case.h"

#include "base/encode.h"
#include "base/secret.h"

#define DIGITS "000102030405060708090a0b0c0d0e0f" \
    "101112131415161718191a1b1c1d1e1f"

static void
assert_digest(const char *name, const unsigned char got[SECRET_DIGEST_SIZE],
    const char *want)
{
	struct arena	arena = ARENA_INIT;
	struct text	text = TEXT_IN(&arena);

	encode_hex(&text, slice_make(got, SECRET_DIGEST_SIZE));
	assert_case(name, text_string(&text), want);
	arena_free(&arena);
}

static void
test_secret_digests(void **state)
{
	unsigned char		digest[SECRET_DIGEST_SIZE];
	struct secret_hash	hash;

	(void)state;
	/* FIPS 180-2, B.1 and B.2. */
	secret_sha256(SLICE("abc"), digest);
	assert_digest("abc", digest, "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad");
	secret_sha256(SLICE_EMPTY, digest);
	assert_digest("nothing", digest, "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855");
	/* As b2sum -l 256 prints them. */
	secret_digest(SLICE("abc"), digest);
	assert_digest("abc", digest, "bddd813c634239723171ef3fee98579b"
	    "94964e3bb1cb3e427262c8c068d52319");
	secret_digest(SLICE_EMPTY, digest);
	assert_digest("nothing", digest, "0e5751c026e543b2e8ab2eb06099daa1"
	    "d1e5df47778f7787faab45cdf12fe3a8");
	secret_hash_begin(&hash);
	secret_hash_add(&hash, SLICE("abcdbcdecdefdefgefghfghighij"));
	secret_hash_add(&hash, SLICE_EMPTY);
	secret_hash_add(&hash, SLICE("hijkijkljklmklmnlmnomnopnopq"));
	secret_hash_end(&hash, digest);
	assert_digest("in pieces", digest, "5f7a93da9c5621583f22e49e8e91a40c"
	    "bba37536622235a380f434b9f68e49c4");
}

static void
test_secret_hmac(void **state)
{
	struct secret_key	key = { .id = 'a' };
	unsigned char		digest[SECRET_DIGEST_SIZE];

	(void)state;
	/* RFC 4231, cases 1 and 2; short keys are filled up with zeros. */
	memset(key.bytes, 0x0b, 20);
	secret_hmac(&key, SLICE("Hi There"), digest);
	assert_digest("case 1", digest, "b0344c61d8db38535ca8afceaf0bf12b"
	    "881dc200c9833da726e9376c2e32cff7");
	memset(key.bytes, 0, sizeof(key.bytes));
	memcpy(key.bytes, "Jefe", 4);
	secret_hmac(&key, SLICE("what do ya want for nothing?"), digest);
	assert_digest("case 2", digest, "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843");
}

static void
test_secret_bytes(void **state)
{
	unsigned char one[32] = { 0 }, two[32] = { 0 }, zero[32] = { 0 };

	(void)state;
	secret_random(one, sizeof(one));
	secret_random(two, sizeof(two));
	assert_false(secret_equal(one, two, sizeof(one)));
	assert_false(secret_equal(one, zero, sizeof(one)));
	memcpy(two, one, sizeof(one));
	assert_true(secret_equal(one, two, sizeof(one)));
	two[31] ^= 1;
	assert_false(secret_equal(one, two, sizeof(one)));
	assert_true(secret_equal(one, two, 31));
	assert_true(secret_equal(one, two, 0));
	secret_wipe(one, sizeof(one));
	assert_true(secret_equal(one, zero, sizeof(one)));
}

static void
test_secret_create(void **state)
{
	char			folder[PATH_MAX], path[PATH_MAX];
	char			before[256], after[256];
	struct fail		why = FAIL_INIT;
	struct secret_keys	keys, again;
	struct stat		info;
	struct slice		text;

	(void)state;
	case_path(path, case_folder(folder), "secret.key");
	assert_int_equal(secret_create(path, &why), 0);
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 07777, 0600);
	assert_int_equal(secret_load(path, &keys, &why), 0);
	assert_int_equal(keys.count, 1);
	assert_ptr_equal(secret_find(&keys, keys.keys[0].id), &keys.keys[0]);
	assert_null(secret_find(&keys, '1'));

	text = case_get(path, before, sizeof(before));
	assert_int_equal(secret_create(path, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_case_slice("a key is never written over",
	    case_get(path, after, sizeof(after)), text);

	unlink(path);
	assert_int_equal(secret_create(path, &why), 0);
	assert_int_equal(secret_load(path, &again, &why), 0);
	assert_memory_not_equal(keys.keys[0].bytes, again.keys[0].bytes,
	    SECRET_KEY_SIZE);
	case_folder_remove(folder);
}

static void
test_secret_load_modes(void **state)
{
	static const struct {
		const char	*name;
		mode_t		 mode;
		bool		 ok;
	} cases[] = {
		{ "its owner's alone", 0600, true },
		{ "also when only to be read", 0400, true },
		{ "the group may not read it", 0640, false },
		{ "others may not read it", 0604, false },
		{ "nobody else may write it", 0620, false },
		{ "nor run it", 0601, false },
	};
	char			folder[PATH_MAX], path[PATH_MAX];
	struct fail		why = FAIL_INIT;
	struct secret_keys	keys;
	int			rc;

	(void)state;
	case_path(path, case_folder(folder), "secret.key");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		unlink(path);
		case_put(path, SLICE("key a " DIGITS "\n"), cases[i].mode);
		rc = secret_load(path, &keys, &why);
		assert_case_int(cases[i].name, rc, cases[i].ok ? 0 : -1);
		if (rc < 0)
			assert_case_int(cases[i].name, why.kind, FAIL_SETUP);
	}
	case_folder_remove(folder);
}

static void
test_secret_load_text(void **state)
{
	static const struct {
		const char	*name;
		struct slice	 text;
		const char	*ids; /* NULL: refused */
	} cases[] = {
		{ "one key", SLICE_INIT("key a " DIGITS "\n"), "a" },
		{ "two keys, the first is the newest",
		  SLICE_INIT("key 7 " DIGITS "\nkey a " DIGITS "\n"), "7a" },
		{ "comments, empty lines and CRLF",
		  SLICE_INIT("# x\r\n\r\n  key B " DIGITS " # old\r\n"), "b" },
		{ "no line end at the end", SLICE_INIT("key a " DIGITS), "a" },
		{ "no key at all", SLICE_INIT("# nothing\n"), NULL },
		{ "an empty file", SLICE_INIT(""), NULL },
		{ "three keys", SLICE_INIT("key a " DIGITS "\nkey b " DIGITS
		      "\nkey c " DIGITS "\n"), NULL },
		{ "one id twice", SLICE_INIT("key a " DIGITS "\nkey A " DIGITS
		      "\n"), NULL },
		{ "an id that is no base32 digit",
		  SLICE_INIT("key 1 " DIGITS "\n"), NULL },
		{ "an id of two digits", SLICE_INIT("key ab " DIGITS "\n"),
		  NULL },
		{ "a digit too few", SLICE_INIT("key a 0" "\n"), NULL },
		{ "a digit too many", SLICE_INIT("key a " DIGITS "0\n"),
		  NULL },
		{ "another word", SLICE_INIT("kex a " DIGITS "\n"), NULL },
		{ "half a line", SLICE_INIT("key"), NULL },
		{ "a good line does not excuse a bad one",
		  SLICE_INIT("key a " DIGITS "\n?\n"), NULL },
	};
	char			folder[PATH_MAX], path[PATH_MAX];
	struct secret_keys	keys;
	struct fail		why;
	int			rc;

	(void)state;
	case_path(path, case_folder(folder), "secret.key");
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *ids = cases[i].ids;

		why = (struct fail)FAIL_INIT;
		case_put(path, cases[i].text, 0600);
		rc = secret_load(path, &keys, &why);
		assert_case_int(cases[i].name, rc, ids == NULL ? -1 : 0);
		assert_case_int(cases[i].name, keys.count,
		    ids == NULL ? 0 : strlen(ids));
		if (rc < 0)
			assert_case_int(cases[i].name, why.kind, FAIL_SETUP);
		for (size_t k = 0; k < keys.count; k++) {
			assert_case_int(cases[i].name, keys.keys[k].id,
			    ids[k]);
			assert_case_int(cases[i].name, keys.keys[k].bytes[31],
			    0x1f);
		}
	}
	case_folder_remove(folder);
}

static void
test_secret_load_missing(void **state)
{
	struct secret_keys	keys;
	struct fail		why = FAIL_INIT;
	char			folder[PATH_MAX];

	(void)state;
	assert_int_equal(secret_load("/nowhere/key", &keys, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	case_folder(folder);
	assert_int_equal(secret_load(folder, &keys, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	case_folder_remove(folder);
}

static void
test_secret_rotate(void **state)
{
	char			folder[PATH_MAX], path[PATH_MAX];
	struct secret_keys	first, second, third, read;
	struct fail		why = FAIL_INIT;
	struct stat		info;
	char			dropped;

	(void)state;
	case_folder(folder);
	case_path(path, folder, "secret.key");
	assert_int_equal(secret_rotate(path, &first, &dropped, &why), -1);
	assert_case_int("without a file there is nothing to rotate", why.kind,
	    FAIL_SETUP);
	assert_int_equal(secret_create(path, &why), 0);
	assert_int_equal(secret_load(path, &first, &why), 0);

	assert_int_equal(secret_rotate(path, &second, &dropped, &why), 0);
	assert_case_int("two may live", dropped, '\0');
	assert_int_equal(second.count, 2);
	assert_case_int("the old one stays, behind the new one",
	    second.keys[1].id, first.keys[0].id);
	assert_memory_equal(second.keys[1].bytes, first.keys[0].bytes,
	    SECRET_KEY_SIZE);
	assert_case_true("another id",
	    second.keys[0].id != first.keys[0].id);
	assert_case_true("other bytes", memcmp(second.keys[0].bytes,
	    first.keys[0].bytes, SECRET_KEY_SIZE) != 0);

	assert_int_equal(secret_rotate(path, &third, &dropped, &why), 0);
	assert_case_int("the oldest goes", dropped, first.keys[0].id);
	assert_int_equal(third.count, 2);
	assert_case_int("the newer one stays", third.keys[1].id,
	    second.keys[0].id);
	assert_case_true("the id of the one that went is not taken at once",
	    third.keys[0].id != dropped);
	assert_int_equal(secret_load(path, &read, &why), 0);
	assert_memory_equal(read.keys, third.keys, sizeof(read.keys));
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 07777, 0600);
	case_folder_remove(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_secret_digests),
		cmocka_unit_test(test_secret_hmac),
		cmocka_unit_test(test_secret_bytes),
		cmocka_unit_test(test_secret_create),
		cmocka_unit_test(test_secret_load_modes),
		cmocka_unit_test(test_secret_load_text),
		cmocka_unit_test(test_secret_load_missing),
		cmocka_unit_test(test_secret_rotate),
	};

	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
