/* Files, written so that a power cut leaves the old or the new one. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

#define READ_STEP ((size_t)64 << 10)

/* What is cured by waiting; all else somebody must set right. */
static enum fail_kind
kind_of(int error)
{
	switch (error) {
	case EAGAIN:
	case EDQUOT:
	case EINTR:
	case EIO:
	case EMFILE:
	case ENFILE:
	case ENOMEM:
	case ENOSPC:
		return FAIL_RETRY;
	default:
		return FAIL_SETUP;
	}
}

int
file_write_all(int fd, struct slice s)
{
	ssize_t written;

	while (s.len > 0) {
		written = write(fd, s.data, s.len);
		if (written < 0) {
			if (errno == EINTR)
				continue;
			return -1;
		}
		s = slice_from(s, (size_t)written);
	}
	return 0;
}

/* Room for the whole file at once, if it says how long it is. */
static int
reserve(int fd, const char *path, size_t limit, struct text *text,
    struct fail *why)
{
	struct stat info;

	if (fstat(fd, &info) < 0)
		return fail_sys(why, kind_of(errno), "cannot read %s", path);
	if (!S_ISREG(info.st_mode))
		return 0;
	if ((uintmax_t)info.st_size > limit)
		return fail_set(why, FAIL_REFUSE,
		    "%s is longer than %zu bytes", path, limit);
	/* One more for the read that finds the end. */
	text_reserve(text, (size_t)info.st_size + 1);
	return 0;
}

static int
read_all(int fd, const char *path, size_t limit, struct text *text,
    struct fail *why)
{
	ssize_t got;

	if (reserve(fd, path, limit, text, why) < 0)
		return -1;
	for (;;) {
		if (text->len == text->size)
			text_reserve(text, READ_STEP);
		got = read(fd, text->data + text->len, text->size - text->len);
		if (got == 0)
			return 0;
		if (got < 0) {
			if (errno == EINTR)
				continue;
			return fail_sys(why, kind_of(errno), "cannot read %s",
			    path);
		}
		text->len += (size_t)got;
		if (text->len > limit)
			return fail_set(why, FAIL_REFUSE,
			    "%s is longer than %zu bytes", path, limit);
	}
}

int
file_read(const char *path, size_t limit, struct arena *arena,
    struct slice *out, struct fail *why)
{
	struct text	text = TEXT_IN(arena);
	int		fd;
	int		rc;

	if (strcmp(path, "-") == 0) {
		rc = read_all(STDIN_FILENO, "standard input", limit, &text,
		    why);
	} else {
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0)
			return fail_sys(why, kind_of(errno), "cannot read %s",
			    path);
		rc = read_all(fd, path, limit, &text, why);
		close(fd);
	}
	if (rc == 0)
		*out = text_slice(&text);
	return rc;
}

/* A new file on its way to its name. */
struct draft {
	const char	*path;   /* the name it shall have */
	const char	*folder;
	const char	*name;   /* the name it has */
	int		 fd;
};

/* As draft->name a hidden one beside the path. */
static void
draft_init(struct draft *draft, const char *path, struct arena *arena)
{
	struct slice	folder = SLICE(".");
	const char	*slash = strrchr(path, '/');
	const char	*base = slash == NULL ? path : slash + 1;

	if (slash != NULL)
		folder = slice_make(path, (size_t)(slash - path));
	if (folder.len == 0)
		folder = SLICE("/");
	draft->path = path;
	draft->folder = arena_string(arena, folder);
	draft->name = arena_format(arena, "%s/.%s.XXXXXX", draft->folder,
	    base).data;
	draft->fd = -1;
}

/* See the header: root's files belong to those they are made for. */
static int
give_away(int fd, const char *path)
{
	struct stat info;

	if (geteuid() != 0)
		return 0;
	if (stat(path, &info) < 0)
		return -1;
	return fchown(fd, info.st_uid, info.st_gid);
}

