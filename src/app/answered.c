/* An answer to a letter that asks, in the history of a ticket. */
#include "app/answered.h"

#include "store/entries.h"

int
answered_add(struct desk *desk, struct work *work,
    const struct origin *origin, int64_t ticket_id, const char *said,
    struct filed *out, struct fail *why)
{
	struct slice story = slice_of(said);
	struct entry event = {
		.kind = ENTRY_EVENT, .is_private = true,
		.ticket_id = ticket_id, .person_id = origin->person.id,
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
	out->ticket_id = ticket_id;
	out->entry_id = event.id;
	return 1;
}
