/*
 * An LMTP client that hands a mix over as fast as it is taken, through as many
 * connections as asked for.  Mails are made ready for the wire before the clock
 * starts.  A mail's time is from its MAIL to the answer behind its final dot.
 */
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "bench.h"

#define CLIENTS_MAX 1000

enum stage { GREETING, HELLO, ENVELOPE, BODY, GOODBYE, OVER };

/* How many replies end each stage: MAIL, RCPT and DATA go together. */
static const int replies_of[] = {
	[GREETING] = 1, [HELLO] = 1, [ENVELOPE] = 3, [BODY] = 1, [GOODBYE] = 1,
};

struct client {
	int		 fd;
	enum stage	 stage;
	int		 replies; /* yet to come in this stage */
	const char	*out;	  /* not yet written */
	size_t		 out_len;
	char		 line[1024]; /* what has come of a reply's line */
	size_t		 line_len;
	char		 envelope[1024];
	long		 mail;	  /* its index */
	double		 begun;
};

static struct {
	const char		*recipient;
	struct bench_mail	*mails;
	double			*times;
	long			 count, next, done, refused;
	int			 open;
} load;

/* CRLF line ends, dots doubled, the final dot. */
static struct bench_mail
for_wire(struct bench_mail mail)
{
	struct bench_mail	out;
	char			before = '\n';

	out.data = bench_alloc(mail.len * 2 + 8, 1);
	out.len = 0;
	for (size_t i = 0; i < mail.len; i++) {
		if (before == '\n' && mail.data[i] == '.')
			out.data[out.len++] = '.';
		if (mail.data[i] == '\n' && before != '\r')
			out.data[out.len++] = '\r';
		before = mail.data[i];
		out.data[out.len++] = before;
	}
	if (before != '\n') {
		memcpy(out.data + out.len, "\r\n", 2);
		out.len += 2;
	}
	memcpy(out.data + out.len, ".\r\n", 3);
	out.len += 3;
	free(mail.data);
	return out;
}

/* A mix's mails begin with their return path. */
static void
write_envelope(struct client *client, const struct bench_mail *mail)
{
	static const char	 field[] = "Return-Path: ";
	const char		*from = "<>";
	int			 len = 2;

	if (mail->len > sizeof(field) &&
	    memcmp(mail->data, field, sizeof(field) - 1) == 0) {
		from = mail->data + sizeof(field) - 1;
		len = (int)strcspn(from, "\r");
	}
	snprintf(client->envelope, sizeof(client->envelope),
	    "MAIL FROM:%.*s BODY=8BITMIME\r\nRCPT TO:<%s>\r\nDATA\r\n", len,
	    from, load.recipient);
}

static void
say(struct client *client, const char *data, size_t len)
{
	client->out = data;
	client->out_len = len;
}

static void
enter(struct client *client, enum stage stage)
{
	client->stage = stage;
	client->replies = stage == OVER ? 0 : replies_of[stage];
}

/* The next mail, or goodbye. */
static void
go_on(struct client *client)
{
	if (load.next == load.count) {
		enter(client, GOODBYE);
		say(client, "QUIT\r\n", 6);
		return;
	}
	client->mail = load.next++;
	write_envelope(client, &load.mails[client->mail]);
	client->begun = bench_now();
	enter(client, ENVELOPE);
	say(client, client->envelope, strlen(client->envelope));
}

static void
finish_stage(struct client *client)
{
	const struct bench_mail *mail;

	switch (client->stage) {
	case GREETING:
		enter(client, HELLO);
		say(client, "LHLO load.example\r\n", 19);
		break;
	case HELLO:
		go_on(client);
		break;
	case ENVELOPE:
		mail = &load.mails[client->mail];
		enter(client, BODY);
		say(client, mail->data, mail->len);
		break;
	case BODY:
		load.times[load.done++] = bench_now() - client->begun;
		go_on(client);
		break;
	case GOODBYE:
	case OVER:
		close(client->fd);
		client->fd = -1;
		enter(client, OVER);
		load.open--;
		break;
	}
}

