/* Whom and what the words of a command mean. */
#include "app/cli_find.h"

#include "app/cli_actor.h"
#include "app/cli_text.h"
#include "mail/address.h"
#include "store/departments.h"
#include "store/fold.h"
#include "store/people.h"
#include "store/tickets.h"

#define CANDIDATES_MAX 5

/* What somebody typed, for a sentence. */
#define TYPED(cli, word) SLICE_ARG(cli_line((word), &(cli)->arena))

/* "#7" and "7". */
static bool
is_number(struct slice word, int64_t *out)
{
	if (slice_starts(word, SLICE("#")))
		word = slice_from(word, 1);
	return slice_number(word, INT64_MAX, out) && *out > 0;
}

/* 1, 0, -1: the agent among all whose handle it is. */
static int
by_handle(struct cli *cli, struct slice word, struct person *out,
    struct fail *why)
{
	struct slice handle = fold_name(word, &cli->arena);
	struct person *all;
	size_t count;

	if (people_agents(cli->desk.db, &cli->arena, &all, &count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (handle.len > 0 && slice_eq(all[i].handle, handle)) {
			*out = all[i];
			return 1;
		}
	return 0;
}

static int
by_address(struct cli *cli, struct slice word, struct person *out,
    struct fail *why)
{
	struct slice identity;
	struct address address;

	if (!address_identity(word, &cli->arena, &identity))
		return 0;
	return people_by_identity(cli->desk.db, identity, &cli->arena, out,
	    &address, why);
}

static int
by_number(struct cli *cli, struct slice word, struct person *out,
    struct fail *why)
{
	int64_t id;

	return is_number(word, &id)
	    ? people_get(cli->desk.db, id, &cli->arena, out, why) : 0;
}

static int
fail_several(struct cli *cli, struct slice word, const struct person *found,
    int count, struct fail *why)
{
	struct text text = TEXT_IN(&cli->arena);

	for (int i = 0; i < count && i < CANDIDATES_MAX; i++) {
		text_add_string(&text, i == 0 ? "" : ", ");
		text_add(&text, found[i].handle);
		text_add_string(&text, " (");
		text_add(&text, cli_line(found[i].name, &cli->arena));
		text_add_char(&text, ')');
	}
	return fail_set(why, FAIL_REFUSE, "\"%.*s\" may be %.*s%s",
	    TYPED(cli, word), SLICE_ARG(text_slice(&text)),
	    count > CANDIDATES_MAX ? " and others" : "");
}

int
cli_find_agent(struct cli *cli, struct slice word, struct person *out,
    struct fail *why)
{
	struct person found[CANDIDATES_MAX];
	int got;

	if ((got = by_handle(cli, word, out, why)) != 0)
		return got < 0 ? -1 : 0;
	if ((got = by_address(cli, word, out, why)) == 0)
		got = by_number(cli, word, out, why);
	if (got < 0)
		return -1;
	if (got == 1 && out->is_agent)
		return 0;
	got = people_find_agents(cli->desk.db, word, &cli->arena, found,
	    CANDIDATES_MAX, why);
	if (got < 0)
		return -1;
	if (got > 1)
		return fail_several(cli, word, found, got, why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE,
		    "there is no agent \"%.*s\"", TYPED(cli, word));
	*out = found[0];
	return 0;
}

int
cli_find_department(struct cli *cli, struct slice word,
    struct department *out, struct fail *why)
{
	int64_t id;
	int got;

	got = departments_by_name(cli->desk.db, word, &cli->arena, out, why);
	if (got == 0 && is_number(word, &id))
		got = departments_get(cli->desk.db, id, &cli->arena, out, why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "there is no department"
		    " \"%.*s\"; `maildesk department list` names them",
		    TYPED(cli, word));
	return got < 0 ? -1 : 0;
}

int
cli_find_person(struct cli *cli, struct slice word, struct person *out,
    struct fail *why)
{
	int got = by_number(cli, word, out, why);

	if (got == 0)
		got = by_address(cli, word, out, why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "nobody has the number or"
		    " address \"%.*s\"; `maildesk user find WORD` searches",
		    TYPED(cli, word));
	return got < 0 ? -1 : 0;
}

int
cli_find_living(struct cli *cli, struct slice word, struct person *out,
    struct fail *why)
{
	struct address address;
	int got;

	if (cli_find_person(cli, word, out, why) < 0)
		return -1;
	got = people_primary_address(cli->desk.db, out->id, &cli->arena,
	    &address, why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "user %lld was deleted",
		    (long long)out->id);
	return got < 0 ? -1 : 0;
}

int
cli_find_ticket(struct cli *cli, int64_t id, struct ticket *out,
    struct fail *why)
{
	int got = tickets_get(cli->desk.db, id, &cli->arena, out, why);
	const char *refusal = NULL;

	if (got == 1)
		refusal = cli_actor_refusal(cli, out, MAY_READ);
	if (refusal != NULL) {
		got = tickets_has_participant(cli->desk.db, out->id,
		    cli->actor.id, why);
		if (got == 0)
			return fail_set(why, FAIL_REFUSE, "ticket %lld: %s",
			    (long long)id, refusal);
	}
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "there is no ticket %lld",
		    (long long)id);
	return got < 0 ? -1 : 0;
}
