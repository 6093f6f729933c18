/* Every setting of where tokens come from, in the sample's order. */
#include "conf_table.h"

#include <assert.h>
#include <stddef.h>

const char conf_oauth_help[] = "Where the tokens for logins by XOAUTH2 come"
    " from (OAuth 2.0), one { } for each, with commas between them.  imap and"
    " smtp name it with their setting oauth.";

static const char *const providers[] = {
	[PROVIDER_MICROSOFT] = "microsoft",
	[PROVIDER_GOOGLE] = "google",
	[PROVIDER_OTHER] = "other",
	NULL
};
static const char *const grants[] = {
	[GRANT_REFRESH_TOKEN] = "refresh_token",
	[GRANT_CLIENT_CREDENTIALS] = "client_credentials",
	NULL
};

#define AT(field) .offset = offsetof(struct conf_oauth, field)

static const struct conf_key keys[] = {
	{ CONF_OAUTH, "name", AT(name), TEXT(1), .example = "office",
	    .help = "What it is called here: letters, digits, - and _." },
	{ CONF_OAUTH, "provider", AT(provider), .kind = CONF_WORD,
	    .words = providers, .fallback = "other",
	    .example = "microsoft",
	    .help = "The addresses and the scope of \"microsoft\" (Microsoft"
	    " 365) and \"google\" are known; with \"other\" token_url must be"
	    " set." },
	{ CONF_OAUTH, "tenant", AT(tenant), TEXT(1), .fallback = "common",
	    .help = "With provider \"microsoft\": the directory, a domain or an"
	    " id." },
	{ CONF_OAUTH, "grant", AT(grant), .kind = CONF_WORD, .words = grants,
	    .fallback = "refresh_token",
	    .help = "\"refresh_token\": a person logs in once, by `maildesk"
	    " oauth login`; \"client_credentials\": the secret is enough, nobody"
	    " has to." },
	{ CONF_OAUTH, "client_id", AT(client_id), TEXT(1),
	    .example = "00000000-0000-0000-0000-000000000000",
	    .help = "What the provider calls this desk (the id of the"
	    " registered application)." },
	{ CONF_OAUTH, "client_secret_file", AT(client_secret_file),
	    FILE_PATH_OR_NONE, .fallback = "",
	    .help = "Its first line is the client's secret.  Readable by the"
	    " desk alone (mode 0600).  \"\": the provider gave none." },
	{ CONF_OAUTH, "scope", AT(scope), TEXT(0), .fallback = "",
	    .help = "What the token shall be good for; \"\": reading and"
	    " sending mail, as far as the provider is known." },
	{ CONF_OAUTH, "token_url", AT(token_url), TEXT(0), .fallback = "",
	    .help = "Where tokens are asked for, with https://; \"\": the"
	    " provider's." },
	{ CONF_OAUTH, "device_url", AT(device_url), TEXT(0), .fallback = "",
	    .help = "Where `maildesk oauth login` asks for a code (RFC 8628);"
	    " \"\": the provider's." },
	{ CONF_OAUTH, "ca_file", AT(ca_file), FILE_PATH_OR_NONE,
	    .fallback = "",
	    .help = "Certificates (PEM) that the server's is checked against;"
	    " \"\": those of the system." },
	{ CONF_OAUTH, "timeout", AT(timeout), NUMBER(1, 300), .fallback = "30",
	    .help = "Seconds that one question may take." },
};
static_assert(ARRAY_LEN(keys) <= CONF_KEYS_MAX, "every key has its line");

const struct conf_key *
conf_oauth_keys(size_t *count)
{
	*count = ARRAY_LEN(keys);
	return keys;
}
