/* The {{...}} of a template: finding them, and which names there are. */
#include "desk/template_slot.h"

#define OPENING SLICE("{{")
#define CLOSING SLICE("}}")

static const struct known_name {
	struct slice	name;
	enum slot_name	kind;
} known_names[] = {
	{ SLICE_INIT("above"), SLOT_LINE },	  /* "write above this line" */
	{ SLICE_INIT("number"), SLOT_LINE },	  /* the ticket's */
	{ SLICE_INIT("subject"), SLOT_LINE },	  /* the base subject */
	{ SLICE_INIT("department"), SLOT_LINE },  /* its name, as it is now */
	{ SLICE_INIT("desk"), SLOT_LINE },	  /* the whole desk's name */
	{ SLICE_INIT("user_name"), SLOT_LINE },
	{ SLICE_INIT("user_address"), SLOT_LINE },
	{ SLICE_INIT("agent_name"), SLOT_LINE },  /* who answers */
	{ SLICE_INIT("author_name"), SLOT_LINE }, /* who wrote or did it */
	{ SLICE_INIT("author_address"), SLOT_LINE },
	{ SLICE_INIT("text"), SLOT_LINES },	  /* what was written */
	{ SLICE_INIT("signature"), SLOT_LINES },  /* of who answers */
	{ SLICE_INIT("rest"), SLOT_LINE },	  /* how many lines are not in it */
	{ SLICE_INIT("receipt"), SLOT_LINES },	  /* of commands, by line */
	{ SLICE_INIT("answer"), SLOT_LINES },	  /* what an agent asked for */
	{ SLICE_INIT("reply_address"), SLOT_LINE },
	{ SLICE_INIT("note_address"), SLOT_LINE },
	{ SLICE_INIT("control_address"), SLOT_LINE }, /* for several tickets */
	{ SLICE_INIT("status"), SLOT_LINE },
	{ SLICE_INIT("priority"), SLOT_LINE },
	{ SLICE_INIT("assignee"), SLOT_LINE },
	{ SLICE_INIT("team"), SLOT_LINE },	  /* whose it is */
	{ SLICE_INIT("old"), SLOT_LINE },	  /* what it was before */
	{ SLICE_INIT("attachments"), SLOT_LINE }, /* names, commas between */
	{ SLICE_INIT("suggestions"), SLOT_LINE }, /* others in To and Cc */
	{ SLICE_INIT("reason"), SLOT_LINE },	  /* why a letter came back */
	{ SLICE_INIT("recipient"), SLOT_LINE },	  /* whose letter it was */
	{ SLICE_INIT("is_note"), SLOT_LINE },	  /* it came to a note's address */
	{ SLICE_INIT("behalf"), SLOT_LINE },	  /* whom a ticket is opened for */
	{ SLICE_INIT("woken"), SLOT_LINE },	  /* it was asleep until now */
	{ SLICE_INIT("rule"), SLOT_LINE },	  /* that wants it known */
	{ SLICE_INIT("answer_by"), SLOT_LINE },	  /* when it was promised */
	{ SLICE_INIT("solve_by"), SLOT_LINE },
	{ SLICE_INIT("missed"), SLOT_LINE },	  /* that promise */
	{ SLICE_INIT("due"), SLOT_LINE },	  /* its date has passed */
	{ SLICE_INIT("ticket_count"), SLOT_LINE }, /* the user's others */
	{ SLICE_INIT("claimant"), SLOT_LINE },	  /* perhaps the user's, too */
	{ SLICE_INIT("code"), SLOT_LINE },	  /* that sets a password, */
	{ SLICE_INIT("link"), SLOT_LINE },	  /* and the page that takes it */
	{ SLICE_INIT("hours"), SLOT_LINE },	  /* that it is good */
};

enum slot_name
slot_name_kind(struct slice name)
{
	for (size_t i = 0; i < ARRAY_LEN(known_names); i++)
		if (slice_eq(name, known_names[i].name))
			return known_names[i].kind;
	return SLOT_UNKNOWN;
}

static enum slot_kind
kind_of(struct slice inner)
{
	switch (inner.len > 0 ? inner.data[0] : '\0') {
	case '#':
		return SLOT_IF;
	case '^':
		return SLOT_UNLESS;
	case '/':
		return SLOT_END;
	case '>':
		return SLOT_BLOCK;
	default:
		return SLOT_VALUE;
	}
}

/* Whether nothing but the slot, from `at` to `end`, stands on its line. */
static bool
has_own_line(struct slice text, size_t at, size_t end)
{
	return (at == 0 || text.data[at - 1] == '\n') &&
	    (end == text.len || text.data[end] == '\n');
}

bool
slot_next(struct slot_scan *scan, struct slice *before, struct slot *out)
{
	struct slice	rest = slice_from(scan->text, scan->at);
	size_t		open = slice_search(rest, OPENING);
	struct slice	inner = slice_from(rest, open + OPENING.len);
	size_t		close = slice_search(inner, CLOSING);

	if (open == rest.len || close == inner.len) {
		*before = rest;
		scan->at = scan->text.len;
		return false;
	}
	*before = slice_head(rest, open);
	inner = slice_trim(slice_head(inner, close));
	out->kind = kind_of(inner);
	out->name = out->kind == SLOT_VALUE ? inner
		  : slice_trim(slice_from(inner, 1));
	out->at = scan->at + open;

	scan->at = out->at + OPENING.len + close + CLOSING.len;
	if (out->kind != SLOT_VALUE && out->kind != SLOT_BLOCK &&
	    scan->at < scan->text.len &&
	    has_own_line(scan->text, out->at, scan->at))
		scan->at++;
	return true;
}

bool
template_split(struct slice text, struct slice *subject, struct slice *body)
{
	struct slice empty = SLICE_EMPTY;

	*subject = SLICE_EMPTY;
	slice_line(&text, subject);
	slice_line(&text, &empty);
	*body = text;
	return empty.len == 0;
}
