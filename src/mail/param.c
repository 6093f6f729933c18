/* Parameters: the pieces of RFC 2231 joined, the values made UTF-8. */
#include "mail/param.h"

#include "base/ascii.h"
#include "base/text.h"
#include "mail/charset.h"
#include "mail/param_lex.h"
#include "mail/words.h"

#define FIRST_PIECES 8

struct pieces {
	struct param_piece *items;
	size_t count;
	size_t size;
};

static void
read_pieces(struct param_lex *lex, struct pieces *out)
{
	struct param_piece piece;

	while (param_lex_next(lex, &piece)) {
		if (out->count == lex->limits->max[LIMIT_PARAMETERS]) {
			lex->limited |= LIMIT_BIT(LIMIT_PARAMETERS);
			return;
		}
		if (out->count == out->size) {
			size_t size = out->size > 0 ? out->size * 2 :
			    FIRST_PIECES;

			out->items = arena_grow(lex->arena, out->items,
			    out->size * sizeof(piece), size * sizeof(piece));
			out->size = size;
		}
		out->items[out->count++] = piece;
	}
}

static void
add_percent_decoded(struct text *to, struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		int high = -1;
		int low = -1;

		if (s.data[i] == '%' && i + 2 < s.len) {
			high = ascii_hex(s.data[i + 1]);
			low = ascii_hex(s.data[i + 2]);
		}
		if (high >= 0 && low >= 0) {
			text_add_char(to, (char)(high << 4 | low));
			i += 2;
		} else {
			text_add_char(to, s.data[i]);
		}
	}
}

/* Takes "charset'language'" off the front; empty when it is not there. */
static struct slice
cut_charset(struct slice *value)
{
	struct slice charset = slice_head(*value, slice_index(*value, '\''));
	struct slice rest = slice_from(*value, charset.len + 1);
	size_t language = slice_index(rest, '\'');

	if (charset.len == value->len || language == rest.len)
		return SLICE_EMPTY;
	*value = slice_from(rest, language + 1);
	return charset;
}

static bool
is_boundary(struct slice name)
{
	return slice_eq(name, SLICE("boundary"));
}

/*
 * A value that says nothing of RFC 2231.  Some programs write its syntax
 * without its stars: name="utf-8''caf%C3%A9".
 */
static struct slice
plain_value(struct slice name, struct slice value, struct arena *arena)
{
	struct slice rest = value;
	struct slice charset;
	struct text bytes = TEXT_IN(arena);

	if (is_boundary(name))
		return value;
	charset = cut_charset(&rest);
	if (charset.len == 0 || !slice_has(value, SLICE("''")) ||
	    !charset_is_known(charset))
		return words_decode(value, SLICE_EMPTY, arena);
	add_percent_decoded(&bytes, rest);
	return words_line(charset_to_utf8(charset, text_slice(&bytes), arena),
	    arena);
}

/* The piece of `name` with the least section above `above`; NULL: none. */
static const struct param_piece *
next_section(const struct pieces *pieces, struct slice name, int above)
{
	const struct param_piece *best = NULL;

	for (size_t i = 0; i < pieces->count; i++) {
		const struct param_piece *piece = &pieces->items[i];

		if (piece->section > above && slice_eq(piece->name, name) &&
		    (best == NULL || piece->section < best->section))
			best = piece;
	}
	return best;
}

/* The value from `piece` on: of it alone when it has no section. */
static struct slice
joined_value(const struct pieces *pieces, const struct param_piece *piece,
    struct arena *arena)
{
	struct text bytes = TEXT_IN(arena);
	struct slice charset = SLICE_EMPTY;
	struct slice name = piece->name;
	bool first = true;
	bool extended = false;

	for (; piece != NULL;
	    piece = piece->section == PARAM_NO_SECTION ? NULL :
	    next_section(pieces, name, piece->section)) {
		struct slice value = piece->value;

		if (piece->extended && first)
			charset = cut_charset(&value);
		if (piece->extended)
			add_percent_decoded(&bytes, value);
		else
			text_add(&bytes, value);
		extended = extended || piece->extended;
		first = false;
	}
	if (is_boundary(name))
		return text_slice(&bytes);
	if (!extended)
		return plain_value(name, text_slice(&bytes), arena);
	return words_line(charset_to_utf8(charset, text_slice(&bytes), arena),
	    arena);
}

static struct slice
best_value(const struct pieces *pieces, struct slice name, struct arena *arena)
{
	const struct param_piece *plain = NULL;
	const struct param_piece *section;

	for (size_t i = 0; i < pieces->count; i++) {
		const struct param_piece *piece = &pieces->items[i];

		if (piece->section != PARAM_NO_SECTION ||
		    !slice_eq(piece->name, name))
			continue;
		if (piece->extended)
			return joined_value(pieces, piece, arena);
		if (plain == NULL)
			plain = piece;
	}
	section = next_section(pieces, name, PARAM_NO_SECTION);
	if (section != NULL)
		return joined_value(pieces, section, arena);
	return plain_value(name, plain->value, arena);
}

static bool
is_repeated(const struct params *params, struct slice name)
{
	for (size_t i = 0; i < params->count; i++)
		if (slice_eq(params->items[i].name, name))
			return true;
	return false;
}

void
params_parse(struct slice value, const struct mail_limits *limits,
    struct arena *arena, struct params *out, limit_bits *limited)
{
	struct param_lex lex = { .limits = limits, .arena = arena };
	struct pieces pieces = { NULL, 0, 0 };

	/* Some program encodes a whole field as one word. */
	if (slice_starts(value, SLICE("=?")))
		value = words_decode(value, SLICE_EMPTY, arena);
	lex.rest = value;
	out->word = param_lex_word(&lex);
	read_pieces(&lex, &pieces);
	*limited |= lex.limited;

	out->count = 0;
	out->items = arena_array(arena, pieces.count, sizeof(*out->items));
	for (size_t i = 0; i < pieces.count; i++) {
		struct slice name = pieces.items[i].name;

		if (is_repeated(out, name))
			continue;
		out->items[out->count].value = best_value(&pieces, name, arena);
		out->items[out->count].name = name;
		out->count++;
	}
}

struct slice
params_find(const struct params *params, struct slice name)
{
	for (size_t i = 0; i < params->count; i++)
		if (slice_eq(params->items[i].name, name))
			return params->items[i].value;
	return SLICE_EMPTY;
}
