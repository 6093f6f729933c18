/* maildesk oauth status and refresh: what is known of tokens, never one. */
#include "app/cli_oauth.h"

#include "app/cli_commands.h"
#include "app/cli_print.h"
#include "app/cli_when.h"
#include "app/grant.h"
#include "base/clock.h"

/* What is known of one of the list. */
struct known {
	const struct conf_oauth *account;
	struct token token;
	const char *alarm; /* NULL: there is none */
	struct fail trouble; /* why it could not be read */
	bool is_unknown;
};

static void
look(struct cli *cli, const struct conf_oauth *account, struct known *out)
{
	*out = (struct known){ .account = account, .trouble = FAIL_INIT };
	out->is_unknown = grant_load(&cli->conf, account, &cli->arena,
	    &out->token, &out->trouble) < 0;
	if (!out->is_unknown)
		out->alarm = grant_alarm(account, &out->token, &cli->arena);
}

static const char *
state_word(const struct known *known, int64_t now)
{
	const struct token *token = &known->token;

	if (known->is_unknown)
		return "unreadable";
	if (token->is_refused)
		return "refused";
	if (known->alarm != NULL)
		return "no login";
	if (token->failing_since != 0)
		return "failing";
	if (token->access.len == 0)
		return "none yet";
	return token->expires_at > now ? "good" : "expired";
}

/* "good for 50 min; fails for 2 min: ...". */
static struct slice
describe(struct cli *cli, const struct known *known)
{
	struct text text = TEXT_IN(&cli->arena);
	const struct token *token = &known->token;
	char span[CLI_WHEN_SIZE];

	if (known->is_unknown)
		return slice_of(known->trouble.text);
	if (token->access.len == 0)
		text_add_string(&text, "no token");
	else if (token->expires_at > cli->now)
		text_add_format(&text, "a token, good for %s",
		    cli_span(token->expires_at - cli->now, span));
	else
		text_add_format(&text, "a token that ended %s ago",
		    cli_span(cli->now - token->expires_at, span));
	if (token->failing_since > 0)
		text_add_format(&text, "; fails for %s",
		    cli_span(cli->now - token->failing_since, span));
	if (known->alarm != NULL || token->failing_since > 0) {
		text_add_string(&text, ": ");
		text_add_line(&text, known->alarm != NULL
		    ? slice_of(known->alarm) : token->why);
	}
	if (token->retry_at > cli->now)
		text_add_format(&text, "; is tried again in %s",
		    cli_span(token->retry_at - cli->now, span));
	return text_slice(&text);
}

void
cli_oauth_print_facts(struct cli *cli)
{
	struct known known;
	struct slice text;

	for (size_t i = 0; i < cli->conf.oauth_count; i++) {
		look(cli, &cli->conf.oauth[i], &known);
		/* Agents may not look, which is no trouble. */
		if (known.is_unknown && !cli->is_owner)
			continue;
		text = describe(cli, &known);
		cli_print_fact_format(cli, known.alarm != NULL ||
		    known.is_unknown ? "ALARM" : "Token", "%s: %.*s",
		    known.account->name, SLICE_ARG(text));
	}
}

/* Who logs in with it. */
static void
add_users(struct cli *cli, const struct conf_oauth *account,
    struct json *array)
{
	const struct conf *conf = &cli->conf;

	for (size_t i = 0; i < conf->imap_count; i++)
		if (conf_oauth_find(conf, conf->imap[i].oauth) == account)
			json_append_text(array, arena_format(&cli->arena,
			    "imap:%s", conf->imap[i].name));
	if (conf_oauth_find(conf, conf->smtp_oauth) == account)
		json_append_text(array, SLICE("smtp"));
}

