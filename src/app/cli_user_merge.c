/* maildesk user merge: two records of one person become one. */
#include "app/cli_commands.h"

#include "app/cli_actor.h"
#include "app/cli_change.h"
#include "app/cli_columns.h"
#include "app/cli_dossier.h"
#include "app/cli_find.h"
#include "app/cli_merge.h"
#include "app/cli_print.h"
#include "app/password_link.h"
#include "desk/person_merge.h"
#include "store/people.h"
#include "store/people_delete.h"
#include "store/people_merge.h"

#define ROWS_MAX 32

/* One of the two, as far as a merge is concerned. */
struct side {
	struct person person;
	struct profile profile;
	struct slice *addresses;
	size_t address_count;
	struct person_belongings has;
};

/* What stands in a row: field, the two, and what will be. */
struct comparison {
	const char *field;
	struct slice goes, stays, result;
};

struct merging {
	struct side goes, stays;
	bool takes[PROFILE_KEY_COUNT];
	struct comparison rows[ROWS_MAX];
	size_t count;
	bool done;
};

int
cli_merge_allowed(struct cli *cli, const struct person *one,
    const struct person *other, struct fail *why)
{
	if ((!one->is_agent && !other->is_agent) || cli_is_admin(cli))
		return 0;
	return fail_set(why, FAIL_REFUSE, "one of them is an agent: that is"
	    " for admins");
}

static int
load_side(struct cli *cli, int argument, struct side *out, struct fail *why)
{
	struct address *addresses;
	int64_t id;

	if (cli_find_living(cli, cli_argument(cli, argument), &out->person,
		why) < 0)
		return -1;
	id = out->person.id;
	if (profiles_get(cli->desk.db, id, &cli->arena, &out->profile,
		why) < 0 ||
	    people_addresses(cli->desk.db, id, &cli->arena, &addresses,
		&out->address_count, why) < 0 ||
	    people_belongings(cli->desk.db, id, &out->has, why) < 0)
		return -1;
	out->addresses = arena_array(&cli->arena, out->address_count,
	    sizeof(struct slice));
	for (size_t i = 0; i < out->address_count; i++)
		out->addresses[i] = addresses[i].address;
	return 0;
}

static void
add_row(struct merging *merging, const char *field, struct slice goes,
    struct slice stays, struct slice result)
{
	if ((goes.len > 0 || stays.len > 0) && merging->count < ROWS_MAX)
		merging->rows[merging->count++] = (struct comparison){ field,
			goes, stays, result };
}

static void
add_lists(struct cli *cli, struct merging *merging, const char *field,
    const struct slice *goes, size_t go_count, const struct slice *stays,
    size_t stay_count)
{
	struct arena *arena = &cli->arena;

	add_row(merging, field, merge_unite(goes, go_count, NULL, 0, arena),
	    merge_unite(stays, stay_count, NULL, 0, arena),
	    merge_unite(stays, stay_count, goes, go_count, arena));
}

/* The values of one kind. */
static size_t
values_of(struct cli *cli, const struct profile *profile, enum profile_id kind,
    struct slice **out)
{
	size_t count = 0;

	*out = arena_array(&cli->arena, profile->contact_count,
	    sizeof(struct slice));
	for (size_t i = 0; i < profile->contact_count; i++)
		if (profile->contacts[i].kind == kind)
			(*out)[count++] = profile->contacts[i].value;
	return count;
}

/* Those of theirs that are not among ours, in other marks perhaps. */
static size_t
new_values(struct cli *cli, enum profile_id kind, const struct slice *theirs,
    size_t their_count, const struct slice *ours, size_t our_count,
    struct slice *out)
{
	const struct profile_key *key = profile_key(kind);
	size_t count = 0;

	for (size_t i = 0; i < their_count; i++) {
		struct slice folded = profile_folded(key, theirs[i],
		    &cli->arena);
		bool known = false;

		for (size_t j = 0; j < our_count; j++)
			known = known || slice_eq(folded,
			    profile_folded(key, ours[j], &cli->arena));
		if (!known)
			out[count++] = theirs[i];
	}
	return count;
}

static void
add_contact_row(struct cli *cli, struct merging *merging, enum profile_id kind)
{
	struct slice *theirs, *ours, *news;
	struct arena *arena = &cli->arena;
	size_t their_count, our_count, new_count;

	their_count = values_of(cli, &merging->goes.profile, kind, &theirs);
	our_count = values_of(cli, &merging->stays.profile, kind, &ours);
	news = arena_array(arena, their_count, sizeof(*news));
	new_count = new_values(cli, kind, theirs, their_count, ours, our_count,
	    news);
	add_row(merging, profile_key(kind)->name,
	    merge_unite(theirs, their_count, NULL, 0, arena),
	    merge_unite(ours, our_count, NULL, 0, arena),
	    merge_unite(ours, our_count, news, new_count, arena));
}

static void
add_profile_rows(struct cli *cli, struct merging *merging)
{
	const struct profile *goes = &merging->goes.profile;
	const struct profile *stays = &merging->stays.profile;

	for (int i = 0; i < PROFILE_KEY_COUNT; i++) {
		const struct profile_key *key = profile_key((enum profile_id)i);

		if (key->place == PROFILE_CONTACT)
			add_contact_row(cli, merging, (enum profile_id)i);
		else
			add_row(merging, key->name, goes->values[i],
			    stays->values[i], merging->takes[i]
			    ? goes->values[i] : stays->values[i]);
	}
	add_lists(cli, merging, "labels", goes->labels, goes->label_count,
	    stays->labels, stays->label_count);
}

