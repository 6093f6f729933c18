/*
 * The letters' words: one text per language and letter event, from
 * conf/templates/LANGUAGE/EVENT, carried inside the program.
 *
 *	subject line
 *	<empty line>
 *	body with {{name}}, {{#name}}...{{/name}} (kept when name is not empty)
 *
 * The HTML part is made from the same body: paragraphs, links, and {{>name}}
 * for a block of foreign text, which is quoted verbatim in both.
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
	struct slice html;    /* a whole document */
};

/*
 * Renders `event` in `language`, or in English where that language has no
 * such file.  A name in the template that is not among the values renders as
 * nothing.  -1, FAIL_SETUP: no such event in any language.
 */
int template_render(const char *language, const char *event,
    const struct template_value *values, size_t count, struct arena *arena,
    struct template_result *out, struct fail *why);

/* Checks every carried template: closed sections, known names. */
int template_check(struct fail *why);
/* Whether there is a folder for it. */
bool template_language_exists(const char *language);

#endif
