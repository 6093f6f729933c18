/* maildesk.conf, read by libconfig. */
#include "port/conf.h"

#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "conf_setting.h"
#include "port/conf_lex.h"

static struct slice
setting_name(const config_setting_t *setting)
{
	return slice_of(setting->name);
}

static int
read_setting(struct conf_reader *reader, struct slice group,
    const config_setting_t *setting, struct fail *why)
{
	struct slice name = setting_name(setting);
	const struct conf_key *key = conf_key_find(group, name);
	struct conf_value value;
	struct slice instead;
	size_t count;

	if (key == NULL) {
		instead = conf_key_advice(group, name, reader->arena);
		fail_set(why, FAIL_SETUP, "%.*s.%.*s: there is no such"
		    " setting; write %.*s instead", SLICE_ARG(group),
		    SLICE_ARG(slice_head(name, 60)), SLICE_ARG(instead));
		return conf_at_line(reader, setting->line, why);
	}
	reader->lines[key - conf_keys(&count)] = setting->line;
	value = conf_setting_value(setting, reader->arena);
	if (conf_value_set(key, &value, reader->arena, reader->conf, why) < 0)
		return conf_at_line(reader, setting->line, why);
	return 0;
}

static int
read_group(struct conf_reader *reader, const config_setting_t *group,
    struct fail *why)
{
	struct slice name = setting_name(group), instead;

	/* That one was read already. */
	if (slice_eq(name, SLICE(CONF_OAUTH)))
		return 0;
	if (slice_eq(name, SLICE(CONF_IMAP)))
		return conf_read_imap(reader, group, why);
	if (slice_eq(name, SLICE(CONF_MAILDIR)))
		return conf_read_maildir(reader, group, why);
	if (conf_group_find(name) == NULL) {
		instead = conf_group_advice(name, reader->arena);
		fail_set(why, FAIL_SETUP, "%.*s: there is no such group; write"
		    " %.*s instead", SLICE_ARG(slice_head(name, 60)),
		    SLICE_ARG(instead));
		return conf_at_line(reader, group->line, why);
	}
	if (group->type != CONFIG_TYPE_GROUP) {
		fail_set(why, FAIL_SETUP, "%.*s: is a group of settings; write"
		    " %.*s = { ... }; instead", SLICE_ARG(name),
		    SLICE_ARG(name));
		return conf_at_line(reader, group->line, why);
	}
	for (int i = 0; i < config_setting_length(group); i++)
		if (read_setting(reader, name,
			config_setting_get_elem(group, (unsigned)i), why) < 0)
			return -1;
	return 0;
}

/* libconfig's own errors, with what usually is behind them. */
static int
refuse_syntax(const struct conf_reader *reader, struct fail *why)
{
	const char *text = config_error_text(&reader->config);

	if (strcmp(text, "duplicate setting name") == 0)
		fail_set(why, FAIL_SETUP, "a name stands here a second time;"
		    " write each setting, and each group, once instead");
	else
		fail_set(why, FAIL_SETUP, "%s here or just before; write"
		    " group = { name = value; }; instead, text in quotes, # for"
		    " comments", text);
	return conf_at_line(reader, (unsigned)config_error_line(&reader->config),
	    why);
}

static int
read_text(struct conf_reader *reader, struct slice text, struct fail *why)
{
	const config_setting_t *root, *oauth;

	/* Some editors put a mark before UTF-8. */
	if (slice_starts(text, SLICE("\xef\xbb\xbf")))
		text = slice_from(text, 3);
	if (conf_lex_check(text, why) < 0) {
		/* It begins with the line: no blank behind the colon. */
		return fail_set(why, FAIL_SETUP, "%s:%s", reader->path,
		    arena_string(reader->arena, slice_of(why->text)));
	}
	if (config_read_string(&reader->config,
		arena_string(reader->arena, text)) != CONFIG_TRUE)
		return refuse_syntax(reader, why);
	root = config_root_setting(&reader->config);
	oauth = config_setting_get_member(root, CONF_OAUTH);
	if (oauth != NULL && conf_read_oauth(reader, oauth, why) < 0)
		return -1;
	for (int i = 0; i < config_setting_length(root); i++)
		if (read_group(reader,
			config_setting_get_elem(root, (unsigned)i), why) < 0)
			return -1;
	return 0;
}

static unsigned
line_of(const struct conf_reader *reader, struct slice group, struct slice name)
{
	size_t count;

	return reader->lines[conf_key_find(group, name) - conf_keys(&count)];
}

