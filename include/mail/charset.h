/* Bytes in some charset as UTF-8 (iconv). */
#ifndef MAIL_CHARSET_H
#define MAIL_CHARSET_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

/*
 * The text as well-formed UTF-8.  `label` is what the mail says (any bytes;
 * empty when it says nothing) and is understood as mailers mean it: latin1 as
 * windows-1252, gb2312 as GB18030 and so on.  Labels lie: valid UTF-8 wins over
 * a declared one-byte charset, bytes over 0x7f over a declared 7-bit one, and
 * UTF-8 that is mostly invalid is none.  No label, an unknown one, or us-ascii
 * over other bytes is UTF-8 if (all but) valid, else what charset_guess says.
 * A byte that cannot be converted becomes U+FFFD and the next goes on.  NULs
 * stay; a byte order mark at the front goes.  Returns `bytes` itself, or its
 * end, when that is what is asked for.  iconv's descriptors are kept, so one
 * thread at a time.
 */
struct slice charset_to_utf8(struct slice label, struct slice bytes,
    struct arena *arena);

/* True when the label names a charset that is known here. */
bool charset_is_known(struct slice label);

#endif
