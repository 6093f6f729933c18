/* What reports of delivery, and mail that arrives, say of an address. */
#include "app/bounce.h"

#include "app/address_mark.h"
#include "app/record.h"
#include "desk/reach.h"
#include "mail/address.h"
#include "store/outbox.h"

/*
 * The token says whom the letter was to.  A report that names somebody else was
 * made by hand, or is about where the mail was forwarded to; one that names
 * nobody is about the letter all the same.
 */
static bool
is_about(const struct report *report, struct slice identity,
    struct arena *arena)
{
	struct slice named;

	if (report->recipient.len == 0)
		return true;
	return address_identity(report->recipient, arena, &named) &&
	    slice_eq(named, identity);
}

static int
mark(struct desk *desk, struct work *work, struct slice identity,
    struct route_facts *facts, struct fail *why)
{
	enum address_state state = reach_of_status(work->report.status), was;
	const struct change by = { .at = work->envelope.at,
		.door = work->envelope.door, .archive_id = work->archive_id };
	int got = address_worsen(desk->db, identity, state, &by, &was, why);

	if (got <= 0)
		return got;
	facts->address_is_hard = was == ADDRESS_HARD;
	if (state > was)
		record_add(&work->record, "report", "address",
		    slice_of(address_state_name(state)));
	return 0;
}

int
bounce_look(struct desk *desk, struct work *work, struct route_facts *facts,
    struct fail *why)
{
	const struct origin *origin = facts->origin;
	struct slice identity;
	int got;

	if (!work->has_report || origin->report_letter_id == 0 ||
	    work->kind.class != MAIL_BOUNCE ||
	    work->report.action != REPORT_FAILED)
		return 0;
	if (!address_identity(origin->report_address, &work->arena,
		&identity) ||
	    !is_about(&work->report, identity, &work->arena)) {
		facts->report_is_foreign = true;
		record_add(&work->record, "report", "ignored",
		    SLICE("it is about somebody else than the letter was to"));
		return 0;
	}
	got = outbox_token_use(desk->db, origin->report_letter_id,
	    work->envelope.at, why);
	if (got < 0)
		return -1;
	if (got == 0) {
		facts->report_is_foreign = true;
		record_add(&work->record, "report", "ignored",
		    SLICE("there was one about this letter before"));
		return 0;
	}
	return mark(desk, work, identity, facts, why);
}

int
bounce_recover(struct desk *desk, struct work *work,
    const struct origin *origin, struct action *action, struct fail *why)
{
	const struct change by = { .at = work->envelope.at,
		.door = work->envelope.door, .archive_id = work->archive_id };
	enum address_state was;
	int got;

	/* A mail of long ago says nothing of today. */
	if (work->envelope.door == DOOR_IMPORT ||
	    work->kind.class != MAIL_HUMAN || origin->several_from ||
	    origin->person.id == 0)
		return 0;
	got = address_recover(desk->db, origin->identity, &by, &was, why);
	if (got <= 0 || was == ADDRESS_OK)
		return got < 0 ? -1 : 0;
	record_add(&work->record, "report", "address",
	    slice_of(address_state_name(ADDRESS_OK)));
	if (was == ADDRESS_HARD)
		action->acknowledge = false;
	return 0;
}
