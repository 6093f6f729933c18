/* Which addresses are the desk's own, and who reads a mail that is not. */
#include "app/ours.h"

#include "mail/address.h"
#include "store/departments.h"
#include "store/people.h"

/* More addressees than this are outsiders without asking for each. */
#define ADDRESSEES_MAX 50

int
ours_department(struct desk *desk, struct slice address, struct arena *arena,
    struct department *out, struct fail *why)
{
	struct slice identity;
	int got = 0;

	if (address_identity(address, arena, &identity))
		got = departments_by_identity(desk->db, identity, arena, out, why);
	if (got == 0 && address_counter(address, arena, &identity))
		got = departments_by_identity(desk->db, identity, arena, out, why);
	return got;
}

static int
is_outside(struct desk *desk, struct slice address, struct arena *arena,
    struct fail *why)
{
	struct department department;
	struct person person;
	struct address found;
	struct slice identity;
	int got = ours_department(desk, address, arena, &department, why);

	if (got != 0)
		return got < 0 ? -1 : 0;
	if (!address_identity(address, arena, &identity))
		return 1;
	got = people_by_identity(desk->db, identity, arena, &person, &found,
	    why);
	if (got < 0)
		return -1;
	return got == 0 || !person.is_agent;
}

int
ours_went_outside(struct desk *desk, const struct mail *mail,
    struct arena *arena, struct fail *why)
{
	const struct mailboxes *lists[] = { &mail->to, &mail->cc };
	int got;

	if (mail->to.count + mail->cc.count > ADDRESSEES_MAX)
		return 1;
	for (size_t l = 0; l < ARRAY_LEN(lists); l++)
		for (size_t i = 0; i < lists[l]->count; i++) {
			got = is_outside(desk, lists[l]->items[i].address,
			    arena, why);
			if (got != 0)
				return got;
		}
	return 0;
}
