/* A letter's HTML part: paragraphs, links, foreign text as it is. */
#include "desk/template_html.h"

#include <string.h>

#include "base/ascii.h"
#include "base/text.h"

#define STYLE_BODY "font-family:sans-serif;font-size:15px;line-height:1.5;" \
	"color:#222;max-width:44em"
#define STYLE_SMALL "color:#666;font-size:13px"
#define STYLE_QUOTE "margin:0 0 1em 0;padding-left:1em;" \
	"border-left:3px solid #ccc"

/*
 * Some mail programs know nothing of white-space: so lines end in <br>, and no
 * line end stands beside it, which the others would show as a second one.
 */
#define STYLE_VERBATIM "white-space:pre-wrap"

static const struct slice schemes[] = {
	SLICE_INIT("https://"),
	SLICE_INIT("http://"),
	SLICE_INIT("mailto:"),
};

static bool
ends_url(char c)
{
	return c == ' ' || ascii_is_control(c) || c == '<' || c == '>' ||
	    c == '"';
}

/* The octets of a web address at the front of s, without what ends the
   sentence around it; 0: none. */
static size_t
url_len(struct slice s)
{
	size_t len = 0;

	for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
		if (!slice_starts_nocase(s, schemes[i]))
			continue;
		while (len < s.len && !ends_url(s.data[len]))
			len++;
		while (len > 0 && memchr(".,;:!?)]}'", s.data[len - 1], 10))
			len--;
		return len > schemes[i].len ? len : 0;
	}
	return 0;
}

static bool
is_address_char(char c)
{
	return ascii_is_alnum(c) || c == '.' || c == '-' || c == '_' ||
	    c == '+' || c == '=';
}

/* Likewise of a mail address that needs no quotes, here or in a link. */
static size_t
address_len(struct slice s)
{
	size_t local = 0;
	size_t len;

	while (local < s.len && is_address_char(s.data[local]))
		local++;
	if (local == 0 || local == s.len || s.data[local] != '@')
		return 0;
	len = local + 1;
	while (len < s.len && (ascii_is_alnum(s.data[len]) ||
	    s.data[len] == '-' || s.data[len] == '.'))
		len++;
	while (len > 0 && !ascii_is_alnum(s.data[len - 1]) &&
	    s.data[len - 1] != '@')
		len--;
	return len > local + 1 ? len : 0;
}

static void
add_link(struct text *to, const char *scheme, struct slice target)
{
	text_add_string(to, "<a href=\"");
	text_add_string(to, scheme);
	text_add_html(to, target);
	text_add_string(to, "\">");
	text_add_html(to, target);
	text_add_string(to, "</a>");
}

/* A web address may follow a text that has no blanks, like Japanese. */
static size_t
link_len(struct slice line, size_t at, bool link_addresses, bool *is_url)
{
	char	before = at > 0 ? line.data[at - 1] : ' ';
	size_t	len = 0;

	*is_url = true;
	if (!ascii_is_alnum(before))
		len = url_len(slice_from(line, at));
	if (len > 0 || !link_addresses)
		return len;
	*is_url = false;
	if (is_address_char(before) || (before & 0x80) != 0)
		return 0;
	return address_len(slice_from(line, at));
}

static void
add_line(struct text *to, struct slice line, bool link_addresses)
{
	size_t	plain = 0;
	size_t	len;
	bool	is_url;

	/* Most lines have neither: there is no need to look for more. */
	if (slice_index(line, ':') == line.len &&
	    (!link_addresses || slice_index(line, '@') == line.len)) {
		text_add_html(to, line);
		return;
	}
	for (size_t i = 0; i < line.len; i += len > 0 ? len : 1) {
		len = link_len(line, i, link_addresses, &is_url);
		if (len == 0)
			continue;
		text_add_html(to, slice_make(line.data + plain, i - plain));
		add_link(to, is_url ? "" : "mailto:",
		    slice_make(line.data + i, len));
		plain = i + len;
	}
	text_add_html(to, slice_from(line, plain));
}

/* The line that parts a signature from the text. */
static bool
is_signature(struct slice line)
{
	return slice_eq(slice_trim_end(line), SLICE("--"));
}

/*
 * What stands below "-- ", and the line above which answers are written, is
 * for mail programs rather than for people: small.
 */
static void
open_paragraph(struct text *to, struct slice line)
{
	if (is_signature(line) || slice_starts(line, SLICE("##")))
		text_add_string(to, "<p dir=\"auto\" style=\"" STYLE_SMALL
		    "\">");
	else
		text_add_string(to, "<p dir=\"auto\">");
}

