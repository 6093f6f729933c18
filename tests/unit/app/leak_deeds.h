/* What people, machines and the clock do to the model's desk. */
#ifndef UNIT_LEAK_DEEDS_H
#define UNIT_LEAK_DEEDS_H

#include "leak_words.h"

#include "app/act.h"
#include "app/due.h"

static inline const char *
said(struct model *model, const char *before, const char *mark)
{
	return arena_format(&model->line.arena, "%s%s\n", before, mark).data;
}

static inline const struct somebody *
any_user(struct model *model)
{
	return &model->users[dice(model, USERS)];
}

static inline const struct somebody *
any_agent(struct model *model)
{
	return &model->agents[dice(model, AGENTS)];
}

static inline const struct somebody *
by_id(struct model *model, int64_t id)
{
	for (size_t i = 0; i < AGENTS; i++)
		if (model->agents[i].id == id)
			return &model->agents[i];
	for (size_t i = 0; i < USERS; i++)
		if (model->users[i].id == id)
			return &model->users[i];
	return any_user(model);
}

/* Who they are to the desk by now; 0: nobody. */
static inline int64_t
id_of(struct model *model, const char *address)
{
	struct person person = { 0 };
	struct address found;

	line_ok(people_by_identity(model->line.desk.db, slice_of(address),
	    &model->line.arena, &person, &found, why));
	return person.id;
}

static inline void
add_file(struct model *model, struct paper *paper, const char *mark)
{
	struct arena *arena = &model->line.arena;
	bool is_mail = one_in(model, 3);

	if (!one_in(model, 3))
		return;
	paper->file_name = arena_format(arena, "f-%s.%s", mark,
	    is_mail ? "eml" : "bin").data;
	paper->file_body = is_mail ? arena_format(arena, "From: x@y.test\n"
	    "Subject: inside %s\n\nforwarded %s\n", mark, mark).data : mark;
}

/* A new mail; agents have troubles of their own, too. */
static inline void
deed_user_opens(struct model *model)
{
	const struct somebody *user = one_in(model, 12) ? any_agent(model)
							: any_user(model);
	size_t first = model->mark_count;
	const char *mark = mark_new(model, MARK_SHARED, user->id);
	struct paper paper = { .from = user->from,
		.to = pick(model, "support@help.test", "sales@help.test"),
		.cc = one_in(model, 4) ? any_person(model) : NULL,
		.subject = arena_format(&model->line.arena, "Trouble %s",
		    mark).data, .headers = "",
		.body = said(model, "Hello, ", mark) };

	add_file(model, &paper, mark);
	post(model, &paper, first);
	for (size_t i = 0; i < USERS; i++)
		model->users[i].id = id_of(model, model->users[i].address);
}

/* Their answer to a letter of theirs, by token, reference or number. */
static inline void
deed_user_answers(struct model *model)
{
	struct outbox_row letter;
	const struct somebody *user;
	size_t first = model->mark_count;
	const char *mark;
	struct paper paper = { 0 };

	if (!any_letter(model, false, &letter))
		return;
	user = one_in(model, 8) ? any_user(model)
				: by_id(model, letter.person_id);
	mark = mark_new(model, MARK_SHARED, user->id);
	paper.from = user->from;
	if (one_in(model, 4))
		paper.to = "support@help.test";
	answer_to(model, &letter, &paper);
	paper.body = with_quote(model, &letter, said(model, "Thanks. ", mark));
	if (one_in(model, 6))
		paper.cc = any_person(model);
	add_file(model, &paper, mark);
	post(model, &paper, first);
}

static inline const char *
html_of(struct model *model, const char *text)
{
	struct text html = TEXT_IN(&model->line.arena);
	struct slice rest = slice_of(text), line;

	while (slice_line(&rest, &line))
		text_add_format(&html, "<p>%.*s</p>\n", SLICE_ARG(line));
	return text_string(&html);
}

