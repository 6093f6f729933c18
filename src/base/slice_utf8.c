/* Slices as UTF-8: which bytes are well-formed characters, and which. */
#include "base/slice.h"

#include <string.h>

/* How long the run of ASCII at the front of s is. */
static size_t
ascii_run(struct slice s)
{
	uint64_t	word;
	size_t		i = 0;

	for (; s.len - i >= sizeof(word); i += sizeof(word)) {
		memcpy(&word, s.data + i, sizeof(word));
		if (word & UINT64_C(0x8080808080808080))
			break;
	}
	while (i < s.len && !(s.data[i] & 0x80))
		i++;
	return i;
}

/*
 * The rows of Unicode's table 3-7: what the first byte promises, and the range
 * of the second, which is where overlongs, surrogates and too big ones are
 * told.
 */
static const struct utf8_form {
	unsigned char	first_low, first_high;
	unsigned char	second_low, second_high;
	unsigned char	len;
	unsigned char	mask; /* the first byte's share in the code point */
} utf8_forms[] = {
	{ 0xc2, 0xdf, 0x80, 0xbf, 2, 0x1f },
	{ 0xe0, 0xe0, 0xa0, 0xbf, 3, 0x0f },
	{ 0xe1, 0xec, 0x80, 0xbf, 3, 0x0f },
	{ 0xed, 0xed, 0x80, 0x9f, 3, 0x0f },
	{ 0xee, 0xef, 0x80, 0xbf, 3, 0x0f },
	{ 0xf0, 0xf0, 0x90, 0xbf, 4, 0x07 },
	{ 0xf1, 0xf3, 0x80, 0xbf, 4, 0x07 },
	{ 0xf4, 0xf4, 0x80, 0x8f, 4, 0x07 },
};

static const struct utf8_form *
utf8_form(unsigned char first)
{
	for (size_t i = 0; i < ARRAY_LEN(utf8_forms); i++)
		if (first >= utf8_forms[i].first_low &&
		    first <= utf8_forms[i].first_high)
			return &utf8_forms[i];
	return NULL;
}

size_t
slice_code_point(struct slice s, uint32_t *code_point)
{
	const unsigned char	*bytes = (const unsigned char *)s.data;
	const struct utf8_form	*form;
	uint32_t		 value;

	*code_point = SLICE_BROKEN;
	if (s.len == 0)
		return 0;
	if (bytes[0] < 0x80) {
		*code_point = bytes[0];
		return 1;
	}
	form = utf8_form(bytes[0]);
	if (form == NULL || s.len < 2 || bytes[1] < form->second_low ||
	    bytes[1] > form->second_high)
		return 1;
	value = (uint32_t)(bytes[0] & form->mask) << 6 | (bytes[1] & 0x3f);
	for (size_t i = 2; i < form->len; i++) {
		if (i == s.len || (bytes[i] & 0xc0) != 0x80)
			return i;
		value = value << 6 | (bytes[i] & 0x3f);
	}
	*code_point = value;
	return form->len;
}

size_t
slice_utf8_run(struct slice s)
{
	size_t		at = 0;
	size_t		len;
	uint32_t	code_point;

	while (at < s.len) {
		at += ascii_run(slice_from(s, at));
		len = slice_code_point(slice_from(s, at), &code_point);
		if (code_point == SLICE_BROKEN)
			break;
		at += len;
	}
	return at;
}

bool
slice_is_utf8(struct slice s)
{
	return slice_utf8_run(s) == s.len;
}

bool
slice_is_ascii(struct slice s)
{
	return ascii_run(s) == s.len;
}
