/* The intake: LMTP -> archive_put, commit, 250. */
#include "app/intake.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/confine.h"
#include "base/clock.h"
#include "base/crash.h"
#include "base/log.h"
#include "intake_commit.h"
#include "intake_crowd.h"
#include "intake_desk.h"
#include "port/lmtp_socket.h"

#define READ_SIZE ((size_t)64 << 10)
#define EVENTS_MAX 256
/* How often to look for more before a commit: new bytes keep coming. */
#define LOOKS_MAX 32
/*
 * Milliseconds that a commit waits for others in the midst of their messages:
 * a sync costs as much, and one is enough for all.  Who is silent since the last
 * commit is not waited for, so one alone never waits.
 */
#define COMPANY_WAIT 1
#define ACCEPTS_MAX 64
/* Milliseconds between two looks at the clients' time. */
#define CHECK_EVERY 1000
/* Milliseconds to wait for descriptors when there are none left. */
#define ACCEPT_PAUSE 1000
/* Descriptors besides those of clients, each of which may have two. */
#define DESCRIPTORS_OWN 64

struct intake {
	const struct conf	*conf;
	const struct role	*role;
	struct intake_archive	 archive;
	struct intake_desk	 desk;
	struct lmtp_spill_pool	 pool;
	struct lmtp_host	 host;
	struct crowd		 crowd;
	int			 listener;
	ino_t			 listener_inode;
	bool			 listens;      /* false: no descriptors left */
	int64_t			 listen_again; /* when to try */
	int64_t			 checked_at, stale_at;
	int64_t			 now; /* of the step */
	char			 buffer[READ_SIZE];
};

static enum lmtp_reply
ask_sender(void *data, int64_t size)
{
	struct intake *intake = data;

	return intake_archive_has_room(&intake->archive, size, intake->now) ?
	    LMTP_SENDER_OK : LMTP_NO_SPACE;
}

static enum lmtp_reply
ask_recipient(void *data, struct slice sender, struct slice recipient)
{
	struct intake	*intake = data;
	enum lmtp_reply	 reply;
	char		 from[LOG_QUOTE_SIZE], to[LOG_QUOTE_SIZE];

	reply = intake_desk_ask(&intake->desk, sender, recipient);
	if (reply == LMTP_NO_SUCH_RECIPIENT || reply == LMTP_BANNED)
		log_info("refused", "reason=%s from=%s to=%s",
		    reply == LMTP_BANNED ? "banned" : "no-such-recipient",
		    log_address(sender, from), log_address(recipient, to));
	return reply;
}

static void
tell_trouble(void *data, const struct fail *why)
{
	(void)data;
	log_error("cannot-spill", "why=\"%s\"", why->text);
}

static void
raise_descriptors(int64_t clients)
{
	rlim_t		want = (rlim_t)clients * 2 + DESCRIPTORS_OWN;
	struct rlimit	limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= want)
		return;
	limit.rlim_cur = want;
	/* Only root may lift the upper one. */
	if (limit.rlim_max < want)
		limit.rlim_max = want;
	if (setrlimit(RLIMIT_NOFILE, &limit) == 0)
		return;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
	log_warn("few-descriptors", "limit=%" PRIu64 " wanted=%" PRIu64,
	    (uint64_t)limit.rlim_max, (uint64_t)want);
}

static int
open_all(struct intake *intake, struct fail *why)
{
	const struct conf *conf = intake->conf;

	raise_descriptors(conf->max_clients);
	if (access(conf->spill_dir, W_OK | X_OK) < 0)
		log_error("spill-dir-unusable", "path=%s errno=%d; mails over "
		    "512 KiB will have to wait", conf->spill_dir, errno);
	if (intake_archive_open(&intake->archive, conf->archive_path,
	    conf->min_free, why) < 0)
		return -1;
	if (crowd_open(&intake->crowd, why) < 0)
		return -1;
	crash_point("intake.before-listen");
	intake->listener = lmtp_listen(conf->socket_path,
	    (mode_t)conf->socket_mode, conf->socket_group, why);
	if (intake->listener < 0)
		return -1;
	intake->listener_inode = lmtp_socket_inode(conf->socket_path);
	crash_point("intake.after-listen");
	/* Who is no client: the listener is its own, and so is the role. */
	if (crowd_watch(&intake->crowd, EPOLL_CTL_ADD, intake->listener,
	    EPOLLIN, &intake->listener) < 0 ||
	    (intake->role->stop_fd >= 0 && crowd_watch(&intake->crowd,
	    EPOLL_CTL_ADD, intake->role->stop_fd, EPOLLIN,
	    &intake->role) < 0))
		return fail_sys(why, FAIL_RETRY, "epoll: add");
	intake->listens = true;
	return 0;
}

