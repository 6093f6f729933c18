/* The line on a terminal that says how far something long is. */
#ifndef APP_PROGRESS_LINE_H
#define APP_PROGRESS_LINE_H

#include <stdbool.h>

#include "base/progress.h"

struct progress_line {
	struct progress progress; /* to be handed on; tells this line */
	const char *what;	  /* is done now */
	int64_t shown_at;
	bool is_terminal;	  /* standard error; else nothing is shown */
};

/* The line must stay where it is from then on. */
void progress_line_init(struct progress_line *line);
/* Something else is done from here; returns what is to be handed on. */
const struct progress *progress_line_begin(struct progress_line *line,
    const char *what);
/* Takes the line away. */
void progress_line_end(struct progress_line *line);

#endif
