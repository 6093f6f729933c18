/* The intake: what is acknowledged is in the archive, and nothing else is. */
#include "intake_case.h"

#include <grp.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "port/lmtp_client.h"
#include "port/lmtp_spill.h"

static void
test_intake_accepts(void **state)
{
	struct inlet	*inlet = *state;
	struct arena	 arena = ARENA_INIT;
	struct envelope	 envelope;
	struct slice	 raw;

	inlet_say(inlet, "two recipients, two answers", INLET_HELLO INLET_TO
	    "RCPT TO:<Support+r2-abc@HELP.test> ORCPT=rfc822;old@help.test\r\n"
	    "DATA\r\nSubject: hi\r\n\r\n..hello\r\n.\r\nQUIT\r\n",
	    "220 250 250 250 250 354 250 250 221 -");
	assert_int_equal(inlet->accepted, 1);
	assert_int_equal(inlet_last(inlet, &arena, &envelope, &raw), 1);
	assert_case_slice("the mail", raw,
	    SLICE("Subject: hi\r\n\r\n.hello\r\n"));
	assert_int_equal(envelope.door, DOOR_LMTP);
	assert_int_equal(envelope.at, INTAKE_START);
	assert_case_slice("sender", envelope.sender, SLICE("ann@example.test"));
	assert_int_equal(envelope.recipient_count, 2);
	assert_case_slice("recipient", envelope.recipients[1],
	    SLICE("Support+r2-abc@HELP.test"));
	assert_case_slice("original", envelope.originals[1],
	    SLICE("old@help.test"));
	assert_int_equal(envelope.door_ref.len, 0);
	arena_free(&arena);
}

static const struct {
	const char *name;
	const char *recipient;
	const char *codes;
} recipients[] = {
	{ "a department", "support@help.test", "220 250 250 250" },
	{ "in any case", "SUPPORT@Help.Test", "220 250 250 250" },
	{ "with an extension", "support+x@help.test", "220 250 250 250" },
	{ "with a hostile one", "\"support+a b$(id)\"@help.test",
	    "220 250 250 250" },
	{ "nothing but an extension", "+support@help.test",
	    "220 250 250 550" },
	{ "a disabled department", "old@help.test", "220 250 250 550" },
	{ "somebody else", "nobody@help.test", "220 250 250 550" },
	{ "postmaster is nobody special", "postmaster", "220 250 250 550" },
	{ "no address", "support", "220 250 250 550" },
};

static void
test_intake_recipients(void **state)
{
	struct inlet	*inlet = *state;
	char		 said[256];

	for (size_t i = 0; i < ARRAY_LEN(recipients); i++) {
		snprintf(said, sizeof(said),
		    INLET_HELLO "MAIL FROM:<>\r\nRCPT TO:<%s>\r\n",
		    recipients[i].recipient);
		inlet_say(inlet, recipients[i].name, said,
		    recipients[i].codes);
	}
}

static void
test_intake_banned_senders(void **state)
{
	struct inlet *inlet = *state;

	inlet_say(inlet, "an address", INLET_HELLO
	    "MAIL FROM:<Spam@example.test>\r\nRCPT TO:<support@help.test>\r\n",
	    "220 250 250 550");
	inlet_say(inlet, "a domain", INLET_HELLO
	    "MAIL FROM:<any@evil.test>\r\nRCPT TO:<support@help.test>\r\n",
	    "220 250 250 550");
	inlet_say(inlet, "not its neighbour", INLET_HELLO
	    "MAIL FROM:<any@not.evil.test>\r\nRCPT TO:<support@help.test>\r\n",
	    "220 250 250 250");
}

/* The database with all that belongs to it. */
static void
move_database(const char *from, const char *to)
{
	static const char *const parts[] = { "", "-wal", "-shm" };
	char			 a[PATH_MAX + 8], b[PATH_MAX + 8];

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		snprintf(a, sizeof(a), "%s%s", from, parts[i]);
		snprintf(b, sizeof(b), "%s%s", to, parts[i]);
		assert_true(rename(a, b) == 0 || errno == ENOENT);
	}
}

