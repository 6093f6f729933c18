/* A letter to write, checked octet by octet. */
#ifndef UNIT_MAIL_LETTERS_H
#define UNIT_MAIL_LETTERS_H

#include "case.h"

#include "mail/letter.h"
#include "mail/mail.h"

#define SMILE "\xf0\x9f\x98\x80"

static const struct mail_limits limits = MAIL_LIMITS_DEFAULT;

static inline struct letter
plain_letter(void)
{
	struct letter letter = {
		.from = { SLICE("Help Desk"), SLICE("support@help.test") },
		.to = { SLICE("Alice"), SLICE("alice@example.test") },
		.reply_to = { SLICE_EMPTY,
		    SLICE("support+raaabbb@help.test") },
		.subject = SLICE("Re: Printer on fire"),
		.message_id = SLICE("md.raaabbb@help.test"),
		.date = 1772530200, /* 2026-03-03 09:30:00 */
		.submitted = AUTO_REPLIED,
		.desk_id = SLICE("desk-4711"),
		.text = SLICE("We come.\n"),
	};

	return letter;
}

/* 7-bit, CRLF alone, no line over 998 octets, no other control. */
static inline void
check_octets(const char *name, struct slice raw)
{
	size_t line = 0;

	for (size_t i = 0; i < raw.len; i++) {
		unsigned char c = (unsigned char)raw.data[i];

		assert_case_true(name, c < 0x7f);
		assert_case_true(name, c >= 0x20 || c == '\t' || c == '\r' ||
		    c == '\n');
		assert_case_int(name, c == '\n',
		    i > 0 && raw.data[i - 1] == '\r');
		line = c == '\n' ? 0 : line + 1;
		assert_case_true(name, line <= 998 + 1);
	}
	assert_case_true(name, slice_ends(raw, SLICE("\r\n")));
}

static inline struct slice
write_letter(const char *name, const struct letter *letter,
    struct arena *arena)
{
	struct text to = TEXT_IN(arena);

	letter_write(letter, &to);
	check_octets(name, text_slice(&to));
	return text_slice(&to);
}

#endif
