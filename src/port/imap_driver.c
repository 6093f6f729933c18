/* Our stream in the shape that libetpan wants. */
#include "imap_session.h"

#include <stdlib.h>

#include "base/log.h"

#define BUFFER_SIZE ((size_t)16 << 10)

/* Never 0, not even at the end: libetpan would ask for ever. */
static ssize_t
driver_read(mailstream_low *low, void *to, size_t len)
{
	return imap_stream_read(low->data, to, len);
}

static ssize_t
driver_write(mailstream_low *low, const void *from, size_t len)
{
	return imap_stream_write(low->data, from, len);
}

/* The stream is its owner's to close. */
static int
driver_close(mailstream_low *low)
{
	(void)low;
	return 0;
}

static int
driver_get_fd(mailstream_low *low)
{
	return ((struct imap_stream *)low->data)->fd;
}

static void
driver_free(mailstream_low *low)
{
	free(low);
}

static void
driver_cancel(mailstream_low *low)
{
	(void)low;
}

static mailstream_low_driver driver = {
	.mailstream_read = driver_read,
	.mailstream_write = driver_write,
	.mailstream_close = driver_close,
	.mailstream_get_fd = driver_get_fd,
	.mailstream_free = driver_free,
	.mailstream_cancel = driver_cancel,
};

mailstream *
imap_driver_new(struct imap_stream *stream)
{
	mailstream_low *low = mailstream_low_new(stream, &driver);
	mailstream *out = low == NULL ? NULL : mailstream_new(low,
	    BUFFER_SIZE);

	if (out == NULL)
		log_die("out of memory: an IMAP stream");
	return out;
}
