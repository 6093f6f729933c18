/* An IMAP connection: its beginning, its end, its folders, its news. */
#include "port/imap.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/log.h"
#include "base/secret.h"
#include "imap_session.h"
#include "port/secret_file.h"

/* Seconds for the last word. */
#define LOGOUT_TIME 2

void
imap_begin(struct imap *imap, int64_t lines, int64_t body, int64_t seconds)
{
	imap_guard_allow(&imap->stream.guard, lines, body);
	imap->stream.deadline = clock_mono() +
	    (imap->account->timeout + seconds) * 1000;
}

/* The server's sentence, fit for one line. */
static int
fail_said(const struct imap_guard *guard, const char *what, struct fail *why)
{
	struct slice said = imap_guard_said(guard);
	char text[sizeof(guard->said) + 1];
	size_t len = 0;

	for (; len < said.len; len++)
		text[len] = (char)(said.data[len] >= ' ' &&
		    said.data[len] < 0x7f && said.data[len] != '"'
			? said.data[len] : '?');
	text[len] = '\0';
	return fail_set(why, imap_guard_is_passing(guard) ? FAIL_RETRY
	    : FAIL_REFUSE, "%s: it said %s%s%s", what,
	    guard->ended == IMAP_BAD ? "BAD" : "no", len > 0 ? ": " : "",
	    text);
}

int
imap_end(struct imap *imap, int rc, const char *what, struct fail *why)
{
	const struct imap_guard *guard = &imap->stream.guard;

	if (rc == MAILIMAP_NO_ERROR || rc == MAILIMAP_NO_ERROR_AUTHENTICATED ||
	    rc == MAILIMAP_NO_ERROR_NON_AUTHENTICATED)
		return 0;
	/* What is left over was not understood, or belongs to no command. */
	if (!imap->stream.is_broken && (guard->ended == IMAP_NO ||
		guard->ended == IMAP_BAD) &&
	    imap->session->imap_stream->read_buffer_len == 0)
		return fail_said(guard, what, why);
	/* Where the answer ends nobody knows. */
	if (!imap->stream.is_broken)
		fail_set(&imap->stream.why, FAIL_RETRY,
		    "its answer is no IMAP");
	imap->stream.is_broken = true;
	return fail_set(why, FAIL_RETRY, "%s: %s", what,
	    imap->stream.why.text);
}

static int
ask_capabilities(struct imap *imap, struct fail *why)
{
	struct mailimap_connection_info *info =
	    imap->session->imap_connection_info;
	struct mailimap_capability_data *data = NULL;
	int rc;

	/* What was said before TLS, or before the login, is not trusted. */
	if (info != NULL && info->imap_capability != NULL) {
		mailimap_capability_data_free(info->imap_capability);
		info->imap_capability = NULL;
	}
	imap_begin(imap, IMAP_LINES, 0, 0);
	rc = mailimap_capability(imap->session, &data);
	if (data != NULL)
		mailimap_capability_data_free(data);
	return imap_end(imap, rc, "CAPABILITY", why);
}

static int
start_tls(struct imap *imap, struct fail *why)
{
	const struct conf_imap *account = imap->account;

	imap_begin(imap, IMAP_LINES, 0, 0);
	if (imap_end(imap, mailimap_starttls(imap->session), "STARTTLS",
		why) < 0) {
		if (why->kind == FAIL_REFUSE)
			why->kind = FAIL_SETUP;
		return -1;
	}
	/* Bytes from before TLS must not be read as if they came after it. */
	if (imap->session->imap_stream->read_buffer_len != 0)
		return fail_set(why, FAIL_SETUP, "STARTTLS: it goes on in"
		    " clear: somebody may be in between");
	return imap_stream_start_tls(&imap->stream, account->host,
	    account->ca_file, why);
}

