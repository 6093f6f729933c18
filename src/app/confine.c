/* What each role may touch, and the end of everything else. */
#include "app/confine.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "app/grant.h"
#include "app/health.h"
#include "app/probe.h"
#include "base/arena.h"
#include "base/log.h"
#include "port/sandbox.h"

enum place {
	ARCHIVE,   /* archive.db and what stands beside it */
	DESK,	   /* maildesk.db, likewise */
	MARK,
	SPILL,
	SOCKET,	   /* to take its name away: MAY_WRITE */
	LETTERS,   /* the Maildir, where letters are not sent */
	LIBRARIES, /* conversions of charsets and the like are loaded late */
	ZONES,	   /* what a time is called where somebody is */
	NAMES,	   /* what the name service reads */
	TRUST,	   /* certificates */
	ACCOUNT,   /* what one account for IMAP needs, and how it is doing */
	GRANT,	   /* the token of the role's own login */
	MAILDIR,   /* a Maildir that is watched, and how that is doing */
	PLACES
};
enum may { MAY_NOT, MAY_READ, MAY_WRITE };

static const struct rights {
	const char *role;
	unsigned calls;
	enum may may[PLACES];
} table[] = {
	{ "intake", SANDBOX_ACCEPT, {
		[ARCHIVE] = MAY_WRITE, [DESK] = MAY_READ,
		[SPILL] = MAY_WRITE, [SOCKET] = MAY_WRITE } },
	{ "gateway", 0, {
		[ARCHIVE] = MAY_READ, [DESK] = MAY_WRITE, [MARK] = MAY_WRITE,
		[LIBRARIES] = MAY_READ, [ZONES] = MAY_READ } },
	{ "sender", SANDBOX_CONNECT | SANDBOX_REPLACE, {
		[ARCHIVE] = MAY_READ, [DESK] = MAY_WRITE,
		[LETTERS] = MAY_WRITE, [LIBRARIES] = MAY_READ,
		[NAMES] = MAY_READ, [TRUST] = MAY_READ,
		[GRANT] = MAY_WRITE } },
	{ "imap", SANDBOX_CONNECT | SANDBOX_REPLACE, {
		[ARCHIVE] = MAY_READ, [SPILL] = MAY_WRITE,
		[LIBRARIES] = MAY_READ, [NAMES] = MAY_READ,
		[TRUST] = MAY_READ, [ACCOUNT] = MAY_WRITE,
		[GRANT] = MAY_WRITE } },
	{ "maildir", SANDBOX_UNIX | SANDBOX_WATCH | SANDBOX_REPLACE, {
		[ARCHIVE] = MAY_READ, [DESK] = MAY_READ,
		[LIBRARIES] = MAY_READ, [MAILDIR] = MAY_WRITE } },
};

/* No longer than a list of ours can be. */
#define PATHS_MAX 64

/* The rules, as they come about, and what has to be looked at later. */
static struct {
	struct arena arena;
	struct sandbox_path paths[PATHS_MAX];
	size_t count;
	struct watched {
		const char *path;
		dev_t device;
		ino_t inode; /* 0: it was not there */
	} watched[PATHS_MAX];
	size_t watched_count;
} rules;

static void
add(const char *path, enum sandbox_access access)
{
	if (path == NULL || *path == '\0')
		return;
	assert(rules.count < PATHS_MAX);
	rules.paths[rules.count++] = (struct sandbox_path){
		arena_string(&rules.arena, slice_of(path)), access };
}

static void
look_at(struct watched *watched)
{
	struct stat info;

	watched->device = 0;
	watched->inode = 0;
	if (stat(watched->path, &info) == 0) {
		watched->device = info.st_dev;
		watched->inode = info.st_ino;
	}
}

/* A file that others may replace; looked at before it is allowed. */
static void
add_watched(const char *path, enum sandbox_access access)
{
	struct watched *watched = &rules.watched[rules.watched_count];

	if (*path == '\0')
		return;
	add(path, access);
	watched->path = rules.paths[rules.count - 1].path;
	look_at(watched);
	rules.watched_count++;
}

