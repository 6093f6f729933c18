/* Messages of an import on their way to the intake, many at a time. */
#ifndef APP_CLI_IMPORT_BATCH_H
#define APP_CLI_IMPORT_BATCH_H

#include "app/cli.h"
#include "app/progress_line.h"
#include "port/lmtp_batch.h"

struct import {
	struct cli *cli;
	struct lmtp_batch *batch;
	struct slice prefix;	/* of door_refs */
	struct slice recipient; /* of all; empty: each mail says its own */
	struct progress_line line;
	const struct progress *progress;
	/* What waits for the next batch: all of it is in the arena. */
	struct arena arena;
	struct lmtp_errand errands[LMTP_BATCH_MAX];
	size_t count, bytes;
	size_t batch_max; /* messages of a batch, which come in any order */
	size_t seen, accepted, known, refused, put_off;
	size_t put_off_now; /* one after the other */
};

/*
 * One more message, whose parts stand in import->arena, which is reset now and
 * then.  Nothing is done when the archive has it.  -1: it is of no use to go
 * on.
 */
int import_add(struct import *import, struct slice ref, struct slice raw,
    struct slice sender, struct fail *why);
/* One that could not be read; -1 as import_add. */
int import_failed(struct import *import, struct slice ref, struct fail *why);
/* What waits is handed over. */
int import_flush(struct import *import, struct fail *why);

#endif
