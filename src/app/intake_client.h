/* One client of the intake: a socket, its dialogue, its time. */
#ifndef APP_INTAKE_CLIENT_H
#define APP_INTAKE_CLIENT_H

#include <sys/types.h>

#include "port/lmtp_session.h"

enum client_state {
	CLIENT_TALKING,
	CLIENT_WAITING, /* a message is complete and wants its answer */
	CLIENT_LEAVING, /* what is left to say, then the end */
	CLIENT_GONE,
};

struct client {
	struct client *next, *previous; /* of all: the crowd's, as is the next */
	struct client *next_waiting;	/* of those with a message */
	bool is_queued;
	uint64_t under_way_in; /* the crowd's round that counts it; 0: none */
	uint32_t armed; /* what epoll looks for */

	int fd;
	struct lmtp_session *session;
	enum client_state state;
	uid_t uid; /* of the process behind it */
	/*
	 * When it last did what was its turn: a whole command, bytes of a body,
	 * the last of our answers taken.  A byte now and then is none of these.
	 */
	int64_t heard_at;
	int64_t began_at; /* the transaction; 0: there is none */
	/* What came behind a complete message. */
	char *rest;
	size_t rest_len;

	/* What became of the message. */
	enum lmtp_reply verdict;
	int64_t id;
	bool is_known; /* a redelivery: id was there already */
};

/* fd becomes the client's; a process of user `uid` is behind it. */
struct client *client_new(int fd, uid_t uid, const struct lmtp_host *host,
    int64_t now);
void client_free(struct client *client);

/* Reads once, through a buffer that all share. */
void client_hear(struct client *client, char *buffer, size_t size,
    int64_t now);
/* Sends what it can. */
void client_flush(struct client *client, int64_t now);
/* Answers the message with its verdict and goes on behind it. */
void client_answer(struct client *client, int64_t now);
/* Says a 421. */
void client_end(struct client *client, enum lmtp_reply reply, int64_t now);
/* Ends those who are silent, or at one message, for too long (seconds). */
void client_check_time(struct client *client, int64_t silence,
    int64_t transaction, int64_t now);
/* True while there is something to send. */
bool client_has_output(const struct client *client);

#endif