int
intake_open(struct intake **out, const struct conf *conf,
    const struct role *role, struct fail *why)
{
	struct intake *intake = calloc(1, sizeof(*intake));

	*out = NULL;
	if (intake == NULL)
		log_die("out of memory: the intake");
	intake->conf = conf;
	intake->role = role;
	intake->listener = intake->crowd.epoll = -1;
	intake->pool = (struct lmtp_spill_pool){
		.dir = conf->spill_dir,
		.each_max = LMTP_SPILL_EACH,
		.all_max = LMTP_SPILL_ALL,
		.min_free = conf->min_free,
	};
	intake->host = (struct lmtp_host){
		.name = conf->desk_domain,
		.max_message = conf->max_message,
		.max_recipients = (size_t)conf->max_recipients,
		.pool = &intake->pool,
		.data = intake,
		.sender = ask_sender,
		.recipient = ask_recipient,
		.trouble = tell_trouble,
	};
	intake_desk_init(&intake->desk, conf->desk_path);
	if (open_all(intake, why) < 0) {
		intake_close(intake);
		return -1;
	}
	*out = intake;
	return 0;
}

void
intake_close(struct intake *intake)
{
	if (intake == NULL)
		return;
	crowd_close(&intake->crowd);
	lmtp_unlisten(intake->listener, intake->conf->socket_path,
	    intake->listener_inode);
	intake_desk_close(&intake->desk);
	intake_archive_close(&intake->archive);
	free(intake);
}

static void
turn_away(int fd)
{
	struct arena	arena = ARENA_INIT;
	struct text	text = TEXT_IN(&arena);

	lmtp_reply_write(&text, LMTP_TOO_MANY_CLIENTS, SLICE_EMPTY);
	send(fd, text.data, text.len, MSG_NOSIGNAL);
	arena_free(&arena);
	close(fd);
}

/* Listens, or for a while does not: the backlog keeps who comes. */
static void
set_listening(struct intake *intake, bool listens)
{
	crowd_watch(&intake->crowd, EPOLL_CTL_MOD, intake->listener,
	    listens ? EPOLLIN : 0, &intake->listener);
	intake->listens = listens;
	intake->listen_again = intake->now + ACCEPT_PAUSE;
}

/* Nobody takes the places that others need. */
static bool
is_full(const struct intake *intake, uid_t uid)
{
	size_t most = (size_t)intake->conf->max_clients;
	size_t share = INTAKE_SHARE(most);

	if (intake->crowd.count < share)
		return false;
	return intake->crowd.count >= most ||
	    crowd_count_of(&intake->crowd, uid) >= share;
}

static void
take_client(struct intake *intake, int fd)
{
	uid_t uid = lmtp_peer(fd);

	if (is_full(intake, uid))
		turn_away(fd);
	else
		crowd_add(&intake->crowd, fd, uid, &intake->host,
		    intake->now);
}

static void
accept_clients(struct intake *intake)
{
	int fd;

	for (int i = 0; i < ACCEPTS_MAX; i++) {
		fd = accept4(intake->listener, NULL, NULL,
		    SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd < 0 && (errno == EMFILE || errno == ENFILE ||
		    errno == ENOMEM || errno == ENOBUFS)) {
			log_warn("cannot-accept", "clients=%zu errno=%d",
			    intake->crowd.count, errno);
			set_listening(intake, false);
		}
		if (fd < 0)
			return;
		take_client(intake, fd);
	}
}

static void
handle(struct intake *intake, const struct epoll_event *event)
{
	struct client *client = event->data.ptr;

	if (event->data.ptr == &intake->listener) {
		accept_clients(intake);
		return;
	}
	if (event->data.ptr == &intake->role)
		return; /* the loop asks the role itself */
	if (client->armed == EPOLLOUT)
		client_flush(client, intake->now);
	else
		client_hear(client, intake->buffer, sizeof(intake->buffer),
		    intake->now);
	crowd_settle(&intake->crowd, client);
}

/* Whether a commit is due, and no more may go into it. */
static bool
is_group_full(const struct queue *small)
{
	return small->count >= INTAKE_GROUP_MESSAGES ||
	    small->bytes >= INTAKE_GROUP_BYTES;
}

