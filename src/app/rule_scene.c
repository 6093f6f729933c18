/* What rules are told of a ticket. */
#include "base/clock.h"
#include "mail/address.h"
#include "rulebook.h"
#include "store/departments.h"
#include "store/organizations.h"
#include "store/people.h"
#include "store/ticket_items.h"
#include "store/tickets.h"
#include "store/usergroups.h"

struct slice
rule_triggers_text(unsigned triggers, struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	for (int i = 0; i < RULE_TRIGGER_COUNT; i++)
		if ((triggers & RULE_BIT(i)) != 0)
			text_add_format(&text, "%s%s", text.len > 0 ? " " : "",
			    rule_trigger_word((enum rule_trigger)i)->name);
	return text_slice(&text);
}

unsigned
rule_triggers_parse(struct slice text)
{
	enum rule_trigger trigger;
	unsigned triggers = 0;
	struct slice word;

	while (slice_cut(&text, ' ', &word))
		if (rule_trigger_parse(word, &trigger))
			triggers |= RULE_BIT(trigger);
	return triggers;
}

/* Whose mail it is; without one, whose ticket. */
static struct slice
sender_of(const struct rule_event *event, const struct address *user,
    struct arena *arena)
{
	const struct mail *mail = event->mail;
	struct slice identity;

	if (mail != NULL && mail->from.count > 0 &&
	    address_identity(mail->from.items[0].address, arena, &identity))
		return identity;
	return user->identity;
}

static int
load_people(struct desk *desk, struct arena *arena, struct rule_scene *out,
    struct fail *why)
{
	const struct ticket *ticket = &out->ticket;
	int got = departments_get(desk->db, ticket->department_id, arena,
	    &out->department, why);

	if (got >= 0)
		got = people_get(desk->db, ticket->user_id, arena, &out->user,
		    why);
	if (got >= 0)
		got = people_primary_address(desk->db, ticket->user_id, arena,
		    &out->user_address, why);
	if (got >= 0 && ticket->assignee_id != 0)
		got = people_get(desk->db, ticket->assignee_id, arena,
		    &out->assignee, why);
	return got < 0 ? -1 : 0;
}

int
rule_scene_place(struct desk *desk, const struct rules *rules,
    int64_t person_id, struct slice identity, struct arena *arena,
    struct belonging *place, struct rule_facts *facts, struct fail *why)
{
	struct usergroup *groups;
	int got;

	if ((rules->tests & RULE_TESTS_OF_PEOPLE) == 0)
		return 0;
	got = person_id != 0
	    ? belongings_get(desk->db, person_id, arena, place, why)
	    : belongings_by_domain(desk->db, identity, arena, place, why);
	if (got < 0 || usergroups_of_person(desk->db, person_id, arena,
		&groups, &facts->group_count, why) < 0)
		return -1;
	facts->belonging = place;
	facts->groups = groups;
	return 0;
}

/* Who wrote it, when that is no agent; else the ticket's user. */
static int
load_place(struct desk *desk, const struct rule_event *event,
    struct arena *arena, struct rule_scene *out, struct fail *why)
{
	int64_t id = out->ticket.user_id;
	struct address address;
	struct person author;
	int got = 0;

	if (desk->rules == NULL ||
	    (desk->rules->rules.tests & RULE_TESTS_OF_PEOPLE) == 0)
		return 0;
	if (event->mail != NULL)
		got = people_by_identity(desk->db, out->facts.sender, arena,
		    &author, &address, why);
	if (got < 0)
		return -1;
	if (got == 1 && !author.is_agent)
		id = author.id;
	return rule_scene_place(desk, &desk->rules->rules, id,
	    out->facts.sender, arena, &out->belonging, &out->facts, why);
}

int
rule_scene_load(struct desk *desk, const struct rule_event *event,
    struct arena *arena, struct rule_scene *out, struct fail *why)
{
	struct item_change *labels;
	size_t count;
	int got;

	*out = (struct rule_scene){ .ticket = { 0 } };
	got = tickets_get(desk->db, event->ticket_id, arena, &out->ticket, why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "there is no ticket %lld",
		    (long long)event->ticket_id);
	if (got < 0 || load_people(desk, arena, out, why) < 0 ||
	    ticket_items_list(desk->db, out->ticket.id, ITEM_LABEL, arena,
		&labels, &count, why) < 0)
		return -1;
	out->facts = (struct rule_facts){
		.triggers = event->triggers, .idle = event->idle,
		.target = event->target, .by = event->by,
		.ticket = &out->ticket, .department = &out->department,
		.assignee = &out->assignee,
		.sender = sender_of(event, &out->user_address, arena),
		.labels = labels, .label_count = count,
		.are_hours = desk->rules == NULL || hours_are_open(
		    &desk->rules->rules.hours, clock_now()),
		.mail = event->mail, .body = event->body,
		.class = event->class, .flags = event->flags,
	};
	return load_place(desk, event, arena, out, why);
}
