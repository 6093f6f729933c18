/* maildesk oauth login: a code, which a person types into a browser. */
#include "app/cli_commands.h"

#include "app/cli_oauth.h"
#include "app/cli_print.h"
#include "app/cli_when.h"
#include "app/grant.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/secret.h"

/* What "slow down" adds (RFC 8628 section 3.5), in seconds. */
#define SLOWER 5

static void
show_json(struct cli *cli, const struct oauth_code *code)
{
	struct json *json = json_new_object();

	json_add_text(json, "verification_uri", code->url);
	json_add_text_or_null(json, "verification_uri_complete",
	    code->full_url);
	json_add_text(json, "user_code", code->user);
	json_add_time(json, "expires", clock_now() + code->lifetime);
	cli_print_json(cli, json);
}

/* The person reads it while we wait. */
static void
show_code(struct cli *cli, const struct oauth_code *code)
{
	char span[CLI_WHEN_SIZE];

	if (cli->json) {
		show_json(cli, code);
	} else {
		cli_print_line(cli, SLICE("Open this address in any browser,"
		    " log in as the mailbox's user, and type the code:"));
		cli_print_fact(cli, "Address", code->url);
		cli_print_fact(cli, "Code", code->user);
		if (code->full_url.len > 0)
			cli_print_fact(cli, "Or both", code->full_url);
		cli_print_fact_format(cli, "Waits", "%s, for you to be done",
		    cli_span(code->lifetime, span));
	}
	fflush(cli->out);
}

/* -1: it is over.  0: ask again, *interval seconds later. */
static int
consider(enum oauth_error error, int64_t *interval, struct fail *why)
{
	switch (error) {
	case OAUTH_PENDING:
		return 0;
	case OAUTH_SLOW_DOWN:
		*interval += SLOWER;
		break;
	case OAUTH_EXPIRED:
		return fail_set(why, FAIL_REFUSE, "nobody typed the code in"
		    " time; begin anew");
	case OAUTH_DENIED:
		return fail_set(why, FAIL_REFUSE, "the login was refused in"
		    " the browser");
	case OAUTH_OTHER:
		if (why->kind != FAIL_RETRY)
			return -1;
		/* A server that does not answer is given time. */
		*interval *= 2;
		break;
	}
	if (*interval > OAUTH_INTERVAL_MAX)
		*interval = OAUTH_INTERVAL_MAX;
	return 0;
}

static int
wait_for_login(struct grant *grant, const struct oauth_code *code,
    struct fail *why)
{
	static const struct role alone = ROLE_ALONE;
	int64_t end = clock_mono() + code->lifetime * 1000;
	int64_t interval = code->interval;
	enum oauth_error error;

	for (;;) {
		role_wait(&alone, interval * 1000);
		if (clock_mono() >= end)
			return consider(OAUTH_EXPIRED, &interval, why);
		if (grant_ask_login(grant, code, &error, why) == 0)
			return 0;
		if (consider(error, &interval, why) < 0)
			return -1;
	}
}

static int
login_by_code(struct cli *cli, struct grant *grant, struct fail *why)
{
	struct oauth_code code;

	if (grant_ask_code(grant, &cli->arena, &code, why) < 0)
		return -1;
	show_code(cli, &code);
	return wait_for_login(grant, &code, why);
}

static int
login_by_token(struct cli *cli, struct grant *grant, const char *path,
    struct fail *why)
{
	struct slice text, line = SLICE_EMPTY;
	int rc;

	if (file_read(path, OAUTH_TOKEN_MAX, &cli->arena, &text, why) < 0)
		return -1;
	slice_line(&text, &line);
	line = slice_trim(line);
	if (line.len == 0)
		return fail_set(why, FAIL_REFUSE, "there is nothing in the"
		    " first line");
	rc = grant_adopt(grant, line, why);
	secret_wipe((void *)(uintptr_t)line.data, line.len);
	return rc;
}

int
cli_oauth_login(struct cli *cli, struct fail *why)
{
	const char *path = cli_option(cli, "--refresh-token");
	const struct conf_oauth *account;
	struct grant *grant;
	int rc;

	if (cli_oauth_find(cli, &account, why) < 0)
		return -1;
	if (account->grant == GRANT_CLIENT_CREDENTIALS)
		return fail_set(why, FAIL_REFUSE, "%s needs no login: its grant"
		    " is client_credentials; try maildesk oauth refresh %s",
		    account->name, account->name);
	if (grant_open(&grant, &cli->conf, account->name, NULL, why) < 0)
		return -1;
	rc = path != NULL ? login_by_token(cli, grant, path, why)
			  : login_by_code(cli, grant, why);
	grant_close(grant);
	return rc < 0 ? -1 : cli_oauth_report(cli, account);
}
