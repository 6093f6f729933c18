/*
 * For the test of the sandbox: the process of a role does what MAILDESK_PROBE
 * says, prints what came of it ("ok" or "EPERM"), and ends.  Only builds with
 * -DMAILDESK_CRASH_POINTS do; in all others there is nothing.
 */
#ifndef APP_PROBE_H
#define APP_PROBE_H

#ifdef MAILDESK_CRASH_POINTS
/* Does nothing when nothing is asked. */
void probe_run(void);
#else
static inline void
probe_run(void)
{
}
#endif

#endif
