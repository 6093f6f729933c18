/*
 * Who wrote an earlier mail, as the text of a later one says it.  These are no
 * address fields: programs show names as people read them, with commas and
 * without quotes, and put links and titles between.
 */
#include "mail/forward_sender.h"

#include "base/ascii.h"
#include "mail/attribution_words.h"
#include "mail/words.h"

/* No more of what is said is looked at; nobody's name is longer. */
#define VALUE_MOST 2000
#define NAME_MOST 200

/* RFC 5321: local part, '@', domain. */
#define ADDRESS_MAX 320

/* What stands round a name and is not of it. */
static const struct {
	struct slice	open, close;
} quotes[] = {
	{ SLICE_INIT("\""), SLICE_INIT("\"") },
	{ SLICE_INIT("'"), SLICE_INIT("'") },
	{ SLICE_INIT("\xc2\xab"), SLICE_INIT("\xc2\xbb") },	/* « » */
	{ SLICE_INIT("\xc2\xbb"), SLICE_INIT("\xc2\xab") },
	{ SLICE_INIT("\xe2\x80\x9c"), SLICE_INIT("\xe2\x80\x9d") },
	{ SLICE_INIT("\xe2\x80\x9d"), SLICE_INIT("\xe2\x80\x9d") },
	{ SLICE_INIT("\xe2\x80\x9e"), SLICE_INIT("\xe2\x80\x9c") },
	{ SLICE_INIT("\xe2\x80\x9e"), SLICE_INIT("\xe2\x80\x9d") },
	{ SLICE_INIT("\xe2\x80\x98"), SLICE_INIT("\xe2\x80\x99") },
	{ SLICE_INIT("*"), SLICE_INIT("*") },
};

/* What begins behind the name of who sent: for whom it was. */
static const struct slice deputies[] = {
	SLICE_INIT(" on behalf of "), SLICE_INIT(" im Auftrag von "),
	SLICE_INIT(" de la part de "), SLICE_INIT(" en nombre de "),
	SLICE_INIT(" em nome de "), SLICE_INIT(" per conto di "),
	SLICE_INIT(" namens "), SLICE_INIT(" för "), SLICE_INIT(" w imieniu "),
	SLICE_INIT(" от имени "), SLICE_INIT("; on behalf of; "),
};

/* What stands between date and name in attributions, but numbers and verbs. */
static const struct slice links[] = {
	SLICE_INIT("am"), SLICE_INIT("pm"), SLICE_INIT("a.m."),
	SLICE_INIT("p.m."), SLICE_INIT("at"), SLICE_INIT("by"),
	SLICE_INIT("uhr"), SLICE_INIT("kl."), SLICE_INIT("heeft"),
	SLICE_INIT("hat"), SLICE_INIT("użytkownik"), SLICE_INIT("uživatel"),
	SLICE_INIT("používateľ"), SLICE_INIT("пользователь"),
	SLICE_INIT("користувач"), SLICE_INIT("korisnik"),
	SLICE_INIT("utilizatorul"), SLICE_INIT("ο/η"),
	SLICE_INIT("keltezéssel"), SLICE_INIT("utc"), SLICE_INIT("gmt"),
	SLICE_INIT("cet"), SLICE_INIT("cest"), SLICE_INIT("eet"),
	SLICE_INIT("eest"), SLICE_INIT("msk"), SLICE_INIT("est"),
	SLICE_INIT("edt"), SLICE_INIT("pst"), SLICE_INIT("pdt"),
	SLICE_INIT("|"), SLICE_INIT("-"), SLICE_INIT(""),
};

static bool
is_address_char(char c)
{
	return (unsigned char)c >= 0x80 || ascii_is_alnum(c) ||
	    (c != '\0' && strchr("!#$%'*+-/=?^_`{}~.", c) != NULL);
}

/* A letter or digit, of any script. */
static bool
is_word_char(char c)
{
	return (unsigned char)c >= 0x80 || ascii_is_alnum(c);
}

/* What leads from a name to an address, and is of neither. */
static const struct slice leads[] = {
	SLICE_INIT("mailto:"), SLICE_INIT("<"), SLICE_INIT("["),
	SLICE_INIT("("), SLICE_INIT("&lt;"),
};

