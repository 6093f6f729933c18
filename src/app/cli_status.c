/* maildesk status: how the desk is doing, in a screen. */
#include "app/cli_commands.h"

#include <unistd.h>

#include "app/cli_print.h"
#include "app/cli_when.h"
#include "port/lmtp_socket.h"
#include "store/filings.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/tickets.h"

struct status {
	bool intake_answers;
	int64_t waiting, oldest_at; /* not filed yet */
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
load(struct cli *cli, struct status *out, struct fail *why)
{
	struct desk *desk = &cli->desk;
	int64_t cursor;

	out->intake_answers = is_answering(cli->conf.socket_path);
	if (filings_cursor(desk->db, &cursor, why) < 0 ||
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

static void
print_json(struct cli *cli, const struct status *status)
{
	struct json *json = json_new_object();

	json_add_bool(json, "intake_answers", status->intake_answers);
	json_add_int(json, "waiting", status->waiting);
	json_add_time(json, "oldest_waiting_since", status->oldest_at);
	add_counts(json, "messages", status->filings, FILING_STATE_COUNT,
	    filing_word);
	add_counts(json, "tickets", status->tickets, TICKET_STATUS_COUNT,
	    ticket_word);
	add_counts(json, "letters", status->letters, LETTER_STATE_COUNT,
	    letter_word);
	json_add_int(json, "people", status->people);
	cli_print_json(cli, json);
}

static void
print_waiting(struct cli *cli, const struct status *status)
{
	char span[CLI_WHEN_SIZE];

	if (status->waiting == 0)
		cli_print_fact(cli, "Unfiled", SLICE("none"));
	else
		cli_print_fact_format(cli, "Unfiled", "%lld, the oldest for"
		    " %s", (long long)status->waiting,
		    cli_span(cli->now - status->oldest_at, span));
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
	cli_print_fact_format(cli, "Intake", status.intake_answers
	    ? "answers at %s" : "does not answer at %s: is maildeskd running?",
	    cli->conf.socket_path);
	print_waiting(cli, &status);
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
