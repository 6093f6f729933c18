/* New people and the organizations whose domains their addresses have. */
#include "app/belonging.h"

#include "store/changes.h"
#include "store/organizations.h"

/* "ACME (manager)": what the log calls a place. */
static struct slice
place_name(const struct belonging *belonging, struct arena *arena)
{
	if (belonging->organization_id == 0)
		return SLICE_EMPTY;
	return arena_format(arena, "%.*s (%.*s)",
	    SLICE_ARG(belonging->organization), SLICE_ARG(belonging->role));
}

static int
log_place(struct desk *desk, const struct action *action, int64_t person_id,
    const struct belonging *before, const struct belonging *after,
    struct fail *why)
{
	struct arena arena = ARENA_INIT;
	const struct change change = {
		.at = action->at, .person_id = action->actor.id,
		.door = action->door, .object = "person",
		.object_id = person_id, .field = SLICE("organization"),
		.old = place_name(before, &arena),
		.new = place_name(after, &arena),
		.archive_id = action->entry.archive_id,
		.old_id = before->organization_id,
		.new_id = after->organization_id,
	};
	int rc = changes_add(desk->db, &change, why);

	arena_free(&arena);
	return rc;
}

int
belonging_link(struct desk *desk, const struct action *action,
    int64_t person_id, struct slice identity, struct fail *why)
{
	const struct belonging none = { .organization_id = 0 };
	struct action as_desk = { .at = action->at, .door = action->door };
	struct arena arena = ARENA_INIT;
	struct belonging place;
	int got;

	as_desk.entry.archive_id = action->entry.archive_id;
	got = belongings_by_domain(desk->db, identity, &arena, &place, why);
	if (got > 0 && (belongings_set(desk->db, person_id,
		place.organization_id, ORGANIZATION_ROLE_MEMBER, "domain",
		action->at, why) < 0 ||
		log_place(desk, &as_desk, person_id, &none, &place, why) < 0))
		got = -1;
	arena_free(&arena);
	return got < 0 ? -1 : 0;
}

int
belonging_change(struct desk *desk, const struct action *action,
    int64_t person_id, const struct organization *organization,
    const struct organization_role *role, struct fail *why)
{
	struct belonging after = {
		.organization_id = organization->id,
		.organization = organization->name, .role = role->name,
	}, before;
	struct arena arena = ARENA_INIT;
	int rc;

	rc = belongings_get(desk->db, person_id, &arena, &before, why);
	if (rc >= 0 && before.organization_id == after.organization_id &&
	    (after.organization_id == 0 || slice_eq(before.role, after.role))) {
		arena_free(&arena);
		return 0;
	}
	if (rc >= 0)
		rc = organization->id == 0
		    ? belongings_drop(desk->db, person_id, why)
		    : belongings_set(desk->db, person_id, organization->id,
			role->id, "hand", action->at, why);
	if (rc >= 0)
		rc = log_place(desk, action, person_id, &before, &after, why);
	arena_free(&arena);
	return rc < 0 ? -1 : 1;
}

int
belonging_find(struct db *db, struct slice word, struct arena *arena,
    struct organization *out, struct fail *why)
{
	struct slice domain;
	int64_t id;
	int got;

	word = slice_trim(word);
	if (slice_number(word, INT64_MAX, &id))
		return organizations_get(db, id, arena, out, why);
	got = organizations_find(db, word, arena, out, why);
	if (got == 0 && organization_domain_fault(word, arena, &domain) == NULL)
		got = organizations_by_domain(db, domain, arena, out, why);
	return got;
}
