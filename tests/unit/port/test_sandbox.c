/* What is left to a process, and what it dies of. */
#include "case.h"

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "port/sandbox.h"

#define NETLINK_ROUTE_FAMILY 0
#define DIES (-SIGSYS)

static char folder[PATH_MAX];
static int listener = -1; /* TCP, of this machine */

static const char *
at(const char *name)
{
	static char path[2][PATH_MAX];
	static int turn;

	turn = !turn;
	return case_path(path[turn], folder, name);
}

static void
make_file(const char *name)
{
	int fd = open(at(name), O_WRONLY | O_CREAT, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, "x", 1), 1);
	close(fd);
}

static int
setup(void **state)
{
	(void)state;
	case_folder(folder);
	assert_int_equal(mkdir(at("mine"), 0700), 0);
	assert_int_equal(mkdir(at("mine/new"), 0700), 0);
	assert_int_equal(mkdir(at("seen"), 0700), 0);
	assert_int_equal(mkdir(at("swept"), 0700), 0);
	make_file("mine/file");
	make_file("seen/file");
	make_file("swept/file");
	make_file("single");
	make_file("other");
	listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(listen(listener, 1), 0);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	close(listener);
	case_folder_remove(folder);
	return 0;
}

/* Does it in a process of its own: 0, an errno, or a signal below 0. */
static int
try(const struct sandbox_rules *rules, bool files, int (*run)(void))
{
	struct fail why = FAIL_INIT;
	int status, rc;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		signal(SIGSYS, SIG_DFL);
		if ((files && sandbox_files(rules, &why) != 1) ||
		    sandbox_calls(rules, &why) < 0) {
			fprintf(stderr, "%s\n", why.text);
			_exit(255);
		}
		errno = 0;
		rc = run();
		_exit(rc < 0 ? errno : 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

/* --- calls --------------------------------------------------------------------- */

static int
make_socket(int family, int type, int protocol)
{
	return socket(family, type | SOCK_CLOEXEC, protocol);
}

static int inet(void) { return make_socket(AF_INET, SOCK_STREAM, 0); }
static int udp(void) { return make_socket(AF_INET6, SOCK_DGRAM, 0); }
static int raw(void) { return make_socket(AF_INET, SOCK_RAW, 1); }
static int unix_(void) { return make_socket(AF_UNIX, SOCK_STREAM, 0); }
static int packet(void) { return make_socket(AF_PACKET, SOCK_DGRAM, 0); }

static int
route(void)
{
	return make_socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE_FAMILY);
}

static int
audit(void)
{
	return make_socket(AF_NETLINK, SOCK_RAW, 9);
}

static int
connect_to_listener(void)
{
	struct sockaddr_in address;
	socklen_t size = sizeof(address);
	int fd = inet();

	if (fd < 0 || getsockname(listener, (struct sockaddr *)&address,
		&size) < 0)
		return -1;
	return connect(fd, (struct sockaddr *)&address, size);
}

static int
listen_more(void)
{
	return listen(listener, 2);
}

static int
accept_nobody(void)
{
	fcntl(listener, F_SETFL, O_NONBLOCK);
	return accept4(listener, NULL, NULL, SOCK_CLOEXEC) < 0 &&
	    errno == EAGAIN ? 0 : -1;
}

static int
exec(void)
{
	return execl("/bin/true", "true", (char *)NULL);
}

static int
fork_(void)
{
	pid_t pid = fork();

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
thread(void)
{
	pthread_t id;

	errno = pthread_create(&id, NULL, thread_main, NULL);
	if (errno != 0)
		return -1;
	return pthread_join(id, NULL);
}

static int
namespace(void)
{
	return unshare(CLONE_NEWUSER);
}

static int
namespaced_child(void)
{
	return (int)syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL,
	    NULL, NULL);
}

static int
trace(void)
{
	return (int)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static int
mount(void)
{
	return (int)syscall(SYS_mount, "none", folder, "tmpfs", 0L, NULL);
}

static int
module(void)
{
	return (int)syscall(SYS_init_module, NULL, 0L, "");
}

static int
identity(void)
{
	return setuid(65534);
}

static int
signal_parent(void)
{
	return kill(getppid(), 0);
}

static int
signal_self(void)
{
	return raise(SIGWINCH) == 0 && kill(getpid(), SIGWINCH) == 0 ? 0 : -1;
}

static int
limit_parent(void)
{
	struct rlimit limit;

	return prlimit(getppid(), RLIMIT_CPU, NULL, &limit);
}

static int
limit_self(void)
{
	struct rlimit limit;

	return getrlimit(RLIMIT_CPU, &limit) == 0 &&
	    setrlimit(RLIMIT_CPU, &limit) == 0 ? 0 : -1;
}

static int
map(int protection)
{
	return mmap(NULL, 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1,
	    0) == MAP_FAILED ? -1 : 0;
}

static int
map_both(void)
{
	return map(PROT_READ | PROT_WRITE | PROT_EXEC);
}

static int
map_library(void)
{
	return map(PROT_READ | PROT_EXEC);
}

static int
make_executable(void)
{
	void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return mprotect(memory, 4096, PROT_READ | PROT_EXEC);
}

static int
give_away(void)
{
	return chown(at("other"), 65534, 65534);
}

static int
replace(void)
{
	int fd = open(at("other"), O_RDONLY | O_CLOEXEC);

	return fchmod(fd, 0600) == 0 && fchown(fd, getuid(), getgid()) == 0
	    ? 0 : -1;
}

static int
unknown(void)
{
	return (int)syscall(SYS_clone3, NULL, 0L);
}

static int
unheard_of(void)
{
	return (int)syscall(555L);
}

static int
ask_self(void)
{
	gid_t groups[64];

	return getsid(0) < 0 || getgroups(64, groups) < 0 ? -1 : 0;
}

static const struct {
	const char *name;
	unsigned calls;
	int (*run)(void);
	int want;
} calls[] = {
	{ "without a network there are no sockets", 0, inet, EPERM },
	{ "nor of the machine's own", 0, unix_, EPERM },
	{ "who accepts makes none", SANDBOX_ACCEPT, inet, EPERM },
	{ "nor connects by unix sockets", SANDBOX_ACCEPT, unix_, EPERM },
	{ "who accepts does", SANDBOX_ACCEPT, accept_nobody, 0 },
	{ "who does not, does not", 0, accept_nobody, EPERM },
	{ "who connects does not accept", SANDBOX_CONNECT, accept_nobody,
	    EPERM },
	{ "who connects does", SANDBOX_CONNECT, connect_to_listener, 0 },
	{ "and asks a name server", SANDBOX_CONNECT, udp, 0 },
	{ "or by a unix socket", SANDBOX_CONNECT, unix_, 0 },
	{ "and for its addresses", SANDBOX_CONNECT, route, 0 },
	{ "but nothing else of netlink", SANDBOX_CONNECT, audit, EPERM },
	{ "forges no packets", SANDBOX_CONNECT, raw, EPERM },
	{ "and reads none", SANDBOX_CONNECT, packet, EPERM },
	{ "nobody listens", SANDBOX_CONNECT, listen_more, EPERM },
	{ "not even who accepts", SANDBOX_ACCEPT, listen_more, EPERM },

	{ "exec is an intruder's", SANDBOX_CONNECT, exec, DIES },
	{ "there is no fork", SANDBOX_CONNECT, fork_, EPERM },
	{ "a library may begin a thread", SANDBOX_CONNECT, thread, 0 },
	{ "not where there is no network", 0, thread, EPERM },
	{ "namespaces are an intruder's", SANDBOX_CONNECT, namespace, DIES },
	{ "by whatever way", SANDBOX_CONNECT, namespaced_child, EPERM },
	{ "so is tracing", 0, trace, DIES },
	{ "and mounting", 0, mount, DIES },
	{ "and loading modules", 0, module, DIES },
	{ "and becoming another", 0, identity, DIES },
	{ "files are not given away", 0, give_away, EPERM },
	{ "nor open ones", SANDBOX_CONNECT, replace, EPERM },
	{ "but by who replaces files", SANDBOX_REPLACE, replace, 0 },

	{ "nobody else gets signals", SANDBOX_CONNECT, signal_parent, EPERM },
	{ "it may end itself", 0, signal_self, 0 },
	{ "others have their limits", 0, limit_parent, EPERM },
	{ "it may limit itself", 0, limit_self, 0 },
	{ "memory is not written and executed", 0, map_both, EPERM },
	{ "nor one after the other", 0, make_executable, EPERM },
	{ "a library may be loaded", 0, map_library, 0 },
	{ "libc finds that a new call is not there", 0, unknown, ENOSYS },
	{ "nor is one that nobody has heard of", 0, unheard_of, ENOSYS },
	{ "what a process is, it may ask", 0, ask_self, 0 },
};

static void
test_sandbox_calls(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(calls); i++) {
		struct sandbox_rules rules = { .calls = calls[i].calls };

		assert_case_int(calls[i].name,
		    try(&rules, false, calls[i].run), calls[i].want);
	}
}

/* --- files --------------------------------------------------------------------- */

static int
open_at(const char *name, int flags)
{
	return open(at(name), flags | O_CLOEXEC, 0600);
}

static int read_mine(void) { return open_at("mine/file", O_RDONLY); }
static int write_mine(void) { return open_at("mine/file", O_RDWR | O_TRUNC); }
static int make_mine(void) { return open_at("mine/made", O_RDWR | O_CREAT); }
static int spill_mine(void) { return open_at("mine", O_RDWR | O_TMPFILE); }
static int list_mine(void) { return open_at("mine", O_RDONLY | O_DIRECTORY); }
static int read_seen(void) { return open_at("seen/file", O_RDONLY); }
static int write_seen(void) { return open_at("seen/file", O_RDWR); }
static int make_seen(void) { return open_at("seen/made", O_RDWR | O_CREAT); }
static int remove_seen(void) { return unlink(at("seen/file")); }
static int write_single(void) { return open_at("single", O_RDWR); }
static int remove_single(void) { return unlink(at("single")); }
static int read_other(void) { return open_at("other", O_RDONLY); }
static int write_other(void) { return open_at("other", O_WRONLY); }
static int read_swept(void) { return open_at("swept/file", O_RDONLY); }
static int remove_swept(void) { return unlink(at("swept/file")); }
static int list_above(void) { return open(folder, O_RDONLY | O_DIRECTORY); }
static int read_above(void) { return open("/etc/shadow", O_RDONLY); }

static int
move_mine(void)
{
	return rename(at("mine/file"), at("mine/new/file"));
}

static int
move_out(void)
{
	return rename(at("mine/new/file"), at("seen/moved"));
}

static const struct {
	const char *name;
	int (*run)(void);
	int want;
} files[] = {
	{ "what may be written may be read", read_mine, 0 },
	{ "and written", write_mine, 0 },
	{ "new files may be made beside it", make_mine, 0 },
	{ "with or without a name", spill_mine, 0 },
	{ "the folder may be listed", list_mine, 0 },
	{ "files move between its folders", move_mine, 0 },
	{ "but not out of it", move_out, EACCES },
	{ "what may be read may be read", read_seen, 0 },
	{ "and not written", write_seen, EACCES },
	{ "nothing is made there", make_seen, EACCES },
	{ "and nothing removed", remove_seen, EACCES },
	{ "a file is itself", write_single, 0 },
	{ "and not its folder", remove_single, EACCES },
	{ "a file of nobody's is not read", read_other, EACCES },
	{ "and not written", write_other, EACCES },
	{ "what may be removed is not read", read_swept, EACCES },
	{ "but removed", remove_swept, 0 },
	{ "a folder may be opened to be synced", list_above, 0 },
	{ "files elsewhere are out of reach", read_above, EACCES },
};

/* Whether this kernel has Landlock; asked in a process that may lose all. */
static bool
has_landlock(void)
{
	struct sandbox_rules rules = { 0 };
	struct fail why = FAIL_INIT;
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(sandbox_files(&rules, &why) == 1 ? 0 : 1);
	waitpid(pid, &status, 0);
	return status == 0;
}

static void
test_sandbox_files(void **state)
{
	char mine[PATH_MAX], seen[PATH_MAX], single[PATH_MAX];
	char swept[PATH_MAX], missing[PATH_MAX];
	const struct sandbox_path paths[] = {
		{ case_path(mine, folder, "mine"), SANDBOX_WRITE },
		{ case_path(seen, folder, "seen"), SANDBOX_READ },
		{ case_path(single, folder, "single"), SANDBOX_WRITE },
		{ case_path(swept, folder, "swept"), SANDBOX_REMOVE },
		{ case_path(missing, folder, "missing"), SANDBOX_WRITE },
		{ folder, SANDBOX_LIST },
	};
	struct sandbox_rules rules = { 0, paths, ARRAY_LEN(paths) };

	(void)state;
	if (!has_landlock()) {
		print_message("this kernel has no Landlock\n");
		skip();
	}
	for (size_t i = 0; i < ARRAY_LEN(files); i++)
		assert_case_int(files[i].name, try(&rules, true, files[i].run),
		    files[i].want);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sandbox_calls),
		cmocka_unit_test(test_sandbox_files),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
