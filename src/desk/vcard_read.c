/* What a vCard's properties are to us: one table. */
#include "vcard_read.h"

#include "base/clock.h"
#include "desk/word.h"
#include "mail/charset.h"
#include "mail/charset_guess.h"

struct slice
vcard_reader_text(const struct vcard_reader *reader,
    const struct vcard_property *property)
{
	return vcard_plain(vcard_value(property, reader->charset,
	    reader->arena), reader->version, reader->arena);
}

struct slice
vcard_reader_label(const struct vcard_reader *reader,
    const struct vcard_property *property)
{
	for (size_t i = 0; i < reader->label_count &&
	     property->group.len > 0; i++)
		if (slice_eq_nocase(reader->labels[i].group, property->group))
			return reader->labels[i].value;
	return SLICE_EMPTY;
}

static void
lose(struct vcard_reader *reader, const char *name)
{
	card_add_unheld(reader->card, slice_of(name), reader->arena);
}

/* Of several the most preferred one counts, of equals the first. */
static void
take_one(struct vcard_reader *reader, const struct vcard_property *property,
    struct slice value, struct slice *to, int *preference)
{
	int wanted = vcard_preference(property);

	if (value.len == 0 || slice_eq(value, *to))
		return;
	if (*preference != 0)
		card_add_unheld(reader->card, property->name, reader->arena);
	if (*preference != 0 && wanted >= *preference)
		return;
	*to = value;
	*preference = wanted;
}

static void
read_key(struct vcard_reader *reader, const struct vcard_property *property,
    enum profile_id key)
{
	take_one(reader, property, vcard_reader_text(reader, property),
	    &reader->card->values[key], &reader->preferences[key]);
}

/* Parts of a value between semicolons, unescaped; missing ones are empty. */
static void
read_parts(const struct vcard_reader *reader,
    const struct vcard_property *property, struct slice *parts, size_t count)
{
	struct slice rest = vcard_value(property, reader->charset,
	    reader->arena), piece;

	for (size_t i = 0; i < count; i++)
		parts[i] = vcard_piece(&rest, ';', &piece)
		    ? vcard_plain(piece, reader->version, reader->arena)
		    : SLICE_EMPTY;
}

static void
read_n(struct vcard_reader *reader, const struct vcard_property *property)
{
	static const size_t order[] = { 3, 1, 2, 0, 4 };
	struct text text = TEXT_IN(reader->arena);
	struct slice parts[5];

	read_parts(reader, property, parts, ARRAY_LEN(parts));
	for (size_t i = 0; i < ARRAY_LEN(order); i++) {
		if (parts[order[i]].len == 0)
			continue;
		text_add_string(&text, text.len > 0 ? " " : "");
		text_add_line(&text, parts[order[i]]);
	}
	reader->own_name = text_slice(&text);
}

static void
read_org(struct vcard_reader *reader, const struct vcard_property *property)
{
	struct slice parts[2];

	read_parts(reader, property, parts, ARRAY_LEN(parts));
	take_one(reader, property, parts[0], &reader->card->organization,
	    &reader->preference_organization);
	if (parts[1].len > 0)
		lose(reader, "ORG (unit)");
}

static void
read_role(struct vcard_reader *reader, const struct vcard_property *property)
{
	reader->role = vcard_reader_text(reader, property);
}

static void
read_email(struct vcard_reader *reader, const struct vcard_property *property)
{
	struct slice value = vcard_reader_text(reader, property);

	if (slice_starts_nocase(value, SLICE("mailto:")))
		value = slice_from(value, 7);
	if (value.len == 0)
		return;
	if (reader->address_count == CARD_VALUES_MAX) {
		reader->card->limited = true;
		return;
	}
	reader->addresses[reader->address_count] = value;
	reader->address_preferences[reader->address_count++] =
	    vcard_preference(property);
}

/* A number that nobody answers is not called. */
static bool
is_machine(const struct vcard_reader *reader,
    const struct vcard_property *property)
{
	return vcard_has_type(property, "FAX") ||
	    vcard_has_type(property, "PAGER") ||
	    vcard_has_type(property, "MODEM") ||
	    slice_has_nocase(vcard_reader_label(reader, property),
		SLICE("FAX"));
}

