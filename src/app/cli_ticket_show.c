/* maildesk ticket show: a ticket and its conversation. */
#include "app/cli_commands.h"

#include <assert.h>

#include "app/cli_changes.h"
#include "app/cli_find.h"
#include "app/cli_letter.h"
#include "app/cli_person.h"
#include "app/cli_print.h"
#include "app/cli_when.h"
#include "app/suggest.h"
#include "cli_ticket_items.h"
#include "desk/entry_file.h"
#include "store/departments.h"
#include "store/entries.h"
#include "store/outbox.h"
#include "store/suggestions.h"
#include "store/teams.h"
#include "store/tickets.h"

#define LETTERS_MAX 1000

/* A ticket with all that is said of it. */
struct story {
	struct ticket ticket;
	struct department department;
	struct team team;
	struct cli_ticket_items items;
	int64_t *participants;
	size_t participant_count;
	struct suggestion *suggestions;
	size_t suggestion_count;
	struct slice suggested; /* the same as a line */
	struct entry *entries;
	size_t entry_count;
	struct outbox_row *letters;
	size_t letter_count;
	struct change *changes; /* with --changes */
	size_t change_count;
};

static int
load(struct cli *cli, int64_t id, struct story *out, struct fail *why)
{
	struct db *db = cli->desk.db;

	*out = (struct story){ .participants = NULL };
	if (cli_find_ticket(cli, id, &out->ticket, why) < 0)
		return -1;
	id = out->ticket.id;
	if (cli_ticket_items_load(cli, id, &out->items, why) < 0 ||
	    (out->ticket.team_id != 0 && teams_get(db, out->ticket.team_id,
		&cli->arena, &out->team, why) < 0))
		return -1;
	if (departments_get(db, out->ticket.department_id, &cli->arena,
		&out->department, why) < 0 ||
	    tickets_participants(db, id, &cli->arena, &out->participants,
		&out->participant_count, why) < 0 ||
	    suggestions_list(db, id, &cli->arena, &out->suggestions,
		&out->suggestion_count, why) < 0 ||
	    suggest_text(&cli->desk, id, &cli->arena, &out->suggested,
		why) < 0 ||
	    entries_list(db, id, &cli->arena, &out->entries, &out->entry_count,
		why) < 0)
		return -1;
	if (cli_option(cli, "--changes") != NULL &&
	    changes_of_ticket(db, id, &cli->arena, &out->changes,
		&out->change_count, why) < 0)
		return -1;
	return outbox_list(db, LETTER_STATE_COUNT, id, LETTERS_MAX,
	    &cli->arena, &out->letters, &out->letter_count, why);
}

static int
print_person(struct cli *cli, const char *fact, int64_t id, struct fail *why)
{
	struct slice name, address;

	if (id == 0)
		return 0;
	if (cli_person_name(cli, id, &name, why) < 0 ||
	    cli_person_address(cli, id, &address, why) < 0)
		return -1;
	cli_print_fact_format(cli, fact, "%.*s, number %lld",
	    SLICE_ARG(cli_person_both(cli, name, address)), (long long)id);
	return 0;
}

/* "3 sent, 1 queued" */
static struct slice
count_letters(struct cli *cli, const struct story *story)
{
	struct text text = TEXT_IN(&cli->arena);
	size_t counts[LETTER_STATE_COUNT] = { 0 };

	for (size_t i = 0; i < story->letter_count; i++)
		counts[story->letters[i].state]++;
	for (int i = 0; i < LETTER_STATE_COUNT; i++)
		if (counts[i] > 0)
			text_add_format(&text, "%s%zu %s",
			    text.len > 0 ? ", " : "", counts[i],
			    letter_state_name((enum letter_state)i));
	return text_slice(&text);
}

static int
print_facts(struct cli *cli, const struct story *story, int64_t asked,
    struct fail *why)
{
	const struct ticket *ticket = &story->ticket;
	char when[CLI_WHEN_SIZE];

