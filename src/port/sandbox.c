/* Calls that a process may still make, by libseccomp. */
#include "port/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/slice.h"

#define SOCKETS (SANDBOX_ACCEPT | SANDBOX_CONNECT | SANDBOX_UNIX)

/* Allowed to whoever has one of these; 0: to all. */
static const struct {
	int call;
	unsigned need;
} allowed[] = {
	/* Open files. */
	{ SCMP_SYS(read), 0 }, { SCMP_SYS(readv), 0 },
	{ SCMP_SYS(pread64), 0 }, { SCMP_SYS(preadv), 0 },
	{ SCMP_SYS(write), 0 }, { SCMP_SYS(writev), 0 },
	{ SCMP_SYS(pwrite64), 0 }, { SCMP_SYS(pwritev), 0 },
	{ SCMP_SYS(lseek), 0 }, { SCMP_SYS(_llseek), 0 },
	{ SCMP_SYS(close), 0 }, { SCMP_SYS(close_range), 0 },
	{ SCMP_SYS(dup), 0 }, { SCMP_SYS(dup2), 0 }, { SCMP_SYS(dup3), 0 },
	{ SCMP_SYS(fcntl), 0 }, { SCMP_SYS(fcntl64), 0 },
	{ SCMP_SYS(flock), 0 }, { SCMP_SYS(fsync), 0 },
	{ SCMP_SYS(fdatasync), 0 }, { SCMP_SYS(sync_file_range), 0 },
	{ SCMP_SYS(ftruncate), 0 }, { SCMP_SYS(ftruncate64), 0 },
	{ SCMP_SYS(fallocate), 0 }, { SCMP_SYS(fadvise64), 0 },
	{ SCMP_SYS(fadvise64_64), 0 }, { SCMP_SYS(readahead), 0 },
	{ SCMP_SYS(copy_file_range), 0 }, { SCMP_SYS(sendfile), 0 },
	{ SCMP_SYS(sendfile64), 0 }, { SCMP_SYS(msync), 0 },

	/* Names of files; Landlock knows which. */
	{ SCMP_SYS(open), 0 }, { SCMP_SYS(openat), 0 },
	{ SCMP_SYS(stat), 0 }, { SCMP_SYS(stat64), 0 },
	{ SCMP_SYS(lstat), 0 }, { SCMP_SYS(lstat64), 0 },
	{ SCMP_SYS(fstat), 0 }, { SCMP_SYS(fstat64), 0 },
	{ SCMP_SYS(newfstatat), 0 }, { SCMP_SYS(fstatat64), 0 },
	{ SCMP_SYS(statx), 0 }, { SCMP_SYS(statfs), 0 },
	{ SCMP_SYS(statfs64), 0 }, { SCMP_SYS(fstatfs), 0 },
	{ SCMP_SYS(fstatfs64), 0 }, { SCMP_SYS(access), 0 },
	{ SCMP_SYS(faccessat), 0 }, { SCMP_SYS(faccessat2), 0 },
	{ SCMP_SYS(readlink), 0 }, { SCMP_SYS(readlinkat), 0 },
	{ SCMP_SYS(getcwd), 0 }, { SCMP_SYS(getdents), 0 },
	{ SCMP_SYS(getdents64), 0 }, { SCMP_SYS(unlink), 0 },
	{ SCMP_SYS(unlinkat), 0 }, { SCMP_SYS(rename), 0 },
	{ SCMP_SYS(renameat), 0 }, { SCMP_SYS(renameat2), 0 },
	{ SCMP_SYS(umask), 0 },

	/* Waiting. */
	{ SCMP_SYS(poll), 0 }, { SCMP_SYS(ppoll), 0 },
	{ SCMP_SYS(ppoll_time64), 0 }, { SCMP_SYS(select), 0 },
	{ SCMP_SYS(_newselect), 0 }, { SCMP_SYS(pselect6), 0 },
	{ SCMP_SYS(pselect6_time64), 0 }, { SCMP_SYS(epoll_create), 0 },
	{ SCMP_SYS(epoll_create1), 0 }, { SCMP_SYS(epoll_ctl), 0 },
	{ SCMP_SYS(epoll_wait), 0 }, { SCMP_SYS(epoll_pwait), 0 },
	{ SCMP_SYS(eventfd), 0 }, { SCMP_SYS(eventfd2), 0 },
	{ SCMP_SYS(timerfd_create), 0 }, { SCMP_SYS(timerfd_settime), 0 },
	{ SCMP_SYS(timerfd_settime64), 0 }, { SCMP_SYS(pipe), 0 },
	{ SCMP_SYS(pipe2), 0 }, { SCMP_SYS(pause), 0 },
	{ SCMP_SYS(nanosleep), 0 }, { SCMP_SYS(clock_nanosleep), 0 },
	{ SCMP_SYS(clock_nanosleep_time64), 0 },
	{ SCMP_SYS(restart_syscall), 0 },

	/* Clocks, memory, signals, itself. */
	{ SCMP_SYS(clock_gettime), 0 }, { SCMP_SYS(clock_gettime64), 0 },
	{ SCMP_SYS(clock_getres), 0 }, { SCMP_SYS(clock_getres_time64), 0 },
	{ SCMP_SYS(gettimeofday), 0 }, { SCMP_SYS(time), 0 },
	{ SCMP_SYS(times), 0 }, { SCMP_SYS(getrandom), 0 },
	{ SCMP_SYS(brk), 0 }, { SCMP_SYS(munmap), 0 },
	{ SCMP_SYS(mremap), 0 }, { SCMP_SYS(madvise), 0 },
	{ SCMP_SYS(mlock), 0 }, { SCMP_SYS(munlock), 0 },
	{ SCMP_SYS(membarrier), 0 },
	{ SCMP_SYS(rt_sigaction), 0 }, { SCMP_SYS(rt_sigprocmask), 0 },
	{ SCMP_SYS(rt_sigreturn), 0 }, { SCMP_SYS(sigreturn), 0 },
	{ SCMP_SYS(rt_sigpending), 0 }, { SCMP_SYS(rt_sigtimedwait), 0 },
	{ SCMP_SYS(sigaltstack), 0 }, { SCMP_SYS(exit), 0 },
	{ SCMP_SYS(exit_group), 0 }, { SCMP_SYS(getpid), 0 },
	{ SCMP_SYS(gettid), 0 }, { SCMP_SYS(getppid), 0 },
	{ SCMP_SYS(getuid), 0 }, { SCMP_SYS(getuid32), 0 },
	{ SCMP_SYS(geteuid), 0 }, { SCMP_SYS(geteuid32), 0 },
	{ SCMP_SYS(getgid), 0 }, { SCMP_SYS(getgid32), 0 },
	{ SCMP_SYS(getegid), 0 }, { SCMP_SYS(getegid32), 0 },
	{ SCMP_SYS(getrusage), 0 }, { SCMP_SYS(getrlimit), 0 },
	{ SCMP_SYS(ugetrlimit), 0 },
	{ SCMP_SYS(sysinfo), 0 }, { SCMP_SYS(uname), 0 },
	{ SCMP_SYS(sched_yield), 0 }, { SCMP_SYS(sched_getaffinity), 0 },
	{ SCMP_SYS(getcpu), 0 }, { SCMP_SYS(futex), 0 },
	{ SCMP_SYS(futex_time64), 0 }, { SCMP_SYS(set_robust_list), 0 },
	{ SCMP_SYS(get_robust_list), 0 }, { SCMP_SYS(set_tid_address), 0 },
	{ SCMP_SYS(rseq), 0 }, { SCMP_SYS(sched_getparam), 0 },
	{ SCMP_SYS(sched_getscheduler), 0 }, { SCMP_SYS(getpgrp), 0 },
	{ SCMP_SYS(getpgid), 0 }, { SCMP_SYS(getsid), 0 },
	{ SCMP_SYS(getgroups), 0 }, { SCMP_SYS(getgroups32), 0 },
	{ SCMP_SYS(getresuid), 0 }, { SCMP_SYS(getresuid32), 0 },
	{ SCMP_SYS(getresgid), 0 }, { SCMP_SYS(getresgid32), 0 },
	{ SCMP_SYS(capget), 0 }, { SCMP_SYS(getpriority), 0 },

	/* Folders that others fill. */
	{ SCMP_SYS(inotify_add_watch), SANDBOX_WATCH },
	{ SCMP_SYS(linkat), SANDBOX_WATCH },

	/* As file_replace does. */
	{ SCMP_SYS(fchmod), SANDBOX_REPLACE },
	{ SCMP_SYS(fchown), SANDBOX_REPLACE },
	{ SCMP_SYS(fchown32), SANDBOX_REPLACE },

	/* Sockets that are there. */
	{ SCMP_SYS(accept), SANDBOX_ACCEPT },
	{ SCMP_SYS(accept4), SANDBOX_ACCEPT },
	{ SCMP_SYS(send), SOCKETS },
	{ SCMP_SYS(sendto), SOCKETS },
	{ SCMP_SYS(recv), SOCKETS },
	{ SCMP_SYS(recvfrom), SOCKETS },
	{ SCMP_SYS(shutdown), SOCKETS },
	{ SCMP_SYS(getsockopt), SOCKETS },
	{ SCMP_SYS(setsockopt), SOCKETS },
	{ SCMP_SYS(getsockname), SOCKETS },
	{ SCMP_SYS(getpeername), SOCKETS },

	/* New ones; which of them may be made is said below. */
	{ SCMP_SYS(connect), SANDBOX_CONNECT | SANDBOX_UNIX },
	{ SCMP_SYS(bind), SANDBOX_CONNECT }, /* getaddrinfo's netlink */
	{ SCMP_SYS(socketpair), SANDBOX_CONNECT },
	{ SCMP_SYS(sendmsg), SANDBOX_CONNECT },
	{ SCMP_SYS(sendmmsg), SANDBOX_CONNECT },
	{ SCMP_SYS(recvmsg), SANDBOX_CONNECT },
	{ SCMP_SYS(recvmmsg), SANDBOX_CONNECT },
};

