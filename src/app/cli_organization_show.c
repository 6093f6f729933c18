/* maildesk organization show: an organization, as a page. */
#include "app/cli_commands.h"

#include "app/cli_changes.h"
#include "app/cli_columns.h"
#include "app/cli_find.h"
#include "app/cli_note.h"
#include "app/cli_organization.h"
#include "app/cli_person.h"
#include "app/cli_print.h"
#include "app/cli_ticket.h"
#include "store/fields.h"
#include "store/organizations.h"
#include "store/people.h"
#include "store/usergroups.h"

#define SHOWN_MAX 20

struct page {
	struct organization organization, parent;
	struct organization_domain *domains;
	struct owned_contact *contacts;
	struct note *notes;
	struct slice *labels;
	struct field_said *fields;
	struct organization *children;
	struct usergroup *groups;
	struct change *changes;
	struct cli_tickets tickets; /* that the actor may list */
	int64_t *members;
	int64_t member_count; /* in all */
	size_t domain_count, contact_count, note_count, label_count,
	    field_count, child_count, group_count, change_count, shown_count;
};

void
cli_organization_json(struct json *json,
    const struct organization *organization)
{
	json_add_int(json, "id", organization->id);
	json_add_text(json, "name", organization->name);
	json_add_text_or_null(json, "summary", organization->summary);
	json_add_id(json, "parent", organization->parent_id);
	json_add_text(json, "managers",
	    slice_of(manager_part_name(organization->managers)));
	json_add_bool(json, "disabled", organization->disabled);
	json_add_time(json, "created_at", organization->created_at);
}

void
cli_belonging_json(struct json *json, const struct belonging *belonging)
{
	struct json *child;

	if (belonging->organization_id == 0) {
		json_add_null(json, "organization");
		json_add_null(json, "organization_role");
		return;
	}
	child = json_add_object(json, "organization");
	json_add_int(child, "id", belonging->organization_id);
	json_add_text(child, "name", belonging->organization);
	json_add_text(json, "organization_role", belonging->role);
}

struct slice
cli_belonging_text(struct cli *cli, const struct belonging *belonging)
{
	if (belonging->organization_id == 0)
		return SLICE_EMPTY;
	return arena_format(&cli->arena, "%.*s (%lld), %.*s",
	    SLICE_ARG(belonging->organization),
	    (long long)belonging->organization_id, SLICE_ARG(belonging->role));
}

static int
load_around(struct cli *cli, struct page *out, struct fail *why)
{
	struct db *db = cli->desk.db;
	struct arena *arena = &cli->arena;
	int64_t id = out->organization.id;
	struct organization_filter below = { .parent_id = id,
		.max = SHOWN_MAX };
	struct ticket_filter filter = { .organization_id = id,
		.organization_tree = cli_option(cli, "--tree") != NULL,
		.max = SHOWN_MAX };

	if (out->organization.parent_id != 0 && organizations_get(db,
		out->organization.parent_id, arena, &out->parent, why) < 0)
		return -1;
	if (organizations_list(db, &below, arena, &out->children,
		&out->child_count, why) < 0 ||
	    belongings_of(db, id, SHOWN_MAX, arena, &out->members,
		&out->shown_count, why) < 0 ||
	    belongings_count(db, id, &out->member_count, why) < 0 ||
	    usergroups_of_organization(db, id, arena, &out->groups,
		&out->group_count, why) < 0)
		return -1;
	return cli_tickets_load(cli, &filter, false, &out->tickets, why);
}

