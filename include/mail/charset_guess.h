/* The charset of bytes that do not say, or say wrong (libuchardet). */
#ifndef MAIL_CHARSET_GUESS_H
#define MAIL_CHARSET_GUESS_H

#include "base/slice.h"

/*
 * A label for bytes that are not UTF-8, valid until the next call: what
 * libuchardet believes, as far as the bytes' shape bears it out (it needs some
 * dozens of letters, and a subject has less); "windows-1252" when nothing
 * better is known.
 */
struct slice charset_guess(struct slice bytes);

#endif