static int
draft_write(struct draft *draft, struct slice bytes, mode_t mode,
    struct fail *why)
{
	struct stat	info;
	const char	*owned;
	int		 rc = -1;

	owned = lstat(draft->path, &info) == 0 && S_ISREG(info.st_mode) ?
	    draft->path : draft->folder;
	draft->fd = mkostemp((char *)(uintptr_t)draft->name, O_CLOEXEC);
	if (draft->fd < 0)
		return fail_sys(why, kind_of(errno), "cannot write %s",
		    draft->path);
	if (give_away(draft->fd, owned) < 0 ||
	    fchmod(draft->fd, mode) < 0 ||
	    file_write_all(draft->fd, bytes) < 0 || fsync(draft->fd) < 0)
		fail_sys(why, kind_of(errno), "cannot write %s", draft->path);
	else
		rc = 0;
	if (close(draft->fd) < 0 && rc == 0)
		rc = fail_sys(why, kind_of(errno), "cannot write %s",
		    draft->path);
	if (rc < 0)
		unlink(draft->name);
	return rc;
}

/* A name survives a power cut only once its folder is on the disk. */
static int
sync_folder(const struct draft *draft, struct fail *why)
{
	int fd = open(draft->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc;

	rc = fd < 0 ? -1 : fsync(fd);
	if (rc < 0)
		fail_sys(why, kind_of(errno), "cannot sync the folder of %s",
		    draft->path);
	if (fd >= 0)
		close(fd);
	return rc;
}

int
file_replace(const char *path, struct slice bytes, mode_t mode,
    struct fail *why)
{
	struct arena	arena = ARENA_INIT;
	struct draft	draft;
	int		rc = -1;

	draft_init(&draft, path, &arena);
	if (draft_write(&draft, bytes, mode, why) < 0)
		goto done;
	if (rename(draft.name, path) < 0) {
		fail_sys(why, kind_of(errno), "cannot replace %s", path);
		unlink(draft.name);
		goto done;
	}
	rc = sync_folder(&draft, why);
done:
	arena_free(&arena);
	return rc;
}

int
file_create(const char *path, struct slice bytes, mode_t mode,
    struct fail *why)
{
	struct arena	arena = ARENA_INIT;
	struct draft	draft;
	int		rc = -1;

	draft_init(&draft, path, &arena);
	if (draft_write(&draft, bytes, mode, why) < 0)
		goto done;
	/* link, unlike rename, fails when the name is taken. */
	rc = link(draft.name, path);
	if (rc < 0)
		fail_sys(why, kind_of(errno), "cannot make %s", path);
	unlink(draft.name);
	if (rc == 0)
		rc = sync_folder(&draft, why);
done:
	arena_free(&arena);
	return rc;
}

int
file_rename(const char *from, const char *to, struct fail *why)
{
	struct arena	arena = ARENA_INIT;
	struct draft	draft;
	int		rc = -1;

	draft_init(&draft, to, &arena);
	if (rename(from, to) < 0)
		fail_sys(why, kind_of(errno), "cannot rename %s to %s", from,
		    to);
	else
		rc = sync_folder(&draft, why);
	arena_free(&arena);
	return rc;
}

/* All of `in` into `out`; -1: errno says why. */
static int
copy_bytes(int in, int out, int64_t total, const struct progress *progress)
{
	char	piece[READ_STEP];
	int64_t	done = 0;
	ssize_t	got;

	for (;;) {
		got = read(in, piece, sizeof(piece));
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return (int)got;
		if (file_write_all(out, slice_make(piece, (size_t)got)) < 0)
			return -1;
		done += got;
		progress_tell(progress, done, total);
	}
}

/* The draft is the file itself: there is no old one to be kept. */
int
file_new(const char *path, mode_t mode, struct fail *why)
{
	struct arena	arena = ARENA_INIT;
	struct draft	draft;
	int		fd;

	draft_init(&draft, path, &arena);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		fail_sys(why, kind_of(errno), "cannot make %s", path);
	} else if (give_away(fd, draft.folder) < 0 || fchmod(fd, mode) < 0) {
		fail_sys(why, kind_of(errno), "cannot make %s", path);
		close(fd);
		unlink(path);
		fd = -1;
	}
	arena_free(&arena);
	return fd;
}

