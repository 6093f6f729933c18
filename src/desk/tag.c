/* A line of an agent's mail, read as a command tag. */
#include "desk/tag.h"

#include "base/ascii.h"
#include "base/text.h"
#include "desk/verb.h"

#define FULL_WIDTH_FIRST 0xff01 /* "!" */
#define FULL_WIDTH_LAST 0xff5e  /* "~" */
#define FULL_WIDTH_SHIFT 0xfee0

#define POUND_SIGN 0xa3 /* what a British keyboard has for the number sign */

#define DROPPED 0

/* What people cannot tell from ASCII, or cannot see at all. */
static const struct fold {
	uint32_t first, last;
	uint32_t as;
} folds[] = {
	{ '\t', '\t', ' ' },
	{ 0xa0, 0xa0, ' ' },	     /* no-break space */
	{ 0xab, 0xab, '"' },
	{ 0xad, 0xad, DROPPED },     /* soft hyphen */
	{ 0xbb, 0xbb, '"' },
	{ 0x34f, 0x34f, DROPPED },   /* combining grapheme joiner */
	{ 0x1680, 0x1680, ' ' },
	{ 0x180e, 0x180e, DROPPED },
	{ 0x2000, 0x200a, ' ' },
	{ 0x200b, 0x200f, DROPPED }, /* zero width; direction marks */
	{ 0x2018, 0x201b, '\'' },
	{ 0x201c, 0x201f, '"' },
	{ 0x202a, 0x202e, DROPPED }, /* direction */
	{ 0x202f, 0x202f, ' ' },
	{ 0x2039, 0x203a, '\'' },
	{ 0x205f, 0x205f, ' ' },
	{ 0x2060, 0x206f, DROPPED }, /* word joiner; direction */
	{ 0x3000, 0x3000, ' ' },
	{ 0xfe00, 0xfe0f, DROPPED }, /* variation selectors */
	{ 0xfe5f, 0xfe5f, '#' },     /* small number sign */
	{ 0xfeff, 0xfeff, DROPPED }, /* byte order mark */
};

static uint32_t
fold_code_point(uint32_t c)
{
	if (c > ' ' && c < 0x7f)
		return c;
	if (c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST)
		return c - FULL_WIDTH_SHIFT;
	for (size_t i = 0; i < ARRAY_LEN(folds); i++)
		if (c >= folds[i].first && c <= folds[i].last)
			return folds[i].as;
	return c;
}

/* Takes a character off the front of *s; *raw is what stood there. */
static uint32_t
take(struct slice *s, struct slice *raw)
{
	uint32_t	c;
	size_t		len = slice_code_point(*s, &c);

	*raw = slice_head(*s, len);
	*s = slice_from(*s, len);
	return c == SLICE_BROKEN ? c : fold_code_point(c);
}

static void
add_folded(struct text *to, uint32_t c, struct slice raw)
{
	if (c < 0x80)
		text_add_char(to, (char)c);
	else
		text_add(to, raw);
}

static struct slice
skip_blanks(struct slice s)
{
	struct slice	rest = s;
	struct slice	raw;
	uint32_t	c;

	while (s.len > 0) {
		c = take(&rest, &raw);
		if (c != ' ' && c != DROPPED)
			break;
		s = rest;
	}
	return s;
}

/* Cuts blanks of all kinds off the end; linear, from the front. */
static struct slice
cut_blanks(struct slice s)
{
	struct slice	rest = s;
	struct slice	raw;
	size_t		len = 0;
	uint32_t	c;

	while (rest.len > 0) {
		c = take(&rest, &raw);
		if (c != ' ' && c != DROPPED)
			len = s.len - rest.len;
	}
	return slice_head(s, len);
}

/* Beyond ASCII all is a letter but signs, bullets, dashes and pictures. */
static bool
is_letter(uint32_t c)
{
	if (c < 0x80)
		return ascii_is_alnum((char)c);
	return c >= 0xc0 && !(c >= 0x2000 && c <= 0x2bff) &&
	    !(c >= 0x3000 && c <= 0x303f) && !(c >= 0x1f000 && c <= 0x1faff);
}

static bool
is_letter_byte(char c)
{
	return (c & 0x80) != 0 || ascii_is_alnum(c);
}

static struct slice
cut_punctuation(struct slice word)
{
	while (word.len > 0 && !is_letter_byte(word.data[word.len - 1]))
		word.len--;
	return word;
}

