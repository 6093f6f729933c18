/* Delivery reports: fields first, prose where there are none. */
#include "mail/report.h"

#include "mail/bounce_text.h"
#include "mail/words.h"

/* What is read of a report's fields; a recipient needs some 200 octets. */
#define REPORT_MAX ((size_t)256 << 10)

static const struct slice status_other[] = {
	SLICE_INIT("2.0.0"),
	SLICE_INIT("4.0.0"),
	SLICE_INIT("5.0.0"),
};

/* One recipient's fields, as they stand. */
struct recipient {
	struct slice final;
	struct slice original;
	struct slice action;
	struct slice status;
	struct slice diagnostic;
	struct slice message_id; /* only in reports of reading */
};

static const struct {
	struct slice name;
	size_t offset; /* of the slice in struct recipient */
} fields[] = {
	{ SLICE_INIT("Final-Recipient"), offsetof(struct recipient, final) },
	{ SLICE_INIT("Original-Recipient"),
	    offsetof(struct recipient, original) },
	{ SLICE_INIT("Original-Rcpt-To"),
	    offsetof(struct recipient, original) },	/* RFC 5965 */
	{ SLICE_INIT("X-Actual-Recipient"),
	    offsetof(struct recipient, original) },	/* Sun, Sendmail */
	{ SLICE_INIT("Action"), offsetof(struct recipient, action) },
	{ SLICE_INIT("Status"), offsetof(struct recipient, status) },
	{ SLICE_INIT("Diagnostic-Code"),
	    offsetof(struct recipient, diagnostic) },
	{ SLICE_INIT("Original-Message-ID"),
	    offsetof(struct recipient, message_id) },	/* RFC 8098 */
};

static const struct {
	struct slice word;
	enum report_action action;
} actions[] = {
	{ SLICE_INIT("failed"), REPORT_FAILED },
	{ SLICE_INIT("failure"), REPORT_FAILED },
	{ SLICE_INIT("delayed"), REPORT_DELAYED },
	{ SLICE_INIT("delivered"), REPORT_DELIVERED },
	{ SLICE_INIT("relayed"), REPORT_RELAYED },
	{ SLICE_INIT("expanded"), REPORT_EXPANDED },
};

static enum report_action
action_of(const struct recipient *recipient)
{
	struct slice word = header_word(recipient->action);

	for (size_t i = 0; i < ARRAY_LEN(actions); i++)
		if (slice_eq_nocase(word, actions[i].word))
			return actions[i].action;
	if (slice_starts(recipient->status, SLICE("5")))
		return REPORT_FAILED;
	if (slice_starts(recipient->status, SLICE("4")))
		return REPORT_DELAYED;
	return REPORT_UNKNOWN;
}

/* How much a recipient tells; the first of the highest is reported. */
static int
weight_of(const struct recipient *recipient)
{
	switch (action_of(recipient)) {
	case REPORT_FAILED:
		return 4;
	case REPORT_DELAYED:
		return 3;
	case REPORT_DELIVERED:
	case REPORT_RELAYED:
	case REPORT_EXPANDED:
		return 2;
	case REPORT_UNKNOWN:
		break;
	}
	return recipient->final.len + recipient->original.len > 0;
}

static void
keep_better(struct recipient *best, const struct recipient *candidate)
{
	if (weight_of(candidate) > weight_of(best))
		*best = *candidate;
}

static struct slice *
field_of(struct recipient *recipient, struct slice name)
{
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		if (slice_eq_nocase(name, fields[i].name))
			return (struct slice *)(void *)((char *)recipient +
			    fields[i].offset);
	return NULL;
}

/* Two fields of one group, for what begins a recipient. */
static bool
begins_next(const struct recipient *recipient, const struct slice *field)
{
	if (field->len > 0)
		return true;
	return field == &recipient->original &&
	    (recipient->action.len > 0 || recipient->status.len > 0);
}

