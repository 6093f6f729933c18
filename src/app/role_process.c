/* What a role's process does before its role. */
#include "app/role_process.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/gateway.h"
#include "app/imap.h"
#include "app/intake.h"
#include "app/maildir.h"
#include "app/sender.h"
#include "base/file.h"
#include "base/log.h"
#include "base/secret.h"
#include "port/conf_aside.h"
#include "store/archive.h"

const struct role_kind role_kinds[ROLE_COUNT] = {
	{ "intake", intake_run, .opens_desk = false, .reads_mail = false },
	{ "gateway", gateway_run, .opens_desk = true, .reads_mail = true },
	{ "sender", sender_run, .opens_desk = true, .reads_mail = false },
};

const struct role_kind role_imap = {
	"imap", imap_run, .opens_desk = false, .reads_mail = false
};
const struct role_kind role_maildir = {
	"maildir", maildir_run, .opens_desk = false, .reads_mail = false
};

/* For the handler of TERM. */
static int stop_fd = -1, always_readable = -1;

const struct role_kind *
role_kind_find(const char *name, const char **account)
{
	*account = NULL;
	for (size_t i = 0; i < ROLE_COUNT; i++)
		if (strcmp(name, role_kinds[i].name) == 0)
			return &role_kinds[i];
	*account = strchr(name, ':');
	if (*account == NULL)
		return NULL;
	++*account;
	if (slice_starts(slice_of(name), SLICE("imap:")))
		return &role_imap;
	return slice_starts(slice_of(name), SLICE("maildir:"))
	    ? &role_maildir : NULL;
}

/* As if the supervisor had asked: /dev/null is always readable. */
static void
on_term(int number)
{
	(void)number;
	dup2(always_readable, stop_fd);
}

/* A descriptor from the supervisor, or -1; nobody we start shall have it. */
static int
inherit(int fd)
{
	return fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 ? -1 : fd;
}

static int
open_role(struct role *role, bool inherited, struct fail *why)
{
	int fds[2];

	*role = (struct role)ROLE_ALONE;
	if (inherited) {
		role->stop_fd = inherit(ROLE_STOP_FD);
		role->wake_fd = inherit(ROLE_WAKE_FD);
		role->next_fd = inherit(ROLE_NEXT_FD);
		role->ready_fd = inherit(ROLE_READY_FD);
	} else if (pipe2(fds, O_CLOEXEC) == 0) {
		/* Nobody writes; the other end stays open. */
		role->stop_fd = fds[0];
	}
	stop_fd = role->stop_fd;
	always_readable = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (stop_fd < 0 || always_readable < 0)
		return fail_sys(why, FAIL_RETRY, "cannot open what the role"
		    " needs");
	return 0;
}

/*
 * A terminal's INT and HUP go to all processes of its group: they are the
 * supervisor's to deal with.
 */
static void
set_signals(void)
{
	struct sigaction action = { .sa_handler = SIG_IGN };

	sigaction(SIGPIPE, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	action.sa_handler = on_term;
	action.sa_flags = SA_RESTART; /* but for waits in poll */
	sigaction(SIGTERM, &action, NULL);
}

/*
 * The configuration is the supervisor's own, so that a file which was spoilt
 * since does not keep a role from starting again.
 */
static int
load_conf(const char *path, bool inherited, struct conf_aside **aside,
    struct conf *conf, struct fail *why)
{
	char memory[40];
	int rc;

	if (!inherited)
		return conf_aside_load(aside, path, path, -1, conf, why);
	snprintf(memory, sizeof(memory), "/proc/self/fd/%d", ROLE_CONF_FD);
	rc = conf_aside_load(aside, path, memory, -1, conf, why);
	close(ROLE_CONF_FD);
	return rc;
}

/* One person has one hash in all logs of a desk. */
static void
set_log_key(const struct conf *conf)
{
	struct secret_keys keys;
	unsigned char digest[SECRET_DIGEST_SIZE];

	if (conf->log_addresses == ADDRESSES_PLAIN)
		log_show_addresses();
	secret_init();
	/* Without a key the role will say what is missing. */
	if (secret_load(conf->key_path, &keys, NULL) < 0)
		return;
	secret_hmac(&keys.keys[keys.count - 1], SLICE("addresses in logs"),
	    digest);
	log_set_key(digest);
	secret_wipe(&keys, sizeof(keys));
}

/*
 * For big messages while they arrive, here or from a mailbox.  A folder
 * elsewhere is its owner's to make.
 */
static void
make_spill_dir(const struct conf *conf)
{
	struct slice dir = slice_of(conf->spill_dir);
	struct slice state = slice_of(conf->state_dir);

	/* Who needs it says when it is not there. */
	if (slice_starts(dir, state) && dir.len > state.len &&
	    dir.data[state.len] == '/')
		file_mkdir(conf->spill_dir, 0700, NULL);
}

/* After a sync that failed: is what is on the disk whole? */
static int
look_over(const struct role_kind *kind, const struct conf *conf,
    struct fail *why)
{
	struct archive *archive = NULL;
	struct db *db = NULL;
	int rc = -1;

	if (archive_open(&archive, conf->archive_path, DB_READ, why) == 0 &&
	    db_check(archive_db(archive), true, why) == 0)
		rc = 0;
	if (rc == 0 && kind->opens_desk &&
	    (db_open(&db, conf->desk_path, DB_READ, why) < 0 ||
		db_check(db, true, why) < 0))
		rc = -1;
	db_close(db);
	archive_close(archive);
	return rc;
}

int
role_process(const struct role_kind *kind, const char *account,
    const char *conf_path, bool inherited, bool check)
{
	/* The log keeps it. */
	static char name[ROLE_NAME_SIZE];
	struct conf_aside *aside = NULL;
	struct conf conf;
	struct role role;
	struct fail why = FAIL_INIT;
	int rc;

	snprintf(name, sizeof(name), "%s%s%s", kind->name,
	    account == NULL ? "" : ":", account == NULL ? "" : account);
	log_open(name, LOG_LEVEL_INFO, STDERR_FILENO);
	umask(ROLE_UMASK);
	if (open_role(&role, inherited, &why) < 0 ||
	    load_conf(conf_path, inherited, &aside, &conf, &why) < 0) {
		log_error("cannot-start", "why=\"%s\"", why.text);
		conf_aside_free(aside);
		return (int)role_exit_of(&why);
	}
	role.account = account;
	set_signals();
	log_set_level(conf.log_level);
	set_log_key(&conf);
	if (check && look_over(kind, &conf, &why) < 0) {
		log_error("database-bad", "why=\"%s\"", why.text);
		rc = (int)role_exit_of(&why);
	} else {
		make_spill_dir(&conf);
		rc = (int)kind->run(&conf, &role);
	}
	conf_aside_free(aside);
	return rc;
}
