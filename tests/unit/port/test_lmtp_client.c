/*
 * Our LMTP client against a server that says what a row says, whatever it
 * hears: what becomes of the message.
 */
#include "case.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "port/lmtp_client.h"
#include "port/lmtp_socket.h"

#define ACCEPTED 99 /* no enum fail_kind */

static char folder[PATH_MAX], path[PATH_MAX], heard_path[PATH_MAX];

static int
setup(void **state)
{
	(void)state;
	case_folder(folder);
	case_path(path, folder, "lmtp.sock");
	case_path(heard_path, folder, "heard");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	case_folder_remove(folder);
	return 0;
}

/* Serves `connections` clients, one after the other; keeps what it heard. */
static _Noreturn void
serve(int listener, const char *said, int connections)
{
	FILE	*heard = fopen(heard_path, "w");
	char	 bytes[4096];
	ssize_t	 n;
	int	 fd;

	alarm(20);
	while (connections-- > 0) {
		fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		if (fd < 0 || send(fd, said, strlen(said), 0) < 0)
			_exit(1);
		/* No more to come: a client that waits for more is wrong. */
		shutdown(fd, SHUT_WR);
		while ((n = recv(fd, bytes, sizeof(bytes), 0)) > 0)
			fwrite(bytes, 1, (size_t)n, heard);
		close(fd);
	}
	fclose(heard);
	_exit(0);
}

static pid_t
start_server(const char *said, int connections)
{
	struct fail	why = FAIL_INIT;
	int		listener = lmtp_listen(path, 0600, "", &why);
	pid_t		pid = fork();

	assert_true(listener >= 0 && pid >= 0);
	if (pid == 0) {
		/* accept waits in the child. */
		if (fcntl(listener, F_SETFL, 0) < 0)
			_exit(1);
		serve(listener, said, connections);
	}
	close(listener);
	return pid;
}

#define HELLO "220 x\r\n250-x\r\n250-8BITMIME\r\n250-DSN\r\n250 XMAILDESK\r\n"

static const struct {
	const char *name;
	const char *said; /* to MAIL, two RCPT, DATA and the end */
	int want;
} rows[] = {
	{ "both accepted", HELLO
	    "250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n250 ok\r\n250 ok\r\n",
	    ACCEPTED },
	{ "replies of several lines", HELLO
	    "250-so\r\n250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n250-so\r\n"
	    "250 ok\r\n250 ok\r\n", ACCEPTED },
	{ "one refused, one accepted", HELLO
	    "250 ok\r\n550 5.1.1 no\r\n250 ok\r\n354 go\r\n250 ok\r\n",
	    ACCEPTED },
	{ "both refused", HELLO
	    "250 ok\r\n550 5.1.1 no\r\n550 5.7.1 no\r\n503 what\r\n",
	    FAIL_REFUSE },
	{ "one refused, one later: later", HELLO
	    "250 ok\r\n550 5.1.1 no\r\n451 4.3.0 no\r\n503 what\r\n",
	    FAIL_RETRY },
	{ "one accepted, one later: later, and nothing is sent", HELLO
	    "250 ok\r\n250 ok\r\n451 4.3.0 no\r\n354 go\r\n250 ok\r\n",
	    FAIL_RETRY },
	{ "one accepted, one with another 5xx: later, too", HELLO
	    "250 ok\r\n554 5.7.1 no\r\n250 ok\r\n354 go\r\n250 ok\r\n",
	    FAIL_RETRY },
	{ "too big at MAIL", HELLO
	    "552 5.3.4 no\r\n503 no\r\n503 no\r\n503 no\r\n", FAIL_REFUSE },
	{ "too big at the end", HELLO
	    "250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n552 5.3.4 no\r\n"
	    "552 5.3.4 no\r\n", FAIL_REFUSE },
	{ "later at the end", HELLO
	    "250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n451 no\r\n451 no\r\n",
	    FAIL_RETRY },
	{ "another 5xx is no refusal", HELLO
	    "554 5.7.1 no\r\n503 no\r\n503 no\r\n503 no\r\n", FAIL_RETRY },
	{ "503 for DATA", HELLO "250 ok\r\n250 ok\r\n250 ok\r\n503 what\r\n",
	    FAIL_RETRY },
	{ "421 for a greeting", "421 4.3.2 stopping\r\n", FAIL_RETRY },
	{ "550 for a greeting is no refusal", "550 5.7.1 no\r\n",
	    FAIL_RETRY },
	{ "it hangs up at once", "", FAIL_RETRY },
	{ "it hangs up before the last reply", HELLO
	    "250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n250 ok\r\n", FAIL_RETRY },
	{ "no LMTP", "hello\r\n", FAIL_RETRY },
	{ "it does not trust us", "220 x\r\n250-x\r\n250 DSN\r\n",
	    FAIL_SETUP },
};

