/* The lines of a vCard: unfolded, and taken apart. */
#include "vcard_lex.h"

#include "base/ascii.h"

#define NAME_MAX_OCTETS 64

static bool
is_end(struct slice line)
{
	return slice_eq_nocase(slice_trim_end(line), SLICE("END:VCARD"));
}

/* Where the value's colon is, outside of quotes; line.len: there is none. */
static size_t
find_colon(struct slice line)
{
	bool quoted = false;

	for (size_t i = 0; i < line.len; i++)
		if (line.data[i] == '"')
			quoted = !quoted;
		else if (line.data[i] == ':' && !quoted)
			return i;
	/* A quote that nobody closed is none. */
	return slice_index(line, ':');
}

static bool
is_quoted_printable(struct slice line)
{
	return slice_has_nocase(slice_head(line, find_colon(line)),
	    SLICE("QUOTED-PRINTABLE"));
}

/*
 * How the next line goes on with this one: by a soft line break of
 * quoted-printable, or by a blank before it.  A folded line of 2.1 may be folded
 * only where a blank is, which stays.
 */
static bool
goes_on(struct text *text, struct slice *line, struct slice *rest, bool quoted,
    enum vcard_version version)
{
	struct slice next = *rest;

	if (rest->len == 0)
		return false;
	if (quoted && slice_ends(*line, SLICE("="))) {
		slice_line(&next, line);
		if (is_end(*line))
			return false;
		text->len--;
	} else if (ascii_is_blank(rest->data[0])) {
		slice_line(&next, line);
		if (version != VCARD_2_1)
			*line = slice_from(*line, 1);
	} else {
		return false;
	}
	*rest = next;
	text_add(text, *line);
	return true;
}

static bool
logical_line(struct slice *rest, enum vcard_version version,
    struct arena *arena, struct slice *out)
{
	struct text text = TEXT_IN(arena);
	struct slice line;
	bool quoted;

	if (!slice_line(rest, &line))
		return false;
	*out = line;
	quoted = is_quoted_printable(line);
	if (rest->len == 0 || (!ascii_is_blank(rest->data[0]) &&
	    !(quoted && slice_ends(line, SLICE("=")))))
		return true;
	text_add(&text, line);
	while (goes_on(&text, &line, rest, quoted, version))
		;
	*out = text_slice(&text);
	return true;
}

/* RFC 6868: what a parameter's value cannot hold. */
static struct slice
without_carets(struct slice value, struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	if (slice_index(value, '^') == value.len)
		return value;
	for (size_t i = 0; i < value.len; i++) {
		char next = i + 1 < value.len ? value.data[i + 1] : '\0';

		if (value.data[i] != '^' ||
		    (next != 'n' && next != '^' && next != '\'')) {
			text_add_char(&text, value.data[i]);
			continue;
		}
		text_add_char(&text, next == 'n' ? '\n'
		    : next == '\'' ? '"' : '^');
		i++;
	}
	return text_slice(&text);
}

static void
add_param(struct vcard_property *out, struct slice name, struct slice value,
    struct arena *arena)
{
	if (out->param_count < VCARD_PARAMS_MAX && value.len > 0)
		out->params[out->param_count++] = (struct vcard_param){
			slice_trim(name), without_carets(value, arena)
		};
}

/* One value, quoted or not, off the front. */
static struct slice
take_value(struct slice *rest)
{
	struct slice value;
	size_t end;

	if (slice_starts(*rest, SLICE("\""))) {
		value = slice_from(*rest, 1);
		end = slice_index(value, '"');
		value = slice_head(value, end);
		*rest = slice_from(*rest, end + 2);
		return value;
	}
	for (end = 0; end < rest->len && rest->data[end] != ',' &&
	     rest->data[end] != ';'; end++)
		;
	value = slice_head(*rest, end);
	*rest = slice_from(*rest, end);
	return slice_trim(value);
}

/* Parameters, without the ";" before them. */
static void
read_params(struct slice rest, struct vcard_property *out, struct arena *arena)
{
	struct slice name;
	size_t end;

	while (rest.len > 0) {
		for (end = 0; end < rest.len && rest.data[end] != '=' &&
		     rest.data[end] != ';'; end++)
			;
		name = slice_head(rest, end);
		if (end == rest.len || rest.data[end] == ';') {
			add_param(out, SLICE_EMPTY, slice_trim(name), arena);
			rest = slice_from(rest, end + 1);
			continue;
		}
		do {
			rest = slice_from(rest, end + 1);
			add_param(out, name, take_value(&rest), arena);
			end = 0;
		} while (slice_starts(rest, SLICE(",")));
		/* What stands behind a closing quote belongs to nothing. */
		rest = slice_from(rest, slice_index(rest, ';') + 1);
	}
}

static bool
is_name(struct slice name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!ascii_is_alnum(name.data[i]) && name.data[i] != '-' &&
		    name.data[i] != '_')
			return false;
	return name.len > 0 && name.len <= NAME_MAX_OCTETS;
}

static bool
read_property(struct slice line, struct arena *arena,
    struct vcard_property *out)
{
	size_t colon = find_colon(line), end;
	struct slice head = slice_head(line, colon);

	if (colon == line.len)
		return false;
	*out = (struct vcard_property){ .raw = slice_from(line, colon + 1) };
	end = slice_index(head, ';');
	out->name = slice_trim(slice_head(head, end));
	end = slice_rindex(out->name, '.');
	if (end < out->name.len) {
		out->group = slice_head(out->name, end);
		out->name = slice_from(out->name, end + 1);
	}
	if (!is_name(out->name))
		return false;
	read_params(slice_from(head, slice_index(head, ';') + 1), out, arena);
	return true;
}

bool
vcard_lex_next(struct slice *rest, enum vcard_version version,
    struct arena *arena, struct vcard_property *out)
{
	struct slice line;

	while (logical_line(rest, version, arena, &line))
		if (read_property(line, arena, out))
			return true;
	return false;
}
