/*
 * What an agent may answer to a letter that asks: one word on the first line,
 * in one table for letters, manual and the line.
 */
#ifndef DESK_ANSWER_H
#define DESK_ANSWER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

enum answer {
	ANSWER_NONE,
	ANSWER_APPLY,  /* do what was held, and say it to whom it was meant */
	ANSWER_REPLY,  /* send the held text to the user, without commands */
	ANSWER_CANCEL, /* forget it */
	ANSWER_COUNT
};
const char *answer_name(enum answer answer); /* "apply", ... */

struct answer_word {
	const char *word; /* "#word" says it */
	enum answer answer;
	bool bare;	  /* without the number sign, too, where only a word
			     is asked for */
};
const struct answer_word *answer_words(size_t *count);

/*
 * The answer on the first line that is not blank; ANSWER_NONE when it is
 * something else.  With `bare` a word as "yes" counts, whatever follows it;
 * without, it may be the beginning of a text for somebody.  *alone is false
 * when more lines follow.
 */
enum answer answer_parse(struct slice new_text, bool bare,
    struct arena *arena, bool *alone);
/* A word behind "#" that only answers, and does nothing by itself. */
bool answer_is_word(struct slice word);

#endif
