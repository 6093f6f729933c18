/*
 * What a small desk must never show, said without it: every text bears a mark,
 * a word that stands nowhere else, and for each mark is known whether its
 * author meant it for colleagues alone.  Letters are read as their addressees
 * do, from the bytes that go to SMTP.
 */
#ifndef UNIT_LEAK_MODEL_H
#define UNIT_LEAK_MODEL_H

#include "line_case.h"

#include "app/sender_letter.h"
#include "base/ascii.h"
#include "desk/letter_event.h"
#include "desk/token.h"

#define AGENTS 4
#define USERS 6
#define STRANGERS 2
#define MARKS_MAX 4000 /* of one desk */
#define LETTERS_MAX 16000
#define MARK_DIGITS 6
#define MARK_SIZE 11 /* "zx000001xz" */

enum mark_kind {
	MARK_SHARED, /* for whoever is on its ticket */
	MARK_WAITS,  /* secret until its author confirms it */
	MARK_SECRET, /* until its author says "#reply" to what was held */
	MARK_NEVER,  /* for colleagues, whatever comes */
};

struct mark {
	enum mark_kind kind;
	int64_t author;	    /* 0: nobody the desk knew */
	int64_t archive_id; /* of its mail; 0: it came otherwise */
	int64_t entry_id, ticket_id; /* filled when asked for */
	int64_t checked_in; /* the letter in which it was met last */
};

/* What was written, to be answered. */
struct told {
	int64_t id, person_id;
	enum letter_event event;
	bool to_agent;
};

struct somebody {
	int64_t id; /* 0: the desk does not know them */
	const char *name, *address, *from;
};

struct model {
	struct line line;
	uint64_t dice;
	struct somebody agents[AGENTS], users[USERS], strangers[STRANGERS];
	struct mark marks[MARKS_MAX];
	size_t mark_count;
	struct told letters[LETTERS_MAX];
	size_t letter_count;
	int64_t letter_seen, ticket_last;
	size_t step;
	const char *deed; /* what the step did */
	/* That the dice come everywhere. */
	size_t confirmed, merged, marks_met;
};

static inline uint32_t
dice(struct model *model, uint32_t below)
{
	model->dice ^= model->dice >> 12;
	model->dice ^= model->dice << 25;
	model->dice ^= model->dice >> 27;
	return (uint32_t)((model->dice * UINT64_C(2685821657736338717)) >>
	    33) % below;
}

static inline bool
one_in(struct model *model, uint32_t n)
{
	return dice(model, n) == 0;
}

/* A new mark of this author, as text in the step's arena. */
static inline const char *
mark_new(struct model *model, enum mark_kind kind, int64_t author)
{
	size_t n = model->mark_count++;

	assert_true(n < MARKS_MAX);
	model->marks[n] = (struct mark){ .kind = kind, .author = author };
	return arena_format(&model->line.arena, "zx%0*zuxz", MARK_DIGITS,
	    n).data;
}

/* The marks made since `first` came in this mail. */
static inline void
marks_mailed(struct model *model, size_t first, int64_t archive_id)
{
	for (size_t i = first; i < model->mark_count; i++)
		model->marks[i].archive_id = archive_id;
}

/*
 * The number of the mark that begins at `at`; MARKS_MAX: none does.  Tokens are
 * letters and digits at random: what only looks like a mark that nobody made is
 * none.
 */
static inline size_t
mark_at(const struct model *model, struct slice s, size_t at)
{
	size_t n = 0;

	if (at + MARK_SIZE - 1 > s.len || ascii_lower(s.data[at]) != 'z' ||
	    ascii_lower(s.data[at + 1]) != 'x')
		return MARKS_MAX;
	for (size_t i = at + 2; i < at + 2 + MARK_DIGITS; i++) {
		if (!ascii_is_digit(s.data[i]))
			return MARKS_MAX;
		n = n * 10 + (size_t)(s.data[i] - '0');
	}
	if (ascii_lower(s.data[at + 2 + MARK_DIGITS]) != 'x')
		return MARKS_MAX;
	return n < model->mark_count ? n : MARKS_MAX;
}

/* The ticket on which its mail lies now; 0: on none. */
static inline int64_t
mark_ticket(struct model *model, struct mark *mark)
{
	struct line *line = &model->line;
	struct filing filing = { 0 };
	struct entry entry = { 0 };

	if (mark->entry_id == 0 && mark->archive_id != 0) {
		line_ok(filings_get(line->desk.db, mark->archive_id,
		    &line->arena, &filing, why));
		mark->entry_id = filing.entry_id;
	}
	if (mark->entry_id != 0) {
		line_ok(entries_get(line->desk.db, mark->entry_id,
		    &line->arena, &entry, why));
		mark->ticket_id = entry.ticket_id;
	}
	return mark->ticket_id;
}

static inline bool
is_on_ticket(struct model *model, int64_t person_id, int64_t ticket_id)
{
	struct ticket ticket = line_ticket(&model->line, ticket_id);
	int got = 0;

	if (person_id == 0 || ticket.id == 0)
		return false;
	line_ok(got = tickets_has_participant(model->line.desk.db, ticket.id,
	    person_id, why));
	return got == 1 || ticket.user_id == person_id;
}