/* To a note's address, whosever it is and however the mail came there. */
static inline bool
is_to_note(struct model *model, const struct paper *paper,
    const struct outbox_row *letter)
{
	if (is_note_address(paper->to) ||
	    (paper->also != NULL && is_note_address(paper->also)))
		return true;
	return strchr(paper->to, '+') == NULL && *paper->headers != '\0' &&
	    is_note_address(arena_string(&model->line.arena,
		letter->reply_to));
}

/* In an address, or in what it answers. */
static inline bool
has_token(const struct paper *paper)
{
	return strchr(paper->to, '+') != NULL || *paper->headers != '\0' ||
	    (paper->also != NULL && strchr(paper->also, '+') != NULL);
}

/* An answer to a letter of theirs: to the user, to colleagues, commands. */
static inline void
deed_agent_answers(struct model *model)
{
	struct outbox_row letter;
	const struct somebody *agent;
	size_t first = model->mark_count;
	enum mark_kind kind = MARK_SHARED;
	const char *block = "", *mark, *words;
	struct paper paper = { 0 };

	if (!any_letter(model, true, &letter))
		return;
	agent = one_in(model, 10) ? any_agent(model)
				  : by_id(model, letter.person_id);
	if (one_in(model, 2))
		block = any_block(model, agent->id, &kind);
	paper.from = agent->from;
	paper.to = address_in(model, &letter, one_in(model, 3) ? 'n' : 'r');
	if (one_in(model, 12))
		paper.also = address_in(model, &letter, 'n');
	if (one_in(model, 10))
		paper.to = "support@help.test"; /* a server cut it off */
	if (one_in(model, 10))
		paper.cc = any_person(model);
	answer_to(model, &letter, &paper);
	if (is_to_note(model, &paper, &letter))
		kind = MARK_SECRET;
	else if (kind == MARK_SHARED && (agent->id != letter.person_id ||
	    !has_token(&paper)))
		kind = MARK_WAITS; /* for a "yes" */
	mark = mark_new(model, kind, agent->id);
	words = said(model, block, mark);
	if (one_in(model, 6)) /* what they see of the desk, in their words */
		words = arena_format(&model->line.arena, "%sI wrote to %s in"
		    " <%.*s>.\n", words, address_in(model, &letter, 'n'),
		    SLICE_ARG(letter.message_id)).data;
	paper.body = with_quote(model, &letter, words);
	add_file(model, &paper, mark);
	if (one_in(model, 12)) {
		paper.type = "text/html";
		paper.body = html_of(model, words);
	}
	post(model, &paper, first);
}

/* In an agent's name, with nothing that proves it: anybody can write so. */
static inline void
deed_unproven(struct model *model)
{
	const struct somebody *agent = any_agent(model);
	size_t first = model->mark_count;
	enum mark_kind kind = MARK_SHARED;
	const char *block = one_in(model, 2) ? ""
	    : any_block(model, agent->id, &kind);
	const char *mark = mark_new(model, kind == MARK_SHARED ? MARK_WAITS
	    : kind, agent->id);
	struct paper paper = { .from = agent->from, .to = "support@help.test",
		.headers = "", .subject = arena_format(&model->line.arena,
		    "Re: [#%s] it", any_ticket(model)).data,
		.body = said(model, block, mark) };

	add_file(model, &paper, mark);
	post(model, &paper, first);
}

/* What was held becomes what its author says of it now, and not more. */
static inline void
free_marks(struct model *model, const struct outbox_row *letter,
    enum mark_kind most)
{
	struct slice action = letter->action, word;
	struct entry entry = { 0 };
	int64_t id;

	if (!slice_cut(&action, ' ', &word) || !slice_cut(&action, ' ', &word) ||
	    !slice_number(word, INT64_MAX, &id))
		return;
	line_ok(entries_get(model->line.desk.db, id, &model->line.arena, &entry,
	    why));
	for (size_t i = 0; i < model->mark_count; i++) {
		struct mark *mark = &model->marks[i];

		if (entry.archive_id == 0 ||
		    mark->archive_id != entry.archive_id ||
		    mark->kind == MARK_SHARED || mark->kind > most)
			continue;
		mark->kind = MARK_SHARED;
		model->confirmed++;
	}
}

