/* Whether somebody with another address is the same person: both are asked. */
#include "app/claim.h"

#include "app/answered.h"
#include "app/brake.h"
#include "app/lone_letter.h"
#include "app/record.h"
#include "app/unite.h"
#include "base/clock.h"
#include "store/departments.h"
#include "store/entries.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/people_delete.h"
#include "store/tickets.h"

#define WEEK (7 * 86400)

/* Of a letter's action: "claim ENTRY proven|forgeable", "claimed ENTRY OWNER". */
struct question {
	bool to_owner;
	bool proven; /* a trusted server vouched for the mail's From */
	int64_t entry_id, owner_id;
};

static const char *
event_name(enum letter_event event)
{
	return letter_event_row(event)->name;
}

static bool
question_parse(struct slice action, struct question *out)
{
	struct slice event, entry;

	*out = (struct question){ .to_owner = false };
	if (!slice_cut(&action, ' ', &event) ||
	    !slice_cut(&action, ' ', &entry) ||
	    !slice_number(entry, INT64_MAX, &out->entry_id))
		return false;
	out->to_owner = slice_eq(event, slice_of(event_name(LETTER_CLAIM)));
	out->proven = slice_eq(action, SLICE("proven"));
	return out->to_owner ||
	    (slice_eq(event, slice_of(event_name(LETTER_CLAIMED))) &&
		slice_number(action, INT64_MAX, &out->owner_id));
}

bool
claim_is_question(struct slice action)
{
	struct question unused;

	return question_parse(action, &unused);
}

/* --- asking --------------------------------------------------------------------- */

/* Rights hang on an agent's addresses: these are an admin's to change. */
static bool
may_be_one(const struct person *person)
{
	return person->id != 0 && !person->is_agent && !person->disabled;
}

/* One of the two who can be asked, and where: 1, 0, -1. */
static int
find_asked(struct desk *desk, int64_t id, struct arena *arena,
    struct person *person, struct address *address, struct fail *why)
{
	int got = people_get(desk->db, id, arena, person, why);

	if (got <= 0 || !may_be_one(person) || person->auto_responder)
		return got < 0 ? -1 : 0;
	got = people_primary_address(desk->db, person->id, arena, address,
	    why);
	return got < 0 ? -1 : got == 1 && address->state != ADDRESS_HARD;
}

/*
 * Both letters name the ticket's number and the other address, no more.  They
 * are of no ticket: their tokens open none, and no later letter names them.
 */
static int
put_question(struct desk *desk, struct work *work, struct lone_letter *letter,
    int64_t ticket_id, struct slice claimant, struct fail *why)
{
	const struct template_value values[] = {
		{ "number", arena_format(&work->arena, "%lld",
				(long long)ticket_id) },
		{ "claimant", claimant },
	};
	struct department department;
	int64_t id;
	int got = departments_default(desk->db, &work->arena, &department,
	    why);

	letter->department = &department;
	letter->lives = WEEK;
	if (got == 1)
		got = lone_letter_put(desk, letter, values, ARRAY_LEN(values),
		    clock_now(), &work->arena, &id, why) < 0 ? -1 : 1;
	if (got == 1)
		record_add_format(&work->record, "claim",
		    event_name(letter->event), "person=%lld letter=%lld",
		    (long long)letter->person_id, (long long)id);
	return got;
}

static bool
is_claim(const struct work *work, const struct origin *origin,
    const struct action *action)
{
	return action->kind == ACTION_THIRD_PARTY &&
	    origin->evidence == EVIDENCE_STRANGER &&
	    origin->purpose == TOKEN_REPLY && !origin->several_from &&
	    work->kind.class == MAIL_HUMAN &&
	    work->envelope.door != DOOR_IMPORT && may_be_one(&action->actor);
}

/* 1: the owner may be asked; 0: the record says why not; -1. */
static int
find_owner(struct desk *desk, struct work *work, const struct origin *origin,
    const struct action *action, struct person *owner,
    struct address *address, struct fail *why)
{
	struct outbox_token letter;
	const char *reason = "the owner cannot be asked";
	int got = outbox_token(desk->db, origin->letter_id, &work->arena,
	    &letter, why);

	if (got == 1)
		got = find_asked(desk, letter.owner_id, &work->arena, owner,
		    address, why);
	if (got == 1)
		got = brake_claim(desk, address->identity, owner->id,
		    action->actor.id, clock_now(), &reason, why);
	if (got == 1)
		got = brake_automatic(desk, address->identity,
		    origin->ticket_id, clock_now(), &reason, why);
	if (got == 0)
		record_add_format(&work->record, "claim", "not-asked", "%s",
		    reason);
	return got;
}