void
cli_oauth_add_json(struct cli *cli, struct json *array)
{
	struct json *object;
	struct known known;

	for (size_t i = 0; i < cli->conf.oauth_count; i++) {
		look(cli, &cli->conf.oauth[i], &known);
		object = json_append_object(array);
		json_add_text(object, "account",
		    slice_of(known.account->name));
		json_add_text(object, "state",
		    slice_of(state_word(&known, cli->now)));
		json_add_bool(object, "alarm", known.alarm != NULL);
		json_add_time(object, "got", known.token.got_at);
		json_add_time(object, "expires", known.token.expires_at);
		json_add_time(object, "failing_since",
		    known.token.failing_since);
		json_add_time(object, "next_try", known.token.retry_at);
		json_add_text(object, "why", known.is_unknown
		    ? slice_of(known.trouble.text) : known.alarm != NULL
		    ? slice_of(known.alarm) : known.token.why);
		add_users(cli, known.account, json_add_array(object,
		    "used_by"));
	}
}

static void
print_users(struct cli *cli, const struct conf_oauth *account)
{
	const struct conf *conf = &cli->conf;
	struct text text = TEXT_IN(&cli->arena);

	for (size_t i = 0; i < conf->imap_count; i++)
		if (conf_oauth_find(conf, conf->imap[i].oauth) == account)
			text_add_format(&text, "%simap %s",
			    text.len > 0 ? ", " : "", conf->imap[i].name);
	if (conf_oauth_find(conf, conf->smtp_oauth) == account)
		text_add_string(&text, text.len > 0 ? ", smtp" : "smtp");
	cli_print_fact(cli, "For", text.len > 0 ? text_slice(&text)
	    : SLICE("nobody: neither imap nor smtp names it"));
}

static void
print_known(struct cli *cli, const struct known *known)
{
	const struct conf_oauth *account = known->account;

	cli_print_heading(cli, slice_of(account->name));
	cli_print_fact(cli, "Server", slice_of(account->token_url));
	cli_print_fact(cli, "Grant", account->grant == GRANT_REFRESH_TOKEN
	    ? SLICE("a person's") : SLICE("the client's own"));
	print_users(cli, account);
	cli_print_fact(cli, known->alarm != NULL || known->is_unknown
	    ? "ALARM" : "State", describe(cli, known));
}

int
cli_oauth_status(struct cli *cli, struct fail *why)
{
	struct known known;
	struct json *json;

	(void)why;
	if (cli->json) {
		json = json_new_array();
		cli_oauth_add_json(cli, json);
		cli_print_json(cli, json);
		return 0;
	}
	if (cli->conf.oauth_count == 0)
		cli_print_line(cli, SLICE("The configuration has no list"
		    " oauth: there are no tokens."));
	for (size_t i = 0; i < cli->conf.oauth_count; i++) {
		look(cli, &cli->conf.oauth[i], &known);
		print_known(cli, &known);
	}
	return 0;
}

int
cli_oauth_find(struct cli *cli, const struct conf_oauth **out,
    struct fail *why)
{
	*out = conf_oauth_find(&cli->conf, cli->arguments[0]);
	if (*out != NULL)
		return 0;
	return fail_set(why, FAIL_REFUSE, "the list oauth of the configuration"
	    " has no \"%.60s\"", cli->arguments[0]);
}

int
cli_oauth_report(struct cli *cli, const struct conf_oauth *account)
{
	struct known known;
	struct json *json;

	cli->now = clock_now();
	look(cli, account, &known);
	if (!cli->json) {
		cli_print_line(cli, arena_format(&cli->arena, "%s: %.*s",
		    account->name, SLICE_ARG(describe(cli, &known))));
		return 0;
	}
	json = json_new_object();
	json_add_text(json, "account", slice_of(account->name));
	json_add_text(json, "state", slice_of(state_word(&known, cli->now)));
	json_add_time(json, "expires", known.token.expires_at);
	cli_print_json(cli, json);
	return 0;
}

int
cli_oauth_refresh(struct cli *cli, struct fail *why)
{
	const struct conf_oauth *account;
	struct grant *grant;
	int rc;

	if (cli_oauth_find(cli, &account, why) < 0 ||
	    grant_open(&grant, &cli->conf, account->name, NULL, why) < 0)
		return -1;
	rc = grant_refresh(grant, why);
	grant_close(grant);
	return rc < 0 ? -1 : cli_oauth_report(cli, account);
}
