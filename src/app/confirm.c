/* Answers to confirm letters: a held mail of an agent is applied after all. */
#include "app/confirm.h"

#include "app/act.h"
#include "app/record.h"
#include "app/routing.h"
#include "base/ascii.h"
#include "store/entries.h"
#include "store/outbox.h"

/* The first word of an answer that says yes, in the languages of the letters. */
static const struct slice yes_words[] = {
	SLICE_INIT("yes"), SLICE_INIT("#confirm"), SLICE_INIT("ja"),
	SLICE_INIT("oui"), SLICE_INIT("si"), SLICE_INIT("sim"),
	SLICE_INIT("tak"), SLICE_INIT("ok"),
};

static bool
says_yes(struct slice new_text)
{
	struct slice text = slice_trim(new_text);
	size_t len = 0;

	while (len < text.len && (ascii_is_alnum(text.data[len]) ||
				     text.data[len] == '#'))
		len++;
	for (size_t i = 0; i < ARRAY_LEN(yes_words); i++)
		if (slice_eq_nocase(slice_head(text, len), yes_words[i]))
			return true;
	return false;
}

/* The answer itself: an event that bears its digest, so it counts once. */
static int
add_answer(struct desk *desk, struct work *work, const struct origin *origin,
    struct slice story, struct filed *out, struct fail *why)
{
	struct entry event = {
		.kind = ENTRY_EVENT, .is_private = true,
		.ticket_id = origin->ticket_id, .person_id = origin->person.id,
		.at = work->envelope.at, .door = work->envelope.door,
		.archive_id = work->archive_id,
		.message_id = work->mail.message_id,
		.identity = slice_make(work->mail.identity,
		    sizeof(work->mail.identity)),
		.class = slice_of(mail_class_name(work->kind.class)),
		.text = story, .new_text = story,
	};

	if (entries_add(desk->db, &event, why) < 0)
		return -1;
	out->state = FILING_FILED;
	out->ticket_id = origin->ticket_id;
	out->entry_id = event.id;
	return 1;
}

/* The held mail again, with the proof that it lacked. */
static int
apply_held(struct desk *desk, struct work *work, const struct entry *held,
    const struct origin *origin, struct filed *out, struct fail *why)
{
	struct origin proven = *origin;
	struct outcome outcome;
	struct action action;
	struct work again = { .arena = ARENA_INIT };
	const char *reason;
	int rc = -1;

	proven.purpose = TOKEN_REPLY;
	proven.proof = PROOF_T3;
	if (pipeline_read(desk, held->archive_id, &again, why) < 0 ||
	    routing(desk, &again, &proven, false, &action, &reason, why) < 0)
		goto done;
	if (reason != NULL || action.kind != ACTION_AGENT) {
		rc = 0;
		goto done;
	}
	action.entry.id = held->id;
	rc = act(desk, &action, NULL, &again.arena, &work->record, &outcome,
	    why);
	if (rc == 0) {
		out->letters = outcome.letters;
		rc = outcome.held ? 0 : 1;
	}
done:
	work_free(&again);
	return rc;
}

int
confirm_file(struct desk *desk, struct work *work, const struct origin *origin,
    struct filed *out, struct fail *why)
{
	struct entry held;
	int64_t entry_id;
	int got;

	if (origin->purpose != TOKEN_VERIFY || origin->proof != PROOF_T3)
		return 0;
	/* A vacation message must not say yes in an agent's name. */
	if (!class_effects(work->kind.class)->commands ||
	    !says_yes(work->mail.new_text))
		return add_answer(desk, work, origin,
		    SLICE("an answer to a confirm letter that did not say yes"),
		    out, why);
	if (!slice_starts(origin->action, SLICE("confirm ")) ||
	    !slice_number(slice_from(origin->action, 8), INT64_MAX, &entry_id))
		return 0;
	got = entries_get(desk->db, entry_id, &work->arena, &held, why);
	if (got <= 0)
		return got;
	got = outbox_token_use(desk->db, origin->letter_id, work->envelope.at,
	    why);
	if (got <= 0)
		return got;
	got = apply_held(desk, work, &held, origin, out, why);
	if (got < 0)
		return -1;
	record_add_format(&work->record, "confirm", "entry", "%lld %s",
	    (long long)entry_id, got == 1 ? "applied" : "not applied");
	return add_answer(desk, work, origin, got == 1
	    ? SLICE("confirmed by mail: the held message was applied")
	    : SLICE("confirmed by mail, but the held message could not be"
		    " applied"), out, why);
}
