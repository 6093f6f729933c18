/* What is counted, and where it comes from. */
#include "app/figures.h"

#include <sys/stat.h>
#include <unistd.h>

#include "app/alarm.h"
#include "app/brake.h"
#include "app/grant.h"
#include "app/health.h"
#include "app/role_process.h"
#include "app/running.h"
#include "port/lmtp_socket.h"
#include "store/filings.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/tickets.h"

#define HOUR 3600
#define DAY 86400

/* What is being gathered. */
struct gatherer {
	struct desk *desk;
	struct arena *arena;
	struct figures *out;
};

static void
set(struct gatherer *gatherer, enum figure_id id, int64_t value)
{
	gatherer->out->of[id].value = value;
}

static void
add_part(struct gatherer *gatherer, enum figure_id id, const char *name,
    int64_t value)
{
	struct figure_value *figure = &gatherer->out->of[id];
	size_t size = sizeof(figure->parts[0]);

	figure->parts = arena_grow(gatherer->arena, figure->parts,
	    figure->count * size, (figure->count + 1) * size);
	figure->parts[figure->count++] = (struct figure_part){ name, value };
}

static bool
is_answering(const char *path)
{
	int fd = lmtp_connect(path, NULL);

	if (fd < 0)
		return false;
	close(fd);
	return true;
}

static void
add_role(struct gatherer *gatherer, const struct running *running,
    const char *role)
{
	add_part(gatherer, FIGURE_ROLES, role, running_has(running, role));
	add_part(gatherer, FIGURE_HALTED, role,
	    alarm_is_raised(gatherer->desk->conf, role));
}

static void
gather_roles(struct gatherer *gatherer)
{
	const struct conf *conf = gatherer->desk->conf;
	struct running running;

	running_load(conf, gatherer->arena, &running);
	set(gatherer, FIGURE_UP, running.is_up);
	set(gatherer, FIGURE_ANSWERS, is_answering(conf->socket_path));
	for (size_t i = 0; i < ROLE_COUNT; i++)
		add_role(gatherer, &running, role_kinds[i].name);
	for (size_t i = 0; i < conf->imap_count; i++)
		add_role(gatherer, &running, arena_format(gatherer->arena,
		    "imap:%s", conf->imap[i].name).data);
	for (size_t i = 0; i < conf->maildir_count; i++)
		add_role(gatherer, &running, arena_format(gatherer->arena,
		    "maildir:%s", conf->maildir[i].name).data);
}

static void
add_health(struct gatherer *gatherer, enum door door, const char *name,
    enum figure_id id, struct health *health)
{
	/* What is not readable is as good as not known. */
	if (health_load(gatherer->desk->conf, door, name, gatherer->arena,
		health, NULL) < 0)
		*health = (struct health){ 0 };
	add_part(gatherer, id, name, health->success_at);
}

static void
gather_mailboxes(struct gatherer *gatherer)
{
	const struct conf *conf = gatherer->desk->conf;
	int64_t now = gatherer->out->now;
	struct health health;

	for (size_t i = 0; i < conf->imap_count; i++) {
		const struct conf_imap *account = &conf->imap[i];

		add_health(gatherer, DOOR_IMAP, account->name,
		    FIGURE_MAILBOXES, &health);
		add_part(gatherer, FIGURE_MAILBOX_ALARMS, account->name,
		    health_is_alarming(&health, account->alarm_minutes,
			account->poll_seconds, now));
	}
	for (size_t i = 0; i < conf->maildir_count; i++) {
		const struct conf_maildir *folder = &conf->maildir[i];

		add_health(gatherer, DOOR_MAILDIR, folder->name,
		    FIGURE_MAILDIRS, &health);
		add_part(gatherer, FIGURE_MAILDIR_ALARMS, folder->name,
		    health_is_alarming(&health, folder->alarm_minutes,
			folder->poll_seconds, now));
	}
}

/* As with mailboxes: who may not read it, does not know. */
static void
gather_grants(struct gatherer *gatherer)
{
	const struct conf *conf = gatherer->desk->conf;
	struct token token;

	for (size_t i = 0; i < conf->oauth_count; i++) {
		const struct conf_oauth *account = &conf->oauth[i];
		int got = grant_load(conf, account, gatherer->arena, &token,
		    NULL);

		add_part(gatherer, FIGURE_GRANTS, account->name,
		    token.expires_at);
		add_part(gatherer, FIGURE_GRANT_ALARMS, account->name,
		    got >= 0 && grant_alarm(account, &token,
			gatherer->arena) != NULL);
	}
}

