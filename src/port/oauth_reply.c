/* Answers of a server that gives tokens out, by jansson. */
#include "port/oauth_reply.h"

#include <inttypes.h>
#include <jansson.h>

#include "base/ascii.h"
#include "base/text.h"

#define ERROR_MAX ((size_t)64)
#define SAID_MAX ((size_t)200)
#define USER_CODE_MAX ((size_t)64)
#define URL_MAX ((size_t)2048)
/* Where the server does not say (RFC 6749 leaves it open; RFC 8628: 5). */
#define LIFETIME_USUAL INT64_C(3600)
#define INTERVAL_USUAL INT64_C(5)

/* What it says no with; all others want a person. */
static const struct {
	const char *name;
	enum oauth_error error;
	enum fail_kind kind;
} errors[] = {
	{ "authorization_pending", OAUTH_PENDING, FAIL_RETRY },
	{ "slow_down", OAUTH_SLOW_DOWN, FAIL_RETRY },
	{ "expired_token", OAUTH_EXPIRED, FAIL_REFUSE },
	{ "access_denied", OAUTH_DENIED, FAIL_REFUSE },
	{ "authorization_declined", OAUTH_DENIED, FAIL_REFUSE }, /* Microsoft */
	{ "temporarily_unavailable", OAUTH_OTHER, FAIL_RETRY },
	{ "server_error", OAUTH_OTHER, FAIL_RETRY },
};

static bool
is_graphic(struct slice s, char least)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.data[i] < least || s.data[i] > '~')
			return false;
	return true;
}

/* A server's sentence, fit for one quoted line. */
static struct slice
fit_for_line(struct slice said, struct arena *arena)
{
	char *fit = arena_alloc(arena, SAID_MAX);
	size_t len = said.len < SAID_MAX ? said.len : SAID_MAX;

	for (size_t i = 0; i < len; i++)
		fit[i] = said.data[i] < ' ' || said.data[i] > '~' ? '?'
		    : said.data[i] == '"' ? '\'' : said.data[i];
	return slice_make(fit, len);
}

/* 1; 0: there is none; -1: it is no text. */
static int
find_text(const json_t *root, const char *name, struct slice *out)
{
	const json_t *value = json_object_get(root, name);

	*out = SLICE_EMPTY;
	if (value == NULL || json_is_null(value))
		return 0;
	if (!json_is_string(value))
		return -1;
	*out = slice_make(json_string_value(value), json_string_length(value));
	return 1;
}

/* A text of such characters, copied; missing ones are empty. */
static int
get_text(const json_t *root, const char *name, char least, size_t max,
    struct arena *arena, struct slice *out, struct fail *why)
{
	struct slice text;

	if (find_text(root, name, &text) < 0)
		return fail_set(why, FAIL_SETUP, "its %s is no text", name);
	if (text.len > max)
		return fail_set(why, FAIL_SETUP, "its %s is longer than %zu"
		    " bytes", name, max);
	if (!is_graphic(text, least))
		return fail_set(why, FAIL_SETUP, "its %s holds characters that"
		    " do not belong there", name);
	*out = arena_copy(arena, text);
	return 0;
}

static int
get_needed(const json_t *root, const char *name, char least, size_t max,
    struct arena *arena, struct slice *out, struct fail *why)
{
	if (get_text(root, name, least, max, arena, out, why) < 0)
		return -1;
	if (out->len == 0)
		return fail_set(why, FAIL_SETUP, "it gives no %s", name);
	return 0;
}

/* Some servers write numbers as text. */
static int
get_seconds(const json_t *root, const char *name, int64_t usual, int64_t max,
    int64_t *out, struct fail *why)
{
	const json_t *value = json_object_get(root, name);

	*out = usual;
	if (value == NULL || json_is_null(value))
		return 0;
	if (json_is_integer(value))
		*out = json_integer_value(value);
	else if (!json_is_string(value) || !slice_number(slice_make(
		json_string_value(value), json_string_length(value)),
		INT64_MAX, out))
		return fail_set(why, FAIL_SETUP, "its %s is no whole number",
		    name);
	if (*out < 1 || *out > max)
		return fail_set(why, FAIL_SETUP, "its %s is not from 1 to %"
		    PRId64 " seconds", name, max);
	return 0;
}

static bool
is_busy(long status)
{
	return status >= 500 || status == 429 || status == 408;
}

/* It says what is wrong. */
static int
fail_error(const json_t *root, struct slice name, long status,
    struct arena *arena, enum oauth_error *error, struct fail *why)
{
	enum fail_kind kind = is_busy(status) ? FAIL_RETRY : FAIL_SETUP;
	struct slice said;

