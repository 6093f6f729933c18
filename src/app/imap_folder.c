/* A look into a folder, from the archive's cursor on. */
#include "imap_folder.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/crash.h"
#include "base/log.h"
#include "base/text.h"

/*
 * A folder that is made anew has other UIDs, and all of it is read again.  One
 * that is made anew so often within an hour is a server out of its mind.
 */
#define CHANGES_MAX 3
#define CHANGES_TIME INT64_C(3600000)

static int
check_validity(struct imap_folder *folder, const struct courier *courier,
    uint32_t uidvalidity, struct fail *why)
{
	char quoted[LOG_QUOTE_SIZE];

	if (folder->uidvalidity == 0 || folder->uidvalidity == uidvalidity) {
		folder->uidvalidity = uidvalidity;
		return 0;
	}
	if (clock_mono() - folder->changed_at > CHANGES_TIME)
		folder->changes = 0;
	if (folder->changes >= CHANGES_MAX)
		return fail_set(why, FAIL_SETUP, "folder %s: its UIDVALIDITY"
		    " changes again and again: it is not read for an hour",
		    folder->conf->name);
	folder->changes++;
	folder->changed_at = clock_mono();
	folder->uidvalidity = uidvalidity;
	folder->is_owed = true;
	log_warn("imap-uidvalidity", "account=%s folder=%s uidvalidity=%"
	    PRIu32 " all=read-again", courier->account->name,
	    log_quote(slice_of(folder->conf->name), quoted), uidvalidity);
	return 0;
}

/* Slashes divide; in a folder's name they are written otherwise. */
static struct slice
make_prefix(const struct imap_folder *folder, const struct courier *courier,
    struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	text_add_format(&text, "imap:%s/", courier->account->name);
	for (const char *at = folder->conf->name; *at != '\0'; at++)
		if (*at == '/' || *at == '%')
			text_add_format(&text, "%%%02X", (unsigned)*at);
		else
			text_add_char(&text, *at);
	text_add_format(&text, "/%" PRIu32 "/", folder->uidvalidity);
	return text_slice(&text);
}

/* The highest UID that the archive knows; 0: none. */
static int
load_cursor(const struct courier *courier, struct slice prefix,
    struct arena *arena, uint32_t *cursor, struct fail *why)
{
	struct slice last;
	int64_t uid = 0;
	int got = archive_last_door_ref(courier->archive, prefix, arena,
	    &last, why);

	if (got < 0)
		return -1;
	if (got == 1 && slice_ends(last, ENVELOPE_STUB))
		last = slice_head(last, last.len - ENVELOPE_STUB.len);
	if (got == 1 && !slice_number(slice_from(last, prefix.len),
		UINT32_MAX, &uid))
		return fail_set(why, FAIL_SETUP,
		    "the archive has a door_ref that is none of a UID");
	*cursor = (uint32_t)uid;
	return 0;
}

/* What the account wants done with a message that the archive has. */
static int
settle(struct imap_folder *folder, struct courier *courier, uint32_t uid,
    struct fail *why)
{
	const struct conf_imap *account = courier->account;
	int rc = 0;

	crash_point("imap.before-after");
	switch (account->after) {
	case AFTER_LEAVE:
		break;
	case AFTER_SEEN:
		rc = imap_mark_seen(courier->imap, uid, why);
		break;
	case AFTER_MOVE:
		rc = imap_move(courier->imap, uid, account->move_to, why);
		break;
	case AFTER_DELETE:
		rc = imap_delete(courier->imap, uid, why);
		break;
	}
	crash_point("imap.after-after");
	if (rc == 0)
		return 0;
	folder->is_owed = true;
	log_warn("imap-cannot-settle", "account=%s uid=%" PRIu32
	    " why=\"%s\"", account->name, uid, why->text);
	/* Reading goes on without. */
	return why->kind == FAIL_RETRY ? -1 : 0;
}

/* What a crash or a lost connection left undone. */
static int
settle_owed(struct imap_folder *folder, struct courier *courier,
    const struct imap_place *place, uint32_t cursor, const struct role *role,
    struct arena *arena, struct fail *why)
{
	uint32_t *uids = NULL;
	size_t count = 0;
	int got;

	if (courier->account->after != AFTER_LEAVE && cursor > 0 &&
	    imap_find(courier->imap, 1, cursor,
		courier->account->after == AFTER_SEEN, arena, &uids, &count,
		why) < 0)
		return -1;
	folder->is_owed = false;
	/* One that cannot be settled stands for all, until the next look. */
	for (size_t i = 0; i < count && !folder->is_owed; i++) {
		if (role_stopping(role))
			return 0;
		got = courier_has_taken(courier, place, uids[i], why);
		if (got < 0 || (got == 1 &&
			settle(folder, courier, uids[i], why) < 0)) {
			folder->is_owed = true;
			return -1;
		}
	}
	return 0;
}

static int
take_new(struct imap_folder *folder, struct courier *courier,
    const struct imap_place *place, uint32_t cursor, const struct role *role,
    struct arena *arena, struct fail *why)
{
	enum courier_end end;
	uint32_t *uids;
	size_t count;

	if (cursor == UINT32_MAX)
		return 0;
	if (imap_find(courier->imap, cursor + 1, UINT32_MAX, false, arena,
		&uids, &count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (role_stopping(role))
			return 0;
		if (courier_deliver(courier, place, uids[i], &end, why) < 0) {
			/* It may be in the archive: the answer was lost. */
			folder->is_owed = true;
			return -1;
		}
		if (end == COURIER_GONE)
			continue;
		log_info("imap-taken", "account=%s uid=%" PRIu32 " whole=%s",
		    courier->account->name, uids[i],
		    end == COURIER_TAKEN ? "yes" : "no");
		if (end == COURIER_TAKEN &&
		    settle(folder, courier, uids[i], why) < 0)
			return -1;
	}
	return 0;
}

int
imap_folder_look(struct imap_folder *folder, struct courier *courier,
    const struct role *role, struct fail *why)
{
	struct imap_place place = { .folder = folder->conf };
	struct arena arena = ARENA_INIT;
	struct imap_mailbox mailbox;
	uint32_t cursor = 0;
	int rc = -1;

	if (imap_select(courier->imap, folder->conf->name, &mailbox,
		why) < 0 ||
	    check_validity(folder, courier, mailbox.uidvalidity, why) < 0)
		goto done;
	place.prefix = make_prefix(folder, courier, &arena);
	if (load_cursor(courier, place.prefix, &arena, &cursor, why) < 0)
		goto done;
	if (folder->is_owed && settle_owed(folder, courier, &place, cursor,
		role, &arena, why) < 0)
		goto done;
	rc = take_new(folder, courier, &place, cursor, role, &arena, why);
done:
	arena_free(&arena);
	return rc;
}
