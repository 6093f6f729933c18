/* A secret in a file of its own. */
#include "port/secret_file.h"

#include <sys/stat.h>

#include "base/file.h"
#include "base/secret.h"

#define SECRET_FILE_MAX ((size_t)64 << 10)

int
secret_file_read(const char *path, struct arena *arena, char **out,
    struct fail *why)
{
	struct slice text, line = SLICE_EMPTY;
	struct stat info;

	if (file_read(path, SECRET_FILE_MAX, arena, &text, why) < 0) {
		if (why != NULL && why->kind == FAIL_REFUSE)
			why->kind = FAIL_SETUP;
		return -1;
	}
	if (stat(path, &info) < 0 || (info.st_mode & 077) != 0)
		return fail_set(why, FAIL_SETUP, "%s can be read by others;"
		    " chmod 600 %s", path, path);
	if (!slice_line(&text, &line) || line.len == 0)
		return fail_set(why, FAIL_SETUP, "%s has nothing in its first"
		    " line", path);
	*out = arena_string(arena, line);
	secret_wipe((void *)(uintptr_t)text.data, text.len);
	return 0;
}
