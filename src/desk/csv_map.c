/* Which column of a table is what to us. */
#include "desk/csv.h"

#include "base/text.h"

static const struct {
	struct slice word;
	enum csv_target_kind kind;
} words[] = {
	{ SLICE_INIT("address"), CSV_ADDRESS },
	{ SLICE_INIT("organization"), CSV_ORGANIZATION },
	{ SLICE_INIT("label"), CSV_LABEL },
	{ SLICE_INIT("note"), CSV_NOTE },
};

static bool
read_key(struct slice key, struct arena *arena, struct csv_target *out)
{
	const struct profile_key *profile = profile_key_find(key);

	if (profile != NULL) {
		out->kind = CSV_PROFILE;
		out->profile = (enum profile_id)(profile -
		    profile_key(PROFILE_NAME));
		return true;
	}
	if (slice_starts_nocase(key, SLICE("field."))) {
		out->kind = CSV_FIELD;
		out->field = arena_copy(arena, slice_from(key, 6));
		return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (slice_eq_nocase(words[i].word, key)) {
			out->kind = words[i].kind;
			return true;
		}
	return false;
}

static bool
read_column(struct slice value, const struct csv_row *header, size_t *out)
{
	int64_t number;

	for (size_t i = 0; header != NULL && i < header->count; i++)
		if (slice_eq_nocase(header->cells[i], value)) {
			*out = i;
			return true;
		}
	if (!slice_number(value, CSV_CELLS_MAX, &number) || number == 0)
		return false;
	*out = (size_t)number - 1;
	return true;
}

static const char *
complain(struct arena *arena, const char *what, struct slice word)
{
	struct text text = TEXT_IN(arena);

	text_add_string(&text, what);
	text_add_string(&text, " \"");
	text_add_line(&text, word);
	text_add_string(&text, "\"");
	return text_string(&text);
}

const char *
csv_map_read(struct slice spec, const struct csv_row *header,
    struct arena *arena, struct csv_map *out)
{
	struct slice pair, key, value;
	bool has_address = false;

	out->count = 0;
	while (slice_cut(&spec, ',', &pair)) {
		struct csv_target *target = &out->targets[out->count];
		size_t equals = slice_index(pair, '=');

		key = slice_trim(slice_head(pair, equals));
		value = slice_trim(slice_from(pair, equals + 1));
		if (out->count == CSV_MAP_MAX)
			return "--map names too many columns";
		if (equals == pair.len || !read_key(key, arena, target))
			return complain(arena, "--map is KEY=COLUMN with commas"
			    " between; a key is address, organization, label,"
			    " note, field.NAME or one of `user set`, and none is",
			    key);
		if (!read_column(value, header, &target->column))
			return complain(arena, "there is no column", value);
		has_address = has_address || target->kind == CSV_ADDRESS;
		out->count++;
	}
	return has_address ? NULL
	    : "--map must say which column is the address";
}

/* Some put several into one cell: "a ::: b". */
static bool
next_of_several(struct slice *rest, struct slice *out)
{
	size_t at;

	if (rest->data == NULL)
		return false;
	at = slice_search(*rest, SLICE(":::"));
	*out = slice_trim(slice_head(*rest, at));
	*rest = at == rest->len ? SLICE_EMPTY : slice_from(*rest, at + 3);
	return true;
}

static void
join(struct slice *to, const char *between, struct slice value,
    struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	if (value.len == 0)
		return;
	text_add(&text, *to);
	text_add_string(&text, to->len > 0 ? between : "");
	text_add(&text, value);
	*to = text_slice(&text);
}

static void
add_labels(struct card *card, struct slice value, struct arena *arena)
{
	struct slice piece;

	while (slice_cut(&value, ',', &piece))
		card_add_label(card, piece, arena);
}

static void
add_one(struct card *card, const struct csv_target *target,
    struct slice value, struct arena *arena)
{
	const struct card_note note = { .text = value };

	switch (target->kind) {
	case CSV_PROFILE:
		if (target->profile == PROFILE_WEBSITE)
			card_add_website(card, value, arena);
		else
			card_add_contact(card, target->profile, value, arena);
		return;
	case CSV_ADDRESS:
		card_add_address(card, value, arena);
		return;
	case CSV_LABEL:
		add_labels(card, value, arena);
		return;
	case CSV_NOTE:
		card_add_note(card, &note, arena);
		return;
	case CSV_FIELD:
		card_add_field(card, target->field, value, arena);
		return;
	case CSV_ORGANIZATION:
		return;
	}
}

static bool
is_list(const struct csv_target *target)
{
	return target->kind == CSV_ADDRESS || target->kind == CSV_LABEL ||
	    (target->kind == CSV_PROFILE &&
	    profile_key(target->profile)->place == PROFILE_CONTACT);
}

void
csv_map_card(const struct csv_map *map, const struct csv_row *row,
    struct arena *arena, struct card *out)
{
	struct slice postal = SLICE_EMPTY, cell, value;

	*out = (struct card){ .limited = false };
	for (size_t i = 0; i < map->count; i++) {
		const struct csv_target *target = &map->targets[i];

		if (target->column >= row->count)
			continue;
		cell = row->cells[target->column];
		if (target->kind == CSV_ORGANIZATION)
			join(&out->organization, " ", cell, arena);
		else if (target->kind == CSV_PROFILE &&
		    target->profile == PROFILE_POSTAL)
			join(&postal, "\n", cell, arena);
		else if (target->kind == CSV_PROFILE && !is_list(target))
			join(&out->values[target->profile],
			    profile_key(target->profile)->lines ? "\n" : " ",
			    cell, arena);
		else if (!is_list(target))
			add_one(out, target, cell, arena);
		else
			while (next_of_several(&cell, &value))
				add_one(out, target, value, arena);
	}
	card_add_contact(out, PROFILE_POSTAL, postal, arena);
}
