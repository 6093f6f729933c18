/* Questions to a server that gives tokens out, by libcurl. */
#include "port/oauth.h"

#include <curl/curl.h>
#include <string.h>

#include "base/ascii.h"
#include "base/log.h"

/* One question while it is asked. */
struct talk {
	const struct oauth_question *question;
	CURL *curl;
	struct curl_slist *fields;
	char error[CURL_ERROR_SIZE];
	struct text body;
	size_t header_len;
	bool is_too_long, is_stopped;
};

int
oauth_init(struct fail *why)
{
	static bool is_ready;

	if (!is_ready && curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return fail_set(why, FAIL_RETRY, "libcurl does not start");
	is_ready = true;
	return 0;
}

void
oauth_form_add(struct text *form, const char *name, struct slice value)
{
	static const char kept[] = "-._~";

	text_add_format(form, "%s%s=", form->len > 0 ? "&" : "", name);
	for (size_t i = 0; i < value.len; i++) {
		char c = value.data[i];

		if (ascii_is_alnum(c) || (c != '\0' && strchr(kept, c) != NULL))
			text_add_char(form, c);
		else
			text_add_format(form, "%%%02X", (unsigned char)c);
	}
}

static size_t
take_body(char *data, size_t size, size_t count, void *user)
{
	struct talk *talk = user;
	size_t len = size * count;

	if (len > OAUTH_ANSWER_MAX - talk->body.len) {
		talk->is_too_long = true;
		return 0;
	}
	text_add(&talk->body, slice_make(data, len));
	return len;
}

/* What it says does not matter, but a header without an end does. */
static size_t
take_header(char *data, size_t size, size_t count, void *user)
{
	struct talk *talk = user;
	size_t len = size * count;

	(void)data;
	if (len > OAUTH_ANSWER_MAX - talk->header_len) {
		talk->is_too_long = true;
		return 0;
	}
	talk->header_len += len;
	return len;
}

static int
consider(void *user, curl_off_t down_total, curl_off_t down,
    curl_off_t up_total, curl_off_t up)
{
	struct talk *talk = user;
	const struct oauth_question *question = talk->question;

	(void)down_total;
	(void)down;
	(void)up_total;
	(void)up;
	if (question->asked == NULL || !question->asked(question->data))
		return 0;
	talk->is_stopped = true;
	return 1;
}

static void
set_server(struct talk *talk)
{
	const struct oauth_question *question = talk->question;
	CURL *curl = talk->curl;

	curl_easy_setopt(curl, CURLOPT_URL, question->url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https,http");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_HTTP_VERSION,
	    (long)CURL_HTTP_VERSION_1_1);
	/* Not by way of what the environment says. */
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	if (question->ca_file[0] != '\0')
		curl_easy_setopt(curl, CURLOPT_CAINFO, question->ca_file);
}

static void
set_question(struct talk *talk)
{
	const struct oauth_question *question = talk->question;
	CURL *curl = talk->curl;
	long milliseconds = (long)question->timeout * 1000;

	/* Without "Expect: 100-continue": some servers know it not. */
	talk->fields = curl_slist_append(NULL, "Accept: application/json");
	if (talk->fields == NULL ||
	    curl_slist_append(talk->fields, "Expect:") == NULL)
		log_die("out of memory: curl");
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, talk->fields);
	curl_easy_setopt(curl, CURLOPT_POST, 1L);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, question->form.data);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE,
	    (long)question->form.len);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, milliseconds);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, milliseconds);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, talk->error);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, talk);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, talk);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, consider);
	curl_easy_setopt(curl, CURLOPT_XFERINFODATA, talk);
}

static int
fail_talk(const struct talk *talk, CURLcode code, struct fail *why)
{
	const char *said = talk->error[0] != '\0' ? talk->error
	    : curl_easy_strerror(code);

	if (talk->is_stopped)
		return fail_set(why, FAIL_RETRY, "stopped");
	if (talk->is_too_long)
		return fail_set(why, FAIL_RETRY, "%s: its answer is longer than"
		    " %zu bytes", talk->question->url, OAUTH_ANSWER_MAX);
	return fail_set(why, code == CURLE_PEER_FAILED_VERIFICATION ||
	    code == CURLE_SSL_CACERT_BADFILE ? FAIL_SETUP : FAIL_RETRY,
	    "%s: %s", talk->question->url, said);
}

int
oauth_ask(const struct oauth_question *question, struct arena *arena,
    struct oauth_answer *out, struct fail *why)
{
	struct talk talk = { .question = question, .body = TEXT_IN(arena) };
	CURLcode code;
	int rc = 0;

	if (oauth_init(why) < 0)
		return -1;
	if ((talk.curl = curl_easy_init()) == NULL)
		log_die("out of memory: curl");
	set_server(&talk);
	set_question(&talk);
	code = curl_easy_perform(talk.curl);
	if (code != CURLE_OK)
		rc = fail_talk(&talk, code, why);
	curl_easy_getinfo(talk.curl, CURLINFO_RESPONSE_CODE, &out->status);
	out->body = text_slice(&talk.body);
	curl_easy_cleanup(talk.curl);
	curl_slist_free_all(talk.fields);
	return rc;
}
