/* maildesk user ...: whom the desk knows. */
#include "app/cli_commands.h"

#include "app/brake.h"
#include "app/cli_change.h"
#include "app/cli_columns.h"
#include "app/cli_find.h"
#include "app/cli_person.h"
#include "app/cli_print.h"
#include "app/cli_ticket.h"
#include "store/people.h"

#define TICKETS_MAX 20
#define FOUND_MAX 100

static const char *
role_of(const struct person *person)
{
	if (person->is_admin)
		return "agent, admin";
	return person->is_agent ? "agent" : "user";
}

static struct slice
primary_of(const struct address *addresses, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (addresses[i].is_primary)
			return addresses[i].address;
	return SLICE_EMPTY;
}

static void
print_facts(struct cli *cli, const struct person *person,
    const struct address *addresses, size_t count)
{
	cli_print_heading(cli, arena_format(&cli->arena, "%lld  %.*s",
	    (long long)person->id, SLICE_ARG(person->name)));
	for (size_t i = 0; i < count; i++)
		cli_print_fact_format(cli, i == 0 ? "Addresses" : "",
		    "%.*s%s%s", SLICE_ARG(addresses[i].address),
		    addresses[i].is_primary ? " (primary)" : "",
		    addresses[i].state == ADDRESS_HARD ? ", mail bounces"
		    : addresses[i].state == ADDRESS_SOFT ? ", was not reached"
							 : "");
	cli_print_fact(cli, "Is", slice_of(role_of(person)));
	cli_print_fact(cli, "Handle", person->handle);
	cli_print_fact(cli, "Account", person->unix_account);
	cli_print_fact(cli, "Login", person->sasl_login);
	if (person->disabled)
		cli_print_fact(cli, "Disabled", SLICE("yes"));
	if (person->auto_responder)
		cli_print_fact(cli, "Responder", SLICE("answers by a program:"
		    " gets no automatic mail (`maildesk user autoresponder`)"));
	cli_print_fact_when(cli, "Known since", person->created_at);
	cli_print_fact(cli, "Came by",
	    slice_of(door_name(person->created_door)));
}

static void
print_json(struct cli *cli, const struct person *person,
    const struct address *addresses, size_t count,
    const struct cli_tickets *tickets)
{
	struct json *json = json_new_object(), *array, *item;

	cli_person_json(json, person, primary_of(addresses, count));
	array = json_add_array(json, "addresses");
	for (size_t i = 0; i < count; i++) {
		item = json_append_object(array);
		json_add_text(item, "address", addresses[i].address);
		json_add_bool(item, "primary", addresses[i].is_primary);
		json_add_text(item, "state",
		    slice_of(address_state_name(addresses[i].state)));
	}
	cli_tickets_json(json_add_array(json, "tickets"), tickets);
	cli_print_json(cli, json);
}

int
cli_user_show(struct cli *cli, struct fail *why)
{
	struct ticket_filter filter = { .max = TICKETS_MAX };
	struct person person;
	struct address *addresses;
	struct cli_tickets tickets;
	size_t count;

	if (cli_find_person(cli, cli_argument(cli, 0), &person, why) < 0 ||
	    people_addresses(cli->desk.db, person.id, &cli->arena, &addresses,
		&count, why) < 0)
		return -1;
	filter.user_id = person.id;
	if (cli_tickets_load(cli, &filter, false, &tickets, why) < 0)
		return -1;
	if (cli->json) {
		print_json(cli, &person, addresses, count, &tickets);
		return 0;
	}
	print_facts(cli, &person, addresses, count);
	putc('\n', cli->out);
	cli_tickets_print(cli, &tickets, "no tickets");
	return 0;
}

static int
add_found(struct cli *cli, int64_t id, struct cli_columns *columns,
    struct json *json, struct fail *why)
{
	struct person person;
	struct slice address;

	if (people_get(cli->desk.db, id, &cli->arena, &person, why) < 0 ||
	    cli_person_address(cli, id, &address, why) < 0)
		return -1;
	cli_person_json(json, &person, address);
	cli_columns_add_format(columns, "%lld", (long long)id);
	cli_columns_add(columns, person.name);
	cli_columns_add(columns, address);
	cli_columns_add_format(columns, "%s%s", role_of(&person),
	    person.disabled ? ", disabled" : "");
	cli_columns_add_when(columns, person.created_at, cli->now);
	return 0;
}

int
cli_user_find(struct cli *cli, struct fail *why)
{
	static const struct cli_column of[] = {
		CLI_RIGHT("User"), CLI_GIVES("Name"),
		CLI_GIVES("Address"), CLI_LEFT("Is"), CLI_LEFT("Known since"),
	};
	struct json *json = json_new_array();
	struct cli_columns columns;
	int64_t *ids;
	size_t count = 0;
	int rc;

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	rc = people_search(cli->desk.db, cli_argument(cli, 0), FOUND_MAX,
	    &cli->arena, &ids, &count, why);
	for (size_t i = 0; i < count && rc == 0; i++)
		rc = add_found(cli, ids[i], &columns,
		    json_append_object(json), why);
	if (rc == 0 && cli->json)
		cli_show_json(cli, json);
	else if (rc == 0)
		cli_columns_print(&columns, cli, "nobody");
	if (rc == 0 && !cli->json && count == FOUND_MAX)
		fprintf(cli->out, "... and perhaps more: say more of them\n");
	json_free(json);
	return rc;
}

/* What is known against their addresses is forgotten along. */
static int
forgive(struct cli *cli, const struct person *person, struct fail *why)
{
	struct address *addresses;
	size_t count;

	if (people_addresses(cli->desk.db, person->id, &cli->arena,
		&addresses, &count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (brake_forgive(&cli->desk, addresses[i].identity, why) < 0)
			return -1;
	return 0;
}

static int
set_responder(struct cli *cli, void *data, struct fail *why)
{
	struct person *person = data;
	bool before, on = slice_eq(cli_argument(cli, 1), SLICE("on"));

	if (!on && !slice_eq(cli_argument(cli, 1), SLICE("off")))
		return fail_set(why, FAIL_REFUSE, "say on or off");
	if (cli_find_person(cli, cli_argument(cli, 0), person, why) < 0)
		return -1;
	before = person->auto_responder;
	person->auto_responder = on;
	if (people_save(cli->desk.db, person, why) < 0 ||
	    (!on && forgive(cli, person, why) < 0))
		return -1;
	return cli_change_log(cli, "person", person->id, "auto_responder",
	    slice_of(before ? "on" : "off"), slice_of(on ? "on" : "off"), why);
}

int
cli_user_autoresponder(struct cli *cli, struct fail *why)
{
	struct person person;
	struct json *json;

	if (cli_change(cli, set_responder, &person, why) < 0)
		return -1;
	if (cli->json) {
		json = json_new_object();
		json_add_int(json, "person", person.id);
		json_add_bool(json, "auto_responder", person.auto_responder);
		cli_print_json(cli, json);
		return 0;
	}
	cli_print_line(cli, arena_format(&cli->arena, "%.*s %s",
	    SLICE_ARG(person.name), person.auto_responder
	    ? "gets no automatic mail" : "gets automatic mail again"));
	return 0;
}
