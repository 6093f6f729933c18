/* Families of hostile mail: whatever somebody could repeat. */
#ifndef SCALING_FAMILIES_H
#define SCALING_FAMILIES_H

#include "base/text.h"

struct family {
	const char *name;
	const char *head;
	/* Repeated until the mail is as long as it shall be; "#" becomes a
	   number that rises. */
	const char *unit;
	const char *tail;
	/* What stands between head and tail, when a unit does not do. */
	void (*fill)(struct text *to, size_t size);
};

extern const struct family families[];
extern const size_t family_count;

/* A mail of about `size` octets, never more. */
void family_write(const struct family *family, size_t size, struct text *to);

#endif
