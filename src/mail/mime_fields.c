/* Content-Type, Content-Disposition, Content-Transfer-Encoding. */
#include "mail/mime_fields.h"

static const struct {
	struct slice word;
	enum mime_encoding encoding;
} encodings[] = {
	{ SLICE_INIT("quoted-printable"), ENCODING_QUOTED_PRINTABLE },
	{ SLICE_INIT("base64"), ENCODING_BASE64 },
	{ SLICE_INIT("base-64"), ENCODING_BASE64 },
	{ SLICE_INIT("x-uuencode"), ENCODING_UUENCODE },
	{ SLICE_INIT("uuencode"), ENCODING_UUENCODE },
	{ SLICE_INIT("x-uue"), ENCODING_UUENCODE },
	{ SLICE_INIT("uue"), ENCODING_UUENCODE },
};

static const struct slice message_types[] = {
	SLICE_INIT("message/rfc822"), SLICE_INIT("message/global"),
	SLICE_INIT("message/news"),
};

/* "type/subtype", both there. */
static bool
is_type(struct slice word)
{
	size_t slash = slice_index(word, '/');

	return slash > 0 && slash + 1 < word.len;
}

/* Of several fields the first that can be read. */
static void
read_type(struct mime_part *part, bool in_digest,
    const struct mail_limits *limits, struct arena *arena,
    limit_bits *limited)
{
	const struct header *header =
	    headers_find(&part->headers, SLICE("Content-Type"));
	struct params params;

	part->type = (struct params){ .count = 0 };
	part->type.word = in_digest && header == NULL ?
	    SLICE("message/rfc822") : SLICE("text/plain");
	for (; header != NULL; header = headers_next(&part->headers, header)) {
		params_parse(header_unfold(header->value, arena), limits,
		    arena, &params, limited);
		if (slice_eq(params.word, SLICE("multipart")))
			params.word = SLICE("multipart/mixed");
		if (is_type(params.word)) {
			part->type = params;
			return;
		}
		/* A name or a charset is worth having without a type, too. */
		if (part->type.count == 0) {
			part->type.items = params.items;
			part->type.count = params.count;
		}
	}
}

static enum mime_encoding
read_encoding(const struct headers *headers, struct arena *arena)
{
	const struct header *header =
	    headers_find(headers, SLICE("Content-Transfer-Encoding"));
	struct slice word;

	for (; header != NULL; header = headers_next(headers, header)) {
		word = header_word(header_unfold(header->value, arena));
		for (size_t i = 0; i < ARRAY_LEN(encodings); i++)
			if (slice_eq_nocase(word, encodings[i].word))
				return encodings[i].encoding;
	}
	return ENCODING_IDENTITY;
}

void
mime_fields_read(struct mime_part *part, bool in_digest,
    const struct mail_limits *limits, struct arena *arena,
    limit_bits *limited)
{
	const struct header *header;

	read_type(part, in_digest, limits, arena, limited);
	part->encoding = read_encoding(&part->headers, arena);
	header = headers_find(&part->headers, SLICE("Content-Disposition"));
	if (header != NULL)
		params_parse(header_unfold(header->value, arena), limits,
		    arena, &part->disposition, limited);
}

bool
mime_fields_is_message(const struct mime_part *part)
{
	for (size_t i = 0; i < ARRAY_LEN(message_types); i++)
		if (slice_eq(part->type.word, message_types[i]))
			return true;
	return false;
}
