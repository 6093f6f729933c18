/* The list of accounts that are read by IMAP, and each one's folders. */
#include "conf_setting.h"

#include <string.h>

#include "base/ascii.h"
#include "base/near.h"
#include "base/text.h"
#include "mail/address.h"

/* A longer one makes long names of files and processes. */
#define NAME_MAX_LEN 32

/* A { } while it is read: an account or a folder. */
struct item {
	struct conf_reader *reader;
	const config_setting_t *group;
	const char *what; /* CONF_IMAP or CONF_FOLDERS */
	const struct conf_key *keys;
	size_t count;
	void *to;
	unsigned lines[CONF_KEYS_MAX];
};

static unsigned
line_of(const struct item *item, const char *name)
{
	for (size_t i = 0; i < item->count; i++)
		if (strcmp(item->keys[i].name, name) == 0 &&
		    item->lines[i] != 0)
			return item->lines[i];
	return item->group->line;
}

/* "file:7: imap.after: ...", the sentence being in *why. */
static int
refuse(const struct item *item, const char *name, struct fail *why)
{
	fail_add(why, "%s.%s", item->what, name);
	why->kind = FAIL_SETUP;
	return conf_at_line(item->reader, line_of(item, name), why);
}

static int
refuse_name(const struct item *item, const config_setting_t *setting,
    struct fail *why)
{
	struct slice name = slice_of(setting->name);
	struct text instead = TEXT_IN(item->reader->arena);

	for (size_t i = 0; i < item->count && instead.len == 0; i++)
		if (near_distance(slice_of(item->keys[i].name), name) <= 2)
			text_add_string(&instead, item->keys[i].name);
	if (instead.len == 0)
		text_add_string(&instead, "one of");
	for (size_t i = 0; i < item->count &&
	     slice_starts(text_slice(&instead), SLICE("one of")); i++)
		text_add_format(&instead, " %s", item->keys[i].name);
	fail_set(why, FAIL_SETUP, "%s.%.*s: there is no such setting; write %s"
	    " instead", item->what, SLICE_ARG(slice_head(name, 60)),
	    text_string(&instead));
	return conf_at_line(item->reader, setting->line, why);
}

static int
read_setting(struct item *item, const config_setting_t *setting,
    struct fail *why)
{
	struct arena *arena = item->reader->arena;
	struct conf_value value;

	for (size_t i = 0; i < item->count; i++) {
		const struct conf_key *key = &item->keys[i];
		const char **path;

		if (strcmp(key->name, setting->name) != 0)
			continue;
		item->lines[i] = setting->line;
		value = conf_setting_value(setting, arena);
		if (conf_value_set(key, &value, arena, item->to, why) < 0)
			return conf_at_line(item->reader, setting->line, why);
		if (key->kind == CONF_PATH) {
			path = conf_value_text(key, item->to);
			*path = conf_resolve(item->reader, *path);
		}
		return 0;
	}
	return refuse_name(item, setting, why);
}

/* All settings but the list of folders, which is left for the caller. */
static int
read_item(struct item *item, const config_setting_t **folders,
    struct fail *why)
{
	const config_setting_t *group = item->group, *setting;

	if (group->type != CONFIG_TYPE_GROUP) {
		fail_set(why, FAIL_SETUP, "%s: is a list of groups; write %s ="
		    " ( { name = \"...\"; } ); instead", item->what,
		    strrchr(item->what, '.') != NULL
			? strrchr(item->what, '.') + 1 : item->what);
		return conf_at_line(item->reader, group->line, why);
	}
	for (size_t i = 0; i < item->count; i++)
		if (item->keys[i].fallback != NULL)
			conf_value_default(&item->keys[i],
			    item->reader->arena, item->to);
	for (int i = 0; i < config_setting_length(group); i++) {
		setting = config_setting_get_elem(group, (unsigned)i);
		if (folders != NULL && strcmp(setting->name, "folders") == 0)
			*folders = setting;
		else if (read_setting(item, setting, why) < 0)
			return -1;
	}
	for (size_t i = 0; i < item->count; i++) {
		const struct conf_key *key = &item->keys[i];

		if (key->fallback != NULL || item->lines[i] != 0)
			continue;
		fail_set(why, FAIL_SETUP, "is missing; write %s = \"%s\"; with"
		    " yours instead", key->name, key->example);
		return refuse(item, key->name, why);
	}
	return 0;
}

