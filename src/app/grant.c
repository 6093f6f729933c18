/* Tokens: from memory, from the file, from the server. */
#include "app/grant.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/encode.h"
#include "base/file.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/text.h"
#include "grant_talk.h"
#include "port/oauth.h"

/* Seconds before its end in which a token is renewed, and still used. */
#define RENEW_BEFORE INT64_C(300)
#define USE_BEFORE INT64_C(30)
/* Seconds in which a token that is not taken is not the token's fault. */
#define NEW_FOR INT64_C(60)
/* Seconds until the server is asked again; doubles. */
#define FIRST_WAIT INT64_C(5)
#define LAST_WAIT INT64_C(300)
#define FIRST_REFUSED INT64_C(60)
#define LAST_REFUSED INT64_C(3600)
/* What is further ahead was noted by a clock that was wrong (DESIGN 5). */
#define AHEAD_MAX INT64_C(3600)
/* Milliseconds between two looks at a lock that a peer has. */
#define LOCK_LOOK 50

struct grant {
	const struct conf *conf;
	const struct conf_oauth *account;
	const struct role *role; /* NULL: a person is there */
	struct grant_line line;
	char *folder;
	/* The last token that was given out. */
	struct arena memory;
	struct slice access;
	int64_t got_at, expires_at;
	bool is_doubted;
};

/* Under the lock: what the file says, and the arena that it is in. */
struct state {
	int lock;
	struct arena arena;
	const char *path;
	struct token token;
};

/* --- its place -------------------------------------------------------------- */

const char *
grant_folder(const struct conf *conf, const char *name, struct arena *arena)
{
	return arena_format(arena, "%s/oauth/%s", conf->state_dir, name).data;
}

/* Other settings, other tokens. */
static struct slice
whose(const struct conf_oauth *account, struct arena *arena)
{
	const char *const words[] = { account->token_url, account->client_id,
		account->scope, account->grant == GRANT_CLIENT_CREDENTIALS
		    ? "client" : "refresh" };
	unsigned char digest[SECRET_DIGEST_SIZE];
	struct text text = TEXT_IN(arena);
	struct secret_hash hash;

	secret_hash_begin(&hash);
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		secret_hash_add(&hash, slice_make(words[i],
		    strlen(words[i]) + 1));
	secret_hash_end(&hash, digest);
	encode_hex(&text, slice_make(digest, 16));
	return text_slice(&text);
}

int
grant_load(const struct conf *conf, const struct conf_oauth *account,
    struct arena *arena, struct token *out, struct fail *why)
{
	const char *path = arena_format(arena, "%s/token",
	    grant_folder(conf, account->name, arena)).data;
	int got = token_file_load(path, arena, out, why);

	if (got == 1 && !slice_eq(out->whose, whose(account, arena))) {
		*out = (struct token){ 0 };
		got = 0;
	}
	return got;
}

int
grant_open(struct grant **out, const struct conf *conf, const char *name,
    const struct role *role, struct fail *why)
{
	const struct conf_oauth *account = conf_oauth_find(conf, name);
	struct grant *grant = calloc(1, sizeof(*grant));
	const char *parent;
	int rc;

	*out = NULL;
	if (grant == NULL || account == NULL)
		log_die("cannot open the grant %s", name);
	*grant = (struct grant){ .conf = conf, .account = account,
		.role = role, .line = { account, role } };
	parent = arena_format(&grant->memory, "%s/oauth", conf->state_dir).data;
	grant->folder = strdup(grant_folder(conf, name, &grant->memory));
	if (grant->folder == NULL)
		log_die("out of memory: a grant");
	rc = file_mkdir(parent, 0700, why);
	if (rc == 0)
		rc = file_mkdir(grant->folder, 0700, why);
	if (rc == 0)
		rc = oauth_init(why);
	if (rc < 0)
		grant_close(grant);
	else
		*out = grant;
	return rc;
}

static void
forget(struct grant *grant)
{
	secret_wipe((void *)(uintptr_t)grant->access.data,
	    grant->access.len);
	arena_free(&grant->memory);
	grant->access = SLICE_EMPTY;
	grant->is_doubted = false;
}

void
grant_close(struct grant *grant)
{
	if (grant == NULL)
		return;
	forget(grant);
	free(grant->folder);
	free(grant);
}

/* --- under the lock ---------------------------------------------------------- */

static bool
wait_a_little(const struct grant *grant)
{
	static const struct role alone = ROLE_ALONE;

	return role_wait(grant->role != NULL ? grant->role : &alone,
	    LOCK_LOOK);
}

/* A peer that asks the server has the lock for as long as that may take. */
static int
take_lock(const struct grant *grant, struct state *state, struct fail *why)
{
	const char *path = arena_format(&state->arena, "%s/lock",
	    grant->folder).data;
	int64_t end = clock_mono() + 2 * grant->account->timeout * 1000;

	while ((state->lock = file_lock(path, false, why)) < 0) {
		if (why->kind != FAIL_RETRY || clock_mono() > end)
			return -1;
		if (wait_a_little(grant))
			return fail_set(why, FAIL_RETRY, "stopped");
	}
	return 0;
}

