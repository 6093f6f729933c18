/* The list of accounts that are read by IMAP, and each one's folders. */
#include "conf_list.h"

#include <string.h>

#include "mail/address.h"

static int
read_folder(struct conf_reader *reader, const config_setting_t *group,
    struct conf_folder *out, struct fail *why)
{
	struct conf_item item = { .reader = reader, .group = group,
		.what = CONF_FOLDERS, .to = out };

	item.keys = conf_folder_keys(&item.count);
	if (conf_item_read(&item, NULL, NULL, why) < 0)
		return -1;
	if (address_is_sendable(slice_of(out->recipient)) &&
	    strchr(out->recipient, '@') != NULL)
		return 0;
	fail_set(why, FAIL_SETUP, "\"%.60s\" is no address; write that of a"
	    " department instead", out->recipient);
	return conf_item_refuse(&item, "recipient", why);
}

static int
read_folders(struct conf_item *account, const config_setting_t *list,
    struct fail *why)
{
	struct conf_reader *reader = account->reader;
	struct conf_imap *to = account->to;
	int count = 0;

	if (list != NULL)
		count = conf_list_length(reader, CONF_FOLDERS, list,
		    CONF_FOLDERS_MAX, why);
	if (count < 0)
		return -1;
	if (count == 0) {
		fail_set(why, FAIL_SETUP, "is missing; write folders = ( { name"
		    " = \"INBOX\"; recipient = \"support@example.com\"; } );"
		    " with yours instead");
		return conf_item_refuse(account, "folders", why);
	}
	to->folder_count = (size_t)count;
	to->folders = arena_array(reader->arena, to->folder_count,
	    sizeof(to->folders[0]));
	for (int i = 0; i < count; i++)
		if (read_folder(reader, config_setting_get_elem(list,
			(unsigned)i), &to->folders[i], why) < 0)
			return -1;
	for (int i = 0; i < count; i++)
		for (int j = 0; j < i; j++) {
			if (strcmp(to->folders[i].name,
				to->folders[j].name) != 0)
				continue;
			fail_set(why, FAIL_SETUP, "\"%.60s\" stands here a"
			    " second time; write each folder once instead",
			    to->folders[i].name);
			return conf_item_refuse(account, "folders", why);
		}
	return 0;
}

static bool
is_taken(const struct conf *conf, const struct conf_imap *to)
{
	for (const struct conf_imap *other = conf->imap; other < to; other++)
		if (strcmp(other->name, to->name) == 0)
			return true;
	return false;
}

/* The same of what the login needs. */
static const char *
find_login_fault(const struct conf *conf, const struct conf_imap *to,
    struct fail *why)
{
	bool has_token = to->login == LOGIN_XOAUTH2;

	if (*to->oauth != '\0' && !has_token) {
		fail_set(why, FAIL_SETUP, "has no use without mechanism ="
		    " \"XOAUTH2\"; write that beside it instead");
		return "oauth";
	}
	if (*to->oauth != '\0' && *to->token_file != '\0') {
		fail_set(why, FAIL_SETUP, "the token comes from oauth; write"
		    " one of the two instead");
		return "token_file";
	}
	if (*to->oauth != '\0')
		return conf_expect_oauth(conf, to->oauth, why) < 0 ? "oauth"
								   : NULL;
	if (*(has_token ? to->token_file : to->password_file) == '\0') {
		fail_set(why, FAIL_SETUP, "has no %s; write %s = \"%s\";"
		    " beside it instead", has_token ? "token" : "password",
		    has_token ? "oauth" : "password_file",
		    has_token ? "NAME" : "imap.password");
		return "user";
	}
	return NULL;
}

/* What is wrong only together: the setting's name, and the sentence. */
static const char *
find_fault(const struct conf *conf, const struct conf_imap *to,
    struct fail *why)
{
	const char *login;

	if (!conf_is_name(to->name)) {
		fail_set(why, FAIL_SETUP, "\"%.60s\" is no name for an account;"
		    " write at most %d letters, digits, - and _ instead",
		    to->name, CONF_NAME_LEN);
		return "name";
	}
	if (is_taken(conf, to)) {
		fail_set(why, FAIL_SETUP, "\"%s\" stands here a second time;"
		    " write another name instead", to->name);
		return "name";
	}
	if ((login = find_login_fault(conf, to, why)) != NULL)
		return login;
	if (to->tls == TLS_NONE && !conf_is_this_machine(to->host)) {
		fail_set(why, FAIL_SETUP, "the password would travel in clear;"
		    " write \"required\" or \"implicit\" instead");
		return "tls";
	}
	if (to->after == AFTER_MOVE && *to->move_to == '\0') {
		fail_set(why, FAIL_SETUP, "has no folder; write move_to ="
		    " \"Archive\"; beside it instead");
		return "after";
	}
	for (size_t i = 0; i < to->folder_count; i++)
		if (to->after == AFTER_MOVE &&
		    strcmp(to->folders[i].name, to->move_to) == 0) {
			fail_set(why, FAIL_SETUP, "is one of the folders that"
			    " are read; write another one instead");
			return "move_to";
		}
	return NULL;
}

static int
read_account(struct conf_reader *reader, const config_setting_t *group,
    struct conf_imap *to, struct fail *why)
{
	struct conf_item item = { .reader = reader, .group = group,
		.what = CONF_IMAP, .to = to };
	const config_setting_t *folders = NULL;
	const char *fault;

	item.keys = conf_imap_keys(&item.count);
	if (conf_item_read(&item, "folders", &folders, why) < 0 ||
	    read_folders(&item, folders, why) < 0)
		return -1;
	fault = find_fault(reader->conf, to, why);
	return fault == NULL ? 0 : conf_item_refuse(&item, fault, why);
}

int
conf_read_imap(struct conf_reader *reader, const config_setting_t *list,
    struct fail *why)
{
	struct conf *conf = reader->conf;
	int count = conf_list_length(reader, CONF_IMAP, list, CONF_IMAP_MAX, why);

	if (count < 0)
		return -1;
	conf->imap_count = (size_t)count;
	conf->imap = arena_array(reader->arena, conf->imap_count,
	    sizeof(conf->imap[0]));
	for (int i = 0; i < count; i++)
		if (read_account(reader, config_setting_get_elem(list,
			(unsigned)i), &conf->imap[i], why) < 0)
			return -1;
	return 0;
}