/* The newest of the letters that ask; id 0: none does. */
static inline struct outbox_row
asking_letter(struct model *model, enum letter_event event)
{
	struct outbox_row letter = { 0 };

	for (size_t i = model->letter_count; i-- > 0;)
		if (model->letters[i].event == event) {
			line_ok(outbox_get(model->line.desk.db,
			    model->letters[i].id, &model->line.arena, &letter,
			    why));
			break;
		}
	return letter;
}

static inline void
deed_confirms(struct model *model)
{
	static const struct {
		const char *word;
		bool frees;
		enum mark_kind most;
	} answers[] = {
		{ "yes", true, MARK_WAITS },
		{ "#apply", true, MARK_WAITS },
		{ "#reply", true, MARK_SECRET },
		{ "no", false, MARK_SHARED },
		{ "#cancel", false, MARK_SHARED },
		{ "I am away.", false, MARK_SHARED },
	};
	struct outbox_row letter = asking_letter(model, one_in(model, 2)
	    ? LETTER_CONFIRM : LETTER_HELD);
	size_t n = dice(model, ARRAY_LEN(answers));
	bool is_theirs = !one_in(model, 5);
	struct paper paper = { 0 };

	if (letter.id == 0)
		return;
	paper.from = is_theirs ? by_id(model, letter.person_id)->from
			       : model->strangers[0].from;
	answer_to(model, &letter, &paper);
	if (answers[n].frees && is_theirs)
		free_marks(model, &letter, answers[n].most);
	paper.body = with_quote(model, &letter, said(model, "",
	    answers[n].word));
	post(model, &paper, model->mark_count);
}

/* Tokens in hands that are not theirs. */
static inline void
deed_stranger(struct model *model)
{
	struct outbox_row letter;
	const struct somebody *who = one_in(model, 2) ? any_user(model)
	    : &model->strangers[dice(model, STRANGERS)];
	size_t first = model->mark_count, n;
	const char *mark;
	struct paper paper = { .from = who->from };

	if (!any_letter(model, one_in(model, 2), &letter))
		return;
	paper.to = address_in(model, &letter, one_in(model, 2) ? 'n' : 'r');
	n = model->mark_count;
	mark = mark_new(model, is_on_ticket(model, who->id, letter.ticket_id)
	    ? MARK_SHARED : MARK_NEVER, 0);
	answer_to(model, &letter, &paper);
	paper.body = with_quote(model, &letter, said(model, pick(model, "",
	    "#reply\n", "#close\n"), mark));
	add_file(model, &paper, mark);
	post(model, &paper, first);
	/* Without a thread it is a ticket of their own. */
	if (is_on_ticket(model, id_of(model, who->address),
	    mark_ticket(model, &model->marks[n])))
		model->marks[n].kind = MARK_SHARED;
}

/* Machines: vacations, receipts, lists, mail that comes back. */
static inline void
deed_machine(struct model *model)
{
	struct outbox_row letter;
	size_t first = model->mark_count;
	const char *mark;
	struct paper paper = { 0 };

	if (!any_letter(model, one_in(model, 2), &letter))
		return;
	mark = mark_new(model, MARK_NEVER, 0);
	paper.from = by_id(model, letter.person_id)->from;
	answer_to(model, &letter, &paper);
	paper.headers = arena_format(&model->line.arena, "%s%s",
	    paper.headers, pick(model, "Auto-Submitted: auto-replied\n",
	    "Precedence: auto_reply\n", "X-Autoreply: yes\n")).data;
	paper.body = with_quote(model, &letter, said(model, pick(model, "",
	    "#reply\n", "#close\n"), mark));
	post(model, &paper, first);
}

