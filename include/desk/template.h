/*
 * The letters' words: one text per language and letter event, from
 * conf/templates/LANGUAGE/EVENT, carried inside the program; a site may have
 * texts of its own.
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

/* A site's own text, instead of a carried one or beside them. */
struct template_file {
	struct slice language, event, text;
};
struct template_set {
	struct template_file *files; /* array in an arena */
	size_t count;
};

/*
 * Renders `event` in `language`: for "de-AT" the site's file of that name, the
 * carried one, the same for "de", the same for English.  A name in the template
 * that is not among the values renders as nothing.  -1, FAIL_SETUP: no such
 * event in any language.
 */
int template_render(const struct template_set *set, struct slice language,
    const char *event, const struct template_value *values, size_t count,
    struct arena *arena, struct template_result *out, struct fail *why);
/*
 * The text that render takes, and the tag of its language; *carried tells where
 * it is from.  False: there is none in any.
 */
bool template_text(const struct template_set *set, struct slice language,
    struct slice event, struct slice *tag, struct slice *text, bool *carried);
/* The same for a template's own text. */
void template_render_text(struct slice language, struct slice text,
    const struct template_value *values, size_t count, struct arena *arena,
    struct template_result *out);

/*
 * Checks every carried template: closed sections, known names, an event of
 * that name; and that English has all of them.
 */
int template_check(struct fail *why);
/* One template's text; `name` ("en/note") is for the sentence. */
int template_check_text(const char *name, struct slice text, struct fail *why);

/* Whether there are letters in it, or at least in "de" for "de-AT". */
bool template_language_exists(const struct template_set *set,
    struct slice language);
/* The carried templates in their order: "en/note"; NULL behind the last. */
const char *template_name(size_t at, struct slice *text);

#endif
