/* Answers to letters that ask: a held mail of an agent is applied after all. */
#include "app/confirm.h"

#include <assert.h>

#include "app/answered.h"
#include "app/claim.h"
#include "app/identify.h"
#include "app/record.h"
#include "app/routing.h"
#include "app/several.h"
#include "desk/letter_event.h"
#include "store/entries.h"
#include "store/outbox.h"

/* What a letter asks about, from its action: "held 12 note". */
struct question {
	enum letter_event event;
	int64_t entry_id;
	bool is_note; /* the held mail was sent to a note's address */
};

static bool
question_parse(struct slice action, struct question *out)
{
	struct slice event, entry;

	if (!slice_cut(&action, ' ', &event) ||
	    !slice_cut(&action, ' ', &entry))
		return false;
	out->is_note = slice_eq(action, SLICE("note"));
	return letter_event_parse(event, &out->event) &&
	    (out->event == LETTER_CONFIRM || out->event == LETTER_HELD) &&
	    slice_number(entry, INT64_MAX, &out->entry_id);
}

/*
 * The held mail read again: the action it is with the proof that it lacked and
 * what its author says of it now.  1; 0: there is none any more; -1.
 */
static int
read_again(struct desk *desk, const struct entry *held,
    const struct origin *origin, struct work *again, struct action *out,
    struct fail *why)
{
	struct origin proven = *origin, first;
	struct fail gone = FAIL_INIT;
	const char *reason;

	if (pipeline_read(desk, held->archive_id, again, &gone) < 0) {
		*why = gone;
		return gone.kind == FAIL_REFUSE ? 0 : -1;
	}
	/* Which letter it had answered: for what is about that one's mail. */
	if (identify(desk, &again->mail, &again->envelope, &again->arena,
		&again->record, &first, why) < 0)
		return -1;
	proven.entry_id = first.entry_id;
	proven.meant_note = proven.meant_note || first.meant_note;
	if (first.purpose == TOKEN_CONTROL)
		proven.purpose = TOKEN_CONTROL;
	if (routing(desk, again, &proven, false, out, &reason, why) < 0)
		return -1;
	out->entry.id = held->id;
	return reason == NULL && out->kind == ACTION_AGENT;
}

/* 1: applied; 0: it cannot be; -1. */
static int
apply_held(struct desk *desk, struct work *work, const struct entry *held,
    const struct origin *origin, struct filed *out, struct fail *why)
{
	struct work again = { .arena = ARENA_INIT };
	struct outcome outcome;
	struct action action;
	int rc = read_again(desk, held, origin, &again, &action, why);

	if (rc == 1 && several_act(desk, &action, NULL, &again.arena,
		&work->record, &outcome, why) < 0)
		rc = -1;
	if (rc == 1) {
		out->letters = outcome.letters;
		rc = !outcome.held;
	}
	work_free(&again);
	return rc;
}

static const char *const stories[] = {
	[ANSWER_NONE] = NULL,
	[ANSWER_APPLY] = "confirmed by mail: the held message was applied",
	[ANSWER_REPLY] = "confirmed by mail: the held text was sent",
	[ANSWER_CANCEL] = "the held message was cancelled by mail",
};
static_assert(ARRAY_LEN(stories) == ANSWER_COUNT, "every answer has a story");

/* The word counts, once: the token is used up whatever comes of it. */
static int
take_answer(struct desk *desk, struct work *work, const struct origin *origin,
    const struct question *question, struct filed *out, struct fail *why)
{
	struct origin proven = *origin;
	struct entry held;
	int got;

	got = entries_get(desk->db, question->entry_id, &work->arena, &held,
	    why);
	if (got == 1)
		got = outbox_token_use(desk->db, origin->letter_id,
		    work->envelope.at, why);
	if (got <= 0)
		return got;
	if (origin->answer != ANSWER_CANCEL) {
		proven.purpose = question->is_note ? TOKEN_NOTE : TOKEN_REPLY;
		proven.meant_note = question->is_note;
		/* Whatever the entry has become since, it is held no more. */
		got = held.kind != ENTRY_NOTE ? 0
		    : apply_held(desk, work, &held, &proven, out, why);
	}
	if (got < 0)
		return -1;
	record_add_format(&work->record, "confirm",
	    answer_name(origin->answer), "entry=%lld%s",
	    (long long)held.id, got == 1 ? "" : " not applied");
	return answered_add(desk, work, origin, origin->ticket_id, got == 1
	    ? stories[origin->answer]
	    : "confirmed by mail, but the held message could not be applied",
	    out, why);
}

/*
 * It is no answer but a mail of its own, as anything else behind the letter's
 * token: what it says goes where the held mail was meant to go.
 */
static int
go_on(struct origin *origin, const struct question *question)
{
	origin->purpose = question->is_note || origin->meant_note
	    ? TOKEN_NOTE : TOKEN_REPLY;
	origin->proof = origin->authenticated ? PROOF_T2 : PROOF_T1;
	origin->answer = ANSWER_NONE;
	return 0;
}

/* What the mail answers; "#reply" above a text begins another mail. */
static enum answer
read_answer(struct work *work, bool bare)
{
	enum answer answer;
	bool alone;

	/* A vacation message must not say yes in an agent's name. */
	if (!class_effects(work->kind.class)->commands)
		return ANSWER_NONE;
	answer = answer_parse(work->mail.new_text, bare, &work->arena, &alone);
	return answer == ANSWER_REPLY && !alone ? ANSWER_NONE : answer;
}

int
confirm_file(struct desk *desk, struct work *work, struct origin *origin,
    struct filed *out, struct fail *why)
{
	struct question question = { LETTER_CONFIRM, 0, false };

	if (origin->purpose != TOKEN_VERIFY) {
		if (origin->asked_again && claim_is_question(origin->action))
			return claim_answer_again(desk, work, origin, out,
			    why);
		if (!origin->asked_again || origin->ticket_id == 0 ||
		    read_answer(work, false) == ANSWER_NONE)
			return 0;
		return answered_add(desk, work, origin, origin->ticket_id,
		    "a letter that had been answered before was answered"
		    " again; nothing was done", out, why);
	}
	if (claim_is_question(origin->action))
		return claim_answer(desk, work, origin, out, why);
	if (!question_parse(origin->action, &question))
		return go_on(origin, &question);
	origin->answer = read_answer(work, question.event == LETTER_CONFIRM);
	if (question.event == LETTER_HELD &&
	    (origin->answer == ANSWER_NONE || origin->meant_note))
		return go_on(origin, &question);
	if (origin->answer == ANSWER_NONE)
		return answered_add(desk, work, origin, origin->ticket_id,
		    "an answer to a confirm letter that did not say yes",
		    out, why);
	return take_answer(desk, work, origin, &question, out, why);
}
