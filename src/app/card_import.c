/* Cards that become users: whose they are already, and who is made. */
#include "app/card_import.h"

#include "app/belonging.h"
#include "app/cli_address.h"
#include "app/cli_change.h"
#include "app/wake.h"
#include "store/duplicates.h"
#include "store/people.h"

#define BATCH 100

/* One card on its way, with those of its addresses that are any. */
struct adding {
	struct card_import *import;
	const struct card *card;
	int64_t number;
	struct slice *addresses, *identities; /* each once */
	bool *theirs; /* whoever the card is added to has it */
	size_t count;
	struct person owner; /* of one of them; id 0: nobody */
	struct slice owned;  /* which */
};

void
card_import_begin(struct card_import *import, struct cli *cli,
    const char *file)
{
	import->cli = cli;
	import->kept = cli->arena;
	cli->arena = (struct arena)ARENA_INIT;
	import->arena = (struct arena)ARENA_INIT;
	import->dry = cli_option(cli, "--dry-run") != NULL;
	import->alike = cli_option(cli, "--alike") != NULL;
	progress_line_init(&import->line);
	import->progress = progress_line_begin(&import->line, file);
}

/*
 * What is tried out is one transaction that is thrown away: so it is the truth,
 * a card that stands there twice included.
 */
static int
begin(struct card_import *import, struct fail *why)
{
	if (import->waiting > 0)
		return 0;
	return db_begin(import->cli->desk.db, why);
}

int
card_import_settle(struct card_import *import, struct fail *why)
{
	if (import->waiting == 0 || import->dry)
		return 0;
	import->waiting = 0;
	if (db_commit(import->cli->desk.db, why) < 0)
		return -1;
	import->settled[0] = import->created;
	import->settled[1] = import->added;
	import->settled[2] = import->last;
	return 0;
}

/* 0: it is one of ours now; a remark, if it cannot be; or -1. */
static int
read_address(struct adding *adding, struct slice word, struct fail *why)
{
	struct cli *cli = adding->import->cli;
	struct fail trouble = FAIL_INIT;
	struct slice identity;
	struct address address;
	struct person owner;
	int got;

	if (cli_address_read(cli, word, &identity, &trouble) < 0) {
		if (trouble.kind == FAIL_REFUSE)
			card_import_say(adding->import, adding->number,
			    adding->card, 0, "address left out: %s",
			    trouble.text);
		else
			*why = trouble;
		return trouble.kind == FAIL_REFUSE ? 0 : -1;
	}
	for (size_t i = 0; i < adding->count; i++)
		if (slice_eq(adding->identities[i], identity))
			return 0;
	got = people_by_identity(cli->desk.db, identity, &cli->arena, &owner,
	    &address, why);
	if (got < 0)
		return -1;
	adding->theirs[adding->count] = got == 1 &&
	    adding->import->into != NULL &&
	    adding->import->into->id == owner.id;
	if (got == 1 && adding->owner.id == 0 &&
	    !adding->theirs[adding->count]) {
		adding->owner = owner;
		adding->owned = word;
	}
	adding->addresses[adding->count] = word;
	adding->identities[adding->count++] = identity;
	return 0;
}

static int
read_addresses(struct adding *adding, struct fail *why)
{
	struct arena *arena = &adding->import->cli->arena;
	const struct card *card = adding->card;

	adding->addresses = arena_array(arena, card->address_count,
	    sizeof(struct slice));
	adding->identities = arena_array(arena, card->address_count,
	    sizeof(struct slice));
	adding->theirs = arena_array(arena, card->address_count, sizeof(bool));
	for (size_t i = 0; i < card->address_count; i++)
		if (read_address(adding, card->addresses[i], why) < 0)
			return -1;
	return 0;
}

/* Nobody has them: read_address saw to that, in this transaction. */
static int
add_addresses(struct adding *adding, int64_t person_id, int64_t *changes,
    struct fail *why)
{
	struct cli *cli = adding->import->cli;

	for (size_t i = 0; i < adding->count; i++) {
		if (adding->theirs[i])
			continue;
		if (people_add_address(cli->desk.db, person_id,
			adding->addresses[i], adding->identities[i], cli->now,
			why) < 0 ||
		    cli_change_log(cli, "person", person_id, "address",
			SLICE_EMPTY, adding->addresses[i], why) < 0)
			return -1;
		++*changes;
	}
	return 0;
}

static int
create(struct adding *adding, struct fail *why)
{
	struct card_import *import = adding->import;
	struct cli *cli = import->cli;
	struct person person = {
		.created_at = cli->now, .created_door = DOOR_IMPORT,
	};
	const struct action action = { .at = cli->now, .door = DOOR_CLI,
		.actor = cli->actor };
	int64_t changes = 0;

	/* Who has no name is called by their address, as who writes a mail. */
	if (!profile_value(profile_key(PROFILE_NAME),
		adding->card->values[PROFILE_NAME], &cli->arena,
		&person.name))
		person.name = adding->addresses[0];
	adding->theirs[0] = true;
	if (people_add(cli->desk.db, &person, adding->addresses[0],
		adding->identities[0], 0, why) < 0 ||
	    cli_change_log(cli, "person", person.id, "name", SLICE_EMPTY,
		person.name, why) < 0 ||
	    cli_change_log(cli, "person", person.id, "address", SLICE_EMPTY,
		adding->addresses[0], why) < 0 ||
	    add_addresses(adding, person.id, &changes, why) < 0 ||
	    belonging_link(&cli->desk, &action, person.id,
		adding->identities[0], why) < 0 ||
	    card_apply(import, adding->card, adding->number, &person,
		&changes, why) < 0)
		return -1;
	import->created++;
	import->first = import->first == 0 ? person.id : import->first;
	import->last = person.id;
	return 0;
}

