/* The list of where tokens come from, with what is known of providers. */
#include "conf_list.h"

#include <string.h>

#include "base/ascii.h"
#include "base/text.h"

/* What needs not be written of a provider; %s: the tenant. */
static const struct preset {
	const char *token_url, *device_url;
	const char *scope;	  /* with a person's refresh token */
	const char *client_scope; /* with the secret alone; NULL: not there */
} presets[] = {
	[PROVIDER_MICROSOFT] = {
	    "https://login.microsoftonline.com/%s/oauth2/v2.0/token",
	    "https://login.microsoftonline.com/%s/oauth2/v2.0/devicecode",
	    "https://outlook.office.com/IMAP.AccessAsUser.All"
	    " https://outlook.office.com/SMTP.Send offline_access",
	    "https://outlook.office365.com/.default" },
	[PROVIDER_GOOGLE] = {
	    "https://oauth2.googleapis.com/token",
	    "https://oauth2.googleapis.com/device/code",
	    "https://mail.google.com/", NULL },
	[PROVIDER_OTHER] = { "", "", "", "" },
};

/* Words for any directory, of which none can vouch for a client alone. */
static const char *const any_tenant[] = {
	"common", "organizations", "consumers"
};

/* "%s" replaced. */
static const char *
fill_in(const char *pattern, const char *tenant, struct arena *arena)
{
	struct slice rest = slice_of(pattern);
	size_t at = slice_search(rest, SLICE("%s"));

	if (at == rest.len)
		return pattern;
	return arena_format(arena, "%.*s%s%s", (int)at, pattern, tenant,
	    pattern + at + 2).data;
}

static void
apply_preset(struct conf_oauth *to, struct arena *arena)
{
	const struct preset *preset = &presets[to->provider];
	const char *scope = to->grant == GRANT_CLIENT_CREDENTIALS
	    ? preset->client_scope : preset->scope;

	if (*to->token_url == '\0')
		to->token_url = fill_in(preset->token_url, to->tenant, arena);
	if (*to->device_url == '\0')
		to->device_url = fill_in(preset->device_url, to->tenant,
		    arena);
	if (*to->scope == '\0' && scope != NULL)
		to->scope = scope;
}

/* In clear only to this machine: the secret goes there. */
static bool
is_safe_url(const char *text)
{
	static const char *const here[] = { "127.0.0.1", "localhost",
		"[::1]" };
	struct slice url = slice_of(text), host;
	bool is_clear = slice_starts(url, SLICE("http://"));

	for (size_t i = 0; i < url.len; i++)
		if (!ascii_is_graph(url.data[i]))
			return false;
	if (!is_clear && !slice_starts(url, SLICE("https://")))
		return false;
	url = slice_from(url, is_clear ? 7 : 8);
	slice_cut(&url, '/', &host);
	/* Who stands before an @ is another host, or a password. */
	if (host.len == 0 || host.data[0] == ':' ||
	    slice_index(host, '@') < host.len)
		return false;
	for (size_t i = 0; is_clear && i < ARRAY_LEN(here); i++)
		if (slice_eq(host, slice_of(here[i])) ||
		    (slice_starts(host, slice_of(here[i])) &&
			host.data[strlen(here[i])] == ':'))
			return true;
	return !is_clear;
}

static bool
is_tenant(const char *name)
{
	for (const char *at = name; *at != '\0'; at++)
		if (!ascii_is_alnum(*at) && *at != '-' && *at != '.')
			return false;
	return true;
}

static const char *
find_url_fault(const struct conf_oauth *to, struct fail *why)
{
	const char *const urls[] = { to->token_url, to->device_url };
	static const char *const names[] = { "token_url", "device_url" };

	if (*to->token_url == '\0') {
		fail_set(why, FAIL_SETUP, "is missing; write token_url ="
		    " \"https://login.example.com/token\"; with yours"
		    " instead");
		return names[0];
	}
	for (size_t i = 0; i < ARRAY_LEN(urls); i++) {
		if (*urls[i] == '\0' || is_safe_url(urls[i]))
			continue;
		fail_set(why, FAIL_SETUP, "\"%.80s\" cannot be trusted with a"
		    " secret; write an address with https:// instead",
		    urls[i]);
		return names[i];
	}
	return NULL;
}

