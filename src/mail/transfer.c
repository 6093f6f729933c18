/* Base64, quoted-printable and uuencode, clean or dirty. */
#include "mail/transfer.h"

#include <string.h>

#include "base/ascii.h"

#define LINE_MAX 76

/* The digit's value plus one; 0 for what is no digit. */
static const unsigned char digits[256] = {
	['+'] = 63,
	['/'] = 64,
	['0'] = 53, 54, 55, 56, 57, 58, 59, 60, 61, 62,
	['A'] = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18,
	19, 20, 21, 22, 23, 24, 25, 26,
	['a'] = 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42,
	43, 44, 45, 46, 47, 48, 49, 50, 51, 52,
};

struct base64 {
	const unsigned char *at;
	const unsigned char *end;
	const unsigned char *sure; /* nothing but base64 up to here */
	char *to;
	uint32_t bits;	/* of the digits of an unfinished group */
	unsigned count; /* of those digits */
};

/* Whole groups without anything between, which is nearly everything. */
static void
base64_groups(struct base64 *b)
{
	while (b->end - b->at >= 4) {
		uint32_t d0 = digits[b->at[0]], d1 = digits[b->at[1]];
		uint32_t d2 = digits[b->at[2]], d3 = digits[b->at[3]];
		uint32_t bits;

		if (d0 == 0 || d1 == 0 || d2 == 0 || d3 == 0)
			return;
		bits = (d0 - 1) << 18 | (d1 - 1) << 12 | (d2 - 1) << 6 |
		    (d3 - 1);
		*b->to++ = (char)(bits >> 16);
		*b->to++ = (char)(bits >> 8);
		*b->to++ = (char)bits;
		b->at += 4;
	}
}

/* The octets of an unfinished group. */
static void
base64_flush(struct base64 *b)
{
	if (b->count >= 2)
		*b->to++ = (char)(b->bits >> (b->count == 2 ? 4 : 10));
	if (b->count == 3)
		*b->to++ = (char)(b->bits >> 2);
	b->bits = 0;
	b->count = 0;
}

/*
 * Behind padding: true when another run of base64 follows, and not a footer.
 */
static bool
base64_goes_on(struct base64 *b)
{
	const unsigned char *p;
	size_t count = 0;

	while (b->at < b->end &&
	    (*b->at == '=' || ascii_is_space((char)*b->at)))
		b->at++;
	if (b->at < b->sure)
		return true;
	for (p = b->at; p < b->end && *p != '\n' && *p != '\r'; p++) {
		if (digits[*p] == 0 && *p != '=')
			return false;
		count++;
	}
	b->sure = p;
	return count >= 4 && count % 4 == 0;
}

static struct slice
decode_base64(struct slice body, struct arena *arena)
{
	char *start = arena_alloc(arena, body.len / 4 * 3 + 3);
	struct base64 b = { .to = start };
	unsigned char c;

	b.at = (const unsigned char *)(body.len > 0 ? body.data : "");
	b.end = b.at + body.len;
	b.sure = b.at;
	for (;;) {
		if (b.count == 0)
			base64_groups(&b);
		if (b.at == b.end)
			break;
		c = *b.at++;
		if (c == '=') {
			base64_flush(&b);
			if (!base64_goes_on(&b))
				break;
		} else if (digits[c] != 0) {
			b.bits = b.bits << 6 | (uint32_t)(digits[c] - 1);
			if (++b.count == 4) {
				*b.to++ = (char)(b.bits >> 16);
				*b.to++ = (char)(b.bits >> 8);
				*b.to++ = (char)b.bits;
				b.bits = 0;
				b.count = 0;
			}
		}
	}
	base64_flush(&b);
	return slice_make(start, (size_t)(b.to - start));
}

/*
 * Length of a soft line break at the front of s ("=" and blanks and a line
 * end, or the end of the text); 0 when it is none.
 */
static size_t
soft_break(struct slice s)
{
	size_t i = 1;

	while (i < s.len && ascii_is_blank(s.data[i]))
		i++;
	if (i == s.len)
		return i;
	if (s.data[i] != '\r' && s.data[i] != '\n')
		return 0;
	while (i < s.len && s.data[i] == '\r')
		i++;
	return i < s.len && s.data[i] == '\n' ? i + 1 : i;
}

static struct slice
decode_quoted(struct slice body, struct arena *arena)
{
	struct text to = TEXT_IN(arena);
	size_t len;
	int high;
	int low;

	text_reserve(&to, body.len);
	for (;;) {
		len = slice_index(body, '=');
		text_add(&to, slice_head(body, len));
		body = slice_from(body, len);
		if (body.len == 0)
			return text_slice(&to);
		high = body.len > 2 ? ascii_hex(body.data[1]) : -1;
		low = body.len > 2 ? ascii_hex(body.data[2]) : -1;
		if (high >= 0 && low >= 0) {
			text_add_char(&to, (char)(high << 4 | low));
			len = 3;
		} else if ((len = soft_break(body)) == 0) {
			text_add_char(&to, '=');
			len = 1;
		}
		body = slice_from(body, len);
	}
}

