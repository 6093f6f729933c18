/* maildesk doctor: the relay takes letters, and what it took arrives. */
#include "doctor_mail.h"

#include <inttypes.h>

#include "base/unique.h"
#include "desk/token.h"

static struct slice
new_nonce(struct check *check)
{
	char name[UNIQUE_SIZE];

	return arena_copy(&check->cli->arena, slice_of(unique_name(name)));
}

/*
 * As answers are addressed, and as bounces are: so long, and with an extension.
 * The letter that they name there will never be.
 */
static struct slice
with_token(struct check *check, enum token_purpose purpose,
    struct slice address)
{
	static const struct token_binding binding = { .letter = INT64_MAX };
	struct arena *arena = &check->cli->arena;

	return token_address(token_write(&check->cli->desk.keys, purpose,
	    &binding, arena), address, arena);
}

/* What the relay must be told so that it takes our return paths. */
static enum check_result
say_sender(struct check *check, struct slice sender,
    const struct smtp_answer *answer)
{
	const struct conf *conf = &check->cli->conf;

	return check_find(check, CHECK_BAD, conf->smtp_user[0] != '\0'
	    ? arena_format(&check->cli->arena, "let the login %s send from <>"
		" and from every %s address of the departments (Postfix:"
		" smtpd_sender_login_maps)", conf->smtp_user, "+TOKEN").data
	    : "let this machine send from <> and from every +TOKEN address of"
	      " the departments (Postfix: smtpd_sender_restrictions)",
	    "%s refuses the return path <%.*s>: %s", conf->smtp_host,
	    SLICE_ARG(sender), answer->reply);
}

/* Servers like to say at RCPT what they hold against MAIL (RFC 3463: X.1.7). */
static bool
is_about_sender(const struct smtp_answer *answer)
{
	struct slice reply = slice_of(answer->reply);

	return answer->is_sender || slice_has(reply, SLICE(".1.7 ")) ||
	    slice_has(reply, SLICE(".1.8 ")) ||
	    slice_has_nocase(reply, SLICE("sender address"));
}

static enum check_result
say_answer(struct check *check, struct slice sender, struct slice recipient,
    const struct smtp_answer *answer)
{
	const struct conf *conf = &check->cli->conf;

	if (answer->result == SMTP_SENT)
		return CHECK_OK;
	if (is_about_sender(answer))
		return say_sender(check, sender, answer);
	if (answer->is_away)
		return check_find(check, CHECK_BAD, "see that the server runs,"
		    " and correct the group smtp of maildesk.conf",
		    "%s:%" PRId64 ": %s", conf->smtp_host, conf->smtp_port,
		    answer->reply);
	return check_find(check, CHECK_BAD, "let the mail server take this"
	    " address; main.cf: recipient_delimiter = +",
	    "%s refuses <%.*s>: %s", conf->smtp_host, SLICE_ARG(recipient),
	    answer->reply);
}

/* The canary, with the return path of most letters; once. */
static enum check_result
send_canary(struct check *check)
{
	struct doctor *doctor = check->doctor;
	const struct conf *conf = &check->cli->conf;
	struct slice address = SLICE_EMPTY, sender, recipient;
	struct fail why = FAIL_INIT;
	int got;

	doctor->is_tried = true;
	if ((got = doctor_mail_address(check, &address, &why)) < 0)
		return check_fail(check, &why);
	if (got == 0)
		return check_say(check, CHECK_WARN, "there is no department"
		    " to send to");
	sender = with_token(check, TOKEN_BOUNCE, address);
	recipient = with_token(check, TOKEN_REPLY, address);
	if (doctor_mail_send(check, conf, sender, recipient, SLICE_EMPTY,
		new_nonce(check), &doctor->canary, &doctor->answer, &why) < 0)
		return check_fail(check, &why);
	doctor->is_sent = doctor->answer.result == SMTP_SENT;
	return say_answer(check, sender, recipient, &doctor->answer);
}

/* Acknowledgements have no return path; some servers take none without. */
static enum check_result
send_null(struct check *check)
{
	struct slice address, nonce = new_nonce(check);
	struct smtp_answer answer;
	struct doctor_mail mail;
	struct fail why = FAIL_INIT;

	if (doctor_mail_address(check, &address, &why) < 0 ||
	    doctor_mail_send(check, &check->cli->conf, SLICE_EMPTY, address,
		SLICE_EMPTY, nonce, &mail, &answer, &why) < 0)
		return check_fail(check, &why);
	return say_answer(check, SLICE_EMPTY, address, &answer);
}

enum check_result
doctor_relay(struct check *check)
{
	const struct conf *conf = &check->cli->conf;
	enum check_result result;

	if (conf->transport == TRANSPORT_MAILDIR)
		return check_say(check, CHECK_OK, "letters are not sent"
		    " (sending.transport)");
	if (!doctor_mail_is_awaited(check))
		return CHECK_WARN;
	result = send_canary(check);
	if (check->doctor->answer.is_away)
		return result;
	if (result == CHECK_OK)
		result = send_null(check);
	else
		send_null(check);
	return result != CHECK_OK ? result : check_say(check, CHECK_OK,
	    "%s:%" PRId64 " takes letters from <> and from addresses with"
	    " tokens", conf->smtp_host, conf->smtp_port);
}

static enum check_result
say_missing(struct check *check, const struct doctor_arrival *arrival)
{
	const struct doctor *doctor = check->doctor;

	if (arrival->id != 0)
		return check_find(check, CHECK_BAD, "maildesk status",
		    "it came as message %" PRId64 ", but was not filed within"
		    " %" PRId64 " s", arrival->id, doctor->patience);
	return check_find(check, CHECK_BAD, arena_format(&check->cli->arena,
	    "mailq; and look for md.%.*s in the mail server's log",
	    SLICE_ARG(doctor->canary.nonce)).data,
	    "what was sent has not come back within %" PRId64 " s (--wait)",
	    doctor->patience);
}

enum check_result
doctor_canary(struct check *check)
{
	struct doctor *doctor = check->doctor;
	struct doctor_arrival arrival;
	struct fail why = FAIL_INIT;
	int got;

	if (check->cli->conf.transport == TRANSPORT_MAILDIR)
		return check_say(check, CHECK_OK, "none was sent");
	if (!doctor->is_tried && doctor_mail_is_awaited(check))
		send_canary(check);
	if (!doctor->is_sent)
		return CHECK_BAD;
	if ((got = doctor_mail_await(check, &doctor->canary, &arrival,
		&why)) < 0)
		return check_fail(check, &why);
	if (got == 0)
		return say_missing(check, &arrival);
	if (!slice_eq(arrival.filing.reason, SLICE("canary")))
		return check_find(check, CHECK_BAD, arena_format(
		    &check->cli->arena, "maildesk explain %" PRId64,
		    arrival.id).data, "message %" PRId64 " was not known for"
		    " what it is", arrival.id);
	if (slice_index(arrival.envelope.recipients[0], '+') ==
	    arrival.envelope.recipients[0].len)
		return check_find(check, CHECK_WARN, "let the mail server hand"
		    " over ${recipient} as it is", "it came without the token"
		    " in its address: answers find their tickets by the"
		    " Message-ID alone");
	return check_say(check, CHECK_OK, "accepted after %" PRId64 ".%02"
	    PRId64 " s, filed after %" PRId64 ".%02" PRId64 " s: message %"
	    PRId64, arrival.accepted_ms / 1000, arrival.accepted_ms % 1000 /
	    10, arrival.filed_ms / 1000, arrival.filed_ms % 1000 / 10,
	    arrival.id);
}
