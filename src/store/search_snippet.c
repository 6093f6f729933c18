/* A piece of a text around what was looked for. */
#include "search_wanted.h"

#include "base/ascii.h"
#include "desk/cut.h"
#include "store/fold.h"

#define BEFORE_MAX 60 /* octets around it */
#define AFTER_MAX 120
#define WORD_MAX 64   /* octets of a text's word that are compared */

/* Letters and digits, and all that is not ASCII. */
static bool
is_letter(char c)
{
	return ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

static struct slice
next_word(struct slice text, size_t *at)
{
	size_t from = *at, to;

	while (from < text.len && !is_letter(text.data[from]))
		from++;
	for (to = from; to < text.len && is_letter(text.data[to]); to++)
		;
	*at = to;
	return slice_head(slice_from(text, from), to - from);
}

/* Most words are told by their first letter, before they are folded. */
static bool
may_begin(struct slice word, struct slice want)
{
	return (unsigned char)word.data[0] >= 0x80 ||
	    ascii_lower(word.data[0]) == want.data[0];
}

/* The place of `word`, folded, in the text; false: it is not there. */
static bool
find_word(struct slice text, struct slice word, struct arena *arena,
    struct slice *out)
{
	struct arena scratch = ARENA_INIT;
	struct slice want = fold_name(word, arena);
	bool pieces = cut_is_needed(word), found = false;
	size_t at = 0;

	while (!found && want.len > 0 &&
	    (*out = next_word(text, &at)).len > 0) {
		found = pieces ? slice_has(*out, word)
		    : may_begin(*out, want) && slice_starts(fold_name(
			slice_head(*out, WORD_MAX), &scratch), want);
		arena_reset(&scratch);
	}
	if (found && pieces)
		*out = slice_head(slice_from(*out, slice_search(*out, word)),
		    word.len);
	arena_free(&scratch);
	return found;
}

/* The first word of each thing that was looked for; the first that is there. */
static struct slice
find_any(struct slice text, const struct slice *words, size_t count,
    struct arena *arena)
{
	struct slice found, first;
	size_t at;

	for (size_t i = 0; i < count; i++) {
		at = 0;
		first = next_word(words[i], &at);
		if (find_word(text, first, arena, &found))
			return found;
	}
	return slice_head(text, 0);
}

/* As one line: blanks of every kind are one. */
static struct slice
as_line(struct slice s, struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; i < s.len; i++) {
		bool blank = ascii_is_space(s.data[i]) ||
		    ascii_is_control(s.data[i]);

		if (!blank)
			text_add_char(&text, s.data[i]);
		else if (text.len == 0 || text.data[text.len - 1] != ' ')
			text_add_char(&text, ' ');
	}
	return text_slice(&text);
}

/* Not within a character. */
static bool
is_within(struct slice text, size_t at)
{
	return at < text.len && ((unsigned char)text.data[at] & 0xc0) == 0x80;
}

void
search_snippet(struct slice text, const struct slice *words,
    size_t word_count, struct arena *arena, struct search_hit *out)
{
	struct slice found;
	size_t at, from, to;

	text = slice_trim(text);
	found = find_any(text, words, word_count, arena);
	at = found.len > 0 ? (size_t)(found.data - text.data) : 0;
	from = at > BEFORE_MAX ? at - BEFORE_MAX : 0;
	while (is_within(text, from))
		from++;
	to = at + found.len + AFTER_MAX;
	while (is_within(text, to))
		to--;
	out->found = as_line(found, arena);
	out->before = as_line(slice_head(slice_from(text, from), at - from),
	    arena);
	out->after = as_line(slice_head(slice_from(text, at + found.len),
	    to - at - found.len), arena);
}