/*
 * The line's first word as letters alone ("#-note" and "*#note*" too), when a
 * number sign stands among what is before it; else nothing.
 */
static struct slice
marked_letters(struct slice line, struct arena *arena)
{
	struct text	letters = TEXT_IN(arena);
	struct slice	raw;
	uint32_t	c = DROPPED;
	bool		marked = false;

	while (line.len > 0) {
		c = take(&line, &raw);
		if (c != DROPPED && is_letter(c))
			break;
		marked = marked || c == '#' || c == POUND_SIGN;
	}
	if (!marked)
		return SLICE_EMPTY;
	for (; c != ' '; c = take(&line, &raw)) {
		if (c != DROPPED && is_letter(c))
			add_folded(&letters, c, raw);
		if (line.len == 0)
			break;
	}
	return text_slice(&letters);
}

/* "123", "123,": a ticket, a page, a place in a list. */
static bool
is_number(struct slice word)
{
	word = cut_punctuation(word);
	for (size_t i = 0; i < word.len; i++)
		if (!ascii_is_digit(word.data[i]))
			return false;
	return word.len > 0;
}

static enum tag_kind
word_kind(struct slice line, struct slice word, struct arena *arena)
{
	const char	*value;
	struct slice	 name = cut_punctuation(word);

	if (name.len > 0 && verb_find(name, &value) != NULL)
		return TAG_WORD;
	if (name.len > 0 && is_letter_byte(word.data[0]) && !is_number(word))
		return TAG_WORD;
	return verb_is_near_private(marked_letters(line, arena))
	    ? TAG_NEAR : TAG_TEXT;
}

void
tag_parse(struct slice line, struct arena *arena, struct tag *out)
{
	struct text	word = TEXT_IN(arena);
	struct slice	rest = skip_blanks(line);
	struct slice	raw;
	uint32_t	c;

	*out = (struct tag){ .kind = TAG_TEXT };
	if (rest.len == 0) {
		out->kind = TAG_BLANK;
		return;
	}
	line = rest;
	c = take(&rest, &raw);
	if (is_letter(c))
		return;
	if (c == '#')
		while (rest.len > 0) {
			c = take(&rest, &raw);
			if (c == ' ' || c == ':')
				break;
			if (c != DROPPED)
				add_folded(&word, c, raw);
		}
	out->kind = word_kind(line, text_slice(&word), arena);
	if (out->kind != TAG_WORD)
		return;
	out->word = cut_punctuation(text_slice(&word));
	rest = skip_blanks(rest);
	if (c != ':' && slice_starts(rest, SLICE(":")))
		rest = skip_blanks(slice_from(rest, 1));
	out->value = cut_blanks(rest);
}

static struct slice
fold(struct slice s, struct arena *arena)
{
	struct text	to = TEXT_IN(arena);
	struct slice	raw;
	uint32_t	c;

	while (s.len > 0) {
		c = take(&s, &raw);
		if (c != DROPPED)
			add_folded(&to, c, raw);
	}
	return slice_trim(text_slice(&to));
}

struct slice
tag_fold_word(struct slice word, struct arena *arena)
{
	word = fold(word, arena);
	if (slice_starts(word, SLICE("#")))
		word = slice_from(word, 1);
	return cut_punctuation(word);
}

/* What stands in the <> at the end of a value, when it is an address. */
static struct slice
angle_address(struct slice value)
{
	static const struct slice	scheme = SLICE_INIT("mailto:");
	struct slice			inner;

	if (!slice_ends(value, SLICE(">")))
		return value;
	inner = slice_from(value, slice_rindex(value, '<') + 1);
	inner = slice_trim(slice_head(inner, slice_index(inner, '>')));
	if (slice_starts_nocase(inner, scheme))
		inner = slice_from(inner, scheme.len);
	return slice_has(inner, SLICE("@")) ? inner : value;
}

struct slice
tag_fold_value(struct slice value, struct arena *arena)
{
	char quote;

	value = angle_address(fold(value, arena));
	if (value.len < 2)
		return value;
	quote = value.data[0];
	if ((quote == '"' || quote == '\'') &&
	    value.data[value.len - 1] == quote)
		value = slice_trim(slice_make(value.data + 1, value.len - 2));
	return value;
}