/* Nothing of ours ever comes near these: who does is an intruder. */
static const int deadly[] = {
	SCMP_SYS(execve), SCMP_SYS(execveat),
	SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev), SCMP_SYS(pidfd_getfd),
	SCMP_SYS(mount), SCMP_SYS(umount2), SCMP_SYS(pivot_root),
	SCMP_SYS(chroot), SCMP_SYS(open_tree), SCMP_SYS(move_mount),
	SCMP_SYS(fsopen), SCMP_SYS(fsconfig), SCMP_SYS(fsmount),
	SCMP_SYS(fspick), SCMP_SYS(mount_setattr),
	SCMP_SYS(init_module), SCMP_SYS(finit_module),
	SCMP_SYS(delete_module), SCMP_SYS(kexec_load),
	SCMP_SYS(kexec_file_load), SCMP_SYS(bpf),
	SCMP_SYS(perf_event_open), SCMP_SYS(userfaultfd),
	SCMP_SYS(unshare), SCMP_SYS(setns),
	SCMP_SYS(setuid), SCMP_SYS(setuid32), SCMP_SYS(setgid),
	SCMP_SYS(setgid32), SCMP_SYS(setreuid), SCMP_SYS(setreuid32),
	SCMP_SYS(setregid), SCMP_SYS(setregid32), SCMP_SYS(setresuid),
	SCMP_SYS(setresuid32), SCMP_SYS(setresgid), SCMP_SYS(setresgid32),
	SCMP_SYS(setgroups), SCMP_SYS(setgroups32), SCMP_SYS(setfsuid),
	SCMP_SYS(setfsuid32), SCMP_SYS(setfsgid), SCMP_SYS(setfsgid32),
	SCMP_SYS(capset), SCMP_SYS(settimeofday), SCMP_SYS(clock_settime),
	SCMP_SYS(clock_settime64), SCMP_SYS(reboot), SCMP_SYS(swapon),
	SCMP_SYS(swapoff), SCMP_SYS(iopl), SCMP_SYS(ioperm),
};

