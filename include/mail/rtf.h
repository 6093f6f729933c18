/* Rich text, as Outlook keeps the text of its mails. */
#ifndef MAIL_RTF_H
#define MAIL_RTF_H

#include "base/arena.h"
#include "base/slice.h"

/*
 * The rich text in a "compressed RTF" value (MS-OXRTFCP), at most `max` octets
 * of it; empty when it is none.
 */
struct slice rtf_decompress(struct slice value, size_t max,
    struct arena *arena);

/*
 * The text of a rich text: UTF-8 with LF line ends, at most about `max`
 * octets.  Fonts, pictures and what programs hide in it are left out; HTML
 * that was wrapped in it comes out as its text.
 */
struct slice rtf_to_text(struct slice rtf, size_t max, struct arena *arena);

#endif
