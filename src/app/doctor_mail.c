/* Mail that the doctor sends to the desk, and waits for. */
#include "doctor_mail.h"

#include <poll.h>
#include <unistd.h>

#include "app/grant.h"
#include "base/clock.h"
#include "desk/canary.h"
#include "mail/header.h"
#include "mail/letter.h"
#include "port/lmtp_socket.h"
#include "store/departments.h"

#define LOOK_EVERY 25 /* milliseconds */
/* Whatever is longer is somebody else's. */
#define SIZE_MAX_OF_OURS ((int64_t)64 << 10)
/* Seconds that a server may be silent while somebody waits for us. */
#define TIMEOUT_MAX 20

bool
doctor_mail_is_awaited(struct check *check)
{
	int fd = lmtp_connect(check->cli->conf.socket_path, NULL);

	if (fd >= 0) {
		close(fd);
		return true;
	}
	/* One step after the other would say it. */
	if (!check->doctor->is_told)
		check_find(check, CHECK_WARN, "systemctl start maildesk",
		    "no mail is sent: maildeskd does not run, it would wait");
	check->doctor->is_told = true;
	return false;
}

int
doctor_mail_address(struct check *check, struct slice *out, struct fail *why)
{
	struct cli *cli = check->cli;
	struct department department;
	struct slice *addresses;
	size_t count;
	int got = departments_default(cli->desk.db, &cli->arena, &department,
	    why);

	if (got <= 0)
		return got;
	if (departments_addresses(cli->desk.db, department.id, &cli->arena,
		&addresses, &count, why) < 0)
		return -1;
	if (count > 0)
		*out = addresses[0];
	return count > 0;
}

static struct slice
write_mail(struct check *check, struct slice recipient, struct slice header,
    struct slice nonce)
{
	struct cli *cli = check->cli;
	const struct letter letter = {
		.from = { slice_of(cli->conf.desk_name), recipient },
		.to = { SLICE_EMPTY, recipient },
		.subject = SLICE("maildesk doctor"),
		.message_id = arena_format(&cli->arena, "md.%.*s@%s",
		    SLICE_ARG(nonce), cli->conf.desk_domain),
		.date = cli->now,
		.submitted = AUTO_GENERATED,
		.desk_id = cli->desk.own.desk_id,
		.text = SLICE("maildesk doctor sent this, to see whether mail"
		    " arrives at the desk.\nIt makes no ticket.\n"),
	};
	struct text text = TEXT_IN(&cli->arena);

	text_add(&text, header);
	text_add_string(&text, CANARY_HEADER ": ");
	canary_write(&cli->desk.keys, nonce, &text);
	text_add_string(&text, "\r\n");
	letter_write(&letter, &text);
	return text_slice(&text);
}

/* With a token, if the login wants one from `oauth`. */
static int
open_relay(struct check *check, const struct conf *relay, struct smtp **out,
    struct fail *why)
{
	struct grant *grant;
	const char *token;
	int rc;

	if (smtp_open(out, relay, why) < 0)
		return -1;
	if (*relay->smtp_user == '\0' || *relay->smtp_oauth == '\0')
		return 0;
	if ((rc = grant_open(&grant, &check->cli->conf, relay->smtp_oauth,
		NULL, why)) == 0)
		rc = grant_token(grant, &token, why);
	if (rc == 0)
		smtp_set_token(*out, token);
	else
		smtp_close(*out);
	grant_close(grant);
	return rc;
}

int
doctor_mail_send(struct check *check, const struct conf *by,
    struct slice sender, struct slice recipient, struct slice header,
    struct slice nonce, struct doctor_mail *out, struct smtp_answer *answer,
    struct fail *why)
{
	struct slice mail = write_mail(check, recipient, header, nonce);
	struct conf relay = *by;
	struct smtp *smtp;

	*out = (struct doctor_mail){ .nonce = nonce };
	if (relay.smtp_timeout > TIMEOUT_MAX)
		relay.smtp_timeout = TIMEOUT_MAX;
	if (archive_last(check->cli->desk.archive, &out->after, why) < 0 ||
	    open_relay(check, &relay, &smtp, why) < 0)
		return -1;
	out->sent_at = clock_mono();
	smtp_send(smtp, sender, recipient, mail, answer);
	smtp_close(smtp);
	return 0;
}

/* Whether it is this mail. */
static bool
is_it(struct check *check, struct slice raw, struct slice wanted,
    struct arena *arena)
{
	struct headers headers;
	limit_bits limited = 0;
	struct slice nonce;

	headers_parse(&raw, &check->cli->desk.limits, arena, &headers,
	    &limited);
	return canary_verify(&check->cli->desk.keys, headers_value(&headers,
	    SLICE(CANARY_HEADER), arena), &nonce) && slice_eq(nonce, wanted);
}

/* Through what has come since `*after`: 1 it is there, 0 not yet, -1. */
static int
look(struct check *check, const struct doctor_mail *mail, int64_t *after,
    struct doctor_arrival *out, struct fail *why)
{
	struct archive *archive = check->cli->desk.archive;
	struct arena arena = ARENA_INIT;
	int64_t size;
	int got, rc = 0;

	while (rc == 0 && (got = archive_next(archive, *after, after, &size,
		    why)) != 0) {
		if (got > 0 && size > SIZE_MAX_OF_OURS)
			continue;
		arena_reset(&arena);
		if (got > 0)
			got = archive_read(archive, *after, &arena,
			    &out->envelope, &out->raw, why);
		if (got < 0)
			rc = -1;
		else if (got > 0 && is_it(check, out->raw, mail->nonce,
			&arena))
			rc = 1;
	}
	/* What was read is the arena's: once more for who asked. */
	if (rc == 1) {
		out->id = *after;
		rc = archive_read(archive, out->id, &check->cli->arena,
		    &out->envelope, &out->raw, why);
	}
	arena_free(&arena);
	return rc;
}

int
doctor_mail_await(struct check *check, const struct doctor_mail *mail,
    struct doctor_arrival *out, struct fail *why)
{
	int64_t end = mail->sent_at + check->doctor->patience * 1000;
	int64_t after = mail->after, now;
	struct pollfd nothing = { -1, 0, 0 };
	int got = 0;

	*out = (struct doctor_arrival){ .id = 0 };
	while ((now = clock_mono()) < end && got == 0) {
		if (out->id == 0 &&
		    (got = look(check, mail, &after, out, why)) > 0)
			out->accepted_ms = now - mail->sent_at;
		if (out->id != 0 && got >= 0)
			got = filings_get(check->cli->desk.db, out->id,
			    &check->cli->arena, &out->filing, why);
		if (got == 0)
			poll(&nothing, 1, LOOK_EVERY);
	}
	out->is_filed = got == 1;
	out->filed_ms = now - mail->sent_at;
	return got;
}
