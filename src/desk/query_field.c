/* The fields of a query: one table for the parser, help and the manual. */
#include "query_field.h"

#include <assert.h>
#include <string.h>

#include "base/ascii.h"
#include "base/near.h"

#define NEAR_FIELD 2

static const struct query_help fields[] = {
	{ "subject", "WORDS", "words of the ticket's subject" },
	{ "file", "NAME", "words of an attachment's name" },
	{ "note", "WORDS", "words of a note for colleagues" },
	{ "from", "PERSON", "who wrote it: a number, an address, a piece of a"
	    " name or address, or me" },
	{ "to", "PERSON", "whom letters about the ticket went to" },
	{ "user", "PERSON", "whose ticket it is" },
	{ "org", "ORGANIZATION", "the organization of the ticket's user" },
	{ "role", "ROLE", "the user's role there: member, manager, or another" },
	{ "department", "NAME", "which department answers it" },
	{ "dept", "NAME", "the same" },
	{ "status", "STATUS", "open, pending, hold, solved, closed or spam;"
	    " several with commas between" },
	{ "priority", "PRIORITY", "low, normal, high or urgent; several with"
	    " commas between" },
	{ "assignee", "AGENT", "who has it: an agent, me, or none" },
	{ "label", "LABEL", "a label of the ticket" },
	{ "before", "DAY", "written before that day: 2026-12-01, 1.12.2026,"
	    " today, yesterday, or 30d ago" },
	{ "after", "DAY", "written on that day or later" },
	{ "has", "attachment", "it came with a file" },
	{ "field.NAME", "VALUE", "what one of the desk's own fields is, or a"
	    " piece of it" },
};

/* Which field each row is. */
static const enum query_field ids[] = {
	QUERY_SUBJECT, QUERY_FILE, QUERY_NOTE, QUERY_FROM, QUERY_TO,
	QUERY_USER, QUERY_ORG, QUERY_ROLE, QUERY_DEPARTMENT, QUERY_DEPARTMENT,
	QUERY_STATUS, QUERY_PRIORITY, QUERY_ASSIGNEE, QUERY_LABEL,
	QUERY_BEFORE, QUERY_AFTER, QUERY_HAS, QUERY_OWN_FIELD,
};
static_assert(ARRAY_LEN(ids) == ARRAY_LEN(fields), "a field for every row");

const struct query_help *
query_help(size_t *count)
{
	*count = ARRAY_LEN(fields);
	return fields;
}

const char *
query_field_name(enum query_field field)
{
	for (size_t i = 0; i < ARRAY_LEN(ids); i++)
		if (ids[i] == field)
			return fields[i].name;
	return "text";
}

bool
query_is_text(enum query_field field)
{
	return field == QUERY_TEXT || field == QUERY_SUBJECT ||
	    field == QUERY_FILE || field == QUERY_NOTE;
}

/* "field.colour"; *own is what stands behind the point. */
static bool
is_own(struct slice word, struct slice *own)
{
	struct slice begin = SLICE("field.");

	if (!slice_starts_nocase(word, begin) || word.len == begin.len)
		return false;
	*own = slice_from(word, begin.len);
	return true;
}

bool
query_field_find(struct slice word, enum query_field *out, struct slice *own)
{
	*own = SLICE_EMPTY;
	if (is_own(word, own)) {
		*out = QUERY_OWN_FIELD;
		return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		if (slice_eq_nocase(word, slice_of(fields[i].name))) {
			*out = ids[i];
			return ids[i] != QUERY_OWN_FIELD;
		}
	return false;
}

static const char *
nearest(struct slice word)
{
	size_t least = NEAR_FIELD + 1, distance;
	const char *best = NULL;

	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		distance = near_distance(word, slice_of(fields[i].name));
		if (distance < least && distance < word.len / 2 + 1) {
			least = distance;
			best = fields[i].name;
		}
	}
	return best;
}

int
query_field_unknown(struct slice word, struct arena *arena, struct fail *why)
{
	struct text text = TEXT_IN(arena);
	const char *near = nearest(word);

	if (near != NULL)
		return fail_set(why, FAIL_REFUSE, "there is no field \"%.*s\":"
		    " is it %s:? For a word with a colon in it write quotes"
		    " around it", SLICE_ARG(word), near);
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		text_add_format(&text, "%s%s:", i > 0 ? ", " : "",
		    fields[i].name);
	return fail_set(why, FAIL_REFUSE, "there is no field \"%.*s\"; fields"
	    " are %s. For a word with a colon in it write quotes around it",
	    SLICE_ARG(word), text_string(&text));
}
