/* A user as a card. */
#include "app/card_export.h"

#include "app/cli_person.h"
#include "store/fields.h"
#include "store/organizations.h"
#include "store/owned.h"
#include "store/people.h"
#include "store/profiles.h"

/* The primary one first. */
static int
load_addresses(struct cli *cli, int64_t id, struct card *out,
    struct fail *why)
{
	struct address *items;
	size_t count;

	if (people_addresses(cli->desk.db, id, &cli->arena, &items, &count,
		why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (items[i].is_primary)
			card_add_address(out, items[i].address, &cli->arena);
	for (size_t i = 0; i < count; i++)
		card_add_address(out, items[i].address, &cli->arena);
	return 0;
}

static int
load_notes(struct cli *cli, int64_t id, struct card *out, struct fail *why)
{
	struct note *items;
	struct card_note note;
	size_t count;

	if (notes_list(cli->desk.db, OWNER_PERSON, id, &cli->arena, &items,
		&count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		note = (struct card_note){ items[i].text, items[i].at,
			SLICE_EMPTY };
		if (items[i].author_id != 0 && cli_person_address(cli,
			items[i].author_id, &note.address, why) < 0)
			return -1;
		card_add_note(out, &note, &cli->arena);
	}
	return 0;
}

static int
load_fields(struct cli *cli, int64_t id, struct card *out, struct fail *why)
{
	struct field_said *fields;
	size_t count;

	if (fields_said(cli->desk.db, FIELD_OF_PERSON, id, &cli->arena,
		&fields, &count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		card_add_field(out, fields[i].name, fields[i].value,
		    &cli->arena);
	return 0;
}

static void
take_profile(const struct profile *profile, struct arena *arena,
    struct card *out)
{
	for (int i = 0; i < PROFILE_KEY_COUNT; i++)
		out->values[i] = profile->values[i];
	for (size_t i = 0; i < profile->contact_count; i++)
		card_add_contact(out, profile->contacts[i].kind,
		    profile->contacts[i].value, arena);
	for (size_t i = 0; i < profile->label_count; i++)
		card_add_label(out, profile->labels[i], arena);
}

int
card_export(struct cli *cli, const struct person *person, bool notes,
    struct card *out, struct fail *why)
{
	struct arena *arena = &cli->arena;
	struct belonging belonging;
	struct profile profile;
	int got;

	*out = (struct card){ .limited = false };
	got = profiles_get(cli->desk.db, person->id, arena, &profile, why);
	if (got < 0 || (got == 1 && profile.deleted_at != 0))
		return got < 0 ? -1 : 0;
	take_profile(&profile, arena, out);
	out->uid = arena_format(arena, "%lld@%s", (long long)person->id,
	    cli->conf.desk_domain);
	if (belongings_get(cli->desk.db, person->id, arena, &belonging,
		why) < 0)
		return -1;
	out->organization = belonging.organization;
	if (load_addresses(cli, person->id, out, why) < 0 ||
	    (notes && load_notes(cli, person->id, out, why) < 0) ||
	    load_fields(cli, person->id, out, why) < 0)
		return -1;
	if (out->values[PROFILE_NAME].len == 0 && out->address_count > 0)
		out->values[PROFILE_NAME] = out->addresses[0];
	return 1;
}
