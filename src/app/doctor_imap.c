/* maildesk doctor: the mailboxes that are read. */
#include "app/doctor.h"

#include <inttypes.h>

#include "app/grant.h"
#include "port/imap.h"

/* Seconds that a server may be silent while somebody waits for us. */
#define TIMEOUT_MAX 20

/* What it cannot do is made up for, at a price. */
static bool
look_at_abilities(struct check *check, const struct conf_imap *account,
    const struct imap *imap)
{
	struct arena *arena = &check->cli->arena;
	bool right = true;

	if (!imap_has_idle(imap)) {
		check_find(check, CHECK_WARN, arena_format(arena,
		    "maildesk.conf, account %s: poll_seconds = 30;",
		    account->name).data, "%s: the server has no IDLE: mail"
		    " waits for up to %" PRId64 " s", account->name,
		    account->poll_seconds);
		right = false;
	}
	if (account->after == AFTER_MOVE && !imap_has_move(imap)) {
		check_find(check, CHECK_WARN, arena_format(arena,
		    "maildesk.conf, account %s: after = \"seen\";",
		    account->name).data, "%s: the server has no MOVE: what is"
		    " ours is copied, then deleted", account->name);
		right = false;
	}
	return right;
}

static bool
look_at_folder(struct check *check, const struct conf_imap *account,
    struct imap *imap, const char *folder)
{
	struct imap_mailbox mailbox;
	struct fail why = FAIL_INIT;

	if (imap_select(imap, folder, &mailbox, &why) == 0)
		return true;
	check_find(check, CHECK_BAD, arena_format(&check->cli->arena,
	    "make the folder \"%s\" there, or correct its name in"
	    " maildesk.conf", folder).data, "%s: the folder \"%s\": %s",
	    account->name, folder, why.text);
	return false;
}

static bool
look_at_folders(struct check *check, const struct conf_imap *account,
    struct imap *imap)
{
	bool right = true;

	for (size_t i = 0; i < account->folder_count; i++)
		right = look_at_folder(check, account, imap,
		    account->folders[i].name) && right;
	if (account->after == AFTER_MOVE)
		right = look_at_folder(check, account, imap,
		    account->move_to) && right;
	return right;
}

/* With a token, if the account has one from `oauth`. */
static int
log_in(struct check *check, const struct conf_imap *account,
    struct imap **out, struct fail *why)
{
	struct imap_token token = { 0 };
	struct grant *grant;
	int rc;

	if (*account->oauth == '\0')
		return imap_open(out, account, NULL, -1, why);
	if (grant_open(&grant, &check->cli->conf, account->oauth, NULL,
		why) < 0)
		return -1;
	rc = grant_token(grant, &token.value, why);
	if (rc == 0)
		rc = imap_open(out, account, &token, -1, why);
	grant_close(grant);
	return rc;
}

/* Whether nothing was said. */
static bool
look_at_account(struct check *check, const struct conf_imap *configured)
{
	struct conf_imap account = *configured;
	struct fail why = FAIL_INIT;
	struct imap *imap;
	bool right;

	if (account.timeout > TIMEOUT_MAX)
		account.timeout = TIMEOUT_MAX;
	if (log_in(check, &account, &imap, &why) < 0) {
		check_find(check, CHECK_BAD, arena_format(
		    &check->cli->arena, why.kind == FAIL_SETUP
		    ? "correct the account %s in maildesk.conf, or its login"
		    : "see that the server of the account %s answers",
		    account.name).data, "%s: %s", account.name, why.text);
		return false;
	}
	right = look_at_abilities(check, &account, imap);
	right = look_at_folders(check, &account, imap) && right;
	imap_close(imap);
	return right;
}

enum check_result
doctor_imap(struct check *check)
{
	const struct conf *conf = &check->cli->conf;
	bool right = true;

	for (size_t i = 0; i < conf->imap_count; i++)
		right = look_at_account(check, &conf->imap[i]) && right;
	if (!right)
		return CHECK_WARN;
	return check_say(check, CHECK_OK, conf->imap_count == 0
	    ? "no account is read" : "%zu account%s", conf->imap_count,
	    conf->imap_count == 1 ? "" : "s");
}
