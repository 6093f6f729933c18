/*
 * A slice is bytes that somebody else owns: a pointer and a length.  Mail is
 * slices until it is proven text; NULs and bytes over 0x7f are ordinary.
 */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const char *data; /* not NUL-terminated; may be NULL when len is 0 */
	size_t len;
};

/* A literal as a value, and for static tables, where -Wpedantic wants it. */
#define SLICE(literal) ((struct slice){ "" literal, sizeof(literal) - 1 })
#define SLICE_INIT(literal) { "" literal, sizeof(literal) - 1 }
#define SLICE_EMPTY ((struct slice){ NULL, 0 })

/* For printf's "%.*s": SLICE_ARG(s).  Never for foreign bytes in a log. */
#define SLICE_ARG(s) (int)(s).len, (s).data ? (s).data : ""

#define ARRAY_LEN(array) (sizeof(array) / sizeof((array)[0]))

/* What is called for every byte of a mail stands here, to be compiled in. */

static inline struct slice
slice_make(const void *data, size_t len)
{
	struct slice s = { data, len };

	return s;
}

/* The slice of a C string, its NUL left out; NULL makes an empty slice. */
static inline struct slice
slice_of(const char *string)
{
	return string == NULL ? SLICE_EMPTY : slice_make(string, strlen(string));
}

/* s without its first `from` bytes; empty when from is past the end. */
static inline struct slice
slice_from(struct slice s, size_t from)
{
	if (from > s.len)
		from = s.len;
	/* Adding even 0 to NULL is undefined. */
	if (from > 0)
		s.data += from;
	s.len -= from;
	return s;
}

/* The first len bytes of s, or all of it. */
static inline struct slice
slice_head(struct slice s, size_t len)
{
	if (len < s.len)
		s.len = len;
	return s;
}

static inline bool
slice_eq(struct slice a, struct slice b)
{
	/*
	 * memcmp must not be given NULL, not even for no bytes at all; and
	 * most words of a table differ in their first.
	 */
	return a.len == b.len && (a.len == 0 || (a.data[0] == b.data[0] &&
	    memcmp(a.data, b.data, a.len) == 0));
}

static inline bool
slice_starts(struct slice s, struct slice prefix)
{
	return s.len >= prefix.len &&
	    slice_eq(slice_head(s, prefix.len), prefix);
}

/* Case-blind for ASCII letters only; no locale. */
bool slice_eq_nocase(struct slice a, struct slice b);
bool slice_starts_nocase(struct slice s, struct slice prefix);
bool slice_ends(struct slice s, struct slice suffix);
bool slice_ends_nocase(struct slice s, struct slice suffix);
/* memcmp order, the shorter first; for sorting. */
int slice_cmp(struct slice a, struct slice b);

/* Offset of the first (or last) c, or s.len when there is none. */
size_t slice_index(struct slice s, char c);
size_t slice_rindex(struct slice s, char c);
/* Offset of the first needle, or s.len when there is none. */
size_t slice_search(struct slice s, struct slice needle);
size_t slice_search_nocase(struct slice s, struct slice needle);
bool slice_has(struct slice s, struct slice needle);
bool slice_has_nocase(struct slice s, struct slice needle);

/* s without blanks, tabs, CR, LF at both ends (at its end). */
struct slice slice_trim(struct slice s);
struct slice slice_trim_end(struct slice s);

/*
 * Takes the next piece up to `separator` off the front of *rest; the separator
 * is dropped.  False when *rest was already used up (data NULL).  "a," gives
 * "a" and "".
 */
bool slice_cut(struct slice *rest, char separator, struct slice *piece);
/*
 * Takes the next line off the front of *rest, without its line end (LF, CRLF,
 * or a CR alone).  False when *rest is empty.
 */
bool slice_line(struct slice *rest, struct slice *line);

/*
 * Decimal digits only, no sign, no blanks; false when empty, other bytes, or
 * above max.
 */
bool slice_number(struct slice s, int64_t max, int64_t *out);

/* True when the bytes are well-formed UTF-8 (no surrogates, no overlongs). */
bool slice_is_utf8(struct slice s);
bool slice_is_ascii(struct slice s);
/* How many bytes at the front are well-formed UTF-8: where to cut a text. */
size_t slice_utf8_run(struct slice s);
/*
 * The length of the character at the front of s, and its code point.  Bytes
 * that are no UTF-8 are SLICE_BROKEN, as long as what one U+FFFD stands for.
 * 0 when s is empty.
 */
#define SLICE_BROKEN UINT32_MAX
size_t slice_code_point(struct slice s, uint32_t *code_point);

#endif