/* Nothing is refused for good unless the desk was read in good health. */
static void
test_intake_without_desk(void **state)
{
	struct inlet	*inlet = *state;
	char		 aside[PATH_MAX];
	struct db	*db;

	case_path(aside, inlet->folder, "aside.db");
	inlet_say(inlet, "before", INLET_HELLO INLET_TO, "220 250 250 250");
	move_database(inlet->desk_path, aside);
	inlet_say(inlet, "no desk", INLET_HELLO INLET_TO, "220 250 250 451");
	case_put(inlet->desk_path, SLICE("no database at all, but bytes"),
	    0600);
	inlet_say(inlet, "no database", INLET_HELLO INLET_TO,
	    "220 250 250 451");
	assert_int_equal(unlink(inlet->desk_path), 0);
	inlet_ok(db_open(&db, inlet->desk_path, DB_CREATE, why));
	inlet_say(inlet, "no schema", INLET_HELLO INLET_TO,
	    "220 250 250 451");
	inlet_ok(schema_apply(db, SCHEMA_DESK, why));
	db_close(db);
	inlet_say(inlet, "no departments", INLET_HELLO INLET_TO,
	    "220 250 250 451");
	move_database(aside, inlet->desk_path);
	inlet_say(inlet, "it is back", INLET_HELLO INLET_TO,
	    "220 250 250 250");
}

#define AS_PIPE \
	"MAIL FROM:<ann@example.test> XDOOR=pipe XQUEUEID=Q " \
	"XDOORREF=pipe:Q/support@help.test XSASL=ann\r\n" \
	"RCPT TO:<support@help.test>\r\nDATA\r\nhello\r\n.\r\n"

static void
test_intake_redelivery(void **state)
{
	struct inlet	*inlet = *state;
	struct arena	 arena = ARENA_INIT;
	struct envelope	 envelope;
	struct slice	 raw;

	inlet_say(inlet, "the first", INLET_HELLO AS_PIPE,
	    "220 250 250 250 354 250");
	inlet_say(inlet, "and again, twice", INLET_HELLO AS_PIPE AS_PIPE,
	    "220 250 250 250 354 250 250 250 354 250");
	assert_int_equal(inlet_last(inlet, &arena, &envelope, &raw), 1);
	assert_int_equal(envelope.door, DOOR_PIPE);
	assert_case_slice("door_ref", envelope.door_ref,
	    SLICE("pipe:Q/support@help.test"));
	assert_case_slice("queue id", envelope.queue_id, SLICE("Q"));
	assert_case_slice("login", envelope.sasl_username, SLICE("ann"));
	arena_free(&arena);
}

/* A process of another user: its parameters are passed over. */
static void
test_intake_foreign_peer(void **state)
{
	struct inlet	*inlet = *state;
	struct arena	 arena = ARENA_INIT;
	struct envelope	 envelope;
	struct slice	 raw;
	char		 got[1024];
	int		 pair[2], status;
	pid_t		 pid;

	if (geteuid() != 0)
		skip();
	/* The peer is whoever connected: another process must. */
	chmod(inlet->folder, 0755);
	chmod(inlet->socket_path, 0666);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		int fd;

		if (setgroups(0, NULL) < 0 || setgid(65534) < 0 ||
		    setuid(65534) < 0)
			_exit(1);
		fd = lmtp_connect(inlet->socket_path, NULL);
		if (fd < 0 || send(fd, INLET_HELLO AS_PIPE,
		    sizeof(INLET_HELLO AS_PIPE) - 1, 0) < 0 ||
		    write(pair[1], "x", 1) < 0 || read(pair[1], got, 1) < 0)
			_exit(1);
		inlet_codes(fd, got);
		_exit(strcmp(got, "220 250 250 250 354 250") == 0 ? 0 : 2);
	}
	assert_int_equal(read(pair[0], got, 1), 1);
	inlet_settle(inlet);
	assert_int_equal(write(pair[0], "y", 1), 1);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(inlet_last(inlet, &arena, &envelope, &raw), 1);
	assert_int_equal(envelope.door, DOOR_LMTP);
	assert_int_equal(envelope.door_ref.len, 0);
	assert_int_equal(envelope.sasl_username.len, 0);
	arena_free(&arena);
	close(pair[0]);
	close(pair[1]);
}

/* n messages, each complete but for its last dot. */
static void
open_many(struct inlet *inlet, int *fds, size_t n, struct slice body)
{
	for (size_t i = 0; i < n; i++) {
		fds[i] = inlet_connect(inlet);
		inlet_send(inlet, fds[i],
		    SLICE(INLET_HELLO INLET_TO "DATA\r\n"));
		inlet_send(inlet, fds[i], body);
	}
}

