/* maildesk ticket attachment: a file out of the archive. */
#include "app/cli_commands.h"

#include <sys/stat.h>

#include "app/cli_find.h"
#include "app/cli_print.h"
#include "app/cli_text.h"
#include "base/encode.h"
#include "base/file.h"
#include "desk/entry_file.h"
#include "store/entries.h"
#include "store/tickets.h"

/* Which file of which entry was meant, and what is in it. */
struct found {
	struct ticket ticket;
	struct entry entry; /* id 0: none yet */
	struct entry_file file;
	struct slice bytes;
};

/* "12:2.1" or "2.1". */
static int
read_name(struct cli *cli, int64_t *entry, struct slice *part,
    struct fail *why)
{
	struct slice word = cli_argument(cli, 1);
	size_t colon = slice_index(word, ':');

	*entry = 0;
	*part = word;
	if (colon == word.len)
		return 0;
	*part = slice_from(word, colon + 1);
	if (!slice_number(slice_head(word, colon), INT64_MAX, entry) ||
	    *entry == 0)
		return fail_set(why, FAIL_REFUSE, "a file is called PART or"
		    " ENTRY:PART, as `maildesk ticket show` lists it");
	return 0;
}

/* False when a second entry has a part of that name, too. */
static bool
note_matches(const struct entry *entry, struct slice part, struct found *out)
{
	struct slice rest = entry->attachments;
	struct entry_file file;

	while (entry_file_next(&rest, &file)) {
		if (!slice_eq(file.part, part))
			continue;
		if (out->entry.id != 0)
			return false;
		out->entry = *entry;
		out->file = file;
		return true;
	}
	return true;
}

static int
find_file(struct cli *cli, struct found *out, struct fail *why)
{
	struct slice part;
	struct entry *entries;
	int64_t id, entry;
	size_t count;

	if (cli_number(cli, 0, &id, why) < 0 ||
	    read_name(cli, &entry, &part, why) < 0 ||
	    cli_find_ticket(cli, id, &out->ticket, why) < 0 ||
	    entries_list(cli->desk.db, out->ticket.id, &cli->arena, &entries,
		&count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if ((entry == 0 || entries[i].id == entry) &&
		    !note_matches(&entries[i], part, out))
			return fail_set(why, FAIL_REFUSE, "several mails have"
			    " a part %.*s: say %lld:%.*s or %lld:%.*s",
			    SLICE_ARG(part), (long long)out->entry.id,
			    SLICE_ARG(part), (long long)entries[i].id,
			    SLICE_ARG(part));
	if (out->entry.id == 0 || out->entry.archive_id == 0)
		return fail_set(why, FAIL_REFUSE, "ticket %lld has no file"
		    " %.*s; `maildesk ticket show %lld` lists them",
		    (long long)id, SLICE_ARG(cli_argument(cli, 1)),
		    (long long)id);
	return 0;
}

/* The bytes stay in the archive, and are decoded when they are asked for. */
static int
read_file(struct cli *cli, struct found *found, struct fail *why)
{
	struct envelope envelope;
	struct attachments list;
	const struct attachment *file;
	struct mime mime;
	struct slice raw;
	limit_bits limited = 0;
	int got;

	got = archive_read(cli->desk.archive, found->entry.archive_id,
	    &cli->arena, &envelope, &raw, why);
	if (got < 0)
		return -1;
	if (got == 1) {
		mime_parse(raw, &cli->desk.limits, &cli->arena, &mime);
		body_attachments(&mime, &cli->desk.limits, &cli->arena, &list,
		    &limited);
		file = body_attachment(&list, found->file.part);
		if (file != NULL) {
			found->bytes = attachment_bytes(file, &cli->arena);
			return 0;
		}
	}
	return fail_set(why, FAIL_REFUSE,
	    "message %lld no longer has its part %.*s",
	    (long long)found->entry.archive_id, SLICE_ARG(found->file.part));
}

/* A folder gets the file under the name it came with, made safe. */
static const char *
output_path(struct cli *cli, const struct found *found)
{
	const char *path = cli_option(cli, "--output");
	struct stat info;
	struct text text = TEXT_IN(&cli->arena);

	if (path == NULL || stat(path, &info) < 0 || !S_ISDIR(info.st_mode))
		return path;
	text_add_string(&text, path);
	text_add_char(&text, '/');
	text_add(&text, found->file.name);
	return text_string(&text);
}

static void
print_json(struct cli *cli, const struct found *found, const char *path)
{
	unsigned char digest[SECRET_DIGEST_SIZE];
	struct json *json = json_new_object();
	struct text text = TEXT_IN(&cli->arena);

	secret_sha256(found->bytes, digest);
	encode_hex(&text, slice_make(digest, sizeof(digest)));
	json_add_int(json, "ticket", found->ticket.id);
	json_add_int(json, "entry", found->entry.id);
	json_add_text(json, "part", found->file.part);
	json_add_text(json, "filename", found->file.name);
	json_add_text(json, "type", found->file.type);
	json_add_int(json, "size", (int64_t)found->bytes.len);
	json_add_text(json, "sha256", text_slice(&text));
	json_add_text_or_null(json, "written_to", slice_of(path));
	if (path == NULL) {
		text_clear(&text);
		encode_base64(&text, found->bytes, false);
		json_add_text(json, "base64", text_slice(&text));
	}
	cli_print_json(cli, json);
}

/* Nothing in it that a terminal would obey. */
static bool
is_plain_text(struct cli *cli, struct slice bytes)
{
	return slice_eq(cli_block(bytes, &cli->arena), bytes);
}

static int
print_bytes(struct cli *cli, const struct found *found, struct fail *why)
{
	if (cli->width > 0 && !is_plain_text(cli, found->bytes))
		return fail_set(why, FAIL_REFUSE, "%.*s is not plain text: say"
		    " where to with --output FILE", SLICE_ARG(cli_line(
		    found->file.name, &cli->arena)));
	if (found->bytes.len > 0)
		fwrite(found->bytes.data, 1, found->bytes.len, cli->out);
	return 0;
}

int
cli_ticket_attachment(struct cli *cli, struct fail *why)
{
	struct found found = { .entry = { .id = 0 } };
	const char *path;

	if (find_file(cli, &found, why) < 0 || read_file(cli, &found, why) < 0)
		return -1;
	path = output_path(cli, &found);
	if (path != NULL && file_create(path, found.bytes, 0600, why) < 0)
		return -1;
	if (cli->json)
		print_json(cli, &found, path);
	else if (path == NULL)
		return print_bytes(cli, &found, why);
	else
		cli_print_line(cli, arena_format(&cli->arena,
		    "%s: %zu bytes", path, found.bytes.len));
	return 0;
}