static int
load(struct cli *cli, struct page *out, struct fail *why)
{
	struct db *db = cli->desk.db;
	struct arena *arena = &cli->arena;
	int64_t id;

	*out = (struct page){ .member_count = 0 };
	if (cli_find_organization(cli, cli_argument(cli, 0),
		&out->organization, why) < 0)
		return -1;
	id = out->organization.id;
	if (organization_domains_list(db, id, arena, &out->domains,
		&out->domain_count, why) < 0 ||
	    contacts_list(db, OWNER_ORGANIZATION, id, arena, &out->contacts,
		&out->contact_count, why) < 0 ||
	    notes_list(db, OWNER_ORGANIZATION, id, arena, &out->notes,
		&out->note_count, why) < 0 ||
	    labels_list(db, OWNER_ORGANIZATION, id, arena, &out->labels,
		&out->label_count, why) < 0 ||
	    fields_said(db, FIELD_OF_ORGANIZATION, id, arena, &out->fields,
		&out->field_count, why) < 0 ||
	    load_around(cli, out, why) < 0)
		return -1;
	return cli_option(cli, "--changes") == NULL ? 0
	    : changes_list(db, "organization", id, arena, &out->changes,
		&out->change_count, why);
}

static void
print_facts(struct cli *cli, const struct page *page)
{
	const struct organization *organization = &page->organization;
	struct text labels = TEXT_IN(&cli->arena);

	cli_print_heading(cli, arena_format(&cli->arena, "%lld  %.*s",
	    (long long)organization->id, SLICE_ARG(organization->name)));
	cli_print_fact(cli, "Summary", organization->summary);
	if (organization->disabled)
		cli_print_fact(cli, "Disabled", SLICE("yes: no new members,"
		    " and no managers"));
	for (size_t i = 0; i < page->domain_count; i++)
		cli_print_fact_format(cli, i == 0 ? "Domains" : "", "%.*s%s",
		    SLICE_ARG(page->domains[i].domain),
		    page->domains[i].below ? " and below" : "");
	for (size_t i = 0; i < page->contact_count; i++)
		cli_print_fact(cli, page->contacts[i].key->title,
		    page->contacts[i].value);
	for (size_t i = 0; i < page->label_count; i++)
		text_add_format(&labels, "%s%.*s", i > 0 ? ", " : "",
		    SLICE_ARG(page->labels[i]));
	cli_print_fact(cli, "Labels", text_slice(&labels));
	for (size_t i = 0; i < page->field_count; i++)
		cli_print_fact_format(cli, i == 0 ? "Fields" : "",
		    "%.*s: %.*s", SLICE_ARG(page->fields[i].name),
		    SLICE_ARG(page->fields[i].value));
	cli_print_fact(cli, "Part of", page->parent.name);
	for (size_t i = 0; i < page->child_count; i++)
		cli_print_fact_format(cli, i == 0 ? "Parts" : "",
		    "%lld  %.*s", (long long)page->children[i].id,
		    SLICE_ARG(page->children[i].name));
	for (size_t i = 0; i < page->group_count; i++)
		cli_print_fact(cli, i == 0 ? "Groups" : "",
		    page->groups[i].name);
	cli_print_fact(cli, "Managers", slice_of(organization->managers ==
	    MANAGERS_FOLLOW ? "get the letters of its members, and may answer"
	    : organization->managers == MANAGERS_ANSWER
	    ? "may answer tickets of its members"
	    : "see tickets of its members"));
	cli_print_fact_when(cli, "Known since", organization->created_at);
	cli_print_fact_format(cli, "Members", "%lld",
	    (long long)page->member_count);
}

struct shown {
	struct person person;
	struct slice address;
	struct belonging belonging;
};

static int
load_member(struct cli *cli, int64_t id, struct shown *out, struct fail *why)
{
	if (people_get(cli->desk.db, id, &cli->arena, &out->person, why) < 0 ||
	    cli_person_address(cli, id, &out->address, why) < 0 ||
	    belongings_get(cli->desk.db, id, &cli->arena, &out->belonging,
		why) < 0)
		return -1;
	return 0;
}

