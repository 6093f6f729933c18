/* maildesk search: tickets by words and fields, with what was found in them. */
#include "app/cli_commands.h"

#include "app/cli_actor.h"
#include "app/cli_print.h"
#include "app/cli_ticket.h"
#include "app/cli_when.h"
#include "store/search.h"

#define LIMIT_USUAL 20
#define LIMIT_MAX 1000
#define PAGE_MAX 1000

static int
read_page(struct cli *cli, int64_t *page, int64_t *limit, struct fail *why)
{
	if (cli_option_number(cli, "--page", 1, page, why) < 0 ||
	    cli_option_number(cli, "--limit", LIMIT_USUAL, limit, why) < 0)
		return -1;
	if (*page > PAGE_MAX || *limit > LIMIT_MAX)
		return fail_set(why, FAIL_REFUSE, "--page is at most %d,"
		    " --limit at most %d", PAGE_MAX, LIMIT_MAX);
	return 0;
}

/* "  ... the *printer* is on fire" */
static void
print_snippet(struct cli *cli, const struct search_hit *hit)
{
	struct text text = TEXT_IN(&cli->arena);
	const char *mark = hit->found.len > 0 ? "*" : "";

	text_add_string(&text, "    ");
	text_add(&text, hit->before);
	text_add_string(&text, mark);
	text_add(&text, hit->found);
	text_add_string(&text, mark);
	text_add(&text, hit->after);
	cli_print_line(cli, text_slice(&text));
}

static void
print_hit(struct cli *cli, const struct search_hit *hit,
    const struct ticket_line *line)
{
	const struct ticket *ticket = &line->ticket;
	struct text text = TEXT_IN(&cli->arena);
	char when[CLI_WHEN_SIZE];

	text_add_format(&text, "#%lld ", (long long)ticket->id);
	text_add(&text, ticket->subject);
	cli_print_heading(cli, text_slice(&text));
	text_clear(&text);
	text_add_format(&text, "    %s, ", ticket_status_name(ticket->status));
	if (ticket->priority != PRIORITY_NORMAL)
		text_add_format(&text, "%s, ",
		    ticket_priority_name(ticket->priority));
	text_add(&text, line->department);
	text_add_string(&text, ", ");
	text_add(&text, line->user);
	text_add_format(&text, " (%lld), %s", (long long)ticket->user_id,
	    cli_when(ticket->changed_at, cli->now, when));
	cli_print_line(cli, text_slice(&text));
	print_snippet(cli, hit);
}

/* What is said behind the hits. */
static void
print_rest(struct cli *cli, const struct search_result *result, int64_t page,
    bool words)
{
	if (result->count == 0)
		fputs(page > 1 ? "there are not that many\n"
		    : "nothing found\n", cli->out);
	if (result->more)
		fprintf(cli->out, "... more of them: --page %lld\n",
		    (long long)page + 1);
	if (result->capped && words)
		fprintf(cli->out, "... the newest %d that have the words were"
		    " ranked; more words find older ones\n",
		    SEARCH_RANKED_MAX);
	else if (result->capped)
		fprintf(cli->out, "... the newest %d were looked at; words,"
		    " user: or from: find older ones\n", SEARCH_LOOKED_AT_MAX);
	if (result->missing_below != 0)
		fputs("... the full text is still being made: older tickets"
		    " are not all in it yet\n", cli->out);
}

static void
hit_json(struct json *json, const struct search_hit *hit,
    const struct ticket_line *line)
{
	cli_ticket_json(json, line);
	json_add_int(json, "entry", hit->entry_id);
	json_add_text(json, "before", hit->before);
	json_add_text(json, "found", hit->found);
	json_add_text(json, "after", hit->after);
}

static struct json *
result_json(const struct search_result *result, int64_t page,
    struct json **hits)
{
	struct json *json = json_new_object();

	json_add_int(json, "page", page);
	json_add_bool(json, "more", result->more);
	json_add_bool(json, "capped", result->capped);
	json_add_bool(json, "complete", result->missing_below == 0);
	*hits = json_add_array(json, "tickets");
	return json;
}

static int
show(struct cli *cli, const struct search_result *result, int64_t page,
    bool words, struct fail *why)
{
	struct json *hits, *json = result_json(result, page, &hits);
	struct ticket_line line;
	int got = 0;

	for (size_t i = 0; i < result->count && got >= 0; i++) {
		got = tickets_line(cli->desk.db, result->hits[i].ticket_id,
		    &cli->arena, &line, why);
		if (got <= 0)
			continue;
		if (cli->json)
			hit_json(json_append_object(hits), &result->hits[i],
			    &line);
		else
			print_hit(cli, &result->hits[i], &line);
	}
	if (got >= 0 && cli->json)
		cli_show_json(cli, json);
	else if (got >= 0)
		print_rest(cli, result, page, words);
	json_free(json);
	return got < 0 ? -1 : 0;
}

int
cli_search(struct cli *cli, struct fail *why)
{
	const struct searcher who = { .access = { cli->departments,
		cli->department_count, &cli->members }, .person = cli->actor,
		.owner = cli->is_owner };
	struct search_result result;
	struct query query;
	int64_t page, limit;

	if (read_page(cli, &page, &limit, why) < 0 ||
	    query_parse(cli_arguments(cli, 0), cli->now, cli->conf.timezone,
		&cli->arena, &query, why) < 0 ||
	    search_run(cli->desk.db, &query, &who, (size_t)page - 1,
		(size_t)limit, &cli->arena, &result, why) < 0)
		return -1;
	return show(cli, &result, page, query_has_text(&query), why);
}
