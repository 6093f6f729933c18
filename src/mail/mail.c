/* A message as the desk reads it. */
#include "mail/mail.h"

#include "mail/date.h"
#include "mail/identity.h"
#include "mail/quote.h"
#include "mail/words.h"

#define MESSAGE_ID_MAX 998 /* as in msgids_parse */

/* The charset that raw bytes in the header are in, if the body says one. */
static struct slice
header_charset(const struct mime *mime)
{
	for (size_t i = 0; i < mime->count; i++)
		if (mime_is(&mime->parts[i], "text", NULL))
			return params_find(&mime->parts[i].type,
			    SLICE("charset"));
	return SLICE_EMPTY;
}

/* What reading a field takes. */
struct reader {
	const struct headers	*headers;
	struct slice		 charset;
	const struct mail_limits *limits;
	struct arena		*arena;
	limit_bits		*limited;
};

/*
 * The mailboxes of all fields of this name.  The first that can be read comes
 * first: a junk field before the real one hides nothing, and a second one is
 * seen by those who ask whether there is only one.
 */
static void
read_mailboxes(const struct reader *r, struct slice name,
    struct mailboxes *out)
{
	const struct header	*field = headers_find(r->headers, name);
	struct mailboxes	 more;
	size_t			 size = sizeof(*out->items);

	*out = (struct mailboxes){ NULL, 0 };
	for (; field != NULL; field = headers_next(r->headers, field)) {
		mailboxes_parse(header_unfold(field->value, r->arena),
		    r->charset, r->limits, r->arena, &more, r->limited);
		if (out->count == 0) {
			*out = more;
			continue;
		}
		if (more.count > r->limits->max[LIMIT_ADDRESSES] - out->count) {
			*r->limited |= LIMIT_BIT(LIMIT_ADDRESSES);
			return;
		}
		out->items = arena_grow(r->arena, out->items,
		    out->count * size, (out->count + more.count) * size);
		for (size_t i = 0; i < more.count; i++)
			out->items[out->count++] = more.items[i];
	}
}

static void
read_ids(const struct reader *r, struct slice name, struct msgids *out)
{
	msgids_parse(headers_value(r->headers, name, r->arena), r->limits,
	    r->arena, out, r->limited);
}

/* An id that lacks all that makes one is still the message's name. */
static struct slice
read_message_id(const struct reader *r)
{
	struct slice	value;
	struct msgids	ids;

	read_ids(r, SLICE("Message-ID"), &ids);
	if (ids.count > 0)
		return ids.items[0];
	value = headers_value(r->headers, SLICE("Message-ID"), r->arena);
	if (slice_index(value, ' ') < value.len || value.len > MESSAGE_ID_MAX ||
	    !slice_is_ascii(value) || slice_index(value, '<') < value.len)
		return SLICE_EMPTY;
	return value;
}

static void
read_headers(const struct reader *r, struct mail *mail)
{
	struct slice	value;

	read_mailboxes(r, SLICE("From"), &mail->from);
	read_mailboxes(r, SLICE("Reply-To"), &mail->reply_to);
	read_mailboxes(r, SLICE("To"), &mail->to);
	read_mailboxes(r, SLICE("Cc"), &mail->cc);
	value = headers_value(r->headers, SLICE("Subject"), r->arena);
	mail->subject = slice_trim(words_decode(value, r->charset, r->arena));
	value = headers_value(r->headers, SLICE("Date"), r->arena);
	mail->has_date = date_parse(value, &mail->date);
	mail->message_id = read_message_id(r);
	read_ids(r, SLICE("In-Reply-To"), &mail->in_reply_to);
	read_ids(r, SLICE("References"), &mail->references);
}

static void
read_forward(const struct reader *r, struct mail *mail)
{
	const struct forward_signs	signs = {
		.mime = &mail->mime, .subject = mail->subject,
		.text = mail->text,
		.answers = mail->in_reply_to.count > 0 ||
		    mail->references.count > 0,
	};

	mail->is_forward = forward_find(&signs, r->limits, r->arena,
	    &mail->forward);
}

/*
 * Mails come in about the order of their dates.  With the date in front, so do
 * their places in an index, whose pages are then not touched all over.
 */
static void
put_date_in_front(struct mail *mail)
{
	uint64_t date = mail->has_date ? (uint64_t)mail->date : 0;

	for (int i = 0; i < 4; i++)
		mail->identity[i] = (unsigned char)(date >> (24 - 8 * i));
}

void
mail_digest(struct mail *mail)
{
	const char	*body = mail->mime.parts[0].body.data;
	struct slice	 rest = SLICE_EMPTY;

	/* All of the body, also what is over the limits of parsing. */
	if (mail->raw.len > 0)
		rest = slice_from(mail->raw, (size_t)(body - mail->raw.data));
	secret_digest(mail->raw, mail->digest);
	identity_digest(mail->headers, rest, mail->identity);
	put_date_in_front(mail);
}

void
mail_parse(struct slice raw, const struct mail_limits *limits,
    struct arena *arena, struct mail *out)
{
	struct reader	reader = {
		.limits = limits, .arena = arena, .limited = &out->limited,
	};

	*out = (struct mail){ .raw = raw };
	mime_parse(raw, limits, arena, &out->mime);
	out->limited = out->mime.limited;
	out->headers = &out->mime.parts[0].headers;
	reader.headers = out->headers;
	reader.charset = header_charset(&out->mime);
	read_headers(&reader, out);
	out->text = body_text(&out->mime, limits, arena, &out->text_from_html,
	    &out->limited);
	out->new_text = quote_new_text(out->text, arena);
	read_forward(&reader, out);
	body_attachments(&out->mime, limits, arena, &out->attachments,
	    &out->limited);
}