static int
open_state(const struct grant *grant, struct state *state, struct fail *why)
{
	*state = (struct state){ .lock = -1, .arena = ARENA_INIT };
	state->path = arena_format(&state->arena, "%s/token",
	    grant->folder).data;
	if (take_lock(grant, state, why) < 0)
		return -1;
	return grant_load(grant->conf, grant->account, &state->arena,
	    &state->token, why) < 0 ? -1 : 0;
}

static void
close_state(struct state *state)
{
	const struct slice secrets[] = { state->token.access,
		state->token.refresh };

	for (size_t i = 0; i < ARRAY_LEN(secrets); i++)
		secret_wipe((void *)(uintptr_t)secrets[i].data,
		    secrets[i].len);
	if (state->lock >= 0)
		close(state->lock);
	arena_free(&state->arena);
}

static int
save(const struct grant *grant, struct state *state, struct fail *why)
{
	state->token.whose = whose(grant->account, &state->arena);
	return token_file_save(state->path, &state->token, why);
}

static void
take_over(struct grant *grant, const struct token *token)
{
	forget(grant);
	grant->access = slice_of(arena_string(&grant->memory, token->access));
	grant->got_at = token->got_at;
	grant->expires_at = token->expires_at;
}

/* What the server has given, without the trouble there was. */
static void
accept(const struct grant *grant, struct state *state,
    const struct oauth_token *given, int64_t now)
{
	struct token *token = &state->token;
	struct slice refresh = given->refresh.len > 0 ? given->refresh
						      : token->refresh;

	*token = (struct token){ .access = given->access, .got_at = now,
		.expires_at = now + given->lifetime };
	if (grant->account->grant == GRANT_REFRESH_TOKEN)
		token->refresh = refresh;
}

/* --- asking ------------------------------------------------------------------ */

static int64_t
wait_after(int64_t tries, bool is_refused)
{
	int64_t wait = is_refused ? FIRST_REFUSED : FIRST_WAIT;
	int64_t last = is_refused ? LAST_REFUSED : LAST_WAIT;

	while (tries-- > 1 && wait < last)
		wait *= 2;
	return wait < last ? wait : last;
}

static void
note_failure(const struct grant *grant, struct state *state, int64_t now,
    const struct fail *failure)
{
	struct token *token = &state->token;
	const char *name = grant->account->name;
	struct fail why = FAIL_INIT;
	int64_t wait;

	/* A change from one kind to the other begins anew. */
	if (token->is_refused != (failure->kind == FAIL_SETUP))
		token->tries = 1;
	token->is_refused = failure->kind == FAIL_SETUP;
	wait = wait_after(token->tries, token->is_refused);
	token->retry_at = now + wait;
	if (token->failing_since == 0)
		token->failing_since = now;
	token->why = slice_of(failure->text);
	if (save(grant, state, &why) < 0 && grant->role != NULL)
		log_error("oauth-cannot-save", "account=%s why=\"%s\"", name,
		    why.text);
	if (grant->role == NULL)
		return;
	if (token->is_refused)
		log_error("oauth-refused", "account=%s why=\"%s\" seconds=%"
		    PRId64, name, failure->text, wait);
	else
		log_warn("oauth-waits", "account=%s why=\"%s\" seconds=%"
		    PRId64, name, failure->text, wait);
}

static int
note_success(const struct grant *grant, struct state *state,
    const struct oauth_token *given, int64_t now)
{
	struct fail why = FAIL_INIT;

	accept(grant, state, given, now);
	/* It is good all the same; the refresh token may be the old one's. */
	if (save(grant, state, &why) < 0 && grant->role != NULL)
		log_error("oauth-cannot-save", "account=%s why=\"%s\"",
		    grant->account->name, why.text);
	if (grant->role != NULL)
		log_info("oauth-refreshed", "account=%s seconds=%" PRId64,
		    grant->account->name, given->lifetime);
	return 0;
}

static int
fail_login(const struct grant *grant, struct fail *why)
{
	return fail_set(why, FAIL_SETUP, "nobody has logged in yet; run:"
	    " maildesk oauth login %s", grant->account->name);
}

/*
 * The attempt is written down first: a disk that takes nothing is found out
 * before the server has given a token that it will not give a second time.
 */
static int
ask(const struct grant *grant, struct state *state, int64_t now,
    struct fail *why)
{
	struct token *token = &state->token;
	struct oauth_token given;

	if (grant->account->grant == GRANT_REFRESH_TOKEN &&
	    token->refresh.len == 0)
		return fail_login(grant, why);
	token->tries = token->tries < INT32_MAX ? token->tries + 1 : INT32_MAX;
	if (save(grant, state, why) < 0)
		return -1;
	if (grant_talk_token(&grant->line, token->refresh, &state->arena,
		&given, why) == 0)
		return note_success(grant, state, &given, now);
	if (grant->role == NULL || !role_stopping(grant->role))
		note_failure(grant, state, now, why);
	return -1;
}