/*
 * Recipients are told apart by a field that comes again, not by blank lines:
 * some mailers put those between all fields, others not even before the first
 * recipient.
 */
static void
read_fields(struct slice body, struct arena *arena, struct recipient *best)
{
	static const struct mail_limits	limits = MAIL_LIMITS_DEFAULT;
	struct recipient		recipient = { .final = SLICE_EMPTY };
	struct headers			block;
	limit_bits			limited = 0;
	struct slice			*field;
	size_t				left;

	body = slice_head(body, REPORT_MAX);
	do {
		left = body.len;
		headers_parse(&body, &limits, arena, &block, &limited);
		for (size_t i = 0; i < block.count; i++) {
			field = field_of(&recipient, block.items[i].name);
			if (field == NULL)
				continue;
			if (begins_next(&recipient, field)) {
				keep_better(best, &recipient);
				recipient = (struct recipient){ .final = SLICE_EMPTY };
			}
			*field = slice_trim(header_unfold(block.items[i].value,
			    arena));
		}
	} while (body.len > 0 && body.len < left);
	keep_better(best, &recipient);
}

/* True when the part stands in a returned mail, not in the report itself. */
static bool
is_returned(const struct mime *mime, size_t i)
{
	while ((i = mime->parts[i].parent) != MIME_NO_PARENT)
		if (mime->parts[i].message)
			return true;
	return false;
}

static const struct mime_part *
find_report(const struct mime *mime)
{
	static const char *const subs[] = {
		"delivery-status", "global-delivery-status", "feedback-report",
		"disposition-notification",
	};

	for (size_t i = 0; i < mime->count; i++)
		for (size_t j = 0; j < ARRAY_LEN(subs); j++)
			if (mime_is(&mime->parts[i], "message", subs[j]) &&
			    !is_returned(mime, i))
				return &mime->parts[i];
	return NULL;
}

/* "rfc822; a@b", "<a@b>", "rfc822;a@b (in full)": the address. */
static struct slice
address_of(struct slice value)
{
	size_t at = slice_index(value, ';');

	if (at < value.len)
		value = slice_from(value, at + 1);
	at = slice_index(value, '<');
	if (at < value.len)
		value = slice_head(slice_from(value, at + 1),
		    slice_index(slice_from(value, at + 1), '>'));
	value = slice_trim(value);
	value = slice_head(value, slice_index(value, ' '));
	return slice_index(value, '@') < value.len ? value : SLICE_EMPTY;
}

/* "smtp; 550 ..." without the type. */
static struct slice
diagnostic_of(struct slice value, struct arena *arena)
{
	size_t at = slice_index(value, ';');

	if (at < value.len && slice_index(value, ' ') > at)
		value = slice_from(value, at + 1);
	return slice_trim(words_decode(slice_trim(value), SLICE_EMPTY, arena));
}

static bool
is_other(struct slice status)
{
	for (size_t i = 0; i < ARRAY_LEN(status_other); i++)
		if (slice_eq(status, status_other[i]))
			return true;
	return status.len == 0;
}

static struct slice
status_of(struct slice said, struct slice diagnostic)
{
	struct slice	status = bounce_status(said);
	struct slice	better = bounce_status(diagnostic);
	char		class;

	if (is_other(status) && better.len > 0)
		return better;
	if (status.len > 0)
		return status;
	class = bounce_reply_class(diagnostic);
	for (size_t i = 0; i < ARRAY_LEN(status_other); i++)
		if (status_other[i].data[0] == class)
			return status_other[i];
	return SLICE_EMPTY;
}

static struct slice
first_id(struct slice value, struct arena *arena)
{
	static const struct mail_limits	limits = MAIL_LIMITS_DEFAULT;
	struct msgids			ids;
	limit_bits			limited = 0;

	msgids_parse(value, &limits, arena, &ids, &limited);
	return ids.count > 0 ? ids.items[0] : SLICE_EMPTY;
}

