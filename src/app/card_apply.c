/* What a card has and a person has not is added. */
#include "app/card_import.h"

#include "app/belonging.h"
#include "app/cli_actor.h"
#include "app/cli_change.h"
#include "app/cli_text.h"
#include "desk/label.h"
#include "mail/address.h"
#include "store/fields.h"
#include "store/organizations.h"
#include "store/owned.h"
#include "store/people.h"
#include "store/profiles.h"

struct applying {
	struct card_import *import;
	struct cli *cli;
	const struct card *card;
	int64_t number;
	int64_t person_id;
	struct profile profile;
	int64_t changes;
};

/* For a sentence: one line, and not too long. */
static struct slice
shown(struct applying *applying, struct slice value)
{
	return cli_fit(cli_line(value, &applying->cli->arena), 60,
	    &applying->cli->arena);
}

static int
log_change(struct applying *applying, const char *field, struct slice value,
    struct fail *why)
{
	applying->changes++;
	return cli_change_log(applying->cli, "person", applying->person_id,
	    field, SLICE_EMPTY, value, why);
}

static void
say_unfit(struct applying *applying, const char *key, const char *hint,
    struct slice value)
{
	card_import_say(applying->import, applying->number, applying->card,
	    applying->person_id, "%s \"%.*s\" is left out: it must be %s",
	    key, SLICE_ARG(shown(applying, value)), hint);
}

static void
say_kept(struct applying *applying, const char *key, struct slice value)
{
	card_import_say(applying->import, applying->number, applying->card,
	    applying->person_id, "%s is kept; the %s says \"%.*s\"", key,
	    applying->import->what, SLICE_ARG(shown(applying, value)));
}

static int
apply_value(struct applying *applying, enum profile_id id, struct fail *why)
{
	const struct profile_key *key = profile_key(id);
	struct slice before = applying->profile.values[id];
	struct slice given = applying->card->values[id], value;

	if (given.len == 0)
		return 0;
	if (!profile_value(key, given, &applying->cli->arena, &value)) {
		say_unfit(applying, key->name, key->hint, given);
		return 0;
	}
	if (before.len > 0) {
		if (!slice_eq(before, value))
			say_kept(applying, key->name, value);
		return 0;
	}
	if (profiles_set(applying->cli->desk.db, applying->person_id, id,
		value, why) < 0)
		return -1;
	return log_change(applying, key->name, value, why);
}

static int
apply_contact(struct applying *applying, const struct card_contact *contact,
    struct fail *why)
{
	const struct profile_key *key = profile_key(contact->kind);
	struct arena *arena = &applying->cli->arena;
	struct fail trouble = FAIL_INIT;
	struct slice value;
	int got;

	if (!profile_value(key, contact->value, arena, &value)) {
		say_unfit(applying, key->name, key->hint, contact->value);
		return 0;
	}
	got = contacts_add(applying->cli->desk.db, OWNER_PERSON,
	    applying->person_id, key, value,
	    profile_folded(key, value, arena), &trouble);
	if (got < 0 && trouble.kind == FAIL_REFUSE) {
		card_import_say(applying->import, applying->number,
		    applying->card, applying->person_id, "%s \"%.*s\" is left"
		    " out: there are too many", key->name,
		    SLICE_ARG(shown(applying, value)));
		return 0;
	}
	if (got < 0)
		*why = trouble;
	return got <= 0 ? got : log_change(applying, key->name, value, why);
}

static int
apply_label(struct applying *applying, struct slice label, struct fail *why)
{
	struct slice rest, one;
	int got;

	if (!labels_fold(label, &applying->cli->arena, &rest)) {
		say_unfit(applying, "label", "words of at most 64 octets",
		    label);
		return 0;
	}
	while (label_next(&rest, &one)) {
		got = labels_add(applying->cli->desk.db, OWNER_PERSON,
		    applying->person_id, one, why);
		if (got < 0 || (got > 0 &&
		    log_change(applying, "label", one, why) < 0))
			return -1;
	}
	return 0;
}

/*
 * Only an admin may say that a colleague wrote something; anybody else's file
 * says it in their own name.
 */
static int
find_author(struct applying *applying, const struct card_note *note,
    int64_t *out, struct fail *why)
{
	struct cli *cli = applying->cli;
	struct address address;
	struct person person;
	struct slice identity;
	int got = 0;

	*out = cli->actor.id;
	if (cli_is_admin(cli) &&
	    address_identity(note->address, &cli->arena, &identity))
		got = people_by_identity(cli->desk.db, identity, &cli->arena,
		    &person, &address, why);
	if (got > 0 && person.is_agent)
		*out = person.id;
	return got < 0 ? -1 : 0;
}