	cli_print_heading(cli, arena_format(&cli->arena, "#%lld  %.*s",
	    (long long)ticket->id, SLICE_ARG(ticket->subject)));
	if (asked != ticket->id)
		cli_print_fact_format(cli, "Merged", "#%lld is part of it",
		    (long long)asked);
	cli_print_fact_format(cli, "Status", "%s, priority %s",
	    ticket_status_name(ticket->status),
	    ticket_priority_name(ticket->priority));
	cli_print_fact(cli, "Department", story->department.name);
	cli_print_fact(cli, "Team", story->team.name);
	if (print_person(cli, "User", ticket->user_id, why) < 0 ||
	    print_person(cli, "Assignee", ticket->assignee_id, why) < 0)
		return -1;
	cli_print_fact(cli, "Suggested", story->suggested);
	for (size_t i = 0; i < story->participant_count; i++)
		if (print_person(cli, i == 0 ? "Participants" : "",
			story->participants[i], why) < 0)
			return -1;
	cli_ticket_items_print(cli, &story->items);
	if (ticket->due_at != 0)
		cli_print_fact_format(cli, "Due", "%s",
		    cli_date(ticket->due_at, when));
	if (ticket->snoozed_until != 0)
		cli_print_fact_format(cli, "Asleep until", "%s",
		    cli_date(ticket->snoozed_until, when));
	cli_print_fact_when(cli, "Opened", ticket->created_at);
	cli_print_fact_when(cli, "Changed", ticket->changed_at);
	if (ticket->hint_ticket_id != 0)
		cli_print_fact_format(cli, "May belong to", "#%lld",
		    (long long)ticket->hint_ticket_id);
	cli_print_fact(cli, "Letters", count_letters(cli, story));
	return 0;
}

static const char *const deeds[] = {
	[ENTRY_MESSAGE] = "wrote",
	[ENTRY_REPLY] = "answered",
	[ENTRY_NOTE] = "noted",
	[ENTRY_EVENT] = "changed",
};
static_assert(ARRAY_LEN(deeds) == ENTRY_KIND_COUNT,
    "every kind of entry has a word");

static void
print_files(struct cli *cli, const struct entry *entry)
{
	struct slice rest = entry->attachments;
	struct entry_file file;
	char size[CLI_WHEN_SIZE];

	while (entry_file_next(&rest, &file))
		cli_print_line(cli, arena_format(&cli->arena,
		    "    + %lld:%.*s  %.*s  (%.*s, %s)", (long long)entry->id,
		    SLICE_ARG(file.part), SLICE_ARG(file.name),
		    SLICE_ARG(file.type), cli_size(file.octets, size)));
}

static int
print_entry(struct cli *cli, const struct entry *entry, bool full,
    struct fail *why)
{
	struct slice name, text = entry->new_text;
	char when[CLI_WHEN_SIZE];

	if (cli_person_called(cli, entry->person_id, &name, why) < 0)
		return -1;
	if (full || slice_trim(text).len == 0)
		text = entry->text;
	putc('\n', cli->out);
	cli_print_heading(cli, arena_format(&cli->arena,
	    "%.*s %s%s, %s, by %s  [%lld]%s%.*s", SLICE_ARG(name),
	    deeds[entry->kind], entry->is_private && entry->kind != ENTRY_EVENT
	    ? " for colleagues only" : "",
	    cli_when(entry->at, cli->now, when), door_name(entry->door),
	    (long long)entry->id, entry->flags.len > 0 ? " " : "",
	    SLICE_ARG(entry->flags)));
	cli_print_block(cli, "    ", slice_trim_end(text));
	print_files(cli, entry);
	return 0;
}

static int
print_story(struct cli *cli, const struct story *story, struct fail *why)
{
	bool full = cli_option(cli, "--full") != NULL;
	int64_t asked;

	if (cli_number(cli, 0, &asked, why) < 0 ||
	    print_facts(cli, story, asked, why) < 0)
		return -1;
	for (size_t i = 0; i < story->entry_count; i++)
		if (print_entry(cli, &story->entries[i], full, why) < 0)
			return -1;
	return cli_option(cli, "--changes") == NULL ? 0
	    : cli_changes_print(cli, "ticket", story->ticket.id,
		story->changes, story->change_count, why);
}

