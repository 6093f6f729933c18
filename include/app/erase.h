/*
 * Erasing a person: mails of theirs in the archive, all that the desk made of
 * them, then free pages and logs of both databases.  Killed at any line, it goes
 * on where it stopped when it is called again; each step can be done twice.
 */
#ifndef APP_ERASE_H
#define APP_ERASE_H

#include "app/desk.h"
#include "app/progress_line.h"

/*
 * Erases the person; what was begun is brought to its end.  The desk is open for
 * writing.  FAIL_REFUSE: they are an agent.
 */
int erase_person(struct desk *desk, int64_t person_id, int64_t now,
    struct progress_line *line, struct fail *why);
/*
 * Brings to their end all that somebody began: 1, 0 (nothing was begun), -1.
 * *person_id is the last one's.
 */
int erase_resume(const struct conf *conf, int64_t now, int64_t *person_id,
    struct fail *why);

#endif
