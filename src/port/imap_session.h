/* What the files of port/imap share: libetpan's session over our stream. */
#ifndef PORT_IMAP_SESSION_H
#define PORT_IMAP_SESSION_H

#include <libetpan/libetpan.h>

#include "imap_stream.h"
#include "port/imap.h"

struct imap {
	const struct conf_imap *account;
	struct imap_stream stream;
	mailimap *session;
	struct arena arena; /* of folders' names */
};

/* libetpan's stream over ours. */
mailstream *imap_driver_new(struct imap_stream *stream);

/*
 * Before a command: the bytes that its answer may take, a body's apart, and
 * the seconds it may take besides the account's own.
 */
#define IMAP_LINES (INT64_C(64) << 10)
void imap_begin(struct imap *imap, int64_t lines, int64_t body,
    int64_t seconds);
/* After it: rc is libetpan's. 0, or -1 and "what: ...". */
int imap_end(struct imap *imap, int rc, const char *what, struct fail *why);

#endif