static bool
is_good(int64_t got_at, int64_t expires_at, int64_t before, int64_t now)
{
	/* Short-lived ones cannot be renewed long before their end. */
	if (before > (expires_at - got_at) / 4)
		before = (expires_at - got_at) / 4;
	return expires_at - now > before && got_at - now <= AHEAD_MAX;
}

/* The server did not take it, and it was not just made. */
static bool
is_stale(const struct grant *grant, const struct token *token, int64_t now)
{
	return grant->is_doubted && slice_eq(token->access, grant->access) &&
	    now - token->got_at >= NEW_FOR;
}

/* Asks unless it is too early: *why is what it was the last time. */
static int
ask_if_due(const struct grant *grant, struct state *state, int64_t now,
    struct fail *why)
{
	const struct token *token = &state->token;

	if (token->retry_at > now &&
	    token->retry_at - now <= LAST_REFUSED)
		return fail_set(why, token->is_refused ? FAIL_SETUP
		    : FAIL_RETRY, "%.*s", SLICE_ARG(token->why));
	return ask(grant, state, now, why);
}

static int
obtain(struct grant *grant, bool force, struct fail *why)
{
	int64_t now = clock_now();
	struct state state;
	const struct token *token = &state.token;
	bool is_usable;
	int rc = open_state(grant, &state, why);

	if (rc == 0) {
		is_usable = token->access.len > 0 &&
		    !is_stale(grant, token, now);
		if (force)
			rc = ask(grant, &state, now, why);
		else if (!is_usable || !is_good(token->got_at,
			token->expires_at, RENEW_BEFORE, now))
			rc = ask_if_due(grant, &state, now, why);
		/* Until its end the old one serves. */
		if (rc < 0 && !force && is_usable && is_good(token->got_at,
			token->expires_at, USE_BEFORE, now))
			rc = 0;
	}
	if (rc == 0)
		take_over(grant, token);
	close_state(&state);
	return rc < 0 ? fail_add(why, "oauth %s", grant->account->name) : 0;
}

int
grant_token(struct grant *grant, const char **token, struct fail *why)
{
	bool is_known = grant->access.len > 0 && !grant->is_doubted &&
	    is_good(grant->got_at, grant->expires_at, RENEW_BEFORE,
	    clock_now());

	if (!is_known && obtain(grant, false, why) < 0)
		return -1;
	*token = grant->access.data;
	return 0;
}

void
grant_doubt(struct grant *grant)
{
	grant->is_doubted = true;
}

int
grant_refresh(struct grant *grant, struct fail *why)
{
	return obtain(grant, true, why);
}

/* --- a person's login ---------------------------------------------------------- */

int
grant_ask_code(struct grant *grant, struct arena *arena,
    struct oauth_code *out, struct fail *why)
{
	if (grant->account->device_url[0] == '\0')
		return fail_set(why, FAIL_SETUP, "oauth.device_url is not set"
		    " for %s: this provider has no codes for devices",
		    grant->account->name);
	return grant_talk_code(&grant->line, arena, out, why);
}

/* What was there before may be damaged, and gives way. */
static int
keep(struct grant *grant, const struct oauth_token *given, struct fail *why)
{
	struct state state = { .lock = -1, .arena = ARENA_INIT };
	int rc;

	if (given->refresh.len == 0)
		return fail_set(why, FAIL_SETUP, "the server gave no refresh"
		    " token; does oauth.scope ask for one (offline_access)?");
	state.path = arena_format(&state.arena, "%s/token",
	    grant->folder).data;
	rc = take_lock(grant, &state, why);
	if (rc == 0) {
		accept(grant, &state, given, clock_now());
		rc = save(grant, &state, why);
	}
	if (rc == 0)
		take_over(grant, &state.token);
	close_state(&state);
	return rc;
}

int
grant_ask_login(struct grant *grant, const struct oauth_code *code,
    enum oauth_error *error, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct oauth_token given;
	int rc = grant_talk_login(&grant->line, code, &arena, &given, error,
	    why);

	if (rc == 0)
		rc = keep(grant, &given, why);
	arena_free(&arena);
	return rc;
}

int
grant_adopt(struct grant *grant, struct slice refresh, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct oauth_token given;
	int rc = grant_talk_token(&grant->line, refresh, &arena, &given, why);

	if (rc == 0 && given.refresh.len == 0)
		given.refresh = arena_copy(&arena, refresh);
	if (rc == 0)
		rc = keep(grant, &given, why);
	arena_free(&arena);
	return rc;
}

/* --- for who looks -------------------------------------------------------------- */

const char *
grant_alarm(const struct conf_oauth *account, const struct token *token,
    struct arena *arena)
{
	if (account->grant == GRANT_REFRESH_TOKEN && token->refresh.len == 0)
		return arena_format(arena, "nobody has logged in; run:"
		    " maildesk oauth login %s", account->name).data;
	if (!token->is_refused)
		return NULL;
	return arena_format(arena, "%.*s; when that is seen to: maildesk oauth"
	    " %s %s", SLICE_ARG(token->why),
	    account->grant == GRANT_REFRESH_TOKEN ? "login" : "refresh",
	    account->name).data;
}
