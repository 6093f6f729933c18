/* The list of Maildirs that are watched. */
#include "conf_list.h"

#include <string.h>

#include "mail/address.h"

static bool
has_twin(const struct conf *conf, const struct conf_maildir *to,
    bool by_path)
{
	const struct conf_maildir *other;

	for (other = conf->maildir; other < to; other++)
		if (by_path ? strcmp(other->path, to->path) == 0
			    : strcmp(other->name, to->name) == 0)
			return true;
	return false;
}

/* What is wrong only together: the setting's name, and the sentence. */
static const char *
find_fault(const struct conf *conf, const struct conf_maildir *to,
    struct fail *why)
{
	if (!conf_is_name(to->name)) {
		fail_set(why, FAIL_SETUP, "\"%.60s\" is no name for a Maildir;"
		    " write at most %d letters, digits, - and _ instead",
		    to->name, CONF_NAME_LEN);
		return "name";
	}
	if (has_twin(conf, to, false)) {
		fail_set(why, FAIL_SETUP, "\"%s\" stands here a second time;"
		    " write another name instead", to->name);
		return "name";
	}
	if (has_twin(conf, to, true)) {
		fail_set(why, FAIL_SETUP, "\"%.200s\" stands here a second"
		    " time; write each Maildir once instead", to->path);
		return "path";
	}
	if (!address_is_sendable(slice_of(to->recipient)) ||
	    strchr(to->recipient, '@') == NULL) {
		fail_set(why, FAIL_SETUP, "\"%.60s\" is no address; write that"
		    " of a department instead", to->recipient);
		return "recipient";
	}
	if (to->after == AFTER_MOVE && *to->move_to == '\0') {
		fail_set(why, FAIL_SETUP, "has no Maildir; write move_to ="
		    " \".Done\"; beside it instead");
		return "after";
	}
	if (strcmp(to->move_to, to->path) == 0) {
		fail_set(why, FAIL_SETUP, "is the Maildir that is read; write"
		    " another one instead");
		return "move_to";
	}
	return NULL;
}

/* ".Done" is a folder of the Maildir, as mail servers have them. */
static void
resolve_move_to(struct conf_maildir *to, struct arena *arena)
{
	if (*to->move_to != '\0' && *to->move_to != '/')
		to->move_to = arena_format(arena, "%s/%s", to->path,
		    to->move_to).data;
}

static int
read_one(struct conf_reader *reader, const config_setting_t *group,
    struct conf_maildir *to, struct fail *why)
{
	struct conf_item item = { .reader = reader, .group = group,
		.what = CONF_MAILDIR, .to = to };
	const char *fault;

	item.keys = conf_maildir_keys(&item.count);
	if (conf_item_read(&item, NULL, NULL, why) < 0)
		return -1;
	resolve_move_to(to, reader->arena);
	fault = find_fault(reader->conf, to, why);
	return fault == NULL ? 0 : conf_item_refuse(&item, fault, why);
}

int
conf_read_maildir(struct conf_reader *reader, const config_setting_t *list,
    struct fail *why)
{
	struct conf *conf = reader->conf;
	int count = conf_list_length(reader, CONF_MAILDIR, list,
	    CONF_MAILDIR_MAX, why);

	if (count < 0)
		return -1;
	conf->maildir_count = (size_t)count;
	conf->maildir = arena_array(reader->arena, conf->maildir_count,
	    sizeof(conf->maildir[0]));
	for (int i = 0; i < count; i++)
		if (read_one(reader, config_setting_get_elem(list,
			(unsigned)i), &conf->maildir[i], why) < 0)
			return -1;
	return 0;
}
