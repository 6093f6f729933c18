/*
 * A backup of a desk, while it is at work: the desk as of one moment first,
 * then the archive's new messages, so that the desk has seen nothing that its
 * archive lacks.  It may be killed at any line: the folder then still holds the
 * backup that was there before, and the next one goes on from there.
 */
#ifndef APP_BACKUP_H
#define APP_BACKUP_H

#include "app/backup_folder.h"
#include "app/desk.h"
#include "app/progress_line.h"

struct backup_result {
	struct manifest manifest;
	int64_t new_messages; /* copied by this one */
};

/*
 * The folder is made if it is missing.  FAIL_REFUSE when it holds something
 * else, or the backup of another desk, or of this one in a life that it has not
 * had.  Texts of the result are in the arena.
 */
int backup_run(struct desk *desk, const char *folder,
    struct progress_line *line, struct arena *arena,
    struct backup_result *out, struct fail *why);

#endif
