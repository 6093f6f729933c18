/* What kind of mail it is, by a table of signs; and what each kind may do. */
#ifndef MAIL_CLASSIFY_H
#define MAIL_CLASSIFY_H

#include <stdbool.h>

#include "mail/envelope.h"
#include "mail/mail.h"

enum mail_class {
	MAIL_HUMAN, MAIL_AUTO_REPLY, MAIL_AUTO_GENERATED, MAIL_LIST, MAIL_BOUNCE,
	MAIL_RECEIPT, MAIL_COMPLAINT, MAIL_OWN_LOOP,
	MAIL_CLASS_COUNT
};

/* The words of DESIGN 6: "human", "auto-reply", ... */
const char *mail_class_name(enum mail_class class);

/* Who we are, so that a loop is seen. */
struct own {
	struct slice desk_id;	/* stands in our X-Maildesk-Loop */
	/* Our Message-IDs end in "@" message_domain and start with "md."; the
	   domain is the desk's, from its configuration. */
	struct slice message_domain;
};

#define CLASSIFY_SIGNS_MAX 16

struct sign_hit {
	const char *name;   /* of the sign: "Auto-Submitted: auto-replied" */
	const char *source; /* "RFC 3834" */
	enum mail_class class;
};

struct classification {
	enum mail_class class;
	/* A second, separate answer: false withholds the acknowledgement. */
	bool may_auto_respond;
	/* All signs that held, strongest first. */
	struct sign_hit hits[CLASSIFY_SIGNS_MAX];
	size_t hit_count;
};

/*
 * These inputs and no other.  The class is that of the strongest sign; every
 * sign, also one that makes no class, withholds the acknowledgement.  The
 * envelope's sender is a return path for the doors pipe and lmtp alone; the
 * others have an empty one in any case, and there the Return-Path field counts.
 */
void classify(const struct mail *mail, const struct envelope *envelope,
    const struct own *own, struct classification *out);

enum ticket_effect {
	EFFECT_TICKET,	   /* files on its thread, or opens a ticket */
	EFFECT_THREAD,	   /* files on its thread, else quarantined */
	EFFECT_LETTER,	   /* tied to the letter it reports on, else quarantined */
	EFFECT_QUARANTINE,
};

/* DESIGN 6's table, one row per class. */
struct class_effects {
	enum ticket_effect ticket;
	bool reopens;
	bool acknowledged;
	bool commands;	 /* may an authentic agent command by it? */
	bool tells_agents; /* of a bounce: once, if it is a reply's and hard */
	const char *quarantine_reason; /* when it is quarantined */
};

const struct class_effects *class_effects(enum mail_class class);

/*
 * True when the subject begins as mail programs begin automatic replies:
 * "Automatic reply:", "Automatische Antwort:", and nothing before it.
 */
bool subject_is_auto_reply(struct slice subject);

#endif
