/* Encoded words become text, and whatever stands between them too. */
#include "mail/words.h"

#include "base/ascii.h"
#include "mail/charset.h"
#include "mail/charset_escape.h"
#include "mail/transfer.h"

/* RFC 2047 allows 75 for a whole word. */
#define WORD_CHARSET_MAX 80

struct word {
	struct slice charset;
	struct slice text;
	bool base64;
	const char *end; /* behind its "?=" */
};

struct decoder {
	struct arena *arena;
	struct slice raw_charset;
	struct text out;
	struct text run;	  /* bytes of adjacent words of one charset */
	struct slice run_charset;
	bool in_run;
	const char *close;	  /* the first "?=" from where we looked */
};

/* Up to which the bytes of s are no concern of words_line. */
static size_t
line_run(struct slice s)
{
	size_t i = 0;

	while (i < s.len) {
		unsigned char c = (unsigned char)s.data[i];

		if (c < 0x20 || c == 0x7f || c == 0xc2 || c == 0xe2)
			break;
		i++;
	}
	return i;
}

static bool
is_breaking(uint32_t code_point)
{
	return code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0) ||
	    code_point == 0x2028 || code_point == 0x2029;
}

struct slice
words_line(struct slice utf8, struct arena *arena)
{
	struct text to = TEXT_IN(arena);
	struct slice rest = utf8;
	uint32_t code_point;
	size_t len;

	for (;;) {
		len = line_run(rest);
		if (to.len > 0)
			text_add(&to, slice_head(rest, len));
		rest = slice_from(rest, len);
		if (rest.len == 0)
			return to.len > 0 ? text_slice(&to) : utf8;
		len = slice_code_point(rest, &code_point);
		if (!is_breaking(code_point)) {
			if (to.len > 0)
				text_add(&to, slice_head(rest, len));
		} else {
			if (to.len == 0)
				text_add(&to, slice_head(utf8,
				    utf8.len - rest.len));
			text_add_char(&to, ' ');
		}
		rest = slice_from(rest, len);
	}
}

/* Bytes that stand outside words. */
static struct slice
raw_as_utf8(struct slice raw, struct slice charset, struct arena *arena)
{
	if (slice_is_utf8(raw) && !charset_has_jis(raw))
		return raw;
	if (slice_is_ascii(raw) || !charset_is_known(charset))
		charset = SLICE_EMPTY;
	return charset_to_utf8(charset, raw, arena);
}

/*
 * The first "?=" at or behind `from`.  It is kept until it is passed, or a
 * value of opened words without an end would be searched anew for each.
 */
static const char *
find_close(struct decoder *decoder, const char *from, const char *end)
{
	struct slice s = slice_make(from, (size_t)(end - from));

	if (decoder->close == NULL ||
	    (decoder->close < from && decoder->close != end))
		decoder->close = from + slice_search(s, SLICE("?="));
	return decoder->close;
}

/* Reads the word at the front of s, which begins with "=?". */
static bool
word_parse(struct decoder *decoder, struct slice s, struct word *out)
{
	struct slice head = slice_head(slice_from(s, 2), WORD_CHARSET_MAX);
	const char *end = s.data + s.len;
	const char *text;
	const char *close;
	size_t len = slice_index(head, '?');

	if (len == 0 || len == head.len || 2 + len + 3 > s.len)
		return false;
	head = slice_head(head, len);
	for (size_t i = 0; i < head.len; i++)
		if (ascii_is_space(head.data[i]))
			return false;
	out->charset = slice_head(head, slice_index(head, '*'));
	out->base64 = ascii_lower(s.data[2 + len + 1]) == 'b';
	if (!out->base64 && ascii_lower(s.data[2 + len + 1]) != 'q')
		return false;
	if (s.data[2 + len + 2] != '?')
		return false;
	text = s.data + 2 + len + 3;
	close = find_close(decoder, text, end);
	if (close == end)
		return false;
	out->text = slice_make(text, (size_t)(close - text));
	out->end = close + 2;
	/* Another begins before this one ends: it never ended. */
	return !slice_has(out->text, SLICE("=?"));
}

static void
add_quoted(struct text *to, struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		int high = -1;
		int low = -1;

		if (s.data[i] == '=' && i + 2 < s.len) {
			high = ascii_hex(s.data[i + 1]);
			low = ascii_hex(s.data[i + 2]);
		}
		if (high >= 0 && low >= 0) {
			text_add_char(to, (char)(high << 4 | low));
			i += 2;
		} else {
			text_add_char(to, s.data[i] == '_' ? ' ' : s.data[i]);
		}
	}
}

static void
flush_run(struct decoder *decoder)
{
	if (decoder->in_run)
		text_add(&decoder->out, charset_to_utf8(decoder->run_charset,
		    text_slice(&decoder->run), decoder->arena));
	text_clear(&decoder->run);
	decoder->in_run = false;
}

static void
add_raw(struct decoder *decoder, struct slice raw)
{
	flush_run(decoder);
	text_add(&decoder->out, raw_as_utf8(raw, decoder->raw_charset,
	    decoder->arena));
}

/* A word, and the raw bytes between it and the one before. */
static void
add_word(struct decoder *decoder, struct slice between,
    const struct word *word)
{
	if (!decoder->in_run || slice_trim(between).len > 0)
		add_raw(decoder, between);
	if (decoder->in_run &&
	    !slice_eq_nocase(decoder->run_charset, word->charset))
		flush_run(decoder);
	decoder->in_run = true;
	decoder->run_charset = word->charset;
	if (word->base64)
		text_add(&decoder->run, transfer_decode(ENCODING_BASE64,
		    word->text, decoder->arena));
	else
		add_quoted(&decoder->run, word->text);
}

struct slice
words_decode(struct slice value, struct slice charset, struct arena *arena)
{
	struct decoder decoder = {
		.arena = arena,
		.raw_charset = charset,
		.out = TEXT_IN(arena),
		.run = TEXT_IN(arena),
	};
	struct slice raw = value;  /* from behind the last word */
	struct slice rest = value; /* where the next one is sought */
	struct word word;
	size_t at;

	while ((at = slice_search(rest, SLICE("=?"))) < rest.len) {
		rest = slice_from(rest, at);
		if (!word_parse(&decoder, rest, &word)) {
			rest = slice_from(rest, 2);
			continue;
		}
		add_word(&decoder, slice_make(raw.data,
		    (size_t)(rest.data - raw.data)), &word);
		rest = slice_from(rest, (size_t)(word.end - rest.data));
		raw = rest;
	}
	if (raw.data == value.data)
		return words_line(raw_as_utf8(value, charset, arena), arena);
	add_raw(&decoder, raw);
	return words_line(text_slice(&decoder.out), arena);
}
