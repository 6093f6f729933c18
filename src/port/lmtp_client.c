/* One message after the other to the intake, each within its time. */
#include "lmtp_client_steps.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "port/lmtp_encode.h"
#include "port/lmtp_socket.h"

#define REPLY_MAX 1024
#define STUFF_STEP ((size_t)32 << 10)

struct lmtp_client {
	const char		*path;
	int64_t			 timeout;
	int64_t			 deadline; /* of the message that is sent now */
	int			 fd;	   /* -1: not connected */
	bool			 was_connected; /* when this message began */
	bool			 has_said; /* the intake, something, by now */
	bool			 refused;  /* what is sent is only noted down */
	bool			 no_recipient; /* the last refusal's cause */
	struct lmtp_offer	 offer;
	struct lmtp_commands	 commands;
	struct lmtp_stuffer	 stuffer;
	size_t			 expected; /* replies at the end */
	/* What came in and is not read yet. */
	char			 in[4096];
	size_t			 in_from, in_len;
	/* The last reply's last line, without its end. */
	char			 reply[REPLY_MAX];
	size_t			 reply_len;
	char			 body[2 * STUFF_STEP];
};

struct lmtp_client *
lmtp_client_new(const char *path, int64_t timeout)
{
	struct lmtp_client *client = calloc(1, sizeof(*client));

	if (client == NULL)
		log_die("out of memory: an LMTP client");
	client->path = path;
	client->timeout = timeout;
	client->fd = -1;
	return client;
}

void
lmtp_client_hang_up(struct lmtp_client *client)
{
	if (client->fd >= 0)
		close(client->fd);
	client->fd = -1;
	client->in_from = client->in_len = 0;
	client->offer = (struct lmtp_offer){ 0 };
}

void
lmtp_client_free(struct lmtp_client *client)
{
	if (client == NULL)
		return;
	if (client->fd >= 0)
		send(client->fd, "QUIT\r\n", 6, MSG_NOSIGNAL);
	lmtp_client_hang_up(client);
	free(client);
}

/* Waits for the socket, not past the deadline. */
static int
wait_for(struct lmtp_client *client, short events, struct fail *why)
{
	struct pollfd	waiting = { .fd = client->fd, .events = events };
	int64_t		left;
	int		n;

	do {
		left = client->deadline - clock_mono();
		if (left <= 0)
			return fail_set(why, FAIL_RETRY,
			    "intake: no answer within %lld s",
			    (long long)client->timeout / 1000);
		n = poll(&waiting, 1, left > 60000 ? 60000 : (int)left);
	} while (n == 0 || (n < 0 && errno == EINTR));
	if (n < 0)
		return fail_sys(why, FAIL_RETRY, "intake: poll");
	return 0;
}

static int
send_all(struct lmtp_client *client, struct slice bytes, struct fail *why)
{
	ssize_t n;

	while (bytes.len > 0) {
		n = send(client->fd, bytes.data, bytes.len, MSG_NOSIGNAL);
		if (n >= 0)
			bytes = slice_from(bytes, (size_t)n);
		else if (errno == EAGAIN) {
			if (wait_for(client, POLLOUT, why) < 0)
				return -1;
		} else if (errno != EINTR)
			return fail_sys(why, FAIL_RETRY, "intake: send");
	}
	return 0;
}

static int
fill(struct lmtp_client *client, struct fail *why)
{
	ssize_t n;

	for (;;) {
		n = recv(client->fd, client->in, sizeof(client->in), 0);
		if (n > 0)
			break;
		if (n == 0)
			return fail_set(why, FAIL_RETRY,
			    "intake: it closed the connection");
		if (errno == EAGAIN) {
			if (wait_for(client, POLLIN, why) < 0)
				return -1;
		} else if (errno != EINTR)
			return fail_sys(why, FAIL_RETRY, "intake: receive");
	}
	client->in_from = 0;
	client->in_len = (size_t)n;
	return 0;
}

/* One line of a reply; what is too long is cut. */
static int
read_line(struct lmtp_client *client, struct fail *why)
{
	char c;

	client->reply_len = 0;
	for (;;) {
		if (client->in_from == client->in_len && fill(client, why) < 0)
			return -1;
		c = client->in[client->in_from++];
		if (c == '\n')
			break;
		if (client->reply_len < REPLY_MAX)
			client->reply[client->reply_len++] = c;
	}
	if (client->reply_len > 0 &&
	    client->reply[client->reply_len - 1] == '\r')
		client->reply_len--;
	client->has_said = true;
	return 0;
}

