/* A second, short letter about an urgent ticket. */
#include "urgent.h"

#include "app/brake.h"
#include "app/record.h"
#include "base/clock.h"
#include "desk/wish.h"
#include "first_words.h"
#include "mail/address.h"
#include "store/people.h"
#include "store/preferences.h"

/* What gateways make of one message, with the subject. */
#define WORDS_MAX 120

/* 1: *out is the gateway's address, which may get one more; 0; -1. */
static int
find_gateway(struct desk *desk, const struct telling *telling,
    const struct addressee *to, struct arena *arena, struct text *record,
    struct address *out, struct fail *why)
{
	struct slice value, identity;
	struct person person;
	const char *reason;
	int got;

	if (telling->changes->ticket.priority != PRIORITY_URGENT ||
	    !wish_covers(to->event))
		return 0;
	got = preferences_get(desk->db, to->person.id, URGENT_ADDRESS, arena,
	    &value, why);
	if (got <= 0 || !address_identity(value, arena, &identity))
		return got < 0 ? -1 : 0;
	got = people_by_identity(desk->db, identity, arena, &person, out, why);
	if (got <= 0 || person.id != to->person.id ||
	    out->state == ADDRESS_HARD)
		return got < 0 ? -1 : 0;
	got = brake_automatic(desk, identity, telling->changes->ticket.id,
	    clock_now(), &reason, why);
	if (got == 0)
		record_add_format(record, "tell", "urgent",
		    "person=%lld not: %s", (long long)to->person.id, reason);
	return got;
}

int
urgent_tell(struct desk *desk, const struct telling *telling,
    const struct addressee *to, struct arena *arena, struct text *record,
    struct fail *why)
{
	struct addressee gateway = { .event = to->event, .person = to->person };
	struct outbox_row row;
	int got = find_gateway(desk, telling, to, arena, record,
	    &gateway.address, why);

	if (got <= 0)
		return got;
	if (compose(desk, telling, &gateway, arena, &row, why) < 0)
		return -1;
	row.due_at = row.created_at;
	row.text = first_words(telling->changes->entry.new_text, WORDS_MAX,
	    arena);
	row.shape = SLICE_EMPTY;
	row.attachments = SLICE_EMPTY;
	if (outbox_put(desk->db, &row, why) < 0)
		return -1;
	record_add_format(record, "tell", "urgent", "person=%lld letter=%lld",
	    (long long)to->person.id, (long long)row.id);
	return 1;
}