static const struct envelope *
make_envelope(void)
{
	static struct slice	recipients[] = { SLICE_INIT("a b@help.test"),
		SLICE_INIT("support@help.test") };
	static struct slice	originals[] = { SLICE_INIT(""),
		SLICE_INIT("old@help.test") };
	static struct envelope	envelope = { .door = DOOR_IMAP,
		.sender = SLICE_INIT("ann@example.test"),
		.recipients = recipients, .originals = originals,
		.recipient_count = 2, .door_ref = SLICE_INIT("imap:x/1") };

	return &envelope;
}

static void
test_lmtp_client_verdicts(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct lmtp_client *client = lmtp_client_new(path, 10000);
		struct fail	 why = FAIL_INIT;
		pid_t		 pid = start_server(rows[i].said, 1);
		int		 status;
		int		 rc = lmtp_client_send(client, make_envelope(),
		    SLICE("hi\n.\n"), &why);

		assert_case_int(rows[i].name,
		    rc == 0 ? ACCEPTED : (int)why.kind, rows[i].want);
		assert_case_true(rows[i].name, rc == 0 || why.text[0] != '\0');
		lmtp_client_free(client);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_case_int(rows[i].name, status, 0);
	}
}

static void
test_lmtp_client_words(void **state)
{
	struct lmtp_client	*client = lmtp_client_new(path, 10000);
	struct fail		 why = FAIL_INIT;
	pid_t			 pid = start_server(rows[0].said, 1);
	char			 heard[1024];

	(void)state;
	assert_int_equal(lmtp_client_send(client, make_envelope(),
	    SLICE("hi\n.\n"), &why), 0);
	lmtp_client_free(client);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_case_slice("the dialogue",
	    case_get(heard_path, heard, sizeof(heard)),
	    SLICE("LHLO localhost\r\n"
	    "MAIL FROM:<ann@example.test> BODY=8BITMIME XDOOR=imap "
	    "XDOORREF=imap:x/1\r\n"
	    "RCPT TO:<\"a b\"@help.test>\r\n"
	    "RCPT TO:<support@help.test> ORCPT=rfc822;old@help.test\r\n"
	    "DATA\r\nhi\r\n..\r\n.\r\nQUIT\r\n"));
}

/* The server of this test closes after each message, as one restarted does. */
static void
test_lmtp_client_connects_again(void **state)
{
	struct lmtp_client	*client = lmtp_client_new(path, 10000);
	struct fail		 why = FAIL_INIT;
	pid_t			 pid = start_server(rows[0].said, 3);

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_int_equal(lmtp_client_send(client, make_envelope(),
		    SLICE("hi\n"), &why), 0);
	lmtp_client_free(client);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void
test_lmtp_client_deadline(void **state)
{
	struct lmtp_client	*client = lmtp_client_new(path, 50);
	struct fail		 why = FAIL_INIT;
	int			 listener = lmtp_listen(path, 0600, "", &why);

	(void)state;
	assert_true(listener >= 0);
	/* Connected, but never served. */
	assert_int_equal(lmtp_client_send(client, make_envelope(),
	    SLICE("hi\n"), &why), -1);
	assert_int_equal(why.kind, FAIL_RETRY);
	lmtp_client_free(client);
	close(listener);
}

static void
test_lmtp_client_bad_addresses(void **state)
{
	struct lmtp_client	*client = lmtp_client_new(path, 10000);
	struct fail		 why = FAIL_INIT;
	struct envelope		 envelope = *make_envelope();
	pid_t			 pid = start_server(rows[0].said, 1);

	(void)state;
	envelope.sender = SLICE("a\r\nDATA\r\n@x");
	assert_int_equal(lmtp_client_send(client, &envelope, SLICE("hi\n"),
	    &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	lmtp_client_free(client);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_lmtp_client_verdicts),
		TEST(test_lmtp_client_words),
		TEST(test_lmtp_client_connects_again),
		TEST(test_lmtp_client_deadline),
		TEST(test_lmtp_client_bad_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
