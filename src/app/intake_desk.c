/* The desk as the intake sees it: read only, and sometimes not there. */
#include "intake_desk.h"

#include <sys/stat.h>

#include "base/log.h"
#include "mail/address.h"
#include "store/bans.h"
#include "store/recipients.h"
#include "store/schema.h"

void
intake_desk_init(struct intake_desk *desk, const char *path)
{
	*desk = (struct intake_desk){ .path = path };
}

void
intake_desk_close(struct intake_desk *desk)
{
	intake_desk_rest(desk);
	db_close(desk->db);
	desk->db = NULL;
}

void
intake_desk_rest(struct intake_desk *desk)
{
	if (desk->is_reading)
		db_end_read(desk->db);
	desk->is_reading = false;
}

/* A desk that was restored or made anew has the name, but is another file. */
static bool
is_same_file(const struct intake_desk *desk)
{
	struct stat info;

	return stat(desk->path, &info) == 0 && info.st_dev == desk->device &&
	    info.st_ino == desk->inode;
}

static int
open_desk(struct intake_desk *desk, struct fail *why)
{
	struct stat info;

	if (desk->db != NULL && is_same_file(desk))
		return 0;
	intake_desk_close(desk);
	if (stat(desk->path, &info) < 0)
		return fail_sys(why, FAIL_SETUP, "%s", desk->path);
	desk->device = info.st_dev;
	desk->inode = info.st_ino;
	if (db_open(&desk->db, desk->path, DB_READ, why) < 0)
		return -1;
	return schema_expect(desk->db, SCHEMA_DESK, why);
}

/* A look at the file and a read's locks are dear: once for all of a round. */
static int
begin_reading(struct intake_desk *desk, struct fail *why)
{
	if (desk->is_reading)
		return 0;
	if (open_desk(desk, why) < 0 || db_begin_read(desk->db, why) < 0)
		return -1;
	desk->is_reading = true;
	return 0;
}

void
intake_desk_prepare(struct intake_desk *desk)
{
	struct fail why = FAIL_INIT;

	/* Who asks will hear of it. */
	if (open_desk(desk, &why) < 0)
		intake_desk_close(desk);
}

static int
is_banned(struct db *db, struct slice sender, struct fail *why)
{
	struct arena	arena = ARENA_INIT;
	struct slice	identity;
	int		got = 0;

	if (address_identity(sender, &arena, &identity))
		got = bans_cover(db, identity, why);
	arena_free(&arena);
	return got;
}

/* 0 and *reply, or -1. */
static int
ask(struct db *db, struct slice sender, struct slice recipient,
    enum lmtp_reply *reply, struct fail *why)
{
	int got = recipients_is_known(db, recipient, why);

	if (got == 0) {
		/* A desk without departments is not set up: bounce nothing. */
		got = recipients_any(db, why);
		*reply = got > 0 ? LMTP_NO_SUCH_RECIPIENT : LMTP_NOT_NOW;
		return got < 0 ? -1 : 0;
	}
	if (got > 0)
		got = is_banned(db, sender, why);
	if (got < 0)
		return -1;
	*reply = got > 0 ? LMTP_BANNED : LMTP_RECIPIENT_OK;
	return 0;
}

enum lmtp_reply
intake_desk_ask(struct intake_desk *desk, struct slice sender,
    struct slice recipient)
{
	struct fail	why = FAIL_INIT;
	enum lmtp_reply	reply;

	if (begin_reading(desk, &why) == 0 &&
	    ask(desk->db, sender, recipient, &reply, &why) == 0) {
		if (desk->is_down)
			log_info("desk-is-back", "path=%s", desk->path);
		desk->is_down = false;
		return reply;
	}
	/* A new handle next time; one line in the log until it is back. */
	intake_desk_close(desk);
	if (!desk->is_down)
		log_warn("desk-unreadable", "kind=%s why=\"%s\"",
		    fail_kind_name(why.kind), why.text);
	desk->is_down = true;
	return LMTP_NOT_NOW;
}