int
claim_ask(struct desk *desk, struct work *work, const struct origin *origin,
    const struct action *action, const struct filed *filed, struct fail *why)
{
	struct person owner;
	struct address address;
	struct lone_letter letter = { .event = LETTER_CLAIM,
		.address = &address };
	int got;

	if (!is_claim(work, origin, action))
		return 0;
	got = find_owner(desk, work, origin, action, &owner, &address, why);
	if (got <= 0)
		return got;
	letter.person_id = owner.id;
	letter.action = arena_format(&work->arena, "%s %lld %s",
	    event_name(LETTER_CLAIM), (long long)filed->entry_id,
	    origin->authenticated ? "proven" : "forgeable");
	return put_question(desk, work, &letter, filed->ticket_id,
	    origin->address, why);
}

/* --- what is answered ------------------------------------------------------------- */

/* Who is asked about, and what it is about. */
struct claim {
	struct entry entry; /* the mail that came from the other address */
	struct person owner, claimant;
	struct address address; /* of the claimant */
};

/*
 * As it was when it was asked: 1; 0: the entry has gone, or one of the two, or
 * somebody has put them together with others since; -1.
 */
static int
find_claim(struct desk *desk, const struct origin *origin,
    const struct question *question, struct arena *arena, struct claim *out,
    struct fail *why)
{
	int64_t owner_id = question->to_owner ? origin->person.id
					      : question->owner_id;
	struct address unused;
	int got = entries_get(desk->db, question->entry_id, arena, &out->entry,
	    why);

	if (got == 1)
		got = find_asked(desk, owner_id, arena, &out->owner, &unused,
		    why);
	if (got == 1)
		got = find_asked(desk, out->entry.person_id, arena,
		    &out->claimant, &out->address, why);
	return got < 0 ? -1 : got == 1 &&
	    out->claimant.id == out->entry.person_id &&
	    out->claimant.id != out->owner.id;
}

/* Who has given the address up since says nothing for its owner. */
static int
is_where_asked(struct desk *desk, const struct origin *origin,
    struct arena *arena, struct fail *why)
{
	struct outbox_token letter;
	struct address address;
	int got = outbox_token(desk->db, origin->letter_id, arena, &letter,
	    why);

	if (got == 1)
		got = people_primary_address(desk->db, letter.person_id, arena,
		    &address, why);
	return got < 0 ? -1 : got == 1 &&
	    letter.person_id == letter.owner_id &&
	    slice_eq(letter.address, address.address);
}

/* Nothing is known of them but this one mail. */
static int
is_newcomer(struct desk *desk, const struct claim *claim, struct fail *why)
{
	struct person_belongings has;

	if (people_belongings(desk->db, claim->claimant.id, &has, why) < 0)
		return -1;
	return has.tickets == 0 && has.elsewhere <= 1 && has.notes == 0 &&
	    has.addresses == 1;
}

static int
put_together(struct desk *desk, struct work *work,
    const struct origin *origin, const struct claim *claim, struct fail *why)
{
	const struct uniting uniting = { origin->person.id,
		work->envelope.door, work->envelope.at, work->archive_id };

	record_add_format(&work->record, "claim", "merged", "%lld into %lld",
	    (long long)claim->claimant.id, (long long)claim->owner.id);
	return unite(desk, claim->claimant.id, claim->owner.id, &uniting,
	    &work->arena, why);
}

/* The other side's turn: 1, 0 (a counter is against it), -1. */
static int
ask_claimant(struct desk *desk, struct work *work, const struct claim *claim,
    struct fail *why)
{
	struct lone_letter letter = { .event = LETTER_CLAIMED,
		.person_id = claim->claimant.id, .address = &claim->address };
	const char *reason;
	int got = brake_automatic(desk, claim->address.identity,
	    claim->entry.ticket_id, clock_now(), &reason, why);

	if (got <= 0)
		return got;
	letter.action = arena_format(&work->arena, "%s %lld %lld",
	    event_name(LETTER_CLAIMED), (long long)claim->entry.id,
	    (long long)claim->owner.id);
	return put_question(desk, work, &letter, claim->entry.ticket_id,
	    claim->address.address, why);
}

/* What came of a yes, as the ticket's history tells it; NULL: -1. */
static const char *
take_yes(struct desk *desk, struct work *work, const struct origin *origin,
    const struct question *question, const struct claim *claim,
    struct fail *why)
{
	int got = question->to_owner ? 0 : 1;

