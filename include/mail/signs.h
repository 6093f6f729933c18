/*
 * The signs that no person wrote the mail: one table, strongest first.  What
 * a single header cannot tell is a fact, found by sign_facts.
 */
#ifndef MAIL_SIGNS_H
#define MAIL_SIGNS_H

#include "mail/classify.h"

/* Bits of what the mail shows beyond one header and its value. */
enum sign_fact {
	FACT_OUR_LOOP = 1 << 0,		/* our desk's id in the loop header */
	FACT_FOREIGN_LOOP = 1 << 1,	/* another desk's */
	FACT_OUR_MESSAGE_ID = 1 << 2,	/* the mail's own Message-ID is ours */
	FACT_COMPLAINT = 1 << 3,	/* RFC 5965 */
	FACT_RECEIPT = 1 << 4,		/* RFC 8098 */
	FACT_DELIVERY_REPORT = 1 << 5,	/* RFC 3464 */
	FACT_OTHER_REPORT = 1 << 6,	/* multipart/report of another type */
	FACT_NULL_RETURN_PATH = 1 << 7,
	FACT_FROM_DAEMON = 1 << 8,	/* From: MAILER-DAEMON */
	/*
	 * Two of these: a null return path, From MAILER-DAEMON or postmaster, a
	 * subject or a text as mail systems write them, a delivery status that
	 * stands outside of a multipart/report.  One alone may be a person who
	 * forwards a bounce, a postmaster who asks for help, a vacation reply.
	 */
	FACT_RETURNED_MAIL = 1 << 9,
	FACT_REPLY_PREFIX = 1 << 10,	/* see subject_is_auto_reply */
	FACT_VACATION_WORD = 1 << 11,	/* see subject_has_vacation_word */
	FACT_INBOX_RULE_REPLY = 1 << 12, /* Exchange: no answers wanted */
	FACT_OTHER_AUTO_SUBMITTED = 1 << 13, /* neither no nor a word we know */
	FACT_NO_ACKNOWLEDGEMENTS = 1 << 14, /* says X-Auto-Response-Suppress */
	FACT_NO_SENDER = 1 << 15,	/* no address to answer to */
	FACT_UNATTENDED_SENDER = 1 << 16, /* no-reply@, owner-x@, x-request@ */
	FACT_DMARC_REPORT = 1 << 17,	/* RFC 7489 */
};

/*
 * The return path is the envelope's when the door has one (pipe, lmtp), and
 * the Return-Path header's in any case.
 */
unsigned sign_facts(const struct mail *mail, const struct envelope *envelope,
    const struct own *own);

enum sign_match {
	SIGN_FACT,	/* no header: the fact holds */
	SIGN_PRESENT,	/* the header is there */
	SIGN_YES,	/* and its first word is not no, false, none or 0 */
	SIGN_WORD,	/* its first word is `word` */
	SIGN_HAS,	/* `word` stands anywhere in it */
};

enum sign_use {
	USE_ALONE,	/* makes the class by itself */
	USE_SECONDED,	/* does when a sign holds that seconds it */
	USE_WITHHOLDS,	/* makes no class, only withholds acknowledgements */
};

struct sign {
	const char *name;	/* for the decision record */
	enum sign_match match;
	enum sign_fact fact;
	struct slice header;
	struct slice word;
	enum mail_class class;	/* MAIL_HUMAN where it only withholds */
	enum sign_use use;
	bool seconds;		/* machines write it, though people may too */
	const char *source;	/* where it is defined or was met */
};

extern const struct sign signs[];
extern const size_t sign_count;

/*
 * True when the subject bears a vacation word of any language; by itself that
 * says nothing ("Urlaub: how do I set the autoresponder?").
 */
bool subject_has_vacation_word(struct slice subject);

#endif
