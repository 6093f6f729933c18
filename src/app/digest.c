/* Agents' daily letters. */
#include "app/digest.h"

#include "app/facts.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/zone.h"
#include "desk/permission.h"
#include "desk/wish.h"
#include "first_words.h"
#include "store/departments.h"
#include "store/digests.h"
#include "store/people.h"
#include "store/preferences.h"
#include "store/tickets.h"

#define DAY 86400
/* In one letter; what is beyond waits for the next one. */
#define ITEMS_MAX 100
#define WORDS_MAX 160

/* The next time that it is this hour where the person is. */
static int
next_hour(struct desk *desk, int64_t person_id, int64_t now,
    struct arena *arena, int64_t *out, struct fail *why)
{
	struct slice hour = SLICE_EMPTY, zone = SLICE_EMPTY;
	const char *name = desk->conf->timezone;
	int64_t number = DIGEST_HOUR_USUAL;
	struct zone_time local;

	if (preferences_get(desk->db, person_id, DIGEST_HOUR, arena, &hour,
		why) < 0 ||
	    preferences_get(desk->db, person_id, DIGEST_TIMEZONE, arena, &zone,
		why) < 0)
		return -1;
	if (hour.len == 0 || !slice_number(hour, 23, &number))
		number = DIGEST_HOUR_USUAL;
	if (zone.len > 0 && zone_known(arena_string(arena, zone)))
		name = arena_string(arena, zone);
	zone_local(name, now, &local);
	*out = zone_second(name, local.year, local.month, local.day,
	    (int)number, 0);
	if (*out <= now) {
		zone_local(name, now + DAY, &local);
		*out = zone_second(name, local.year, local.month, local.day,
		    (int)number, 0);
	}
	return 0;
}

int
digest_keep(struct desk *desk, const struct telling *telling,
    const struct addressee *to, struct arena *arena, struct fail *why)
{
	const struct changes *changes = telling->changes;
	struct digest_item item = { .person_id = to->person.id,
		.ticket_id = changes->ticket.id, .event = to->event,
		.author = telling->action->actor.name,
		.words = first_words(changes->entry.new_text, WORDS_MAX, arena),
		.at = telling->action->at };

	if (!wish_covers(to->event) ||
	    changes->ticket.priority == PRIORITY_URGENT ||
	    !wishes_digest(&telling->facts->wishes, to->person.id, to->event))
		return 0;
	if (next_hour(desk, to->person.id, clock_now(), arena, &item.due_at,
		why) < 0 ||
	    digests_add(desk->db, &item, why) < 0)
		return -1;
	return 1;
}

/* What is told, while it is written. */
struct digest {
	struct desk *desk;
	struct arena *arena;
	struct addressee to;
	struct access access;
	struct members members;
	struct department *departments;
	struct text lines;
	int64_t ticket_id; /* the last that is told of; 0: none yet */
};

/* "#12 Printer on fire: user-reply, Alice Example", and the words below. */
static int
add_item(struct digest *digest, const struct digest_item *item,
    struct fail *why)
{
	struct ticket ticket;
	int got = tickets_get(digest->desk->db, item->ticket_id, digest->arena,
	    &ticket, why);

	if (got <= 0)
		return got;
	if (permission_on(&digest->access, &ticket, &digest->to.person,
		MAY_READ) != NULL)
		return 0;
	text_add_format(&digest->lines, "%s#%lld ",
	    digest->lines.len > 0 ? "\n" : "", (long long)ticket.id);
	text_add_line(&digest->lines, ticket.subject);
	text_add_format(&digest->lines, ": %s",
	    letter_event_row(item->event)->name);
	if (item->author.len > 0) {
		text_add_string(&digest->lines, ", ");
		text_add_line(&digest->lines, item->author);
	}
	text_add_char(&digest->lines, '\n');
	if (item->words.len > 0) {
		text_add_string(&digest->lines, "    ");
		text_add_line(&digest->lines, item->words);
		text_add_char(&digest->lines, '\n');
	}
	digest->ticket_id = ticket.id;
	return 0;
}

static int
load(struct digest *digest, int64_t person_id, struct fail *why)
{
	struct db *db = digest->desk->db;
	struct person *person = &digest->to.person;
	int got;

	digest->access.members = &digest->members;
	if (departments_members(db, 0, digest->arena, &digest->members,
		why) < 0 ||
	    departments_list(db, digest->arena, &digest->departments,
		&digest->access.department_count, why) < 0)
		return -1;
	digest->access.departments = digest->departments;
	got = people_get(db, person_id, digest->arena, person, why);
	if (got == 1)
		got = people_primary_address(db, person_id, digest->arena,
		    &digest->to.address, why);
	if (got <= 0)
		return got;
	return !person->disabled && digest->to.address.state != ADDRESS_HARD;
}

/* The letter is about the last ticket; its answer, about those that it says. */
static int
put_letter(struct digest *digest, int64_t now, struct fail *why)
{
	struct action action = { .kind = ACTION_DESK, .door = DOOR_CLOCK,
		.at = now, .ticket_id = digest->ticket_id, .by_desk = true };
	struct facts facts;
	struct changes changes;
	struct telling telling = { &facts, &action, &changes };
	struct outbox_row row;

	if (facts_load(digest->desk, &action, digest->arena, &facts, why) < 0)
		return -1;
	action_apply(&facts, &action, digest->arena, &changes);
	changes.answer = text_slice(&digest->lines);
	if (compose(digest->desk, &telling, &digest->to, digest->arena, &row,
		why) < 0)
		return -1;
	return outbox_put(digest->desk->db, &row, why);
}

int
digest_send(struct desk *desk, int64_t person_id, int64_t now,
    size_t *letters, struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct digest digest = { .desk = desk, .arena = &arena,
		.to = { .event = LETTER_DIGEST }, .lines = TEXT_IN(&arena) };
	struct digest_item *items;
	size_t count;
	int got, rc = -1;

	*letters = 0;
	if (digests_list(desk->db, person_id, ITEMS_MAX, &arena, &items,
		&count, why) < 0 ||
	    (got = load(&digest, person_id, why)) < 0)
		goto done;
	for (size_t i = 0; i < count && got == 1; i++)
		if (add_item(&digest, &items[i], why) < 0)
			goto done;
	if (digest.ticket_id != 0) {
		if (put_letter(&digest, now, why) < 0)
			goto done;
		*letters = 1;
	}
	rc = count == 0 ? 0
	    : digests_drop(desk->db, person_id, items[count - 1].id, why);
done:
	arena_free(&arena);
	return rc;
}
