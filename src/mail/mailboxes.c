/*
 * Address lists.  A list is cut into items at commas first, quotes, comments
 * and encoded words in one piece; then each item gives its mailbox, or several
 * when the commas were forgotten.
 */
#include "mail/address.h"

#include <string.h>

#include "base/ascii.h"
#include "mail/address_lex.h"
#include "mail/words.h"

/* What one mailboxes_parse works on. */
struct list {
	struct slice		 charset;
	const struct mail_limits *limits;
	struct arena		*arena;
	struct mailboxes	*out;
	size_t			 room;	/* of out->items */
	limit_bits		*limited;
	bool			 inside; /* of quotes or words, unwrapped */
};

/* One item between commas. */
struct item {
	size_t		start;		/* of its name, in the value */
	bool		has_at;		/* outside quotes, before any '<' */
	bool		has_hidden_at;	/* inside quotes */
	bool		has_words;
	bool		has_angle;
	struct slice	before;		/* the '<' */
	struct slice	angle;		/* inside <> */
};

static void	list_read(struct list *list, struct slice value);

static struct address_lex
lex_open(const struct list *list, struct slice value)
{
	return (struct address_lex){
		.value = value,
		.comment_max = list->limits->max[LIMIT_COMMENT_DEPTH],
	};
}

static bool
has_at(struct slice s)
{
	return slice_index(s, '@') < s.len;
}

/* The inside of "..." or (...), backslashes gone. */
static void
add_unwrapped(struct text *to, struct slice token)
{
	for (size_t i = 1; i + 1 < token.len; i++) {
		if (token.data[i] == '\\' && i + 2 < token.len)
			i++;
		text_add_char(to, token.data[i]);
	}
}

static bool
is_wrapped(struct slice s, char c)
{
	return s.len > 2 && s.data[0] == c && s.data[s.len - 1] == c;
}

/* A display name ready to be shown: decoded, without Outlook's 'quotes'. */
static struct slice
decode_name(const struct list *list, struct slice raw)
{
	struct slice	name;

	name = slice_trim(words_decode(slice_trim(raw), list->charset,
	    list->arena));
	if (is_wrapped(name, '\''))
		name = slice_trim(slice_head(slice_from(name, 1),
		    name.len - 2));
	return name;
}

/* The words of a span; when there are none, its last comment. */
static struct slice
span_text(const struct list *list, struct slice span)
{
	struct address_lex	lex = lex_open(list, span);
	struct text		name = TEXT_IN(list->arena);
	struct slice		token, comment = SLICE_EMPTY;
	enum address_token	kind;

	while ((kind = address_lex_next(&lex, &token)) != ADDRESS_END) {
		if (kind == ADDRESS_QUOTED)
			add_unwrapped(&name, token);
		else if (kind == ADDRESS_COMMENT)
			comment = token;
		else if (kind == ADDRESS_BLANK ||
		    slice_eq(token, SLICE(">")))
			text_add_char(&name, ' ');
		else
			text_add(&name, token);
	}
	if (slice_trim(text_slice(&name)).len == 0)
		add_unwrapped(&name, comment);
	return text_slice(&name);
}

/* Can the local part stand as it is: atoms, or quotes that end? */
static bool
is_wellformed(struct slice local)
{
	bool	quoted = false;
	char	c;

	for (size_t i = 0; i < local.len; i++) {
		c = local.data[i];
		if (c == '"')
			quoted = !quoted;
		else if (quoted && c == '\\')
			i++;
		else if (!quoted && (ascii_is_space(c) ||
		    memchr("()<>[]:;@\\,", c, 11) != NULL))
			return false;
	}
	return !quoted;
}

static struct slice
quote_local(struct slice local, struct arena *arena)
{
	struct text	to = TEXT_IN(arena);

	text_add_char(&to, '"');
	for (size_t i = 0; i < local.len; i++) {
		if (local.data[i] == '"')
			continue;
		if (local.data[i] == '\\')
			text_add_char(&to, '\\');
		text_add_char(&to, local.data[i]);
	}
	text_add_char(&to, '"');
	return text_slice(&to);
}

static bool
is_domain(struct slice domain)
{
	for (size_t i = 0; i < domain.len; i++)
		if (ascii_is_space(domain.data[i]) ||
		    ascii_is_control(domain.data[i]) ||
		    memchr("()<>@\\,;\"", domain.data[i], 9) != NULL)
			return false;
	return domain.len > 0;
}

