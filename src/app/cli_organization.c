/* maildesk organization add, list, find, disable, enable, parent, domain. */
#include "app/cli_commands.h"

#include "app/cli_change.h"
#include "app/cli_columns.h"
#include "app/cli_find.h"
#include "app/cli_organization.h"
#include "app/cli_print.h"
#include "app/cli_text.h"
#include "desk/label.h"
#include "store/organizations.h"

#define LIST_USUAL 50
#define FOUND_MAX 100

void
cli_organization_done(struct cli *cli, const struct organization *organization,
    const char *what)
{
	struct json *json;

	if (!cli->json) {
		cli_print_line(cli, arena_format(&cli->arena,
		    "organization %lld, %.*s: %s",
		    (long long)organization->id,
		    SLICE_ARG(organization->name), what));
		return;
	}
	json = json_new_object();
	json_add_int(json, "organization", organization->id);
	json_add_text(json, "name", organization->name);
	cli_print_json(cli, json);
}

int
cli_organization_name(struct slice name, const char *whose, struct fail *why)
{
	if (organization_name_is_good(name))
		return 0;
	return fail_set(why, FAIL_REFUSE, "%s name is 1 to %d octets of UTF-8"
	    " in one line, no number, and not \"none\"", whose,
	    ORGANIZATION_NAME_MAX);
}

static int
add(struct cli *cli, void *data, struct fail *why)
{
	struct organization *out = data;

	out->created_at = cli->now;
	if (organizations_add(cli->desk.db, out, why) < 0)
		return -1;
	return cli_change_log(cli, "organization", out->id, "name",
	    SLICE_EMPTY, out->name, why);
}

int
cli_organization_add(struct cli *cli, struct fail *why)
{
	struct organization organization = {
		.name = slice_trim(cli_argument(cli, 0)) };

	if (cli_organization_name(organization.name, "an organization's",
		why) < 0 || cli_change(cli, add, &organization, why) < 0)
		return -1;
	cli_organization_done(cli, &organization, "is there");
	return 0;
}

struct change_one {
	struct organization organization;
	bool disabled;
	bool changed;
};

static int
set_disabled(struct cli *cli, void *data, struct fail *why)
{
	struct change_one *change = data;
	struct organization *organization = &change->organization;

	if (cli_find_organization(cli, cli_argument(cli, 0), organization,
		why) < 0)
		return -1;
	change->changed = organization->disabled != change->disabled;
	organization->disabled = change->disabled;
	if (!change->changed)
		return 0;
	if (organizations_save(cli->desk.db, organization, why) < 0)
		return -1;
	return cli_change_log(cli, "organization", organization->id,
	    "disabled", change->disabled ? SLICE("no") : SLICE("yes"),
	    change->disabled ? SLICE("yes") : SLICE("no"), why);
}

static int
disable(struct cli *cli, bool disabled, struct fail *why)
{
	struct change_one change = { .disabled = disabled };

	if (cli_change(cli, set_disabled, &change, why) < 0)
		return -1;
	cli_organization_done(cli, &change.organization, !change.changed
	    ? "it was so already" : disabled
	    ? "disabled: no new members, and no managers" : "enabled");
	return 0;
}

int
cli_organization_disable(struct cli *cli, struct fail *why)
{
	return disable(cli, true, why);
}

int
cli_organization_enable(struct cli *cli, struct fail *why)
{
	return disable(cli, false, why);
}

