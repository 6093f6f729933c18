/*
 * The log: one key=value line per decision, on standard error (systemd's
 * journal takes it from there) or a file.  Only app calls this, and log_die's
 * callers: out of memory and broken invariants.
 *
 *	log_info("filed", "ticket=%" PRId64 " msg=%" PRId64, ticket, id);
 *
 * writes `2026-11-24T22:21:59Z gateway info event=filed ticket=7 msg=12`.
 * Foreign bytes go through log_quote; addresses through log_address.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/slice.h"

enum log_level {
	LOG_LEVEL_ERROR,
	LOG_LEVEL_WARN,
	LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG,
};

/* name: the role or program; kept. fd is where lines go. */
void log_open(const char *name, enum log_level level, int fd);
void log_set_level(enum log_level level);
/* "error" "warn" "info" "debug" to a level; false when it is none. */
bool log_level_parse(struct slice word, enum log_level *out);

/* error: somebody must act. warn: we coped. info: something changed state. */
void log_error(const char *event, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void log_warn(const char *event, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void log_info(const char *event, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void log_debug(const char *event, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Says the sentence as an error and aborts. */
_Noreturn void log_die(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

#define LOG_QUOTE_SIZE 132
/*
 * s in double quotes, controls, quotes and bytes over 0x7f as \xNN, cut with
 * "..." to fit; writes to `to` and returns it.
 */
const char *log_quote(struct slice s, char to[LOG_QUOTE_SIZE]);

/*
 * An address as a keyed hash and its domain: `h:3f9a1c2d@example.test`.  The
 * key is set once by log_set_key (16 bytes); without a key the hash is of a
 * random key of this process.  Case is folded first.  No address is `<>`.
 */
const char *log_address(struct slice address, char to[LOG_QUOTE_SIZE]);
void log_set_key(const unsigned char key[16]);
/* From here on addresses stand in the log as log_quote writes them. */
void log_show_addresses(void);

#endif
