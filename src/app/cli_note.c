/* maildesk user, organization: note, label, unlabel; what colleagues say. */
#include "app/cli_note.h"

#include "app/cli_change.h"
#include "app/cli_commands.h"
#include "app/cli_find.h"
#include "app/cli_organization.h"
#include "app/cli_person.h"
#include "app/cli_print.h"
#include "app/cli_when.h"
#include "base/file.h"
#include "desk/label.h"

#define NOTE_MAX (64 << 10)

struct remark {
	enum owner owner;
	struct person person;
	struct organization organization;
	int64_t id;	   /* the owner's */
	struct slice name; /* in sentences */
	struct note note;
	bool takes; /* labels away */
	int changed;
};

/* Whom, or what, the first argument says. */
static int
find_owner(struct cli *cli, struct remark *out, struct fail *why)
{
	struct slice word = cli_argument(cli, 0);

	if (out->owner == OWNER_ORGANIZATION) {
		if (cli_find_organization(cli, word, &out->organization,
			why) < 0)
			return -1;
		out->id = out->organization.id;
		out->name = out->organization.name;
		return 0;
	}
	if (cli_find_living(cli, word, &out->person, why) < 0)
		return -1;
	out->id = out->person.id;
	out->name = arena_format(&cli->arena, "user %lld", (long long)out->id);
	return 0;
}

static void
print_done(struct cli *cli, const struct remark *remark, const char *key,
    int64_t number, const char *what)
{
	struct json *json;

	if (remark->owner == OWNER_ORGANIZATION) {
		cli_organization_done(cli, &remark->organization, what);
		return;
	}
	if (!cli->json) {
		fprintf(cli->out, "user %lld: %s\n", (long long)remark->id,
		    what);
		return;
	}
	json = json_new_object();
	json_add_int(json, "person", remark->id);
	json_add_int(json, key, number);
	cli_print_json(cli, json);
}

/* The words behind the first argument; else the file, or standard input. */
static int
note_text(struct cli *cli, struct slice *out, struct fail *why)
{
	const char *path = cli_option(cli, "--file");

	*out = cli_arguments(cli, 1);
	if (out->len == 0 && file_read(path != NULL ? path : "-", NOTE_MAX,
		&cli->arena, out, why) < 0)
		return -1;
	*out = slice_trim(*out);
	if (out->len == 0 || out->len > NOTE_MAX || !slice_is_utf8(*out))
		return fail_set(why, FAIL_REFUSE, "a note is text in UTF-8 of"
		    " at most %d octets", NOTE_MAX);
	return 0;
}

static int
add_note(struct cli *cli, void *data, struct fail *why)
{
	struct remark *remark = data;

	if (find_owner(cli, remark, why) < 0)
		return -1;
	remark->note.author_id = cli->actor.id;
	remark->note.at = cli->now;
	if (notes_add(cli->desk.db, remark->owner, remark->id, &remark->note,
		why) < 0)
		return -1;
	return cli_change_log(cli, owner_name(remark->owner), remark->id,
	    "note", SLICE_EMPTY, remark->note.text, why);
}