static void
add_prose(struct text *to, struct slice prose)
{
	struct slice	line;
	bool		open = false;
	bool		begun = false; /* the paragraph shows something */

	while (slice_line(&prose, &line)) {
		if (slice_trim(line).len == 0) {
			text_add_string(to, open ? "</p>\n" : "");
			open = begun = false;
			continue;
		}
		if (!open)
			open_paragraph(to, line);
		open = true;
		if (is_signature(line))
			continue;
		text_add_string(to, begun ? "<br>\n" : "");
		add_line(to, line, true);
		begun = true;
	}
	text_add_string(to, open ? "</p>\n" : "");
}

static void
add_verbatim(struct text *to, struct slice block)
{
	struct slice	line;
	bool		first = true;

	while (slice_line(&block, &line)) {
		text_add_string(to, first ? "" : "<br>");
		add_line(to, line, false);
		first = false;
	}
}

static void
add_piece(struct text *to, const struct piece *piece)
{
	switch (piece->kind) {
	case PIECE_PROSE:
		add_prose(to, piece->text);
		break;
	case PIECE_BLOCK:
		text_add_string(to, "<div dir=\"auto\" style=\""
		    STYLE_VERBATIM "\">");
		add_verbatim(to, piece->text);
		text_add_string(to, "</div>\n");
		break;
	case PIECE_QUOTE:
		text_add_string(to, "<blockquote dir=\"auto\" style=\""
		    STYLE_QUOTE ";" STYLE_VERBATIM "\">");
		add_verbatim(to, piece->text);
		text_add_string(to, "</blockquote>\n");
		break;
	}
}

static const char letters[] = {
	[PIECE_PROSE] = 'p',
	[PIECE_BLOCK] = 'b',
	[PIECE_QUOTE] = 'q',
};

struct slice
template_shape(struct slice language, const struct piece *pieces, size_t count,
    struct arena *arena)
{
	struct text to = TEXT_IN(arena);

	text_add(&to, language);
	for (size_t i = 0; i < count; i++)
		text_add_format(&to, " %c%zu", letters[pieces[i].kind],
		    pieces[i].len);
	return text_slice(&to);
}

/* The lines of a quote without the marks that they have in the text. */
static struct slice
without_marks(struct slice quote, struct arena *arena)
{
	struct text	to = TEXT_IN(arena);
	struct slice	line;
	bool		first = true;

	while (slice_line(&quote, &line)) {
		text_add_string(&to, first ? "" : "\n");
		if (slice_starts(line, SLICE("> ")))
			line = slice_from(line, 2);
		else if (slice_starts(line, SLICE(">")))
			line = slice_from(line, 1);
		text_add(&to, line);
		first = false;
	}
	return text_slice(&to);
}

/* Takes the next piece off both; the last one takes all that is left. */
static struct piece
next_piece(struct slice *shape, struct slice *text, struct arena *arena)
{
	struct piece	piece = { .kind = PIECE_BLOCK };
	struct slice	word = SLICE_EMPTY;
	int64_t		len;

	slice_cut(shape, ' ', &word);
	if (shape->len == 0 ||
	    !slice_number(slice_from(word, 1), (int64_t)text->len, &len))
		len = (int64_t)text->len;
	for (size_t i = 0; i < ARRAY_LEN(letters); i++)
		if (word.len > 0 && word.data[0] == letters[i])
			piece.kind = (enum piece_kind)i;
	piece.text = slice_head(*text, (size_t)len);
	*text = slice_from(*text, (size_t)len);
	if (piece.kind == PIECE_QUOTE)
		piece.text = without_marks(piece.text, arena);
	return piece;
}

struct slice
template_html(struct slice subject, struct slice text, struct slice shape,
    struct arena *arena)
{
	struct text	to = TEXT_IN(arena);
	struct slice	language = SLICE_EMPTY;
	struct piece	piece;

	if (shape.len == 0)
		return SLICE_EMPTY;
	slice_cut(&shape, ' ', &language);
	text_add_string(&to, "<!DOCTYPE html>\n<html lang=\"");
	text_add_html(&to, language);
	text_add_string(&to, "\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
	text_add_html(&to, subject);
	text_add_string(&to, "</title>\n</head>\n"
	    "<body dir=\"auto\" style=\"" STYLE_BODY "\">\n");
	while (text.len > 0) {
		piece = next_piece(&shape, &text, arena);
		add_piece(&to, &piece);
	}
	text_add_string(&to, "</body>\n</html>\n");
	return text_slice(&to);
}
