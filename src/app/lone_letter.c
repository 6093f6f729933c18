/* One letter that stands in no ticket's thread. */
#include "app/lone_letter.h"

#include <assert.h>
#include <string.h>

#include "app/voice.h"
#include "base/unique.h"
#include "desk/template.h"
#include "desk/token.h"
#include "mail/above_line.h"
#include "store/outbox.h"

#define VALUES_MAX 12

static struct slice
token_of(struct desk *desk, const struct outbox_row *row,
    enum token_purpose purpose, struct arena *arena)
{
	const struct token_binding binding = { row->id, row->ticket_id,
		row->person_id, row->action };

	return token_write(&desk->keys, purpose, &binding, arena);
}

static int
render(struct desk *desk, const struct lone_letter *letter,
    const struct template_value *values, size_t count, struct arena *arena,
    struct outbox_row *row, struct fail *why)
{
	struct template_value all[VALUES_MAX];
	struct template_result words;
	struct slice code = SLICE_EMPTY, link = SLICE_EMPTY;
	struct voice voice;

	if (voice_of(desk, letter->person_id, arena, &voice, why) < 0)
		return -1;
	if (letter->has_code)
		code = token_of(desk, row, TOKEN_VERIFY, arena);
	if (letter->has_code && letter->link[0] != '\0')
		link = arena_format(arena, "%s%.*s", letter->link,
		    SLICE_ARG(code));
	assert(count + 4 <= VALUES_MAX);
	if (count > 0)
		memcpy(all, values, count * sizeof(*values));
	all[count++] = (struct template_value){ "desk",
		slice_of(desk->conf->desk_name) };
	all[count++] = (struct template_value){ "above",
		above_line(voice.language) };
	all[count++] = (struct template_value){ "code", code };
	all[count++] = (struct template_value){ "link", link };
	if (template_render(&desk->templates, voice.language,
		letter_event_row(letter->event)->name, all, count, arena,
		&words, why) < 0)
		return -1;
	row->subject = words.subject;
	row->text = words.text;
	row->shape = words.shape;
	return 0;
}

int
lone_letter_put(struct desk *desk, const struct lone_letter *letter,
    const struct template_value *values, size_t count, int64_t now,
    struct arena *arena, int64_t *id, struct fail *why)
{
	const struct letter_event_row *event = letter_event_row(letter->event);
	struct outbox_row row = { .state = LETTER_STATE_QUEUED };
	char unique[UNIQUE_SIZE];
	struct slice token;

	if (outbox_next_id(desk->db, &row.id, why) < 0)
		return -1;
	row.event = slice_of(event->name);
	row.person_id = letter->person_id;
	row.ticket_id = letter->ticket_id;
	row.entry_id = letter->entry_id;
	row.action = letter->action;
	row.address = letter->address->address;
	row.from_name = slice_of(desk->conf->desk_name);
	row.from_address = letter->department->address;
	row.submitted = SLICE("generated");
	token = token_of(desk, &row, event->answer, arena);
	/* What is no question can be answered like any mail. */
	if (event->answer == TOKEN_VERIFY)
		row.reply_to = token_address(token, row.from_address, arena);
	row.message_id = token_message_id(token, slice_of(unique_name(unique)),
	    slice_of(desk->conf->desk_domain), arena);
	row.created_at = row.due_at = now;
	row.expires_at = now + letter->lives;
	if (render(desk, letter, values, count, arena, &row, why) < 0)
		return -1;
	*id = row.id;
	return outbox_put(desk->db, &row, why);
}
