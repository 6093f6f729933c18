/* maildesk queue ...: letters on their way, and what may be done to them. */
#include "app/cli_commands.h"

#include "app/cli_change.h"
#include "app/cli_letter.h"
#include "app/cli_print.h"
#include "app/cli_when.h"
#include "desk/template_html.h"
#include "store/outbox.h"

#define LIST_USUAL 100

/* A letter that is still somebody's business. */
static const enum letter_state waiting[] = {
	LETTER_STATE_FAILED, LETTER_STATE_UNKNOWN, LETTER_STATE_HELD,
	LETTER_STATE_SENDING, LETTER_STATE_QUEUED,
};

struct letters {
	struct outbox_row *items;
	size_t count;
};

static int
add_state(struct cli *cli, enum letter_state state, int64_t ticket, size_t max,
    struct letters *out, struct fail *why)
{
	struct slice to = cli_option_slice(cli, "--to");
	struct outbox_row *found;
	size_t count;
	int rc = to.len > 0
	    ? outbox_search(cli->desk.db, to, state, ticket, max, &cli->arena,
		&found, &count, why)
	    : outbox_list(cli->desk.db, state, ticket, max, &cli->arena,
		&found, &count, why);

	if (rc < 0)
		return -1;
	out->items = arena_grow(&cli->arena, out->items,
	    out->count * sizeof(*found), (out->count + count) * sizeof(*found));
	for (size_t i = 0; i < count; i++)
		out->items[out->count++] = found[i];
	return 0;
}

/* Those of one state, of any, or all that are not done with. */
static int
load(struct cli *cli, struct letters *out, struct fail *why)
{
	struct slice word = cli_option_slice(cli, "--state");
	enum letter_state state = LETTER_STATE_COUNT;
	int64_t max, ticket;

	if (cli_option_number(cli, "--limit", LIST_USUAL, &max, why) < 0 ||
	    cli_option_number(cli, "--ticket", 0, &ticket, why) < 0)
		return -1;
	if (word.len > 0 && !slice_eq_nocase(word, SLICE("any")) &&
	    !letter_state_parse(word, &state))
		return fail_set(why, FAIL_REFUSE, "--state is one of queued,"
		    " held, sending, unknown, sent, failed, cancelled, any");
	*out = (struct letters){ NULL, 0 };
	if (word.len > 0)
		return add_state(cli, state, ticket, (size_t)max, out, why);
	for (size_t i = 0; i < ARRAY_LEN(waiting); i++)
		if (add_state(cli, waiting[i], ticket,
			(size_t)max - out->count, out, why) < 0)
			return -1;
	return 0;
}

int
cli_queue_list(struct cli *cli, struct fail *why)
{
	struct letters letters;
	struct json *json;

	if (load(cli, &letters, why) < 0)
		return -1;
	if (!cli->json) {
		cli_letters_print(cli, letters.items, letters.count,
		    "no letters wait");
		return 0;
	}
	json = json_new_array();
	for (size_t i = 0; i < letters.count; i++)
		cli_letter_json(json_append_object(json), &letters.items[i]);
	cli_print_json(cli, json);
	return 0;
}

static int
find_letter(struct cli *cli, struct outbox_row *out, struct fail *why)
{
	int64_t id;
	int got;

	if (cli_number(cli, 0, &id, why) < 0)
		return -1;
	got = outbox_get(cli->desk.db, id, &cli->arena, out, why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "there is no letter %lld",
		    (long long)id);
	return got < 0 ? -1 : 0;
}

static void
print_letter(struct cli *cli, const struct outbox_row *letter)
{
	cli_print_heading(cli, arena_format(&cli->arena, "letter %lld: %.*s",
	    (long long)letter->id, SLICE_ARG(letter->event)));
	cli_print_fact_format(cli, "State", "%s, %lld attempt%s",
	    letter_state_name(letter->state), (long long)letter->attempts,
	    letter->attempts == 1 ? "" : "s");
	if (letter->ticket_id != 0)
		cli_print_fact_format(cli, "Ticket", "#%lld",
		    (long long)letter->ticket_id);
	cli_print_fact_when(cli, "Written", letter->created_at);
	if (letter->state == LETTER_STATE_QUEUED ||
	    letter->state == LETTER_STATE_UNKNOWN)
		cli_print_fact_when(cli, "Due", letter->due_at);
	cli_print_fact_when(cli, "Last tried", letter->attempt_at);
	cli_print_fact(cli, "Server said", letter->reply);
	cli_print_fact(cli, "Return path", letter->return_path.len > 0
	    ? letter->return_path : SLICE("<>"));
	cli_print_fact_format(cli, "From", "%.*s <%.*s>",
	    SLICE_ARG(letter->from_name), SLICE_ARG(letter->from_address));
	cli_print_fact(cli, "To", letter->address);
	cli_print_fact(cli, "Reply-To", letter->reply_to);
	cli_print_fact(cli, "Subject", letter->subject);
	cli_print_fact(cli, "Message-ID", letter->message_id);
	putc('\n', cli->out);
	cli_print_block(cli, "    ", slice_trim_end(letter->text));
}

