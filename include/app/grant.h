/*
 * A grant: the right to log in with tokens, of one of the list `oauth`.  What
 * is had stands in the file oauth/NAME/token of state.dir, under a lock: who
 * needs a token asks the server for it, unless a peer just did.
 *
 * Failures: FAIL_SETUP, a person must act (nobody has logged in, the server
 * refuses the grant); FAIL_RETRY, later it may work.  Both are noted in the
 * file, and the server is not asked again before some time is over.
 */
#ifndef APP_GRANT_H
#define APP_GRANT_H

#include "app/role.h"
#include "port/conf.h"
#include "port/oauth_reply.h"
#include "port/token_file.h"

struct grant;

/*
 * name is one of conf's; both and role are kept.  Makes the folder, which a
 * role must do before it is confined.  role NULL: a person is there, nothing
 * is logged.
 */
int grant_open(struct grant **out, const struct conf *conf, const char *name,
    const struct role *role, struct fail *why);
void grant_close(struct grant *grant); /* NULL is fine */

/*
 * An access token that is good for a while, from memory, the file or the
 * server.  *token is good until the next call about the grant.
 */
int grant_token(struct grant *grant, const char **token, struct fail *why);
/*
 * A server did not take the last token: unless it is brand-new, the next one
 * will be another.
 */
void grant_doubt(struct grant *grant);
/* Asks for a new one now, whatever there is. */
int grant_refresh(struct grant *grant, struct fail *why);

/*
 * The login of a person (RFC 8628).  grant_ask_code: what to show them.
 * grant_ask_login: whether they are through; when they are, the grant is kept.
 */
int grant_ask_code(struct grant *grant, struct arena *arena,
    struct oauth_code *out, struct fail *why);
int grant_ask_login(struct grant *grant, const struct oauth_code *code,
    enum oauth_error *error, struct fail *why);
/* Keeps a refresh token that was had elsewhere, once it has proven good. */
int grant_adopt(struct grant *grant, struct slice refresh, struct fail *why);

/* Where its files are; in the arena. */
const char *grant_folder(const struct conf *conf, const char *name,
    struct arena *arena);
/*
 * What is known of it, without asking anybody: 1; 0: nothing, or it was made
 * for other settings; -1.
 */
int grant_load(const struct conf *conf, const struct conf_oauth *account,
    struct arena *arena, struct token *out, struct fail *why);
/*
 * What a person must do about it; NULL: nothing.  token is what grant_load
 * has found, empty when it found nothing.
 */
const char *grant_alarm(const struct conf_oauth *account,
    const struct token *token, struct arena *arena);

#endif
