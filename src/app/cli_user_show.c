/* maildesk user show, agent show: a person, as a page. */
#include "app/cli_commands.h"

#include <assert.h>

#include "app/cli_agent_card.h"
#include "app/cli_changes.h"
#include "app/cli_columns.h"
#include "app/cli_dossier.h"
#include "app/cli_find.h"
#include "app/cli_note.h"
#include "app/cli_organization.h"
#include "app/cli_person.h"
#include "app/cli_print.h"
#include "app/cli_text.h"
#include "app/cli_user_file.h"
#include "app/cli_when.h"
#include "base/zone.h"

/* ", chosen for #12, #14" of the tickets that the page shows. */
static struct slice
chosen_for(struct cli *cli, const struct dossier *dossier,
    const struct address *address)
{
	struct text text = TEXT_IN(&cli->arena);

	for (size_t i = 0; i < dossier->tickets.count; i++) {
		const struct ticket *ticket = &dossier->tickets.items[i].ticket;

		if (ticket->notify_address_id == address->id)
			text_add_format(&text, "%s#%lld", text.len == 0
			    ? ", chosen for " : ", ", (long long)ticket->id);
	}
	return text_slice(&text);
}

static void
print_addresses(struct cli *cli, const struct dossier *dossier)
{
	for (size_t i = 0; i < dossier->address_count; i++) {
		const struct address *address = &dossier->addresses[i];

		cli_print_fact_format(cli, i == 0 ? "Addresses" : "",
		    "%.*s%s%s%s%.*s", SLICE_ARG(address->address),
		    address->is_primary ? " (primary)" : "",
		    address->state == ADDRESS_HARD ? ", mail bounces"
		    : address->state == ADDRESS_SOFT ? ", was not reached" : "",
		    dossier->banned[i] ? ", banned" : "",
		    SLICE_ARG(chosen_for(cli, dossier, address)));
	}
}

/* The first line behind the name, the others below it. */
static void
print_lines(struct cli *cli, const char *name, struct slice value)
{
	struct slice rest = value, line;

	while (slice_line(&rest, &line)) {
		cli_print_fact(cli, name, line);
		name = "";
	}
}

static void
print_timezone(struct cli *cli, struct slice zone)
{
	static const char *const days[] = { "Sunday", "Monday", "Tuesday",
		"Wednesday", "Thursday", "Friday", "Saturday" };
	struct zone_time there;

	if (zone.len == 0)
		return;
	zone_local(arena_string(&cli->arena, zone), cli->now, &there);
	cli_print_fact_format(cli, "Timezone",
	    "%.*s, where it is %s, %02d:%02d", SLICE_ARG(zone),
	    days[there.weekday], there.hour, there.minute);
}

static void
print_contacts(struct cli *cli, const struct profile *profile)
{
	const struct contact *before = NULL, *contact;
	const struct profile_key *key;

	for (size_t i = 0; i < profile->contact_count; i++) {
		contact = &profile->contacts[i];
		key = profile_key(contact->kind);
		print_lines(cli, before != NULL &&
		    before->kind == contact->kind ? "" : key->title,
		    contact->value);
		before = contact;
	}
}

static void
print_labels(struct cli *cli, const struct profile *profile)
{
	struct text text = TEXT_IN(&cli->arena);

	for (size_t i = 0; i < profile->label_count; i++) {
		text_add_string(&text, i > 0 ? ", " : "");
		text_add(&text, profile->labels[i]);
	}
	cli_print_fact(cli, "Labels", text_slice(&text));
}

/* That everybody is in two of them is no news. */
static void
print_groups(struct cli *cli, const struct dossier *dossier)
{
	struct text text = TEXT_IN(&cli->arena);

	for (size_t i = 0; i < dossier->group_count; i++)
		if (dossier->groups[i].id > USERGROUP_REGISTERED)
			text_add_format(&text, "%s%.*s",
			    text.len > 0 ? ", " : "",
			    SLICE_ARG(dossier->groups[i].name));
	cli_print_fact(cli, "Groups", text_slice(&text));
}

/* The desk's own fields, those that are set. */
static void
print_fields(struct cli *cli, const struct dossier *dossier)
{
	for (size_t i = 0; i < dossier->field_count; i++)
		print_lines(cli, arena_string(&cli->arena,
		    cli_line(dossier->fields[i].name, &cli->arena)),
		    dossier->fields[i].value);
}

/* What there is only of some. */
static void
print_particulars(struct cli *cli, const struct dossier *dossier)
{
	const struct person *person = &dossier->person;

	cli_print_fact(cli, "Handle", person->handle);
	cli_print_fact(cli, "Account", person->unix_account);
	cli_print_fact(cli, "Login", person->sasl_login);
	if (person->disabled && dossier->profile.deleted_at == 0)
		cli_print_fact(cli, "Disabled", SLICE("yes: their mail is"
		    " quarantined, and nothing is sent to them"));
	if (person->auto_responder)
		cli_print_fact(cli, "Responder", SLICE("answers by a program:"
		    " gets no automatic mail (`maildesk user autoresponder`)"));
}

