/* What commands change: all or nothing, and in the change log. */
#include "app/cli_change.h"

#include "app/wake.h"
#include "store/changes.h"

int
cli_change(struct cli *cli, cli_change_step *step, void *data,
    struct fail *why)
{
	struct db *db = cli->desk.db;

	if (db_begin(db, why) < 0)
		return -1;
	if (step(cli, data, why) < 0) {
		db_rollback(db);
		return -1;
	}
	if (db_commit(db, why) < 0)
		return -1;
	wake_call(&cli->conf);
	return 0;
}

int
cli_change_log(struct cli *cli, const char *object, int64_t id,
    const char *field, struct slice old, struct slice new, struct fail *why)
{
	const struct change change = {
		.at = cli->now,
		.person_id = cli->actor.id,
		.door = DOOR_CLI,
		.object = object,
		.object_id = id,
		.field = slice_of(field),
		.old = old,
		.new = new,
	};

	if (slice_eq(old, new))
		return 0;
	return changes_add(cli->desk.db, &change, why);
}
