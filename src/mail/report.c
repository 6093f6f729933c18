/* Delivery reports: fields first, prose where there are none. */
#include "mail/report.h"

#include "mail/bounce_address.h"
#include "mail/bounce_text.h"
#include "mail/charset.h"
#include "mail/enclosed.h"
#include "mail/report_fields.h"
#include "mail/words.h"

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
			    !enclosed_is_within(mime, &mime->parts[i]))
				return &mime->parts[i];
	return NULL;
}

/* Several lines of prose as one, its runs of blanks as one. */
static struct slice
prose_line(struct slice prose, struct arena *arena)
{
	struct text	line = TEXT_IN(arena);
	struct slice	rest = words_decode(header_unfold(prose, arena),
	    SLICE_EMPTY, arena);
	struct slice	word;

	while (slice_cut(&rest, ' ', &word)) {
		if (word.len == 0)
			continue;
		if (line.len > 0)
			text_add_char(&line, ' ');
		text_add(&line, word);
	}
	return text_slice(&line);
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

	if (enclosed_headers(mime, part, &limits, arena, out))
		return true;
	if (!mime_is(part, "message", "global-headers") &&
	    !mime_is(part, "text", "rfc822-headers") &&
	    !mime_is(part, "message", "rfc822-headers"))
		return false;
	body = slice_head(body_decode(part, arena),
	    limits.max[LIMIT_HEADER_BYTES]);
	headers_parse(&body, &limits, arena, out, &limited);
	return true;
}

/*
 * The returned mail's id; and, for want of anything better, whom it was to:
 * Japanese carriers tell nothing else.
 */
static void
from_returned(const struct mail *mail, struct arena *arena, struct report *out)
{
	static const struct mail_limits	limits = MAIL_LIMITS_DEFAULT;
	struct headers			headers;
	struct mailboxes		to;
	limit_bits			limited = 0;
	struct slice			id;

	for (size_t i = 1; i < mail->mime.count; i++) {
		if (enclosed_is_within(&mail->mime, &mail->mime.parts[i]) ||
		    !returned_headers(&mail->mime, i, arena, &headers))
			continue;
		id = headers_value(&headers, SLICE("Message-ID"), arena);
		id = report_first_id(id, arena);
		if (id.len > 0)
			out->original_message_id = id;
		mailboxes_parse(headers_value(&headers, SLICE("To"), arena),
		    SLICE_EMPTY, &limits, arena, &to, &limited);
		if (out->recipient.len == 0 && to.count > 0)
			out->recipient = to.items[0].address;
		return;
	}
}

/* Where no sentence tells: an address with a code of SMTP beside it. */
static void
from_guess(struct slice text, struct report *out)
{
	struct slice	address = bounce_address_guess(text), line, status;

	if (address.len == 0)
		return;
	line = slice_from(text, (size_t)(address.data - text.data));
	line = slice_head(line, slice_search(line, SLICE("\n\n")));
	out->recipient = address;
	status = report_status(bounce_status(line), line);
	if (report_status_is_other(out->status) && status.len > 0)
		out->status = status;
}

static void
from_prose(const struct mail *mail, struct arena *arena, struct report *out)
{
	struct bounce_text	text;
	struct slice		failed, status;

	/* Some write the fields into the text. */
	if (out->status.len == 0 &&
	    slice_has_nocase(mail->text, SLICE("\nFinal-Recipient:")))
		report_fields_read(mail->text, arena, out);
	failed = headers_value(mail->headers, SLICE("X-Failed-Recipients"),
	    arena);
	failed = slice_head(failed, slice_index(failed, ','));
	if (out->recipient.len == 0)
		out->recipient = report_address(failed);
	if (!bounce_text_parse(mail->text, &text)) {
		if (out->recipient.len == 0)
			from_guess(mail->text, out);
		return;
	}
	if (out->recipient.len == 0)
		out->recipient = text.recipient;
	if (out->diagnostic.len == 0)
		out->diagnostic = prose_line(text.diagnostic, arena);
	status = report_status(text.status, text.diagnostic);
	if (report_status_is_other(out->status) && status.len > 0)
		out->status = status;
	if (out->action == REPORT_UNKNOWN)
		out->action = text.delayed ? REPORT_DELAYED : REPORT_FAILED;
	if (out->original_message_id.len == 0)
		out->original_message_id = text.message_id;
}

bool
report_parse(const struct mail *mail, struct arena *arena, struct report *out)
{
	const struct mime_part *part = find_report(&mail->mime);

	*out = (struct report){ .action = REPORT_UNKNOWN };
	if (part != NULL)
		report_fields_read(body_decode(part, arena), arena, out);
	/* Reports of reading and complaints have none of their own. */
	if (part != NULL && !mime_is(part, "message", "delivery-status") &&
	    !mime_is(part, "message", "global-delivery-status"))
		out->status = SLICE_EMPTY;
	if (out->recipient.len == 0)
		from_prose(mail, arena, out);
	from_returned(mail, arena, out);
	/* A field may hold any octets. */
	out->recipient = words_line(charset_to_utf8(SLICE_EMPTY,
	    out->recipient, arena), arena);
	return out->recipient.len > 0 || out->status.len > 0 ||
	    out->original_message_id.len > 0;
}
