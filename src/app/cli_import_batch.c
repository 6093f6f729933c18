/* Messages of an import, gathered, handed over together, and told one by one. */
#include "cli_import_batch.h"

#include "app/cli_import.h"
#include "app/cli_text.h"
#include "base/crash.h"

/* So many messages put off one after the other, and the rest may wait. */
#define PUT_OFF_MAX 5
/* A batch of big ones is not longer: they are in memory. */
#define BYTES_MAX ((size_t)8 << 20)

static void
complain(struct import *import, struct slice what, const char *why)
{
	progress_line_end(&import->line);
	fprintf(stderr, "maildesk: %.*s: %s\n",
	    SLICE_ARG(cli_line(what, &import->arena)), why);
}

/* Counts a failure; -1 when it is of no use to go on. */
static int
take_failure(struct import *import, struct slice ref, struct fail *why)
{
	if (why->kind == FAIL_SETUP)
		return -1;
	complain(import, ref, why->text);
	if (why->kind == FAIL_REFUSE) {
		import->refused++;
		return 0;
	}
	import->put_off++;
	return ++import->put_off_now < PUT_OFF_MAX ? 0 : -1;
}

/* Each has its own result; one that ends the import leaves the others told. */
static int
take_results(struct import *import, struct fail *why)
{
	int rc = 0;

	for (size_t i = 0; i < import->count; i++) {
		struct lmtp_errand *errand = &import->errands[i];

		if (errand->rc == 0) {
			import->accepted++;
			import->put_off_now = 0;
		} else if (take_failure(import, errand->envelope.door_ref,
		    &errand->why) < 0 && rc == 0) {
			if (why != NULL)
				*why = errand->why;
			rc = -1;
		}
	}
	return rc;
}

int
import_flush(struct import *import, struct fail *why)
{
	int rc;

	if (import->count > 0) {
		crash_point("import.before-batch");
		lmtp_batch_send(import->batch, import->errands, import->count);
		crash_point("import.after-batch");
	}
	rc = take_results(import, why);
	import->count = import->bytes = 0;
	arena_reset(&import->arena);
	return rc;
}

/* 1: it waits for the next batch; 0: the archive has it; -1. */
static int
prepare(struct import *import, struct slice ref, struct slice raw,
    struct slice sender, struct fail *why)
{
	struct cli *cli = import->cli;
	struct lmtp_errand *errand = &import->errands[import->count];
	struct envelope *envelope = &errand->envelope;
	int64_t id;
	int got;

	got = archive_by_door_ref(cli->desk.archive, ref, &id, why);
	if (got != 0)
		return got < 0 ? -1 : 0;
	if (cli_import_envelope(cli, raw, sender, &import->arena, envelope,
		why) < 0)
		return -1;
	if (import->recipient.len > 0) {
		envelope->recipients = &import->recipient;
		envelope->recipient_count = 1;
	}
	envelope->door_ref = ref;
	errand->raw = raw;
	return 1;
}

int
import_add(struct import *import, struct slice ref, struct slice raw,
    struct slice sender, struct fail *why)
{
	int got = prepare(import, ref, raw, sender, why);

	if (got < 0)
		return -1;
	import->seen++;
	if (got == 1)
		import->count++;
	else
		import->known++;
	/* Also what is known stands in the arena, until it is reset. */
	import->bytes += raw.len;
	if (import->count < import->batch_max && import->bytes < BYTES_MAX)
		return 0;
	return import_flush(import, why);
}

int
import_failed(struct import *import, struct slice ref, struct fail *why)
{
	import->seen++;
	if (take_failure(import, ref, why) < 0)
		return -1;
	/* It may have left much in the arena. */
	return import_flush(import, why);
}
