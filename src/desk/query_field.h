/* The names of a query's fields, for its parser. */
#ifndef QUERY_FIELD_H
#define QUERY_FIELD_H

#include "desk/query.h"

/* By name, case-blind; of "field.NAME" *own is NAME. */
bool query_field_find(struct slice word, enum query_field *out,
    struct slice *own);
/* -1, and *why says which there are, or which is the nearest. */
int query_field_unknown(struct slice word, struct arena *arena,
    struct fail *why);

#endif
