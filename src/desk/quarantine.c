/* Why a mail was kept out of the desk, for people. */
#include "desk/quarantine.h"

static const struct quarantine_reason reasons[] = {
	{ "auto-reply",
	    "An automatic answer, a vacation message perhaps, on no ticket"
	    " that we know.",
	    "There is usually nothing to do; release it if a person wrote it"
	    " after all." },
	{ "banned", "Its sender is banned.",
	    "Release it if the ban is a mistake, and end that with `maildesk"
	    " ban remove`." },
	{ "bounce",
	    "A mail server's report on a mail that we cannot tell: it bears no"
	    " token of a letter of ours.",
	    "There is usually nothing to do: somebody sends in the name of"
	    " your address." },
	{ "canary",
	    "`maildesk doctor` sent it, to see whether mail arrives.",
	    "There is nothing to do.  It cannot be released: there is nobody"
	    " whose ticket it would be." },
	{ "complaint",
	    "A report of abuse on a mail that we cannot tell.",
	    "Read it.  Somebody's mail program took a mail for spam that seems"
	    " to be yours." },
	{ "deleted",
	    "It was on a ticket of a user who was deleted.",
	    "There is usually nothing to do.  Released, it makes a new ticket"
	    " and, if nobody has its sender's address, a new user." },
	{ "disabled", "Its sender is a person whose account is disabled.",
	    "Release it if it is wanted; `maildesk user enable` lets in what"
	    " comes after it." },
	{ "erased",
	    "It was of a user who was erased.",
	    "There is nothing to do.  Nothing of it is left but its number." },
	{ "error", "Filing it failed, for a reason that lies in this mail.",
	    "`maildesk explain` shows the sentence.  Release it to try again,"
	    " and report it: this must not happen." },
	{ "hops",
	    "It has more Received lines than counters.max_hops: it runs in"
	    " circles.",
	    "Look for a forwarding from one of your addresses to itself." },
	{ "loop", "We wrote it, or an answer to it goes on for ever.",
	    "Look whose mail program sends our own letters back, or which of"
	    " your addresses forwards to the desk." },
	{ "no-sender",
	    "No From line names an address that an answer could go to.",
	    "Read it with `maildesk quarantine show`.  It cannot be released:"
	    " there is nobody whose ticket it would be." },
	{ "not-permitted",
	    "No group that its sender is in may write to the department.",
	    "`maildesk may SENDER write DEPARTMENT` says why.  Release it if"
	    " it is wanted; `maildesk usergroup grant` lets in what comes after"
	    " it." },
	{ "own-address",
	    "Its From is an address of a department: what we answered would"
	    " come back to us.",
	    "Read it with `maildesk quarantine show`.  People write from"
	    " addresses of their own; it cannot be released." },
	{ "poison",
	    "The gateway died three times over it; it is not read again.",
	    "Keep it and report it: this must not happen.  Release it after an"
	    " update." },
	{ "rate",
	    "Its sender opened more than counters.tickets_per_hour tickets in"
	    " an hour.",
	    "Release what is good.  Raise the figure if it happens to honest"
	    " people." },
	{ "receipt",
	    "A read receipt for a mail that we cannot tell.",
	    "There is nothing to do." },
	{ "refused",
	    "The intake refused it for good, as its sender is banned, and the"
	    " mailbox it came from was to go on: only its place there is"
	    " known.",
	    "`maildesk explain` names that place; the mail is still there.  It"
	    " cannot be released." },
};

const struct quarantine_reason *
quarantine_reasons(size_t *count)
{
	*count = ARRAY_LEN(reasons);
	return reasons;
}

const struct quarantine_reason *
quarantine_find(struct slice name)
{
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++)
		if (slice_eq_nocase(name, slice_of(reasons[i].name)))
			return &reasons[i];
	return NULL;
}
