/* Letters as commands show them. */
#include "app/cli_letter.h"

#include "app/cli_columns.h"

void
cli_letter_json(struct json *json, const struct outbox_row *letter)
{
	json_add_int(json, "id", letter->id);
	json_add_text(json, "state",
	    slice_of(letter_state_name(letter->state)));
	json_add_text(json, "event", letter->event);
	json_add_id(json, "ticket", letter->ticket_id);
	json_add_id(json, "entry", letter->entry_id);
	json_add_id(json, "person", letter->person_id);
	json_add_text(json, "address", letter->address);
	json_add_text(json, "from", letter->from_address);
	json_add_text_or_null(json, "return_path", letter->return_path);
	json_add_text(json, "message_id", letter->message_id);
	json_add_text(json, "subject", letter->subject);
	json_add_time(json, "created_at", letter->created_at);
	json_add_time(json, "due_at", letter->due_at);
	json_add_int(json, "attempts", letter->attempts);
	json_add_time(json, "attempt_at", letter->attempt_at);
	json_add_text_or_null(json, "server_said", letter->reply);
}

/* When something will be, or was, done about it. */
static int64_t
time_of(const struct outbox_row *letter)
{
	switch (letter->state) {
	case LETTER_STATE_QUEUED:
	case LETTER_STATE_UNKNOWN:
		return letter->due_at;
	case LETTER_STATE_HELD:
	case LETTER_STATE_CANCELLED:
		return letter->created_at;
	case LETTER_STATE_SENDING:
	case LETTER_STATE_SENT:
	case LETTER_STATE_FAILED:
	case LETTER_STATE_COUNT:
		break;
	}
	return letter->attempt_at;
}

void
cli_letters_print(struct cli *cli, const struct outbox_row *letters,
    size_t count, const char *none)
{
	static const struct cli_column of[] = {
		CLI_RIGHT("Letter"), CLI_LEFT("State"), CLI_LEFT("When"),
		CLI_RIGHT("Ticket"), CLI_LEFT("What"),
		CLI_GIVES("To"), CLI_RIGHT("Tries"),
		CLI_GIVES("The server said"),
	};
	struct cli_columns columns;

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	for (size_t i = 0; i < count; i++) {
		const struct outbox_row *letter = &letters[i];

		cli_columns_add_format(&columns, "%lld",
		    (long long)letter->id);
		cli_columns_add_format(&columns, "%s",
		    letter_state_name(letter->state));
		cli_columns_add_when(&columns, time_of(letter), cli->now);
		cli_columns_add_format(&columns, "#%lld",
		    (long long)letter->ticket_id);
		cli_columns_add(&columns, letter->event);
		cli_columns_add(&columns, letter->address);
		cli_columns_add_format(&columns, "%lld",
		    (long long)letter->attempts);
		cli_columns_add(&columns, letter->reply);
	}
	cli_columns_print(&columns, cli, none);
}
