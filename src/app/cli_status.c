/* maildesk status: how the desk is doing, in a screen or in figures. */
#include "app/cli_commands.h"

#include "app/cli_print.h"
#include "app/cli_when.h"
#include "app/cli_oauth.h"
#include "app/figures.h"
#include "app/rules.h"
#include "app/health.h"
#include "base/file.h"

/* A door that fetches mail, and how it is doing. */
struct fetcher {
	enum door door;
	const char *name;
	int64_t alarm_minutes, poll_seconds;
	struct health health;
};

static void
load_health(struct cli *cli, struct fetcher *fetcher)
{
	/* What is not readable is as good as not known. */
	if (health_load(&cli->conf, fetcher->door, fetcher->name, &cli->arena,
		&fetcher->health, NULL) < 0)
		fetcher->health = (struct health){ 0 };
}

static size_t
count_fetchers(const struct cli *cli)
{
	return cli->conf.imap_count + cli->conf.maildir_count;
}

static void
load_fetcher(struct cli *cli, size_t n, struct fetcher *out)
{
	const struct conf_maildir *maildir;
	const struct conf_imap *imap;

	if (n < cli->conf.imap_count) {
		imap = &cli->conf.imap[n];
		*out = (struct fetcher){ DOOR_IMAP, imap->name,
			imap->alarm_minutes, imap->poll_seconds, { 0 } };
	} else {
		maildir = &cli->conf.maildir[n - cli->conf.imap_count];
		*out = (struct fetcher){ DOOR_MAILDIR, maildir->name,
			maildir->alarm_minutes, maildir->poll_seconds, { 0 } };
	}
	load_health(cli, out);
}

static bool
is_alarming(const struct cli *cli, const struct fetcher *fetcher)
{
	return health_is_alarming(&fetcher->health, fetcher->alarm_minutes,
	    fetcher->poll_seconds, cli->now);
}

static void
add_fetchers(struct cli *cli, struct json *json)
{
	struct json *array = json_add_array(json, "imap"), *object;
	struct json *maildirs = json_add_array(json, "maildir");
	struct fetcher fetcher;

	for (size_t i = 0; i < count_fetchers(cli); i++) {
		load_fetcher(cli, i, &fetcher);
		object = json_append_object(fetcher.door == DOOR_IMAP ? array
								      : maildirs);
		json_add_text(object, fetcher.door == DOOR_IMAP ? "account"
		    : "folder", slice_of(fetcher.name));
		json_add_time(object, "last_success",
		    fetcher.health.success_at);
		json_add_time(object, "failing_since",
		    fetcher.health.failing_since);
		json_add_text(object, "why", fetcher.health.why);
		json_add_bool(object, "alarm", is_alarming(cli, &fetcher));
	}
}

/* One line for each, and ALARM for what has not worked for long. */
static void
print_fetcher(struct cli *cli, const struct fetcher *fetcher)
{
	const struct health *health = &fetcher->health;
	struct text text = TEXT_IN(&cli->arena);
	char span[CLI_WHEN_SIZE];

	text_add_format(&text, "%s: ", fetcher->name);
	if (health->success_at > 0)
		text_add_format(&text, "last looked into %s ago",
		    cli_span(cli->now - health->success_at, span));
	else
		text_add_string(&text, "never looked into");
	if (health->failing_since > 0) {
		text_add_format(&text, "; fails for %s: ",
		    cli_span(cli->now - health->failing_since, span));
		text_add_line(&text, health->why);
	}
	cli_print_fact(cli, is_alarming(cli, fetcher) ? "ALARM"
	    : fetcher->door == DOOR_IMAP ? "Mailbox" : "Maildir",
	    text_slice(&text));
}

