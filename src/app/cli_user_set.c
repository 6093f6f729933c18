/* maildesk user set: what is known of a person beside their mail. */
#include "app/cli_commands.h"

#include "app/cli_change.h"
#include "app/cli_dossier.h"
#include "app/cli_find.h"
#include "app/cli_print.h"
#include "app/cli_text.h"

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
read_setting(struct cli *cli, struct slice word, struct setting *out,
    struct fail *why)
{
	size_t equals = slice_index(word, '=');
	struct slice name = slice_head(word, equals);
	struct slice value = slice_trim(slice_from(word, equals + 1));

	if (equals == word.len)
		return fail_set(why, FAIL_REFUSE, "\"%.*s\" is not KEY=VALUE",
		    TYPED(cli, word));
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
	int got = contacts_remove(cli->desk.db, id, setting->id,
	    profile_folded(setting->key, value, &cli->arena), why);

	if (got <= 0)
		return got;
	return cli_change_log(cli, "person", id, setting->key->name, value,
	    SLICE_EMPTY, why) < 0 ? -1 : 1;
}

static int
add_contact(struct cli *cli, int64_t id, const struct setting *setting,
    struct fail *why)
{
	int got = contacts_add(cli->desk.db, id, setting->id, setting->value,
	    setting->folded, why);

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

/* "field.NAME=VALUE"; nothing behind it: none. */
static int
set_field(struct cli *cli, int64_t id, struct slice word, struct fail *why)
{
	size_t equals = slice_index(word, '=');
	struct slice name = slice_from(slice_head(word, equals), 6);
	struct slice value = slice_trim(slice_from(word, equals + 1));
	struct slice old, kept = SLICE_EMPTY;
	const char *fault = NULL;
	struct field field;
	int got;

	if (equals == word.len)
		return fail_set(why, FAIL_REFUSE, "\"%.*s\" is not KEY=VALUE",
		    TYPED(cli, word));
	got = fields_find(cli->desk.db, FIELD_OF_PERSON, name, &cli->arena,
	    &field, why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "users have no field"
		    " \"%.*s\"; `maildesk field list` names them",
		    TYPED(cli, name));
	if (got < 0 || fields_value(cli->desk.db, field.id, id, &cli->arena,
		&old, why) < 0)
		return -1;
	if (value.len > 0)
		fault = field_value(&field, value, &cli->arena, &kept);
	if (fault != NULL)
		return fail_set(why, FAIL_REFUSE, "field %.*s: %s",
		    SLICE_ARG(field.name), fault);
	if (fields_set(cli->desk.db, field.id, id, kept, why) < 0)
		return -1;
	return cli_change_log(cli, "person", id, arena_string(&cli->arena,
	    arena_format(&cli->arena, "field.%.*s", SLICE_ARG(field.name))),
	    old, kept, why);
}

static int
set_word(struct cli *cli, struct dossier *dossier, struct slice word,
    struct fail *why)
{
	int64_t id = dossier->person.id;
	struct setting setting;

	if (slice_starts_nocase(word, SLICE("field.")))
		return set_field(cli, id, word, why);
	if (profiles_get(cli->desk.db, id, &cli->arena, &dossier->profile,
		why) < 0 || read_setting(cli, word, &setting, why) < 0)
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
		if (set_word(cli, dossier, cli_argument(cli, i), why) < 0)
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
