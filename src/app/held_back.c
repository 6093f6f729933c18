/* One letter about all that were not written. */
#include "app/held_back.h"

#include "app/brake.h"
#include "app/lone_letter.h"
#include "base/text.h"
#include "store/departments.h"
#include "store/filings.h"
#include "store/people.h"

#define HOUR 3600
#define DAY 86400
#define TOLD_KEY "held-back-told"

/* Whole hours, from what was told last to the last that has ended. */
struct span {
	int64_t from, to;
};

static int
find_span(struct desk *desk, int64_t now, struct arena *arena,
    struct span *out, struct fail *why)
{
	struct slice told;
	int64_t at = 0;
	int got = meta_get(desk->db, TOLD_KEY, arena, &told, why);

	if (got < 0)
		return -1;
	if (got == 1 && !slice_number(told, INT64_MAX, &at))
		at = 0;
	out->to = now - now % HOUR;
	/* A clock that was set back an hour has told this one already; one that
	   was further ahead was wrong.  Older counts are about to be forgotten. */
	out->from = at;
	if (at > out->to && at <= out->to + HOUR)
		out->from = out->to;
	else if (at < out->to - DAY || at > out->to)
		out->from = out->to - DAY;
	return 0;
}

static int
count(struct desk *desk, const char *reason, const struct span *span,
    int64_t *out, struct fail *why)
{
	int64_t later;

	if (brake_held_since(desk, reason, span->from, out, why) < 0)
		return -1;
	if (*out == 0)
		return 0;
	if (brake_held_since(desk, reason, span->to, &later, why) < 0)
		return -1;
	*out -= later;
	return 0;
}

/* "1204 auto-total-hour" a line, and their sum. */
static int
list(struct desk *desk, const struct span *span, struct text *lines,
    int64_t *all, struct fail *why)
{
	const char *reason;
	int64_t some;

	*all = 0;
	for (size_t i = 0; (reason = brake_reason(i)) != NULL; i++) {
		if (count(desk, reason, span, &some, why) < 0)
			return -1;
		if (some > 0)
			text_add_format(lines, "%lld %s\n", (long long)some,
			    reason);
		*all += some;
	}
	return 0;
}

int
held_back_waits(struct desk *desk, int64_t now, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct text lines = TEXT_IN(&arena);
	struct span span;
	int64_t all = 0;
	int rc = find_span(desk, now, &arena, &span, why);

	if (rc == 0 && span.from < span.to)
		rc = list(desk, &span, &lines, &all, why);
	arena_free(&arena);
	return rc < 0 ? -1 : all > 0;
}

/* The figures of a letter, as its template names them. */
struct figures {
	const struct template_value *values;
	size_t count;
};

/* It can be answered like any mail. */
static int
write_letter(struct desk *desk, const struct person *person,
    const struct department *from, const struct figures *figures, int64_t now,
    struct arena *arena, struct fail *why)
{
	struct address address;
	const struct lone_letter letter = { .event = LETTER_HELD_BACK,
		.person_id = person->id, .address = &address,
		.department = from, .lives = desk->conf->token_days * DAY };
	int64_t id;
	int got = people_primary_address(desk->db, person->id, arena, &address,
	    why);

	if (got <= 0 || address.state == ADDRESS_HARD)
		return got < 0 ? -1 : 0;
	return lone_letter_put(desk, &letter, figures->values, figures->count,
	    now, arena, &id, why) < 0 ? -1 : 1;
}

/* Who hears: admins; a desk that has none, the managers. */
static int
is_told(struct desk *desk, const struct person *agents, size_t count,
    const struct person *agent, struct arena *arena, struct fail *why)
{
	struct members members;

	if (agent->disabled)
		return 0;
	for (size_t i = 0; i < count; i++)
		if (agents[i].is_admin && !agents[i].disabled)
			return agent->is_admin;
	if (departments_members(desk->db, 0, arena, &members, why) < 0)
		return -1;
	for (size_t i = 0; i < members.count; i++)
		if (members.items[i].person_id == agent->id &&
		    members.items[i].role == ROLE_MANAGER)
			return 1;
	return 0;
}

static int
write_letters(struct desk *desk, const struct figures *figures, int64_t now,
    struct arena *arena, struct fail *why)
{
	struct department from;
	struct person *agents;
	size_t count;
	int got = departments_default(desk->db, arena, &from, why);
	int written = 0;

	if (got <= 0)
		return got;
	if (people_agents(desk->db, arena, &agents, &count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		got = is_told(desk, agents, count, &agents[i], arena, why);
		if (got == 1)
			got = write_letter(desk, &agents[i], &from, figures,
			    now, arena, why);
		if (got < 0)
			return -1;
		written += got;
	}
	return written;
}

int
held_back_tell(struct desk *desk, int64_t now, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct text lines = TEXT_IN(&arena);
	struct template_value values[2];
	const struct figures figures = { values, ARRAY_LEN(values) };
	struct span span;
	int64_t all;
	int rc = -1;

	if (find_span(desk, now, &arena, &span, why) < 0 ||
	    list(desk, &span, &lines, &all, why) < 0)
		goto done;
	rc = 0;
	if (all == 0)
		goto done;
	values[0] = (struct template_value){ "number",
		arena_format(&arena, "%lld", (long long)all) };
	values[1] = (struct template_value){ "text",
		slice_trim(text_slice(&lines)) };
	rc = meta_set(desk->db, TOLD_KEY, arena_format(&arena, "%lld",
	    (long long)span.to), why);
	if (rc == 0)
		rc = write_letters(desk, &figures, now, &arena, why);
done:
	arena_free(&arena);
	return rc;
}
