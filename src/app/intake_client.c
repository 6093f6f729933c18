/* One client of the intake. */
#include "intake_client.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "port/lmtp_socket.h"

/* Milliseconds in which a last word must be taken. */
#define LEAVE_TIME 10000

struct client *
client_new(int fd, uid_t uid, const struct lmtp_host *host, int64_t now)
{
	struct client *client = calloc(1, sizeof(*client));

	if (client == NULL)
		log_die("out of memory: a client");
	client->fd = fd;
	client->uid = uid;
	client->session = lmtp_session_new(host, lmtp_user_is_trusted(uid));
	client->heard_at = now;
	return client;
}

void
client_free(struct client *client)
{
	lmtp_session_free(client->session);
	free(client->rest);
	close(client->fd);
	free(client);
}

bool
client_has_output(const struct client *client)
{
	return lmtp_session_output(client->session).len > 0;
}

void
client_flush(struct client *client, int64_t now)
{
	struct slice	out;
	ssize_t		n;

	while (client->state != CLIENT_GONE &&
	    (out = lmtp_session_output(client->session)).len > 0) {
		n = send(client->fd, out.data, out.len, MSG_NOSIGNAL);
		if (n < 0 && errno == EAGAIN)
			return;
		if (n < 0 && errno != EINTR)
			client->state = CLIENT_GONE;
		if (n <= 0)
			continue;
		lmtp_session_sent(client->session, (size_t)n);
		if (!client_has_output(client))
			client->heard_at = now;
	}
	if (client->state == CLIENT_LEAVING)
		client->state = CLIENT_GONE;
}

static void
keep_rest(struct client *client, struct slice rest)
{
	char *kept;

	if (rest.len == 0)
		return;
	kept = malloc(rest.len);
	if (kept == NULL)
		log_die("out of memory: %zu bytes of a client", rest.len);
	memcpy(kept, rest.data, rest.len);
	client->rest = kept;
	client->rest_len = rest.len;
}

static void
feed(struct client *client, struct slice in, int64_t now)
{
	uint64_t heard = lmtp_session_heard(client->session);

	/* How long a body may take is the transaction's time. */
	if (lmtp_session_in_data(client->session))
		client->heard_at = now;
	switch (lmtp_session_feed(client->session, &in)) {
	case LMTP_EVENT_MORE:
		break;
	case LMTP_EVENT_MESSAGE:
		client->state = CLIENT_WAITING;
		keep_rest(client, in);
		break;
	case LMTP_EVENT_CLOSE:
		client->state = CLIENT_LEAVING;
		break;
	}
	if (lmtp_session_heard(client->session) != heard)
		client->heard_at = now;
	if (!lmtp_session_in_transaction(client->session))
		client->began_at = 0;
	else if (client->began_at == 0)
		client->began_at = now;
}

void
client_hear(struct client *client, char *buffer, size_t size, int64_t now)
{
	ssize_t n;

	if (client->state != CLIENT_TALKING)
		return;
	do
		n = recv(client->fd, buffer, size, 0);
	while (n < 0 && errno == EINTR);
	if (n < 0 && errno == EAGAIN)
		return;
	if (n <= 0) {
		client->state = CLIENT_GONE;
		return;
	}
	feed(client, slice_make(buffer, (size_t)n), now);
	client_flush(client, now);
}

void
client_answer(struct client *client, int64_t now)
{
	char		detail[64] = "";
	char		*rest = client->rest;
	size_t		len = client->rest_len;

	if (client->verdict == LMTP_ACCEPTED)
		snprintf(detail, sizeof(detail), "msg=%" PRId64 "%s",
		    client->id, client->is_known ? " (known)" : "");
	client->state = CLIENT_TALKING;
	client->began_at = 0;
	client->heard_at = now;
	client->rest = NULL;
	client->rest_len = 0;
	lmtp_session_answer(client->session, client->verdict,
	    slice_of(detail));
	if (len > 0)
		feed(client, slice_make(rest, len), now);
	free(rest);
	client_flush(client, now);
}

void
client_end(struct client *client, enum lmtp_reply reply, int64_t now)
{
	if (client->state == CLIENT_GONE || client->state == CLIENT_LEAVING)
		return;
	lmtp_session_end(client->session, reply);
	client->state = CLIENT_LEAVING;
	client->heard_at = now;
	client_flush(client, now);
}

void
client_check_time(struct client *client, int64_t silence,
    int64_t transaction, int64_t now)
{
	int64_t quiet = now - client->heard_at;

	switch (client->state) {
	case CLIENT_TALKING:
		if (client->began_at != 0 &&
		    now - client->began_at > transaction * 1000)
			client_end(client, LMTP_TOO_SLOW, now);
		else if (quiet > silence * 1000)
			client_end(client, LMTP_SILENT, now);
		break;
	case CLIENT_LEAVING:
		if (quiet > LEAVE_TIME)
			client->state = CLIENT_GONE;
		break;
	case CLIENT_WAITING: /* for us */
	case CLIENT_GONE:
		break;
	}
}
