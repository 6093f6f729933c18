/* maildesk agent prefer: what an agent wants to hear of, and how. */
#include "app/cli_commands.h"
#include "app/cli_find.h"
#include "app/cli_print.h"
#include "app/cli_setting.h"
#include "app/digest.h"
#include "app/ours.h"
#include "desk/wish.h"
#include "mail/address.h"
#include "store/people.h"
#include "store/preferences.h"
#include "urgent.h"

static int
check_hour(struct cli *cli, const struct person *person, struct slice value,
    struct fail *why)
{
	int64_t hour;

	(void)cli;
	(void)person;
	return slice_number(value, 23, &hour) ? 0
	    : fail_set(why, FAIL_REFUSE, "digest is an hour from 0 to 23");
}

/* It becomes one more address of the agent, who may write from it. */
static int
check_urgent(struct cli *cli, const struct person *person, struct slice value,
    struct fail *why)
{
	struct department ours;
	struct slice identity;
	int got;

	if (!address_is_sendable(value) ||
	    !address_identity(value, &cli->arena, &identity))
		return fail_set(why, FAIL_REFUSE, "\"%.*s\" is no address that"
		    " mail can be sent to", SLICE_ARG(value));
	got = ours_department(&cli->desk, identity, &cli->arena, &ours, why);
	if (got == 1)
		return fail_set(why, FAIL_REFUSE,
		    "this is an address of the desk itself");
	return got < 0 ? -1 : people_add_address(cli->desk.db, person->id,
	    value, identity, cli->now, why);
}

/* Beside the events' own keys. */
static const struct key {
	const char *name; /* of the preference, too */
	int (*check)(struct cli *cli, const struct person *person,
	    struct slice value, struct fail *why);
} keys[] = {
	{ DIGEST_HOUR, check_hour },
	{ URGENT_ADDRESS, check_urgent },
};

static const char *
event_preference(struct cli *cli, enum letter_event event)
{
	return arena_string(&cli->arena, arena_format(&cli->arena,
	    WISH_PREFIX "%s", letter_event_row(event)->name));
}

static int
set_event(struct cli *cli, const struct person *person,
    enum letter_event event, struct slice value, struct fail *why)
{
	const char *name;
	struct wish wish;

	if (!wish_parse(value, &wish))
		return fail_set(why, FAIL_REFUSE, "%s is one of usual, all,"
		    " department, mine, none, and perhaps digest behind a comma",
		    letter_event_row(event)->name);
	name = event_preference(cli, event);
	return cli_setting_preference(cli, person->id, name, name,
	    wish.scope == SCOPE_USUAL && !wish.digest ? SLICE_EMPTY
	    : wish_text(&wish, &cli->arena), why);
}

static int
set_one(struct cli *cli, const struct person *person, int n, struct fail *why)
{
	struct slice key, value;
	enum letter_event event;

	if (cli_setting(cli, n, &key, &value, why) < 0)
		return -1;
	if (letter_event_parse(key, &event) && wish_covers(event))
		return set_event(cli, person, event, value, why);
	if (slice_eq_nocase(value, SLICE("none")))
		value = SLICE_EMPTY;
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		if (!slice_eq_nocase(key, slice_of(keys[i].name)))
			continue;
		if (value.len > 0 &&
		    keys[i].check(cli, person, value, why) < 0)
			return -1;
		return cli_setting_preference(cli, person->id, keys[i].name,
		    keys[i].name, value, why);
	}
	return fail_set(why, FAIL_REFUSE, "nothing to prefer is called"
	    " \"%.*s\"; `maildesk agent prefer AGENT` names what is",
	    SLICE_ARG(key));
}

static int
show_one(struct cli *cli, const struct person *person, const char *key,
    const char *name, const char *usual, struct json *json, struct fail *why)
{
	struct slice value = slice_of(usual);

	if (preferences_get(cli->desk.db, person->id, name, &cli->arena,
		&value, why) < 0)
		return -1;
	if (cli->json)
		json_add_text_or_null(json, key, value);
	else
		cli_print_fact(cli, key, value.len > 0 ? value : SLICE("none"));
	return 0;
}

static int
show(struct cli *cli, const struct person *person, struct json *json,
    struct fail *why)
{
	for (int i = 0; i < LETTER_EVENT_COUNT; i++) {
		enum letter_event event = (enum letter_event)i;

		if (wish_covers(event) &&
		    show_one(cli, person, letter_event_row(event)->name,
			event_preference(cli, event),
			wish_scope_name(SCOPE_USUAL), json, why) < 0)
			return -1;
	}
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (show_one(cli, person, keys[i].name, keys[i].name, NULL,
			json, why) < 0)
			return -1;
	return 0;
}

int
cli_agent_prefer(struct cli *cli, struct fail *why)
{
	struct json *json = json_new_object();
	struct person person;
	int rc;

	rc = cli_setting_agent(cli, set_one, &person, why);
	if (rc == 0)
		rc = show(cli, &person, json, why);
	if (rc == 0 && cli->json)
		cli_show_json(cli, json);
	json_free(json);
	return rc;
}
