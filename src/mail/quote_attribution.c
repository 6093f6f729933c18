/* The lines that say who wrote what is quoted below them. */
#include "mail/quote_attribution.h"

#include "base/ascii.h"
#include "mail/attribution_words.h"

#define LINES_MOST 4
#define JOINED_MAX 600	/* octets; an attribution is not longer */

/* Lines joined by blanks, ASCII in lower case, without marks of emphasis. */
struct joined {
	char	buf[JOINED_MAX];
	size_t	len;
	bool	full;
};

/* What characters that are seen differently everywhere are read as. */
static const struct {
	struct slice	from, to;
} readings[] = {
	{ SLICE_INIT("\xc2\xa0"), SLICE_INIT(" ") },
	{ SLICE_INIT("\xe2\x80\xaf"), SLICE_INIT(" ") },
	{ SLICE_INIT("\xe2\x80\x8e"), SLICE_INIT("") },	/* directions */
	{ SLICE_INIT("\xe2\x80\x8f"), SLICE_INIT("") },
	{ SLICE_INIT("\xe2\x80\xaa"), SLICE_INIT("") },
	{ SLICE_INIT("\xe2\x80\xab"), SLICE_INIT("") },
	{ SLICE_INIT("\xe2\x80\xac"), SLICE_INIT("") },
	{ SLICE_INIT("\xef\xbc\x9a"), SLICE_INIT(":") },	/* U+FF1A */
	{ SLICE_INIT("&lt;"), SLICE_INIT("<") },
	{ SLICE_INIT("&gt;"), SLICE_INIT(">") },
	{ SLICE_INIT("*"), SLICE_INIT("") },
	{ SLICE_INIT("\t"), SLICE_INIT(" ") },
};

static void
joined_put(struct joined *joined, struct slice s)
{
	if (s.len > sizeof(joined->buf) - joined->len) {
		joined->full = true;
		return;
	}
	for (size_t i = 0; i < s.len; i++)
		joined->buf[joined->len++] = ascii_lower(s.data[i]);
}

/* Is it read as what it is?  Most are. */
static bool
is_plain(char c)
{
	return ascii_is_alnum(c) || c == ' ';
}

static void
joined_add(struct joined *joined, struct slice line)
{
	size_t	i;

	if (joined->len > 0)
		joined_put(joined, SLICE(" "));
	while (line.len > 0 && !joined->full) {
		i = is_plain(line.data[0]) ? ARRAY_LEN(readings) : 0;
		for (; i < ARRAY_LEN(readings); i++)
			if (slice_starts(line, readings[i].from))
				break;
		if (i < ARRAY_LEN(readings)) {
			joined_put(joined, readings[i].to);
			line = slice_from(line, readings[i].from.len);
		} else {
			joined_put(joined, slice_head(line, 1));
			line = slice_from(line, 1);
		}
	}
}

static struct slice
joined_slice(const struct joined *joined)
{
	return slice_trim(slice_make(joined->buf, joined->len));
}

static bool
is_dash(char c)
{
	return c == '-' || c == '_' || c == '=';
}

static struct slice
without_dashes(struct slice s)
{
	while (s.len > 0 && (is_dash(s.data[0]) || s.data[0] == ' '))
		s = slice_from(s, 1);
	while (s.len > 0 && (is_dash(s.data[s.len - 1]) ||
	    s.data[s.len - 1] == ' '))
		s.len--;
	return s;
}

static bool
has_address(struct slice s)
{
	size_t	at = slice_index(s, '@');

	return at > 0 && at + 1 < s.len && !ascii_is_space(s.data[at - 1]) &&
	    (ascii_is_alnum(s.data[at + 1]) ||
	    (unsigned char)s.data[at + 1] >= 0x80);
}

/* How many digits stand at `at`. */
static size_t
digits(struct slice s, size_t at)
{
	size_t	count = 0;

	while (at + count < s.len && ascii_is_digit(s.data[at + count]))
		count++;
	return count;
}

/* What of a date the text has. */
struct when {
	bool	year;	/* 1990 to 2099, or 5/1/21 */
	bool	time;	/* 10:00 */
};

