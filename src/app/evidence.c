/* Which ticket a mail belongs to: tokens, references, subject. */
#include "app/evidence.h"

#include "app/record.h"
#include "desk/ticket.h"
#include "store/departments.h"
#include "store/entries.h"
#include "store/organizations.h"
#include "store/outbox.h"
#include "store/tickets.h"

/* A mail may name hundreds; each costs a look-up. */
#define TOKENS_MAX 20
#define REFERENCES_MAX 30

/*
 * User, assignee, participant, or an agent of the ticket's department; or who
 * manages the user's organization, where that lets its managers answer.
 */
static int
is_on_ticket(struct evidence_search *search, const struct ticket *ticket,
    struct fail *why)
{
	const struct person *person = &search->origin->person;
	struct members members;
	int got;

	if (person->id == 0)
		return 0;
	if (person->id == ticket->user_id || person->id == ticket->assignee_id)
		return 1;
	got = tickets_has_participant(search->desk->db, ticket->id, person->id,
	    why);
	if (got == 0)
		got = belongings_may_answer(search->desk->db, person->id,
		    ticket->user_id, why);
	if (got != 0 || !person->is_agent)
		return got;
	if (person->is_admin)
		return 1;
	if (departments_members(search->desk->db, ticket->department_id,
		search->arena, &members, why) < 0)
		return -1;
	return members_have(&members, person->id);
}

/* Takes the ticket when the sender is on it; else it is only a hint. */
static int
take_weak(struct evidence_search *search, enum evidence evidence,
    int64_t ticket_id, struct fail *why)
{
	struct origin *origin = search->origin;
	struct ticket ticket;
	int got;

	got = tickets_get(search->desk->db, ticket_id, search->arena, &ticket,
	    why);
	if (got <= 0)
		return got;
	if ((got = is_on_ticket(search, &ticket, why)) < 0)
		return -1;
	if (got == 0) {
		if (origin->hint_ticket_id == 0)
			origin->hint_ticket_id = ticket.id;
		return 0;
	}
	origin->evidence = evidence;
	origin->ticket_id = ticket.id;
	return 1;
}

/* How much a token weighs: a note's address beats a reply's. */
static int
token_weight(enum token_purpose purpose)
{
	switch (purpose) {
	case TOKEN_VERIFY:
		return 4;
	case TOKEN_CONTROL:
		return 3;
	case TOKEN_NOTE:
		return 2;
	case TOKEN_REPLY:
		return 1;
	case TOKEN_BOUNCE:
	case TOKEN_NONE:
		break;
	}
	return 0;
}

/* A token that is good and its person's: the strongest there is. */
static void
take_own(struct evidence_search *search, const struct token *token,
    const struct outbox_token *letter, enum evidence evidence)
{
	struct origin *origin = search->origin;

	if (origin->evidence <= EVIDENCE_MESSAGE_TOKEN &&
	    token_weight(token->purpose) <= token_weight(origin->purpose))
		return;
	origin->evidence = evidence;
	origin->purpose = token->purpose;
	origin->letter_id = letter->letter;
	origin->ticket_id = letter->ticket_id;
	origin->action = letter->action;
	origin->letter_event = letter->event;
	origin->entry_id = letter->entry_id;
}

static void
take_strangers(struct evidence_search *search, const struct token *token,
    const struct outbox_token *letter)
{
	struct origin *origin = search->origin;

	if (origin->evidence != EVIDENCE_NONE ||
	    token->purpose == TOKEN_VERIFY || token->purpose == TOKEN_CONTROL)
		return;
	origin->evidence = EVIDENCE_STRANGER;
	origin->purpose = token->purpose;
	origin->letter_id = letter->letter;
	origin->ticket_id = letter->ticket_id;
	origin->letter_event = letter->event;
}

/* Why a well-formed token with a good MAC still proves nothing. */
static const char *
token_fault(const struct token *token, const struct outbox_token *letter,
    int64_t now)
{
	if (letter->revoked_at != 0)
		return "revoked";
	if (letter->expires_at <= now)
		return "expired";
	if (token->purpose == TOKEN_VERIFY && letter->used_at != 0)
		return "used";
	return NULL;
}

