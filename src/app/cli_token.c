/* maildesk token revoke: answers to letters prove nothing any more. */
#include "app/cli_change.h"
#include "app/cli_commands.h"
#include "app/cli_find.h"
#include "app/cli_print.h"
#include "store/outbox.h"

struct revoking {
	struct person agent;  /* id 0: anybody */
	struct ticket ticket; /* id 0: any */
	int64_t count;
};

static int
find(struct cli *cli, struct revoking *revoking, struct fail *why)
{
	int64_t ticket = 0;

	if (cli_option(cli, "--agent") != NULL && cli_find_agent(cli,
		cli_option_slice(cli, "--agent"), &revoking->agent, why) < 0)
		return -1;
	if (cli_option_number(cli, "--ticket", 0, &ticket, why) < 0 ||
	    (ticket != 0 && cli_find_ticket(cli, ticket, &revoking->ticket,
		why) < 0))
		return -1;
	if (revoking->agent.id == 0 && revoking->ticket.id == 0)
		return fail_set(why, FAIL_REFUSE, "say whose, or about what:"
		    " --agent AGENT, --ticket TICKET or both");
	return 0;
}

static int
revoke(struct cli *cli, void *data, struct fail *why)
{
	struct revoking *revoking = data;
	struct text text = TEXT_IN(&cli->arena);
	bool about;

	if (find(cli, revoking, why) < 0)
		return -1;
	about = revoking->ticket.id != 0;
	if (outbox_revoke_all(cli->desk.db, revoking->ticket.id,
		revoking->agent.id, cli->now, &revoking->count, why) < 0)
		return -1;
	if (revoking->count == 0)
		return 0;
	text_add_format(&text, "revoked: %lld letters",
	    (long long)revoking->count);
	if (about && revoking->agent.id != 0) {
		text_add_string(&text, " to ");
		text_add_line(&text, revoking->agent.handle);
	}
	return cli_change_log(cli, about ? "ticket" : "person",
	    about ? revoking->ticket.id : revoking->agent.id, "tokens",
	    SLICE_EMPTY, text_slice(&text), why);
}

int
cli_token_revoke(struct cli *cli, struct fail *why)
{
	struct revoking revoking = { .count = 0 };
	struct json *json;

	if (cli_change(cli, revoke, &revoking, why) < 0)
		return -1;
	if (cli->json) {
		json = json_new_object();
		json_add_int(json, "letters", revoking.count);
		json_add_id(json, "agent", revoking.agent.id);
		json_add_id(json, "ticket", revoking.ticket.id);
		cli_print_json(cli, json);
		return 0;
	}
	cli_print_line(cli, arena_format(&cli->arena, "%lld letter%s: an answer"
	    " to %s proves nothing any more%s", (long long)revoking.count,
	    revoking.count == 1 ? "" : "s", revoking.count == 1 ? "it" : "one",
	    revoking.count == 0 ? " (there was none that did)"
				: "; the next letter brings a new address"));
	return 0;
}
