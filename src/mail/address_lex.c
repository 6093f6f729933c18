/* The lexical pieces of address fields, tolerant and in linear time. */
#include "mail/address_lex.h"

#include <string.h>

#include "base/ascii.h"

static char
peek(const struct address_lex *lex, size_t at)
{
	return at < lex->value.len ? lex->value.data[at] : '\0';
}

/* Behind the closing quote, or 0. */
static size_t
quoted_end(const struct address_lex *lex)
{
	for (size_t i = lex->at + 1; i < lex->value.len; i++) {
		if (lex->value.data[i] == '"')
			return i + 1;
		if (lex->value.data[i] == '\\')
			i++;
	}
	return 0;
}

/* Behind the parenthesis that closes this one, or 0. */
static size_t
comment_end(struct address_lex *lex)
{
	size_t	depth = 0;
	char	c;

	for (size_t i = lex->at; i < lex->value.len; i++) {
		c = lex->value.data[i];
		if (c == '\\') {
			i++;
		} else if (c == '(') {
			if (++depth > lex->comment_max)
				lex->deep = true;
		} else if (c == ')' && --depth == 0) {
			return i + 1;
		}
	}
	return 0;
}

/*
 * Behind the encoded word that begins here, or 0.  Clients leave blanks and
 * specials in its text; only "?=" ends it.
 */
static size_t
word_end(struct address_lex *lex)
{
	struct slice	rest = slice_from(lex->value, lex->at + 2);
	struct slice	text;
	size_t		charset = 0, end;

	while (charset < rest.len && charset < 64 &&
	    rest.data[charset] != '?' && ascii_is_graph(rest.data[charset]))
		charset++;
	rest = slice_from(rest, charset);
	if (charset == 0 || rest.len < 4 || rest.data[0] != '?' ||
	    rest.data[2] != '?' || memchr("bBqQ", rest.data[1], 4) == NULL)
		return 0;
	text = slice_from(rest, 3);
	end = slice_search(text, SLICE("?="));
	if (end == text.len) {
		lex->no_word = true;
		return 0;
	}
	return (size_t)(text.data - lex->value.data) + end + 2;
}

static bool
ends_atom(char c)
{
	return ascii_is_space(c) || c == '\0' ||
	    memchr("\"(<>,;:", c, 7) != NULL;
}

/* Behind the atom; a domain literal is one piece, colons and all. */
static size_t
atom_end(const struct address_lex *lex)
{
	struct slice	rest;
	size_t		i = lex->at + 1, close;

	for (; i < lex->value.len && !ends_atom(peek(lex, i)); i++) {
		if (peek(lex, i) == '=' && peek(lex, i + 1) == '?' &&
		    !lex->no_word)
			break;
		if (peek(lex, i) != '[' || peek(lex, i - 1) != '@')
			continue;
		rest = slice_head(slice_from(lex->value, i), 64);
		close = slice_index(rest, ']');
		if (close < rest.len)
			i += close;
	}
	return i;
}

static enum address_token
take(struct address_lex *lex, enum address_token kind, size_t end,
    struct slice *token)
{
	*token = slice_head(slice_from(lex->value, lex->at), end - lex->at);
	lex->at = end;
	return kind;
}

enum address_token
address_lex_next(struct address_lex *lex, struct slice *token)
{
	size_t	end = lex->at;
	char	c = peek(lex, end);

	*token = SLICE_EMPTY;
	if (end >= lex->value.len)
		return ADDRESS_END;
	while (end < lex->value.len &&
	    (ascii_is_space(peek(lex, end)) || peek(lex, end) == '\0'))
		end++;
	if (end > lex->at)
		return take(lex, ADDRESS_BLANK, end, token);
	if (c == '"' && !lex->no_quoted) {
		if ((end = quoted_end(lex)) > 0)
			return take(lex, ADDRESS_QUOTED, end, token);
		lex->no_quoted = true;
	}
	if (c == '(' && !lex->no_comment) {
		if ((end = comment_end(lex)) > 0)
			return take(lex, ADDRESS_COMMENT, end, token);
		lex->no_comment = true;
	}
	if (c == '"' || c == '(')
		return take(lex, ADDRESS_BLANK, lex->at + 1, token);
	if (c == '=' && peek(lex, lex->at + 1) == '?' && !lex->no_word &&
	    (end = word_end(lex)) > 0)
		return take(lex, ADDRESS_WORD, end, token);
	if (memchr("<>,;:", c, 5) != NULL)
		return take(lex, ADDRESS_SPECIAL, lex->at + 1, token);
	return take(lex, ADDRESS_ATOM, atom_end(lex), token);
}
