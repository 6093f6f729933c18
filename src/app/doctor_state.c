/* maildesk doctor: the state folder, its files, their disk, and the time. */
#include "app/doctor.h"

#include <errno.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include "app/alarm.h"
#include "app/cli_when.h"
#include "app/role_process.h"
#include "app/running.h"

/* An hour ahead is what the line forgives; less is a clock gone astray. */
#define AHEAD_MAX 60
/* With fewer inodes the databases' own files may find no place. */
#define INODES_MIN 100

#define ACCOUNT "maildesk"

static struct slice
account_name(struct check *check, uid_t uid)
{
	const struct passwd *account = getpwuid(uid);

	return account != NULL
	    ? arena_format(&check->cli->arena, "%s", account->pw_name)
	    : arena_format(&check->cli->arena, "%lu", (unsigned long)uid);
}

/*
 * The account that the files should be of: the daemon's, when it is there to
 * be looked at, else that of the state folder.
 */
static uid_t
owner_of(struct check *check)
{
	const struct conf *conf = &check->cli->conf;
	struct running running;
	struct stat info;

	running_load(conf, &check->cli->arena, &running);
	if (running.is_up)
		return running.uid;
	return stat(conf->state_dir, &info) == 0 ? info.st_uid : geteuid();
}

/* Perhaps the daemon was never started as the account that is there for it. */
static enum check_result
look_at_account(struct check *check, uid_t owner)
{
	const char *path = check->cli->conf.state_dir;
	const struct passwd *account = getpwnam(ACCOUNT);

	if (account == NULL || account->pw_uid == owner)
		return check_say(check, CHECK_OK, "%s, of %.*s", path,
		    SLICE_ARG(account_name(check, owner)));
	return check_find(check, CHECK_WARN, arena_format(
	    &check->cli->arena, "chown -R " ACCOUNT ": %s", path).data,
	    "%s belongs to %.*s, and there is an account " ACCOUNT, path,
	    SLICE_ARG(account_name(check, owner)));
}

/*
 * A path, if it is there, against its account and the bits of its mode that
 * nobody may have.
 */
static bool
is_right(struct check *check, const char *path, uid_t owner, mode_t never)
{
	struct arena *arena = &check->cli->arena;
	struct stat info;
	bool right = true;

	if (lstat(path, &info) < 0)
		return true;
	if (info.st_uid != owner) {
		check_find(check, CHECK_BAD, arena_format(arena, "chown %.*s:"
		    " %s", SLICE_ARG(account_name(check, owner)), path).data,
		    "%s belongs to %.*s; maildeskd runs as %.*s", path,
		    SLICE_ARG(account_name(check, info.st_uid)),
		    SLICE_ARG(account_name(check, owner)));
		right = false;
	}
	if ((info.st_mode & never) != 0) {
		check_find(check, CHECK_BAD, arena_format(arena, "chmod %s %s",
		    (never & 070) != 0 ? "go=" : "o=", path).data,
		    "%s has mode %04o: others get at it", path,
		    (unsigned)info.st_mode & 07777);
		right = false;
	}
	return right;
}

enum check_result
doctor_state(struct check *check)
{
	static const char *const suffixes[] = { "", "-wal", "-shm" };
	const struct conf *conf = &check->cli->conf;
	const char *const paths[] = { conf->archive_path, conf->desk_path,
		conf->mark_path, conf->spill_dir };
	uid_t owner = owner_of(check);
	struct arena *arena = &check->cli->arena;
	struct stat info;
	bool right;

	if (stat(conf->state_dir, &info) < 0)
		return check_find(check, CHECK_BAD, errno == ENOENT
		    ? "sudo -u " ACCOUNT " maildesk init"
		    : "run this as root or as the account of maildeskd",
		    "%s cannot be looked into: %s", conf->state_dir,
		    strerror(errno));
	right = is_right(check, conf->state_dir, owner, 07);
	for (size_t i = 0; i < ARRAY_LEN(paths); i++)
		for (size_t j = 0; j < ARRAY_LEN(suffixes); j++)
			right = is_right(check, arena_format(arena, "%s%s",
			    paths[i], suffixes[j]).data, owner, 07) && right;
	return right ? look_at_account(check, owner) : CHECK_BAD;
}

