/* The WAL's index, where it cannot be opened as the engine wants it. */
#include "scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <unistd.h>

/* So many openings of an index for writing fail. */
static int failing;

static bool
is_index(const char *path)
{
	return slice_ends(slice_of(path), SLICE("-shm"));
}

/* The engine's; the program's own comes before the library's. */
int open64(const char *path, int flags, ...);

int
open64(const char *path, int flags, ...)
{
	va_list	args;
	mode_t	mode;

	va_start(args, flags);
	mode = (flags & O_CREAT) != 0 ? va_arg(args, mode_t) : 0;
	va_end(args);
	if (failing > 0 && (flags & O_ACCMODE) == O_RDWR && is_index(path)) {
		failing--;
		errno = EMFILE;
		return -1;
	}
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

/* Else the handle would say "readonly" to every change, for ever. */
static void
test_db_index_not_writable(void **state)
{
	struct scratch	*scratch = *state;
	struct fail	 why = FAIL_INIT;
	struct db	*first;

	assert_ok(db_open(&first, scratch->path, DB_CREATE, &why), &why);
	scratch_script(first, "CREATE TABLE thing (id INTEGER) STRICT");
	db_close(first);

	failing = 1;
	assert_int_equal(db_open(&scratch->db, scratch->path, DB_WRITE, &why),
	    -1);
	assert_int_equal(failing, 0);
	assert_int_equal(why.kind, FAIL_RETRY);
	assert_null(scratch->db);
	assert_ok(db_open(&scratch->db, scratch->path, DB_WRITE, &why), &why);
	scratch_script(scratch->db, "INSERT INTO thing VALUES (1)");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_db_index_not_writable,
		    scratch_setup, scratch_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
