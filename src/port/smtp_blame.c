/* Whom a refusal is about: the address, the letter, the desk, the server. */
#include <assert.h>

#include "base/ascii.h"
#include "port/smtp_talk.h"

static const char *const blame_names[] = {
	[SMTP_BLAME_NONE] = "none",
	[SMTP_BLAME_ADDRESS] = "address",
	[SMTP_BLAME_LETTER] = "letter",
	[SMTP_BLAME_DESK] = "desk",
	[SMTP_BLAME_SERVER] = "server",
};
static_assert(ARRAY_LEN(blame_names) == SMTP_BLAME_COUNT,
    "every blame has a name");

const char *
smtp_blame_name(enum smtp_blame blame)
{
	return blame_names[blame];
}

#define ANY (-1)

/*
 * Subject and detail of enhanced codes, the first that fits.  RFC 3463, 5248
 * and 7505, and what big servers make of them.
 */
static const struct {
	int subject, detail;
	enum smtp_blame blame;
} meanings[] = {
	/* Our own address: its domain or its form. */
	{ 1, 7, SMTP_BLAME_DESK },
	{ 1, 8, SMTP_BLAME_DESK },
	{ 1, ANY, SMTP_BLAME_ADDRESS },
	{ 2, 3, SMTP_BLAME_LETTER }, /* longer than the mailbox takes */
	{ 2, ANY, SMTP_BLAME_ADDRESS },
	{ 3, 4, SMTP_BLAME_LETTER }, /* longer than the server takes */
	{ 3, ANY, SMTP_BLAME_SERVER },
	/* Exchange says 5.4.1 of mailboxes that are not there. */
	{ 4, 1, SMTP_BLAME_ADDRESS },
	{ 4, 4, SMTP_BLAME_ADDRESS },
	{ 4, ANY, SMTP_BLAME_SERVER },
	{ 5, 3, SMTP_BLAME_SERVER },
	{ 6, ANY, SMTP_BLAME_LETTER },
	{ 7, 13, SMTP_BLAME_ADDRESS }, /* the account is disabled */
	{ 7, 17, SMTP_BLAME_ADDRESS }, /* the mailbox has a new owner */
	{ 7, 18, SMTP_BLAME_ADDRESS }, /* and the domain */
	{ 7, 30, SMTP_BLAME_DESK },    /* wants TLS */
};

/* What a subject means that depends on what it was the answer to. */
static enum smtp_blame
by_phase(enum smtp_phase phase, int code)
{
	switch (phase) {
	case SMTP_PHASE_NONE:
	case SMTP_PHASE_HELLO:
	case SMTP_PHASE_AUTH:
		return SMTP_BLAME_DESK;
	case SMTP_PHASE_MAIL:
		/* It was told the size, and perhaps the encoding. */
		return code == 552 || code == 555 ? SMTP_BLAME_LETTER
						  : SMTP_BLAME_DESK;
	case SMTP_PHASE_RCPT:
		return SMTP_BLAME_ADDRESS;
	case SMTP_PHASE_DATA:
	case SMTP_PHASE_BODY:
	case SMTP_PHASE_DOT:
		return SMTP_BLAME_LETTER;
	}
	return SMTP_BLAME_LETTER;
}

/*
 * Policy.  Said of the body it is about what stands in there; said before, it is
 * about who asks: "relay access denied".
 */
static enum smtp_blame
by_policy(enum smtp_phase phase)
{
	return phase >= SMTP_PHASE_DATA ? SMTP_BLAME_LETTER : SMTP_BLAME_DESK;
}

static bool
take_number(struct slice *rest, int *out)
{
	size_t len = 0;
	int64_t number;

	while (len < rest->len && ascii_is_digit(rest->data[len]))
		len++;
	if (len == 0 || !slice_number(slice_head(*rest, len), 999, &number))
		return false;
	*out = (int)number;
	*rest = slice_from(*rest, len);
	return true;
}

/* ".1.7" behind a class that is the basic code's own. */
static bool
read_enhanced(struct slice reply, int *subject, int *detail)
{
	struct slice rest = slice_from(reply, 4);

	if (reply.len < 5 || rest.data[0] != reply.data[0])
		return false;
	rest = slice_from(rest, 1);
	if (!slice_starts(rest, SLICE(".")))
		return false;
	rest = slice_from(rest, 1);
	if (!take_number(&rest, subject) || !slice_starts(rest, SLICE(".")))
		return false;
	rest = slice_from(rest, 1);
	return take_number(&rest, detail) &&
	    (rest.len == 0 || rest.data[0] == ' ');
}

enum smtp_blame
smtp_talk_blame(enum smtp_phase phase, const char *reply)
{
	struct slice text = slice_of(reply), rest = text;
	int code, subject, detail;

	if (!take_number(&rest, &code))
		return SMTP_BLAME_SERVER;
	if (!read_enhanced(text, &subject, &detail))
		return code < 500 ? SMTP_BLAME_SERVER : by_phase(phase, code);
	for (size_t i = 0; i < ARRAY_LEN(meanings); i++)
		if (meanings[i].subject == subject &&
		    (meanings[i].detail == ANY || meanings[i].detail == detail))
			return meanings[i].blame;
	return subject == 7 ? by_policy(phase) : by_phase(phase, code);
}