	for (size_t i = 0; i < ARRAY_LEN(errors); i++)
		if (slice_eq(name, slice_of(errors[i].name))) {
			*error = errors[i].error;
			kind = errors[i].kind;
		}
	find_text(root, "error_description", &said);
	name = fit_for_line(slice_head(name, ERROR_MAX), arena);
	said = fit_for_line(said, arena);
	return fail_set(why, kind, "it says %.*s%s%.*s", SLICE_ARG(name),
	    said.len > 0 ? ": " : "", SLICE_ARG(said));
}

/* An object that is no error; NULL: *why.  To be given back. */
static json_t *
open_answer(long status, struct slice body, struct arena *arena,
    enum oauth_error *error, struct fail *why)
{
	json_t *root = json_loadb(body.data != NULL ? body.data : "", body.len,
	    JSON_REJECT_DUPLICATES, NULL);
	struct slice name = SLICE_EMPTY;

	*error = OAUTH_OTHER;
	if (json_is_object(root) && find_text(root, "error", &name) == 1)
		fail_error(root, name, status, arena, error, why);
	else if (status != 200)
		fail_set(why, is_busy(status) ? FAIL_RETRY : FAIL_SETUP,
		    "it says HTTP %ld, and nothing besides", status);
	else if (!json_is_object(root))
		fail_set(why, FAIL_RETRY, "its answer is no JSON object");
	else
		return root;
	json_decref(root);
	return NULL;
}

static int
read_token(const json_t *root, struct arena *arena, struct oauth_token *out,
    struct fail *why)
{
	struct slice type;

	if (get_needed(root, "token_type", '!', ERROR_MAX, arena, &type,
		why) < 0)
		return -1;
	if (!slice_eq_nocase(type, SLICE("Bearer")))
		return fail_set(why, FAIL_SETUP, "it gives no Bearer token");
	if (get_needed(root, "access_token", '!', OAUTH_TOKEN_MAX, arena,
		&out->access, why) < 0 ||
	    get_text(root, "refresh_token", '!', OAUTH_TOKEN_MAX, arena,
		&out->refresh, why) < 0)
		return -1;
	return get_seconds(root, "expires_in", LIFETIME_USUAL,
	    OAUTH_LIFETIME_MAX, &out->lifetime, why);
}

int
oauth_reply_token(long status, struct slice body, struct arena *arena,
    struct oauth_token *out, enum oauth_error *error, struct fail *why)
{
	json_t *root = open_answer(status, body, arena, error, why);
	int rc;

	*out = (struct oauth_token){ 0 };
	if (root == NULL)
		return -1;
	rc = read_token(root, arena, out, why);
	json_decref(root);
	return rc;
}

/* A person is asked to go there. */
static int
check_url(struct slice url, struct fail *why)
{
	if (slice_starts(url, SLICE("https://")) ||
	    slice_starts(url, SLICE("http://localhost")) ||
	    slice_starts(url, SLICE("http://127.0.0.1")))
		return 0;
	return fail_set(why, FAIL_SETUP, "its verification_uri does not begin"
	    " with https://");
}

static int
read_code(const json_t *root, struct arena *arena, struct oauth_code *out,
    struct fail *why)
{
	/* Google's word is older than the RFC's. */
	const char *url = json_object_get(root, "verification_uri") == NULL &&
	    json_object_get(root, "verification_url") != NULL
	    ? "verification_url" : "verification_uri";

	if (get_needed(root, "device_code", '!', OAUTH_TOKEN_MAX, arena,
		&out->device, why) < 0 ||
	    get_needed(root, "user_code", ' ', USER_CODE_MAX, arena,
		&out->user, why) < 0 ||
	    get_needed(root, url, '!', URL_MAX, arena, &out->url, why) < 0 ||
	    get_text(root, "verification_uri_complete", '!', URL_MAX, arena,
		&out->full_url, why) < 0 ||
	    get_seconds(root, "expires_in", LIFETIME_USUAL,
		OAUTH_CODE_LIFETIME_MAX, &out->lifetime, why) < 0 ||
	    get_seconds(root, "interval", INTERVAL_USUAL, OAUTH_INTERVAL_MAX,
		&out->interval, why) < 0 ||
	    check_url(out->url, why) < 0)
		return -1;
	return out->full_url.len > 0 ? check_url(out->full_url, why) : 0;
}

int
oauth_reply_code(long status, struct slice body, struct arena *arena,
    struct oauth_code *out, struct fail *why)
{
	enum oauth_error error;
	json_t *root = open_answer(status, body, arena, &error, why);
	int rc;

	*out = (struct oauth_code){ 0 };
	if (root == NULL)
		return -1;
	rc = read_code(root, arena, out, why);
	json_decref(root);
	return rc;
}
