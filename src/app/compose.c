/* One letter: its words, addresses, tokens and thread, as an outbox row. */
#include "app/compose.h"

#include <assert.h>
#include <string.h>

#include "app/suggest.h"
#include "app/thread.h"
#include "app/voice.h"
#include "base/clock.h"
#include "base/unique.h"
#include "desk/agent_key.h"
#include "desk/entry_file.h"
#include "desk/language.h"
#include "desk/promise.h"
#include "desk/template.h"
#include "desk/token.h"
#include "mail/above_line.h"
#include "store/people.h"
#include "store/preferences.h"

#define DAY 86400
/* What goes along with a letter, in octets as they came; the rest is named. */
#define ATTACHED_MAX (10 << 20)
/* The words of a mail inside a letter to agents; users get all. */
#define QUOTED_MAX (16 << 10)

/* What is known of one letter while it is written. */
struct draft {
	struct desk *desk;
	const struct telling *telling;
	const struct addressee *to;
	const struct letter_event_row *row;
	struct token_binding binding;
	struct arena *arena;
	struct address author, user; /* primary addresses; id 0: none */
	struct slice suggestions;
	struct slice signature; /* of the author, below a reply to users */
	struct voice voice; /* of whom it is for */
};

static struct slice
draft_token(const struct draft *draft, enum token_purpose purpose)
{
	return token_address(token_write(&draft->desk->keys, purpose,
	    &draft->binding, draft->arena),
	    draft->telling->changes->department.address, draft->arena);
}

/* Who the letter seems to come from; the address is the department's. */
static struct slice
from_name(const struct draft *draft)
{
	struct slice author = draft->telling->action->actor.name;
	struct slice department = draft->telling->changes->department.name;
	struct text text = TEXT_IN(draft->arena);

	if (draft->row->submitted == AUTO_REPLIED || author.len == 0 ||
	    draft->to->person.id == draft->telling->action->actor.id)
		return slice_of(draft->desk->conf->desk_name);
	text_add_line(&text, author);
	text_add_string(&text, " (");
	text_add_line(&text, department);
	text_add_char(&text, ')');
	return text_slice(&text);
}

static const char *
too_big(const struct draft *draft)
{
	const struct language *language =
	    language_find(draft->voice.language);

	return language == NULL ? language_at(0)->too_big : language->too_big;
}

/* Files of the mail that go along: one line each, archive id TAB part. */
static struct slice
attachments(const struct draft *draft, struct slice *names)
{
	const struct entry *entry = &draft->telling->changes->entry;
	struct slice rest = entry->attachments;
	struct text lines = TEXT_IN(draft->arena);
	struct text named = TEXT_IN(draft->arena);
	struct entry_file file;
	int64_t total = 0;

	while (entry_file_next(&rest, &file)) {
		text_add_string(&named, named.len > 0 ? ", " : "");
		text_add(&named, file.name);
		if (file.octets > ATTACHED_MAX - total) {
			text_add_format(&named, " (%s)", too_big(draft));
			continue;
		}
		total += file.octets;
		text_add_format(&lines, "%lld\t", (long long)entry->archive_id);
		text_add(&lines, file.part);
		text_add_char(&lines, '\n');
	}
	*names = text_slice(&named);
	return text_slice(&lines);
}

/* As many as may be quoted; of a line without an end, whole characters. */
static struct slice
whole_lines(struct slice text)
{
	struct slice head = slice_head(text, QUOTED_MAX);
	size_t end = slice_rindex(head, '\n');

	return slice_head(head, end < head.len ? end : slice_utf8_run(head));
}

/* The words of the mail that the letter is about. */
static struct slice
words(const struct draft *draft)
{
	const struct entry *entry = &draft->telling->changes->entry;
	struct slice text;

	/* What the sender itself has to say of a letter is the reason. */
	if (draft->to->event == LETTER_BOUNCED && entry->archive_id == 0)
		return SLICE_EMPTY;
	/* The first mail whole: what looks like a quote may be its matter. */
	text = draft->to->event == LETTER_NEW_TICKET ? entry->text
						     : entry->new_text;
	text = slice_trim(text);
	/* Agents' tokens do not travel. */
	if (!draft->row->to_agents)
		return token_scrub(text, draft->arena);
	return text.len <= QUOTED_MAX ? text : whole_lines(text);
}

/* "123": the lines that words() leaves out. */
static struct slice
rest(const struct draft *draft, struct slice words)
{
	const struct entry *entry = &draft->telling->changes->entry;
	struct slice text = slice_trim(draft->to->event == LETTER_NEW_TICKET
	    ? entry->text : entry->new_text), line;
	size_t count = 0;

	if (!draft->row->to_agents || words.len == 0 || words.len >= text.len)
		return SLICE_EMPTY;
	text = slice_from(text, words.len);
	if (slice_starts(text, SLICE("\n")))
		text = slice_from(text, 1);
	while (slice_line(&text, &line))
		count++;
	return arena_format(draft->arena, "%zu", count);
}