	if (question->to_owner && question->proven)
		got = is_newcomer(desk, claim, why);
	if (got == 1)
		return put_together(desk, work, origin, claim, why) < 0 ? NULL
		    : arena_format(&work->arena, "it is proven that user %lld"
			" wrote from %.*s: record %lld is part of theirs now",
			(long long)claim->owner.id,
			SLICE_ARG(claim->address.address),
			(long long)claim->claimant.id).data;
	if (got == 0)
		got = ask_claimant(desk, work, claim, why);
	if (got < 0)
		return NULL;
	return got == 1
	    ? "the user says that the other address is theirs; whoever has it"
	      " was asked, too"
	    : "the user says that the other address is theirs; whoever has it"
	      " could not be asked";
}

/* The token is used up whatever comes of it. */
static int
take_answer(struct desk *desk, struct work *work, struct origin *origin,
    const struct question *question, struct filed *out, struct fail *why)
{
	const char *said = "a question whether an address is the user's was"
	    " answered too late: something has changed since";
	struct claim claim = { .entry = { .id = 0 } };
	int is_there, got;

	is_there = find_claim(desk, origin, question, &work->arena, &claim,
	    why);
	/* Without a ticket there is nothing to tell. */
	if (is_there < 0 || claim.entry.id == 0)
		return is_there;
	if (outbox_token_use(desk->db, origin->letter_id, work->envelope.at,
		why) < 0)
		return -1;
	got = is_there == 0 ? 0 : is_where_asked(desk, origin, &work->arena,
	    why);
	if (got < 0)
		return -1;
	if (origin->answer != ANSWER_APPLY)
		said = "whoever was asked says that the other address is"
		    " somebody else's";
	else if (got == 1)
		said = take_yes(desk, work, origin, question, &claim, why);
	if (said == NULL)
		return -1;
	record_add(&work->record, "claim", "answer",
	    slice_of(answer_name(origin->answer)));
	return answered_add(desk, work, origin, claim.entry.ticket_id, said,
	    out, why);
}

/* The ticket that a question is about: 1, 0 (it has gone), -1. */
static int
find_ticket(struct desk *desk, const struct question *question,
    struct arena *arena, int64_t *out, struct fail *why)
{
	struct entry entry;
	struct ticket ticket;
	int got = entries_get(desk->db, question->entry_id, arena, &entry,
	    why);

	if (got == 1)
		got = tickets_get(desk->db, entry.ticket_id, arena, &ticket,
		    why);
	if (got == 1)
		*out = ticket.id;
	return got;
}

/*
 * What the owner says otherwise is about that ticket.  To who was only asked it
 * does not open: theirs is a mail like any other.
 */
static int
go_on(struct desk *desk, struct work *work, struct origin *origin,
    const struct question *question, struct fail *why)
{
	int got = !question->to_owner ? 0 : find_ticket(desk, question,
	    &work->arena, &origin->ticket_id, why);

	if (got < 0)
		return -1;
	origin->answer = ANSWER_NONE;
	origin->purpose = got == 1 ? TOKEN_REPLY : TOKEN_NONE;
	origin->proof = got == 0 ? PROOF_T0
	    : origin->authenticated ? PROOF_T2 : PROOF_T1;
	if (got == 0)
		origin->evidence = EVIDENCE_NONE;
	return 0;
}

static enum answer
read_answer(struct work *work)
{
	enum answer answer;
	bool alone;

	/* A vacation message says neither yes nor no. */
	if (!class_effects(work->kind.class)->commands)
		return ANSWER_NONE;
	answer = answer_parse(work->mail.new_text, true, &work->arena, &alone);
	return answer == ANSWER_REPLY ? ANSWER_NONE : answer;
}

int
claim_answer_again(struct desk *desk, struct work *work,
    const struct origin *origin, struct filed *out, struct fail *why)
{
	struct question question;
	int64_t ticket_id;
	int got;

	if (!question_parse(origin->action, &question) ||
	    read_answer(work) == ANSWER_NONE)
		return 0;
	got = find_ticket(desk, &question, &work->arena, &ticket_id, why);
	return got <= 0 ? got : answered_add(desk, work, origin, ticket_id,
	    "a question whether an address is the user's was answered a second"
	    " time; nothing was done", out, why);
}

int
claim_answer(struct desk *desk, struct work *work, struct origin *origin,
    struct filed *out, struct fail *why)
{
	struct question question;
	int got = 0;

	if (!question_parse(origin->action, &question))
		return 0;
	origin->answer = read_answer(work);
	if (origin->answer != ANSWER_NONE)
		got = take_answer(desk, work, origin, &question, out, why);
	return got != 0 ? got : go_on(desk, work, origin, &question, why);
}
