/* A Maildir of somebody else's. */
#include "port/maildir_door.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

#define OPEN_FOLDER (O_RDONLY | O_DIRECTORY | O_CLOEXEC)
#define NEWS (IN_MOVED_TO | IN_CREATE | IN_CLOSE_WRITE | IN_ONLYDIR)

struct maildir_door {
	const char *path;
	int dir, new, cur; /* as they were at the last look; -1 */
	int watch;	   /* inotify; -1: there is none */
};

struct maildir_door *
maildir_door_new(const char *path)
{
	struct maildir_door *door = calloc(1, sizeof(*door));

	if (door == NULL)
		log_die("out of memory: a Maildir");
	door->path = path;
	door->dir = door->new = door->cur = -1;
	door->watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	return door;
}

static void
shut(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void
shut_folders(struct maildir_door *door)
{
	shut(&door->dir);
	shut(&door->new);
	shut(&door->cur);
}

void
maildir_door_free(struct maildir_door *door)
{
	if (door == NULL)
		return;
	shut_folders(door);
	shut(&door->watch);
	free(door);
}

/* Who may write there must not lead us elsewhere: no link is followed. */
static int
open_folder(const struct maildir_door *door, const char *name, int *fd,
    struct fail *why)
{
	*fd = openat(door->dir, name, OPEN_FOLDER | O_NOFOLLOW);
	return *fd < 0 ? fail_sys(why, FAIL_SETUP, "cannot open %s/%s",
	    door->path, name) : 0;
}

/* Asked for again each time: the folder may be another one by now. */
static void
watch(struct maildir_door *door, const char *folder)
{
	struct arena arena = ARENA_INIT;

	/* Where that cannot be had, looks come by the clock alone. */
	if (door->watch >= 0 && inotify_add_watch(door->watch,
	    arena_format(&arena, "%s/%s", door->path, folder).data,
	    NEWS) < 0)
		shut(&door->watch);
	arena_free(&arena);
}

static int
open_folders(struct maildir_door *door, struct fail *why)
{
	shut_folders(door);
	door->dir = open(door->path, OPEN_FOLDER);
	if (door->dir < 0)
		return fail_sys(why, FAIL_SETUP, "cannot open %s", door->path);
	if (open_folder(door, "new", &door->new, why) < 0 ||
	    open_folder(door, "cur", &door->cur, why) < 0)
		return -1;
	watch(door, "new");
	watch(door, "cur");
	return 0;
}

/* A list while it grows. */
struct listing {
	struct arena *arena;
	struct maildir_file *files;
	size_t count, room;
};

static void
add(struct listing *listing, const char *folder, const char *file)
{
	struct maildir_file *to;
	size_t size = sizeof(*to), room;

	if (listing->count == listing->room) {
		room = listing->room == 0 ? 64 : 2 * listing->room;
		listing->files = arena_grow(listing->arena, listing->files,
		    listing->room * size, room * size);
		listing->room = room;
	}
	to = &listing->files[listing->count++];
	*to = (struct maildir_file){ .folder = folder,
		.file = arena_string(listing->arena, slice_of(file)) };
	to->name = slice_head(slice_of(to->file),
	    slice_index(slice_of(to->file), ':'));
}

static int
list_folder(const struct maildir_door *door, int fd, const char *folder,
    struct listing *listing, struct fail *why)
{
	int copy = openat(fd, ".", OPEN_FOLDER);
	DIR *dir = copy < 0 ? NULL : fdopendir(copy);
	const struct dirent *item;
	int rc;

	if (dir == NULL) {
		fail_sys(why, FAIL_RETRY, "cannot read %s/%s", door->path,
		    folder);
		shut(&copy);
		return -1;
	}
	while (errno = 0, listing->count <= MAILDIR_DOOR_FILES_MAX &&
	    (item = readdir(dir)) != NULL)
		if (item->d_name[0] != '.')
			add(listing, folder, item->d_name);
	rc = errno == 0 ? 0 : fail_sys(why, FAIL_RETRY, "cannot read %s/%s",
	    door->path, folder);
	closedir(dir);
	return rc;
}

static int
compare(const void *a, const void *b)
{
	const struct maildir_file *x = a, *y = b;

	return slice_cmp(x->name, y->name);
}

/* One that moves from new to cur while we look may be seen in both. */
static size_t
once_each(struct maildir_file *files, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (kept == 0 || !slice_eq(files[kept - 1].name,
				     files[i].name))
			files[kept++] = files[i];
	return kept;
}

int
maildir_door_list(struct maildir_door *door, struct arena *arena,
    struct maildir_file **out, size_t *count, struct fail *why)
{
	struct listing listing = { .arena = arena };

	if (open_folders(door, why) < 0 ||
	    list_folder(door, door->new, "new", &listing, why) < 0 ||
	    list_folder(door, door->cur, "cur", &listing, why) < 0)
		return -1;
	if (listing.count > MAILDIR_DOOR_FILES_MAX)
		return fail_set(why, FAIL_SETUP, "%s has more than %zu"
		    " messages; move old ones elsewhere", door->path,
		    MAILDIR_DOOR_FILES_MAX);
	if (listing.count > 0)
		qsort(listing.files, listing.count, sizeof(*listing.files),
		    compare);
	*out = listing.files;
	*count = once_each(listing.files, listing.count);
	return 0;
}

static int
folder_fd(const struct maildir_door *door, const struct maildir_file *file)
{
	return strcmp(file->folder, "new") == 0 ? door->new : door->cur;
}

static const char *
type_name(mode_t mode)
{
	return S_ISLNK(mode) ? "a link"
	    : S_ISDIR(mode) ? "a folder"
	    : S_ISFIFO(mode) ? "a pipe"
	    : S_ISSOCK(mode) ? "a socket" : "a device";
}

static int
refuse(const struct maildir_door *door, const struct maildir_file *file,
    const char *what, struct fail *why)
{
	return fail_set(why, FAIL_REFUSE, "%s/%s/%s is %s", door->path,
	    file->folder, file->file, what);
}

/* Bytes until the end or the limit; -1: errno. */
static ssize_t
read_upto(int fd, char *to, size_t limit)
{
	size_t len = 0;
	ssize_t got;

	while (len < limit) {
		got = read(fd, to + len, limit - len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		len += (size_t)got;
	}
	return (ssize_t)len;
}

static bool
is_same(const struct stat *a, const struct stat *b)
{
	return a->st_size == b->st_size &&
	    a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	    a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* A plain file that is open; the buffer is as long as it says it is. */
static int
read_open(int fd, const struct stat *info, size_t limit, struct arena *arena,
    enum maildir_read *end, struct slice *raw)
{
	size_t size = (uint64_t)info->st_size > limit ? limit
						      : (size_t)info->st_size;
	char *bytes = arena_alloc(arena, size);
	struct stat after;
	ssize_t got = read_upto(fd, bytes, size);

	if (got < 0 || fstat(fd, &after) < 0)
		return -1;
	*raw = slice_make(bytes, (size_t)got);
	if ((size_t)got < size || !is_same(info, &after))
		*end = MAILDIR_BUSY;
	else
		*end = (uint64_t)info->st_size > limit ? MAILDIR_CUT
						       : MAILDIR_WHOLE;
	return 0;
}

/* Why it could not be opened: most often it has gone. */
static int
fail_open(const struct maildir_door *door, const struct maildir_file *file,
    enum maildir_read *end, struct fail *why)
{
	int error = errno;
	struct stat info;

	*end = MAILDIR_GONE;
	if (error == ENOENT)
		return 0;
	if (fstatat(folder_fd(door, file), file->file, &info,
		AT_SYMLINK_NOFOLLOW) == 0 && !S_ISREG(info.st_mode)) {
		*end = MAILDIR_ODD;
		refuse(door, file, type_name(info.st_mode), why);
		return 0;
	}
	errno = error;
	return fail_sys(why, error == EACCES ? FAIL_SETUP : FAIL_RETRY,
	    "cannot open %s/%s/%s", door->path, file->folder, file->file);
}

int
maildir_door_read(struct maildir_door *door, struct maildir_file *file,
    size_t limit, struct arena *arena, enum maildir_read *end,
    struct slice *raw, struct fail *why)
{
	struct stat info;
	int rc = 0, fd;

	*raw = SLICE_EMPTY;
	/* A pipe must not make us wait, nor a terminal be ours. */
	fd = openat(folder_fd(door, file), file->file,
	    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return fail_open(door, file, end, why);
	if (fstat(fd, &info) < 0) {
		rc = -1;
	} else if (!S_ISREG(info.st_mode) || info.st_size == 0) {
		*end = MAILDIR_ODD;
		refuse(door, file, S_ISREG(info.st_mode) ? "empty"
		    : type_name(info.st_mode), why);
	} else {
		file->device = info.st_dev;
		file->inode = info.st_ino;
		rc = read_open(fd, &info, limit, arena, end, raw);
	}
	if (rc < 0)
		fail_sys(why, FAIL_RETRY, "cannot read %s/%s/%s", door->path,
		    file->folder, file->file);
	close(fd);
	return rc;
}

int
maildir_door_watch_fd(const struct maildir_door *door)
{
	return door->watch;
}

void
maildir_door_heard(struct maildir_door *door)
{
	char events[4096];

	while (door->watch >= 0 &&
	    read(door->watch, events, sizeof(events)) > 0)
		continue;
}

/* False: it has gone, or its name is another file's. */
static bool
is_there(const struct maildir_door *door, const struct maildir_file *file)
{
	struct stat info;

	return fstatat(folder_fd(door, file), file->file, &info,
	    AT_SYMLINK_NOFOLLOW) == 0 && info.st_dev == file->device &&
	    info.st_ino == file->inode;
}

int
maildir_door_remove(struct maildir_door *door,
    const struct maildir_file *file, struct fail *why)
{
	if (!is_there(door, file) ||
	    unlinkat(folder_fd(door, file), file->file, 0) == 0 ||
	    errno == ENOENT)
		return 0;
	return fail_sys(why, FAIL_SETUP, "cannot remove %s/%s/%s", door->path,
	    file->folder, file->file);
}

/* Its name with the flag S; flags stand in the order of letters. */
static const char *
seen_name(const struct maildir_file *file, struct arena *arena)
{
	struct slice flags = slice_from(slice_of(file->file), file->name.len);
	size_t at = 3;

	if (!slice_starts(flags, SLICE(":2,")))
		return arena_format(arena, "%.*s:2,S",
		    SLICE_ARG(file->name)).data;
	while (at < flags.len && flags.data[at] < 'S')
		at++;
	if (at < flags.len && flags.data[at] == 'S')
		return file->file;
	return arena_format(arena, "%.*s%.*sS%.*s", SLICE_ARG(file->name),
	    SLICE_ARG(slice_head(flags, at)),
	    SLICE_ARG(slice_from(flags, at))).data;
}

/*
 * A name that is there already belongs to somebody's mail.  Old file systems
 * cannot look and rename at once; there a second name does it.
 */
static int
rename_into(const struct maildir_door *door, const struct maildir_file *file,
    int to, const char *name)
{
	int from = folder_fd(door, file);

	if (renameat2(from, file->file, to, name, RENAME_NOREPLACE) == 0 ||
	    errno == ENOENT)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	if (linkat(from, file->file, to, name, 0) < 0)
		return errno == ENOENT ? 0 : -1;
	return unlinkat(from, file->file, 0);
}

int
maildir_door_seen(struct maildir_door *door,
    const struct maildir_file *file, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	const char *name = seen_name(file, &arena);
	int rc = 0;

	if (is_there(door, file) && (folder_fd(door, file) == door->new ||
	    strcmp(name, file->file) != 0))
		rc = rename_into(door, file, door->cur, name);
	if (rc < 0)
		fail_sys(why, FAIL_SETUP, "cannot move %s/%s/%s to cur",
		    door->path, file->folder, file->file);
	arena_free(&arena);
	return rc;
}

int
maildir_door_move(struct maildir_door *door,
    const struct maildir_file *file, const char *maildir, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	const char *name = seen_name(file, &arena);
	int dir = open(maildir, OPEN_FOLDER);
	int to = dir < 0 ? -1 : openat(dir, "cur", OPEN_FOLDER | O_NOFOLLOW);
	int rc = 0;

	if (to < 0)
		rc = fail_sys(why, FAIL_SETUP, "cannot open %s/cur", maildir);
	else if (is_there(door, file) && rename_into(door, file, to, name) < 0)
		rc = fail_sys(why, FAIL_SETUP, "cannot move %s/%s/%s to"
		    " %s/cur", door->path, file->folder, file->file, maildir);
	shut(&to);
	shut(&dir);
	arena_free(&arena);
	return rc;
}