int
file_new_end(int fd, const char *path, int rc, struct fail *why)
{
	struct arena	arena = ARENA_INIT;
	struct draft	draft;

	draft_init(&draft, path, &arena);
	if (rc == 0 && fsync(fd) < 0)
		rc = fail_sys(why, kind_of(errno), "cannot write %s", path);
	if (close(fd) < 0 && rc == 0)
		rc = fail_sys(why, kind_of(errno), "cannot write %s", path);
	if (rc == 0)
		rc = sync_folder(&draft, why);
	if (rc < 0)
		unlink(path);
	arena_free(&arena);
	return rc;
}

int
file_copy(const char *from, const char *to, mode_t mode,
    const struct progress *progress, struct fail *why)
{
	struct stat	info;
	int		in = open(from, O_RDONLY | O_CLOEXEC);
	int		out, rc = 0;

	if (in < 0)
		return fail_sys(why, kind_of(errno), "cannot read %s", from);
	out = file_new(to, mode, why);
	if (out >= 0 && (fstat(in, &info) < 0 ||
	    copy_bytes(in, out, info.st_size, progress) < 0))
		rc = fail_sys(why, kind_of(errno), "cannot copy to %s", to);
	rc = out < 0 ? -1 : file_new_end(out, to, rc, why);
	close(in);
	return rc;
}

/* Its mode and owner, by a descriptor: a link put there is not followed. */
static int
finish_folder(const char *path, mode_t mode)
{
	struct arena	arena = ARENA_INIT;
	struct draft	draft;
	int		fd, rc;

	fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -1;
	draft_init(&draft, path, &arena);
	rc = give_away(fd, draft.folder);
	if (rc == 0)
		rc = fchmod(fd, mode);
	close(fd);
	arena_free(&arena);
	return rc;
}

int
file_mkdir(const char *path, mode_t mode, struct fail *why)
{
	struct stat info;

	if (mkdir(path, mode) == 0) {
		if (finish_folder(path, mode) < 0)
			return fail_sys(why, kind_of(errno), "cannot make %s",
			    path);
		return 0;
	}
	if (errno != EEXIST)
		return fail_sys(why, kind_of(errno), "cannot make %s", path);
	if (stat(path, &info) < 0)
		return fail_sys(why, kind_of(errno), "cannot make %s", path);
	if (!S_ISDIR(info.st_mode))
		return fail_set(why, FAIL_SETUP, "%s is not a folder", path);
	return 0;
}

/*
 * Made, or opened if it is there.  Only what this call made is given away:
 * another file may have been linked there, by a folder's owner who wants it.
 */
static int
open_lock(const char *path)
{
	const int	flags = O_RDWR | O_NOFOLLOW | O_CLOEXEC;
	struct arena	arena = ARENA_INIT;
	struct draft	draft;
	int		fd;

	fd = open(path, flags | O_CREAT | O_EXCL, 0660);
	if (fd < 0)
		return errno == EEXIST ? open(path, flags) : -1;
	draft_init(&draft, path, &arena);
	if (give_away(fd, draft.folder) < 0) {
		close(fd);
		fd = -1;
	}
	arena_free(&arena);
	return fd;
}

int
file_lock(const char *path, bool wait, struct fail *why)
{
	int fd = open_lock(path);

	if (fd < 0)
		return fail_sys(why, kind_of(errno), "cannot open %s", path);
	if (flock(fd, wait ? LOCK_EX : LOCK_EX | LOCK_NB) == 0)
		return fd;
	if (errno == EWOULDBLOCK)
		fail_set(why, FAIL_RETRY, "%s is held by another process",
		    path);
	else
		fail_sys(why, kind_of(errno), "cannot lock %s", path);
	close(fd);
	return -1;
}
