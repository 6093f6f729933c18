/* What the supervisor has before its loop begins. */
#include "daemon_open.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/account.h"
#include "app/alarm.h"
#include "app/templates.h"
#include "app/wake.h"
#include "base/file.h"
#include "base/log.h"
#include "port/service.h"

#define SEALS (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

/*
 * The new configuration beside the old one, its text in memory for the roles,
 * who cannot change it.
 */
static int
read_new(const char *path, struct conf_aside **aside, struct conf *conf,
    int *fd, struct fail *why)
{
	*aside = NULL;
	*fd = memfd_create("maildesk.conf", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (*fd < 0)
		return fail_sys(why, FAIL_RETRY, "memfd");
	if (conf_aside_load(aside, path, path, *fd, conf, why) < 0)
		return -1;
	if (fcntl(*fd, F_ADD_SEALS, SEALS) < 0)
		return fail_sys(why, FAIL_RETRY, "memfd");
	return 0;
}

int
daemon_read_conf(struct daemon *daemon, const char *path, struct fail *why)
{
	struct conf_aside *aside;
	struct conf conf;
	int fd;

	if (read_new(path, &aside, &conf, &fd, why) < 0 ||
	    templates_check(&conf, why) < 0)
		goto undo;
	if (daemon->setting.conf_path != NULL &&
	    strcmp(conf.state_dir, daemon->conf.state_dir) != 0) {
		fail_set(why, FAIL_SETUP, "state.dir has changed to %s; stop"
		    " maildeskd and start it again for that", conf.state_dir);
		goto undo;
	}
	if (daemon->setting.conf_path != NULL)
		close(daemon->setting.conf_fd);
	/* `path` may stand in what goes now. */
	conf_aside_free(daemon->aside);
	daemon->aside = aside;
	daemon->conf = conf;
	daemon->setting = (struct ward_setting){ conf.path, fd };
	log_set_level(conf.log_level);
	return 0;
undo:
	conf_aside_free(aside);
	if (fd >= 0)
		close(fd);
	return -1;
}

/* One daemon for one state folder; its number stands in the lock file. */
static int
take_lock(struct daemon *daemon, struct fail *why)
{
	const char *dir = daemon->conf.state_dir;
	struct arena arena = ARENA_INIT;
	struct slice number;
	struct stat info;
	int rc = -1;

	if (stat(dir, &info) < 0 && errno == ENOENT) {
		fail_set(why, FAIL_SETUP, "%s is missing; run maildesk init",
		    dir);
		goto done;
	}
	daemon->lock = file_lock(arena_format(&arena, "%s/" DAEMON_LOCK_NAME,
	    dir).data, false, why);
	if (daemon->lock < 0) {
		if (why->kind == FAIL_RETRY)
			fail_set(why, FAIL_RETRY, "another maildeskd runs on"
			    " %s", dir);
		goto done;
	}
	number = arena_format(&arena, "%lld\n", (long long)getpid());
	if (ftruncate(daemon->lock, 0) < 0 ||
	    pwrite(daemon->lock, number.data, number.len, 0) < 0) {
		fail_sys(why, FAIL_RETRY, "%s/" DAEMON_LOCK_NAME, dir);
		goto done;
	}
	rc = 0;
done:
	arena_free(&arena);
	return rc;
}

static int
take_signals(struct daemon *daemon, struct fail *why)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	sigset_t set;

	sigaction(SIGPIPE, &ignore, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	daemon->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return daemon->signal_fd < 0
	    ? fail_sys(why, FAIL_RETRY, "signalfd") : 0;
}

static int
add_ward(struct daemon *daemon, const struct role_kind *kind,
    const char *account, struct fail *why)
{
	size_t at = 0;

	/* A place whose account is gone, and its process too. */
	while (at < daemon->ward_count && !(daemon->wards[at].is_unwanted &&
		daemon->wards[at].state == WARD_STOPPED))
		at++;
	if (at == WARDS_MAX)
		return fail_set(why, FAIL_RETRY, "too many are ending");
	if (at < daemon->ward_count)
		ward_free(&daemon->wards[at]);
	if (ward_init(&daemon->wards[at], kind, account, why) < 0) {
		daemon->wards[at].is_unwanted = true;
		daemon->wards[at].state = WARD_STOPPED;
		return -1;
	}
	if (at == daemon->ward_count)
		daemon->ward_count++;
	if (alarm_is_raised(&daemon->conf, daemon->wards[at].name))
		daemon->wards[at].state = WARD_HALTED;
	return 0;
}

static struct ward *
find_ward(struct daemon *daemon, const struct role_kind *kind,
    const char *account)
{
	struct ward *ward;

	for (size_t i = ROLE_COUNT; i < daemon->ward_count; i++) {
		ward = &daemon->wards[i];
		if (ward->kind == kind && ward->state != WARD_STOPPED &&
		    strcmp(strchr(ward->name, ':') + 1, account) == 0)
			return ward;
	}
	return NULL;
}

static int
want_ward(struct daemon *daemon, const struct role_kind *kind,
    const char *account, struct fail *why)
{
	struct ward *ward = find_ward(daemon, kind, account);

	if (ward == NULL)
		return add_ward(daemon, kind, account, why);
	ward->is_unwanted = false;
	return 0;
}

int
daemon_settle_accounts(struct daemon *daemon, int64_t now, struct fail *why)
{
	const struct conf *conf = &daemon->conf;
	struct ward *ward;
	int rc = 0;

	for (size_t i = ROLE_COUNT; i < daemon->ward_count; i++)
		daemon->wards[i].is_unwanted = true;
	for (size_t i = 0; i < conf->imap_count; i++)
		if (want_ward(daemon, &role_imap, conf->imap[i].name,
			why) < 0)
			rc = -1;
	for (size_t i = 0; i < conf->maildir_count; i++)
		if (want_ward(daemon, &role_maildir, conf->maildir[i].name,
			why) < 0)
			rc = -1;
	for (size_t i = ROLE_COUNT; i < daemon->ward_count; i++) {
		ward = &daemon->wards[i];
		if (!ward->is_unwanted)
			continue;
		ward_ask(ward, now);
		if (ward->state != WARD_ENDS)
			ward->state = WARD_STOPPED;
	}
	return rc;
}

int
daemon_open(struct daemon *daemon, const struct daemon_options *options,
    struct fail *why)
{
	*daemon = (struct daemon){ .lock = -1, .signal_fd = -1,
		.ready_fd = options->ready_fd, .wake_fd = -1,
		.watchdog = service_watchdog() };
	if (daemon_read_conf(daemon, options->conf_path, why) < 0 ||
	    account_settle(daemon->conf.state_dir, why) < 0 ||
	    take_lock(daemon, why) < 0 || take_signals(daemon, why) < 0)
		return -1;
	if ((daemon->wake_fd = wake_open(&daemon->conf, why)) < 0)
		log_warn("cannot-be-woken", "why=\"%s\"", why->text);
	for (size_t i = 0; i < ROLE_COUNT; i++)
		if (add_ward(daemon, &role_kinds[i], NULL, why) < 0)
			return -1;
	return daemon_settle_accounts(daemon, 0, why);
}

void
daemon_close(struct daemon *daemon)
{
	for (size_t i = 0; i < daemon->ward_count; i++)
		ward_free(&daemon->wards[i]);
	if (daemon->signal_fd >= 0)
		close(daemon->signal_fd);
	wake_close(daemon->wake_fd, &daemon->conf);
	if (daemon->lock >= 0)
		close(daemon->lock);
	if (daemon->setting.conf_path != NULL)
		close(daemon->setting.conf_fd);
	conf_aside_free(daemon->aside);
}
