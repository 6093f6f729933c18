/* What somebody looks for, read from one line. */
#include "desk/query.h"

#include "base/ascii.h"
#include "desk/cut.h"
#include "desk/when.h"
#include "query_field.h"

struct reader {
	struct slice rest;
	int64_t now;
	const char *zone;
	struct arena *arena;
	struct fail *why;
};

/* Blanks of ASCII, and the one that Japanese keyboards write. */
static size_t
blank_length(struct slice s)
{
	if (s.len > 0 && (ascii_is_space(s.data[0]) ||
	    ascii_is_control(s.data[0])))
		return 1;
	return slice_starts(s, SLICE("\xe3\x80\x80")) ? 3 :
	    slice_starts(s, SLICE("\xc2\xa0")) ? 2 : 0;
}

static size_t
word_length(struct slice s)
{
	size_t at = 0;

	while (at < s.len && s.data[at] != '"' &&
	    blank_length(slice_from(s, at)) == 0)
		at++;
	return at;
}

/* Quoted up to the next quote, or to the end; or one word. */
static struct slice
take_value(struct reader *reader, bool *quoted)
{
	struct slice rest = reader->rest, value;

	*quoted = slice_starts(rest, SLICE("\""));
	if (*quoted) {
		rest = slice_from(rest, 1);
		value = slice_head(rest, slice_index(rest, '"'));
		reader->rest = slice_from(rest, value.len + 1);
	} else {
		value = slice_head(rest, word_length(rest));
		reader->rest = slice_from(rest, value.len);
	}
	return value;
}

/* "name:" with something behind it that makes it a field; else empty. */
static struct slice
field_word(struct slice rest)
{
	struct slice name = slice_head(rest, slice_index(rest, ':'));
	struct slice behind = slice_from(rest, name.len + 1);
	enum query_field field;
	struct slice own;

	if (name.len == rest.len || name.len < 2 ||
	    word_length(name) < name.len)
		return SLICE_EMPTY;
	if (query_field_find(name, &field, &own))
		return name;
	for (size_t i = 0; i < name.len; i++)
		if (!ascii_is_alpha(name.data[i]) && name.data[i] != '.')
			return SLICE_EMPTY;
	/* "https://", "C:\", "Re: hello" are text. */
	return behind.len == 0 || behind.data[0] == '/' ||
	    behind.data[0] == '\\' || blank_length(behind) > 0
	    ? SLICE_EMPTY : name;
}

static int
refuse(struct reader *reader, const struct query_term *term,
    const char *sentence)
{
	return fail_set(reader->why, FAIL_REFUSE, "%s:%.*s: %s",
	    query_field_name(term->field), SLICE_ARG(term->value), sentence);
}

/* "open,pending" as bits. */
static int
read_words(struct reader *reader, struct query_term *term)
{
	struct slice rest = term->value, word;
	enum ticket_status status;
	enum ticket_priority priority;

	while (slice_cut(&rest, ',', &word)) {
		if (term->field == QUERY_STATUS) {
			if (!ticket_status_parse(word, &status))
				return refuse(reader, term, "a status is open,"
				    " pending, hold, solved, closed or spam");
			term->words |= 1u << status;
		} else {
			if (!ticket_priority_parse(word, &priority))
				return refuse(reader, term, "a priority is"
				    " low, normal, high or urgent");
			term->words |= 1u << priority;
		}
	}
	return 0;
}

static int
read_field_value(struct reader *reader, struct query_term *term)
{
	if (slice_trim(term->value).len == 0)
		return fail_set(reader->why, FAIL_REFUSE,
		    "%s: wants a value right behind it",
		    query_field_name(term->field));
	if (term->field == QUERY_STATUS || term->field == QUERY_PRIORITY)
		return read_words(reader, term);
	if (term->field == QUERY_BEFORE || term->field == QUERY_AFTER)
		return when_day(term->value, reader->now, reader->zone,
		    &term->at) ? 0
		    : refuse(reader, term, "a day is as 2026-12-01, 1.12.2026,"
			" today, yesterday, or 30d for thirty days ago");
	if (term->field == QUERY_HAS &&
	    !slice_eq_nocase(term->value, SLICE("attachment")) &&
	    !slice_eq_nocase(term->value, SLICE("attachments")))
		return refuse(reader, term, "what a mail can have is"
		    " attachment");
	return 0;
}