int
cli_queue_show(struct cli *cli, struct fail *why)
{
	struct outbox_row letter;
	struct json *json;

	if (find_letter(cli, &letter, why) < 0)
		return -1;
	if (!cli->json) {
		print_letter(cli, &letter);
		return 0;
	}
	json = json_new_object();
	cli_letter_json(json, &letter);
	json_add_text_or_null(json, "reply_to", letter.reply_to);
	json_add_text(json, "text", letter.text);
	json_add_text_or_null(json, "html", template_html(letter.subject,
	    letter.text, letter.shape, &cli->arena));
	cli_print_json(cli, json);
	return 0;
}

/* To another state; FAIL_REFUSE when its own does not lead there. */
static int
move(struct cli *cli, struct outbox_row *letter, enum letter_state to,
    struct fail *why)
{
	enum letter_state from = letter->state;
	int got = outbox_move(cli->desk.db, letter->id, from, to, cli->now,
	    why);

	if (got < 0)
		return -1;
	letter->state = to;
	return cli_change_log(cli, "letter", letter->id, "state",
	    slice_of(letter_state_name(from)),
	    slice_of(letter_state_name(to)), why);
}

/* A letter that is queued already goes at once. */
static int
retry(struct cli *cli, void *data, struct fail *why)
{
	struct outbox_row *letter = data;
	char due[CLI_WHEN_SIZE];

	if (find_letter(cli, letter, why) < 0)
		return -1;
	if (letter->state != LETTER_STATE_QUEUED)
		return move(cli, letter, LETTER_STATE_QUEUED, why);
	if (outbox_hurry(cli->desk.db, letter->id, cli->now, why) < 0)
		return -1;
	return cli_change_log(cli, "letter", letter->id, "due",
	    slice_of(cli_date(letter->due_at, due)), SLICE("at once"), why);
}

static int
hold(struct cli *cli, void *data, struct fail *why)
{
	struct outbox_row *letter = data;

	return find_letter(cli, letter, why) < 0 ? -1
	    : move(cli, letter, LETTER_STATE_HELD, why);
}

static int
cancel(struct cli *cli, void *data, struct fail *why)
{
	struct outbox_row *letter = data;

	return find_letter(cli, letter, why) < 0 ? -1
	    : move(cli, letter, LETTER_STATE_CANCELLED, why);
}

static int
change(struct cli *cli, cli_change_step *step, struct fail *why)
{
	struct outbox_row letter;
	struct json *json;

	if (cli_change(cli, step, &letter, why) < 0)
		return -1;
	if (!cli->json) {
		fprintf(cli->out, "letter %lld is %s\n",
		    (long long)letter.id, letter_state_name(letter.state));
		return 0;
	}
	json = json_new_object();
	json_add_int(json, "letter", letter.id);
	json_add_text(json, "state",
	    slice_of(letter_state_name(letter.state)));
	cli_print_json(cli, json);
	return 0;
}

/* All letters of one state. */
struct crowd {
	enum letter_state state;
	size_t count;
};

static int
retry_crowd(struct cli *cli, void *data, struct fail *why)
{
	struct crowd *crowd = data;
	struct outbox_row *letters;

	if (outbox_list(cli->desk.db, crowd->state, 0, SIZE_MAX >> 1,
		&cli->arena, &letters, &crowd->count, why) < 0)
		return -1;
	for (size_t i = crowd->count; i > 0; i--)
		if (move(cli, &letters[i - 1], LETTER_STATE_QUEUED, why) < 0)
			return -1;
	return 0;
}

static int
change_crowd(struct cli *cli, enum letter_state state, struct fail *why)
{
	struct crowd crowd = { .state = state };
	struct json *json;

	if (cli_change(cli, retry_crowd, &crowd, why) < 0)
		return -1;
	if (!cli->json) {
		fprintf(cli->out, "%zu letter%s that %s %s %s queued\n",
		    crowd.count, crowd.count == 1 ? "" : "s",
		    crowd.count == 1 ? "was" : "were",
		    letter_state_name(state), crowd.count == 1 ? "is" : "are");
		return 0;
	}
	json = json_new_object();
	json_add_int(json, "letters", (int64_t)crowd.count);
	json_add_text(json, "state",
	    slice_of(letter_state_name(LETTER_STATE_QUEUED)));
	cli_print_json(cli, json);
	return 0;
}

int
cli_queue_retry(struct cli *cli, struct fail *why)
{
	bool held = cli_option(cli, "--held") != NULL;
	bool failed = cli_option(cli, "--failed") != NULL;

	if (held + failed + (cli->argument_count > 0) != 1)
		return fail_set(why, FAIL_REFUSE, "say which letter, or --held"
		    " for all that are held, or --failed for all that have"
		    " failed");
	if (held || failed)
		return change_crowd(cli, held ? LETTER_STATE_HELD
					      : LETTER_STATE_FAILED, why);
	return change(cli, retry, why);
}

int
cli_queue_hold(struct cli *cli, struct fail *why)
{
	return change(cli, hold, why);
}

int
cli_queue_cancel(struct cli *cli, struct fail *why)
{
	return change(cli, cancel, why);
}
