/* A mail as the pure stages read it, for people. */
#include "app/cli_mail.h"

#include "app/cli_columns.h"
#include "app/cli_person.h"
#include "app/cli_print.h"
#include "app/cli_when.h"

void
cli_mail_read(struct slice raw, const struct envelope *envelope,
    const struct own *own, const struct mail_limits *limits,
    struct arena *arena, struct cli_mail *out)
{
	out->has_report = false;
	mail_parse(raw, limits, arena, &out->mail);
	classify(&out->mail, envelope, own, &out->kind);
	if (class_effects(out->kind.class)->ticket == EFFECT_LETTER)
		out->has_report = report_parse(&out->mail, arena,
		    &out->report);
}

static void
print_mailboxes(struct cli *cli, const char *fact,
    const struct mailboxes *mailboxes)
{
	for (size_t i = 0; i < mailboxes->count; i++)
		cli_print_fact(cli, i == 0 ? fact : "",
		    cli_person_both(cli, mailboxes->items[i].name,
			mailboxes->items[i].address));
}

static void
print_headers(struct cli *cli, const struct mail *mail)
{
	char when[CLI_WHEN_SIZE];

	print_mailboxes(cli, "From", &mail->from);
	print_mailboxes(cli, "Reply-To", &mail->reply_to);
	print_mailboxes(cli, "To", &mail->to);
	print_mailboxes(cli, "Cc", &mail->cc);
	cli_print_fact(cli, "Date", mail->has_date
	    ? slice_of(cli_date(mail->date, when)) : SLICE("unreadable"));
	cli_print_fact(cli, "Subject", mail->subject);
	cli_print_fact(cli, "Message-ID", mail->message_id);
	for (size_t i = 0; i < mail->in_reply_to.count; i++)
		cli_print_fact(cli, i == 0 ? "In-Reply-To" : "",
		    mail->in_reply_to.items[i]);
}

static void
print_class(struct cli *cli, const struct cli_mail *mail)
{
	const struct classification *kind = &mail->kind;
	const struct report *report = &mail->report;

	cli_print_fact_format(cli, "Class", "%s%s",
	    mail_class_name(kind->class), kind->may_auto_respond
	    ? "" : ", gets no automatic answer");
	for (size_t i = 0; i < kind->hit_count; i++)
		cli_print_fact_format(cli, "  sign", "%s (%s)",
		    kind->hits[i].name, kind->hits[i].source);
	if (!mail->has_report)
		return;
	cli_print_fact(cli, "Reports on", report->recipient);
	cli_print_fact(cli, "Status", report->status);
	cli_print_fact(cli, "Because", report->diagnostic);
	cli_print_fact(cli, "Of mail", report->original_message_id);
}

static void
print_limits(struct cli *cli, const struct mail *mail)
{
	for (unsigned i = 0; i < LIMIT_COUNT; i++)
		if (mail->limited & LIMIT_BIT(i))
			cli_print_fact_format(cli, "Over limit", "%s",
			    mail_limit_name((enum mail_limit)i));
}

static void
print_attachments(struct cli *cli, const struct attachments *attachments)
{
	static const struct cli_column of[] = {
		CLI_LEFT("Part"), CLI_GIVES("Name"),
		CLI_GIVES("Type"), CLI_RIGHT("In the mail"),
		CLI_LEFT(""),
	};
	struct cli_columns columns;
	char size[CLI_WHEN_SIZE];

	if (attachments->count == 0)
		return;
	putc('\n', cli->out);
	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	for (size_t i = 0; i < attachments->count; i++) {
		const struct attachment *file = &attachments->items[i];

		cli_columns_add(&columns, file->part);
		cli_columns_add(&columns, file->name);
		cli_columns_add(&columns, file->type);
		cli_columns_add_format(&columns, "%s",
		    cli_size((int64_t)file->encoded_size, size));
		cli_columns_add(&columns, file->is_inline
		    ? SLICE("shown in the text") : SLICE_EMPTY);
	}
	cli_columns_print(&columns, cli, "");
}

static size_t
count_lines(struct slice text)
{
	struct slice line;
	size_t count = 0;

	while (slice_line(&text, &line))
		count++;
	return count;
}

static void
print_words(struct cli *cli, const struct mail *mail, bool full)
{
	struct slice words = full ? mail->text : mail->new_text;
	size_t all = count_lines(mail->text), shown = count_lines(words);

	putc('\n', cli->out);
	cli_print_block(cli, "    ", slice_trim_end(words));
	if (all > shown)
		fprintf(cli->out, "    [%zu more line%s: what it quotes]\n",
		    all - shown, all - shown == 1 ? "" : "s");
}

void
cli_mail_print(struct cli *cli, const struct cli_mail *mail, bool full)
{
	print_headers(cli, &mail->mail);
	print_class(cli, mail);
	print_limits(cli, &mail->mail);
	print_attachments(cli, &mail->mail.attachments);
	print_words(cli, &mail->mail, full);
}