/* libc asks for these first; told that there are none, it has another way. */
static const int absent[] = {
	SCMP_SYS(clone3), SCMP_SYS(openat2), SCMP_SYS(epoll_pwait2),
	SCMP_SYS(preadv2), SCMP_SYS(pwritev2), SCMP_SYS(futex_waitv),
};

/*
 * The numbers of calls that are younger than libseccomp's list of names, the
 * same on all machines: to a newer libc, EPERM would mean that it failed, not
 * that it has to go another way.
 */
#define YOUNG_FIRST 450
#define YOUNG_LAST 600

#define NAMESPACES \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | \
	    CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET)
#define TYPE_MASK 0xf /* of a socket, without SOCK_CLOEXEC and its like */

/* 0, or what libseccomp says: an errno below 0. */
static int
allow(scmp_filter_ctx filter, int call)
{
	return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 0, NULL);
}

#define ALL UINT32_MAX /* of an int: what stands above, the kernel ignores */

/* Only if the bits of the mask in the argument are these. */
static int
allow_if(scmp_filter_ctx filter, int call, unsigned argument,
    scmp_datum_t mask, scmp_datum_t value)
{
	const struct scmp_arg_cmp is = { argument, SCMP_CMP_MASKED_EQ, mask,
		value };

	return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &is);
}

