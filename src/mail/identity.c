/* What makes two messages the same one, whatever their way changed. */
#include "mail/identity.h"

#include <string.h>

#include "base/ascii.h"

/*
 * The fields that no mail server on the way has a reason to change.  Their
 * order here is the order in the digest, so that a server that sorts fields
 * changes nothing.
 */
static const struct slice fields[] = {
	SLICE_INIT("From"), SLICE_INIT("To"), SLICE_INIT("Cc"),
	SLICE_INIT("Subject"), SLICE_INIT("Date"), SLICE_INIT("Message-ID"),
};

/*
 * Bytes on their way into the hash, gathered so that a body of short lines
 * does not cost a call per line.
 */
struct sink {
	struct secret_hash	 hash;
	char			 buf[4096];
	size_t			 len;
};

static void
sink_flush(struct sink *sink)
{
	secret_hash_add(&sink->hash, slice_make(sink->buf, sink->len));
	sink->len = 0;
}

static void
sink_add(struct sink *sink, struct slice s)
{
	if (s.len > sizeof(sink->buf) - sink->len)
		sink_flush(sink);
	if (s.len > sizeof(sink->buf)) {
		secret_hash_add(&sink->hash, s);
	} else if (s.len > 0) {
		memcpy(sink->buf + sink->len, s.data, s.len);
		sink->len += s.len;
	}
}

static bool
is_blank(char c)
{
	return ascii_is_space(c) || c == '\0';
}

/*
 * A field's value: runs of blanks with a line end in them are one blank, the
 * ends trimmed.  A NUL ends it and cannot stand in it, so that two fields
 * cannot run into each other or be taken for one.
 */
static void
add_value(struct sink *sink, struct slice value)
{
	struct slice	run;
	size_t		end, blanks;

	value = slice_trim(value);
	while (value.len > 0) {
		for (end = 0; end < value.len && !is_blank(value.data[end]); )
			end++;
		sink_add(sink, slice_head(value, end));
		value = slice_from(value, end);
		for (blanks = 0; blanks < value.len &&
		    is_blank(value.data[blanks]); )
			blanks++;
		run = slice_head(value, blanks);
		if (memchr(run.data, '\n', run.len) != NULL ||
		    memchr(run.data, '\r', run.len) != NULL ||
		    memchr(run.data, '\0', run.len) != NULL)
			run = SLICE(" ");
		sink_add(sink, run);
		value = slice_from(value, blanks);
	}
	sink_add(sink, SLICE("\0"));
}

static void
add_fields(struct sink *sink, const struct headers *headers)
{
	const struct header	*field;

	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		field = headers_find(headers, fields[i]);
		for (; field != NULL; field = headers_next(headers, field))
			add_value(sink, field->value);
		/* No value begins with a line end: this ends the name's. */
		sink_add(sink, SLICE("\n"));
	}
}

/* Postfix's pipe(8) makes a CR that ends no line a blank; so do we. */
static void
add_line(struct sink *sink, struct slice line)
{
	struct slice	piece;

	/* An attachment has thousands of lines, and all of them are so. */
	if (line.len < sizeof(sink->buf) - sink->len &&
	    memchr(line.data, '\r', line.len) == NULL) {
		memcpy(sink->buf + sink->len, line.data, line.len);
		sink->len += line.len;
		sink->buf[sink->len++] = '\n';
		return;
	}
	while (slice_cut(&line, '\r', &piece)) {
		sink_add(sink, piece);
		sink_add(sink, line.data == NULL ? SLICE("\n") : SLICE(" "));
	}
}

/* Empty lines wait until a line that is not empty shows they are within. */
static void
add_body(struct sink *sink, struct slice body)
{
	struct slice	line;
	size_t		end, empty = 0;

	for (; body.len > 0; body = slice_from(body, end + 1)) {
		end = slice_index(body, '\n');
		line = slice_trim_end(slice_head(body, end));
		if (line.len == 0) {
			empty++;
			continue;
		}
		for (; empty > 0; empty--)
			sink_add(sink, SLICE("\n"));
		add_line(sink, line);
	}
}

void
identity_digest(const struct headers *headers, struct slice body,
    unsigned char to[SECRET_DIGEST_SIZE])
{
	struct sink	sink;

	secret_hash_begin(&sink.hash);
	sink.len = 0;
	add_fields(&sink, headers);
	add_body(&sink, body);
	sink_flush(&sink);
	secret_hash_end(&sink.hash, to);
}