/*
 * The letter that a token names, when the token's MAC is good: 1, 0, -1.  The
 * MAC binds what the row says, so a forged token or a restored row is seen.
 */
static int
proven_letter(struct evidence_search *search, const struct token *token,
    struct outbox_token *letter, struct fail *why)
{
	struct token_binding binding;
	int got;

	got = outbox_token(search->desk->db, token->letter, search->arena,
	    letter, why);
	if (got < 0)
		return -1;
	if (got == 0) {
		record_add(search->record, "identify", "token",
		    SLICE("no such letter"));
		return 0;
	}
	binding = (struct token_binding){ letter->letter, letter->ticket_id,
		letter->person_id, letter->action };
	if (token_verify(&search->desk->keys, token, &binding))
		return 1;
	record_add(search->record, "identify", "token", SLICE("forged"));
	return 0;
}

/* A return path comes back: the letter that is reported on. */
static void
take_report(struct evidence_search *search, const struct outbox_token *letter)
{
	struct origin *origin = search->origin;
	bool expired = letter->expires_at <= search->envelope->at;

	record_add_format(search->record, "identify", "token", "b letter=%lld%s",
	    (long long)letter->letter, expired ? " expired" : "");
	if (expired || origin->report_letter_id != 0)
		return;
	origin->report_letter_id = letter->letter;
	origin->report_ticket_id = letter->ticket_id;
	origin->report_address = letter->address;
	origin->report_event = letter->event;
}

static int
weigh_token(struct evidence_search *search, const struct token *token,
    enum evidence evidence, struct fail *why)
{
	struct origin *origin = search->origin;
	struct outbox_token letter;
	const char *fault;
	bool own;
	int got;

	if (token->purpose == TOKEN_NOTE && evidence == EVIDENCE_TOKEN)
		origin->meant_note = true;
	if ((got = proven_letter(search, token, &letter, why)) <= 0)
		return got;
	if (token->purpose == TOKEN_BOUNCE) {
		take_report(search, &letter);
		return 0;
	}
	own = origin->person.id != 0 && !origin->several_from &&
	    origin->person.id == letter.owner_id;
	fault = token_fault(token, &letter, search->envelope->at);
	record_add_format(search->record, "identify", "token",
	    "%c letter=%lld%s%s%s", (char)token->purpose,
	    (long long)letter.letter, own ? "" : " of somebody else",
	    fault != NULL ? " " : "", fault != NULL ? fault : "");
	if (own && token->purpose == TOKEN_VERIFY && letter.used_at != 0) {
		origin->asked_again = true;
		if (origin->purpose == TOKEN_NONE)
			origin->action = letter.action;
	}
	if (fault != NULL) {
		/* It still names the thread, as a reference does. */
		if (own && origin->evidence == EVIDENCE_NONE)
			return take_weak(search, EVIDENCE_REFERENCE,
			    letter.ticket_id, why);
	} else if (own) {
		take_own(search, token, &letter, evidence);
	} else {
		take_strangers(search, token, &letter);
	}
	return 0;
}

static int
weigh_addresses(struct evidence_search *search,
    const struct mailboxes *mailboxes, size_t *looked, struct fail *why)
{
	struct token token;

	for (size_t i = 0; i < mailboxes->count && *looked < TOKENS_MAX; i++) {
		if (!token_in_address(mailboxes->items[i].address, &token))
			continue;
		(*looked)++;
		if (weigh_token(search, &token, EVIDENCE_TOKEN, why) < 0)
			return -1;
	}
	return 0;
}

static int
weigh_message_ids(struct evidence_search *search, const struct msgids *ids,
    bool parents, size_t *looked, struct fail *why)
{
	struct token token;

	/* The nearest parent stands last. */
	for (size_t i = ids->count; i-- > 0 && *looked < TOKENS_MAX;) {
		if (!token_in_message_id(ids->items[i], &token))
			continue;
		/* A letter that asks is answered itself: those that were asked
		   before it in the thread are no question any more. */
		if (token.purpose == TOKEN_VERIFY && !parents)
			continue;
		(*looked)++;
		if (weigh_token(search, &token, EVIDENCE_MESSAGE_TOKEN, why) < 0)
			return -1;
	}
	return 0;
}

