/* What becomes of a ticket's user, one function per kind of change. */
#include "user_change.h"

#include <assert.h>

#include "app/belonging.h"
#include "app/brake.h"
#include "app/unite.h"
#include "store/bans.h"
#include "store/changes.h"
#include "store/owned.h"
#include "store/people.h"
#include "store/usergroups.h"

struct saving {
	struct desk *desk;
	const struct action *action;
	const struct user_change *change;
	int64_t user_id;
	struct arena *arena;
};

/* The change log's line: as the command of that name writes it. */
static int
log_it(struct saving *saving, const char *object, int64_t id,
    const char *field, struct slice value, struct fail *why)
{
	const struct action *action = saving->action;
	struct change line = { .at = action->at,
		.person_id = action->actor.id, .door = action->door,
		.object = object, .object_id = id, .field = slice_of(field),
		.archive_id = action->entry.archive_id };

	*(saving->change->takes ? &line.old : &line.new) = value;
	return changes_add(saving->desk->db, &line, why);
}

static int
save_place(struct saving *saving, struct fail *why)
{
	const struct organization_role member = {
		.id = ORGANIZATION_ROLE_MEMBER, .name = SLICE("member") };
	const struct organization place = { .id = saving->change->id,
		.name = saving->change->value };

	return belonging_change(saving->desk, saving->action, saving->user_id,
	    &place, &member, why) < 0 ? -1 : 0;
}

static int
save_address(struct saving *saving, struct fail *why)
{
	const struct user_change *change = saving->change;

	if (people_add_address(saving->desk->db, saving->user_id,
		change->value, change->identity, saving->action->at, why) < 0)
		return -1;
	return log_it(saving, "person", saving->user_id, "address",
	    change->value, why);
}

static int
save_merged(struct saving *saving, struct fail *why)
{
	const struct action *action = saving->action;
	const struct uniting uniting = { action->actor.id, action->door,
		action->at, action->entry.archive_id };

	return unite(saving->desk, saving->change->id, saving->user_id,
	    &uniting, saving->arena, why);
}

static int
save_note(struct saving *saving, struct fail *why)
{
	struct note note = { .author_id = saving->action->actor.id,
		.at = saving->action->at, .text = saving->change->value };

	if (notes_add(saving->desk->db, OWNER_PERSON, saving->user_id, &note,
		why) < 0)
		return -1;
	return log_it(saving, "person", saving->user_id, "note", note.text,
	    why);
}

static int
save_responder(struct saving *saving, struct fail *why)
{
	if (brake_set_responder(saving->desk, saving->user_id,
		!saving->change->takes, why) < 0)
		return -1;
	return log_it(saving, "person", saving->user_id, "auto_responder",
	    SLICE("on"), why);
}

static int
save_group(struct saving *saving, struct fail *why)
{
	const struct user_change *change = saving->change;
	int got = (change->takes ? usergroups_leave : usergroups_join)(
	    saving->desk->db, change->id, saving->user_id, why);

	return got <= 0 ? got : log_it(saving, "usergroup", change->id,
	    "member", arena_format(saving->arena, "user %lld",
		(long long)saving->user_id), why);
}

static int
save_ban(struct saving *saving, struct fail *why)
{
	const struct user_change *change = saving->change;
	struct db *db = saving->desk->db;
	struct ban ban;
	int got;

	if (!change->takes && bans_add(db, change->value, SLICE_EMPTY,
		saving->action->at, why) < 0)
		return -1;
	/* Its number is the log's, also when it is gone. */
	got = bans_get(db, change->value, saving->arena, &ban, why);
	if (got <= 0 ||
	    (change->takes && bans_remove(db, change->value, why) < 0))
		return got < 0 ? -1 : 0;
	return log_it(saving, "ban", ban.id, "pattern", change->value, why);
}

static int (*const savers[])(struct saving *saving, struct fail *why) = {
	[USER_PLACE] = save_place,
	[USER_ADDRESS] = save_address,
	[USER_MERGED] = save_merged,
	[USER_NOTED] = save_note,
	[USER_RESPONDER] = save_responder,
	[USER_GROUP] = save_group,
	[USER_BAN] = save_ban,
};
static_assert(ARRAY_LEN(savers) == USER_CHANGE_COUNT,
    "every kind of change is saved");

int
user_changes_save(struct desk *desk, const struct action *action,
    const struct changes *changes, struct arena *arena, struct fail *why)
{
	struct saving saving = { .desk = desk, .action = action,
		.user_id = changes->ticket.user_id, .arena = arena };

	for (size_t i = 0; i < changes->about_user_count; i++) {
		saving.change = &changes->about_user[i];
		if (savers[saving.change->kind](&saving, why) < 0)
			return -1;
	}
	return 0;
}
