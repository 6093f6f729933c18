/* What a user's groups let them do by mail. */
#include "app/user_rights.h"

#include "app/may_load.h"
#include "app/record.h"
#include "store/departments.h"

/* The chain in one line. */
static void
record_refusal(struct work *work, enum may_deed deed, struct text *chain)
{
	for (size_t i = 0; i < chain->len; i++)
		if (chain->data[i] == '\n')
			chain->data[i] = i + 1 < chain->len ? ';' : ' ';
	record_add_format(&work->record, "route", "may-not", "%s: %.*s",
	    may_deed_name(deed), SLICE_ARG(slice_trim(text_slice(chain))));
}

/* 1: they may; 0; -1. */
static int
ask(struct desk *desk, struct work *work, enum may_deed deed,
    const struct ticket *ticket, int64_t department_id,
    const struct person *person, struct fail *why)
{
	struct text chain = TEXT_IN(&work->arena);
	struct department department = { .id = department_id };
	struct may_scene scene;

	if (may_load(desk, person, ticket, &department, &work->arena, &scene,
		why) < 0)
		return -1;
	if (may(&scene.facts, deed, &chain))
		return 1;
	/* Only now is its name asked for: most may. */
	if (departments_get(desk->db, department_id, &work->arena,
		&department, why) < 0)
		return -1;
	text_clear(&chain);
	may(&scene.facts, deed, &chain);
	record_refusal(work, deed, &chain);
	return 0;
}

int
user_rights_judge(struct desk *desk, struct work *work,
    const struct ticket *ticket, struct route_facts *facts, struct fail *why)
{
	const struct origin *origin = facts->origin;
	int got = 1;

	if (origin->person.is_agent || facts->released || !origin->has_sender ||
	    work->envelope.door == DOOR_IMPORT ||
	    class_effects(work->kind.class)->ticket != EFFECT_TICKET)
		return 0;
	if (origin->ticket_id == 0) {
		got = ask(desk, work, MAY_WRITE, NULL, facts->department_id,
		    &origin->person, why);
		facts->may_not_write = got == 0;
	} else if (ticket_status_is_end(ticket->status)) {
		got = ask(desk, work, MAY_REOPEN, ticket,
		    ticket->department_id, &origin->person, why);
		facts->may_not_reopen = got == 0;
	}
	return got < 0 ? -1 : 0;
}
