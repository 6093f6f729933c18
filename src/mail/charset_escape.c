/* Escape sequences become high bits. */
#include "mail/charset_escape.h"

#include "base/ascii.h"
#include "base/text.h"

#define ESC '\x1b'
#define SHIFT_OUT '\x0e'
#define SHIFT_IN '\x0f'
/* EUC-JP's single shifts: half-width katakana, and JIS X 0212. */
#define EUC_KANA '\x8e'
#define EUC_0212 '\x8f'

enum jis_set { JIS_ASCII, JIS_KANA, JIS_0208, JIS_0212 };

/* Longer sequences before those that begin them. */
static const struct {
	struct slice sequence;
	enum jis_set set;
} escapes[] = {
	{ SLICE_INIT("\x1b$(D"), JIS_0212 },
	{ SLICE_INIT("\x1b$(B"), JIS_0208 },
	{ SLICE_INIT("\x1b$(@"), JIS_0208 },
	/* JIS X 0213's first plane is JIS X 0208 with more in its gaps. */
	{ SLICE_INIT("\x1b$(O"), JIS_0208 },
	{ SLICE_INIT("\x1b$(Q"), JIS_0208 },
	{ SLICE_INIT("\x1b$B"), JIS_0208 },
	{ SLICE_INIT("\x1b$@"), JIS_0208 },
	{ SLICE_INIT("\x1b(B"), JIS_ASCII },
	{ SLICE_INIT("\x1b(J"), JIS_ASCII },
	{ SLICE_INIT("\x1b(H"), JIS_ASCII },
	{ SLICE_INIT("\x1b(I"), JIS_KANA },
};

/* The length of the sequence at the front of s, 0 when there is none. */
static size_t
read_escape(struct slice s, enum jis_set *set)
{
	for (size_t i = 0; i < ARRAY_LEN(escapes); i++) {
		if (slice_starts(s, escapes[i].sequence)) {
			*set = escapes[i].set;
			return escapes[i].sequence.len;
		}
	}
	return 0;
}

static bool
is_jis(char c)
{
	return c >= 0x21 && c <= 0x7e;
}

static char
high(char c)
{
	return (char)(c | 0x80);
}

/* One character of the set at the front of s; how many bytes it had. */
static size_t
add_jis(struct text *to, struct slice s, enum jis_set set)
{
	if (set == JIS_KANA && is_jis(s.data[0])) {
		text_add_char(to, EUC_KANA);
		text_add_char(to, high(s.data[0]));
		return 1;
	}
	if ((set == JIS_0208 || set == JIS_0212) && s.len > 1 &&
	    is_jis(s.data[0]) && is_jis(s.data[1])) {
		if (set == JIS_0212)
			text_add_char(to, EUC_0212);
		text_add_char(to, high(s.data[0]));
		text_add_char(to, high(s.data[1]));
		return 2;
	}
	/* Katakana with the high bit set, as JIS8 has them. */
	if ((unsigned char)s.data[0] >= 0xa1 &&
	    (unsigned char)s.data[0] <= 0xdf)
		text_add_char(to, EUC_KANA);
	text_add_char(to, s.data[0]);
	return 1;
}

/* An escape sequence, a shift or a character; how many bytes it had. */
static size_t
jis_step(struct text *to, struct slice s, enum jis_set *set)
{
	size_t len;

	switch (s.data[0]) {
	case ESC:
		if ((len = read_escape(s, set)) > 0)
			return len;
		break;
	case SHIFT_OUT:
		*set = JIS_KANA;
		return 1;
	case SHIFT_IN:
	/* Every line begins in ASCII (RFC 1468). */
	case '\n':
	case '\r':
		*set = JIS_ASCII;
		if (s.data[0] == SHIFT_IN)
			return 1;
		break;
	}
	return add_jis(to, s, *set);
}

struct slice
charset_jis_as_euc(struct slice bytes, struct arena *arena)
{
	struct text to = TEXT_IN(arena);
	enum jis_set set = JIS_ASCII;

	text_reserve(&to, bytes.len);
	while (bytes.len > 0)
		bytes = slice_from(bytes, jis_step(&to, bytes, &set));
	return text_slice(&to);
}

bool
charset_has_jis(struct slice bytes)
{
	size_t at;

	while ((at = slice_index(bytes, ESC)) < bytes.len) {
		bytes = slice_from(bytes, at + 1);
		if (slice_starts(bytes, SLICE("$B")) ||
		    slice_starts(bytes, SLICE("$@")) ||
		    slice_starts(bytes, SLICE("$(")))
			return true;
	}
	return false;
}

struct slice
charset_hz_as_gb(struct slice bytes, struct arena *arena)
{
	struct text to = TEXT_IN(arena);
	bool chinese = false;
	char c;
	char next;

	text_reserve(&to, bytes.len);
	for (size_t i = 0; i < bytes.len; i++) {
		c = bytes.data[i];
		next = i + 1 < bytes.len ? bytes.data[i + 1] : '\0';
		if (c == '~' && (next == '{' || next == '}')) {
			chinese = next == '{';
			i++;
		} else if (c == '~' && next == '~' && !chinese) {
			text_add_char(&to, '~');
			i++;
		} else if (c == '~' && next == '\n' && !chinese) {
			i++;
		} else if (chinese && is_jis(c) && is_jis(next)) {
			text_add_char(&to, high(c));
			text_add_char(&to, high(next));
			i++;
		} else {
			if (c == '\n')
				chinese = false;
			text_add_char(&to, c);
		}
	}
	return text_slice(&to);
}
