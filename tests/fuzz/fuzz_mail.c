/* A whole mail, as the desk understands it; the same answer twice. */
#include "fuzz.h"

#include "base/secret.h"
#include "desk/command.h"
#include "mail/classify.h"
#include "mail/report.h"

static void
check_mailboxes(const struct mailboxes *list)
{
	for (size_t i = 0; i < list->count; i++) {
		FUZZ_CHECK(fuzz_is_line(list->items[i].name));
		FUZZ_CHECK(fuzz_is_line(list->items[i].address));
	}
}

static void
check_ids(const struct msgids *ids)
{
	FUZZ_CHECK(ids->count <= fuzz_limits.max[LIMIT_REFERENCES]);
	for (size_t i = 0; i < ids->count; i++)
		for (size_t j = 0; j < ids->items[i].len; j++)
			FUZZ_CHECK(!ascii_is_control(ids->items[i].data[j]));
}

static void
check_attachments(const struct attachments *list, struct arena *arena)
{
	FUZZ_CHECK(list->count <= fuzz_limits.max[LIMIT_ATTACHMENTS]);
	for (size_t i = 0; i < list->count; i++) {
		const struct attachment *file = &list->items[i];

		FUZZ_CHECK(file->name.len > 0 && fuzz_is_line(file->name));
		FUZZ_CHECK(slice_index(file->name, '/') == file->name.len);
		FUZZ_CHECK(file->type.len > 0);
		FUZZ_CHECK(body_attachment(list, file->part) == file);
		fuzz_touch(attachment_bytes(file, arena));
	}
}

static void
check_mail(const struct mail *mail, struct arena *arena)
{
	static const struct envelope envelope = { .door = DOOR_LMTP };
	static const struct own own = { SLICE_INIT("d"), SLICE_INIT("h.test") };
	struct classification kind;
	struct command_block block;
	struct report report;

	check_mailboxes(&mail->from);
	check_mailboxes(&mail->reply_to);
	check_mailboxes(&mail->to);
	check_mailboxes(&mail->cc);
	check_ids(&mail->in_reply_to);
	check_ids(&mail->references);
	FUZZ_CHECK(fuzz_is_line(mail->subject));
	FUZZ_CHECK(fuzz_is_inside(mail_base_subject(mail->subject),
	    mail->subject));
	FUZZ_CHECK(slice_is_utf8(mail->text));
	FUZZ_CHECK(mail->text.len <= fuzz_limits.max[LIMIT_TEXT]);
	FUZZ_CHECK(slice_is_utf8(mail->new_text));
	check_attachments(&mail->attachments, arena);
	classify(mail, &envelope, &own, &kind);
	report_parse(mail, arena, &report);
	command_parse(mail->new_text, arena, &block);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct mail mail, again;

	secret_init();
	mail_parse(slice_make(data, size), &fuzz_limits, &arena, &mail);
	mail_digest(&mail);
	check_mail(&mail, &arena);
	mail_parse(slice_make(data, size), &fuzz_limits, &arena, &again);
	mail_digest(&again);
	FUZZ_CHECK(slice_eq(mail.text, again.text));
	FUZZ_CHECK(slice_eq(mail.subject, again.subject));
	FUZZ_CHECK(secret_equal(mail.identity, again.identity,
	    sizeof(mail.identity)));
	FUZZ_CHECK(mail.limited == again.limited);
	arena_free(&arena);
	return 0;
}
