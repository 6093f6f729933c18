/* When an agent is away, and who stands in. */
#include "desk/absence.h"

#include "base/zone.h"

bool
absence_parse(struct slice value, struct absence *out)
{
	struct slice from, until;

	return slice_cut(&value, ' ', &from) && slice_cut(&value, ' ', &until) &&
	    slice_number(from, INT64_MAX, &out->from) &&
	    slice_number(until, INT64_MAX, &out->until) &&
	    slice_number(value, INT64_MAX, &out->deputy_id);
}

struct slice
absence_text(const struct absence *absence, struct arena *arena)
{
	return arena_format(arena, "%lld %lld %lld", (long long)absence->from,
	    (long long)absence->until, (long long)absence->deputy_id);
}

/* The second with which the day begins, so many days later. */
static bool
read_day(struct slice word, const char *zone, int later, int64_t *out)
{
	struct slice year, month, rest = word;
	struct zone_time there;
	int64_t y, m, d;

	if (!slice_cut(&rest, '-', &year) || !slice_cut(&rest, '-', &month) ||
	    !slice_number(year, 9999, &y) || !slice_number(month, 12, &m) ||
	    !slice_number(rest, 31, &d) || y < 1970 || m < 1 || d < 1)
		return false;
	zone_local(zone, zone_second(zone, y, (int)m, (int)d, 12, 0), &there);
	if (there.month != m || there.day != d)
		return false;
	*out = zone_second(zone, y, (int)m, (int)d + later, 0, 0);
	return true;
}

bool
absence_read(struct slice words, int64_t now, const char *zone,
    struct absence *out)
{
	size_t dots = slice_search(words, SLICE(".."));
	struct slice from = slice_trim(slice_head(words, dots));

	out->from = now;
	return dots < words.len &&
	    (from.len == 0 || read_day(from, zone, 0, &out->from)) &&
	    read_day(slice_trim(slice_from(words, dots + 2)), zone, 1,
		&out->until) &&
	    out->from < out->until && out->until > now;
}

const struct absence *
absences_find(const struct absences *absences, int64_t person_id, int64_t at)
{
	for (size_t i = 0; i < absences->count; i++) {
		const struct absence *absence = &absences->items[i];

		if (absence->person_id == person_id && absence->from <= at &&
		    at < absence->until)
			return absence;
	}
	return NULL;
}

int64_t
absences_deputy(const struct absences *absences, int64_t person_id,
    int64_t at)
{
	const struct absence *absence = absences_find(absences, person_id, at);

	/* Who is met twice closes a circle: so many steps there cannot be. */
	for (size_t i = 0; i < absences->count && absence != NULL; i++) {
		int64_t deputy = absence->deputy_id;

		if (deputy == 0 || deputy == person_id)
			return 0;
		absence = absences_find(absences, deputy, at);
		if (absence == NULL)
			return deputy;
	}
	return 0;
}
