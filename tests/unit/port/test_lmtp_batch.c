/*
 * Messages side by side, each against a connection that says what a row says:
 * each has its own result.
 */
#include "case.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "port/lmtp_batch.h"
#include "port/lmtp_socket.h"

#define ACCEPTED 99 /* no enum fail_kind */
#define COUNT 3

#define HELLO "220 x\r\n250-x\r\n250 XMAILDESK\r\n"
#define BEGUN HELLO "250 ok\r\n250 ok\r\n354 go\r\n"

static const struct {
	const char *name;
	const char *said[COUNT];
	int want[COUNT];
} rows[] = {
	{ "all are accepted",
	    { BEGUN "250 ok\r\n", BEGUN "250 ok\r\n", BEGUN "250 ok\r\n" },
	    { ACCEPTED, ACCEPTED, ACCEPTED } },
	{ "one is refused, and its neighbours are not",
	    { BEGUN "250 ok\r\n", HELLO "250 ok\r\n550 5.1.1 no\r\n",
	      BEGUN "250 ok\r\n" },
	    { ACCEPTED, FAIL_REFUSE, ACCEPTED } },
	{ "one is for later",
	    { BEGUN "250 ok\r\n", BEGUN "250 ok\r\n",
	      BEGUN "451 no\r\n" },
	    { ACCEPTED, ACCEPTED, FAIL_RETRY } },
	{ "one connection too many",
	    { BEGUN "250 ok\r\n", BEGUN "250 ok\r\n", "421 full\r\n" },
	    { ACCEPTED, ACCEPTED, FAIL_RETRY } },
	{ "one breaks off",
	    { BEGUN, BEGUN "552 5.3.4 no\r\n", BEGUN "250 ok\r\n" },
	    { FAIL_RETRY, FAIL_REFUSE, ACCEPTED } },
	{ "nobody trusts us",
	    { "220 x\r\n250 x\r\n", "220 x\r\n250 x\r\n",
	      "220 x\r\n250 x\r\n" },
	    { FAIL_SETUP, FAIL_SETUP, FAIL_SETUP } },
};

/* All clients at once; then it is gone. */
static _Noreturn void
serve(int listener, const char *const *said)
{
	char bytes[4096];
	int fds[COUNT];

	alarm(20);
	for (int i = 0; i < COUNT; i++) {
		fds[i] = accept(listener, NULL, NULL);
		if (fds[i] < 0 || send(fds[i], said[i], strlen(said[i]), 0) < 0)
			_exit(1);
		/* No more to come: a client that waits for more is wrong. */
		shutdown(fds[i], SHUT_WR);
	}
	close(listener);
	for (int i = 0; i < COUNT; i++)
		while (recv(fds[i], bytes, sizeof(bytes), 0) > 0)
			continue;
	_exit(0);
}

static pid_t
start_server(const char *path, const char *const *said)
{
	struct fail why = FAIL_INIT;
	int listener = lmtp_listen(path, 0600, "", &why);
	pid_t pid = fork();

	assert_true(listener >= 0 && pid >= 0);
	if (pid == 0) {
		/* accept waits in the child. */
		if (fcntl(listener, F_SETFL, 0) < 0)
			_exit(1);
		serve(listener, said);
	}
	close(listener);
	return pid;
}

static void
test_lmtp_batch_results(void **state)
{
	struct slice recipient = SLICE_INIT("support@help.test");
	char folder[PATH_MAX], path[PATH_MAX];

	(void)state;
	case_path(path, case_folder(folder), "lmtp.sock");
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct lmtp_errand errands[COUNT];
		pid_t pid = start_server(path, rows[i].said);
		struct lmtp_batch *batch = lmtp_batch_new(path, 10000);

		for (size_t n = 0; n < COUNT; n++)
			errands[n] = (struct lmtp_errand){
				.envelope = { .door = DOOR_IMPORT,
					.door_ref = SLICE("import:x"),
					.recipients = &recipient,
					.recipient_count = 1 },
				.raw = SLICE("hi\n.\n") };
		lmtp_batch_send(batch, errands, COUNT);
		for (size_t n = 0; n < COUNT; n++)
			assert_case_int(rows[i].name, errands[n].rc == 0
			    ? ACCEPTED : (int)errands[n].why.kind,
			    rows[i].want[n]);
		lmtp_batch_free(batch);
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, NULL, 0), pid);
	}
	case_folder_remove(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lmtp_batch_results),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
