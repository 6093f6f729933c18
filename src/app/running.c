/* The supervisor by its lock file, and its children. */
#include "app/running.h"

#include <inttypes.h>
#include <sys/stat.h>

#include "app/daemon.h"
#include "base/file.h"

#define PROC_MAX ((size_t)1 << 16)

/* The words of a process; empty when it is not there. */
static struct slice
command_line(int64_t pid, struct arena *arena)
{
	struct slice text;
	const char *path = arena_format(arena, "/proc/%" PRId64 "/cmdline",
	    pid).data;

	return file_read(path, PROC_MAX, arena, &text, NULL) == 0
	    ? text : SLICE_EMPTY;
}

/* Another process may have had the number since. */
static bool
is_supervisor(int64_t pid, struct arena *arena)
{
	struct slice line = command_line(pid, arena), program;

	return slice_cut(&line, '\0', &program) &&
	    slice_ends(program, SLICE("maildeskd"));
}

/* What stands behind --role, or nothing. */
static struct slice
role_of(int64_t pid, struct arena *arena)
{
	struct slice line = command_line(pid, arena), word;
	bool is_next = false;

	while (slice_cut(&line, '\0', &word)) {
		if (is_next)
			return word;
		is_next = slice_eq(word, SLICE("--role"));
	}
	return SLICE_EMPTY;
}

static void
load_roles(int64_t pid, struct arena *arena, struct running *out)
{
	struct slice text, word, role;
	size_t room = 0;
	int64_t child;
	const char *path = arena_format(arena, "/proc/%" PRId64 "/task/%"
	    PRId64 "/children", pid, pid).data;

	if (file_read(path, PROC_MAX, arena, &text, NULL) < 0)
		return;
	while (slice_cut(&text, ' ', &word)) {
		if (!slice_number(word, INT64_MAX, &child))
			continue;
		role = role_of(child, arena);
		if (role.len == 0)
			continue;
		if (out->count == room) {
			out->roles = arena_grow(arena, out->roles,
			    room * sizeof(role), (room + 8) * sizeof(role));
			room += 8;
		}
		out->roles[out->count++] = role;
	}
}

void
running_load(const struct conf *conf, struct arena *arena,
    struct running *out)
{
	struct slice text;
	struct stat info;
	int64_t pid;
	const char *path = arena_format(arena, "%s/" DAEMON_LOCK_NAME,
	    conf->state_dir).data;

	*out = (struct running){ .is_up = false };
	if (file_read(path, PROC_MAX, arena, &text, NULL) < 0 ||
	    !slice_number(slice_trim(text), INT64_MAX, &pid) ||
	    !is_supervisor(pid, arena) ||
	    stat(arena_format(arena, "/proc/%" PRId64, pid).data, &info) < 0)
		return;
	out->is_up = true;
	out->uid = info.st_uid;
	load_roles(pid, arena, out);
}

bool
running_has(const struct running *running, const char *role)
{
	for (size_t i = 0; i < running->count; i++)
		if (slice_eq(running->roles[i], slice_of(role)))
			return true;
	return false;
}
