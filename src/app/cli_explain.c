/* maildesk explain: what became of a message, or of a file that may be one. */
#include "app/cli_commands.h"

#include "app/cli_mail.h"
#include "app/cli_message.h"
#include "app/cli_print.h"
#include "base/file.h"
#include "store/entries.h"

static int
explain_message(struct cli *cli, int64_t id, struct fail *why)
{
	struct cli_message message;
	struct json *json;

	if (cli_message_load(cli, id, &message, why) < 0)
		return -1;
	if (!cli->json) {
		cli_message_print(cli, &message);
		return 0;
	}
	json = json_new_object();
	cli_message_json(&message, json);
	cli_print_json(cli, json);
	return 0;
}

/* As the intake keeps it: every line ends in CRLF. */
static struct slice
with_crlf(struct slice raw, struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	text_reserve(&text, raw.len + raw.len / 32);
	for (size_t i = 0; i < raw.len; i++) {
		if (raw.data[i] == '\n' && (i == 0 || raw.data[i - 1] != '\r'))
			text_add_char(&text, '\r');
		text_add_char(&text, raw.data[i]);
	}
	return text_slice(&text);
}

static int
by_bytes(struct cli *cli, struct slice raw, int64_t *id, struct fail *why)
{
	unsigned char digest[SECRET_DIGEST_SIZE];

	secret_digest(raw, digest);
	return filings_by_digest(cli->desk.db,
	    slice_make(digest, sizeof(digest)), id, why);
}

/* 1, 0, -1: the message of the entry that this mail is, however it came. */
static int
by_identity(struct cli *cli, const struct mail *mail, int64_t *id,
    struct fail *why)
{
	struct entry entry;
	int64_t entry_id, ticket_id;
	int got;

	got = entries_by_identity(cli->desk.db, slice_make(mail->identity,
	    sizeof(mail->identity)), &entry_id, &ticket_id, why);
	if (got == 1)
		got = entries_get(cli->desk.db, entry_id, &cli->arena, &entry,
		    why);
	if (got == 1)
		*id = entry.archive_id;
	return got == 1 ? *id != 0 : got;
}

static int
find_message(struct cli *cli, const struct mail *mail, int64_t *id,
    struct fail *why)
{
	int got = by_bytes(cli, mail->raw, id, why);

	if (got == 0)
		got = by_bytes(cli, with_crlf(mail->raw, &cli->arena), id, why);
	if (got == 0)
		got = by_identity(cli, mail, id, why);
	return got;
}

/* What would become of such a mail, as far as it alone tells. */
static const char *const fates[] = {
	[EFFECT_TICKET] = "would be filed on its ticket, or open one",
	[EFFECT_THREAD] = "would be filed on its ticket, else quarantined",
	[EFFECT_LETTER] = "would be tied to its letter, else quarantined",
	[EFFECT_QUARANTINE] = "would be quarantined",
};

static int
print_file(struct cli *cli, const struct cli_mail *mail, int64_t id,
    struct fail *why)
{
	enum ticket_effect effect = class_effects(mail->kind.class)->ticket;

	cli_print_heading(cli, slice_of(cli->arguments[0]));
	cli_print_fact(cli, "Here", slice_of(id == 0 ? "not seen yet"
						     : "seen before"));
	if (id == 0)
		cli_print_fact(cli, "Fate", slice_of(fates[effect]));
	cli_mail_print(cli, mail, false);
	if (id == 0)
		return 0;
	putc('\n', cli->out);
	return explain_message(cli, id, why);
}

static int
json_file(struct cli *cli, const struct cli_mail *mail, int64_t id,
    struct fail *why)
{
	struct json *json = json_new_object(), *child;
	struct cli_message message;
	int rc = 0;

	cli_mail_json(mail, json_add_object(json, "mail"));
	child = json_add_array(json, "signs");
	for (size_t i = 0; i < mail->kind.hit_count; i++)
		json_append_text(child, slice_of(mail->kind.hits[i].name));
	json_add_bool(json, "may_auto_respond", mail->kind.may_auto_respond);
	if (id == 0)
		json_add_null(json, "message");
	else if ((rc = cli_message_load(cli, id, &message, why)) == 0)
		cli_message_json(&message, json_add_object(json, "message"));
	if (rc == 0)
		cli_show_json(cli, json);
	json_free(json);
	return rc;
}

static int
explain_file(struct cli *cli, const char *path, struct fail *why)
{
	const struct envelope nobody = { .door = DOOR_CLI };
	struct cli_mail mail;
	struct slice raw;
	int64_t id = 0;

	if (file_read(path, (size_t)cli->conf.max_message, &cli->arena, &raw,
		why) < 0)
		return -1;
	cli_mail_read(raw, &nobody, &cli->desk.own, &cli->desk.limits,
	    &cli->arena, &mail);
	mail_digest(&mail.mail);
	if (find_message(cli, &mail.mail, &id, why) < 0)
		return -1;
	return cli->json ? json_file(cli, &mail, id, why)
			 : print_file(cli, &mail, id, why);
}

int
cli_explain(struct cli *cli, struct fail *why)
{
	struct slice word = cli_argument(cli, 0);
	int64_t id;

	if (slice_number(word, INT64_MAX, &id) && id > 0)
		return explain_message(cli, id, why);
	return explain_file(cli, cli->arguments[0], why);
}
