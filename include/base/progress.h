/* How far something long is: for who watches. */
#ifndef BASE_PROGRESS_H
#define BASE_PROGRESS_H

#include <stddef.h>
#include <stdint.h>

struct progress {
	/* Called often, so it must be quick; total 0: nobody knows. */
	void (*tell)(void *data, int64_t done, int64_t total);
	void *data;
};

/* NULL: nobody watches. */
static inline void
progress_tell(const struct progress *progress, int64_t done, int64_t total)
{
	if (progress != NULL)
		progress->tell(progress->data, done, total);
}

#endif
