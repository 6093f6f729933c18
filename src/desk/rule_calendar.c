/* The lines of a file of rules that say when the desk is open. */
#include "base/clock.h"
#include "base/zone.h"
#include "rule_reader.h"

int
rule_read_zone(struct rule_reader *reader, struct slice rest,
    struct fail *why)
{
	const char *zone = arena_string(reader->arena, rest);

	if (rest.len == 0 || !zone_known(zone))
		return rule_refuse(reader, why, "this system knows no such time"
		    " zone; write zone Europe/Berlin, as `timedatectl"
		    " list-timezones` has them");
	if (reader->has_hours)
		return rule_refuse(reader, why, "the zone stands above the"
		    " hours");
	reader->rules->hours.zone = zone;
	return 0;
}

/* "mon-fri 9:00-17:30". */
int
rule_read_hours(struct rule_reader *reader, struct slice rest,
    struct fail *why)
{
	struct hours_span span;
	int first, last, overlaps;

	if (!hours_parse_span(rest, &first, &last, &span))
		return rule_refuse(reader, why, "write days and hours like"
		    " mon-fri 9:00-17:30 or sat 10-13; the end is later than"
		    " the beginning");
	reader->has_hours = true;
	overlaps = hours_add_days(&reader->rules->hours, first, last, span,
	    reader->arena);
	return overlaps < 0 ? 0 : rule_refuse(reader, why, "on %s these hours"
	    " overlap with those of an earlier line",
	    hours_weekday_name(overlaps));
}

/* Days that there are: 2027-02-29 is none. */
static bool
is_day(const struct holiday *holiday)
{
	struct zone_time there;

	if (holiday->month < 1 || holiday->month > 12 || holiday->day < 1)
		return false;
	zone_local("UTC", clock_civil(holiday->year != 0 ? holiday->year : 2024,
	    holiday->month, holiday->day, 12, 0, 0), &there);
	return there.month == holiday->month && there.day == holiday->day;
}

int
rule_read_holiday(struct rule_reader *reader, struct slice rest,
    struct fail *why)
{
	struct slice piece[4];
	int64_t part[3] = { 0, 0, 0 };
	size_t count = 0;
	struct holiday holiday;

	while (count < 4 && slice_cut(&rest, '-', &piece[count]))
		count++;
	if (count < 2 || count > 3)
		goto refuse;
	for (size_t i = 0; i < count; i++)
		if (!slice_number(slice_trim(piece[i]), 9999,
			&part[3 - count + i]))
			goto refuse;
	if (part[1] > 12 || part[2] > 31)
		goto refuse;
	holiday = (struct holiday){ part[0], (int)part[1], (int)part[2] };
	if (!is_day(&holiday) || (count == 3 && holiday.year < 1970))
		goto refuse;
	hours_add_holiday(&reader->rules->hours, holiday, reader->arena);
	return 0;
refuse:
	return rule_refuse(reader, why, "write a day that there is, like"
	    " 2027-03-26, or 12-25 for every year");
}