static int
set_parent(struct cli *cli, void *data, struct fail *why)
{
	struct organization *organization = data, parent = { .id = 0 },
	    before = { .id = 0 };
	int64_t *above;
	size_t count;

	if (cli_find_organization(cli, cli_argument(cli, 0), organization,
		why) < 0)
		return -1;
	if (!slice_eq_nocase(cli_argument(cli, 1), SLICE("none")) &&
	    cli_find_organization(cli, cli_argument(cli, 1), &parent, why) < 0)
		return -1;
	if (organizations_above(cli->desk.db, parent.id, &cli->arena, &above,
		&count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (above[i] == organization->id)
			return fail_set(why, FAIL_REFUSE, "that would be a"
			    " circle: %.*s is %.*s, or below it",
			    SLICE_ARG(parent.name),
			    SLICE_ARG(organization->name));
	if (count >= ORGANIZATION_DEPTH_MAX)
		return fail_set(why, FAIL_REFUSE, "more than %d organizations"
		    " one below the other", ORGANIZATION_DEPTH_MAX);
	if (organization->parent_id != 0 && organizations_get(cli->desk.db,
		organization->parent_id, &cli->arena, &before, why) < 0)
		return -1;
	organization->parent_id = parent.id;
	if (organizations_save(cli->desk.db, organization, why) < 0)
		return -1;
	return cli_change_log(cli, "organization", organization->id, "parent",
	    before.name, parent.name, why);
}

int
cli_organization_parent(struct cli *cli, struct fail *why)
{
	struct organization organization;

	if (cli_change(cli, set_parent, &organization, why) < 0)
		return -1;
	cli_organization_done(cli, &organization, "done");
	return 0;
}

static int
read_filter(struct cli *cli, int64_t usual, struct organization_filter *out,
    struct fail *why)
{
	struct organization parent;
	int64_t limit;

	*out = (struct organization_filter){ .word = cli_argument(cli, 0) };
	if (cli_option(cli, "--label") != NULL &&
	    !labels_fold(cli_option_slice(cli, "--label"), &cli->arena,
		&out->label))
		return fail_set(why, FAIL_REFUSE, "--label is a label");
	if (cli_option(cli, "--parent") != NULL) {
		if (cli_find_organization(cli, cli_option_slice(cli,
			"--parent"), &parent, why) < 0)
			return -1;
		out->parent_id = parent.id;
	}
	if (cli_option_number(cli, "--before", 0, &out->before, why) < 0 ||
	    cli_option_number(cli, "--limit", usual, &limit, why) < 0)
		return -1;
	out->max = (size_t)limit;
	return 0;
}

static int
add_found(struct cli *cli, const struct organization *item,
    struct cli_columns *columns, struct json *json, struct fail *why)
{
	struct text names = TEXT_IN(&cli->arena);
	struct organization_domain *domains;
	struct json *array;
	int64_t members;
	size_t count;

	if (organization_domains_list(cli->desk.db, item->id, &cli->arena,
		&domains, &count, why) < 0 ||
	    belongings_count(cli->desk.db, item->id, &members, why) < 0)
		return -1;
	cli_organization_json(json, item);
	array = json_add_array(json, "domains");
	for (size_t i = 0; i < count; i++) {
		json_append_text(array, domains[i].domain);
		text_add_format(&names, "%s%.*s", i > 0 ? ", " : "",
		    SLICE_ARG(domains[i].domain));
	}
	json_add_int(json, "member_count", members);
	cli_columns_add_format(columns, "%lld", (long long)item->id);
	cli_columns_add(columns, item->name);
	cli_columns_add(columns, text_slice(&names));
	cli_columns_add_format(columns, "%lld", (long long)members);
	cli_columns_add(columns, item->disabled ? SLICE("disabled")
						: SLICE_EMPTY);
	return 0;
}

static int
list(struct cli *cli, int64_t usual, struct fail *why)
{
	static const struct cli_column of[] = {
		CLI_RIGHT("Organization"), CLI_GIVES("Name"),
		CLI_GIVES("Domains"), CLI_RIGHT("Members"), CLI_LEFT("Is"),
	};
	struct json *json = json_new_array();
	struct organization_filter filter;
	struct organization *items;
	struct cli_columns columns;
	size_t count = 0;
	int rc;

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	rc = read_filter(cli, usual, &filter, why);
	if (rc == 0)
		rc = organizations_list(cli->desk.db, &filter, &cli->arena,
		    &items, &count, why);
	for (size_t i = 0; i < count && rc == 0; i++)
		rc = add_found(cli, &items[i], &columns,
		    json_append_object(json), why);
	rc = cli_list_end(cli, rc, json, &columns, "no organization");
	if (rc == 0 && !cli->json && count == filter.max)
		fprintf(cli->out, "... and perhaps more: --before %lld\n",
		    (long long)items[count - 1].id);
	return rc;
}

int
cli_organization_list(struct cli *cli, struct fail *why)
{
	return list(cli, LIST_USUAL, why);
}

int
cli_organization_find(struct cli *cli, struct fail *why)
{
	return list(cli, FOUND_MAX, why);
}
