/* LMTP's command lines, read leniently, and their parameters by table. */
#include "port/lmtp_command.h"

#include <assert.h>

#include "base/ascii.h"
#include "mail/address.h"

static const struct {
	struct slice	word;
	enum lmtp_verb	verb;
} verbs[] = {
	{ SLICE_INIT("LHLO"), LMTP_VERB_LHLO },
	{ SLICE_INIT("MAIL"), LMTP_VERB_MAIL },
	{ SLICE_INIT("RCPT"), LMTP_VERB_RCPT },
	{ SLICE_INIT("DATA"), LMTP_VERB_DATA },
	{ SLICE_INIT("RSET"), LMTP_VERB_RSET },
	{ SLICE_INIT("NOOP"), LMTP_VERB_NOOP },
	{ SLICE_INIT("VRFY"), LMTP_VERB_VRFY },
	{ SLICE_INIT("HELP"), LMTP_VERB_HELP },
	{ SLICE_INIT("QUIT"), LMTP_VERB_QUIT },
	{ SLICE_INIT("HELO"), LMTP_VERB_HELO },
	{ SLICE_INIT("EHLO"), LMTP_VERB_HELO },
	{ SLICE_INIT("BDAT"), LMTP_VERB_BDAT },
};

enum lmtp_verb
lmtp_command_verb(struct slice line, struct slice *rest)
{
	size_t len = 0;

	while (len < line.len && ascii_is_alpha(line.data[len]))
		len++;
	*rest = slice_trim(slice_from(line, len));
	if (len < line.len && !ascii_is_blank(line.data[len]))
		return LMTP_VERB_NONE;
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		if (slice_eq_nocase(slice_head(line, len), verbs[i].word))
			return verbs[i].verb;
	return LMTP_VERB_NONE;
}

static bool
has_control(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (ascii_is_control(s.data[i]))
			return true;
	return false;
}

static struct slice
copy_utf8(struct arena *arena, struct slice s)
{
	struct text text = TEXT_IN(arena);

	text_add_utf8(&text, s);
	return text_slice(&text);
}

/* Length of what stands before the '>' that ends a path, or s.len. */
static size_t
path_length(struct slice s)
{
	bool quoted = false;

	for (size_t i = 0; i < s.len; i++) {
		if (quoted && s.data[i] == '\\')
			i++;
		else if (s.data[i] == '"')
			quoted = !quoted;
		else if (!quoted && s.data[i] == '>')
			return i;
	}
	return s.len;
}

/*
 * Takes "FROM:<path>" (or "TO:") off the front of *rest, which keeps the
 * parameters.  False when it is none or holds a control.
 */
static bool
take_path(struct slice *rest, struct slice word, struct arena *arena,
    struct slice *out)
{
	struct slice	path;
	size_t		len;

	if (!slice_starts_nocase(*rest, word))
		return false;
	*rest = slice_trim(slice_from(*rest, word.len));
	if (rest->len == 0 || rest->data[0] != '<')
		return false;
	*rest = slice_from(*rest, 1);
	len = path_length(*rest);
	if (len == rest->len)
		return false;
	path = slice_trim(slice_head(*rest, len));
	*rest = slice_from(*rest, len + 1);
	if (rest->len > 0 && !ascii_is_blank(rest->data[0]))
		return false;
	if (has_control(path))
		return false;
	/* <@relay.example:ann@example.test>, RFC 5321 appendix C. */
	if (path.len > 0 && path.data[0] == '@' &&
	    slice_index(path, ':') < path.len)
		path = slice_from(path, slice_index(path, ':') + 1);
	*out = copy_utf8(arena, path);
	return true;
}

bool
lmtp_xtext_decode(struct slice xtext, struct arena *arena, struct slice *out)
{
	struct text	text = TEXT_IN(arena);
	char		c;
	int		high, low;

	for (size_t i = 0; i < xtext.len; i++) {
		c = xtext.data[i];
		if (!ascii_is_graph(c) || c == '=')
			return false;
		if (c == '+') {
			if (xtext.len - i < 3)
				return false;
			high = ascii_hex(xtext.data[i + 1]);
			low = ascii_hex(xtext.data[i + 2]);
			if (high < 0 || low < 0)
				return false;
			c = (char)(high * 16 + low);
			i += 2;
		}
		text_add_char(&text, c);
	}
	if (has_control(text_slice(&text)))
		return false;
	*out = slice_is_utf8(text_slice(&text)) ? text_slice(&text) :
						  arena_copy(arena, xtext);
	return true;
}

/* "\x{A0}" of RFC 6533; what is not well made stays as it is. */
static struct slice
decode_unitext(struct slice s, struct arena *arena)
{
	struct text	text = TEXT_IN(arena);
	uint32_t	code;
	size_t		end;

	while (s.len > 0) {
		end = 3;
		code = 0;
		if (slice_starts_nocase(s, SLICE("\\x{")))
			while (end < s.len && end < 9 &&
			    ascii_hex(s.data[end]) >= 0)
				code = code * 16 +
				    (uint32_t)ascii_hex(s.data[end++]);
		if (end > 3 && end < s.len && s.data[end] == '}') {
			text_add_code_point(&text, code);
			s = slice_from(s, end + 1);
		} else {
			text_add_char(&text, s.data[0]);
			s = slice_from(s, 1);
		}
	}
	return copy_utf8(arena, text_slice(&text));
}

