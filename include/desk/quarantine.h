/*
 * Why a mail was kept out of the desk: the words of a filing's reason, and what
 * they mean to whoever looks into the quarantine.
 */
#ifndef DESK_QUARANTINE_H
#define DESK_QUARANTINE_H

#include "base/slice.h"

struct quarantine_reason {
	const char *name;   /* "auto-reply" */
	const char *means;  /* a sentence */
	const char *advice; /* what to do about it, in sentences */
};

const struct quarantine_reason *quarantine_reasons(size_t *count);
/* NULL for a word that is none of them. */
const struct quarantine_reason *quarantine_find(struct slice name);

#endif
