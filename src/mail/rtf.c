/* The text of a rich text. */
#include "mail/rtf.h"

#include "base/ascii.h"
#include "base/text.h"
#include "mail/charset.h"

#define GROUPS_MOST 100 /* deeper ones are as the one around them */
#define FONTS_MOST 64
#define NAME_MAX 32	/* octets of a control word */

enum word {
	WORD_NOTHING,
	WORD_HIDES, /* its group is not text */
	WORD_FONTS, /* nor is the table of fonts, but it says charsets */
	WORD_LINE,
	WORD_TAB,
	WORD_CHARACTER, /* the code point stands in the table */
	WORD_PAGE,	/* the code page of octets */
	WORD_FONT,
	WORD_FONT_CHARSET,
	WORD_UNICODE,
	WORD_FALLBACK, /* how many octets stand for those who know no Unicode */
	WORD_BINARY,
};

static const struct {
	struct slice name;
	enum word word;
	uint32_t value;
} words[] = {
	{ SLICE_INIT("ansicpg"), WORD_PAGE, 0 },
	{ SLICE_INIT("bin"), WORD_BINARY, 0 },
	{ SLICE_INIT("bullet"), WORD_CHARACTER, 0x2022 },
	{ SLICE_INIT("cell"), WORD_TAB, 0 },
	{ SLICE_INIT("colortbl"), WORD_HIDES, 0 },
	{ SLICE_INIT("datastore"), WORD_HIDES, 0 },
	{ SLICE_INIT("emdash"), WORD_CHARACTER, 0x2014 },
	{ SLICE_INIT("endash"), WORD_CHARACTER, 0x2013 },
	{ SLICE_INIT("f"), WORD_FONT, 0 },
	{ SLICE_INIT("fcharset"), WORD_FONT_CHARSET, 0 },
	{ SLICE_INIT("fldinst"), WORD_HIDES, 0 },
	{ SLICE_INIT("fonttbl"), WORD_FONTS, 0 },
	{ SLICE_INIT("footer"), WORD_HIDES, 0 },
	{ SLICE_INIT("header"), WORD_HIDES, 0 },
	{ SLICE_INIT("info"), WORD_HIDES, 0 },
	{ SLICE_INIT("ldblquote"), WORD_CHARACTER, 0x201c },
	{ SLICE_INIT("line"), WORD_LINE, 0 },
	{ SLICE_INIT("listtable"), WORD_HIDES, 0 },
	{ SLICE_INIT("lquote"), WORD_CHARACTER, 0x2018 },
	{ SLICE_INIT("objdata"), WORD_HIDES, 0 },
	{ SLICE_INIT("page"), WORD_LINE, 0 },
	{ SLICE_INIT("par"), WORD_LINE, 0 },
	{ SLICE_INIT("pict"), WORD_HIDES, 0 },
	{ SLICE_INIT("rdblquote"), WORD_CHARACTER, 0x201d },
	{ SLICE_INIT("row"), WORD_LINE, 0 },
	{ SLICE_INIT("rquote"), WORD_CHARACTER, 0x2019 },
	{ SLICE_INIT("sect"), WORD_LINE, 0 },
	{ SLICE_INIT("stylesheet"), WORD_HIDES, 0 },
	{ SLICE_INIT("tab"), WORD_TAB, 0 },
	{ SLICE_INIT("u"), WORD_UNICODE, 0 },
	{ SLICE_INIT("uc"), WORD_FALLBACK, 0 },
};

/* The charsets of fonts, as Windows counts them. */
static const struct {
	unsigned charset;
	unsigned page;
} font_pages[] = {
	{ 77, 10000 }, { 128, 932 }, { 129, 949 }, { 134, 936 }, { 136, 950 },
	{ 161, 1253 }, { 162, 1254 }, { 163, 1258 }, { 177, 1255 },
	{ 178, 1256 }, { 186, 1257 }, { 204, 1251 }, { 222, 874 },
	{ 238, 1250 },
};

struct group {
	bool hidden;
	bool fonts;
	unsigned page;	   /* the font's; 0: the text's */
	unsigned fallback; /* octets behind a Unicode character */
};

struct reader {
	struct slice rest;
	struct text out;
	struct text octets; /* in the page, not yet in out */
	struct group groups[GROUPS_MOST];
	size_t depth;	    /* may be more */
	unsigned page;
	unsigned fonts[FONTS_MOST]; /* their pages */
	size_t font;		    /* that the table is at */
	unsigned skip;		    /* octets of a fallback */
	uint32_t high;		    /* the first half of a character */
};

static struct group *
group(struct reader *r)
{
	return &r->groups[r->depth < GROUPS_MOST ? r->depth : GROUPS_MOST - 1];
}

/* What was gathered in one code page. */
static void
flush(struct reader *r)
{
	unsigned page = group(r)->page != 0 ? group(r)->page : r->page;
	struct slice octets = text_slice(&r->octets);

	if (!slice_is_ascii(octets))
		octets = charset_to_utf8(arena_format(r->out.arena, "cp%u",
		    page), octets, r->out.arena);
	text_add(&r->out, octets);
	text_clear(&r->octets);
}

static void
add_octet(struct reader *r, char c)
{
	if (group(r)->hidden || c == '\0')
		return;
	if (r->skip > 0) {
		r->skip--;
		return;
	}
	r->high = 0;
	text_add_char(&r->octets, c);
}

static void
add_code_point(struct reader *r, uint32_t c)
{
	if (group(r)->hidden)
		return;
	flush(r);
	text_add_code_point(&r->out, c);
}