static void
close_many(int *fds, size_t n)
{
	for (size_t i = 0; i < n; i++)
		close(fds[i]);
}

static void
send_dots(int *fds, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_int_equal(send(fds[i], ".\r\n", 3, 0), 3);
}

static void
test_intake_groups(void **state)
{
	struct inlet	*inlet = *state;
	struct fail	 why = FAIL_INIT;
	int		 fds[20];
	char		 got[1024];

	open_many(inlet, fds, ARRAY_LEN(fds), SLICE("hello\r\n"));
	send_dots(fds, ARRAY_LEN(fds));
	assert_int_equal(intake_step(inlet->intake, inlet->now, 0, &why),
	    ARRAY_LEN(fds));
	for (size_t i = 0; i < ARRAY_LEN(fds); i++)
		assert_case("all are answered", inlet_codes(fds[i], got),
		    "220 250 250 250 354 250");
	assert_int_equal(inlet_last_id(inlet), ARRAY_LEN(fds));
	close_many(fds, ARRAY_LEN(fds));
}

static void
test_intake_big_bodies_go_last_and_alone(void **state)
{
	struct inlet	*inlet = *state;
	struct fail	 why = FAIL_INIT;
	struct arena	 arena = ARENA_INIT;
	struct envelope	 envelope;
	struct slice	 raw;
	int		 fds[5];
	size_t		 size = INTAKE_SMALL + 2;
	char		*big = malloc(size);

	memset(big, 'x', size);
	memcpy(big + size - 2, "\r\n", 2);
	open_many(inlet, fds, 2, slice_make(big, size));
	open_many(inlet, fds + 2, 3, SLICE("hello\r\n"));
	send_dots(fds, 5);
	assert_int_equal(intake_step(inlet->intake, inlet->now, 0, &why), 4);
	assert_int_equal(inlet_last(inlet, &arena, &envelope, &raw), 4);
	assert_true(slice_eq(raw, slice_make(big, size)));
	assert_int_equal(intake_step(inlet->intake, inlet->now, 0, &why), 1);
	assert_int_equal(inlet_last_id(inlet), 5);
	close_many(fds, 5);
	arena_free(&arena);
	free(big);
}

static void
test_intake_too_big(void **state)
{
	struct inlet	*inlet = *state;
	char		 kilobyte[1024], got[1024];
	int		 fd = inlet_connect(inlet);

	memset(kilobyte, 'x', sizeof(kilobyte));
	inlet_send(inlet, fd, SLICE(INLET_HELLO INLET_TO
	    "RCPT TO:<support+2@help.test>\r\nDATA\r\n"));
	for (int64_t i = 0; i <= inlet->conf.max_message / 1024; i++)
		inlet_send(inlet, fd, slice_make(kilobyte, 1024));
	inlet_send(inlet, fd, SLICE("\r\n.\r\n" INLET_MAIL));
	assert_case("swallowed, then refused, and the next one is taken",
	    inlet_codes(fd, got),
	    "220 250 250 250 250 354 552 552 250 250 354 250");
	assert_int_equal(inlet->accepted, 1);
	close(fd);
}

static void
test_intake_pipelined_messages(void **state)
{
	struct inlet *inlet = *state;

	inlet_say(inlet, "one write", INLET_HELLO INLET_MAIL INLET_MAIL
	    INLET_MAIL "QUIT\r\n",
	    "220 250 250 250 354 250 250 250 354 250 250 250 354 250 221 -");
	assert_int_equal(inlet_last_id(inlet), 3);
}

static void
test_intake_client_that_leaves(void **state)
{
	struct inlet *inlet = *state;

	inlet_say(inlet, "amid the data", INLET_HELLO INLET_TO
	    "DATA\r\nhello\r\n.", "220 250 250 250 354");
	assert_int_equal(inlet_last_id(inlet), 0);
	assert_int_equal(intake_clients(inlet->intake), 0);
}

static void
test_intake_low_space(void **state)
{
	struct inlet *inlet = *state;

	intake_close(inlet->intake);
	inlet->conf.min_free = INT64_MAX;
	inlet_ok(intake_open(&inlet->intake, &inlet->conf, &inlet->role, why));
	inlet_say(inlet, "452 at MAIL", INLET_HELLO INLET_MAIL,
	    "220 250 452 503 503 421 -");
}