/* A copy of foreign bytes as one line of text. */
static struct slice
clean(struct slice s, struct arena *arena)
{
	struct text utf8 = TEXT_IN(arena), line = TEXT_IN(arena);

	text_add_utf8(&utf8, s);
	text_add_line(&line, text_slice(&utf8));
	return text_slice(&line);
}

static int
read_term(struct reader *reader, struct query_term *term)
{
	struct slice name, value;
	bool quoted;

	*term = (struct query_term){ .field = QUERY_TEXT };
	if (slice_starts(reader->rest, SLICE("-")) && reader->rest.len > 1 &&
	    blank_length(slice_from(reader->rest, 1)) == 0) {
		term->without = true;
		reader->rest = slice_from(reader->rest, 1);
	}
	name = field_word(reader->rest);
	if (name.len > 0) {
		if (!query_field_find(name, &term->field, &term->name))
			return query_field_unknown(name, reader->arena,
			    reader->why);
		term->name = clean(term->name, reader->arena);
		reader->rest = slice_from(reader->rest, name.len + 1);
	}
	value = take_value(reader, &quoted);
	if (!quoted && query_is_text(term->field) && value.len > 1 &&
	    slice_ends(value, SLICE("*"))) {
		term->begins = true;
		value = slice_head(value, value.len - 1);
	}
	term->value = clean(value, reader->arena);
	return term->field == QUERY_TEXT ? 0 : read_field_value(reader, term);
}

bool
query_has_text(const struct query *query)
{
	for (size_t i = 0; i < query->count; i++)
		if (query_is_text(query->terms[i].field) &&
		    !query->terms[i].without)
			return true;
	return false;
}

static int
check(const struct query *query, struct fail *why)
{
	bool any = false;

	for (size_t i = 0; i < query->count; i++) {
		any = any || !query->terms[i].without;
		if (query->terms[i].without &&
		    query_is_text(query->terms[i].field) &&
		    !query_has_text(query))
			return fail_set(why, FAIL_REFUSE, "-%.*s takes away"
			    " from what other words find: write one that shall"
			    " be there", SLICE_ARG(query->terms[i].value));
	}
	if (!any)
		return fail_set(why, FAIL_REFUSE, "say what to look for:"
		    " words, or fields such as status:open");
	return 0;
}

int
query_parse(struct slice line, int64_t now, const char *zone,
    struct arena *arena, struct query *out, struct fail *why)
{
	struct reader reader = { .rest = line, .now = now, .zone = zone,
		.arena = arena, .why = why };
	struct query_term *term;
	size_t blank;

	out->count = 0;
	if (line.len > QUERY_LINE_MAX)
		return fail_set(why, FAIL_REFUSE,
		    "that is too long: %d octets at most", QUERY_LINE_MAX);
	while (reader.rest.len > 0) {
		blank = blank_length(reader.rest);
		reader.rest = slice_from(reader.rest, blank);
		if (blank > 0)
			continue;
		if (out->count == QUERY_TERMS_MAX)
			return fail_set(why, FAIL_REFUSE, "look for at most"
			    " %d words and fields at once", QUERY_TERMS_MAX);
		term = &out->terms[out->count];
		if (read_term(&reader, term) < 0)
			return -1;
		if (term->value.len > 0)
			out->count++;
	}
	return check(out, why);
}

void
query_add_quoted(struct text *to, struct slice words)
{
	text_add_char(to, '"');
	for (size_t i = 0; i < words.len; i++) {
		if (words.data[i] == '"')
			text_add_char(to, '"');
		/* A NUL would end the engine's line. */
		text_add_char(to, words.data[i] == '\0' ? ' ' : words.data[i]);
	}
	text_add_char(to, '"');
}

void
query_add_phrase(struct text *to, struct slice value, bool begins)
{
	struct text cut = TEXT_IN(to->arena);
	struct slice words = value;

	if (cut_is_needed(value)) {
		begins = cut_to_find(&cut, value) || begins;
		words = text_slice(&cut);
	}
	if (slice_trim(words).len == 0)
		return;
	query_add_quoted(to, words);
	text_add_string(to, begins ? " *" : "");
}
