/* A process that reads the configuration, and the memory it leaves it in. */
#include "port/conf_aside.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"

/* The longest file some times over; pages that nobody writes cost nothing. */
#define ROOM (4 * CONF_SIZE_MAX)

struct conf_aside {
	struct conf conf;
	struct fail why;
	bool done;	/* the reader lived to say how it went */
	bool good;
	_Alignas(max_align_t) char room[ROOM];
};

static int
read_all(struct conf_aside *aside, const char *path, const char *from,
    int text_fd)
{
	struct arena own = ARENA_INIT, shared;
	struct slice text;

	arena_init_in(&shared, aside->room, sizeof(aside->room));
	if (file_read(from, CONF_SIZE_MAX, &own, &text, &aside->why) < 0) {
		if (aside->why.kind == FAIL_REFUSE)
			aside->why.kind = FAIL_SETUP;
		return -1;
	}
	if (conf_parse(path, text, &shared, &aside->conf, &aside->why) < 0)
		return -1;
	/* Blocks of this process's own would be gone with it. */
	if (shared.total > sizeof(aside->room))
		return fail_set(&aside->why, FAIL_SETUP, "%s: holds too much",
		    path);
	if (text_fd >= 0 && file_write_all(text_fd, text) < 0)
		return fail_sys(&aside->why, FAIL_RETRY, "the copy of %s",
		    path);
	return 0;
}

static _Noreturn void
be_reader(struct conf_aside *aside, const char *path, const char *from,
    int text_fd)
{
	aside->good = read_all(aside, path, from, text_fd) == 0;
	aside->done = true;
	_exit(0);
}

/* Waits for it; what it left says the rest. */
static int
run_reader(struct conf_aside *aside, const char *path, const char *from,
    int text_fd, struct fail *why)
{
	int status = 0;
	pid_t pid = fork();

	if (pid < 0)
		return fail_sys(why, FAIL_RETRY, "%s: fork", path);
	if (pid == 0)
		be_reader(aside, path, from, text_fd);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (aside->done && aside->good)
		return 0;
	if (aside->done)
		return fail_set(why, aside->why.kind, "%s", aside->why.text);
	if (WIFSIGNALED(status))
		return fail_set(why, FAIL_RETRY, "%s: its reader died of SIG%s;"
		    " is there memory left?", path,
		    sigabbrev_np(WTERMSIG(status)));
	return fail_set(why, FAIL_RETRY, "%s: its reader ended with %d; is"
	    " there memory left?", path, WEXITSTATUS(status));
}

int
conf_aside_load(struct conf_aside **out, const char *path, const char *from,
    int text_fd, struct conf *conf, struct fail *why)
{
	struct conf_aside *aside;

	*out = NULL;
	aside = mmap(NULL, sizeof(*aside), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (aside == MAP_FAILED)
		return fail_sys(why, FAIL_RETRY, "%s: memory", path);
	if (run_reader(aside, path, from, text_fd, why) < 0) {
		conf_aside_free(aside);
		return -1;
	}
	*conf = aside->conf;
	*out = aside;
	return 0;
}

void
conf_aside_free(struct conf_aside *aside)
{
	if (aside != NULL)
		munmap(aside, sizeof(*aside));
}
