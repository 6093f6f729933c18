/* Labels: words on a ticket by which it is found. */
#include "desk/label.h"

#include <string.h>

#include "base/ascii.h"
#include "base/text.h"

bool
label_next(struct slice *rest, struct slice *out)
{
	const char *comma;

	if (rest->len == 0)
		return false;
	comma = memchr(rest->data, ',', rest->len);
	*out = comma == NULL ? *rest
			     : slice_head(*rest, (size_t)(comma - rest->data));
	*rest = comma == NULL ? SLICE_EMPTY : slice_from(*rest, out->len + 1);
	return true;
}

/* False when the label cannot be one; an empty one adds nothing. */
static bool
add_label(struct text *to, struct slice label)
{
	size_t start;

	label = slice_trim(label);
	if (label.len == 0)
		return true;
	if (to->len > 0)
		text_add_char(to, ',');
	start = to->len;
	for (size_t i = 0; i < label.len; i++) {
		unsigned char c = (unsigned char)label.data[i];

		if (c < ' ' || c == 0x7f)
			return false;
		if (c != ' ' || label.data[i - 1] != ' ')
			text_add_char(to, ascii_lower((char)c));
	}
	return to->len - start <= LABEL_MAX;
}

bool
labels_fold(struct slice labels, struct arena *arena, struct slice *out)
{
	struct text text = TEXT_IN(arena);
	struct slice label;
	size_t count = 0;

	while (label_next(&labels, &label))
		if (++count > LABELS_MAX || !add_label(&text, label))
			return false;
	*out = text_slice(&text);
	return out->len > 0;
}
