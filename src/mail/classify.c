/* What kind of mail it is: the table of signs, asked row by row. */
#include "mail/classify.h"

#include <string.h>

#include "mail/signs.h"

/* The first word, without what a list of words has behind it. */
static struct slice
first_word(struct slice value)
{
	struct slice word = header_word(value);

	return slice_head(word, slice_index(word, ','));
}

static bool
is_no(struct slice word)
{
	return word.len == 0 || slice_eq_nocase(word, SLICE("no")) ||
	    slice_eq_nocase(word, SLICE("false")) ||
	    slice_eq_nocase(word, SLICE("none")) ||
	    slice_eq_nocase(word, SLICE("0"));
}

static bool
value_matches(const struct sign *sign, struct slice value)
{
	switch (sign->match) {
	case SIGN_YES:
		return !is_no(first_word(value));
	case SIGN_WORD:
		return slice_eq_nocase(first_word(value), sign->word);
	case SIGN_HAS:
		return slice_has_nocase(value, sign->word);
	case SIGN_PRESENT:
	case SIGN_FACT:
		break;
	}
	return true;
}

/* A header that stands several times holds when one of them does. */
static bool
sign_holds(const struct sign *sign, const struct mail *mail, unsigned facts,
    struct arena *arena)
{
	const struct header *header;

	if (sign->match == SIGN_FACT)
		return (facts & sign->fact) != 0;
	for (header = headers_find(mail->headers, sign->header); header != NULL;
	    header = headers_next(mail->headers, header))
		if (value_matches(sign, header_unfold(header->value, arena)))
			return true;
	return false;
}

static bool
is_seconded(const struct mail *mail, unsigned facts, struct arena *arena)
{
	for (size_t i = 0; i < sign_count; i++)
		if (signs[i].seconds &&
		    sign_holds(&signs[i], mail, facts, arena))
			return true;
	return false;
}

static void
record(struct classification *out, const struct sign *sign)
{
	struct sign_hit hit = { sign->name, sign->source, sign->class };

	if (out->class == MAIL_HUMAN)
		out->class = sign->class;
	out->may_auto_respond = false;
	if (out->hit_count < CLASSIFY_SIGNS_MAX)
		out->hits[out->hit_count++] = hit;
}

void
classify(const struct mail *mail, const struct envelope *envelope,
    const struct own *own, struct classification *out)
{
	struct arena	arena = ARENA_INIT;
	unsigned	facts = sign_facts(mail, envelope, own);

	memset(out, 0, sizeof(*out));
	out->class = MAIL_HUMAN;
	out->may_auto_respond = true;
	for (size_t i = 0; i < sign_count; i++) {
		if (!sign_holds(&signs[i], mail, facts, &arena))
			continue;
		if (signs[i].use == USE_SECONDED &&
		    !is_seconded(mail, facts, &arena))
			continue;
		record(out, &signs[i]);
	}
	arena_free(&arena);
}
