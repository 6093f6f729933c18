/*
 * The bytes of an IMAP connection: a socket that never waits past a deadline,
 * ends when it is told to, and has every byte that comes in looked at.
 */
#ifndef PORT_IMAP_STREAM_H
#define PORT_IMAP_STREAM_H

#include <sys/types.h>

#include "imap_tls.h"
#include "port/imap_guard.h"

struct imap_stream {
	int fd;
	int stop_fd;	  /* -1: none */
	int64_t deadline; /* clock_mono's */
	struct imap_tls *tls;
	struct imap_guard guard;
	bool is_broken;
	struct fail why; /* what broke it */
};

/* Connects before the deadline. */
int imap_stream_open(struct imap_stream *stream, const char *host,
    int64_t port, int stop_fd, int64_t deadline, struct fail *why);
void imap_stream_close(struct imap_stream *stream);
int imap_stream_start_tls(struct imap_stream *stream, const char *host,
    const char *ca_file, struct fail *why);

/*
 * At least one byte; -1, also at the end of the connection, and for ever
 * after: stream->why says why.
 */
ssize_t imap_stream_read(struct imap_stream *stream, void *to, size_t len);
ssize_t imap_stream_write(struct imap_stream *stream, const void *from,
    size_t len);
/* 1: there is something to read; 0: not by then, or it shall stop; -1. */
int imap_stream_wait(struct imap_stream *stream, int64_t milliseconds);

#endif
