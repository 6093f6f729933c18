/*
 * A mail server that does what its script says, for the tests of who sends.
 */
#ifndef UNIT_SMTP_SERVER_H
#define UNIT_SMTP_SERVER_H

#include "case.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>

/*
 * A mail server that does what its script says, line by line:
 *
 *	> 220 hello	says it
 *	< EHLO		hears a line that begins so
 *	body		hears a body and its final dot
 *	drop		hangs up, and takes the next connection
 *	gone		hears that the client has hung up, takes the next
 *	hook		calls the test's function
 *
 * Whatever it hears instead is the test's failure.
 */
struct server {
	pthread_t	 thread;
	const char	*script;
	void		(*hook)(void *data);
	void		*hook_data;
	int		 listener;
	int		 fd;
	size_t		 connections;
	char		 in[1 << 16]; /* heard and not used */
	size_t		 in_len;
	char		 body[1 << 20]; /* the last one, dots and all */
	size_t		 body_len;
	char		 wrong[300]; /* what it heard instead */
};

static inline bool
server_accept(struct server *server)
{
	struct pollfd poller = { .fd = server->listener, .events = POLLIN };

	if (server->fd >= 0)
		return true;
	if (poll(&poller, 1, 10000) != 1)
		return false;
	server->fd = accept(server->listener, NULL, NULL);
	server->in_len = 0;
	__atomic_add_fetch(&server->connections, 1, __ATOMIC_SEQ_CST);
	return server->fd >= 0;
}

static inline bool
server_read(struct server *server)
{
	struct pollfd	poller = { .fd = server->fd, .events = POLLIN };
	ssize_t		got;

	if (server->in_len == sizeof(server->in) ||
	    poll(&poller, 1, 10000) != 1)
		return false;
	got = recv(server->fd, server->in + server->in_len,
	    sizeof(server->in) - server->in_len, 0);
	if (got <= 0)
		return false;
	server->in_len += (size_t)got;
	return true;
}

static inline void
server_use(struct server *server, size_t len)
{
	memmove(server->in, server->in + len, server->in_len - len);
	server->in_len -= len;
}

static inline bool
server_hear(struct server *server, struct slice want)
{
	struct slice	in;
	size_t		end;

	for (;;) {
		in = slice_make(server->in, server->in_len);
		end = slice_search(in, SLICE("\r\n"));
		if (end < in.len)
			break;
		if (!server_read(server)) {
			snprintf(server->wrong, sizeof(server->wrong),
			    "nothing instead of %.*s", SLICE_ARG(want));
			return false;
		}
	}
	if (!slice_starts(slice_head(in, end), want)) {
		snprintf(server->wrong, sizeof(server->wrong),
		    "\"%.*s\" instead of \"%.*s\"",
		    SLICE_ARG(slice_head(in, end)), SLICE_ARG(want));
		return false;
	}
	server_use(server, end + 2);
	return true;
}

static inline bool
server_hear_body(struct server *server)
{
	struct slice	body;
	size_t		end;

	server->body_len = 0;
	for (;;) {
		if (server->body_len + server->in_len > sizeof(server->body))
			return false;
		memcpy(server->body + server->body_len, server->in,
		    server->in_len);
		server->body_len += server->in_len;
		server->in_len = 0;
		body = slice_make(server->body, server->body_len);
		end = slice_search(body, SLICE("\r\n.\r\n"));
		if (end < body.len)
			break;
		if (!server_read(server)) {
			snprintf(server->wrong, sizeof(server->wrong),
			    "no final dot");
			return false;
		}
	}
	server->body_len = end + 2;
	return true;
}

static inline bool
server_do(struct server *server, struct slice line)
{
	char out[600];
	int  len;

	if (!server_accept(server)) {
		snprintf(server->wrong, sizeof(server->wrong),
		    "no connection for: %.*s", SLICE_ARG(line));
		return false;
	}
	if (slice_starts(line, SLICE("> "))) {
		len = snprintf(out, sizeof(out), "%.*s\r\n",
		    SLICE_ARG(slice_from(line, 2)));
		return send(server->fd, out, (size_t)len, MSG_NOSIGNAL) == len;
	}
	if (slice_starts(line, SLICE("< ")))
		return server_hear(server, slice_from(line, 2));
	if (slice_eq(line, SLICE("hook"))) {
		server->hook(server->hook_data);
		return true;
	}
	if (slice_eq(line, SLICE("body")))
		return server_hear_body(server);
	if (slice_eq(line, SLICE("gone")) && server_read(server)) {
		snprintf(server->wrong, sizeof(server->wrong),
		    "\"%.*s\" instead of a hang-up", (int)server->in_len,
		    server->in);
		return false;
	}
	close(server->fd);
	server->fd = -1;
	return true;
}

static inline void *
server_run(void *data)
{
	struct server	*server = data;
	struct slice	 rest = slice_of(server->script), line;

	while (slice_line(&rest, &line))
		if (!server_do(server, line))
			break;
	if (server->fd >= 0)
		close(server->fd);
	/* Whoever comes now is refused. */
	close(server->listener);
	return NULL;
}

static inline int64_t
server_start(struct server *server, const char *script)
{
	struct sockaddr_in	address = { .sin_family = AF_INET };
	socklen_t		size = sizeof(address);

	/* The hook stays. */
	server->in_len = server->body_len = server->connections = 0;
	server->wrong[0] = '\0';
	server->script = script;
	server->fd = -1;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	server->listener = socket(AF_INET, SOCK_STREAM, 0);
	assert_true(server->listener >= 0);
	assert_int_equal(bind(server->listener, (struct sockaddr *)&address,
	    sizeof(address)), 0);
	assert_int_equal(listen(server->listener, 5), 0);
	assert_int_equal(getsockname(server->listener,
	    (struct sockaddr *)&address, &size), 0);
	assert_int_equal(pthread_create(&server->thread, NULL, server_run,
	    server), 0);
	return ntohs(address.sin_port);
}

#endif
