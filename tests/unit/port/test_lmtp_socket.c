/* The intake's socket: its name, its mode, and whose place it takes. */
#include "case.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "port/lmtp_socket.h"

static char folder[PATH_MAX], path[PATH_MAX];

static int
setup(void **state)
{
	(void)state;
	case_folder(folder);
	case_path(path, folder, "lmtp.sock");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	case_folder_remove(folder);
	return 0;
}

static void
test_lmtp_socket_mode(void **state)
{
	struct fail	why = FAIL_INIT;
	struct stat	info;
	mode_t		mask = umask(077);
	int		fd = lmtp_listen(path, 0660, "", &why);

	(void)state;
	umask(mask);
	assert_true(fd >= 0);
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode, S_IFSOCK | 0660);
	assert_int_equal(case_folder_count(folder), 1);
	lmtp_unlisten(fd, path, lmtp_socket_inode(path));
	assert_int_equal(case_folder_count(folder), 0);
	assert_int_equal(lmtp_socket_inode(path), 0);
}

static void
test_lmtp_socket_takes_a_dead_ones_place(void **state)
{
	struct fail	why = FAIL_INIT;
	int		first = lmtp_listen(path, 0600, "", &why);
	int		second;
	ino_t		inode = lmtp_socket_inode(path);

	(void)state;
	assert_true(inode != 0);
	assert_int_equal(lmtp_listen(path, 0600, "", &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	/* It is dead for who comes, and its file is its own still. */
	shutdown(first, SHUT_RDWR);
	second = lmtp_listen(path, 0600, "", &why);
	assert_true(second >= 0);
	/* Whoever unlistens late leaves a successor alone. */
	lmtp_unlisten(first, path, inode);
	assert_int_equal(close(lmtp_connect(path, &why)), 0);
	lmtp_unlisten(second, path, lmtp_socket_inode(path));
	assert_int_equal(case_folder_count(folder), 0);
}

static void
test_lmtp_socket_replaces_no_file(void **state)
{
	struct fail	why = FAIL_INIT;
	char		got[16];

	(void)state;
	case_put(path, SLICE("precious"), 0600);
	assert_int_equal(lmtp_listen(path, 0600, "", &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_case_slice("it is still there",
	    case_get(path, got, sizeof(got)), SLICE("precious"));
}

static void
test_lmtp_socket_bad_places(void **state)
{
	struct fail	why = FAIL_INIT;
	char		longest[200];

	(void)state;
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_int_equal(lmtp_listen(longest, 0600, "", &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_int_equal(lmtp_listen("", 0600, "", &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_int_equal(lmtp_listen("/nonexistent/s", 0600, "", &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_int_equal(lmtp_listen(path, 0600, "no-such-group", &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_non_null(strstr(why.text, "no-such-group"));
	assert_int_equal(case_folder_count(folder), 0);
	assert_int_equal(lmtp_connect(path, &why), -1);
	assert_int_equal(why.kind, FAIL_RETRY);
}

static void
test_lmtp_socket_trusts_its_own(void **state)
{
	struct fail	why = FAIL_INIT;
	int		fd = lmtp_listen(path, 0600, "", &why);
	int		client = lmtp_connect(path, &why);
	int		peer = accept(fd, NULL, NULL);

	(void)state;
	assert_true(fd >= 0 && client >= 0 && peer >= 0);
	assert_int_equal(lmtp_peer(peer), geteuid());
	assert_true(lmtp_user_is_trusted(geteuid()));
	assert_true(lmtp_user_is_trusted(0));
	assert_false(lmtp_user_is_trusted(geteuid() + 1));
	assert_int_equal(lmtp_peer(-1), (uid_t)-1);
	assert_false(lmtp_user_is_trusted((uid_t)-1));
	close(peer);
	close(client);
	lmtp_unlisten(fd, path, lmtp_socket_inode(path));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_lmtp_socket_mode),
		TEST(test_lmtp_socket_takes_a_dead_ones_place),
		TEST(test_lmtp_socket_replaces_no_file),
		TEST(test_lmtp_socket_bad_places),
		TEST(test_lmtp_socket_trusts_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