/* Takes what has arrived, and, as long as a commit is due, what comes yet. */
static void
hear(struct intake *intake, int wait)
{
	struct crowd		*crowd = &intake->crowd;
	struct epoll_event	 events[EVENTS_MAX];
	bool			 waited = false;
	int			 n;

	if (crowd->small.count > 0 || crowd->big.count > 0)
		wait = 0;
	crowd_begin_round(crowd);
	for (int looks = 0; looks < LOOKS_MAX; looks++) {
		n = epoll_wait(crowd->epoll, events, EVENTS_MAX, wait);
		for (int i = 0; i < n; i++)
			handle(intake, &events[i]);
		if (crowd->small.count == 0 || is_group_full(&crowd->small))
			return;
		if (n <= 0 && (waited || crowd->under_way == 0))
			return;
		waited = n <= 0;
		wait = waited ? COMPANY_WAIT : 0;
	}
}

static void
log_accepted(struct client *client)
{
	const struct envelope	*envelope;
	char			 from[LOG_QUOTE_SIZE], to[LOG_QUOTE_SIZE];
	char			 queue_id[LOG_QUOTE_SIZE];

	if (client->verdict != LMTP_ACCEPTED)
		return;
	envelope = lmtp_session_envelope(client->session);
	log_info(client->is_known ? "known" : "accepted",
	    "msg=%" PRId64 " door=%s size=%" PRId64 " from=%s to=%s"
	    " recipients=%zu queue=%s", client->id, door_name(envelope->door),
	    lmtp_session_body(client->session)->size,
	    log_address(envelope->sender, from),
	    log_address(envelope->recipients[0], to),
	    envelope->recipient_count, log_quote(envelope->queue_id, queue_id));
}

/* Commits what these clients sent, then answers them. */
static int
commit(struct intake *intake, struct client *first, struct fail *why)
{
	struct client	*next;
	int		 accepted = 0;

	if (first == NULL)
		return 0;
	if (intake_commit(&intake->archive, first, why) < 0)
		return -1;
	for (struct client *client = first; client != NULL; client = next) {
		next = client->next_waiting;
		accepted += client->verdict == LMTP_ACCEPTED;
		log_accepted(client);
		client_answer(client, intake->now);
		crash_point("intake.after-answer");
		crowd_settle(&intake->crowd, client);
	}
	return accepted;
}

static void
check_time(struct intake *intake)
{
	if (!intake->listens && intake->now >= intake->listen_again)
		set_listening(intake, true);
	if (intake->now - intake->checked_at < CHECK_EVERY)
		return;
	intake->checked_at = intake->now;
	crowd_check_time(&intake->crowd, intake->conf->client_timeout,
	    intake->conf->transaction_timeout, intake->now);
}

int
intake_step(struct intake *intake, int64_t now, int wait, struct fail *why)
{
	struct crowd	*crowd = &intake->crowd;
	int		 small, big;

	intake->now = now;
	hear(intake, wait);
	intake_desk_rest(&intake->desk);
	if ((small = commit(intake, crowd_take_small(crowd), why)) < 0)
		return -1;
	if ((big = commit(intake, crowd_take_big(crowd), why)) < 0)
		return -1;
	/* Behind the answers, pipelined mails asked, too. */
	intake_desk_rest(&intake->desk);
	check_time(intake);
	return small + big;
}

void
intake_stop(struct intake *intake)
{
	crowd_end(&intake->crowd, LMTP_STOPPING, intake->now);
}

size_t
intake_clients(const struct intake *intake)
{
	return intake->crowd.count;
}

/* Whether to start anew; asked once in a while. */
static bool
is_stale(struct intake *intake)
{
	if (intake->now - intake->stale_at < CHECK_EVERY)
		return false;
	intake->stale_at = intake->now;
	return confine_is_stale();
}

enum role_exit
intake_run(const struct conf *conf, const struct role *role)
{
	struct intake	*intake;
	struct fail	 why = FAIL_INIT;
	int		 got = 0;

	if (intake_open(&intake, conf, role, &why) < 0) {
		log_error("intake-cannot-start", "why=\"%s\"", why.text);
		return role_exit_of(&why);
	}
	intake_desk_prepare(&intake->desk);
	confine("intake", NULL, conf);
	log_info("intake-listens", "socket=%s", conf->socket_path);
	role_ready(role);
	while (got >= 0 && !role_stopping(role) && !is_stale(intake)) {
		got = intake_step(intake, clock_mono(), CHECK_EVERY, &why);
		if (got > 0)
			role_wake_next(role);
	}
	if (got >= 0)
		intake_stop(intake);
	else
		log_error("intake-ends", "kind=%s why=\"%s\"",
		    fail_kind_name(why.kind), why.text);
	intake_close(intake);
	if (got >= 0)
		return ROLE_STOPPED;
	return role_exit_of(&why);
}
