#include "case.h"

#include "port/maildir.h"

static struct fail why = FAIL_INIT;

static void
test_maildir_write(void **state)
{
	char		 folder[PATH_MAX], path[PATH_MAX], file[2 * PATH_MAX];
	char		 name[MAILDIR_NAME_SIZE], got[100];
	struct maildir	*maildir;
	struct stat	 info;

	(void)state;
	case_path(path, case_folder(folder), "box");
	assert_int_equal(maildir_open(&maildir, path, true, &why), 0);
	assert_int_equal(maildir_write(maildir, SLICE("A: b\n\n\0c\n"), name,
	    &why), 0);
	maildir_close(maildir);

	case_path(file, path, "new");
	assert_int_equal(case_folder_count(file), 1);
	case_path(file, path, "tmp");
	assert_int_equal(case_folder_count(file), 0);
	snprintf(file, sizeof(file), "%s/new/%s", path, name);
	assert_case_slice("all bytes", case_get(file, got, sizeof(got)),
	    SLICE("A: b\n\n\0c\n"));
	assert_int_equal(stat(file, &info), 0);
	assert_int_equal(info.st_mode & 0777, 0600);
	case_folder_remove(folder);
}

/* One that is there is used as it is. */
static void
test_maildir_made_once(void **state)
{
	char		 folder[PATH_MAX], path[PATH_MAX], file[PATH_MAX];
	char		 name[MAILDIR_NAME_SIZE];
	struct maildir	*maildir;
	size_t		 count;

	(void)state;
	case_path(path, case_folder(folder), "box");
	for (int i = 0; i < 2; i++) {
		assert_int_equal(maildir_open(&maildir, path, true, &why), 0);
		assert_int_equal(maildir_write(maildir, SLICE("x"), name,
		    &why), 0);
		assert_int_equal(maildir_count(maildir, &count, &why), 0);
		assert_int_equal(count, i + 1);
		maildir_close(maildir);
	}
	case_path(file, path, "cur");
	assert_int_equal(case_folder_count(file), 0);
	case_folder_remove(folder);
}

