/* The folder of a backup: what is in it, and what may be. */
#include "app/backup_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/encode.h"
#include "base/file.h"
#include "base/secret.h"
#include "store/entries.h"
#include "store/filings.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/tickets.h"

#define LOCK_NAME "backup.lock"
#define DESK_PREFIX "maildesk-"
#define DESK_SUFFIX ".db"
#define PIECE ((size_t)64 << 10)

const char *
backup_desk_path(const char *folder, int64_t number, struct arena *arena)
{
	return arena_format(arena, "%s/" DESK_PREFIX "%" PRId64 DESK_SUFFIX,
	    folder, number).data;
}

const char *
backup_archive_path(const char *folder, struct arena *arena)
{
	return arena_format(arena, "%s/archive.db", folder).data;
}

const char *
backup_key_path(const char *folder, struct arena *arena)
{
	return arena_format(arena, "%s/secret.key", folder).data;
}

int
backup_lock(const char *folder, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	int fd = file_lock(arena_format(&arena, "%s/" LOCK_NAME, folder).data,
	    false, why);

	if (fd < 0 && why->kind == FAIL_RETRY)
		fail_add(why, "another backup or restore is at work");
	arena_free(&arena);
	return fd;
}

static int64_t
sum(const int64_t *counts, size_t count)
{
	int64_t all = 0;

	for (size_t i = 0; i < count; i++)
		all += counts[i];
	return all;
}

int
backup_count(struct db *desk, struct backup_counts *out, struct fail *why)
{
	int64_t tickets[TICKET_STATUS_COUNT], letters[LETTER_STATE_COUNT];
	int64_t filings[FILING_STATE_COUNT];

	if (tickets_count(desk, tickets, why) < 0 ||
	    entries_total(desk, &out->entries, why) < 0 ||
	    people_count(desk, &out->people, why) < 0 ||
	    outbox_count(desk, letters, why) < 0 ||
	    filings_count(desk, filings, why) < 0)
		return -1;
	out->tickets = sum(tickets, TICKET_STATUS_COUNT);
	out->letters = sum(letters, LETTER_STATE_COUNT);
	out->filings = sum(filings, FILING_STATE_COUNT);
	return 0;
}

struct slice
backup_compare(const struct backup_counts *got,
    const struct backup_counts *want, struct arena *arena)
{
	const struct {
		const char *name;
		int64_t got, want;
	} pairs[] = {
		{ "tickets", got->tickets, want->tickets },
		{ "entries", got->entries, want->entries },
		{ "people", got->people, want->people },
		{ "letters", got->letters, want->letters },
		{ "filed messages", got->filings, want->filings },
	};
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; i < ARRAY_LEN(pairs); i++)
		if (pairs[i].got != pairs[i].want)
			text_add_format(&text, "%s%" PRId64 " instead of %"
			    PRId64 " %s", text.len > 0 ? ", " : "",
			    pairs[i].got, pairs[i].want, pairs[i].name);
	return text_slice(&text);
}

/* What a backup that was killed at once leaves, and what file systems have. */
static bool
is_harmless(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
	    strcmp(name, "lost+found") == 0 || strcmp(name, LOCK_NAME) == 0 ||
	    strncmp(name, ".manifest.", strlen(".manifest.")) == 0;
}

int
backup_expect_unused(const char *folder, struct fail *why)
{
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	int rc = 0;

	if (dir == NULL)
		return fail_sys(why, FAIL_SETUP, "cannot read %s", folder);
	while (rc == 0 && (entry = readdir(dir)) != NULL)
		if (!is_harmless(entry->d_name))
			rc = fail_set(why, FAIL_REFUSE, "%s is neither empty"
			    " nor a backup: %s is in it", folder,
			    entry->d_name);
	closedir(dir);
	return rc;
}

/* The number of a desk's copy, of its file or one beside it; 0: it is none. */
static int64_t
copy_number(const char *name)
{
	struct slice rest = slice_of(name), number;
	int64_t found;

	if (!slice_starts(rest, SLICE(DESK_PREFIX)))
		return 0;
	rest = slice_from(rest, strlen(DESK_PREFIX));
	slice_cut(&rest, '.', &number);
	if (!slice_starts(rest, SLICE("db")) ||
	    !slice_number(number, INT64_MAX, &found))
		return 0;
	return found;
}

int
backup_prune(const char *folder, int64_t keep, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	int64_t number;
	int rc = 0;

	if (dir == NULL)
		return fail_sys(why, FAIL_SETUP, "cannot read %s", folder);
	while (rc == 0 && (entry = readdir(dir)) != NULL) {
		number = copy_number(entry->d_name);
		if (number != 0 && number != keep)
			rc = db_remove(backup_desk_path(folder, number,
			    &arena), why);
	}
	closedir(dir);
	arena_free(&arena);
	return rc;
}

static int
hash_file(int fd, struct secret_hash *hash, const struct progress *progress)
{
	char piece[PIECE];
	off_t total = lseek(fd, 0, SEEK_END);
	int64_t done = 0;
	ssize_t got;

	if (total < 0 || lseek(fd, 0, SEEK_SET) < 0)
		return -1;
	while ((got = read(fd, piece, sizeof(piece))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		secret_hash_add(hash, slice_make(piece, (size_t)got));
		done += got;
		progress_tell(progress, done, total);
	}
	return 0;
}

int
backup_digest(const char *path, const struct progress *progress,
    struct arena *arena, struct slice *out, struct fail *why)
{
	unsigned char digest[SECRET_DIGEST_SIZE];
	struct secret_hash hash;
	struct text hex = TEXT_IN(arena);
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	secret_hash_begin(&hash);
	if (fd < 0 || hash_file(fd, &hash, progress) < 0) {
		fail_sys(why, FAIL_SETUP, "cannot read %s", path);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	close(fd);
	secret_hash_end(&hash, digest);
	encode_hex(&hex, slice_make(digest, sizeof(digest)));
	*out = text_slice(&hex);
	return 0;
}