/* A body that cannot be spilled is later, and the intake goes on. */
static void
test_intake_spill_trouble(void **state)
{
	struct inlet	*inlet = *state;
	char		 kilobyte[1024], got[1024];
	int		 fd;

	intake_close(inlet->intake);
	inlet->conf.spill_dir = "/nonexistent";
	inlet_ok(intake_open(&inlet->intake, &inlet->conf, &inlet->role, why));
	fd = inlet_connect(inlet);
	memset(kilobyte, 'x', sizeof(kilobyte));
	inlet_send(inlet, fd, SLICE(INLET_HELLO INLET_TO "DATA\r\n"));
	for (size_t i = 0; i <= LMTP_SPILL_EACH / 1024; i++)
		inlet_send(inlet, fd, slice_make(kilobyte, 1024));
	inlet_send(inlet, fd, SLICE("\r\n.\r\n" INLET_MAIL));
	assert_case("451, then 250", inlet_codes(fd, got),
	    "220 250 250 250 354 451 250 250 354 250");
	close(fd);
}

static void
test_intake_archive_taken_away(void **state)
{
	struct inlet	*inlet = *state;
	char		 aside[PATH_MAX], got[1024];
	int		 fd;

	open_many(inlet, &fd, 1, SLICE("hello\r\n"));
	case_path(aside, inlet->folder, "aside.db");
	assert_int_equal(rename(inlet->archive_path, aside), 0);
	send_dots(&fd, 1);
	inlet_settle(inlet);
	assert_true(inlet->has_ended);
	assert_case("nobody is answered", inlet_codes(fd, got),
	    "220 250 250 250 354");
	close(fd);
}

/* A disk that takes no more: 451 or silence, never 250, and no row. */
static void
test_intake_archive_cannot_grow(void **state)
{
	struct inlet	*inlet = *state;
	struct rlimit	 was, limit;
	char		 got[1024];
	int		 fd;

	open_many(inlet, &fd, 1, SLICE("hello\r\n"));
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	limit = was;
	limit.rlim_cur = 1;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	send_dots(&fd, 1);
	inlet_settle(inlet);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	inlet_codes(fd, got);
	assert_true(strcmp(got, "220 250 250 250 354") == 0 ||
	    strcmp(got, "220 250 250 250 354 451") == 0);
	assert_int_equal(inlet->accepted, 0);
	intake_close(inlet->intake);
	inlet->intake = NULL;
	inlet->has_ended = false;
	assert_int_equal(inlet_last_id(inlet), 0);
	close(fd);

	inlet_ok(intake_open(&inlet->intake, &inlet->conf, &inlet->role, why));
	inlet_say(inlet, "it works again", INLET_HELLO INLET_MAIL,
	    "220 250 250 250 354 250");
}

static void
test_intake_silence(void **state)
{
	struct inlet	*inlet = *state;
	int		 fd = inlet_connect(inlet);
	char		 got[1024];

	inlet_send(inlet, fd, SLICE(INLET_HELLO));
	inlet_codes(fd, got);
	inlet->now += 299 * 1000;
	inlet_settle(inlet);
	assert_case("not yet", inlet_codes(fd, got), "");
	inlet_send(inlet, fd, SLICE("NOOP\r\n"));
	inlet->now += 299 * 1000;
	inlet_settle(inlet);
	assert_case("a word begins it anew", inlet_codes(fd, got), "250");
	inlet->now += 2 * 1000;
	inlet_settle(inlet);
	assert_case("too long", inlet_codes(fd, got), "421 -");
	assert_int_equal(intake_clients(inlet->intake), 0);
	close(fd);
}

/* A command, too, must come to its end. */
static void
test_intake_slow_command(void **state)
{
	struct inlet	*inlet = *state;
	int		 fd = inlet_connect(inlet);
	char		 got[1024];

	inlet_send(inlet, fd, SLICE(INLET_HELLO "NOOP "));
	inlet_codes(fd, got);
	for (int i = 0; i < 3; i++) {
		inlet->now += 100 * 1000;
		inlet_send(inlet, fd, SLICE("x"));
		inlet_settle(inlet);
	}
	assert_case("a byte now and then", inlet_codes(fd, got), "");
	inlet->now += 2 * 1000;
	inlet_send(inlet, fd, SLICE("x"));
	inlet_settle(inlet);
	assert_case("is not a command", inlet_codes(fd, got), "421 -");
	assert_int_equal(intake_clients(inlet->intake), 0);
	close(fd);
}

