/* RFC 5322 dates, also in the broken forms that real mail has. */
#ifndef MAIL_DATE_H
#define MAIL_DATE_H

#include <stdbool.h>

#include "base/slice.h"

/* True and the second in UTC; false when it is no date (never "now"). */
bool date_parse(struct slice value, int64_t *out);

#endif