static void
test_maildir_is_none(void **state)
{
	char		 folder[PATH_MAX], path[PATH_MAX], want[PATH_MAX + 100];
	struct maildir	*maildir;

	(void)state;
	case_folder(folder);
	assert_int_equal(maildir_open(&maildir, folder, false, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	snprintf(want, sizeof(want),
	    "%s is no Maildir: cur: No such file or directory", folder);
	assert_string_equal(why.text, want);

	/* Its parent is somebody else's to make. */
	case_path(path, folder, "a/b");
	assert_int_equal(maildir_open(&maildir, path, true, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	case_folder_remove(folder);
}

/* What cannot be written leaves nothing. */
static void
test_maildir_no_place(void **state)
{
	char		 folder[PATH_MAX], file[PATH_MAX];
	char		 name[MAILDIR_NAME_SIZE];
	struct maildir	*maildir;

	(void)state;
	case_folder(folder);
	assert_int_equal(maildir_open(&maildir, folder, true, &why), 0);
	case_path(file, folder, "new");
	assert_int_equal(rmdir(file), 0);
	assert_int_equal(maildir_write(maildir, SLICE("x"), name, &why), -1);
	assert_int_equal(why.kind, FAIL_RETRY);
	case_path(file, folder, "tmp");
	assert_int_equal(case_folder_count(file), 0);
	maildir_close(maildir);
	case_folder_remove(folder);
}

static void
put(const char *folder, const char *name, struct slice bytes)
{
	char path[PATH_MAX];

	case_put(case_path(path, folder, name), bytes, 0600);
}

/* What is found in new and cur, in which order. */
static void
test_maildir_read(void **state)
{
	static const struct {
		const char	*name, *path, *raw;
	} want[] = {
		{ "100.a.host", "/cur/100.a.host:2,S", "one" },
		{ "200.b.host", "/new/200.b.host", "two" },
		{ "300.c.host", "/cur/300.c.host:2,", "three" },
	};
	char			 folder[PATH_MAX], path[PATH_MAX + 100];
	struct maildir		*maildir;
	struct maildir_message	 message;
	struct arena		 arena = ARENA_INIT;

	(void)state;
	case_folder(folder);
	assert_int_equal(maildir_open(&maildir, folder, true, &why), 0);
	put(folder, "new/200.b.host", SLICE("two"));
	put(folder, "cur/300.c.host:2,", SLICE("three"));
	put(folder, "cur/100.a.host:2,S", SLICE("one"));
	put(folder, "tmp/050.unfinished", SLICE("no"));
	put(folder, "new/.hidden", SLICE("no"));
	put(folder, "dovecot-uidlist", SLICE("no"));
	for (size_t i = 0; i < ARRAY_LEN(want); i++) {
		assert_int_equal(maildir_next(maildir, 100, &arena, &message,
		    &why), 1);
		assert_case_slice("name", message.name,
		    slice_of(want[i].name));
		snprintf(path, sizeof(path), "%s%s", folder, want[i].path);
		assert_case_slice("path", message.path, slice_of(path));
		assert_case_slice("raw", message.raw, slice_of(want[i].raw));
	}
	assert_int_equal(maildir_next(maildir, 100, &arena, &message, &why), 0);
	maildir_close(maildir);
	arena_free(&arena);
	case_folder_remove(folder);
}

/* One that cannot be read does not hide those behind it. */
static void
test_maildir_read_on(void **state)
{
	char			 folder[PATH_MAX], path[PATH_MAX];
	struct maildir		*maildir;
	struct maildir_message	 message;
	struct arena		 arena = ARENA_INIT;
	size_t			 count;

	(void)state;
	case_folder(folder);
	assert_int_equal(maildir_open(&maildir, folder, true, &why), 0);
	put(folder, "new/1", SLICE("too long"));
	put(folder, "new/2", SLICE("gone"));
	put(folder, "new/3", SLICE("short"));
	assert_int_equal(maildir_count(maildir, &count, &why), 0);
	assert_int_equal(count, 3);
	assert_int_equal(unlink(case_path(path, folder, "new/2")), 0);

	assert_int_equal(maildir_next(maildir, 5, &arena, &message, &why), -1);
	assert_int_equal(why.kind, FAIL_REFUSE);
	assert_case_slice("which", message.name, SLICE("1"));
	assert_int_equal(maildir_next(maildir, 5, &arena, &message, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_int_equal(maildir_next(maildir, 5, &arena, &message, &why), 1);
	assert_case_slice("the last", message.raw, SLICE("short"));
	maildir_close(maildir);
	arena_free(&arena);
	case_folder_remove(folder);
}

/* Letters are read in the order of their writing. */
static void
test_maildir_order(void **state)
{
	char			 folder[PATH_MAX];
	char			 name[MAILDIR_NAME_SIZE];
	struct maildir		*maildir;
	struct maildir_message	 message;
	struct arena		 arena = ARENA_INIT;

	(void)state;
	case_folder(folder);
	assert_int_equal(maildir_open(&maildir, folder, true, &why), 0);
	for (int i = 0; i < 120; i++)
		assert_int_equal(maildir_write(maildir,
		    arena_format(&arena, "%d", i), name, &why), 0);
	for (int i = 0; i < 120; i++) {
		assert_int_equal(maildir_next(maildir, 100, &arena, &message,
		    &why), 1);
		assert_case_slice("order", message.raw,
		    arena_format(&arena, "%d", i));
	}
	maildir_close(maildir);
	arena_free(&arena);
	case_folder_remove(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_maildir_write),
		cmocka_unit_test(test_maildir_made_once),
		cmocka_unit_test(test_maildir_is_none),
		cmocka_unit_test(test_maildir_no_place),
		cmocka_unit_test(test_maildir_read),
		cmocka_unit_test(test_maildir_read_on),
		cmocka_unit_test(test_maildir_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
