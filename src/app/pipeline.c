/*
 * What we learn on the way lives in the message's arena; what we keep is
 * written by act() inside the caller's transaction.  A crash anywhere leaves
 * the message in the archive, unfiled, and nothing else behind.
 */
#include "app/pipeline.h"

#include "app/brake.h"
#include "app/claim.h"
#include "app/confirm.h"
#include "app/duplicate.h"
#include "app/early.h"
#include "app/history.h"
#include "app/identify.h"
#include "app/ours.h"
#include "app/password_link.h"
#include "app/record.h"
#include "app/routing.h"
#include "app/several.h"
#include "base/crash.h"
#include "crash_mail.h"
#include "desk/canary.h"
#include "desk/letter_event.h"
#include "store/outbox.h"

static void
record_class(struct work *work)
{
	const struct classification *kind = &work->kind;

	record_add(&work->record, "classify", "class",
	    slice_of(mail_class_name(kind->class)));
	for (size_t i = 0; i < kind->hit_count; i++)
		record_add_format(&work->record, "classify", "sign",
		    "%s (%s)", kind->hits[i].name, kind->hits[i].source);
	if (!kind->may_auto_respond)
		record_add(&work->record, "classify", "may-auto-respond",
		    SLICE("no"));
	for (unsigned i = 0; i < LIMIT_COUNT; i++)
		if (work->mail.limited & LIMIT_BIT(i))
			record_add(&work->record, "parse", "limited",
			    slice_of(mail_limit_name((enum mail_limit)i)));
}

int
pipeline_read(struct desk *desk, int64_t archive_id, struct work *work,
    struct fail *why)
{
	struct slice raw;
	int got;

	*work = (struct work){ .archive_id = archive_id, .arena = ARENA_INIT };
	work->record = TEXT_IN(&work->arena);
	got = archive_read(desk->archive, archive_id, &work->arena,
	    &work->envelope, &raw, why);
	if (got < 0)
		return -1;
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "there is no message %lld",
		    (long long)archive_id);
	mail_parse(raw, &desk->limits, &work->arena, &work->mail);
	crash_by_mail(&work->mail, "reading");
	mail_digest(&work->mail);
	/* A door took the header only: there is more of it elsewhere. */
	if (envelope_is_stub(&work->envelope))
		work->mail.limited |= LIMIT_BIT(LIMIT_PARSED_BYTES);
	classify(&work->mail, &work->envelope, &desk->own, &work->kind);
	/* Looking for a report reads the whole text; most mails are none. */
	work->has_report =
	    class_effects(work->kind.class)->ticket == EFFECT_LETTER &&
	    report_parse(&work->mail, &work->arena, &work->report);
	record_class(work);
	return 0;
}

/* The message's row, in the transaction of its effects. */
static int
put_filing(struct desk *desk, struct work *work, const struct filed *filed,
    struct fail *why)
{
	struct filing filing = {
		.archive_id = work->archive_id,
		.state = filed->state,
		.reason = slice_of(filed->reason),
		.entry_id = filed->entry_id,
		.ticket_id = filed->ticket_id,
		.class = slice_of(mail_class_name(work->kind.class)),
		.at = work->envelope.at,
		.digest = slice_make(work->mail.digest,
		    sizeof(work->mail.digest)),
		.record = text_slice(&work->record),
	};

	crash_point("pipeline.before-filing");
	return filings_put(desk->db, &filing, why);
}

/*
 * Agents' tokens do not travel.  When an agent's mail also went to somebody
 * outside, its headers showed them the agent's addresses for this ticket:
 * those count no more.  The letters that follow bring new ones.
 */
static int
revoke_shown(struct desk *desk, struct work *work, const struct origin *origin,
    const struct action *action, struct fail *why)
{
	int got;

	if (action->kind != ACTION_AGENT)
		return 0;
	got = ours_went_outside(desk, &work->mail, &work->arena, why);
	if (got <= 0)
		return got;
	record_add(&work->record, "act", "tokens",
	    SLICE("revoked: the mail also went outside"));
	return outbox_revoke(desk->db, origin->ticket_id, action->actor.id,
	    work->envelope.at, why);
}

/*
 * An answer quotes the letter, and so the code in it: agents will read what only
 * its addressee may know.
 */
static int
revoke_code(struct desk *desk, const struct origin *origin,
    struct arena *arena, struct fail *why)
{
	struct outbox_token letter;
	enum letter_event event;
	int got;

	if (!letter_event_parse(origin->letter_event, &event) ||
	    event != LETTER_PASSWORD)
		return 0;
	got = outbox_token(desk->db, origin->letter_id, arena, &letter, why);
	return got <= 0 ? got : password_revoke(desk, letter.owner_id, why);
}

/* Somebody who has an agent's tokens does not work all day with them. */
static int
count_commands(struct desk *desk, const struct origin *origin,
    struct action *action, struct fail *why)
{
	int got;

