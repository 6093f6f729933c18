/* maildesk organization note, label, unlabel: what colleagues say of it. */
#include "app/cli_commands.h"

#include "app/cli_change.h"
#include "app/cli_find.h"
#include "app/cli_note.h"
#include "app/cli_organization.h"
#include "desk/label.h"
#include "store/organization_rows.h"

struct noting {
	struct organization organization;
	struct organization_note note;
	bool takes; /* labels away */
};

static int
add_note(struct cli *cli, void *data, struct fail *why)
{
	struct noting *noting = data;

	if (cli_find_organization(cli, cli_argument(cli, 0),
		&noting->organization, why) < 0)
		return -1;
	noting->note.author_id = cli->actor.id;
	noting->note.at = cli->now;
	if (organization_notes_add(cli->desk.db, noting->organization.id,
		&noting->note, why) < 0)
		return -1;
	return cli_change_log(cli, "organization", noting->organization.id,
	    "note", SLICE_EMPTY, noting->note.text, why);
}

static int
remove_note(struct cli *cli, void *data, struct fail *why)
{
	struct noting *noting = data;
	struct organization_note *notes;
	int64_t id = 0;
	size_t count;

	if (cli_option_number(cli, "--remove", 0, &id, why) < 0 ||
	    cli_find_organization(cli, cli_argument(cli, 0),
		&noting->organization, why) < 0 ||
	    organization_notes_list(cli->desk.db, noting->organization.id,
		&cli->arena, &notes, &count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (notes[i].id != id)
			continue;
		if (organization_notes_remove(cli->desk.db,
			noting->organization.id, id, why) < 0)
			return -1;
		return cli_change_log(cli, "organization",
		    noting->organization.id, "note", notes[i].text,
		    SLICE_EMPTY, why);
	}
	return fail_set(why, FAIL_REFUSE, "%.*s has no note %lld",
	    SLICE_ARG(noting->organization.name), (long long)id);
}

int
cli_organization_note(struct cli *cli, struct fail *why)
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
	cli_organization_done(cli, &noting.organization,
	    removes ? "the note is gone" : "noted");
	return 0;
}

static int
change_labels(struct cli *cli, void *data, struct fail *why)
{
	struct noting *noting = data;
	struct slice rest, label;
	int64_t id;
	int got;

	if (!labels_fold(cli_argument(cli, 1), &cli->arena, &rest))
		return fail_set(why, FAIL_REFUSE, "labels are words with"
		    " commas between, of at most %d octets each", LABEL_MAX);
	if (cli_find_organization(cli, cli_argument(cli, 0),
		&noting->organization, why) < 0)
		return -1;
	id = noting->organization.id;
	while (label_next(&rest, &label)) {
		got = (noting->takes ? organization_labels_remove
				     : organization_labels_add)(cli->desk.db,
		    id, label, why);
		if (got < 0 || (got == 1 && cli_change_log(cli, "organization",
			id, "label", noting->takes ? label : SLICE_EMPTY,
			noting->takes ? SLICE_EMPTY : label, why) < 0))
			return -1;
	}
	return 0;
}

static int
label(struct cli *cli, bool takes, struct fail *why)
{
	struct noting noting = { .takes = takes };

	if (cli_change(cli, change_labels, &noting, why) < 0)
		return -1;
	cli_organization_done(cli, &noting.organization, "done");
	return 0;
}

int
cli_organization_label(struct cli *cli, struct fail *why)
{
	return label(cli, false, why);
}

int
cli_organization_unlabel(struct cli *cli, struct fail *why)
{
	return label(cli, true, why);
}
