/*
 * The decision record of a message: one line per fact that mattered,
 * `stage TAB fact TAB value`, kept with what became of the message.
 */
#ifndef APP_RECORD_H
#define APP_RECORD_H

#include "base/text.h"

/* stage and fact are our words; value may be foreign: it is made one line. */
void record_add(struct text *record, const char *stage, const char *fact,
    struct slice value);
void record_add_format(struct text *record, const char *stage,
    const char *fact, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Takes the next line off *rest; false at the end. */
bool record_next(struct slice *rest, struct slice *stage, struct slice *fact,
    struct slice *value);

#endif
