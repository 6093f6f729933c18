/* maildesk user ...: whom the desk knows. */
#include "app/cli_commands.h"

#include "app/brake.h"
#include "app/cli_change.h"
#include "app/cli_columns.h"
#include "app/cli_find.h"
#include "app/cli_person.h"
#include "app/cli_print.h"
#include "app/cli_ticket.h"
#include "store/bans.h"
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

/* A person with what there is to say of them. */
struct dossier {
	struct person person;
	struct address *addresses;
	bool *banned; /* each of the addresses */
	size_t count;
	struct cli_tickets tickets;
};

static int
load(struct cli *cli, struct slice word, struct dossier *out, struct fail *why)
{
	struct ticket_filter filter = { .max = TICKETS_MAX };
	int got;

	if (cli_find_person(cli, word, &out->person, why) < 0 ||
	    people_addresses(cli->desk.db, out->person.id, &cli->arena,
		&out->addresses, &out->count, why) < 0)
		return -1;
	out->banned = arena_array(&cli->arena, out->count, sizeof(bool));
	for (size_t i = 0; i < out->count; i++) {
		got = bans_cover(cli->desk.db, out->addresses[i].identity,
		    why);
		if (got < 0)
			return -1;
		out->banned[i] = got == 1;
	}
	filter.user_id = out->person.id;
	return cli_tickets_load(cli, &filter, false, &out->tickets, why);
}

static struct slice
primary_of(const struct dossier *dossier)
{
	for (size_t i = 0; i < dossier->count; i++)
		if (dossier->addresses[i].is_primary)
			return dossier->addresses[i].address;
	return SLICE_EMPTY;
}

static void
print_addresses(struct cli *cli, const struct dossier *dossier)
{
	for (size_t i = 0; i < dossier->count; i++) {
		const struct address *address = &dossier->addresses[i];

		cli_print_fact_format(cli, i == 0 ? "Addresses" : "",
		    "%.*s%s%s%s", SLICE_ARG(address->address),
		    address->is_primary ? " (primary)" : "",
		    address->state == ADDRESS_HARD ? ", mail bounces"
		    : address->state == ADDRESS_SOFT ? ", was not reached" : "",
		    dossier->banned[i] ? ", banned" : "");
	}
}

static void
print_facts(struct cli *cli, const struct dossier *dossier)
{
	const struct person *person = &dossier->person;

	cli_print_heading(cli, arena_format(&cli->arena, "%lld  %.*s",
	    (long long)person->id, SLICE_ARG(person->name)));
	print_addresses(cli, dossier);
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
print_json(struct cli *cli, const struct dossier *dossier)
{
	struct json *json = json_new_object(), *array, *item;

	cli_person_json(json, &dossier->person, primary_of(dossier));
	array = json_add_array(json, "addresses");
	for (size_t i = 0; i < dossier->count; i++) {
		const struct address *address = &dossier->addresses[i];

		item = json_append_object(array);
		json_add_text(item, "address", address->address);
		json_add_bool(item, "primary", address->is_primary);
		json_add_text(item, "state",
		    slice_of(address_state_name(address->state)));
		json_add_bool(item, "banned", dossier->banned[i]);
	}
	cli_tickets_json(json_add_array(json, "tickets"), &dossier->tickets);
	cli_print_json(cli, json);
}

int
cli_user_show(struct cli *cli, struct fail *why)
{
	struct dossier dossier;

	if (load(cli, cli_argument(cli, 0), &dossier, why) < 0)
		return -1;
	if (cli->json) {
		print_json(cli, &dossier);
		return 0;
	}
	print_facts(cli, &dossier);
	putc('\n', cli->out);
	cli_tickets_print(cli, &dossier.tickets, "no tickets");
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
