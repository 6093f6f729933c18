/*
 * What an LMTP client says: commands with addresses that cannot break out of
 * them, and bodies with CRLF and stuffed dots.  Nothing but libc and slices, so
 * that maildesk-deliver stays small.
 */
#ifndef PORT_LMTP_ENCODE_H
#define PORT_LMTP_ENCODE_H

#include "base/slice.h"

/* What the server offered in its answer to LHLO. */
struct lmtp_offer {
	bool eight_bit; /* 8BITMIME */
	bool utf8;	/* SMTPUTF8 */
	bool dsn;
	bool maildesk; /* our own parameters count */
};

/* Notes one line of that answer, without its "250-". */
void lmtp_offer_add(struct lmtp_offer *offer, struct slice line);

/* What MAIL shall say. */
struct lmtp_mail_words {
	struct slice sender; /* empty: null */
	bool utf8;	     /* an address of the transaction is not ASCII */
	struct slice door;   /* the rest goes to a maildesk only */
	struct slice door_ref;
	struct slice queue_id;
	struct slice sasl_username;
	bool refused;
};

/* Commands, one behind the other; begins as { .len = 0 }. */
#define LMTP_COMMANDS_SIZE ((size_t)32 << 10)
struct lmtp_commands {
	char data[LMTP_COMMANDS_SIZE];
	size_t len;
};

/*
 * Add a command with its CRLF.  False when it does not fit, is longer than an
 * LMTP line may be, or the address cannot stand in a command at all: a control
 * in it, or a domain with blanks, quotes, '<' or '>'.  A local part that needs
 * quotes and has none gets them.  What was there stays as it was.
 */
bool lmtp_add_mail(struct lmtp_commands *commands,
    const struct lmtp_offer *offer, const struct lmtp_mail_words *words);
bool lmtp_add_rcpt(struct lmtp_commands *commands,
    const struct lmtp_offer *offer, struct slice recipient,
    struct slice original);
/* "DATA": as it is. */
bool lmtp_add_word(struct lmtp_commands *commands, struct slice word);

/*
 * Bodies: a LF without a CR before it gets one, a dot at the start of a line
 * another.  Every other byte, CR and NUL too, is kept.
 */
struct lmtp_stuffer {
	bool in_line;
	bool behind_cr;
};
#define LMTP_STUFFER_INIT { false, false }

/* `to` has room for 2 * in.len bytes. Returns how many it wrote. */
size_t lmtp_stuff(struct lmtp_stuffer *stuffer, struct slice in, char *to);
/* Ends the last line if it must, and the data: at most LMTP_STUFF_END bytes. */
#define LMTP_STUFF_END 5
size_t lmtp_stuff_end(const struct lmtp_stuffer *stuffer, char *to);

#endif