/*
 * Some servers cut the extension off: then the letter that is answered says
 * what the address said, even if its token proves nothing any more.
 */
static void
look_for_note(struct evidence_search *search)
{
	const struct msgids *ids = &search->mail->in_reply_to;
	struct token token;

	for (size_t i = 0; i < ids->count; i++)
		if (token_in_message_id(ids->items[i], &token) &&
		    token.purpose == TOKEN_NOTE)
			search->origin->meant_note = true;
}

int
evidence_tokens(struct evidence_search *search, struct fail *why)
{
	const struct envelope *envelope = search->envelope;
	struct token token;
	size_t looked = 0;

	for (size_t i = 0; i < envelope->recipient_count && looked < TOKENS_MAX;
	     i++) {
		if (!token_in_address(envelope->recipients[i], &token))
			continue;
		looked++;
		if (weigh_token(search, &token, EVIDENCE_TOKEN, why) < 0)
			return -1;
	}
	if (weigh_addresses(search, &search->mail->to, &looked, why) < 0 ||
	    weigh_addresses(search, &search->mail->cc, &looked, why) < 0)
		return -1;
	if (looked == 0)
		look_for_note(search);
	if (weigh_message_ids(search, &search->mail->in_reply_to, true, &looked,
		why) < 0)
		return -1;
	return weigh_message_ids(search, &search->mail->references,
	    search->mail->in_reply_to.count == 0, &looked, why);
}

/*
 * In an import of old mail a stored message of an import is enough, whoever
 * wrote it; so is one that waits for the same mail, which may never come, or be
 * this one.
 */
static int
refer_history(struct evidence_search *search, struct slice message_id,
    struct fail *why)
{
	struct db *db = search->desk->db;
	struct origin *origin = search->origin;
	int64_t entry_id, ticket_id;
	struct entry entry;
	int got;

	got = entries_by_message_id(db, message_id, &entry_id, &ticket_id,
	    why);
	if (got == 0)
		got = entries_awaiting(db, message_id, 0, &entry_id,
		    &ticket_id, why);
	if (got == 1)
		got = entries_get(db, entry_id, search->arena, &entry, why);
	if (got <= 0 || entry.door != DOOR_IMPORT)
		return got < 0 ? -1 : 0;
	origin->evidence = EVIDENCE_REFERENCE;
	origin->ticket_id = ticket_id;
	return 1;
}

static int
refer(struct evidence_search *search, struct slice message_id,
    struct fail *why)
{
	int64_t entry_id, ticket_id;
	int got;

	if (message_id.len == 0)
		return 0;
	if (search->is_history)
		return refer_history(search, message_id, why);
	got = entries_by_message_id(search->desk->db, message_id, &entry_id,
	    &ticket_id, why);
	if (got <= 0)
		return got;
	return take_weak(search, EVIDENCE_REFERENCE, ticket_id, why);
}

int
evidence_references(struct evidence_search *search, struct fail *why)
{
	const struct msgids *lists[] = { &search->mail->in_reply_to,
		&search->mail->references };
	size_t looked = 0;
	int got;

	for (size_t l = 0; l < ARRAY_LEN(lists); l++)
		for (size_t i = lists[l]->count;
		     i-- > 0 && looked++ < REFERENCES_MAX;) {
			got = refer(search, lists[l]->items[i], why);
			if (got != 0)
				return got;
		}
	/* The same Message-ID with other words: beside the one that is there. */
	return refer(search, search->mail->message_id, why);
}

int
evidence_shared_token(struct evidence_search *search, struct fail *why)
{
	return take_weak(search, EVIDENCE_REFERENCE, search->origin->ticket_id,
	    why);
}

int
evidence_subject(struct evidence_search *search, struct fail *why)
{
	int64_t number = ticket_subject_number(search->mail->subject);

	if (number == 0)
		return 0;
	return take_weak(search, EVIDENCE_SUBJECT, number, why);
}
