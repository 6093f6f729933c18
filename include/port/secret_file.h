/* A password or the like, alone in the first line of a file. */
#ifndef PORT_SECRET_FILE_H
#define PORT_SECRET_FILE_H

#include "base/arena.h"
#include "base/fail.h"
#include "base/slice.h"

/*
 * In the arena; to be wiped.  FAIL_SETUP: others may read the file, it cannot
 * be read, or its first line is empty.
 */
int secret_file_read(const char *path, struct arena *arena, char **out,
    struct fail *why);

#endif
