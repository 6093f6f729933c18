/* maildesk agent add, enable, disable: who helps, and by which names. */
#include "app/cli_commands.h"

#include <pwd.h>

#include "app/cli_ban.h"
#include "app/cli_change.h"
#include "app/cli_find.h"
#include "app/cli_members.h"
#include "app/cli_person.h"
#include "app/cli_print.h"
#include "app/ours.h"
#include "app/password_link.h"
#include "base/ascii.h"
#include "mail/address.h"
#include "store/fold.h"
#include "store/people.h"

#define HANDLE_MAX 32

/* An agent who is made, or changed, as the words say. */
struct hiring {
	struct slice identity, address;
	struct person before, person;
	struct department department; /* id 0: none */
	bool is_new;
};

/* It is written behind "assign", and stands in lists. */
static int
check_handle(struct slice handle, struct fail *why)
{
	bool letter = false;

	for (size_t i = 0; i < handle.len; i++) {
		char c = handle.data[i];

		letter = letter || !ascii_is_digit(c);
		if ((unsigned char)c < 0x80 && !ascii_is_alnum(c) &&
		    c != '.' && c != '-' && c != '_')
			return fail_set(why, FAIL_REFUSE, "a handle is made of"
			    " letters, digits and . - _");
	}
	if (!letter || handle.len > HANDLE_MAX || !slice_is_utf8(handle))
		return fail_set(why, FAIL_REFUSE, "a handle needs a letter, and"
		    " at most %d octets", HANDLE_MAX);
	if (slice_eq_nocase(handle, SLICE("me")) ||
	    slice_eq_nocase(handle, SLICE("none")))
		return fail_set(why, FAIL_REFUSE,
		    "\"%.*s\" means something else in `assign`",
		    SLICE_ARG(handle));
	return 0;
}

/* 1: somebody has this address already; 0: nobody; -1: it cannot be taken. */
static int
find_address(struct cli *cli, struct hiring *hiring, struct fail *why)
{
	struct department department;
	struct address address;
	int got;

	hiring->address = cli_argument(cli, 1);
	if (!address_is_sendable(hiring->address) ||
	    !address_identity(hiring->address, &cli->arena,
		&hiring->identity))
		return fail_set(why, FAIL_REFUSE,
		    "\"%.*s\" is no address that mail can be sent to",
		    SLICE_ARG(hiring->address));
	got = ours_department(&cli->desk, hiring->address, &cli->arena,
	    &department, why);
	if (got == 1)
		return fail_set(why, FAIL_REFUSE, "%.*s is the address of"
		    " department %.*s: an agent needs one of their own",
		    SLICE_ARG(hiring->address), SLICE_ARG(department.name));
	if (got < 0 || cli_ban_expect_none(cli, hiring->address, why) < 0)
		return -1;
	return people_by_identity(cli->desk.db, hiring->identity, &cli->arena,
	    &hiring->before, &address, why);
}

static int
read_words(struct cli *cli, struct hiring *hiring, struct fail *why)
{
	struct person *person = &hiring->person;
	struct slice local, domain, handle = cli_option_slice(cli, "--handle");

	*person = hiring->before;
	person->name = slice_trim(cli_argument(cli, 0));
	if (person->name.len == 0 || !slice_is_utf8(person->name))
		return fail_set(why, FAIL_REFUSE,
		    "an agent needs a name, in UTF-8");
	if (handle.len == 0)
		handle = person->handle;
	if (handle.len == 0 &&
	    address_split(hiring->address, &local, &domain))
		handle = local;
	if (check_handle(handle, why) < 0)
		return -1;
	person->handle = fold_name(handle, &cli->arena);
	person->is_agent = true;
	if (cli_option(cli, "--admin") != NULL)
		person->is_admin = true;
	if (cli_option(cli, "--unix") != NULL)
		person->unix_account = cli_option_slice(cli, "--unix");
	if (cli_option(cli, "--sasl") != NULL)
		person->sasl_login = cli_option_slice(cli, "--sasl");
	return 0;
}

static int
log_person(struct cli *cli, const struct hiring *hiring, struct fail *why)
{
	const struct person *old = &hiring->before, *new = &hiring->person;
	const struct {
		const char *field;
		struct slice old, new;
	} fields[] = {
		{ "name", old->name, new->name },
		{ "handle", old->handle, new->handle },
		{ "unix-account", old->unix_account, new->unix_account },
		{ "sasl-login", old->sasl_login, new->sasl_login },
		{ "agent", slice_of(old->is_agent ? "yes" : "no"),
		  slice_of(new->is_agent ? "yes" : "no") },
		{ "admin", slice_of(old->is_admin ? "yes" : "no"),
		  slice_of(new->is_admin ? "yes" : "no") },
	};

	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		if (cli_change_log(cli, "person", new->id, fields[i].field,
			fields[i].old, fields[i].new, why) < 0)
			return -1;
	return 0;
}

