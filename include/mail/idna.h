/* Domains beyond ASCII as the DNS has them (libidn2). */
#ifndef MAIL_IDNA_H
#define MAIL_IDNA_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

/*
 * The A-labels of a UTF-8 domain ("xn--mchine-bua.example"), lower case; false
 * when it has none.  Domains in ASCII need not come here.
 */
bool idna_to_ascii(struct slice domain, struct arena *arena,
    struct slice *out);

#endif
