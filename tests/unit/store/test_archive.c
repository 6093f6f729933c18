/* The archive: what was accepted comes back, byte for byte, in its order. */
#include "scratch.h"

#include <fcntl.h>
#include <unistd.h>

#include "store/archive.h"

static struct slice recipients[] = {
	SLICE_INIT("support+x@help.test"), SLICE_INIT("sales@help.test")
};
static struct slice originals[] = {
	SLICE_INIT("rfc822;s@help.test"), { NULL, 0 }
};

struct place {
	char		 folder[PATH_MAX];
	char		 path[PATH_MAX];
	struct archive	*archive;
};

static int
setup(void **state)
{
	struct place	*place = calloc(1, sizeof(*place));
	struct fail	 why = FAIL_INIT;

	if (place == NULL)
		return -1;
	case_folder(place->folder);
	case_path(place->path, place->folder, "archive.db");
	assert_ok(archive_open(&place->archive, place->path, DB_CREATE, &why),
	    &why);
	*state = place;
	return 0;
}

static int
teardown(void **state)
{
	struct place *place = *state;

	archive_close(place->archive);
	case_folder_remove(place->folder);
	free(place);
	return 0;
}

static struct envelope
plain_envelope(void)
{
	return (struct envelope){
		.door = DOOR_LMTP,
		.at = 1790000000,
		.sender = SLICE("alice@example.test"),
		.recipients = recipients,
		.originals = originals,
		.recipient_count = 2,
	};
}

/* In a transaction of its own. */
static int64_t
put(struct archive *archive, const struct envelope *envelope, struct slice raw)
{
	struct fail	why = FAIL_INIT;
	int64_t		id = -1;

	assert_ok(db_begin(archive_db(archive), &why), &why);
	assert_ok(archive_put(archive, envelope, raw, -1, 0, &id, &why), &why);
	assert_ok(db_commit(archive_db(archive), &why), &why);
	return id;
}

/* An unlinked file with `size` bytes that differ from place to place. */
static int
spill(const struct place *place, char *bytes, size_t size)
{
	char	path[PATH_MAX];
	int	fd;

	for (size_t i = 0; i < size; i++)
		bytes[i] = (char)(i * 31 + i / 4096);
	case_path(path, place->folder, "spill");
	fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(write(fd, bytes, size), size);
	return fd;
}

static void
test_archive_envelope(void **state)
{
	struct place	*place = *state;
	struct envelope	 envelope = plain_envelope(), got;
	struct slice	 raw = SLICE("Subject: x\r\n\r\na\0b\xff"), got_raw;
	struct arena	 arena = ARENA_INIT;
	struct fail	 why = FAIL_INIT;
	int64_t		 id;

	envelope.door = DOOR_PIPE;
	envelope.door_ref = SLICE("pipe:4Xyz:support@help.test");
	envelope.queue_id = SLICE("4Xyz");
	envelope.sasl_username = SLICE("alice");
	id = put(place->archive, &envelope, raw);
	assert_ok(archive_read(place->archive, id, &arena, &got, &got_raw,
	    &why), &why);
	assert_int_equal(got.door, DOOR_PIPE);
	assert_int_equal(got.at, 1790000000);
	assert_case_slice("sender", got.sender, envelope.sender);
	assert_case_slice("door_ref", got.door_ref, envelope.door_ref);
	assert_case_slice("queue id", got.queue_id, envelope.queue_id);
	assert_case_slice("login", got.sasl_username, envelope.sasl_username);
	assert_int_equal(got.recipient_count, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_case_slice("recipient", got.recipients[i],
		    recipients[i]);
		assert_case_slice("original", got.originals[i], originals[i]);
	}
	assert_case_slice("raw", got_raw, raw);
	assert_false(db_in_transaction(archive_db(place->archive)));
	arena_free(&arena);
}

