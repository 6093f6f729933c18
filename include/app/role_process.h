/* The roles, and the process that each of them is. */
#ifndef APP_ROLE_PROCESS_H
#define APP_ROLE_PROCESS_H

#include "app/role.h"
#include "base/slice.h"
#include "port/conf.h"

struct role_kind {
	const char *name;
	enum role_exit (*run)(const struct conf *conf, const struct role *role);
	bool opens_desk; /* else the archive only */
	bool reads_mail; /* its deaths may be a mail's fault */
};

/* In the order of a message's way: each wakes the one behind it. */
#define ROLE_COUNT 3
extern const struct role_kind role_kinds[ROLE_COUNT];
/* One for each account, or Maildir, besides them: "imap:NAME". */
extern const struct role_kind role_imap, role_maildir;
/*
 * The kind of a process by its name; *account is what stands behind the colon,
 * or NULL.  NULL when there is none.
 */
const struct role_kind *role_kind_find(const char *name,
    const char **account);

/* "maildir:" and an account's name. */
#define ROLE_NAME_SIZE 48

/* Nothing for others; for the group what each file's own mode says. */
#define ROLE_UMASK 0027

/* Descriptors of a role that has a supervisor; what is closed is not there. */
enum {
	ROLE_STOP_FD = 3,
	ROLE_WAKE_FD,
	ROLE_NEXT_FD,
	ROLE_READY_FD,
	ROLE_CONF_FD, /* the configuration as the supervisor read it */
	ROLE_FD_END,
};

/*
 * `maildeskd --role NAME`.  account: see role_kind_find.  inherited: it has the
 * descriptors above; else it runs by itself, until TERM.  check: the databases are looked over first.
 * Returns the exit status.
 */
int role_process(const struct role_kind *kind, const char *account,
    const char *conf_path, bool inherited, bool check);

#endif
