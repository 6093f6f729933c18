/* maildesk user note, label, unlabel: what colleagues say of a person. */
#include "app/cli_commands.h"

#include "app/cli_change.h"
#include "app/cli_find.h"
#include "app/cli_note.h"
#include "app/cli_print.h"
#include "base/file.h"
#include "desk/label.h"
#include "store/person_notes.h"
#include "store/profiles.h"

#define NOTE_MAX (64 << 10)

struct noting {
	struct person person;
	struct person_note note;
};

int
cli_note_text(struct cli *cli, struct slice *out, struct fail *why)
{
	const char *path = cli_option(cli, "--file");
	struct text text = TEXT_IN(&cli->arena);

	for (int i = 1; i < cli->argument_count; i++) {
		text_add_string(&text, i > 1 ? " " : "");
		text_add_string(&text, cli->arguments[i]);
	}
	*out = text_slice(&text);
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
	struct noting *noting = data;

	if (cli_find_living(cli, cli_argument(cli, 0), &noting->person,
		why) < 0)
		return -1;
	noting->note.person_id = noting->person.id;
	noting->note.author_id = cli->actor.id;
	noting->note.at = cli->now;
	if (person_notes_add(cli->desk.db, &noting->note, why) < 0)
		return -1;
	return cli_change_log(cli, "person", noting->person.id, "note",
	    SLICE_EMPTY, noting->note.text, why);
}

static int
remove_note(struct cli *cli, void *data, struct fail *why)
{
	struct noting *noting = data;
	struct person_note *notes;
	int64_t id = 0;
	size_t count;

	if (cli_option_number(cli, "--remove", 0, &id, why) < 0 ||
	    cli_find_living(cli, cli_argument(cli, 0), &noting->person,
		why) < 0 ||
	    person_notes_list(cli->desk.db, noting->person.id, &cli->arena,
		&notes, &count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (notes[i].id != id)
			continue;
		noting->note = notes[i];
		if (person_notes_remove(cli->desk.db, noting->person.id, id,
			why) < 0)
			return -1;
		return cli_change_log(cli, "person", noting->person.id,
		    "note", notes[i].text, SLICE_EMPTY, why);
	}
	return fail_set(why, FAIL_REFUSE, "user %lld has no note %lld",
	    (long long)noting->person.id, (long long)id);
}

static void
print_done(struct cli *cli, int64_t person, const char *key, int64_t id,
    const char *what)
{
	struct json *json;

	if (!cli->json) {
		fprintf(cli->out, "user %lld: %s\n", (long long)person, what);
		return;
	}
	json = json_new_object();
	json_add_int(json, "person", person);
	json_add_int(json, key, id);
	cli_print_json(cli, json);
}

int
cli_user_note(struct cli *cli, struct fail *why)
{
	bool removes = cli_option(cli, "--remove") != NULL;
	struct noting noting = { .note = { .id = 0 } };

	if (removes && cli->argument_count > 1)
		return fail_set(why, FAIL_REFUSE, "--remove takes a note's"
		    " number, and nothing to say");
	if (!removes && cli_note_text(cli, &noting.note.text, why) < 0)
		return -1;
	if (cli_change(cli, removes ? remove_note : add_note, &noting,
		why) < 0)
		return -1;
	print_done(cli, noting.person.id, "note", noting.note.id,
	    removes ? "the note is gone" : "noted");
	return 0;
}

struct labelling {
	struct person person;
	bool takes; /* them away */
	int changed;
};

static int
change_labels(struct cli *cli, void *data, struct fail *why)
{
	struct labelling *labelling = data;
	struct slice rest, label;
	int64_t id;
	int got;

	if (!labels_fold(cli_argument(cli, 1), &cli->arena, &rest))
		return fail_set(why, FAIL_REFUSE, "labels are words with"
		    " commas between, of at most %d octets each", LABEL_MAX);
	if (cli_find_living(cli, cli_argument(cli, 0), &labelling->person,
		why) < 0)
		return -1;
	id = labelling->person.id;
	while (label_next(&rest, &label)) {
		got = labelling->takes
		    ? person_labels_remove(cli->desk.db, id, label, why)
		    : person_labels_add(cli->desk.db, id, label, why);
		if (got < 0)
			return -1;
		if (got == 0)
			continue;
		labelling->changed++;
		if (cli_change_log(cli, "person", id, "label",
			labelling->takes ? label : SLICE_EMPTY,
			labelling->takes ? SLICE_EMPTY : label, why) < 0)
			return -1;
	}
	return 0;
}

static int
label(struct cli *cli, bool takes, struct fail *why)
{
	struct labelling labelling = { .takes = takes };

	if (cli_change(cli, change_labels, &labelling, why) < 0)
		return -1;
	print_done(cli, labelling.person.id, "changed", labelling.changed,
	    labelling.changed == 0 ? "it was so already" : "done");
	return 0;
}

int
cli_user_label(struct cli *cli, struct fail *why)
{
	return label(cli, false, why);
}

int
cli_user_unlabel(struct cli *cli, struct fail *why)
{
	return label(cli, true, why);
}
