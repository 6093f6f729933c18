/* What changes do, in words for the history and for receipts. */
#include "desk/story.h"

#include "base/text.h"

/* "Colour: red"; nothing when there is no value. */
static struct slice
field_text(const struct item_change *item, struct slice value,
    struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	if (value.len == 0)
		return SLICE_EMPTY;
	text_add_line(&text, item->name);
	text_add_string(&text, ": ");
	text_add_line(&text, value);
	return text_slice(&text);
}

/* A field has a value before and after, as those of the ticket itself do. */
static struct field_change
story_of_field(const struct item_change *item, struct arena *arena)
{
	struct slice new = item->removes ? SLICE_EMPTY : item->value;

	return (struct field_change){
		.field = ticket_item_name(item->item),
		.old = field_text(item, item->old, arena),
		.new = field_text(item, new, arena),
		.old_id = item->old.len > 0 ? item->id : 0,
		.new_id = new.len > 0 ? item->id : 0 };
}

struct field_change
story_of_item(const struct item_change *item, struct arena *arena)
{
	struct field_change change = { .field = ticket_item_name(item->item) };
	struct text text = TEXT_IN(arena);

	if (item->item == ITEM_FIELD)
		return story_of_field(item, arena);
	/* The other's subject is for who may list it. */
	if (item->item == ITEM_LINK)
		text_add_format(&text, "#%lld", (long long)item->id);
	else
		text_add_line(&text, item->name);
	if (item->amount != 0)
		text_add_format(&text, " %lld", (long long)item->amount);
	if (item->value.len > 0) {
		text_add_string(&text, ": ");
		text_add_line(&text, item->value);
	}
	if (item->removes) {
		change.old = text_slice(&text);
		change.old_id = item->id;
	} else {
		change.new = text_slice(&text);
		change.new_id = item->id;
	}
	return change;
}

struct slice
story_of_fields(const struct changes *changes, struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; i < changes->field_count; i++) {
		const struct field_change *field = &changes->fields[i];

		text_add_format(&text, "%s%s: ", i == 0 ? "" : "\n",
		    field->field);
		text_add_line(&text, field->old.len > 0 ? field->old
							: SLICE("none"));
		text_add_string(&text, " -> ");
		text_add_line(&text, field->new.len > 0 ? field->new
							: SLICE("none"));
	}
	return text_slice(&text);
}

/* What an action would change that is no field of the ticket yet. */
static void
add_rest(struct changes *changes, struct arena *arena)
{
	for (size_t i = 0; i < changes->item_count; i++)
		changes_add_field(changes, arena,
		    story_of_item(&changes->items[i], arena));
	if (changes->split.id != 0)
		changes_add_field(changes, arena, (struct field_change){
		    .field = "split", .new = arena_format(arena, "entry %lld",
			(long long)changes->split.id) });
}

static void
add_fate(struct text *text, const struct facts *facts,
    const struct changes *changes)
{
	if (!changes->has_entry || changes->entry.kind == ENTRY_EVENT)
		return;
	if (changes->entry.kind != ENTRY_REPLY) {
		text_add_string(text, "the text: stays among colleagues\n");
		return;
	}
	text_add_string(text, "the text: goes to ");
	text_add_line(text, facts->user.name);
	if (facts->participant_count > 0)
		text_add_format(text, " and %zu more",
		    facts->participant_count);
	text_add_char(text, '\n');
}

struct slice
story_of_preview(const struct facts *facts, const struct changes *changes,
    struct arena *arena)
{
	struct changes all = *changes;
	struct text text = TEXT_IN(arena);
	struct slice fields;

	add_rest(&all, arena);
	fields = story_of_fields(&all, arena);
	text_add(&text, fields);
	if (fields.len > 0)
		text_add_char(&text, '\n');
	add_fate(&text, facts, changes);
	return text_slice(&text);
}
