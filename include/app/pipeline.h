/*
 * The way of a message from the archive to its ticket:
 *
 *	archive_read -> mail_parse -> classify	pure, before the lock
 *	identify -> route -> act		inside the transaction
 */
#ifndef APP_PIPELINE_H
#define APP_PIPELINE_H

#include "app/desk.h"
#include "mail/classify.h"
#include "mail/report.h"
#include "store/filings.h"

/* One message on its way. */
struct work {
	int64_t archive_id;
	struct arena arena;
	struct envelope envelope;
	struct mail mail;
	struct classification kind;
	bool has_report;
	struct report report;
	struct text record;
};

/* What became of it, for the log line after the commit. */
struct filed {
	enum filing_state state;
	const char *reason; /* of a quarantine */
	int64_t ticket_id, entry_id;
	size_t letters;
};

/*
 * The pure stages.  `work` is the caller's to free (work_free), also after a
 * failure.  FAIL_REFUSE: no such message, or its body is erased.
 */
int pipeline_read(struct desk *desk, int64_t archive_id, struct work *work,
    struct fail *why);
/*
 * The stages that touch the desk, and the message's filing, inside the
 * caller's transaction.
 */
int pipeline_file(struct desk *desk, struct work *work, struct filed *out,
    struct fail *why);
/* Files it as quarantined, whatever it says. */
int pipeline_quarantine(struct desk *desk, struct work *work,
    const char *reason, struct filed *out, struct fail *why);
/*
 * Files a quarantined message after all (`maildesk quarantine release`): as
 * pipeline_file, but a reason to quarantine it does not count.
 */
int pipeline_release(struct desk *desk, struct work *work, struct filed *out,
    struct fail *why);

void work_free(struct work *work);

#endif
