/*
 * A whole desk in a temporary folder, driven without waiting: mails go into
 * the archive as the intake puts them, the gateway steps, and the letters are
 * read from the outbox as their addressees would.
 */
#ifndef UNIT_LINE_CASE_H
#define UNIT_LINE_CASE_H

#include "case.h"

#include "app/desk.h"
#include "app/gateway.h"
#include "base/clock.h"
#include "base/text.h"
#include "mail/mail.h"
#include "store/archive.h"
#include "store/departments.h"
#include "store/entries.h"
#include "store/filings.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/ticket_items.h"
#include "store/tickets.h"

#define LINE_START 1795552000 /* 2026-11-24 */

struct line {
	char folder[PATH_MAX];
	char archive_path[PATH_MAX], desk_path[PATH_MAX], key_path[PATH_MAX],
	    mark_path[PATH_MAX], templates[PATH_MAX];
	struct conf conf;
	struct archive *archive; /* written as the intake does */
	struct desk desk;	 /* for questions */
	struct gateway *gateway;
	struct arena arena;
	int64_t anna, ben; /* agents: manager of both, member of support */
	int64_t support, sales;
	const char *domain;
	int mails;
};

#define line_ok(call) \
	do { \
		struct fail why_ = FAIL_INIT; \
		struct fail *why = &why_; \
		if ((call) < 0) \
			fail_msg("%s: %s", #call, why_.text); \
	} while (0)

static inline int64_t
line_agent(struct line *line, const char *name, const char *handle,
    const char *address)
{
	struct person person = { .name = slice_of(name), .is_agent = true,
		.handle = slice_of(handle), .created_at = LINE_START,
		.created_door = DOOR_CLI };

	line_ok(db_begin(line->desk.db, why));
	line_ok(people_add(line->desk.db, &person, slice_of(address),
	    slice_of(address), 0, why));
	line_ok(people_save(line->desk.db, &person, why));
	line_ok(db_commit(line->desk.db, why));
	return person.id;
}

/* An address at the desk's own domain. */
static inline struct slice
line_at(struct line *line, const char *local)
{
	return arena_format(&line->arena, "%s@%s", local, line->domain);
}

static inline void
line_departments(struct line *line)
{
	struct db *db = line->desk.db;

	line_ok(db_begin(db, why));
	line_ok(departments_add(db, SLICE("Support"), line_at(line, "support"),
	    LINE_START, &line->support, why));
	line_ok(departments_add(db, SLICE("Sales"), line_at(line, "sales"),
	    LINE_START, &line->sales, why));
	line_ok(departments_join(db, line->support, line->anna, ROLE_MANAGER,
	    why));
	line_ok(departments_join(db, line->sales, line->anna, ROLE_MANAGER, why));
	line_ok(departments_join(db, line->support, line->ben, ROLE_MEMBER, why));
	line_ok(db_commit(db, why));
}

static inline void
line_open_at(struct line *line, const char *domain)
{
	memset(line, 0, sizeof(*line));
	line->domain = domain;
	clock_set(LINE_START);
	case_folder(line->folder);
	line->conf = (struct conf){
		.path = "test", .desk_name = "Help desk",
		.desk_domain = domain, .language = "en",
		.timezone = "UTC",
		.state_dir = line->folder,
		.archive_path = case_path(line->archive_path, line->folder,
		    "archive.db"),
		.desk_path = case_path(line->desk_path, line->folder,
		    "maildesk.db"),
		.key_path = case_path(line->key_path, line->folder, "secret.key"),
		.mark_path = case_path(line->mark_path, line->folder, "mark"),
		.templates_dir = case_path(line->templates, line->folder,
		    "templates"),
		.send_hold = 30, .token_days = 365,
		.retry = { { 60, 300, 900, 3600 }, 4 }, .give_up_hours = 120,
		.unknown_wait = 900, .ack_per_ticket = 1,
		.ack_per_hour = 3, .ack_per_day = 10, .ack_domain_hour = 30,
		.ack_total_hour = 600, .auto_total_hour = 600,
	        .tickets_per_hour = 20,
		.auto_10min = 6, .auto_60min = 20, .auto_24h = 60,
		.auto_in_a_row = 3, .same_body_times = 3,
		.same_body_minutes = 180, .reflex_seconds = 120,
		.reflex_times = 2, .machine_tickets_per_hour = 20,
		.max_hops = 50, .claims_per_day = 3,
		.password_length = 10, .password_hours = 24,
		.password_letters = 5, .password_tries = 10,
		.password_url = "",
	};
	line_ok(desk_init(&line->conf, why));
	line_ok(archive_open(&line->archive, line->conf.archive_path, DB_WRITE,
	    why));
	line_ok(desk_open(&line->desk, &line->conf, DB_WRITE, true, why));
	line->anna = line_agent(line, "Anna Agent", "anna",
	    line_at(line, "anna").data);
	line->ben = line_agent(line, "Ben Berg", "ben",
	    line_at(line, "ben").data);
	line_departments(line);
	line_ok(gateway_open(&line->gateway, &line->conf, why));
}

static inline void
line_open(struct line *line)
{
	line_open_at(line, "help.test");
}

static inline void
line_close(struct line *line)
{
	gateway_close(line->gateway);
	desk_close(&line->desk);
	archive_close(line->archive);
	arena_free(&line->arena);
	case_folder_remove(line->folder);
	clock_set(-1);
}

/* Archives raw bytes for one recipient; returns the archive's number. */
static inline int64_t
line_put(struct line *line, const char *sender, const char *recipient,
    struct slice raw)
{
	struct slice recipients[1] = { slice_of(recipient) };
	struct slice originals[1] = { SLICE_EMPTY };
	struct envelope envelope = { .door = DOOR_LMTP, .at = clock_now(),
		.sender = slice_of(sender), .recipients = recipients,
		.originals = originals, .recipient_count = 1 };
	int64_t id = 0;

	line_ok(db_begin(archive_db(line->archive), why));
	line_ok(archive_put(line->archive, &envelope, raw, -1, 0, &id, why));
	line_ok(db_commit(archive_db(line->archive), why));
	return id;
}

/* Lets the gateway file whatever waits. */
static inline void
line_file(struct line *line)
{
	struct fail why = FAIL_INIT;
	int got;

	while ((got = gateway_step(line->gateway, &why)) > 0)
		;
	if (got < 0)
		fail_msg("gateway: %s", why.text);
}

/*
 * A mail, written with LF; `headers` are further lines, each with its LF.  It
 * is filed at once.  Returns the archive's number.
 */
static inline int64_t
line_mail(struct line *line, const char *from, const char *to,
    const char *subject, const char *headers, const char *body)
{
	struct text text = TEXT_IN(&line->arena);
	int64_t id;

	line->mails++;
	text_add_format(&text, "From: %s\nTo: <%s>\nSubject: %s\n"
	    "Date: Tue, 24 Nov 2026 10:00:%02d +0000\n%s", from, to, subject,
	    line->mails % 60, headers);
	if (strstr(headers, "Message-ID:") == NULL)
		text_add_format(&text, "Message-ID: <m%d@example.test>\n",
		    line->mails);
	text_add_format(&text, "MIME-Version: 1.0\n"
	    "Content-Type: text/plain; charset=utf-8\n\n%s\n", body);
	id = line_put(line, "sender@example.test", to, text_slice(&text));
	line_file(line);
	return id;
}

static inline struct filing
line_filing(struct line *line, int64_t archive_id)
{
	struct filing filing = { 0 };

	line_ok(filings_get(line->desk.db, archive_id, &line->arena, &filing,
	    why));
	return filing;
}

static inline struct ticket
line_ticket(struct line *line, int64_t id)
{
	struct ticket ticket = { 0 };

	line_ok(tickets_get(line->desk.db, id, &line->arena, &ticket, why));
	return ticket;
}

/* All letters, newest first, without bodies. */
static inline struct outbox_row *
line_letters(struct line *line, size_t *count)
{
	struct outbox_row *rows = NULL;

	*count = 0;
	line_ok(outbox_list(line->desk.db, LETTER_STATE_COUNT, 0, 1000,
	    &line->arena, &rows, count, why));
	return rows;
}

/* The newest letter of this event to this address; id 0: there is none. */
static inline struct outbox_row
line_letter(struct line *line, const char *event, const char *address)
{
	size_t count;
	struct outbox_row *rows = line_letters(line, &count);
	struct outbox_row row = { 0 };

	for (size_t i = 0; i < count; i++)
		if (slice_eq(rows[i].event, slice_of(event)) &&
		    slice_eq(rows[i].address, slice_of(address))) {
			line_ok(outbox_get(line->desk.db, rows[i].id,
			    &line->arena, &row, why));
			break;
		}
	return row;
}

static inline size_t
line_letter_count(struct line *line, const char *event, const char *address)
{
	size_t count, found = 0;
	struct outbox_row *rows = line_letters(line, &count);

	for (size_t i = 0; i < count; i++)
		found += slice_eq(rows[i].event, slice_of(event)) &&
		    slice_eq(rows[i].address, slice_of(address));
	return found;
}

/* An answer to a letter, as its addressee's mail program makes it. */
static inline int64_t
line_answer(struct line *line, const char *from,
    const struct outbox_row *letter, const char *body)
{
	struct text headers = TEXT_IN(&line->arena);
	struct text subject = TEXT_IN(&line->arena);

	text_add_format(&headers, "In-Reply-To: <%.*s>\nReferences: <%.*s>\n",
	    SLICE_ARG(letter->message_id), SLICE_ARG(letter->message_id));
	text_add_format(&subject, "Re: %.*s", SLICE_ARG(letter->subject));
	return line_mail(line, from,
	    arena_string(&line->arena, letter->reply_to),
	    text_string(&subject), text_string(&headers), body);
}

static inline struct entry *
line_entries(struct line *line, int64_t ticket_id, size_t *count)
{
	struct entry *entries = NULL;

	*count = 0;
	line_ok(entries_list(line->desk.db, ticket_id, &line->arena, &entries,
	    count, why));
	return entries;
}

/* The entry's place in "message reply event ...", for comparing at a glance. */
static inline const char *
line_story(struct line *line, int64_t ticket_id)
{
	size_t count;
	struct entry *entries = line_entries(line, ticket_id, &count);
	struct text text = TEXT_IN(&line->arena);

	for (size_t i = 0; i < count; i++)
		text_add_format(&text, "%s%s%s", i > 0 ? " " : "",
		    entry_kind_name(entries[i].kind),
		    entries[i].kind == ENTRY_MESSAGE && entries[i].is_private
			? "(private)" : "");
	return text_string(&text);
}

#endif
