/* Folders' names in modified UTF-7 (RFC 3501, 5.1.3). */
#include "port/imap.h"

#include "base/ascii.h"
#include "base/text.h"

struct coder {
	struct text *to;
	uint32_t bits;
	unsigned count; /* of bits that are not written yet */
	bool is_shifted;
};

static const char digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

static void
add_unit(struct coder *coder, uint32_t unit)
{
	if (!coder->is_shifted)
		text_add_char(coder->to, '&');
	coder->is_shifted = true;
	coder->bits = (coder->bits << 16 | unit) & 0x3fffff;
	for (coder->count += 16; coder->count >= 6; coder->count -= 6)
		text_add_char(coder->to,
		    digits[coder->bits >> (coder->count - 6) & 63]);
}

static void
unshift(struct coder *coder)
{
	if (!coder->is_shifted)
		return;
	if (coder->count > 0)
		text_add_char(coder->to,
		    digits[coder->bits << (6 - coder->count) & 63]);
	text_add_char(coder->to, '-');
	coder->bits = coder->count = 0;
	coder->is_shifted = false;
}

static void
add_code_point(struct coder *coder, uint32_t code)
{
	if (code >= 0x10000) {
		add_unit(coder, 0xd800 + ((code - 0x10000) >> 10));
		add_unit(coder, 0xdc00 + ((code - 0x10000) & 0x3ff));
	} else if (code > 0x7e) {
		add_unit(coder, code);
	} else {
		unshift(coder);
		text_add_char(coder->to, (char)code);
		if (code == '&')
			text_add_char(coder->to, '-');
	}
}

bool
imap_folder_name(struct slice folder, struct arena *arena, const char **out)
{
	struct text text = TEXT_IN(arena);
	struct coder coder = { .to = &text };
	uint32_t code;
	size_t len;

	if (folder.len == 0)
		return false;
	while ((len = slice_code_point(folder, &code)) > 0) {
		/* A line's end would begin a command of its own. */
		if (code == SLICE_BROKEN || code < ' ' ||
		    (code >= 0x7f && code < 0xa0))
			return false;
		add_code_point(&coder, code);
		folder = slice_from(folder, len);
	}
	unshift(&coder);
	*out = text_string(&text);
	return true;
}
