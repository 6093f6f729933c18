/* From a row of the outbox to the bytes that go to SMTP. */
#ifndef APP_SENDER_LETTER_H
#define APP_SENDER_LETTER_H

#include "app/desk.h"
#include "base/text.h"
#include "store/outbox.h"

/*
 * to_name: of the person.  The same row makes the same bytes each time.  Files
 * that the archive does not have any more stay out; *missing counts them.
 */
int sender_letter(struct desk *desk, const struct outbox_row *row,
    struct slice to_name, struct arena *arena, struct text *to,
    size_t *missing, struct fail *why);

#endif