static inline void
deed_bounce(struct model *model)
{
	struct outbox_row letter;
	size_t first = model->mark_count;
	const char *mark;
	struct paper paper = { .from = "MAILER-DAEMON@mx.test", .sender = "",
		.subject = "Undelivered Mail Returned to Sender",
		.headers = "Auto-Submitted: auto-replied\n",
		.type = "multipart/report; report-type=delivery-status;"
		    " boundary=rr" };

	if (!any_letter(model, one_in(model, 4), &letter) ||
	    letter.return_path.len == 0)
		return;
	mark = mark_new(model, MARK_NEVER, 0);
	paper.to = arena_string(&model->line.arena, letter.return_path);
	paper.body = arena_format(&model->line.arena, "--rr\n"
	    "Content-Type: text/plain\n\nSorry %s.\n--rr\n"
	    "Content-Type: message/delivery-status\n\n"
	    "Reporting-MTA: dns; mx.test\n\nFinal-Recipient: rfc822; %.*s\n"
	    "Action: failed\nStatus: %s\nDiagnostic-Code: smtp; 550 %s\n\n"
	    "--rr--\n", mark, SLICE_ARG(letter.address),
	    pick(model, "5.1.1", "4.2.2"), mark).data;
	post(model, &paper, first);
}

/* The same verbs from a terminal, as `maildesk act` has them done. */
static inline void
deed_terminal(struct model *model)
{
	struct line *line = &model->line;
	const struct somebody *agent = any_agent(model);
	const struct verb *verb = any_verb(model);
	size_t first = model->mark_count;
	bool has_text = verb->argument == ARGUMENT_MESSAGE;
	const char *value = has_text ? mark_new(model, verb->id == VERB_NOTE
	    ? MARK_NEVER : MARK_SHARED, agent->id)
	    : any_value(model, verb->argument, agent->id);
	struct text record = TEXT_IN(&line->arena);
	struct command command;
	struct outcome outcome = { 0 };
	struct fail told = FAIL_INIT;
	struct action action = { .kind = ACTION_AGENT, .door = DOOR_CLI,
		.at = clock_now(), .actor = somebody(model, agent->id),
		.proof = PROOF_T3, .commands = &command, .command_count = 1 };

	if (verb->id == VERB_END || model->ticket_last == 0)
		return;
	assert_true(slice_number(slice_of(any_ticket(model)), INT64_MAX,
	    &action.ticket_id));
	command_make(slice_of(verb->name), slice_of(value), &line->arena,
	    &command);
	if (has_text) {
		action.has_entry = true;
		action.entry = (struct entry){ .kind = ENTRY_NOTE,
			.is_private = true, .person_id = agent->id,
			.at = action.at, .door = DOOR_CLI,
			.text = slice_of(value), .new_text = slice_of(value) };
	}
	line_ok(db_begin(line->desk.db, why));
	if (act(&line->desk, &action, NULL, &line->arena, &record, &outcome,
		&told) < 0 || outcome.held)
		db_rollback(line->desk.db);
	else
		line_ok(db_commit(line->desk.db, why));
	for (size_t i = first; i < model->mark_count; i++) {
		model->marks[i].entry_id = outcome.held ? 0 : outcome.entry_id;
		model->marks[i].ticket_id = action.ticket_id;
	}
	model->merged += verb->id == VERB_MERGE && !outcome.held &&
	    told.kind != FAIL_REFUSE;
}

/* Hours pass: letters go, tickets wake up. */
static inline void
deed_clock(struct model *model)
{
	struct line *line = &model->line;
	struct outbox_row *rows;
	size_t count;

	clock_set(clock_now() + 60 + dice(model, 7200));
	line_ok(outbox_claim(line->desk.db, clock_now(), 100, &line->arena,
	    &rows, &count, why));
	line_ok(db_begin(line->desk.db, why));
	for (size_t i = 0; i < count; i++)
		line_ok(outbox_sent(line->desk.db, rows[i].id, SLICE("ok"),
		    why));
	line_ok(due_run(&line->desk, clock_now(), why));
	line_ok(db_commit(line->desk.db, why));
}

#endif
