/* Teams of agents, as values. */
#ifndef DESK_TEAM_H
#define DESK_TEAM_H

#include "base/slice.h"

struct team {
	int64_t id; /* 0: none */
	struct slice name;
};

#endif
