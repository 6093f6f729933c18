/* One ticket for who asks by mail. */
#include "ask_ticket.h"

#include <assert.h>

#include "store/changes.h"
#include "store/entries.h"
#include "store/ticket_items.h"

/* The one that is named, else the one whose letter was answered. 1, 0, -1. */
static int
find(struct lookup *lookup, struct ticket_line *out, struct fail *why)
{
	struct slice word = lookup->command->value;
	struct ticket ticket = lookup->facts->ticket;
	int64_t id = ticket.id;
	int got;

	if (slice_starts(word, SLICE("#")))
		word = slice_from(word, 1);
	if (word.len > 0 && !slice_number(word, INT64_MAX, &id))
		id = 0;
	got = tickets_get(lookup->desk->db, id, lookup->arena, &ticket, why);
	/* Whether there is one nobody learns who may not see it. */
	if (got == 0 || (got == 1 && !ask_sees(lookup, &ticket)))
		lookup->command->problem = "there is no such ticket for you";
	if (got <= 0 || lookup->command->problem != NULL)
		return got < 0 ? -1 : 0;
	return tickets_line(lookup->desk->db, ticket.id, lookup->arena, out,
	    why);
}

static void
add_time(struct text *text, const struct lookup *lookup, const char *name,
    int64_t at)
{
	if (at == 0)
		return;
	text_add_format(text, "%s: ", name);
	ask_add_time(text, lookup, at);
	text_add_char(text, '\n');
}

/* "3h20", "12.50", "#12", "vip", "Colour: red"; a ticket's subject is for who may
   list it. */
static void
add_item(struct text *text, const struct item_change *item)
{
	if (item->item == ITEM_TIME)
		text_add_format(text, "%lldh%02lld",
		    (long long)(item->amount / 60),
		    (long long)(item->amount % 60));
	else if (item->item == ITEM_CHARGE)
		text_add_format(text, "%lld.%02lld",
		    (long long)(item->amount / 100),
		    (long long)(item->amount % 100));
	else if (item->item == ITEM_LINK)
		text_add_format(text, "#%lld", (long long)item->id);
	else
		text_add_line(text, item->name);
	if (item->item == ITEM_FIELD) {
		text_add_string(text, ": ");
		text_add_line(text, item->value);
	}
}

static const char *const item_titles[] = {
	[ITEM_LABEL] = "Labels",
	[ITEM_PARTICIPANT] = "Participants",
	[ITEM_FOLLOWER] = "Followers",
	[ITEM_LINK] = "Links",
	[ITEM_FIELD] = "Fields",
	[ITEM_TIME] = "Time",
	[ITEM_CHARGE] = "Charges",
};
static_assert(ARRAY_LEN(item_titles) == TICKET_ITEM_COUNT,
    "every item has a title");

/* Time and charges as their sum. */
static void
sum_up(struct item_change *items, size_t *count)
{
	if (*count == 0 || (items[0].item != ITEM_TIME &&
		items[0].item != ITEM_CHARGE))
		return;
	for (size_t i = 1; i < *count; i++)
		items[0].amount += items[i].amount;
	*count = items[0].amount != 0;
}

static int
add_items(struct lookup *lookup, int64_t id, struct text *text,
    struct fail *why)
{
	struct item_change *items;
	size_t count;

	for (int i = 0; i < TICKET_ITEM_COUNT; i++) {
		if (ticket_items_list(lookup->desk->db, id,
			(enum ticket_item)i, lookup->arena, &items, &count,
			why) < 0)
			return -1;
		sum_up(items, &count);
		if (count > 0)
			text_add_format(text, "%s: ", item_titles[i]);
		for (size_t j = 0; j < count; j++) {
			text_add_string(text, j > 0 ? ", " : "");
			add_item(text, &items[j]);
		}
		text_add_string(text, count > 0 ? "\n" : "");
	}
	return 0;
}

static int
add_facts(struct lookup *lookup, const struct ticket_line *line,
    struct text *text, struct fail *why)
{
	const struct ticket *ticket = &line->ticket;

	ask_add_ticket(text, line);
	text_add_string(text, "User: ");
	if (ask_add_person_and_address(text, lookup, ticket->user_id, why) < 0)
		return -1;
	text_add_char(text, '\n');
	add_time(text, lookup, "Opened", ticket->created_at);
	add_time(text, lookup, "Changed", ticket->changed_at);
	add_time(text, lookup, "Due", ticket->due_at);
	add_time(text, lookup, "Asleep until", ticket->snoozed_until);
	return add_items(lookup, ticket->id, text, why);
}

static const char *const deeds[] = {
	[ENTRY_MESSAGE] = "wrote",
	[ENTRY_REPLY] = "answered",
	[ENTRY_NOTE] = "noted for colleagues",
	[ENTRY_EVENT] = "changed",
};
static_assert(ARRAY_LEN(deeds) == ENTRY_KIND_COUNT,
    "every kind of entry has a word");

static int
add_entries(struct lookup *lookup, int64_t id, struct text *text,
    struct fail *why)
{
	struct entry *entries;
	size_t count, from;

	if (entries_list(lookup->desk->db, id, lookup->arena, &entries, &count,
		why) < 0)
		return -1;
	from = count > ASK_ENTRIES_MAX ? count - ASK_ENTRIES_MAX : 0;
	if (from > 0)
		text_add_format(text, "\n... %zu older ones are left out\n",
		    from);
	for (size_t i = from; i < count; i++) {
		text_add_char(text, '\n');
		ask_add_time(text, lookup, entries[i].at);
		text_add_char(text, ' ');
		if (ask_add_person(text, lookup, entries[i].person_id, why) < 0)
			return -1;
		text_add_format(text, " %s:\n", deeds[entries[i].kind]);
		/* Who answers a letter with it asks for the rest of that. */
		ask_add_block(text, slice_trim(entries[i].new_text),
		    entries[i].id == lookup->action->about_entry_id
		    ? ASK_MAX : ASK_ENTRY_TEXT_MAX);
	}
	return 0;
}

static int
add_changes(struct lookup *lookup, int64_t id, struct text *text,
    struct fail *why)
{
	struct change *changes;
	size_t count, from;

	if (changes_of_ticket(lookup->desk->db, id, lookup->arena, &changes,
		&count, why) < 0)
		return -1;
	from = count > ASK_CHANGES_MAX ? count - ASK_CHANGES_MAX : 0;
	for (size_t i = from; i < count; i++) {
		const struct change *change = &changes[i];

		ask_add_time(text, lookup, change->at);
		text_add_char(text, ' ');
		if (ask_add_person(text, lookup, change->person_id, why) < 0)
			return -1;
		text_add_format(text, " by %s: ", door_name(change->door));
		text_add_line(text, change->field);
		text_add_string(text, ": ");
		text_add_line(text, change->old.len > 0 ? change->old
							: SLICE("none"));
		text_add_string(text, " -> ");
		text_add_line(text, change->new.len > 0 ? change->new
							: SLICE("none"));
		text_add_char(text, '\n');
	}
	if (count == 0)
		text_add_string(text, "nothing was changed yet\n");
	return 0;
}

int
ask_ticket(struct lookup *lookup, bool history, struct text *text,
    struct fail *why)
{
	struct ticket_line line;
	int got = find(lookup, &line, why);

	if (got <= 0)
		return got;
	if (history) {
		ask_add_ticket(text, &line);
		return add_changes(lookup, line.ticket.id, text, why);
	}
	if (add_facts(lookup, &line, text, why) < 0)
		return -1;
	return add_entries(lookup, line.ticket.id, text, why);
}