static void
test_archive_bare(void **state)
{
	struct place	*place = *state;
	struct envelope	 envelope = { .door = DOOR_IMPORT, .at = 1 }, got;
	struct slice	 raw;
	struct arena	 arena = ARENA_INIT;
	struct fail	 why = FAIL_INIT;
	int64_t		 id;

	/* A refusal leaves a row without a body, that its source moves on. */
	id = put(place->archive, &envelope, SLICE_EMPTY);
	assert_ok(archive_read(place->archive, id, &arena, &got, &raw, &why),
	    &why);
	assert_int_equal(got.recipient_count, 0);
	assert_int_equal(got.sender.len, 0);
	assert_int_equal(got.door_ref.len, 0);
	assert_int_equal(raw.len, 0);
	arena_free(&arena);
}

static void
test_archive_addresses(void **state)
{
	static const struct {
		const char	*name;
		struct slice	 address;
		int		 want; /* of archive_put */
	} cases[] = {
		{ "quotes and blanks are an address", SLICE_INIT("\"a b\"@x"),
		  1 },
		{ "bytes of SMTPUTF8, or of nothing", SLICE_INIT("\xc3\xff@x"),
		  1 },
		{ "a hostile extension", SLICE_INIT("s+$(id)'--@x"), 1 },
		{ "nothing", SLICE_INIT(""), 1 },
		{ "a tab would become two", SLICE_INIT("a\tb@x"), -1 },
		{ "a line end would become two", SLICE_INIT("a\nb@x"), -1 },
		{ "a carriage return", SLICE_INIT("a\rb@x"), -1 },
		{ "a NUL", SLICE_INIT("a\0b@x"), -1 },
		{ "a DEL", SLICE_INIT("a\x7f@x"), -1 },
	};
	struct place	*place = *state;
	struct db	*db = archive_db(place->archive);

	for (size_t i = 0; i < 3 * ARRAY_LEN(cases); i++) {
		struct slice	 address = cases[i / 3].address;
		const char	*name = cases[i / 3].name;
		struct slice	 one = SLICE("x@y"), none = SLICE_EMPTY;
		struct envelope	 envelope = { .recipients = &one,
			.originals = &none, .recipient_count = 1 }, got;
		struct arena	 arena = ARENA_INIT;
		struct fail	 why = FAIL_INIT;
		struct slice	 raw;
		int64_t		 id = 0;

		*(i % 3 == 0 ? &envelope.sender : i % 3 == 1 ? &one : &none) =
		    address;
		assert_ok(db_begin(db, &why), &why);
		assert_case_int(name, archive_put(place->archive, &envelope,
		    SLICE("x"), -1, 0, &id, &why), cases[i / 3].want);
		assert_ok(db_commit(db, &why), &why);
		if (cases[i / 3].want < 0) {
			assert_case_int(name, why.kind, FAIL_REFUSE);
			continue;
		}
		assert_ok(archive_read(place->archive, id, &arena, &got, &raw,
		    &why), &why);
		assert_case_slice(name, got.sender, envelope.sender);
		assert_case_int(name, got.recipient_count, 1);
		assert_case_slice(name, got.recipients[0], one);
		assert_case_slice(name, got.originals[0], none);
		arena_free(&arena);
	}
}

static void
test_archive_sizes(void **state)
{
	static const size_t sizes[] = {
		1, 4096, 65535, 65536, 65537, 3 * 65536, 1000003
	};
	struct place	*place = *state;
	struct db	*db = archive_db(place->archive);
	char		*bytes = malloc(sizes[ARRAY_LEN(sizes) - 1]);

	assert_non_null(bytes);
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		struct envelope	envelope = plain_envelope(), got;
		int		fd = spill(place, bytes, sizes[i]);
		struct arena	arena = ARENA_INIT;
		struct fail	why = FAIL_INIT;
		struct slice	raw;
		int64_t		from_file, from_memory;

		from_memory = put(place->archive, &envelope,
		    slice_make(bytes, sizes[i]));
		assert_ok(db_begin(db, &why), &why);
		assert_int_equal(archive_put(place->archive, &envelope,
		    SLICE_EMPTY, fd, (int64_t)sizes[i], &from_file, &why), 1);
		assert_ok(db_commit(db, &why), &why);
		close(fd);

		assert_ok(archive_read(place->archive, from_memory, &arena,
		    &got, &raw, &why), &why);
		assert_true(slice_eq(raw, slice_make(bytes, sizes[i])));
		assert_ok(archive_read(place->archive, from_file, &arena,
		    &got, &raw, &why), &why);
		assert_true(slice_eq(raw, slice_make(bytes, sizes[i])));
		arena_free(&arena);
	}
	free(bytes);
}

