/* The two ways of a letter out of the desk. */
#include "sender_post.h"

#include <stdio.h>
#include <stdlib.h>

#include "app/grant.h"
#include "base/log.h"
#include "base/text.h"
#include "port/maildir.h"

struct post {
	struct smtp *smtp; /* one of these two is NULL */
	struct maildir *maildir;
	struct grant *grant; /* NULL: no login, or by a password */
	struct role role;
};

static bool
is_stopping(void *data)
{
	const struct post *post = data;

	return role_stopping(&post->role);
}

static int
open_smtp(struct post *post, const struct conf *conf, struct fail *why)
{
	if (smtp_open(&post->smtp, conf, why) < 0)
		return -1;
	smtp_on_stop(post->smtp, is_stopping, post);
	if (*conf->smtp_oauth == '\0')
		return 0;
	return grant_open(&post->grant, conf, conf->smtp_oauth, &post->role,
	    why);
}

int
post_open(struct post **out, const struct conf *conf, const struct role *role,
    struct fail *why)
{
	struct post *post = calloc(1, sizeof(*post));
	int rc = -1;

	*out = NULL;
	if (post == NULL)
		log_die("out of memory: post");
	post->role = *role;
	switch (conf->transport) {
	case TRANSPORT_SMTP:
		rc = open_smtp(post, conf, why);
		break;
	case TRANSPORT_MAILDIR:
		rc = maildir_open(&post->maildir, conf->letters_dir, true,
		    why);
		break;
	}
	if (rc < 0)
		post_close(post);
	else
		*out = post;
	return rc;
}

void
post_close(struct post *post)
{
	if (post == NULL)
		return;
	smtp_close(post->smtp);
	grant_close(post->grant);
	maildir_close(post->maildir);
	free(post);
}

void
post_rest(struct post *post)
{
	if (post->smtp != NULL)
		smtp_hang_up(post->smtp);
}

/* Files have the line ends of this machine. */
static struct slice
without_returns(struct slice letter, struct arena *arena)
{
	struct text text = TEXT_IN(arena);
	struct slice line;

	text_reserve(&text, letter.len);
	while (slice_line(&letter, &line)) {
		text_add(&text, line);
		text_add_char(&text, '\n');
	}
	return text_slice(&text);
}

/* Nothing of it went out; the others would fare no better. */
static void
defer(struct smtp_answer *out, const struct fail *why)
{
	*out = (struct smtp_answer){ .result = SMTP_DEFERRED,
		.is_away = true };
	snprintf(out->reply, sizeof(out->reply), "%.*s",
	    (int)sizeof(out->reply) - 1, why->text);
}

static void
write_file(struct post *post, struct slice letter, struct smtp_answer *out)
{
	struct arena arena = ARENA_INIT;
	char name[MAILDIR_NAME_SIZE];
	struct fail why = FAIL_INIT;

	*out = (struct smtp_answer){ .result = SMTP_SENT };
	if (maildir_write(post->maildir, without_returns(letter, &arena), name,
		&why) < 0) {
		defer(out, &why);
	} else {
		snprintf(out->reply, sizeof(out->reply), "kept as %s", name);
	}
	arena_free(&arena);
}

static void
send_by_smtp(struct post *post, const struct outbox_row *row,
    struct slice letter, struct smtp_answer *out)
{
	struct fail why = FAIL_INIT;
	const char *token;

	if (post->grant != NULL) {
		if (grant_token(post->grant, &token, &why) < 0) {
			defer(out, &why);
			out->is_stopped = role_stopping(&post->role);
			return;
		}
		smtp_set_token(post->smtp, token);
	}
	smtp_send(post->smtp, row->return_path, row->address, letter, out);
	if (post->grant != NULL && out->is_login_refused)
		grant_doubt(post->grant);
}

void
post_send(struct post *post, const struct outbox_row *row, struct slice letter,
    struct smtp_answer *out)
{
	if (post->maildir != NULL)
		write_file(post, letter, out);
	else
		send_by_smtp(post, row, letter, out);
}