	if (action->kind != ACTION_AGENT || action->command_count == 0)
		return 0;
	got = brake_commands(desk, origin->identity, action->command_count,
	    action->at, why);
	for (size_t i = 0; got == 0 && i < action->command_count; i++)
		action->commands[i].problem = "more commands by mail than an"
		    " agent may give in a day";
	action->held = action->held || got == 0;
	return got < 0 ? -1 : 0;
}

static int
act_on(struct desk *desk, struct work *work, struct action *action,
    const struct origin *origin, struct filed *out, struct fail *why)
{
	const struct newcomer newcomer = { origin->name, origin->address,
		origin->identity };
	struct outcome outcome;
	int got;

	if (duplicate_flag(desk, work, &action->entry, why) < 0 ||
	    revoke_code(desk, origin, &work->arena, why) < 0 ||
	    revoke_shown(desk, work, origin, action, why) < 0 ||
	    count_commands(desk, origin, action, why) < 0 ||
	    several_act(desk, action, &newcomer, &work->arena, &work->record,
		&outcome, why) < 0)
		return -1;
	out->state = FILING_FILED;
	out->ticket_id = outcome.ticket_id;
	out->entry_id = outcome.entry_id;
	out->letters = outcome.letters;
	if ((got = claim_ask(desk, work, origin, action, out, why)) < 0)
		return -1;
	out->letters += (size_t)got;
	return early_settle(desk, work, action, &outcome, why);
}

/*
 * A door that keeps what was refused for good: the archive has only its name.
 * A mail has a line at least.
 */
static bool
is_refused(const struct work *work)
{
	return work->mail.raw.len == 0 && work->envelope.door_ref.len > 0 &&
	    (work->envelope.door == DOOR_IMAP ||
		work->envelope.door == DOOR_MAILDIR);
}

/*
 * What the desk sent to itself has told all by arriving.  Nobody else can write
 * its token.
 */
static bool
is_canary(struct desk *desk, struct work *work)
{
	struct slice nonce, value = headers_value(work->mail.headers,
	    SLICE(CANARY_HEADER), &work->arena);

	if (!canary_verify(&desk->keys, value, &nonce))
		return false;
	record_add(&work->record, "classify", "canary", nonce);
	return true;
}

/* Old mail: its thread and its words, and nothing else. */
static int
file_history(struct desk *desk, struct work *work, enum ticket_status status,
    bool released, struct filed *out, struct fail *why)
{
	struct history_author author;
	struct origin origin;
	struct action action;
	int got;

	if (history_identify(desk, &work->mail, &work->envelope, &work->arena,
		&work->record, &origin, &author, why) < 0)
		return -1;
	got = duplicate_file(desk, work, &origin, out, why);
	if (got != 0)
		return got;
	if (routing(desk, work, &origin, released, &action, &out->reason,
		why) < 0)
		return -1;
	if (out->reason != NULL)
		return 0;
	history_shape(&author, &work->mail, status, &action);
	return act_on(desk, work, &action, &origin, out, why);
}

static int
file_message(struct desk *desk, struct work *work, bool released,
    struct filed *out, struct fail *why)
{
	enum ticket_status status;
	struct origin origin;
	struct action action;
	int got;

	*out = (struct filed){ .state = FILING_QUARANTINED };
	crash_by_mail(&work->mail, "filing");
	if (is_refused(work)) {
		record_add(&work->record, "intake", "refused",
		    SLICE("there is no body"));
		out->reason = "refused";
		return put_filing(desk, work, out, why);
	}
	if (is_canary(desk, work)) {
		out->reason = "canary";
		return put_filing(desk, work, out, why);
	}
	if (history_is_one(&work->envelope, &status)) {
		if (file_history(desk, work, status, released, out, why) < 0)
			return -1;
		return put_filing(desk, work, out, why);
	}
	if (identify(desk, &work->mail, &work->envelope, &work->arena,
		&work->record, &origin, why) < 0)
		return -1;
	if ((got = duplicate_file(desk, work, &origin, out, why)) == 0)
		got = confirm_file(desk, work, &origin, out, why);
	if (got < 0)
		return -1;
	if (got == 0) {
		if (routing(desk, work, &origin, released, &action,
			&out->reason, why) < 0)
			return -1;
		if (out->reason == NULL &&
		    act_on(desk, work, &action, &origin, out, why) < 0)
			return -1;
	}
	return put_filing(desk, work, out, why);
}

int
pipeline_file(struct desk *desk, struct work *work, struct filed *out,
    struct fail *why)
{
	return file_message(desk, work, false, out, why);
}

int
pipeline_release(struct desk *desk, struct work *work, struct filed *out,
    struct fail *why)
{
	record_add(&work->record, "quarantine", "released", SLICE("by hand"));
	return file_message(desk, work, true, out, why);
}

int
pipeline_quarantine(struct desk *desk, struct work *work, const char *reason,
    struct filed *out, struct fail *why)
{
	*out = (struct filed){ .state = FILING_QUARANTINED, .reason = reason };
	record_add(&work->record, "quarantine", "reason", slice_of(reason));
	return put_filing(desk, work, out, why);
}

void
work_free(struct work *work)
{
	arena_free(&work->arena);
}