/* UTF-16, in two halves when it must be; negative from 0x8000 on. */
static void
add_unicode(struct reader *r, long number)
{
	uint32_t c = (uint32_t)number & 0xffff;

	if (c >= 0xd800 && c < 0xdc00)
		r->high = c;
	else if (c >= 0xdc00 && c < 0xe000 && r->high != 0)
		add_code_point(r, 0x10000 + ((r->high & 0x3ff) << 10 |
		    (c & 0x3ff)));
	else
		add_code_point(r, c);
	if (c < 0xd800 || c >= 0xdc00)
		r->high = 0;
	r->skip = group(r)->fallback;
}

static void
open_group(struct reader *r)
{
	flush(r);
	r->skip = 0;
	if (++r->depth < GROUPS_MOST)
		r->groups[r->depth] = r->groups[r->depth - 1];
}

static void
close_group(struct reader *r)
{
	flush(r);
	r->skip = 0;
	if (r->depth > 0)
		r->depth--;
}

static void
set_font(struct reader *r, size_t font)
{
	r->font = font < FONTS_MOST ? font : FONTS_MOST - 1;
	if (group(r)->fonts)
		return;
	flush(r);
	group(r)->page = r->fonts[r->font];
}

static void
set_font_charset(struct reader *r, unsigned charset)
{
	if (!group(r)->fonts)
		return;
	for (size_t i = 0; i < ARRAY_LEN(font_pages); i++)
		if (font_pages[i].charset == charset)
			r->fonts[r->font] = font_pages[i].page;
}

static void
obey(struct reader *r, enum word word, uint32_t value, long number)
{
	switch (word) {
	case WORD_NOTHING:
		break;
	case WORD_FONTS:
		group(r)->fonts = true;
		group(r)->hidden = true;
		break;
	case WORD_HIDES:
		group(r)->hidden = true;
		break;
	case WORD_LINE:
		add_code_point(r, '\n');
		break;
	case WORD_TAB:
		add_code_point(r, '\t');
		break;
	case WORD_CHARACTER:
		add_code_point(r, value);
		break;
	case WORD_PAGE:
		r->page = (unsigned)number;
		break;
	case WORD_FONT:
		set_font(r, (size_t)number);
		break;
	case WORD_FONT_CHARSET:
		set_font_charset(r, (unsigned)number);
		break;
	case WORD_UNICODE:
		add_unicode(r, number);
		break;
	case WORD_FALLBACK:
		group(r)->fallback = (unsigned)number;
		break;
	case WORD_BINARY:
		r->rest = slice_from(r->rest, number > 0 ? (size_t)number : 0);
		break;
	}
}

/* The digits at the front, a minus before them. */
static long
take_number(struct slice *rest)
{
	bool minus = slice_starts(*rest, SLICE("-"));
	long number = 0;

	if (minus)
		*rest = slice_from(*rest, 1);
	while (rest->len > 0 && ascii_is_digit(rest->data[0])) {
		if (number < 100000000)
			number = number * 10 + (rest->data[0] - '0');
		*rest = slice_from(*rest, 1);
	}
	return minus ? -number : number;
}

/* Behind the backslash: letters, a number, and a blank that belongs to it. */
static void
take_word(struct reader *r)
{
	struct slice name;
	size_t len = 0;
	long number;

	while (len < r->rest.len && len < NAME_MAX &&
	    ascii_is_alpha(r->rest.data[len]))
		len++;
	name = slice_head(r->rest, len);
	r->rest = slice_from(r->rest, len);
	number = take_number(&r->rest);
	if (slice_starts(r->rest, SLICE(" ")))
		r->rest = slice_from(r->rest, 1);
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (slice_eq(words[i].name, name)) {
			obey(r, words[i].word, words[i].value, number);
			return;
		}
	}
}

static void
take_symbol(struct reader *r)
{
	char c = r->rest.data[0];
	int high, low;

	r->rest = slice_from(r->rest, 1);
	if (c == '\'' && r->rest.len >= 2) {
		high = ascii_hex(r->rest.data[0]);
		low = ascii_hex(r->rest.data[1]);
		if (high >= 0 && low >= 0) {
			add_octet(r, (char)(high << 4 | low));
			r->rest = slice_from(r->rest, 2);
		}
	} else if (c == '*') {
		group(r)->hidden = true;
	} else if (c == '\r' || c == '\n') {
		add_code_point(r, '\n');
	} else if (c == '~') {
		add_code_point(r, ' ');
	} else if (c == '_') {
		add_code_point(r, '-');
	} else if (c == '\\' || c == '{' || c == '}') {
		add_octet(r, c);
	}
}

/* What stands behind a backslash. */
static void
take_control(struct reader *r)
{
	if (r->rest.len == 0)
		return;
	if (ascii_is_alpha(r->rest.data[0]))
		take_word(r);
	else
		take_symbol(r);
}

static void
take(struct reader *r)
{
	char c = r->rest.data[0];

	r->rest = slice_from(r->rest, 1);
	if (c == '{')
		open_group(r);
	else if (c == '}')
		close_group(r);
	else if (c == '\\')
		take_control(r);
	else if (c != '\r' && c != '\n')
		add_octet(r, c);
}

struct slice
rtf_to_text(struct slice rtf, size_t max, struct arena *arena)
{
	struct reader r = {
		.rest = rtf, .out = TEXT_IN(arena), .octets = TEXT_IN(arena),
		.page = 1252,
		.groups = { { .fallback = 1 } },
	};

	while (r.rest.len > 0 && r.out.len + r.octets.len < max)
		take(&r);
	flush(&r);
	return text_slice(&r.out);
}