static int
load_draft(struct draft *draft, struct fail *why)
{
	const struct telling *telling = draft->telling;
	struct db *db = draft->desk->db;
	int64_t author = telling->action->actor.id;
	int64_t user = telling->facts->user.id;

	if (people_primary_address(db, user, draft->arena, &draft->user,
		why) < 0)
		return -1;
	if (draft->row->to_agents && suggest_text(draft->desk,
		telling->changes->ticket.id, draft->arena, &draft->suggestions,
		why) < 0)
		return -1;
	if (draft->to->event == LETTER_AGENT_REPLY && preferences_get(db,
		author, SIGNATURE_PREFERENCE, draft->arena,
		&draft->signature, why) < 0)
		return -1;
	/* Nearly always the user has written. */
	if (author == user)
		draft->author = draft->user;
	else if (author != 0 && people_primary_address(db, author,
				    draft->arena, &draft->author, why) < 0)
		return -1;
	return 0;
}

/* Where the ticket was before; empty when it did not move. */
static struct slice
old_department(const struct changes *changes)
{
	for (size_t i = 0; i < changes->field_count; i++)
		if (strcmp(changes->fields[i].field, "department") == 0)
			return changes->fields[i].old;
	return SLICE_EMPTY;
}

/* Where an answer goes; the letter's Reply-To is one of them already. */
static struct slice
answer_address(const struct draft *draft, enum token_purpose purpose,
    struct slice reply_to)
{
	return purpose == draft->row->answer ? reply_to
					     : draft_token(draft, purpose);
}

static bool
is_occasion(const struct draft *draft, const char *occasion)
{
	const struct action *action = draft->telling->action;

	return action->occasion != NULL &&
	    strcmp(action->occasion, occasion) == 0;
}

/* The date that has passed, where that is why the desk writes. */
static struct slice
due_date(const struct draft *draft)
{
	const struct ticket *ticket = &draft->telling->changes->ticket;

	if (!is_occasion(draft, "due"))
		return SLICE_EMPTY;
	return language_date(draft->voice.language, draft->voice.zone,
	    ticket->due_at, draft->arena);
}

/* The team through which this agent has the ticket now; empty: none. */
static struct slice
team_name(const struct draft *draft)
{
	const struct changes *changes = draft->telling->changes;

	return changes->assignee.id == draft->to->person.id ? SLICE_EMPTY
	    : changes->team.name;
}

/* Where a held mail was meant to go: not to the user. */
static bool
is_note(const struct action *action)
{
	return action->meant_note || action->is_control;
}

/* By when it was promised; empty: not that. */
static struct slice
promised(const struct draft *draft, enum promise_kind kind)
{
	const struct action *action = draft->telling->action;

	if (action->promise == NULL ||
	    strcmp(action->promise, promise_kind_name(kind)) != 0)
		return SLICE_EMPTY;
	return language_date(draft->voice.language, draft->voice.zone,
	    action->promised_at, draft->arena);
}

/* What the template's names stand for. */
struct values {
	struct template_value list[40];
	size_t count;
};

static void
add(struct values *values, const char *name, struct slice value)
{
	assert(values->count < ARRAY_LEN(values->list));
	values->list[values->count++] = (struct template_value){ name, value };
}

static void
add_if(struct values *values, const char *name, bool holds)
{
	add(values, name, holds ? SLICE("yes") : SLICE_EMPTY);
}

static void
add_ticket(struct values *values, const struct draft *draft)
{
	const struct telling *telling = draft->telling;
	const struct changes *changes = telling->changes;
	const struct ticket *ticket = &changes->ticket;

	add(values, "number", arena_format(draft->arena, "%lld",
	    (long long)ticket->id));
	add(values, "subject", ticket->subject);
	add(values, "department", changes->department.name);
	add(values, "desk", slice_of(draft->desk->conf->desk_name));
	add(values, "user_name", telling->facts->user.name);
	add(values, "user_address", draft->user.address);
	add(values, "agent_name", telling->action->actor.name);
	add(values, "author_name", telling->action->actor.name);
	add(values, "status", slice_of(ticket_status_name(ticket->status)));
	add(values, "priority",
	    slice_of(ticket_priority_name(ticket->priority)));
}

/* Why the desk writes, and until when it should have. */
static void
add_occasion(struct values *values, const struct draft *draft)
{
	add(values, "rule", slice_of(draft->telling->action->rule));
	add(values, "answer_by", promised(draft, PROMISE_RESPONSE));
	add(values, "solve_by", promised(draft, PROMISE_RESOLUTION));
	add_if(values, "is_note", is_note(draft->telling->action));
	add_if(values, "missed", is_occasion(draft, "missed"));
	add_if(values, "woken", is_occasion(draft, "woken"));
	add(values, "due", due_date(draft));
}

/* For colleagues alone; of a name that is not there, nothing is shown. */
static void
add_private(struct values *values, const struct draft *draft,
    struct slice reply_to)
{
	const struct action *action = draft->telling->action;
	const struct changes *changes = draft->telling->changes;