static int
save_person(struct cli *cli, struct hiring *hiring, struct fail *why)
{
	struct person *person = &hiring->person;

	if (!hiring->is_new)
		return people_save(cli->desk.db, person, why);
	person->created_at = cli->now;
	person->created_door = DOOR_CLI;
	return people_add(cli->desk.db, person, hiring->address,
	    hiring->identity, 0, why);
}

static int
hire(struct cli *cli, void *data, struct fail *why)
{
	struct hiring *hiring = data;
	const char *department = cli_option(cli, "--department");
	int got = find_address(cli, hiring, why);

	if (got < 0 || read_words(cli, hiring, why) < 0)
		return -1;
	hiring->is_new = got == 0;
	if (department != NULL && cli_find_department(cli,
		slice_of(department), &hiring->department, why) < 0)
		return -1;
	if (save_person(cli, hiring, why) < 0 ||
	    log_person(cli, hiring, why) < 0)
		return -1;
	if (department == NULL)
		return 0;
	return cli_members_join(cli, &hiring->department, &hiring->person,
	    cli_option(cli, "--manager") != NULL, why);
}

static void
print_hired(struct cli *cli, const struct hiring *hiring)
{
	const struct person *person = &hiring->person;
	struct json *json;

	if (cli->json) {
		json = json_new_object();
		cli_person_json(json, person, hiring->address);
		json_add_text_or_null(json, "department",
		    hiring->department.name);
		cli_print_json(cli, json);
		return;
	}
	cli_print_line(cli, arena_format(&cli->arena,
	    "%.*s (%.*s) is %s agent%s%.*s", SLICE_ARG(person->name),
	    SLICE_ARG(person->handle), hiring->is_new ||
	    !hiring->before.is_agent ? "now an" : "an",
	    hiring->department.id != 0 ? " of " : "",
	    SLICE_ARG(hiring->department.name)));
	if (person->unix_account.len > 0 && getpwnam(arena_string(&cli->arena,
		person->unix_account)) == NULL)
		cli_print_line(cli, arena_format(&cli->arena,
		    "note: there is no unix account \"%.*s\" here yet",
		    SLICE_ARG(person->unix_account)));
}

int
cli_agent_add(struct cli *cli, struct fail *why)
{
	struct hiring hiring = { .is_new = false };

	if (cli_option(cli, "--manager") != NULL &&
	    cli_option(cli, "--department") == NULL)
		return fail_set(why, FAIL_REFUSE,
		    "--manager needs --department: a manager of which?");
	if (cli_change(cli, hire, &hiring, why) < 0)
		return -1;
	print_hired(cli, &hiring);
	return 0;
}

static int
set_disabled(struct cli *cli, struct person *person, bool disabled,
    struct fail *why)
{
	if (cli_find_agent(cli, cli_argument(cli, 0), person, why) < 0)
		return -1;
	if (person->disabled == disabled)
		return 0;
	person->disabled = disabled;
	if (people_save(cli->desk.db, person, why) < 0 ||
	    password_revoke(&cli->desk, person->id, why) < 0)
		return -1;
	return cli_change_log(cli, "person", person->id, "disabled",
	    slice_of(disabled ? "no" : "yes"),
	    slice_of(disabled ? "yes" : "no"), why);
}

static int
disable(struct cli *cli, void *data, struct fail *why)
{
	return set_disabled(cli, data, true, why);
}

static int
enable(struct cli *cli, void *data, struct fail *why)
{
	return set_disabled(cli, data, false, why);
}

static void
print_switched(struct cli *cli, const struct person *person)
{
	struct json *json;

	if (!cli->json) {
		cli_print_line(cli, arena_format(&cli->arena, "%.*s (%.*s) is"
		    " %s", SLICE_ARG(person->name), SLICE_ARG(person->handle),
		    person->disabled ? "disabled: their mail is quarantined,"
		    " and nobody writes to them" : "enabled"));
		return;
	}
	json = json_new_object();
	json_add_int(json, "person", person->id);
	json_add_bool(json, "disabled", person->disabled);
	cli_print_json(cli, json);
}

int
cli_agent_disable(struct cli *cli, struct fail *why)
{
	struct person person;

	if (cli_change(cli, disable, &person, why) < 0)
		return -1;
	print_switched(cli, &person);
	return 0;
}

int
cli_agent_enable(struct cli *cli, struct fail *why)
{
	struct person person;

	if (cli_change(cli, enable, &person, why) < 0)
		return -1;
	print_switched(cli, &person);
	return 0;
}
