/* The intake's durable step: complete messages into the archive. */
#ifndef APP_INTAKE_COMMIT_H
#define APP_INTAKE_COMMIT_H

#include <sys/types.h>

#include "intake_client.h"
#include "store/archive.h"

struct intake_archive {
	const char *path; /* kept */
	struct archive *archive;
	dev_t device; /* of the file that is open */
	ino_t inode;
	int64_t min_free;
	int64_t free;	    /* bytes, as of checked_at */
	int64_t checked_at; /* clock_mono's; 0: never */
};

int intake_archive_open(struct intake_archive *archive, const char *path,
    int64_t min_free, struct fail *why);
void intake_archive_close(struct intake_archive *archive);

/* Is there room for a message of so many bytes? Looks once a second. */
bool intake_archive_has_room(struct intake_archive *archive, int64_t size,
    int64_t now);

/*
 * Puts the message of every client in the chain (next_waiting) into the archive
 * in one transaction, and says in each client's verdict what it shall be told.
 * -1: nobody may be told anything, as the disk no longer keeps its word, or the
 * archive is no longer at its place.
 */
int intake_commit(struct intake_archive *archive, struct client *first,
    struct fail *why);

#endif
