/*
 * maildesk import: old mail, through the intake like any other.  Every message
 * has a reference made of its place, so what was taken is not taken twice, and
 * an import that was stopped goes on when it is started again.
 */
#include "app/cli_import.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/cli_commands.h"
#include "app/cli_print.h"
#include "app/cli_text.h"
#include "base/clock.h"
#include "base/crash.h"
#include "base/encode.h"
#include "mail/address.h"
#include "port/lmtp_client.h"
#include "port/lmtp_socket.h"
#include "port/maildir.h"
#include "port/mbox.h"
#include "store/recipients.h"

/* So many messages put off one after the other, and the rest may wait. */
#define PUT_OFF_MAX 5
/* Milliseconds between two looks of the line that shows how far it is. */
#define SHOW_EVERY 200

struct import {
	struct cli *cli;
	struct lmtp_client *client;
	struct arena arena; /* of one message */
	struct slice recipient; /* of all; empty: each mail says its own */
	size_t seen, total; /* total 0: nobody knows */
	size_t accepted, known, refused, put_off;
	size_t put_off_now; /* one after the other */
	int64_t shown_at;
	bool is_terminal;
};

/* How far it is, on one line that is written over again. */
static void
show(struct import *import)
{
	int64_t now = clock_mono();

	if (!import->is_terminal || now - import->shown_at < SHOW_EVERY)
		return;
	import->shown_at = now;
	if (import->total > 0)
		fprintf(stderr, "\r%zu of %zu ", import->seen, import->total);
	else
		fprintf(stderr, "\r%zu ", import->seen);
}