static struct slice
last_reply(const struct lmtp_client *client)
{
	return slice_make(client->reply, client->reply_len);
}

/* A whole reply: its code, or -1. */
static int
read_reply(struct lmtp_client *client, struct fail *why)
{
	int64_t		code;
	struct slice	line;

	do {
		if (read_line(client, why) < 0)
			return -1;
		line = last_reply(client);
		if (line.len < 3 ||
		    !slice_number(slice_head(line, 3), 599, &code))
			return fail_set(why, FAIL_RETRY,
			    "intake: this is no LMTP: %.*s",
			    SLICE_ARG(slice_head(line, 100)));
		lmtp_offer_add(&client->offer, slice_from(line, 4));
	} while (line.len > 3 && line.data[3] == '-');
	return (int)code;
}

/*
 * The failure that the last reply, with this code, makes.  Of the 5xx only
 * those of a real refusal say something about the mail.
 */
static int
fail_reply(struct lmtp_client *client, int code, struct fail *why)
{
	client->no_recipient = slice_starts(last_reply(client),
	    SLICE("550 5.1.1"));
	return fail_set(why,
	    code == 550 || code == 552 ? FAIL_REFUSE : FAIL_RETRY,
	    "intake: %.*s", SLICE_ARG(slice_head(last_reply(client), 300)));
}

/* A reply to something that has nothing to do with the mail itself. */
static int
expect(struct lmtp_client *client, int want, struct fail *why)
{
	int code = read_reply(client, why);

	if (code < 0)
		return -1;
	if (code == want)
		return 0;
	fail_reply(client, code, why);
	why->kind = FAIL_RETRY;
	return -1;
}

static int
call(struct lmtp_client *client, struct fail *why)
{
	client->fd = lmtp_connect(client->path, why);
	if (client->fd < 0 || expect(client, 220, why) < 0 ||
	    send_all(client, SLICE("LHLO localhost\r\n"), why) < 0)
		return -1;
	client->offer = (struct lmtp_offer){ 0 };
	return expect(client, 250, why);
}

static int
flush_commands(struct lmtp_client *client, struct fail *why)
{
	struct lmtp_commands *commands = &client->commands;

	if (send_all(client, slice_make(commands->data, commands->len),
	    why) < 0)
		return -1;
	commands->len = 0;
	return 0;
}

static int
fail_address(struct slice address, struct fail *why)
{
	return fail_set(why, FAIL_SETUP,
	    "intake: an address of %zu bytes cannot be said in LMTP",
	    address.len);
}

static bool
is_utf8_needed(const struct envelope *envelope)
{
	if (!slice_is_ascii(envelope->sender))
		return true;
	for (size_t i = 0; i < envelope->recipient_count; i++)
		if (!slice_is_ascii(envelope->recipients[i]))
			return true;
	return false;
}

/* MAIL, RCPT and DATA, all in one go. */
static int
send_commands(struct lmtp_client *client, const struct envelope *envelope,
    struct fail *why)
{
	const struct lmtp_mail_words words = {
		.sender = envelope->sender,
		.utf8 = is_utf8_needed(envelope),
		.door = slice_of(door_name(envelope->door)),
		.door_ref = envelope->door_ref,
		.queue_id = envelope->queue_id,
		.sasl_username = envelope->sasl_username,
		.refused = client->refused,
	};
	struct lmtp_commands	*commands = &client->commands;
	struct slice		 recipient, original;

	commands->len = 0;
	if (!lmtp_add_mail(commands, &client->offer, &words))
		return fail_address(envelope->sender, why);
	for (size_t i = 0; i < envelope->recipient_count; i++) {
		recipient = envelope->recipients[i];
		original = envelope->originals == NULL ? SLICE_EMPTY :
							 envelope->originals[i];
		if (commands->len > sizeof(commands->data) / 2 &&
		    flush_commands(client, why) < 0)
			return -1;
		if (!lmtp_add_rcpt(commands, &client->offer, recipient,
		    original))
			return fail_address(recipient, why);
	}
	lmtp_add_word(commands, SLICE("DATA"));
	return flush_commands(client, why);
}

/*
 * Replies to RCPT, or to the end of the data, one for each of *count.  It
 * becomes the number of acceptances; -1 when there is none, or when one says
 * "later": the message is sent again then, as a whole.
 */
static int
read_each(struct lmtp_client *client, size_t *count, struct fail *why)
{
	size_t	expected = *count;
	bool	is_later = false;
	int	code;

	*count = 0;
	for (size_t i = 0; i < expected; i++) {
		code = read_reply(client, is_later ? NULL : why);
		if (code < 0)
			return -1;
		if (code == 250) {
			++*count;
		} else if (!is_later) {
			fail_reply(client, code, why);
			is_later = code != 550 && code != 552;
		}
	}
	return *count > 0 && !is_later ? 0 : -1;
}

