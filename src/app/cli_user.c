/* maildesk user autoresponder: whether a program answers there. */
#include "app/cli_commands.h"

#include "app/brake.h"
#include "app/cli_change.h"
#include "app/cli_find.h"
#include "app/cli_print.h"

static int
set_responder(struct cli *cli, void *data, struct fail *why)
{
	struct person *person = data;
	bool before, on = slice_eq(cli_argument(cli, 1), SLICE("on"));

	if (!on && !slice_eq(cli_argument(cli, 1), SLICE("off")))
		return fail_set(why, FAIL_REFUSE, "say on or off");
	if (cli_find_person(cli, cli_argument(cli, 0), person, why) < 0)
		return -1;
	before = person->auto_responder;
	person->auto_responder = on;
	if (brake_set_responder(&cli->desk, person->id, on, why) < 0)
		return -1;
	return cli_change_log(cli, "person", person->id, "auto_responder",
	    slice_of(before ? "on" : "off"), slice_of(on ? "on" : "off"), why);
}

int
cli_user_autoresponder(struct cli *cli, struct fail *why)
{
	struct person person;
	struct json *json;

	if (cli_change(cli, set_responder, &person, why) < 0)
		return -1;
	if (cli->json) {
		json = json_new_object();
		json_add_int(json, "person", person.id);
		json_add_bool(json, "auto_responder", person.auto_responder);
		cli_print_json(cli, json);
		return 0;
	}
	cli_print_line(cli, arena_format(&cli->arena, "%.*s (%lld) %s",
	    SLICE_ARG(person.name), (long long)person.id,
	    person.auto_responder
	    ? "gets no automatic mail" : "gets automatic mail again"));
	return 0;
}
