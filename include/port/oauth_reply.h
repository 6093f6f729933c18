/*
 * What a server that gives tokens out has answered (JSON; RFC 6749 section 5,
 * RFC 8628 section 3): believed only if it is what it should be.  A sentence
 * about it holds nothing that would not be fit for one line of a log.
 */
#ifndef PORT_OAUTH_REPLY_H
#define PORT_OAUTH_REPLY_H

#include <stdint.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/slice.h"

/* Longer tokens, and longer lives, are refused. */
#define OAUTH_TOKEN_MAX ((size_t)16 << 10)
#define OAUTH_LIFETIME_MAX (INT64_C(366) * 86400)
#define OAUTH_CODE_LIFETIME_MAX INT64_C(86400)
#define OAUTH_INTERVAL_MAX INT64_C(300)

struct oauth_token {
	struct slice access;  /* graphic ASCII */
	struct slice refresh; /* the same; empty: the old one stays good */
	int64_t lifetime;     /* seconds */
};

/* For the device-code flow: what the person is to do. */
struct oauth_code {
	struct slice device; /* graphic ASCII; a secret */
	struct slice user;   /* printable ASCII, to be typed at `url` */
	struct slice url;
	struct slice full_url; /* with the code in it; empty: there is none */
	int64_t lifetime;
	int64_t interval; /* seconds between two questions */
};

/* What asking again may change. */
enum oauth_error {
	OAUTH_OTHER,
	OAUTH_PENDING,   /* the person is not ready yet */
	OAUTH_SLOW_DOWN, /* we ask too often */
	OAUTH_EXPIRED,   /* the person took too long */
	OAUTH_DENIED,	 /* the person said no */
};

/*
 * Both: in the arena.  -1: FAIL_RETRY, the server's trouble; FAIL_SETUP, it
 * says no, and a person must act; FAIL_REFUSE with OAUTH_EXPIRED and
 * OAUTH_DENIED.
 */
int oauth_reply_token(long status, struct slice body, struct arena *arena,
    struct oauth_token *out, enum oauth_error *error, struct fail *why);
int oauth_reply_code(long status, struct slice body, struct arena *arena,
    struct oauth_code *out, struct fail *why);

#endif
