/* How a person is written to: the language, and whose time it is. */
#ifndef APP_VOICE_H
#define APP_VOICE_H

#include "app/desk.h"

struct voice {
	struct slice language; /* one in which there are letters */
	const char *zone;      /* as base/zone.h has it */
};

/*
 * What the person wants (desk/profile.h), where there are such letters and such
 * a zone; else the desk's own.  In the arena, or the configuration's.
 */
int voice_of(struct desk *desk, int64_t person_id, struct arena *arena,
    struct voice *out, struct fail *why);

#endif
