/* maildesk status: how the desk is doing, in a screen. */
#include "app/cli_commands.h"

#include <unistd.h>

#include "app/alarm.h"
#include "app/cli_print.h"
#include "app/cli_when.h"
#include "app/imap_health.h"
#include "app/role_process.h"
#include "port/lmtp_socket.h"
#include "store/filings.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/tickets.h"

struct status {
	bool intake_answers;
	int64_t waiting, oldest_at; /* not filed yet */
	int64_t due_at; /* of the first letter; 0: none waits */
	int64_t filings[FILING_STATE_COUNT];
	int64_t letters[LETTER_STATE_COUNT];
	int64_t tickets[TICKET_STATUS_COUNT];
	int64_t people;
};

static bool
is_answering(const char *path)
{
	int fd = lmtp_connect(path, NULL);

	if (fd < 0)
		return false;
	close(fd);
	return true;
}

static int
load_due(struct cli *cli, struct status *out, struct fail *why)
{
	int got = outbox_next_due(cli->desk.db, &out->due_at, why);

	if (got == 0)
		out->due_at = 0;
	return got < 0 ? -1 : 0;
}

static int
load(struct cli *cli, struct status *out, struct fail *why)
{
	struct desk *desk = &cli->desk;
	int64_t cursor;

	out->intake_answers = is_answering(cli->conf.socket_path);
	if (load_due(cli, out, why) < 0 ||
	    filings_cursor(desk->db, &cursor, why) < 0 ||
	    archive_waiting(desk->archive, cursor, &out->waiting,
		&out->oldest_at, why) < 0 ||
	    filings_count(desk->db, out->filings, why) < 0 ||
	    outbox_count(desk->db, out->letters, why) < 0 ||
	    tickets_count(desk->db, out->tickets, why) < 0)
		return -1;
	return people_count(desk->db, &out->people, why);
}

/* One of the tables of words, by number. */
typedef const char *name_of(int at);

static const char *
filing_word(int at)
{
	return filing_state_name((enum filing_state)at);
}

static const char *
letter_word(int at)
{
	return letter_state_name((enum letter_state)at);
}

static const char *
ticket_word(int at)
{
	return ticket_status_name((enum ticket_status)at);
}

static void
print_counts(struct cli *cli, const char *fact, const int64_t *counts,
    int count, name_of *name)
{
	struct text text = TEXT_IN(&cli->arena);

	for (int i = 0; i < count; i++)
		if (counts[i] > 0)
			text_add_format(&text, "%s%lld %s",
			    text.len > 0 ? ", " : "", (long long)counts[i],
			    name(i));
	cli_print_fact(cli, fact, text.len > 0 ? text_slice(&text)
					       : SLICE("none"));
}

static void
add_counts(struct json *json, const char *key, const int64_t *counts,
    int count, name_of *name)
{
	struct json *object = json_add_object(json, key);

	for (int i = 0; i < count; i++)
		json_add_int(object, name(i), counts[i]);
}

/* What is not readable is as good as not known. */
static void
load_health(struct cli *cli, const struct conf_imap *account,
    struct imap_health *out)
{
	if (imap_health_load(&cli->conf, account->name, &cli->arena, out,
		NULL) < 0)
		*out = (struct imap_health){ 0 };
}

static void
add_accounts(struct cli *cli, struct json *json)
{
	struct json *array = json_add_array(json, "imap"), *object;
	const struct conf *conf = &cli->conf;
	struct imap_health health;

	for (size_t i = 0; i < conf->imap_count; i++) {
		load_health(cli, &conf->imap[i], &health);
		object = json_append_object(array);
		json_add_text(object, "account", slice_of(conf->imap[i].name));
		json_add_time(object, "last_success", health.success_at);
		json_add_time(object, "failing_since", health.failing_since);
		json_add_text(object, "why", health.why);
		json_add_bool(object, "alarm", imap_health_is_alarming(
		    &conf->imap[i], &health, cli->now));
	}
}

