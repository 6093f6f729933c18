/*
 * Groups of users and organizations, and what they may.  A person may what one
 * of their groups may: everybody's, that of whom the desk has a record of, their
 * own ones, and those of their organization.
 */
#ifndef DESK_USERGROUP_H
#define DESK_USERGROUP_H

#include <stdbool.h>

#include "base/slice.h"

#define USERGROUP_EVERYONE 1
#define USERGROUP_REGISTERED 2

enum group_right {
	GROUP_WRITE,  /* open tickets in a department */
	GROUP_REOPEN, /* make a ticket that is at its end open again */
	GROUP_SEE,    /* the tickets of one's organization */
	GROUP_RIGHT_COUNT
};
const char *group_right_name(enum group_right right);
bool group_right_parse(struct slice word, enum group_right *out);

struct usergroup {
	int64_t id;
	struct slice name;
};

struct grant_of_group {
	struct slice group;
	enum group_right right;
	int64_t department_id; /* 0: all of them */
};

struct grants {
	struct grant_of_group *items;
	size_t count;
};

/* By which the right is had; or NULL. */
const struct grant_of_group *grants_find(const struct grants *grants,
    enum group_right right, int64_t department_id);

#endif
