/* maildesk check: what the desk needs of the world around it. */
#include "app/cli_check.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/alarm.h"
#include "app/grant.h"
#include "app/templates.h"
#include "base/secret.h"
#include "port/lmtp_socket.h"
#include "port/secret_file.h"

enum check_result
check_templates(struct check *check)
{
	struct fail why = FAIL_INIT;

	if (templates_check(&check->cli->conf, &why) < 0)
		return check_fail(check, &why);
	return check_say(check, CHECK_OK, "letters are written in \"%s\"",
	    check->cli->conf.language);
}

static enum check_result
check_maildir(struct check *check)
{
	const char *path = check->cli->conf.letters_dir;

	if (access(path, F_OK) == 0 && access(path, R_OK | W_OK | X_OK) < 0)
		return check_say(check, CHECK_BAD,
		    "this account may not write into %s", path);
	return check_say(check, CHECK_WARN, "letters are not sent: they are"
	    " put into %s (sending.transport)", path);
}

/* Its owner alone may read a password. */
static enum check_result
check_password(struct check *check)
{
	const char *path = check->cli->conf.smtp_password_file;
	struct stat info;

	if (stat(path, &info) < 0)
		return check_say(check, CHECK_BAD, "%s cannot be read"
		    " (smtp.password_file)", path);
	if ((info.st_mode & 077) != 0)
		return check_say(check, CHECK_BAD, "%s: others may read it;"
		    " chmod 600", path);
	return CHECK_OK;
}

enum check_result
check_sending(struct check *check)
{
	const struct conf *conf = &check->cli->conf;

	if (conf->transport == TRANSPORT_MAILDIR)
		return check_maildir(check);
	if (conf->smtp_user[0] != '\0' && conf->smtp_oauth[0] == '\0' &&
	    check_password(check) != CHECK_OK)
		return CHECK_BAD;
	if (conf->smtp_ca_file[0] != '\0' &&
	    access(conf->smtp_ca_file, R_OK) < 0)
		return check_say(check, CHECK_BAD,
		    "%s cannot be read (smtp.ca_file)", conf->smtp_ca_file);
	return check_say(check, CHECK_OK, "by SMTP through %s:%lld",
	    conf->smtp_host, (long long)conf->smtp_port);
}

/* What stands in the way of one of the list oauth; NULL: nothing. */
static const char *
find_token_trouble(struct check *check, const struct conf_oauth *account)
{
	struct arena *arena = &check->cli->arena;
	struct fail why = FAIL_INIT;
	struct token token;
	char *secret;

	if (account->client_secret_file[0] != '\0') {
		if (secret_file_read(account->client_secret_file, arena,
			&secret, &why) < 0)
			return arena_string(arena, slice_of(why.text));
		secret_wipe(secret, strlen(secret));
	}
	if (grant_load(&check->cli->conf, account, arena, &token, &why) < 0)
		return arena_string(arena, slice_of(why.text));
	return grant_alarm(account, &token, arena);
}

enum check_result
check_tokens(struct check *check)
{
	const struct conf *conf = &check->cli->conf;
	const char *trouble;
	size_t bad = 0;

	for (size_t i = 0; i < conf->oauth_count; i++) {
		trouble = find_token_trouble(check, &conf->oauth[i]);
		if (trouble == NULL)
			continue;
		check_say(check, CHECK_BAD, "oauth %s: %s",
		    conf->oauth[i].name, trouble);
		bad++;
	}
	if (bad > 0)
		return CHECK_BAD;
	if (conf->oauth_count == 0)
		return check_say(check, CHECK_OK, "none are used");
	return check_say(check, CHECK_OK, "%zu in the list oauth",
	    conf->oauth_count);
}

enum check_result
check_intake(struct check *check)
{
	const char *path = check->cli->conf.socket_path;
	const char *slash = strrchr(path, '/');
	struct arena *arena = &check->cli->arena;
	const char *folder = slash == NULL || slash == path ? "/"
	    : arena_string(arena, slice_make(path, (size_t)(slash - path)));
	int fd = lmtp_connect(path, NULL);

	if (fd >= 0) {
		close(fd);
		return check_say(check, CHECK_OK, "answers at %s", path);
	}
	if (access(folder, F_OK) < 0)
		return check_say(check, CHECK_WARN, "%s is not there yet:"
		    " systemd makes it (RuntimeDirectory=), or you do", folder);
	return check_say(check, CHECK_WARN,
	    "does not answer at %s: maildeskd is not running", path);
}

enum check_result
check_alarm(struct check *check)
{
	struct fail why = FAIL_INIT;
	int got;

	if (check->damaged > 0)
		return check_say(check, CHECK_BAD, "a role that the disk failed"
		    " twice stays down until the databases are whole");
	if ((got = alarm_clear(&check->cli->conf, &why)) < 0)
		return check_fail(check, &why);
	return check_say(check, CHECK_OK, "%s", got == 1
	    ? "it was raised, and is over: the roles start again" : "none");
}