static int
print_members(struct cli *cli, const struct page *page, struct fail *why)
{
	static const struct cli_column of[] = {
		CLI_RIGHT("User"), CLI_GIVES("Name"), CLI_GIVES("Address"),
		CLI_LEFT("Role"),
	};
	struct cli_columns columns;
	struct shown member;

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	for (size_t i = 0; i < page->shown_count; i++) {
		if (load_member(cli, page->members[i], &member, why) < 0)
			return -1;
		cli_columns_add_format(&columns, "%lld",
		    (long long)page->members[i]);
		cli_columns_add(&columns, member.person.name);
		cli_columns_add(&columns, member.address);
		cli_columns_add(&columns, member.belonging.role);
	}
	putc('\n', cli->out);
	cli_columns_print(&columns, cli, "no members");
	return 0;
}

static int
print_page(struct cli *cli, const struct page *page, struct fail *why)
{
	print_facts(cli, page);
	if (cli_notes_print(cli, page->notes, page->note_count, why) < 0 ||
	    print_members(cli, page, why) < 0)
		return -1;
	putc('\n', cli->out);
	cli_tickets_print(cli, &page->tickets, "no tickets");
	return cli_option(cli, "--changes") == NULL ? 0
	    : cli_changes_print(cli, "organization", page->organization.id,
		page->changes, page->change_count, why);
}

static int
members_json(struct cli *cli, const struct page *page, struct json *array,
    struct fail *why)
{
	struct shown member;

	for (size_t i = 0; i < page->shown_count; i++) {
		struct json *item = json_append_object(array);

		if (load_member(cli, page->members[i], &member, why) < 0)
			return -1;
		json_add_int(item, "id", page->members[i]);
		json_add_text(item, "name", member.person.name);
		json_add_text_or_null(item, "address", member.address);
		json_add_text(item, "role", member.belonging.role);
		json_add_text(item, "how", member.belonging.how);
	}
	return 0;
}

static void
rows_json(struct json *json, const struct page *page)
{
	struct json *array = json_add_array(json, "domains"), *item;

	for (size_t i = 0; i < page->domain_count; i++) {
		item = json_append_object(array);
		json_add_text(item, "domain", page->domains[i].domain);
		json_add_bool(item, "below", page->domains[i].below);
	}
	array = json_add_array(json, "contacts");
	for (size_t i = 0; i < page->contact_count; i++) {
		item = json_append_object(array);
		json_add_text(item, "kind",
		    slice_of(page->contacts[i].key->name));
		json_add_text(item, "value", page->contacts[i].value);
	}
	array = json_add_array(json, "labels");
	for (size_t i = 0; i < page->label_count; i++)
		json_append_text(array, page->labels[i]);
	array = json_add_array(json, "fields");
	for (size_t i = 0; i < page->field_count; i++) {
		item = json_append_object(array);
		json_add_text(item, "name", page->fields[i].name);
		json_add_text(item, "value", page->fields[i].value);
	}
	array = json_add_array(json, "children");
	for (size_t i = 0; i < page->child_count; i++)
		json_append_int(array, page->children[i].id);
	array = json_add_array(json, "usergroups");
	for (size_t i = 0; i < page->group_count; i++)
		json_append_text(array, page->groups[i].name);
}

static int
page_json(struct cli *cli, const struct page *page, struct json *json,
    struct fail *why)
{
	cli_organization_json(json, &page->organization);
	rows_json(json, page);
	json_add_int(json, "member_count", page->member_count);
	if (members_json(cli, page, json_add_array(json, "members"), why) < 0 ||
	    cli_notes_json(cli, page->notes, page->note_count,
		json_add_array(json, "notes"), why) < 0)
		return -1;
	cli_tickets_json(json_add_array(json, "tickets"), &page->tickets);
	return cli_option(cli, "--changes") == NULL ? 0
	    : cli_changes_json(cli, json_add_array(json, "changes"),
		page->changes, page->change_count, why);
}

int
cli_organization_show(struct cli *cli, struct fail *why)
{
	struct json *json;
	struct page page;
	int rc;

	if (load(cli, &page, why) < 0)
		return -1;
	if (!cli->json)
		return print_page(cli, &page, why);
	json = json_new_object();
	rc = page_json(cli, &page, json, why);
	if (rc == 0)
		cli_show_json(cli, json);
	json_free(json);
	return rc;
}
