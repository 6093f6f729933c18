/* maildesk user address: which addresses are a person's, and which is primary. */
#include "app/cli_commands.h"

#include "app/cli_actor.h"
#include "app/cli_address.h"
#include "app/cli_ban.h"
#include "app/cli_change.h"
#include "app/cli_find.h"
#include "app/cli_print.h"
#include "app/cli_text.h"
#include "app/ours.h"
#include "app/password_link.h"
#include "mail/address.h"
#include "store/people.h"

/* What is typed comes back in sentences. */
#define TYPED(cli, word) SLICE_ARG(cli_line((word), &(cli)->arena))

int
cli_address_read(struct cli *cli, struct slice word, struct slice *identity,
    struct fail *why)
{
	struct department department;
	int got;

	if (!address_is_sendable(word) ||
	    !address_identity(word, &cli->arena, identity))
		return fail_set(why, FAIL_REFUSE, "\"%.*s\" is no address that"
		    " mail can be sent to", TYPED(cli, word));
	got = ours_department(&cli->desk, word, &cli->arena, &department, why);
	if (got == 1)
		return fail_set(why, FAIL_REFUSE, "%.*s is the address of"
		    " department %.*s", TYPED(cli, word),
		    TYPED(cli, department.name));
	return got < 0 ? -1 : cli_ban_expect_none(cli, word, why);
}

struct moving {
	struct person person;
	struct address address;
};

/* The person's address that was typed; FAIL_REFUSE: it is not theirs. */
static int
find_own(struct cli *cli, struct moving *moving, struct fail *why)
{
	struct slice word = cli_argument(cli, 2), identity;
	struct person owner;
	int got = 0;

	if (address_identity(word, &cli->arena, &identity))
		got = people_by_identity(cli->desk.db, identity, &cli->arena,
		    &owner, &moving->address, why);
	if (got < 0 || (got == 1 && owner.id == moving->person.id))
		return got < 0 ? -1 : 0;
	return fail_set(why, FAIL_REFUSE, "user %lld does not have the address"
	    " %.*s", (long long)moving->person.id, TYPED(cli, word));
}

int
cli_address_right(struct cli *cli, const struct person *person,
    struct fail *why)
{
	if (!person->is_agent || cli_is_admin(cli))
		return 0;
	return fail_set(why, FAIL_REFUSE, "user %lld is an agent: their"
	    " addresses are changed by admins", (long long)person->id);
}

static int
add(struct cli *cli, struct moving *moving, struct fail *why)
{
	struct slice word = cli_argument(cli, 2), identity;
	struct person owner;
	struct address address;
	int got;

	if (cli_address_read(cli, word, &identity, why) < 0)
		return -1;
	got = people_by_identity(cli->desk.db, identity, &cli->arena, &owner,
	    &address, why);
	if (got < 0)
		return -1;
	if (got == 1 && owner.id != moving->person.id)
		return fail_set(why, FAIL_REFUSE, "%.*s is already that of"
		    " user %lld; `maildesk user merge` makes one of two",
		    TYPED(cli, word), (long long)owner.id);
	if (people_add_address(cli->desk.db, moving->person.id, word,
		identity, cli->now, why) < 0)
		return -1;
	return got == 1 ? 0 : cli_change_log(cli, "person",
	    moving->person.id, "address", SLICE_EMPTY, word, why);
}

static int
take_away(struct cli *cli, struct moving *moving, struct fail *why)
{
	if (find_own(cli, moving, why) < 0 ||
	    people_remove_address(cli->desk.db, moving->person.id,
		moving->address.id, why) < 0)
		return -1;
	return cli_change_log(cli, "person", moving->person.id, "address",
	    moving->address.address, SLICE_EMPTY, why);
}

static int
make_primary(struct cli *cli, struct moving *moving, struct fail *why)
{
	struct address before = { .id = 0 };

	if (find_own(cli, moving, why) < 0 ||
	    people_primary_address(cli->desk.db, moving->person.id,
		&cli->arena, &before, why) < 0 ||
	    people_set_primary(cli->desk.db, moving->person.id,
		moving->address.id, why) < 0 ||
	    password_revoke(&cli->desk, moving->person.id, why) < 0)
		return -1;
	return cli_change_log(cli, "person", moving->person.id,
	    "primary-address", before.address, moving->address.address, why);
}

static const struct {
	const char *word;
	int (*run)(struct cli *cli, struct moving *moving, struct fail *why);
} ways[] = {
	{ "add", add },
	{ "remove", take_away },
	{ "primary", make_primary },
};

static int
change_addresses(struct cli *cli, void *data, struct fail *why)
{
	struct moving *moving = data;
	struct slice way = cli_argument(cli, 1);

	if (cli_find_living(cli, cli_argument(cli, 0), &moving->person,
		why) < 0 || cli_address_right(cli, &moving->person, why) < 0)
		return -1;
	for (size_t i = 0; i < ARRAY_LEN(ways); i++)
		if (slice_eq(slice_of(ways[i].word), way))
			return ways[i].run(cli, moving, why);
	return fail_set(why, FAIL_REFUSE, "say add, remove or primary");
}

static void
print_addresses(struct cli *cli, const struct address *items, size_t count,
    int64_t person)
{
	for (size_t i = 0; i < count; i++)
		cli_print_line(cli, arena_format(&cli->arena,
		    "user %lld: %.*s%s", (long long)person,
		    SLICE_ARG(items[i].address),
		    items[i].is_primary ? " (primary)" : ""));
}

int
cli_user_address(struct cli *cli, struct fail *why)
{
	struct moving moving;
	struct address *items;
	struct json *json, *array;
	size_t count;

	if (cli_change(cli, change_addresses, &moving, why) < 0 ||
	    people_addresses(cli->desk.db, moving.person.id, &cli->arena,
		&items, &count, why) < 0)
		return -1;
	if (!cli->json) {
		print_addresses(cli, items, count, moving.person.id);
		return 0;
	}
	json = json_new_object();
	json_add_int(json, "person", moving.person.id);
	array = json_add_array(json, "addresses");
	for (size_t i = 0; i < count; i++) {
		struct json *item = json_append_object(array);

		json_add_text(item, "address", items[i].address);
		json_add_bool(item, "primary", items[i].is_primary);
	}
	cli_print_json(cli, json);
	return 0;
}
