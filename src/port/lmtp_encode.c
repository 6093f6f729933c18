/* What an LMTP client says. Nothing but libc and slices. */
#include "port/lmtp_encode.h"

#include <string.h>

#include "base/ascii.h"

/* RFC 5321 says 512 and more for extensions; our server takes 8 KiB. */
#define LINE_MAX_SENT ((size_t)8000)

void
lmtp_offer_add(struct lmtp_offer *offer, struct slice line)
{
	size_t len = 0;

	while (len < line.len && ascii_is_graph(line.data[len]))
		len++;
	line = slice_head(line, len);
	if (slice_eq_nocase(line, SLICE("8BITMIME")))
		offer->eight_bit = true;
	else if (slice_eq_nocase(line, SLICE("SMTPUTF8")))
		offer->utf8 = true;
	else if (slice_eq_nocase(line, SLICE("DSN")))
		offer->dsn = true;
	else if (slice_eq_nocase(line, SLICE("XMAILDESK")))
		offer->maildesk = true;
}

/* Adds what fits; a command that did not fit is noticed at its end. */
static void
add(struct lmtp_commands *commands, struct slice s)
{
	size_t room = sizeof(commands->data) - commands->len;

	if (s.len > room)
		s.len = room;
	if (s.len > 0)
		memcpy(commands->data + commands->len, s.data, s.len);
	commands->len += s.len;
}

static void
add_char(struct lmtp_commands *commands, char c)
{
	add(commands, slice_make(&c, 1));
}

/* CRLF, if the command that began at `start` is one; else it is taken back. */
static bool
end_command(struct lmtp_commands *commands, size_t start, bool is_good)
{
	add(commands, SLICE("\r\n"));
	if (is_good && commands->len < sizeof(commands->data) &&
	    commands->len - start <= LINE_MAX_SENT)
		return true;
	commands->len = start;
	return false;
}

/* RFC 5322's atext, the dot, and UTF-8. */
static bool
is_atom(char c)
{
	return ascii_is_alnum(c) || (unsigned char)c >= 0x80 ||
	    (c != '\0' && strchr(".!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static bool
is_domain(char c)
{
	return ascii_is_alnum(c) || (unsigned char)c >= 0x80 ||
	    (c != '\0' && strchr("-._:[]", c) != NULL);
}

static bool
all_are(struct slice s, bool (*is)(char c))
{
	for (size_t i = 0; i < s.len; i++)
		if (!is(s.data[i]))
			return false;
	return true;
}

static bool
is_no_control(char c)
{
	return !ascii_is_control(c);
}

/* "a \"b\" c": one quoted string from end to end. */
static bool
is_quoted(struct slice s)
{
	size_t i = 1;

	if (s.len < 2 || s.data[0] != '"')
		return false;
	while (i < s.len && s.data[i] != '"')
		i += s.data[i] == '\\' ? 2 : 1;
	return i == s.len - 1;
}

/* "<address>", such that its end is where the server sees it. */
static bool
add_path(struct lmtp_commands *commands, struct slice address)
{
	size_t		at = slice_rindex(address, '@');
	struct slice	local = slice_head(address, at);
	struct slice	domain = slice_from(address, at);

	if (!all_are(local, is_no_control) ||
	    !all_are(slice_from(domain, 1), is_domain))
		return false;
	add_char(commands, '<');
	if (all_are(local, is_atom) || is_quoted(local)) {
		add(commands, local);
	} else {
		add_char(commands, '"');
		for (size_t i = 0; i < local.len; i++) {
			if (local.data[i] == '"' || local.data[i] == '\\')
				add_char(commands, '\\');
			add_char(commands, local.data[i]);
		}
		add_char(commands, '"');
	}
	add(commands, domain);
	add_char(commands, '>');
	return true;
}

static void
add_xtext(struct lmtp_commands *commands, struct slice name, struct slice s)
{
	static const char digits[] = "0123456789ABCDEF";

	if (s.len == 0)
		return;
	add(commands, name);
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.data[i];

		if (ascii_is_graph(s.data[i]) && c != '+' && c != '=') {
			add_char(commands, s.data[i]);
			continue;
		}
		add_char(commands, '+');
		add_char(commands, digits[c >> 4]);
		add_char(commands, digits[c & 15]);
	}
}

bool
lmtp_add_mail(struct lmtp_commands *commands, const struct lmtp_offer *offer,
    const struct lmtp_mail_words *words)
{
	size_t	start = commands->len;
	bool	is_good;

	add(commands, SLICE("MAIL FROM:"));
	is_good = add_path(commands, words->sender);
	if (offer->eight_bit)
		add(commands, SLICE(" BODY=8BITMIME"));
	if (offer->utf8 && words->utf8)
		add(commands, SLICE(" SMTPUTF8"));
	if (offer->maildesk) {
		add_xtext(commands, SLICE(" XDOOR="), words->door);
		add_xtext(commands, SLICE(" XDOORREF="), words->door_ref);
		add_xtext(commands, SLICE(" XQUEUEID="), words->queue_id);
		add_xtext(commands, SLICE(" XSASL="), words->sasl_username);
		if (words->refused)
			add(commands, SLICE(" XREFUSED"));
	}
	return end_command(commands, start, is_good);
}

bool
lmtp_add_rcpt(struct lmtp_commands *commands, const struct lmtp_offer *offer,
    struct slice recipient, struct slice original)
{
	size_t	start = commands->len;
	bool	is_good;

	add(commands, SLICE("RCPT TO:"));
	is_good = recipient.len > 0 && add_path(commands, recipient);
	if (offer->dsn)
		add_xtext(commands, SLICE(" ORCPT=rfc822;"), original);
	return end_command(commands, start, is_good);
}

bool
lmtp_add_word(struct lmtp_commands *commands, struct slice word)
{
	size_t start = commands->len;

	add(commands, word);
	return end_command(commands, start, true);
}

size_t
lmtp_stuff(struct lmtp_stuffer *stuffer, struct slice in, char *to)
{
	const char	*from = in.data;
	const char	*end = in.data + in.len;
	const char	*lf;
	char		*start = to;
	size_t		 run;

	while (from < end) {
		if (!stuffer->in_line && *from == '.')
			*to++ = '.';
		lf = memchr(from, '\n', (size_t)(end - from));
		run = (size_t)((lf == NULL ? end : lf) - from);
		memcpy(to, from, run);
		to += run;
		from += run;
		if (run > 0)
			stuffer->behind_cr = from[-1] == '\r';
		stuffer->in_line = true;
		if (lf == NULL)
			break;
		if (!stuffer->behind_cr)
			*to++ = '\r';
		*to++ = '\n';
		from++;
		*stuffer = (struct lmtp_stuffer)LMTP_STUFFER_INIT;
	}
	return (size_t)(to - start);
}

size_t
lmtp_stuff_end(const struct lmtp_stuffer *stuffer, char *to)
{
	struct slice end = SLICE("\r\n.\r\n");

	if (!stuffer->in_line)
		end = SLICE(".\r\n");
	memcpy(to, end.data, end.len);
	return end.len;
}
