/* Tickets and their entries as values, and the words of their closed sets. */
#ifndef DESK_TICKET_H
#define DESK_TICKET_H

#include <stdbool.h>

#include "base/slice.h"
#include "mail/envelope.h"

enum ticket_status {
	TICKET_OPEN,	/* agents must act */
	TICKET_PENDING, /* the user must act */
	TICKET_HOLD,
	TICKET_SOLVED,
	TICKET_CLOSED,
	TICKET_SPAM,
	TICKET_STATUS_COUNT
};

enum ticket_priority {
	PRIORITY_LOW, PRIORITY_NORMAL, PRIORITY_HIGH, PRIORITY_URGENT,
	TICKET_PRIORITY_COUNT
};

enum entry_kind {
	ENTRY_MESSAGE, /* from a user or participant */
	ENTRY_REPLY,   /* of an agent, goes to the user */
	ENTRY_NOTE,    /* for colleagues only */
	ENTRY_EVENT,   /* what the desk did */
	ENTRY_KIND_COUNT
};

/* The words of the database, commands and letters; parse is case-blind. */
const char *ticket_status_name(enum ticket_status status);
bool ticket_status_parse(struct slice word, enum ticket_status *out);
/* Solved or closed: nobody must act. */
bool ticket_status_is_end(enum ticket_status status);
const char *ticket_priority_name(enum ticket_priority priority);
bool ticket_priority_parse(struct slice word, enum ticket_priority *out);
const char *entry_kind_name(enum entry_kind kind);
bool entry_kind_parse(struct slice word, enum entry_kind *out);

struct ticket {
	int64_t id;
	struct slice subject; /* the base subject */
	enum ticket_status status;
	enum ticket_priority priority;
	int64_t department_id;
	bool department_chosen; /* by the sender, by writing to its address */
	int64_t user_id;
	int64_t notify_address_id; /* 0: the user's primary address */
	int64_t assignee_id;	   /* 0: nobody */
	int64_t created_at, changed_at;
	int64_t hint_ticket_id;	   /* 0: none */
	int64_t merged_into;	   /* 0: it is itself */
	int64_t team_id;	   /* 0: none */
	int64_t due_at;		   /* 0: no date is promised */
	bool due_told;		   /* that it has passed */
	int64_t snoozed_until;	   /* 0: it is not asleep */
	int64_t ended_at;	   /* solved or closed since; 0: it is neither */
};

struct entry {
	int64_t id, ticket_id;
	enum entry_kind kind;
	bool is_private;
	int64_t person_id; /* 0: the desk itself */
	int64_t at;
	enum door door;
	int64_t archive_id; /* 0: no mail */
	struct slice message_id;
	struct slice identity; /* digest; empty: none */
	struct slice class;    /* of the mail, a word; may be empty */
	struct slice text, new_text;
	struct slice attachments; /* lines: part TAB type TAB octets TAB name */
	struct slice flags;	  /* words: "limited", "reused-message-id", ... */
};

/*
 * The number in a subject's first tag "[#123]"; 0 when there is none.  What
 * only looks like one ("[#abc]", "[#0]", too big) is passed over.
 */
int64_t ticket_subject_number(struct slice subject);

#endif
