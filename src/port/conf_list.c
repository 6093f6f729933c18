/* Lists of groups in the configuration: accounts and the like. */
#include "conf_list.h"

#include <string.h>

#include "base/ascii.h"
#include "base/near.h"
#include "base/text.h"

static unsigned
line_of(const struct conf_item *item, const char *name)
{
	for (size_t i = 0; i < item->count; i++)
		if (strcmp(item->keys[i].name, name) == 0 &&
		    item->lines[i] != 0)
			return item->lines[i];
	return item->group->line;
}

int
conf_item_refuse(const struct conf_item *item, const char *name,
    struct fail *why)
{
	fail_add(why, "%s.%s", item->what, name);
	why->kind = FAIL_SETUP;
	return conf_at_line(item->reader, line_of(item, name), why);
}

static int
refuse_name(const struct conf_item *item, const config_setting_t *setting,
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
read_setting(struct conf_item *item, const config_setting_t *setting,
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

int
conf_item_read(struct conf_item *item, const char *inner,
    const config_setting_t **list, struct fail *why)
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
		if (inner != NULL && strcmp(setting->name, inner) == 0)
			*list = setting;
		else if (read_setting(item, setting, why) < 0)
			return -1;
	}
	for (size_t i = 0; i < item->count; i++) {
		const struct conf_key *key = &item->keys[i];

		if (key->fallback != NULL || item->lines[i] != 0)
			continue;
		fail_set(why, FAIL_SETUP, "is missing; write %s = \"%s\"; with"
		    " yours instead", key->name, key->example);
		return conf_item_refuse(item, key->name, why);
	}
	return 0;
}

int
conf_list_length(const struct conf_reader *reader, const char *what,
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

bool
conf_is_name(const char *name)
{
	for (const char *at = name; *at != '\0'; at++)
		if (!ascii_is_alnum(*at) && *at != '-' && *at != '_')
			return false;
	return strlen(name) <= CONF_NAME_LEN;
}
