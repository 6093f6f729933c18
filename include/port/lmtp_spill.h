/*
 * Bodies on their way in: in memory while they are small, in an unlinked
 * temporary file when one grows over 512 KiB or all together over 16 MiB, so
 * that memory stays bounded however many clients send.
 */
#ifndef PORT_LMTP_SPILL_H
#define PORT_LMTP_SPILL_H

#include "base/fail.h"
#include "base/slice.h"

/*
 * A file costs as much as twenty mails.  With 64 KiB every mail with a picture
 * or a document would need one, a tenth of all; with 512 KiB few do.  Memory is
 * no reason for less: the second figure bounds it, whatever the first is.
 */
#define LMTP_SPILL_EACH ((size_t)512 << 10)
#define LMTP_SPILL_ALL ((size_t)16 << 20)

/* What all bodies share. */
struct lmtp_spill_pool {
	const char *dir;  /* where the files are made; kept */
	size_t each_max;  /* bytes of one body in memory */
	size_t all_max;	  /* bytes of all bodies in memory */
	size_t in_memory; /* held now; begins with 0 */
	int64_t min_free; /* bytes that the files leave free on their disk */
};

struct lmtp_spill {
	struct lmtp_spill_pool *pool;
	char *data;   /* NULL once it is in the file */
	size_t room;  /* bytes that data can hold */
	int fd;	      /* -1 while it is in memory */
	int64_t size; /* of the body */
};

/* An empty body; kept: pool. */
void lmtp_spill_init(struct lmtp_spill *spill, struct lmtp_spill_pool *pool);
/*
 * Adds to the end.  -1, and errno says why, when the file cannot be made or
 * written, or its disk would be too full (ENOSPC); the body is then good for
 * lmtp_spill_free only.
 */
int lmtp_spill_add(struct lmtp_spill *spill, struct slice bytes,
    struct fail *why);
/* The body when it is in memory (data is never NULL); data NULL when in fd. */
struct slice lmtp_spill_memory(const struct lmtp_spill *spill);
/* Gives memory and file back; the spill is empty and can be used again. */
void lmtp_spill_free(struct lmtp_spill *spill);

#endif
