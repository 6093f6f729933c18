/* Letters as bytes. Nothing foreign enters a header as it came. */
#include "mail/letter.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/ascii.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/secret.h"
#include "mail/letter_file.h"
#include "mail/transfer.h"
#include "mail/words.h"

/* RFC 5322 2.1.1: a line has at most 998 octets; ids stand alone in theirs. */
#define ID_MAX 990
#define BOUNDARY_SIZE 40

static bool
is_graph(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!ascii_is_graph(s.data[i]))
			return false;
	return s.len > 0;
}

static bool
id_is_writable(struct slice id)
{
	return is_graph(id) && id.len <= ID_MAX &&
	    slice_index(id, '<') == id.len && slice_index(id, '>') == id.len;
}

/*
 * The address in ASCII: an international domain as A-labels.  Empty when the
 * local part needs SMTPUTF8: such a letter is not for a 7-bit header.
 */
static struct slice
ascii_address(struct slice address, struct arena *arena)
{
	struct slice folded;

	if (is_graph(address))
		return address;
	if (address_identity(address, arena, &folded) && is_graph(folded))
		return folded;
	return SLICE_EMPTY;
}

static void
add_mailbox(struct text *to, const char *name, const struct mailbox *mailbox)
{
	struct mailbox	written = *mailbox;
	size_t		line = to->len;

	written.address = ascii_address(mailbox->address, to->arena);
	text_add_format(to, "%s: ", name);
	/* RFC 6854: an empty group where no address can be shown. */
	if (written.address.len == 0)
		text_add_string(to, "undisclosed-recipients:;");
	else
		mailbox_write(to, &written, to->len - line);
	text_add_string(to, "\r\n");
}

static void
add_id(struct text *to, const char *name, struct slice id)
{
	if (!id_is_writable(id))
		return;
	text_add_format(to, "%s: <", name);
	text_add(to, id);
	text_add_string(to, ">\r\n");
}

static void
add_references(struct text *to, const struct letter *letter)
{
	bool begun = false;

	for (size_t i = 0; i < letter->reference_count; i++) {
		if (!id_is_writable(letter->references[i]))
			continue;
		text_add_string(to, begun ? "\r\n <" : "References: <");
		text_add(to, letter->references[i]);
		text_add_char(to, '>');
		begun = true;
	}
	if (begun)
		text_add_string(to, "\r\n");
}

/*
 * As MS-OXOMSG 2.2.1.3 has it: the six high octets of a FILETIME, and sixteen
 * that name the conversation.  No octets for answers follow: every letter
 * stands right below its beginning.
 */
static void
add_thread_index(struct text *to, const struct letter *letter)
{
	unsigned char name[SECRET_DIGEST_SIZE], index[22];
	/* Tenths of microseconds since 1601. */
	uint64_t at = ((uint64_t)letter->thread_at + UINT64_C(11644473600)) *
	    10000000;

	if (letter->thread.len == 0)
		return;
	secret_digest(letter->thread, name);
	for (int i = 0; i < 6; i++)
		index[i] = (unsigned char)(at >> (56 - 8 * i));
	for (int i = 0; i < 16; i++)
		index[6 + i] = name[i];
	text_add_string(to, "Thread-Index: ");
	encode_base64(to, slice_make(index, sizeof(index)), false);
	text_add_string(to, "\r\n");
}

static const char *
auto_submitted_word(enum auto_submitted submitted)
{
	switch (submitted) {
	case AUTO_GENERATED:
		return "auto-generated";
	case AUTO_REPLIED:
		return "auto-replied";
	case SUBMITTED_BY_PERSON:
		break;
	}
	return NULL;
}

static void
add_headers(struct text *to, const struct letter *letter)
{
	const char	*submitted = auto_submitted_word(letter->submitted);
	char		date[CLOCK_TEXT_SIZE];
	size_t		line;

	add_mailbox(to, "From", &letter->from);
	add_mailbox(to, "To", &letter->to);
	if (ascii_address(letter->reply_to.address, to->arena).len > 0)
		add_mailbox(to, "Reply-To", &letter->reply_to);
	line = to->len;
	text_add_string(to, "Subject: ");
	words_encode(to, letter->subject, to->len - line);
	text_add_string(to, "\r\n");
	text_add_format(to, "Date: %s\r\n", clock_rfc5322(letter->date, date));
	add_id(to, "Message-ID", letter->message_id);
	add_id(to, "In-Reply-To", letter->in_reply_to);
	add_references(to, letter);
	add_thread_index(to, letter);
	if (submitted != NULL)
		text_add_format(to, "Auto-Submitted: %s\r\n", submitted);
	text_add_string(to, "X-Auto-Response-Suppress: All\r\n");
	if (is_graph(letter->desk_id)) {
		text_add_string(to, "X-Maildesk-Loop: ");
		text_add(to, slice_head(letter->desk_id, ID_MAX));
		text_add_string(to, "\r\n");
	}
	text_add_string(to, "MIME-Version: 1.0\r\n");
}

/*
 * From the Message-ID by FNV-1a, so that the same letter gives the same bytes.
 * No part can hold it: after "=" quoted-printable has hexadecimals or a line
 * end, and base64 has no "_".
 */
static void
make_boundary(const struct letter *letter, const char *kind,
    char to[BOUNDARY_SIZE])
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < letter->message_id.len; i++) {
		hash ^= (unsigned char)letter->message_id.data[i];
		hash *= UINT64_C(0x100000001b3);
	}
	snprintf(to, BOUNDARY_SIZE, "=_%s_%016" PRIx64, kind, hash);
}

static void
add_multipart(struct text *to, const char *sub, const char *boundary)
{
	text_add_format(to,
	    "Content-Type: multipart/%s;\r\n boundary=\"%s\"\r\n\r\n", sub,
	    boundary);
}

/* A quoted-printable part; what is no UTF-8 does not pass for it. */
static void
add_text(struct text *to, const char *sub, struct slice body)
{
	struct text clean = TEXT_IN(to->arena);

	if (!slice_is_utf8(body)) {
		text_add_utf8(&clean, body);
		body = text_slice(&clean);
	}
	text_add_format(to, "Content-Type: text/%s; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n", sub);
	transfer_quote(to, body);
}

/* text, or text and HTML to choose from. */
static void
add_body(struct text *to, const struct letter *letter)
{
	char boundary[BOUNDARY_SIZE];

	if (letter->html.len == 0) {
		add_text(to, "plain", letter->text);
		return;
	}
	make_boundary(letter, "alt", boundary);
	add_multipart(to, "alternative", boundary);
	text_add_format(to, "--%s\r\n", boundary);
	add_text(to, "plain", letter->text);
	text_add_format(to, "\r\n--%s\r\n", boundary);
	add_text(to, "html", letter->html);
	text_add_format(to, "\r\n--%s--\r\n", boundary);
}

void
letter_write(const struct letter *letter, struct text *to)
{
	char boundary[BOUNDARY_SIZE];

	add_headers(to, letter);
	if (letter->file_count == 0) {
		add_body(to, letter);
	} else {
		make_boundary(letter, "mixed", boundary);
		add_multipart(to, "mixed", boundary);
		text_add_format(to, "--%s\r\n", boundary);
		add_body(to, letter);
		for (size_t i = 0; i < letter->file_count; i++) {
			text_add_format(to, "\r\n--%s\r\n", boundary);
			letter_file_write(&letter->files[i], to);
		}
		text_add_format(to, "\r\n--%s--\r\n", boundary);
	}
	if (!slice_ends(text_slice(to), SLICE("\r\n")))
		text_add_string(to, "\r\n");
}
