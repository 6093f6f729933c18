/*
 * What rules post to other programs, by HTTPS (libcurl), signed: the header
 * X-Maildesk-Signature is "sha256=" and the HMAC of the body in hexadecimal.
 * Never to where a server sends us on, and not by way of a proxy.
 */
#ifndef PORT_WEBHOOK_H
#define PORT_WEBHOOK_H

#include <stdbool.h>

#include "base/fail.h"
#include "base/slice.h"
#include "port/conf.h"

enum webhook_result {
	WEBHOOK_TAKEN,	 /* 2xx */
	WEBHOOK_LATER,	 /* not now */
	WEBHOOK_REFUSED, /* it says that it never will */
};

#define WEBHOOK_REPLY_SIZE 200

struct webhook_answer {
	enum webhook_result result;
	bool is_silent;	 /* nobody answered in time: others may wait, too */
	bool is_stopped; /* webhook_on_stop said so */
	char reply[WEBHOOK_REPLY_SIZE]; /* "200", or what went wrong */
};

struct webhook;

/*
 * Reads the secret and what libcurl needs, before the process is confined.
 * conf is kept.  FAIL_SETUP: the secret cannot be read, or others may.  Without
 * one in conf nothing can be posted: WEBHOOK_LATER.
 */
int webhook_open(struct webhook **out, const struct conf *conf,
    struct fail *why);
void webhook_close(struct webhook *webhook); /* NULL is fine */
/* asked() is called about once a second: true gives it up. */
void webhook_on_stop(struct webhook *webhook, bool (*asked)(void *data),
    void *data);

/* `id` is the same whenever the same thing is posted again. */
void webhook_post(struct webhook *webhook, const char *url, const char *id,
    struct slice body, struct webhook_answer *out);

#endif
