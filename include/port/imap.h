/*
 * One IMAP connection to one account (RFC 3501, 2177, 4315, 6851).  The server
 * may be slow, broken or hostile: each command has its time and a number of
 * bytes that its answer may take, and big messages go to a file, not into
 * memory.
 *
 * Failures of all functions here:
 *   FAIL_RETRY   the connection is of no use any more: close it;
 *   FAIL_REFUSE  the server said no to this command; the connection is good;
 *   FAIL_SETUP   a person must act: certificate, login, no such folder.
 */
#ifndef PORT_IMAP_H
#define PORT_IMAP_H

#include "base/arena.h"
#include "port/conf.h"
#include "port/lmtp_spill.h"

struct imap;

/* An access token, for an account that has it from `oauth`. */
struct imap_token {
	const char *value;
	bool is_refused; /* out: the server did not take it */
};

/*
 * Connects, makes TLS and logs in; token NULL: with what is in the account's
 * file.  Whatever waits here ends when stop_fd (-1: none) becomes readable.
 * account is kept.
 */
int imap_open(struct imap **out, const struct conf_imap *account,
    struct imap_token *token, int stop_fd, struct fail *why);
/* Says goodbye if the connection still is good. NULL is fine. */
void imap_close(struct imap *imap);

struct imap_mailbox {
	uint32_t uidvalidity; /* never 0 */
	uint32_t uidnext;     /* 0: the server did not say */
	uint32_t exists;      /* so many messages */
};

/* folder is UTF-8, as people write it. */
int imap_select(struct imap *imap, const char *folder,
    struct imap_mailbox *out, struct fail *why);

/*
 * The messages from one UID to another, both included, in order and each once,
 * in the arena; what the server names besides is dropped.
 */
int imap_find(struct imap *imap, uint32_t from, uint32_t to, bool unseen,
    struct arena *arena, uint32_t **uids, size_t *count, struct fail *why);

/* The size of a message, as the server says: 1; 0: it is gone; -1. */
int imap_size(struct imap *imap, uint32_t uid, int64_t *size,
    struct fail *why);
/*
 * A message of at most `limit` bytes, added to the body, which is empty; it
 * stays unseen: 1; 0: it is gone; -1.
 */
int imap_fetch(struct imap *imap, uint32_t uid, int64_t limit,
    struct lmtp_spill *body, struct fail *why);
/* Its header, or the beginning of it: IMAP_HEAD_MAX bytes. */
#define IMAP_HEAD_MAX ((size_t)64 << 10)
int imap_fetch_head(struct imap *imap, uint32_t uid, struct arena *arena,
    struct slice *out, struct fail *why);

/* Each may be said again of a message that it was done to. */
int imap_mark_seen(struct imap *imap, uint32_t uid, struct fail *why);
int imap_move(struct imap *imap, uint32_t uid, const char *folder,
    struct fail *why);
/* Without UIDPLUS it is only marked: its folder's owner expunges it. */
int imap_delete(struct imap *imap, uint32_t uid, struct fail *why);

bool imap_has_idle(const struct imap *imap);
bool imap_has_move(const struct imap *imap);
/*
 * Waits for news of the selected folder: 1 something was said, or new messages
 * were told of since it was selected; 0 the time is over, or it shall stop; -1.
 */
int imap_idle(struct imap *imap, int64_t milliseconds, struct fail *why);

/*
 * The name of a folder as IMAP has it (modified UTF-7): false when it is empty
 * or holds controls, or is no UTF-8.
 */
bool imap_folder_name(struct slice folder, struct arena *arena,
    const char **out);

#endif