static int
greet(struct imap *imap, struct fail *why)
{
	const struct conf_imap *account = imap->account;
	int rc;

	imap_begin(imap, IMAP_LINES, 0, 0);
	if (imap_stream_open(&imap->stream, account->host, account->port,
		imap->stream.stop_fd, imap->stream.deadline, why) < 0)
		return -1;
	imap_begin(imap, IMAP_LINES, 0, 0);
	if (account->tls == TLS_IMPLICIT && imap_stream_start_tls(
		&imap->stream, account->host, account->ca_file, why) < 0)
		return -1;
	rc = mailimap_connect(imap->session, imap_driver_new(&imap->stream));
	if (imap_end(imap, rc, "greeting", why) < 0) {
		why->kind = FAIL_RETRY;
		return -1;
	}
	/* Whose mailbox would that be?  And TLS could not begin any more. */
	if (rc == MAILIMAP_NO_ERROR_AUTHENTICATED)
		return fail_set(why, FAIL_SETUP, "greeting: it has logged"
		    " somebody in by itself");
	return account->tls == TLS_REQUIRED ? start_tls(imap, why) : 0;
}

/* In one go, as the initial response (RFC 4959). */
static int
login_plain(struct imap *imap, const char *secret, struct arena *arena,
    struct fail *why)
{
	const char *user = imap->account->user;
	struct text words = TEXT_IN(arena), command = TEXT_IN(arena);
	int rc;

	if (!mailimap_has_extension(imap->session, "SASL-IR"))
		return fail_set(why, FAIL_SETUP, "it does not take PLAIN in one"
		    " line (SASL-IR); write mechanism = \"LOGIN\"");
	text_add_char(&words, '\0');
	text_add(&words, slice_of(user));
	text_add_char(&words, '\0');
	text_add(&words, slice_of(secret));
	text_add_string(&command, "AUTHENTICATE PLAIN ");
	encode_base64(&command, text_slice(&words), false);
	rc = mailimap_custom_command(imap->session, text_string(&command));
	secret_wipe(words.data, words.len);
	secret_wipe(command.data, command.len);
	if (rc == MAILIMAP_NO_ERROR)
		imap->session->imap_state = MAILIMAP_STATE_AUTHENTICATED;
	return imap_end(imap, rc, "login", why);
}

static int
say_login(struct imap *imap, const char *secret, struct arena *arena,
    struct fail *why)
{
	const char *user = imap->account->user;

	imap_begin(imap, IMAP_LINES, 0, 0);
	switch (imap->account->login) {
	case LOGIN_PLAINTEXT:
		/* Said in vain it would have been said in clear. */
		if (mailimap_has_extension(imap->session, "LOGINDISABLED"))
			return fail_set(why, FAIL_SETUP, "login: it takes none"
			    " without TLS");
		return imap_end(imap, mailimap_login(imap->session, user,
		    secret), "login", why);
	case LOGIN_PLAIN:
		return login_plain(imap, secret, arena, why);
	case LOGIN_XOAUTH2:
		return imap_end(imap, mailimap_oauth2_authenticate(
		    imap->session, user, secret), "login", why);
	}
	return -1;
}

static int
login(struct imap *imap, struct imap_token *token, struct fail *why)
{
	const struct conf_imap *account = imap->account;
	struct arena arena = ARENA_INIT;
	char *secret = NULL;
	int rc = -1;

	if (token != NULL)
		rc = say_login(imap, token->value, &arena, why);
	else if (secret_file_read(account->login == LOGIN_XOAUTH2
		? account->token_file : account->password_file, &arena,
		&secret, why) == 0)
		rc = say_login(imap, secret, &arena, why);
	if (secret != NULL)
		secret_wipe(secret, strlen(secret));
	arena_free(&arena);
	if (token != NULL)
		token->is_refused = rc < 0 && why->kind == FAIL_REFUSE;
	if (rc < 0 && why->kind == FAIL_REFUSE)
		why->kind = FAIL_SETUP;
	return rc;
}

