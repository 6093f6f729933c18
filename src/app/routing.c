/* Finds what route() needs to know of the desk, and asks it. */
#include "app/routing.h"

#include "app/bounce.h"
#include "app/brake.h"
#include "app/ours.h"
#include "app/record.h"
#include "app/user_rights.h"
#include "choose.h"
#include "desk/letter_event.h"
#include "desk/route.h"
#include "store/tickets.h"

static int
choose_department(struct desk *desk, struct work *work,
    struct route_facts *facts, struct fail *why)
{
	struct choice choice;

	if (choose(desk, work, &choice, why) < 0)
		return -1;
	facts->department_id = choice.department_id;
	facts->department_chosen = choice.chosen;
	record_add_format(&work->record, "route", "department", "%lld %s%s",
	    (long long)facts->department_id,
	    choice.chosen ? "chosen by " : "", choice.how);
	return 0;
}

/* Counts a new ticket against its sender's hourly figure. */
static int
count_new_ticket(struct desk *desk, struct work *work,
    struct route_facts *facts, struct fail *why)
{
	const struct origin *origin = facts->origin;
	bool machine = work->kind.class == MAIL_AUTO_GENERATED;
	const char *reason;
	int got;

	/* Imports are a person's doing, who knows how many there are; so is
	   what a proven agent passes on. */
	if (origin->ticket_id != 0 || !origin->has_sender ||
	    work->envelope.door == DOOR_IMPORT ||
	    (origin->person.is_agent && origin->proof >= PROOF_T2) ||
	    class_effects(work->kind.class)->ticket != EFFECT_TICKET)
		return 0;
	got = brake_new_ticket(desk, origin->identity, machine,
	    work->envelope.at, &reason, why);
	if (got != 0)
		return got < 0 ? -1 : 0;
	record_add(&work->record, "brake", "new-ticket", slice_of(reason));
	facts->over_rate = !machine;
	if (!machine || origin->person.id == 0)
		return 0;
	got = tickets_newest_open(desk->db, origin->person.id,
	    &facts->machine_ticket_id, why);
	return got < 0 ? -1 : 0;
}

static size_t
count_hops(const struct headers *headers)
{
	const struct header *header = headers_find(headers, SLICE("Received"));
	size_t hops = 0;

	for (; header != NULL; header = headers_next(headers, header))
		hops++;
	return hops;
}

static int
place_sender(struct desk *desk, struct work *work,
    struct route_facts *facts, struct ticket *ticket, struct fail *why)
{
	struct department department;
	int got = 0;

	if (facts->origin->has_sender)
		got = ours_department(desk, facts->origin->identity,
		    &work->arena, &department, why);
	if (got < 0)
		return -1;
	facts->sender_is_ours = got == 1;
	if (facts->origin->ticket_id == 0)
		return 0;
	got = tickets_get(desk->db, facts->origin->ticket_id, &work->arena,
	    ticket, why);
	if (got == 1)
		facts->sender_is_user = ticket->user_id ==
		    facts->origin->person.id;
	return got < 0 ? -1 : 0;
}

/* A machine answers an acknowledgement just so: that proves nobody. */
static bool
answers_person(const struct origin *origin)
{
	enum letter_event event;

	return letter_event_parse(origin->letter_event, &event) &&
	    letter_event_row(event)->submitted == SUBMITTED_BY_PERSON;
}

/* Responders that do not come back to the ticket answer all the same. */
static bool
is_answer(const struct work *work, const struct origin *origin)
{
	return origin->ticket_id != 0 || work->mail.in_reply_to.count > 0 ||
	    work->mail.references.count > 0 ||
	    mail_base_subject(work->mail.subject).len <
		slice_trim(work->mail.subject).len;
}

/* Counts what arrived; over a limit the mail gets no acknowledgement. */
static int
count_arrival(struct desk *desk, struct work *work,
    const struct origin *origin, struct action *action, struct fail *why)
{
	unsigned char digest[SECRET_DIGEST_SIZE];
	const char *reason;
	int got;

	if (work->envelope.door == DOOR_IMPORT || !origin->has_sender)
		return 0;
	if (origin->evidence <= EVIDENCE_MESSAGE_TOKEN &&
	    work->kind.class == MAIL_HUMAN && answers_person(origin) &&
	    brake_proven(desk, origin->identity, why) < 0)
		return -1;
	secret_digest(work->mail.new_text, digest);
	got = brake_arrival(desk, origin, is_answer(work, origin),
	    slice_make(digest, sizeof(digest)), work->envelope.at, &reason, why);
	if (got == 0) {
		record_add(&work->record, "brake", "arrival", slice_of(reason));
		if (action->acknowledge && origin->ticket_id == 0 &&
		    brake_held_back(desk, reason, work->envelope.at, why) < 0)
			return -1;
		action->acknowledge = false;
	}
	return got < 0 ? -1 : 0;
}

int
routing(struct desk *desk, struct work *work, const struct origin *origin,
    bool released, struct action *out, const char **reason, struct fail *why)
{
	struct route_facts facts = {
		.mail = &work->mail,
		.envelope = &work->envelope,
		.kind = &work->kind,
		.report = work->has_report ? &work->report : NULL,
		.origin = origin,
		.archive_id = work->archive_id,
		.hops = count_hops(work->mail.headers),
		.max_hops = (size_t)desk->conf->max_hops,
		.released = released,
	};
	struct ticket ticket = { .id = 0 };

	if (choose_department(desk, work, &facts, why) < 0 ||
	    count_new_ticket(desk, work, &facts, why) < 0 ||
	    bounce_look(desk, work, &facts, why) < 0 ||
	    place_sender(desk, work, &facts, &ticket, why) < 0 ||
	    user_rights_judge(desk, work, &ticket, &facts, why) < 0)
		return -1;
	*reason = route(&facts, &work->arena, out);
	if (*reason != NULL) {
		record_add(&work->record, "quarantine", "reason",
		    slice_of(*reason));
		return 0;
	}
	if (bounce_recover(desk, work, origin, out, why) < 0)
		return -1;
	return count_arrival(desk, work, origin, out, why);
}
