/* Slices: comparing, searching and cutting bytes that somebody else owns. */
#include "base/slice.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/log.h"

/* Where a line end is sought at once; see slice_line. */
#define LINE_WINDOW 256

#define SEARCH_CHUNK 4096
#define SEARCH_NEEDLE 256

static bool
same_letters(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (ascii_lower(a[i]) != ascii_lower(b[i]))
			return false;
	return true;
}

bool
slice_eq_nocase(struct slice a, struct slice b)
{
	return a.len == b.len && same_letters(a.data, b.data, a.len);
}

bool
slice_starts_nocase(struct slice s, struct slice prefix)
{
	return s.len >= prefix.len &&
	    same_letters(s.data, prefix.data, prefix.len);
}

bool
slice_ends(struct slice s, struct slice suffix)
{
	return s.len >= suffix.len &&
	    slice_eq(slice_from(s, s.len - suffix.len), suffix);
}

bool
slice_ends_nocase(struct slice s, struct slice suffix)
{
	return s.len >= suffix.len &&
	    slice_eq_nocase(slice_from(s, s.len - suffix.len), suffix);
}

int
slice_cmp(struct slice a, struct slice b)
{
	size_t	shorter = a.len < b.len ? a.len : b.len;
	int	order = 0;

	if (shorter > 0)
		order = memcmp(a.data, b.data, shorter);
	if (order != 0)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

size_t
slice_index(struct slice s, char c)
{
	const char *at = NULL;

	if (s.len > 0)
		at = memchr(s.data, c, s.len);
	return at == NULL ? s.len : (size_t)(at - s.data);
}

size_t
slice_rindex(struct slice s, char c)
{
	const char *at = NULL;

	if (s.len > 0)
		at = memrchr(s.data, c, s.len);
	return at == NULL ? s.len : (size_t)(at - s.data);
}

size_t
slice_search(struct slice s, struct slice needle)
{
	const char *at;

	if (needle.len == 0)
		return 0;
	if (s.len < needle.len)
		return s.len;
	at = memmem(s.data, s.len, needle.data, needle.len);
	return at == NULL ? s.len : (size_t)(at - s.data);
}

static void
copy_lower(char *to, struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		to[i] = ascii_lower(s.data[i]);
}

/* The needle is in lower case; chunk holds several of it. */
static size_t
search_lowered(struct slice s, struct slice needle, char *chunk, size_t size)
{
	struct slice	 part;
	const char	*at;

	for (size_t from = 0; s.len - from >= needle.len;
	    from += part.len - needle.len + 1) {
		part = slice_head(slice_from(s, from), size);
		copy_lower(chunk, part);
		at = memmem(chunk, part.len, needle.data, needle.len);
		if (at != NULL)
			return from + (size_t)(at - chunk);
	}
	return s.len;
}

/*
 * memmem is linear and quick but knows no case, so both sides are lowered into
 * a buffer for it: the needle first, then one chunk after the other.
 */
size_t
slice_search_nocase(struct slice s, struct slice needle)
{
	char	 here[SEARCH_NEEDLE + SEARCH_CHUNK];
	char	*lowered = here;
	size_t	 chunk = SEARCH_CHUNK;
	size_t	 at;

	if (needle.len == 0)
		return 0;
	if (needle.len > s.len)
		return s.len;
	if (needle.len > SEARCH_NEEDLE) {
		/* Twice, or most of a chunk would be lowered again. */
		chunk = needle.len * 2 + SEARCH_CHUNK;
		lowered = malloc(needle.len + chunk);
		if (lowered == NULL)
			log_die("out of memory: a search for %zu bytes",
			    needle.len);
	}
	copy_lower(lowered, needle);
	at = search_lowered(s, slice_make(lowered, needle.len),
	    lowered + needle.len, chunk);
	if (lowered != here)
		free(lowered);
	return at;
}

bool
slice_has(struct slice s, struct slice needle)
{
	return needle.len == 0 || slice_search(s, needle) < s.len;
}

bool
slice_has_nocase(struct slice s, struct slice needle)
{
	return needle.len == 0 || slice_search_nocase(s, needle) < s.len;
}

static bool
is_trimmed(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct slice
slice_trim(struct slice s)
{
	size_t from = 0;

	while (from < s.len && is_trimmed(s.data[from]))
		from++;
	return slice_trim_end(slice_from(s, from));
}

struct slice
slice_trim_end(struct slice s)
{
	while (s.len > 0 && is_trimmed(s.data[s.len - 1]))
		s.len--;
	return s;
}

bool
slice_cut(struct slice *rest, char separator, struct slice *piece)
{
	size_t at;

	if (rest->data == NULL)
		return false;
	at = slice_index(*rest, separator);
	*piece = slice_head(*rest, at);
	if (at == rest->len)
		*rest = SLICE_EMPTY;
	else
		*rest = slice_from(*rest, at + 1);
	return true;
}

/*
 * Offset of the first CR or LF.  In windows, because a search for one of them
 * through all that is left makes the lines of a text that has only the other
 * cost the square of its size.
 */
static size_t
line_end(struct slice s)
{
	struct slice	window;
	size_t		at;

	for (size_t from = 0; from < s.len; from += LINE_WINDOW) {
		window = slice_head(slice_from(s, from), LINE_WINDOW);
		at = slice_index(window, '\n');
		at = slice_index(slice_head(window, at), '\r');
		if (at < window.len)
			return from + at;
	}
	return s.len;
}

bool
slice_line(struct slice *rest, struct slice *line)
{
	size_t end;

	if (rest->len == 0)
		return false;
	end = line_end(*rest);
	*line = slice_head(*rest, end);
	if (end + 1 < rest->len && rest->data[end] == '\r' &&
	    rest->data[end + 1] == '\n')
		end++;
	*rest = slice_from(*rest, end + 1);
	return true;
}

bool
slice_number(struct slice s, int64_t max, int64_t *out)
{
	int64_t	value = 0;
	int	digit;

	if (s.len == 0 || max < 0)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (!ascii_is_digit(s.data[i]))
			return false;
		digit = s.data[i] - '0';
		if (value > max / 10 || value * 10 > max - digit)
			return false;
		value = value * 10 + digit;
	}
	*out = value;
	return true;
}
