/* Maildirs. */
#include "port/maildir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/crash.h"
#include "base/file.h"
#include "base/log.h"
#include "base/unique.h"

/* A message of new or cur. */
struct found {
	const char *folder;
	const char *file;
	struct slice name; /* the file's, without flags */
};

struct maildir {
	char *path;
	int dir, new, tmp; /* descriptors */
	bool is_listed;
	struct arena arena; /* of the list */
	struct found *found;
	size_t count, room, next;
};

static int
open_folder(const struct maildir *maildir, const char *name, bool make,
    struct fail *why)
{
	int fd;

	if (make && mkdirat(maildir->dir, name, 0700) < 0 && errno != EEXIST)
		return fail_sys(why, FAIL_SETUP, "cannot make %s/%s",
		    maildir->path, name);
	fd = openat(maildir->dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return fail_sys(why, FAIL_SETUP, "%s is no Maildir: %s",
		    maildir->path, name);
	return fd;
}

/* What was made is there after a power cut, too. */
static int
sync_made(const struct maildir *maildir, struct fail *why)
{
	int parent = openat(maildir->dir, "..",
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = parent < 0 || fsync(parent) < 0 || fsync(maildir->dir) < 0
	    ? fail_sys(why, FAIL_RETRY, "cannot sync %s", maildir->path) : 0;

	if (parent >= 0)
		close(parent);
	return rc;
}

int
maildir_open(struct maildir **out, const char *path, bool make,
    struct fail *why)
{
	struct maildir *maildir = calloc(1, sizeof(*maildir));
	int cur = -1;

	*out = NULL;
	if (maildir == NULL || (maildir->path = strdup(path)) == NULL)
		log_die("out of memory: maildir");
	maildir->dir = maildir->new = maildir->tmp = -1;
	if (make && file_mkdir(path, 0700, why) < 0)
		goto undo;
	maildir->dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (maildir->dir < 0) {
		fail_sys(why, FAIL_SETUP, "cannot open %s", path);
		goto undo;
	}
	if ((cur = open_folder(maildir, "cur", make, why)) < 0 ||
	    (maildir->new = open_folder(maildir, "new", make, why)) < 0 ||
	    (maildir->tmp = open_folder(maildir, "tmp", make, why)) < 0 ||
	    (make && sync_made(maildir, why) < 0))
		goto undo;
	close(cur);
	*out = maildir;
	return 0;
undo:
	if (cur >= 0)
		close(cur);
	maildir_close(maildir);
	return -1;
}

void
maildir_close(struct maildir *maildir)
{
	if (maildir == NULL)
		return;
	if (maildir->dir >= 0)
		close(maildir->dir);
	if (maildir->new >= 0)
		close(maildir->new);
	if (maildir->tmp >= 0)
		close(maildir->tmp);
	arena_free(&maildir->arena);
	free(maildir->path);
	free(maildir);
}

/* Seconds, a number that grows, and what nobody else has. */
static void
make_name(char name[MAILDIR_NAME_SIZE])
{
	static unsigned long count;
	char unique[UNIQUE_SIZE];

	snprintf(name, MAILDIR_NAME_SIZE, "%010" PRId64 ".Q%08lu.%s",
	    clock_now(), ++count, unique_name(unique));
}

int
maildir_write(struct maildir *maildir, struct slice bytes,
    char name[MAILDIR_NAME_SIZE], struct fail *why)
{
	int fd;

	make_name(name);
	fd = openat(maildir->tmp, name,
	    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail_sys(why, FAIL_RETRY, "%s: create tmp/%s",
		    maildir->path, name);
	if (file_write_all(fd, bytes) < 0 || fsync(fd) < 0) {
		fail_sys(why, FAIL_RETRY, "%s: write tmp/%s", maildir->path,
		    name);
		close(fd);
		goto undo;
	}
	if (close(fd) < 0) {
		fail_sys(why, FAIL_RETRY, "%s: close tmp/%s", maildir->path,
		    name);
		goto undo;
	}
	crash_point("maildir.before-rename");
	if (renameat(maildir->tmp, name, maildir->new, name) < 0) {
		fail_sys(why, FAIL_RETRY, "%s: rename to new/%s",
		    maildir->path, name);
		goto undo;
	}
	crash_point("maildir.after-rename");
	/* The name itself is kept only once its folder is. */
	if (fsync(maildir->new) < 0) {
		fail_sys(why, FAIL_RETRY, "%s: sync new", maildir->path);
		unlinkat(maildir->new, name, 0);
		return -1;
	}
	return 0;
undo:
	unlinkat(maildir->tmp, name, 0);
	return -1;
}

static void
add_found(struct maildir *maildir, const char *folder, const char *file)
{
	struct found *found;
	struct slice name = slice_of(file);

	if (maildir->count == maildir->room) {
		size_t room = maildir->room == 0 ? 64 : 2 * maildir->room;

		maildir->found = arena_grow(&maildir->arena, maildir->found,
		    maildir->room * sizeof(*found), room * sizeof(*found));
		maildir->room = room;
	}
	found = &maildir->found[maildir->count++];
	found->folder = folder;
	found->file = arena_string(&maildir->arena, name);
	found->name = slice_head(slice_of(found->file),
	    slice_index(name, ':'));
}

static int
list_folder(struct maildir *maildir, const char *folder, struct fail *why)
{
	int fd = open_folder(maildir, folder, false, why);
	DIR *dir;
	const struct dirent *item;
	int rc;

	if (fd < 0)
		return -1;
	dir = fdopendir(fd);
	if (dir == NULL) {
		close(fd);
		return fail_sys(why, FAIL_RETRY, "cannot read %s/%s",
		    maildir->path, folder);
	}
	while (errno = 0, (item = readdir(dir)) != NULL)
		if (item->d_name[0] != '.')
			add_found(maildir, folder, item->d_name);
	rc = errno == 0 ? 0 : fail_sys(why, FAIL_RETRY, "cannot read %s/%s",
	    maildir->path, folder);
	closedir(dir);
	return rc;
}

static int
compare_found(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	return slice_cmp(x->name, y->name);
}

int
maildir_count(struct maildir *maildir, size_t *count, struct fail *why)
{
	arena_free(&maildir->arena);
	maildir->found = NULL;
	maildir->count = maildir->room = maildir->next = 0;
	if (list_folder(maildir, "new", why) < 0 ||
	    list_folder(maildir, "cur", why) < 0)
		return -1;
	if (maildir->count > 0)
		qsort(maildir->found, maildir->count, sizeof(*maildir->found),
		    compare_found);
	maildir->is_listed = true;
	*count = maildir->count;
	return 0;
}

int
maildir_next(struct maildir *maildir, size_t limit, struct arena *arena,
    struct maildir_message *out, struct fail *why)
{
	const struct found *found;
	size_t unused;

	if (!maildir->is_listed && maildir_count(maildir, &unused, why) < 0)
		return -1;
	if (maildir->next == maildir->count)
		return 0;
	found = &maildir->found[maildir->next++];
	out->name = arena_copy(arena, found->name);
	out->path = arena_format(arena, "%s/%s/%s", maildir->path,
	    found->folder, found->file);
	out->raw = SLICE_EMPTY;
	if (file_read(arena_string(arena, out->path), limit, arena, &out->raw,
		why) < 0)
		return -1;
	return 1;
}
