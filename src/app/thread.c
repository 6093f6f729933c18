/* The thread of one person's mails about one ticket. */
#include "app/thread.h"

#include "base/text.h"
#include "store/entries.h"
#include "store/outbox.h"

/* RFC 5322 wants them all; programs look at the first and the last few. */
#define THREAD_IDS_MAX 100

int
thread_load(struct desk *desk, int64_t ticket_id, int64_t person_id,
    struct arena *arena, struct thread *out, struct fail *why)
{
	struct slice *mails, *letters;
	size_t mail_count, letter_count;
	struct text text = TEXT_IN(arena);
	int64_t mail_at = 0, letter_at = 0;

	*out = (struct thread){ SLICE_EMPTY, SLICE_EMPTY };
	if (entries_message_ids(desk->db, ticket_id, person_id, THREAD_IDS_MAX,
		arena, &mails, &mail_count, why) < 0 ||
	    outbox_message_ids(desk->db, ticket_id, person_id, THREAD_IDS_MAX,
		arena, &letters, &letter_count, why) < 0)
		return -1;
	/* Theirs first: the ticket began with one, and a letter answers it. */
	for (size_t i = 0; i < mail_count + letter_count; i++) {
		struct slice id = i < mail_count ? mails[i]
						 : letters[i - mail_count];

		if (i > 0)
			text_add_char(&text, ' ');
		text_add_line(&text, id);
		out->in_reply_to = id;
	}
	if (entries_last_at(desk->db, ticket_id, person_id, &mail_at, why) < 0 ||
	    outbox_last_at(desk->db, ticket_id, person_id, &letter_at, why) < 0)
		return -1;
	/* A mail of theirs that came after our last letter is what we answer. */
	if (mail_count > 0 && mail_at >= letter_at)
		out->in_reply_to = mails[mail_count - 1];
	out->references = text_slice(&text);
	return 0;
}