static void
read_tel(struct vcard_reader *reader, const struct vcard_property *property)
{
	struct slice value = vcard_reader_text(reader, property);
	size_t end;

	if (slice_starts_nocase(value, SLICE("tel:"))) {
		value = slice_from(value, 4);
		end = slice_index(value, ';');
		if (end < value.len)
			lose(reader, "TEL (extension)");
		value = slice_head(value, end);
	}
	if (value.len > 0 && is_machine(reader, property))
		lose(reader, "TEL (fax)");
	else
		card_add_contact(reader->card, PROFILE_PHONE, value,
		    reader->arena);
}

static void
read_url(struct vcard_reader *reader, const struct vcard_property *property)
{
	struct slice value = vcard_reader_text(reader, property);

	if (vcard_has_type(property, "X-WEBSITE"))
		card_add_contact(reader->card, PROFILE_WEBSITE, value,
		    reader->arena);
	else
		card_add_website(reader->card, value, reader->arena);
}

static void
read_adr(struct vcard_reader *reader, const struct vcard_property *property)
{
	struct slice parts[7], label = vcard_param(property, "LABEL");
	struct card_postal postal;

	if (label.len > 0) {
		label = vcard_plain(charset_to_utf8(reader->charset, label,
		    reader->arena), reader->version, reader->arena);
	} else {
		read_parts(reader, property, parts, ARRAY_LEN(parts));
		postal = (struct card_postal){ parts[0], parts[1], parts[2],
			parts[3], parts[4], parts[5], parts[6] };
		label = card_postal_lines(&postal, reader->arena);
	}
	card_add_contact(reader->card, PROFILE_POSTAL, label, reader->arena);
}

static void
read_label(struct vcard_reader *reader, const struct vcard_property *property)
{
	struct slice value = vcard_reader_text(reader, property);

	if (value.len > 0 && reader->postal_label_count < CARD_VALUES_MAX)
		reader->postal_labels[reader->postal_label_count++] = value;
}

static void
read_uid(struct vcard_reader *reader, const struct vcard_property *property)
{
	reader->card->uid = vcard_reader_text(reader, property);
}

static void
read_categories(struct vcard_reader *reader,
    const struct vcard_property *property)
{
	struct slice rest = vcard_value(property, reader->charset,
	    reader->arena), piece;
	struct arena scratch = ARENA_INIT;

	/* There may be millions of them, of which the first hundred stay. */
	while (vcard_piece(&rest, ',', &piece)) {
		card_add_label(reader->card, vcard_plain(piece,
		    reader->version, &scratch), reader->arena);
		arena_reset(&scratch);
	}
	arena_free(&scratch);
}

/* "20260102T030405Z", of RFC 6350. */
static int64_t
read_timestamp(struct slice value)
{
	static const struct { size_t at, len; } pieces[] = {
		{ 0, 4 }, { 4, 2 }, { 6, 2 }, { 9, 2 }, { 11, 2 }, { 13, 2 },
	};
	int64_t n[ARRAY_LEN(pieces)];

	if (value.len != 16 || value.data[8] != 'T' || value.data[15] != 'Z')
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(pieces); i++)
		if (!slice_number(slice_head(slice_from(value, pieces[i].at),
			pieces[i].len), 9999, &n[i]))
			return 0;
	if (n[1] < 1 || n[1] > 12 || n[2] < 1 || n[2] > 31 || n[3] > 23 ||
	    n[4] > 59 || n[5] > 60)
		return 0;
	return clock_civil(n[0], (int)n[1], (int)n[2], (int)n[3], (int)n[4],
	    (int)n[5]);
}

static void
read_note(struct vcard_reader *reader, const struct vcard_property *property)
{
	struct slice author = vcard_param(property, "AUTHOR");
	struct card_note note = {
		.text = vcard_reader_text(reader, property),
		.at = read_timestamp(vcard_param(property, "CREATED")),
	};

	if (slice_starts_nocase(author, SLICE("mailto:")) &&
	    slice_is_utf8(author))
		note.address = slice_from(author, 7);
	card_add_note(reader->card, &note, reader->arena);
}