static int
entry_json(struct cli *cli, struct json *json, const struct entry *entry,
    struct fail *why)
{
	struct slice rest = entry->attachments, flags = entry->flags, flag;
	struct json *array;
	struct entry_file file;

	json_add_int(json, "id", entry->id);
	json_add_text(json, "kind", slice_of(entry_kind_name(entry->kind)));
	json_add_bool(json, "private", entry->is_private);
	if (cli_person_add_json(cli, json, "person", entry->person_id, why) < 0)
		return -1;
	json_add_time(json, "at", entry->at);
	json_add_text(json, "door", slice_of(door_name(entry->door)));
	json_add_id(json, "archive_id", entry->archive_id);
	json_add_text_or_null(json, "message_id", entry->message_id);
	json_add_text_or_null(json, "class", entry->class);
	array = json_add_array(json, "flags");
	while (slice_cut(&flags, ' ', &flag))
		if (flag.len > 0)
			json_append_text(array, flag);
	json_add_text(json, "new_text", entry->new_text);
	json_add_text(json, "text", entry->text);
	array = json_add_array(json, "attachments");
	while (entry_file_next(&rest, &file)) {
		struct json *item = json_append_object(array);

		json_add_text(item, "part", file.part);
		json_add_text(item, "type", file.type);
		json_add_text(item, "filename", file.name);
		json_add_int(item, "encoded_size", file.octets);
	}
	return 0;
}

static int
story_json(struct cli *cli, struct json *json, const struct story *story,
    struct fail *why)
{
	const struct ticket *ticket = &story->ticket;
	struct json *array;

	json_add_int(json, "id", ticket->id);
	json_add_text(json, "subject", ticket->subject);
	json_add_text(json, "status",
	    slice_of(ticket_status_name(ticket->status)));
	json_add_text(json, "priority",
	    slice_of(ticket_priority_name(ticket->priority)));
	json_add_text(json, "department", story->department.name);
	if (cli_person_add_json(cli, json, "user", ticket->user_id, why) < 0 ||
	    cli_person_add_json(cli, json, "assignee", ticket->assignee_id,
		why) < 0)
		return -1;
	json_add_text_or_null(json, "team", story->team.name);
	json_add_time(json, "due_at", ticket->due_at);
	json_add_time(json, "snoozed_until", ticket->snoozed_until);
	cli_ticket_items_json(&story->items, json);
	json_add_time(json, "created_at", ticket->created_at);
	json_add_time(json, "changed_at", ticket->changed_at);
	json_add_id(json, "hint_ticket", ticket->hint_ticket_id);
	array = json_add_array(json, "participants");
	for (size_t i = 0; i < story->participant_count; i++)
		json_append_int(array, story->participants[i]);
	array = json_add_array(json, "suggestions");
	for (size_t i = 0; i < story->suggestion_count; i++)
		json_append_text(array, story->suggestions[i].address);
	array = json_add_array(json, "entries");
	for (size_t i = 0; i < story->entry_count; i++)
		if (entry_json(cli, json_append_object(array),
			&story->entries[i], why) < 0)
			return -1;
	array = json_add_array(json, "letters");
	for (size_t i = story->letter_count; i > 0; i--)
		cli_letter_json(json_append_object(array),
		    &story->letters[i - 1]);
	return cli_option(cli, "--changes") == NULL ? 0
	    : cli_changes_json(cli, json_add_array(json, "changes"),
		story->changes, story->change_count, why);
}

int
cli_ticket_show(struct cli *cli, struct fail *why)
{
	struct story story;
	struct json *json;
	int64_t id;
	int rc;

	if (cli_number(cli, 0, &id, why) < 0 || load(cli, id, &story, why) < 0)
		return -1;
	if (!cli->json)
		return print_story(cli, &story, why);
	json = json_new_object();
	rc = story_json(cli, json, &story, why);
	if (rc == 0)
		cli_show_json(cli, json);
	json_free(json);
	return rc;
}
