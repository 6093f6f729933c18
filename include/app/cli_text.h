/* Foreign text on a terminal: harmless, measured, cut. */
#ifndef APP_CLI_TEXT_H
#define APP_CLI_TEXT_H

#include "base/text.h"

/*
 * One line of well-formed UTF-8: controls, ESC among them, and line ends become
 * blanks; what turns the direction of writing, so that text would stand where
 * it is not, is dropped.  Points into s when there is nothing to change.
 */
struct slice cli_line(struct slice s, struct arena *arena);
/* The same for text of many lines: LF and tab stay, CRLF is LF. */
struct slice cli_block(struct slice s, struct arena *arena);

/* Columns of a terminal that one line takes. */
size_t cli_width(struct slice line);
/* The line in at most `width` columns; cut ones end in U+2026. */
struct slice cli_fit(struct slice line, size_t width, struct arena *arena);

#endif
