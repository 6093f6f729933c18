/* The folder of a backup: its manifest, and what else may be in it. */
#include "case.h"

#include "app/backup_folder.h"
#include "base/secret.h"

struct place {
	char folder[PATH_MAX];
	struct arena arena;
	struct fail why;
};

static int
setup(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	if (place == NULL)
		return -1;
	secret_init();
	case_folder(place->folder);
	*state = place;
	return 0;
}

static int
teardown(void **state)
{
	struct place *place = *state;

	arena_free(&place->arena);
	case_folder_remove(place->folder);
	free(place);
	return 0;
}

static void
put(const struct place *place, const char *name, const char *text)
{
	char path[PATH_MAX];

	case_put(case_path(path, place->folder, name), slice_of(text), 0600);
}

static bool
is_there(const struct place *place, const char *name)
{
	char path[PATH_MAX];

	return access(case_path(path, place->folder, name), F_OK) == 0;
}

static const struct manifest given = {
	.made_at = 1800000000, .desk_id = SLICE_INIT("desk"),
	.epoch = SLICE_INIT("epoch"), .desk_copy = 7,
	.desk_digest = SLICE_INIT("00ff"), .cursor = 11, .last = 12,
	.messages = 10, .counts = { 1, 2, 3, 4, INT64_MAX },
};

static void
test_manifest_round_trip(void **state)
{
	struct place *place = *state;
	struct manifest got;

	assert_case_int("there is none yet", manifest_load(place->folder,
	    &place->arena, &got, &place->why), 0);
	assert_int_equal(manifest_save(place->folder, &given, &place->why),
	    0);
	assert_int_equal(manifest_load(place->folder, &place->arena, &got,
	    &place->why), 1);
	assert_case_int("when", got.made_at, given.made_at);
	assert_case_slice("desk", got.desk_id, given.desk_id);
	assert_case_slice("epoch", got.epoch, given.epoch);
	assert_case_int("copy", got.desk_copy, given.desk_copy);
	assert_case_slice("digest", got.desk_digest, given.desk_digest);
	assert_case_int("cursor", got.cursor, given.cursor);
	assert_case_int("last", got.last, given.last);
	assert_case_int("messages", got.messages, given.messages);
	assert_case_int("the counts are the same", backup_compare(&got.counts,
	    &given.counts, &place->arena).len, 0);
}

static void
test_manifest_of_none_finished(void **state)
{
	struct place *place = *state;
	const struct manifest begun = { .desk_id = SLICE_INIT("desk"),
		.epoch = SLICE_INIT("epoch") };
	struct manifest got;

	assert_int_equal(manifest_save(place->folder, &begun, &place->why),
	    0);
	assert_int_equal(manifest_load(place->folder, &place->arena, &got,
	    &place->why), 1);
	assert_case_int("none was finished", got.made_at, 0);
	assert_case_int("no digest is no digest", got.desk_digest.len, 0);
	assert_case_slice("but it is somebody's", got.desk_id,
	    SLICE("desk"));
}

#define WHOLE \
	"made-at 1\ndesk-id a\nepoch b\ndesk-copy 1\ndesk-digest c\n" \
	"cursor 1\nlast 1\nmessages 1\ntickets 1\nentries 1\npeople 1\n" \
	"letters 1\n"

static void
test_manifest_refused(void **state)
{
	static const struct {
		const char *name, *text, *want;
	} cases[] = {
		{ "another file", "hello\n", "not the manifest" },
		{ "an empty one", "", "not the manifest" },
		{ "of another format", "format 2\n" WHOLE "filings 1\n",
		  "another maildesk" },
		{ "a cut one", "format 1\n" WHOLE, "\"filings\" is missing" },
		{ "a number that is none", "format 1\n" WHOLE "filings x\n",
		  "\"filings\" is missing or wrong" },
		{ "a negative one", "format 1\n" WHOLE "filings -1\n",
		  "\"filings\" is missing or wrong" },
	};
	struct place *place = *state;
	struct manifest got;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		put(place, "manifest", cases[i].text);
		assert_case_int(cases[i].name, manifest_load(place->folder,
		    &place->arena, &got, &place->why), -1);
		assert_case_int(cases[i].name, place->why.kind, FAIL_SETUP);
		assert_case_true(cases[i].name, strstr(place->why.text,
		    cases[i].want) != NULL);
	}
	put(place, "manifest", "# a comment\nformat 1\nnew 5\n" WHOLE
	    "filings 1\n");
	assert_case_int("what it does not know does no harm", manifest_load(
	    place->folder, &place->arena, &got, &place->why), 1);
}