static void
test_intake_slow_message(void **state)
{
	struct inlet	*inlet = *state;
	int		 fd = inlet_connect(inlet);
	char		 got[1024];

	inlet_send(inlet, fd, SLICE(INLET_HELLO INLET_TO "DATA\r\n"));
	inlet_codes(fd, got);
	for (int i = 0; i < 6; i++) {
		inlet->now += 100 * 1000;
		inlet_send(inlet, fd, SLICE("a line\r\n"));
		inlet_settle(inlet);
	}
	assert_case("a byte now and then", inlet_codes(fd, got), "");
	inlet->now += 2 * 1000;
	inlet_settle(inlet);
	assert_case("does not make it last for ever", inlet_codes(fd, got),
	    "421 -");
	close(fd);
}

static void
test_intake_too_many_clients(void **state)
{
	struct inlet	*inlet = *state;
	size_t		 share = INTAKE_SHARE(50);
	int		 fds[52], i;
	char		 got[1024];

	for (i = 0; i < (int)share + 1; i++)
		fds[i] = inlet_connect(inlet);
	inlet_settle(inlet);
	assert_case("the last one that fits", inlet_codes(fds[share - 1], got),
	    "220");
	assert_case("one more", inlet_codes(fds[share], got), "421 -");
	if (geteuid() == 0) {
		chmod(inlet->folder, 0755);
		chmod(inlet->socket_path, 0666);
		assert_int_equal(seteuid(65534), 0);
		for (; i < 52; i++)
			fds[i] = inlet_connect(inlet);
		assert_int_equal(seteuid(0), 0);
		inlet_settle(inlet);
		assert_case("others have places left",
		    inlet_codes(fds[50], got), "220");
		assert_case("as long as there are any",
		    inlet_codes(fds[51], got), "421 -");
	}
	close(fds[0]);
	inlet_settle(inlet);
	inlet_say(inlet, "when one has left", INLET_HELLO, "220 250");
	close_many(fds + 1, (size_t)i - 1);
}

static void
test_intake_stop(void **state)
{
	struct inlet	*inlet = *state;
	int		 fds[2];
	char		 got[1024];

	fds[0] = inlet_connect(inlet);
	open_many(inlet, fds + 1, 1, SLICE("hello\r\n"));
	intake_stop(inlet->intake);
	assert_case("idle", inlet_codes(fds[0], got), "220 421");
	assert_case("amid the data", inlet_codes(fds[1], got),
	    "220 250 250 250 354 421");
	intake_close(inlet->intake);
	inlet->intake = NULL;
	assert_int_equal(access(inlet->socket_path, F_OK), -1);
	close_many(fds, 2);
}

static void
test_intake_socket(void **state)
{
	struct inlet	*inlet = *state;
	struct intake	*second;
	struct fail	 trouble = FAIL_INIT;
	struct stat	 info;
	int		 fd;

	assert_int_equal(stat(inlet->socket_path, &info), 0);
	assert_int_equal(info.st_mode & 07777, 0600);
	assert_int_equal(intake_open(&second, &inlet->conf, &inlet->role,
	    &trouble), -1);
	assert_int_equal(trouble.kind, FAIL_SETUP);
	assert_null(second);
	inlet_say(inlet, "the first is unharmed", INLET_HELLO, "220 250");

	/* What a killed process leaves behind is no obstacle. */
	intake_close(inlet->intake);
	fd = lmtp_listen(inlet->socket_path, 0600, "", &trouble);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(access(inlet->socket_path, F_OK), 0);
	inlet_ok(intake_open(&inlet->intake, &inlet->conf, &inlet->role, why));
	inlet_say(inlet, "in its place", INLET_HELLO, "220 250");
}

