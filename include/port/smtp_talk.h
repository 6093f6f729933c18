/*
 * What was said between us and a mail server about one letter, and what that
 * means for the letter.  No network here: lines in, an answer out.
 */
#ifndef PORT_SMTP_TALK_H
#define PORT_SMTP_TALK_H

#include <stdbool.h>

#include "base/slice.h"
#include "port/smtp.h"

/* How far the talk about a letter has come, by our last command. */
enum smtp_phase {
	SMTP_PHASE_NONE, /* nothing was said yet */
	SMTP_PHASE_HELLO, /* greeting, EHLO, STARTTLS */
	SMTP_PHASE_AUTH,
	SMTP_PHASE_MAIL,
	SMTP_PHASE_RCPT,
	SMTP_PHASE_DATA,
	SMTP_PHASE_BODY, /* the server said 354 */
	SMTP_PHASE_DOT,	 /* the final dot may have been sent */
};

struct smtp_talk {
	/* Of the connection. */
	bool is_authenticated;
	bool offers_utf8; /* SMTPUTF8 */
	/* Of the letter. */
	enum smtp_phase phase;
	bool is_over;	  /* we said QUIT */
	/* The last reply of the phase; code 0: none. */
	int code;
	bool is_whole;	  /* its last line has come */
	size_t heard;	  /* octets of replies since the letter began */
	char text[SMTP_REPLY_SIZE];
};

/* A new letter; what is known of the connection stays. */
void smtp_talk_begin(struct smtp_talk *talk);
/* We said this; it may end in CRLF. */
void smtp_talk_command(struct smtp_talk *talk, struct slice line);
/* The server said this line. */
void smtp_talk_reply(struct smtp_talk *talk, struct slice line);
/* The letter's last byte was handed over: the final dot follows it. */
void smtp_talk_dot(struct smtp_talk *talk);

/* A server that says more than this about one letter is not to be heard out. */
#define SMTP_TALK_MAX ((size_t)256 << 10)
bool smtp_talk_is_flood(const struct smtp_talk *talk);

/*
 * Whom the reply to a command of this phase is about.  By the enhanced code
 * where there is one that does not contradict the basic one (RFC 3463), else by
 * the basic code and the phase.
 */
enum smtp_blame smtp_talk_blame(enum smtp_phase phase, const char *reply);

/*
 * What became of the letter, once the talk has ended.  `trouble` is why it
 * ended early, for when the server has not said it itself; NULL: it did not.
 */
void smtp_talk_judge(const struct smtp_talk *talk, const char *trouble,
    struct smtp_answer *out);

#endif
