/*
 * maildesk-deliver, the pipe door: one mail from standard input to the intake.
 *
 * pipe(8) bounces to the user on any exit code but 0 and 75, so 75 it is unless
 * we know better; and it lets "4.x.y text" or "5.x.y text" on standard output,
 * one short line, prevail over any exit code but 0.  Only the three refusals
 * become a 5.x.y.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/crash.h"
#include "port/lmtp_encode.h"

#define SOCKET_DEFAULT "/run/maildesk/lmtp.sock"
#define DEADLINE_DEFAULT 30
#define DEADLINE_MAX 900 /* pipe(8) kills, and bounces, after 1000 s */

#define INPUT_SIZE ((size_t)16 << 10)
#define LINE_SIZE ((size_t)256)

static const char usage[] =
    "usage: maildesk-deliver --sender=ADDRESS --recipient=ADDRESS\n"
    "           [--original-recipient=ADDRESS] [--queue-id=ID]\n"
    "           [--sasl-username=LOGIN] [--socket=PATH]\n"
    "           [--deadline=SECONDS]\n"
    "\n"
    "Hands the mail on standard input to maildesk. Exits 0 once it is stored,\n"
    "75 when it is to be tried again later. When it is refused for good, says\n"
    "\"5.x.y text\" on standard output and exits 69.\n"
    "\n"
    "  --sender     the return path; empty or <> is the null one\n"
    "  --socket     of the intake (" SOCKET_DEFAULT ")\n"
    "  --deadline   seconds for the whole delivery (30, at most 900)\n";

enum option {
	OPTION_SENDER,
	OPTION_RECIPIENT,
	OPTION_ORIGINAL,
	OPTION_QUEUE_ID,
	OPTION_SASL,
	OPTION_SOCKET,
	OPTION_DEADLINE,
	OPTION_COUNT
};

static const struct slice option_names[OPTION_COUNT] = {
	[OPTION_SENDER] = SLICE_INIT("--sender="),
	[OPTION_RECIPIENT] = SLICE_INIT("--recipient="),
	[OPTION_ORIGINAL] = SLICE_INIT("--original-recipient="),
	[OPTION_QUEUE_ID] = SLICE_INIT("--queue-id="),
	[OPTION_SASL] = SLICE_INIT("--sasl-username="),
	[OPTION_SOCKET] = SLICE_INIT("--socket="),
	[OPTION_DEADLINE] = SLICE_INIT("--deadline="),
};

/* What was said; data is NULL where nothing was. */
static struct slice said[OPTION_COUNT];

/* The last line of the intake's last reply, without its end. */
static char	reply_data[LINE_SIZE];
static size_t	reply_len;

static int		   intake = -1;
static struct lmtp_offer   offer;
static struct lmtp_commands commands;

/* Adds to a line what fits, foreign bytes as blanks. */
static size_t
line_add(char *line, size_t len, struct slice s)
{
	for (size_t i = 0; i < s.len && len < LINE_SIZE - 1; i++)
		line[len++] = ascii_is_graph(s.data[i]) ? s.data[i] : ' ';
	return len;
}

/* The one line that pipe(8) reads, and the end. */
static _Noreturn void
leave(int status, struct slice first, struct slice second)
{
	char	line[LINE_SIZE];
	size_t	len;

	/* From here on nothing waits, and one line is enough. */
	alarm(0);
	len = line_add(line, 0, first);
	len = line_add(line, len, second);
	line[len++] = '\n';
	/* Nobody is left to tell when this fails. */
	while (write(STDOUT_FILENO, line, len) < 0 && errno == EINTR)
		;
	_exit(status);
}

#define LATER "4.3.0 maildesk: "

static _Noreturn void
later(struct slice what)
{
	leave(EX_TEMPFAIL, SLICE(LATER), what);
}

static _Noreturn void
later_errno(const char *what)
{
	leave(EX_TEMPFAIL, slice_of(what), slice_of(strerror(errno)));
}

static void
ring(int signal_number)
{
	static const char text[] = "4.4.2 maildesk: no answer in time\n";

	(void)signal_number;
	if (write(STDOUT_FILENO, text, sizeof(text) - 1) < 0)
		_exit(EX_TEMPFAIL);
	_exit(EX_TEMPFAIL);
}

