/* One address: split, folded for comparing, judged, written. */
#include "mail/address.h"

#include <string.h>

#include "base/ascii.h"
#include "mail/idna.h"
#include "mail/words.h"

#define ADDRESS_MAX 320		/* DESIGN's and RFC 3696's: 64 + "@" + 255 */
#define LOCAL_MAX 64		/* RFC 5321 4.5.3.1.1 */
#define DOMAIN_MAX 255		/* RFC 5321 4.5.3.1.2 */
#define LINE_MAX_OCTETS 76

bool
address_split(struct slice address, struct slice *local,
    struct slice *domain)
{
	size_t	at = slice_rindex(address, '@');

	*local = *domain = SLICE_EMPTY;
	if (at == address.len)
		return false;
	*local = slice_head(address, at);
	*domain = slice_from(address, at + 1);
	return true;
}

/* May it stand unquoted?  Dots may, wherever: some carriers give such names. */
static bool
is_atom_char(char c)
{
	return ascii_is_graph(c) ? strchr("()<>[]:;@\\,\"", c) == NULL :
	    (unsigned char)c >= 0x80;
}

static bool
is_atoms(struct slice local)
{
	for (size_t i = 0; i < local.len; i++)
		if (!is_atom_char(local.data[i]))
			return false;
	return local.len > 0;
}

/*
 * The local part as it is meant: quotes and backslashes gone.  False when
 * quotes do not end, or controls or bare blanks stand in it.
 */
static bool
unquote(struct slice local, struct text *to)
{
	bool	quoted = false;
	char	c;

	for (size_t i = 0; i < local.len; i++) {
		c = local.data[i];
		if (c == '"') {
			quoted = !quoted;
			continue;
		}
		if (c == '\\' && quoted && i + 1 < local.len)
			c = local.data[++i];
		if (ascii_is_control(c) || (c == ' ' && !quoted))
			return false;
		text_add_char(to, c);
	}
	return !quoted && to->len > 0;
}

static void
add_local(struct text *to, struct slice meant)
{
	if (is_atoms(meant)) {
		text_add(to, meant);
		return;
	}
	text_add_char(to, '"');
	for (size_t i = 0; i < meant.len; i++) {
		if (meant.data[i] == '"' || meant.data[i] == '\\')
			text_add_char(to, '\\');
		text_add_char(to, meant.data[i]);
	}
	text_add_char(to, '"');
}

/* The domain folded: A-labels, lower case, no dots behind. */
static bool
fold_domain(struct slice domain, struct arena *arena, struct slice *out)
{
	for (size_t i = 0; i < domain.len; i++)
		if (ascii_is_control(domain.data[i]) || domain.data[i] == ' ')
			return false;
	/* Dots and nothing at all may come of what did not look like them. */
	if (slice_is_ascii(domain))
		*out = arena_lower(arena, domain);
	else if (!idna_to_ascii(domain, arena, out))
		return false;
	while (slice_ends(*out, SLICE(".")))
		out->len--;
	return out->len > 0;
}

static bool
address_fold(struct slice address, bool keep_tag, struct arena *arena,
    struct slice *out)
{
	struct text	meant = TEXT_IN(arena), all = TEXT_IN(arena);
	struct slice	local, domain;
	size_t		plus;

	/* Quotes and A-labels change the length; not beyond this. */
	if (address.len > 4 * ADDRESS_MAX)
		return false;
	if (!address_split(address, &local, &domain) ||
	    !unquote(local, &meant) || !fold_domain(domain, arena, &domain))
		return false;
	local = text_slice(&meant);
	plus = slice_index(local, '+');
	if (!keep_tag && plus > 0)
		local = slice_head(local, plus);
	add_local(&all, arena_lower(arena, local));
	text_add_char(&all, '@');
	text_add(&all, domain);
	*out = text_slice(&all);
	return all.len <= ADDRESS_MAX;
}

bool
address_identity(struct slice address, struct arena *arena, struct slice *out)
{
	return address_fold(address, true, arena, out);
}

bool
address_counter(struct slice address, struct arena *arena, struct slice *out)
{
	return address_fold(address, false, arena, out);
}

/* "example.test", "[192.0.2.1]": what a server would take for a domain. */
static bool
is_sendable_domain(struct slice domain)
{
	bool	literal = slice_starts(domain, SLICE("[")) &&
	    slice_ends(domain, SLICE("]"));
	char	c;

	if (domain.len > DOMAIN_MAX)
		return false;
	if (literal)
		domain = slice_head(slice_from(domain, 1), domain.len - 2);
	else if (slice_starts(domain, SLICE(".")) ||
	    slice_has(domain, SLICE("..")))
		return false;
	for (size_t i = 0; i < domain.len; i++) {
		c = domain.data[i];
		if (!ascii_is_alnum(c) && c != '-' && c != '.' && c != '_' &&
		    !(literal && c == ':'))
			return false;
	}
	return domain.len > 0;
}

/* A local part that a server reads as we do: atoms, or one quoted string. */
static bool
is_sendable_local(struct slice local)
{
	if (local.len > LOCAL_MAX)
		return false;
	if (!slice_starts(local, SLICE("\"")))
		return is_atoms(local);
	for (size_t i = 1; i < local.len; i++) {
		if (local.data[i] == '"')
			return i + 1 == local.len;
		if (local.data[i] == '\\')
			i++;
	}
	return false;
}

bool
address_is_sendable(struct slice address)
{
	struct arena	arena = ARENA_INIT;
	struct slice	identity, local, domain;
	bool		is;

	is = address_identity(address, &arena, &identity) &&
	    address_split(identity, &local, &domain) &&
	    is_sendable_domain(domain) &&
	    address_split(address, &local, &domain) &&
	    is_sendable_local(local);
	arena_free(&arena);
	return is;
}

bool
address_is_null(struct slice return_path)
{
	struct slice	path = slice_trim(return_path);

	if (slice_starts(path, SLICE("<")) && slice_ends(path, SLICE(">")))
		path = slice_trim(slice_head(slice_from(path, 1),
		    path.len - 2));
	/* pipe(8) says so unless it is told otherwise by null_sender=. */
	return path.len == 0 ||
	    slice_eq_nocase(path, SLICE("MAILER-DAEMON"));
}

/* The address for a header: in ASCII as far as its domain can be. */
static struct slice
written(struct slice address, struct arena *arena)
{
	struct slice	local, domain, ascii;
	struct text	all = TEXT_IN(arena);

	if (slice_is_ascii(address) ||
	    !address_split(address, &local, &domain) ||
	    slice_is_ascii(domain) || !idna_to_ascii(domain, arena, &ascii))
		return address;
	text_add(&all, local);
	text_add_char(&all, '@');
	text_add(&all, ascii);
	return text_slice(&all);
}

void
mailbox_write(struct text *to, const struct mailbox *mailbox, size_t column)
{
	struct slice	address = written(mailbox->address, to->arena);
	size_t		start = to->len;
	size_t		line;

	if (slice_trim(mailbox->name).len == 0) {
		text_add_line(to, address);
		return;
	}
	words_encode_phrase(to, mailbox->name, column);
	line = slice_rindex(slice_from(text_slice(to), start), '\n');
	column = start + line == to->len ? column + line :
	    to->len - start - line - 1;
	text_add_string(to, column + 3 + address.len > LINE_MAX_OCTETS ?
	    "\r\n <" : " <");
	text_add_line(to, address);
	text_add_char(to, '>');
}
