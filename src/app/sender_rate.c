/* How fast letters may go: in all, to one address, to one domain. */
#include "sender_rate.h"

#include <stddef.h>

#include "mail/address.h"
#include "store/counters.h"

/* What went out in a second, in all. */
#define ALL_KIND "sent-all"
#define ALL_KEY SLICE("all")

/* Per recipient: kept in the database, so that a restart changes nothing. */
static const struct limit {
	const char *kind; /* in table counted */
	bool is_domain;
	int64_t window; /* seconds */
	size_t max;	/* offset of the figure in struct conf; 0: no limit */
} limits[] = {
	{ "sent-address", false, 3600,
	    offsetof(struct conf, address_per_hour) },
	{ "sent-domain", true, 60, offsetof(struct conf, domain_per_minute) },
};

static int64_t
figure(const struct limit *limit, const struct conf *conf)
{
	return *(const int64_t *)(const void *)((const char *)conf +
	    limit->max);
}

int
rate_open(struct rate *rate, struct desk *desk, int64_t now, struct fail *why)
{
	*rate = (struct rate){ now, 0 };
	if (desk->conf->per_second == 0)
		return 0;
	return counters_since(desk->db, ALL_KIND, ALL_KEY, now, &rate->used,
	    why);
}

size_t
rate_room(struct rate *rate, const struct conf *conf, int64_t now, size_t max)
{
	/* A clock that was set back begins a new second, too. */
	if (rate->second != now)
		*rate = (struct rate){ now, 0 };
	if (conf->per_second == 0)
		return max;
	if (rate->used >= conf->per_second)
		return 0;
	return (size_t)(conf->per_second - rate->used) < max
	    ? (size_t)(conf->per_second - rate->used) : max;
}

void
rate_take(struct rate *rate)
{
	rate->used++;
}

/* Empty: it is no address, and SMTP will say so. */
static struct slice
key_of(const struct limit *limit, struct slice address, struct arena *arena)
{
	struct slice key, local, domain;

	if (!address_counter(address, arena, &key) ||
	    !address_split(key, &local, &domain))
		return SLICE_EMPTY;
	return limit->is_domain ? domain : key;
}

static bool
was_tried(const struct delivery *delivery)
{
	switch (delivery->end) {
	case DELIVERY_SENT:
	case DELIVERY_DEFERRED:
	case DELIVERY_UNKNOWN:
	case DELIVERY_FAILED:
		return true;
	case DELIVERY_UNTRIED:
	case DELIVERY_POSTPONED:
	case DELIVERY_CANCELLED:
	case DELIVERY_END_COUNT:
		break;
	}
	return false;
}

/* What is over waits its turn: so many places behind those that wait already. */
static int
check(struct desk *desk, const struct limit *limit,
    const struct delivery *deliveries, size_t count, int64_t now,
    int64_t *due, struct fail *why)
{
	int64_t max = figure(limit, desk->conf), seen, waiting = 1;
	struct arena arena = ARENA_INIT;
	struct slice key = key_of(limit, deliveries[count - 1].row.address,
	    &arena);
	int rc = 1;

	if (key.len == 0)
		goto done;
	if (counters_since(desk->db, limit->kind, key, now - limit->window,
		&seen, why) < 0) {
		rc = -1;
		goto done;
	}
	for (size_t i = 0; i + 1 < count; i++) {
		if (!slice_eq(key, key_of(limit, deliveries[i].row.address,
			&arena)))
			continue;
		seen += !deliveries[i].is_settled && was_tried(&deliveries[i]);
		waiting += deliveries[i].end == DELIVERY_POSTPONED;
	}
	if (seen >= max) {
		*due = now + 1 + waiting * limit->window / max;
		rc = 0;
	}
done:
	arena_free(&arena);
	return rc;
}

int
rate_check(struct desk *desk, const struct delivery *deliveries, size_t count,
    int64_t now, int64_t *due, struct fail *why)
{
	int got = 1;

	for (size_t i = 0; i < ARRAY_LEN(limits) && got == 1; i++)
		if (figure(&limits[i], desk->conf) > 0)
			got = check(desk, &limits[i], deliveries, count, now,
			    due, why);
	return got;
}

int
rate_count(struct desk *desk, const struct delivery *delivery, int64_t now,
    struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct slice key;
	int rc = 0;

	if (!was_tried(delivery))
		return 0;
	if (desk->conf->per_second > 0)
		rc = counters_add(desk->db, ALL_KIND, ALL_KEY, now, why);
	for (size_t i = 0; i < ARRAY_LEN(limits) && rc == 0; i++) {
		if (figure(&limits[i], desk->conf) == 0)
			continue;
		key = key_of(&limits[i], delivery->row.address, &arena);
		if (key.len > 0)
			rc = counters_add(desk->db, limits[i].kind, key, now,
			    why);
	}
	arena_free(&arena);
	return rc;
}