/* The whole delivery's deadline, whatever our parent did to the signal. */
static void
set_deadline(void)
{
	int64_t		 seconds = DEADLINE_DEFAULT;
	sigset_t	 set;
	struct sigaction action = { .sa_handler = ring };

	if (said[OPTION_DEADLINE].data != NULL &&
	    (!slice_number(said[OPTION_DEADLINE], DEADLINE_MAX, &seconds) ||
	    seconds < 1))
		later(SLICE("--deadline= wants 1 to 900 seconds"));
	sigaction(SIGALRM, &action, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	alarm((unsigned int)seconds);
}

/* "<a@x>" and "< >" without the brackets, and blanks. */
static struct slice
bare_address(struct slice s)
{
	if (slice_starts(s, SLICE("<")) && slice_ends(s, SLICE(">")))
		s = slice_head(slice_from(s, 1), s.len - 2);
	while (slice_starts(s, SLICE(" ")))
		s = slice_from(s, 1);
	while (slice_ends(s, SLICE(" ")))
		s = slice_head(s, s.len - 1);
	return s;
}

/* All spellings of the null return path become the empty one. */
static struct slice
bare_sender(struct slice s)
{
	s = bare_address(s);
	return slice_eq_nocase(s, SLICE("MAILER-DAEMON")) ? SLICE("") : s;
}

static void
read_options(int argc, char **argv)
{
	struct slice	s;
	size_t		n;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--help") == 0) {
			_exit(write(STDOUT_FILENO, usage,
			    sizeof(usage) - 1) < 0 ? EX_TEMPFAIL : 0);
		}
		s = slice_of(argv[i]);
		for (n = 0; n < OPTION_COUNT; n++)
			if (slice_starts(s, option_names[n]))
				break;
		if (n == OPTION_COUNT)
			leave(EX_TEMPFAIL, SLICE(LATER "unknown option "), s);
		said[n] = slice_from(s, option_names[n].len);
	}
	if (said[OPTION_SENDER].data == NULL)
		later(SLICE("--sender= is missing"));
	if (said[OPTION_RECIPIENT].data == NULL)
		later(SLICE("--recipient= is missing"));
	said[OPTION_SENDER] = bare_sender(said[OPTION_SENDER]);
	said[OPTION_RECIPIENT] = bare_address(said[OPTION_RECIPIENT]);
}

static void
connect_intake(void)
{
	struct sockaddr_un	address = { .sun_family = AF_UNIX };
	struct slice		path = said[OPTION_SOCKET];
	int			fd;

	if (path.data == NULL)
		path = SLICE(SOCKET_DEFAULT);
	if (path.len == 0 || path.len >= sizeof(address.sun_path))
		later(SLICE("--socket= is empty or too long"));
	memcpy(address.sun_path, path.data, path.len);
	intake = fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	/* Not where it would be taken for a closed standard input or output. */
	if (fd >= 0 && fd <= STDERR_FILENO) {
		intake = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
		close(fd);
	}
	if (intake < 0)
		later_errno(LATER "socket: ");
	if (connect(intake, (const struct sockaddr *)&address,
	    sizeof(address)) < 0)
		later_errno(LATER "cannot reach the intake: ");
}

static void
send_all(struct slice bytes)
{
	ssize_t n;

	while (bytes.len > 0) {
		n = send(intake, bytes.data, bytes.len, MSG_NOSIGNAL);
		if (n < 0 && errno != EINTR)
			later_errno(LATER "cannot write to the intake: ");
		if (n > 0)
			bytes = slice_from(bytes, (size_t)n);
	}
}

static void
send_commands(void)
{
	send_all(slice_make(commands.data, commands.len));
	commands.len = 0;
}

static char
read_char(void)
{
	static char	buffer[1024];
	static size_t	from, len;
	ssize_t		n;

	if (from == len) {
		do
			n = recv(intake, buffer, sizeof(buffer), 0);
		while (n < 0 && errno == EINTR);
		if (n < 0)
			later_errno(LATER "cannot read from the intake: ");
		if (n == 0)
			later(SLICE("the intake hung up"));
		from = 0;
		len = (size_t)n;
	}
	return buffer[from++];
}

static struct slice
last_reply(void)
{
	return slice_make(reply_data, reply_len);
}

/* A whole reply; its last line stays in last_reply. */
static void
read_reply(void)
{
	char c;

	do {
		reply_len = 0;
		while ((c = read_char()) != '\n')
			if (c != '\r' && reply_len < LINE_SIZE)
				reply_data[reply_len++] = c;
		lmtp_offer_add(&offer, slice_from(last_reply(), 4));
	} while (reply_len > 3 && reply_data[3] == '-');
}

/* Reads a reply that must begin with this code and a blank. */
static void
expect(struct slice code)
{
	read_reply();
	if (!slice_starts(last_reply(), code))
		leave(EX_TEMPFAIL, SLICE(LATER "the intake says: "),
		    last_reply());
}