/* What each role is there for, and whether it gets done. */
static void
print_work(struct cli *cli, const struct figures *figures)
{
	int64_t waiting = figures->of[FIGURE_WAITING].value;
	int64_t due = figures->of[FIGURE_DUE].value;
	struct fetcher fetcher;
	char span[CLI_WHEN_SIZE];

	cli_print_fact_format(cli, "Intake", "%s at %s",
	    figures->of[FIGURE_ANSWERS].value != 0 ? "answers"
						   : "does not answer",
	    cli->conf.socket_path);
	if (waiting == 0)
		cli_print_fact(cli, "Gateway", SLICE("everything is filed"));
	else
		cli_print_fact_format(cli, "Gateway", "%lld to be filed, the"
		    " oldest for %s", (long long)waiting, cli_span(cli->now -
		    figures->of[FIGURE_OLDEST].value, span));
	if (due == 0)
		cli_print_fact(cli, "Sender", SLICE("no letter waits"));
	else
		cli_print_fact_format(cli, "Sender", due <= cli->now
		    ? "a letter is due since %s" : "the next letter is due in"
		    " %s", cli_span(due <= cli->now ? cli->now - due
						    : due - cli->now, span));
	for (size_t i = 0; i < count_fetchers(cli); i++) {
		load_fetcher(cli, i, &fetcher);
		print_fetcher(cli, &fetcher);
	}
	cli_oauth_print_facts(cli);
}

/* The file of rules that the gateway could not take. */
static struct slice
rules_alarm(struct cli *cli)
{
	struct slice trouble;
	struct fail why = FAIL_INIT;

	return rules_trouble(&cli->desk, &cli->arena, &trouble, &why) < 0
	    ? SLICE_EMPTY : trouble;
}

static void
print_alarms(struct cli *cli, const struct figures *figures)
{
	const struct figure_value *halted = &figures->of[FIGURE_HALTED];
	struct slice rules = rules_alarm(cli);

	if (figures->of[FIGURE_ANSWERS].value == 0 &&
	    figures->of[FIGURE_UP].value == 0)
		cli_print_fact(cli, "", SLICE("maildeskd is not running"));
	for (size_t i = 0; i < halted->count; i++)
		if (halted->parts[i].value != 0)
			cli_print_fact_format(cli, "ALARM", "the disk failed"
			    " twice: the %s stays down until `maildesk check`"
			    " passes", halted->parts[i].name);
	if (rules.len > 0)
		cli_print_fact_format(cli, "ALARM", "the rules before go on: "
		    "%.*s", SLICE_ARG(rules));
}

static void
print_figures(struct cli *cli, const struct figures *figures)
{
	for (int i = 0; i < FIGURE_IDS; i++) {
		enum figure_id id = (enum figure_id)i;

		/* Who sees no supervisor sees no roles either. */
		if (id == FIGURE_ROLES && figures->of[FIGURE_UP].value == 0)
			continue;
		cli_print_fact(cli, figure_get(id)->title,
		    figure_text(figures, id, &cli->arena));
	}
	cli_print_fact_format(cli, "Last hour", "%lld messages came, %lld"
	    " letters were written",
	    (long long)figures->of[FIGURE_CAME].value,
	    (long long)figures->of[FIGURE_WRITTEN].value);
}

static void
print_json(struct cli *cli, const struct figures *figures)
{
	struct json *json = json_new_object();

	figures_add_json(figures, json);
	add_fetchers(cli, json);
	cli_oauth_add_json(cli, json_add_array(json, "oauth"));
	json_add_text_or_null(json, "rules_alarm", rules_alarm(cli));
	cli_print_json(cli, json);
}

/* Printed, or put where node_exporter looks for it: whole, or not at all. */
static int
give_metrics(struct cli *cli, const struct figures *figures, const char *path,
    struct fail *why)
{
	struct text text = TEXT_IN(&cli->arena);

	figures_add_metrics(figures, &text);
	if (path != NULL)
		return file_replace(path, text_slice(&text), 0644, why);
	fwrite(text.data, 1, text.len, cli->out);
	return 0;
}

int
cli_status(struct cli *cli, struct fail *why)
{
	const char *path = cli_option(cli, "--textfile");
	bool is_metrics = path != NULL ||
	    cli_option(cli, "--metrics") != NULL;
	struct figures figures;

	if (is_metrics && cli->json)
		return fail_set(why, FAIL_REFUSE, "--json has the same figures"
		    " in another form; leave one of the two out");
	if (figures_load(&cli->desk, cli->now, &cli->arena, &figures,
		why) < 0)
		return -1;
	if (is_metrics)
		return give_metrics(cli, &figures, path, why);
	if (cli->json) {
		print_json(cli, &figures);
		return 0;
	}
	print_work(cli, &figures);
	print_alarms(cli, &figures);
	print_figures(cli, &figures);
	return 0;
}