static void
test_archive_half_a_body(void **state)
{
	struct place	*place = *state;
	struct db	*db = archive_db(place->archive);
	struct envelope	 envelope = plain_envelope();
	struct fail	 why = FAIL_INIT;
	char		*bytes = malloc(100000);
	int64_t		 first, second, id = 77, count, at;
	int		 fd;

	assert_non_null(bytes);
	fd = spill(place, bytes, 100000);
	assert_ok(db_begin(db, &why), &why);
	assert_int_equal(archive_put(place->archive, &envelope, SLICE("one"),
	    -1, 0, &first, &why), 1);
	/* The temporary file is shorter than was promised. */
	assert_int_equal(archive_put(place->archive, &envelope, SLICE_EMPTY,
	    fd, 100001, &id, &why), -1);
	assert_int_equal(why.kind, FAIL_RETRY);
	assert_int_equal(id, 77);
	assert_true(db_in_transaction(db));
	assert_int_equal(archive_put(place->archive, &envelope, SLICE("two"),
	    -1, 0, &second, &why), 1);
	assert_ok(db_commit(db, &why), &why);
	assert_ok(archive_waiting(place->archive, 0, &count, &at, &why), &why);
	assert_case_int("its neighbours in the commit stay, alone", count, 2);
	assert_int_equal(second, first + 1);
	close(fd);
	free(bytes);
}

static void
test_archive_door_ref(void **state)
{
	struct place	*place = *state;
	struct db	*db = archive_db(place->archive);
	struct envelope	 envelope = plain_envelope();
	struct fail	 why = FAIL_INIT;
	int64_t		 first, other, id = -1, last;

	envelope.door_ref = SLICE("imap:1/INBOX/7/42");
	first = put(place->archive, &envelope, SLICE("once"));
	assert_ok(db_begin(db, &why), &why);
	assert_int_equal(archive_put(place->archive, &envelope, SLICE("again"),
	    -1, 0, &id, &why), 0);
	assert_int_equal(id, first);
	assert_ok(db_commit(db, &why), &why);
	assert_ok(archive_last(place->archive, &last, &why), &why);
	assert_int_equal(last, first);

	envelope.door_ref = SLICE("imap:1/INBOX/7/43");
	other = put(place->archive, &envelope, SLICE("another"));
	assert_int_equal(archive_by_door_ref(place->archive, envelope.door_ref,
	    &id, &why), 1);
	assert_int_equal(id, other);
	assert_int_equal(archive_by_door_ref(place->archive, SLICE("imap:1"),
	    &id, &why), 0);

	/* Doors without one do not meet each other. */
	envelope.door_ref = SLICE_EMPTY;
	assert_int_not_equal(put(place->archive, &envelope, SLICE("same")),
	    put(place->archive, &envelope, SLICE("same")));
}

