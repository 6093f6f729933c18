/* The values of a vCard: parameters asked for, text decoded and unescaped. */
#include "vcard_lex.h"

#include "base/ascii.h"
#include "mail/charset.h"
#include "mail/transfer.h"

#define PREFERENCE_NONE 101

struct slice
vcard_param(const struct vcard_property *property, const char *name)
{
	for (size_t i = 0; i < property->param_count; i++)
		if (slice_eq_nocase(property->params[i].name, slice_of(name)))
			return property->params[i].value;
	return SLICE_EMPTY;
}

/* 4.0 may quote several at once: TYPE="cell,voice". */
static bool
says(struct slice value, struct slice word)
{
	struct slice piece;

	while (slice_cut(&value, ',', &piece))
		if (slice_eq_nocase(slice_trim(piece), word))
			return true;
	return false;
}

bool
vcard_has_type(const struct vcard_property *property, const char *type)
{
	for (size_t i = 0; i < property->param_count; i++) {
		const struct vcard_param *param = &property->params[i];

		if ((param->name.len == 0 ||
		    slice_eq_nocase(param->name, SLICE("TYPE"))) &&
		    says(param->value, slice_of(type)))
			return true;
	}
	return false;
}

int
vcard_preference(const struct vcard_property *property)
{
	int64_t value;

	if (slice_number(vcard_param(property, "PREF"), PREFERENCE_NONE - 1,
		&value) && value > 0)
		return (int)value;
	return vcard_has_type(property, "PREF") ? 1 : PREFERENCE_NONE;
}

static enum mime_encoding
encoding_of(const struct vcard_property *property)
{
	for (size_t i = 0; i < property->param_count; i++) {
		const struct vcard_param *param = &property->params[i];

		if (param->name.len > 0 &&
		    !slice_eq_nocase(param->name, SLICE("ENCODING")))
			continue;
		if (slice_eq_nocase(param->value, SLICE("QUOTED-PRINTABLE")))
			return ENCODING_QUOTED_PRINTABLE;
		if (slice_eq_nocase(param->value, SLICE("BASE64")) ||
		    slice_eq_nocase(param->value, SLICE("B")))
			return ENCODING_BASE64;
	}
	return ENCODING_IDENTITY;
}

struct slice
vcard_value(const struct vcard_property *property, struct slice charset,
    struct arena *arena)
{
	struct slice bytes = transfer_decode(encoding_of(property),
	    property->raw, arena);
	struct slice own = vcard_param(property, "CHARSET");

	return charset_to_utf8(own.len > 0 ? own : charset, bytes, arena);
}

bool
vcard_piece(struct slice *rest, char separator, struct slice *piece)
{
	size_t i;

	if (rest->data == NULL)
		return false;
	for (i = 0; i < rest->len && rest->data[i] != separator; i++)
		if (rest->data[i] == '\\')
			i++;
	if (i >= rest->len) {
		*piece = *rest;
		*rest = SLICE_EMPTY;
		return true;
	}
	*piece = slice_head(*rest, i);
	*rest = slice_from(*rest, i + 1);
	return true;
}

/*
 * In 2.1 only a semicolon is escaped, but many of its writers escape as later
 * versions do; "\n" is none of theirs, as in C:\new.
 */
static char
unescaped(char c, enum vcard_version version)
{
	switch (c) {
	case 'n':
	case 'N':
		return version == VCARD_2_1 ? '\0' : '\n';
	case '\\':
	case ';':
	case ',':
	case ':':
		return c;
	}
	return '\0';
}

static void
add_plain(struct text *text, char c, char next)
{
	if (c == '\r' && next == '\n')
		return;
	if (c == '\r')
		c = '\n';
	text_add_char(text, ascii_is_control(c) && c != '\n' && c != '\t'
	    ? ' ' : c);
}

struct slice
vcard_plain(struct slice piece, enum vcard_version version,
    struct arena *arena)
{
	struct text text = TEXT_IN(arena);
	char next, c;

	for (size_t i = 0; i < piece.len; i++) {
		next = i + 1 < piece.len ? piece.data[i + 1] : '\0';
		c = piece.data[i] == '\\' ? unescaped(next, version) : '\0';
		if (c != '\0') {
			text_add_char(&text, c);
			i++;
		} else {
			add_plain(&text, piece.data[i], next);
		}
	}
	return slice_trim(text_slice(&text));
}
