/* The unix socket of the intake: its two ends, and who is at the other. */
#ifndef PORT_LMTP_SOCKET_H
#define PORT_LMTP_SOCKET_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/fail.h"

/*
 * Listens at `path`, in the place of what an earlier process left there; mode
 * and group ("" leaves it alone) are right from the first moment.  Returns the
 * descriptor, non-blocking, or -1: FAIL_SETUP when another process listens
 * there, when the name is that of something else, or when path, group or
 * permissions are wrong.
 */
int lmtp_listen(const char *path, mode_t mode, const char *group,
    struct fail *why);
/* Which file has that name, to know it again; 0: none. */
ino_t lmtp_socket_inode(const char *path);
/*
 * Closes, and takes the name away if it still is that of this file: a successor
 * may listen already.  Makes no socket, which the intake may not.
 */
void lmtp_unlisten(int fd, const char *path, ino_t inode);

/*
 * Connects.  Returns the descriptor, non-blocking, or -1: FAIL_RETRY, as the
 * intake may be starting.
 */
int lmtp_connect(const char *path, struct fail *why);

/* Whose process connected; -1: nobody's that the kernel knows. */
uid_t lmtp_peer(int fd);
/* True of ourselves and of root. */
bool lmtp_user_is_trusted(uid_t uid);

#endif