static void
test_archive_last_door_ref(void **state)
{
	static const struct {
		const char *name;
		struct slice prefix, want;
	} rows[] = {
		{ "the greatest", SLICE_INIT("imap:a/INBOX/7/"),
		    SLICE_INIT("imap:a/INBOX/7/0000000100") },
		{ "of another life of the folder",
		    SLICE_INIT("imap:a/INBOX/8/"),
		    SLICE_INIT("imap:a/INBOX/8/0000000002/stub") },
		{ "a prefix that is another's beginning",
		    SLICE_INIT("imap:a/INBOX/"),
		    SLICE_INIT("imap:a/INBOX/8/0000000002/stub") },
		{ "bytes are not letters", SLICE_INIT("imap:a/\xc3\xa4/1/"),
		    SLICE_INIT("imap:a/\xc3\xa4/1/0000000003") },
		{ "wildcards are none", SLICE_INIT("imap:a/%/"),
		    SLICE_INIT("") },
		{ "case matters", SLICE_INIT("imap:a/inbox/7/"),
		    SLICE_INIT("") },
		{ "none", SLICE_INIT("imap:b/"), SLICE_INIT("") },
		{ "it is longer than the prefix",
		    SLICE_INIT("imap:a/INBOX/7/0000000100"), SLICE_INIT("") },
	};
	static const struct slice refs[] = {
		SLICE_INIT("imap:a/INBOX/7/0000000100"),
		SLICE_INIT("imap:a/INBOX/7/0000000099"),
		SLICE_INIT("imap:a/INBOX/8/0000000001"),
		SLICE_INIT("imap:a/INBOX/8/0000000002/stub"),
		SLICE_INIT("imap:a/INBOX0/7/0000000500"),
		SLICE_INIT("imap:a/\xc3\xa4/1/0000000003"),
		SLICE_INIT("imap:a0/INBOX/7/0000000900"),
	};
	struct place	*place = *state;
	struct envelope	 envelope = plain_envelope();
	struct arena	 arena = ARENA_INIT;
	struct fail	 why = FAIL_INIT;
	struct slice	 got;

	for (size_t i = 0; i < ARRAY_LEN(refs); i++) {
		envelope.door_ref = refs[i];
		put(place->archive, &envelope, SLICE("x"));
	}
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		got = SLICE_EMPTY;
		assert_case_int(rows[i].name, archive_last_door_ref(
		    place->archive, rows[i].prefix, &arena, &got, &why),
		    rows[i].want.len > 0);
		assert_case_slice(rows[i].name, got, rows[i].want);
	}
	arena_free(&arena);
}

static void
test_archive_line(void **state)
{
	struct place	*place = *state;
	struct envelope	 envelope = plain_envelope();
	struct fail	 why = FAIL_INIT;
	int64_t		 id, size, count, oldest;

	assert_int_equal(archive_next(place->archive, 0, &id, &size, &why), 0);
	assert_ok(archive_last(place->archive, &id, &why), &why);
	assert_int_equal(id, 0);
	assert_ok(archive_waiting(place->archive, 0, &count, &oldest, &why),
	    &why);
	assert_int_equal(count, 0);
	assert_int_equal(oldest, 0);

	for (int i = 1; i <= 3; i++) {
		/* A clock that goes back changes nothing in the order. */
		envelope.at = 1000 - i;
		put(place->archive, &envelope, slice_make("12345", (size_t)i));
	}
	for (int i = 1; i <= 3; i++) {
		assert_int_equal(archive_next(place->archive, i - 1, &id,
		    &size, &why), 1);
		assert_int_equal(id, i);
		assert_int_equal(size, i);
	}
	assert_int_equal(archive_next(place->archive, 3, &id, &size, &why), 0);
	assert_ok(archive_last(place->archive, &id, &why), &why);
	assert_int_equal(id, 3);
	assert_ok(archive_waiting(place->archive, 1, &count, &oldest, &why),
	    &why);
	assert_int_equal(count, 2);
	assert_int_equal(oldest, 998);
	assert_ok(archive_since(place->archive, 998, &count, &why), &why);
	assert_case_int("the newest one is older already", count, 0);
	envelope.at = 1500;
	put(place->archive, &envelope, SLICE("x"));
	assert_ok(archive_since(place->archive, 998, &count, &why), &why);
	assert_case_int("back to the first that is older", count, 1);
	assert_ok(archive_since(place->archive, 0, &count, &why), &why);
	assert_case_int("back to the beginning", count, 4);
}

