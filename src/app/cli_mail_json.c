/* A mail as the pure stages read it, for programs. */
#include "app/cli_mail.h"

#include <assert.h>

#include "base/clock.h"
#include "base/encode.h"

/* What programs ask: who wrote, a person or what kind of machine? */
static const char *const auto_words[] = {
	[MAIL_HUMAN] = "human",
	[MAIL_AUTO_REPLY] = "auto-reply",
	[MAIL_AUTO_GENERATED] = "bulk",
	[MAIL_LIST] = "bulk",
	[MAIL_BOUNCE] = "bounce",
	[MAIL_RECEIPT] = "bulk",
	[MAIL_COMPLAINT] = "bulk",
	[MAIL_OWN_LOOP] = "bulk",
};
static_assert(ARRAY_LEN(auto_words) == MAIL_CLASS_COUNT,
    "every class of mail has a word for programs");

static void
fill_mailbox(struct json *json, const struct mailbox *mailbox)
{
	json_add_text(json, "name", mailbox->name);
	json_add_text(json, "address", mailbox->address);
}

static void
add_mailboxes(struct json *json, const char *key,
    const struct mailboxes *mailboxes)
{
	struct json *array = json_add_array(json, key);

	for (size_t i = 0; i < mailboxes->count; i++)
		fill_mailbox(json_append_object(array), &mailboxes->items[i]);
}

static void
add_ids(struct json *json, const char *key, const struct msgids *ids)
{
	struct json *array = json_add_array(json, key);

	for (size_t i = 0; i < ids->count; i++)
		json_append_text(array, ids->items[i]);
}

static void
add_headers(struct json *json, const struct mail *mail)
{
	char date[CLOCK_TEXT_SIZE];

	json_add_text_or_null(json, "message_id", mail->message_id);
	add_ids(json, "in_reply_to", &mail->in_reply_to);
	add_ids(json, "references", &mail->references);
	if (mail->has_date)
		json_add_text(json, "date",
		    slice_of(clock_rfc3339(mail->date, date)));
	else
		json_add_null(json, "date");
	if (mail->from.count > 0)
		fill_mailbox(json_add_object(json, "from"),
		    &mail->from.items[0]);
	else
		json_add_null(json, "from");
	add_mailboxes(json, "reply_to", &mail->reply_to);
	add_mailboxes(json, "to", &mail->to);
	add_mailboxes(json, "cc", &mail->cc);
	json_add_text(json, "subject", mail->subject);
}

/* One file is decoded at a time: memory stays that of the biggest. */
static void
add_attachment(struct json *json, const struct attachment *file,
    struct arena *scratch)
{
	unsigned char digest[SECRET_DIGEST_SIZE];
	struct text hex = TEXT_IN(scratch);
	struct slice bytes = attachment_bytes(file, scratch);

	secret_sha256(bytes, digest);
	encode_hex(&hex, slice_make(digest, sizeof(digest)));
	json_add_text(json, "part", file->part);
	json_add_text(json, "filename", file->name);
	json_add_text(json, "type", file->type);
	json_add_int(json, "size", (int64_t)bytes.len);
	json_add_text(json, "sha256", text_slice(&hex));
	json_add_bool(json, "inline", file->is_inline);
	json_add_text_or_null(json, "content_id", file->content_id);
}

static void
add_attachments(struct json *json, const struct mail *mail)
{
	struct json *array = json_add_array(json, "attachments");
	struct arena scratch = ARENA_INIT;

	for (size_t i = 0; i < mail->attachments.count; i++) {
		add_attachment(json_append_object(array),
		    &mail->attachments.items[i], &scratch);
		arena_reset(&scratch);
	}
	arena_free(&scratch);
}

/* The strongest sign that says what it is. */
static const char *
reason_of(const struct classification *kind)
{
	for (size_t i = 0; i < kind->hit_count; i++)
		if (kind->class != MAIL_HUMAN &&
		    kind->hits[i].class == kind->class)
			return kind->hits[i].name;
	return NULL;
}

static void
add_class(struct json *json, const struct classification *kind)
{
	struct json *object = json_add_object(json, "auto");

	json_add_text(object, "class", slice_of(auto_words[kind->class]));
	json_add_text_or_null(object, "reason", slice_of(reason_of(kind)));
	json_add_text(object, "detail",
	    slice_of(mail_class_name(kind->class)));
}

static void
add_bounce(struct json *json, const struct cli_mail *mail)
{
	struct json *object;

	/* That a mail was read is no trouble with its address. */
	if (!mail->has_report || mail->kind.class == MAIL_RECEIPT) {
		json_add_null(json, "bounce");
		return;
	}
	object = json_add_object(json, "bounce");
	json_add_text_or_null(object, "recipient", mail->report.recipient);
	json_add_text_or_null(object, "status", mail->report.status);
}

/* Whose mail it forwards; what machines return is no forwarded mail. */
static void
add_forward(struct json *json, const struct cli_mail *mail)
{
	const struct forward *forward = &mail->mail.forward;
	struct json *object;

	if (!mail->mail.is_forward || mail->kind.class == MAIL_BOUNCE ||
	    mail->kind.class == MAIL_COMPLAINT) {
		json_add_null(json, "forward");
		return;
	}
	object = json_add_object(json, "forward");
	fill_mailbox(json_add_object(object, "from"), &forward->from);
	json_add_text(object, "subject", forward->subject);
}

void
cli_mail_json(const struct cli_mail *mail, struct json *json)
{
	add_headers(json, &mail->mail);
	json_add_text(json, "text", mail->mail.text);
	json_add_text(json, "reply", mail->mail.new_text);
	add_attachments(json, &mail->mail);
	add_class(json, &mail->kind);
	add_bounce(json, mail);
	add_forward(json, mail);
}
