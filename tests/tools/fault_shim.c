/*
 * Faults for tests, by LD_PRELOAD: the n-th call of one kind in one role fails
 * with an errno, transfers half, or is where the process is killed.  What
 * happens stands in the file that FAULT_CONTROL names, which the test writes
 * while the processes run: struct control, below.  The same file moves the
 * clock.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* In the order that tests/tools/Fault.pm knows. */
enum call {
	CALL_OPEN = 1,
	CALL_READ,
	CALL_WRITE,
	CALL_FSYNC,
	CALL_FDATASYNC,
	CALL_RENAME,
	CALL_FTRUNCATE,
	CALL_MALLOC,
	CALL_CONNECT,
	CALL_FLOCK,
	CALL_SEND,
	CALL_RECV,
	CALL_ACCEPT,
	CALL_MMAP,
};

static const char *const roles[] = {
	"", "intake", "gateway", "sender", "maildeskd", "deliver", "maildesk",
	"imap", "maildir",
};
#define ROLES (sizeof(roles) / sizeof(roles[0]))

enum { /* besides errnos */
	FAULT_KILL_BEFORE = 0,
	FAULT_SHORT = -1,
	FAULT_KILL_AFTER = -2,
};

struct control {
	_Atomic int32_t role;	/* 0: nothing fails */
	_Atomic int32_t call;
	_Atomic int32_t left;	/* the call that fails: 1 is the next one */
	_Atomic int32_t fault;	/* errno, or one of the above */
	_Atomic int32_t sticky; /* not 0: and all behind it */
	_Atomic int32_t fired;	/* how often it has */
	_Atomic int32_t seen;	/* calls of that kind in that role */
	_Atomic int32_t unused;
	_Atomic int64_t clock;	/* seconds that the clock is ahead */
	_Atomic int64_t budget; /* bytes that fit into files; negative: any */
};

static struct control *control;
static int32_t me;

/* glibc's own, below the names that stand here. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

/* Which of the roles this process is. */
static int32_t
find_role(void)
{
	static char line[4096];
	long fd = syscall(SYS_openat, AT_FDCWD, "/proc/self/cmdline", O_RDONLY);
	long len = syscall(SYS_read, fd, line, sizeof(line) - 1);
	const char *name = "", *last = "";

	syscall(SYS_close, fd);
	for (const char *word = line; word < line + len;
	    word += strlen(word) + 1) {
		if (word == line && strrchr(word, '/') != NULL)
			name = strrchr(word, '/') + 1;
		else if (word == line)
			name = word;
		if (strcmp(last, "--role") == 0)
			name = word;
		last = word;
	}
	if (strncmp(name, "maildesk-deliver", 16) == 0)
		name = "deliver";
	/* What stands behind it names the account. */
	len = (long)strcspn(name, ":");
	for (size_t i = 1; i < ROLES; i++)
		if (strncmp(roles[i], name, (size_t)len) == 0 &&
		    roles[i][len] == '\0')
			return (int32_t)i;
	return 0;
}

__attribute__((constructor)) static void
begin(void)
{
	const char *path = getenv("FAULT_CONTROL");
	long fd;
	void *map;

	if (path == NULL)
		return;
	fd = syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return;
	map = (void *)syscall(SYS_mmap, NULL, sizeof(*control),
	    PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0L);
	syscall(SYS_close, fd);
	me = find_role();
	if (map != MAP_FAILED && me != 0)
		control = map;
}

static _Noreturn void
die(void)
{
	raise(SIGKILL);
	for (;;)
		pause();
}

/*
 * False: nothing befalls this call.  True: *fault befalls it, which is an errno
 * or something that the caller does.
 */
static bool
is_hit(enum call call, int *fault)
{
	int32_t left;

	if (control == NULL || control->role != me ||
	    control->call != (int32_t)call)
		return false;
	control->seen++;
	left = control->left--;
	if (left != 1 && !(left < 1 && control->sticky != 0))
		return false;
	control->fired++;
	*fault = control->fault;
	if (*fault == FAULT_KILL_BEFORE)
		die();
	return true;
}

/* For calls of which nothing can be half done. */
#define RETURN_FAULTY(call, failure, real)		\
	do {						\
		int fault_ = 0;				\
		bool hit_ = is_hit(call, &fault_);	\
							\
		if (hit_ && fault_ > 0) {		\
			errno = fault_;			\
			return failure;			\
		}					\
		if (hit_ && fault_ == FAULT_KILL_AFTER) { \
			(void)(real);			\
			die();				\
		}					\
		return real;				\
	} while (0)

