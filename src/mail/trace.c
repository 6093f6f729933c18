/* An address in the bytes of a mail. */
#include "mail/trace.h"

#include <string.h>

#include "base/ascii.h"
#include "base/encode.h"
#include "base/text.h"

/* What may be part of a longer address or domain. */
static bool
continues(char c)
{
	return ascii_is_alnum(c) || c == '-' || c == '_' || c == '+' ||
	    (unsigned char)c >= 0x80;
}

/* "ann@x.test" is not in "joann@x.test", nor in "ann@x.tested". */
static bool
stands_alone(struct slice bytes, size_t at, size_t len)
{
	size_t end = at + len;

	if (at > 0 && (continues(bytes.data[at - 1]) ||
	    bytes.data[at - 1] == '.'))
		return false;
	if (end < bytes.len && continues(bytes.data[end]))
		return false;
	return end + 1 >= bytes.len || bytes.data[end] != '.' ||
	    !continues(bytes.data[end + 1]);
}

/* The next place at or behind `from`; bytes.len: there is none. */
static size_t
next_place(struct slice bytes, struct slice address, size_t from)
{
	while (from < bytes.len) {
		struct slice rest = slice_from(bytes, from);
		size_t at = slice_search_nocase(rest, address);

		if (at >= rest.len)
			break;
		if (stands_alone(bytes, from + at, address.len))
			return from + at;
		from += at + 1;
	}
	return bytes.len;
}

/* With the empty line that ends it; all, when there is none. */
static struct slice
header_of(struct slice raw)
{
	for (size_t i = 0; i + 1 < raw.len; i++) {
		if (raw.data[i] != '\n')
			continue;
		if (raw.data[i + 1] == '\n')
			return slice_head(raw, i + 1);
		if (raw.data[i + 1] == '\r' && i + 2 < raw.len &&
		    raw.data[i + 2] == '\n')
			return slice_head(raw, i + 1);
	}
	return raw;
}

bool
trace_is_from(struct slice raw, struct slice address)
{
	struct slice rest = header_of(raw), line;
	bool in_from = false;

	if (address.len == 0)
		return false;
	while (slice_line(&rest, &line)) {
		if (line.len > 0 && !ascii_is_blank(line.data[0]))
			in_from = slice_starts_nocase(line, SLICE("From:"));
		if (in_from && next_place(line, address, 0) < line.len)
			return true;
	}
	return false;
}

size_t
trace_overwrite(struct slice raw, struct slice address, struct arena *arena,
    struct slice *head)
{
	struct slice header = header_of(raw);
	size_t at = 0, count = 0;
	char *copy = NULL;

	*head = SLICE_EMPTY;
	if (address.len == 0)
		return 0;
	while ((at = next_place(header, address, at)) < header.len) {
		if (copy == NULL) {
			copy = arena_alloc(arena, header.len);
			memcpy(copy, header.data, header.len);
		}
		for (size_t i = at; i < at + address.len; i++)
			if (copy[i] != '@' && copy[i] != '.')
				copy[i] = 'x';
		at += address.len;
		count++;
	}
	if (count > 0)
		*head = slice_make(copy, header.len);
	return count;
}

/* Without line ends, and without the soft ones of quoted-printable. */
static struct slice
join_lines(struct slice raw, struct arena *arena)
{
	char *to = arena_alloc(arena, raw.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < raw.len; i++) {
		if (raw.data[i] == '=' && i + 1 < raw.len &&
		    (raw.data[i + 1] == '\n' || raw.data[i + 1] == '\r'))
			continue;
		if (raw.data[i] != '\n' && raw.data[i] != '\r')
			to[n++] = raw.data[i];
	}
	return slice_make(to, n);
}

/*
 * What of its base64 is the same whatever stands before and behind: three
 * octets are four letters, and those that others share are left out.
 */
static bool
found_base64(struct slice joined, struct slice address, struct arena *arena)
{
	static const size_t shared[] = { 0, 2, 3 };

	for (size_t shift = 0; shift < ARRAY_LEN(shared); shift++) {
		struct text plain = TEXT_IN(arena), coded = TEXT_IN(arena);
		struct slice needle;
		size_t cut;

		for (size_t i = 0; i < shift; i++)
			text_add_char(&plain, '\0');
		text_add(&plain, address);
		cut = plain.len % 3;
		encode_base64(&coded, text_slice(&plain), false);
		needle = text_slice(&coded);
		/* "xx==" has one whole letter of ours, "xxx=" two. */
		if (cut > 0)
			needle = slice_head(needle, needle.len - 4 + cut);
		needle = slice_from(needle, shared[shift]);
		if (slice_has(joined, needle))
			return true;
	}
	return false;
}

static bool
found_wide(struct slice raw, struct slice address, struct arena *arena)
{
	struct text wide = TEXT_IN(arena);

	/* From the first letter to the last: either order of octets. */
	for (size_t i = 0; i < address.len; i++) {
		if (i > 0)
			text_add_char(&wide, '\0');
		text_add_char(&wide, address.data[i]);
	}
	return slice_has_nocase(raw, text_slice(&wide));
}

static bool
found_quoted(struct slice joined, struct slice address, struct arena *arena)
{
	struct text quoted = TEXT_IN(arena);

	for (size_t i = 0; i < address.len; i++) {
		if (address.data[i] == '@' || address.data[i] == '=' ||
		    address.data[i] == '_')
			text_add_format(&quoted, "=%02X",
			    (unsigned)(unsigned char)address.data[i]);
		else
			text_add_char(&quoted, address.data[i]);
	}
	return slice_has_nocase(joined, text_slice(&quoted));
}

bool
trace_found(struct slice raw, struct slice address)
{
	struct arena arena = ARENA_INIT;
	struct slice joined;
	bool found;

	if (address.len == 0)
		return false;
	joined = join_lines(raw, &arena);
	found = next_place(raw, address, 0) < raw.len ||
	    next_place(joined, address, 0) < joined.len ||
	    found_quoted(joined, address, &arena) ||
	    found_wide(raw, address, &arena) ||
	    found_base64(joined, address, &arena);
	arena_free(&arena);
	return found;
}
