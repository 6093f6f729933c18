/* The carried letters, rendered as the desk does it. */
#ifndef UNIT_LETTERS_CASE_H
#define UNIT_LETTERS_CASE_H

#include "case.h"

#include "desk/language.h"
#include "desk/letter_event.h"
#include "desk/template.h"
#include "desk/template_html.h"
#include "mail/above_line.h"

/* Every letter has these; the others may be empty. */
#define NEEDED 15

static const struct template_value all[] = {
	{ "number", SLICE_INIT("12") },
	{ "subject", SLICE_INIT("Printer on fire") },
	{ "department", SLICE_INIT("Support") },
	{ "desk", SLICE_INIT("Example Helpdesk") },
	{ "user_address", SLICE_INIT("alice@example.test") },
	{ "author_address", SLICE_INIT("robin@example.test") },
	{ "reply_address", SLICE_INIT("support+r2k-x@help.test") },
	{ "note_address", SLICE_INIT("support+n2k-x@help.test") },
	{ "status", SLICE_INIT("open") },
	{ "priority", SLICE_INIT("high") },
	{ "receipt", SLICE_INIT("#frob: there is no such command") },
	{ "answer", SLICE_INIT("status: solved -> open") },
	{ "claimant", SLICE_INIT("alice@home.test") },
	{ "code", SLICE_INIT("v2k-x") },
	{ "hours", SLICE_INIT("24") },

	{ "user_name", SLICE_INIT("Alice") },
	{ "agent_name", SLICE_INIT("Kim") },
	{ "author_name", SLICE_INIT("Robin") },
	{ "text", SLICE_INIT("It burns.\n\n#solved <script>") },
	{ "assignee", SLICE_INIT("Sascha") },
	{ "signature", SLICE_INIT("Kim Berg\n<b>Printing</b>") },
	{ "rest", SLICE_INIT("412") },
	{ "rule", SLICE_INIT("wake-up") },
	{ "answer_by", SLICE_INIT("24 November 2026, 12:00") },
	{ "solve_by", SLICE_INIT("25 November 2026, 12:00") },
	{ "missed", SLICE_INIT("yes") },
	{ "team", SLICE_INIT("Printers") },
	{ "old", SLICE_INIT("Sales") },
	{ "attachments", SLICE_INIT("fire.jpg, smoke.jpg") },
	{ "suggestions", SLICE_INIT("Carl <carl@example.test>") },
	{ "control_address", SLICE_INIT("control@help.test") },
	{ "behalf", SLICE_INIT("dora@example.test") },
	{ "reason", SLICE_INIT("5.1.1 no such user") },
	{ "recipient", SLICE_INIT("alice@old.test") },
	{ "woken", SLICE_INIT("yes") },
	{ "due", SLICE_INIT("24 November 2026, 22:21") },
	{ "ticket_count", SLICE_INIT("3") },
	{ "link", SLICE_INIT("https://help.test/?code=v2k-x") },
};

/* With the line above in the letter's language, as letters have it. */
static inline void
render(const char *language, int event, const struct template_value *values,
    size_t count, struct arena *arena, struct template_result *out)
{
	struct template_value	with[ARRAY_LEN(all) + 1];
	struct fail		why = FAIL_INIT;

	memcpy(with, values, count * sizeof(*values));
	with[count] = (struct template_value){ "above",
		above_line(slice_of(language)) };
	assert_int_equal(template_render(NULL, slice_of(language),
	    letter_event_row((enum letter_event)event)->name, with, count + 1,
	    arena, out, &why), 0);
}

static inline struct slice
html_of(const struct template_result *got, struct arena *arena)
{
	return template_html(got->subject, got->text, got->shape, arena);
}

/* Or its text is another language's. */
static inline bool
is_translated(const char *language, int event)
{
	struct slice	tag, text;
	bool		unused;

	return template_text(NULL, slice_of(language), slice_of(
	    letter_event_row((enum letter_event)event)->name), &tag, &text,
	    &unused) && slice_eq(tag, slice_of(language));
}

static inline const char *
label(const char *language, int event, struct arena *arena)
{
	return arena_format(arena, "%s/%s", language,
	    letter_event_row((enum letter_event)event)->name).data;
}

#endif
