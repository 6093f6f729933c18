/* The counters against loops that no header gives away. */
#include "app/brake.h"

#include <stddef.h>
#include <string.h>

#include "base/encode.h"
#include "desk/origin.h"
#include "mail/address.h"
#include "store/changes.h"
#include "store/counters.h"
#include "store/people.h"

#define HOUR 3600
#define DAY 86400
#define HELD_BACK "held-back" /* the kind under which reasons are counted */

/* What one count is kept under. */
enum brake_key { KEY_ADDRESS, KEY_DOMAIN, KEY_TICKET, KEY_ADDRESS_TICKET, KEY_ALL };

struct brake_limit {
	const char *kind; /* in table counted */
	enum brake_key key;
	int64_t window;	  /* seconds, a day at most; 0: until cleared */
	size_t max;	  /* offset of the figure in struct conf */
	const char *reason;
};

/* Limits of one kind stand together, the widest window first. */
static const struct brake_limit acknowledge_limits[] = {
	{ "ack-ticket", KEY_TICKET, DAY, offsetof(struct conf, ack_per_ticket),
	    "ack-per-ticket" },
	{ "ack", KEY_ADDRESS, DAY, offsetof(struct conf, ack_per_day),
	    "ack-per-day" },
	{ "ack", KEY_ADDRESS, HOUR, offsetof(struct conf, ack_per_hour),
	    "ack-per-hour" },
	{ "ack-domain", KEY_DOMAIN, HOUR,
	    offsetof(struct conf, ack_domain_hour), "ack-domain-hour" },
	{ "ack-all", KEY_ALL, HOUR, offsetof(struct conf, ack_total_hour),
	    "ack-total-hour" },
	{ "ack-row", KEY_ADDRESS, 0, offsetof(struct conf, auto_in_a_row),
	    "ack-in-a-row" },
};

static const struct brake_limit automatic_limits[] = {
	{ "auto-all", KEY_ALL, HOUR, offsetof(struct conf, auto_total_hour),
	    "auto-total-hour" },
	{ "auto", KEY_ADDRESS_TICKET, DAY, offsetof(struct conf, auto_24h),
	    "auto-24h" },
	{ "auto", KEY_ADDRESS_TICKET, HOUR, offsetof(struct conf, auto_60min),
	    "auto-60min" },
	{ "auto", KEY_ADDRESS_TICKET, 600, offsetof(struct conf, auto_10min),
	    "auto-10min" },
};

/* Beside the limits: what says that nobody reads there. */
static const char *const other_reasons[] = { "auto-responder", "reflex",
	"same-body" };

const char *
brake_reason(size_t i)
{
	if (i < ARRAY_LEN(acknowledge_limits))
		return acknowledge_limits[i].reason;
	i -= ARRAY_LEN(acknowledge_limits);
	if (i < ARRAY_LEN(automatic_limits))
		return automatic_limits[i].reason;
	i -= ARRAY_LEN(automatic_limits);
	return i < ARRAY_LEN(other_reasons) ? other_reasons[i] : NULL;
}

int
brake_held_back(struct desk *desk, const char *reason, int64_t now,
    struct fail *why)
{
	const char *known;

	for (size_t i = 0; (known = brake_reason(i)) != NULL; i++)
		if (strcmp(known, reason) == 0)
			return counters_add(desk->db, HELD_BACK,
			    slice_of(reason), now, why);
	return 0;
}

int
brake_held_since(struct desk *desk, const char *reason, int64_t since,
    int64_t *count, struct fail *why)
{
	return counters_since(desk->db, HELD_BACK, slice_of(reason), since,
	    count, why);
}

struct brake_subject {
	struct slice address; /* counter-folded */
	int64_t ticket_id;
	struct arena arena;
};

/* Tags behind a plus are the same mailbox; what is no address is itself. */
static struct slice
fold(struct slice address, struct arena *arena)
{
	struct slice folded;

	return address_counter(address, arena, &folded) ? folded : address;
}

/* False when it is no address; then nothing is counted and nothing is sent. */
static bool
subject_make(struct brake_subject *subject, struct slice address,
    int64_t ticket_id)
{
	*subject = (struct brake_subject){ .ticket_id = ticket_id };
	return address_counter(address, &subject->arena, &subject->address);
}

