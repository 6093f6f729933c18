/*
 * LMTP's command lines (RFC 2033, 5321) and their parameters: SIZE (1870),
 * BODY (6152), SMTPUTF8 (6531), RET ENVID NOTIFY ORCPT (3461, 6533), and our
 * own, which count only from peers we trust and are otherwise passed over:
 *
 *	XDOOR=      the door's word
 *	XDOORREF=   what names the message there, xtext
 *	XQUEUEID=   the mail server's queue id, xtext
 *	XSASL=      the login the message was sent with, xtext; door pipe only
 *	XREFUSED    it was refused for good: its door_ref is kept, without a
 *		    body, whoever it is for
 */
#ifndef PORT_LMTP_COMMAND_H
#define PORT_LMTP_COMMAND_H

#include "base/arena.h"
#include "mail/envelope.h"
#include "port/lmtp_reply.h"

enum lmtp_verb {
	LMTP_VERB_LHLO, LMTP_VERB_MAIL, LMTP_VERB_RCPT, LMTP_VERB_DATA,
	LMTP_VERB_RSET, LMTP_VERB_NOOP, LMTP_VERB_VRFY, LMTP_VERB_HELP,
	LMTP_VERB_QUIT,
	LMTP_VERB_HELO, /* HELO and EHLO, which are not LMTP's */
	LMTP_VERB_BDAT, /* RFC 3030, which nobody was offered */
	LMTP_VERB_NONE,
};

/* Which command the line (without its end) is; *rest is what follows it. */
enum lmtp_verb lmtp_command_verb(struct slice line, struct slice *rest);

/* What MAIL and RCPT said; copied into the arena, well-formed UTF-8. */
struct lmtp_mail {
	struct slice sender; /* empty: the null return path, however spelled */
	int64_t size;	     /* 0: not said */
	enum door door;	     /* DOOR_LMTP unless a trusted peer says another */
	struct slice door_ref;
	struct slice queue_id;
	struct slice sasl_username;
	bool refused;
};

struct lmtp_rcpt {
	struct slice recipient;
	/*
	 * ORCPT, decoded, without its type; empty when it was not said or makes
	 * no sense: it never costs the mail.
	 */
	struct slice original;
};

/*
 * Reads what follows MAIL or RCPT.  The reply is LMTP_SENDER_OK,
 * LMTP_RECIPIENT_OK or what is wrong.  Addresses are taken as they are, but for
 * controls; a source route is dropped.
 */
enum lmtp_reply lmtp_command_mail(struct slice rest, bool trusted,
    struct arena *arena, struct lmtp_mail *out);
enum lmtp_reply lmtp_command_rcpt(struct slice rest, struct arena *arena,
    struct lmtp_rcpt *out);

/*
 * Decodes xtext (RFC 3461, 4).  False when it is none, or hides a control.
 * What is then no UTF-8 stays encoded, so that two names stay two.
 */
bool lmtp_xtext_decode(struct slice xtext, struct arena *arena,
    struct slice *out);

#endif