static struct slice
reasons_text(unsigned reasons, struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	for (int i = 0; i < LIKENESS_COUNT; i++)
		if ((reasons & (1u << i)) != 0)
			text_add_format(&text, "%s%s", text.len > 0
			    ? ", " : "", likeness_words((enum likeness)i));
	return text_slice(&text);
}

/*
 * Who has one's name, and something else of theirs, is not made again without
 * being asked for; one of both alone is said: a firm's number is everybody's.
 * 1: they are not to be made.
 */
static int
look_for_alike(struct adding *adding, struct fail *why)
{
	struct card_import *import = adding->import;
	struct arena *arena = &import->cli->arena;
	const struct card *card = adding->card;
	struct stranger stranger = { .name = card->values[PROFILE_NAME],
		.identities = adding->identities,
		.identity_count = adding->count };
	struct slice *phones = arena_array(arena, card->contact_count,
	    sizeof(*phones));
	unsigned reasons;
	bool strong;
	int64_t id;
	int got;

	for (size_t i = 0; i < card->contact_count; i++)
		if (card->contacts[i].kind == PROFILE_PHONE)
			phones[stranger.phone_count++] = profile_folded(
			    profile_key(PROFILE_PHONE),
			    card->contacts[i].value, arena);
	stranger.phones = phones;
	got = duplicates_of(import->cli->desk.db, &stranger, arena, &id,
	    &reasons, why);
	if (got <= 0)
		return got;
	strong = (reasons & (1u << LIKE_NAME)) != 0 &&
	    (reasons & ~(1u << LIKE_NAME)) != 0 && !import->alike;
	card_import_say(import, adding->number, card, id, "%s user %lld: %.*s",
	    strong ? "not made, seems to be" : "may be", (long long)id,
	    SLICE_ARG(reasons_text(reasons, arena)));
	return strong;
}

static int
add_user(struct adding *adding, struct fail *why)
{
	struct card_import *import = adding->import;
	int got;

	if (adding->owner.id != 0) {
		card_import_say(import, adding->number, adding->card,
		    adding->owner.id, "there already: %.*s is that of user"
		    " %lld", SLICE_ARG(adding->owned),
		    (long long)adding->owner.id);
		import->known++;
		return 0;
	}
	if (adding->count == 0) {
		card_import_refuse(import, adding->number, "has no address"
		    " that mail can be sent to");
		return 0;
	}
	got = look_for_alike(adding, why);
	if (got > 0)
		import->similar++;
	return got != 0 ? (got < 0 ? -1 : 0) : create(adding, why);
}

static int
add_to(struct adding *adding, const struct person *person, struct fail *why)
{
	struct card_import *import = adding->import;
	int64_t changes = 0;

	if (adding->owner.id != 0) {
		card_import_say(import, adding->number, adding->card,
		    adding->owner.id, "left out: %.*s is that of user %lld;"
		    " `maildesk user merge` makes one of two",
		    SLICE_ARG(adding->owned), (long long)adding->owner.id);
		import->refused++;
		return 0;
	}
	if ((adding->count > 0 &&
	    cli_address_right(import->cli, person, why) < 0) ||
	    add_addresses(adding, person->id, &changes, why) < 0 ||
	    card_apply(import, adding->card, adding->number, person, &changes,
		why) < 0)
		return -1;
	if (changes > 0)
		import->added++;
	else
		import->known++;
	return 0;
}

static void
count_names(struct card_import *import, const struct card *card)
{
	for (size_t i = 0; i < card->unheld_count; i++)
		card_import_count(import, &import->unheld, card->unheld[i]);
}

static int
add_one(struct card_import *import, const struct card *card, int64_t number,
    struct fail *why)
{
	struct adding adding = { .import = import, .card = card,
		.number = number };

	if (card->is_group) {
		card_import_refuse(import, number, "is of a group, and no"
		    " person's");
		return 0;
	}
	if (read_addresses(&adding, why) < 0)
		return -1;
	count_names(import, card);
	if (card->limited)
		card_import_say(import, number, card, 0, "has more than is"
		    " read of one");
	return import->into == NULL ? add_user(&adding, why)
	    : add_to(&adding, import->into, why);
}

int
card_import_add(struct card_import *import, const struct card *card,
    int64_t number, struct fail *why)
{
	int rc;

	if (begin(import, why) < 0)
		return -1;
	import->waiting++;
	import->cards++;
	rc = add_one(import, card, number, why);
	arena_reset(&import->cli->arena);
	if (rc == 0 && import->waiting >= BATCH)
		rc = card_import_settle(import, why);
	return rc;
}

int
card_import_end(struct card_import *import, int rc, struct fail *why)
{
	struct cli *cli = import->cli;

	if (rc == 0)
		rc = card_import_settle(import, why);
	db_rollback(cli->desk.db);
	if (rc < 0) {
		import->created = import->settled[0];
		import->added = import->settled[1];
		import->last = import->settled[2];
	}
	progress_line_end(&import->line);
	arena_reset(&cli->arena);
	if (import->created + import->added > 0 && !import->dry)
		wake_call(&cli->conf);
	card_import_print(import);
	arena_free(&import->arena);
	arena_free(&cli->arena);
	cli->arena = import->kept;
	return rc < 0 ? fail_add(why, "after %lld", (long long)import->cards)
	    : 0;
}