/* For those that transfer `size` bytes. */
#define RETURN_TRANSFER(call, size, real)		\
	do {						\
		int fault_ = 0;				\
							\
		if (!is_hit(call, &fault_))		\
			return real;			\
		if (fault_ > 0) {			\
			errno = fault_;			\
			return -1;			\
		}					\
		if (fault_ == FAULT_SHORT && size > 1)	\
			size /= 2;			\
		if (fault_ == FAULT_KILL_AFTER) {	\
			(void)(real);			\
			die();				\
		}					\
		return real;				\
	} while (0)

/* --- files --------------------------------------------------------------------- */

static int
open_at(int folder, const char *path, int flags, mode_t mode)
{
	RETURN_FAULTY(CALL_OPEN, -1,
	    (int)syscall(SYS_openat, folder, path, flags, mode));
}

#define TAKE_MODE(flags)				\
	mode_t mode = 0;				\
	if ((flags) & (O_CREAT | O_TMPFILE)) {		\
		va_list args;				\
							\
		va_start(args, flags);			\
		mode = va_arg(args, mode_t);		\
		va_end(args);				\
	}

int
open(const char *path, int flags, ...)
{
	TAKE_MODE(flags)
	return open_at(AT_FDCWD, path, flags, mode);
}

int
open64(const char *path, int flags, ...)
{
	TAKE_MODE(flags)
	return open_at(AT_FDCWD, path, flags, mode);
}

int
openat(int folder, const char *path, int flags, ...)
{
	TAKE_MODE(flags)
	return open_at(folder, path, flags, mode);
}

int
openat64(int folder, const char *path, int flags, ...)
{
	TAKE_MODE(flags)
	return open_at(folder, path, flags, mode);
}

/* What _FORTIFY_SOURCE makes of them. */
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
int __openat_2(int folder, const char *path, int flags);
int __openat64_2(int folder, const char *path, int flags);

int
__open_2(const char *path, int flags)
{
	return open_at(AT_FDCWD, path, flags, 0);
}

int
__open64_2(const char *path, int flags)
{
	return open_at(AT_FDCWD, path, flags, 0);
}

int
__openat_2(int folder, const char *path, int flags)
{
	return open_at(folder, path, flags, 0);
}

int
__openat64_2(int folder, const char *path, int flags)
{
	return open_at(folder, path, flags, 0);
}

/* As glibc's, whose own open is out of reach. */
int
mkostemp(char *path, int flags)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz012345";
	unsigned char random[6];
	char *to = path + strlen(path) - sizeof(random);

	syscall(SYS_getrandom, random, sizeof(random), 0);
	for (size_t i = 0; i < sizeof(random); i++)
		to[i] = letters[random[i] % 32];
	return open_at(AT_FDCWD, path, flags | O_RDWR | O_CREAT | O_EXCL, 0600);
}

ssize_t
read(int fd, void *to, size_t size)
{
	RETURN_TRANSFER(CALL_READ, size, syscall(SYS_read, fd, to, size));
}

ssize_t __read_chk(int fd, void *to, size_t size, size_t room);
ssize_t
__read_chk(int fd, void *to, size_t size, size_t room)
{
	(void)room;
	return read(fd, to, size);
}

ssize_t
pread(int fd, void *to, size_t size, off_t at)
{
	RETURN_TRANSFER(CALL_READ, size,
	    syscall(SYS_pread64, fd, to, size, at));
}

ssize_t
pread64(int fd, void *to, size_t size, off_t at)
{
	return pread(fd, to, size, at);
}

ssize_t __pread_chk(int fd, void *to, size_t size, off_t at, size_t room);
ssize_t
__pread_chk(int fd, void *to, size_t size, off_t at, size_t room)
{
	(void)room;
	return pread(fd, to, size, at);
}

ssize_t __pread64_chk(int fd, void *to, size_t size, off_t at, size_t room);
ssize_t
__pread64_chk(int fd, void *to, size_t size, off_t at, size_t room)
{
	(void)room;
	return pread(fd, to, size, at);
}

/* As if the disk were full: what does not fit any more does so in part. */
static bool
is_full(int fd, size_t *size)
{
	struct stat info;
	int64_t left;

	if (control == NULL || control->budget < 0 || fstat(fd, &info) < 0 ||
	    !S_ISREG(info.st_mode))
		return false;
	left = control->budget;
	if (*size > 0 && left == 0) {
		errno = ENOSPC;
		return true;
	}
	if ((int64_t)*size > left)
		*size = (size_t)left;
	control->budget -= (int64_t)*size;
	return false;
}

ssize_t
write(int fd, const void *from, size_t size)
{
	/* The log may fail without anybody's harm. */
	if (fd == STDERR_FILENO)
		return syscall(SYS_write, fd, from, size);
	if (is_full(fd, &size))
		return -1;
	RETURN_TRANSFER(CALL_WRITE, size, syscall(SYS_write, fd, from, size));
}