static struct slice
subject_key(struct brake_subject *subject, enum brake_key key)
{
	struct slice local, domain;

	switch (key) {
	case KEY_ADDRESS:
		return subject->address;
	case KEY_DOMAIN:
		address_split(subject->address, &local, &domain);
		return domain;
	case KEY_TICKET:
		return arena_format(&subject->arena, "%lld",
		    (long long)subject->ticket_id);
	case KEY_ADDRESS_TICKET:
		/* The ticket first: what is new lies together. */
		return arena_format(&subject->arena, "%lld %.*s",
		    (long long)subject->ticket_id, SLICE_ARG(subject->address));
	case KEY_ALL:
		return SLICE("all");
	}
	return SLICE("all");
}

/* 1: below every limit; 0: *reason; -1. */
static int
below(struct desk *desk, const struct brake_limit *limits, size_t count,
    struct brake_subject *subject, int64_t now, const char **reason,
    struct fail *why)
{
	int64_t seen = 0, max;

	for (size_t i = 0; i < count; i++) {
		max = *(const int64_t *)(const void *)
		    ((const char *)desk->conf + limits[i].max);
		/* There is no more in the narrower window than in the wider. */
		if (i > 0 && limits[i].kind == limits[i - 1].kind && seen < max)
			continue;
		if (counters_since(desk->db, limits[i].kind,
			subject_key(subject, limits[i].key),
			limits[i].window == 0 ? 0 : now - limits[i].window,
			&seen, why) < 0)
			return -1;
		if (seen >= max) {
			*reason = limits[i].reason;
			return 0;
		}
	}
	return 1;
}

/* Counts once for each kind. */
static int
count_all(struct desk *desk, const struct brake_limit *limits, size_t count,
    struct brake_subject *subject, int64_t now, struct fail *why)
{
	int (*add)(struct db *, const char *, struct slice, int64_t,
	    struct fail *);

	for (size_t i = 0; i < count; i++) {
		if (i > 0 && limits[i].kind == limits[i - 1].kind)
			continue;
		add = limits[i].window == 0 ? counters_add_lasting
					    : counters_add;
		if (add(desk->db, limits[i].kind,
			subject_key(subject, limits[i].key), now, why) < 0)
			return -1;
	}
	return 0;
}

static int
pass(struct desk *desk, const struct brake_limit *limits, size_t count,
    struct slice address, int64_t ticket_id, int64_t now, const char **reason,
    struct fail *why)
{
	struct brake_subject subject;
	int got = 0;

	*reason = "bad-address";
	if (subject_make(&subject, address, ticket_id)) {
		got = below(desk, limits, count, &subject, now, reason, why);
		if (got == 1 &&
		    count_all(desk, limits, count, &subject, now, why) < 0)
			got = -1;
	}
	arena_free(&subject.arena);
	return got;
}

int
brake_acknowledge(struct desk *desk, struct slice address, int64_t ticket_id,
    int64_t now, const char **reason, struct fail *why)
{
	return pass(desk, acknowledge_limits, ARRAY_LEN(acknowledge_limits),
	    address, ticket_id, now, reason, why);
}

int
brake_automatic(struct desk *desk, struct slice address, int64_t ticket_id,
    int64_t now, const char **reason, struct fail *why)
{
	return pass(desk, automatic_limits, ARRAY_LEN(automatic_limits),
	    address, ticket_id, now, reason, why);
}

int
brake_wrote(struct desk *desk, struct slice address, int64_t now,
    struct fail *why)
{
	struct arena arena = ARENA_INIT;
	int rc = counters_add(desk->db, "auto-any", fold(address, &arena), now,
	    why);

	arena_free(&arena);
	return rc;
}

int
brake_new_ticket(struct desk *desk, struct slice identity, bool machine,
    int64_t now, const char **reason, struct fail *why)
{
	const struct brake_limit limit = { "ticket", KEY_ADDRESS, HOUR,
		machine ? offsetof(struct conf, machine_tickets_per_hour)
			: offsetof(struct conf, tickets_per_hour), "rate" };

	return pass(desk, &limit, 1, identity, 0, now, reason, why);
}

int
brake_commands(struct desk *desk, struct slice identity, size_t commands,
    int64_t now, struct fail *why)
{
	int64_t seen;

	if (counters_since(desk->db, "command", identity, now - DAY, &seen,
		why) < 0)
		return -1;
	if (seen + (int64_t)commands > BRAKE_COMMANDS_DAY)
		return 0;
	for (size_t i = 0; i < commands; i++)
		if (counters_add(desk->db, "command", identity, now, why) < 0)
			return -1;
	return 1;
}

