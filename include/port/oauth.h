/*
 * A question to a server that gives tokens out (RFC 6749, 8628), by HTTPS
 * (libcurl): a form goes there, a few bytes come back.  In clear only to this
 * machine, which conf has seen to; never to where the server sends us on.
 */
#ifndef PORT_OAUTH_H
#define PORT_OAUTH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fail.h"
#include "base/text.h"

/* Of the answer, and of its header. */
#define OAUTH_ANSWER_MAX ((size_t)64 << 10)

struct oauth_question {
	const char *url;
	struct slice form;
	const char *ca_file; /* "" is the system's */
	int64_t timeout;     /* seconds, for all of it */
	/* Called about once a second: true gives it up.  NULL: never. */
	bool (*asked)(void *data);
	void *data;
};

struct oauth_answer {
	long status; /* of HTTP: 200 */
	struct slice body;
};

/* Once, before the process is confined: libcurl reads its files. */
int oauth_init(struct fail *why);

/* A field of a form, its value encoded. */
void oauth_form_add(struct text *form, const char *name, struct slice value);

/*
 * The answer, whatever its status, in the arena; its memory is not wiped.
 * FAIL_RETRY: none came, or too much; FAIL_SETUP: the server's certificate is
 * not trusted, or ours cannot be read.
 */
int oauth_ask(const struct oauth_question *question, struct arena *arena,
    struct oauth_answer *out, struct fail *why);

#endif
