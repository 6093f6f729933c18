/* maildesk organization set, domain: what is known of an organization. */
#include "app/cli_commands.h"

#include "app/cli_actor.h"
#include "app/cli_change.h"
#include "app/cli_find.h"
#include "app/cli_organization.h"
#include "app/cli_print.h"
#include "app/cli_setting.h"
#include "app/cli_text.h"
#include "store/organizations.h"
#include "store/owned.h"

#define TYPED(cli, word) SLICE_ARG(cli_line((word), &(cli)->arena))

int
cli_organization_admin(const struct cli *cli, const char *what,
    struct fail *why)
{
	if (cli_is_admin(cli))
		return 0;
	return fail_set(why, FAIL_REFUSE, "only admins %s", what);
}

/* One of several: KEY= all go, KEY=VALUE alone stays, KEY+= and KEY-=. */
static int
set_contact(struct cli *cli, int64_t id, const struct profile_key *key,
    char sign, struct slice value, struct fail *why)
{
	struct db *db = cli->desk.db;
	struct slice folded = profile_folded(key, value, &cli->arena), other;
	struct owned_contact *items;
	size_t count;
	int got;

	if (contacts_list(db, OWNER_ORGANIZATION, id, &cli->arena, &items,
		&count, why) < 0)
		return -1;
	for (size_t i = 0; i < count && sign != '+'; i++) {
		other = profile_folded(key, items[i].value, &cli->arena);
		if (items[i].key != key ||
		    slice_eq(other, folded) != (sign == '-'))
			continue;
		if (contacts_remove(db, OWNER_ORGANIZATION, id, key, other,
			why) < 0 ||
		    cli_change_log(cli, "organization", id, key->name,
			items[i].value, SLICE_EMPTY, why) < 0)
			return -1;
	}
	if (sign == '-' || value.len == 0)
		return 0;
	got = contacts_add(db, OWNER_ORGANIZATION, id, key, value, folded,
	    why);
	if (got <= 0)
		return got;
	return cli_change_log(cli, "organization", id, key->name, SLICE_EMPTY,
	    value, why);
}

/* Name, summary and managers stand in the record itself. */
static int
set_record(struct cli *cli, struct organization *organization,
    struct slice key, struct slice value, struct fail *why)
{
	struct slice old;
	const char *name;

	if (slice_eq_nocase(key, SLICE("name"))) {
		name = "name";
		old = organization->name;
		if (cli_organization_name(value, "an organization's", why) < 0)
			return -1;
		organization->name = value;
	} else if (slice_eq_nocase(key, SLICE("summary"))) {
		name = "summary";
		old = organization->summary;
		if (value.len > 0 && !profile_value(profile_key(
			PROFILE_SUMMARY), value, &cli->arena, &value))
			return fail_set(why, FAIL_REFUSE, "summary must be %s",
			    profile_key(PROFILE_SUMMARY)->hint);
		organization->summary = value;
	} else {
		name = "managers";
		old = slice_of(manager_part_name(organization->managers));
		if (cli_organization_admin(cli, "say what managers may",
			why) < 0)
			return -1;
		if (!manager_part_parse(value, &organization->managers))
			return fail_set(why, FAIL_REFUSE,
			    "managers is see, answer or follow");
		value = slice_of(manager_part_name(organization->managers));
	}
	if (organizations_save(cli->desk.db, organization, why) < 0)
		return -1;
	return cli_change_log(cli, "organization", organization->id, name, old,
	    value, why);
}

static int
set_one(struct cli *cli, struct organization *organization, int n,
    struct fail *why)
{
	const struct profile_key *contact;
	struct slice key, value, field = SLICE("field.");
	char sign = '=';

