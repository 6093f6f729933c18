/*
 * Letters to a mail server by SMTP (libcurl).  One connection is kept across
 * letters; STARTTLS or nothing, unless the configuration says otherwise.
 */
#ifndef PORT_SMTP_H
#define PORT_SMTP_H

#include <stdbool.h>

#include "base/fail.h"
#include "base/slice.h"
#include "port/conf.h"

enum smtp_result {
	SMTP_SENT,
	SMTP_DEFERRED, /* not accepted; later it may be */
	SMTP_FAILED,   /* refused for good */
	SMTP_UNKNOWN,  /* the final dot may have been sent, nobody answered */
};

/* Whom a refusal is about: what to do about it follows from that. */
enum smtp_blame {
	SMTP_BLAME_NONE,
	SMTP_BLAME_ADDRESS, /* nobody is reached there, by any letter */
	SMTP_BLAME_LETTER,  /* its size or what stands in it; another may do */
	SMTP_BLAME_DESK,    /* the server does not want us: our return path, our
			       login, its rules for whom it relays */
	SMTP_BLAME_SERVER,  /* it is in trouble itself, or the way to it is */
	SMTP_BLAME_COUNT
};
/* "address", ...: for logs. */
const char *smtp_blame_name(enum smtp_blame blame);

#define SMTP_REPLY_SIZE 400

struct smtp_answer {
	enum smtp_result result;
	/*
	 * It was not the letter: the server, the way to it or our login is in
	 * trouble, and no other letter would fare better now.
	 */
	bool is_away;
	enum smtp_blame blame; /* NONE when sent or unknown */
	bool is_stopped; /* deferred because smtp_on_stop said so */
	bool is_sender; /* it was our return path that was refused, at MAIL */
	bool is_login_refused; /* it knows us, but not by that */
	/* What the server said last ("550 5.1.1 no such user"), or what went
	   wrong; one line of UTF-8, cut. */
	char reply[SMTP_REPLY_SIZE];
};

struct smtp;

/*
 * Nothing is connected before the first letter.  conf is kept.  FAIL_SETUP
 * when the password cannot be read, or can be by others.  With smtp_oauth no
 * letter is sent before there was a token.
 */
int smtp_open(struct smtp **out, const struct conf *conf, struct fail *why);
/* Says goodbye. NULL is fine. */
void smtp_close(struct smtp *smtp);
/* Says goodbye now; the next letter makes a new connection. */
void smtp_hang_up(struct smtp *smtp);
/* The access token for the logins from here on; copied. */
void smtp_set_token(struct smtp *smtp, const char *token);
/*
 * asked() is called about once a second while a letter is sent: true gives the
 * letter up, unless its final dot has gone out.
 */
void smtp_on_stop(struct smtp *smtp, bool (*asked)(void *data), void *data);

/*
 * Sends one letter to one address.  sender: the return path, empty for <>.
 * letter: lines end in CRLF; dots are stuffed here.  An address that cannot
 * stand in a command, or that the server cannot take, is SMTP_FAILED.
 */
void smtp_send(struct smtp *smtp, struct slice sender, struct slice recipient,
    struct slice letter, struct smtp_answer *out);

#endif
