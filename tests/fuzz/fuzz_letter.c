/*
 * Letters: written, read again, and the same.  Fields are parted by '|':
 * subject, name, address, text, HTML, the file's name, its bytes.
 */
#include "fuzz.h"

#include "base/secret.h"
#include "mail/charset.h"
#include "mail/file_name.h"
#include "mail/letter.h"
#include "mail/mail.h"
#include "mail/plain.h"
#include "mail/uu.h"
#include "mail/words.h"

static void
check_octets(struct slice raw)
{
	size_t line = 0;

	for (size_t i = 0; i < raw.len; i++) {
		unsigned char c = (unsigned char)raw.data[i];

		FUZZ_CHECK(c >= 0x20 || c == '\r' || c == '\n' || c == '\t');
		FUZZ_CHECK(c < 0x7f);
		FUZZ_CHECK(c != '\r' || (i + 1 < raw.len &&
		    raw.data[i + 1] == '\n'));
		FUZZ_CHECK(c != '\n' || (i > 0 && raw.data[i - 1] == '\r'));
		line = c == '\n' ? 0 : line + 1;
		FUZZ_CHECK(line <= 999);
	}
}

/* A letter's text has LF alone. */
static struct slice
without_cr(struct slice s, struct arena *arena)
{
	struct text to = TEXT_IN(arena);

	for (size_t i = 0; i < s.len; i++)
		if (s.data[i] != '\r')
			text_add_char(&to, s.data[i]);
	return text_slice(&to);
}

/* How a text comes back: as any text that a mail has. */
static struct slice
as_read(struct slice text, struct arena *arena)
{
	struct text to = TEXT_IN(arena);

	plain_add(&to, uu_strip(charset_to_utf8(SLICE("utf-8"), text, arena),
	    arena), PLAIN_FIXED, fuzz_limits.max[LIMIT_TEXT]);
	return slice_trim_end(text_slice(&to));
}

static void
check_file(const struct letter *letter, const struct mail *mail,
    struct arena *arena)
{
	const struct attachment *file;
	struct slice name = file_name_clean(letter->files[0].name, arena);

	FUZZ_CHECK(mail->attachments.count >= 1);
	file = &mail->attachments.items[mail->attachments.count - 1];
	FUZZ_CHECK(slice_eq(attachment_bytes(file, arena),
	    letter->files[0].bytes));
	if (name.len > 0)
		FUZZ_CHECK(slice_eq(file->name, name));
}

static void
check_letter(const struct letter *letter, struct arena *arena)
{
	struct text raw = TEXT_IN(arena);
	struct slice text;
	struct mail mail;

	letter_write(letter, &raw);
	check_octets(text_slice(&raw));
	mail_parse(text_slice(&raw), &fuzz_limits, arena, &mail);
	FUZZ_CHECK(slice_eq(mail.message_id, letter->message_id));
	/* A byte order mark goes where a word begins with it. */
	if (!slice_has(letter->subject, SLICE("\xef\xbb\xbf")))
		FUZZ_CHECK(slice_eq(mail.subject, slice_trim(words_line(
		    letter->subject, arena))));
	FUZZ_CHECK(mail.has_date && mail.date == letter->date);
	FUZZ_CHECK(mail.from.count == 1);
	FUZZ_CHECK(slice_eq(mail.from.items[0].address, letter->from.address));
	text = as_read(letter->text, arena);
	/* Blank text makes room for the HTML. */
	if (slice_trim(text).len > 0 && !mail.text_from_html)
		FUZZ_CHECK(slice_eq(mail.text, text));
	if (letter->file_count > 0)
		check_file(letter, &mail, arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct mailbox desk = {
		SLICE_INIT("Help"), SLICE_INIT("support@help.test"),
	};
	struct arena arena = ARENA_INIT;
	struct slice rest = slice_make(data, size), fields[6];
	struct letter_file file;
	struct letter letter = { .from = desk, .to = desk };

	secret_init();
	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		fields[i] = SLICE_EMPTY;
		slice_cut(&rest, '|', &fields[i]);
		fields[i] = fuzz_utf8(fields[i], &arena);
	}
	letter.subject = fields[0];
	letter.from.name = fields[1];
	letter.to = (struct mailbox){ fields[1], fields[2] };
	letter.message_id = SLICE("md.x@help.test");
	letter.date = 1772530200;
	letter.text = without_cr(fields[3], &arena);
	letter.html = fields[4];
	file = (struct letter_file){ file_name_clean(fields[5], &arena),
		SLICE("text/csv"), rest };
	letter.files = &file;
	letter.file_count = rest.len > 0;
	check_letter(&letter, &arena);
	arena_free(&arena);
	return 0;
}
