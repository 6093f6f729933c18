/*
 * A look at an IMAP server's bytes before the parser's: it recurses on nested
 * lists without a limit, believes every literal's length, and takes a no to
 * FETCH for a yes when something came before it.
 */
#ifndef PORT_IMAP_GUARD_H
#define PORT_IMAP_GUARD_H

#include "base/fail.h"
#include "base/slice.h"

/* Lists in lists; what we ask for has two. */
#define IMAP_GUARD_DEPTH 16
/* Longest literal that is not the body we asked for: a header's beginning. */
#define IMAP_GUARD_LITERAL (INT64_C(64) << 10)

/* How the last command ended. */
enum imap_answer { IMAP_RUNS, IMAP_OK, IMAP_NO, IMAP_BAD };

struct imap_guard {
	int64_t lines_left; /* bytes outside of the body's literal */
	int64_t body_left;  /* bytes in it */
	int64_t literal;    /* bytes to come of the one that is open */
	bool literal_is_body;
	int64_t number;     /* in the braces that are open; -1: none are */
	enum { GUARD_NO_BRACE, GUARD_DIGITS, GUARD_CLOSED } brace;
	unsigned depth;
	bool quoted, escaped;
	bool is_data; /* the line is "* 12 ..." */
	size_t at;    /* in the line */
	char tail[8]; /* the last bytes of the line before the braces */
	bool is_rest; /* the line goes on behind a literal */
	char head[160]; /* its first bytes */
	enum imap_answer ended;
	char said[160]; /* with what words */
	size_t said_len;
	bool has_exists; /* "* 12 EXISTS" was a line; for others to clear */
};

/* The answer to one more command: bytes of lines, and of one body. */
void imap_guard_allow(struct imap_guard *guard, int64_t lines, int64_t body);
/* FAIL_RETRY when the connection must be given up. */
int imap_guard_feed(struct imap_guard *guard, struct slice bytes,
    struct fail *why);

/* What the server said with its OK, NO or BAD; until the next command. */
struct slice imap_guard_said(const struct imap_guard *guard);
/* Whether its no is one that passes by itself (RFC 5530). */
bool imap_guard_is_passing(const struct imap_guard *guard);

#endif
