/* maildesk may: whether somebody may do something, and why. */
#include "app/cli_commands.h"

#include "app/cli_find.h"
#include "app/cli_print.h"
#include "app/cli_text.h"
#include "app/may_load.h"
#include "mail/address.h"
#include "store/departments.h"
#include "store/people.h"

struct question {
	struct person person;
	struct department department;
	struct ticket ticket; /* id 0: it is of the department */
	struct access access;
	struct may_scene scene;
	enum may_deed deed;
};

/* An agent by any name, a user, or an address that nobody has. */
static int
find_person(struct cli *cli, struct slice word, struct person *out,
    struct fail *why)
{
	struct fail unknown;
	struct address address;
	struct slice identity;
	int got;

	if (!address_identity(word, &cli->arena, &identity))
		return cli_find_person(cli, word, out, &unknown) == 0 ? 0
		    : cli_find_agent(cli, word, out, why);
	got = people_by_identity(cli->desk.db, identity, &cli->arena, out,
	    &address, why);
	if (got == 0)
		*out = (struct person){ .name = word };
	return got < 0 ? -1 : 0;
}

/* A ticket's number; else a department. */
static int
find_object(struct cli *cli, struct slice word, struct question *out,
    struct fail *why)
{
	struct slice number = slice_from(word,
	    slice_starts(word, SLICE("#")) ? 1 : 0);
	int64_t id;
	int got;

	if (!slice_number(number, INT64_MAX, &id)) {
		if (out->deed > MAY_WRITE)
			return fail_set(why, FAIL_REFUSE, "say on which ticket:"
			    " its number");
		return cli_find_department(cli, word, &out->department, why);
	}
	if (out->deed == MAY_WRITE)
		return fail_set(why, FAIL_REFUSE, "say to which department:"
		    " `write` opens a ticket; `answer` is about one");
	if (cli_find_ticket(cli, id, &out->ticket, why) < 0)
		return -1;
	got = departments_get(cli->desk.db, out->ticket.department_id,
	    &cli->arena, &out->department, why);
	return got < 0 ? -1 : 0;
}

static int
load(struct cli *cli, struct question *out, struct fail *why)
{
	struct slice deed = cli_argument(cli, 1);

	*out = (struct question){ .deed = MAY_SEE };
	if (!may_deed_parse(deed, &out->deed))
		return fail_set(why, FAIL_REFUSE, "\"%.*s\" is nothing that one"
		    " may or may not: list, read, note, reply, change, move,"
		    " delete; write, see, answer, reopen, priority",
		    SLICE_ARG(cli_line(deed, &cli->arena)));
	if (find_person(cli, cli_argument(cli, 0), &out->person, why) < 0 ||
	    find_object(cli, cli_argument(cli, 2), out, why) < 0 ||
	    may_load(&cli->desk, &out->person,
		out->ticket.id != 0 ? &out->ticket : NULL, &out->department,
		&cli->arena, &out->scene, why) < 0)
		return -1;
	out->access = (struct access){ cli->departments,
		cli->department_count, &cli->members };
	out->scene.facts.access = &out->access;
	return 0;
}

int
cli_may(struct cli *cli, struct fail *why)
{
	struct text chain = TEXT_IN(&cli->arena);
	struct question question;
	struct slice rest, line;
	struct json *json, *array;
	bool answer;

	if (load(cli, &question, why) < 0)
		return -1;
	answer = may(&question.scene.facts, question.deed, &chain);
	rest = text_slice(&chain);
	if (!cli->json) {
		cli_print_line(cli, arena_format(&cli->arena, "%s: %.*s%s",
		    answer ? "yes" : "no", SLICE_ARG(question.person.name),
		    answer ? "" : " may not"));
		cli_print_block(cli, "    ", rest);
		return 0;
	}
	json = json_new_object();
	json_add_bool(json, "may", answer);
	json_add_id(json, "person", question.person.id);
	json_add_text(json, "deed", slice_of(may_deed_name(question.deed)));
	json_add_id(json, "ticket", question.ticket.id);
	json_add_text(json, "department", question.department.name);
	array = json_add_array(json, "why");
	while (slice_line(&rest, &line))
		json_append_text(array, line);
	cli_print_json(cli, json);
	return 0;
}
