/* The file DOOR/NAME.health: "success 1795550000", one fact a line. */
#include "app/health.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"

#define HEALTH_MAX 4096

const char *
health_folder(const struct conf *conf, enum door door, struct arena *arena)
{
	return arena_format(arena, "%s/%s", conf->state_dir,
	    door_name(door)).data;
}

static const char *
health_path(const struct conf *conf, enum door door, const char *name,
    struct arena *arena)
{
	return arena_format(arena, "%s/%s.health",
	    health_folder(conf, door, arena), name).data;
}

int
health_load(const struct conf *conf, enum door door, const char *name,
    struct arena *arena, struct health *out, struct fail *why)
{
	const char *path = health_path(conf, door, name, arena);
	struct slice text, line, word;

	*out = (struct health){ 0 };
	if (access(path, F_OK) < 0 && errno == ENOENT)
		return 0;
	if (file_read(path, HEALTH_MAX, arena, &text, why) < 0)
		return -1;
	/* What is malformed is as good as not known. */
	while (slice_line(&text, &line)) {
		slice_cut(&line, ' ', &word);
		if (slice_eq(word, SLICE("success")))
			slice_number(line, INT64_MAX, &out->success_at);
		else if (slice_eq(word, SLICE("failing")))
			slice_number(line, INT64_MAX, &out->failing_since);
		else if (slice_eq(word, SLICE("why")))
			out->why = line;
	}
	return 1;
}

int
health_save(const struct conf *conf, enum door door, const char *name,
    const struct health *health, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct text text = TEXT_IN(&arena);
	int rc;

	text_add_format(&text, "success %" PRId64 "\n", health->success_at);
	text_add_format(&text, "failing %" PRId64 "\n", health->failing_since);
	text_add_string(&text, "why ");
	text_add_line(&text, slice_head(health->why, HEALTH_MAX / 2));
	text_add_char(&text, '\n');
	rc = file_replace(health_path(conf, door, name, &arena),
	    text_slice(&text), 0640, why);
	arena_free(&arena);
	return rc;
}

bool
health_is_alarming(const struct health *health, int64_t alarm_minutes,
    int64_t poll_seconds, int64_t now)
{
	int64_t since = health->success_at > 0 ? health->success_at
					       : health->failing_since;

	/* Until the next look there is nothing to succeed. */
	return since > 0 && now - since > alarm_minutes * 60 + poll_seconds;
}
