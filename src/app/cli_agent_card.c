/* What there is to say of an agent beside what all people have. */
#include "app/cli_agent_card.h"

#include "app/cli_person.h"
#include "app/cli_print.h"
#include "app/cli_when.h"
#include "app/voice.h"
#include "desk/agent_key.h"
#include "desk/hours.h"
#include "store/departments.h"
#include "store/people.h"
#include "store/preferences.h"
#include "store/teams.h"
#include "store/wishes.h"

static void
add_word(struct text *text, struct slice word)
{
	text_add_string(text, text->len > 0 ? ", " : "");
	text_add(text, word);
}

int
cli_agent_departments(struct cli *cli, const struct person *person,
    struct slice *names, struct json *array, struct fail *why)
{
	struct text text = TEXT_IN(&cli->arena);
	struct department department;
	struct json *item;

	for (size_t i = 0; i < cli->members.count; i++) {
		const struct member *member = &cli->members.items[i];
		int got = member->person_id != person->id ? 0
		    : departments_get(cli->desk.db, member->department_id,
			&cli->arena, &department, why);

		if (got < 0)
			return -1;
		if (got == 0)
			continue;
		add_word(&text, member->role != ROLE_MANAGER ? department.name
		    : arena_format(&cli->arena, "%.*s (manager)",
			SLICE_ARG(department.name)));
		if (array == NULL)
			continue;
		item = json_append_object(array);
		json_add_text(item, "name", department.name);
		json_add_text(item, "role",
		    slice_of(member_role_name(member->role)));
	}
	*names = text_slice(&text);
	return 0;
}

static int
show_departments(struct cli *cli, const struct person *person,
    struct json *json, struct fail *why)
{
	struct slice names;

	if (cli_agent_departments(cli, person, &names, json == NULL ? NULL
		: json_add_array(json, "departments"), why) < 0)
		return -1;
	if (json == NULL)
		cli_print_fact(cli, "Departments", names);
	return 0;
}

static int
show_teams(struct cli *cli, const struct person *person, struct json *json,
    struct fail *why)
{
	struct text text = TEXT_IN(&cli->arena);
	struct json *array = json == NULL ? NULL
	    : json_add_array(json, "teams");
	struct team *teams;
	size_t count;

	if (teams_of_person(cli->desk.db, person->id, &cli->arena, &teams,
		&count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		add_word(&text, teams[i].name);
		if (array != NULL)
			json_append_text(array, teams[i].name);
	}
	if (json == NULL)
		cli_print_fact(cli, "Teams", text_slice(&text));
	return 0;
}

/* "mon-fri 9-17; now at work" */
static int
show_hours(struct cli *cli, const struct person *person, struct slice value,
    struct json *json, struct fail *why)
{
	struct voice voice;
	struct hours hours;
	bool is_open;

	if (voice_of(&cli->desk, person->id, &cli->arena, &voice, why) < 0)
		return -1;
	is_open = hours_parse(value, voice.zone, &cli->arena, &hours) &&
	    hours_are_open(&hours, cli->now);
	if (json != NULL)
		json_add_bool(json, "at_work", is_open);
	else
		cli_print_fact_format(cli, "Hours", "%.*s; now %s",
		    SLICE_ARG(value), is_open ? "at work" : "not at work");
	return 0;
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

static int
show_key(struct cli *cli, const struct person *person,
    const struct agent_key *key, struct json *json, struct fail *why)
{
	struct slice value = SLICE_EMPTY;

	if (preferences_get(cli->desk.db, person->id, key->preference,
		&cli->arena, &value, why) < 0)
		return -1;
	if (json != NULL)
		json_add_text_or_null(json, key->name, value);
	if (key == agent_key(AGENT_HOURS) && value.len > 0)
		return show_hours(cli, person, value, json, why);
	if (json == NULL)
		print_lines(cli, key->title, value);
	return 0;
}

static int
show_absence(struct cli *cli, const struct person *person, struct json *json,
    struct fail *why)
{
	struct absence absence = { .until = 0 };
	struct slice value = SLICE_EMPTY, deputy = SLICE_EMPTY;
	char from[CLI_WHEN_SIZE], until[CLI_WHEN_SIZE];

	if (preferences_get(cli->desk.db, person->id, ABSENCE_PREFERENCE,
		&cli->arena, &value, why) < 0)
		return -1;
	if (!absence_parse(value, &absence) || absence.until <= cli->now)
		absence.from = absence.until = 0;
	if (absence.deputy_id != 0 && cli_person_called(cli,
		absence.deputy_id, &deputy, why) < 0)
		return -1;
	if (json != NULL) {
		json_add_time(json, "away_from", absence.from);
		json_add_time(json, "away_until", absence.until);
		return cli_person_add_json(cli, json, "deputy",
		    absence.deputy_id, why);
	}
	if (absence.until != 0)
		cli_print_fact_format(cli, "Away", "%s to %s",
		    cli_when(absence.from, cli->now, from),
		    cli_when(absence.until, cli->now, until));
	cli_print_fact(cli, "Deputy", deputy);
	return 0;
}

int
cli_agent_card(struct cli *cli, const struct person *person,
    struct json *json, struct fail *why)
{
	if (show_departments(cli, person, json, why) < 0 ||
	    show_teams(cli, person, json, why) < 0)
		return -1;
	for (int i = 0; i < AGENT_KEY_COUNT; i++)
		if (show_key(cli, person, agent_key((enum agent_key_id)i),
			json, why) < 0)
			return -1;
	return show_absence(cli, person, json, why);
}

int
cli_agent_away(struct cli *cli, const struct absences *absences,
    int64_t person_id, struct slice *out, struct fail *why)
{
	const struct absence *absence = absences_find(absences, person_id,
	    cli->now);
	int64_t deputy_id = absences_deputy(absences, person_id, cli->now);
	struct person deputy = { .id = 0 };
	char until[CLI_WHEN_SIZE];

	*out = SLICE_EMPTY;
	if (absence == NULL)
		return 0;
	if (deputy_id != 0 && people_get(cli->desk.db, deputy_id, &cli->arena,
		&deputy, why) < 0)
		return -1;
	*out = arena_format(&cli->arena, "away until %s%s%.*s",
	    cli_when(absence->until, cli->now, until),
	    deputy.id != 0 ? ", for them " : "", SLICE_ARG(deputy.handle));
	return 0;
}
