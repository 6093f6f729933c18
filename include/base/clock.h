/* The time, which tests can set. Seconds since 1970, UTC, as int64_t. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

#include "base/arena.h"
#include "base/slice.h"

/*
 * The wall clock; or what clock_set said; or, when the environment variable
 * MAILDESK_CLOCK holds a decimal number at the first call, that second.
 */
int64_t clock_now(void);
/* Fixes the clock at `seconds`; a negative value lets it run again. */
void clock_set(int64_t seconds);
/* Milliseconds for waits inside the process; monotonic, never set. */
int64_t clock_mono(void);
/*
 * Seconds by which somebody has set the wall clock, ahead or (negative) back,
 * since the last call; 0 at the first, and while the clock is fixed.
 */
int64_t clock_step(void);

#define CLOCK_TEXT_SIZE 40
/* "Tue, 24 Nov 2026 22:21:59 +0000" (RFC 5322). */
const char *clock_rfc5322(int64_t seconds, char to[CLOCK_TEXT_SIZE]);
/* "2026-11-24T22:21:59Z" (RFC 3339). Years outside 0-9999 are clamped. */
const char *clock_rfc3339(int64_t seconds, char to[CLOCK_TEXT_SIZE]);
/*
 * Seconds of a civil date in UTC (proleptic Gregorian; no checks but month
 * 1-12, anything else is arithmetic).
 */
int64_t clock_civil(int64_t year, int month, int day, int hour, int minute,
    int second);

#endif
