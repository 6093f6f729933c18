/* Text becomes words: atoms, quoted strings or encoded words, folded. */
#include "mail/words.h"

#include "base/ascii.h"
#include "base/encode.h"

#define LINE_OCTETS 76
#define WORD_OCTETS 75
#define OPEN_Q "=?utf-8?q?"
#define OPEN_B "=?utf-8?b?"
#define CLOSE "?="
#define FRAME_OCTETS (sizeof(OPEN_Q CLOSE) - 1)

static void
fold(struct text *to, size_t *column)
{
	text_add(to, SLICE("\r\n "));
	*column = 1;
}

/* The text as it may be written: UTF-8, one line. */
static struct slice
clean(struct text *to, struct slice utf8)
{
	struct text valid = TEXT_IN(to->arena);

	if (!slice_is_utf8(utf8)) {
		text_add_utf8(&valid, utf8);
		utf8 = text_slice(&valid);
	}
	return words_line(utf8, to->arena);
}

static bool
is_printable(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.data[i] != ' ' && !ascii_is_graph(s.data[i]))
			return false;
	return !slice_has(s, SLICE("=?"));
}

/*
 * The front of s up to a blank where a line may be folded: alone, for a reader
 * makes one of several.
 */
static struct slice
next_token(struct slice *s)
{
	struct slice token = *s;
	size_t i;

	for (i = 0; i < s->len; i++) {
		if (s->data[i] != ' ')
			continue;
		if (i > 0 && s->data[i - 1] != ' ' && i + 1 < s->len &&
		    s->data[i + 1] != ' ')
			break;
	}
	token = slice_head(token, i);
	*s = slice_from(*s, i + 1);
	return token;
}

/* True when every line can be kept short by folding between tokens. */
static bool
is_foldable(struct slice s, size_t column)
{
	struct slice token;

	if (s.len > 0 && (s.data[0] == ' ' || s.data[s.len - 1] == ' '))
		return false;
	while (s.len > 0) {
		token = next_token(&s);
		if (column + token.len > LINE_OCTETS)
			return false;
		column = 1;
	}
	return true;
}

static void
write_tokens(struct text *to, struct slice s, size_t column)
{
	bool first = true;
	struct slice token;

	while (s.len > 0) {
		token = next_token(&s);
		if (!first && column + 1 + token.len > LINE_OCTETS) {
			fold(to, &column);
		} else if (!first) {
			text_add_char(to, ' ');
			column++;
		}
		text_add(to, token);
		column += token.len;
		first = false;
	}
}

/* What may stand in a Q word anywhere, in a phrase too (RFC 2047, 5.3). */
static bool
is_q_literal(char c)
{
	return ascii_is_alnum(c) || c == '!' || c == '*' || c == '+' ||
	    c == '-' || c == '/';
}

static size_t
q_octets(struct slice s)
{
	size_t octets = 0;

	for (size_t i = 0; i < s.len; i++)
		octets += s.data[i] == ' ' || is_q_literal(s.data[i]) ? 1 : 3;
	return octets;
}

static size_t
b_octets(size_t len)
{
	return (len + 2) / 3 * 4;
}

/* As many whole characters of s as fit into `room` octets of a word's text. */
static struct slice
fitting(struct slice s, size_t room, bool base64)
{
	size_t taken = 0;
	size_t q = 0;
	uint32_t code_point;

	while (taken < s.len) {
		size_t len = slice_code_point(slice_from(s, taken),
		    &code_point);

		q += q_octets(slice_make(s.data + taken, len));
		if ((base64 ? b_octets(taken + len) : q) > room)
			break;
		taken += len;
	}
	return slice_head(s, taken);
}

static void
write_q(struct text *to, struct slice s)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.data[i];

		if (c == ' ') {
			text_add_char(to, '_');
		} else if (is_q_literal(s.data[i])) {
			text_add_char(to, s.data[i]);
		} else {
			text_add_char(to, '=');
			text_add_char(to, hex[c >> 4]);
			text_add_char(to, hex[c & 15]);
		}
	}
}

static void
write_encoded(struct text *to, struct slice s, size_t column)
{
	bool base64 = b_octets(s.len) < q_octets(s);
	struct slice piece;
	size_t room;

	while (s.len > 0) {
		room = column < LINE_OCTETS ? LINE_OCTETS - column : 0;
		if (room > WORD_OCTETS)
			room = WORD_OCTETS;
		room = room > FRAME_OCTETS ? room - FRAME_OCTETS : 0;
		piece = fitting(s, room, base64);
		if (piece.len > 0) {
			text_add(to, base64 ? SLICE(OPEN_B) : SLICE(OPEN_Q));
			if (base64)
				encode_base64(to, piece, false);
			else
				write_q(to, piece);
			text_add(to, SLICE(CLOSE));
			s = slice_from(s, piece.len);
		}
		if (s.len > 0)
			fold(to, &column);
	}
}

void
words_encode(struct text *to, struct slice utf8, size_t column)
{
	struct slice s = clean(to, utf8);

	if (is_printable(s) && is_foldable(s, column))
		write_tokens(to, s, column);
	else
		write_encoded(to, s, column);
}

static bool
is_atext(char c)
{
	static const struct slice others = SLICE_INIT("!#$%&'*+-/=?^_`{|}~");

	return ascii_is_alnum(c) || slice_index(others, c) < others.len;
}

static bool
is_atoms(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.data[i] != ' ' && !is_atext(s.data[i]))
			return false;
	return !slice_has(s, SLICE("  "));
}

static void
write_quoted(struct text *to, struct slice s)
{
	text_add_char(to, '"');
	for (size_t i = 0; i < s.len; i++) {
		if (s.data[i] == '"' || s.data[i] == '\\')
			text_add_char(to, '\\');
		text_add_char(to, s.data[i]);
	}
	text_add_char(to, '"');
}

static size_t
quoted_octets(struct slice s)
{
	size_t octets = 2;

	for (size_t i = 0; i < s.len; i++)
		octets += s.data[i] == '"' || s.data[i] == '\\' ? 2 : 1;
	return octets;
}

void
words_encode_phrase(struct text *to, struct slice utf8, size_t column)
{
	struct slice s = clean(to, utf8);

	if (!is_printable(s))
		write_encoded(to, s, column);
	else if (is_atoms(s) && is_foldable(s, column))
		write_tokens(to, s, column);
	else if (column + quoted_octets(s) <= LINE_OCTETS)
		write_quoted(to, s);
	else
		write_encoded(to, s, column);
}