static void
test_archive_ids_are_never_used_twice(void **state)
{
	struct place	*place = *state;
	struct envelope	 envelope = plain_envelope();
	struct envelope	 got;
	struct arena	 arena = ARENA_INIT;
	struct fail	 why = FAIL_INIT;
	struct slice	 raw;
	int64_t		 last;

	assert_int_equal(put(place->archive, &envelope, SLICE("a")), 1);
	assert_int_equal(put(place->archive, &envelope, SLICE("b")), 2);
	scratch_script(archive_db(place->archive), "DELETE FROM message");
	assert_ok(archive_last(place->archive, &last, &why), &why);
	assert_int_equal(last, 2);
	assert_int_equal(archive_read(place->archive, 2, &arena, &got, &raw,
	    &why), 0);
	assert_int_equal(put(place->archive, &envelope, SLICE("c")), 3);
	arena_free(&arena);
}

static void
test_archive_epoch(void **state)
{
	struct place	*place = *state;
	struct fail	 why = FAIL_INIT;
	struct archive	*other;
	char		 first[ARCHIVE_EPOCH_SIZE], got[ARCHIVE_EPOCH_SIZE];
	char		 path[PATH_MAX];

	assert_ok(archive_epoch(place->archive, first, &why), &why);
	assert_int_equal(strlen(first), ARCHIVE_EPOCH_SIZE - 1);
	archive_close(place->archive);
	place->archive = NULL;
	for (int mode = DB_READ; mode <= DB_CREATE; mode++) {
		assert_ok(archive_open(&place->archive, place->path,
		    (enum db_mode)mode, &why), &why);
		assert_ok(archive_epoch(place->archive, got, &why), &why);
		assert_string_equal(got, first);
		archive_close(place->archive);
		place->archive = NULL;
	}

	case_path(path, place->folder, "other.db");
	assert_ok(archive_open(&other, path, DB_CREATE, &why), &why);
	assert_ok(archive_epoch(other, got, &why), &why);
	assert_string_not_equal(got, first);
	archive_close(other);
}

static void
test_archive_emptied(void **state)
{
	struct place	*place = *state;
	struct fail	 why = FAIL_INIT;
	struct archive	*archive;
	char		 path[PATH_MAX];

	/* A cut-off file must not pass for a new archive with ids from 1. */
	case_path(path, place->folder, "cut.db");
	case_put(path, SLICE(""), 0600);
	assert_int_equal(archive_open(&archive, path, DB_READ, &why), -1);
	assert_int_equal(archive_open(&archive, path, DB_WRITE, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_null(archive);
	assert_non_null(strstr(why.text, path));
}

static void
test_archive_reader_beside_writer(void **state)
{
	struct place	*place = *state;
	struct db	*db = archive_db(place->archive);
	struct envelope	 envelope = plain_envelope(), got;
	struct arena	 arena = ARENA_INIT;
	struct fail	 why = FAIL_INIT;
	struct archive	*reader;
	struct slice	 raw;
	int64_t		 id, size;

	assert_ok(archive_open(&reader, place->path, DB_READ, &why), &why);
	assert_ok(db_begin(db, &why), &why);
	assert_int_equal(archive_put(place->archive, &envelope, SLICE("new"),
	    -1, 0, &id, &why), 1);
	assert_int_equal(archive_next(reader, 0, &id, &size, &why), 0);
	/* The writer sees its own, in the transaction that is open. */
	assert_int_equal(archive_read(place->archive, id, &arena, &got, &raw,
	    &why), 1);
	assert_true(db_in_transaction(db));
	assert_ok(db_commit(db, &why), &why);
	assert_int_equal(archive_next(reader, 0, &id, &size, &why), 1);
	assert_int_equal(archive_read(reader, id, &arena, &got, &raw, &why),
	    1);
	assert_case_slice("after the commit", raw, SLICE("new"));
	archive_close(reader);
	arena_free(&arena);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_archive_envelope),
		TEST(test_archive_bare),
		TEST(test_archive_addresses),
		TEST(test_archive_sizes),
		TEST(test_archive_half_a_body),
		TEST(test_archive_door_ref),
		TEST(test_archive_last_door_ref),
		TEST(test_archive_line),
		TEST(test_archive_ids_are_never_used_twice),
		TEST(test_archive_epoch),
		TEST(test_archive_emptied),
		TEST(test_archive_reader_beside_writer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
