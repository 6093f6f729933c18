/* Copies of the archive: the same messages under the same ids, in groups. */
#include "scratch.h"

#include "store/archive.h"

struct place {
	char folder[PATH_MAX];
	char path[PATH_MAX], copy_path[PATH_MAX];
	struct archive *archive, *copy;
	struct arena arena;
	struct fail why;
};

static int
setup(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	if (place == NULL)
		return -1;
	case_folder(place->folder);
	case_path(place->path, place->folder, "archive.db");
	case_path(place->copy_path, place->folder, "copy.db");
	assert_ok(archive_open(&place->archive, place->path, DB_CREATE,
	    &place->why), &place->why);
	assert_ok(archive_open_copy(&place->copy, place->copy_path,
	    place->archive, &place->why), &place->why);
	*state = place;
	return 0;
}

static int
teardown(void **state)
{
	struct place *place = *state;

	archive_close(place->copy);
	archive_close(place->archive);
	arena_free(&place->arena);
	case_folder_remove(place->folder);
	free(place);
	return 0;
}

static int64_t
put(struct place *place, struct archive *archive,
    const struct envelope *envelope, struct slice raw)
{
	int64_t id = -1;

	assert_ok(db_begin(archive_db(archive), &place->why), &place->why);
	assert_ok(archive_put(archive, envelope, raw, -1, 0, &id,
	    &place->why), &place->why);
	assert_ok(db_commit(archive_db(archive), &place->why), &place->why);
	return id;
}

/* Message `n` of some that differ. */
static struct envelope
envelope_of(int64_t n)
{
	static struct slice recipients[] = {
		SLICE_INIT("support@help.test"), SLICE_INIT("sales@help.test")
	};

	return (struct envelope){ .door = DOOR_LMTP, .at = 1790000000 + n,
		.sender = SLICE_INIT("alice@example.test"),
		.recipients = recipients,
		.recipient_count = (size_t)(n % 3) };
}

static int64_t
copy(struct place *place, int64_t after, int64_t upto, int64_t *last)
{
	int count = archive_copy(place->archive, after, upto, place->copy,
	    last, &place->why);

	assert_ok(count, &place->why);
	return count;
}

/* The envelope and the bytes, as they are read. */
static void
assert_same(struct place *place, int64_t id)
{
	struct envelope was, is;
	struct slice raw, copied;

	assert_case_int("the same", archive_same(place->archive, place->copy,
	    id, &place->why), 1);
	assert_int_equal(archive_read(place->archive, id, &place->arena, &was,
	    &raw, &place->why), 1);
	assert_int_equal(archive_read(place->copy, id, &place->arena, &is,
	    &copied, &place->why), 1);
	assert_case_int("door", is.door, was.door);
	assert_case_int("time", is.at, was.at);
	assert_case_slice("reference", is.door_ref, was.door_ref);
	assert_case_slice("queue id", is.queue_id, was.queue_id);
	assert_case_slice("login", is.sasl_username, was.sasl_username);
	assert_case_int("recipients", is.recipient_count,
	    was.recipient_count);
	assert_case_true("body", slice_eq(copied, raw));
}

static void
test_archive_copy_messages(void **state)
{
	static const size_t sizes[] = { 0, 1, 65535, 65536, 65537, 3000000 };
	static char bytes[3000000];
	struct place *place = *state;
	struct envelope envelope;
	int64_t id = 0, last = 0;

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i * 31 + i / 4096);
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		envelope = envelope_of((int64_t)i);
		if (i == 1) {
			envelope.door = DOOR_PIPE;
			envelope.door_ref = SLICE("pipe:4X:support@help.test");
			envelope.queue_id = SLICE("4X");
			envelope.sasl_username = SLICE("alice");
		}
		id = put(place, place->archive, &envelope,
		    slice_make(bytes, sizes[i]));
	}
	assert_case_int("all of them", copy(place, 0, id, &last),
	    ARRAY_LEN(sizes));
	assert_case_int("up to the last", last, id);
	for (id = 1; id <= last; id++)
		assert_same(place, id);
	envelope = envelope_of(9);
	assert_case_int("ids go on where they stopped",
	    put(place, place->copy, &envelope, SLICE("new")), last + 1);
}