/* As the manual says: the department's people, the assignee, admins. */
static inline bool
has_right(struct model *model, const struct person *person, int64_t ticket_id)
{
	struct ticket ticket = line_ticket(&model->line, ticket_id);
	struct members members = { NULL, 0 };

	if (!person->is_agent || person->disabled || ticket.id == 0)
		return false;
	if (person->is_admin || ticket.assignee_id == person->id)
		return true;
	line_ok(departments_members(model->line.desk.db, ticket.department_id,
	    &model->line.arena, &members, why));
	return members_have(&members, person->id);
}

static inline struct person
somebody(struct model *model, int64_t id)
{
	struct person person = { 0 };

	line_ok(people_get(model->line.desk.db, id, &model->line.arena, &person,
	    why));
	return person;
}

/* --- a letter, read ------------------------------------------------------------ */

struct reading {
	struct model *model;
	const struct outbox_row *row;
	struct person reader;
	const char *where; /* what part of the letter */
};

static inline void
print_mail(struct model *model, const char *what, int64_t archive_id)
{
	struct envelope envelope;
	struct slice raw = SLICE_EMPTY;

	if (archive_id != 0)
		line_ok(archive_read(model->line.archive, archive_id,
		    &model->line.arena, &envelope, &raw, why));
	print_error("%s is message %" PRId64 ":\n%.*s\n", what, archive_id,
	    (int)(raw.len < 1500 ? raw.len : 1500), raw.data);
}

static inline void
accuse(const struct reading *reading, const char *what, struct slice s)
{
	int64_t last;

	line_ok(archive_last(reading->model->line.archive, &last, why));
	print_mail(reading->model, "The last mail", last);
	fail_msg("step %zu, %s: letter %" PRId64 " (%.*s, ticket %" PRId64 ")"
	    " to %.*s shows in its %s %s:\n%.*s", reading->model->step,
	    reading->model->deed, reading->row->id,
	    SLICE_ARG(reading->row->event), reading->row->ticket_id,
	    SLICE_ARG(reading->row->address), reading->where, what,
	    (int)(s.len < 2000 ? s.len : 2000), s.data);
}

/* May they read what is said on this ticket, to all or to colleagues? */
static inline bool
may_read(const struct reading *reading, bool is_shared, int64_t ticket_id)
{
	return has_right(reading->model, &reading->reader, ticket_id) ||
	    (is_shared && is_on_ticket(reading->model, reading->reader.id,
		ticket_id));
}

/*
 * A subject stays on its ticket when the mail that brought it is split off; and
 * when the ticket goes on in another one, by a mail that answers first.
 */
static inline bool
is_in_subject(const struct reading *reading, size_t n)
{
	static const struct sql subject_of = {
		"SELECT subject FROM ticket WHERE id = ?1"
	};
	struct model *model = reading->model;
	struct db_stmt *stmt = db_use(model->line.desk.db, &subject_of);
	struct slice subject = SLICE_EMPTY;
	bool found = false;
	int got;

	db_bind_int(stmt, 1, reading->row->ticket_id);
	line_ok(got = db_step(stmt, why));
	if (got == 1)
		subject = db_text(stmt, 0, &model->line.arena);
	for (size_t i = 0; i < subject.len && !found; i++)
		found = mark_at(model, subject, i) == n;
	db_done(stmt);
	return found;
}

/*
 * By the same mail: then whoever had the ticket had the right until now; so had
 * who moved it, and asked.
 */
static inline bool
is_gone(const struct reading *reading)
{
	struct model *model = reading->model;
	int64_t number = ticket_subject_number(reading->row->subject);

	return line_ticket(&model->line, number).id != number ||
	    (slice_eq(reading->row->event, SLICE("answer")) &&
		!has_right(model, &reading->reader, number));
}

static inline bool
is_receipt(const struct outbox_row *row)
{
	static const char *const events[] = { "held", "confirm", "acknowledge",
		"answer" };

	for (size_t i = 0; i < ARRAY_LEN(events); i++)
		if (slice_eq(row->event, slice_of(events[i])))
			return true;
	return false;
}

static inline void
check_mark(const struct reading *reading, size_t n, struct slice s)
{
	struct model *model = reading->model;
	struct mark *mark = &model->marks[n];
	bool is_shared = mark->kind == MARK_SHARED;

	assert_true(n < model->mark_count);
	/* Letters quote letters: the same words may stand there a thousand
	   times. */
	if (mark->checked_in == reading->row->id)
		return;
	mark->checked_in = reading->row->id;
	model->marks_met++;
	if (mark->author != 0 && mark->author == reading->reader.id)
		return;
	/* What is said of a ticket as the last thing on it. */
	if (reading->reader.is_agent && is_gone(reading))
		return;
	if (may_read(reading, is_shared, mark_ticket(model, mark)))
		return;
	if (is_shared && is_in_subject(reading, n) &&
	    may_read(reading, true, reading->row->ticket_id))
		return;
	/* A receipt names the ticket by its subject, as its reader did; a story
	   names the tickets that it was linked with. */
	if (is_shared && reading->reader.is_agent && is_receipt(reading->row))
		return;
	print_mail(model, "Where it was said", mark->archive_id);
	accuse(reading, is_shared ? "what was not said to them"
	    : reading->reader.is_agent ? "what they have no right to read"
	    : "what was said to colleagues alone", s);
}