static void
test_backup_compare(void **state)
{
	struct place *place = *state;
	struct backup_counts got = { 1, 2, 3, 4, 5 }, want = { 1, 9, 3, 4, 6 };

	assert_case_slice("what differs is said",
	    backup_compare(&got, &want, &place->arena),
	    SLICE("2 instead of 9 entries, 5 instead of 6 filed messages"));
}

static void
test_backup_expect_unused(void **state)
{
	struct place *place = *state;

	assert_int_equal(backup_expect_unused(place->folder, &place->why), 0);
	put(place, "backup.lock", "");
	put(place, ".manifest.XyZ123", "half");
	assert_case_int("what a killed backup leaves",
	    backup_expect_unused(place->folder, &place->why), 0);
	put(place, "photo.jpg", "x");
	assert_case_int("somebody's files",
	    backup_expect_unused(place->folder, &place->why), -1);
	assert_int_equal(place->why.kind, FAIL_REFUSE);
	assert_non_null(strstr(place->why.text, "photo.jpg"));
	assert_int_equal(backup_expect_unused("/nowhere", &place->why), -1);
}

static void
test_backup_prune(void **state)
{
	static const char *const stay[] = { "maildesk-7.db", "maildesk-x.db",
		"maildesk-.db", "maildesk-8.txt", "archive.db", "manifest" };
	static const char *const go[] = { "maildesk-6.db", "maildesk-8.db",
		"maildesk-8.db-journal", "maildesk-12.db-wal" };
	struct place *place = *state;

	for (size_t i = 0; i < ARRAY_LEN(stay); i++)
		put(place, stay[i], "x");
	for (size_t i = 0; i < ARRAY_LEN(go); i++)
		put(place, go[i], "x");
	assert_int_equal(backup_prune(place->folder, 7, &place->why), 0);
	for (size_t i = 0; i < ARRAY_LEN(stay); i++)
		assert_case_true(stay[i], is_there(place, stay[i]));
	for (size_t i = 0; i < ARRAY_LEN(go); i++)
		assert_case_true(go[i], !is_there(place, go[i]));
}

static void
test_backup_lock(void **state)
{
	struct place *place = *state;
	int lock = backup_lock(place->folder, &place->why);

	assert_true(lock >= 0);
	assert_case_int("one at a time", backup_lock(place->folder,
	    &place->why), -1);
	assert_int_equal(place->why.kind, FAIL_RETRY);
	close(lock);
	lock = backup_lock(place->folder, &place->why);
	assert_true(lock >= 0);
	close(lock);
}

static void
test_backup_digest(void **state)
{
	struct place *place = *state;
	char path[PATH_MAX];
	struct slice got;

	put(place, "file", "");
	assert_int_equal(backup_digest(case_path(path, place->folder, "file"),
	    NULL, &place->arena, &got, &place->why), 0);
	assert_case_slice("of nothing, as b2sum -l 256 says it", got,
	    SLICE("0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cd"
		"f12fe3a8"));
	assert_int_equal(backup_digest("/nowhere/x", NULL, &place->arena,
	    &got, &place->why), -1);
	assert_int_equal(place->why.kind, FAIL_SETUP);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_manifest_round_trip),
		TEST(test_manifest_of_none_finished),
		TEST(test_manifest_refused),
		TEST(test_backup_compare),
		TEST(test_backup_expect_unused),
		TEST(test_backup_prune),
		TEST(test_backup_lock),
		TEST(test_backup_digest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
