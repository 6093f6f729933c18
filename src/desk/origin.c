/* The words for why a mail is taken to belong to a ticket. */
#include "desk/origin.h"

#include <assert.h>

static const char *const evidence_names[] = {
	[EVIDENCE_TOKEN] = "token",
	[EVIDENCE_MESSAGE_TOKEN] = "message-token",
	[EVIDENCE_REFERENCE] = "reference",
	[EVIDENCE_SUBJECT] = "subject",
	[EVIDENCE_STRANGER] = "stranger",
	[EVIDENCE_NONE] = "none",
};
static_assert(ARRAY_LEN(evidence_names) == EVIDENCE_COUNT,
    "every evidence has a name");

const char *
evidence_name(enum evidence evidence)
{
	return evidence_names[evidence];
}