/* Users are asked, too: whether an address is theirs. */
static inline bool
asks_its_reader(const struct outbox_row *row)
{
	enum letter_event event;

	return letter_event_parse(row->event, &event) &&
	    !letter_event_row(event)->to_agents &&
	    letter_event_row(event)->answer == TOKEN_VERIFY;
}

/* A token's letter went to whoever reads it here. */
static inline void
check_token(const struct reading *reading, const struct token *token,
    struct slice s)
{
	struct line *line = &reading->model->line;
	struct outbox_token letter = { 0 };
	int got = 0;

	line_ok(got = outbox_token(line->desk.db, token->letter, &line->arena,
	    &letter, why));
	/* Of who became one, the letters of both are theirs. */
	if (got == 1 && letter.owner_id != somebody(reading->model,
		reading->row->person_id).id)
		accuse(reading, "another one's token", s);
	if (token->purpose == TOKEN_NOTE || token->purpose == TOKEN_CONTROL ||
	    (token->purpose == TOKEN_VERIFY && !asks_its_reader(reading->row)))
		accuse(reading, "an agent's token", s);
}

/* The token behind a plus, or behind "md." of a Message-ID. */
static inline void
check_token_at(const struct reading *reading, struct slice s, size_t at)
{
	struct slice rest = slice_from(s, at);
	struct token token;
	size_t end = 0;

	while (end < rest.len && (ascii_is_alnum(rest.data[end]) ||
				     rest.data[end] == '-'))
		end++;
	if (token_parse(slice_head(rest, end), &token))
		check_token(reading, &token, s);
}

/* A token may end like an address begins. */
static inline bool
has_word(struct slice s, struct slice word)
{
	size_t at;

	while ((at = slice_search_nocase(s, word)) < s.len) {
		if (at == 0 || !ascii_is_alnum(s.data[at - 1]))
			return true;
		s = slice_from(s, at + 1);
	}
	return false;
}

/* Where an agent of the desk reads mail is nobody else's to know. */
static inline void
check_private_address(const struct reading *reading, struct slice s)
{
	struct model *model = reading->model;

	for (size_t i = 0; i < AGENTS; i++)
		if (has_word(s, slice_of(model->agents[i].address)))
			accuse(reading, "an agent's address", s);
}

static inline void
check_text(struct reading *reading, const char *where, struct slice s)
{
	size_t n;

	reading->where = where;
	for (size_t i = 0; i < s.len; i++) {
		if ((n = mark_at(reading->model, s, i)) != MARKS_MAX)
			check_mark(reading, n, s);
		if (reading->reader.is_agent)
			continue;
		if (s.data[i] == '+' || s.data[i] == '.')
			check_token_at(reading, s, i + 1);
	}
	if (!reading->reader.is_agent)
		check_private_address(reading, s);
}

/* Every byte of it, and what the bytes mean. */
static inline void
check_letter(struct model *model, const struct outbox_row *row)
{
	struct line *line = &model->line;
	struct text bytes = TEXT_IN(&line->arena);
	struct reading reading = { .model = model, .row = row };
	struct mail mail;
	size_t missing;

	reading.reader = somebody(model, row->person_id);
	line_ok(sender_letter(&line->desk, row, reading.reader.name,
	    &line->arena, &bytes, &missing, why));
	assert_case_int("no file of a letter is missing", missing, 0);
	mail_parse(text_slice(&bytes), &line->desk.limits, &line->arena, &mail);
	check_text(&reading, "bytes", text_slice(&bytes));
	check_text(&reading, "return path", row->return_path);
	check_text(&reading, "subject", mail.subject);
	check_text(&reading, "sender's name", mail.from.count > 0
	    ? mail.from.items[0].name : SLICE_EMPTY);
	for (size_t i = 0; i < mail.mime.count; i++)
		if (!mail.mime.parts[i].multipart)
			check_text(&reading, "text", body_decode(
			    &mail.mime.parts[i], &line->arena));
	for (size_t i = 0; i < mail.attachments.count; i++)
		check_text(&reading, "file's name",
		    mail.attachments.items[i].name);
}

/* What the step wrote: looked at, and kept for answers. */
static inline void
check_letters(struct model *model)
{
	struct line *line = &model->line;
	struct outbox_row row;
	struct told *told;
	int got;

	for (;;) {
		line_ok(got = outbox_get(line->desk.db, model->letter_seen + 1,
		    &line->arena, &row, why));
		if (got == 0)
			return;
		model->letter_seen++;
		assert_true(model->letter_count < LETTERS_MAX);
		told = &model->letters[model->letter_count++];
		*told = (struct told){ .id = row.id, .person_id = row.person_id,
			.to_agent = somebody(model, row.person_id).is_agent };
		assert_true(letter_event_parse(row.event, &told->event));
		check_letter(model, &row);
	}
}

#endif