/* The archive, and what is not filed yet. */
static int
gather_archive(struct gatherer *gatherer, struct fail *why)
{
	struct desk *desk = gatherer->desk;
	int64_t cursor, waiting, oldest, last, came;

	if (filings_cursor(desk->db, &cursor, why) < 0 ||
	    archive_waiting(desk->archive, cursor, &waiting, &oldest,
		why) < 0 ||
	    archive_last(desk->archive, &last, why) < 0 ||
	    archive_since(desk->archive, gatherer->out->now - HOUR, &came,
		why) < 0)
		return -1;
	set(gatherer, FIGURE_WAITING, waiting);
	set(gatherer, FIGURE_OLDEST, oldest);
	set(gatherer, FIGURE_LAST, last);
	set(gatherer, FIGURE_CAME, came);
	return 0;
}

/* What has come last is in the WAL yet. */
static void
gather_size(struct gatherer *gatherer)
{
	static const char *const suffixes[] = { "", "-wal" };
	struct stat info;
	int64_t size = 0;

	for (size_t i = 0; i < ARRAY_LEN(suffixes); i++)
		if (stat(arena_format(gatherer->arena, "%s%s",
		    gatherer->desk->conf->archive_path, suffixes[i]).data,
		    &info) == 0)
			size += info.st_size;
	set(gatherer, FIGURE_ARCHIVE, size);
}

static int
gather_messages(struct gatherer *gatherer, struct fail *why)
{
	int64_t counts[FILING_STATE_COUNT];

	if (filings_count(gatherer->desk->db, counts, why) < 0)
		return -1;
	for (int i = 0; i < FILING_STATE_COUNT; i++)
		add_part(gatherer, FIGURE_MESSAGES,
		    filing_state_name((enum filing_state)i), counts[i]);
	return 0;
}

static int
gather_tickets(struct gatherer *gatherer, struct fail *why)
{
	int64_t counts[TICKET_STATUS_COUNT];

	if (tickets_count(gatherer->desk->db, counts, why) < 0)
		return -1;
	for (int i = 0; i < TICKET_STATUS_COUNT; i++)
		add_part(gatherer, FIGURE_TICKETS,
		    ticket_status_name((enum ticket_status)i), counts[i]);
	return 0;
}

/* What would have been written, had its counter not been full. */
static int
gather_held_back(struct gatherer *gatherer, struct fail *why)
{
	const char *reason;
	int64_t count;

	for (size_t i = 0; (reason = brake_reason(i)) != NULL; i++) {
		if (brake_held_since(gatherer->desk, reason,
			gatherer->out->now - DAY, &count, why) < 0)
			return -1;
		add_part(gatherer, FIGURE_HELD_BACK, reason, count);
	}
	return 0;
}

static int
gather_letters(struct gatherer *gatherer, struct fail *why)
{
	struct db *db = gatherer->desk->db;
	int64_t counts[LETTER_STATE_COUNT], due = 0, written;
	int got = outbox_next_due(db, &due, why);

	if (got < 0 || outbox_count(db, counts, why) < 0 ||
	    outbox_since(db, gatherer->out->now - HOUR, &written, why) < 0)
		return -1;
	for (int i = 0; i < LETTER_STATE_COUNT; i++)
		add_part(gatherer, FIGURE_LETTERS,
		    letter_state_name((enum letter_state)i), counts[i]);
	set(gatherer, FIGURE_DUE, got == 1 ? due : 0);
	set(gatherer, FIGURE_WRITTEN, written);
	return 0;
}

int
figures_load(struct desk *desk, int64_t now, struct arena *arena,
    struct figures *out, struct fail *why)
{
	struct gatherer gatherer = { desk, arena, out };
	int64_t people;

	*out = (struct figures){ .now = now };
	gather_roles(&gatherer);
	gather_mailboxes(&gatherer);
	gather_grants(&gatherer);
	gather_size(&gatherer);
	if (gather_archive(&gatherer, why) < 0 ||
	    gather_messages(&gatherer, why) < 0 ||
	    gather_tickets(&gatherer, why) < 0 ||
	    gather_letters(&gatherer, why) < 0 ||
	    gather_held_back(&gatherer, why) < 0 ||
	    people_count(desk->db, &people, why) < 0)
		return -1;
	set(&gatherer, FIGURE_PEOPLE, people);
	return 0;
}
