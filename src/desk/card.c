/* A person as address books hold one: lists that grow up to a limit. */
#include "desk/card.h"

#include "base/text.h"

/*
 * Room for all at once: lists of one card grow in turns, and an arena gives
 * nothing back.
 */
static void *
room(struct card *card, void *items, size_t count, size_t size,
    struct arena *arena)
{
	if (count == CARD_VALUES_MAX) {
		card->limited = true;
		return NULL;
	}
	return count > 0 ? items : arena_array(arena, CARD_VALUES_MAX, size);
}

static void
add_slice(struct card *card, struct slice **items, size_t *count,
    struct slice value, struct arena *arena)
{
	struct slice *to;

	value = slice_trim(value);
	if (value.len == 0)
		return;
	for (size_t i = 0; i < *count; i++)
		if (slice_eq((*items)[i], value))
			return;
	to = room(card, *items, *count, sizeof(*to), arena);
	if (to == NULL)
		return;
	*items = to;
	to[(*count)++] = arena_copy(arena, value);
}

void
card_add_address(struct card *card, struct slice address, struct arena *arena)
{
	add_slice(card, &card->addresses, &card->address_count, address,
	    arena);
}

void
card_add_label(struct card *card, struct slice label, struct arena *arena)
{
	add_slice(card, &card->labels, &card->label_count, label, arena);
}

void
card_add_unheld(struct card *card, struct slice name, struct arena *arena)
{
	add_slice(card, &card->unheld, &card->unheld_count, name, arena);
}

void
card_add_contact(struct card *card, enum profile_id kind, struct slice value,
    struct arena *arena)
{
	struct card_contact *to;

	value = slice_trim(value);
	if (value.len == 0)
		return;
	for (size_t i = 0; i < card->contact_count; i++)
		if (card->contacts[i].kind == kind &&
		    slice_eq(card->contacts[i].value, value))
			return;
	to = room(card, card->contacts, card->contact_count, sizeof(*to),
	    arena);
	if (to == NULL)
		return;
	card->contacts = to;
	to[card->contact_count++] = (struct card_contact){
		kind, arena_copy(arena, value)
	};
}

void
card_add_note(struct card *card, const struct card_note *note,
    struct arena *arena)
{
	struct slice text = slice_trim(note->text);
	struct card_note *to;

	if (text.len > CARD_NOTE_MAX) {
		text = slice_head(text, CARD_NOTE_MAX);
		text = slice_trim(slice_head(text, slice_utf8_run(text)));
		card->limited = true;
	}
	if (text.len == 0)
		return;
	for (size_t i = 0; i < card->note_count; i++)
		if (slice_eq(card->notes[i].text, text))
			return;
	to = room(card, card->notes, card->note_count, sizeof(*to), arena);
	if (to == NULL)
		return;
	card->notes = to;
	to[card->note_count++] = (struct card_note){
		arena_copy(arena, text), note->at,
		arena_copy(arena, note->address)
	};
}

void
card_add_field(struct card *card, struct slice name, struct slice value,
    struct arena *arena)
{
	struct card_field *to;

	name = slice_trim(name);
	value = slice_trim(value);
	if (name.len == 0 || value.len == 0)
		return;
	to = room(card, card->fields, card->field_count, sizeof(*to), arena);
	if (to == NULL)
		return;
	card->fields = to;
	to[card->field_count++] = (struct card_field){
		arena_copy(arena, name), arena_copy(arena, value)
	};
}

/* Whose pages are contact data of their own kind. */
static const struct {
	struct slice site;
	enum profile_id kind;
} sites[] = {
	{ SLICE_INIT("twitter.com/"), PROFILE_TWITTER },
	{ SLICE_INIT("x.com/"), PROFILE_TWITTER },
	{ SLICE_INIT("linkedin.com/"), PROFILE_LINKEDIN },
	{ SLICE_INIT("facebook.com/"), PROFILE_FACEBOOK },
};

void
card_add_website(struct card *card, struct slice value, struct arena *arena)
{
	static const struct slice openings[] = {
		SLICE_INIT("https://"), SLICE_INIT("http://"),
		SLICE_INIT("www."), SLICE_INIT("mobile."), SLICE_INIT("m."),
	};
	struct slice rest = slice_trim(value);

	for (size_t i = 0; i < ARRAY_LEN(openings); i++)
		if (slice_starts_nocase(rest, openings[i]))
			rest = slice_from(rest, openings[i].len);
	for (size_t i = 0; i < ARRAY_LEN(sites); i++)
		if (slice_starts_nocase(rest, sites[i].site)) {
			card_add_contact(card, sites[i].kind, value, arena);
			return;
		}
	card_add_contact(card, PROFILE_WEBSITE, value, arena);
}

static void
add_line(struct text *text, struct slice one, const char *between,
    struct slice other)
{
	one = slice_trim(one);
	other = slice_trim(other);
	if (one.len == 0 && other.len == 0)
		return;
	if (text->len > 0)
		text_add_char(text, '\n');
	text_add(text, one);
	if (one.len > 0 && other.len > 0)
		text_add_string(text, between);
	text_add(text, other);
}

/*
 * Where there is a region, as in "Springfield, IL 62701", the code stands
 * behind it; else before the town, as in "12345 Berlin".
 */
struct slice
card_postal_lines(const struct card_postal *postal, struct arena *arena)
{
	struct text text = TEXT_IN(arena);
	struct text last = TEXT_IN(arena);

	add_line(&text, postal->box, "", SLICE_EMPTY);
	add_line(&text, postal->extended, "", SLICE_EMPTY);
	add_line(&text, postal->street, "", SLICE_EMPTY);
	if (slice_trim(postal->region).len > 0) {
		add_line(&last, postal->region, " ", postal->code);
		add_line(&text, postal->locality, ", ", text_slice(&last));
	} else {
		add_line(&text, postal->code, " ", postal->locality);
	}
	add_line(&text, postal->country, "", SLICE_EMPTY);
	return slice_trim(text_slice(&text));
}
