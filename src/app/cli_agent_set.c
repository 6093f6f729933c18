/* maildesk agent set: signature, hours, absence; and agent show. */
#include "app/cli_agent_card.h"
#include "app/cli_commands.h"
#include "app/cli_find.h"
#include "app/cli_print.h"
#include "app/cli_setting.h"
#include "app/cli_text.h"
#include "app/voice.h"
#include "desk/agent_key.h"
#include "store/preferences.h"

/* What is typed comes back in sentences. */
#define TYPED(cli, word) SLICE_ARG(cli_line((word), &(cli)->arena))

static bool
is_none(struct slice value)
{
	return value.len == 0 || slice_eq_nocase(value, SLICE("none"));
}

static int
set_key(struct cli *cli, const struct person *person,
    const struct agent_key *key, struct slice value, struct fail *why)
{
	struct slice tidy = SLICE_EMPTY;

	if (!is_none(value) && !key->tidy(value, &cli->arena, &tidy))
		return fail_set(why, FAIL_REFUSE, "%s must be %s", key->name,
		    key->hint);
	return cli_setting_preference(cli, person->id, key->preference,
	    key->name, tidy, why);
}

/* Who is away by then, and whom a colleague stands in for. */
static int
load_absence(struct cli *cli, const struct person *person,
    struct absence *out, struct fail *why)
{
	struct slice value = SLICE_EMPTY;
	int got = preferences_get(cli->desk.db, person->id,
	    ABSENCE_PREFERENCE, &cli->arena, &value, why);

	*out = (struct absence){ .person_id = person->id };
	if (got == 1 && !absence_parse(value, out))
		*out = (struct absence){ .person_id = person->id };
	return got < 0 ? -1 : 0;
}

static int
keep_absence(struct cli *cli, const struct person *person,
    const struct absence *absence, struct fail *why)
{
	return cli_setting_preference(cli, person->id, ABSENCE_PREFERENCE,
	    "away", absence->until == 0 && absence->deputy_id == 0 ? SLICE_EMPTY
	    : absence_text(absence, &cli->arena), why);
}

/* "DAY..DAY", as days begin where the agent is. */
static int
set_away(struct cli *cli, const struct person *person, struct slice value,
    struct fail *why)
{
	struct absence absence, days = { .from = 0 };
	struct voice voice;

	if (load_absence(cli, person, &absence, why) < 0 ||
	    voice_of(&cli->desk, person->id, &cli->arena, &voice, why) < 0)
		return -1;
	if (!is_none(value) &&
	    !absence_read(value, cli->now, voice.zone, &days))
		return fail_set(why, FAIL_REFUSE, "away must be days like"
		    " 2026-12-01..2026-12-14, not over yet; or none");
	absence.from = days.from;
	absence.until = days.until;
	return keep_absence(cli, person, &absence, why);
}

static int
set_deputy(struct cli *cli, const struct person *person, struct slice value,
    struct fail *why)
{
	struct absence absence;
	struct person deputy = { .id = 0 };

	if (load_absence(cli, person, &absence, why) < 0 ||
	    (!is_none(value) && cli_find_agent(cli, value, &deputy, why) < 0))
		return -1;
	if (deputy.disabled)
		return fail_set(why, FAIL_REFUSE, "%.*s is disabled",
		    SLICE_ARG(deputy.handle));
	if (deputy.id == person->id)
		return fail_set(why, FAIL_REFUSE, "nobody stands in for"
		    " themselves");
	absence.deputy_id = deputy.id;
	return keep_absence(cli, person, &absence, why);
}

static int
set_one(struct cli *cli, const struct person *person, int n, struct fail *why)
{
	const struct agent_key *key;
	struct slice name, value;

	if (cli_setting(cli, n, &name, &value, why) < 0)
		return -1;
	if (slice_eq_nocase(name, SLICE("away")))
		return set_away(cli, person, value, why);
	if (slice_eq_nocase(name, SLICE("deputy")))
		return set_deputy(cli, person, value, why);
	key = agent_key_find(name);
	if (key == NULL)
		return fail_set(why, FAIL_REFUSE, "there is no \"%.*s\" to set:"
		    " it is one of signature, hours, call, away, deputy;"
		    " `maildesk user set` has what all people have",
		    TYPED(cli, name));
	return set_key(cli, person, key, value, why);
}

int
cli_agent_set(struct cli *cli, struct fail *why)
{
	struct json *json = json_new_object();
	struct person person;
	int rc;

	rc = cli_setting_agent(cli, set_one, &person, why);
	if (rc == 0 && cli->json)
		json_add_int(json, "person", person.id);
	if (rc == 0)
		rc = cli_agent_card(cli, &person, cli->json ? json : NULL,
		    why);
	if (rc == 0 && cli->json)
		cli_show_json(cli, json);
	json_free(json);
	return rc;
}
