/* All clients of the intake, what epoll looks for, and whose turn it is. */
#ifndef APP_INTAKE_CROWD_H
#define APP_INTAKE_CROWD_H

#include "base/fail.h"
#include "intake_client.h"

/* Clients whose messages are complete, in the order of their completion. */
struct queue {
	struct client *first, **last;
	size_t count;
	int64_t bytes;
};

struct crowd {
	int epoll;
	struct client *clients;
	size_t count;
	struct queue small; /* bodies up to INTAKE_SMALL */
	struct queue big;
	/* Heard of since the round began, and in the midst of a message. */
	size_t under_way;
	uint64_t round;
};

int crowd_open(struct crowd *crowd, struct fail *why);
/* Hangs up on everybody. */
void crowd_close(struct crowd *crowd);

/* Has epoll look for `events` of fd, and say `who`. -1: errno. */
int crowd_watch(const struct crowd *crowd, int op, int fd, uint32_t events,
    void *who);
/* What is under way is counted anew. */
void crowd_begin_round(struct crowd *crowd);
/* How many clients are that user's. */
size_t crowd_count_of(const struct crowd *crowd, uid_t uid);
/* A new client, greeted. */
void crowd_add(struct crowd *crowd, int fd, uid_t uid,
    const struct lmtp_host *host, int64_t now);
/*
 * After anything that happened to a client: queues it if its message is
 * complete, frees it if it is gone, has epoll look for what it is up to.
 */
void crowd_settle(struct crowd *crowd, struct client *client);
/* Ends those whose time is up: client_check_time. */
void crowd_check_time(struct crowd *crowd, int64_t silence,
    int64_t transaction, int64_t now);
/* Says a 421 to everybody. */
void crowd_end(struct crowd *crowd, enum lmtp_reply reply, int64_t now);

/* Chains by next_waiting; NULL when there is none. */
struct client *crowd_take_small(struct crowd *crowd);
/* A big body does not keep the small ones waiting: one at a time. */
struct client *crowd_take_big(struct crowd *crowd);

#endif
