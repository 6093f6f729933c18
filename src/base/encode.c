/* Bytes as letters and digits: base32, hexadecimal, base64. */
#include "base/encode.h"

#include "base/ascii.h"

#define BASE64_LINE 57 /* bytes that 76 digits stand for */

static const char base32_digits[] = "abcdefghijklmnopqrstuvwxyz234567";
static const char hex_digits[] = "0123456789abcdef";
static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
encode_base32(struct text *to, struct slice bytes)
{
	uint32_t	bits = 0;
	int		count = 0;

	text_reserve(to, bytes.len / 5 * 8 + 8);
	for (size_t i = 0; i < bytes.len; i++) {
		bits = bits << 8 | (unsigned char)bytes.data[i];
		for (count += 8; count >= 5; count -= 5)
			text_add_char(to,
			    base32_digits[bits >> (count - 5) & 31]);
	}
	if (count > 0)
		text_add_char(to, base32_digits[bits << (5 - count) & 31]);
}

void
encode_base32_number(struct text *to, uint64_t number)
{
	int shift = 0;

	while (shift < 60 && number >> (shift + 5) != 0)
		shift += 5;
	for (; shift >= 0; shift -= 5)
		text_add_char(to, base32_digits[number >> shift & 31]);
}

static int
base32_value(char c)
{
	c = ascii_lower(c);
	if (c >= 'a' && c <= 'z')
		return c - 'a';
	return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
}

bool
decode_base32_number(struct slice s, uint64_t *out)
{
	uint64_t	number = 0;
	int		value;

	if (s.len == 0 || (s.len > 1 && base32_value(s.data[0]) == 0))
		return false;
	for (size_t i = 0; i < s.len; i++) {
		value = base32_value(s.data[i]);
		if (value < 0 || number > UINT64_MAX >> 5)
			return false;
		number = number << 5 | (uint64_t)value;
	}
	*out = number;
	return true;
}

void
encode_hex(struct text *to, struct slice bytes)
{
	unsigned char byte;

	text_reserve(to, bytes.len * 2);
	for (size_t i = 0; i < bytes.len; i++) {
		byte = (unsigned char)bytes.data[i];
		text_add_char(to, hex_digits[byte >> 4]);
		text_add_char(to, hex_digits[byte & 15]);
	}
}

bool
decode_hex(struct slice s, void *to, size_t len)
{
	unsigned char	*bytes = to;
	int		 high, low;

	if (s.len % 2 != 0 || s.len / 2 != len)
		return false;
	for (size_t i = 0; i < len; i++) {
		high = ascii_hex(s.data[2 * i]);
		low = ascii_hex(s.data[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		bytes[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

/* The digits of at most three bytes, with padding. */
static char *
put_base64(char *to, const unsigned char *bytes, size_t len)
{
	uint32_t bits = (uint32_t)bytes[0] << 16;

	if (len > 1)
		bits |= (uint32_t)bytes[1] << 8;
	if (len > 2)
		bits |= bytes[2];
	*to++ = base64_digits[bits >> 18];
	*to++ = base64_digits[bits >> 12 & 63];
	*to++ = '=';
	*to++ = '=';
	if (len > 1)
		to[-2] = base64_digits[bits >> 6 & 63];
	if (len > 2)
		to[-1] = base64_digits[bits & 63];
	return to;
}

static void
add_base64(struct text *to, struct slice bytes)
{
	const unsigned char	*from = (const unsigned char *)bytes.data;
	char			*at;
	size_t			 step;

	text_reserve(to, bytes.len / 3 * 4 + 4);
	at = to->data + to->len;
	for (size_t left = bytes.len; left > 0; left -= step) {
		step = left < 3 ? left : 3;
		at = put_base64(at, from, step);
		from += step;
	}
	to->len = (size_t)(at - to->data);
}

void
encode_base64(struct text *to, struct slice bytes, bool lines)
{
	if (!lines) {
		add_base64(to, bytes);
		return;
	}
	/* At once for all lines: a big attachment shall not grow in steps. */
	text_reserve(to, bytes.len / BASE64_LINE * 78 + 78);
	while (bytes.len > 0) {
		add_base64(to, slice_head(bytes, BASE64_LINE));
		text_add(to, SLICE("\r\n"));
		bytes = slice_from(bytes, BASE64_LINE);
	}
}
