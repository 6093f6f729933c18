/* maildesk user erase: nothing of a person stays. */
#include "app/cli_commands.h"

#include "app/cli_find.h"
#include "app/cli_print.h"
#include "app/erase.h"
#include "store/erasures.h"
#include "store/people_delete.h"

struct erasing {
	int64_t person_id;
	struct slice name;
	bool begun; /* by an earlier call */
	bool done;
	struct person_belongings goes;
};

/* One that was begun is found by its number: little else may be left. */
static int
look(struct cli *cli, struct erasing *out, struct fail *why)
{
	struct erasure erasure;
	struct person person;
	int64_t number;
	int got = 0;

	if (slice_number(cli_argument(cli, 0), INT64_MAX, &number))
		got = erasures_get(cli->desk.db, number, &erasure, why);
	if (got < 0)
		return -1;
	if (got > 0) {
		out->person_id = number;
		out->begun = true;
		out->done = erasure.step == ERASURE_DONE;
		return 0;
	}
	if (cli_find_living(cli, cli_argument(cli, 0), &person, why) < 0)
		return -1;
	if (person.is_agent)
		return fail_set(why, FAIL_REFUSE, "user %lld is an agent, and"
		    " named on others' tickets: an agent cannot be erased",
		    (long long)person.id);
	out->person_id = person.id;
	out->name = person.name;
	return people_belongings(cli->desk.db, person.id, &out->goes, why);
}

static int
erase(struct cli *cli, struct erasing *erasing, struct fail *why)
{
	struct progress_line line;

	progress_line_init(&line);
	if (erase_person(&cli->desk, erasing->person_id, cli->now, &line,
		why) < 0)
		return fail_add(why, "erasing user %lld is not done: run"
		    " `maildesk user erase %lld --yes` again",
		    (long long)erasing->person_id,
		    (long long)erasing->person_id);
	erasing->done = true;
	return 0;
}

/* Numbers of messages of a kind, with commas between. */
static int
list_mails(struct cli *cli, int64_t person_id, enum erasure_kind kind,
    struct json *array, struct text *text, struct fail *why)
{
	int64_t id = 0;
	int got;

	while ((got = erasures_next_mail(cli->desk.db, person_id, kind, id,
		    &id, why)) > 0) {
		if (array != NULL)
			json_append_int(array, id);
		text_add_format(text, "%s%lld", text->len > 0 ? ", " : "",
		    (long long)id);
	}
	return got;
}

static void
print_plan(struct cli *cli, const struct erasing *erasing)
{
	const struct person_belongings *goes = &erasing->goes;

	cli_print_heading(cli, arena_format(&cli->arena,
	    "%lld  %.*s: of them would be erased",
	    (long long)erasing->person_id, SLICE_ARG(erasing->name)));
	cli_print_fact_format(cli, "Tickets", "%lld, with %lld entries and all"
	    " mails", (long long)goes->tickets, (long long)goes->entries);
	cli_print_fact_format(cli, "Elsewhere", "%lld entries on others'"
	    " tickets", (long long)goes->elsewhere);
	cli_print_fact_format(cli, "Letters", "%lld", (long long)goes->letters);
	cli_print_fact_format(cli, "Mails", "%lld, also in the archive",
	    (long long)goes->mails);
	cli_print_fact_format(cli, "Notes", "%lld", (long long)goes->notes);
	cli_print_fact_format(cli, "Addresses", "%lld, also in the headers of"
	    " others' mails", (long long)goes->addresses);
	cli_print_line(cli, SLICE("Backups are not touched.  Nothing was done"
	    " yet: say --yes"));
}

static int
print(struct cli *cli, const struct erasing *erasing, struct fail *why)
{
	struct text own = TEXT_IN(&cli->arena), head = TEXT_IN(&cli->arena),
	    body = TEXT_IN(&cli->arena);
	int64_t person = erasing->person_id;

	if (!erasing->done && !erasing->begun) {
		print_plan(cli, erasing);
		return 0;
	}
	if (list_mails(cli, person, ERASURE_OWN, NULL, &own, why) < 0 ||
	    list_mails(cli, person, ERASURE_HEADER, NULL, &head, why) < 0 ||
	    list_mails(cli, person, ERASURE_BODY, NULL, &body, why) < 0)
		return -1;
	cli_print_heading(cli, arena_format(&cli->arena, "%lld is %s",
	    (long long)person, erasing->done ? "erased" :
	    "being erased: say --yes to go on"));
	cli_print_fact(cli, "Mails", text_slice(&own));
	cli_print_fact(cli, "Headers", text_slice(&head));
	cli_print_fact(cli, "Look into", text_slice(&body));
	return 0;
}

static int
print_json(struct cli *cli, const struct erasing *erasing, struct fail *why)
{
	static const struct {
		const char *name;
		enum erasure_kind kind;
	} lists[] = {
		{ "messages", ERASURE_OWN },
		{ "headers", ERASURE_HEADER },
		{ "bodies", ERASURE_BODY },
	};
	struct json *json = json_new_object();
	struct text text = TEXT_IN(&cli->arena);

	json_add_int(json, "person", erasing->person_id);
	json_add_bool(json, "erased", erasing->done);
	json_add_bool(json, "begun", erasing->begun || erasing->done);
	for (size_t i = 0; i < ARRAY_LEN(lists); i++)
		if (list_mails(cli, erasing->person_id, lists[i].kind,
			json_add_array(json, lists[i].name), &text, why) < 0)
			return -1;
	cli_print_json(cli, json);
	return 0;
}

int
cli_user_erase(struct cli *cli, struct fail *why)
{
	struct erasing erasing = { .done = false };

	if (look(cli, &erasing, why) < 0)
		return -1;
	if (cli_option(cli, "--yes") != NULL && !erasing.done &&
	    erase(cli, &erasing, why) < 0)
		return -1;
	return cli->json ? print_json(cli, &erasing, why) :
	    print(cli, &erasing, why);
}
