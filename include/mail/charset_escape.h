/*
 * The 7-bit charsets of East Asia in their 8-bit form, which iconv converts
 * better: glibc's ISO-2022-JP has no vendor characters, and it has no HZ.
 */
#ifndef MAIL_CHARSET_ESCAPE_H
#define MAIL_CHARSET_ESCAPE_H

#include "base/arena.h"
#include "base/slice.h"

/* ISO-2022-JP with its extensions and half-width katakana as EUC-JP. */
struct slice charset_jis_as_euc(struct slice bytes, struct arena *arena);
/* HZ (RFC 1843) as GB 2312 with the high bits set. */
struct slice charset_hz_as_gb(struct slice bytes, struct arena *arena);

/* True when ISO-2022-JP's switch to two-byte characters stands in it. */
bool charset_has_jis(struct slice bytes);

#endif
