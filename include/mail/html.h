/* HTML as readable text (libxml2's SAX push parser; no tree is built). */
#ifndef MAIL_HTML_H
#define MAIL_HTML_H

#include "base/arena.h"
#include "base/slice.h"
#include "mail/limits.h"

/*
 * `html` is UTF-8.  Paragraphs, lists, table cells, <pre>, links as
 * "text <url>" (http, https, mailto; left out when the text says the same),
 * blockquotes as "> " lines, hidden elements, scripts and styles gone.  The
 * result is UTF-8 with LF line ends.
 */
struct slice html_to_text(struct slice html, const struct mail_limits *limits,
    struct arena *arena, limit_bits *limited);

#endif
