/*
 * An action is one thing that somebody wants done, whoever asks and through
 * whichever door: a mail filed, a reply sent, a status set.  action_apply is
 * pure: facts and action in, changes out.  Nothing is half done: when a
 * command is not understood or not allowed, the action is held as a whole.
 */
#ifndef DESK_ACTION_H
#define DESK_ACTION_H

#include "desk/command.h"
#include "desk/field.h"
#include "desk/organization.h"
#include "desk/person.h"
#include "desk/team.h"
#include "desk/ticket.h"
#include "desk/ticket_item.h"
#include "desk/user_change.h"
#include "desk/usergroup.h"
#include "desk/wish.h"
#include "desk/undo.h"
#include "mail/mail.h"

enum action_kind {
	ACTION_MESSAGE,	    /* a user or participant wrote; may open a ticket */
	ACTION_AGENT,	    /* an agent replies, notes, commands */
	ACTION_UNPROVEN,    /* a mail in an agent's name without proof: a note */
	ACTION_REFUSED,	    /* of an agent who is disabled: a note, and a receipt */
	ACTION_THIRD_PARTY, /* a ticket's token used from a stranger's address */
	ACTION_SILENT,	    /* automatic mail filed on its thread, nobody told */
	ACTION_BOUNCED,	    /* a letter of ours came back */
	ACTION_DESK,	    /* the desk itself acts: the clock, a rule */
	ACTION_KIND_COUNT
};
const char *action_kind_name(enum action_kind kind);

/* Whom a rule wants to know of it: a role on the ticket, or an agent. */
enum asked_role {
	ASKED_ASSIGNEE, ASKED_MEMBERS, ASKED_MANAGERS, ASKED_FOLLOWERS,
	ASKED_AGENT
};
struct asked {
	enum asked_role role;
	int64_t person_id; /* of ASKED_AGENT */
};

struct action {
	enum action_kind kind;
	enum door door;
	int64_t at;
	struct person actor; /* id 0: the desk itself, or a newcomer */
	bool by_desk;	     /* the desk itself: nobody becomes a user */
	enum proof proof;

	int64_t ticket_id; /* 0: opens one, of the next four */
	struct slice subject;
	int64_t department_id;
	bool department_chosen;
	int64_t hint_ticket_id;
	int64_t about_entry_id; /* what the answered letter tells of; or 0 */

	/* What is said; entry.id not 0: an entry that is there already and
	   becomes what `entry` says (a held note that was confirmed). */
	bool has_entry;
	struct entry entry;

	struct command *commands;
	size_t command_count;
	bool held; /* the commands were not understood: apply none */
	bool insists; /* what has a problem is left out instead */
	bool meant_note; /* the text was sent to a note's address */
	bool answers;	 /* text that a macro brings is for the user */
	bool is_control; /* it came to an agent's control address */

	/* Whom the mail itself went to, as it says. */
	struct mailboxes to, cc;
	bool suggests; /* who is new among them may want to read along */
	bool reached;  /* it is proven whose mail it is: these had it */

	/* Mail of years: nobody is told, and a new ticket has this status. */
	bool is_history;
	bool is_by_desk; /* the actor is whom it was written to */
	enum ticket_status status;

	/* A new mail that opens a ticket for somebody else: "#for". */
	bool on_behalf;
	struct slice behalf; /* whom, in words; and, where the mail has it: */
	struct slice behalf_name;

	bool reopens;	  /* a message makes the ticket open again */
	bool acknowledge; /* the user may get an acknowledgement */
	bool tells;	  /* agents hear of it */
	/* Of ACTION_DESK: "woken", "due", "warned", "missed"; else NULL. */
	const char *occasion;
	const char *promise;  /* with the last two: "response", "resolution" */
	int64_t promised_at;
	const char *rule;     /* whose doing it is; or NULL */
	struct asked *asked;  /* whom that rule tells */
	size_t asked_count;
	const struct mail *mail; /* that it was made from; NULL: none */
	struct slice reason; /* of a bounce: "5.1.1 no such user" */
	struct slice recipient; /* whom the letter did not reach */
};

/* What is taken back, by #undo. */
struct undo {
	int64_t deed_id; /* 0: nothing is */
	struct past_change *past;
	size_t past_count;
	bool needs_confirmation;
	int64_t entry_id;  /* what was said then; or 0 */
	int64_t *letters;  /* that wait still */
	size_t letter_count;
	size_t gone;	   /* answers that were sent already */
};

/* What a command's value means, looked up by whoever loads the facts. */
struct target {
	struct person person;	/* id 0 and an address: nobody knows them yet */
	struct address address; /* of the user; or the newcomer's */
	struct department department;
	struct ticket ticket;	/* another one */
	struct entry entry;
	int64_t when; /* 0: never */
	struct undo undo;
	struct slice answer; /* to what is asked */
	struct team team;
	struct field field;
	struct slice value, old_value; /* of the field; empty: none; what a ban
					  is of */
	struct organization organization; /* id 0: none */
	struct belonging belonging;	  /* of the ticket's user, as it is */
	struct usergroup group;
};

struct facts {
	struct ticket ticket; /* as it is; of a new one: as it would start */
	struct person user, assignee; /* id 0: none */
	struct department department;
	struct members members;	  /* of the department */
	struct members everybody; /* of all departments */
	struct department *departments; /* all of them */
	size_t department_count;
	struct members moved_to;  /* of the department commanded */
	struct target *targets; /* beside action->commands */
	int64_t *participants;
	size_t participant_count;
	struct item_change *followers;
	size_t follower_count;
	struct wishes wishes; /* of all agents */
	struct team team;
	int64_t *team_members; /* of the team commanded */
	size_t team_member_count;
	int64_t *mentioned; /* agents whom the text names: "@kim" */
	size_t mentioned_count;
};

struct field_change {
	const char *field; /* "status", "assignee", ... */
	struct slice old, new;
	int64_t old_id, new_id; /* of what these name; 0: nothing */
};

struct changes {
	struct ticket ticket; /* as it will be */
	struct person assignee;
	struct department department;
	struct team team;
	bool opened;
	bool has_entry;
	struct entry entry; /* kind and privacy as decided */
	struct field_change *fields; /* array in the arena */
	size_t field_count;
	/* What is added to the ticket or taken from it; array in the arena. */
	struct item_change *items;
	size_t item_count;
	int64_t merge_into;  /* the ticket that goes on instead; or 0 */
	struct user_change *about_user; /* array in the arena */
	size_t about_user_count;
	struct entry split;  /* becomes a ticket of its own; id 0: none does */
	struct undo undo;
	int64_t event_id;    /* the entry that tells of the fields; filled when
				it is saved */
	struct slice answer; /* to the actor; filled when it is known */
	bool held;	      /* nothing is applied; receipt says why */
	struct slice receipt; /* line by line */
};

/* What did not change is left out. */
void changes_add_field(struct changes *changes, struct arena *arena,
    struct field_change change);

void action_apply(const struct facts *facts, const struct action *action,
    struct arena *arena, struct changes *out);

#endif
