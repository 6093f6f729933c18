/* A person with all that there is to say of them: loaded, and as JSON. */
#include "app/cli_dossier.h"

#include <stdlib.h>

#include "app/cli_actor.h"
#include "app/cli_changes.h"
#include "app/cli_find.h"
#include "app/cli_note.h"
#include "app/cli_organization.h"
#include "app/cli_person.h"
#include "app/cli_user_file.h"
#include "desk/word.h"
#include "store/bans.h"
#include "store/people.h"

#define TICKETS_MAX 20
#define SORTED_MAX 1000 /* tickets looked at when the newest are not wanted */
#define ACTIVITY_MAX 10
#define ACTIVITY_READ 100 /* what others may not see is left out of them */

enum ticket_order {
	ORDER_NEWEST, ORDER_CHANGED, ORDER_STATUS, ORDER_PRIORITY,
	ORDER_SUBJECT,
	TICKET_ORDER_COUNT
};

static const char *const orders[] = {
	[ORDER_NEWEST] = "newest",
	[ORDER_CHANGED] = "changed",
	[ORDER_STATUS] = "status",
	[ORDER_PRIORITY] = "priority",
	[ORDER_SUBJECT] = "subject",
};
_Static_assert(ARRAY_LEN(orders) == TICKET_ORDER_COUNT,
    "every order has a name");

static int
newest_first(const void *a, const void *b)
{
	const struct ticket_line *left = a, *right = b;

	return (left->ticket.id < right->ticket.id) -
	    (left->ticket.id > right->ticket.id);
}

static int
by_change(const void *a, const void *b)
{
	const struct ticket_line *left = a, *right = b;
	int order = (left->ticket.changed_at < right->ticket.changed_at) -
	    (left->ticket.changed_at > right->ticket.changed_at);

	return order != 0 ? order : newest_first(a, b);
}

static int
by_status(const void *a, const void *b)
{
	const struct ticket_line *left = a, *right = b;
	int order = (int)left->ticket.status - (int)right->ticket.status;

	return order != 0 ? order : newest_first(a, b);
}

/* The most urgent first. */
static int
by_priority(const void *a, const void *b)
{
	const struct ticket_line *left = a, *right = b;
	int order = (int)right->ticket.priority - (int)left->ticket.priority;

	return order != 0 ? order : newest_first(a, b);
}

static int
by_subject(const void *a, const void *b)
{
	const struct ticket_line *left = a, *right = b;
	int order = slice_cmp(left->ticket.subject, right->ticket.subject);

	return order != 0 ? order : newest_first(a, b);
}

static int (*const comparisons[])(const void *, const void *) = {
	[ORDER_NEWEST] = newest_first,
	[ORDER_CHANGED] = by_change,
	[ORDER_STATUS] = by_status,
	[ORDER_PRIORITY] = by_priority,
	[ORDER_SUBJECT] = by_subject,
};
_Static_assert(ARRAY_LEN(comparisons) == TICKET_ORDER_COUNT,
    "every order can be made");

static int
load_tickets(struct cli *cli, struct dossier *out, struct fail *why)
{
	struct ticket_filter filter = { .user_id = out->person.id };
	struct cli_tickets *tickets = &out->tickets;
	size_t order = ORDER_NEWEST;
	int64_t limit;

	if (cli_option(cli, "--sort") != NULL &&
	    !word_find(orders, ARRAY_LEN(orders),
		cli_option_slice(cli, "--sort"), &order))
		return fail_set(why, FAIL_REFUSE, "--sort is newest, changed,"
		    " status, priority or subject");
	if (cli_option_number(cli, "--limit", TICKETS_MAX, &limit, why) < 0)
		return -1;
	filter.max = order == ORDER_NEWEST || limit > SORTED_MAX ? limit
	    : SORTED_MAX;
	if (cli_tickets_load(cli, &filter, false, tickets, why) < 0)
		return -1;
	if (tickets->count > 1)
		qsort(tickets->items, tickets->count, sizeof(*tickets->items),
		    comparisons[order]);
	if (tickets->count > (size_t)limit) {
		tickets->count = (size_t)limit;
		tickets->more = true;
	}
	return 0;
}

