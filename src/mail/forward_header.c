/*
 * The header of a forwarded mail, as it stands in a text: fields in a language
 * that is known, in one that is not, or without line ends.
 */
#include "mail/forward_page.h"

#include "base/ascii.h"
#include "base/text.h"
#include "mail/forward_sender.h"
#include "mail/quote_header.h"
#include "mail/words.h"

/* A header whose labels nobody knows has so many lines. */
#define UNKNOWN_LEAST 3
#define UNKNOWN_MOST 12

/* Octets of a label, the longest of all languages. */
#define LABEL_MOST 40

/* "Label: value" in any language; *value is empty when it is none. */
static bool
is_labelled(struct slice line, struct slice *value)
{
	struct slice	label = slice_head(line, LABEL_MOST);
	size_t		colon = slice_index(label, ':');
	size_t		wide = slice_search(label, SLICE("\xef\xbc\x9a"));
	size_t		end = colon < wide ? colon + 1 : wide + 3;

	label = slice_head(label, colon < wide ? colon : wide);
	if (end > line.len || end > LABEL_MOST || label.len == 0)
		return false;
	for (size_t i = 0; i < label.len; i++)
		if (ascii_is_digit(label.data[i]) || label.data[i] == '@' ||
		    label.data[i] == '/' || label.data[i] == '<')
			return false;
	*value = slice_trim(slice_from(line, end));
	while (slice_starts(*value, SLICE("*")))
		*value = slice_trim(slice_from(*value, 1));
	return true;
}

/* A field's value, its folds joined; a label that nobody knows ends them. */
static struct slice
field_value(const struct forward_page *page, size_t first,
    const struct quote_field *field)
{
	struct text	to = TEXT_IN(page->arena);
	struct slice	value;
	size_t		line = first + field->line;

	if (field->folds == 0)
		return field->value;
	text_add(&to, field->value);
	for (size_t i = line + 1; i <= line + field->folds; i++) {
		if (is_labelled(page->lines[i], &value))
			break;
		if (to.len > 0 && page->lines[i].len > 0)
			text_add_char(&to, ' ');
		text_add(&to, page->lines[i]);
	}
	return text_slice(&to);
}

/*
 * The subject is the last field of many headers, and its line may be wrapped.
 * What follows belongs to it when the mail's own subject proves it, or when
 * the values of other fields stand below their labels too.
 */
static struct slice
subject_value(const struct forward_page *page, size_t first, size_t end,
    const struct quote_fields *fields)
{
	const struct quote_field	*field = &fields->items[LABEL_SUBJECT];
	struct slice			 value, own = page->subject, joined;

	value = field_value(page, first, field);
	if (first + field->line + 1 != end || end >= page->count ||
	    page->lines[end].len == 0)
		return value;
	if (value.len == 0)
		return fields->items[LABEL_FROM].value.len == 0 ?
		    page->lines[end] : value;
	joined = arena_format(page->arena, "%.*s %.*s", SLICE_ARG(value),
	    SLICE_ARG(page->lines[end]));
	return slice_eq(joined, own) ? joined : value;
}

void
forward_take_subject(const struct forward_page *page, struct slice subject)
{
	page->out->subject = words_line(words_decode(subject, SLICE_EMPTY,
	    page->arena), page->arena);
}

bool
forward_take_header(const struct forward_page *page, size_t i, bool announced)
{
	struct quote_fields	fields;
	size_t			end = i;

	end += quote_fields(page->lines + i, page->count - i, &fields);
	if (!(announced ? fields.items[LABEL_FROM].found :
	    quote_fields_suffice(&fields)))
		return false;
	page->out->from = forward_sender(field_value(page, i,
	    &fields.items[LABEL_FROM]), page->arena);
	forward_take_subject(page, fields.items[LABEL_SUBJECT].found ?
	    subject_value(page, i, end, &fields) : page->subject);
	return true;
}

void
forward_take_flat(const struct forward_page *page, struct slice header)
{
	struct slice	value, subject;
	size_t		end;

	if (quote_label(header, &value) == LABEL_NONE &&
	    !is_labelled(header, &value))
		value = header;
	end = quote_label_within(value, LABEL_SUBJECT, &subject);
	forward_take_subject(page, end < value.len ? subject : page->subject);
	for (enum quote_label label = LABEL_DATE; label < LABEL_OTHER; label++)
		value = slice_head(value,
		    quote_label_within(value, label, &subject));
	page->out->from = forward_sender(value, page->arena);
}

bool
forward_take_unknown(const struct forward_page *page, size_t i,
    bool announced)
{
	struct slice	value, from = SLICE_EMPTY;
	bool		has_subject = false;
	size_t		end = i;

	for (; end < page->count && end - i < UNKNOWN_MOST &&
	    is_labelled(page->lines[end], &value); end++) {
		if (from.len == 0 && slice_index(value, '@') < value.len)
			from = value;
		has_subject |= value.len > 0 && slice_eq(value, page->subject);
	}
	if (end - i < UNKNOWN_LEAST || from.len == 0 ||
	    !(announced || has_subject))
		return false;
	page->out->from = forward_sender(from, page->arena);
	forward_take_subject(page, page->subject);
	return true;
}
