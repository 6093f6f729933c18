/* People as commands show them. */
#include "app/cli_person.h"

#include "store/people.h"

int
cli_person_name(struct cli *cli, int64_t id, struct slice *out,
    struct fail *why)
{
	struct person person;
	int got;

	*out = SLICE("the desk");
	if (id == 0)
		return 0;
	got = people_get(cli->desk.db, id, &cli->arena, &person, why);
	if (got == 1)
		*out = person.name;
	return got < 0 ? -1 : 0;
}

int
cli_person_called(struct cli *cli, int64_t id, struct slice *out,
    struct fail *why)
{
	struct person person;
	int got;

	*out = SLICE("the desk");
	if (id == 0)
		return 0;
	got = people_get(cli->desk.db, id, &cli->arena, &person, why);
	if (got == 1)
		*out = arena_format(&cli->arena, "%.*s%s(%lld)",
		    SLICE_ARG(person.name), person.name.len > 0 ? " " : "",
		    (long long)person.id);
	return got < 0 ? -1 : 0;
}

const char *
cli_person_role(const struct person *person)
{
	if (person->is_admin)
		return "agent, admin";
	return person->is_agent ? "agent" : "user";
}

int
cli_person_address(struct cli *cli, int64_t id, struct slice *out,
    struct fail *why)
{
	struct address address = { 0 };

	if (people_primary_address(cli->desk.db, id, &cli->arena, &address,
		why) < 0)
		return -1;
	*out = address.address;
	return 0;
}

struct slice
cli_person_both(struct cli *cli, struct slice name, struct slice address)
{
	/* Who gave no name is called by their address. */
	if (name.len == 0 || slice_eq(name, address))
		return address;
	if (address.len == 0)
		return name;
	return arena_format(&cli->arena, "%.*s <%.*s>", SLICE_ARG(name),
	    SLICE_ARG(address));
}

void
cli_person_json(struct json *json, const struct person *person,
    struct slice address)
{
	json_add_int(json, "id", person->id);
	json_add_text(json, "name", person->name);
	json_add_text_or_null(json, "address", address);
	json_add_bool(json, "agent", person->is_agent);
	json_add_bool(json, "admin", person->is_admin);
	json_add_text_or_null(json, "handle", person->handle);
	json_add_text_or_null(json, "unix_account", person->unix_account);
	json_add_text_or_null(json, "sasl_login", person->sasl_login);
	json_add_bool(json, "disabled", person->disabled);
	json_add_bool(json, "auto_responder", person->auto_responder);
	json_add_time(json, "created_at", person->created_at);
	json_add_text(json, "created_door",
	    slice_of(door_name(person->created_door)));
}

int
cli_person_add_json(struct cli *cli, struct json *json, const char *key,
    int64_t id, struct fail *why)
{
	struct person person = { .id = id };
	struct slice address;
	struct json *child;

	if (id == 0) {
		json_add_null(json, key);
		return 0;
	}
	if (people_get(cli->desk.db, id, &cli->arena, &person, why) < 0 ||
	    cli_person_address(cli, id, &address, why) < 0)
		return -1;
	child = json_add_object(json, key);
	json_add_int(child, "id", person.id);
	json_add_text(child, "name", person.name);
	json_add_text_or_null(child, "address", address);
	return 0;
}
