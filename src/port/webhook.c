/* Posting to other programs, by libcurl. */
#include "port/webhook.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "base/encode.h"
#include "base/log.h"
#include "base/secret.h"
#include "port/secret_file.h"

struct webhook {
	const struct conf *conf;
	struct arena arena;
	struct slice secret; /* empty: there is none */
	bool (*asked)(void *data);
	void *data;
	bool is_stopped;
};

int
webhook_open(struct webhook **out, const struct conf *conf, struct fail *why)
{
	struct webhook *webhook = calloc(1, sizeof(*webhook));
	const char *path = conf->webhook_secret_file;
	char *secret;

	*out = NULL;
	if (webhook == NULL)
		log_die("out of memory: webhook");
	webhook->conf = conf;
	if (path != NULL && *path != '\0') {
		if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
			webhook_close(webhook);
			return fail_set(why, FAIL_RETRY,
			    "libcurl does not start");
		}
		if (secret_file_read(path, &webhook->arena, &secret, why) < 0) {
			webhook_close(webhook);
			return -1;
		}
		webhook->secret = slice_of(secret);
	}
	*out = webhook;
	return 0;
}

void
webhook_close(struct webhook *webhook)
{
	if (webhook == NULL)
		return;
	if (webhook->secret.len > 0)
		secret_wipe((void *)(uintptr_t)webhook->secret.data,
		    webhook->secret.len);
	arena_free(&webhook->arena);
	free(webhook);
}

void
webhook_on_stop(struct webhook *webhook, bool (*asked)(void *data), void *data)
{
	webhook->asked = asked;
	webhook->data = data;
}

/* What it says besides its status does not matter. */
static size_t
pass_over(char *data, size_t size, size_t count, void *user)
{
	(void)data;
	(void)user;
	return size * count;
}

static int
consider(void *user, curl_off_t down_total, curl_off_t down,
    curl_off_t up_total, curl_off_t up)
{
	struct webhook *webhook = user;

	(void)down_total;
	(void)up_total;
	(void)up;
	if (webhook->asked != NULL && webhook->asked(webhook->data))
		webhook->is_stopped = true;
	/* Nor is a novel read to its end. */
	return webhook->is_stopped || down > (1 << 20);
}

static struct curl_slist *
write_fields(const struct webhook *webhook, const char *id, struct slice body,
    struct arena *arena)
{
	unsigned char mac[SECRET_DIGEST_SIZE];
	struct text signature = TEXT_IN(arena);
	struct curl_slist *fields;

	secret_sign(webhook->secret, body, mac);
	text_add_string(&signature, "X-Maildesk-Signature: sha256=");
	encode_hex(&signature, slice_make(mac, sizeof(mac)));
	fields = curl_slist_append(NULL, "Content-Type: application/json");
	/* Without "Expect: 100-continue": some servers know it not. */
	if (fields == NULL || curl_slist_append(fields, "Expect:") == NULL ||
	    curl_slist_append(fields, text_string(&signature)) == NULL ||
	    curl_slist_append(fields, arena_format(arena,
		"X-Maildesk-Delivery: %s", id).data) == NULL)
		log_die("out of memory: curl");
	return fields;
}

static void
set_server(const struct webhook *webhook, CURL *curl, const char *url)
{
	const char *ca_file = webhook->conf->webhook_ca_file;
	long milliseconds = (long)webhook->conf->webhook_timeout * 1000;

	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https,http");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_HTTP_VERSION,
	    (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "maildesk/" VERSION);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	if (ca_file != NULL && *ca_file != '\0')
		curl_easy_setopt(curl, CURLOPT_CAINFO, ca_file);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, milliseconds);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, milliseconds);
}

/* What will not be taken however often it is posted. */
static bool
is_final(long status)
{
	static const long codes[] = { 400, 410, 413, 414, 415, 422 };

	for (size_t i = 0; i < ARRAY_LEN(codes); i++)
		if (status == codes[i])
			return true;
	return false;
}

static void
take_status(long status, struct webhook_answer *out)
{
	out->result = status >= 200 && status < 300 ? WEBHOOK_TAKEN
	    : is_final(status) ? WEBHOOK_REFUSED : WEBHOOK_LATER;
	snprintf(out->reply, sizeof(out->reply), "HTTP status %ld", status);
}

void
webhook_post(struct webhook *webhook, const char *url, const char *id,
    struct slice body, struct webhook_answer *out)
{
	struct arena arena = ARENA_INIT;
	char error[CURL_ERROR_SIZE] = "";
	struct curl_slist *fields;
	long status = 0;
	CURLcode code;
	CURL *curl;

	*out = (struct webhook_answer){ .result = WEBHOOK_LATER };
	if (webhook->secret.len == 0) {
		snprintf(out->reply, sizeof(out->reply),
		    "webhooks.secret_file is not set");
		return;
	}
	if ((curl = curl_easy_init()) == NULL)
		log_die("out of memory: curl");
	fields = write_fields(webhook, id, body, &arena);
	set_server(webhook, curl, url);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, fields);
	curl_easy_setopt(curl, CURLOPT_POST, 1L);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)body.len);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, pass_over);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, consider);
	curl_easy_setopt(curl, CURLOPT_XFERINFODATA, webhook);
	webhook->is_stopped = false;
	code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	/* It has decided, though what it says about that is cut. */
	if (code == CURLE_OK || status >= 200) {
		take_status(status, out);
	} else {
		snprintf(out->reply, sizeof(out->reply), "%.180s", error[0] !=
		    '\0' ? error : curl_easy_strerror(code));
		out->is_silent = true;
		out->is_stopped = webhook->is_stopped;
	}
	curl_easy_cleanup(curl);
	curl_slist_free_all(fields);
	arena_free(&arena);
}
