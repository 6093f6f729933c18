/* The lines of a mail, whatever ends them: LF, CRLF, or CR alone. */
#ifndef MAIL_LINES_H
#define MAIL_LINES_H

#include <stdbool.h>

#include "base/slice.h"

/*
 * A reader of lines, linear in the bytes whatever they are.  A CR alone ends a
 * line only in CR mode: when the bytes have no LF at all, or lines_use_cr said
 * so.  Else it is an ordinary byte, as MTAs treat it.
 */
struct lines {
	const char *at; /* where the next line begins */
	const char *end;
	const char *lf; /* CR mode: the first LF at or behind `at`, or end */
	bool cr;
};

void lines_init(struct lines *lines, struct slice bytes);

/*
 * The next line without its line end (in LF mode also without CRs before it:
 * some programs write CR CR LF).  False when there are no more bytes.
 */
bool lines_next(struct lines *lines, struct slice *line);

/* Switches to CR mode and goes back to `at`, which lies in the bytes. */
void lines_use_cr(struct lines *lines, const char *at);
/* Goes back (or on) to `at`, which lies in the bytes. */
void lines_seek(struct lines *lines, const char *at);
/* What has not been read. */
struct slice lines_rest(const struct lines *lines);

#endif
