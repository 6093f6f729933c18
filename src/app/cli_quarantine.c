/* maildesk quarantine ...: what was kept out, and letting it in. */
#include "app/cli_commands.h"

#include "app/cli_change.h"
#include "app/cli_columns.h"
#include "app/cli_mail.h"
#include "app/cli_message.h"
#include "app/cli_print.h"
#include "app/pipeline.h"

#define LIST_USUAL 100

/* What the gateway died of is not read by us either. */
static bool
is_poison(const struct filing *filing)
{
	return slice_eq(filing->reason, SLICE("poison"));
}

/* The mail again, for its sender and subject: they are in no column. */
static int
read_mail(struct cli *cli, const struct filing *filing, struct slice *from,
    struct slice *subject, struct fail *why)
{
	struct work work;
	int rc = pipeline_read(&cli->desk, filing->archive_id, &work, why);

	if (rc == 0 && work.mail.from.count > 0)
		*from = arena_copy(&cli->arena,
		    work.mail.from.items[0].address);
	if (rc == 0)
		*subject = arena_copy(&cli->arena, work.mail.subject);
	work_free(&work);
	return rc;
}

static int
read_envelope(struct cli *cli, const struct filing *filing,
    struct slice *from, struct fail *why)
{
	struct cli_message message;

	if (cli_message_load(cli, filing->archive_id, &message, why) < 0)
		return -1;
	*from = message.envelope.sender;
	return 0;
}

static int
list_one(struct cli *cli, const struct filing *filing,
    struct cli_columns *columns, struct json *json, struct fail *why)
{
	struct slice from = SLICE_EMPTY, subject = SLICE_EMPTY;
	int rc = is_poison(filing) ? read_envelope(cli, filing, &from, why)
				   : read_mail(cli, filing, &from, &subject,
					 why);

	if (rc < 0)
		return -1;
	json_add_int(json, "message", filing->archive_id);
	json_add_text(json, "reason", filing->reason);
	json_add_text(json, "class", filing->class);
	json_add_time(json, "at", filing->at);
	json_add_text_or_null(json, "from", from);
	json_add_text(json, "subject", subject);
	cli_columns_add_format(columns, "%lld", (long long)filing->archive_id);
	cli_columns_add(columns, filing->reason);
	cli_columns_add_when(columns, filing->at, cli->now);
	cli_columns_add(columns, from);
	cli_columns_add(columns, subject);
	return 0;
}

int
cli_quarantine_list(struct cli *cli, struct fail *why)
{
	static const struct cli_column of[] = {
		CLI_RIGHT("Message"), CLI_LEFT("Reason"), CLI_LEFT("When"),
		CLI_GIVES("From"), CLI_GIVES("Subject"),
	};
	struct json *json = json_new_array();
	struct cli_columns columns;
	struct filing *items;
	size_t count = 0;
	int64_t max;
	int rc;

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	rc = cli_option_number(cli, "--limit", LIST_USUAL, &max, why);
	if (rc == 0)
		rc = filings_quarantined(cli->desk.db, (size_t)max,
		    &cli->arena, &items, &count, why);
	for (size_t i = 0; i < count && rc == 0; i++)
		rc = list_one(cli, &items[i], &columns,
		    json_append_object(json), why);
	return cli_list_end(cli, rc, json, &columns, "nothing is quarantined");
}

/* FAIL_REFUSE unless it is in quarantine. */
static int
find_message(struct cli *cli, struct cli_message *out, struct fail *why)
{
	int64_t id;

	if (cli_number(cli, 0, &id, why) < 0 ||
	    cli_message_load(cli, id, out, why) < 0)
		return -1;
	if (out->is_filed && out->filing.state == FILING_QUARANTINED)
		return 0;
	return fail_set(why, FAIL_REFUSE,
	    "message %lld is not in quarantine: it %s%.*s", (long long)id,
	    out->is_filed ? "is " : "",
	    SLICE_ARG(cli_message_fate(cli, out)));
}

int
cli_quarantine_show(struct cli *cli, struct fail *why)
{
	struct cli_message message;
	struct cli_mail mail;
	struct json *json;
	bool poison;

	if (find_message(cli, &message, why) < 0)
		return -1;
	poison = is_poison(&message.filing);
	if (!poison)
		cli_mail_read(message.raw, &message.envelope, &cli->desk.own,
		    &cli->desk.limits, &cli->arena, &mail);
	if (cli->json) {
		json = json_new_object();
		cli_message_json(&message, json);
		if (!poison)
			cli_mail_json(&mail, json_add_object(json, "mail"));
		cli_print_json(cli, json);
		return 0;
	}
	cli_message_print(cli, &message);
	if (poison)
		return 0;
	putc('\n', cli->out);
	cli_mail_print(cli, &mail, true);
	return 0;
}

struct release {
	struct cli_message message;
	struct work work;
	struct filed filed;
};

static int
release(struct cli *cli, void *data, struct fail *why)
{
	struct release *release = data;
	struct filed *filed = &release->filed;

	/* Once more under the lock: somebody else may have been quicker. */
	if (find_message(cli, &release->message, why) < 0 ||
	    pipeline_release(&cli->desk, &release->work, filed, why) < 0)
		return -1;
	if (filed->state == FILING_QUARANTINED)
		return fail_set(why, FAIL_REFUSE, "message %lld cannot be"
		    " filed even so: %s", (long long)release->message.id,
		    filed->reason);
	return cli_change_log(cli, "ticket", filed->ticket_id, "quarantine",
	    arena_format(&cli->arena, "message %lld: %.*s",
		(long long)release->message.id,
		SLICE_ARG(release->message.filing.reason)),
	    SLICE("released"), why);
}

static void
print_released(struct cli *cli, const struct release *release)
{
	const struct filed *filed = &release->filed;
	struct json *json;

	if (!cli->json) {
		fprintf(cli->out, "message %lld is %s ticket #%lld, %zu"
		    " letter%s\n", (long long)release->message.id,
		    filed->state == FILING_DUPLICATE ? "a duplicate on"
						     : "filed on",
		    (long long)filed->ticket_id, filed->letters,
		    filed->letters == 1 ? "" : "s");
		return;
	}
	json = json_new_object();
	json_add_int(json, "message", release->message.id);
	json_add_text(json, "state",
	    slice_of(filing_state_name(filed->state)));
	json_add_id(json, "ticket", filed->ticket_id);
	json_add_id(json, "entry", filed->entry_id);
	json_add_int(json, "letters", (int64_t)filed->letters);
	cli_print_json(cli, json);
}

int
cli_quarantine_release(struct cli *cli, struct fail *why)
{
	struct release all = { .filed = { .reason = NULL } };
	int rc;

	if (find_message(cli, &all.message, why) < 0)
		return -1;
	/* The pure stages, before the lock. */
	rc = pipeline_read(&cli->desk, all.message.id, &all.work, why);
	if (rc == 0)
		rc = cli_change(cli, release, &all, why);
	if (rc == 0)
		print_released(cli, &all);
	work_free(&all.work);
	return rc;
}
