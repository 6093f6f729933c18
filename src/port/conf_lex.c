/* Numbers that libconfig would read as others, found before it reads them. */
#include "port/conf_lex.h"

#include "base/ascii.h"
#include "base/text.h"

/* Where the look is, and what it passed last. */
struct lexer {
	struct slice rest;
	unsigned line;
	struct slice group; /* the name before the outermost { or ( */
	struct slice name;
	unsigned depth;
};

static char
peek(const struct lexer *lexer, size_t at)
{
	return at < lexer->rest.len ? lexer->rest.data[at] : '\0';
}

static void
advance(struct lexer *lexer, size_t count)
{
	struct slice passed = slice_head(lexer->rest, count);

	for (size_t i = 0; i < passed.len; i++)
		lexer->line += passed.data[i] == '\n';
	lexer->rest = slice_from(lexer->rest, count);
}

/* Behind the first `mark`, or at the end. */
static void
advance_behind(struct lexer *lexer, struct slice mark)
{
	advance(lexer, slice_search(lexer->rest, mark) + mark.len);
}

static void
pass_string(struct lexer *lexer)
{
	size_t at = 1;

	while (at < lexer->rest.len && peek(lexer, at) != '"')
		at += peek(lexer, at) == '\\' ? 2 : 1;
	advance(lexer, at + 1);
}

static size_t
run(const struct lexer *lexer, size_t at, bool (*belongs)(char c))
{
	while (at < lexer->rest.len && belongs(peek(lexer, at)))
		at++;
	return at;
}

static bool
is_name(char c)
{
	return ascii_is_alnum(c) || c == '_' || c == '-' || c == '*';
}

/* What a number is made of, signs and fractions and all. */
static bool
is_number(char c)
{
	return ascii_is_alnum(c) || c == '.' || c == '+' || c == '-';
}

static int
refuse(const struct lexer *lexer, struct fail *why, struct slice word,
    const char *wrong, struct slice instead)
{
	char key[128];

	if (lexer->depth > 0)
		snprintf(key, sizeof(key), "%.*s.%.*s",
		    SLICE_ARG(slice_head(lexer->group, 60)),
		    SLICE_ARG(slice_head(lexer->name, 60)));
	else
		snprintf(key, sizeof(key), "%.*s",
		    SLICE_ARG(slice_head(lexer->name, 60)));
	return fail_set(why, FAIL_SETUP, "%u: %s: %.*s %s; write %.*s instead",
	    lexer->line, key, SLICE_ARG(slice_head(word, 40)), wrong,
	    SLICE_ARG(instead));
}

/* The word is a number: is it what libconfig will make of it? */
static int
check_number(const struct lexer *lexer, struct slice word, struct fail *why)
{
	struct slice digits = word;
	bool is_long = false;
	char instead[64];
	int64_t number;

	if (digits.data[0] == '+' || digits.data[0] == '-')
		digits = slice_from(digits, 1);
	while (slice_ends(digits, SLICE("L"))) {
		is_long = true;
		digits.len--;
	}
	if (slice_starts_nocase(digits, SLICE("0x")))
		return refuse(lexer, why, word, "is not in decimal",
		    SLICE("the number in decimal"));
	if (digits.len == 0)
		return 0; /* a sign alone: libconfig says so */
	for (size_t i = 0; i < digits.len; i++)
		if (!ascii_is_digit(digits.data[i]))
			return 0; /* a fraction: its type is wrong anyway */
	if (digits.len > 1 && digits.data[0] == '0') {
		while (digits.len > 1 && digits.data[0] == '0')
			digits = slice_from(digits, 1);
		return refuse(lexer, why, word,
		    "is not octal for having a 0 in front",
		    slice_head(digits, 40));
	}
	if (!slice_number(digits, INT64_MAX, &number))
		return refuse(lexer, why, word, "is more than any setting",
		    SLICE("a smaller number"));
	if (is_long || number <= INT32_MAX)
		return 0;
	snprintf(instead, sizeof(instead), "%.*sL", SLICE_ARG(word));
	return refuse(lexer, why, word, "is too long for a plain number",
	    slice_of(instead));
}

static int
pass_number(struct lexer *lexer, struct fail *why)
{
	struct slice word = slice_head(lexer->rest,
	    run(lexer, 1, is_number));

	if (check_number(lexer, word, why) < 0)
		return -1;
	advance(lexer, word.len);
	return 0;
}

static void
pass_name(struct lexer *lexer)
{
	lexer->name = slice_head(lexer->rest, run(lexer, 1, is_name));
	advance(lexer, lexer->name.len);
}

static void
pass_brace(struct lexer *lexer, char c)
{
	/* A list of groups is one, too. */
	if ((c == '{' || c == '(') && lexer->depth++ == 0)
		lexer->group = lexer->name;
	if ((c == '}' || c == ')') && lexer->depth > 0)
		lexer->depth--;
	advance(lexer, 1);
}

int
conf_lex_check(struct slice text, struct fail *why)
{
	struct lexer lexer = { .rest = text, .line = 1 };
	char c;

	while (lexer.rest.len > 0) {
		c = peek(&lexer, 0);
		if (c == '\0')
			return fail_set(why, FAIL_SETUP, "%u: there is a NUL"
			    " byte; write a text file instead", lexer.line);
		if (slice_starts(lexer.rest, SLICE("@include")))
			return fail_set(why, FAIL_SETUP, "%u: @include is not"
			    " read; write all settings into this file instead",
			    lexer.line);
		if (c == '"')
			pass_string(&lexer);
		else if (c == '#' || slice_starts(lexer.rest, SLICE("//")))
			advance_behind(&lexer, SLICE("\n"));
		else if (slice_starts(lexer.rest, SLICE("/*")))
			advance_behind(&lexer, SLICE("*/"));
		else if (c == '{' || c == '}' || c == '(' || c == ')')
			pass_brace(&lexer, c);
		else if (ascii_is_alpha(c) || c == '*')
			pass_name(&lexer);
		else if (ascii_is_digit(c) || c == '-' || c == '+') {
			if (pass_number(&lexer, why) < 0)
				return -1;
		} else
			advance(&lexer, 1);
	}
	return 0;
}
