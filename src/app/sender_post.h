/* Where letters go: to a mail server, or into a Maildir. */
#ifndef APP_SENDER_POST_H
#define APP_SENDER_POST_H

#include "app/role.h"
#include "port/conf.h"
#include "port/smtp.h"
#include "store/outbox.h"

struct post;

/* conf and role are kept. FAIL_SETUP: see smtp_open and maildir_open. */
int post_open(struct post **out, const struct conf *conf,
    const struct role *role, struct fail *why);
void post_close(struct post *post); /* NULL is fine */
/* Nothing will be sent for a while. */
void post_rest(struct post *post);

/* Sends the bytes of a letter. */
void post_send(struct post *post, const struct outbox_row *row,
    struct slice letter, struct smtp_answer *out);

#endif
