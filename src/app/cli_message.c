/* An archived message, what became of it, and why. */
#include "app/cli_message.h"

#include "app/cli_letter.h"
#include "app/cli_print.h"
#include "app/cli_when.h"
#include "app/record.h"
#include "desk/quarantine.h"

/* The letter that a line of the record names: "person=5 letter=12". */
static int64_t
letter_in(struct slice stage, struct slice value)
{
	static const struct slice mark = SLICE_INIT("letter=");
	struct slice digits = slice_from(value, slice_search(value, mark));
	int64_t id;

	if (!slice_eq(stage, SLICE("tell")) || digits.len == 0 ||
	    !slice_number(slice_from(digits, mark.len), INT64_MAX, &id))
		return 0;
	return id;
}

static int
load_letters(struct cli *cli, struct cli_message *message, struct fail *why)
{
	struct slice rest = message->filing.record, stage, fact, value;
	struct outbox_row letter;
	int64_t id;
	int got;

	while (record_next(&rest, &stage, &fact, &value)) {
		if ((id = letter_in(stage, value)) == 0)
			continue;
		got = outbox_get(cli->desk.db, id, &cli->arena, &letter, why);
		if (got < 0)
			return -1;
		if (got == 0)
			continue;
		message->letters = arena_grow(&cli->arena, message->letters,
		    message->letter_count * sizeof(letter),
		    (message->letter_count + 1) * sizeof(letter));
		message->letters[message->letter_count++] = letter;
	}
	return 0;
}

int
cli_message_load(struct cli *cli, int64_t id, struct cli_message *out,
    struct fail *why)
{
	int got;

	*out = (struct cli_message){ .id = id };
	got = archive_read(cli->desk.archive, id, &cli->arena, &out->envelope,
	    &out->raw, why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "there is no message %lld",
		    (long long)id);
	if (got > 0)
		got = filings_get(cli->desk.db, id, &cli->arena, &out->filing,
		    why);
	if (got < 0)
		return -1;
	out->is_filed = got == 1;
	return load_letters(cli, out, why);
}

struct slice
cli_message_fate(struct cli *cli, const struct cli_message *message)
{
	const struct filing *filing = &message->filing;
	long long entry = filing->entry_id, ticket = filing->ticket_id;

	if (!message->is_filed)
		return SLICE("waits to be filed");
	switch (filing->state) {
	case FILING_FILED:
		return arena_format(&cli->arena,
		    "filed as entry %lld of ticket #%lld", entry, ticket);
	case FILING_DUPLICATE:
		return arena_format(&cli->arena,
		    "duplicate of entry %lld of ticket #%lld", entry, ticket);
	case FILING_QUARANTINED:
	case FILING_STATE_COUNT:
		break;
	}
	return arena_format(&cli->arena, "quarantined: %.*s",
	    SLICE_ARG(filing->reason));
}

static void
print_envelope(struct cli *cli, const struct cli_message *message)
{
	const struct envelope *envelope = &message->envelope;
	struct slice original;
	char text[CLI_WHEN_SIZE];

	cli_print_fact_format(cli, "Accepted", "%s, by %s",
	    cli_when(envelope->at, cli->now, text), door_name(envelope->door));
	cli_print_fact_format(cli, "Sender", "<%.*s>",
	    SLICE_ARG(envelope->sender));
	for (size_t i = 0; i < envelope->recipient_count; i++) {
		original = envelope->originals != NULL
		    ? envelope->originals[i] : SLICE_EMPTY;
		cli_print_fact_format(cli, i == 0 ? "Recipients" : "",
		    "<%.*s>%s%.*s", SLICE_ARG(envelope->recipients[i]),
		    original.len > 0 ? ", first " : "", SLICE_ARG(original));
	}
	cli_print_fact(cli, "Reference", envelope->door_ref);
	cli_print_fact(cli, "Queue id", envelope->queue_id);
	cli_print_fact(cli, "Login", envelope->sasl_username);
	cli_print_fact(cli, "Size",
	    slice_of(cli_size((int64_t)message->raw.len, text)));
}

/* What the word of a quarantine says to who does not know it yet. */
static void
print_reason(struct cli *cli, struct slice word)
{
	const struct quarantine_reason *reason = quarantine_find(word);

	if (reason == NULL)
		return;
	cli_print_fact(cli, "Meaning", slice_of(reason->means));
	cli_print_fact(cli, "Advice", slice_of(reason->advice));
}

static void
print_record(struct cli *cli, struct slice record)
{
	struct slice stage, fact, value;

	if (record.len == 0)
		return;
	putc('\n', cli->out);
	cli_print_heading(cli, SLICE("Why"));
	while (record_next(&record, &stage, &fact, &value))
		cli_print_line(cli, arena_format(&cli->arena,
		    "  %-10.*s %-18.*s %.*s", SLICE_ARG(stage),
		    SLICE_ARG(fact), SLICE_ARG(value)));
}

void
cli_message_print(struct cli *cli, const struct cli_message *message)
{
	cli_print_heading(cli, arena_format(&cli->arena, "message %lld: %.*s",
	    (long long)message->id,
	    SLICE_ARG(cli_message_fate(cli, message))));
	print_reason(cli, message->filing.reason);
	print_envelope(cli, message);
	cli_print_fact(cli, "Class", message->filing.class);
	print_record(cli, message->filing.record);
	if (message->letter_count == 0)
		return;
	putc('\n', cli->out);
	cli_letters_print(cli, message->letters, message->letter_count, "");
}

static void
add_envelope(struct json *json, const struct cli_message *message)
{
	const struct envelope *envelope = &message->envelope;
	struct json *array, *item;

	json_add_time(json, "accepted_at", envelope->at);
	json_add_text(json, "door", slice_of(door_name(envelope->door)));
	json_add_text_or_null(json, "door_ref", envelope->door_ref);
	json_add_text(json, "sender", envelope->sender);
	array = json_add_array(json, "recipients");
	for (size_t i = 0; i < envelope->recipient_count; i++) {
		item = json_append_object(array);
		json_add_text(item, "address", envelope->recipients[i]);
		json_add_text_or_null(item, "original",
		    envelope->originals != NULL ? envelope->originals[i]
						: SLICE_EMPTY);
	}
	json_add_text_or_null(json, "queue_id", envelope->queue_id);
	json_add_text_or_null(json, "sasl_username", envelope->sasl_username);
	json_add_int(json, "size", (int64_t)message->raw.len);
}

static void
add_record(struct json *array, struct slice record)
{
	struct slice stage, fact, value;
	struct json *item;

	while (record_next(&record, &stage, &fact, &value)) {
		item = json_append_object(array);
		json_add_text(item, "stage", stage);
		json_add_text(item, "fact", fact);
		json_add_text(item, "value", value);
	}
}

void
cli_message_json(const struct cli_message *message, struct json *json)
{
	const struct filing *filing = &message->filing;
	struct json *array;

	json_add_int(json, "message", message->id);
	add_envelope(json, message);
	json_add_text(json, "state", slice_of(message->is_filed
	    ? filing_state_name(filing->state) : "waiting"));
	json_add_text_or_null(json, "reason", filing->reason);
	json_add_text_or_null(json, "class", filing->class);
	json_add_id(json, "ticket", filing->ticket_id);
	json_add_id(json, "entry", filing->entry_id);
	add_record(json_add_array(json, "record"), filing->record);
	array = json_add_array(json, "letters");
	for (size_t i = 0; i < message->letter_count; i++)
		cli_letter_json(json_append_object(array),
		    &message->letters[i]);
}
