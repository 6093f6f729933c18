/* What becomes of a message at its server once it is ours. */
#include "port/imap.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "imap_session.h"

static struct mailimap_set *
one(uint32_t uid)
{
	struct mailimap_set *set = mailimap_set_new_single(uid);

	if (set == NULL)
		log_die("out of memory: an IMAP command");
	return set;
}

static int
add_flag(struct imap *imap, uint32_t uid, struct mailimap_flag *flag,
    struct fail *why)
{
	struct mailimap_flag_list *flags = mailimap_flag_list_new_empty();
	struct mailimap_store_att_flags *change;
	struct mailimap_set *set = one(uid);
	int rc;

	if (flag == NULL || flags == NULL ||
	    mailimap_flag_list_add(flags, flag) != MAILIMAP_NO_ERROR ||
	    (change = mailimap_store_att_flags_new_add_flags_silent(flags)) ==
	    NULL)
		log_die("out of memory: an IMAP command");
	imap_begin(imap, IMAP_LINES, 0, 0);
	rc = mailimap_uid_store(imap->session, set, change);
	mailimap_store_att_flags_free(change);
	mailimap_set_free(set);
	return imap_end(imap, rc, "UID STORE", why);
}

int
imap_mark_seen(struct imap *imap, uint32_t uid, struct fail *why)
{
	return add_flag(imap, uid, mailimap_flag_new_seen(), why);
}

int
imap_delete(struct imap *imap, uint32_t uid, struct fail *why)
{
	struct mailimap_set *set;
	int rc;

	if (add_flag(imap, uid, mailimap_flag_new_deleted(), why) < 0)
		return -1;
	/* EXPUNGE alone would take what others have marked. */
	if (!mailimap_has_uidplus(imap->session))
		return 0;
	set = one(uid);
	imap_begin(imap, IMAP_LINES, 0, 0);
	rc = mailimap_uid_expunge(imap->session, set);
	mailimap_set_free(set);
	return imap_end(imap, rc, "UID EXPUNGE", why);
}

static bool
holds(const struct mailimap_set *set, uint32_t uid)
{
	for (clistiter *at = set == NULL ? NULL : clist_begin(set->set_list);
	     at != NULL; at = clist_next(at)) {
		const struct mailimap_set_item *item = clist_content(at);

		if (uid >= item->set_first && uid <= item->set_last)
			return true;
	}
	return false;
}

/* 1, 0, -1. */
static int
is_there(struct imap *imap, uint32_t uid, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	uint32_t *uids;
	size_t count;
	int rc = imap_find(imap, uid, uid, false, &arena, &uids, &count, why);

	arena_free(&arena);
	return rc < 0 ? -1 : count > 0;
}

typedef int transfer(mailimap *session, struct mailimap_set *set,
    const char *folder, uint32_t *uidvalidity, struct mailimap_set **from,
    struct mailimap_set **to);

/* *told: the server named the message among those it copied or moved. */
static int
run(struct imap *imap, transfer *command, const char *what, uint32_t uid,
    const char *folder, bool *told, struct fail *why)
{
	struct mailimap_set *set = one(uid), *from = NULL, *to = NULL;
	uint32_t uidvalidity = 0;
	int rc;

	imap_begin(imap, IMAP_LINES, 0, 0);
	rc = command(imap->session, set, folder, &uidvalidity, &from, &to);
	*told = holds(from, uid);
	if (from != NULL)
		mailimap_set_free(from);
	if (to != NULL)
		mailimap_set_free(to);
	mailimap_set_free(set);
	return imap_end(imap, rc, what, why);
}

/* An OK says nothing: a message that is not there is moved well, too. */
static int
move(struct imap *imap, uint32_t uid, const char *folder, struct fail *why)
{
	bool told;
	int got;

	if (run(imap, mailimap_uidplus_uid_move, "UID MOVE", uid, folder,
		&told, why) < 0)
		return -1;
	if (told)
		return 0;
	got = is_there(imap, uid, why);
	if (got == 1)
		return fail_set(why, FAIL_REFUSE,
		    "UID MOVE: the message is still there");
	return got;
}

/* For servers without MOVE. */
static int
copy_and_delete(struct imap *imap, uint32_t uid, const char *folder,
    struct fail *why)
{
	bool told;

	/* It would stay where it is, and be copied again and again. */
	if (!mailimap_has_uidplus(imap->session))
		return fail_set(why, FAIL_REFUSE, "the server has neither MOVE"
		    " nor UIDPLUS: nothing can be moved there; write after ="
		    " \"seen\"");
	if (run(imap, mailimap_uidplus_uid_copy, "UID COPY", uid, folder,
		&told, why) < 0)
		return -1;
	/* It says so, or it has copied nothing. */
	if (!told)
		return is_there(imap, uid, why) == 0 ? 0 : fail_set(why,
		    FAIL_REFUSE, "UID COPY: the message was not copied");
	return imap_delete(imap, uid, why);
}

int
imap_move(struct imap *imap, uint32_t uid, const char *folder,
    struct fail *why)
{
	struct arena arena = ARENA_INIT;
	const char *name;
	int rc;

	if (!imap_folder_name(slice_of(folder), &arena, &name))
		rc = fail_set(why, FAIL_SETUP, "the name of the folder to move"
		    " to is no text");
	else if (mailimap_has_extension(imap->session, "MOVE"))
		rc = move(imap, uid, name, why);
	else
		rc = copy_and_delete(imap, uid, name, why);
	arena_free(&arena);
	return rc;
}
