/* What a mail system's status says of an address. */
#include "desk/reach.h"

/* The first that fits; one that ends in a dot has any detail behind it. */
static const struct {
	struct slice status;
	enum address_state state;
} meanings[] = {
	/* Of our own address. */
	{ SLICE_INIT("5.1.7"), ADDRESS_OK },
	{ SLICE_INIT("5.1.8"), ADDRESS_OK },
	{ SLICE_INIT("5.1."), ADDRESS_HARD },
	{ SLICE_INIT("5.2.1"), ADDRESS_HARD },
	{ SLICE_INIT("5.2.3"), ADDRESS_OK },   /* a letter too long for it */
	{ SLICE_INIT("5.3.4"), ADDRESS_OK },   /* or for its server */
	{ SLICE_INIT("5.4.4"), ADDRESS_HARD }, /* no such domain */
	{ SLICE_INIT("5.4.6"), ADDRESS_OK },   /* a loop */
	{ SLICE_INIT("5.5."), ADDRESS_OK },
	{ SLICE_INIT("5.6."), ADDRESS_OK },
	{ SLICE_INIT("5.7.13"), ADDRESS_HARD },
	{ SLICE_INIT("5.7.17"), ADDRESS_HARD },
	{ SLICE_INIT("5.7.18"), ADDRESS_HARD },
	{ SLICE_INIT("5.7."), ADDRESS_OK },
	/* What servers say who know no better words for "no such user". */
	{ SLICE_INIT("5.0."), ADDRESS_HARD },
	{ SLICE_INIT("4.7."), ADDRESS_OK },
};

enum address_state
reach_of_status(struct slice status)
{
	for (size_t i = 0; i < ARRAY_LEN(meanings); i++) {
		struct slice one = meanings[i].status;

		if (one.data[one.len - 1] == '.' ? slice_starts(status, one)
						 : slice_eq(status, one))
			return meanings[i].state;
	}
	return ADDRESS_SOFT;
}