static int
load_addresses(struct cli *cli, struct dossier *out, struct fail *why)
{
	int got;

	if (people_addresses(cli->desk.db, out->person.id, &cli->arena,
		&out->addresses, &out->address_count, why) < 0)
		return -1;
	out->banned = arena_array(&cli->arena, out->address_count,
	    sizeof(bool));
	for (size_t i = 0; i < out->address_count; i++) {
		got = bans_cover(cli->desk.db, out->addresses[i].identity,
		    why);
		if (got < 0)
			return -1;
		out->banned[i] = got == 1;
	}
	return 0;
}

static int
load_activity(struct cli *cli, struct dossier *out, struct fail *why)
{
	struct activity *items;
	struct ticket ticket;
	size_t count;
	int got;

	if (activity_list(cli->desk.db, out->person.id, 0, ACTIVITY_READ,
		&cli->arena, &items, &count, why) < 0)
		return -1;
	out->activity = items;
	for (size_t i = 0; i < count && out->activity_count < ACTIVITY_MAX;
	     i++) {
		got = tickets_get(cli->desk.db, items[i].ticket_id,
		    &cli->arena, &ticket, why);
		if (got < 0)
			return -1;
		if (got == 1 &&
		    cli_actor_refusal(cli, &ticket, MAY_READ) == NULL)
			items[out->activity_count++] = items[i];
	}
	return 0;
}

int
cli_dossier_load(struct cli *cli, struct slice word, struct dossier *out,
    struct fail *why)
{
	struct db *db = cli->desk.db;
	int64_t id;

	*out = (struct dossier){ .minutes = 0 };
	if (cli_find_person(cli, word, &out->person, why) < 0)
		return -1;
	id = out->person.id;
	if (profiles_get(db, id, &cli->arena, &out->profile, why) < 0 ||
	    belongings_get(db, id, &cli->arena, &out->belonging, why) < 0 ||
	    usergroups_of_person(db, id, &cli->arena, &out->groups,
		&out->group_count, why) < 0 ||
	    load_addresses(cli, out, why) < 0 ||
	    person_files_list(db, id, &cli->arena, &out->files,
		&out->file_count, why) < 0 ||
	    fields_said(db, FIELD_OF_PERSON, id, &cli->arena, &out->fields,
		&out->field_count, why) < 0 ||
	    notes_list(db, OWNER_PERSON, id, &cli->arena, &out->notes,
		&out->note_count, why) < 0 ||
	    load_tickets(cli, out, why) < 0 ||
	    load_activity(cli, out, why) < 0 ||
	    activity_minutes(db, id, &out->minutes, why) < 0 ||
	    activity_last_mail(db, id, &out->mail_id, &out->mail_at, why) < 0 ||
	    passwords_get(db, id, &cli->arena, &out->password, why) < 0)
		return -1;
	return cli_option(cli, "--changes") == NULL ? 0
	    : changes_of_person(db, id, &cli->arena, &out->changes,
		&out->change_count, why);
}

/* Those of the listed tickets about which is written there. */
static void
chosen_json(const struct cli_tickets *tickets, const struct address *address,
    struct json *array)
{
	for (size_t i = 0; i < tickets->count; i++)
		if (tickets->items[i].ticket.notify_address_id == address->id)
			json_append_int(array, tickets->items[i].ticket.id);
}

static void
addresses_json(const struct dossier *dossier, struct json *array)
{
	for (size_t i = 0; i < dossier->address_count; i++) {
		const struct address *address = &dossier->addresses[i];
		struct json *item = json_append_object(array);

		json_add_text(item, "address", address->address);
		json_add_bool(item, "primary", address->is_primary);
		json_add_text(item, "state",
		    slice_of(address_state_name(address->state)));
		json_add_bool(item, "banned", dossier->banned[i]);
		chosen_json(&dossier->tickets, address,
		    json_add_array(item, "chosen_for"));
	}
}

