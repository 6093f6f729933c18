/*
 * maildesk check --deep: every message once more, against what the desk wrote
 * down of it when it came.
 */
#include "app/cli_check.h"

#include <inttypes.h>

#include "app/cli_mail.h"
#include "app/progress_line.h"
#include "store/entries.h"
#include "store/filings.h"

/* So many of them are named, the others are counted. */
static void
list_add(struct check_list *list, int64_t id)
{
	if (list->count < CHECK_SHOWN)
		list->shown[list->count] = id;
	list->count++;
}

/* "12, 15, 16 and 4 others" */
static struct slice
list_text(const struct check_list *list, struct arena *arena)
{
	struct text text = TEXT_IN(arena);
	size_t shown = list->count < CHECK_SHOWN ? list->count : CHECK_SHOWN;

	for (size_t i = 0; i < shown; i++)
		text_add_format(&text, "%s%" PRId64, i > 0 ? ", " : "",
		    list->shown[i]);
	if (list->count > shown)
		text_add_format(&text, " and %zu others",
		    list->count - shown);
	return text_slice(&text);
}

/* What was never read has no digest: the column is empty, or zeroes. */
static bool
has_digest(struct slice digest)
{
	for (size_t i = 0; i < digest.len; i++)
		if (digest.data[i] != 0)
			return true;
	return false;
}

static void
compare_digest(struct check_deep *deep, const struct filing *filing,
    struct slice raw)
{
	unsigned char digest[SECRET_DIGEST_SIZE];

	if (!has_digest(filing->digest))
		return;
	secret_digest(raw, digest);
	deep->digests++;
	if (!slice_eq(filing->digest, slice_make(digest, sizeof(digest))))
		list_add(&deep->changed, filing->archive_id);
}

/* The pure stages again; but not over what has killed them. */
static void
compare_class(struct check *check, const struct filing *filing,
    const struct envelope *envelope, struct slice raw, struct arena *arena)
{
	struct desk *desk = &check->cli->desk;
	struct cli_mail mail;

	if (slice_eq(filing->reason, SLICE("poison")))
		return;
	cli_mail_read(raw, envelope, &desk->own, &desk->limits, arena, &mail);
	check->found.classes++;
	if (!slice_eq(filing->class,
		slice_of(mail_class_name(mail.kind.class))))
		list_add(&check->found.reclassified, filing->archive_id);
}

/* Below the cursor there is no message without its filing. */
static int
look_at_message(struct check *check, int64_t id, struct arena *arena,
    struct fail *why)
{
	struct desk *desk = &check->cli->desk;
	struct envelope envelope;
	struct filing filing;
	struct slice raw;
	int got;

	got = filings_next(desk->db, id - 1, arena, &filing, why);
	if (got < 0)
		return -1;
	if (got == 0 || filing.archive_id != id) {
		list_add(&check->found.unfiled, id);
		return 0;
	}
	got = archive_read(desk->archive, id, arena, &envelope, &raw, why);
	if (got <= 0)
		return got;
	check->found.messages++;
	compare_digest(&check->found, &filing, raw);
	compare_class(check, &filing, &envelope, raw, arena);
	return 0;
}

static int
read_messages(struct check *check, struct progress_line *line,
    struct fail *why)
{
	struct desk *desk = &check->cli->desk;
	const struct progress *progress = progress_line_begin(line,
	    "reading every message");
	struct arena arena = ARENA_INIT; /* of one message */
	int64_t id = 0, size, cursor;
	int got;

	if (filings_cursor(desk->db, &cursor, why) < 0)
		return -1;
	while ((got = archive_next(desk->archive, id, &id, &size, why)) > 0 &&
	    id <= cursor) {
		got = look_at_message(check, id, &arena, why);
		arena_reset(&arena);
		if (got < 0)
			break;
		progress_tell(progress, id, cursor);
	}
	arena_free(&arena);
	return got < 0 ? -1 : 0;
}

/* What was filed was accepted before; so it is there when it is asked for. */
static int
read_filings(struct check *check, struct progress_line *line,
    struct fail *why)
{
	struct desk *desk = &check->cli->desk;
	struct arena arena = ARENA_INIT;
	struct filing filing = { .archive_id = 0 };
	int got, has;

	progress_line_begin(line, "reading every filing");
	while ((got = filings_next(desk->db, filing.archive_id, &arena,
		    &filing, why)) > 0) {
		has = archive_has(desk->archive, filing.archive_id, why);
		arena_reset(&arena);
		if ((got = has) < 0)
			break;
		if (has == 0)
			list_add(&check->found.lost, filing.archive_id);
	}
	arena_free(&arena);
	return got < 0 ? -1 : 0;
}

static int
read_entries(struct check *check, struct progress_line *line,
    struct fail *why)
{
	struct desk *desk = &check->cli->desk;
	int64_t id = 0, archive_id;
	int got, has;

	progress_line_begin(line, "reading every entry");
	while ((got = entries_next_archived(desk->db, id, &id, &archive_id,
		    why)) > 0) {
		if ((has = archive_has(desk->archive, archive_id, why)) < 0)
			return -1;
		check->found.entries++;
		if (has == 0)
			list_add(&check->found.orphans, id);
	}
	return got;
}

static int
read_all(struct check *check, struct fail *why)
{
	struct progress_line line;
	int rc;

	progress_line_init(&line);
	rc = read_messages(check, &line, why);
	if (rc == 0)
		rc = read_filings(check, &line, why);
	if (rc == 0)
		rc = read_entries(check, &line, why);
	progress_line_end(&line);
	return rc;
}

/* What is wrong with which; nothing when there is none. */
static void
say_list(struct text *text, const char *what, const struct check_list *list)
{
	if (list->count > 0)
		text_add_format(text, "%s%s %.*s", text->len > 0 ? "; " : "",
		    what, SLICE_ARG(list_text(list, text->arena)));
}

static enum check_result
say_damage(struct check *check, const struct text *text)
{
	check->damaged++;
	return check_say(check, CHECK_BAD, "%.*s",
	    SLICE_ARG(text_slice(text)));
}

enum check_result
check_messages(struct check *check)
{
	const struct check_deep *found = &check->found;
	struct text text = TEXT_IN(&check->cli->arena);
	struct fail why = FAIL_INIT;

	if (read_all(check, &why) < 0)
		return check_fail(check, &why);
	say_list(&text, "not what was accepted: message", &found->changed);
	say_list(&text, "neither filed nor quarantined: message",
	    &found->unfiled);
	if (text.len > 0)
		return say_damage(check, &text);
	return check_say(check, CHECK_OK, "%" PRId64 " read, %" PRId64
	    " compared with their digests", found->messages, found->digests);
}

enum check_result
check_orphans(struct check *check)
{
	const struct check_deep *found = &check->found;
	struct text text = TEXT_IN(&check->cli->arena);

	say_list(&text, "filed, but not in the archive: message",
	    &found->lost);
	say_list(&text, "of mails that are not in the archive: entry",
	    &found->orphans);
	if (text.len > 0)
		return say_damage(check, &text);
	return check_say(check, CHECK_OK, "none among %" PRId64
	    " entries of mails", found->entries);
}

enum check_result
check_classes(struct check *check)
{
	const struct check_deep *found = &check->found;

	if (found->reclassified.count > 0)
		return check_say(check, CHECK_WARN, "another kind of mail than"
		    " when it came, as this maildesk sees it: message %.*s",
		    SLICE_ARG(list_text(&found->reclassified,
			&check->cli->arena)));
	return check_say(check, CHECK_OK, "%" PRId64 " mails are of the kind"
	    " that they were", found->classes);
}
