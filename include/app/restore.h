/*
 * A desk from its backup: into an empty state folder, under names of its own
 * until it was found whole.  The desk gets its name last, and without a desk
 * the intake takes nothing; one that is killed before the names are given can
 * be said again.
 */
#ifndef APP_RESTORE_H
#define APP_RESTORE_H

#include "app/backup_folder.h"
#include "app/progress_line.h"
#include "port/conf.h"

struct restore_result {
	struct manifest manifest;
	int64_t held;	 /* letters that would have gone out */
	int64_t waiting; /* messages that the desk is to file yet */
};

/*
 * FAIL_REFUSE when there is no backup in the folder, or something in the state
 * folder; FAIL_SETUP when the backup is damaged.  Texts of the result are in
 * the arena.
 */
int restore_run(const struct conf *conf, const char *folder,
    struct progress_line *line, struct arena *arena,
    struct restore_result *out, struct fail *why);

#endif