static void
test_archive_copy_in_groups(void **state)
{
	static const struct sql forget = {
		"DELETE FROM message WHERE id IN (2, 300)"
	};
	struct place *place = *state;
	struct db *db = archive_db(place->archive);
	struct envelope envelope = envelope_of(1);
	int64_t id = 0, last = 0, count;

	assert_ok(db_begin(db, &place->why), &place->why);
	for (int i = 0; i < 301; i++)
		assert_ok(archive_put(place->archive, &envelope, SLICE("x"),
		    -1, 0, &id, &place->why), &place->why);
	scratch_run(db, &forget);
	assert_ok(db_commit(db, &place->why), &place->why);

	assert_case_int("a group", copy(place, 0, id, &last), 256);
	assert_case_int("ids may be missing", last, 257);
	assert_case_int("the next one stops where it shall",
	    copy(place, last, 260, &last), 3);
	assert_case_int("there", last, 260);
	assert_case_int("nothing more up to there",
	    copy(place, last, 260, &last), 0);
	assert_case_int("the rest", copy(place, last, id, &last), 40);
	assert_case_int("up to the end", last, 301);
	assert_ok(archive_count(place->copy, INT64_MAX, &count, &place->why),
	    &place->why);
	assert_case_int("as many as there are", count, 299);
	assert_ok(archive_count(place->copy, 100, &count, &place->why),
	    &place->why);
	assert_case_int("up to an id", count, 99);
	assert_case_int("one that is missing", archive_has(place->copy, 300,
	    &place->why), 0);
	assert_case_int("one that is not", archive_has(place->copy, 301,
	    &place->why), 1);
}

static void
test_archive_copy_ends_at_much(void **state)
{
	static char bytes[9 << 20];
	struct place *place = *state;
	struct envelope envelope = envelope_of(1);
	int64_t last = 0;

	for (int i = 0; i < 3; i++)
		put(place, place->archive, &envelope,
		    slice_make(bytes, sizeof(bytes)));
	assert_case_int("a group is not endless", copy(place, 0, 3, &last), 2);
	assert_case_int("and leaves nothing out", copy(place, 2, 3, &last), 1);
}

static void
test_archive_copy_fails_whole(void **state)
{
	struct place *place = *state;
	struct envelope envelope = envelope_of(1);
	int64_t last = 0, count;

	put(place, place->archive, &envelope, SLICE("x"));
	put(place, place->archive, &envelope, SLICE("y"));
	assert_int_equal(copy(place, 1, 2, &last), 1);
	assert_int_equal(archive_copy(place->archive, 0, 2, place->copy, &last,
	    &place->why), -1);
	assert_ok(archive_count(place->copy, 9, &count, &place->why),
	    &place->why);
	assert_case_int("one that is there already undoes its group", count,
	    1);
}

static void
test_archive_copy_of_another(void **state)
{
	struct place *place = *state;
	char path[PATH_MAX], of_one[ARCHIVE_EPOCH_SIZE],
	    of_copy[ARCHIVE_EPOCH_SIZE];
	struct archive *other, *copy;

	assert_ok(archive_epoch(place->archive, of_one, &place->why),
	    &place->why);
	assert_ok(archive_epoch(place->copy, of_copy, &place->why),
	    &place->why);
	assert_case("a copy has the epoch", of_copy, of_one);
	case_path(path, place->folder, "other.db");
	assert_ok(archive_open(&other, path, DB_CREATE, &place->why),
	    &place->why);
	archive_close(place->copy);
	place->copy = NULL;
	assert_int_equal(archive_open_copy(&copy, place->copy_path, other,
	    &place->why), -1);
	assert_case("another's copy is refused",
	    fail_kind_name(place->why.kind), "refuse");
	assert_null(copy);
	archive_close(other);
	assert_ok(archive_open_copy(&place->copy, place->copy_path,
	    place->archive, &place->why), &place->why);
}

static void
test_archive_same(void **state)
{
	static const struct sql change_body = {
		"UPDATE message SET raw = x'7a' WHERE id = 2"
	};
	static const struct sql change_time = {
		"UPDATE message SET at = at + 1 WHERE id = 3"
	};
	struct place *place = *state;
	struct envelope envelope = envelope_of(1);
	static const int want[] = { 1, 0, 0, 0, 0 };
	int64_t last = 0;

	for (int i = 0; i < 3; i++)
		put(place, place->archive, &envelope, SLICE("x"));
	assert_int_equal(copy(place, 0, 3, &last), 3);
	put(place, place->archive, &envelope, SLICE("only here"));
	assert_ok(db_begin(archive_db(place->copy), &place->why),
	    &place->why);
	scratch_run(archive_db(place->copy), &change_body);
	scratch_run(archive_db(place->copy), &change_time);
	assert_ok(db_commit(archive_db(place->copy), &place->why),
	    &place->why);
	for (size_t i = 0; i < ARRAY_LEN(want); i++)
		assert_case_int("same, body, time, missing there, nowhere",
		    archive_same(place->archive, place->copy, (int64_t)i + 1,
			&place->why), want[i]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_archive_copy_messages),
		TEST(test_archive_copy_in_groups),
		TEST(test_archive_copy_ends_at_much),
		TEST(test_archive_copy_fails_whole),
		TEST(test_archive_copy_of_another),
		TEST(test_archive_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
