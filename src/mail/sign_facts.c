/* What a mail shows of its making beyond one header and its value. */
#include "mail/signs.h"

#include "base/ascii.h"
#include "mail/bounce_words.h"

static unsigned
fact_if(bool holds, enum sign_fact fact)
{
	return holds ? (unsigned)fact : 0;
}

static bool
has_header(const struct mail *mail, struct slice name)
{
	return headers_find(mail->headers, name) != NULL;
}

/* Our own loop header, or another desk's. */
static unsigned
loop_facts(const struct mail *mail, const struct own *own, struct arena *arena)
{
	static const struct slice	name = SLICE_INIT("X-Maildesk-Loop");
	const struct header		*header;
	unsigned			facts = 0;
	struct slice			value;

	for (header = headers_find(mail->headers, name); header != NULL;
	    header = headers_next(mail->headers, header)) {
		value = slice_trim(header_unfold(header->value, arena));
		if (own->desk_id.len > 0 &&
		    slice_eq_nocase(value, own->desk_id))
			facts |= FACT_OUR_LOOP;
		else
			facts |= FACT_FOREIGN_LOOP;
	}
	return facts;
}

static bool
is_our_message_id(struct slice id, const struct own *own)
{
	size_t at = slice_rindex(id, '@');

	return own->message_domain.len > 0 && at < id.len &&
	    slice_starts_nocase(id, SLICE("md.")) &&
	    slice_eq_nocase(slice_from(id, at + 1), own->message_domain);
}

/* What the message is, or is a container of. Never inside a returned mail. */
static bool
has_part(const struct mime *mime, const char *type, const char *sub)
{
	for (size_t i = 0; i < mime->count; i++) {
		const struct mime_part	*part = &mime->parts[i];
		bool			child = part->parent == 0 &&
		    mime->parts[0].multipart;

		if ((i == 0 || child) && mime_is(part, type, sub))
			return true;
	}
	return false;
}

static bool
has_delivery_status(const struct mime *mime)
{
	return has_part(mime, "message", "delivery-status") ||
	    has_part(mime, "message", "global-delivery-status");
}

/*
 * The type of the report is in a parameter, whatever became of the subtype on
 * the way, and in the part that is made for it.
 */
static unsigned
report_facts(const struct mime *mime)
{
	const struct mime_part	*root = &mime->parts[0];
	bool			is_report = !root->multipart ||
	    mime_is(root, "multipart", "report");
	struct slice		type = SLICE_EMPTY;

	if (mime_is(root, "multipart", NULL))
		type = params_find(&root->type, SLICE("report-type"));
	if (slice_eq_nocase(type, SLICE("feedback-report")) ||
	    (is_report && has_part(mime, "message", "feedback-report")))
		return FACT_COMPLAINT;
	if (slice_eq_nocase(type, SLICE("disposition-notification")) ||
	    (is_report &&
	    has_part(mime, "message", "disposition-notification")))
		return FACT_RECEIPT;
	if (slice_eq_nocase(type, SLICE("delivery-status")) ||
	    (is_report && has_delivery_status(mime)))
		return FACT_DELIVERY_REPORT;
	return fact_if(mime_is(root, "multipart", "report"), FACT_OTHER_REPORT);
}

static bool
is_return_path_null(const struct mail *mail, const struct envelope *envelope,
    struct arena *arena)
{
	const struct header *header;

	/* The other doors have no return path: theirs is empty in any case. */
	if ((envelope->door == DOOR_PIPE || envelope->door == DOOR_LMTP) &&
	    address_is_null(envelope->sender))
		return true;
	header = headers_find(mail->headers, SLICE("Return-Path"));
	return header != NULL &&
	    address_is_null(slice_trim(header_unfold(header->value, arena)));
}

/* Seen in the raw field, since "MAILER-DAEMON <>" is no mailbox. */
static bool
from_has(const struct mail *mail, struct slice word)
{
	static const struct slice	name = SLICE_INIT("From");
	const struct header		*header;

	for (header = headers_find(mail->headers, name); header != NULL;
	    header = headers_next(mail->headers, header))
		if (slice_has_nocase(header->value, word))
			return true;
	return false;
}

/* no-reply@, No_Reply.billing@: punctuation left out, then the beginning. */
static bool
is_unattended(struct slice address)
{
	static const struct slice words[] = {
		SLICE_INIT("noreply"),
		SLICE_INIT("donotreply"),
		SLICE_INIT("dontreply"),
		SLICE_INIT("nichtantworten"),
		SLICE_INIT("keineantwort"),
		SLICE_INIT("nepasrepondre"),
		SLICE_INIT("noresponder"),
		SLICE_INIT("nonrispondere"),
		SLICE_INIT("naoresponda"),
	};
	struct slice	local, domain;
	char		plain[16];
	size_t		len = 0;

	if (!address_split(address, &local, &domain))
		return false;
	for (size_t i = 0; i < local.len && len < sizeof(plain); i++)
		if (ascii_is_alnum(local.data[i]))
			plain[len++] = ascii_lower(local.data[i]);
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (slice_starts(slice_make(plain, len), words[i]))
			return true;
	return slice_starts_nocase(local, SLICE("owner-")) ||
	    slice_ends_nocase(local, SLICE("-owner")) ||
	    slice_ends_nocase(local, SLICE("-request")) ||
	    slice_ends_nocase(local, SLICE("-bounces"));
}