static int
allow_socket(scmp_filter_ctx filter, scmp_datum_t family, unsigned argument,
    scmp_datum_t mask, scmp_datum_t value)
{
	const struct scmp_arg_cmp are[2] = {
		{ 0, SCMP_CMP_MASKED_EQ, ALL, family },
		{ argument, SCMP_CMP_MASKED_EQ, mask, value },
	};

	return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(socket),
	    2, are);
}

/* Memory is written or executed, never both: libraries come by read-only. */
static int
allow_memory(scmp_filter_ctx filter)
{
	const scmp_datum_t both = PROT_WRITE | PROT_EXEC;
	const scmp_datum_t protections[] = { 0, PROT_WRITE, PROT_EXEC };
	int rc = allow_if(filter, SCMP_SYS(mprotect), 2, PROT_EXEC, 0);

	for (size_t i = 0; i < ARRAY_LEN(protections) && rc == 0; i++) {
		rc = allow_if(filter, SCMP_SYS(mmap), 2, both,
		    protections[i]);
		if (rc == 0)
			rc = allow_if(filter, SCMP_SYS(mmap2), 2, both,
			    protections[i]);
	}
	return rc;
}

/* Signals and limits, of this process only; what is asked of terminals. */
static int
allow_self(scmp_filter_ctx filter)
{
	const scmp_datum_t self = (scmp_datum_t)getpid();
	const scmp_datum_t controls[] = { FIONREAD, FIONBIO, TCGETS };
	int rc;

	if ((rc = allow_if(filter, SCMP_SYS(kill), 0, ALL, self)) < 0 ||
	    (rc = allow_if(filter, SCMP_SYS(tgkill), 0, ALL, self)) < 0 ||
	    (rc = allow_if(filter, SCMP_SYS(prlimit64), 0, ALL, 0)) < 0)
		return rc;
	for (size_t i = 0; i < ARRAY_LEN(controls) && rc == 0; i++)
		rc = allow_if(filter, SCMP_SYS(ioctl), 1, ALL, controls[i]);
	return rc;
}

/* Threads: libcurl asks the name service in one.  No processes. */
static int
allow_network(scmp_filter_ctx filter)
{
	const scmp_datum_t families[] = { AF_INET, AF_INET6, AF_UNIX };
	const scmp_datum_t types[] = { SOCK_STREAM, SOCK_DGRAM };
	int rc = allow_if(filter, SCMP_SYS(clone), 0, CLONE_THREAD | NAMESPACES,
	    CLONE_THREAD);

	for (size_t i = 0; i < ARRAY_LEN(families); i++)
		for (size_t j = 0; j < ARRAY_LEN(types) && rc == 0; j++)
			rc = allow_socket(filter, families[i], 1, TYPE_MASK,
			    types[j]);
	if (rc == 0)
		rc = allow_socket(filter, AF_NETLINK, 2, ALL, NETLINK_ROUTE);
	return rc;
}

