/* A socket, perhaps with TLS on it, that is waited for with poll. */
#include "imap_stream.h"

#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"

static int
break_it(struct imap_stream *stream)
{
	stream->is_broken = true;
	return -1;
}

/* 1: ready; 0: the time is over; -1: it shall stop. */
static int
poll_for(struct imap_stream *stream, short events, int64_t deadline)
{
	struct pollfd fds[2] = {
		{ .fd = stream->fd, .events = events },
		{ .fd = stream->stop_fd, .events = POLLIN },
	};
	int64_t left;
	int got;

	do {
		left = deadline - clock_mono();
		if (left < 0)
			left = 0;
		got = poll(fds, 2, left > INT_MAX ? INT_MAX : (int)left);
	} while (got < 0 && errno == EINTR);
	if (fds[1].revents != 0)
		return -1;
	return got > 0 ? 1 : 0;
}

static int
wait_for(struct imap_stream *stream, short events, struct fail *why)
{
	int got = poll_for(stream, events, stream->deadline);

	if (got < 0)
		return fail_set(why, FAIL_RETRY, "told to stop");
	if (got == 0)
		return fail_set(why, FAIL_RETRY, "it does not answer in time");
	return 0;
}

static int
connect_to(struct imap_stream *stream, const struct addrinfo *address,
    struct fail *why)
{
	int error = 0;
	socklen_t len = sizeof(error);

	stream->fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC |
	    SOCK_NONBLOCK, 0);
	if (stream->fd < 0)
		return fail_sys(why, FAIL_RETRY, "socket");
	if (connect(stream->fd, address->ai_addr, address->ai_addrlen) == 0)
		return 0;
	if (errno == EINPROGRESS) {
		if (wait_for(stream, POLLOUT, why) < 0)
			goto undo;
		if (getsockopt(stream->fd, SOL_SOCKET, SO_ERROR, &error,
			&len) == 0 && error == 0)
			return 0;
		errno = error;
	}
	fail_sys(why, FAIL_RETRY, "cannot connect");
undo:
	close(stream->fd);
	stream->fd = -1;
	return -1;
}

int
imap_stream_open(struct imap_stream *stream, const char *host, int64_t port,
    int stop_fd, int64_t deadline, struct fail *why)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICSERV };
	struct addrinfo *found = NULL;
	char service[24];
	int got, rc = -1;

	*stream = (struct imap_stream){ .fd = -1, .stop_fd = stop_fd,
		.deadline = deadline };
	snprintf(service, sizeof(service), "%lld", (long long)port);
	got = getaddrinfo(host, service, &hints, &found);
	if (got != 0)
		return fail_set(why, FAIL_RETRY, "no address for it: %s",
		    gai_strerror(got));
	for (const struct addrinfo *at = found; at != NULL && rc < 0;
	     at = at->ai_next)
		rc = connect_to(stream, at, why);
	freeaddrinfo(found);
	return rc;
}

void
imap_stream_close(struct imap_stream *stream)
{
	imap_tls_free(stream->tls);
	stream->tls = NULL;
	if (stream->fd >= 0)
		close(stream->fd);
	stream->fd = -1;
	stream->is_broken = true;
}

int
imap_stream_start_tls(struct imap_stream *stream, const char *host,
    const char *ca_file, struct fail *why)
{
	int got;

	if (imap_tls_new(&stream->tls, stream->fd, host, ca_file, why) < 0)
		return break_it(stream);
	while ((got = imap_tls_handshake(stream->tls, why)) < -1)
		if (wait_for(stream, got == IMAP_TLS_READ ? POLLIN : POLLOUT,
			why) < 0)
			return break_it(stream);
	return got < 0 ? break_it(stream) : 0;
}

/* What of recv's and send's -1 is to be waited for. */
static ssize_t
plain_result(ssize_t got, ssize_t waits, const char *what, struct fail *why)
{
	if (got >= 0)
		return got;
	if (errno == EAGAIN || errno == EINTR)
		return waits;
	return fail_sys(why, FAIL_RETRY, "%s", what);
}

ssize_t
imap_stream_read(struct imap_stream *stream, void *to, size_t len)
{
	struct fail *why = &stream->why;
	ssize_t got;

	while (!stream->is_broken) {
		got = stream->tls != NULL
		    ? imap_tls_read(stream->tls, to, len, why)
		    : plain_result(recv(stream->fd, to, len, 0),
			IMAP_TLS_READ, "receive", why);
		if (got > 0 && imap_guard_feed(&stream->guard,
			slice_make(to, (size_t)got), why) == 0)
			return got;
		if (got == 0)
			fail_set(why, FAIL_RETRY, "it closed the connection");
		if (got >= -1 || wait_for(stream, got == IMAP_TLS_READ ? POLLIN
			: POLLOUT, why) < 0)
			break;
	}
	return break_it(stream);
}

ssize_t
imap_stream_write(struct imap_stream *stream, const void *from, size_t len)
{
	struct fail *why = &stream->why;
	ssize_t got;

	while (!stream->is_broken) {
		got = stream->tls != NULL
		    ? imap_tls_write(stream->tls, from, len, why)
		    : plain_result(send(stream->fd, from, len, MSG_NOSIGNAL),
			IMAP_TLS_WRITE, "send", why);
		if (got >= 0)
			return got;
		if (got == -1 || wait_for(stream, got == IMAP_TLS_READ ? POLLIN
			: POLLOUT, why) < 0)
			break;
	}
	return break_it(stream);
}

int
imap_stream_wait(struct imap_stream *stream, int64_t milliseconds)
{
	int got;

	if (stream->is_broken)
		return -1;
	if (stream->tls != NULL && imap_tls_pending(stream->tls) > 0)
		return 1;
	got = poll_for(stream, POLLIN, clock_mono() + milliseconds);
	return got < 0 ? 0 : got;
}
