/* maildesk user vcard export, import: users as cards. */
#include "app/cli_commands.h"

#include "app/card_export.h"
#include "app/card_import.h"
#include "app/cli_find.h"
#include "app/cli_print.h"
#include "app/cli_text.h"
#include "base/file.h"
#include "desk/vcard.h"
#include "port/window.h"
#include "store/people.h"

#define PAGE 500

/* Where cards go: a new file, or (fd -1) the text. */
struct cards_out {
	const char *path;
	int fd;
	struct text text;
	int64_t count;
};

/* 1: written; 0: they were deleted; -1. */
static int
write_card(struct cli *cli, struct cards_out *out, const struct person *person,
    struct fail *why)
{
	bool notes = cli_option(cli, "--notes") != NULL;
	struct card card;
	int got = card_export(cli, person, notes, &card, why);

	if (got <= 0)
		return got;
	vcard_write(&out->text, &card, 0);
	out->count++;
	if (out->fd < 0)
		return 1;
	if (file_write_all(out->fd, text_slice(&out->text)) < 0)
		return fail_sys(why, FAIL_SETUP, "cannot write %s",
		    out->path);
	text_clear(&out->text);
	return 1;
}

static int
write_page(struct cli *cli, struct cards_out *out,
    struct people_filter *filter, struct fail *why)
{
	struct person person;
	int64_t *ids;
	size_t count;
	int got;

	if (people_search(cli->desk.db, filter, &cli->arena, &ids, &count,
		why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		got = people_get(cli->desk.db, ids[i], &cli->arena, &person,
		    why);
		if (got < 0 || (got == 1 &&
		    write_card(cli, out, &person, why) < 0))
			return -1;
		filter->before = ids[i];
	}
	return count == filter->max;
}

/* Page by page: memory does not grow with the number of users. */
static int
write_all(struct cli *cli, struct cards_out *out, struct fail *why)
{
	struct people_filter filter = { .before = INT64_MAX, .max = PAGE };
	struct arena kept = cli->arena;
	int got;

	if (db_begin_read(cli->desk.db, why) < 0)
		return -1;
	cli->arena = (struct arena)ARENA_INIT;
	do {
		got = write_page(cli, out, &filter, why);
		arena_reset(&cli->arena);
	} while (got > 0);
	arena_free(&cli->arena);
	cli->arena = kept;
	db_end_read(cli->desk.db);
	return got;
}

static int
write_one(struct cli *cli, struct cards_out *out, struct fail *why)
{
	struct person person;

	if (cli_find_living(cli, cli_argument(cli, 0), &person, why) < 0)
		return -1;
	return write_card(cli, out, &person, why) < 0 ? -1 : 0;
}

static void
print_out(struct cli *cli, const struct cards_out *out)
{
	struct slice text = text_slice(&out->text);
	struct json *json;

	if (cli->json) {
		json = json_new_object();
		json_add_int(json, "users", out->count);
		json_add_text_or_null(json, "written_to",
		    slice_of(out->path));
		if (out->path == NULL)
			json_add_text(json, "vcard", text);
		cli_print_json(cli, json);
	} else if (out->path != NULL) {
		cli_print_line(cli, arena_format(&cli->arena, "%s: %lld"
		    " cards", out->path, (long long)out->count));
	} else {
		if (cli->width > 0)
			text = cli_block(text, &cli->arena);
		fwrite(text.data, 1, text.len, cli->out);
	}
}

int
cli_user_vcard_export(struct cli *cli, struct fail *why)
{
	bool all = cli_option(cli, "--all") != NULL;
	int users = all ? 0 : 1;
	struct arena arena = ARENA_INIT;
	struct cards_out out = { .fd = -1, .text = TEXT_IN(&arena) };
	int rc;

	if (cli->argument_count < users || cli->argument_count > users + 1)
		return fail_set(why, FAIL_REFUSE, "say whose card, or --all;"
		    " and perhaps into what file");
	if (cli->argument_count > users)
		out.path = cli->arguments[users];
	if (out.path != NULL && (out.fd = file_new(out.path, 0600, why)) < 0)
		return -1;
	rc = all ? write_all(cli, &out, why) : write_one(cli, &out, why);
	if (out.fd >= 0)
		rc = file_new_end(out.fd, out.path, rc, why);
	if (rc == 0)
		print_out(cli, &out);
	arena_free(&arena);
	return rc;
}

static int
import_one(struct card_import *import, struct slice bytes, int64_t number,
    struct fail *why)
{
	struct arena arena = ARENA_INIT;
	struct card card;
	int rc;

	vcard_read(bytes, &arena, &card);
	rc = card_import_add(import, &card, number, why);
	arena_free(&arena);
	return rc;
}

/* Every card that the window holds. 1: more must come; 0: there is none; -1. */
static int
import_held(struct card_import *import, struct window *window,
    int64_t *number, struct fail *why)
{
	struct slice bytes, rest, card;
	enum vcard_cut cut;
	int rc;

	for (;;) {
		bytes = rest = window_bytes(window);
		cut = vcard_cut(&rest, window_at_end(window), &card);
		rc = 0;
		if (cut == VCARD_CUT_CARD)
			rc = import_one(import, card, ++*number, why);
		else if (cut == VCARD_CUT_BROKEN)
			card_import_refuse(import, ++*number, "has no end");
		window_take(window, bytes.len - rest.len);
		progress_tell(import->progress, window_done(window),
		    window_total(window));
		if (rc < 0)
			return -1;
		if (cut == VCARD_CUT_NONE || cut == VCARD_CUT_MORE)
			return !window_at_end(window);
	}
}

static int
import_cards(struct card_import *import, struct window *window,
    struct fail *why)
{
	int64_t number = 0;
	int got;

	while ((got = import_held(import, window, &number, why)) > 0) {
		if (card_import_settle(import, why) < 0 ||
		    (got = window_fill(window, why)) < 0)
			return -1;
		if (got > 0)
			continue;
		/* It is full, and no card ends in it: what is behind counts. */
		card_import_refuse(import, ++number, "is larger than 8 MiB");
		window_take(window, window_bytes(window).len);
	}
	if (got == 0 && number == 0)
		return fail_set(why, FAIL_REFUSE, "there is no card in it: a"
		    " vCard begins with BEGIN:VCARD, in ASCII or UTF-8");
	return got;
}

int
cli_user_vcard_import(struct cli *cli, struct fail *why)
{
	const char *path = cli->arguments[cli->argument_count - 1];
	struct card_import *import;
	struct window *window;
	struct person person;
	int rc;

	import = arena_alloc(&cli->arena, sizeof(*import));
	import->what = "card";
	if (cli->argument_count > 1) {
		if (cli_find_living(cli, cli_argument(cli, 0), &person,
			why) < 0)
			return -1;
		import->into = &person;
	}
	if (window_open(&window, path, VCARD_OCTETS_MAX, why) < 0)
		return -1;
	card_import_begin(import, cli, path);
	rc = import_cards(import, window, why);
	window_close(window);
	return card_import_end(import, rc, why);
}
