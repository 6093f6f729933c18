/* Several events on a ticket, told in one letter. */
#include "app/coalesce.h"

#include "base/text.h"
#include "mail/above_line.h"

/* Longer ones go by themselves. */
#define JOINED_MAX ((size_t)256 << 10)
/* Between the newest and what was before it. */
#define DIVIDER SLICE("\n* * *\n\n")

static bool
fits(const struct outbox_row *waiting, const struct letter_event_row *row,
    const struct telling *telling)
{
	enum letter_event event;

	if (!letter_event_parse(waiting->event, &event) ||
	    !letter_event_row(event)->coalesces ||
	    letter_event_row(event)->answer != row->answer)
		return false;
	/* Files of two letters may be too big for one. */
	if (waiting->attachments.len > 0 &&
	    telling->changes->entry.attachments.len > 0)
		return false;
	return waiting->text.len <= JOINED_MAX;
}

int
coalesce_take(struct desk *desk, const struct telling *telling,
    const struct addressee *to, struct arena *arena, struct outbox_row *out,
    struct fail *why)
{
	const struct letter_event_row *row = letter_event_row(to->event);
	struct outbox_row *rows;
	size_t count;

	if (desk->conf->coalesce == 0 || !row->coalesces)
		return 0;
	if (outbox_waiting(desk->db, telling->changes->ticket.id,
		to->person.id, arena, &rows, &count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (!slice_eq(rows[i].address, to->address.address) ||
		    !fits(&rows[i], row, telling))
			continue;
		*out = rows[i];
		return outbox_take_back(desk->db, out->id,
		    SLICE("told in a later letter"), why);
	}
	return 0;
}

/*
 * The pieces of a text whose first `cut` octets are gone.  Where it is `whole`,
 * the last one is said to its end, for more text follows it.
 */
static void
add_shape(struct text *to, struct slice shape, size_t cut, size_t whole)
{
	struct slice word;
	int64_t len;
	size_t gone;

	while (slice_cut(&shape, ' ', &word)) {
		if (word.len < 2 ||
		    !slice_number(slice_from(word, 1), INT32_MAX, &len))
			continue;
		gone = cut < (size_t)len ? cut : (size_t)len;
		cut -= gone;
		len -= (int64_t)gone;
		if (whole > 0 && (shape.len == 0 || (size_t)len > whole))
			len = (int64_t)whole;
		whole -= whole > 0 ? (size_t)len : 0;
		text_add_format(to, " %c%lld", word.data[0], (long long)len);
	}
}

/* The line that bids to answer above it stands on top already. */
static size_t
above_len(struct slice text)
{
	struct slice rest = text, line;

	if (!slice_line(&rest, &line) || !above_line_is(line))
		return 0;
	while (slice_starts(rest, SLICE("\n")))
		rest = slice_from(rest, 1);
	return text.len - rest.len;
}

void
coalesce_join(struct outbox_row *row, const struct outbox_row *earlier,
    struct arena *arena)
{
	struct text text = TEXT_IN(arena), shape = TEXT_IN(arena);
	struct text files = TEXT_IN(arena);
	struct slice pieces = row->shape, before = earlier->shape, language;
	size_t cut = above_len(earlier->text);

	text_add(&text, row->text);
	text_add(&text, DIVIDER);
	text_add(&text, slice_from(earlier->text, cut));

	slice_cut(&pieces, ' ', &language);
	text_add(&shape, language);
	add_shape(&shape, pieces, 0, row->text.len);
	text_add_format(&shape, " p%zu", DIVIDER.len);
	slice_cut(&before, ' ', &language);
	add_shape(&shape, before, cut, 0);

	text_add(&files, row->attachments);
	text_add(&files, earlier->attachments);
	row->text = text_slice(&text);
	row->shape = text_slice(&shape);
	row->attachments = text_slice(&files);
	row->due_at = earlier->due_at;
}
