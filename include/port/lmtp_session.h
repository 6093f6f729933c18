/*
 * The LMTP server's side of one connection, without the connection: bytes in,
 * bytes out, and between them the messages that became complete.
 *
 *	while (in.len > 0)
 *		switch (lmtp_session_feed(session, &in)) {
 *		case LMTP_EVENT_MORE:	 read on
 *		case LMTP_EVENT_MESSAGE: keep envelope and body, then answer
 *		case LMTP_EVENT_CLOSE:	 send the output, then close
 *		}
 *
 * The dialogue holds nothing back from the owner: it asks its host about
 * senders and recipients at once, and stands still from a complete message to
 * its answer.
 */
#ifndef PORT_LMTP_SESSION_H
#define PORT_LMTP_SESSION_H

#include "mail/envelope.h"
#include "port/lmtp_reply.h"
#include "port/lmtp_spill.h"

/* Longest command line, its end included. RFC 5321 wants 512 and extensions. */
#define LMTP_LINE_MAX ((size_t)8 << 10)
/* A line of so many bytes ends the talk. */
#define LMTP_LINE_ENDLESS ((size_t)64 << 10)
/* As many wrong commands between two accepted messages, and the talk ends. */
#define LMTP_ERRORS_MAX 20
/* Likewise commands of any kind, besides as many as there may be recipients. */
#define LMTP_COMMANDS_MAX 1000

/* What one server's sessions share; kept, and outlives them. */
struct lmtp_host {
	const char *name;	 /* of greeting and LHLO */
	int64_t max_message;	 /* bytes of a body; above: LMTP_TOO_BIG */
	size_t max_recipients;	 /* of one message */
	struct lmtp_spill_pool *pool;
	void *data;		 /* for the three below */
	/* May a message of about `size` bytes (0: unknown) be begun? */
	enum lmtp_reply (*sender)(void *data, int64_t size);
	/* LMTP_RECIPIENT_OK, or what is answered. sender: "" is null. */
	enum lmtp_reply (*recipient)(void *data, struct slice sender,
	    struct slice recipient);
	/* A body could not be stored; the client hears of it by itself. */
	void (*trouble)(void *data, const struct fail *why);
};

struct lmtp_session;

enum lmtp_event {
	LMTP_EVENT_MORE,    /* all is used up */
	LMTP_EVENT_MESSAGE, /* a message waits for lmtp_session_answer */
	LMTP_EVENT_CLOSE,   /* the talk is over, the rest is of no interest */
};

/* Begins with the greeting. trusted: our own parameters count. */
struct lmtp_session *lmtp_session_new(const struct lmtp_host *host,
    bool trusted);
void lmtp_session_free(struct lmtp_session *session); /* NULL is fine */

/* Takes what it used off the front of *in. */
enum lmtp_event lmtp_session_feed(struct lmtp_session *session,
    struct slice *in);

/*
 * The complete message, from LMTP_EVENT_MESSAGE to the answer.  `at` of the
 * envelope is the owner's to fill in.
 */
struct envelope *lmtp_session_envelope(struct lmtp_session *session);
const struct lmtp_spill *lmtp_session_body(const struct lmtp_session *session);
/* Answers it, once per recipient, `detail` (may be empty) behind each. */
void lmtp_session_answer(struct lmtp_session *session, enum lmtp_reply reply,
    struct slice detail);
/* Says a 421 and ends the talk: LMTP_EVENT_CLOSE from now on. */
void lmtp_session_end(struct lmtp_session *session, enum lmtp_reply reply);

/* What is to be sent; valid until the next call. */
struct slice lmtp_session_output(const struct lmtp_session *session);
/* So many bytes of it are sent. */
void lmtp_session_sent(struct lmtp_session *session, size_t len);

/* From an accepted MAIL to the answer (or RSET). */
bool lmtp_session_in_transaction(const struct lmtp_session *session);
/* From the 354 to the end of the data. */
bool lmtp_session_in_data(const struct lmtp_session *session);
/* How many command lines were heard to their end, ever. */
uint64_t lmtp_session_heard(const struct lmtp_session *session);

#endif
