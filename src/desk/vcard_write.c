/* A card as vCard 4.0: what needs escaping escaped, lines folded at 75 octets. */
#include "desk/vcard.h"

#include "base/ascii.h"
#include "base/clock.h"

#define LINE_MAX 75

/* Characters stay whole; what continues a line begins with a blank. */
static void
add_folded(struct text *to, struct slice line)
{
	size_t room = LINE_MAX, run;
	struct slice piece;

	while (line.len > room) {
		piece = slice_head(line, room);
		run = slice_utf8_run(piece);
		if (run > 0)
			piece = slice_head(piece, run);
		text_add(to, piece);
		text_add_string(to, "\r\n ");
		line = slice_from(line, piece.len);
		room = LINE_MAX - 1;
	}
	text_add(to, line);
	text_add_string(to, "\r\n");
}

static void
add_escaped(struct text *to, struct slice value)
{
	for (size_t i = 0; i < value.len; i++) {
		char c = value.data[i];

		if (c == '\\' || c == ',' || c == ';')
			text_add_char(to, '\\');
		if (c == '\n')
			text_add_string(to, "\\n");
		else
			text_add_char(to, ascii_is_control(c) && c != '\t'
			    ? ' ' : c);
	}
}

/* A parameter's value, quoted, as RFC 6868 escapes it. */
static void
add_param(struct text *to, const char *name, struct slice value)
{
	text_add_format(to, ";%s=\"", name);
	for (size_t i = 0; i < value.len; i++) {
		char c = value.data[i];

		if (c == '^' || c == '"' || c == '\n')
			text_add_string(to, c == '^' ? "^^"
			    : c == '"' ? "^'" : "^n");
		else
			text_add_char(to, ascii_is_control(c) ? ' ' : c);
	}
	text_add_char(to, '"');
}

/* "NAME:value"; nothing when the value is empty. */
static void
add(struct text *to, const char *name, struct slice value)
{
	struct text line = TEXT_IN(to->arena);

	if (value.len == 0)
		return;
	text_add_string(&line, name);
	text_add_char(&line, ':');
	add_escaped(&line, value);
	add_folded(to, text_slice(&line));
}

/* RFC 3339's, without its signs. */
static void
add_timestamp(struct text *to, const char *before, int64_t at)
{
	char text[CLOCK_TEXT_SIZE];

	text_add_string(to, before);
	for (const char *c = clock_rfc3339(at, text); *c != '\0'; c++)
		if (*c != '-' && *c != ':')
			text_add_char(to, *c);
}

static void
add_addresses(struct text *to, const struct card *card)
{
	for (size_t i = 0; i < card->address_count; i++)
		add(to, i == 0 ? "EMAIL;PREF=1" : "EMAIL",
		    card->addresses[i]);
}

/* A page there, where a name alone is kept. */
static void
add_twitter(struct text *to, struct slice name)
{
	if (slice_index(name, '/') == name.len)
		name = arena_format(to->arena, "https://twitter.com/%.*s",
		    SLICE_ARG(name));
	add(to, "X-SOCIALPROFILE;TYPE=twitter", name);
}

static void
add_postal(struct text *to, struct slice value)
{
	struct text line = TEXT_IN(to->arena);

	text_add_string(&line, "ADR:;;");
	add_escaped(&line, value);
	text_add_string(&line, ";;;;");
	add_folded(to, text_slice(&line));
}

/* A page of a network that somebody holds as a website stays one. */
static void
add_website(struct text *to, struct slice value)
{
	struct card probe = { .limited = false };

	card_add_website(&probe, value, to->arena);
	add(to, probe.contact_count > 0 &&
	    probe.contacts[0].kind == PROFILE_WEBSITE
	    ? "URL" : "URL;TYPE=x-website", value);
}

static void
add_contact(struct text *to, const struct card_contact *contact)
{
	switch (contact->kind) {
	case PROFILE_PHONE:
		add(to, "TEL", contact->value);
		return;
	case PROFILE_WEBSITE:
		add_website(to, contact->value);
		return;
	case PROFILE_IM:
		add(to, "IMPP", contact->value);
		return;
	case PROFILE_TWITTER:
		add_twitter(to, contact->value);
		return;
	case PROFILE_LINKEDIN:
		add(to, "X-SOCIALPROFILE;TYPE=linkedin", contact->value);
		return;
	case PROFILE_FACEBOOK:
		add(to, "X-SOCIALPROFILE;TYPE=facebook", contact->value);
		return;
	case PROFILE_POSTAL:
		add_postal(to, contact->value);
		return;
	case PROFILE_NAME:
	case PROFILE_TITLE:
	case PROFILE_SUMMARY:
	case PROFILE_TIMEZONE:
	case PROFILE_LANGUAGE:
	case PROFILE_KEY_COUNT:
		return;
	}
}

static void
add_labels(struct text *to, const struct card *card)
{
	struct text line = TEXT_IN(to->arena);

	if (card->label_count == 0)
		return;
	text_add_string(&line, "CATEGORIES:");
	for (size_t i = 0; i < card->label_count; i++) {
		text_add_string(&line, i > 0 ? "," : "");
		add_escaped(&line, card->labels[i]);
	}
	add_folded(to, text_slice(&line));
}

static void
add_note(struct text *to, const struct card_note *note)
{
	struct text line = TEXT_IN(to->arena);

	text_add_string(&line, "NOTE");
	if (note->at != 0)
		add_timestamp(&line, ";CREATED=", note->at);
	if (note->address.len > 0)
		add_param(&line, "AUTHOR", arena_format(to->arena,
		    "mailto:%.*s", SLICE_ARG(note->address)));
	text_add_char(&line, ':');
	add_escaped(&line, note->text);
	add_folded(to, text_slice(&line));
}

static void
add_field(struct text *to, const struct card_field *field)
{
	struct text line = TEXT_IN(to->arena);

	text_add_string(&line, "X-MAILDESK-FIELD");
	add_param(&line, "NAME", field->name);
	text_add_char(&line, ':');
	add_escaped(&line, field->value);
	add_folded(to, text_slice(&line));
}

/* Who looks for a first and a last name finds the whole one in the first. */
static void
add_names(struct text *to, struct slice name)
{
	struct text line = TEXT_IN(to->arena);

	add(to, "FN", name);
	text_add_string(&line, "N:;");
	add_escaped(&line, name);
	text_add_string(&line, ";;;");
	add_folded(to, text_slice(&line));
}

void
vcard_write(struct text *to, const struct card *card, int64_t at)
{
	text_add_string(to, "BEGIN:VCARD\r\nVERSION:4.0\r\n");
	add(to, "UID;VALUE=text", card->uid);
	add_names(to, card->values[PROFILE_NAME]);
	add(to, "ORG", card->organization);
	add(to, "TITLE", card->values[PROFILE_TITLE]);
	add_addresses(to, card);
	for (size_t i = 0; i < card->contact_count; i++)
		add_contact(to, &card->contacts[i]);
	add(to, "TZ", card->values[PROFILE_TIMEZONE]);
	add(to, "LANG", card->values[PROFILE_LANGUAGE]);
	add_labels(to, card);
	for (size_t i = 0; i < card->note_count; i++)
		add_note(to, &card->notes[i]);
	add(to, "X-MAILDESK-SUMMARY", card->values[PROFILE_SUMMARY]);
	for (size_t i = 0; i < card->field_count; i++)
		add_field(to, &card->fields[i]);
	if (at != 0) {
		add_timestamp(to, "REV:", at);
		text_add_string(to, "\r\n");
	}
	text_add_string(to, "END:VCARD\r\n");
}
