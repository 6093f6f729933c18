/*
 * maildesk import: old mail, through the intake like any other.  Every message
 * has a reference made of its place, so what was taken is not taken twice, and
 * an import that was stopped goes on when it is started again.
 */
#include "app/cli_import.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/cli_commands.h"
#include "app/cli_print.h"
#include "app/history.h"
#include "base/encode.h"
#include "base/secret.h"
#include "mail/address.h"
#include "port/lmtp_socket.h"
#include "port/maildir.h"
#include "port/mbox.h"
#include "store/recipients.h"

#include "cli_import_batch.h"

static int
import_maildir(struct import *import, const char *path, struct fail *why)
{
	size_t limit = (size_t)import->cli->conf.max_message, total;
	struct arena *arena = &import->arena;
	struct maildir_message message;
	struct maildir *maildir;
	int64_t done = 0;
	int got = -1;

	if (maildir_open(&maildir, path, false, why) < 0)
		return -1;
	if (maildir_count(maildir, &total, why) < 0)
		goto done;
	while ((got = maildir_next(maildir, limit, arena, &message,
		    why)) != 0) {
		struct slice ref = arena_format(arena, "%.*s%s/%.*s",
		    SLICE_ARG(import->prefix), path, SLICE_ARG(message.name));

		/* One that cannot be read does not stop the others. */
		if (got < 0 && why->kind == FAIL_SETUP)
			why->kind = FAIL_RETRY;
		got = got < 0 ? import_failed(import, ref, why)
		    : import_add(import, ref, message.raw, SLICE_EMPTY, why);
		progress_tell(import->progress, ++done, (int64_t)total);
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
	text_add_format(&ref, "%.*s%s:%" PRId64 ":",
	    SLICE_ARG(import->prefix), path, message->offset);
	encode_hex(&ref, slice_make(digest, 8));
	return text_slice(&ref);
}

static int
import_mbox(struct import *import, const char *path, int64_t size,
    struct fail *why)
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
		ref = mbox_ref(import, path, &message);
		progress_tell(import->progress, message.offset, size);
		got = got < 0 ? import_failed(import, ref, why)
		    : import_add(import, ref, message.raw, message.sender, why);
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

	import->progress = progress_line_begin(&import->line,
	    path == NULL ? given : strrchr(path, '/') + 1);

	if (path == NULL || stat(path, &info) < 0)
		rc = fail_sys(why, FAIL_SETUP, "cannot read %s", given);
	else if (S_ISDIR(info.st_mode))
		rc = import_maildir(import, path, why);
	else
		rc = import_mbox(import, path, info.st_size, why);
	if (import_flush(import, rc < 0 ? NULL : why) < 0)
		rc = -1;
	progress_line_end(&import->line);
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

/* How door_refs begin: that of old mail says what shall become of it. */
static int
read_prefix(struct cli *cli, struct slice *prefix, struct fail *why)
{
	const char *word = cli_option(cli, "--history");
	enum ticket_status status;

	*prefix = SLICE("import:");
	if (word == NULL)
		return 0;
	if (!ticket_status_parse(slice_of(word), &status))
		return fail_set(why, FAIL_REFUSE, "\"%s\" is no status; say"
		    " closed, solved, hold, pending or open", word);
	*prefix = history_door_ref(status, &cli->arena);
	return 0;
}

int
cli_import(struct cli *cli, struct fail *why)
{
	struct import import = { .cli = cli, .arena = ARENA_INIT };
	int rc = 0;

	progress_line_init(&import.line);
	import.recipient = cli_option_slice(cli, "--recipient");
	if (read_prefix(cli, &import.prefix, why) < 0 ||
	    check_recipient(cli, import.recipient, why) < 0 ||
	    expect_intake(cli, why) < 0)
		return -1;
	/* An absence that overtook what it answers would be kept out. */
	import.batch_max = cli_option(cli, "--history") != NULL ? 1
								: LMTP_BATCH_MAX;
	import.batch = lmtp_batch_new(cli->conf.socket_path,
	    cli->conf.transaction_timeout * 1000);
	for (int i = 0; i < cli->argument_count && rc == 0; i++)
		rc = import_path(&import, cli->arguments[i], why);
	lmtp_batch_free(import.batch);
	arena_free(&import.arena);
	print_sum(&import);
	if (rc == 0 && import.put_off > 0)
		rc = fail_set(why, FAIL_RETRY, "%zu messages were not taken for"
		    " now; the same command goes on where it stopped",
		    import.put_off);
	return rc;
}
