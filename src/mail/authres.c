/* Authentication-Results: RFC 8601's grammar, in linear time. */
#include "mail/authres.h"

#include <string.h>

#include "base/ascii.h"

/* A field of ours has a handful of each. */
#define RESULTS_MAX 50
#define PROPERTIES_MAX 20

struct lexer {
	struct slice rest;
	bool broken; /* a comment or a quoted string does not end */
};

/* Comments nest; what quotes one octet quotes a parenthesis, too. */
static size_t
comment_len(struct slice s)
{
	size_t depth = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.data[i] == '\\')
			i++;
		else if (s.data[i] == '(')
			depth++;
		else if (s.data[i] == ')' && --depth == 0)
			return i + 1;
	}
	return 0;
}

/* Blanks and comments. */
static void
skip(struct lexer *lexer)
{
	size_t len;

	for (;;) {
		lexer->rest = slice_trim(lexer->rest);
		if (lexer->rest.len == 0 || lexer->rest.data[0] != '(')
			return;
		len = comment_len(lexer->rest);
		if (len == 0) {
			lexer->broken = true;
			lexer->rest = SLICE_EMPTY;
			return;
		}
		lexer->rest = slice_from(lexer->rest, len);
	}
}

/* True, and it is taken, when this is next. */
static bool
take(struct lexer *lexer, char c)
{
	skip(lexer);
	if (lexer->rest.len == 0 || lexer->rest.data[0] != c)
		return false;
	lexer->rest = slice_from(lexer->rest, 1);
	return true;
}

static bool
at_end(struct lexer *lexer)
{
	skip(lexer);
	return lexer->rest.len == 0;
}

static bool
is_keyword_octet(char c)
{
	return ascii_is_alnum(c) || c == '-' || c == '_';
}

/* What servers write as values without quotes: signatures' "a/b==", too. */
static bool
is_value_octet(char c)
{
	return (ascii_is_graph(c) || (unsigned char)c >= 0x80) &&
	    memchr(";()\"\\", c, 5) == NULL;
}

static struct slice
take_run(struct lexer *lexer, bool (*is_part)(char))
{
	struct slice run;
	size_t len = 0;

	skip(lexer);
	while (len < lexer->rest.len && is_part(lexer->rest.data[len]))
		len++;
	run = slice_head(lexer->rest, len);
	lexer->rest = slice_from(lexer->rest, len);
	return run;
}

static struct slice
take_keyword(struct lexer *lexer, struct arena *arena)
{
	return arena_lower(arena, take_run(lexer, is_keyword_octet));
}

/* Without the backslashes that quote. */
static struct slice
unescape(struct slice s, struct arena *arena)
{
	char *to = arena_alloc(arena, s.len);
	size_t len = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.data[i] == '\\')
			i++;
		to[len++] = s.data[i];
	}
	return slice_make(to, len);
}

static struct slice
take_quoted(struct lexer *lexer, struct arena *arena)
{
	struct slice s = slice_from(lexer->rest, 1);

	for (size_t i = 0; i < s.len; i++) {
		if (s.data[i] == '"') {
			lexer->rest = slice_from(s, i + 1);
			return unescape(slice_head(s, i), arena);
		}
		if (s.data[i] == '\\')
			i++;
	}
	lexer->broken = true;
	lexer->rest = SLICE_EMPTY;
	return SLICE_EMPTY;
}

/* "word", quoted or not; "local part"@domain, too.  Empty: there is none. */
static struct slice
take_value(struct lexer *lexer, struct arena *arena)
{
	struct slice front, behind;

	skip(lexer);
	if (lexer->rest.len == 0 || lexer->rest.data[0] != '"')
		return take_run(lexer, is_value_octet);
	front = take_quoted(lexer, arena);
	if (lexer->rest.len == 0 || lexer->rest.data[0] != '@')
		return front;
	behind = take_run(lexer, is_value_octet);
	return arena_format(arena, "%.*s%.*s", SLICE_ARG(front),
	    SLICE_ARG(behind));
}

/* "/ 1" behind a method, or "1" behind the id: there is no other version. */
static bool
is_first_version(struct slice version)
{
	return slice_eq(version, SLICE("1"));
}

/* "header . d = value", or "reason = value" and others without a dot. */
static bool
take_property(struct lexer *lexer, struct arena *arena,
    struct authres_property *out)
{
	*out = (struct authres_property){
		.name = take_keyword(lexer, arena) };
	if (out->name.len == 0)
		return false;
	if (take(lexer, '.')) {
		out->type = out->name;
		out->name = take_keyword(lexer, arena);
	}
	if (out->name.len == 0 || !take(lexer, '='))
		return false;
	out->value = take_value(lexer, arena);
	return !lexer->broken;
}

static bool
take_properties(struct lexer *lexer, struct arena *arena,
    struct authres_result *out)
{
	struct authres_property property;

	while (!at_end(lexer) && lexer->rest.data[0] != ';') {
		if (out->property_count == PROPERTIES_MAX ||
		    !take_property(lexer, arena, &property))
			return false;
		out->properties = arena_grow(arena, out->properties,
		    out->property_count * sizeof(property),
		    (out->property_count + 1) * sizeof(property));
		out->properties[out->property_count++] = property;
	}
	return !lexer->broken;
}

/* *known is false for a version of the method that is not known. */
static bool
take_result(struct lexer *lexer, struct arena *arena,
    struct authres_result *out, bool *known)
{
	*out = (struct authres_result){
		.method = take_keyword(lexer, arena) };
	*known = true;
	if (out->method.len == 0)
		return false;
	if (take(lexer, '/'))
		*known = is_first_version(take_run(lexer, is_keyword_octet));
	if (!take(lexer, '='))
		return false;
	out->result = take_keyword(lexer, arena);
	return out->result.len > 0 && take_properties(lexer, arena, out);
}

/* "none" alone is all there is. */
static bool
take_none(struct lexer *lexer)
{
	struct lexer ahead = *lexer;

	if (!slice_eq_nocase(take_run(&ahead, is_keyword_octet),
	    SLICE("none")))
		return false;
	take(&ahead, ';');
	if (!at_end(&ahead) || ahead.broken)
		return false;
	*lexer = ahead;
	return true;
}

static bool
take_results(struct lexer *lexer, struct arena *arena,
    struct authres_field *out)
{
	struct authres_result result;
	bool known;

	if (take_none(lexer))
		return true;
	do {
		if (out->count > 0 && at_end(lexer))
			break;
		if (out->count == RESULTS_MAX ||
		    !take_result(lexer, arena, &result, &known))
			return false;
		if (!known)
			result.result = SLICE_EMPTY;
		out->results = arena_grow(arena, out->results,
		    out->count * sizeof(result),
		    (out->count + 1) * sizeof(result));
		out->results[out->count++] = result;
	} while (take(lexer, ';'));
	return at_end(lexer) && !lexer->broken;
}

bool
authres_parse(struct slice value, struct arena *arena,
    struct authres_field *out)
{
	struct lexer lexer = { .rest = value };
	struct slice version;

	*out = (struct authres_field){ .count = 0 };
	out->id = take_value(&lexer, arena);
	if (lexer.broken || out->id.len == 0)
		return false;
	version = take_run(&lexer, is_keyword_octet);
	if (version.len > 0 && !is_first_version(version))
		return false;
	return take(&lexer, ';') && take_results(&lexer, arena, out);
}
