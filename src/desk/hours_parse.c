/* Business hours as people write them. */
#include "base/zone.h"
#include "desk/hours.h"

static const char *const weekdays[] = { "sun", "mon", "tue", "wed", "thu",
	"fri", "sat" };

const char *
hours_weekday_name(int weekday)
{
	return weekdays[weekday];
}

static bool
read_weekday(struct slice word, int *out)
{
	for (int i = 0; i < 7; i++)
		if (slice_starts_nocase(word, slice_of(weekdays[i]))) {
			*out = i;
			return true;
		}
	return false;
}

/* "9", "9:30", "24:00". */
static bool
read_clock(struct slice word, int *minutes)
{
	struct slice hour, rest = word;
	int64_t hours, more = 0;

	if (!slice_cut(&rest, ':', &hour) || !slice_number(hour, 24, &hours))
		return false;
	if (rest.data != NULL && (rest.len != 2 ||
	    !slice_number(rest, 59, &more)))
		return false;
	*minutes = (int)(hours * 60 + more);
	return *minutes <= HOURS_DAY;
}

bool
hours_parse_span(struct slice words, int *first, int *last,
    struct hours_span *out)
{
	struct slice span = slice_trim(words), days, day, from;

	if (!slice_cut(&span, ' ', &days) || !slice_cut(&days, '-', &day) ||
	    !read_weekday(day, first))
		return false;
	*last = *first;
	if (days.data != NULL && !read_weekday(days, last))
		return false;
	return slice_cut(&span, '-', &from) &&
	    read_clock(slice_trim(from), &out->from) &&
	    read_clock(slice_trim(span), &out->to) && out->from < out->to;
}

int
hours_add_days(struct hours *hours, int first, int last,
    struct hours_span span, struct arena *arena)
{
	for (int day = first;; day = (day + 1) % 7) {
		span.weekday = day;
		if (!hours_add_span(hours, span, arena))
			return day;
		if (day == last)
			return -1;
	}
}

bool
hours_parse(struct slice words, const char *zone, struct arena *arena,
    struct hours *out)
{
	struct slice part;
	struct hours_span span;
	int first, last;

	*out = (struct hours){ .zone = zone };
	while (slice_cut(&words, ',', &part))
		if (!hours_parse_span(part, &first, &last, &span) ||
		    hours_add_days(out, first, last, span, arena) >= 0)
			return false;
	return out->span_count > 0;
}
