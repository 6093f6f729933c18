/* KEY=VALUE arguments. */
#include "app/cli_setting.h"

#include "app/cli_actor.h"
#include "app/cli_change.h"
#include "app/cli_find.h"
#include "app/cli_text.h"
#include "store/fields.h"
#include "store/preferences.h"

/* What is typed comes back in sentences. */
#define TYPED(cli, word) SLICE_ARG(cli_line((word), &(cli)->arena))

int
cli_setting(struct cli *cli, int n, struct slice *key, struct slice *value,
    struct fail *why)
{
	struct slice word = cli_argument(cli, n);
	size_t at = slice_index(word, '=');

	*key = slice_head(word, at);
	*value = slice_from(word, at + 1);
	if (at == word.len || at == 0)
		return fail_set(why, FAIL_REFUSE, "\"%.*s\" is not KEY=VALUE",
		    TYPED(cli, word));
	return 0;
}

int
cli_setting_field(struct cli *cli, enum field_object object, int64_t id,
    struct slice name, struct slice value, struct fail *why)
{
	struct slice old, kept = SLICE_EMPTY;
	const char *fault = NULL;
	struct field field;
	int got;

	got = fields_find(cli->desk.db, object, name, &cli->arena, &field,
	    why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "%s have no field"
		    " \"%.*s\"; `maildesk field list` names them",
		    object == FIELD_OF_PERSON ? "users" : "organizations",
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
	return cli_change_log(cli, field_object_name(object), id,
	    arena_string(&cli->arena, arena_format(&cli->arena, "field.%.*s",
		SLICE_ARG(field.name))), old, kept, why);
}

int
cli_setting_preference(struct cli *cli, int64_t person_id,
    const char *preference, const char *field, struct slice value,
    struct fail *why)
{
	struct slice before = SLICE_EMPTY;

	if (preferences_get(cli->desk.db, person_id, preference, &cli->arena,
		&before, why) < 0 ||
	    preferences_set(cli->desk.db, person_id, preference, value,
		why) < 0)
		return -1;
	return cli_change_log(cli, "person", person_id, field, before, value,
	    why);
}

struct setting {
	cli_agent_setter *set;
	struct person *person;
};

static int
set_all(struct cli *cli, void *data, struct fail *why)
{
	const struct setting *setting = data;
	struct person *person = setting->person;

	if (cli_find_agent(cli, cli_argument(cli, 0), person, why) < 0)
		return -1;
	if (!cli_is_admin(cli) && person->id != cli->actor.id)
		return fail_set(why, FAIL_REFUSE, "this is theirs to say, or an"
		    " admin's");
	for (int n = 1; n < cli->argument_count; n++)
		if (setting->set(cli, person, n, why) < 0)
			return -1;
	return 0;
}

int
cli_setting_agent(struct cli *cli, cli_agent_setter *set, struct person *out,
    struct fail *why)
{
	struct setting setting = { set, out };

	return cli_change(cli, set_all, &setting, why);
}
