/* How a person is written to: the language, and whose time it is. */
#include "app/voice.h"

#include "base/zone.h"
#include "desk/profile.h"
#include "store/preferences.h"

static int
preference(struct desk *desk, int64_t person_id, enum profile_id key,
    struct arena *arena, struct slice *out, struct fail *why)
{
	return preferences_get(desk->db, person_id, profile_key(key)->name,
	    arena, out, why);
}

int
voice_of(struct desk *desk, int64_t person_id, struct arena *arena,
    struct voice *out, struct fail *why)
{
	struct slice language = SLICE_EMPTY, zone = SLICE_EMPTY;
	const char *name;

	out->language = slice_of(desk->conf->language);
	out->zone = desk->conf->timezone;
	if (preference(desk, person_id, PROFILE_LANGUAGE, arena, &language,
		why) < 0 ||
	    preference(desk, person_id, PROFILE_TIMEZONE, arena, &zone,
		why) < 0)
		return -1;
	if (template_language_exists(&desk->templates, language))
		out->language = language;
	/* Both may have gone since they were chosen. */
	name = arena_string(arena, zone);
	if (zone.len > 0 && zone_known(name))
		out->zone = name;
	return 0;
}
