/* A letter's row as a letter. */
#include "app/sender_letter.h"

#include "desk/template_html.h"
#include "mail/letter.h"
#include "mail/mail.h"
#include "store/tickets.h"

/* A mail of the archive whose parts go along. */
struct source {
	struct desk *desk;
	struct arena *arena;
	int64_t archive_id; /* 0: none is read yet */
	bool is_there;
	struct mime mime;
	struct attachments attachments;
};

static int
read_source(struct source *source, int64_t archive_id, struct fail *why)
{
	const struct mail_limits *limits = &source->desk->limits;
	struct envelope envelope;
	struct slice raw;
	limit_bits limited = 0;
	int got;

	if (source->archive_id == archive_id)
		return 0;
	got = archive_read(source->desk->archive, archive_id, source->arena,
	    &envelope, &raw, why);
	if (got < 0)
		return -1;
	source->archive_id = archive_id;
	source->is_there = got == 1;
	if (got == 0)
		return 0;
	mime_parse(raw, limits, source->arena, &source->mime);
	body_attachments(&source->mime, limits, source->arena,
	    &source->attachments, &limited);
	return 0;
}

/* False when the mail has no such part any more. */
static bool
read_file(const struct source *source, struct slice number,
    struct letter_file *out)
{
	const struct attachment *item = NULL;

	if (source->is_there)
		item = body_attachment(&source->attachments, number);
	if (item == NULL)
		return false;
	out->name = item->name;
	out->type = item->type;
	out->bytes = attachment_bytes(item, source->arena);
	return true;
}

static size_t
count_lines(struct slice text)
{
	size_t count = 0;
	struct slice line;

	while (slice_line(&text, &line))
		count++;
	return count;
}

/* Lines: archive id TAB part. */
static int
read_files(struct desk *desk, struct slice lines, struct arena *arena,
    struct letter *letter, size_t *missing, struct fail *why)
{
	struct source source = { .desk = desk, .arena = arena };
	struct letter_file *files;
	struct slice line, id;
	int64_t archive_id;

	files = arena_array(arena, count_lines(lines), sizeof(*files));
	letter->files = files;
	while (slice_line(&lines, &line)) {
		if (!slice_cut(&line, '\t', &id) ||
		    !slice_number(id, INT64_MAX, &archive_id)) {
			++*missing;
			continue;
		}
		if (read_source(&source, archive_id, why) < 0)
			return -1;
		if (read_file(&source, line, &files[letter->file_count]))
			letter->file_count++;
		else
			++*missing;
	}
	return 0;
}

static void
read_references(struct slice refs, struct arena *arena, struct letter *letter)
{
	struct slice *items, word;

	/* One more than blanks, at most. */
	items = arena_array(arena, refs.len / 2 + 1, sizeof(*items));
	letter->references = items;
	while (slice_cut(&refs, ' ', &word))
		if (word.len > 0)
			items[letter->reference_count++] = word;
}

static enum auto_submitted
submitted_of(struct slice word)
{
	if (slice_eq(word, SLICE("person")))
		return SUBMITTED_BY_PERSON;
	if (slice_eq(word, SLICE("replied")))
		return AUTO_REPLIED;
	return AUTO_GENERATED;
}

/* The ticket's number names it, whatever its subject becomes. */
static int
name_thread(struct desk *desk, int64_t ticket_id, struct arena *arena,
    struct letter *letter, struct fail *why)
{
	struct ticket ticket;
	int got = 0;

	if (ticket_id != 0)
		got = tickets_get(desk->db, ticket_id, arena, &ticket, why);
	if (got <= 0)
		return got;
	letter->thread = arena_format(arena, "%.*s/%lld",
	    SLICE_ARG(desk->own.desk_id), (long long)ticket.id);
	letter->thread_at = ticket.created_at;
	return 0;
}

int
sender_letter(struct desk *desk, const struct outbox_row *row,
    struct slice to_name, struct arena *arena, struct text *to,
    size_t *missing, struct fail *why)
{
	struct letter letter = {
		.from = { row->from_name, row->from_address },
		.to = { to_name, row->address },
		.subject = row->subject,
		.message_id = row->message_id,
		.in_reply_to = row->in_reply_to,
		.date = row->created_at,
		.submitted = submitted_of(row->submitted),
		.desk_id = desk->own.desk_id,
		.text = row->text,
		.html = template_html(row->subject, row->text, row->shape,
		    arena),
	};

	*missing = 0;
	if (name_thread(desk, row->ticket_id, arena, &letter, why) < 0)
		return -1;
	if (row->reply_to.len > 0)
		letter.reply_to = (struct mailbox){ row->from_name,
			row->reply_to };
	read_references(row->refs, arena, &letter);
	if (read_files(desk, row->attachments, arena, &letter, missing,
		why) < 0)
		return -1;
	letter_write(&letter, to);
	return 0;
}
