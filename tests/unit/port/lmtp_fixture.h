/* A session with a host that knows a few addresses, for the LMTP tests. */
#ifndef UNIT_PORT_LMTP_FIXTURE_H
#define UNIT_PORT_LMTP_FIXTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "case.h"

#include "port/lmtp_session.h"

#define FIXTURE_MAX_MESSAGE 1000
#define FIXTURE_MAX_RECIPIENTS 3

/* The world around one session. */
struct fixture {
	struct lmtp_spill_pool pool;
	struct lmtp_host host;
	struct lmtp_session *session;
	enum lmtp_reply sender_reply;
	char out[1 << 16]; /* what the session said and was taken away */
	size_t out_len;
	char body[1 << 16]; /* of the last message */
	size_t body_len;
	size_t messages;
	size_t troubles;
};

static enum lmtp_reply
fixture_sender(void *data, int64_t size)
{
	(void)size;
	return ((struct fixture *)data)->sender_reply;
}

/* The local part says what becomes of the recipient. */
static enum lmtp_reply
fixture_recipient(void *data, struct slice sender, struct slice recipient)
{
	(void)data;
	if (slice_starts(sender, SLICE("banned@")))
		return LMTP_BANNED;
	if (slice_starts(recipient, SLICE("nobody@")))
		return LMTP_NO_SUCH_RECIPIENT;
	if (slice_starts(recipient, SLICE("later@")))
		return LMTP_NOT_NOW;
	return LMTP_RECIPIENT_OK;
}

static void
fixture_trouble(void *data, const struct fail *why)
{
	assert_true(why->text[0] != '\0');
	((struct fixture *)data)->troubles++;
}

static inline void
fixture_open(struct fixture *fixture, bool trusted)
{
	memset(fixture, 0, sizeof(*fixture));
	fixture->pool = (struct lmtp_spill_pool){ .dir = "/tmp",
		.each_max = 100, .all_max = 1000 };
	fixture->host = (struct lmtp_host){
		.name = "desk.example",
		.max_message = FIXTURE_MAX_MESSAGE,
		.max_recipients = FIXTURE_MAX_RECIPIENTS,
		.pool = &fixture->pool,
		.data = fixture,
		.sender = fixture_sender,
		.recipient = fixture_recipient,
		.trouble = fixture_trouble,
	};
	fixture->sender_reply = LMTP_SENDER_OK;
	fixture->session = lmtp_session_new(&fixture->host, trusted);
}

static inline void
fixture_close(struct fixture *fixture)
{
	lmtp_session_free(fixture->session);
	assert_int_equal(fixture->pool.in_memory, 0);
}

/* Takes what the session wants to send, in two bites. */
static inline void
fixture_collect(struct fixture *fixture)
{
	struct slice	out;
	size_t		len;

	while ((out = lmtp_session_output(fixture->session)).len > 0) {
		len = out.len / 2 + 1;
		assert_true(fixture->out_len + len < sizeof(fixture->out));
		memcpy(fixture->out + fixture->out_len, out.data, len);
		fixture->out_len += len;
		lmtp_session_sent(fixture->session, len);
	}
}

static inline void
fixture_keep_body(struct fixture *fixture)
{
	const struct lmtp_spill	*spill = lmtp_session_body(fixture->session);
	struct slice		 memory = lmtp_spill_memory(spill);

	fixture->body_len = (size_t)spill->size;
	assert_true(fixture->body_len <= sizeof(fixture->body));
	if (memory.data != NULL) {
		assert_int_equal(memory.len, spill->size);
		memcpy(fixture->body, memory.data, memory.len);
	} else {
		assert_int_equal(pread(spill->fd, fixture->body,
		    fixture->body_len, 0), spill->size);
	}
}

/*
 * Feeds bytes and answers each message with "accepted". False once the session
 * is closed.
 */
static inline bool
fixture_feed(struct fixture *fixture, struct slice in)
{
	for (;;) {
		switch (lmtp_session_feed(fixture->session, &in)) {
		case LMTP_EVENT_MORE:
			assert_int_equal(in.len, 0);
			fixture_collect(fixture);
			return true;
		case LMTP_EVENT_MESSAGE:
			fixture->messages++;
			fixture_keep_body(fixture);
			lmtp_session_answer(fixture->session, LMTP_ACCEPTED,
			    SLICE_EMPTY);
			break;
		case LMTP_EVENT_CLOSE:
			fixture_collect(fixture);
			return false;
		}
	}
}

/* The codes that were said, "220 250 ...": one per reply, not per line. */
static inline const char *
fixture_codes(struct fixture *fixture, char to[1024])
{
	struct slice	rest = slice_make(fixture->out, fixture->out_len);
	struct slice	line;
	size_t		len = 0;

	to[0] = '\0';
	while (slice_line(&rest, &line)) {
		assert_true(line.len >= 4);
		if (line.data[3] == '-')
			continue;
		assert_true(len + 5 < 1024);
		len += (size_t)snprintf(to + len, 1024 - len, "%s%.3s",
		    len == 0 ? "" : " ", line.data);
	}
	fixture->out_len = 0;
	return to;
}

#endif
