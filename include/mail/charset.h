/* Bytes in some charset as UTF-8 (iconv). */
#ifndef MAIL_CHARSET_H
#define MAIL_CHARSET_H

#include "base/arena.h"
#include "base/slice.h"

/*
 * The text as well-formed UTF-8.  `label` is what the mail says (any bytes;
 * empty when it says nothing) and is understood as mailers mean it: latin1 as
 * windows-1252, gb2312 as GB18030 and so on.  Valid UTF-8 wins over a declared
 * latin1 or ASCII; an unknown label is UTF-8 if valid, else what libuchardet
 * believes, else windows-1252.  A byte that cannot be converted becomes U+FFFD
 * and the next goes on.  NULs stay.  Returns `bytes` itself when they are
 * already what is asked for.
 */
struct slice charset_to_utf8(struct slice label, struct slice bytes,
    struct arena *arena);

/* True when the label names a charset that is known here. */
bool charset_is_known(struct slice label);

#endif
