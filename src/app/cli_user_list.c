/* maildesk user list, find: whom the desk knows. */
#include "app/cli_commands.h"

#include "app/cli_columns.h"
#include "app/cli_find.h"
#include "app/cli_organization.h"
#include "app/cli_person.h"
#include "app/cli_print.h"
#include "desk/label.h"
#include "mail/address.h"
#include "store/organizations.h"
#include "store/people.h"

#define LIST_USUAL 50
#define FOUND_MAX 100

/* "client.test" and "@client.test", folded as addresses are. */
static int
read_domain(struct cli *cli, struct slice *out, struct fail *why)
{
	struct slice word = cli_option_slice(cli, "--domain"), identity;

	if (word.len == 0)
		return 0;
	if (slice_starts(word, SLICE("@")))
		word = slice_from(word, 1);
	if (!address_identity(arena_format(&cli->arena, "x@%.*s",
		SLICE_ARG(word)), &cli->arena, &identity))
		return fail_set(why, FAIL_REFUSE, "--domain is a domain, such"
		    " as example.com");
	*out = slice_from(identity, slice_index(identity, '@') + 1);
	return 0;
}

static int
read_place(struct cli *cli, struct people_filter *out, struct fail *why)
{
	struct organization organization;
	struct organization_role role;

	if (cli_option(cli, "--organization") != NULL) {
		if (cli_find_organization(cli, cli_option_slice(cli,
			"--organization"), &organization, why) < 0)
			return -1;
		out->organization_id = organization.id;
	}
	if (cli_option(cli, "--role") != NULL) {
		if (cli_find_role(cli, cli_option_slice(cli, "--role"), &role,
			why) < 0)
			return -1;
		out->role_id = role.id;
	}
	return 0;
}

static int
read_filter(struct cli *cli, int64_t usual, struct people_filter *out,
    struct fail *why)
{
	int64_t limit;

	*out = (struct people_filter){ .word = cli_argument(cli, 0) };
	if (cli_option(cli, "--label") != NULL &&
	    !labels_fold(cli_option_slice(cli, "--label"), &cli->arena,
		&out->label))
		return fail_set(why, FAIL_REFUSE, "--label is a label");
	if (cli_option(cli, "--state") != NULL) {
		out->by_state = true;
		if (!address_state_parse(cli_option_slice(cli, "--state"),
			&out->state))
			return fail_set(why, FAIL_REFUSE, "--state is ok, soft"
			    " or hard");
	}
	out->by_disabled = out->disabled =
	    cli_option(cli, "--disabled") != NULL;
	out->by_agent = out->is_agent = cli_option(cli, "--agents") != NULL;
	if (read_domain(cli, &out->domain, why) < 0 ||
	    cli_option_number(cli, "--before", 0, &out->before, why) < 0 ||
	    cli_option_number(cli, "--limit", usual, &limit, why) < 0)
		return -1;
	out->max = (size_t)limit;
	return read_place(cli, out, why);
}

static int
add_found(struct cli *cli, int64_t id, struct cli_columns *columns,
    struct json *json, struct fail *why)
{
	struct belonging belonging;
	struct person person;
	struct slice address;

	if (people_get(cli->desk.db, id, &cli->arena, &person, why) < 0 ||
	    cli_person_address(cli, id, &address, why) < 0 ||
	    belongings_get(cli->desk.db, id, &cli->arena, &belonging, why) < 0)
		return -1;
	cli_person_json(json, &person, address);
	cli_belonging_json(json, &belonging);
	cli_columns_add_format(columns, "%lld", (long long)id);
	cli_columns_add(columns, person.name);
	cli_columns_add(columns, address);
	cli_columns_add_format(columns, "%s%s", cli_person_role(&person),
	    person.disabled ? ", disabled" : "");
	cli_columns_add(columns, cli_belonging_text(cli, &belonging));
	cli_columns_add_when(columns, person.created_at, cli->now);
	return 0;
}

static int
list(struct cli *cli, int64_t usual, struct fail *why)
{
	static const struct cli_column of[] = {
		CLI_RIGHT("User"), CLI_GIVES("Name"),
		CLI_GIVES("Address"), CLI_LEFT("Is"),
		CLI_GIVES("Organization"), CLI_LEFT("Known since"),
	};
	struct json *json = json_new_array();
	struct people_filter filter;
	struct cli_columns columns;
	int64_t *ids;
	size_t count = 0;
	int rc;

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	rc = read_filter(cli, usual, &filter, why);
	if (rc == 0)
		rc = people_search(cli->desk.db, &filter, &cli->arena, &ids,
		    &count, why);
	for (size_t i = 0; i < count && rc == 0; i++)
		rc = add_found(cli, ids[i], &columns,
		    json_append_object(json), why);
	rc = cli_list_end(cli, rc, json, &columns, "nobody");
	if (rc == 0 && !cli->json && count == filter.max)
		fprintf(cli->out, "... and perhaps more: say more of them, or"
		    " --before %lld\n", (long long)ids[count - 1]);
	return rc;
}

int
cli_user_list(struct cli *cli, struct fail *why)
{
	return list(cli, LIST_USUAL, why);
}

int
cli_user_find(struct cli *cli, struct fail *why)
{
	return list(cli, FOUND_MAX, why);
}
