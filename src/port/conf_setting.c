/* What is common to all settings that libconfig has read. */
#include "conf_setting.h"

#include <inttypes.h>
#include <string.h>

int
conf_at_line(const struct conf_reader *reader, unsigned line,
    struct fail *why)
{
	if (line == 0)
		return fail_add(why, "%s", reader->path);
	return fail_add(why, "%s:%u", reader->path, line);
}

/* libconfig's words for what is no text and no whole number. */
static const char *
other_type(const config_setting_t *setting)
{
	switch (setting->type) {
	case CONFIG_TYPE_GROUP:
		return "a group";
	case CONFIG_TYPE_FLOAT:
		return "a number with a fraction";
	case CONFIG_TYPE_ARRAY:
	case CONFIG_TYPE_LIST:
		return "a list";
	default:
		return "this value";
	}
}

struct conf_value
conf_setting_value(const config_setting_t *setting, struct arena *arena)
{
	struct conf_value value = { .wrote = CONF_WROTE_OTHER };

	switch (setting->type) {
	case CONFIG_TYPE_STRING:
		value.wrote = CONF_WROTE_TEXT;
		value.text = slice_of(config_setting_get_string(setting));
		break;
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		/* get_int64 gives 0 for a plain number. */
		value.wrote = CONF_WROTE_NUMBER;
		value.number = setting->type == CONFIG_TYPE_INT
		    ? config_setting_get_int(setting)
		    : config_setting_get_int64(setting);
		value.text = arena_format(arena, "%" PRId64, value.number);
		break;
	case CONFIG_TYPE_BOOL:
		value.wrote = CONF_WROTE_SWITCH;
		value.number = config_setting_get_bool(setting) != 0;
		value.text = slice_of(value.number != 0 ? "true" : "false");
		break;
	default:
		value.text = slice_of(other_type(setting));
		break;
	}
	return value;
}

const char *
conf_resolve(const struct conf_reader *reader, const char *path)
{
	const char *slash = strrchr(reader->path, '/');

	if (*path == '/' || *path == '\0' || slash == NULL)
		return path;
	return arena_format(reader->arena, "%.*s/%s",
	    (int)(slash - reader->path), reader->path, path).data;
}

bool
conf_is_this_machine(const char *host)
{
	return slice_eq_nocase(slice_of(host), SLICE("localhost")) ||
	    slice_starts(slice_of(host), SLICE("127.")) ||
	    strcmp(host, "::1") == 0;
}
