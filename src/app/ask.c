/* What agents ask by mail: lists, people, help; one function per verb. */
#include "ask.h"

#include "ask_talk.h"
#include "ask_ticket.h"
#include "base/ascii.h"
#include "base/clock.h"
#include "store/departments.h"
#include "store/people.h"
#include "store/search.h"

#define PAGE 200
/* Mail waits meanwhile: so many tickets, so many milliseconds. */
#define PATIENCE 20000
#define HURRY 1000

/* What a list is asked for: "mine", "open", "unassigned", a department. */
static int
read_filter(struct lookup *lookup, struct ticket_filter *filter,
    bool *unassigned, bool *unended, struct fail *why)
{
	struct slice rest = lookup->command->value, word;
	struct department department;
	bool any = false;
	int got;

	*unassigned = false;
	*unended = true;
	while (slice_cut(&rest, ' ', &word)) {
		if (word.len == 0)
			continue;
		any = true;
		if (slice_eq_nocase(word, SLICE("all"))) {
			*unended = false;
		} else if (slice_eq_nocase(word, SLICE("mine"))) {
			filter->assignee_id = lookup->action->actor.id;
		} else if (slice_eq_nocase(word, SLICE("unassigned"))) {
			*unassigned = true;
		} else if (ticket_status_parse(word, &filter->status)) {
			filter->by_status = true;
			*unended = false;
		} else {
			got = departments_by_name(lookup->desk->db, word,
			    lookup->arena, &department, why);
			if (got < 0)
				return -1;
			if (got == 0)
				lookup->command->problem = "write #list with"
				    " mine, unassigned, all, a status or a"
				    " department";
			filter->department_id = got == 1 ? department.id : 0;
		}
	}
	if (!any)
		filter->assignee_id = lookup->action->actor.id;
	return 0;
}

static int
ask_list(struct lookup *lookup, struct text *text, struct fail *why)
{
	struct ticket_filter filter = { .max = PAGE };
	struct ticket_line *lines;
	bool unassigned, unended;
	size_t count, shown = 0;

	if (read_filter(lookup, &filter, &unassigned, &unended, why) < 0)
		return -1;
	if (lookup->command->problem != NULL)
		return 0;
	do {
		if (tickets_list(lookup->desk->db, &filter, lookup->arena,
			&lines, &count, why) < 0)
			return -1;
		for (size_t i = 0; i < count && shown < ASK_TICKETS_MAX; i++) {
			const struct ticket *ticket = &lines[i].ticket;

			filter.before = ticket->id;
			if (!ask_sees(lookup, ticket) ||
			    (unassigned && ticket->assignee_id != 0) ||
			    (unended && (ticket_status_is_end(ticket->status) ||
				ticket->status == TICKET_SPAM)))
				continue;
			ask_add_ticket(text, &lines[i]);
			shown++;
		}
	} while (count == PAGE && shown < ASK_TICKETS_MAX);
	if (shown == 0)
		text_add_string(text, "there is no such ticket\n");
	if (shown == ASK_TICKETS_MAX)
		text_add_string(text, "... and perhaps older ones\n");
	return 0;
}

/* What was found in it, with a mark on both sides. */
static void
add_found(struct text *text, const struct search_hit *hit)
{
	const char *mark = hit->found.len > 0 ? "*" : "";

	text_add_string(text, "    ");
	text_add_line(text, hit->before);
	text_add_string(text, mark);
	text_add_line(text, hit->found);
	text_add_string(text, mark);
	text_add_line(text, hit->after);
	text_add_char(text, '\n');
}

static int
add_all_found(struct lookup *lookup, struct text *text,
    const struct search_result *result, struct fail *why)
{
	struct ticket_line line;
	int got;

	for (size_t i = 0; i < result->count; i++) {
		got = tickets_line(lookup->desk->db, result->hits[i].ticket_id,
		    lookup->arena, &line, why);
		if (got < 0)
			return -1;
		if (got == 0)
			continue;
		ask_add_ticket(text, &line);
		add_found(text, &result->hits[i]);
	}
	if (result->count == 0)
		text_add_string(text, "nothing was found\n");
	if (result->more || result->capped)
		text_add_string(text, "... and perhaps others: say more\n");
	if (result->missing_below != 0)
		text_add_string(text, "... the full text is still being made:"
		    " older tickets are not all in it yet\n");
	return 0;
}

static int
ask_search(struct lookup *lookup, struct text *text, struct fail *why)
{
	const struct facts *facts = lookup->facts;
	const struct searcher who = { .access = { facts->departments,
		facts->department_count, &facts->everybody },
		.person = lookup->action->actor, .patience = PATIENCE };
	struct search_result result;
	struct query query;

	if (lookup->command->value.len == 0) {
		lookup->command->problem = "write #search WORDS";
		return 0;
	}
	if (query_parse(lookup->command->value, clock_now(),
		lookup->desk->conf->timezone, lookup->arena, &query,
		why) < 0 ||
	    search_run(lookup->desk->db, &query, &who, 0, ASK_TICKETS_MAX,
		lookup->arena, &result, why) < 0)
		return -1;
	return add_all_found(lookup, text, &result, why);
}

