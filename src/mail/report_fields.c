/* The fields of reports: RFC 3464, and those of RFC 5965 and RFC 8098. */
#include "mail/report_fields.h"

#include "mail/bounce_text.h"
#include "mail/words.h"

/* What is read of a report's fields; a recipient needs some 200 octets. */
#define REPORT_MAX ((size_t)256 << 10)

/* One recipient's fields, as they stand. */
struct recipient {
	struct slice final;
	struct slice original;
	struct slice action;
	struct slice status;
	struct slice diagnostic;
	struct slice message_id; /* only in reports of reading */
};

static const struct slice status_other[] = {
	SLICE_INIT("2.0.0"),
	SLICE_INIT("4.0.0"),
	SLICE_INIT("5.0.0"),
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

/* A field that is there already, or the original name after a whole group. */
static bool
begins_next(const struct recipient *recipient, const struct slice *field)
{
	if (field->len > 0)
		return true;
	return field == &recipient->original && recipient->final.len > 0 &&
	    recipient->status.len > 0;
}

/* The lines up to the next blank one, which is taken too. */
static struct slice
next_block(struct slice *rest)
{
	struct slice whole = *rest;
	struct slice line;

	while (slice_line(rest, &line))
		if (slice_trim(line).len == 0)
			break;
	return slice_head(whole, whole.len - rest->len);
}

static void
read_block(struct slice block, struct arena *arena,
    struct recipient *recipient, struct recipient *best)
{
	static const struct mail_limits	limits = MAIL_LIMITS_DEFAULT;
	struct headers			headers;
	limit_bits			limited = 0;
	struct slice			*field;

	headers_parse(&block, &limits, arena, &headers, &limited);
	for (size_t i = 0; i < headers.count; i++) {
		field = field_of(recipient, headers.items[i].name);
		if (field == NULL)
			continue;
		if (begins_next(recipient, field)) {
			keep_better(best, recipient);
			*recipient = (struct recipient){ .final = SLICE_EMPTY };
		}
		*field = slice_trim(header_unfold(headers.items[i].value,
		    arena));
	}
}

/*
 * Recipients are told apart by a field that comes again, not by blank lines:
 * some mailers put those between all fields, others not even before the first
 * recipient.
 */
static void
read_fields(struct slice body, struct arena *arena, struct recipient *best)
{
	struct recipient recipient = { .final = SLICE_EMPTY };

	body = slice_head(body, REPORT_MAX);
	while (body.len > 0)
		read_block(next_block(&body), arena, &recipient, best);
	keep_better(best, &recipient);
}

struct slice
report_address(struct slice value)
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

bool
report_status_is_other(struct slice status)
{
	for (size_t i = 0; i < ARRAY_LEN(status_other); i++)
		if (slice_eq(status, status_other[i]))
			return true;
	return status.len == 0;
}

struct slice
report_status(struct slice said, struct slice diagnostic)
{
	struct slice	status = bounce_status(said);
	struct slice	better = bounce_status(diagnostic);
	char		class;

	if (report_status_is_other(status) && better.len > 0)
		return better;
	if (status.len > 0)
		return status;
	class = bounce_reply_class(diagnostic);
	for (size_t i = 0; i < ARRAY_LEN(status_other); i++)
		if (status_other[i].data[0] == class)
			return status_other[i];
	return SLICE_EMPTY;
}

struct slice
report_first_id(struct slice value, struct arena *arena)
{
	static const struct mail_limits	limits = MAIL_LIMITS_DEFAULT;
	struct msgids			ids;
	limit_bits			limited = 0;

	msgids_parse(value, &limits, arena, &ids, &limited);
	return ids.count > 0 ? ids.items[0] : SLICE_EMPTY;
}

void
report_fields_read(struct slice body, struct arena *arena, struct report *out)
{
	struct recipient best = { .final = SLICE_EMPTY };

	read_fields(body, arena, &best);
	out->recipient = report_address(best.final);
	if (out->recipient.len == 0)
		out->recipient = report_address(best.original);
	out->action = action_of(&best);
	out->diagnostic = diagnostic_of(best.diagnostic, arena);
	out->status = report_status(best.status, out->diagnostic);
	out->original_message_id = report_first_id(best.message_id, arena);
}