static bool
is_year(struct slice number)
{
	return number.len == 4 && (slice_starts(number, SLICE("20")) ||
	    slice_starts(number, SLICE("199")));
}

static struct when
find_when(struct slice s)
{
	struct when	when = { false, false };
	size_t		triple = 0, count;
	char		sign;

	for (size_t i = 0; i < s.len; i += count + 1) {
		count = digits(s, i);
		if (count == 0) {
			triple = 0;
			continue;
		}
		sign = i + count < s.len ? s.data[i + count] : '\0';
		if (is_year(slice_head(slice_from(s, i), count)))
			when.year = true;
		if (count <= 2 && (sign == ':' || sign == 'h') &&
		    digits(s, i + count + 1) == 2)
			when.time = true;
		if (count <= 2 && ++triple == 3)
			when.year = true;
		if (sign != '/' && sign != '.' && sign != '-')
			triple = 0;
	}
	return when;
}

/*
 * Does the line begin as an attribution does: with the date, or with what
 * introduces it?
 */
static bool
is_start(struct slice s)
{
	struct slice	word, rest;
	bool		digit = false;

	s = without_dashes(s);
	rest = s;
	for (int i = 0; i < 3 && slice_cut(&rest, ' ', &word); i++)
		digit |= word.len > 0 && ascii_is_digit(word.data[0]);
	if (digit)
		return true;
	if (!attribution_has_intro(s))
		return false;
	for (size_t at = 0; at < s.len; at++)
		if (ascii_is_digit(s.data[at]))
			return true;
	return false;
}

/*
 * "2026-11-24 22:21 Kim <kim@example.test>": without a verb, the address must
 * be one in brackets or the last word.  Log lines have such things too, and
 * signs that no mail program writes.
 */
static bool
names_sender(struct slice s)
{
	size_t	angle = slice_rindex(s, '<');

	if (slice_index(s, '=') < s.len || slice_index(s, '[') < s.len)
		return false;
	return has_address(slice_from(s, angle)) ||
	    has_address(slice_trim(slice_from(s, slice_rindex(s, ' '))));
}

static enum attribution
judge(struct slice s, bool start)
{
	struct when	when = find_when(s);
	bool		dashes = s.len > 0 && is_dash(s.data[s.len - 1]);
	bool		address = has_address(s), colon, verb, verb_at_end;

	s = without_dashes(s);
	colon = slice_ends(s, SLICE(":"));
	if (colon)
		s = slice_trim_end(slice_head(s, s.len - 1));
	verb = attribution_has_verb(s, &verb_at_end);
	/* It ends with what says that a quote comes. */
	verb = verb && (colon || (verb_at_end && (dashes || start)));
	if (verb && (address || (start && (when.year || when.time))))
		return ATTRIBUTION_STRONG;
	if (start && colon && when.time && when.year && names_sender(s))
		return ATTRIBUTION_STRONG;
	if (verb || (address && when.year && start) ||
	    (colon && start && when.time && when.year))
		return ATTRIBUTION_WEAK;
	return ATTRIBUTION_NONE;
}

/* May an attribution end so?  Spares most lines the rest. */
static bool
may_end(struct slice line)
{
	static const struct slice	ends[] = {
		SLICE_INIT(":"), SLICE_INIT("\xef\xbc\x9a"), SLICE_INIT("-"),
		SLICE_INIT(">"), SLICE_INIT("wrote"), SLICE_INIT("*"),
		SLICE_INIT("\xe2\x80\xac"), SLICE_INIT("schrieb"),
		SLICE_INIT("escribió"), SLICE_INIT("écrit"),
		SLICE_INIT("scritto"), SLICE_INIT("escreveu"),
		SLICE_INIT("schreef"), SLICE_INIT("skrev"),
		SLICE_INIT("написал"), SLICE_INIT("写道"),
	};

	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		if (slice_ends(line, ends[i]))
			return true;
	return false;
}

