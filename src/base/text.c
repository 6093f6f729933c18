/* Texts: a run of bytes that grows at its end. */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/log.h"

#define SIZE_FIRST 128

#define REPLACEMENT SLICE("\xef\xbf\xbd") /* U+FFFD */

void
text_reserve(struct text *text, size_t more)
{
	size_t size = text->size * 2;

	if (more <= text->size - text->len)
		return;
	if (more > SIZE_MAX / 4)
		log_die("out of memory: a text of %zu bytes more", more);
	if (size < SIZE_FIRST)
		size = SIZE_FIRST;
	if (size < text->len + more)
		size = text->len + more;
	text->data = arena_grow(text->arena, text->data, text->size, size);
	text->size = size;
}

void
text_add(struct text *text, struct slice s)
{
	if (s.len == 0)
		return;
	text_reserve(text, s.len);
	memcpy(text->data + text->len, s.data, s.len);
	text->len += s.len;
}

void
text_add_string(struct text *text, const char *string)
{
	text_add(text, slice_of(string));
}

void
text_add_char(struct text *text, char c)
{
	if (text->len == text->size)
		text_reserve(text, 1);
	text->data[text->len++] = c;
}

void
text_add_format(struct text *text, const char *format, ...)
{
	va_list	args;
	int	len;

	text_reserve(text, SIZE_FIRST / 2);
	va_start(args, format);
	len = vsnprintf(text->data + text->len, text->size - text->len, format,
	    args);
	va_end(args);
	if (len < 0)
		log_die("text: cannot format \"%s\"", format);
	if ((size_t)len >= text->size - text->len) {
		text_reserve(text, (size_t)len + 1);
		va_start(args, format);
		vsnprintf(text->data + text->len, text->size - text->len,
		    format, args);
		va_end(args);
	}
	text->len += (size_t)len;
}

/*
 * Of the controls above 0x7f, which some terminals obey too, those in UTF-8
 * are known for certain; a lone byte may be a letter of an old charset.
 */
static size_t
control_len(struct slice s)
{
	if (ascii_is_control(s.data[0]))
		return 1;
	if (s.len > 1 && s.data[0] == '\xc2' && (s.data[1] & 0xe0) == 0x80)
		return 2;
	return 0;
}

/* False for nearly every byte there is. */
static bool
may_begin_control(char c)
{
	return ascii_is_control(c) || c == '\xc2';
}

void
text_add_line(struct text *text, struct slice s)
{
	size_t plain = 0, len;

	text_reserve(text, s.len);
	for (size_t i = 0; i < s.len; i += len > 0 ? len : 1) {
		len = !may_begin_control(s.data[i]) ? 0 :
		    control_len(slice_from(s, i));
		if (len == 0)
			continue;
		text_add(text, slice_make(s.data + plain, i - plain));
		text_add_char(text, ' ');
		plain = i + len;
	}
	text_add(text, slice_from(s, plain));
}

static struct slice
html_escape(char c)
{
	switch (c) {
	case '&':
		return SLICE("&amp;");
	case '<':
		return SLICE("&lt;");
	case '>':
		return SLICE("&gt;");
	case '"':
		return SLICE("&quot;");
	case '\'':
		return SLICE("&#39;");
	default:
		return SLICE_EMPTY;
	}
}

void
text_add_html(struct text *text, struct slice s)
{
	struct slice	escape;
	size_t		plain = 0;

	text_reserve(text, s.len);
	for (size_t i = 0; i < s.len; i++) {
		escape = html_escape(s.data[i]);
		if (escape.len == 0)
			continue;
		text_add(text, slice_make(s.data + plain, i - plain));
		text_add(text, escape);
		plain = i + 1;
	}
	text_add(text, slice_from(s, plain));
}

void
text_add_utf8(struct text *text, struct slice s)
{
	size_t		run;
	uint32_t	code_point;

	for (;;) {
		run = slice_utf8_run(s);
		text_add(text, slice_head(s, run));
		s = slice_from(s, run);
		if (s.len == 0)
			return;
		text_add(text, REPLACEMENT);
		s = slice_from(s, slice_code_point(s, &code_point));
	}
}

void
text_add_code_point(struct text *text, uint32_t code_point)
{
	char	bytes[4];
	size_t	len;

	if (code_point > 0x10ffff ||
	    (code_point >= 0xd800 && code_point <= 0xdfff))
		code_point = 0xfffd;
	if (code_point < 0x80) {
		text_add_char(text, (char)code_point);
		return;
	}
	len = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
	for (size_t i = len - 1; i > 0; i--) {
		bytes[i] = (char)(0x80 | (code_point & 0x3f));
		code_point >>= 6;
	}
	/* As many ones as bytes: 0xc0, 0xe0, 0xf0. */
	bytes[0] = (char)((0xf00 >> len & 0xf0) | code_point);
	text_add(text, slice_make(bytes, len));
}

void
text_clear(struct text *text)
{
	text->len = 0;
}

struct slice
text_slice(const struct text *text)
{
	return slice_make(text->data, text->len);
}

const char *
text_string(struct text *text)
{
	text_reserve(text, 1);
	text->data[text->len] = '\0';
	return text->data;
}