static void
take_line(struct client *client)
{
	const char *line = client->line;

	if (client->line_len < 4)
		errx(1, "no reply: %.*s", (int)client->line_len, line);
	if (line[3] == '-')
		return;
	if (line[0] != '2' && line[0] != '3') {
		if (load.refused++ == 0)
			warnx("%.*s", (int)client->line_len, line);
		if (client->stage != BODY)
			errx(1, "refused");
	}
	if (--client->replies == 0)
		finish_stage(client);
}

static void
hear(struct client *client)
{
	char	room[4096];
	ssize_t	got = recv(client->fd, room, sizeof(room), 0);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0)
		err(1, "the other side hung up");
	for (ssize_t i = 0; i < got; i++) {
		if (room[i] == '\r')
			continue;
		if (room[i] == '\n') {
			take_line(client);
			client->line_len = 0;
		} else if (client->line_len < sizeof(client->line)) {
			client->line[client->line_len++] = room[i];
		}
	}
}

static void
tell(struct client *client)
{
	ssize_t sent;

	while (client->out_len > 0) {
		sent = send(client->fd, client->out, client->out_len,
		    MSG_NOSIGNAL);
		if (sent < 0 && errno == EAGAIN)
			return;
		if (sent < 0)
			err(1, "send");
		client->out += sent;
		client->out_len -= (size_t)sent;
	}
}

static void
open_client(struct client *client, const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	client->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (client->fd < 0 || connect(client->fd,
	    (struct sockaddr *)&address, sizeof(address)) < 0 ||
	    fcntl(client->fd, F_SETFL, O_NONBLOCK) < 0)
		err(1, "%s", path);
	enter(client, GREETING);
	load.open++;
}

static void
run(struct client *clients, int count)
{
	struct pollfd fds[CLIENTS_MAX];

	while (load.open > 0) {
		for (int i = 0; i < count; i++) {
			fds[i].fd = clients[i].fd;
			fds[i].events = (short)(POLLIN |
			    (clients[i].out_len > 0 ? POLLOUT : 0));
		}
		if (poll(fds, (nfds_t)count, 30000) <= 0)
			errx(1, "no answer for 30 seconds");
		for (int i = 0; i < count; i++) {
			if (fds[i].revents & (POLLIN | POLLHUP | POLLERR))
				hear(&clients[i]);
			if (clients[i].fd >= 0)
				tell(&clients[i]);
		}
	}
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
print_result(double seconds)
{
	double *t = load.times;

	qsort(t, (size_t)load.done, sizeof(*t), compare);
	printf("{\"messages\": %ld, \"seconds\": %.6f, \"refused\": %ld,"
	    " \"p50_ms\": %.3f, \"p95_ms\": %.3f, \"max_ms\": %.3f}\n",
	    load.done, seconds, load.refused, t[load.done / 2] * 1e3,
	    t[load.done * 95 / 100] * 1e3, t[load.done - 1] * 1e3);
}

/* A mix, or one file that is sent again and again. */
static void
load_mails(const char *path, long first)
{
	struct bench_mail	one;
	struct stat		info;

	if (stat(path, &info) < 0)
		err(1, "%s", path);
	if (S_ISDIR(info.st_mode)) {
		load.mails = bench_load(path, first, load.count);
		for (long i = 0; i < load.count; i++)
			load.mails[i] = for_wire(load.mails[i]);
		return;
	}
	one = for_wire(bench_read(path));
	load.mails = bench_alloc((size_t)load.count, sizeof(*load.mails));
	for (long i = 0; i < load.count; i++)
		load.mails[i] = one;
}

int
main(int argc, char **argv)
{
	static struct client	clients[CLIENTS_MAX];
	double			started;
	long			count;

	if (argc != 7)
		errx(2, "usage: lmtp_load SOCKET RECIPIENT CONNECTIONS FIRST"
		    " COUNT MIX|FILE");
	load.recipient = argv[2];
	count = bench_number(argv[3], "CONNECTIONS");
	load.count = bench_number(argv[5], "COUNT");
	if (count < 1 || count > CLIENTS_MAX || load.count < 1)
		errx(2, "nothing to do, or too many connections");
	load_mails(argv[6], bench_number(argv[4], "FIRST"));
	load.times = bench_alloc((size_t)load.count, sizeof(*load.times));

	started = bench_now();
	for (long i = 0; i < count; i++)
		open_client(&clients[i], argv[1]);
	run(clients, (int)count);
	print_result(bench_now() - started);
	return 0;
}