	if (cli_setting(cli, n, &key, &value, why) < 0)
		return -1;
	value = slice_trim(value);
	if (slice_ends(key, SLICE("+")) || slice_ends(key, SLICE("-")))
		sign = key.data[--key.len];
	if (slice_starts_nocase(key, field) && sign == '=')
		return cli_setting_field(cli, FIELD_OF_ORGANIZATION,
		    organization->id, slice_from(key, field.len), value, why);
	contact = organization_contact_find(key);
	if (contact != NULL) {
		if (value.len == 0 ? sign != '=' : !profile_value(contact,
			value, &cli->arena, &value))
			return fail_set(why, FAIL_REFUSE, "%s must be %s",
			    contact->name, contact->hint);
		return set_contact(cli, organization->id, contact, sign, value,
		    why);
	}
	if (sign == '=' && (slice_eq_nocase(key, SLICE("name")) ||
		slice_eq_nocase(key, SLICE("summary")) ||
		slice_eq_nocase(key, SLICE("managers"))))
		return set_record(cli, organization, key, value, why);
	return fail_set(why, FAIL_REFUSE, "there is no \"%.*s\" to set; see"
	    " `maildesk help organization set`", TYPED(cli, key));
}

static int
set(struct cli *cli, void *data, struct fail *why)
{
	struct organization *organization = data;

	if (cli_find_organization(cli, cli_argument(cli, 0), organization,
		why) < 0)
		return -1;
	for (int i = 1; i < cli->argument_count; i++)
		if (set_one(cli, organization, i, why) < 0)
			return -1;
	return 0;
}

int
cli_organization_set(struct cli *cli, struct fail *why)
{
	struct organization organization;

	if (cli_change(cli, set, &organization, why) < 0)
		return -1;
	cli_organization_done(cli, &organization, "done");
	return 0;
}

struct domain_change {
	struct organization organization;
	struct organization_domain domain;
	bool adds;
};

/* The warning names them all: who sees one of them missing knows why. */
static int
refuse_domain(struct cli *cli, struct slice word, const char *fault,
    bool is_free_mail, struct fail *why)
{
	struct text text = TEXT_IN(&cli->arena);
	const char *const *names;
	size_t count;

	if (is_free_mail) {
		names = free_mail_domains(&count);
		text_add_string(&text, "Domains of free mail:");
		for (size_t i = 0; i < count; i++)
			text_add_format(&text, " %s", names[i]);
	}
	if (text.len > 0 && !cli->json)
		cli_print_line(cli, text_slice(&text));
	return fail_set(why, FAIL_REFUSE, "%.*s: %s", TYPED(cli, word), fault);
}

static int
change_domain(struct cli *cli, void *data, struct fail *why)
{
	struct domain_change *change = data;
	struct db *db = cli->desk.db;
	struct organization *organization = &change->organization;
	struct slice name = change->domain.domain;
	int got = 0;

	if (cli_find_organization(cli, cli_argument(cli, 0), organization,
		why) < 0)
		return -1;
	if (change->adds)
		got = organization_domains_add(db, organization->id,
		    &change->domain, why);
	else if ((got = organization_domains_remove(db, organization->id, name,
		      why)) == 0)
		return fail_set(why, FAIL_REFUSE, "%.*s is no domain of"
		    " %.*s", SLICE_ARG(name), SLICE_ARG(organization->name));
	if (got < 0)
		return -1;
	return cli_change_log(cli, "organization", organization->id, "domain",
	    change->adds ? SLICE_EMPTY : name,
	    change->adds ? arena_format(&cli->arena, "%.*s%s",
		SLICE_ARG(name), change->domain.below ? " and below" : "")
			 : SLICE_EMPTY, why);
}

int
cli_organization_domain(struct cli *cli, struct fail *why)
{
	struct slice deed = cli_argument(cli, 1), word = cli_argument(cli, 2);
	struct domain_change change = {
		.adds = slice_eq_nocase(deed, SLICE("add")),
		.domain.below = cli_option(cli, "--below") != NULL,
	};
	const char *fault;

	if (!change.adds && !slice_eq_nocase(deed, SLICE("remove")))
		return fail_set(why, FAIL_REFUSE, "add or remove?");
	fault = organization_domain_fault(word, &cli->arena,
	    &change.domain.domain);
	if (fault != NULL && change.adds)
		return refuse_domain(cli, word, fault,
		    domain_is_free_mail(change.domain.domain), why);
	if (cli_change(cli, change_domain, &change, why) < 0)
		return -1;
	cli_organization_done(cli, &change.organization, change.adds
	    ? "new users of the domain are its members; `maildesk organization"
	      " offered` lists those who are there already"
	    : "the domain is gone; its members stay");
	return 0;
}
