/* What an agent may answer to a letter that asks. */
#include "desk/answer.h"

#include <assert.h>

#include "base/ascii.h"
#include "desk/tag.h"

static const char *const names[] = {
	[ANSWER_NONE] = "none",
	[ANSWER_APPLY] = "apply",
	[ANSWER_REPLY] = "reply",
	[ANSWER_CANCEL] = "cancel",
};
static_assert(ARRAY_LEN(names) == ANSWER_COUNT, "every answer has a name");

/* In the languages of the letters, and those that agents fall back to. */
static const struct answer_word words[] = {
	{ "apply", ANSWER_APPLY, false },
	{ "confirm", ANSWER_APPLY, false },
	{ "anwenden", ANSWER_APPLY, false },
	{ "appliquer", ANSWER_APPLY, false },
	{ "aplicar", ANSWER_APPLY, false },
	{ "applica", ANSWER_APPLY, false },
	{ "toepassen", ANSWER_APPLY, false },
	{ "zastosuj", ANSWER_APPLY, false },
	{ "till\xc3\xa4mpa", ANSWER_APPLY, false },
	{ "bruk", ANSWER_APPLY, false },
	{ "実行", ANSWER_APPLY, false },
	{ "yes", ANSWER_APPLY, true },
	{ "ok", ANSWER_APPLY, true },
	{ "ja", ANSWER_APPLY, true },
	{ "oui", ANSWER_APPLY, true },
	{ "si", ANSWER_APPLY, true },
	{ "s\xc3\xad", ANSWER_APPLY, true },
	{ "s\xc3\xac", ANSWER_APPLY, true },
	{ "sim", ANSWER_APPLY, true },
	{ "tak", ANSWER_APPLY, true },
	{ "はい", ANSWER_APPLY, true },
	{ "reply", ANSWER_REPLY, false },
	{ "public", ANSWER_REPLY, false },
	{ "antworten", ANSWER_REPLY, false },
	{ "cancel", ANSWER_CANCEL, false },
	{ "verwerfen", ANSWER_CANCEL, false },
	{ "annuler", ANSWER_CANCEL, false },
	{ "cancelar", ANSWER_CANCEL, false },
	{ "annulla", ANSWER_CANCEL, false },
	{ "annuleren", ANSWER_CANCEL, false },
	{ "anuluj", ANSWER_CANCEL, false },
	{ "avbryt", ANSWER_CANCEL, false },
	{ "取消", ANSWER_CANCEL, false },
	{ "no", ANSWER_CANCEL, true },
	{ "nein", ANSWER_CANCEL, true },
	{ "non", ANSWER_CANCEL, true },
	{ "nee", ANSWER_CANCEL, true },
	{ "nej", ANSWER_CANCEL, true },
	{ "nei", ANSWER_CANCEL, true },
	{ "nie", ANSWER_CANCEL, true },
	{ "n\xc3\xa3o", ANSWER_CANCEL, true },
	{ "いいえ", ANSWER_CANCEL, true },
};

const char *
answer_name(enum answer answer)
{
	assert(answer < ANSWER_COUNT);
	return names[answer];
}

const struct answer_word *
answer_words(size_t *count)
{
	*count = ARRAY_LEN(words);
	return words;
}

static const struct answer_word *
find(struct slice word)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (slice_eq_nocase(word, slice_of(words[i].word)))
			return &words[i];
	return NULL;
}

bool
answer_is_word(struct slice word)
{
	return find(word) != NULL;
}

/* Blanks, quotes, full stops: what stands around a word in any script. */
static bool
is_beside_words(uint32_t c)
{
	return c == 0xa0 || c == 0xab || c == 0xbb ||
	    (c >= 0x2000 && c <= 0x206f) || (c >= 0x3000 && c <= 0x3020) ||
	    (c >= 0xff01 && c <= 0xff0f);
}

/* The octets of a letter at the front; 0: something else stands there. */
static size_t
letter_len(struct slice line)
{
	uint32_t c;
	size_t len;

	if (line.len == 0 || (line.data[0] & 0x80) == 0)
		return line.len > 0 && ascii_is_alnum(line.data[0]);
	len = slice_code_point(line, &c);
	return is_beside_words(c) ? 0 : len;
}

/* The word at the front, in quotes perhaps as the letter has it. */
static struct slice
first_word(struct slice line)
{
	static const struct slice quotes[] = {
		SLICE_INIT("\""), SLICE_INIT("'"), SLICE_INIT("“"),
		SLICE_INIT("„"), SLICE_INIT("”"), SLICE_INIT("«"),
		SLICE_INIT("「"), SLICE_INIT("『"),
	};
	size_t len = 0, more;

	line = slice_trim(line);
	for (size_t i = 0; i < ARRAY_LEN(quotes); i++)
		if (slice_starts(line, quotes[i])) {
			line = slice_from(line, quotes[i].len);
			break;
		}
	while ((more = letter_len(slice_from(line, len))) > 0)
		len += more;
	return slice_head(line, len);
}

enum answer
answer_parse(struct slice new_text, bool bare, struct arena *arena,
    bool *alone)
{
	const struct answer_word *row = NULL;
	struct slice line;
	struct tag tag = { .kind = TAG_BLANK };

	*alone = true;
	while (tag.kind == TAG_BLANK && slice_line(&new_text, &line))
		tag_parse(line, arena, &tag);
	if (tag.kind == TAG_WORD)
		row = find(tag.word);
	else if (bare && tag.kind == TAG_TEXT)
		row = find(first_word(line));
	if (row == NULL || (tag.kind == TAG_TEXT && !row->bare))
		return ANSWER_NONE;
	*alone = slice_trim(new_text).len == 0 &&
	    (tag.kind != TAG_WORD || tag.value.len == 0);
	return row->answer;
}