/* "begin 644 name". */
static bool
is_uu_begin(struct slice line)
{
	size_t i = 6;

	if (!slice_starts(line, SLICE("begin ")))
		return false;
	while (i < line.len && line.data[i] >= '0' && line.data[i] <= '7')
		i++;
	return i > 8 && i < line.len && line.data[i] == ' ';
}

static bool
is_uu(char c)
{
	return c >= 0x20 && c <= 0x60;
}

/* One line; false when it is none, or the last. */
static bool
decode_uu_line(struct text *to, struct slice line)
{
	size_t octets;
	size_t out = to->len;

	if (line.len == 0 || !is_uu(line.data[0]))
		return false;
	octets = (size_t)(line.data[0] - 0x20) & 63;
	for (size_t i = 1; i < line.len; i++)
		if (!is_uu(line.data[i]))
			return false;
	for (size_t i = 1; to->len < out + octets; i += 4) {
		uint32_t bits = 0;

		/* Blanks at the end, which are zeros, get lost on the way. */
		for (size_t j = i; j < i + 4; j++)
			bits = bits << 6 | (j < line.len ?
			    (uint32_t)(line.data[j] - 0x20) & 63 : 0);
		text_add_char(to, (char)(bits >> 16));
		text_add_char(to, (char)(bits >> 8));
		text_add_char(to, (char)bits);
	}
	to->len = out + octets;
	return octets > 0;
}

static struct slice
decode_uu(struct slice body, struct arena *arena)
{
	struct text to = TEXT_IN(arena);
	struct slice rest = body;
	struct slice line;
	bool begun = false;

	while (!begun && slice_line(&rest, &line))
		begun = is_uu_begin(line);
	if (!begun)
		rest = body;
	text_reserve(&to, rest.len / 4 * 3);
	while (slice_line(&rest, &line)) {
		if (slice_eq(slice_trim_end(line), SLICE("end")))
			break;
		if (!decode_uu_line(&to, line) && to.len > 0)
			break;
	}
	return text_slice(&to);
}

struct slice
transfer_decode(enum mime_encoding encoding, struct slice body,
    struct arena *arena)
{
	switch (encoding) {
	case ENCODING_IDENTITY:
		return body;
	case ENCODING_QUOTED_PRINTABLE:
		return decode_quoted(body, arena);
	case ENCODING_BASE64:
		return decode_base64(body, arena);
	case ENCODING_UUENCODE:
		return decode_uu(body, arena);
	}
	return body;
}

/* True for octets that may stand as they are, but for blanks. */
static bool
is_literal(char c)
{
	return ascii_is_graph(c) && c != '=';
}

static void
quote_octet(struct text *to, char c, size_t *column)
{
	static const char hex[] = "0123456789ABCDEF";
	unsigned char octet = (unsigned char)c;

	/* One column is kept for the "=" of a soft break. */
	if (*column + 3 > LINE_MAX - 1) {
		text_add(to, SLICE("=\r\n"));
		*column = 0;
	}
	text_add_char(to, '=');
	text_add_char(to, hex[octet >> 4]);
	text_add_char(to, hex[octet & 15]);
	*column += 3;
}

static void
quote_line(struct text *to, struct slice line)
{
	size_t column = 0;

	for (size_t i = 0; i < line.len; i++) {
		char c = line.data[i];
		bool last = i + 1 == line.len;
		/* An mbox's "From " and SMTP's dot are others' to escape, and
		   some forget. */
		bool escaped = i == 0 && (slice_starts(line, SLICE("From ")) ||
		    slice_eq(line, SLICE(".")));

		if (escaped || (!is_literal(c) &&
		    !(ascii_is_blank(c) && !last))) {
			quote_octet(to, c, &column);
			continue;
		}
		if (column + 1 > LINE_MAX - 1) {
			text_add(to, SLICE("=\r\n"));
			column = 0;
		}
		text_add_char(to, c);
		column++;
	}
}

void
transfer_quote(struct text *to, struct slice body)
{
	struct slice line;
	size_t end;

	while (body.len > 0) {
		end = slice_index(body, '\n');
		line = slice_head(body, end);
		if (end < body.len && slice_ends(line, SLICE("\r")))
			line.len--;
		quote_line(to, line);
		if (end < body.len)
			text_add(to, SLICE("\r\n"));
		body = slice_from(body, end + 1);
	}
}
