/* Fields that an admin adds, and what may stand in them. */
#include "desk/field.h"

#include <assert.h>

#include "base/ascii.h"
#include "base/clock.h"
#include "base/text.h"
#include "desk/word.h"

static const char *const object_names[] = {
	[FIELD_OF_TICKET] = "ticket",
	[FIELD_OF_PERSON] = "person",
	[FIELD_OF_ORGANIZATION] = "organization",
};
static_assert(ARRAY_LEN(object_names) == FIELD_OBJECT_COUNT,
    "every object has a name");

/* A value on its way: what the admin has set up, what somebody wrote. */
struct reading {
	const struct field *field;
	struct slice value; /* trimmed */
	struct arena *arena;
	struct slice *out;
};

static bool
read_text(const struct reading *reading)
{
	*reading->out = reading->value;
	return reading->value.len <= FIELD_VALUE_MAX &&
	    slice_index(reading->value, '\n') == reading->value.len;
}

static bool
read_lines(const struct reading *reading)
{
	*reading->out = reading->value;
	return reading->value.len <= FIELD_LINES_MAX;
}

/* "-12.5", "12,5" */
static bool
read_number(const struct reading *reading)
{
	struct slice value = reading->value;
	struct text text = TEXT_IN(reading->arena);
	size_t digits = 0, points = 0;

	for (size_t i = 0; i < value.len; i++) {
		char c = value.data[i] == ',' ? '.' : value.data[i];

		if (ascii_is_digit(c))
			digits++;
		else if (c == '.' && digits > 0 && i + 1 < value.len)
			points++;
		else if (c != '-' || i > 0)
			return false;
		text_add_char(&text, c);
	}
	*reading->out = text_slice(&text);
	return digits > 0 && digits <= 18 && points <= 1;
}

/* A day that there is. */
static bool
read_date(const struct reading *reading)
{
	struct slice value = reading->value;
	int64_t year, month, day;
	char again[CLOCK_TEXT_SIZE];

	*reading->out = value;
	if (value.len != 10 || value.data[4] != '-' || value.data[7] != '-' ||
	    !slice_number(slice_head(value, 4), 9999, &year) ||
	    !slice_number(slice_make(value.data + 5, 2), 12, &month) ||
	    !slice_number(slice_from(value, 8), 31, &day) || month < 1)
		return false;
	clock_rfc3339(clock_civil(year, (int)month, (int)day, 0, 0, 0), again);
	return slice_eq(value, slice_head(slice_of(again), 10));
}

static bool
find_choice(const struct field *field, struct slice value, struct slice *out)
{
	struct slice rest = field->choices, line;

	while (slice_line(&rest, &line))
		if (line.len > 0 && slice_eq_nocase(line, value)) {
			*out = line;
			return true;
		}
	return false;
}

static bool
read_choice(const struct reading *reading)
{
	return find_choice(reading->field, reading->value, reading->out);
}

static bool
read_choices(const struct reading *reading)
{
	struct slice rest = reading->value, piece, choice;
	struct text text = TEXT_IN(reading->arena);

	while (slice_cut(&rest, ',', &piece)) {
		if (!find_choice(reading->field, slice_trim(piece), &choice))
			return false;
		text_add_string(&text, text.len > 0 ? ", " : "");
		text_add(&text, choice);
	}
	*reading->out = text_slice(&text);
	return true;
}

static bool
read_checkbox(const struct reading *reading)
{
	static const char *const words[] = { "yes", "no", "on", "off", "true",
		"false", "1", "0" };
	size_t at;

	if (!word_find(words, ARRAY_LEN(words), reading->value, &at))
		return false;
	*reading->out = slice_of(words[at % 2]);
	return true;
}

static bool
read_url(const struct reading *reading)
{
	struct slice value = reading->value;

	*reading->out = value;
	for (size_t i = 0; i < value.len; i++)
		if ((unsigned char)value.data[i] <= ' ')
			return false;
	return value.len <= FIELD_VALUE_MAX && value.len > 8 &&
	    (slice_starts_nocase(value, SLICE("https://")) ||
		slice_starts_nocase(value, SLICE("http://")));
}

static const struct kind {
	const char *name;
	bool (*read)(const struct reading *reading);
	const char *wants;
} kinds[] = {
	[FIELD_TEXT] = { "text", read_text, "one line, not too long" },
	[FIELD_LINES] = { "lines", read_lines, "a text that is not too long" },
	[FIELD_NUMBER] = { "number", read_number, "a number" },
	[FIELD_DATE] = { "date", read_date, "a day like 2026-12-01" },
	[FIELD_CHOICE] = { "choice", read_choice, NULL },
	[FIELD_CHOICES] = { "choices", read_choices, NULL },
	[FIELD_CHECKBOX] = { "checkbox", read_checkbox, "yes or no" },
	[FIELD_URL] = { "url", read_url,
	    "an address that begins with https:// or http://" },
};
static_assert(ARRAY_LEN(kinds) == FIELD_KIND_COUNT, "every kind has its row");

const char *
field_object_name(enum field_object object)
{
	assert(object < FIELD_OBJECT_COUNT);
	return object_names[object];
}

bool
field_object_parse(struct slice word, enum field_object *out)
{
	size_t at;

	if (!word_find(object_names, ARRAY_LEN(object_names), word, &at))
		return false;
	*out = (enum field_object)at;
	return true;
}

const char *
field_kind_name(enum field_kind kind)
{
	assert(kind < FIELD_KIND_COUNT);
	return kinds[kind].name;
}

bool
field_kind_parse(struct slice word, enum field_kind *out)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (slice_eq_nocase(word, slice_of(kinds[i].name))) {
			*out = (enum field_kind)i;
			return true;
		}
	return false;
}

bool
field_kind_has_choices(enum field_kind kind)
{
	return kind == FIELD_CHOICE || kind == FIELD_CHOICES;
}

bool
field_name_is_good(struct slice name)
{
	if (name.len == 0 || name.len > FIELD_NAME_MAX ||
	    !slice_is_utf8(name) || !(ascii_is_alnum(name.data[0]) ||
		(name.data[0] & 0x80) != 0))
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (!ascii_is_alnum(name.data[i]) && name.data[i] != '-' &&
		    name.data[i] != '_' && (name.data[i] & 0x80) == 0)
			return false;
	return ascii_is_alnum(name.data[name.len - 1]) ||
	    (name.data[name.len - 1] & 0x80) != 0;
}

/* The choices that there are. */
static const char *
wants_choice(const struct field *field, struct arena *arena)
{
	struct text text = TEXT_IN(arena);
	struct slice rest = field->choices, line;
	bool first = true;

	text_add_string(&text, field->kind == FIELD_CHOICES
	    ? "what fits is some of: " : "what fits is one of: ");
	while (slice_line(&rest, &line)) {
		text_add_string(&text, first ? "" : ", ");
		text_add_line(&text, line);
		first = false;
	}
	return text_string(&text);
}

const char *
field_value(const struct field *field, struct slice value,
    struct arena *arena, struct slice *out)
{
	const struct kind *kind = &kinds[field->kind];
	const struct reading reading = { field, slice_trim(value), arena, out };

	if (reading.value.len > 0 && kind->read(&reading))
		return NULL;
	if (kind->wants == NULL)
		return wants_choice(field, arena);
	return arena_string(arena, arena_format(arena, "what fits is %s",
	    kind->wants));
}