/* Adds the mailbox if the raw word is an address; true when it is. */
static bool
add_mailbox(struct list *list, struct slice raw, struct slice name)
{
	struct mailboxes	*out = list->out;
	struct text		 whole = TEXT_IN(list->arena);
	struct slice		 local, domain;

	if (is_wrapped(raw, '\''))
		raw = slice_head(slice_from(raw, 1), raw.len - 2);
	if (!address_split(raw, &local, &domain))
		return false;
	local = words_decode(local, list->charset, list->arena);
	domain = slice_trim(words_decode(domain, list->charset, list->arena));
	if (local.len == 0 || !is_domain(domain))
		return false;
	if (!is_wellformed(local))
		local = quote_local(local, list->arena);
	if (out->count == list->limits->max[LIMIT_ADDRESSES]) {
		*list->limited |= LIMIT_BIT(LIMIT_ADDRESSES);
		return true;
	}
	if (out->count == list->room) {
		out->items = arena_grow(list->arena, out->items,
		    list->room * sizeof(*out->items),
		    (list->room * 2 + 4) * sizeof(*out->items));
		list->room = list->room * 2 + 4;
	}
	text_add(&whole, local);
	text_add_char(&whole, '@');
	text_add(&whole, domain);
	out->items[out->count].name = decode_name(list, name);
	out->items[out->count++].address = text_slice(&whole);
	return true;
}

/* The words of a span on the way to its addresses. */
struct words {
	struct list	*list;
	struct text	 name;		/* words without '@' so far */
	struct text	 word;		/* the one being read */
	bool		 word_has_at;
	bool		 spaced_dot;	/* the last piece was a lone "." */
	bool		 angle;		/* inside <>: pieces belong together */
	size_t		 found;
};

/* Whatever is left over is the name of the last address, if it has none. */
static void
give_name(struct words *words, struct slice raw)
{
	struct mailboxes	*out = words->list->out;

	if (words->found > 0 && out->count > 0 &&
	    out->items[out->count - 1].name.len == 0)
		out->items[out->count - 1].name =
		    decode_name(words->list, raw);
}

static void
end_word(struct words *words)
{
	struct slice	word = text_slice(&words->word);

	if (word.len > 0 && words->word_has_at &&
	    add_mailbox(words->list, word, text_slice(&words->name))) {
		words->found++;
		words->name = TEXT_IN(words->list->arena);
	} else if (word.len > 0) {
		text_add(&words->name, word);
		text_add_char(&words->name, ' ');
	}
	text_clear(&words->word);
	words->word_has_at = words->spaced_dot = false;
}

/*
 * Does the next piece belong to the word?  RFC 5322's obsolete forms have
 * blanks around '@' and '.'; names have them behind initials.
 */
static bool
is_glued(const struct words *words, struct slice token, bool gap, bool quoted)
{
	struct slice	word = text_slice(&words->word);
	bool		dot = slice_ends(word, SLICE("."));

	if (word.len == 0)
		return true;
	if (slice_ends(word, SLICE("@")) ||
	    (slice_starts(token, SLICE("@")) && !words->word_has_at))
		return true;
	if (slice_starts(token, SLICE(".")))
		return !gap || words->angle || words->word_has_at;
	if (gap)
		return dot && (words->angle || words->spaced_dot);
	return dot || (!quoted && !slice_ends(word, SLICE("\"")));
}

static void
add_piece(struct words *words, struct slice token, bool gap, bool quoted)
{
	if (!is_glued(words, token, gap, quoted))
		end_word(words);
	text_add(&words->word, token);
	words->spaced_dot = gap && slice_eq(token, SLICE("."));
	if (!quoted && has_at(token))
		words->word_has_at = true;
}

/* Finds the addresses of a span that stand bare; how many. */
static size_t
read_bare(struct list *list, struct slice span, bool angle)
{
	struct address_lex	lex = lex_open(list, span);
	struct words		words = {
		.list = list, .angle = angle,
		.name = TEXT_IN(list->arena), .word = TEXT_IN(list->arena),
	};
	struct slice		token;
	enum address_token	kind;
	bool			gap = false;

	while ((kind = address_lex_next(&lex, &token)) != ADDRESS_END) {
		if (kind == ADDRESS_BLANK) {
			gap = true;
		} else if (kind == ADDRESS_COMMENT && angle) {
			continue;
		} else if (kind == ADDRESS_COMMENT) {
			struct text	name = TEXT_IN(list->arena);

			if (words.word_has_at)
				end_word(&words);
			add_unwrapped(&name, token);
			give_name(&words, text_slice(&name));
			gap = true;
		} else if (kind == ADDRESS_SPECIAL) {
			end_word(&words);
			if (token.data[0] == ',')
				words.name = TEXT_IN(list->arena);
		} else {
			add_piece(&words, token, gap, kind == ADDRESS_QUOTED);
			gap = false;
		}
	}
	end_word(&words);
	if (slice_trim(text_slice(&words.name)).len > 0)
		give_name(&words, text_slice(&words.name));
	return words.found;
}

/* What of <...> is the address: no "@route:" and no "mailto:" before it. */
static struct slice
without_route(struct slice angle)
{
	size_t	colon;

	angle = slice_trim(angle);
	if (slice_starts(angle, SLICE("@"))) {
		colon = slice_index(angle, ':');
		return colon < angle.len ? slice_from(angle, colon + 1) : angle;
	}
	if (slice_starts_nocase(angle, SLICE("mailto:")) ||
	    slice_starts_nocase(angle, SLICE("smtp:")))
		return slice_from(angle, slice_index(angle, ':') + 1);
	return angle;
}