/* As expect, where the intake may refuse the mail for good. */
static void
expect_verdict(struct slice code)
{
	static const struct slice refusals[] = {
		SLICE_INIT("552 5.3.4 "),
		SLICE_INIT("550 5.1.1 "),
		SLICE_INIT("550 5.7.1 "),
	};
	struct slice reply;

	read_reply();
	reply = last_reply();
	if (slice_starts(reply, code))
		return;
	for (size_t i = 0; i < ARRAY_LEN(refusals); i++)
		if (slice_starts(reply, refusals[i]))
			leave(EX_UNAVAILABLE, slice_from(reply, 4), SLICE(""));
	leave(EX_TEMPFAIL, SLICE(LATER "the intake says: "), reply);
}

/*
 * Postfix's long queue ids are given once: a time, 'z', an inode.  Short ones
 * come back after a while; a mail must not be taken for the one that had its
 * name a month ago.
 */
static bool
is_given_once(struct slice queue_id)
{
	size_t z = slice_rindex(queue_id, 'z');

	return z < queue_id.len && z >= 10;
}

/* "pipe:QUEUE-ID/RECIPIENT", by which a redelivery is known. */
static struct slice
door_ref(void)
{
	static char	   data[4096];
	const struct slice parts[] = { SLICE("pipe:"), said[OPTION_QUEUE_ID],
		SLICE("/"), said[OPTION_RECIPIENT] };
	size_t		   len = 0;

	if (!is_given_once(said[OPTION_QUEUE_ID]))
		return SLICE_EMPTY;
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (parts[i].len > sizeof(data) - len)
			return SLICE_EMPTY;
		memcpy(data + len, parts[i].data, parts[i].len);
		len += parts[i].len;
	}
	return slice_make(data, len);
}

/* MAIL, RCPT and DATA in one go; their replies one by one. */
static void
send_envelope(void)
{
	const struct lmtp_mail_words words = {
		.sender = said[OPTION_SENDER],
		.utf8 = !slice_is_ascii(said[OPTION_SENDER]) ||
		    !slice_is_ascii(said[OPTION_RECIPIENT]),
		.door = SLICE("pipe"),
		.door_ref = door_ref(),
		.queue_id = said[OPTION_QUEUE_ID],
		.sasl_username = said[OPTION_SASL],
	};

	if (!lmtp_add_mail(&commands, &offer, &words))
		later(SLICE("the sender is no address: a control character, "
		    "a strange domain, or too long"));
	if (!lmtp_add_rcpt(&commands, &offer, said[OPTION_RECIPIENT],
	    said[OPTION_ORIGINAL]))
		later(SLICE("the recipient is no address: empty, a control "
		    "character, a strange domain, or too long"));
	lmtp_add_word(&commands, SLICE("DATA"));
	send_commands();
	crash_point("door.after-envelope");
	expect_verdict(SLICE("250 "));
	expect_verdict(SLICE("250 "));
	expect(SLICE("354 "));
	crash_point("door.before-body");
}

#define QUIT SLICE("QUIT\r\n")
#define OUTPUT_END (LMTP_STUFF_END + 6)

/*
 * When reading fails the data is never ended, so nothing is stored.  A piece is
 * sent once the next one is there: a short mail and its end go in one, and so
 * does the goodbye, which the intake reads behind its answer.
 */
static void
send_body(void)
{
	static char		in[INPUT_SIZE];
	static char		out[2 * INPUT_SIZE + OUTPUT_END];
	struct lmtp_stuffer	stuffer = LMTP_STUFFER_INIT;
	ssize_t			n;
	size_t			len = 0;

	while ((n = read(STDIN_FILENO, in, sizeof(in))) != 0) {
		if (n > 0) {
			send_all(slice_make(out, len));
			len = lmtp_stuff(&stuffer, slice_make(in, (size_t)n),
			    out);
		} else if (errno != EINTR) {
			later_errno(LATER "cannot read the mail: ");
		}
	}
	len += lmtp_stuff_end(&stuffer, out + len);
	memcpy(out + len, QUIT.data, QUIT.len);
	len += QUIT.len;
	crash_point("door.before-end");
	send_all(slice_make(out, len));
	crash_point("door.after-end");
}

int
main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN);
	read_options(argc, argv);
	set_deadline();
	connect_intake();
	crash_point("door.after-connect");
	expect(SLICE("220 "));
	lmtp_add_word(&commands, SLICE("LHLO localhost"));
	send_commands();
	expect(SLICE("250 "));
	send_envelope();
	send_body();
	expect_verdict(SLICE("250 "));
	crash_point("door.after-verdict");
	return 0;
}