	add(values, "author_address", draft->author.address);
	add(values, "receipt", changes->receipt);
	add(values, "answer", changes->answer);
	add(values, "note_address",
	    answer_address(draft, TOKEN_NOTE, reply_to));
	add(values, "assignee", changes->assignee.name);
	add(values, "team", team_name(draft));
	add(values, "old", old_department(changes));
	add(values, "suggestions", draft->suggestions);
	add(values, "reason", action->reason);
	add(values, "recipient", action->recipient);
	add(values, "behalf", action->behalf);
	if (draft->to->event == LETTER_ANSWER)
		add(values, "control_address",
		    draft_token(draft, TOKEN_CONTROL));
}

static int
render(const struct draft *draft, struct slice names, struct slice reply_to,
    struct template_result *out, struct fail *why)
{
	struct slice text = words(draft);
	struct values values = { .count = 0 };

	add_ticket(&values, draft);
	add_occasion(&values, draft);
	add(&values, "text", text);
	add(&values, "rest", rest(draft, text));
	add(&values, "attachments", names);
	add(&values, "signature",
	    token_scrub(draft->signature, draft->arena));
	add(&values, "reply_address",
	    answer_address(draft, TOKEN_REPLY, reply_to));
	add(&values, "above", above_line(draft->voice.language));
	if (draft->row->to_agents)
		add_private(&values, draft, reply_to);
	return template_render(&draft->desk->templates, draft->voice.language,
	    draft->row->name, values.list, values.count, draft->arena, out,
	    why);
}

static const char *
submitted_word(enum auto_submitted submitted)
{
	switch (submitted) {
	case SUBMITTED_BY_PERSON:
		return "person";
	case AUTO_GENERATED:
		return "generated";
	case AUTO_REPLIED:
		return "replied";
	}
	return "generated";
}

static void
address_letter(const struct draft *draft, struct outbox_row *out)
{
	const struct conf *conf = draft->desk->conf;
	struct slice token = token_write(&draft->desk->keys,
	    draft->row->answer, &draft->binding, draft->arena);
	char unique[UNIQUE_SIZE];

	out->address = draft->to->address.address;
	out->from_name = from_name(draft);
	out->from_address = draft->telling->changes->department.address;
	/*
	 * Address and Message-ID say the same of an answer: a "yes" to a confirm
	 * letter must not be taken for a reply to the user where a server strips
	 * the extension.
	 */
	out->reply_to = token_address(token, out->from_address, draft->arena);
	if (!draft->row->null_return_path)
		out->return_path = draft_token(draft, TOKEN_BOUNCE);
	out->message_id = token_message_id(token,
	    slice_of(unique_name(unique)), slice_of(conf->desk_domain),
	    draft->arena);
}

static void
time_letter(const struct draft *draft, struct outbox_row *out)
{
	const struct conf *conf = draft->desk->conf;

	out->created_at = clock_now();
	out->due_at = out->created_at;
	/* So that an agent can still take it back. */
	if (draft->to->event == LETTER_AGENT_REPLY ||
	    draft->to->event == LETTER_COLLEAGUE_REPLIED)
		out->due_at += conf->send_hold;
	else if (draft->row->coalesces)
		out->due_at += conf->coalesce;
	out->expires_at = out->created_at + conf->token_days * DAY;
}

int
compose(struct desk *desk, const struct telling *telling,
    const struct addressee *to, struct arena *arena, struct outbox_row *out,
    struct fail *why)
{
	struct draft draft = { .desk = desk, .telling = telling, .to = to,
		.row = letter_event_row(to->event), .arena = arena };
	const struct changes *changes = telling->changes;
	struct template_result rendered;
	struct thread thread;
	struct slice names;

	*out = (struct outbox_row){ .state = LETTER_STATE_QUEUED };
	if (outbox_next_id(desk->db, &out->id, why) < 0 ||
	    load_draft(&draft, why) < 0 ||
	    voice_of(desk, to->person.id, arena, &draft.voice, why) < 0 ||
	    thread_load(desk, changes->ticket.id, to->person.id, arena,
		&thread, why) < 0)
		return -1;
	out->event = slice_of(draft.row->name);
	out->ticket_id = changes->ticket.id;
	out->entry_id = changes->entry.id;
	out->person_id = to->person.id;
	if (draft.row->answer == TOKEN_VERIFY)
		out->action = arena_format(arena, "%s %lld%s", draft.row->name,
		    (long long)changes->entry.id,
		    is_note(telling->action) ? " note" : "");
	draft.binding = (struct token_binding){ out->id, out->ticket_id,
		out->person_id, out->action };
	out->submitted = slice_of(submitted_word(draft.row->submitted));
	out->in_reply_to = thread.in_reply_to;
	out->refs = thread.references;
	address_letter(&draft, out);
	time_letter(&draft, out);

	/* Who sent a mail needs none of it back, least of all if they did not. */
	if (draft.row->submitted == AUTO_REPLIED)
		names = SLICE_EMPTY;
	else
		out->attachments = attachments(&draft, &names);
	if (render(&draft, names, out->reply_to, &rendered, why) < 0)
		return -1;
	out->subject = rendered.subject;
	out->text = rendered.text;
	out->shape = rendered.shape;
	return 0;
}
