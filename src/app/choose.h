/* Which department a new mail is for. */
#ifndef APP_CHOOSE_H
#define APP_CHOOSE_H

#include "app/pipeline.h"

struct choice {
	int64_t department_id; /* 0: there is no department at all */
	bool chosen;	       /* else it is the default one */
	const char *how;       /* "extension"; for the record */
};

/*
 * Strongest first: an extension that names a department which allows that, the
 * first recipient's department that is not the default one, a tag of the
 * subject likewise.  The default department's address is where one writes who
 * chooses none.
 */
int choose(struct desk *desk, struct work *work, struct choice *out,
    struct fail *why);

#endif
