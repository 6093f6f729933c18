/* What agents have beside what all people have: one table of keys. */
#ifndef DESK_AGENT_KEY_H
#define DESK_AGENT_KEY_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

#define SIGNATURE_OCTETS_MAX 1000
#define SIGNATURE_LINES_MAX 10
#define SIGNATURE_PREFERENCE "signature"
#define AGENT_HOURS_PREFERENCE "hours"
#define AGENT_PHONE_PREFERENCE "agent-phone"

enum agent_key_id {
	AGENT_SIGNATURE, /* below their replies to users */
	AGENT_HOURS,	 /* when they work */
	AGENT_PHONE,	 /* where colleagues call them */
	AGENT_KEY_COUNT
};

struct agent_key {
	const char *name;	/* "signature": what is typed */
	const char *title;	/* "Signature" */
	const char *preference; /* what it is kept under */
	const char *hint;	/* what it must be */
	/* As it is kept; false: it is no such value. */
	bool (*tidy)(struct slice value, struct arena *arena,
	    struct slice *out);
};

const struct agent_key *agent_key(enum agent_key_id id);
const struct agent_key *agent_key_find(struct slice word); /* NULL: none */

#endif
