/* Dying of a mail. */
#include "crash_mail.h"

#ifdef MAILDESK_CRASH_POINTS
#include <stdlib.h>

static void
die(struct slice how)
{
	static int *volatile nowhere;
	static volatile unsigned long turns;

	if (slice_eq(how, SLICE("segv")))
		*nowhere = 1;
	if (slice_eq(how, SLICE("abort")))
		abort();
	while (slice_eq(how, SLICE("cpu")))
		turns++;
}

void
crash_by_mail(const struct mail *mail, const char *stage)
{
	const struct header *header = headers_find(mail->headers,
	    SLICE("X-Maildesk-Test-Crash"));
	struct slice where, how;

	if (header == NULL)
		return;
	where = slice_trim(header->value);
	slice_cut(&where, ' ', &how);
	if (where.len == 0)
		where = SLICE("reading");
	if (slice_eq(where, slice_of(stage)))
		die(how);
}
#endif
