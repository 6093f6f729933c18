/* The log: a line per decision, each written by one call. */
#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/clock.h"
#include "base/secret.h"

/* Not above PIPE_BUF, so that lines of several processes do not mix. */
#define LINE_SIZE 4096

static const char *const level_names[] = {
	[LOG_LEVEL_ERROR] = "error",
	[LOG_LEVEL_WARN] = "warn",
	[LOG_LEVEL_INFO] = "info",
	[LOG_LEVEL_DEBUG] = "debug",
};

static struct {
	char			name[32];
	enum log_level		level;
	int			fd;
	bool			has_key;
	bool		shows_addresses;
	struct secret_key	key;
} logger = { .name = "maildesk", .level = LOG_LEVEL_INFO, .fd = 2 };

void
log_open(const char *name, enum log_level level, int fd)
{
	snprintf(logger.name, sizeof(logger.name), "%s", name);
	logger.level = level;
	logger.fd = fd;
}

void
log_set_level(enum log_level level)
{
	logger.level = level;
}

bool
log_level_parse(struct slice word, enum log_level *out)
{
	for (size_t i = 0; i < ARRAY_LEN(level_names); i++) {
		if (slice_eq_nocase(word, slice_of(level_names[i]))) {
			*out = (enum log_level)i;
			return true;
		}
	}
	return false;
}

/*
 * Whatever the callers quoted or forgot to quote: one event is one line.
 * Longer ones end in "...".
 */
static void
write_line(char *line, size_t len)
{
	ssize_t written;

	if (len >= LINE_SIZE - 1) {
		len = LINE_SIZE - 1;
		memcpy(line + len - 3, "...", 3);
	}
	for (size_t i = 0; i < len; i++)
		if (ascii_is_control(line[i]))
			line[i] = '?';
	line[len++] = '\n';
	/* A log that cannot be written is nobody's to hear of. */
	do
		written = write(logger.fd, line, len);
	while (written < 0 && errno == EINTR);
}

static void __attribute__((format(printf, 3, 0)))
log_event(enum log_level level, const char *event, const char *format,
    va_list args)
{
	int	saved = errno;
	char	line[LINE_SIZE];
	char	now[CLOCK_TEXT_SIZE];
	size_t	len;

	if (level > logger.level)
		return;
	len = (size_t)snprintf(line, sizeof(line), "%s %s %s event=%s ",
	    clock_rfc3339(clock_now(), now), logger.name, level_names[level],
	    event);
	if (len < sizeof(line))
		len += (size_t)vsnprintf(line + len, sizeof(line) - len, format,
		    args);
	if (len < sizeof(line) && line[len - 1] == ' ')
		len--;
	write_line(line, len);
	errno = saved;
}

void
log_error(const char *event, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_event(LOG_LEVEL_ERROR, event, format, args);
	va_end(args);
}

void
log_warn(const char *event, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_event(LOG_LEVEL_WARN, event, format, args);
	va_end(args);
}

void
log_info(const char *event, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_event(LOG_LEVEL_INFO, event, format, args);
	va_end(args);
}

void
log_debug(const char *event, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_event(LOG_LEVEL_DEBUG, event, format, args);
	va_end(args);
}

void
log_die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	log_event(LOG_LEVEL_ERROR, "die", format, args);
	va_end(args);
	abort();
}

/* One byte as it stands in a quoted string; returns its length, 1 or 4. */
static size_t
quote_byte(char to[4], char c)
{
	static const char	digits[] = "0123456789abcdef";
	unsigned char		byte = (unsigned char)c;

	to[0] = c;
	if (byte >= 0x20 && byte <= 0x7e && c != '"' && c != '\\')
		return 1;
	to[0] = '\\';
	to[1] = 'x';
	to[2] = digits[byte >> 4];
	to[3] = digits[byte & 15];
	return 4;
}

const char *
log_quote(struct slice s, char to[LOG_QUOTE_SIZE])
{
	const size_t	end = LOG_QUOTE_SIZE - 2; /* of the quote and the NUL */
	char		byte[4];
	size_t		len = 1;
	size_t		cut = 1; /* the last place where the dots still fit */
	size_t		add;

	to[0] = '"';
	for (size_t i = 0; i < s.len; i++) {
		add = quote_byte(byte, s.data[i]);
		if (len + add > end) {
			memcpy(to + cut, "...", 3);
			len = cut + 3;
			break;
		}
		memcpy(to + len, byte, add);
		len += add;
		if (len + 3 <= end)
			cut = len;
	}
	to[len] = '"';
	to[len + 1] = '\0';
	return to;
}

void
log_set_key(const unsigned char key[16])
{
	memset(&logger.key, 0, sizeof(logger.key));
	memcpy(logger.key.bytes, key, 16);
	logger.has_key = true;
}

void
log_show_addresses(void)
{
	logger.shows_addresses = true;
}

/* Of the folded address: however it is written, a person has one hash. */
static uint32_t
address_hash(struct slice address)
{
	unsigned char	digest[SECRET_DIGEST_SIZE];
	unsigned char	key[16];
	char		folded[320];

	if (!logger.has_key) {
		secret_init();
		secret_random(key, sizeof(key));
		log_set_key(key);
	}
	address = slice_head(address, sizeof(folded));
	for (size_t i = 0; i < address.len; i++)
		folded[i] = ascii_lower(address.data[i]);
	secret_hmac(&logger.key, slice_make(folded, address.len), digest);
	return (uint32_t)digest[0] << 24 | (uint32_t)digest[1] << 16 |
	    (uint32_t)digest[2] << 8 | digest[3];
}

const char *
log_address(struct slice address, char to[LOG_QUOTE_SIZE])
{
	size_t		at = slice_rindex(address, '@');
	struct slice	domain = slice_from(address, at);
	int		len;
	char		c;

	if (address.len == 0) {
		snprintf(to, LOG_QUOTE_SIZE, "<>");
		return to;
	}
	if (logger.shows_addresses)
		return log_quote(address, to);
	len = snprintf(to, LOG_QUOTE_SIZE, "h:%08x", address_hash(address));
	domain = slice_head(domain, LOG_QUOTE_SIZE - 1 - (size_t)len);
	for (size_t i = 0; i < domain.len; i++) {
		c = domain.data[i];
		if (!ascii_is_graph(c) || c == '"' || c == '\\' || c == '=')
			c = '?';
		to[(size_t)len + i] = ascii_lower(c);
	}
	to[(size_t)len + domain.len] = '\0';
	return to;
}
