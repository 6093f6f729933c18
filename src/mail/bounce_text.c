/* Bounces without fields: whom and why, out of the prose of mail systems. */
#include "mail/bounce_text.h"

#include "base/ascii.h"
#include "mail/bounce_address.h"
#include "mail/bounce_words.h"

/* Failed addresses stand soon behind the sentence. */
#define REPORT_WITHIN ((size_t)64 << 10)
#define DIAGNOSTIC_MAX 500
#define MESSAGE_ID_MAX 998

static size_t
count_digits(struct slice s, size_t from)
{
	size_t at = from;

	while (at < s.len && ascii_is_digit(s.data[at]))
		at++;
	return at - from;
}

/* The length of "5.1.1" at the front of s, or 0. "5.1.1.2" is an address. */
static size_t
match_status(struct slice s)
{
	size_t subject, detail, len;

	if (s.len < 5 || s.data[1] != '.' ||
	    slice_index(SLICE("245"), s.data[0]) == 3)
		return 0;
	subject = count_digits(s, 2);
	if (subject < 1 || subject > 3 || 2 + subject >= s.len ||
	    s.data[2 + subject] != '.')
		return 0;
	detail = count_digits(s, 3 + subject);
	if (detail < 1 || detail > 3)
		return 0;
	len = 3 + subject + detail;
	if (len + 1 < s.len && s.data[len] == '.' &&
	    ascii_is_digit(s.data[len + 1]))
		return 0;
	return len;
}

struct slice
bounce_status(struct slice text)
{
	size_t len;

	for (size_t i = 0; i < text.len; i++) {
		if (i > 0 && (ascii_is_alnum(text.data[i - 1]) ||
		    text.data[i - 1] == '.'))
			continue;
		if ((len = match_status(slice_from(text, i))) > 0)
			return slice_head(slice_from(text, i), len);
	}
	return SLICE_EMPTY;
}

char
bounce_reply_class(struct slice text)
{
	for (size_t i = 0; i + 3 <= text.len; i++) {
		if (i > 0 && (ascii_is_alnum(text.data[i - 1]) ||
		    text.data[i - 1] == '.'))
			continue;
		if (count_digits(text, i) == 3 &&
		    slice_index(SLICE("245"), text.data[i]) < 3 &&
		    text.data[i + 1] <= '5' && (i + 3 == text.len ||
		    text.data[i + 3] == ' ' || text.data[i + 3] == '-' ||
		    text.data[i + 3] == '\n'))
			return text.data[i];
	}
	return 0;
}

/* The lines behind the failed address, up to an empty one. */
static struct slice
find_diagnostic(struct slice text)
{
	size_t end;

	while (text.len > 0 && (ascii_is_space(text.data[0]) ||
	    slice_index(SLICE(">:'\")"), text.data[0]) < 5))
		text = slice_from(text, 1);
	end = slice_search(text, SLICE("\n\n"));
	return slice_trim(slice_head(slice_head(text, end), DIAGNOSTIC_MAX));
}

/* The Message-ID of the mail that is quoted at the end of the report. */
static struct slice
find_message_id(struct slice text)
{
	static const struct slice	field = SLICE_INIT("message-id:");
	struct slice			line;
	size_t				from, to;

	while (slice_line(&text, &line)) {
		line = slice_trim(line);
		if (!slice_starts_nocase(line, field))
			continue;
		/* Some fold before the long id. */
		if (slice_index(line, '<') == line.len &&
		    !slice_line(&text, &line))
			break;
		from = slice_index(line, '<');
		to = slice_index(line, '>');
		if (from < to && to < line.len && to - from <= MESSAGE_ID_MAX)
			return slice_from(slice_head(line, to), from + 1);
	}
	return SLICE_EMPTY;
}

bool
bounce_text_parse(struct slice text, struct bounce_text *out)
{
	size_t		behind;
	struct slice	rest;

	*out = (struct bounce_text){ .delayed = false };
	if (!bounce_sentence(text, &behind, &out->delayed))
		return false;
	rest = slice_head(slice_from(text, behind), REPORT_WITHIN);
	out->recipient = bounce_address(rest);
	if (out->recipient.len > 0)
		rest = slice_from(rest,
		    (size_t)(out->recipient.data - rest.data) +
		    out->recipient.len);
	out->diagnostic = find_diagnostic(rest);
	out->status = bounce_status(rest);
	/* Where it stands before what was taken for the address. */
	if (out->status.len == 0) {
		rest = slice_from(text, behind);
		out->status = bounce_status(slice_head(rest,
		    bounce_returned(rest)));
	}
	out->message_id = find_message_id(slice_from(text, behind));
	return true;
}
