/* An open desk: what every stage needs besides the message. */
#ifndef APP_DESK_H
#define APP_DESK_H

#include <sys/types.h>

#include "base/secret.h"
#include "desk/template.h"
#include "mail/classify.h"
#include "mail/limits.h"
#include "port/conf.h"
#include "store/archive.h"
#include "store/db.h"

struct desk {
	const struct conf *conf;
	struct db *db;		 /* maildesk.db */
	struct archive *archive; /* read only; NULL when not asked for */
	struct secret_keys keys;
	dev_t key_device;	 /* the file they were read from */
	ino_t key_inode;
	struct own own;
	struct mail_limits limits;
	struct rulebook *rules; /* see app/rules.h; NULL: none at hand */
	struct template_set templates; /* the site's; where it may write */
	struct arena arena; /* of what lives as long as the desk */
};

/*
 * Opens the databases and the key.  With `archive` false the archive stays
 * closed.  FAIL_SETUP when something must be made first (`maildesk init`), or
 * when the archive is not the one this desk was made from.
 */
int desk_open(struct desk *desk, const struct conf *conf, enum db_mode mode,
    bool archive, struct fail *why);
void desk_close(struct desk *desk);
/*
 * True when other keys stand there than were read: whoever signs and verifies
 * must open the desk again.  Cheap.
 */
bool desk_keys_are_stale(const struct desk *desk);

/*
 * `maildesk init`: state folder, key, both databases, desk id, epoch.  What is
 * there already is left alone.
 */
int desk_init(const struct conf *conf, struct fail *why);
/*
 * Applies what the schema of a desk of an older version lacks.  1: it lacked
 * some; 0: none; -1: *why, and the steps before the one that failed are there.
 */
int desk_upgrade(const struct conf *conf, struct fail *why);

#endif