/* One line for each account, and ALARM for what has not worked for long. */
static void
print_account(struct cli *cli, const struct conf_imap *account)
{
	struct text text = TEXT_IN(&cli->arena);
	struct imap_health health;
	char span[CLI_WHEN_SIZE];

	load_health(cli, account, &health);
	text_add_format(&text, "%s: ", account->name);
	if (health.success_at > 0)
		text_add_format(&text, "last looked into %s ago",
		    cli_span(cli->now - health.success_at, span));
	else
		text_add_string(&text, "never looked into");
	if (health.failing_since > 0) {
		text_add_format(&text, "; fails for %s: ",
		    cli_span(cli->now - health.failing_since, span));
		text_add_line(&text, health.why);
	}
	cli_print_fact(cli, imap_health_is_alarming(account, &health,
	    cli->now) ? "ALARM" : "Mailbox", text_slice(&text));
}

static void
print_json(struct cli *cli, const struct status *status)
{
	struct json *json = json_new_object(), *array;

	json_add_bool(json, "intake_answers", status->intake_answers);
	json_add_int(json, "waiting", status->waiting);
	json_add_time(json, "oldest_waiting_since", status->oldest_at);
	json_add_time(json, "next_letter_due", status->due_at);
	array = json_add_array(json, "alarm");
	for (size_t i = 0; i < ROLE_COUNT; i++)
		if (alarm_is_raised(&cli->conf, role_kinds[i].name))
			json_append_text(array, slice_of(role_kinds[i].name));
	add_accounts(cli, json);
	add_counts(json, "messages", status->filings, FILING_STATE_COUNT,
	    filing_word);
	add_counts(json, "tickets", status->tickets, TICKET_STATUS_COUNT,
	    ticket_word);
	add_counts(json, "letters", status->letters, LETTER_STATE_COUNT,
	    letter_word);
	json_add_int(json, "people", status->people);
	cli_print_json(cli, json);
}

/* What each role is there for, and whether it gets done. */
static void
print_roles(struct cli *cli, const struct status *status)
{
	char span[CLI_WHEN_SIZE];

	cli_print_fact_format(cli, "Intake", "%s at %s",
	    status->intake_answers ? "answers" : "does not answer",
	    cli->conf.socket_path);
	if (status->waiting == 0)
		cli_print_fact(cli, "Gateway", SLICE("everything is filed"));
	else
		cli_print_fact_format(cli, "Gateway", "%lld to be filed, the"
		    " oldest for %s", (long long)status->waiting,
		    cli_span(cli->now - status->oldest_at, span));
	if (status->due_at == 0)
		cli_print_fact(cli, "Sender", SLICE("no letter waits"));
	else
		cli_print_fact_format(cli, "Sender", status->due_at <= cli->now
		    ? "a letter is due since %s" : "the next letter is due in"
		    " %s", cli_span(status->due_at <= cli->now
			? cli->now - status->due_at
			: status->due_at - cli->now, span));
	for (size_t i = 0; i < cli->conf.imap_count; i++)
		print_account(cli, &cli->conf.imap[i]);
	if (!status->intake_answers)
		cli_print_fact(cli, "", SLICE("maildeskd is not running"));
	for (size_t i = 0; i < ROLE_COUNT; i++)
		if (alarm_is_raised(&cli->conf, role_kinds[i].name))
			cli_print_fact_format(cli, "ALARM", "the disk failed"
			    " twice: the %s stays down until `maildesk check`"
			    " passes", role_kinds[i].name);
}

int
cli_status(struct cli *cli, struct fail *why)
{
	struct status status;

	if (load(cli, &status, why) < 0)
		return -1;
	if (cli->json) {
		print_json(cli, &status);
		return 0;
	}
	print_roles(cli, &status);
	print_counts(cli, "Messages", status.filings, FILING_STATE_COUNT,
	    filing_word);
	print_counts(cli, "Tickets", status.tickets, TICKET_STATUS_COUNT,
	    ticket_word);
	print_counts(cli, "Letters", status.letters, LETTER_STATE_COUNT,
	    letter_word);
	cli_print_fact_format(cli, "People", "%lld",
	    (long long)status.people);
	return 0;
}
