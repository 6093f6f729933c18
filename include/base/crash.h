/*
 * Named points at which a test kills the process.  Only builds with
 * -DMAILDESK_CRASH_POINTS have them; in all others there is nothing.
 *
 *	MAILDESK_CRASH=NAME or NAME:N	dies when it comes there the n-th time
 *	MAILDESK_CRASH_FILE=PATH	made by who dies; while it is there nobody
 *					does, so that the next process lives
 */
#ifndef BASE_CRASH_H
#define BASE_CRASH_H

#ifdef MAILDESK_CRASH_POINTS
/* As kill -9 from outside: nothing is flushed, closed or undone. */
void crash_point(const char *name);
#else
static inline void
crash_point(const char *name)
{
	(void)name;
}
#endif

#endif