/* Contact data by kind, each a list. */
static void
profile_json(const struct profile *profile, struct json *json)
{
	struct json *array;

	for (int i = 0; i < PROFILE_KEY_COUNT; i++) {
		const struct profile_key *key = profile_key((enum profile_id)i);

		if (i == PROFILE_NAME)
			continue;
		if (key->place != PROFILE_CONTACT) {
			json_add_text_or_null(json, key->name,
			    profile->values[i]);
			continue;
		}
		array = json_add_array(json, key->name);
		for (size_t c = 0; c < profile->contact_count; c++)
			if ((int)profile->contacts[c].kind == i)
				json_append_text(array,
				    profile->contacts[c].value);
	}
	array = json_add_array(json, "labels");
	for (size_t i = 0; i < profile->label_count; i++)
		json_append_text(array, profile->labels[i]);
}

static void
fields_json(const struct dossier *dossier, struct json *array)
{
	for (size_t i = 0; i < dossier->field_count; i++) {
		struct json *item = json_append_object(array);

		json_add_text(item, "name", dossier->fields[i].name);
		json_add_text(item, "value", dossier->fields[i].value);
	}
}

static void
activity_json(const struct dossier *dossier, struct json *array)
{
	for (size_t i = 0; i < dossier->activity_count; i++) {
		const struct activity *activity = &dossier->activity[i];
		struct json *item = json_append_object(array);

		json_add_time(item, "at", activity->at);
		json_add_int(item, "ticket", activity->ticket_id);
		json_add_int(item, "entry", activity->entry_id);
		json_add_text(item, "kind",
		    slice_of(entry_kind_name(activity->kind)));
		json_add_text(item, "text", activity->text);
	}
}

int
cli_dossier_json(struct cli *cli, const struct dossier *dossier,
    struct json *json, struct fail *why)
{
	struct slice address = SLICE_EMPTY;
	struct json *array;

	for (size_t i = 0; i < dossier->address_count; i++)
		if (dossier->addresses[i].is_primary)
			address = dossier->addresses[i].address;
	cli_person_json(json, &dossier->person, address);
	cli_belonging_json(json, &dossier->belonging);
	array = json_add_array(json, "usergroups");
	for (size_t i = 0; i < dossier->group_count; i++)
		json_append_text(array, dossier->groups[i].name);
	json_add_id(json, "created_message",
	    dossier->profile.created_archive);
	json_add_time(json, "deleted_at", dossier->profile.deleted_at);
	addresses_json(dossier, json_add_array(json, "addresses"));
	profile_json(&dossier->profile, json);
	fields_json(dossier, json_add_array(json, "fields"));
	if (cli_notes_json(cli, dossier->notes, dossier->note_count,
		json_add_array(json, "notes"), why) < 0 ||
	    cli_user_files_json(cli, dossier->files, dossier->file_count,
		json_add_array(json, "files"), why) < 0)
		return -1;
	cli_tickets_json(json_add_array(json, "tickets"), &dossier->tickets);
	json_add_bool(json, "more_tickets", dossier->tickets.more);
	activity_json(dossier, json_add_array(json, "activity"));
	json_add_int(json, "minutes_spent", dossier->minutes);
	json_add_id(json, "last_message", dossier->mail_id);
	json_add_time(json, "last_mail_at", dossier->mail_at);
	json_add_time(json, "password_set_at", dossier->password.set_at);
	json_add_time(json, "last_login_at", dossier->password.login_at);
	return cli_option(cli, "--changes") == NULL ? 0
	    : cli_changes_json(cli, json_add_array(json, "changes"),
		dossier->changes, dossier->change_count, why);
}