/* By which door and mail they came, and when they wrote last. */
static void
print_origin(struct cli *cli, const struct dossier *dossier)
{
	const struct person *person = &dossier->person;
	int64_t archive = dossier->profile.created_archive;
	char when[CLI_WHEN_SIZE];

	cli_print_fact_when(cli, "Known since", person->created_at);
	cli_print_fact_when(cli, "Deleted", dossier->profile.deleted_at);
	if (archive != 0)
		cli_print_fact_format(cli, "Came by", "%s, with message %lld",
		    door_name(person->created_door), (long long)archive);
	else
		cli_print_fact(cli, "Came by",
		    slice_of(door_name(person->created_door)));
	if (dossier->mail_id != 0)
		cli_print_fact_format(cli, "Last mail", "%s, message %lld",
		    cli_when(dossier->mail_at, cli->now, when),
		    (long long)dossier->mail_id);
	cli_print_fact_when(cli, "Password", dossier->password.set_at);
	cli_print_fact_when(cli, "Last log-in", dossier->password.login_at);
	if (dossier->minutes != 0)
		cli_print_fact_format(cli, "Time spent",
		    "%lld min on their tickets", (long long)dossier->minutes);
}

static void
print_facts(struct cli *cli, const struct dossier *dossier)
{
	const struct slice *values = dossier->profile.values;

	cli_print_heading(cli, arena_format(&cli->arena, "%lld  %.*s%s%.*s",
	    (long long)dossier->person.id, SLICE_ARG(values[PROFILE_NAME]),
	    values[PROFILE_TITLE].len > 0 ? ", " : "",
	    SLICE_ARG(values[PROFILE_TITLE])));
	print_addresses(cli, dossier);
	cli_print_fact(cli, "Is", slice_of(cli_person_role(&dossier->person)));
	cli_print_fact(cli, "Belongs to",
	    cli_belonging_text(cli, &dossier->belonging));
	print_groups(cli, dossier);
	print_labels(cli, &dossier->profile);
	print_lines(cli, profile_key(PROFILE_SUMMARY)->title,
	    values[PROFILE_SUMMARY]);
	print_contacts(cli, &dossier->profile);
	print_timezone(cli, values[PROFILE_TIMEZONE]);
	cli_print_fact(cli, profile_key(PROFILE_LANGUAGE)->title,
	    values[PROFILE_LANGUAGE]);
	print_fields(cli, dossier);
	print_particulars(cli, dossier);
	print_origin(cli, dossier);
}

static const char *const deeds[] = {
	[ENTRY_MESSAGE] = "wrote",
	[ENTRY_REPLY] = "answered",
	[ENTRY_NOTE] = "noted",
	[ENTRY_EVENT] = "changed",
};
static_assert(ARRAY_LEN(deeds) == ENTRY_KIND_COUNT,
    "every kind of entry has a word");

static void
print_activity(struct cli *cli, const struct dossier *dossier)
{
	static const struct cli_column of[] = {
		CLI_LEFT("Lately"), CLI_RIGHT("Ticket"), CLI_LEFT("Did"),
		CLI_GIVES("What"),
	};
	struct cli_columns columns;

	if (dossier->activity_count == 0)
		return;
	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	for (size_t i = 0; i < dossier->activity_count; i++) {
		const struct activity *activity = &dossier->activity[i];
		struct slice rest = slice_trim(activity->text), line;

		if (!slice_line(&rest, &line))
			line = SLICE_EMPTY;
		cli_columns_add_when(&columns, activity->at, cli->now);
		cli_columns_add_format(&columns, "#%lld",
		    (long long)activity->ticket_id);
		cli_columns_add(&columns, slice_of(deeds[activity->kind]));
		cli_columns_add(&columns, line);
	}
	putc('\n', cli->out);
	cli_columns_print(&columns, cli, "");
}

static int
print_page(struct cli *cli, const struct dossier *dossier, struct fail *why)
{
	print_facts(cli, dossier);
	if ((dossier->person.is_agent &&
		cli_agent_card(cli, &dossier->person, NULL, why) < 0) ||
	    cli_notes_print(cli, dossier->notes, dossier->note_count,
		why) < 0)
		return -1;
	if (dossier->file_count > 0) {
		putc('\n', cli->out);
		if (cli_user_files_print(cli, dossier->files,
			dossier->file_count, why) < 0)
			return -1;
	}
	putc('\n', cli->out);
	cli_tickets_print(cli, &dossier->tickets, "no tickets");
	print_activity(cli, dossier);
	return cli_option(cli, "--changes") == NULL ? 0
	    : cli_changes_print(cli, "person", dossier->person.id,
		dossier->changes, dossier->change_count, why);
}

static int
show(struct cli *cli, struct slice word, struct fail *why)
{
	struct dossier dossier;
	struct json *json;
	int rc;

	if (cli_dossier_load(cli, word, &dossier, why) < 0)
		return -1;
	if (!cli->json)
		return print_page(cli, &dossier, why);
	json = json_new_object();
	rc = cli_dossier_json(cli, &dossier, json, why);
	if (rc == 0 && dossier.person.is_agent)
		rc = cli_agent_card(cli, &dossier.person, json, why);
	if (rc == 0)
		cli_show_json(cli, json);
	json_free(json);
	return rc;
}

int
cli_user_show(struct cli *cli, struct fail *why)
{
	return show(cli, cli_argument(cli, 0), why);
}

int
cli_agent_show(struct cli *cli, struct fail *why)
{
	struct person person;

	if (cli_find_agent(cli, cli_argument(cli, 0), &person, why) < 0)
		return -1;
	return show(cli, arena_format(&cli->arena, "%lld",
	    (long long)person.id), why);
}
