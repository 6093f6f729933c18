/* Letters to a mail server, by libcurl. */
#include "port/smtp.h"

#include <curl/curl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/crash.h"
#include "base/secret.h"
#include "base/text.h"
#include "mail/address.h"
#include "mail/idna.h"
#include "port/secret_file.h"
#include "port/smtp_talk.h"

/* Seconds a connection may take to come about, at most. */
#define CONNECT_MAX 60
/* What a slow line still carries: bytes in a millisecond. */
#define SLOWEST 8

struct smtp {
	const struct conf *conf;
	bool has_login;
	char *secret; /* password or token; NULL: none */
	bool (*asked)(void *data);
	void *asked_data;
	CURL *curl; /* NULL: not connected */
	char error[CURL_ERROR_SIZE];

	/* The letter on its way. */
	struct smtp_talk talk;
	struct slice rest; /* what curl has not taken yet */
	bool was_connected; /* it went over the last letter's connection */
	bool needs_utf8;   /* an address goes beyond ASCII */
	/* Why nothing more of it was given. */
	bool is_stopped, is_unauthenticated, is_unspeakable;
};

static bool
is_xoauth2(const struct smtp *smtp)
{
	return strcmp(smtp->conf->smtp_mechanism, "XOAUTH2") == 0;
}

static int
read_password(struct smtp *smtp, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	char *password;
	int rc = secret_file_read(smtp->conf->smtp_password_file, &arena,
	    &password, why);

	if (rc < 0) {
		fail_add(why, "smtp.password_file");
	} else {
		smtp->secret = strdup(password);
		secret_wipe(password, strlen(password));
	}
	arena_free(&arena);
	return rc;
}

static void
forget_secret(struct smtp *smtp)
{
	if (smtp->secret != NULL)
		secret_wipe(smtp->secret, strlen(smtp->secret));
	free(smtp->secret);
	smtp->secret = NULL;
}

