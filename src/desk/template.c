/* The letters' words: carried templates, and how they become a letter. */
#include "desk/template.h"

#include "base/text.h"
#include "desk/language.h"
#include "desk/template_html.h"
#include "desk/template_slot.h"

static const struct carried {
	const char *name; /* "en/note" */
	const char *text;
} carried[] = {
#include "templates.h"
};

/* What is being made of one template. */
struct render {
	const struct template_value *values;
	size_t count;
	struct arena *arena;
	struct text prose; /* of the piece that is growing */
	struct piece *pieces;
	size_t piece_count;
	size_t depth;	   /* sections open here */
	size_t hidden;	   /* the depth from which on nothing shows; 0: shows */
};

static struct slice
value_of(const struct render *render, struct slice name)
{
	for (size_t i = 0; i < render->count; i++)
		if (slice_eq(name, slice_of(render->values[i].name)))
			return render->values[i].value;
	return SLICE_EMPTY;
}

/* All that a value must not have in a line begin so in UTF-8. */
#define SUSPECT '\xe2'

/* Marks that turn the direction of what follows, the letter's own words too. */
static bool
turns_direction(uint32_t c)
{
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static bool
ends_line(uint32_t c)
{
	return c == 0x2028 || c == 0x2029;
}

/* A value among the letter's own words: it must not look like more of them. */
static void
add_value(struct text *to, struct slice value, struct arena *arena)
{
	struct text	utf8 = TEXT_IN(arena);
	struct slice	rest;
	uint32_t	c;
	size_t		len;
	bool		cut;

	text_add_utf8(&utf8, slice_head(value, TEMPLATE_VALUE_MAX + 4));
	rest = text_slice(&utf8);
	cut = rest.len > TEMPLATE_VALUE_MAX;
	if (cut)
		rest = slice_head(rest, slice_utf8_run(
		    slice_head(rest, TEMPLATE_VALUE_MAX)));
	for (; rest.len > 0; rest = slice_from(rest, len)) {
		len = slice_index(rest, SUSPECT);
		text_add_line(to, slice_head(rest, len));
		rest = slice_from(rest, len);
		len = slice_code_point(rest, &c);
		if (len > 0 && ends_line(c))
			text_add_char(to, ' ');
		else if (len > 0 && !turns_direction(c))
			text_add_line(to, slice_head(rest, len));
	}
	if (cut)
		text_add_string(to, "...");
}

/* Foreign lines as they are, without controls; tabs may make a table. */
static struct slice
block_text(struct slice value, struct arena *arena)
{
	struct text	utf8 = TEXT_IN(arena);
	struct text	to = TEXT_IN(arena);
	struct slice	rest, line, cell;

	text_add_utf8(&utf8, value);
	rest = text_slice(&utf8);
	while (slice_line(&rest, &line)) {
		if (to.len == 0 && slice_trim(line).len == 0)
			continue;
		while (slice_cut(&line, '\t', &cell)) {
			text_add_line(&to, cell);
			text_add_char(&to, '\t');
		}
		/* In place of the tab behind the last one. */
		to.data[to.len - 1] = '\n';
	}
	return slice_trim_end(text_slice(&to));
}

static void
add_piece(struct render *render, enum piece_kind kind, struct slice text)
{
	if (text.len == 0)
		return;
	render->pieces = arena_grow(render->arena, render->pieces,
	    render->piece_count * sizeof(*render->pieces),
	    (render->piece_count + 1) * sizeof(*render->pieces));
	render->pieces[render->piece_count++] =
	    (struct piece){ .kind = kind, .text = text };
}

/* Where something is left out, no hole shall be: one empty line at most. */
static struct slice
close_holes(struct slice prose, struct arena *arena)
{
	struct text	to = TEXT_IN(arena);
	size_t		ends = 0;

	for (size_t i = 0; i < prose.len; i++) {
		ends = prose.data[i] == '\n' ? ends + 1 : 0;
		if (ends <= 2)
			text_add_char(&to, prose.data[i]);
	}
	return text_slice(&to);
}

static void
end_prose(struct render *render)
{
	add_piece(render, PIECE_PROSE,
	    close_holes(text_slice(&render->prose), render->arena));
	render->prose = TEXT_IN(render->arena);
}

static void
add_block(struct render *render, struct slice block)
{
	struct slice	prose = text_slice(&render->prose);
	bool		quote = slice_eq(prose, SLICE("> ")) ||
			    slice_ends(prose, SLICE("\n> "));

	if (quote)
		render->prose.len -= 2;
	if (block.len == 0)
		return;
	end_prose(render);
	add_piece(render, quote ? PIECE_QUOTE : PIECE_BLOCK, block);
}

static void
add_slot(struct render *render, const struct slot *slot)
{
	struct slice	value = value_of(render, slot->name);

	switch (slot->kind) {
	case SLOT_IF:
	case SLOT_UNLESS:
		render->depth++;
		if (render->hidden == 0 &&
		    (value.len > 0) == (slot->kind == SLOT_UNLESS))
			render->hidden = render->depth;
		break;
	case SLOT_END:
		if (render->hidden == render->depth)
			render->hidden = 0;
		if (render->depth > 0)
			render->depth--;
		break;
	case SLOT_VALUE:
		if (render->hidden == 0)
			add_value(&render->prose, value, render->arena);
		break;
	case SLOT_BLOCK:
		if (render->hidden == 0)
			add_block(render, block_text(value, render->arena));
		break;
	}
}

static void
render_pieces(struct render *render, struct slice text)
{
	struct slot_scan	scan = { text, 0 };
	struct slice		before;
	struct slot		slot;
	bool			more;

	render->prose = TEXT_IN(render->arena);
	do {
		more = slot_next(&scan, &before, &slot);
		if (render->hidden == 0)
			text_add(&render->prose, before);
		if (more)
			add_slot(render, &slot);
	} while (more);
	end_prose(render);
}

static void
add_quote(struct text *to, struct slice block)
{
	struct slice	line;
	bool		first = true;

	while (slice_line(&block, &line)) {
		text_add_string(to, first ? ">" : "\n>");
		text_add_string(to, line.len > 0 ? " " : "");
		text_add(to, line);
		first = false;
	}
}

/* The pieces' lengths without what was cut off the front. */
static void
shorten(struct render *render, size_t cut)
{
	struct piece *piece = render->pieces;

	for (size_t i = 0; i < render->piece_count && cut > 0; i++, piece++) {
		size_t n = cut < piece->len ? cut : piece->len;

		piece->len -= n;
		cut -= n;
	}
}

static struct slice
plain_text(struct render *render)
{
	struct text	to = TEXT_IN(render->arena);
	struct slice	text;
	size_t		from;

	for (size_t i = 0; i < render->piece_count; i++) {
		from = to.len;
		if (render->pieces[i].kind == PIECE_QUOTE)
			add_quote(&to, render->pieces[i].text);
		else
			text_add(&to, render->pieces[i].text);
		render->pieces[i].len = to.len - from;
	}
	text_add_char(&to, '\n');
	text = text_slice(&to);
	while (text.len > 0 && text.data[0] == '\n')
		text = slice_from(text, 1);
	shorten(render, to.len - text.len);
	while (text.len > 1 && text.data[text.len - 2] == '\n')
		text.len--;
	return text;
}

void
template_render_text(struct slice language, struct slice text,
    const struct template_value *values, size_t count, struct arena *arena,
    struct template_result *out)
{
	struct render	render = { values, count, arena, .pieces = NULL };
	struct slice	subject, body;

	template_split(text, &subject, &body);
	render_pieces(&render, subject);
	out->subject = slice_trim(plain_text(&render));

	render = (struct render){ values, count, arena, .pieces = NULL };
	render_pieces(&render, body);
	out->text = plain_text(&render);
	out->shape = template_shape(language, render.pieces,
	    render.piece_count, arena);
}

const char *
template_name(size_t at, struct slice *text)
{
	if (at >= ARRAY_LEN(carried))
		return NULL;
	*text = slice_of(carried[at].text);
	return carried[at].name;
}

