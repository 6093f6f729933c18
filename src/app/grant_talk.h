/* What is said to a server that gives tokens out. */
#ifndef APP_GRANT_TALK_H
#define APP_GRANT_TALK_H

#include "app/role.h"
#include "port/conf.h"
#include "port/oauth_reply.h"

/* A question's way there; role is kept. */
struct grant_line {
	const struct conf_oauth *account;
	const struct role *role;
};

/* With this refresh token, or with the secret alone. */
int grant_talk_token(const struct grant_line *line, struct slice refresh,
    struct arena *arena, struct oauth_token *out, struct fail *why);
int grant_talk_code(const struct grant_line *line, struct arena *arena,
    struct oauth_code *out, struct fail *why);
int grant_talk_login(const struct grant_line *line,
    const struct oauth_code *code, struct arena *arena,
    struct oauth_token *out, enum oauth_error *error, struct fail *why);

#endif
