/* The beginning of what somebody said, on one line. */
#include "first_words.h"

#include "base/text.h"

struct slice
first_words(struct slice text, size_t max, struct arena *arena)
{
	struct text line = TEXT_IN(arena);
	struct slice head = slice_trim(text);
	size_t len = 0, step;
	uint32_t code;

	while (len < head.len) {
		step = slice_code_point(slice_from(head, len), &code);
		if (step == 0 || len + step > max)
			break;
		len += step;
	}
	text_add_line(&line, slice_head(head, len));
	if (len < head.len)
		text_add_string(&line, " ...");
	return text_slice(&line);
}
