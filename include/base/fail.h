/* Why something failed: what the caller shall do, and a sentence for people. */
#ifndef BASE_FAIL_H
#define BASE_FAIL_H

enum fail_kind {
	FAIL_RETRY,  /* the world's trouble: wait and try again; exit 75, 451 */
	FAIL_REFUSE, /* the input's fault: it will never work */
	FAIL_SETUP,  /* a person must set something up first */
	/*
	 * The disk failed, and what it says from here on may be a lie: the
	 * process must end, and the next one looks the databases over.
	 */
	FAIL_SYNC,
};

struct fail {
	enum fail_kind kind;
	char text[512]; /* one line, no line end, cut when longer */
};

#define FAIL_INIT { FAIL_RETRY, "" }

/* All three return -1, for `return fail_set(why, ...)`. why may be NULL. */
int fail_set(struct fail *why, enum fail_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Adds ": " and what errno says. */
int fail_sys(struct fail *why, enum fail_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Puts "prefix: " before the sentence that is there. */
int fail_add(struct fail *why, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* "retry", "refuse", "setup", "sync". */
const char *fail_kind_name(enum fail_kind kind);

#endif