/* The replies to MAIL, RCPT and DATA; *count as in read_each. */
static int
read_replies(struct lmtp_client *client, size_t *count, struct fail *why)
{
	int code = read_reply(client, why);

	if (code >= 0 && code != 250)
		return fail_reply(client, code, why);
	if (code < 0 || read_each(client, count, why) < 0)
		return -1;
	return expect(client, 354, why);
}

static int
send_body(struct lmtp_client *client, struct slice raw, struct fail *why)
{
	size_t len;

	client->stuffer = (struct lmtp_stuffer)LMTP_STUFFER_INIT;
	while (raw.len > 0) {
		len = lmtp_stuff(&client->stuffer, slice_head(raw, STUFF_STEP),
		    client->body);
		if (send_all(client, slice_make(client->body, len), why) < 0)
			return -1;
		raw = slice_from(raw, STUFF_STEP);
	}
	return 0;
}

/* The intake may have said why before it closed. */
static int
explain(struct lmtp_client *client, struct fail *why)
{
	struct fail said = FAIL_INIT;

	/* Nothing more will come: or both would wait for the other. */
	shutdown(client->fd, SHUT_WR);
	if (expect(client, 250, &said) < 0)
		fail_add(why, "%s", said.text);
	return -1;
}

/* True when the intake closed since, or said something unasked (421). */
static bool
is_stale(const struct lmtp_client *client)
{
	char c;

	return client->fd >= 0 && (client->in_from < client->in_len ||
	    recv(client->fd, &c, 1, MSG_PEEK) >= 0 || errno != EAGAIN);
}

static int
begin(struct lmtp_client *client, const struct envelope *envelope,
    struct fail *why)
{
	if (client->fd < 0 && call(client, why) < 0)
		return -1;
	if (!client->offer.maildesk &&
	    (envelope->door != DOOR_LMTP || envelope->door_ref.len > 0))
		return fail_set(why, FAIL_SETUP,
		    "intake: it does not trust this account; run as its user "
		    "or root");
	client->expected = envelope->recipient_count;
	return send_commands(client, envelope, why);
}

int
lmtp_client_begin(struct lmtp_client *client, const struct envelope *envelope,
    struct fail *why)
{
	client->deadline = clock_mono() + client->timeout;
	if (is_stale(client))
		lmtp_client_hang_up(client);
	client->was_connected = client->fd >= 0;
	client->has_said = false;
	return begin(client, envelope, why);
}

int
lmtp_client_give(struct lmtp_client *client, struct slice raw,
    struct fail *why)
{
	if (read_replies(client, &client->expected, why) < 0)
		return -1;
	return send_body(client, raw, why) < 0 ? explain(client, why) : 0;
}

int
lmtp_client_finish(struct lmtp_client *client, struct fail *why)
{
	size_t len = lmtp_stuff_end(&client->stuffer, client->body);

	return send_all(client, slice_make(client->body, len), why) < 0
	    ? explain(client, why) : 0;
}

int
lmtp_client_hear(struct lmtp_client *client, struct fail *why)
{
	return read_each(client, &client->expected, why);
}

/* What follows the commands; after a failure there is no connection. */
static int
go_on(struct lmtp_client *client, int rc, struct slice raw, struct fail *why)
{
	if (rc == 0 && lmtp_client_give(client, raw, why) == 0 &&
	    lmtp_client_finish(client, why) == 0 &&
	    lmtp_client_hear(client, why) == 0)
		return 0;
	lmtp_client_hang_up(client);
	return -1;
}

int
lmtp_client_send(struct lmtp_client *client, const struct envelope *envelope,
    struct slice raw, struct fail *why)
{
	int rc = go_on(client, lmtp_client_begin(client, envelope, why), raw,
	    why);

	/* It closed just then, and heard nothing of this message. */
	if (rc < 0 && client->was_connected && !client->has_said)
		rc = go_on(client, begin(client, envelope, why), raw, why);
	return rc;
}

bool
lmtp_client_knows_no_recipient(const struct lmtp_client *client)
{
	return client->no_recipient;
}

int
lmtp_client_send_refused(struct lmtp_client *client,
    const struct envelope *envelope, struct fail *why)
{
	int rc;

	client->refused = true;
	rc = lmtp_client_send(client, envelope, SLICE_EMPTY, why);
	client->refused = false;
	return rc;
}
