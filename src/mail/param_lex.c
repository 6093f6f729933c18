/* "name=value; name=value" as mail programs write it. */
#include "mail/param_lex.h"

#include "base/ascii.h"
#include "base/text.h"

#define NAME_MAX 64

/*
 * The names that are believed to begin a parameter even where the ';' or a
 * closing quote before them is missing.
 */
static const struct slice known_names[] = {
	SLICE_INIT("boundary"), SLICE_INIT("charset"), SLICE_INIT("name"),
	SLICE_INIT("filename"), SLICE_INIT("format"), SLICE_INIT("delsp"),
	SLICE_INIT("type"), SLICE_INIT("size"), SLICE_INIT("micalg"),
	SLICE_INIT("protocol"), SLICE_INIT("report-type"),
	SLICE_INIT("reply-type"), SLICE_INIT("method"), SLICE_INIT("start"),
	SLICE_INIT("creation-date"), SLICE_INIT("modification-date"),
	SLICE_INIT("read-date"), SLICE_INIT("x-unix-mode"),
	SLICE_INIT("x-mac-type"), SLICE_INIT("x-mac-creator"),
	SLICE_INIT("x-apple-part-url"),
};

/* Their values may have blanks without being quoted. */
static bool
is_file_name(struct slice name)
{
	return slice_eq(name, SLICE("name")) ||
	    slice_eq(name, SLICE("filename"));
}

/* Theirs may have commas. */
static bool
may_have_commas(struct slice name)
{
	return is_file_name(name) || slice_eq(name, SLICE("boundary"));
}

static struct slice
skip_blanks(struct slice s)
{
	size_t i = 0;

	while (i < s.len && ascii_is_space(s.data[i]))
		i++;
	return slice_from(s, i);
}

/* True when s begins like "charset=" or "filename*0*=". */
static bool
starts_parameter(struct slice s)
{
	for (size_t i = 0; i < ARRAY_LEN(known_names); i++) {
		struct slice rest;
		size_t at = 0;

		if (!slice_starts_nocase(s, known_names[i]))
			continue;
		rest = slice_from(s, known_names[i].len);
		while (at < rest.len && at < 8 && (rest.data[at] == '*' ||
		    ascii_is_digit(rest.data[at])))
			at++;
		rest = slice_from(rest, at);
		if (rest.len > 0 && (rest.data[0] == '=' ||
		    slice_starts(rest, SLICE(" ="))))
			return true;
	}
	return false;
}

/*
 * Passes over the comment at the front, which begins with '('.  One that does
 * not end is passed over up to the next ';', so it hides little; and no other
 * is sought after it, or a field of them would cost the square of its size.
 */
static struct slice
skip_comment(struct param_lex *lex, struct slice s)
{
	size_t depth = 0;

	for (size_t i = 0; i < s.len && !lex->no_comments; i++) {
		if (s.data[i] == '\\')
			i++;
		else if (s.data[i] == '(')
			depth++;
		else if (s.data[i] == ')' && --depth == 0)
			return slice_from(s, i + 1);
		if (depth > lex->limits->max[LIMIT_COMMENT_DEPTH])
			lex->limited |= LIMIT_BIT(LIMIT_COMMENT_DEPTH);
	}
	lex->no_comments = true;
	return slice_from(s, slice_index(s, ';'));
}

static struct slice
skip_blanks_and_comments(struct param_lex *lex, struct slice s)
{
	s = skip_blanks(s);
	while (s.len > 0 && s.data[0] == '(')
		s = skip_blanks(skip_comment(lex, s));
	return s;
}

static struct slice
lower(struct arena *arena, struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.data[i] != ascii_lower(s.data[i]))
			return arena_lower(arena, s);
	return s;
}

/* The length of the plain letters at the front: mostly the whole word. */
static size_t
word_run(struct slice s)
{
	size_t i = 0;

	while (i < s.len && (ascii_is_alnum(s.data[i]) || s.data[i] == '/' ||
	    s.data[i] == '-' || s.data[i] == '+' || s.data[i] == '.' ||
	    s.data[i] == '_'))
		i++;
	return i;
}

struct slice
param_lex_word(struct param_lex *lex)
{
	struct slice s = skip_blanks_and_comments(lex, lex->rest);
	struct text word = TEXT_IN(lex->arena);
	size_t run = word_run(s);

	if (run == s.len || s.data[run] == ';') {
		lex->rest = slice_from(s, run);
		return lower(lex->arena, slice_head(s, run));
	}
	while (s.len > 0 && s.data[0] != ';' && s.data[0] != ',') {
		if (s.data[0] == '(') {
			s = skip_comment(lex, s);
			continue;
		}
		if (s.data[0] == '=')
			return SLICE_EMPTY;
		if (ascii_is_space(s.data[0])) {
			s = skip_blanks(s);
			if (word.len > 0 && starts_parameter(s))
				break;
			continue;
		}
		if (s.data[0] != '"')
			text_add_char(&word, ascii_lower(s.data[0]));
		s = slice_from(s, 1);
	}
	lex->rest = s;
	return text_slice(&word);
}