/* Names the mailbox that was found last, inside <>; false without a name. */
static bool
name_last(struct list *list, struct slice raw)
{
	struct slice	name = decode_name(list, raw);

	if (name.len > 0)
		list->out->items[list->out->count - 1].name = name;
	return list->out->items[list->out->count - 1].name.len > 0;
}

/*
 * The whole item is in quotes or encoded words, address and all: read what is
 * in them, once.
 */
static void
read_inside(struct list *list, struct slice span)
{
	struct slice	text;

	if (list->inside)
		return;
	text = words_decode(span_text(list, span), list->charset, list->arena);
	if (!has_at(text))
		return;
	list->inside = true;
	list_read(list, text);
	list->inside = false;
}

/* Ends the item.  What followed its '>' is its name if it has no other. */
static void
item_flush(struct list *list, struct slice value, struct item *item, size_t end)
{
	struct slice	span = slice_head(slice_from(value, item->start),
	    end - item->start);
	size_t		before = list->out->count;

	if (item->has_angle && has_at(item->angle)) {
		read_bare(list, without_route(item->angle), true);
		if (list->out->count == before)
			read_inside(list, item->angle);
		if (list->out->count > before &&
		    !name_last(list, span_text(list, item->before)))
			name_last(list, span_text(list, span));
	} else {
		if (item->has_angle)
			span = item->before;
		if (read_bare(list, span, false) == 0)
			read_inside(list, span);
	}
	*item = (struct item){ .start = end };
}

/* Reads behind '<': item->angle is what stands up to the '>' that ends it. */
static void
read_angle(struct address_lex *lex, struct item *item)
{
	size_t			start, end;
	struct slice		token;
	enum address_token	kind;
	bool			route;
	char			c;

	while (lex->at < lex->value.len && (lex->value.data[lex->at] == '<' ||
	    ascii_is_space(lex->value.data[lex->at])))
		lex->at++;
	start = lex->at;
	route = start < lex->value.len && lex->value.data[start] == '@';
	for (;;) {
		end = lex->at;
		kind = address_lex_next(lex, &token);
		c = kind == ADDRESS_SPECIAL ? token.data[0] : '\0';
		if (kind == ADDRESS_END || c == '>')
			break;
		if (c == '<' || c == ';' || (c == ',' && !route)) {
			lex->at = end;
			break;
		}
	}
	item->has_angle = true;
	item->angle = slice_head(slice_from(lex->value, start), end - start);
	item->start = lex->at;
}

/* A ',' behind words alone is part of a name: "Public, John <a@x>". */
static bool
is_name_so_far(const struct item *item)
{
	return item->has_words && !item->has_angle && !item->has_at &&
	    !item->has_hidden_at;
}

static void
list_special(struct list *list, struct address_lex *lex, struct item *item,
    char c)
{
	size_t	here = lex->at - 1;

	if (c == '<') {
		/* Words since the last '>' are the name of this one. */
		if (item->has_angle)
			item_flush(list, lex->value, item, item->start);
		item->before = slice_head(slice_from(lex->value, item->start),
		    here - item->start);
		read_angle(lex, item);
	} else if (c == ';' ||
	    (c == ',' && !is_name_so_far(item))) {
		item_flush(list, lex->value, item, here);
		item->start = lex->at;
	} else if (c == ':' && !item->has_angle && !item->has_at) {
		/* The name of a group. */
		*item = (struct item){ .start = lex->at };
	}
}

static void
list_read(struct list *list, struct slice value)
{
	struct address_lex	lex = lex_open(list, value);
	struct item		item = { .start = 0 };
	struct slice		token;
	enum address_token	kind;

	while ((kind = address_lex_next(&lex, &token)) != ADDRESS_END) {
		if (kind == ADDRESS_SPECIAL) {
			list_special(list, &lex, &item, token.data[0]);
		} else if (kind == ADDRESS_ATOM) {
			item.has_words = true;
			item.has_at = item.has_at || has_at(token);
		} else if (kind == ADDRESS_QUOTED || kind == ADDRESS_WORD) {
			item.has_words = true;
			item.has_hidden_at |= has_at(token);
		}
	}
	item_flush(list, value, &item, value.len);
	if (lex.deep)
		*list->limited |= LIMIT_BIT(LIMIT_COMMENT_DEPTH);
}

void
mailboxes_parse(struct slice value, struct slice charset,
    const struct mail_limits *limits, struct arena *arena,
    struct mailboxes *out, limit_bits *limited)
{
	struct list	list = {
		.charset = charset, .limits = limits, .arena = arena,
		.out = out, .limited = limited,
	};

	*out = (struct mailboxes){ NULL, 0 };
	list_read(&list, value);
}