static struct slice
trim_leads(struct slice s)
{
	size_t	i = 0;

	while (i < ARRAY_LEN(leads)) {
		s = slice_trim(s);
		for (i = 0; i < ARRAY_LEN(leads); i++) {
			if (slice_ends_nocase(s, leads[i])) {
				s.len -= leads[i].len;
				break;
			}
		}
	}
	return s;
}

/* The address round the '@': what stands there without a break. */
static struct slice
address_round(struct slice s, size_t at)
{
	size_t	from = at, to = at + 1;

	while (from > 0 && at - from < ADDRESS_MAX &&
	    is_address_char(s.data[from - 1]))
		from--;
	while (to < s.len && to - at < ADDRESS_MAX &&
	    is_address_char(s.data[to]))
		to++;
	/* Quotes and emphasis round it are of no address. */
	while (from < at && (s.data[from] == '\'' || s.data[from] == '*'))
		from++;
	while (to > at + 1 && !is_word_char(s.data[to - 1]))
		to--;
	if (from == at || to == at + 1 || to - from > ADDRESS_MAX)
		return SLICE_EMPTY;
	return slice_head(slice_from(s, from), to - from);
}

/*
 * The first address that something leads to, else the first: "'kim@a.test' via
 * Support <support@b.test>" came from the second.  *before is what stands
 * before it, what leads to it taken off.
 */
static struct slice
find_address(struct slice s, struct slice *before)
{
	struct slice	found = SLICE_EMPTY, address, front;

	for (size_t at = 0; at < s.len; at++) {
		if (s.data[at] != '@' ||
		    (address = address_round(s, at)).len == 0)
			continue;
		front = slice_head(s, (size_t)(address.data - s.data));
		if (found.len == 0 || trim_leads(front).len <
		    slice_trim(front).len) {
			*before = trim_leads(front);
			found = address;
		}
		if (trim_leads(front).len < slice_trim(front).len)
			break;
		at = (size_t)(address.data + address.len - s.data);
	}
	return found;
}

static struct slice
without_quotes(struct slice s)
{
	size_t	i = 0;

	while (i < ARRAY_LEN(quotes)) {
		s = slice_trim(s);
		for (i = 0; i < ARRAY_LEN(quotes); i++) {
			if (s.len < quotes[i].open.len + quotes[i].close.len ||
			    !slice_starts(s, quotes[i].open) ||
			    !slice_ends(s, quotes[i].close))
				continue;
			s = slice_from(s, quotes[i].open.len);
			s.len -= quotes[i].close.len;
			break;
		}
	}
	return s;
}

/* Backslashes before quotes gone, runs of blanks one. */
static struct slice
unescape(struct slice s, struct arena *arena)
{
	struct text	to = TEXT_IN(arena);

	for (size_t i = 0; i < s.len; i++) {
		if (s.data[i] == '\\' && i + 1 < s.len &&
		    (s.data[i + 1] == '"' || s.data[i + 1] == '\\'))
			i++;
		if (!ascii_is_space(s.data[i]))
			text_add_char(&to, s.data[i]);
		else if (to.len > 0 && to.data[to.len - 1] != ' ')
			text_add_char(&to, ' ');
	}
	return text_slice(&to);
}

static bool
has_word(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (is_word_char(s.data[i]))
			return true;
	return false;
}

static struct slice
clean_name(struct slice name, struct arena *arena)
{
	while (slice_ends(name, SLICE(";")) || slice_ends(name, SLICE(",")) ||
	    slice_ends(name, SLICE(":")))
		name = slice_trim(slice_head(name, name.len - 1));
	name = words_decode(without_quotes(name), SLICE_EMPTY, arena);
	name = without_quotes(unescape(words_line(name, arena), arena));
	name = slice_head(name, NAME_MOST);
	name = slice_head(name, slice_utf8_run(name));
	return has_word(name) ? name : SLICE_EMPTY;
}

/* Where the first deputy's words begin; s.len without any. */
static size_t
find_deputy(struct slice s)
{
	size_t	first = s.len;

	for (size_t i = 0; i < ARRAY_LEN(deputies); i++)
		first = slice_search_nocase(slice_head(s, first), deputies[i]);
	return first;
}

/* "Kim <x@example.test> on behalf of ..." is Kim; so is "Kim <directory>". */
static struct slice
name_alone(struct slice value)
{
	size_t	end = slice_index(value, '<');

	end = find_deputy(slice_head(value, end));
	return slice_head(value,
	    slice_search_nocase(slice_head(value, end), SLICE("[mailto:")));
}

