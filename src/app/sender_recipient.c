/* The recipient's state, at the last moment. */
#include "sender_recipient.h"

#include "desk/letter_event.h"
#include "mail/address.h"
#include "store/people.h"

int
sender_recipient(struct db *db, const struct outbox_row *row,
    struct arena *arena, struct slice *name, const char **reason,
    struct fail *why)
{
	struct person person, owner;
	struct address address;
	struct slice identity;
	int got;

	*name = SLICE_EMPTY;
	/* A letter to nobody we keep: the address is all there is. */
	if (row->person_id == 0)
		return 1;
	if ((got = people_get(db, row->person_id, arena, &person, why)) < 0)
		return -1;
	*reason = "the person is not there any more";
	if (got == 0)
		return 0;
	/* Who is disabled may hear of just that. */
	*reason = "the person is disabled";
	if (person.disabled && !slice_eq(row->event,
	    slice_of(letter_event_row(LETTER_REFUSED)->name)))
		return 0;
	/* One that cannot be folded cannot be sent to, as SMTP will say. */
	*name = person.name;
	if (!address_identity(row->address, arena, &identity))
		return 1;
	got = people_by_identity(db, identity, arena, &owner, &address, why);
	if (got < 0)
		return -1;
	*reason = "the address is not the person's any more";
	if (got == 0 || owner.id != person.id)
		return 0;
	*reason = "mail to the address comes back";
	return address.state != ADDRESS_HARD;
}
