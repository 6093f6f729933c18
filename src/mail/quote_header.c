/*
 * The header that mail programs put above the whole of an earlier mail, and
 * the lines that announce it.
 */
#include "mail/quote_header.h"

#include "base/ascii.h"
#include "mail/quote_phrases.h"

/* No phrase is longer, dashes and all. */
#define SEPARATOR_MAX 160

/* So many dashes or underscores are a line. */
#define LINE_MIN 5

/* Lines that a header may have: many recipients, folded. */
#define HEADER_LINES_MOST 40

/* Lines without a label between two that have one. */
#define FOLDS_MOST 6

/* Dashes of all kinds, and the emphasis that may stand round them. */
static const struct slice dashes[] = {
	SLICE_INIT("-"), SLICE_INIT("_"), SLICE_INIT("="), SLICE_INIT("*"),
	SLICE_INIT("\xe2\x80\x90"), SLICE_INIT("\xe2\x80\x91"),
	SLICE_INIT("\xe2\x80\x93"), SLICE_INIT("\xe2\x80\x94"),
	SLICE_INIT("\xe2\x94\x80"), SLICE_INIT("\xe2\x94\x81"),
};

/* The length of the dash at the front of s; 0 when there is none. */
static size_t
dash_len(struct slice s)
{
	/* Most lines begin with a letter of ours. */
	if (s.len == 0 || ascii_is_alnum(s.data[0]))
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(dashes); i++)
		if (slice_starts(s, dashes[i]))
			return dashes[i].len;
	return 0;
}

/* Takes the dashes off the front of s: how many there were. */
static size_t
skip_dashes(struct slice *s)
{
	size_t	count = 0, len;

	for (; (len = dash_len(*s)) > 0; count++)
		*s = slice_from(*s, len);
	return count;
}

/* And off its end, with blanks between them. */
static size_t
trim_dashes(struct slice *s)
{
	size_t	count = 0, i = 0;

	while (i < ARRAY_LEN(dashes)) {
		*s = slice_trim_end(*s);
		for (i = 0; i < ARRAY_LEN(dashes); i++) {
			if (slice_ends(*s, dashes[i])) {
				s->len -= dashes[i].len;
				count++;
				break;
			}
		}
	}
	return count;
}

static bool
trim_colon(struct slice *s)
{
	static const struct slice	wide = SLICE_INIT("\xef\xbc\x9a");

	if (slice_ends(*s, SLICE(":")))
		s->len--;
	else if (slice_ends(*s, wide))
		s->len -= wide.len;
	else
		return false;
	*s = slice_trim(*s);
	return true;
}

/*
 * "----- Forwarded Message ----- From: Kim <kim@example.test>To: ...": some
 * programs lose the line ends behind the announcement.
 */
static enum quote_separator
separator_within(struct slice words, struct slice *rest)
{
	struct slice	header, value;
	size_t		at = 0;

	for (;; at++) {
		at += slice_search(slice_head(slice_from(words, at),
		    SEPARATOR_MAX), SLICE(" ---"));
		if (at >= SEPARATOR_MAX || at >= words.len)
			return SEPARATOR_NONE;
		header = slice_from(words, at + 1);
		skip_dashes(&header);
		header = slice_trim(header);
		if (quote_label(header, &value) == LABEL_FROM ||
		    slice_index(header, '@') < header.len)
			break;
	}
	*rest = header;
	words = slice_trim(slice_head(words, at));
	return quote_says_forwarded(words) ? SEPARATOR_FORWARDED :
	    quote_phrase(words);
}

/* May the words without dashes before them end so?  The last is U+FF1A's. */
static bool
may_end(struct slice line)
{
	char	last = line.data[line.len - 1];

	return last == ':' || last == '*' || last == '\x9a';
}

enum quote_separator
quote_separator(struct slice line, struct slice *rest)
{
	size_t			before, after;
	bool			colon;
	enum quote_separator	kind;

	*rest = SLICE_EMPTY;
	before = skip_dashes(&line);
	if (line.len == 0)
		return before >= LINE_MIN ? SEPARATOR_LINE : SEPARATOR_NONE;
	/* In a sentence these are only words. */
	if (before < 2 && (line.len > SEPARATOR_MAX || !may_end(line)))
		return SEPARATOR_NONE;
	line = slice_trim(line);
	if (before >= 2 && (kind = separator_within(line, rest)) !=
	    SEPARATOR_NONE)
		return kind;
	if (line.len > SEPARATOR_MAX)
		return SEPARATOR_NONE;
	after = trim_dashes(&line);
	colon = trim_colon(&line);
	if (before < 2 && !colon)
		return SEPARATOR_NONE;
	if (before >= 2 && slice_starts_nocase(line, SLICE("Forwarded by ")))
		return SEPARATOR_FORWARDED;
	kind = quote_phrase(line);
	if (kind == SEPARATOR_NONE && before >= 2 && after >= 2 &&
	    quote_says_forwarded(line))
		return SEPARATOR_MAYBE_FORWARDED;
	return kind;
}

bool
quote_fields_suffice(const struct quote_fields *fields)
{
	const struct quote_field	*field = fields->items;

	if (!field[LABEL_FROM].found)
		return false;
	if (field[LABEL_SUBJECT].found)
		return field[LABEL_DATE].found || field[LABEL_TO].found;
	/* Without an address it may be somebody's travel plan. */
	return fields->address && field[LABEL_DATE].found &&
	    field[LABEL_TO].found;
}

/* The field before the label in line i ends there; the folds were its. */
static void
close_field(struct quote_field *field, size_t folds)
{
	if (field != NULL)
		field->folds = folds;
}

size_t
quote_fields(const struct slice *lines, size_t count,
    struct quote_fields *fields)
{
	struct quote_field	*field = NULL;
	struct slice		 value;
	enum quote_label	 label;
	size_t			 end = 0, folds = 0;
	bool			 gap = false;

	*fields = (struct quote_fields){ .address = false };
	for (size_t i = 0; i < count && i < HEADER_LINES_MOST; i++) {
		label = quote_label(lines[i], &value);
		if (label == LABEL_NONE || (i == 0 && label == LABEL_OTHER)) {
			/* A line, or one empty line, between two labels. */
			if (end == 0 || (gap && lines[i].len == 0) ||
			    (gap && folds > 0) || folds == FOLDS_MOST)
				break;
			gap |= lines[i].len == 0;
			folds += lines[i].len > 0;
			continue;
		}
		/* What has all of them once has another header below. */
		if (fields->items[label].found && label != LABEL_OTHER)
			break;
		close_field(field, i - end);
		field = &fields->items[label];
		*field = (struct quote_field){ true, i, 0, value };
		end = i + 1;
		folds = 0;
		gap = false;
	}
	if (fields->items[LABEL_FROM].found) {
		value = fields->items[LABEL_FROM].value;
		fields->address = slice_index(value, '@') < value.len;
	}
	return end;
}

size_t
quote_header(const struct slice *lines, size_t count)
{
	struct quote_fields	fields;
	size_t			end = quote_fields(lines, count, &fields);

	return quote_fields_suffice(&fields) ? end : 0;
}
