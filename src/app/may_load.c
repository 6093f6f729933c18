/* What may() needs to know of a person and a ticket or department. */
#include "app/may_load.h"

#include "store/organizations.h"
#include "store/tickets.h"
#include "store/usergroups.h"

/* How the person stands to the ticket's user. */
static int
load_ticket(struct desk *desk, struct arena *arena, struct may_scene *out,
    struct fail *why)
{
	const struct ticket *ticket = out->facts.ticket;
	int64_t id = out->facts.person->id;
	int got;

	/* Their own one: nothing else is asked of them then. */
	if (id == ticket->user_id)
		return 0;
	if (belongings_get(desk->db, id, arena, &out->belonging, why) < 0 ||
	    belongings_get(desk->db, ticket->user_id, arena, &out->owner,
		why) < 0)
		return -1;
	got = tickets_has_participant(desk->db, ticket->id, id, why);
	out->facts.participates = got == 1;
	return got < 0 ? -1 : 0;
}

int
may_load(struct desk *desk, const struct person *person,
    const struct ticket *ticket, const struct department *department,
    struct arena *arena, struct may_scene *out, struct fail *why)
{
	*out = (struct may_scene){ .facts = { .person = person,
		.ticket = ticket, .department = department } };
	out->facts.belonging = &out->belonging;
	out->facts.owner = &out->owner;
	out->facts.grants = &out->grants;
	if (usergroups_grants_of_person(desk->db, person->id, arena,
		&out->grants, why) < 0)
		return -1;
	return ticket == NULL ? 0 : load_ticket(desk, arena, out, why);
}
