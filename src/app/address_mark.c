/* Whether mail gets through to an address, as the desk remembers it. */
#include "app/address_mark.h"

#include "store/people.h"

static int
find(struct db *db, struct slice identity, struct arena *arena,
    struct address *out, struct fail *why)
{
	struct person person;

	return people_by_identity(db, identity, arena, &person, out, why);
}

static int
put(struct db *db, const struct address *address, struct slice identity,
    enum address_state state, const struct change *by, struct fail *why)
{
	struct change change = *by;

	change.object = "address";
	change.object_id = address->id;
	change.field = SLICE("state");
	change.old = slice_of(address_state_name(address->state));
	change.new = slice_of(address_state_name(state));
	if (people_address_state(db, identity, state, by->at, why) < 0)
		return -1;
	return changes_add(db, &change, why);
}

int
address_worsen(struct db *db, struct slice identity, enum address_state state,
    const struct change *by, enum address_state *was, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct address address;
	int got = find(db, identity, &arena, &address, why);

	if (got == 1) {
		*was = address.state;
		if (state > address.state &&
		    put(db, &address, identity, state, by, why) < 0)
			got = -1;
	}
	arena_free(&arena);
	return got;
}

int
address_recover(struct db *db, struct slice identity, const struct change *by,
    enum address_state *was, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct address address;
	int got = find(db, identity, &arena, &address, why);

	if (got == 1) {
		*was = address.state;
		if (address.state != ADDRESS_OK &&
		    put(db, &address, identity, ADDRESS_OK, by, why) < 0)
			got = -1;
	}
	arena_free(&arena);
	return got;
}