static void
from_fields(const struct mime_part *part, struct arena *arena,
    struct report *out)
{
	struct recipient best = { .final = SLICE_EMPTY };

	read_fields(body_decode(part, arena), arena, &best);
	out->recipient = address_of(best.final);
	if (out->recipient.len == 0)
		out->recipient = address_of(best.original);
	out->action = action_of(&best);
	out->diagnostic = diagnostic_of(best.diagnostic, arena);
	/* Reports of reading and complaints have no status. */
	if (mime_is(part, "message", "delivery-status") ||
	    mime_is(part, "message", "global-delivery-status"))
		out->status = status_of(best.status, out->diagnostic);
	out->original_message_id = first_id(best.message_id, arena);
}

static void
from_prose(const struct mail *mail, struct arena *arena, struct report *out)
{
	struct bounce_text	text;
	struct slice		failed;

	failed = headers_value(mail->headers, SLICE("X-Failed-Recipients"),
	    arena);
	failed = slice_head(failed, slice_index(failed, ','));
	if (out->recipient.len == 0)
		out->recipient = address_of(failed);
	if (!bounce_text_parse(mail->text, &text))
		return;
	if (out->recipient.len == 0)
		out->recipient = text.recipient;
	if (out->diagnostic.len == 0)
		out->diagnostic = slice_trim(words_decode(
		    header_unfold(text.diagnostic, arena), SLICE_EMPTY, arena));
	if (is_other(out->status))
		out->status = status_of(text.status, text.diagnostic);
	if (out->action == REPORT_UNKNOWN)
		out->action = text.delayed ? REPORT_DELAYED : REPORT_FAILED;
	if (out->original_message_id.len == 0)
		out->original_message_id = text.message_id;
}

/* The header of the returned mail, where the part is one or holds one. */
static bool
returned_headers(const struct mime *mime, size_t i, struct arena *arena,
    struct headers *out)
{
	static const struct mail_limits	limits = MAIL_LIMITS_DEFAULT;
	const struct mime_part		*part = &mime->parts[i];
	limit_bits			limited = 0;
	struct slice			body;

	/* Of the message inside when it was opened: that is the next part. */
	if (part->message && i + 1 < mime->count &&
	    mime->parts[i + 1].parent == i) {
		*out = mime->parts[i + 1].headers;
		return true;
	}
	if (!mime_is(part, "message", "rfc822") &&
	    !mime_is(part, "message", "global") &&
	    !mime_is(part, "message", "global-headers") &&
	    !mime_is(part, "text", "rfc822-headers") &&
	    !mime_is(part, "message", "rfc822-headers"))
		return false;
	body = slice_head(body_decode(part, arena),
	    limits.max[LIMIT_HEADER_BYTES]);
	headers_parse(&body, &limits, arena, out, &limited);
	return true;
}

static struct slice
returned_message_id(const struct mime *mime, struct arena *arena)
{
	struct headers	headers;
	struct slice	id;

	for (size_t i = 1; i < mime->count; i++) {
		if (is_returned(mime, i) ||
		    !returned_headers(mime, i, arena, &headers))
			continue;
		id = first_id(headers_value(&headers, SLICE("Message-ID"),
		    arena), arena);
		if (id.len > 0)
			return id;
	}
	return SLICE_EMPTY;
}

bool
report_parse(const struct mail *mail, struct arena *arena, struct report *out)
{
	const struct mime_part	*part = find_report(&mail->mime);
	struct slice		id = returned_message_id(&mail->mime, arena);

	*out = (struct report){ .action = REPORT_UNKNOWN };
	if (part != NULL)
		from_fields(part, arena, out);
	if (id.len > 0)
		out->original_message_id = id;
	if (part == NULL || out->recipient.len == 0)
		from_prose(mail, arena, out);
	return out->recipient.len > 0 || out->status.len > 0 ||
	    out->original_message_id.len > 0;
}
