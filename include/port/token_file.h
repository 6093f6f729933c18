/*
 * The file that keeps a token, and what is known of it.  Several processes use
 * it: each takes the lock beside it before it loads and as long as it may save.
 */
#ifndef PORT_TOKEN_FILE_H
#define PORT_TOKEN_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/slice.h"

struct token {
	struct slice whose;   /* who was asked, and for what, as a digest */
	struct slice access;  /* empty: there is none */
	struct slice refresh; /* the same */
	int64_t got_at, expires_at; /* of access */

	/* Trouble, until it is over. */
	int64_t failing_since; /* 0: there is none */
	bool is_refused;       /* a person must act */
	int64_t tries;	       /* in vain, in a row */
	int64_t retry_at;      /* not to be asked before; 0: at any time */
	struct slice why;
};

/*
 * 1; 0: there is none; -1.  FAIL_SETUP: others may read it, or it is damaged;
 * *out is empty then.
 */
int token_file_load(const char *path, struct arena *arena, struct token *out,
    struct fail *why);
/* See file_replace; mode 0600. */
int token_file_save(const char *path, const struct token *token,
    struct fail *why);

#endif