int
imap_open(struct imap **out, const struct conf_imap *account,
    struct imap_token *token, int stop_fd, struct fail *why)
{
	struct imap *imap = calloc(1, sizeof(*imap));

	*out = NULL;
	if (imap == NULL || (imap->session = mailimap_new(0, NULL)) == NULL)
		log_die("out of memory: an IMAP connection");
	imap->account = account;
	imap->stream.fd = -1;
	imap->stream.stop_fd = stop_fd;
	if (greet(imap, why) < 0 || ask_capabilities(imap, why) < 0 ||
	    login(imap, token, why) < 0 || ask_capabilities(imap, why) < 0) {
		/* A no to CAPABILITY is not the account's fault. */
		if (why->kind == FAIL_REFUSE)
			why->kind = FAIL_RETRY;
		imap_close(imap);
		return -1;
	}
	*out = imap;
	return 0;
}

void
imap_close(struct imap *imap)
{
	if (imap == NULL)
		return;
	if (imap->session->imap_stream != NULL && !imap->stream.is_broken) {
		imap_guard_allow(&imap->stream.guard, IMAP_LINES, 0);
		imap->stream.deadline = clock_mono() + LOGOUT_TIME * 1000;
		mailimap_logout(imap->session);
	}
	imap_stream_close(&imap->stream);
	if (imap->session->imap_stream != NULL)
		mailstream_close(imap->session->imap_stream);
	imap->session->imap_stream = NULL;
	mailimap_free(imap->session);
	arena_free(&imap->arena);
	free(imap);
}

int
imap_select(struct imap *imap, const char *folder, struct imap_mailbox *out,
    struct fail *why)
{
	const struct mailimap_selection_info *info;
	const char *name;

	arena_reset(&imap->arena);
	if (!imap_folder_name(slice_of(folder), &imap->arena, &name))
		return fail_set(why, FAIL_SETUP, "SELECT: the folder's name is"
		    " no text");
	imap_begin(imap, IMAP_LINES, 0, 0);
	if (imap_end(imap, mailimap_select(imap->session, name), "SELECT",
		why) < 0) {
		if (why->kind == FAIL_REFUSE)
			why->kind = FAIL_SETUP;
		return -1;
	}
	info = imap->session->imap_selection_info;
	if (info == NULL || info->sel_uidvalidity == 0)
		return fail_set(why, FAIL_SETUP, "SELECT: it gives no"
		    " UIDVALIDITY: messages have no lasting names there");
	/* What it says from here on is news. */
	imap->stream.guard.has_exists = false;
	*out = (struct imap_mailbox){ info->sel_uidvalidity,
		info->sel_uidnext, info->sel_exists };
	return 0;
}

bool
imap_has_idle(const struct imap *imap)
{
	return mailimap_has_idle(imap->session) != 0;
}

bool
imap_has_move(const struct imap *imap)
{
	return mailimap_has_extension(imap->session, "MOVE") != 0;
}

int
imap_idle(struct imap *imap, int64_t milliseconds, struct fail *why)
{
	int got, rc;

	/* Said while the folder was looked into. */
	if (imap->stream.guard.has_exists)
		return 1;
	imap_begin(imap, IMAP_LINES, 0, 0);
	if (imap_end(imap, mailimap_idle(imap->session), "IDLE", why) < 0)
		return -1;
	/* It may have come together with the "+". */
	got = imap->session->imap_stream->read_buffer_len > 0 ? 1
	    : imap_stream_wait(&imap->stream, milliseconds);
	imap_begin(imap, IMAP_LINES, 0, 0);
	rc = got < 0 ? MAILIMAP_ERROR_STREAM
		     : mailimap_idle_done(imap->session);
	if (imap_end(imap, rc, "IDLE", why) < 0)
		return -1;
	/* Or with the answer to DONE. */
	return imap->stream.guard.has_exists ? 1 : got;
}
