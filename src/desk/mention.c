/* "@kim" in a note: whom its author wants to read it. */
#include "desk/mention.h"

#include "base/ascii.h"

static bool
is_of_word(char c)
{
	return ascii_is_alnum(c) || c == '-' || c == '_' || c == '.' ||
	    (c & 0x80) != 0;
}

bool
mention_next(struct slice *rest, struct slice *handle)
{
	struct slice text = *rest;
	size_t len;

	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] != '@' ||
		    (i > 0 && is_of_word(text.data[i - 1])))
			continue;
		*handle = slice_from(text, i + 1);
		for (len = 0; len < handle->len &&
		     is_of_word(handle->data[len]); len++)
			;
		*rest = slice_from(*handle, len);
		/* The full stop of a sentence. */
		while (len > 0 && handle->data[len - 1] == '.')
			len--;
		*handle = slice_head(*handle, len);
		if (len > 0)
			return true;
		text = *rest;
		i = (size_t)-1;
	}
	*rest = SLICE_EMPTY;
	return false;
}