enum check_result
check_key(struct check *check)
{
	const char *path = check->cli->conf.key_path;
	struct fail why = FAIL_INIT;
	struct secret_keys keys;
	bool right = is_right(check, path, owner_of(check), 077);

	if (!right)
		return CHECK_BAD;
	if (secret_load(path, &keys, &why) < 0)
		return check_fail(check, &why);
	secret_wipe(&keys, sizeof(keys));
	return check_say(check, CHECK_OK, "%s", path);
}

/* One file system; whether what was said is fine. */
static enum check_result
look_at_disk(struct check *check, const char *path)
{
	int64_t least = check->cli->conf.min_free, left;
	char has[CLI_WHEN_SIZE], needs[CLI_WHEN_SIZE];
	struct statvfs disk;

	if (statvfs(path, &disk) < 0)
		return check_find(check, CHECK_BAD, "see what the disk is"
		    " about", "%s: %s", path, strerror(errno));
	if ((disk.f_flag & ST_RDONLY) != 0)
		return check_find(check, CHECK_BAD, arena_format(
		    &check->cli->arena, "mount -o remount,rw the disk of %s",
		    path).data, "%s can only be read", path);
	left = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
	cli_size(left, has);
	cli_size(least, needs);
	if (left < least)
		return check_find(check, CHECK_BAD, "make room, or lower"
		    " intake.min_free", "%s has %s left: below"
		    " intake.min_free, %s, mail waits at the mail server",
		    path, has, needs);
	if (disk.f_files > 0 && disk.f_favail < INODES_MIN)
		return check_find(check, CHECK_BAD, "remove files",
		    "%s has %llu inodes left", path,
		    (unsigned long long)disk.f_favail);
	if (left < 4 * least)
		return check_find(check, CHECK_WARN, "make room before it is"
		    " full", "%s has only %s left", path, has);
	return check_say(check, CHECK_OK, "%s has %s left", path, has);
}

static bool
is_on_the_same(const char *a, const char *b)
{
	struct stat left, right;

	return stat(a, &left) < 0 || stat(b, &right) < 0 ||
	    left.st_dev == right.st_dev;
}

enum check_result
doctor_space(struct check *check)
{
	const struct conf *conf = &check->cli->conf;
	enum check_result worst = look_at_disk(check, conf->state_dir), result;
	const char *const others[] = { conf->archive_path, conf->desk_path,
		conf->spill_dir };

	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		if (is_on_the_same(others[i], conf->state_dir))
			continue;
		result = look_at_disk(check, others[i]);
		worst = result > worst ? result : worst;
	}
	return worst;
}

/* When the newest message was accepted, in the time of that moment. */
static int
newest(struct check *check, int64_t *id, int64_t *at, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct envelope envelope;
	struct slice raw;
	int got = archive_last(check->cli->desk.archive, id, why);

	if (got == 0)
		got = *id == 0 ? 0 : archive_read(check->cli->desk.archive,
		    *id, &arena, &envelope, &raw, why);
	if (got == 1)
		*at = envelope.at;
	arena_free(&arena);
	return got;
}

enum check_result
doctor_clock(struct check *check)
{
	struct timex clock = { .modes = 0 };
	struct fail why = FAIL_INIT;
	int64_t id = 0, at = 0;
	char span[CLI_WHEN_SIZE];
	int got = check->is_open ? newest(check, &id, &at, &why) : 0;

	if (got < 0)
		return check_fail(check, &why);
	if (got == 1 && at > check->cli->now + AHEAD_MAX)
		return check_find(check, CHECK_BAD, "set the clock:"
		    " timedatectl set-ntp true", "it is off: message %lld came"
		    " %s from now", (long long)id,
		    cli_span(at - check->cli->now, span));
	/* Who may not ask learns nothing; a read is anybody's. */
	if (adjtimex(&clock) == TIME_ERROR || (clock.status & STA_UNSYNC) != 0)
		return check_find(check, CHECK_WARN, "timedatectl set-ntp true",
		    "nothing keeps it right: the kernel knows of no time"
		    " server");
	return check_say(check, CHECK_OK, "in step with a time server, and not"
	    " behind the mail that came");
}

enum check_result
doctor_alarm(struct check *check)
{
	const struct conf *conf = &check->cli->conf;
	bool raised = false;

	for (size_t i = 0; i < ROLE_COUNT; i++)
		if (alarm_is_raised(conf, role_kinds[i].name)) {
			check_find(check, CHECK_BAD, "maildesk check", "the"
			    " disk failed twice: the %s stays down until"
			    " `maildesk check` passes", role_kinds[i].name);
			raised = true;
		}
	return raised ? CHECK_BAD : check_say(check, CHECK_OK, "none");
}
