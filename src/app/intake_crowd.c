/* All clients of the intake. */
#include "intake_crowd.h"

#include <sys/epoll.h>
#include <unistd.h>

#include "app/intake.h"

static void
queue_init(struct queue *queue)
{
	*queue = (struct queue){ NULL, &queue->first, 0, 0 };
}

static void
queue_add(struct queue *queue, struct client *client)
{
	client->next_waiting = NULL;
	*queue->last = client;
	queue->last = &client->next_waiting;
	queue->count++;
	queue->bytes += lmtp_session_body(client->session)->size;
	client->is_queued = true;
}

int
crowd_open(struct crowd *crowd, struct fail *why)
{
	*crowd = (struct crowd){ .epoll = epoll_create1(EPOLL_CLOEXEC) };
	queue_init(&crowd->small);
	queue_init(&crowd->big);
	crowd_begin_round(crowd);
	if (crowd->epoll < 0)
		return fail_sys(why, FAIL_RETRY, "epoll");
	return 0;
}

int
crowd_watch(const struct crowd *crowd, int op, int fd, uint32_t events,
    void *who)
{
	struct epoll_event event = { .events = events, .data.ptr = who };

	return epoll_ctl(crowd->epoll, op, fd, &event);
}

size_t
crowd_count_of(const struct crowd *crowd, uid_t uid)
{
	size_t count = 0;

	for (const struct client *client = crowd->clients; client != NULL;
	    client = client->next)
		count += client->uid == uid;
	return count;
}

void
crowd_add(struct crowd *crowd, int fd, uid_t uid,
    const struct lmtp_host *host, int64_t now)
{
	struct client *client = client_new(fd, uid, host, now);

	client->next = crowd->clients;
	if (client->next != NULL)
		client->next->previous = client;
	crowd->clients = client;
	crowd->count++;
	client->armed = EPOLLIN;
	if (crowd_watch(crowd, EPOLL_CTL_ADD, fd, EPOLLIN, client) < 0)
		client->state = CLIENT_GONE;
	client_flush(client, now);
	crowd_settle(crowd, client);
}

static void
remove_client(struct crowd *crowd, struct client *client)
{
	if (client->next != NULL)
		client->next->previous = client->previous;
	if (client->previous != NULL)
		client->previous->next = client->next;
	else
		crowd->clients = client->next;
	crowd->count--;
	client_free(client);
}

void
crowd_close(struct crowd *crowd)
{
	while (crowd->clients != NULL)
		remove_client(crowd, crowd->clients);
	if (crowd->epoll >= 0)
		close(crowd->epoll);
	crowd->epoll = -1;
}

void
crowd_begin_round(struct crowd *crowd)
{
	crowd->round++;
	crowd->under_way = 0;
}

static void
count_under_way(struct crowd *crowd, struct client *client)
{
	bool is = client->state == CLIENT_TALKING && client->began_at != 0;
	bool was = client->under_way_in == crowd->round;

	if (is == was)
		return;
	client->under_way_in = is ? crowd->round : 0;
	if (is)
		crowd->under_way++;
	else
		crowd->under_way--;
}

void
crowd_settle(struct crowd *crowd, struct client *client)
{
	uint32_t want;

	count_under_way(crowd, client);
	if (client->state == CLIENT_GONE && !client->is_queued) {
		remove_client(crowd, client);
		return;
	}
	if (client->state == CLIENT_WAITING && !client->is_queued)
		queue_add(lmtp_session_body(client->session)->size >
		    INTAKE_SMALL ? &crowd->big : &crowd->small, client);
	/* Who does not take our answers is not listened to. */
	want = client_has_output(client) ? EPOLLOUT : EPOLLIN;
	if (want != client->armed && crowd_watch(crowd, EPOLL_CTL_MOD,
	    client->fd, want, client) == 0)
		client->armed = want;
}

void
crowd_check_time(struct crowd *crowd, int64_t silence, int64_t transaction,
    int64_t now)
{
	struct client *next;

	for (struct client *client = crowd->clients; client != NULL;
	    client = next) {
		next = client->next;
		client_check_time(client, silence, transaction, now);
		crowd_settle(crowd, client);
	}
}

struct client *
crowd_take_small(struct crowd *crowd)
{
	struct client *first = crowd->small.first;

	queue_init(&crowd->small);
	for (struct client *client = first; client != NULL;
	    client = client->next_waiting)
		client->is_queued = false;
	return first;
}

struct client *
crowd_take_big(struct crowd *crowd)
{
	struct queue	*queue = &crowd->big;
	struct client	*client = queue->first;

	if (client == NULL)
		return NULL;
	queue->first = client->next_waiting;
	queue->count--;
	if (queue->first == NULL)
		queue_init(queue);
	client->next_waiting = NULL;
	client->is_queued = false;
	return client;
}

void
crowd_end(struct crowd *crowd, enum lmtp_reply reply, int64_t now)
{
	/* Messages that wait are forgotten; they come again. */
	crowd_take_small(crowd);
	while (crowd_take_big(crowd) != NULL)
		;
	for (struct client *client = crowd->clients; client != NULL;
	    client = client->next)
		client_end(client, reply, now);
}