/* Nobody who reads no answers forwards a mail: a machine returns it. */
static bool
is_returned_by_machine(const struct mail *mail)
{
	return mail->from.count > 0 &&
	    is_unattended(mail->from.items[0].address) &&
	    has_part(&mail->mime, "message", "rfc822");
}

static bool
is_returned_mail(const struct mail *mail, bool null_path, bool from_daemon)
{
	int	marks = null_path;
	size_t	behind;
	bool	delayed;

	marks += from_daemon || from_has(mail, SLICE("postmaster")) ||
	    from_has(mail, SLICE("post_master")) ||	/* Verizon */
	    from_has(mail, SLICE("mail delivery s"));
	marks += is_returned_by_machine(mail);
	marks += bounce_subject(mail->subject);
	/* What stands inside a person may have forwarded: it counts once. */
	if (marks == 1)
		marks += has_delivery_status(&mail->mime) ||
		    bounce_sentence(mail->text, &behind, &delayed);
	return marks >= 2;
}

/* [MS-OXCMAIL] 2.2.3.2.14: OOF, DR, RN and NRN are not about us. */
static bool
wants_no_acknowledgement(const struct mail *mail, struct arena *arena)
{
	struct slice value = headers_value(mail->headers,
	    SLICE("X-Auto-Response-Suppress"), arena);

	return slice_has_nocase(value, SLICE("all")) ||
	    slice_has_nocase(value, SLICE("autoreply")) ||
	    slice_eq(value, SLICE("-1"));
}

static bool
is_other_auto_submitted(const struct mail *mail, struct arena *arena)
{
	static const struct slice name = SLICE_INIT("Auto-Submitted");
	static const struct slice known[] = {
		SLICE_INIT(""),
		SLICE_INIT("no"),
		SLICE_INIT("false"),
		SLICE_INIT("none"),
		SLICE_INIT("auto-replied"),
		SLICE_INIT("auto-generated"),
		SLICE_INIT("auto-notified"),
		SLICE_INIT("auto-forwarded"),
	};
	const struct header	*header;
	struct slice		word;
	bool			is_known;

	for (header = headers_find(mail->headers, name); header != NULL;
	    header = headers_next(mail->headers, header)) {
		word = header_word(header_unfold(header->value, arena));
		is_known = false;
		for (size_t i = 0; i < ARRAY_LEN(known); i++)
			is_known = is_known || slice_eq_nocase(word, known[i]);
		if (!is_known)
			return true;
	}
	return false;
}

static unsigned
sender_facts(const struct mail *mail)
{
	if (mail->from.count == 0)
		return FACT_NO_SENDER;
	return fact_if(is_unattended(mail->from.items[0].address),
	    FACT_UNATTENDED_SENDER);
}

/* Vacation replies never bear a list's fields; newsletters about travel do. */
static bool
is_vacation_subject(const struct mail *mail)
{
	return subject_has_vacation_word(mail->subject) &&
	    !has_header(mail, SLICE("List-Unsubscribe")) &&
	    !has_header(mail, SLICE("List-Id")) &&
	    !has_header(mail, SLICE("List-Post"));
}

unsigned
sign_facts(const struct mail *mail, const struct envelope *envelope,
    const struct own *own)
{
	struct arena	arena = ARENA_INIT;
	bool		null_path = is_return_path_null(mail, envelope, &arena);
	bool		from_daemon = from_has(mail, SLICE("mailer-daemon"));
	bool		hush = wants_no_acknowledgement(mail, &arena);
	unsigned	facts = 0;

	facts |= loop_facts(mail, own, &arena);
	facts |= fact_if(is_our_message_id(mail->message_id, own),
	    FACT_OUR_MESSAGE_ID);
	facts |= report_facts(&mail->mime);
	facts |= fact_if(null_path, FACT_NULL_RETURN_PATH);
	facts |= fact_if(from_daemon, FACT_FROM_DAEMON);
	facts |= fact_if(is_returned_mail(mail, null_path, from_daemon),
	    FACT_RETURNED_MAIL);
	facts |= fact_if(subject_is_auto_reply(mail->subject),
	    FACT_REPLY_PREFIX);
	facts |= fact_if(is_vacation_subject(mail), FACT_VACATION_WORD);
	facts |= fact_if(hush &&
	    has_header(mail, SLICE("X-MS-Exchange-Inbox-Rules-Loop")),
	    FACT_INBOX_RULE_REPLY);
	facts |= fact_if(is_other_auto_submitted(mail, &arena),
	    FACT_OTHER_AUTO_SUBMITTED);
	facts |= fact_if(hush, FACT_NO_ACKNOWLEDGEMENTS);
	facts |= sender_facts(mail);
	facts |= fact_if(slice_starts_nocase(mail->subject,
	    SLICE("Report Domain:")), FACT_DMARC_REPORT);
	arena_free(&arena);
	return facts;
}
