/* How answers are worded. */
#include "ask_talk.h"

#include "base/zone.h"
#include "desk/permission.h"
#include "store/people.h"

void
ask_add_time(struct text *text, const struct lookup *lookup, int64_t at)
{
	struct zone_time time;

	zone_local(lookup->desk->conf->timezone, at, &time);
	text_add_format(text, "%04lld-%02d-%02d %02d:%02d",
	    (long long)time.year, time.month, time.day, time.hour, time.minute);
}

int
ask_add_person(struct text *text, const struct lookup *lookup, int64_t id,
    struct fail *why)
{
	struct person person = { .name = SLICE("the desk") };

	if (id != 0 && people_get(lookup->desk->db, id, lookup->arena, &person,
		why) < 0)
		return -1;
	text_add_line(text, person.name);
	return 0;
}

int
ask_add_person_and_address(struct text *text, const struct lookup *lookup,
    int64_t id, struct fail *why)
{
	struct address address;
	int got;

	if (ask_add_person(text, lookup, id, why) < 0)
		return -1;
	got = people_primary_address(lookup->desk->db, id, lookup->arena,
	    &address, why);
	if (got <= 0)
		return got;
	text_add_string(text, " <");
	text_add_line(text, address.address);
	text_add_char(text, '>');
	return 0;
}

void
ask_add_ticket(struct text *text, const struct ticket_line *line)
{
	const struct ticket *ticket = &line->ticket;

	text_add_format(text, "[#%lld] %s, ", (long long)ticket->id,
	    ticket_status_name(ticket->status));
	if (ticket->priority != PRIORITY_NORMAL)
		text_add_format(text, "%s, ",
		    ticket_priority_name(ticket->priority));
	text_add_line(text, line->department);
	text_add_string(text, ", ");
	text_add_line(text, line->assignee.len > 0 ? line->assignee
						   : SLICE("nobody"));
	text_add_string(text, ": ");
	text_add_line(text, ticket->subject);
	text_add_string(text, " (");
	text_add_line(text, line->user);
	text_add_string(text, ")\n");
}

void
ask_add_block(struct text *text, struct slice block, size_t max)
{
	bool cut = block.len > max;
	struct slice line;

	if (cut)
		block = slice_head(block, max);
	while (slice_line(&block, &line)) {
		text_add_string(text, line.len > 0 ? "  " : "");
		text_add_line(text, line);
		text_add_char(text, '\n');
	}
	if (cut)
		text_add_string(text, "  ...\n");
}

bool
ask_sees(const struct lookup *lookup, const struct ticket *ticket)
{
	struct ticket others = *ticket;

	/* Who is its user sees it as a user does: without the notes. */
	others.user_id = 0;
	return permission_elsewhere(lookup->facts, &others,
	    &lookup->action->actor, MAY_READ) == NULL;
}