static int
check_required(const struct conf_reader *reader, struct fail *why)
{
	size_t count;
	const struct conf_key *keys = conf_keys(&count);

	for (size_t i = 0; i < count; i++) {
		if (keys[i].fallback != NULL || reader->lines[i] != 0)
			continue;
		fail_set(why, FAIL_SETUP, "%s.%s: is missing; write %s = {"
		    " %s = \"%s\"; }; with yours instead", keys[i].group,
		    keys[i].name, keys[i].group, keys[i].name,
		    keys[i].example);
		return conf_at_line(reader, 0, why);
	}
	return 0;
}

/* What is wrong about a token: the setting's name, and the sentence. */
static const char *
find_token_fault(const struct conf *conf, struct fail *why)
{
	bool is_xoauth2 = strcmp(conf->smtp_mechanism, "XOAUTH2") == 0;

	if (!is_xoauth2 && conf->smtp_oauth[0] == '\0')
		return NULL;
	if (!is_xoauth2) {
		fail_set(why, FAIL_SETUP, "has no use with \"%s\"; write"
		    " mechanism = \"XOAUTH2\"; beside it instead",
		    conf->smtp_mechanism);
		return "oauth";
	}
	if (conf->smtp_user[0] == '\0') {
		fail_set(why, FAIL_SETUP, "has no user; write user ="
		    " \"support@example.com\"; with yours beside it instead");
		return "mechanism";
	}
	if (conf->smtp_oauth[0] == '\0') {
		fail_set(why, FAIL_SETUP, "has no token; write oauth ="
		    " \"NAME\"; beside it instead");
		return "mechanism";
	}
	return conf_expect_oauth(conf, conf->smtp_oauth, why) < 0 ? "oauth"
								  : NULL;
}

static const char *
find_fault(const struct conf *conf, struct fail *why)
{
	bool has_user = conf->smtp_user[0] != '\0';

	if (has_user && conf->smtp_password_file[0] == '\0' &&
	    strcmp(conf->smtp_mechanism, "XOAUTH2") != 0) {
		fail_set(why, FAIL_SETUP, "has no password; write"
		    " password_file = \"smtp.password\"; beside it instead");
		return "user";
	}
	if (has_user && conf->smtp_tls == TLS_NONE &&
	    !conf_is_this_machine(conf->smtp_host)) {
		fail_set(why, FAIL_SETUP, "the password would travel in clear;"
		    " write \"required\" or \"implicit\" instead");
		return "tls";
	}
	return find_token_fault(conf, why);
}

/* What is wrong only together. */
static int
check_together(const struct conf_reader *reader, struct fail *why)
{
	const char *name = find_fault(reader->conf, why);

	if (name == NULL)
		return 0;
	fail_add(why, "smtp.%s", name);
	return conf_at_line(reader, line_of(reader, SLICE("smtp"),
	    slice_of(name)), why);
}

static void
set_defaults(struct conf_reader *reader)
{
	size_t count;
	const struct conf_key *keys = conf_keys(&count);

	for (size_t i = 0; i < count; i++)
		if (keys[i].fallback != NULL)
			conf_value_default(&keys[i], reader->arena,
			    reader->conf);
}

static const char *
in_state(const struct conf_reader *reader, const char *name)
{
	const char *folder = reader->conf->state_dir;

	if (*name == '\0')
		return folder;
	return arena_format(reader->arena, "%s/%s", folder, name).data;
}

/* Relative paths are seen from the file's folder, defaults from the state's. */
static void
resolve_paths(struct conf_reader *reader)
{
	size_t count;
	const struct conf_key *keys = conf_keys(&count);
	const char **path;

	for (size_t i = 0; i < count; i++) {
		if (keys[i].kind != CONF_PATH)
			continue;
		path = conf_value_text(&keys[i], reader->conf);
		if (keys[i].in_state && reader->lines[i] == 0)
			*path = in_state(reader, *path);
		else
			*path = conf_resolve(reader, *path);
	}
}

int
conf_parse(const char *path, struct slice text, struct arena *arena,
    struct conf *out, struct fail *why)
{
	struct conf_reader reader = { .path = path, .arena = arena, .conf = out };
	int rc = -1;

	memset(out, 0, sizeof(*out));
	out->path = reader.path = arena_string(arena, slice_of(path));
	set_defaults(&reader);
	config_init(&reader.config);
	if (read_text(&reader, text, why) < 0 ||
	    check_required(&reader, why) < 0 ||
	    check_together(&reader, why) < 0)
		goto done;
	resolve_paths(&reader);
	rc = 0;
done:
	config_destroy(&reader.config);
	return rc;
}

int
conf_load(const char *path, struct arena *arena, struct conf *out,
    struct fail *why)
{
	struct slice text;

	if (file_read(path, CONF_SIZE_MAX, arena, &text, why) < 0) {
		if (why != NULL && why->kind == FAIL_REFUSE)
			why->kind = FAIL_SETUP;
		return -1;
	}
	return conf_parse(path, text, arena, out, why);
}
