/* What an intruder would try, for the test of the sandbox. */
#include "app/probe.h"

#ifdef MAILDESK_CRASH_POINTS
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/slice.h"

/* Each takes what stands behind the colon; below 0: errno says why not. */

static int
try_inet(const char *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)strtol(port, NULL, 10)) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || *port == '\0')
		return fd;
	return connect(fd, (struct sockaddr *)&address, sizeof(address));
}

static int
try_unix(const char *unused)
{
	(void)unused;
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static int
try_listen(const char *unused)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	int fd = try_inet("");

	(void)unused;
	if (fd < 0 || bind(fd, (struct sockaddr *)&address,
		sizeof(address)) < 0)
		return -1;
	return listen(fd, 1);
}

static int
try_exec(const char *path)
{
	return execl(path, path, (char *)NULL);
}

static int
try_fork(const char *unused)
{
	pid_t pid = fork();

	(void)unused;
	if (pid == 0)
		_exit(0);
	return pid;
}

static void *
thread_main(void *data)
{
	return data;
}

static int
try_thread(const char *unused)
{
	pthread_t id;

	(void)unused;
	errno = pthread_create(&id, NULL, thread_main, NULL);
	return errno == 0 ? 0 : -1;
}

static int
try_trace(const char *unused)
{
	(void)unused;
	return (int)ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
}

static int
try_mount(const char *path)
{
	return mount("none", path, "tmpfs", 0, NULL);
}

static int
try_module(const char *unused)
{
	(void)unused;
	return (int)syscall(SYS_init_module, "", 0L, "");
}

static int
try_namespace(const char *unused)
{
	(void)unused;
	return unshare(CLONE_NEWUSER);
}

static int
try_identity(const char *unused)
{
	(void)unused;
	return setuid(65534);
}

static int
try_signal(const char *unused)
{
	(void)unused;
	return kill(getppid(), 0);
}

static int
try_read(const char *path)
{
	return open(path, O_RDONLY | O_CLOEXEC);
}

static int
try_write(const char *path)
{
	return open(path, O_WRONLY | O_CLOEXEC);
}

static int
try_make(const char *path)
{
	return open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
}

static int
try_remove(const char *path)
{
	return unlink(path);
}

static const struct {
	const char *name;
	int (*run)(const char *argument);
} probes[] = {
	{ "inet", try_inet }, { "unix", try_unix }, { "listen", try_listen },
	{ "exec", try_exec }, { "fork", try_fork }, { "thread", try_thread },
	{ "trace", try_trace }, { "mount", try_mount },
	{ "module", try_module }, { "namespace", try_namespace },
	{ "identity", try_identity }, { "signal", try_signal },
	{ "read", try_read }, { "write", try_write }, { "make", try_make },
	{ "remove", try_remove },
};

void
probe_run(void)
{
	const char *asked = getenv("MAILDESK_PROBE");
	struct slice rest, name;

	if (asked == NULL)
		return;
	rest = slice_of(asked);
	slice_cut(&rest, ':', &name);
	for (size_t i = 0; i < ARRAY_LEN(probes); i++) {
		if (!slice_eq(name, slice_of(probes[i].name)))
			continue;
		errno = 0;
		puts(probes[i].run(rest.len > 0 ? rest.data : "") >= 0
		    ? "ok" : strerrorname_np(errno));
		exit(EXIT_SUCCESS);
	}
	puts("there is no such probe");
	exit(EXIT_FAILURE);
}
#endif