static int
remove_note(struct cli *cli, void *data, struct fail *why)
{
	struct remark *remark = data;
	struct note *notes;
	int64_t id = 0;
	size_t count;

	if (cli_option_number(cli, "--remove", 0, &id, why) < 0 ||
	    find_owner(cli, remark, why) < 0 ||
	    notes_list(cli->desk.db, remark->owner, remark->id, &cli->arena,
		&notes, &count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (notes[i].id != id)
			continue;
		remark->note = notes[i];
		if (notes_remove(cli->desk.db, remark->owner, remark->id, id,
			why) < 0)
			return -1;
		return cli_change_log(cli, owner_name(remark->owner),
		    remark->id, "note", notes[i].text, SLICE_EMPTY, why);
	}
	return fail_set(why, FAIL_REFUSE, "%.*s has no note %lld",
	    SLICE_ARG(remark->name), (long long)id);
}

static int
note(struct cli *cli, enum owner owner, struct fail *why)
{
	bool removes = cli_option(cli, "--remove") != NULL;
	struct remark remark = { .owner = owner };

	if (removes && cli->argument_count > 1)
		return fail_set(why, FAIL_REFUSE, "--remove takes a note's"
		    " number, and nothing to say");
	if (!removes && note_text(cli, &remark.note.text, why) < 0)
		return -1;
	if (cli_change(cli, removes ? remove_note : add_note, &remark,
		why) < 0)
		return -1;
	print_done(cli, &remark, "note", remark.note.id,
	    removes ? "the note is gone" : "noted");
	return 0;
}

static int
change_labels(struct cli *cli, void *data, struct fail *why)
{
	struct remark *remark = data;
	struct slice rest, label;
	int got;

	if (!labels_fold(cli_argument(cli, 1), &cli->arena, &rest))
		return fail_set(why, FAIL_REFUSE, "labels are words with"
		    " commas between, of at most %d octets each", LABEL_MAX);
	if (find_owner(cli, remark, why) < 0)
		return -1;
	while (label_next(&rest, &label)) {
		got = (remark->takes ? labels_remove : labels_add)(
		    cli->desk.db, remark->owner, remark->id, label, why);
		if (got < 0)
			return -1;
		if (got == 0)
			continue;
		remark->changed++;
		if (cli_change_log(cli, owner_name(remark->owner), remark->id,
			"label", remark->takes ? label : SLICE_EMPTY,
			remark->takes ? SLICE_EMPTY : label, why) < 0)
			return -1;
	}
	return 0;
}

static int
label(struct cli *cli, enum owner owner, bool takes, struct fail *why)
{
	struct remark remark = { .owner = owner, .takes = takes };

	if (cli_change(cli, change_labels, &remark, why) < 0)
		return -1;
	print_done(cli, &remark, "changed", remark.changed,
	    remark.changed == 0 ? "it was so already" : "done");
	return 0;
}

int
cli_user_note(struct cli *cli, struct fail *why)
{
	return note(cli, OWNER_PERSON, why);
}

int
cli_user_label(struct cli *cli, struct fail *why)
{
	return label(cli, OWNER_PERSON, false, why);
}

int
cli_user_unlabel(struct cli *cli, struct fail *why)
{
	return label(cli, OWNER_PERSON, true, why);
}

int
cli_organization_note(struct cli *cli, struct fail *why)
{
	return note(cli, OWNER_ORGANIZATION, why);
}

int
cli_organization_label(struct cli *cli, struct fail *why)
{
	return label(cli, OWNER_ORGANIZATION, false, why);
}

int
cli_organization_unlabel(struct cli *cli, struct fail *why)
{
	return label(cli, OWNER_ORGANIZATION, true, why);
}

int
cli_notes_print(struct cli *cli, const struct note *notes, size_t count,
    struct fail *why)
{
	char when[CLI_WHEN_SIZE];
	struct slice author;

	for (size_t i = 0; i < count; i++) {
		if (cli_person_called(cli, notes[i].author_id, &author,
			why) < 0)
			return -1;
		putc('\n', cli->out);
		cli_print_heading(cli, arena_format(&cli->arena,
		    "%.*s noted, %s  [%lld]", SLICE_ARG(author),
		    cli_when(notes[i].at, cli->now, when),
		    (long long)notes[i].id));
		cli_print_block(cli, "    ", notes[i].text);
	}
	return 0;
}

int
cli_notes_json(struct cli *cli, const struct note *notes, size_t count,
    struct json *array, struct fail *why)
{
	for (size_t i = 0; i < count; i++) {
		struct json *item = json_append_object(array);

		json_add_int(item, "id", notes[i].id);
		json_add_time(item, "at", notes[i].at);
		json_add_text(item, "text", notes[i].text);
		if (cli_person_add_json(cli, item, "author",
			notes[i].author_id, why) < 0)
			return -1;
	}
	return 0;
}