static int
hide(scmp_filter_ctx filter)
{
	int rc = 0;

	for (size_t i = 0; i < ARRAY_LEN(absent) && rc == 0; i++)
		rc = seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(ENOSYS),
		    absent[i], 0, NULL);
	for (int call = YOUNG_FIRST; call <= YOUNG_LAST && rc == 0; call++)
		rc = seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(ENOSYS),
		    call, 0, NULL);
	return rc;
}

static int
add_rules(scmp_filter_ctx filter, unsigned calls)
{
	int rc = 0;

	for (size_t i = 0; i < ARRAY_LEN(allowed) && rc == 0; i++)
		if (allowed[i].need == 0 || (allowed[i].need & calls) != 0)
			rc = allow(filter, allowed[i].call);
	for (size_t i = 0; i < ARRAY_LEN(deadly) && rc == 0; i++)
		rc = seccomp_rule_add_array(filter, SCMP_ACT_KILL_PROCESS,
		    deadly[i], 0, NULL);
	if (rc == 0)
		rc = hide(filter);
	if (rc == 0)
		rc = allow_memory(filter);
	if (rc == 0)
		rc = allow_self(filter);
	if (rc == 0 && (calls & SANDBOX_CONNECT))
		rc = allow_network(filter);
	if (rc == 0 && (calls & SANDBOX_UNIX))
		rc = allow_socket(filter, AF_UNIX, 1, TYPE_MASK, SOCK_STREAM);
	return rc;
}

bool
sandbox_fits(void)
{
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) || \
    __has_feature(thread_sanitizer)
	return false;
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
	return false;
#endif
	return true;
}

/* Seconds for a thousandth of one; then the process ends, and is begun anew. */
#define MAKING_MAX 10

struct program {
	struct sock_filter steps[BPF_MAXINSNS];
	size_t size; /* in bytes */
};

/* All of it anew, as code for the kernel; 0 or a negative errno. */
static int
make_program(const struct sandbox_rules *rules, struct program *out)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int fd = memfd_create("filter", MFD_CLOEXEC);
	ssize_t got = -1;
	int rc = filter == NULL || fd < 0 ? -ENOMEM : 0;

	/* Another machine's calls have other numbers. */
	if (rc == 0)
		rc = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH,
		    SCMP_ACT_KILL_PROCESS);
	/* A tree instead of a list: read and write come by each time. */
	if (rc == 0)
		rc = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	if (rc == 0)
		rc = add_rules(filter, rules->calls);
	if (rc == 0)
		rc = seccomp_export_bpf(filter, fd);
	if (rc == 0 && (got = pread(fd, out->steps, sizeof(out->steps), 0)) <= 0)
		rc = -EIO;
	out->size = got > 0 ? (size_t)got : 0;
	if (fd >= 0)
		close(fd);
	seccomp_release(filter);
	return rc;
}

/* Threads that a library may have begun are bound, too. */
static int
load_program(struct program *program)
{
	struct sock_fprog code = {
		.len = (unsigned short)(program->size /
		    sizeof(program->steps[0])),
		.filter = program->steps,
	};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
		SECCOMP_FILTER_FLAG_TSYNC, &code) != 0)
		return -errno;
	return 0;
}

int
sandbox_calls(const struct sandbox_rules *rules, struct fail *why)
{
	static struct program first, second;
	int rc;

	/*
	 * Short of memory, libseccomp goes round in circles for ever, or leaves
	 * out rules without a word, and the role would be refused its clock or
	 * its locks for good.
	 */
	signal(SIGALRM, SIG_DFL);
	alarm(MAKING_MAX);
	rc = make_program(rules, &first);
	if (rc == 0)
		rc = make_program(rules, &second);
	alarm(0);
	if (rc == 0 && (first.size != second.size ||
	    memcmp(first.steps, second.steps, first.size) != 0))
		rc = -ENOMEM;
	if (rc == 0)
		rc = load_program(&first);
	if (rc < 0)
		return fail_set(why, FAIL_SETUP, "seccomp: %s",
		    strerror(-rc));
	return 0;
}
