/* Files: read whole, replaced whole, locked. */
#include "case.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/time.h>

#include "base/file.h"

struct place {
	char folder[PATH_MAX];
	char path[PATH_MAX];
};

static int
setup(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	if (place == NULL)
		return -1;
	case_folder(place->folder);
	case_path(place->path, place->folder, "file");
	*state = place;
	return 0;
}

static int
teardown(void **state)
{
	struct place *place = *state;

	case_folder_remove(place->folder);
	free(place);
	return 0;
}

static mode_t
mode_of(const char *path)
{
	struct stat info;

	assert_int_equal(stat(path, &info), 0);
	return info.st_mode & 07777;
}

static void
test_file_read(void **state)
{
	struct place	*place = *state;
	struct arena	 arena = ARENA_INIT;
	struct fail	 why = FAIL_INIT;
	struct slice	 got;

	case_put(place->path, SLICE("a\0b\r\n"), 0600);
	assert_int_equal(file_read(place->path, 5, &arena, &got, &why), 0);
	assert_case_slice("all bytes", got, SLICE("a\0b\r\n"));
	assert_int_equal(file_read(place->path, 4, &arena, &got, &why), -1);
	assert_int_equal(why.kind, FAIL_REFUSE);

	case_put(place->path, SLICE(""), 0600);
	assert_int_equal(file_read(place->path, 0, &arena, &got, &why), 0);
	assert_case_slice("an empty file", got, SLICE(""));

	assert_int_equal(file_read("/nowhere/x", 9, &arena, &got, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_case("it says which", why.text,
	    "cannot read /nowhere/x: No such file or directory");
	assert_int_equal(file_read(place->folder, 9999, &arena, &got, &why),
	    -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	arena_free(&arena);
}

/* A device or pipe does not say how long it is. */
static void
test_file_read_unknown_length(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct fail	why = FAIL_INIT;
	struct slice	got;
	int		saved = dup(STDIN_FILENO);
	int		ends[2];
	char		big[50000];

	(void)state;
	assert_int_equal(file_read("/dev/zero", 200000, &arena, &got, &why),
	    -1);
	assert_int_equal(why.kind, FAIL_REFUSE);

	memset(big, 'x', sizeof(big));
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(file_write_all(ends[1],
	    slice_make(big, sizeof(big))), 0);
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	assert_int_equal(file_read("-", sizeof(big), &arena, &got, &why), 0);
	assert_case_slice("standard input", got,
	    slice_make(big, sizeof(big)));
	dup2(saved, STDIN_FILENO);
	close(saved);
	arena_free(&arena);
}

static void
test_file_replace(void **state)
{
	struct place	*place = *state;
	struct fail	 why = FAIL_INIT;
	char		 bytes[64];
	mode_t		 mask = umask(0277);

	assert_int_equal(file_replace(place->path, SLICE("one"), 0640, &why),
	    0);
	assert_case_slice("made", case_get(place->path, bytes, sizeof(bytes)),
	    SLICE("one"));
	assert_int_equal(mode_of(place->path), 0640);
	assert_int_equal(file_replace(place->path, SLICE("two\0"), 0600,
	    &why), 0);
	umask(mask);
	assert_case_slice("replaced",
	    case_get(place->path, bytes, sizeof(bytes)), SLICE("two\0"));
	assert_int_equal(mode_of(place->path), 0600);
	assert_int_equal(case_folder_count(place->folder), 1);
}

static void
test_file_replace_beside(void **state)
{
	struct place	*place = *state;
	struct fail	 why = FAIL_INIT;
	char		 here[PATH_MAX];
	char		 bytes[64];

	assert_non_null(getcwd(here, sizeof(here)));
	assert_int_equal(chdir(place->folder), 0);
	assert_int_equal(file_replace("file", SLICE("x"), 0600, &why), 0);
	assert_int_equal(chdir(here), 0);
	assert_case_slice("a name alone is in this folder",
	    case_get(place->path, bytes, sizeof(bytes)), SLICE("x"));
}

static void
test_file_replace_fails(void **state)
{
	struct place	*place = *state;
	struct fail	 why = FAIL_INIT;
	struct rlimit	 limit, small;
	char		 bytes[64];
	char		 big[20000];
	int		 rc;

	case_put(place->path, SLICE("old"), 0644);
	memset(big, 'x', sizeof(big));

	/* The disk takes but a part. */
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	small = limit;
	small.rlim_cur = 8192;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	rc = file_replace(place->path, slice_make(big, sizeof(big)), 0600,
	    &why);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	signal(SIGXFSZ, SIG_DFL);
	assert_int_equal(rc, -1);
	assert_case_slice("the old file stays",
	    case_get(place->path, bytes, sizeof(bytes)), SLICE("old"));
	assert_int_equal(mode_of(place->path), 0644);
	assert_int_equal(case_folder_count(place->folder), 1);

	/* The name is a folder's. */
	unlink(place->path);
	assert_int_equal(mkdir(place->path, 0700), 0);
	assert_int_equal(file_replace(place->path, SLICE("x"), 0600, &why),
	    -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_int_equal(case_folder_count(place->folder), 1);

	/* There is no folder. */
	assert_int_equal(file_replace("/nowhere/x", SLICE("x"), 0600, &why),
	    -1);
	assert_int_equal(why.kind, FAIL_SETUP);
}

static void
test_file_create(void **state)
{
	struct place	*place = *state;
	struct fail	 why = FAIL_INIT;
	char		 bytes[64];

	assert_int_equal(file_create(place->path, SLICE("one"), 0600, &why),
	    0);
	assert_int_equal(file_create(place->path, SLICE("two"), 0644, &why),
	    -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_case_slice("the first stays",
	    case_get(place->path, bytes, sizeof(bytes)), SLICE("one"));
	assert_int_equal(mode_of(place->path), 0600);
	assert_int_equal(case_folder_count(place->folder), 1);
}

/* What root makes for the daemon the daemon must be able to read. */
static void
test_file_owner(void **state)
{
	struct place	*place = *state;
	struct fail	 why = FAIL_INIT;
	struct stat	 info;
	char		 other[PATH_MAX];
	int		 fd;

	if (geteuid() != 0)
		skip();
	assert_int_equal(chown(place->folder, 65534, 65533), 0);
	assert_int_equal(file_replace(place->path, SLICE("x"), 0600, &why),
	    0);
	assert_int_equal(stat(place->path, &info), 0);
	assert_int_equal(info.st_uid, 65534);
	assert_int_equal(info.st_gid, 65533);

	assert_int_equal(chown(place->path, 12345, 54321), 0);
	assert_int_equal(file_replace(place->path, SLICE("y"), 0600, &why),
	    0);
	assert_int_equal(stat(place->path, &info), 0);
	assert_int_equal(info.st_uid, 12345);
	assert_int_equal(info.st_gid, 54321);

	fd = file_lock(case_path(other, place->folder, "lock"), false, &why);
	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &info), 0);
	assert_int_equal(info.st_uid, 65534);
	close(fd);
}

static void
test_file_mkdir(void **state)
{
	struct place	*place = *state;
	struct fail	 why = FAIL_INIT;
	mode_t		 mask = umask(077);

	assert_int_equal(file_mkdir(place->path, 0751, &why), 0);
	umask(mask);
	assert_int_equal(mode_of(place->path), 0751);
	assert_int_equal(file_mkdir(place->path, 0700, &why), 0);
	assert_int_equal(mode_of(place->path), 0751);
	assert_int_equal(rmdir(place->path), 0);

	case_put(place->path, SLICE("x"), 0600);
	assert_int_equal(file_mkdir(place->path, 0700, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_int_equal(file_mkdir("/nowhere/x", 0700, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
}

/* Counts how often it was told, and keeps the last. */
static void
on_progress(void *data, int64_t done, int64_t total)
{
	int64_t *told = data;

	told[0]++;
	told[1] = done;
	told[2] = total;
}

static void
test_file_copy(void **state)
{
	static char		 bytes[200000], got[sizeof(bytes) + 1];
	struct place		*place = *state;
	struct fail		 why = FAIL_INIT;
	int64_t			 told[3] = { 0 };
	const struct progress	 progress = { on_progress, told };
	char			 to[PATH_MAX];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i * 31 + i / 4096);
	case_put(place->path, slice_make(bytes, sizeof(bytes)), 0644);
	case_path(to, place->folder, "copy");
	assert_int_equal(file_copy(place->path, to, 0600, &progress, &why), 0);
	assert_case_slice("byte for byte", case_get(to, got, sizeof(got)),
	    slice_make(bytes, sizeof(bytes)));
	assert_case_int("with the mode that was asked for", mode_of(to), 0600);
	assert_case_true("it says how far it is", told[0] > 1);
	assert_case_int("up to the end", told[1], sizeof(bytes));
	assert_case_int("of all", told[2], sizeof(bytes));

	case_put(to, SLICE("old"), 0600);
	assert_int_equal(file_copy(place->path, to, 0600, NULL, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_case_slice("what is there is left alone",
	    case_get(to, got, sizeof(got)), SLICE("old"));
	assert_int_equal(unlink(to), 0);
	assert_int_equal(file_copy("/nowhere/x", to, 0600, NULL, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_int_equal(file_copy(place->folder, to, 0600, NULL, &why), -1);
	assert_case_int("a failure leaves nothing", access(to, F_OK), -1);
}

static void
test_file_rename(void **state)
{
	struct place	*place = *state;
	struct fail	 why = FAIL_INIT;
	char		 to[PATH_MAX], got[10];

	case_path(to, place->folder, "other");
	case_put(place->path, SLICE("new"), 0600);
	case_put(to, SLICE("old"), 0600);
	assert_int_equal(file_rename(place->path, to, &why), 0);
	assert_case_slice("instead of what was there",
	    case_get(to, got, sizeof(got)), SLICE("new"));
	assert_int_equal(access(place->path, F_OK), -1);
	assert_int_equal(file_rename(place->path, to, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_int_equal(file_rename(to, "/nowhere/x", &why), -1);
	assert_case_slice("a failure changes nothing",
	    case_get(to, got, sizeof(got)), SLICE("new"));
}

static void
on_alarm(int number)
{
	(void)number;
}

static void
test_file_lock(void **state)
{
	struct place		*place = *state;
	struct fail		 why = FAIL_INIT;
	struct sigaction	 action = { .sa_handler = on_alarm };
	struct sigaction	 before;
	struct itimerval	 often = { { 0, 5000 }, { 0, 5000 } };
	struct itimerval	 never = { { 0, 0 }, { 0, 0 } };
	int			 first, second;

	first = file_lock(place->path, false, &why);
	assert_true(first >= 0);
	assert_true(fcntl(first, F_GETFD) & FD_CLOEXEC);
	assert_int_equal(file_lock(place->path, false, &why), -1);
	assert_int_equal(why.kind, FAIL_RETRY);

	/* Who waits can be called away. */
	sigaction(SIGALRM, &action, &before);
	setitimer(ITIMER_REAL, &often, NULL);
	second = file_lock(place->path, true, &why);
	setitimer(ITIMER_REAL, &never, NULL);
	sigaction(SIGALRM, &before, NULL);
	assert_int_equal(second, -1);
	assert_int_equal(why.kind, FAIL_RETRY);

	close(first);
	second = file_lock(place->path, true, &why);
	assert_true(second >= 0);
	close(second);

	assert_int_equal(file_lock("/nowhere/lock", false, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_file_read, setup,
		    teardown),
		cmocka_unit_test(test_file_read_unknown_length),
		cmocka_unit_test_setup_teardown(test_file_replace, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_file_replace_beside,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(test_file_replace_fails,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(test_file_create, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_file_owner, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_file_mkdir, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_file_copy, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_file_rename, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_file_lock, setup,
		    teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
