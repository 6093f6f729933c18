/* From root to the owner of the state. */
#include "app/account.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

/* Groups first: only root may change them. */
static int
become(uid_t uid, gid_t gid, struct fail *why)
{
	const struct passwd *account = getpwuid(uid);
	int rc;

	if (account == NULL)
		rc = setgroups(0, NULL);
	else
		rc = initgroups(account->pw_name, gid = account->pw_gid);
	if (rc < 0 || setresgid(gid, gid, gid) < 0 ||
	    setresuid(uid, uid, uid) < 0)
		return fail_sys(why, FAIL_SETUP, "cannot become user %lld",
		    (long long)uid);
	/* A way back would make all of it worthless. */
	if (setuid(0) == 0)
		return fail_set(why, FAIL_SETUP, "user %lld is still root",
		    (long long)uid);
	return 0;
}

int
account_settle(const char *folder, struct fail *why)
{
	struct stat info;

	if (geteuid() != 0 || stat(folder, &info) < 0 || info.st_uid == 0)
		return 0;
	return become(info.st_uid, info.st_gid, why);
}
