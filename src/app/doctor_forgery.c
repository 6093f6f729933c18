/*
 * maildesk doctor: a stranger's mail that claims to have been looked at by our
 * own mail server must lose that claim on its way in.
 */
#include "doctor_mail.h"

#include "base/ascii.h"
#include "base/unique.h"
#include "mail/header.h"

#define FIELD "Authentication-Results"

/* Ways to write the same name that a careless pattern does not know. */
static const struct {
	const char *name, *before, *behind;
	bool is_upper;
} forgeries[] = {
	{ "as such", " ", "", false },
	{ "in capitals, with a version", " ", " 1", true },
	{ "behind a fold", "\r\n\t", "", false },
};

/* Who the mail server says it is in such a field. */
static bool
find_name(struct check *check, struct slice *out)
{
	struct slice believed = slice_of(check->cli->conf.authserv_ids);

	*out = slice_of(check->doctor->authserv);
	if (out->len == 0)
		*out = slice_head(believed, slice_index(believed, ' '));
	if (out->len > 0)
		return true;
	if (!doctor_ask_postfix(check))
		return false;
	return doctor_setting(check, "myhostname", out) && out->len > 0;
}

static struct slice
upper(struct slice s, struct arena *arena)
{
	char *to = arena_string(arena, s);

	for (size_t i = 0; i < s.len; i++)
		to[i] = ascii_upper(to[i]);
	return slice_make(to, s.len);
}

/* Each bears a mark of its own: its nonce and its number. */
static struct slice
mark_of(struct arena *arena, struct slice nonce, size_t n)
{
	return arena_format(arena, "%.*s-%zu", SLICE_ARG(nonce), n);
}

static struct slice
forge(struct check *check, struct slice name, struct slice nonce)
{
	struct arena *arena = &check->cli->arena;
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; i < ARRAY_LEN(forgeries); i++)
		text_add_format(&text, FIELD ":%s%.*s%s; dmarc=pass (%.*s)"
		    " header.from=%s\r\n", forgeries[i].before,
		    SLICE_ARG(forgeries[i].is_upper ? upper(name, arena)
						    : name),
		    forgeries[i].behind, SLICE_ARG(mark_of(arena, nonce, i)),
		    check->cli->conf.desk_domain);
	return text_slice(&text);
}

/* The mail server as strangers know it. */
static bool
stranger(struct check *check, struct conf *out)
{
	struct slice rest = slice_of(check->doctor->mx), port;
	size_t colon = slice_rindex(rest, ':');

	*out = check->cli->conf;
	port = slice_from(rest, colon + 1);
	out->smtp_host = arena_string(&check->cli->arena,
	    slice_head(rest, colon));
	out->smtp_port = 25;
	out->smtp_tls = TLS_NONE;
	out->smtp_user = "";
	return port.len == 0 || (slice_number(port, 65535, &out->smtp_port) &&
	    out->smtp_port > 0);
}

static bool
survives(const struct headers *headers, struct slice mark)
{
	const struct header *field = headers_find(headers, SLICE(FIELD));

	for (; field != NULL; field = headers_next(headers, field))
		if (slice_has_nocase(field->value, mark))
			return true;
	return false;
}

/* "mail\.example\.com" */
static struct slice
pattern_of(struct slice name, struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; i < name.len; i++) {
		if (name.data[i] == '.')
			text_add_char(&text, '\\');
		text_add_char(&text, name.data[i]);
	}
	return text_slice(&text);
}

static enum check_result
look(struct check *check, const struct doctor_arrival *arrival,
    struct slice name, struct slice nonce)
{
	struct arena *arena = &check->cli->arena;
	struct slice raw = arrival->raw;
	struct text left = TEXT_IN(arena);
	struct headers headers;
	limit_bits limited = 0;

	headers_parse(&raw, &check->cli->desk.limits, arena, &headers,
	    &limited);
	for (size_t i = 0; i < ARRAY_LEN(forgeries); i++)
		if (survives(&headers, mark_of(arena, nonce, i)))
			text_add_format(&left, "%s%s",
			    left.len > 0 ? "; " : "", forgeries[i].name);
	if (left.len == 0)
		return check_say(check, CHECK_OK, "the mail server strips "
		    FIELD " of %.*s that it has not written",
		    SLICE_ARG(name));
	return check_find(check, CHECK_WARN, arena_format(arena,
	    "main.cf: header_checks = regexp:/etc/postfix/header_checks\n"
	    "/etc/postfix/header_checks: /^" FIELD ":[^;]*%.*s[^;]*;/ IGNORE\n"
	    "postfix reload", SLICE_ARG(pattern_of(name, arena))).data,
	    "a stranger's " FIELD " of %.*s is not stripped (%.*s): anybody"
	    " can say that their mail is proven", SLICE_ARG(name),
	    SLICE_ARG(text_slice(&left)));
}

enum check_result
doctor_forgery(struct check *check)
{
	char unique[UNIQUE_SIZE];
	struct slice name, address, nonce = arena_copy(&check->cli->arena,
	    slice_of(unique_name(unique)));
	struct fail why = FAIL_INIT;
	struct doctor_arrival arrival;
	struct smtp_answer answer;
	struct doctor_mail mail;
	struct conf mx;
	int got;

	if (!doctor_mail_is_awaited(check) || !find_name(check, &name))
		return CHECK_WARN;
	if (!stranger(check, &mx))
		return check_find(check, CHECK_WARN, "say --mx HOST:PORT",
		    "\"%s\" is no HOST:PORT", check->doctor->mx);
	got = doctor_mail_address(check, &address, &why);
	if (got <= 0)
		return got < 0 ? check_fail(check, &why) : check_say(check,
		    CHECK_WARN, "there is no department to send to");
	if (doctor_mail_send(check, &mx, SLICE_EMPTY, address,
		forge(check, name, nonce), nonce, &mail, &answer, &why) < 0)
		return check_fail(check, &why);
	if (answer.result != SMTP_SENT)
		return check_find(check, CHECK_WARN, "say --mx HOST:PORT, where"
		    " strangers' mail comes in", "not tried: %s says: %s",
		    check->doctor->mx, answer.reply);
	if ((got = doctor_mail_await(check, &mail, &arrival, &why)) < 0)
		return check_fail(check, &why);
	if (got == 0)
		return check_find(check, CHECK_WARN, "see what the mail"
		    " server's log says of it", "the mail with the forgery"
		    " has not come within %lld s",
		    (long long)check->doctor->patience);
	return look(check, &arrival, name, nonce);
}