static void
add_number(struct cli *cli, struct merging *merging, const char *field,
    int64_t goes, int64_t stays)
{
	struct arena *arena = &cli->arena;

	add_row(merging, field, arena_format(arena, "%lld", (long long)goes),
	    arena_format(arena, "%lld", (long long)stays),
	    arena_format(arena, "%lld", (long long)(goes + stays)));
}

static void
add_flag(struct merging *merging, const char *field, bool goes, bool stays)
{
	struct slice kept = slice_of(stays ? "yes" : "no");

	if (goes || stays)
		add_row(merging, field, slice_of(goes ? "yes" : "no"), kept,
		    kept);
}

static void
compare(struct cli *cli, struct merging *merging)
{
	const struct side *goes = &merging->goes, *stays = &merging->stays;

	merge_takes(goes->profile.values, stays->profile.values,
	    merging->takes);
	add_profile_rows(cli, merging);
	add_lists(cli, merging, "addresses", goes->addresses,
	    goes->address_count, stays->addresses, stays->address_count);
	add_number(cli, merging, "tickets", goes->has.tickets,
	    stays->has.tickets);
	add_number(cli, merging, "notes", goes->has.notes, stays->has.notes);
	add_number(cli, merging, "files", goes->has.files, stays->has.files);
	add_flag(merging, "agent", goes->person.is_agent,
	    stays->person.is_agent);
	add_flag(merging, "disabled", goes->person.disabled,
	    stays->person.disabled);
	add_flag(merging, "auto_responder", goes->person.auto_responder,
	    stays->person.auto_responder);
}

static int
look(struct cli *cli, struct merging *merging, struct fail *why)
{
	bool swap = cli_option(cli, "--swap") != NULL;

	if (load_side(cli, swap ? 1 : 0, &merging->goes, why) < 0 ||
	    load_side(cli, swap ? 0 : 1, &merging->stays, why) < 0 ||
	    cli_merge_allowed(cli, &merging->goes.person,
		&merging->stays.person, why) < 0)
		return -1;
	if (merging->goes.person.id == merging->stays.person.id)
		return fail_set(why, FAIL_REFUSE, "both are user %lld",
		    (long long)merging->goes.person.id);
	if (merging->goes.person.is_agent)
		return fail_set(why, FAIL_REFUSE, "user %lld is an agent, whose"
		    " record must stay: --swap turns the direction",
		    (long long)merging->goes.person.id);
	merging->count = 0;
	compare(cli, merging);
	return 0;
}

static int
merge(struct cli *cli, void *data, struct fail *why)
{
	struct merging *merging = data;
	int64_t from, into;

	if (look(cli, merging, why) < 0)
		return -1;
	from = merging->goes.person.id;
	into = merging->stays.person.id;
	if (password_revoke(&cli->desk, from, why) < 0 ||
	    password_revoke(&cli->desk, into, why) < 0 ||
	    people_merge(cli->desk.db, from, into, merging->takes, cli->now,
		why) < 0)
		return -1;
	merging->done = true;
	return cli_change_log(cli, "person", from, "merged", SLICE_EMPTY,
	    arena_format(&cli->arena, "into %lld", (long long)into), why);
}

static void
print(struct cli *cli, const struct merging *merging)
{
	static const struct cli_column of[] = {
		CLI_LEFT("What"), CLI_GIVES("Goes"), CLI_GIVES("Stays"),
		CLI_GIVES(""), CLI_GIVES("Will be"),
	};
	struct cli_columns columns;
	long long from = merging->goes.person.id;
	long long into = merging->stays.person.id;

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	cli_columns_add(&columns, SLICE("number"));
	cli_columns_add_format(&columns, "%lld", from);
	cli_columns_add_format(&columns, "%lld", into);
	cli_columns_add(&columns, SLICE("->"));
	cli_columns_add_format(&columns, "%lld; %lld leads to it", into, from);
	for (size_t i = 0; i < merging->count; i++) {
		cli_columns_add(&columns, slice_of(merging->rows[i].field));
		cli_columns_add(&columns, merging->rows[i].goes);
		cli_columns_add(&columns, merging->rows[i].stays);
		cli_columns_add(&columns, SLICE("->"));
		cli_columns_add(&columns, merging->rows[i].result);
	}
	cli_columns_print(&columns, cli, "");
	if (merging->done)
		fprintf(cli->out, "Done: `maildesk user unmerge %lld` takes it"
		    " back\n", from);
	else
		fprintf(cli->out, "Nothing was done yet: say --yes; or --swap"
		    " for the other direction\n");
}

static void
print_json(struct cli *cli, const struct merging *merging)
{
	struct json *json = json_new_object(), *array, *item;

	json_add_int(json, "goes", merging->goes.person.id);
	json_add_int(json, "stays", merging->stays.person.id);
	json_add_bool(json, "merged", merging->done);
	array = json_add_array(json, "fields");
	for (size_t i = 0; i < merging->count; i++) {
		item = json_append_object(array);
		json_add_text(item, "field",
		    slice_of(merging->rows[i].field));
		json_add_text_or_null(item, "goes", merging->rows[i].goes);
		json_add_text_or_null(item, "stays", merging->rows[i].stays);
		json_add_text_or_null(item, "result",
		    merging->rows[i].result);
	}
	cli_print_json(cli, json);
}

int
cli_user_merge(struct cli *cli, struct fail *why)
{
	struct merging merging = { .done = false };

	if (cli_option(cli, "--yes") == NULL
	    ? look(cli, &merging, why) < 0
	    : cli_change(cli, merge, &merging, why) < 0)
		return -1;
	if (cli->json)
		print_json(cli, &merging);
	else
		print(cli, &merging);
	return 0;
}
