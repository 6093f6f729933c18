/* Two records of one person become one, as whoever acts has it. */
#include "app/unite.h"

#include "app/password_link.h"
#include "desk/person_merge.h"
#include "store/changes.h"
#include "store/people_merge.h"
#include "store/profiles.h"

int
unite(struct desk *desk, int64_t from, int64_t into,
    const struct uniting *uniting, struct arena *arena, struct fail *why)
{
	bool takes[PROFILE_KEY_COUNT];
	struct profile goes, stays;
	const struct change change = {
		.at = uniting->at, .person_id = uniting->by,
		.door = uniting->door, .object = "person", .object_id = from,
		.field = SLICE("merged"),
		.new = arena_format(arena, "into %lld", (long long)into),
		.archive_id = uniting->archive_id,
	};

	if (profiles_get(desk->db, from, arena, &goes, why) < 0 ||
	    profiles_get(desk->db, into, arena, &stays, why) < 0)
		return -1;
	merge_takes(goes.values, stays.values, takes);
	if (password_revoke(desk, from, why) < 0 ||
	    password_revoke(desk, into, why) < 0 ||
	    people_merge(desk->db, from, into, takes, uniting->at, why) < 0)
		return -1;
	return changes_add(desk->db, &change, why);
}
