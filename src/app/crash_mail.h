/*
 * A mail that the gateway dies of, for tests.  Only builds with
 * -DMAILDESK_CRASH_POINTS die of it; in all others there is nothing.
 *
 *	X-Maildesk-Test-Crash: segv|abort|cpu [reading|filing]
 */
#ifndef APP_CRASH_MAIL_H
#define APP_CRASH_MAIL_H

#include "mail/mail.h"

#ifdef MAILDESK_CRASH_POINTS
/* stage: "reading" (what a mail has that names none) or "filing". */
void crash_by_mail(const struct mail *mail, const char *stage);
#else
static inline void
crash_by_mail(const struct mail *mail, const char *stage)
{
	(void)mail;
	(void)stage;
}
#endif

#endif
