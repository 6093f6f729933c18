/* Files: read whole, written whole, replaced so that a power cut is safe. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/progress.h"
#include "base/slice.h"

/* Writes all of it, through EINTR and short writes. -1: errno says why. */
int file_write_all(int fd, struct slice s);
/*
 * Reads a whole file (or, with path "-", standard input) into the arena.
 * Over `limit` bytes: FAIL_REFUSE.  Missing or unreadable: FAIL_SETUP.
 */
int file_read(const char *path, size_t limit, struct arena *arena,
    struct slice *out, struct fail *why);
/*
 * Replaces `path` by a file with these bytes and this mode: temporary file in
 * the same folder, fsync, rename, fsync of the folder.  When it returns -1 the
 * old file is untouched; only if the last of these steps failed the new one
 * may stand there, whole.  What root makes belongs to the owner of the file
 * that was there, else of the folder, so that the daemon can read it.
 */
int file_replace(const char *path, struct slice bytes, mode_t mode,
    struct fail *why);
/* The same for a new file; one that is there is left alone: FAIL_SETUP. */
int file_create(const char *path, struct slice bytes, mode_t mode,
    struct fail *why);
/*
 * The same in pieces: opens a new file, to be written by file_write_all; its
 * descriptor, or -1.
 */
int file_new(const char *path, mode_t mode, struct fail *why);
/*
 * Closes it.  With rc 0 it is on the disk when this returns 0; otherwise, or
 * when that fails, there is no such file, and it returns -1.
 */
int file_new_end(int fd, const char *path, int rc, struct fail *why);
/*
 * Copies a file into a new one with this mode, which is on the disk when it
 * returns 0, and owned as file_replace says.  When it returns -1 there is no
 * new file; one that was there is left alone: FAIL_SETUP.
 */
int file_copy(const char *from, const char *to, mode_t mode,
    const struct progress *progress, struct fail *why);
/*
 * Gives a file another name on the same file system, instead of the file that
 * has it, and to the disk.
 */
int file_rename(const char *from, const char *to, struct fail *why);
/*
 * Makes a folder if it is missing, with this mode whatever the umask; its
 * parents must be there.  A folder that is there keeps its mode.  What root
 * makes belongs to the owner of the folder it is in.
 */
int file_mkdir(const char *path, mode_t mode, struct fail *why);
/*
 * Opens a lock file, O_CLOEXEC, and takes flock(LOCK_EX).  It is made when it
 * is missing, with mode 0660 less the umask, for those who share the folder.
 * With wait false a lock held by another is FAIL_RETRY at once; so is a wait
 * broken by a signal whose handler does not restart calls.  Returns the
 * descriptor (closing it gives the lock back), or -1.
 */
int file_lock(const char *path, bool wait, struct fail *why);

#endif