int
smtp_open(struct smtp **out, const struct conf *conf, struct fail *why)
{
	static bool is_ready;
	struct smtp *smtp;

	*out = NULL;
	if (!is_ready && curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return fail_set(why, FAIL_RETRY, "libcurl does not start");
	is_ready = true;
	smtp = calloc(1, sizeof(*smtp));
	if (smtp == NULL)
		log_die("out of memory: smtp");
	smtp->conf = conf;
	smtp->has_login = conf->smtp_user[0] != '\0';
	if (smtp->has_login && !is_xoauth2(smtp) &&
	    read_password(smtp, why) < 0) {
		smtp_close(smtp);
		return -1;
	}
	*out = smtp;
	return 0;
}

void
smtp_hang_up(struct smtp *smtp)
{
	/* It says QUIT. */
	curl_easy_cleanup(smtp->curl);
	smtp->curl = NULL;
}

void
smtp_close(struct smtp *smtp)
{
	if (smtp == NULL)
		return;
	smtp_hang_up(smtp);
	forget_secret(smtp);
	free(smtp);
}

void
smtp_set_token(struct smtp *smtp, const char *token)
{
	if (smtp->secret != NULL && strcmp(smtp->secret, token) == 0)
		return;
	forget_secret(smtp);
	smtp->secret = strdup(token);
	if (smtp->secret == NULL)
		log_die("out of memory: smtp");
	/* curl makes no use of a connection that another token has opened. */
	if (smtp->curl != NULL)
		curl_easy_setopt(smtp->curl, CURLOPT_XOAUTH2_BEARER, token);
}

void
smtp_on_stop(struct smtp *smtp, bool (*asked)(void *data), void *data)
{
	smtp->asked = asked;
	smtp->asked_data = data;
}

/*
 * Commands and replies.  The login passes here, too: only what the server says
 * is kept.
 */
static int
hear(CURL *curl, curl_infotype type, char *data, size_t size, void *user)
{
	struct smtp *smtp = user;

	(void)curl;
	if (type == CURLINFO_HEADER_OUT)
		smtp_talk_command(&smtp->talk, slice_make(data, size));
	if (type != CURLINFO_HEADER_IN)
		return 0;
	if (smtp->talk.phase == SMTP_PHASE_DOT)
		crash_point("smtp.after-answer");
	smtp_talk_reply(&smtp->talk, slice_make(data, size));
	return 0;
}

/* The next piece of the letter; 0 behind its end, and curl sends the dot. */
static size_t
give(char *to, size_t size, size_t count, void *user)
{
	struct smtp *smtp = user;
	struct slice piece = slice_head(smtp->rest, size * count);

	/* Without AUTH on offer, curl would send it all the same. */
	if (smtp->has_login && !smtp->talk.is_authenticated) {
		smtp->is_unauthenticated = true;
		return CURL_READFUNC_ABORT;
	}
	/* Without SMTPUTF8 on offer, curl says the address as it is. */
	if (smtp->needs_utf8 && !smtp->talk.offers_utf8) {
		smtp->is_unspeakable = true;
		return CURL_READFUNC_ABORT;
	}
	if (piece.len == 0) {
		smtp_talk_dot(&smtp->talk);
		crash_point("smtp.before-dot");
		return 0;
	}
	memcpy(to, piece.data, piece.len);
	smtp->rest = slice_from(smtp->rest, piece.len);
	return piece.len;
}

/* About once a second: shall we stop?  Not between the dot and its answer. */
static int
consider(void *user, curl_off_t down_total, curl_off_t down,
    curl_off_t up_total, curl_off_t up)
{
	struct smtp *smtp = user;

	(void)down_total;
	(void)down;
	(void)up_total;
	(void)up;
	if (smtp->talk.phase == SMTP_PHASE_DOT)
		crash_point("smtp.before-answer");
	if (smtp_talk_is_flood(&smtp->talk))
		return 1;
	if (smtp->asked == NULL || smtp->talk.phase == SMTP_PHASE_DOT ||
	    !smtp->asked(smtp->asked_data))
		return 0;
	smtp->is_stopped = true;
	return 1;
}

static void
set_server(struct smtp *smtp)
{
	const struct conf *conf = smtp->conf;
	bool is_ipv6 = strchr(conf->smtp_host, ':') != NULL;
	struct arena arena = ARENA_INIT;
	struct slice url;

	/* What stands behind the host is what EHLO says. */
	url = arena_format(&arena, "%s://%s%s%s:%" PRId64 "/%s",
	    conf->smtp_tls == TLS_IMPLICIT ? "smtps" : "smtp",
	    is_ipv6 ? "[" : "", conf->smtp_host, is_ipv6 ? "]" : "",
	    conf->smtp_port, conf->desk_domain);
	curl_easy_setopt(smtp->curl, CURLOPT_URL, arena_string(&arena, url));
	arena_free(&arena);
	curl_easy_setopt(smtp->curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	/* Not by way of what the environment says. */
	curl_easy_setopt(smtp->curl, CURLOPT_PROXY, "");
}

static void
set_safety(struct smtp *smtp)
{
	const struct conf *conf = smtp->conf;
	char mechanism[32];

	curl_easy_setopt(smtp->curl, CURLOPT_USE_SSL,
	    conf->smtp_tls == TLS_NONE ? (long)CURLUSESSL_NONE
				       : (long)CURLUSESSL_ALL);
	curl_easy_setopt(smtp->curl, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(smtp->curl, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(smtp->curl, CURLOPT_SSL_VERIFYHOST, 2L);
	if (conf->smtp_ca_file[0] != '\0')
		curl_easy_setopt(smtp->curl, CURLOPT_CAINFO,
		    conf->smtp_ca_file);
	if (!smtp->has_login)
		return;
	curl_easy_setopt(smtp->curl, CURLOPT_USERNAME, conf->smtp_user);
	if (smtp->secret != NULL)
		curl_easy_setopt(smtp->curl, is_xoauth2(smtp)
		    ? CURLOPT_XOAUTH2_BEARER : CURLOPT_PASSWORD, smtp->secret);
	snprintf(mechanism, sizeof(mechanism), "AUTH=%s", conf->smtp_mechanism);
	curl_easy_setopt(smtp->curl, CURLOPT_LOGIN_OPTIONS, mechanism);
	curl_easy_setopt(smtp->curl, CURLOPT_SASL_IR, 1L);
}

static void
set_callbacks(struct smtp *smtp)
{
	curl_easy_setopt(smtp->curl, CURLOPT_ERRORBUFFER, smtp->error);
	curl_easy_setopt(smtp->curl, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(smtp->curl, CURLOPT_DEBUGFUNCTION, hear);
	curl_easy_setopt(smtp->curl, CURLOPT_DEBUGDATA, smtp);
	curl_easy_setopt(smtp->curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(smtp->curl, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(smtp->curl, CURLOPT_READDATA, smtp);
	curl_easy_setopt(smtp->curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(smtp->curl, CURLOPT_XFERINFOFUNCTION, consider);
	curl_easy_setopt(smtp->curl, CURLOPT_XFERINFODATA, smtp);
}

static void
set_times(struct smtp *smtp, size_t size)
{
	int64_t seconds = smtp->conf->smtp_timeout;

	curl_easy_setopt(smtp->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(smtp->curl, CURLOPT_CONNECTTIMEOUT,
	    (long)(seconds < CONNECT_MAX ? seconds : CONNECT_MAX));
	curl_easy_setopt(smtp->curl, CURLOPT_SERVER_RESPONSE_TIMEOUT,
	    (long)seconds);
	/* A server that dribbles is silent, too, in the end. */
	curl_easy_setopt(smtp->curl, CURLOPT_TIMEOUT_MS,
	    (long)(seconds * 3000 + (int64_t)(size / SLOWEST)));
}

/*
 * For SIZE=: the octets with the dots that are stuffed, and one more.  curl
 * counts what it sends against this number, stuffed dots and all, and would
 * take the letter for complete where the two are equal.
 */
static curl_off_t
said_size(struct slice letter)
{
	curl_off_t size = (curl_off_t)letter.len + 1;

	for (size_t i = 0; i < letter.len; i++)
		if (letter.data[i] == '.' &&
		    (i == 0 || letter.data[i - 1] == '\n'))
			size++;
	return size;
}

/* What went wrong, where curl's own words do not say what to do. */
static const char *
trouble_text(const struct smtp *smtp, CURLcode code)
{
	if (smtp->is_stopped)
		return "stopped";
	if (smtp_talk_is_flood(&smtp->talk))
		return "the server says more than a reply can have";
	if (smtp->is_unauthenticated)
		return "the server offers no login by smtp.mechanism; nothing"
		    " was sent";
	if (code == CURLE_LOGIN_DENIED && is_xoauth2(smtp))
		return "the server does not take the token of smtp.oauth for"
		    " smtp.user";
	if (code == CURLE_USE_SSL_FAILED)
		return "the server offers no STARTTLS; nothing was sent in"
		    " clear (smtp.tls)";
	return smtp->error[0] != '\0' ? smtp->error : curl_easy_strerror(code);
}

static void
refuse(struct smtp_answer *out, const char *reply)
{
	*out = (struct smtp_answer){ .result = SMTP_FAILED,
		.blame = smtp_talk_blame(SMTP_PHASE_RCPT, reply) };
	snprintf(out->reply, sizeof(out->reply), "%s", reply);
}

static void
begin(struct smtp *smtp)
{
	smtp->curl = curl_easy_init();
	if (smtp->curl == NULL)
		log_die("out of memory: curl");
	set_server(smtp);
	set_safety(smtp);
	set_callbacks(smtp);
}

/* One talk about the letter. */
static void
attempt(struct smtp *smtp, const char *sender, const char *recipient,
    struct slice letter, struct smtp_answer *out)
{
	bool was_connected = smtp->curl != NULL;
	struct curl_slist *recipients;
	long connects = 0;
	CURLcode code;

	if (!was_connected)
		begin(smtp);
	recipients = curl_slist_append(NULL, recipient);
	if (recipients == NULL)
		log_die("out of memory: curl");
	set_times(smtp, letter.len);
	curl_easy_setopt(smtp->curl, CURLOPT_MAIL_FROM, sender);
	curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, recipients);
	curl_easy_setopt(smtp->curl, CURLOPT_INFILESIZE_LARGE,
	    said_size(letter));

	smtp_talk_begin(&smtp->talk);
	smtp->rest = letter;
	smtp->error[0] = '\0';
	smtp->is_stopped = smtp->is_unauthenticated = false;
	smtp->is_unspeakable = false;
	code = curl_easy_perform(smtp->curl);
	curl_easy_getinfo(smtp->curl, CURLINFO_NUM_CONNECTS, &connects);
	smtp->was_connected = was_connected && connects == 0;
	smtp_talk_judge(&smtp->talk,
	    code == CURLE_OK ? NULL : trouble_text(smtp, code), out);
	out->is_stopped = smtp->is_stopped && out->result == SMTP_DEFERRED;
	out->is_login_refused = code == CURLE_LOGIN_DENIED;
	if (smtp->is_unspeakable)
		refuse(out, "553 5.6.7 the mail server takes no address beyond"
		    " ASCII");

	curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(recipients);
	if (out->is_away)
		smtp_hang_up(smtp);
}

/*
 * The address as a command has it: nothing can break out of it, its domain is
 * in A-labels.  NULL: it cannot stand there.
 */
static const char *
command_address(struct slice address, struct arena *arena)
{
	struct slice local, domain;

	if (!address_is_sendable(address) ||
	    !address_split(address, &local, &domain))
		return NULL;
	if (!slice_is_ascii(domain) &&
	    !idna_to_ascii(domain, arena, &domain))
		return NULL;
	return arena_format(arena, "%.*s@%.*s", SLICE_ARG(local),
	    SLICE_ARG(domain)).data;
}

void
smtp_send(struct smtp *smtp, struct slice sender, struct slice recipient,
    struct slice letter, struct smtp_answer *out)
{
	struct arena arena = ARENA_INIT;
	const char *from = "", *to = command_address(recipient, &arena);

	if (sender.len > 0)
		from = command_address(sender, &arena);
	if (to == NULL || from == NULL) {
		refuse(out, to == NULL
		    ? "553 5.1.3 the address cannot be said in SMTP"
		    : "553 5.1.7 the return path cannot be said in SMTP");
		goto done;
	}
	smtp->needs_utf8 = !slice_is_ascii(slice_of(to)) ||
	    !slice_is_ascii(slice_of(from));
	attempt(smtp, from, to, letter, out);
	/*
	 * The server may have hung up while nothing was sent, with or without
	 * a 421: that says nothing about a new connection.
	 */
	if (smtp->was_connected && out->is_away && !out->is_stopped &&
	    smtp->talk.phase < SMTP_PHASE_BODY)
		attempt(smtp, from, to, letter, out);
done:
	arena_free(&arena);
}
