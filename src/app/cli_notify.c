/* maildesk notify preview: a letter that is not sent. */
#include "app/cli_commands.h"

#include "app/cli_find.h"
#include "app/cli_person.h"
#include "app/cli_print.h"
#include "app/compose.h"
#include "app/facts.h"
#include "desk/token.h"
#include "store/entries.h"
#include "store/people.h"

/* What the letter would be about: an entry of this kind. */
static enum entry_kind
kind_of(enum letter_event event)
{
	if (event == LETTER_AGENT_REPLY || event == LETTER_COLLEAGUE_REPLIED)
		return ENTRY_REPLY;
	return event == LETTER_NOTE || event == LETTER_HELD ||
	    event == LETTER_CONFIRM ? ENTRY_NOTE : ENTRY_MESSAGE;
}

/* The last of them; nothing where there is none. */
static int
find_entry(struct cli *cli, int64_t ticket_id, enum letter_event event,
    struct entry *out, struct fail *why)
{
	enum entry_kind kind = kind_of(event);
	struct entry *entries;
	size_t count;

	if (entries_list(cli->desk.db, ticket_id, &cli->arena, &entries, &count,
		why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (entries[i].kind == kind && (kind == ENTRY_NOTE ||
		    !entries[i].is_private))
			*out = entries[i];
	return 0;
}

struct preview {
	struct ticket ticket;
	struct addressee to;
	struct action action;
	struct facts facts;
	struct changes changes;
	struct outbox_row row;
};

static int
read_words(struct cli *cli, struct preview *preview, struct fail *why)
{
	struct addressee *to = &preview->to;
	int64_t id;
	int got;

	if (!letter_event_parse(cli_argument(cli, 0), &to->event))
		return fail_set(why, FAIL_REFUSE, "there is no letter \"%.*s\";"
		    " maildesk-commands(7) names them, under LETTERS",
		    SLICE_ARG(cli_argument(cli, 0)));
	if (cli_number(cli, 1, &id, why) < 0 ||
	    cli_find_ticket(cli, id, &preview->ticket, why) < 0 ||
	    cli_find_person(cli, cli_argument(cli, 2), &to->person, why) < 0)
		return -1;
	got = people_primary_address(cli->desk.db, to->person.id, &cli->arena,
	    &to->address, why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "%.*s has no address",
		    SLICE_ARG(to->person.name));
	return got < 0 ? -1 : 0;
}

static int
write_letter(struct cli *cli, struct preview *preview, struct fail *why)
{
	struct telling telling = { &preview->facts, &preview->action,
		&preview->changes };
	struct entry entry = { 0 };

	preview->action = (struct action){ .kind = ACTION_DESK,
		.door = DOOR_CLI, .at = cli->now,
		.ticket_id = preview->ticket.id, .by_desk = true,
		.occasion = "due" };
	if (find_entry(cli, preview->ticket.id, preview->to.event, &entry,
		why) < 0 ||
	    facts_load(&cli->desk, &preview->action, &cli->arena,
		&preview->facts, why) < 0)
		return -1;
	action_apply(&preview->facts, &preview->action, &cli->arena,
	    &preview->changes);
	preview->changes.entry = entry;
	if (entry.person_id != 0 && people_get(cli->desk.db, entry.person_id,
		&cli->arena, &preview->action.actor, why) < 0)
		return -1;
	return compose(&cli->desk, &telling, &preview->to, &cli->arena,
	    &preview->row, why);
}

/* Its tokens would be those of the next letter. */
static struct slice
shown(struct cli *cli, struct slice text)
{
	return token_scrub(text, &cli->arena);
}

static void
print(struct cli *cli, const struct outbox_row *row)
{
	cli_print_fact(cli, "From", cli_person_both(cli, row->from_name,
	    row->from_address));
	cli_print_fact(cli, "To", row->address);
	cli_print_fact(cli, "Reply-To", shown(cli, row->reply_to));
	cli_print_fact(cli, "Subject", row->subject);
	putc('\n', cli->out);
	cli_print_block(cli, "", shown(cli, row->text));
}

static void
print_json(struct cli *cli, const struct outbox_row *row)
{
	struct json *json = json_new_object();

	json_add_text(json, "event", row->event);
	json_add_int(json, "ticket", row->ticket_id);
	json_add_text(json, "from_name", row->from_name);
	json_add_text(json, "from_address", row->from_address);
	json_add_text(json, "to", row->address);
	json_add_text(json, "reply_to", shown(cli, row->reply_to));
	json_add_text(json, "subject", row->subject);
	json_add_text(json, "text", shown(cli, row->text));
	cli_print_json(cli, json);
}

int
cli_notify_preview(struct cli *cli, struct fail *why)
{
	struct preview preview = { .ticket = { 0 } };

	if (read_words(cli, &preview, why) < 0 ||
	    write_letter(cli, &preview, why) < 0)
		return -1;
	if (cli->json)
		print_json(cli, &preview.row);
	else
		print(cli, &preview.row);
	return 0;
}