ssize_t
pwrite(int fd, const void *from, size_t size, off_t at)
{
	if (is_full(fd, &size))
		return -1;
	RETURN_TRANSFER(CALL_WRITE, size,
	    syscall(SYS_pwrite64, fd, from, size, at));
}

ssize_t
pwrite64(int fd, const void *from, size_t size, off_t at)
{
	return pwrite(fd, from, size, at);
}

int
fsync(int fd)
{
	RETURN_FAULTY(CALL_FSYNC, -1, (int)syscall(SYS_fsync, fd));
}

int
fdatasync(int fd)
{
	RETURN_FAULTY(CALL_FDATASYNC, -1, (int)syscall(SYS_fdatasync, fd));
}

int
rename(const char *from, const char *to)
{
	RETURN_FAULTY(CALL_RENAME, -1, (int)syscall(SYS_rename, from, to));
}

int
renameat(int from_folder, const char *from, int to_folder, const char *to)
{
	RETURN_FAULTY(CALL_RENAME, -1,
	    (int)syscall(SYS_renameat, from_folder, from, to_folder, to));
}

int
ftruncate(int fd, off_t size)
{
	RETURN_FAULTY(CALL_FTRUNCATE, -1,
	    (int)syscall(SYS_ftruncate, fd, size));
}

int
ftruncate64(int fd, off_t size)
{
	return ftruncate(fd, size);
}

int
flock(int fd, int operation)
{
	/* To give it back cannot fail. */
	if (operation & LOCK_UN)
		return (int)syscall(SYS_flock, fd, operation);
	RETURN_FAULTY(CALL_FLOCK, -1, (int)syscall(SYS_flock, fd, operation));
}

/* Of files: memory has its own name. */
void *
mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset)
{
	if (fd < 0)
		return (void *)syscall(SYS_mmap, at, size, protection, flags,
		    fd, offset);
	RETURN_FAULTY(CALL_MMAP, MAP_FAILED, (void *)syscall(SYS_mmap, at,
	    size, protection, flags, fd, offset));
}

void *
mmap64(void *at, size_t size, int protection, int flags, int fd, off_t offset)
{
	return mmap(at, size, protection, flags, fd, offset);
}

/* --- memory -------------------------------------------------------------------- */

void *
malloc(size_t size)
{
	RETURN_FAULTY(CALL_MALLOC, NULL, __libc_malloc(size));
}

void *
calloc(size_t count, size_t size)
{
	RETURN_FAULTY(CALL_MALLOC, NULL, __libc_calloc(count, size));
}

void *
realloc(void *old, size_t size)
{
	RETURN_FAULTY(CALL_MALLOC, NULL, __libc_realloc(old, size));
}

/* --- sockets ------------------------------------------------------------------- */

int
connect(int fd, __CONST_SOCKADDR_ARG address, socklen_t size)
{
	RETURN_FAULTY(CALL_CONNECT, -1,
	    (int)syscall(SYS_connect, fd, address.__sockaddr__, size));
}

int
accept4(int fd, __SOCKADDR_ARG address, socklen_t *size, int flags)
{
	RETURN_FAULTY(CALL_ACCEPT, -1,
	    (int)syscall(SYS_accept4, fd, address.__sockaddr__, size, flags));
}

ssize_t
send(int fd, const void *from, size_t size, int flags)
{
	RETURN_TRANSFER(CALL_SEND, size,
	    syscall(SYS_sendto, fd, from, size, flags, NULL, 0));
}

ssize_t
recv(int fd, void *to, size_t size, int flags)
{
	RETURN_TRANSFER(CALL_RECV, size,
	    syscall(SYS_recvfrom, fd, to, size, flags, NULL, NULL));
}

ssize_t __recv_chk(int fd, void *to, size_t size, size_t room, int flags);
ssize_t
__recv_chk(int fd, void *to, size_t size, size_t room, int flags)
{
	(void)room;
	return recv(fd, to, size, flags);
}

/* --- the clock ----------------------------------------------------------------- */

static int64_t
ahead(void)
{
	return control != NULL ? control->clock : 0;
}

int
clock_gettime(clockid_t which, struct timespec *to)
{
	int rc = (int)syscall(SYS_clock_gettime, which, to);

	if (rc == 0 &&
	    (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE))
		to->tv_sec += ahead();
	return rc;
}

time_t
time(time_t *to)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (to != NULL)
		*to = now.tv_sec;
	return now.tv_sec;
}

int
gettimeofday(struct timeval *restrict to, void *restrict zone)
{
	struct timespec now;

	(void)zone;
	clock_gettime(CLOCK_REALTIME, &now);
	to->tv_sec = now.tv_sec;
	to->tv_usec = now.tv_nsec / 1000;
	return 0;
}
