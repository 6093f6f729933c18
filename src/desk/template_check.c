/* Whether templates say what can be rendered. */
#include "base/text.h"
#include "desk/letter_event.h"
#include "desk/template.h"
#include "desk/template_slot.h"

#define SECTION_DEPTH_MAX 8

/* What is being checked, and the sections open at this place. */
struct check {
	const char *name;
	struct slice text;  /* the whole template */
	size_t body_at;	    /* blocks may stand from here on */
	struct slice open[SECTION_DEPTH_MAX];
	size_t depth;
	struct fail *why;
};

static int
complain(struct check *check, size_t at, struct slice name,
    const char *sentence)
{
	size_t line = 1;

	for (size_t i = 0; i < at; i++)
		line += check->text.data[i] == '\n';
	return fail_set(check->why, FAIL_SETUP, "template %s:%zu: {{%.*s}} %s",
	    check->name, line, SLICE_ARG(name), sentence);
}

static int
check_section(struct check *check, const struct slot *slot)
{
	if (slot->kind != SLOT_END) {
		if (check->depth == SECTION_DEPTH_MAX)
			return complain(check, slot->at, slot->name,
			    "is in too many others");
		check->open[check->depth++] = slot->name;
		return 0;
	}
	if (check->depth == 0 ||
	    !slice_eq(check->open[check->depth - 1], slot->name))
		return complain(check, slot->at, slot->name,
		    "closes what is not open");
	check->depth--;
	return 0;
}

/* A block must have its line; the quote's "> " may stand before it. */
static bool
has_line(const struct check *check, const struct slot *slot)
{
	struct slice before = slice_head(check->text, slot->at);
	struct slice after = slice_from(check->text, slot->at);

	after = slice_from(after, slice_search(after, SLICE("}}")) + 2);
	return (slice_ends(before, SLICE("\n")) ||
		slice_ends(before, SLICE("\n> "))) &&
	    (after.len == 0 || after.data[0] == '\n');
}

static int
check_slot(struct check *check, const struct slot *slot)
{
	enum slot_name kind = slot_name_kind(slot->name);

	if (kind == SLOT_UNKNOWN)
		return complain(check, slot->at, slot->name,
		    "is no name we know");
	if (slot->kind == SLOT_VALUE && kind == SLOT_LINES)
		return complain(check, slot->at, slot->name,
		    "has several lines: write {{>name}}");
	if (slot->kind == SLOT_VALUE)
		return 0;
	if (slot->kind != SLOT_BLOCK)
		return check_section(check, slot);
	if (kind == SLOT_LINE)
		return complain(check, slot->at, slot->name,
		    "is one line: write {{name}}");
	if (slot->at < check->body_at || !has_line(check, slot))
		return complain(check, slot->at, slot->name,
		    "must stand alone on a line of the body");
	return 0;
}

int
template_check_text(const char *name, struct slice text, struct fail *why)
{
	struct check		check = { name, text, .why = why };
	struct slot_scan	scan = { text, 0 };
	struct slice		subject, body, before;
	struct slot		slot;
	size_t			open;

	if (!template_split(text, &subject, &body) ||
	    slice_trim(subject).len == 0 || slice_trim(body).len == 0)
		return fail_set(why, FAIL_SETUP, "template %s:1: a subject, an "
		    "empty line and a body are wanted", name);
	check.body_at = text.len - body.len;
	while (slot_next(&scan, &before, &slot))
		if (check_slot(&check, &slot) < 0)
			return -1;
	open = slice_search(before, SLICE("{{"));
	if (open < before.len)
		return complain(&check, text.len - before.len + open,
		    SLICE_EMPTY, "is not closed by }}");
	if (check.depth > 0)
		return complain(&check, text.len,
		    check.open[check.depth - 1], "is not closed");
	return 0;
}

static int
check_event(const char *name, struct fail *why)
{
	struct slice		event = slice_of(name);
	struct slice		language;
	enum letter_event	found;

	if (slice_cut(&event, '/', &language) &&
	    letter_event_parse(event, &found))
		return 0;
	return fail_set(why, FAIL_SETUP,
	    "template %s: the desk writes no letter of that name", name);
}

static bool
has_english(const char *event)
{
	struct slice	text, name;

	for (size_t i = 0; template_name(i, &text) != NULL; i++) {
		name = slice_of(template_name(i, &text));
		if (slice_starts(name, SLICE("en/")) &&
		    slice_eq(slice_from(name, 3), slice_of(event)))
			return true;
	}
	return false;
}

/* English is what all languages fall back to. */
static int
check_complete(struct fail *why)
{
	for (int event = 0; event < LETTER_EVENT_COUNT; event++) {
		const char *wanted =
		    letter_event_row((enum letter_event)event)->name;

		if (!has_english(wanted))
			return fail_set(why, FAIL_SETUP,
			    "template en/%s is missing", wanted);
	}
	return 0;
}

int
template_check(struct fail *why)
{
	struct slice	text;
	const char	*name;

	for (size_t i = 0; (name = template_name(i, &text)) != NULL; i++)
		if (check_event(name, why) < 0 ||
		    template_check_text(name, text, why) < 0)
			return -1;
	return check_complete(why);
}
