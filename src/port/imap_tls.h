/* TLS of an IMAP connection (GnuTLS): the server proves its name, or nothing. */
#ifndef PORT_IMAP_TLS_H
#define PORT_IMAP_TLS_H

#include <sys/types.h>

#include "base/fail.h"

struct imap_tls;

/*
 * For a socket that does not block; nothing is sent yet.  ca_file "": the
 * system's authorities.  FAIL_SETUP when they cannot be read.
 */
int imap_tls_new(struct imap_tls **out, int fd, const char *host,
    const char *ca_file, struct fail *why);
void imap_tls_free(struct imap_tls *tls); /* NULL is fine */

/*
 * One step each.  IMAP_TLS_READ, _WRITE: when the socket can be read (written),
 * call again.
 */
#define IMAP_TLS_READ (-2)
#define IMAP_TLS_WRITE (-3)
/* 0; FAIL_SETUP: it is not who it should be. */
int imap_tls_handshake(struct imap_tls *tls, struct fail *why);
/* As recv and send. */
ssize_t imap_tls_read(struct imap_tls *tls, void *to, size_t len,
    struct fail *why);
ssize_t imap_tls_write(struct imap_tls *tls, const void *from, size_t len,
    struct fail *why);
/* Bytes that were decrypted and not read: poll does not see them. */
size_t imap_tls_pending(const struct imap_tls *tls);

#endif