int
brake_claim(struct desk *desk, struct slice address, int64_t owner_id,
    int64_t other_id, int64_t now, const char **reason, struct fail *why)
{
	static const struct brake_limit limit = { "claim", KEY_ADDRESS, DAY,
		offsetof(struct conf, claims_per_day), "claims-per-day" };
	struct arena arena = ARENA_INIT;
	struct slice pair = arena_format(&arena, "%lld %lld",
	    (long long)owner_id, (long long)other_id);
	int64_t asked;
	int got = counters_since(desk->db, "claim-pair", pair, 0, &asked, why);

	*reason = "asked-before";
	if (got == 0 && asked == 0)
		got = pass(desk, &limit, 1, address, 0, now, reason, why);
	if (got == 1 && counters_add_lasting(desk->db, "claim-pair", pair, now,
		why) < 0)
		got = -1;
	arena_free(&arena);
	return got;
}

/* A second answer within seconds of our own mail is a machine's. */
static int
watch_reflex(struct desk *desk, const struct origin *origin,
    struct slice address, int64_t now, const char **reason, struct fail *why)
{
	struct person person = origin->person;
	struct change change = { .at = now, .door = DOOR_CLOCK,
		.object = "person", .object_id = person.id,
		.field = SLICE("auto_responder"), .old = SLICE("off"),
		.new = SLICE("on") };
	int64_t seen;

	if (counters_since(desk->db, "auto-any", address,
		now - desk->conf->reflex_seconds, &seen, why) < 0)
		return -1;
	if (seen == 0)
		return 1;
	if (counters_add(desk->db, "reflex", address, now, why) < 0 ||
	    counters_since(desk->db, "reflex", address, now - DAY,
		&seen, why) < 0)
		return -1;
	if (seen < desk->conf->reflex_times)
		return 1;
	*reason = "reflex";
	person.auto_responder = true;
	if (people_save(desk->db, &person, why) < 0 ||
	    changes_add(desk->db, &change, why) < 0)
		return -1;
	return 0;
}

/* The same words from the same sender again and again. */
static int
watch_body(struct desk *desk, const struct origin *origin,
    struct slice body_digest, int64_t now, const char **reason,
    struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct text key = TEXT_IN(&arena);
	int64_t seen;
	int rc = -1;

	text_add(&key, fold(origin->identity, &arena));
	text_add_char(&key, ' ');
	encode_hex(&key, slice_head(body_digest, 16));
	if (counters_add(desk->db, "body", text_slice(&key), now, why) == 0 &&
	    counters_since(desk->db, "body", text_slice(&key),
		now - desk->conf->same_body_minutes * 60, &seen, why) == 0)
		rc = seen < desk->conf->same_body_times;
	if (rc == 0)
		*reason = "same-body";
	arena_free(&arena);
	return rc;
}

int
brake_arrival(struct desk *desk, const struct origin *origin,
    bool is_answer, struct slice body_digest, int64_t now,
    const char **reason, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	int got = watch_body(desk, origin, body_digest, now, reason, why);

	/* Agents answer notifications at once; that is what they are for. */
	if (got != 1 || origin->person.id == 0 || origin->person.is_agent ||
	    origin->person.auto_responder || !is_answer)
		return got;
	got = watch_reflex(desk, origin, fold(origin->identity, &arena), now,
	    reason, why);
	arena_free(&arena);
	return got;
}

int
brake_proven(struct desk *desk, struct slice address, struct fail *why)
{
	struct brake_subject subject;
	int rc = 0;

	if (subject_make(&subject, address, 0))
		rc = counters_clear(desk->db, "ack-row", subject.address, why);
	arena_free(&subject.arena);
	return rc;
}

int
brake_forgive(struct desk *desk, struct slice identity, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	int rc = counters_clear(desk->db, "reflex", fold(identity, &arena),
	    why);

	arena_free(&arena);
	return rc < 0 ? -1 : brake_proven(desk, identity, why);
}

int
brake_set_responder(struct desk *desk, int64_t person_id, bool on,
    struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct address *addresses;
	struct person person;
	size_t count = 0;
	int rc = people_get(desk->db, person_id, &arena, &person, why);

	if (rc == 1) {
		person.auto_responder = on;
		rc = people_save(desk->db, &person, why);
	}
	if (rc == 0 && !on)
		rc = people_addresses(desk->db, person_id, &arena, &addresses,
		    &count, why);
	for (size_t i = 0; i < count && rc == 0; i++)
		rc = brake_forgive(desk, addresses[i].identity, why);
	arena_free(&arena);
	return rc;
}