static void
complain(struct import *import, struct slice what, const char *why)
{
	if (import->is_terminal)
		fputs("\r", stderr);
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

/* Hands one message over, unless the archive has it. */
static int
import_one(struct import *import, struct slice ref, struct slice raw,
    struct slice sender, struct fail *why)
{
	struct cli *cli = import->cli;
	struct envelope envelope;
	int64_t id;
	int got;

	got = archive_by_door_ref(cli->desk.archive, ref, &id, why);
	if (got < 0)
		return -1;
	if (got == 1) {
		import->known++;
		return 0;
	}
	if (cli_import_envelope(cli, raw, sender, &import->arena, &envelope,
		why) < 0)
		return -1;
	if (import->recipient.len > 0) {
		envelope.recipients = &import->recipient;
		envelope.recipient_count = 1;
	}
	envelope.door_ref = ref;
	crash_point("import.before-message");
	if (lmtp_client_send(import->client, &envelope, raw, why) < 0)
		return take_failure(import, ref, why);
	crash_point("import.after-message");
	import->accepted++;
	import->put_off_now = 0;
	return 0;
}

static int
import_maildir(struct import *import, const char *path, struct fail *why)
{
	size_t limit = (size_t)import->cli->conf.max_message;
	struct maildir_message message;
	struct maildir *maildir;
	int got = -1;

	if (maildir_open(&maildir, path, false, why) < 0)
		return -1;
	if (maildir_count(maildir, &import->total, why) < 0)
		goto done;
	while ((got = maildir_next(maildir, limit, &import->arena, &message,
		    why)) != 0) {
		struct slice ref = arena_format(&import->arena,
		    "import:%s/%.*s", path, SLICE_ARG(message.name));

		import->seen++;
		show(import);
		/* One that cannot be read does not stop the others. */
		if (got < 0 && why->kind == FAIL_SETUP)
			why->kind = FAIL_RETRY;
		got = got < 0 ? take_failure(import, ref, why)
		    : import_one(import, ref, message.raw, SLICE_EMPTY, why);
		arena_reset(&import->arena);
		if (got < 0)
			break;
	}
done:
	maildir_close(maildir);
	return got;
}

/* Offsets move when a mailbox is edited: the digest tells whose it was. */
static struct slice
mbox_ref(struct import *import, const char *path,
    const struct mbox_message *message)
{
	unsigned char digest[SECRET_DIGEST_SIZE];
	struct text ref = TEXT_IN(&import->arena);

	secret_digest(message->raw, digest);
	text_add_format(&ref, "import:%s:%" PRId64 ":", path, message->offset);
	encode_hex(&ref, slice_make(digest, 8));
	return text_slice(&ref);
}

static int
import_mbox(struct import *import, const char *path, struct fail *why)
{
	size_t limit = (size_t)import->cli->conf.max_message;
	struct mbox_message message;
	struct mbox *mbox;
	struct slice ref;
	int got;

	if (mbox_open(&mbox, path, why) < 0)
		return -1;
	while ((got = mbox_next(mbox, limit, &import->arena, &message,
		    why)) != 0) {
		if (got < 0 && why->kind != FAIL_REFUSE)
			break;
		import->seen++;
		show(import);
		ref = mbox_ref(import, path, &message);
		got = got < 0 ? take_failure(import, ref, why)
		    : import_one(import, ref, message.raw, message.sender, why);
		arena_reset(&import->arena);
		if (got < 0)
			break;
	}
	mbox_close(mbox);
	return got;
}

static int
import_path(struct import *import, const char *given, struct fail *why)
{
	char *path = realpath(given, NULL);
	struct stat info;
	int rc;

	if (path == NULL || stat(path, &info) < 0)
		rc = fail_sys(why, FAIL_SETUP, "cannot read %s", given);
	else if (S_ISDIR(info.st_mode))
		rc = import_maildir(import, path, why);
	else
		rc = import_mbox(import, path, why);
	free(path);
	return rc;
}

static int
check_recipient(struct cli *cli, struct slice recipient, struct fail *why)
{
	int got;

	if (recipient.len == 0)
		return 0;
	got = address_is_sendable(recipient)
	    ? recipients_is_known(cli->desk.db, recipient, why) : 0;
	if (got == 0)
		return fail_set(why, FAIL_REFUSE,
		    "\"%.*s\" is no department's address",
		    SLICE_ARG(recipient));
	return got < 0 ? -1 : 0;
}

/* Said once, and not of every message. */
static int
expect_intake(struct cli *cli, struct fail *why)
{
	int fd = lmtp_connect(cli->conf.socket_path, why);

	if (fd < 0)
		return fail_add(why, "the intake does not answer; start"
		    " maildeskd, and say this again");
	close(fd);
	return 0;
}

static void
print_sum(const struct import *import)
{
	struct cli *cli = import->cli;
	struct json *json;

	if (import->is_terminal)
		fputs("\r", stderr);
	if (!cli->json) {
		fprintf(cli->out, "%zu messages: %zu accepted, %zu there"
		    " already, %zu refused, %zu to be tried again\n",
		    import->seen, import->accepted, import->known,
		    import->refused, import->put_off);
		return;
	}
	json = json_new_object();
	json_add_int(json, "messages", (int64_t)import->seen);
	json_add_int(json, "accepted", (int64_t)import->accepted);
	json_add_int(json, "known", (int64_t)import->known);
	json_add_int(json, "refused", (int64_t)import->refused);
	json_add_int(json, "retry", (int64_t)import->put_off);
	cli_print_json(cli, json);
}

int
cli_import(struct cli *cli, struct fail *why)
{
	struct import import = { .cli = cli, .arena = ARENA_INIT };
	int rc = 0;

	import.is_terminal = isatty(STDERR_FILENO) == 1;
	import.recipient = cli_option_slice(cli, "--recipient");
	if (check_recipient(cli, import.recipient, why) < 0 ||
	    expect_intake(cli, why) < 0)
		return -1;
	import.client = lmtp_client_new(cli->conf.socket_path,
	    cli->conf.transaction_timeout * 1000);
	for (int i = 0; i < cli->argument_count && rc == 0; i++)
		rc = import_path(&import, cli->arguments[i], why);
	lmtp_client_free(import.client);
	arena_free(&import.arena);
	print_sum(&import);
	if (rc == 0 && import.put_off > 0)
		rc = fail_set(why, FAIL_RETRY, "%zu messages were not taken for"
		    " now; the same command goes on where it stopped",
		    import.put_off);
	return rc;
}