static struct slice
read_orcpt(struct slice value, struct arena *arena)
{
	size_t		semicolon = slice_index(value, ';');
	struct slice	type = slice_head(value, semicolon);
	struct slice	address = slice_from(value, semicolon + 1);
	struct slice	out = SLICE_EMPTY;

	if (semicolon == value.len)
		return SLICE_EMPTY;
	if (slice_eq_nocase(type, SLICE("utf-8")))
		out = decode_unitext(address, arena);
	else if (!slice_eq_nocase(type, SLICE("rfc822")) ||
	    !lmtp_xtext_decode(address, arena, &out))
		return SLICE_EMPTY;
	return has_control(out) ? SLICE_EMPTY : out;
}

/* What the parameters of one command are read into. */
struct reading {
	struct arena		*arena;
	struct lmtp_mail	*mail;
	struct lmtp_rcpt	*rcpt;
};

static bool
read_nothing(const struct reading *into, struct slice value)
{
	(void)into;
	(void)value;
	return true;
}

static bool
read_size(const struct reading *into, struct slice value)
{
	return slice_number(value, INT64_MAX, &into->mail->size);
}

static bool
read_body(const struct reading *into, struct slice value)
{
	(void)into;
	return slice_eq_nocase(value, SLICE("7BIT")) ||
	    slice_eq_nocase(value, SLICE("8BITMIME"));
}

static bool
read_original(const struct reading *into, struct slice value)
{
	into->rcpt->original = read_orcpt(value, into->arena);
	return true;
}

static bool
read_door(const struct reading *into, struct slice value)
{
	return door_parse(value, &into->mail->door);
}

static bool
read_door_ref(const struct reading *into, struct slice value)
{
	return lmtp_xtext_decode(value, into->arena, &into->mail->door_ref);
}

static bool
read_queue_id(const struct reading *into, struct slice value)
{
	return lmtp_xtext_decode(value, into->arena, &into->mail->queue_id);
}

static bool
read_sasl(const struct reading *into, struct slice value)
{
	return lmtp_xtext_decode(value, into->arena,
	    &into->mail->sasl_username);
}

static bool
read_refused(const struct reading *into, struct slice value)
{
	into->mail->refused = true;
	return value.len == 0;
}

struct parameter {
	struct slice	name;
	bool		trusted_only;
	bool		(*read)(const struct reading *into, struct slice value);
};

static const struct parameter mail_parameters[] = {
	{ SLICE_INIT("SIZE"), false, read_size },
	{ SLICE_INIT("BODY"), false, read_body },
	{ SLICE_INIT("SMTPUTF8"), false, read_nothing },
	{ SLICE_INIT("RET"), false, read_nothing },
	{ SLICE_INIT("ENVID"), false, read_nothing },
	{ SLICE_INIT("AUTH"), false, read_nothing },
	{ SLICE_INIT("XDOOR"), true, read_door },
	{ SLICE_INIT("XDOORREF"), true, read_door_ref },
	{ SLICE_INIT("XQUEUEID"), true, read_queue_id },
	{ SLICE_INIT("XSASL"), true, read_sasl },
	{ SLICE_INIT("XREFUSED"), true, read_refused },
};

static const struct parameter rcpt_parameters[] = {
	{ SLICE_INIT("NOTIFY"), false, read_nothing },
	{ SLICE_INIT("ORCPT"), false, read_original },
};

static const struct parameter *
find_parameter(const struct parameter *parameters, size_t count,
    struct slice name)
{
	for (size_t i = 0; i < count; i++)
		if (slice_eq_nocase(name, parameters[i].name))
			return &parameters[i];
	return NULL;
}

/* "SIZE=1000 BODY=8BITMIME": false when one is unknown or malformed. */
static bool
read_parameters(struct slice rest, bool trusted,
    const struct parameter *parameters, size_t count,
    const struct reading *into)
{
	const struct parameter	*parameter;
	struct slice		 word, name;

	while (slice_cut(&rest, ' ', &word)) {
		word = slice_trim(word);
		if (word.len == 0)
			continue;
		name = slice_head(word, slice_index(word, '='));
		parameter = find_parameter(parameters, count, name);
		if (parameter == NULL)
			return false;
		if (parameter->trusted_only && !trusted)
			continue;
		if (!parameter->read(into, slice_from(word, name.len + 1)))
			return false;
	}
	return true;
}

enum lmtp_reply
lmtp_command_mail(struct slice rest, bool trusted, struct arena *arena,
    struct lmtp_mail *out)
{
	struct reading into = { .arena = arena, .mail = out };

	*out = (struct lmtp_mail){ .door = DOOR_LMTP };
	if (!take_path(&rest, SLICE("FROM:"), arena, &out->sender))
		return LMTP_BAD_SENDER;
	if (!read_parameters(rest, trusted, mail_parameters,
	    ARRAY_LEN(mail_parameters), &into))
		return LMTP_BAD_PARAMETER;
	if (address_is_null(out->sender))
		out->sender = SLICE_EMPTY;
	/* Only the pipe gets the login from the mail server itself. */
	if (out->door != DOOR_PIPE)
		out->sasl_username = SLICE_EMPTY;
	/* Without a name nobody would know what was refused. */
	if (out->refused && out->door_ref.len == 0)
		return LMTP_BAD_PARAMETER;
	return LMTP_SENDER_OK;
}

enum lmtp_reply
lmtp_command_rcpt(struct slice rest, struct arena *arena,
    struct lmtp_rcpt *out)
{
	struct reading into = { .arena = arena, .rcpt = out };

	*out = (struct lmtp_rcpt){ 0 };
	if (!take_path(&rest, SLICE("TO:"), arena, &out->recipient) ||
	    out->recipient.len == 0)
		return LMTP_BAD_RECIPIENT;
	if (!read_parameters(rest, false, rcpt_parameters,
	    ARRAY_LEN(rcpt_parameters), &into))
		return LMTP_BAD_PARAMETER;
	return LMTP_RECIPIENT_OK;
}
