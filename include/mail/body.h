/* What a person reads in a mail: its text, and the list of its attachments. */
#ifndef MAIL_BODY_H
#define MAIL_BODY_H

#include <stdbool.h>

#include "mail/mime.h"

struct attachment {
	struct slice part;	/* the part's number: its bytes stay in the archive;
				   "2/1" is the first file inside part 2: in a
				   winmail.dat, or uuencoded in a text */
	struct slice name;	/* safe to show and to store: no path, no controls,
				   never empty ("attachment-2.1.pdf" when unnamed) */
	struct slice type;	/* "image/png" */
	struct slice content_id; /* without <>; may be empty */
	size_t encoded_size;	/* octets in the mail */
	bool is_inline;		/* shown inside the HTML, by its content_id */
	struct slice body;	/* its bytes, encoded like this: */
	enum mime_encoding encoding;
};

struct attachments {
	struct attachment *items;
	size_t count;
};

/*
 * The text: inline text/plain parts joined; when there are none (or only blank
 * ones) the HTML as text.  UTF-8, LF line ends, format=flowed undone, cut at
 * LIMIT_TEXT.  *from_html says which it was.
 */
struct slice body_text(const struct mime *mime,
    const struct mail_limits *limits, struct arena *arena, bool *from_html,
    limit_bits *limited);

/*
 * The files.  One that holds files, a winmail.dat, is listed as those, and
 * itself too when it could not be read to its end.
 */
void body_attachments(const struct mime *mime,
    const struct mail_limits *limits, struct arena *arena,
    struct attachments *out, limit_bits *limited);

/* The one with this number, or NULL. */
const struct attachment *body_attachment(const struct attachments *list,
    struct slice number);
/* Its bytes, transfer-decoded. */
struct slice attachment_bytes(const struct attachment *file,
    struct arena *arena);

/* The part with this number; NULL when there is none. */
const struct mime_part *body_part(const struct mime *mime, struct slice number);
/* Its bytes, transfer-decoded. */
struct slice body_decode(const struct mime_part *part, struct arena *arena);

#endif