/* Takes "filename*0*" apart. */
static void
set_name(struct param_lex *lex, struct slice name, struct param_piece *out)
{
	size_t star = slice_index(name, '*');
	struct slice rest = slice_from(name, star + 1);
	int64_t section;

	out->section = PARAM_NO_SECTION;
	out->extended = false;
	out->name = lower(lex->arena, slice_trim(slice_head(name, star)));
	if (star == name.len)
		return;
	rest = slice_trim(rest);
	if (rest.len == 0 || rest.data[rest.len - 1] == '*') {
		out->extended = true;
		rest = slice_head(rest, rest.len > 0 ? rest.len - 1 : 0);
	}
	if (slice_number(rest, 9999, &section))
		out->section = (int)section;
}

/* True when a quote may end here, for something sensible follows it. */
static bool
ends_quoted(struct slice s)
{
	s = skip_blanks(s);
	return s.len == 0 || s.data[0] == ';' || s.data[0] == ',' ||
	    s.data[0] == '(' || starts_parameter(s);
}

/*
 * Offset of the quote that ends the value which begins at s; s.len when there
 * is none.  A quote in the middle of a name is none, unless nothing better
 * comes.
 */
static size_t
find_quote(struct slice s)
{
	size_t first = s.len;

	for (size_t i = 0; i < s.len; i++) {
		if (s.data[i] == '\\') {
			i++;
			continue;
		}
		if (s.data[i] != '"')
			continue;
		if (ends_quoted(slice_from(s, i + 1)))
			return i;
		if (first == s.len)
			first = i;
	}
	return first;
}

/* Without the backslashes that quote. */
static struct slice
unescape(struct param_lex *lex, struct slice s)
{
	struct text to = TEXT_IN(lex->arena);
	size_t at;

	if (slice_index(s, '\\') == s.len)
		return s;
	while ((at = slice_index(s, '\\')) < s.len) {
		text_add(&to, slice_head(s, at));
		text_add(&to, slice_head(slice_from(s, at + 1), 1));
		s = slice_from(s, at + 2);
	}
	text_add(&to, s);
	return text_slice(&to);
}

/*
 * Length of the encoded word at the front of s, which may contain anything; 0
 * when it is none.  *seen: as far as that was looked, nor does one begin there.
 */
static size_t
encoded_word(struct slice s, size_t *seen)
{
	size_t marks = 0;
	size_t i = 0;

	if (slice_starts(s, SLICE("=?"))) {
		for (i = 2; i < s.len && !ascii_is_space(s.data[i]); i++) {
			marks += s.data[i] == '?';
			if (marks > 2 && s.data[i] == '?' && i + 1 < s.len &&
			    s.data[i + 1] == '=')
				return i + 2;
		}
	}
	*seen = i;
	return 0;
}

/* True when a value without quotes ends at these blanks, for `next` follows. */
static bool
ends_bare(struct slice next, bool file_name)
{
	return next.len == 0 || starts_parameter(next) ||
	    (!file_name && next.data[0] == '(');
}

/* Length of the name's value that stands without quotes at the front of s. */
static size_t
bare_value(struct slice s, struct slice name)
{
	bool file_name = is_file_name(name);
	bool commas = may_have_commas(name);
	size_t i = 0;
	size_t plain = 0; /* no encoded word begins before */

	while (i < s.len && s.data[i] != ';' &&
	    (commas || s.data[i] != ',')) {
		size_t word = 0;
		size_t seen = 0;
		struct slice next;

		if (i >= plain) {
			word = encoded_word(slice_from(s, i), &seen);
			plain = i + seen;
		}
		if (word > 0) {
			i += word;
		} else if (ascii_is_space(s.data[i])) {
			next = skip_blanks(slice_from(s, i));
			if (ends_bare(next, file_name))
				break;
			i = s.len - next.len;
		} else {
			i++;
		}
	}
	return i;
}

static void
read_value(struct param_lex *lex, struct slice s, struct param_piece *out)
{
	size_t len;

	if (s.len > 0 && s.data[0] == '"') {
		s = slice_from(s, 1);
		len = find_quote(s);
		if (len < s.len) {
			out->value = unescape(lex, slice_head(s, len));
			lex->rest = slice_from(s, len + 1);
			return;
		}
	}
	len = bare_value(s, out->name);
	out->value = slice_trim(slice_head(s, len));
	lex->rest = slice_from(s, len);
}

/*
 * Takes "name=" off the front of *s, with comments around the name; false when
 * something else stands there, which is taken too.
 */
static bool
cut_name(struct param_lex *lex, struct slice *s, struct slice *name)
{
	size_t len = 0;

	while (len < s->len && s->data[len] != '=' && s->data[len] != ';' &&
	    s->data[len] != ',' && s->data[len] != '(')
		len++;
	*name = slice_trim(slice_head(*s, len));
	*s = skip_blanks_and_comments(lex, slice_from(*s, len));
	if (s->len == 0 || (s->data[0] != '=' && s->data[0] != ';' &&
	    s->data[0] != ','))
		return false;
	len = s->data[0] == '=' ? name->len : 0;
	*s = slice_from(*s, 1);
	return len > 0 && len <= NAME_MAX;
}

bool
param_lex_next(struct param_lex *lex, struct param_piece *out)
{
	struct slice s = skip_blanks_and_comments(lex, lex->rest);
	struct slice name;

	while (s.len > 0) {
		if (cut_name(lex, &s, &name)) {
			set_name(lex, name, out);
			read_value(lex, skip_blanks_and_comments(lex, s), out);
			return true;
		}
		s = skip_blanks_and_comments(lex, s);
	}
	return false;
}
