/* Whose address a mail system writes into its prose. */
#include "mail/bounce_address.h"

#include "base/ascii.h"
#include "mail/bounce_text.h"

/* What stands above the returned mail, in lower case. */
static const struct slice markers[] = {
	SLICE_INIT("message follows"),		/* Sendmail, IMail */
	SLICE_INIT("message text follows"),	/* Smail */
	SLICE_INIT("copy of the message"),	/* qmail, Exim, DragonFly */
	SLICE_INIT("copy of your message"),
	SLICE_INIT("header of the original message"),	/* GMX, 1&1 */
	SLICE_INIT("original message headers"),		/* Exchange */
	SLICE_INIT("original message below"),
	SLICE_INIT("enclosed is a copy"),
	SLICE_INIT("--- original message"),
	SLICE_INIT("----- original message"),
	SLICE_INIT("message header follows"),
	SLICE_INIT("header follows"),
	SLICE_INIT("original message:"),		/* Verizon */
};

/* Fields that a mail begins with on its way. */
static const struct slice trace[] = {
	SLICE_INIT("Received: "), SLICE_INIT("Return-Path: "),
	SLICE_INIT("Return-path: "),
};

/*
 * RFC 5322's atext without the quote that Exchange puts around addresses.  No
 * bytes over 0x7f: Japanese text runs up to the address without a blank.
 */
static bool
is_local_char(char c)
{
	static const struct slice others = SLICE_INIT("!#$%&*+-/=?^_`{|}~.");

	return ascii_is_alnum(c) || slice_index(others, c) < others.len;
}

static bool
is_domain_char(char c)
{
	return ascii_is_alnum(c) || c == '-' || c == '.';
}

/* The first address in the text; empty when there is none. */
static struct slice
first_address(struct slice text)
{
	size_t from, to, at, start = 0;

	while ((at = start + slice_index(slice_from(text, start), '@')) <
	    text.len) {
		from = at;
		while (from > start && is_local_char(text.data[from - 1]))
			from--;
		to = at + 1;
		while (to < text.len && is_domain_char(text.data[to]))
			to++;
		while (to > at + 1 && !ascii_is_alnum(text.data[to - 1]))
			to--;
		if (from < at && to > at + 1)
			return slice_head(slice_from(text, from), to - from);
		start = at + 1;
	}
	return SLICE_EMPTY;
}

/* Nothing stands before it in its line but quotes, bullets and a code. */
static bool
begins_line(struct slice line, struct slice address)
{
	static const struct slice	passed = SLICE_INIT(" \t<'\"*-.");

	for (const char *c = line.data; c < address.data; c++)
		if (!ascii_is_digit(*c) &&
		    slice_index(passed, *c) == passed.len)
			return false;
	return true;
}

size_t
bounce_returned(struct slice text)
{
	struct slice	rest = text, line;
	size_t		at = 0;

	while (slice_line(&rest, &line)) {
		at = (size_t)(line.data - text.data);
		for (size_t i = 0; i < ARRAY_LEN(markers); i++)
			if (slice_has_nocase(line, markers[i]))
				return at;
		for (size_t i = 0; i < ARRAY_LEN(trace); i++)
			if (slice_starts(line, trace[i]))
				return at;
	}
	return text.len;
}

/* What the dialogue of SMTP, or the header, says behind one of its words. */
static struct slice
find_behind(struct slice text, struct slice word)
{
	struct slice	line, address;
	size_t		at;

	while (slice_line(&text, &line)) {
		at = slice_search_nocase(line, word);
		if (at == line.len)
			continue;
		address = first_address(slice_from(line, at));
		if (address.len > 0)
			return address;
	}
	return SLICE_EMPTY;
}

/* Whom the returned mail was to, as its header tells. */
static struct slice
find_to(struct slice text)
{
	struct slice	line, address;

	while (slice_line(&text, &line)) {
		line = slice_trim(line);
		if (!slice_starts_nocase(line, SLICE("To:")))
			continue;
		address = first_address(line);
		if (address.len > 0)
			return address;
	}
	return SLICE_EMPTY;
}

/* Of the sender, or of those who may be asked. */
static bool
is_beside(struct slice line, struct slice address)
{
	return slice_has_nocase(line, SLICE("MAIL FROM:")) ||
	    slice_starts_nocase(slice_trim(line), SLICE("From:")) ||
	    slice_starts_nocase(address, SLICE("postmaster@")) ||
	    slice_starts_nocase(address, SLICE("mailer-daemon@"));
}

/* Any address but those. */
static struct slice
find_other(struct slice text)
{
	struct slice	line, address;

	while (slice_line(&text, &line)) {
		address = first_address(line);
		if (address.len > 0 && !is_beside(line, address))
			return address;
	}
	return SLICE_EMPTY;
}

/*
 * The address of whom the sentence tells: in its own line, else at the
 * beginning of a line.  Between them mail systems offer addresses to complain
 * to.
 */
static struct slice
find_told(struct slice text)
{
	struct slice	line, address;
	bool		own = true;

	while (slice_line(&text, &line)) {
		address = first_address(line);
		if (address.len > 0 && (own || begins_line(line, address)))
			return address;
		own = false;
	}
	return SLICE_EMPTY;
}

/* The address that has a line for itself. */
static struct slice
find_alone(struct slice text)
{
	static const struct slice	passed = SLICE_INIT(" \t>'\":;.,");
	struct slice			line, address, behind;

	while (slice_line(&text, &line)) {
		address = first_address(line);
		if (address.len == 0 || !begins_line(line, address))
			continue;
		behind = slice_from(line, (size_t)(address.data - line.data) +
		    address.len);
		while (behind.len > 0 &&
		    slice_index(passed, behind.data[0]) < passed.len)
			behind = slice_from(behind, 1);
		if (behind.len == 0)
			return address;
	}
	return SLICE_EMPTY;
}

struct slice
bounce_address(struct slice text)
{
	size_t		end = bounce_returned(text);
	struct slice	report = slice_head(text, end), address;

	if ((address = find_told(report)).len > 0 ||
	    (address = find_behind(report, SLICE("RCPT TO:"))).len > 0 ||
	    (address = find_other(report)).len > 0)
		return address;
	address = find_to(slice_from(text, end));
	return address.len > 0 ? address : first_address(text);
}

struct slice
bounce_address_guess(struct slice text)
{
	size_t		end = bounce_returned(text);
	struct slice	report = slice_head(text, end), line, address;
	struct slice	before = SLICE_EMPTY;

	address = find_behind(report, SLICE("RCPT TO:"));
	while (address.len == 0 && slice_line(&report, &line)) {
		if (bounce_reply_class(line) != 0 ||
		    bounce_status(line).len > 0) {
			address = first_address(line);
			if (address.len == 0)
				address = before;
		}
		before = first_address(line);
	}
	if (address.len > 0 ||
	    (address = find_alone(slice_head(text, end))).len > 0)
		return address;
	return find_to(slice_from(text, end < text.len ? end : 0));
}