static void
read_field(struct vcard_reader *reader, const struct vcard_property *property)
{
	struct slice name = vcard_param(property, "NAME");

	if (slice_is_utf8(name))
		card_add_field(reader->card, name,
		    vcard_reader_text(reader, property), reader->arena);
}

static void
read_kind(struct vcard_reader *reader, const struct vcard_property *property)
{
	struct slice value = vcard_reader_text(reader, property);

	reader->card->is_group = value.len > 0 &&
	    !slice_eq_nocase(value, SLICE("individual"));
}

/* One without `read` is a value of the record. */
static const struct {
	struct slice name;
	void (*read)(struct vcard_reader *reader,
	    const struct vcard_property *property);
	enum profile_id key;
} rows[] = {
	{ SLICE_INIT("ADR"), .read = read_adr },
	{ SLICE_INIT("CATEGORIES"), .read = read_categories },
	{ SLICE_INIT("EMAIL"), .read = read_email },
	{ SLICE_INIT("FN"), .key = PROFILE_NAME },
	{ SLICE_INIT("KIND"), .read = read_kind },
	{ SLICE_INIT("LABEL"), .read = read_label },
	{ SLICE_INIT("LANG"), .key = PROFILE_LANGUAGE },
	{ SLICE_INIT("N"), .read = read_n },
	{ SLICE_INIT("NOTE"), .read = read_note },
	{ SLICE_INIT("ORG"), .read = read_org },
	{ SLICE_INIT("ROLE"), .read = read_role },
	{ SLICE_INIT("TEL"), .read = read_tel },
	{ SLICE_INIT("TITLE"), .key = PROFILE_TITLE },
	{ SLICE_INIT("TZ"), .key = PROFILE_TIMEZONE },
	{ SLICE_INIT("UID"), .read = read_uid },
	{ SLICE_INIT("URL"), .read = read_url },
	{ SLICE_INIT("X-ADDRESSBOOKSERVER-KIND"), .read = read_kind },
	{ SLICE_INIT("X-MAILDESK-FIELD"), .read = read_field },
	{ SLICE_INIT("X-MAILDESK-SUMMARY"), .key = PROFILE_SUMMARY },
};

/* What a card says of itself, or what was read already. */
static const char *const passed[] = {
	"BEGIN", "END", "PRODID", "REV", "VERSION", "X-ABLABEL",
};

static void
read_one(struct vcard_reader *reader, const struct vcard_property *property)
{
	size_t at;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (!slice_eq_nocase(rows[i].name, property->name))
			continue;
		if (rows[i].read != NULL)
			rows[i].read(reader, property);
		else
			read_key(reader, property, rows[i].key);
		return;
	}
	if (!word_find(passed, ARRAY_LEN(passed), property->name, &at) &&
	    !vcard_read_network(reader, property) &&
	    slice_trim(property->raw).len > 0)
		card_add_unheld(reader->card, property->name, reader->arena);
}

/* The version decides how the lines are read, so it is looked for first. */
static enum vcard_version
find_version(struct slice bytes)
{
	struct slice rest = bytes, line;

	while (slice_line(&rest, &line)) {
		if (!slice_starts_nocase(line, SLICE("VERSION:")))
			continue;
		line = slice_trim(slice_from(line, 8));
		return slice_eq(line, SLICE("2.1")) ? VCARD_2_1
		    : slice_eq(line, SLICE("3.0")) ? VCARD_3_0 : VCARD_4_0;
	}
	return VCARD_3_0;
}

/* "_$!<HomePage>!$_" is what Apple translates; it is "HomePage". */
static struct slice
without_marks(struct slice label)
{
	if (slice_starts(label, SLICE("_$!<")) &&
	    slice_ends(label, SLICE(">!$_")) && label.len >= 8)
		return slice_head(slice_from(label, 4), label.len - 8);
	return label;
}

