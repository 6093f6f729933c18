/* Attachments: a safe type, a name that any program reads, base64. */
#include "mail/letter_file.h"

#include "base/ascii.h"
#include "base/encode.h"

#define TYPE_MAX 127	  /* RFC 6838 4.2 */
#define PLAIN_NAME_MAX 60 /* what one line takes unencoded */
#define PIECE_MAX 56	  /* with ` filename*123*=utf-8''` before it: 78 */
#define NAME_MAX_BYTES ((size_t)4 << 10)

/* RFC 2045's token. */
static bool
is_token(struct slice s)
{
	static const struct slice special = SLICE_INIT("()<>@,;:\\\"/[]?=");

	for (size_t i = 0; i < s.len; i++)
		if (!ascii_is_graph(s.data[i]) ||
		    slice_index(special, s.data[i]) < special.len)
			return false;
	return s.len > 0;
}

/* RFC 2046 allows no base64 in multipart and message. */
static bool
type_is_safe(struct slice type)
{
	size_t slash = slice_index(type, '/');

	return type.len <= TYPE_MAX && slash < type.len &&
	    is_token(slice_head(type, slash)) &&
	    is_token(slice_from(type, slash + 1)) &&
	    !slice_starts_nocase(type, SLICE("multipart/")) &&
	    !slice_starts_nocase(type, SLICE("message/"));
}

static bool
name_is_plain(struct slice name)
{
	for (size_t i = 0; i < name.len; i++)
		if ((!ascii_is_graph(name.data[i]) && name.data[i] != ' ') ||
		    name.data[i] == '"' || name.data[i] == '\\')
			return false;
	/* Readers decode encoded words in names, though they should not. */
	return name.len <= PLAIN_NAME_MAX && !slice_has(name, SLICE("=?"));
}

/* RFC 5987's attr-char. */
static bool
is_attribute_char(char c)
{
	static const struct slice others = SLICE_INIT("!#$&+-.^_`|~");

	return ascii_is_alnum(c) || slice_index(others, c) < others.len;
}

/* Octets of the UTF-8 character at the front of s, which is well-formed. */
static size_t
character_len(struct slice s)
{
	size_t len = 1;

	while (len < s.len && ((unsigned char)s.data[len] & 0xc0) == 0x80)
		len++;
	return len;
}

static void
encode_character(struct text *to, struct slice c)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < c.len; i++) {
		unsigned char byte = (unsigned char)c.data[i];

		if (is_attribute_char(c.data[i])) {
			text_add_char(to, c.data[i]);
		} else {
			text_add_char(to, '%');
			text_add_char(to, digits[byte >> 4]);
			text_add_char(to, digits[byte & 15]);
		}
	}
}

static void
add_encoded_name(struct text *to, struct slice name)
{
	unsigned	piece = 0;
	size_t		begin = 0, len;

	while (piece == 0 || name.len > 0) {
		text_add_format(to, ";\r\n filename*%u*=%s", piece,
		    piece == 0 ? "utf-8''" : "");
		begin = to->len;
		/* One character takes 12 octets at most. */
		while (name.len > 0 && to->len - begin + 12 <= PIECE_MAX) {
			len = character_len(name);
			encode_character(to, slice_head(name, len));
			name = slice_from(name, len);
		}
		piece++;
	}
}

static void
add_disposition(struct text *to, struct slice name)
{
	struct text clean = TEXT_IN(to->arena);
	struct text line = TEXT_IN(to->arena);

	text_add_utf8(&clean, slice_head(name, NAME_MAX_BYTES));
	text_add_line(&line, slice_trim(text_slice(&clean)));
	name = text_slice(&line);
	text_add_string(to, "Content-Disposition: attachment");
	if (name.len > 0 && name_is_plain(name)) {
		text_add_string(to, ";\r\n filename=\"");
		text_add(to, name);
		text_add_char(to, '"');
	} else if (name.len > 0) {
		add_encoded_name(to, name);
	}
	text_add_string(to, "\r\n");
}

void
letter_file_write(const struct letter_file *file, struct text *to)
{
	text_add_string(to, "Content-Type: ");
	if (type_is_safe(file->type))
		text_add(to, file->type);
	else
		text_add_string(to, "application/octet-stream");
	text_add_string(to, "\r\nContent-Transfer-Encoding: base64\r\n");
	add_disposition(to, file->name);
	text_add_string(to, "\r\n");
	encode_base64(to, file->bytes, true);
}
