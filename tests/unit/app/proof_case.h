/* An agent's letter, answers to it, and what they must not do. */
#ifndef UNIT_PROOF_CASE_H
#define UNIT_PROOF_CASE_H

#include "line_case.h"

#define ALICE "Alice Example <alice@example.test>"
#define ANNA "Anna Agent <anna@help.test>"
#define BEN "Ben Berg <ben@help.test>"
#define MX "Received: from out.help.test (out.help.test [192.0.2.1])\n" \
	"\tby mx.help.test (Postfix) with ESMTPS id 4Xy; Tue, 24 Nov 2026\n"
#define AR "Authentication-Results: mx.help.test; "

static struct line line;

static inline int
setup(void **state)
{
	(void)state;
	line_open(&line);
	line.conf.authserv_ids = "mx.help.test";
	return 0;
}

static inline int
teardown(void **state)
{
	(void)state;
	line_close(&line);
	return 0;
}

static inline bool
recorded(int64_t archive_id, const char *words)
{
	return slice_has(line_filing(&line, archive_id).record,
	    slice_of(words));
}

/* A ticket of Alice's, and what Anna hears of it. */
static inline int64_t
open_ticket(struct outbox_row *news)
{
	int64_t id = line_mail(&line, ALICE, "support@help.test",
	    "Printer on fire", "", "It burns.");

	*news = line_letter(&line, "new-ticket", "anna@help.test");
	assert_int_not_equal(news->id, 0);
	return line_filing(&line, id).ticket_id;
}

/* Anna's answer, or a forger's, with header lines of its own. */
static inline int64_t
answer(const struct outbox_row *letter, const char *from, const char *headers,
    const char *body)
{
	return line_mail(&line, from,
	    arena_string(&line.arena, letter->reply_to), "Re: x", headers,
	    body);
}

/* Nothing was done: as the user's mail left it. */
static inline void
assert_untouched(const char *name, int64_t ticket_id)
{
	struct ticket ticket = line_ticket(&line, ticket_id);

	assert_case_int(name, ticket.status, TICKET_OPEN);
	assert_case_int(name, ticket.priority, PRIORITY_NORMAL);
	assert_case_int(name, ticket.assignee_id, 0);
	assert_case_int(name, line_letter_count(&line, "agent-reply",
	    "alice@example.test"), 0);
}

#endif
