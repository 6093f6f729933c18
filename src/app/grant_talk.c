/* The questions: forms there, tokens back. */
#include "grant_talk.h"

#include <string.h>

#include "base/secret.h"
#include "base/text.h"
#include "port/oauth.h"
#include "port/secret_file.h"

#define DEVICE_GRANT "urn:ietf:params:oauth:grant-type:device_code"

/* A form while it is filled in, and what must not be told of it. */
struct form {
	struct arena arena;
	struct text text;
	char *secret; /* the client's; NULL: it has none */
	struct slice token; /* the one that is sent; may be empty */
};

static int
begin(struct form *form, const struct grant_line *line, bool with_secret,
    struct fail *why)
{
	const struct conf_oauth *account = line->account;

	*form = (struct form){ .arena = ARENA_INIT };
	form->text = TEXT_IN(&form->arena);
	/* Grown in place it would leave copies behind. */
	text_reserve(&form->text, 4 * OAUTH_TOKEN_MAX);
	if (with_secret && account->client_secret_file[0] != '\0' &&
	    secret_file_read(account->client_secret_file, &form->arena,
		&form->secret, why) < 0) {
		fail_add(why, "oauth.client_secret_file");
		return -1;
	}
	oauth_form_add(&form->text, "client_id",
	    slice_of(account->client_id));
	if (form->secret != NULL)
		oauth_form_add(&form->text, "client_secret",
		    slice_of(form->secret));
	return 0;
}

static void
end(struct form *form)
{
	if (form->secret != NULL)
		secret_wipe(form->secret, strlen(form->secret));
	if (form->text.data != NULL)
		secret_wipe(form->text.data, form->text.size);
	arena_free(&form->arena);
}

static bool
is_stopping(void *data)
{
	const struct grant_line *line = data;

	return line->role != NULL && role_stopping(line->role);
}

static int
ask(const struct grant_line *line, const char *url, const struct form *form,
    struct arena *arena, struct oauth_answer *out, struct fail *why)
{
	struct oauth_question question = { .url = url,
		.form = text_slice(&form->text),
		.ca_file = line->account->ca_file,
		.timeout = line->account->timeout, .asked = is_stopping,
		.data = (void *)(uintptr_t)line };

	return oauth_ask(&question, arena, out, why);
}

/* A server that says our secrets back shall not have them logged. */
static int
keep_quiet(const struct form *form, const char *url, struct fail *why)
{
	struct slice said = slice_of(why->text);

	if ((form->secret != NULL && slice_has(said,
		slice_of(form->secret))) ||
	    (form->token.len > 0 && slice_has(said, form->token)))
		fail_set(why, why->kind, "it says no, and our own secret"
		    " back");
	return fail_add(why, "%s", url);
}

/* The answer holds tokens, too: of them `out` has copies. */
static int
ask_for_token(const struct grant_line *line, struct form *form,
    struct arena *arena, struct oauth_token *out, enum oauth_error *error,
    struct fail *why)
{
	const char *url = line->account->token_url;
	struct oauth_answer answer;
	int rc;

	*error = OAUTH_OTHER;
	if (ask(line, url, form, &form->arena, &answer, why) < 0)
		return -1;
	rc = oauth_reply_token(answer.status, answer.body, arena, out, error,
	    why);
	secret_wipe((void *)(uintptr_t)answer.body.data, answer.body.len);
	return rc < 0 ? keep_quiet(form, url, why) : 0;
}

int
grant_talk_token(const struct grant_line *line, struct slice refresh,
    struct arena *arena, struct oauth_token *out, struct fail *why)
{
	bool is_alone = line->account->grant == GRANT_CLIENT_CREDENTIALS;
	enum oauth_error error;
	struct form form;
	int rc = -1;

	if (begin(&form, line, true, why) < 0)
		goto done;
	oauth_form_add(&form.text, "grant_type", is_alone
	    ? SLICE("client_credentials") : SLICE("refresh_token"));
	if (!is_alone)
		oauth_form_add(&form.text, "refresh_token", refresh);
	/* A refresh token knows what it was given for. */
	if (is_alone && line->account->scope[0] != '\0')
		oauth_form_add(&form.text, "scope",
		    slice_of(line->account->scope));
	form.token = refresh;
	rc = ask_for_token(line, &form, arena, out, &error, why);
	/* Here nobody is asked: a no is one that a person must see to. */
	if (rc < 0 && why->kind == FAIL_REFUSE)
		why->kind = FAIL_SETUP;
done:
	end(&form);
	return rc;
}

int
grant_talk_code(const struct grant_line *line, struct arena *arena,
    struct oauth_code *out, struct fail *why)
{
	const char *url = line->account->device_url;
	struct oauth_answer answer;
	struct form form;
	int rc = -1;

	if (begin(&form, line, false, why) < 0)
		goto done;
	if (line->account->scope[0] != '\0')
		oauth_form_add(&form.text, "scope",
		    slice_of(line->account->scope));
	if (ask(line, url, &form, &form.arena, &answer, why) < 0)
		goto done;
	rc = oauth_reply_code(answer.status, answer.body, arena, out, why);
	if (rc < 0)
		keep_quiet(&form, url, why);
done:
	end(&form);
	return rc;
}

int
grant_talk_login(const struct grant_line *line,
    const struct oauth_code *code, struct arena *arena,
    struct oauth_token *out, enum oauth_error *error, struct fail *why)
{
	struct form form;
	int rc = -1;

	*error = OAUTH_OTHER;
	if (begin(&form, line, true, why) == 0) {
		oauth_form_add(&form.text, "grant_type", SLICE(DEVICE_GRANT));
		oauth_form_add(&form.text, "device_code", code->device);
		form.token = code->device;
		rc = ask_for_token(line, &form, arena, out, error, why);
	}
	end(&form);
	return rc;
}
