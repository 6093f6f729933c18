/* maildesk ticket list, and lists of tickets for other commands. */
#include "app/cli_ticket.h"

#include "app/cli_actor.h"
#include "app/cli_columns.h"
#include "app/cli_commands.h"
#include "app/cli_find.h"
#include "app/cli_print.h"
#include "store/organizations.h"
#include "store/search.h"

#define LIST_USUAL 50
/* Tickets read at once while looking for those that are seen. */
#define PAGE 200

static bool
is_wanted(const struct cli *cli, const struct ticket *ticket, bool unassigned)
{
	return (!unassigned || ticket->assignee_id == 0) &&
	    cli_actor_refusal(cli, ticket, MAY_LIST) == NULL;
}

/* The room doubles: a list of any length costs linear memory. */
static void
add_ticket(struct cli *cli, struct cli_tickets *tickets,
    const struct ticket_line *line)
{
	size_t room = tickets->room;

	if (tickets->count == room) {
		tickets->room = room * 2 + LIST_USUAL;
		tickets->items = arena_grow(&cli->arena, tickets->items,
		    room * sizeof(*line), tickets->room * sizeof(*line));
	}
	tickets->items[tickets->count++] = *line;
}

int
cli_tickets_load(struct cli *cli, const struct ticket_filter *filter,
    bool unassigned, struct cli_tickets *out, struct fail *why)
{
	struct ticket_filter page = *filter;
	size_t max = (size_t)filter->max, count;
	struct ticket_line *lines;

	*out = (struct cli_tickets){ .more = false };
	page.max = PAGE;
	do {
		if (tickets_list(cli->desk.db, &page, &cli->arena, &lines,
			&count, why) < 0)
			return -1;
		for (size_t i = 0; i < count; i++) {
			page.before = lines[i].ticket.id;
			if (!is_wanted(cli, &lines[i].ticket, unassigned))
				continue;
			if (out->count == max) {
				out->more = true;
				return 0;
			}
			add_ticket(cli, out, &lines[i]);
		}
	} while (count == PAGE);
	return 0;
}

/* What the list's statements ask of a ticket, asked of one that was found. */
static bool
fits(const struct ticket_filter *filter, const struct ticket *ticket)
{
	return (!filter->by_status || ticket->status == filter->status) &&
	    (filter->department_id == 0 ||
		ticket->department_id == filter->department_id) &&
	    (filter->user_id == 0 || ticket->user_id == filter->user_id) &&
	    (filter->assignee_id == 0 ||
		ticket->assignee_id == filter->assignee_id);
}