static int
add_person(struct lookup *lookup, struct text *text, int64_t id,
    struct fail *why)
{
	struct ticket_filter filter = { .user_id = id, .max = 5 };
	struct ticket_line *lines;
	struct address *addresses;
	struct person person;
	size_t count;
	int got;

	got = people_get(lookup->desk->db, id, lookup->arena, &person, why);
	if (got <= 0)
		return got;
	text_add_line(text, person.name);
	text_add_format(text, ", number %lld%s%s%s\n", (long long)person.id,
	    person.is_agent ? ", an agent" : "",
	    person.disabled ? ", disabled" : "",
	    person.auto_responder ? ", answered by a program" : "");
	if (people_addresses(lookup->desk->db, person.id, lookup->arena,
		&addresses, &count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		text_add_string(text, "  ");
		text_add_line(text, addresses[i].address);
		text_add_format(text, "%s%s\n", addresses[i].is_primary
		    ? ", primary" : "", addresses[i].state == ADDRESS_HARD
		    ? ", mail comes back" : "");
	}
	if (tickets_list(lookup->desk->db, &filter, lookup->arena, &lines,
		&count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (ask_sees(lookup, &lines[i].ticket)) {
			text_add_string(text, "  ");
			ask_add_ticket(text, &lines[i]);
		}
	return 0;
}

static int
ask_whois(struct lookup *lookup, struct text *text, struct fail *why)
{
	struct slice word = lookup->command->value;
	const struct people_filter filter = { .word = word,
		.max = ASK_PEOPLE_MAX };
	int64_t *ids, id;
	size_t count;

	if (word.len == 0)
		return add_person(lookup, text, lookup->facts->ticket.user_id,
		    why);
	if (slice_number(word, INT64_MAX, &id))
		return add_person(lookup, text, id, why);
	if (people_search(lookup->desk->db, &filter, lookup->arena, &ids,
		&count, why) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (add_person(lookup, text, ids[i], why) < 0)
			return -1;
	if (count == 0)
		text_add_string(text, "nobody is called so\n");
	if (count == ASK_PEOPLE_MAX)
		text_add_string(text, "... and perhaps others\n");
	return 0;
}

static void
add_help(struct text *text, const struct verb *verb)
{
	size_t count;
	const struct verb_alias *aliases = verb_aliases(&count);

	text_add_format(text, "%s\n    %s\n", verb->usage, verb->help);
	for (size_t i = 0; i < count; i++)
		if (aliases[i].id == verb->id)
			text_add_format(text, "    also #%s%s%s\n",
			    aliases[i].name,
			    aliases[i].value == NULL ? "" : ": ",
			    aliases[i].value == NULL ? "" : aliases[i].value);
}

static int
ask_help(struct lookup *lookup, struct text *text, struct fail *why)
{
	struct slice word = lookup->command->value;
	const struct verb *verb;
	const char *brought;

	(void)why;
	if (slice_starts(word, SLICE("#")))
		word = slice_from(word, 1);
	verb = verb_find(word, &brought);
	if (verb != NULL) {
		add_help(text, verb);
		return 0;
	}
	text_add_string(text, "Commands stand in the first lines of a mail, one"
	    " a line:\n\n");
	for (int i = 0; i < VERB_COUNT; i++)
		text_add_format(text, "%s\n    %s\n",
		    verb_get((enum verb_id)i)->usage,
		    verb_get((enum verb_id)i)->help);
	return 0;
}

static int
ask_show(struct lookup *lookup, struct text *text, struct fail *why)
{
	return ask_ticket(lookup, false, text, why);
}

static int
ask_history(struct lookup *lookup, struct text *text, struct fail *why)
{
	return ask_ticket(lookup, true, text, why);
}

static const struct asker {
	enum verb_id id;
	int (*ask)(struct lookup *lookup, struct text *text, struct fail *why);
} askers[] = {
	{ VERB_SHOW, ask_show },
	{ VERB_HISTORY, ask_history },
	{ VERB_LIST, ask_list },
	{ VERB_SEARCH, ask_search },
	{ VERB_WHOIS, ask_whois },
	{ VERB_HELP, ask_help },
};

int
ask(struct lookup *lookup, struct fail *why)
{
	struct text text = TEXT_IN(lookup->arena);
	struct fail wrong = FAIL_INIT;
	struct slice answer;
	int rc = 0;

	db_hurry(lookup->desk->db, HURRY);
	for (size_t i = 0; i < ARRAY_LEN(askers); i++)
		if (askers[i].id == lookup->command->verb->id)
			rc = askers[i].ask(lookup, &text, &wrong);
	db_hurry(lookup->desk->db, 0);
	if (rc < 0 && wrong.kind != FAIL_REFUSE) {
		*why = wrong;
		return -1;
	}
	/* What is wrong with a question is for who asked it. */
	if (rc < 0) {
		lookup->command->problem = arena_string(lookup->arena,
		    slice_of(wrong.text));
		return 0;
	}
	answer = text_slice(&text);
	if (answer.len > ASK_MAX) {
		text.len = slice_rindex(slice_head(answer, ASK_MAX), '\n');
		text_add_string(&text, "\n... this is not all\n");
	}
	lookup->target->answer = text_slice(&text);
	return 0;
}