static void
test_intake_without_archive(void **state)
{
	struct inlet	*inlet = *state;
	struct intake	*intake;
	struct fail	 why = FAIL_INIT;

	intake_close(inlet->intake);
	inlet->intake = NULL;
	assert_int_equal(unlink(inlet->archive_path), 0);
	assert_int_equal(intake_open(&intake, &inlet->conf, &inlet->role,
	    &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	assert_int_equal(access(inlet->socket_path, F_OK), -1);
}

#define IDLE 1000
#define BUSY 200

static void
test_intake_crowd(void **state)
{
	struct inlet	*inlet = *state;
	struct rlimit	 limit = { 3000, 3000 };
	int		*fds = calloc(IDLE + BUSY, sizeof(*fds));
	char		 got[1024];

	/* Both ends are ours here. */
	if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
		skip();
	intake_close(inlet->intake);
	inlet->conf.max_clients = 2 * (IDLE + BUSY);
	inlet_ok(intake_open(&inlet->intake, &inlet->conf, &inlet->role, why));
	for (size_t i = 0; i < IDLE; i++) {
		fds[i] = inlet_connect(inlet);
		if (i % 100 == 0)
			inlet_settle(inlet);
	}
	open_many(inlet, fds + IDLE, BUSY, SLICE("hello\r\n"));
	assert_int_equal(intake_clients(inlet->intake), IDLE + BUSY);
	send_dots(fds + IDLE, BUSY);
	inlet_settle(inlet);
	assert_int_equal(inlet->accepted, BUSY);
	for (size_t i = 0; i < BUSY; i++)
		assert_case("all are answered",
		    inlet_codes(fds[IDLE + i], got),
		    "220 250 250 250 354 250");
	close_many(fds, IDLE + BUSY);
	inlet_settle(inlet);
	assert_int_equal(intake_clients(inlet->intake), 0);
	free(fds);
}

/* Our own client, in a process of its own. */
static int
child_sends(const char *socket_path)
{
	struct lmtp_client *client = lmtp_client_new(socket_path, 20000);
	struct slice	 ours[] = { SLICE("support@help.test"),
		SLICE("nobody@help.test") };
	struct envelope	 envelope = { .door = DOOR_IMPORT,
		.recipients = ours, .recipient_count = 2,
		.door_ref = SLICE("import:box/1") };
	struct fail	 why = FAIL_INIT;
	int		 bad = 0;

	bad |= lmtp_client_send(client, &envelope, SLICE("a\n.b\n"),
	    &why) != 0;
	bad |= (lmtp_client_send(client, &envelope, SLICE("a\n.b\n"),
	    &why) != 0) << 1;
	envelope.recipients = ours + 1;
	envelope.recipient_count = 1;
	envelope.door_ref = SLICE("import:box/2");
	bad |= (lmtp_client_send(client, &envelope, SLICE("c\n"),
	    &why) != -1 || why.kind != FAIL_REFUSE) << 2;
	envelope.recipients = ours;
	bad |= (lmtp_client_send(client, &envelope, SLICE("d\n"),
	    &why) != 0) << 3;
	lmtp_client_free(client);
	return bad;
}

static void
test_intake_serves_our_client(void **state)
{
	struct inlet	*inlet = *state;
	struct fail	 why = FAIL_INIT;
	struct arena	 arena = ARENA_INIT;
	struct envelope	 envelope;
	struct slice	 raw;
	int		 status;
	pid_t		 pid = fork();

	assert_true(pid >= 0);
	if (pid == 0)
		_exit(child_sends(inlet->socket_path));
	while (waitpid(pid, &status, WNOHANG) == 0)
		assert_true(intake_step(inlet->intake, clock_mono(), 10,
		    &why) >= 0);
	assert_int_equal(status, 0);
	assert_int_equal(inlet_last(inlet, &arena, &envelope, &raw), 2);
	assert_int_equal(envelope.door, DOOR_IMPORT);
	assert_case_slice("door_ref", envelope.door_ref, SLICE("import:box/2"));
	assert_case_slice("the mail", raw, SLICE("d\r\n"));
	arena_free(&arena);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, inlet_setup, inlet_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_intake_accepts),
		TEST(test_intake_recipients),
		TEST(test_intake_banned_senders),
		TEST(test_intake_without_desk),
		TEST(test_intake_redelivery),
		TEST(test_intake_foreign_peer),
		TEST(test_intake_groups),
		TEST(test_intake_big_bodies_go_last_and_alone),
		TEST(test_intake_too_big),
		TEST(test_intake_pipelined_messages),
		TEST(test_intake_client_that_leaves),
		TEST(test_intake_low_space),
		TEST(test_intake_spill_trouble),
		TEST(test_intake_archive_taken_away),
		TEST(test_intake_archive_cannot_grow),
		TEST(test_intake_silence),
		TEST(test_intake_slow_command),
		TEST(test_intake_slow_message),
		TEST(test_intake_too_many_clients),
		TEST(test_intake_stop),
		TEST(test_intake_socket),
		TEST(test_intake_without_archive),
		TEST(test_intake_crowd),
		TEST(test_intake_serves_our_client),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