/* 1: its user is a member of what the filter asks for, if it does; 0; -1. */
static int
is_of_organization(struct cli *cli, const struct ticket_filter *filter,
    const struct ticket *ticket, struct arena *arena, struct fail *why)
{
	struct belonging belonging;
	int64_t *above;
	size_t count;

	if (filter->organization_id == 0)
		return 1;
	if (belongings_get(cli->desk.db, ticket->user_id, arena, &belonging,
		why) < 0 ||
	    organizations_above(cli->desk.db, belonging.organization_id,
		arena, &above, &count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (above[i] == filter->organization_id)
			return i == 0 || filter->organization_tree;
	return 0;
}

static bool
is_listed(const struct cli_tickets *tickets, int64_t id)
{
	for (size_t i = 0; i < tickets->count; i++)
		if (tickets->items[i].ticket.id == id)
			return true;
	return false;
}

/* Adds those of a page that are wanted; the rest is gone with `arena`. */
static int
add_found(struct cli *cli, const int64_t *ids, size_t count,
    const struct ticket_filter *filter, bool unassigned, struct arena *arena,
    struct cli_tickets *out, struct fail *why)
{
	struct ticket ticket;
	struct ticket_line line;
	int got;

	for (size_t i = 0; i < count && !out->more; i++) {
		if (is_listed(out, ids[i]))
			continue;
		got = tickets_get(cli->desk.db, ids[i], arena, &ticket, why);
		if (got < 0)
			return -1;
		/* That the words are in it is something that was read. */
		if (got == 0 || !fits(filter, &ticket) ||
		    !is_wanted(cli, &ticket, unassigned) ||
		    cli_actor_refusal(cli, &ticket, MAY_READ) != NULL)
			continue;
		got = is_of_organization(cli, filter, &ticket, arena, why);
		if (got < 0)
			return -1;
		if (got == 0)
			continue;
		out->more = out->count == (size_t)filter->max;
		if (out->more)
			break;
		got = tickets_line(cli->desk.db, ids[i], &cli->arena, &line,
		    why);
		if (got < 0)
			return -1;
		if (got == 1)
			add_ticket(cli, out, &line);
	}
	return 0;
}

int
cli_tickets_search(struct cli *cli, struct slice words,
    const struct ticket_filter *filter, bool unassigned,
    struct cli_tickets *out, struct fail *why)
{
	struct arena arena = ARENA_INIT; /* of one page */
	int64_t *ids, before = 0;
	size_t count;
	int rc;

	*out = (struct cli_tickets){ .more = false };
	do {
		rc = search_words(cli->desk.db, words, &before, PAGE, &arena,
		    &ids, &count, why);
		if (rc == 0)
			rc = add_found(cli, ids, count, filter, unassigned,
			    &arena, out, why);
		arena_reset(&arena);
	} while (rc == 0 && count == PAGE && !out->more);
	arena_free(&arena);
	return rc;
}

static void
add_assignee(struct cli_columns *columns, const struct ticket_line *line)
{
	if (line->ticket.assignee_id == 0)
		cli_columns_add(columns, SLICE_EMPTY);
	else
		cli_columns_add_format(columns, "%.*s (%lld)",
		    SLICE_ARG(line->assignee),
		    (long long)line->ticket.assignee_id);
}

void
cli_tickets_print(struct cli *cli, const struct cli_tickets *tickets,
    const char *none)
{
	static const struct cli_column of[] = {
		CLI_RIGHT("Ticket"), CLI_LEFT("Status"), CLI_LEFT("Prio"),
		CLI_GIVES("Department"), CLI_GIVES("User"),
		CLI_GIVES("Assignee"), CLI_LEFT("Changed"),
		CLI_GIVES("Subject"),
	};
	struct cli_columns columns;

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	for (size_t i = 0; i < tickets->count; i++) {
		const struct ticket_line *line = &tickets->items[i];
		const struct ticket *ticket = &line->ticket;

		cli_columns_add_format(&columns, "#%lld",
		    (long long)ticket->id);
		cli_columns_add_format(&columns, "%s",
		    ticket_status_name(ticket->status));
		cli_columns_add_format(&columns, "%s",
		    ticket->priority == PRIORITY_NORMAL ? ""
			: ticket_priority_name(ticket->priority));
		cli_columns_add(&columns, line->department);
		cli_columns_add_format(&columns, "%.*s (%lld)",
		    SLICE_ARG(line->user), (long long)ticket->user_id);
		add_assignee(&columns, line);
		cli_columns_add_when(&columns, ticket->changed_at, cli->now);
		cli_columns_add(&columns, ticket->subject);
	}
	cli_columns_print(&columns, cli, none);
	if (tickets->more)
		fprintf(cli->out, "... and older ones\n");
}

void
cli_ticket_json(struct json *json, const struct ticket_line *line)
{
	const struct ticket *ticket = &line->ticket;
	struct json *user;

	json_add_int(json, "id", ticket->id);
	json_add_text(json, "subject", ticket->subject);
	json_add_text(json, "status",
	    slice_of(ticket_status_name(ticket->status)));
	json_add_text(json, "priority",
	    slice_of(ticket_priority_name(ticket->priority)));
	json_add_text(json, "department", line->department);
	user = json_add_object(json, "user");
	json_add_int(user, "id", ticket->user_id);
	json_add_text(user, "name", line->user);
	json_add_text_or_null(user, "address", line->user_address);
	json_add_text_or_null(json, "assignee", line->assignee);
	json_add_id(json, "assignee_id", ticket->assignee_id);
	json_add_int(json, "entries", line->entries);
	json_add_time(json, "created_at", ticket->created_at);
	json_add_time(json, "changed_at", ticket->changed_at);
}

void
cli_tickets_json(struct json *array, const struct cli_tickets *tickets)
{
	for (size_t i = 0; i < tickets->count; i++)
		cli_ticket_json(json_append_object(array), &tickets->items[i]);
}

/* "me", "none", or an agent. */
static int
read_assignee(struct cli *cli, struct ticket_filter *filter,
    bool *unassigned, struct fail *why)
{
	struct slice word = cli_option_slice(cli, "--assignee");
	struct person person = cli->actor;

	*unassigned = slice_eq_nocase(word, SLICE("none"));
	if (word.len == 0 || *unassigned)
		return 0;
	if (!slice_eq_nocase(word, SLICE("me"))) {
		if (cli_find_agent(cli, word, &person, why) < 0)
			return -1;
	} else if (person.id == 0) {
		return fail_set(why, FAIL_REFUSE,
		    "you are no agent: say --assignee NAME");
	}
	filter->assignee_id = person.id;
	return 0;
}

static int
read_filter(struct cli *cli, struct ticket_filter *filter, bool *unassigned,
    struct fail *why)
{
	struct slice status = cli_option_slice(cli, "--status");
	struct slice department = cli_option_slice(cli, "--department");
	struct slice user = cli_option_slice(cli, "--user");
	struct organization organization;
	struct department found;
	struct person person;

	*filter = (struct ticket_filter){ .by_status = status.len > 0 };
	if (status.len > 0 && !ticket_status_parse(status, &filter->status))
		return fail_set(why, FAIL_REFUSE, "--status is one of open,"
		    " pending, hold, solved, closed, spam");
	if (department.len > 0) {
		if (cli_find_department(cli, department, &found, why) < 0)
			return -1;
		filter->department_id = found.id;
	}
	if (user.len > 0) {
		if (cli_find_person(cli, user, &person, why) < 0)
			return -1;
		filter->user_id = person.id;
	}
	if (cli_option(cli, "--organization") != NULL) {
		if (cli_find_organization(cli, cli_option_slice(cli,
			"--organization"), &organization, why) < 0)
			return -1;
		filter->organization_id = organization.id;
		filter->organization_tree = cli_option(cli, "--tree") != NULL;
	}
	if (read_assignee(cli, filter, unassigned, why) < 0)
		return -1;
	return cli_option_number(cli, "--limit", LIST_USUAL, &filter->max,
	    why);
}

static int
load(struct cli *cli, struct cli_tickets *out, struct fail *why)
{
	struct slice words = cli_option_slice(cli, "--text");
	struct ticket_filter filter;
	bool unassigned = false;

	if (read_filter(cli, &filter, &unassigned, why) < 0)
		return -1;
	if (cli_option(cli, "--text") == NULL)
		return cli_tickets_load(cli, &filter, unassigned, out, why);
	if (slice_trim(words).len == 0)
		return fail_set(why, FAIL_REFUSE,
		    "--text wants words to look for");
	return cli_tickets_search(cli, words, &filter, unassigned, out, why);
}

int
cli_ticket_list(struct cli *cli, struct fail *why)
{
	struct cli_tickets tickets;
	struct json *json;

	if (load(cli, &tickets, why) < 0)
		return -1;
	if (!cli->json) {
		cli_tickets_print(cli, &tickets, "no tickets");
		return 0;
	}
	json = json_new_array();
	cli_tickets_json(json, &tickets);
	cli_print_json(cli, json);
	return 0;
}
