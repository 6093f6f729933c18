/* A growing run of bytes inside an arena, for building text and headers. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/arena.h"
#include "base/slice.h"

struct text {
	struct arena *arena; /* kept */
	char *data;
	size_t len;
	size_t size;
};

#define TEXT_IN(arena) ((struct text){ (arena), NULL, 0, 0 })

void text_add(struct text *text, struct slice s);
void text_add_string(struct text *text, const char *string);
void text_add_char(struct text *text, char c);
void text_add_format(struct text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Foreign bytes for a header or a terminal: controls become blanks. */
void text_add_line(struct text *text, struct slice s);
/* Foreign bytes for HTML: & < > " ' escaped. */
void text_add_html(struct text *text, struct slice s);
/* Any bytes as well-formed UTF-8: what is not becomes U+FFFD. */
void text_add_utf8(struct text *text, struct slice s);
/* One code point as UTF-8; out of range or a surrogate: U+FFFD. */
void text_add_code_point(struct text *text, uint32_t code_point);
/* Makes room for at least `more` bytes behind data[len]. */
void text_reserve(struct text *text, size_t more);
void text_clear(struct text *text);
/* What stands in the text now; valid until the next text_add. */
struct slice text_slice(const struct text *text);
/* The same, NUL-terminated. */
const char *text_string(struct text *text);

#endif