/* -1 when it is no list, is empty, or too long. */
static int
list_length(const struct conf_reader *reader, const char *what,
    const config_setting_t *list, int max, struct fail *why)
{
	int count = config_setting_length(list);

	if (list->type == CONFIG_TYPE_LIST && count <= max)
		return count;
	if (list->type == CONFIG_TYPE_LIST)
		fail_set(why, FAIL_SETUP, "%s: has %d entries; write at most %d"
		    " instead", what, count, max);
	else
		fail_set(why, FAIL_SETUP, "%s: is a list; write %s = ( { ... }"
		    " ); instead", what, list->name);
	return conf_at_line(reader, list->line, why);
}

static int
read_folder(struct conf_reader *reader, const config_setting_t *group,
    struct conf_folder *out, struct fail *why)
{
	struct item item = { .reader = reader, .group = group,
		.what = CONF_FOLDERS, .to = out };

	item.keys = conf_folder_keys(&item.count);
	if (read_item(&item, NULL, why) < 0)
		return -1;
	if (address_is_sendable(slice_of(out->recipient)) &&
	    strchr(out->recipient, '@') != NULL)
		return 0;
	fail_set(why, FAIL_SETUP, "\"%.60s\" is no address; write that of a"
	    " department instead", out->recipient);
	return refuse(&item, "recipient", why);
}

static int
read_folders(struct item *account, const config_setting_t *list,
    struct fail *why)
{
	struct conf_reader *reader = account->reader;
	struct conf_imap *to = account->to;
	int count = 0;

	if (list != NULL)
		count = list_length(reader, CONF_FOLDERS, list,
		    CONF_FOLDERS_MAX, why);
	if (count < 0)
		return -1;
	if (count == 0) {
		fail_set(why, FAIL_SETUP, "is missing; write folders = ( { name"
		    " = \"INBOX\"; recipient = \"support@example.com\"; } );"
		    " with yours instead");
		return refuse(account, "folders", why);
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
			return refuse(account, "folders", why);
		}
	return 0;
}

static bool
is_name(const char *name)
{
	for (const char *at = name; *at != '\0'; at++)
		if (!ascii_is_alnum(*at) && *at != '-' && *at != '_')
			return false;
	return strlen(name) <= NAME_MAX_LEN;
}

static bool
is_taken(const struct conf *conf, const struct conf_imap *to)
{
	for (const struct conf_imap *other = conf->imap; other < to; other++)
		if (strcmp(other->name, to->name) == 0)
			return true;
	return false;
}

/* What is wrong only together: the setting's name, and the sentence. */
static const char *
find_fault(const struct conf *conf, const struct conf_imap *to,
    struct fail *why)
{
	bool has_token = to->login == LOGIN_XOAUTH2;

	if (!is_name(to->name)) {
		fail_set(why, FAIL_SETUP, "\"%.60s\" is no name for an account;"
		    " write at most %d letters, digits, - and _ instead",
		    to->name, NAME_MAX_LEN);
		return "name";
	}
	if (is_taken(conf, to)) {
		fail_set(why, FAIL_SETUP, "\"%s\" stands here a second time;"
		    " write another name instead", to->name);
		return "name";
	}
	if (*(has_token ? to->token_file : to->password_file) == '\0') {
		fail_set(why, FAIL_SETUP, "has no %s; write %s = \"imap.%s\";"
		    " beside it instead", has_token ? "token" : "password",
		    has_token ? "token_file" : "password_file",
		    has_token ? "token" : "password");
		return "user";
	}
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
	struct item item = { .reader = reader, .group = group,
		.what = CONF_IMAP, .to = to };
	const config_setting_t *folders = NULL;
	const char *fault;

	item.keys = conf_imap_keys(&item.count);
	if (read_item(&item, &folders, why) < 0 ||
	    read_folders(&item, folders, why) < 0)
		return -1;
	fault = find_fault(reader->conf, to, why);
	return fault == NULL ? 0 : refuse(&item, fault, why);
}

int
conf_read_imap(struct conf_reader *reader, const config_setting_t *list,
    struct fail *why)
{
	struct conf *conf = reader->conf;
	int count = list_length(reader, CONF_IMAP, list, CONF_IMAP_MAX, why);

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