static const char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return ".";
	return slash == path ? "/" : arena_string(&rules.arena,
	    slice_make(path, (size_t)(slash - path)));
}

/* Readers write into the index of the WAL, too: there they say that they read. */
static void
add_database(const char *path, enum may may, bool watch)
{
	static const struct {
		const char *suffix;
		enum sandbox_access reader;
	} files[] = {
		{ "", SANDBOX_READ }, { "-wal", SANDBOX_READ },
		{ "-shm", SANDBOX_WRITE },
		{ ".write", SANDBOX_READ }, { ".turn", SANDBOX_READ },
	};

	for (size_t i = 0; i < ARRAY_LEN(files); i++)
		(watch && i < 3 ? add_watched : add)(arena_format(&rules.arena,
		    "%s%s", path, files[i].suffix).data,
		    may == MAY_WRITE ? SANDBOX_WRITE : files[i].reader);
	/* A new WAL is durable once its folder was synced. */
	add(folder_of(path), SANDBOX_LIST);
}

static void
add_all(const char *const *paths)
{
	for (size_t i = 0; paths[i] != NULL; i++)
		add(paths[i], SANDBOX_READ);
}

static void
add_names(void)
{
	static const char *const files[] = {
		"/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf",
		"/etc/host.conf", "/etc/gai.conf", "/etc/services",
		"/etc/protocols",
	};

	for (size_t i = 0; i < ARRAY_LEN(files); i++)
		add_watched(files[i], SANDBOX_READ);
}

static void
add_account(const char *name, const struct conf *conf)
{
	add(health_folder(conf, DOOR_IMAP, &rules.arena), SANDBOX_WRITE);
	for (size_t i = 0; name != NULL && i < conf->imap_count; i++) {
		if (strcmp(conf->imap[i].name, name) != 0)
			continue;
		add_watched(conf->imap[i].ca_file, SANDBOX_READ);
		add_watched(conf->imap[i].password_file, SANDBOX_READ);
		add_watched(conf->imap[i].token_file, SANDBOX_READ);
	}
}

/* Which one the role uses; NULL: none. */
static const struct conf_oauth *
find_grant(const char *account, const struct conf *conf)
{
	if (account == NULL)
		return conf->transport == TRANSPORT_SMTP
		    ? conf_oauth_find(conf, conf->smtp_oauth) : NULL;
	for (size_t i = 0; i < conf->imap_count; i++)
		if (strcmp(conf->imap[i].name, account) == 0)
			return conf_oauth_find(conf, conf->imap[i].oauth);
	return NULL;
}

static void
add_grant(const struct conf_oauth *grant, const struct conf *conf)
{
	if (grant == NULL)
		return;
	add(grant_folder(conf, grant->name, &rules.arena), SANDBOX_WRITE);
	add_watched(grant->ca_file, SANDBOX_READ);
	add_watched(grant->client_secret_file, SANDBOX_READ);
}

static void
add_maildir(const char *name, const struct conf *conf)
{
	add(health_folder(conf, DOOR_MAILDIR, &rules.arena), SANDBOX_WRITE);
	for (size_t i = 0; name != NULL && i < conf->maildir_count; i++) {
		const struct conf_maildir *maildir = &conf->maildir[i];

		if (strcmp(maildir->name, name) != 0)
			continue;
		add_watched(maildir->path, maildir->after == AFTER_LEAVE
		    ? SANDBOX_READ : SANDBOX_WRITE);
		if (maildir->after == AFTER_MOVE)
			add_watched(maildir->move_to, SANDBOX_WRITE);
	}
}

static const char *const zones[] = {
	"/etc/localtime", "/usr/share/zoneinfo", NULL
};
static const char *const libraries[] = {
	"/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib",
	"/etc/ld.so.cache", NULL
};
static const char *const trust[] = {
	"/etc/ssl/certs", "/usr/share/ca-certificates",
	"/usr/local/share/ca-certificates", "/etc/gnutls", NULL
};

