/* From notices to letters in the outbox. */
#include "app/tell.h"

#include "app/brake.h"
#include "app/coalesce.h"
#include "app/compose.h"
#include "app/digest.h"
#include "app/ours.h"
#include "app/record.h"
#include "app/suggest.h"
#include "base/clock.h"
#include "desk/permission.h"
#include "store/people.h"
#include "urgent.h"

/* The primary address, or the one the user chose for this ticket. */
static int
find_address(struct desk *desk, const struct telling *telling,
    const struct person *person, struct arena *arena, struct address *out,
    struct fail *why)
{
	const struct ticket *ticket = &telling->changes->ticket;
	int got = 0;

	if (person->id == ticket->user_id && ticket->notify_address_id != 0)
		got = people_address_get(desk->db, ticket->notify_address_id,
		    arena, out, why);
	if (got != 0)
		return got;
	return people_primary_address(desk->db, person->id, arena, out, why);
}

/* What stops a letter whatever it says: 1 nothing does, 0 *reason, -1. */
static int
may_write(struct desk *desk, const struct addressee *to, struct arena *arena,
    const char **reason, struct fail *why)
{
	struct department ours;
	int got;

	*reason = NULL;
	/* An agent's reply is stopped by the sender, which says so. */
	if (to->event == LETTER_AGENT_REPLY)
		*reason = NULL;
	else if (to->person.disabled && to->event != LETTER_REFUSED)
		*reason = "disabled";
	else if (to->address.state == ADDRESS_HARD)
		*reason = "address-hard";
	else if (to->person.auto_responder && letter_event_row(to->event)->counted)
		*reason = "auto-responder";
	if (*reason != NULL)
		return 0;
	/* Somebody may write in the name of our own address. */
	got = ours_department(desk, to->address.identity, arena, &ours, why);
	if (got == 1)
		*reason = "own-address";
	return got < 0 ? -1 : got == 0;
}

/*
 * As a colleague: an agent may read the own ticket, but not what colleagues say
 * of it.
 */
static bool
may_read(const struct telling *telling, const struct person *person)
{
	struct ticket ticket = telling->changes->ticket;

	ticket.user_id = 0;
	return permission_elsewhere(telling->facts, &ticket, person,
	    MAY_READ) == NULL;
}

/* What only brings a mail's words is not for who had the mail itself. */
static int
may_repeat(struct desk *desk, const struct telling *telling,
    const struct addressee *to, struct arena *arena, const char **reason,
    struct fail *why)
{
	int got = 0;

	if (letter_event_row(to->event)->repeats)
		got = suggest_had_it(desk, telling->action, to->person.id,
		    arena, why);
	if (got == 1)
		*reason = "had-it";
	return got < 0 ? -1 : got == 0;
}

static int
may_count(struct desk *desk, const struct telling *telling,
    const struct addressee *to, const char **reason, struct fail *why)
{
	int64_t ticket_id = telling->changes->ticket.id;
	int got = 1;

	if (to->event == LETTER_ACKNOWLEDGE)
		got = brake_acknowledge(desk, to->address.identity, ticket_id,
		    clock_now(), reason, why);
	if (got == 1 && letter_event_row(to->event)->counted)
		got = brake_automatic(desk, to->address.identity, ticket_id,
		    clock_now(), reason, why);
	/* Agents answer at once; that is what they are for. */
	if (got == 1 && letter_event_row(to->event)->counted &&
	    !to->person.is_agent &&
	    brake_wrote(desk, to->address.identity, clock_now(), why) < 0)
		return -1;
	return got;
}

/* How many letters were written; of none the record says why; -1. */
static int
tell_one(struct desk *desk, const struct telling *telling,
    const struct notice *notice, struct arena *arena, struct text *record,
    struct fail *why)
{
	struct addressee to = { .event = notice->event };
	const char *name = letter_event_row(notice->event)->name;
	const char *reason = "no-address";
	struct outbox_row row, earlier;
	int got;

	got = people_get(desk->db, notice->person_id, arena, &to.person, why);
	if (got == 1)
		got = find_address(desk, telling, &to.person, arena,
		    &to.address, why);
	if (got == 1 && notice->if_allowed && !may_read(telling, &to.person)) {
		reason = "no-right";
		got = 0;
	}
	if (got == 1)
		got = may_write(desk, &to, arena, &reason, why);
	if (got == 1)
		got = may_repeat(desk, telling, &to, arena, &reason, why);
	if (got == 1) {
		got = digest_keep(desk, telling, &to, arena, why);
		reason = "digest";
		got = got < 0 ? -1 : got == 0;
	}
	if (got == 1)
		got = may_count(desk, telling, &to, &reason, why);
	if (got < 0)
		return -1;
	if (got == 0) {
		record_add_format(record, "tell", name, "person=%lld not: %s",
		    (long long)notice->person_id, reason);
		return brake_held_back(desk, reason, clock_now(), why);
	}
	/* First, so that the letter does not refer to one that never goes. */
	got = coalesce_take(desk, telling, &to, arena, &earlier, why);
	if (got < 0 || compose(desk, telling, &to, arena, &row, why) < 0)
		return -1;
	if (got == 1)
		coalesce_join(&row, &earlier, arena);
	if (outbox_put(desk->db, &row, why) < 0)
		return -1;
	record_add_format(record, "tell", name, "person=%lld letter=%lld%s",
	    (long long)notice->person_id, (long long)row.id,
	    got == 1 ? " with what waited" : "");
	got = urgent_tell(desk, telling, &to, arena, record, why);
	return got < 0 ? -1 : 1 + got;
}

/* An agent acted: whose ticket it is may be acknowledged again. */
static int
agent_acted(struct desk *desk, const struct telling *telling,
    struct arena *arena, struct fail *why)
{
	struct address address;
	int got;

	if (telling->action->kind != ACTION_AGENT || telling->changes->held)
		return 0;
	got = people_primary_address(desk->db, telling->facts->user.id, arena,
	    &address, why);
	if (got <= 0)
		return got;
	return brake_proven(desk, address.identity, why);
}

int
tell(struct desk *desk, const struct telling *telling,
    const struct notices *notices, struct arena *arena, struct text *record,
    size_t *letters, struct fail *why)
{
	int got;

	*letters = 0;
	if (agent_acted(desk, telling, arena, why) < 0)
		return -1;
	for (size_t i = 0; i < notices->count; i++) {
		got = tell_one(desk, telling, &notices->items[i], arena, record,
		    why);
		if (got < 0)
			return -1;
		*letters += (size_t)got;
	}
	return 0;
}
