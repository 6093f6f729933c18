/* maildesk user reachable: an agent knows that mail gets through again. */
#include "app/cli_commands.h"

#include "app/address_mark.h"
#include "app/cli_change.h"
#include "app/cli_print.h"
#include "mail/address.h"

static int
recover(struct cli *cli, void *data, struct fail *why)
{
	const struct change by = { .at = cli->now,
		.person_id = cli->actor.id, .door = DOOR_CLI };
	struct slice identity;
	int got = 0;

	if (address_identity(cli_argument(cli, 0), &cli->arena, &identity))
		got = address_recover(cli->desk.db, identity, &by, data, why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "nobody has the address"
		    " %.*s", SLICE_ARG(cli_argument(cli, 0)));
	return got < 0 ? -1 : 0;
}

int
cli_user_reachable(struct cli *cli, struct fail *why)
{
	enum address_state was;
	struct json *json;

	if (cli_change(cli, recover, &was, why) < 0)
		return -1;
	if (cli->json) {
		json = json_new_object();
		json_add_text(json, "address", cli_argument(cli, 0));
		json_add_text(json, "was", slice_of(address_state_name(was)));
		cli_print_json(cli, json);
		return 0;
	}
	cli_print_line(cli, arena_format(&cli->arena, "%.*s %s",
	    SLICE_ARG(cli_argument(cli, 0)), was == ADDRESS_OK
	    ? "was not known to be bad" : "gets letters again"));
	return 0;
}
