/* Times for people: how long ago, or the day and hour where they are. */
#ifndef APP_CLI_WHEN_H
#define APP_CLI_WHEN_H

#include <stdint.h>

#define CLI_WHEN_SIZE 40

/* "just now", "3 min ago", "in 5 h"; beyond a day the date. 0: "never". */
const char *cli_when(int64_t at, int64_t now, char to[CLI_WHEN_SIZE]);
/* "2026-11-24 22:21", in local time; 0: "never". */
const char *cli_date(int64_t at, char to[CLI_WHEN_SIZE]);
/* "5 min", "2 days": how long. */
const char *cli_span(int64_t seconds, char to[CLI_WHEN_SIZE]);
/* "1.5 MiB": how much. */
const char *cli_size(int64_t octets, char to[CLI_WHEN_SIZE]);

#endif