/* Whom the mail server and those behind webhooks are trusted through. */
static void
add_trust(const char *account, const struct conf *conf)
{
	add_all(trust);
	if (account != NULL)
		return;
	add_watched(conf->smtp_ca_file, SANDBOX_READ);
	add_watched(conf->webhook_ca_file, SANDBOX_READ);
}

static void
add_place(enum place place, enum may may, const char *account,
    const struct conf *conf)
{
	switch (place) {
	case ARCHIVE:
		add_database(conf->archive_path, may, false);
		return;
	case DESK:
		/* Who has it open to write keeps it open. */
		add_database(conf->desk_path, may, may == MAY_READ);
		return;
	case MARK:
		add(conf->mark_path, SANDBOX_WRITE);
		return;
	case SPILL:
		add(conf->spill_dir, SANDBOX_WRITE);
		return;
	case SOCKET:
		add(folder_of(conf->socket_path), SANDBOX_REMOVE);
		return;
	case LETTERS:
		if (conf->transport == TRANSPORT_MAILDIR)
			add(conf->letters_dir, SANDBOX_WRITE);
		return;
	case LIBRARIES:
		add_all(libraries);
		return;
	case ZONES:
		add_all(zones);
		return;
	case NAMES:
		add_names();
		return;
	case TRUST:
		add_trust(account, conf);
		return;
	case ACCOUNT:
		add_account(account, conf);
		return;
	case GRANT:
		add_grant(find_grant(account, conf), conf);
		return;
	case MAILDIR:
		add_maildir(account, conf);
		return;
	case PLACES:
		break;
	}
	assert(false);
}

static const struct rights *
find_rights(const char *role)
{
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		if (strcmp(role, table[i].role) == 0)
			return &table[i];
	log_die("the role %s has no rights", role);
}

static void
gather(const struct rights *rights, const char *account,
    const struct conf *conf)
{
	for (int place = 0; place < PLACES; place++)
		if (rights->may[place] != MAY_NOT)
			add_place((enum place)place, rights->may[place],
			    account, conf);
#ifdef MAILDESK_CRASH_POINTS
	/* Who dies at a point makes a file that says so. */
	if (getenv("MAILDESK_CRASH_FILE") != NULL)
		add(folder_of(getenv("MAILDESK_CRASH_FILE")), SANDBOX_WRITE);
#endif
}

static void
enter(const struct rights *rights, const char *account,
    const struct conf *conf)
{
	struct sandbox_rules given = { .calls = rights->calls };
	struct fail why = FAIL_INIT;
	int files, calls;

	/* Also gmtime reads a file, once. */
	tzset();
	gather(rights, account, conf);
	given.paths = rules.paths;
	given.count = rules.count;
	if ((files = sandbox_files(&given, &why)) < 0)
		log_warn("not-confined", "what=files why=\"%s\"", why.text);
	if (files != 1)
		rules.watched_count = 0;
	if ((calls = sandbox_calls(&given, &why)) < 0)
		log_warn("not-confined", "what=calls why=\"%s\"", why.text);
	log_info("confined", "calls=%s files=%s", calls == 0 ? "yes" : "no",
	    files == 1 ? "yes" : files == 0 ? "no-landlock" : "no");
}

void
confine(const char *role, const char *account, const struct conf *conf)
{
	const struct rights *rights = find_rights(role);

	if (conf->sandbox && sandbox_fits())
		enter(rights, account, conf);
	else
		log_info("not-confined", "why=\"%s\"", conf->sandbox
		    ? "built with a sanitizer" : "daemon.sandbox is false");
	probe_run();
}

bool
confine_is_stale(void)
{
	for (size_t i = 0; i < rules.watched_count; i++) {
		struct watched now = rules.watched[i];

		look_at(&now);
		if (now.device == rules.watched[i].device &&
		    now.inode == rules.watched[i].inode)
			continue;
		log_info("file-replaced", "path=%s; starts anew to read it",
		    now.path);
		return true;
	}
	return false;
}