/* What the secret alone needs. */
static const char *
find_client_fault(const struct conf_oauth *to, struct fail *why)
{
	if (to->grant != GRANT_CLIENT_CREDENTIALS)
		return NULL;
	if (presets[to->provider].client_scope == NULL) {
		fail_set(why, FAIL_SETUP, "this provider has no such way to a"
		    " mailbox; write \"refresh_token\" instead");
		return "grant";
	}
	if (*to->client_secret_file == '\0') {
		fail_set(why, FAIL_SETUP, "has no secret; write"
		    " client_secret_file = \"oauth.secret\"; beside it"
		    " instead");
		return "grant";
	}
	for (size_t i = 0; to->provider == PROVIDER_MICROSOFT &&
	     i < ARRAY_LEN(any_tenant); i++) {
		if (strcmp(to->tenant, any_tenant[i]) != 0)
			continue;
		fail_set(why, FAIL_SETUP, "\"%s\" is any directory; with grant"
		    " \"client_credentials\" write yours, like"
		    " \"example.onmicrosoft.com\", instead", to->tenant);
		return "tenant";
	}
	return NULL;
}

/* What is wrong only together: the setting's name, and the sentence. */
static const char *
find_fault(const struct conf *conf, const struct conf_oauth *to,
    struct fail *why)
{
	const char *fault;

	if (!conf_is_name(to->name)) {
		fail_set(why, FAIL_SETUP, "\"%.60s\" is no name; write at most"
		    " %d letters, digits, - and _ instead", to->name,
		    CONF_NAME_LEN);
		return "name";
	}
	for (const struct conf_oauth *other = conf->oauth; other < to;
	     other++) {
		if (strcmp(other->name, to->name) != 0)
			continue;
		fail_set(why, FAIL_SETUP, "\"%s\" stands here a second time;"
		    " write another name instead", to->name);
		return "name";
	}
	if (!is_tenant(to->tenant)) {
		fail_set(why, FAIL_SETUP, "\"%.60s\" is no directory; write"
		    " one like \"example.onmicrosoft.com\" instead",
		    to->tenant);
		return "tenant";
	}
	fault = find_client_fault(to, why);
	return fault != NULL ? fault : find_url_fault(to, why);
}

static int
read_one(struct conf_reader *reader, const config_setting_t *group,
    struct conf_oauth *to, struct fail *why)
{
	struct conf_item item = { .reader = reader, .group = group,
		.what = CONF_OAUTH, .to = to };
	const char *fault;

	item.keys = conf_oauth_keys(&item.count);
	if (conf_item_read(&item, NULL, NULL, why) < 0)
		return -1;
	apply_preset(to, reader->arena);
	fault = find_fault(reader->conf, to, why);
	return fault == NULL ? 0 : conf_item_refuse(&item, fault, why);
}

int
conf_read_oauth(struct conf_reader *reader, const config_setting_t *list,
    struct fail *why)
{
	struct conf *conf = reader->conf;
	int count = conf_list_length(reader, CONF_OAUTH, list, CONF_OAUTH_MAX,
	    why);

	if (count < 0)
		return -1;
	conf->oauth_count = (size_t)count;
	conf->oauth = arena_array(reader->arena, conf->oauth_count,
	    sizeof(conf->oauth[0]));
	for (int i = 0; i < count; i++)
		if (read_one(reader, config_setting_get_elem(list,
			(unsigned)i), &conf->oauth[i], why) < 0)
			return -1;
	return 0;
}

const struct conf_oauth *
conf_oauth_find(const struct conf *conf, const char *name)
{
	for (size_t i = 0; i < conf->oauth_count; i++)
		if (strcmp(conf->oauth[i].name, name) == 0)
			return &conf->oauth[i];
	return NULL;
}

int
conf_expect_oauth(const struct conf *conf, const char *name,
    struct fail *why)
{
	if (conf_oauth_find(conf, name) != NULL)
		return 0;
	if (conf->oauth_count == 0)
		return fail_set(why, FAIL_SETUP, "\"%.60s\" is not in the list"
		    " oauth, which is empty; write oauth = ( { name ="
		    " \"%.60s\"; ... } ); instead", name, name);
	return fail_set(why, FAIL_SETUP, "\"%.60s\" is not in the list oauth;"
	    " write \"%s\" or another name of it instead", name,
	    conf->oauth[0].name);
}
