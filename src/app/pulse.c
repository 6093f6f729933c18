/* How a door that fetches mail is doing. */
#include "app/pulse.h"

#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"

/* Milliseconds after a failure; doubles. */
#ifndef PULSE_FIRST_WAIT
#define PULSE_FIRST_WAIT INT64_C(1000)
#define PULSE_SETUP_WAIT INT64_C(30000)
#endif
#define LAST_WAIT INT64_C(300000)
/* Between two writings of the health file that say the same. */
#define HEALTH_EVERY INT64_C(10000)

void
pulse_open(struct pulse *pulse, const struct conf *conf, enum door door,
    const char *name)
{
	struct arena arena = ARENA_INIT;
	struct fail why = FAIL_INIT;
	struct health known;

	*pulse = (struct pulse){ .conf = conf, .door = door, .name = name };
	if (file_mkdir(health_folder(conf, door, &arena), 0700, &why) < 0)
		log_error("cannot-save-health", "door=%s why=\"%s\"",
		    door_name(door), why.text);
	if (health_load(conf, door, name, &arena, &known, NULL) == 1) {
		pulse->health.success_at = known.success_at;
		pulse->health.failing_since = known.failing_since;
	}
	arena_free(&arena);
}

static void
save(struct pulse *pulse, bool is_good)
{
	struct fail why = FAIL_INIT;
	int64_t now = clock_mono();

	if (pulse->saved_at != 0 && pulse->was_good == is_good &&
	    now - pulse->saved_at < HEALTH_EVERY)
		return;
	pulse->saved_at = now;
	pulse->was_good = is_good;
	if (health_save(pulse->conf, pulse->door, pulse->name, &pulse->health,
		&why) < 0)
		log_error("cannot-save-health", "door=%s why=\"%s\"",
		    door_name(pulse->door), why.text);
}

bool
pulse_good(struct pulse *pulse)
{
	bool had_failed = pulse->wait > 0;

	pulse->wait = 0;
	pulse->alarm_said = 0;
	pulse->health = (struct health){ .success_at = clock_now() };
	save(pulse, true);
	return had_failed;
}

static bool
is_alarm_due(struct pulse *pulse, int64_t now)
{
	int64_t every = pulse->alarm_minutes * 60;

	if (!health_is_alarming(&pulse->health, pulse->alarm_minutes,
		pulse->poll_seconds, now) ||
	    (pulse->alarm_said != 0 && now - pulse->alarm_said < every))
		return false;
	pulse->alarm_said = now;
	return true;
}

bool
pulse_bad(struct pulse *pulse, const struct fail *why)
{
	int64_t now = clock_now();
	int64_t first = why->kind == FAIL_SETUP ? PULSE_SETUP_WAIT
						: PULSE_FIRST_WAIT;

	pulse->wait = pulse->wait * 2 < first ? first : pulse->wait * 2;
	if (pulse->wait > LAST_WAIT)
		pulse->wait = LAST_WAIT;
	memcpy(pulse->failure, why->text, sizeof(pulse->failure));
	pulse->health.why = slice_of(pulse->failure);
	if (pulse->health.failing_since == 0)
		pulse->health.failing_since = now;
	save(pulse, false);
	return is_alarm_due(pulse, now);
}