static int
apply_note(struct applying *applying, const struct card_note *given,
    const struct note *notes, size_t count, struct fail *why)
{
	struct note note = {
		.at = given->at > 0 && given->at < applying->cli->now
		    ? given->at : applying->cli->now,
		.text = given->text,
	};

	for (size_t i = 0; i < count; i++)
		if (slice_eq(notes[i].text, given->text))
			return 0;
	if (find_author(applying, given, &note.author_id, why) < 0 ||
	    notes_add(applying->cli->desk.db, OWNER_PERSON,
		applying->person_id, &note, why) < 0)
		return -1;
	return log_change(applying, "note", note.text, why);
}

static int
apply_notes(struct applying *applying, struct fail *why)
{
	struct note *notes;
	size_t count;

	if (applying->card->note_count == 0)
		return 0;
	if (notes_list(applying->cli->desk.db, OWNER_PERSON,
		applying->person_id, &applying->cli->arena, &notes, &count,
		why) < 0)
		return -1;
	for (size_t i = 0; i < applying->card->note_count; i++)
		if (apply_note(applying, &applying->card->notes[i], notes,
			count, why) < 0)
			return -1;
	return 0;
}

static int
apply_field(struct applying *applying, const struct card_field *given,
    struct fail *why)
{
	struct db *db = applying->cli->desk.db;
	struct arena *arena = &applying->cli->arena;
	struct slice value, before;
	struct field field;
	const char *hint, *name = arena_string(arena, arena_format(arena,
	    "field.%.*s", SLICE_ARG(shown(applying, given->name))));
	int got;

	got = fields_find(db, FIELD_OF_PERSON, given->name, arena, &field,
	    why);
	if (got == 0)
		say_unfit(applying, name, "of a field that there is",
		    given->value);
	if (got <= 0)
		return got;
	hint = field_value(&field, given->value, arena, &value);
	if (hint != NULL) {
		say_unfit(applying, name, hint, given->value);
		return 0;
	}
	if (fields_value(db, field.id, applying->person_id, arena, &before,
		why) < 0)
		return -1;
	if (before.len > 0 && !slice_eq(before, value))
		say_kept(applying, name, value);
	if (before.len > 0)
		return 0;
	if (fields_set(db, field.id, applying->person_id, value, why) < 0)
		return -1;
	return log_change(applying, name, value, why);
}

/*
 * Into an organization of that name, if there is one and they belong nowhere: none
 * is ever made of what a card says.
 */
static int
apply_organization(struct applying *applying, struct fail *why)
{
	struct cli *cli = applying->cli;
	const struct action action = { .at = cli->now, .door = DOOR_CLI,
		.actor = cli->actor };
	struct organization_role role;
	struct organization found;
	struct belonging before;
	int got;

	if (applying->card->organization.len == 0)
		return 0;
	got = organizations_find(cli->desk.db, applying->card->organization,
	    &cli->arena, &found, why);
	if (got == 0)
		card_import_count(applying->import,
		    &applying->import->organizations,
		    applying->card->organization);
	if (got <= 0)
		return got;
	if (belongings_get(cli->desk.db, applying->person_id, &cli->arena,
		&before, why) < 0)
		return -1;
	if (before.organization_id != 0) {
		if (before.organization_id != found.id)
			say_kept(applying, "organization", found.name);
		return 0;
	}
	got = organization_roles_find(cli->desk.db, SLICE("member"),
	    &cli->arena, &role, why);
	if (got > 0)
		got = belonging_change(&cli->desk, &action,
		    applying->person_id, &found, &role, why);
	applying->changes += got > 0;
	return got < 0 ? -1 : 0;
}

int
card_apply(struct card_import *import, const struct card *card,
    int64_t number, const struct person *person, int64_t *changes,
    struct fail *why)
{
	struct applying applying = { import, import->cli, card, number,
		person->id, { .label_count = 0 }, 0 };

	if (profiles_get(import->cli->desk.db, person->id,
		&import->cli->arena, &applying.profile, why) < 0)
		return -1;
	for (int i = 0; i < PROFILE_KEY_COUNT; i++)
		if (profile_key((enum profile_id)i)->place !=
		    PROFILE_CONTACT &&
		    apply_value(&applying, (enum profile_id)i, why) < 0)
			return -1;
	for (size_t i = 0; i < card->contact_count; i++)
		if (apply_contact(&applying, &card->contacts[i], why) < 0)
			return -1;
	for (size_t i = 0; i < card->label_count; i++)
		if (apply_label(&applying, card->labels[i], why) < 0)
			return -1;
	for (size_t i = 0; i < card->field_count; i++)
		if (apply_field(&applying, &card->fields[i], why) < 0)
			return -1;
	if (apply_notes(&applying, why) < 0 ||
	    apply_organization(&applying, why) < 0)
		return -1;
	*changes += applying.changes;
	return 0;
}