struct mailbox
forward_sender(struct slice value, struct arena *arena)
{
	struct mailbox	sender = { SLICE_EMPTY, SLICE_EMPTY };
	struct slice	address, name = SLICE_EMPTY, rest;

	value = slice_head(slice_trim(value), VALUE_MOST);
	address = find_address(value, &name);
	if (address.len == 0) {
		sender.name = clean_name(name_alone(value), arena);
		return sender;
	}
	name = slice_head(name, find_deputy(name));
	if (name.len == 0) {
		/* "kim@example.test (Kim)": a comment is a name too. */
		rest = slice_trim(slice_from(value, (size_t)(address.data +
		    address.len - value.data)));
		if (slice_starts(rest, SLICE("(")))
			name = slice_from(slice_head(rest,
			    slice_index(rest, ')')), 1);
	}
	sender.name = clean_name(name, arena);
	if (slice_eq_nocase(sender.name, address))
		sender.name = SLICE_EMPTY;
	sender.address = words_line(arena_copy(arena, address), arena);
	return sender;
}

/* Is the word of the date, or a link between it and the name? */
static bool
is_no_name(struct slice word)
{
	if (word.len == 0)
		return false;
	for (size_t i = 0; i < word.len; i++)
		if (ascii_is_digit(word.data[i]))
			return true;
	while (slice_ends(word, SLICE(",")) || slice_ends(word, SLICE(":")))
		word.len--;
	for (size_t i = 0; i < ARRAY_LEN(links); i++)
		if (slice_eq_nocase(word, links[i]))
			return true;
	return false;
}

/* The quoted words at the end of s, quotes and all; empty without any. */
static struct slice
quoted_end(struct slice s)
{
	struct slice	rest;
	size_t		at, start;

	for (size_t i = 0; i < ARRAY_LEN(quotes); i++) {
		if (!slice_ends(s, quotes[i].close))
			continue;
		rest = slice_head(s, s.len - quotes[i].close.len);
		for (start = s.len, at = 0; at < rest.len;
		    at += quotes[i].open.len) {
			at += slice_search(slice_from(rest, at),
			    quotes[i].open);
			if (at < rest.len)
				start = at;
		}
		if (start < s.len)
			return slice_from(s, start);
	}
	return SLICE_EMPTY;
}

/* The words at the end of s that are neither of the date nor links. */
static struct slice
name_at_end(struct slice s)
{
	struct slice	quoted = quoted_end(s);
	size_t		start = s.len, blank;

	if (quoted.len > 0)
		return quoted;
	while (start > 0) {
		blank = slice_rindex(slice_head(s, start - 1), ' ');
		blank = blank < start - 1 ? blank + 1 : 0;
		if (is_no_name(slice_trim(slice_head(slice_from(s, blank),
		    start - blank))))
			break;
		start = blank;
	}
	return slice_trim(slice_from(s, start));
}

/* What stands before the verb, or behind it when that is more than a word. */
static struct slice
beside_verb(struct slice s, struct arena *arena)
{
	struct slice	behind;
	size_t		verb, len;

	verb = attribution_find_verb(arena_lower(arena, s), &len);
	behind = slice_trim(slice_from(s, verb + len));
	while (behind.len > 0 && !is_word_char(behind.data[behind.len - 1]))
		behind.len--;
	return slice_index(behind, ' ') < behind.len ? behind :
	    slice_trim(slice_head(s, verb));
}

struct mailbox
forward_author(struct slice attribution, struct arena *arena)
{
	struct mailbox	author = { SLICE_EMPTY, SLICE_EMPTY };
	struct slice	address, before = SLICE_EMPTY;
	size_t		verb, len;

	attribution = slice_head(slice_trim(attribution), VALUE_MOST);
	address = find_address(attribution, &before);
	if (address.len == 0) {
		before = beside_verb(attribution, arena);
		author.name = clean_name(name_at_end(before), arena);
		return author;
	}
	verb = attribution_find_verb(arena_lower(arena, before), &len);
	if (verb < before.len)
		before = slice_trim(slice_from(before, verb + len));
	author.name = clean_name(name_at_end(before), arena);
	author.address = words_line(arena_copy(arena, address), arena);
	return author;
}