/* Lines from..last joined; false when they are too long. */
static bool
join(struct joined *joined, const struct slice *lines, size_t from,
    size_t last)
{
	joined->len = 0;
	joined->full = false;
	for (size_t i = from; i <= last; i++)
		joined_add(joined, lines[i]);
	return !joined->full;
}

/* How far up an attribution that ends with lines[last] may have begun. */
static size_t
earliest(const struct slice *lines, size_t first, size_t last)
{
	size_t	from = last;

	while (from > first && last - from + 1 < LINES_MOST &&
	    lines[from - 1].len > 0)
		from--;
	return from;
}

/* One that begins as one should, the shortest; a strong one before a weak. */
static enum attribution
dated(const struct slice *lines, size_t top, size_t last, size_t *start)
{
	enum attribution	best = ATTRIBUTION_NONE, kind;
	struct joined		joined;

	for (size_t from = last + 1; from-- > top;) {
		if (!join(&joined, lines, from, from) ||
		    !is_start(joined_slice(&joined)) ||
		    !join(&joined, lines, from, last))
			continue;
		kind = judge(joined_slice(&joined), true);
		if (kind <= best)
			continue;
		best = kind;
		*start = from;
	}
	return best;
}

/* "Kim <kim@example.test> wrote on Tuesday,\n24 November at 22:21:" */
static bool
is_named(const struct slice *lines, size_t from, size_t last)
{
	struct joined	joined;
	struct when	when;
	bool		verb, at_end;

	if (!has_address(lines[from]) || !join(&joined, lines, from, from))
		return false;
	verb = attribution_has_verb(joined_slice(&joined), &at_end);
	if (from < last && !verb &&
	    !attribution_starts_with_verb(lines[from + 1]))
		return false;
	if (!join(&joined, lines, from, last))
		return false;
	when = find_when(joined_slice(&joined));
	return judge(joined_slice(&joined), false) == ATTRIBUTION_STRONG &&
	    (from == last || when.year || when.time ||
	    attribution_starts_with_verb(lines[last]));
}

/*
 * A program that breaks lines leaves the name alone, below an empty line:
 *	Kim Lee (Support)
 *	<kim@example.test> escreveu (terça, 24/11/2026 à(s) 22:21):
 */
static size_t
with_name(const struct slice *lines, size_t first, size_t from)
{
	return slice_starts(lines[from], SLICE("<")) && from > first + 1 &&
	    lines[from - 1].len > 0 && lines[from - 2].len == 0
	    ? from - 1 : from;
}

enum attribution
quote_attribution(const struct slice *lines, size_t first, size_t last,
    size_t *start)
{
	struct joined		joined;
	enum attribution	kind;
	size_t			top;

	if (lines[last].len > JOINED_MAX || !may_end(lines[last]))
		return ATTRIBUTION_NONE;
	top = earliest(lines, first, last);
	kind = dated(lines, top, last, start);
	if (kind == ATTRIBUTION_STRONG)
		return kind;
	for (size_t from = last + 1; from-- > top;) {
		if (is_named(lines, from, last)) {
			*start = with_name(lines, first, from);
			return ATTRIBUTION_STRONG;
		}
	}
	if (kind != ATTRIBUTION_NONE)
		return kind;
	*start = last;
	return join(&joined, lines, last, last) ?
	    judge(joined_slice(&joined), false) : ATTRIBUTION_NONE;
}

size_t
quote_attribution_within(struct slice line)
{
	struct joined	joined;
	size_t		at = 0, before;

	if (line.len > JOINED_MAX || !may_end(line))
		return 0;
	for (;; at++) {
		at += slice_search(slice_from(line, at), SLICE("On "));
		if (at == 0 || at == line.len)
			return 0;
		joined.len = 0;
		joined.full = false;
		joined_add(&joined, slice_from(line, at));
		for (before = at; before > 0 &&
		    (is_dash(line.data[before - 1]) ||
		    line.data[before - 1] == ' '); )
			before--;
		if (before > 0 && before < at && !joined.full &&
		    judge(joined_slice(&joined), true) == ATTRIBUTION_STRONG)
			return before;
	}
}
