/*
 * The letters' words: one text per language and letter event, from
 * conf/templates/LANGUAGE/EVENT, carried inside the program.
 *
 *	subject line
 *	<empty line>
 *	body
 *
 * {{name}}			a value, made one line
 * {{#name}}...{{/name}}	kept when the value is not empty
 * {{^name}}...{{/name}}	kept when it is
 * {{>name}}			alone on its line: foreign text, verbatim
 * > {{>name}}			the same, as a quote
 *
 * A line of nothing but an opening or closing mark leaves no line behind.  The
 * HTML part is made from the text when it is needed: its paragraphs and lines,
 * links for web and mail addresses, blocks verbatim.
 */
#ifndef DESK_TEMPLATE_H
#define DESK_TEMPLATE_H

#include "base/arena.h"
#include "base/fail.h"
#include "base/slice.h"

struct template_value {
	const char *name;
	struct slice value; /* UTF-8; escaped for where it lands */
};

struct template_result {
	struct slice subject; /* one line */
	struct slice text;    /* UTF-8, LF */
	struct slice shape;   /* of the text, for template_html */
};

/* What a value in a line is cut to, in octets; blocks are not cut. */
#define TEMPLATE_VALUE_MAX 998

/*
 * Renders `event` in `language`, or in English where that language has no
 * such file.  A name in the template that is not among the values renders as
 * nothing.  -1, FAIL_SETUP: no such event in any language.
 */
int template_render(const char *language, const char *event,
    const struct template_value *values, size_t count, struct arena *arena,
    struct template_result *out, struct fail *why);
/* The same for a template's own text. */
void template_render_text(const char *language, struct slice text,
    const struct template_value *values, size_t count, struct arena *arena,
    struct template_result *out);

/*
 * Checks every carried template: closed sections, known names, an event of
 * that name; and that English has all of them.
 */
int template_check(struct fail *why);
/* One template's text; `name` ("en/note") is for the sentence. */
int template_check_text(const char *name, struct slice text, struct fail *why);

/* Whether there is a folder for it. */
bool template_language_exists(const char *language);
/* The carried templates in their order: "en/note"; NULL behind the last. */
const char *template_name(size_t at, struct slice *text);

#endif
