/*
 * Tokens: `r<letter>-<key><mac>`, lower-case base32.  A token names a letter;
 * the letter's row says ticket, person and action, and the MAC binds them, so
 * that a restored database cannot give an old token a new meaning.
 *
 *	support+r2k-ac3k5...@help.test	in Reply-To, return path
 *	<md.r2k-ac3k5....u7f3@help.test>	in the letter's Message-ID
 */
#ifndef DESK_TOKEN_H
#define DESK_TOKEN_H

#include <stdbool.h>

#include "base/secret.h"
#include "base/text.h"

enum token_purpose {
	TOKEN_NONE = 0,
	TOKEN_REPLY = 'r',
	TOKEN_NOTE = 'n',    /* an agent's private answer */
	TOKEN_BOUNCE = 'b',  /* return path */
	TOKEN_VERIFY = 'v',  /* confirms one action or address, single use */
	TOKEN_CONTROL = 'c',
};

/* 80 bits for r, n, b; 100 for v, c. */
#define TOKEN_MAC_DIGITS 16
#define TOKEN_LONG_MAC_DIGITS 20

/* A token as it stands somewhere: well-formed, not yet proven. */
struct token {
	enum token_purpose purpose;
	int64_t letter;
	char key;
	char mac[TOKEN_LONG_MAC_DIGITS + 1]; /* folded, NUL-terminated */
};

/* What a letter's row says, and the MAC binds. */
struct token_binding {
	int64_t letter, ticket, person;
	struct slice action;
};

/* "r2k-a<mac>", signed with the first key; in the arena. */
struct slice token_write(const struct secret_keys *keys,
    enum token_purpose purpose, const struct token_binding *binding,
    struct arena *arena);

/*
 * Folds, then reads; false when it is none: a byte beyond the alphabet, a
 * letter's number with a leading zero or past int64_t, a MAC that is not as
 * long as its purpose has it.
 */
bool token_parse(struct slice s, struct token *out);
/* The token behind the last "+" of an address's local part, quoted or not. */
bool token_in_address(struct slice address, struct token *out);
/* The token in a Message-ID that token_message_id made. */
bool token_in_message_id(struct slice message_id, struct token *out);

/*
 * Whether the desk made this token for this letter, ticket, person and action:
 * constant-time over the MAC, with the live key that the token names.
 */
bool token_verify(const struct secret_keys *keys, const struct token *token,
    const struct token_binding *binding);

/* "local+<token>@domain" of a department's address. */
struct slice token_address(struct slice token, struct slice address,
    struct arena *arena);
/* "md.<token>.<unique>@domain", without <>. */
struct slice token_message_id(struct slice token, struct slice unique,
    struct slice domain, struct arena *arena);

/*
 * Text or HTML that leaves the desk without our tokens: every "+<token>" (the
 * plus also as %2B or an HTML reference) and token Message-ID local part is cut
 * to the bare address or "md.removed".  Copied; linear.
 */
struct slice token_scrub(struct slice text, struct arena *arena);

/* Octets a department's local part may have, so that all fits in 64. */
#define TOKEN_LOCAL_MAX 26

#endif
