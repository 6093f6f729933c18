/* maildesk user set: what is known of a person beside their mail. */
#include "app/cli_commands.h"

#include "app/cli_change.h"
#include "app/cli_dossier.h"
#include "app/cli_find.h"
#include "app/cli_print.h"
#include "app/cli_setting.h"
#include "app/cli_text.h"
#include "store/owned.h"

/* What is typed comes back in sentences. */
#define TYPED(cli, word) SLICE_ARG(cli_line((word), &(cli)->arena))

enum setting_kind {
	SETTING_IS,   /* KEY=VALUE; nothing behind it: none */
	SETTING_ADD,  /* KEY+=VALUE */
	SETTING_DROP, /* KEY-=VALUE */
};

struct setting {
	enum profile_id id;
	const struct profile_key *key;
	enum setting_kind kind;
	struct slice value, folded; /* as kept */
};

static struct slice
key_names(struct cli *cli)
{
	struct text text = TEXT_IN(&cli->arena);

	for (int i = 0; i < PROFILE_KEY_COUNT; i++)
		text_add_format(&text, "%s%s", i > 0 ? ", " : "",
		    profile_key((enum profile_id)i)->name);
	return text_slice(&text);
}

/* "phone+" is the key "phone", added to. */
static void
take_sign(struct slice *word, enum setting_kind *kind)
{
	*kind = slice_ends(*word, SLICE("+")) ? SETTING_ADD
	    : slice_ends(*word, SLICE("-")) ? SETTING_DROP : SETTING_IS;
	if (*kind != SETTING_IS)
		word->len--;
}

static int
read_setting(struct cli *cli, struct slice name, struct slice value,
    struct setting *out, struct fail *why)
{
	take_sign(&name, &out->kind);
	out->key = profile_key_find(name);
	if (out->key == NULL)
		return fail_set(why, FAIL_REFUSE, "there is no \"%.*s\" to"
		    " set: it is one of %.*s", TYPED(cli, name),
		    SLICE_ARG(key_names(cli)));
	out->id = (enum profile_id)(out->key - profile_key(PROFILE_NAME));
	if (out->kind != SETTING_IS && out->key->place != PROFILE_CONTACT)
		return fail_set(why, FAIL_REFUSE, "there is one %s only: write"
		    " %s=VALUE", out->key->name, out->key->name);
	out->value = out->folded = SLICE_EMPTY;
	if (value.len == 0 && out->kind == SETTING_IS &&
	    out->id != PROFILE_NAME)
		return 0;
	if (!profile_value(out->key, value, &cli->arena, &out->value))
		return fail_set(why, FAIL_REFUSE, "%s must be %s",
		    out->key->name, out->key->hint);
	out->folded = profile_folded(out->key, out->value, &cli->arena);
	return 0;
}

static int
set_one(struct cli *cli, const struct dossier *dossier,
    const struct setting *setting, struct fail *why)
{
	int64_t id = dossier->person.id;

	if (profiles_set(cli->desk.db, id, setting->id, setting->value,
		why) < 0)
		return -1;
	return cli_change_log(cli, "person", id, setting->key->name,
	    dossier->profile.values[setting->id], setting->value, why);
}

static int
drop_contact(struct cli *cli, int64_t id, const struct setting *setting,
    struct slice value, struct fail *why)
{
	int got = contacts_remove(cli->desk.db, OWNER_PERSON, id,
	    setting->key, profile_folded(setting->key, value, &cli->arena),
	    why);

	if (got <= 0)
		return got;
	return cli_change_log(cli, "person", id, setting->key->name, value,
	    SLICE_EMPTY, why) < 0 ? -1 : 1;
}

static int
add_contact(struct cli *cli, int64_t id, const struct setting *setting,
    struct fail *why)
{
	int got = contacts_add(cli->desk.db, OWNER_PERSON, id, setting->key,
	    setting->value, setting->folded, why);

	if (got <= 0)
		return got;
	return cli_change_log(cli, "person", id, setting->key->name,
	    SLICE_EMPTY, setting->value, why);
}

/* All values of the kind go but the one that is said. */
static int
replace_contacts(struct cli *cli, const struct dossier *dossier,
    const struct setting *setting, struct fail *why)
{
	const struct profile *profile = &dossier->profile;
	struct slice folded;

	for (size_t i = 0; i < profile->contact_count; i++) {
		if (profile->contacts[i].kind != setting->id)
			continue;
		folded = profile_folded(setting->key,
		    profile->contacts[i].value, &cli->arena);
		if (!slice_eq(folded, setting->folded) &&
		    drop_contact(cli, dossier->person.id, setting,
			profile->contacts[i].value, why) < 0)
			return -1;
	}
	return setting->value.len == 0 ? 0
	    : add_contact(cli, dossier->person.id, setting, why);
}

static int
set_contact(struct cli *cli, const struct dossier *dossier,
    const struct setting *setting, struct fail *why)
{
	int got;

	switch (setting->kind) {
	case SETTING_IS:
		return replace_contacts(cli, dossier, setting, why);
	case SETTING_ADD:
		return add_contact(cli, dossier->person.id, setting, why);
	case SETTING_DROP:
		got = drop_contact(cli, dossier->person.id, setting,
		    setting->value, why);
		if (got == 0)
			return fail_set(why, FAIL_REFUSE, "person %lld has no"
			    " %s %.*s", (long long)dossier->person.id,
			    setting->key->name, TYPED(cli, setting->value));
		return got < 0 ? -1 : 0;
	}
	return 0;
}

static int
set_word(struct cli *cli, struct dossier *dossier, int n, struct fail *why)
{
	int64_t id = dossier->person.id;
	struct slice name, value, field = SLICE("field.");
	struct setting setting;

	if (cli_setting(cli, n, &name, &value, why) < 0)
		return -1;
	value = slice_trim(value);
	if (slice_starts_nocase(name, field))
		return cli_setting_field(cli, FIELD_OF_PERSON, id,
		    slice_from(name, field.len), value, why);
	if (profiles_get(cli->desk.db, id, &cli->arena, &dossier->profile,
		why) < 0 || read_setting(cli, name, value, &setting, why) < 0)
		return -1;
	return setting.key->place == PROFILE_CONTACT
	    ? set_contact(cli, dossier, &setting, why)
	    : set_one(cli, dossier, &setting, why);
}

static int
set(struct cli *cli, void *data, struct fail *why)
{
	struct dossier *dossier = data;

	if (cli_find_living(cli, cli_argument(cli, 0), &dossier->person,
		why) < 0)
		return -1;
	/* Each looks at what those before it left. */
	for (int i = 1; i < cli->argument_count; i++)
		if (set_word(cli, dossier, i, why) < 0)
			return -1;
	return 0;
}

int
cli_user_set(struct cli *cli, struct fail *why)
{
	struct dossier dossier;
	struct json *json;

	if (cli_change(cli, set, &dossier, why) < 0)
		return -1;
	if (cli->json) {
		json = json_new_object();
		json_add_int(json, "person", dossier.person.id);
		json_add_int(json, "set", cli->argument_count - 1);
		cli_print_json(cli, json);
		return 0;
	}
	cli_print_line(cli, arena_format(&cli->arena,
	    "user %lld: done; `maildesk user show %lld`",
	    (long long)dossier.person.id, (long long)dossier.person.id));
	return 0;
}
