/* Questions that may not take long. */
#include <time.h>

#include "db_sqlite.h"

/* Steps of a statement between two looks at the clock: about a millisecond. */
#define STEPS 10000

static int64_t
cpu_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int
is_late(void *data)
{
	const struct db *db = data;

	return cpu_ms() >= db->hurry_until;
}

void
db_hurry(struct db *db, int64_t ms)
{
	db->hurry_until = cpu_ms() + ms;
	sqlite3_progress_handler(db->handle, ms > 0 ? STEPS : 0, is_late, db);
}
