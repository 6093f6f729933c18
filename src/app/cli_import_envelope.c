/* The envelope of a mail that has lost its own: read off its headers. */
#include "app/cli_import.h"

#include "app/found_sender.h"
#include "mail/address.h"
#include "mail/header.h"
#include "store/departments.h"
#include "store/recipients.h"

/* What names a recipient, the surest first. */
static const struct slice recipient_fields[] = {
	SLICE_INIT("Delivered-To"),
	SLICE_INIT("X-Original-To"),
	SLICE_INIT("Envelope-To"),
	SLICE_INIT("To"),
	SLICE_INIT("Cc"),
	/* What the desk has sent is in old mailboxes, too. */
	SLICE_INIT("From"),
};

struct reading {
	struct cli *cli;
	struct arena *arena;
	struct headers headers;
	struct envelope *out;
	struct fail *why;
};

static struct mailboxes
mailboxes_of(const struct reading *reading, const struct header *header)
{
	struct mailboxes mailboxes;
	limit_bits ignored = 0;

	mailboxes_parse(header_unfold(header->value, reading->arena),
	    SLICE_EMPTY, &reading->cli->desk.limits, reading->arena,
	    &mailboxes, &ignored);
	return mailboxes;
}

static bool
is_there(const struct reading *reading, struct slice address)
{
	const struct envelope *out = reading->out;

	for (size_t i = 0; i < out->recipient_count; i++)
		if (slice_eq_nocase(out->recipients[i], address))
			return true;
	return false;
}

static void
add_recipient(struct reading *reading, struct slice address)
{
	struct envelope *out = reading->out;

	out->recipients = arena_grow(reading->arena, out->recipients,
	    out->recipient_count * sizeof(address),
	    (out->recipient_count + 1) * sizeof(address));
	out->recipients[out->recipient_count++] = address;
}

/* Those of a field that mail to the desk would name. */
static int
add_field(struct reading *reading, const struct header *header)
{
	struct mailboxes mailboxes = mailboxes_of(reading, header);
	size_t max = (size_t)reading->cli->conf.max_recipients;
	int got;

	for (size_t i = 0; i < mailboxes.count; i++) {
		struct slice address = mailboxes.items[i].address;

		if (reading->out->recipient_count >= max)
			break;
		if (!address_is_sendable(address) || is_there(reading, address))
			continue;
		got = recipients_is_known(reading->cli->desk.db, address,
		    reading->why);
		if (got < 0)
			return -1;
		if (got == 1)
			add_recipient(reading, address);
	}
	return 0;
}

static int
add_default(struct reading *reading)
{
	struct department department;
	int got = departments_default(reading->cli->desk.db, reading->arena,
	    &department, reading->why);

	if (got == 0)
		return fail_set(reading->why, FAIL_SETUP, "there is no"
		    " department to import into: `maildesk department add NAME"
		    " ADDRESS`");
	if (got == 1)
		add_recipient(reading, department.address);
	return got < 0 ? -1 : 0;
}

static int
read_recipients(struct reading *reading)
{
	const struct headers *headers = &reading->headers;
	const struct header *header;

	for (size_t i = 0; i < ARRAY_LEN(recipient_fields); i++)
		for (header = headers_find(headers, recipient_fields[i]);
		    header != NULL; header = headers_next(headers, header))
			if (add_field(reading, header) < 0)
				return -1;
	return reading->out->recipient_count > 0 ? 0 : add_default(reading);
}

int
cli_import_envelope(struct cli *cli, struct slice raw, struct slice hint,
    struct arena *arena, struct envelope *out, struct fail *why)
{
	struct reading reading = { .cli = cli, .arena = arena, .out = out,
		.why = why };
	limit_bits ignored = 0;

	headers_parse(&raw, &cli->desk.limits, arena, &reading.headers,
	    &ignored);
	*out = (struct envelope){ .door = DOOR_IMPORT };
	/* An empty hint says nothing: the header is asked. */
	out->sender = found_sender(&reading.headers, hint,
	    &cli->desk.limits, arena);
	return read_recipients(&reading);
}