/* Labels stand behind what they label. */
static void
find_labels(struct vcard_reader *reader, struct slice bytes)
{
	struct vcard_property property;
	int lines = 0;

	if (!slice_has_nocase(bytes, SLICE("X-ABLABEL")))
		return;
	reader->labels = arena_array(reader->arena, CARD_VALUES_MAX,
	    sizeof(*reader->labels));
	while (lines++ < VCARD_LINES_MAX &&
	    reader->label_count < CARD_VALUES_MAX &&
	    vcard_lex_next(&bytes, reader->version, reader->arena, &property))
		if (property.group.len > 0 &&
		    slice_eq_nocase(property.name, SLICE("X-ABLABEL")))
			reader->labels[reader->label_count++] =
			    (struct vcard_label){ property.group,
				without_marks(vcard_reader_text(reader,
				    &property)) };
}

/* The most preferred first; equals as they stand. */
static void
order_addresses(struct vcard_reader *reader)
{
	for (int wanted = 1; wanted <= 101; wanted++)
		for (size_t i = 0; i < reader->address_count; i++)
			if (reader->address_preferences[i] == wanted)
				card_add_address(reader->card,
				    reader->addresses[i], reader->arena);
}

/* What counts only when nothing better was said. */
static void
settle(struct vcard_reader *reader)
{
	struct slice *values = reader->card->values;

	order_addresses(reader);
	if (values[PROFILE_NAME].len == 0)
		values[PROFILE_NAME] = reader->own_name;
	if (values[PROFILE_NAME].len == 0)
		values[PROFILE_NAME] = reader->card->organization;
	if (values[PROFILE_TITLE].len == 0)
		values[PROFILE_TITLE] = reader->role;
	else if (reader->role.len > 0)
		lose(reader, "ROLE");
	for (size_t i = 0; i < reader->card->contact_count; i++)
		if (reader->card->contacts[i].kind == PROFILE_POSTAL)
			return;
	for (size_t i = 0; i < reader->postal_label_count; i++)
		card_add_contact(reader->card, PROFILE_POSTAL,
		    reader->postal_labels[i], reader->arena);
}

/* Another's card inside is another's. */
static bool
is_inside(const struct vcard_property *property, int *depth)
{
	int before = *depth;

	if (!slice_eq_nocase(slice_trim(property->raw), SLICE("VCARD")))
		return before > 1;
	if (slice_eq_nocase(property->name, SLICE("BEGIN")))
		++*depth;
	else if (slice_eq_nocase(property->name, SLICE("END")))
		--*depth;
	return before > 1 || *depth > 1;
}

void
vcard_read(struct slice bytes, struct arena *arena, struct card *out)
{
	struct vcard_reader reader = { .card = out, .arena = arena };
	struct vcard_property property;
	int lines = 0, depth = 0;

	*out = (struct card){ .limited = false };
	if (bytes.len > VCARD_OCTETS_MAX) {
		bytes = slice_head(bytes, VCARD_OCTETS_MAX);
		out->limited = true;
	}
	if (slice_starts(bytes, SLICE("\xef\xbb\xbf")))
		bytes = slice_from(bytes, 3);
	reader.version = find_version(bytes);
	if (!slice_is_utf8(bytes))
		reader.charset = charset_guess(bytes);
	reader.charset = arena_copy(arena, reader.charset);
	reader.addresses = arena_array(arena, CARD_VALUES_MAX,
	    sizeof(*reader.addresses));
	reader.address_preferences = arena_array(arena, CARD_VALUES_MAX,
	    sizeof(*reader.address_preferences));
	reader.postal_labels = arena_array(arena, CARD_VALUES_MAX,
	    sizeof(*reader.postal_labels));
	find_labels(&reader, bytes);
	while (vcard_lex_next(&bytes, reader.version, arena, &property)) {
		if (lines++ == VCARD_LINES_MAX) {
			out->limited = true;
			break;
		}
		if (!is_inside(&property, &depth))
			read_one(&reader, &property);
	}
	settle(&reader);
}
