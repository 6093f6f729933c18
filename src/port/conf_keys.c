/* Every setting, in the order of the sample. */
#include "port/conf_keys.h"

#include <assert.h>
#include <stddef.h>

#include "base/near.h"
#include "base/text.h"
#include "conf_table.h"

/* A name with more slips than these is another name. */
#define NEAR_KEY 2

static const struct conf_group groups[] = {
	{ "desk", "Who we are." },
	{ "state", "Where things are kept.  Paths that do not begin with / are"
	    " seen from this file's folder." },
	{ "intake", "The inner door: LMTP on a unix socket, for the mail"
	    " server." },
	{ "sending", "Letters on their way out." },
	{ "smtp", "The mail server that takes letters, with transport"
	    " \"smtp\"." },
	{ "rules", "What the desk does by itself: see maildesk-rules(5)." },
	{ "webhooks", "What rules post to other programs." },
	{ "counters", "What stops loops that no header gives away.  One that"
	    " is reached is silent." },
	{ "password", "Of users, for the portal." },
	{ "auth", "Whose word is believed about who wrote a mail." },
	{ "daemon", "The processes of maildeskd." },
	{ "log", "One line per decision, on standard error." },
};

/* In the order of their enums. */
static const char *const transports[] = {
	[TRANSPORT_SMTP] = "smtp",
	[TRANSPORT_MAILDIR] = "maildir",
	NULL
};
const char *const conf_tls_words[] = {
	[TLS_REQUIRED] = "required",
	[TLS_IMPLICIT] = "implicit",
	[TLS_NONE] = "none",
	NULL
};
static const char *const levels[] = {
	[LOG_LEVEL_ERROR] = "error",
	[LOG_LEVEL_WARN] = "warn",
	[LOG_LEVEL_INFO] = "info",
	[LOG_LEVEL_DEBUG] = "debug",
	NULL
};
static const char *const addresses[] = {
	[ADDRESSES_HASHED] = "hashed",
	[ADDRESSES_PLAIN] = "plain",
	NULL
};
static const char *const mechanisms[] = { "PLAIN", "LOGIN", "XOAUTH2", NULL };

#define AT(field) .offset = offsetof(struct conf, field)
#define COUNTER NUMBER(0, COUNT_MAX)

static const struct conf_key keys[] = {
	{ "desk", "name", AT(desk_name), TEXT(1), .fallback = "Help desk",
	    .help = "In the From of the desk's own letters." },
	{ "desk", "domain", AT(desk_domain), .kind = CONF_DOMAIN, .min = 1,
	    .max = TEXT_MAX, .example = "example.com",
	    .help = "Your mail domain: Message-IDs end with it.  This one must"
	    " be set." },
	{ "desk", "language", AT(language), .kind = CONF_LANGUAGE, .min = 1,
	    .max = TEXT_MAX, .fallback = "en",
	    .help = "Of the letters to users and agents, where nothing is known"
	    " of the person's own." },

	{ "desk", "timezone", AT(timezone), .kind = CONF_ZONE, .max = TEXT_MAX,
	    .fallback = "",
	    .help = "Where the desk is: what \"tomorrow\" and \"9:00\" mean in"
	    " commands, and the times in letters; \"\": the system's." },

	{ "state", "dir", AT(state_dir), FILE_PATH,
	    .fallback = "/var/lib/maildesk",
	    .help = "The state folder; `maildesk init` makes it." },
	{ "state", "archive", AT(archive_path), STATE_FILE,
	    .fallback = "archive.db",
	    .help = "Everything ever accepted.  By default in state.dir, like"
	    " those that follow." },
	{ "state", "database", AT(desk_path), STATE_FILE,
	    .fallback = "maildesk.db",
	    .help = "The desk: tickets, people, letters." },
	{ "state", "key", AT(key_path), STATE_FILE, .fallback = "secret.key",
	    .help = "Signs the tokens in addresses; keep it secret, and keep a"
	    " copy." },
	{ "state", "templates", AT(templates_dir), STATE_FILE,
	    .fallback = "templates",
	    .help = "Folder of letters in your own words, as `maildesk template"
	    " install` puts them there." },
	{ "state", "mark", AT(mark_path), STATE_FILE,
	    .fallback = "gateway.mark",
	    .help = "Which message the gateway is reading." },
	{ "state", "spill", AT(spill_dir), STATE_FILE, .fallback = "spill",
	    .help = "Folder for big messages while they arrive.  The intake may"
	    " write whatever is in it." },

	{ "intake", "socket", AT(socket_path), FILE_PATH,
	    .fallback = "/run/maildesk/lmtp.sock",
	    .help = "Where it listens." },
	{ "intake", "socket_mode", AT(socket_mode), .kind = CONF_MODE,
	    .min = 0600, .max = 0777, .fallback = "0660",
	    .help = "Who may hand mail over." },
	{ "intake", "socket_group", AT(socket_group), TEXT(0), .fallback = "",
	    .help = "Group of the socket; \"\" leaves it alone." },
	{ "intake", "max_message", AT(max_message), BYTES(64 * KIB, GIB / 2),
	    .fallback = "64 MiB",
	    .help = "Longer messages are refused for good (552 5.3.4).  Not"
	    " below your mail server's own limit." },
	{ "intake", "max_clients", AT(max_clients), NUMBER(1, 10000),
	    .fallback = "1000",
	    .help = "Connections at one time; the next one is told to come"
	    " back.  One user's processes have at most seven eighths of"
	    " them." },
	{ "intake", "max_recipients", AT(max_recipients), NUMBER(1, 10000),
	    .fallback = "100",
	    .help = "Of one message; the others are told to come back." },
	{ "intake", "client_timeout", AT(client_timeout), NUMBER(1, 3600),
	    .fallback = "300",
	    .help = "Seconds until a client's command is complete, or that a"
	    " message may stand still." },
	{ "intake", "transaction_timeout", AT(transaction_timeout),
	    NUMBER(10, 86400), .fallback = "600",
	    .help = "Seconds one message may take to arrive." },
	{ "intake", "min_free", AT(min_free), BYTES(0, 1024 * GIB),
	    .fallback = "64 MiB",
	    .help = "With less room than this on the archive's disk, or on"
	    " that of state.spill, mail waits at the mail server (452)." },

	{ "sending", "transport", AT(transport), .kind = CONF_WORD,
	    .words = transports, .fallback = "smtp",
	    .help = "\"smtp\" sends letters; \"maildir\" only writes them into"
	    " a Maildir, to try things out." },
	{ "sending", "letters", AT(letters_dir), STATE_FILE,
	    .fallback = "letters",
	    .help = "That Maildir; by default in state.dir." },
	{ "sending", "send_hold", AT(send_hold), NUMBER(0, 86400),
	    .fallback = "30",
	    .help = "Seconds an agent's reply waits, so that it can still be"
	    " taken back." },
	{ "sending", "coalesce", AT(coalesce), NUMBER(0, 3600),
	    .fallback = "0",
	    .help = "Seconds a notice to an agent waits: what happens on its"
	    " ticket until then is told in the same letter.  0: each goes at"
	    " once, by itself." },
	{ "sending", "token_days", AT(token_days), NUMBER(1, 3650),
	    .fallback = "365",
	    .help = "Days for which an answer to a letter finds its ticket by"
	    " the token in its address." },

	{ "sending", "retry", AT(retry), .kind = CONF_PAUSES, .min = 1,
	    .max = 86400, .fallback = "1m 5m 15m 1h",
	    .help = "Pauses between attempts at a letter that was not accepted;"
	    " the last one stays." },
	{ "sending", "give_up_hours", AT(give_up_hours), NUMBER(0, 720),
	    .fallback = "120",
	    .help = "When so many hours of pauses are over, the next attempt is"
	    " the last one." },
	{ "sending", "unknown_wait", AT(unknown_wait), NUMBER(1, 86400),
	    .fallback = "900",
	    .help = "Seconds until a letter of which nobody knows whether it"
	    " arrived is sent once more." },
	{ "sending", "per_second", AT(per_second), NUMBER(0, 10000), .fallback = "0",
	    .help = "Letters in a second, at most; 0: no limit." },
	{ "sending", "address_per_hour", AT(address_per_hour),
	    NUMBER(0, 10000),
	    .fallback = "0",
	    .help = "Letters to one address in an hour; what is over waits."
	    "  0: no limit." },
	{ "sending", "domain_per_minute", AT(domain_per_minute),
	    NUMBER(0, 10000),
	    .fallback = "0",
	    .help = "Letters to one domain in a minute; what is over waits."
	    "  0: no limit." },

	{ "smtp", "host", AT(smtp_host), TEXT(1), .fallback = "localhost",
	    .help = "Your mail server." },
	{ "smtp", "port", AT(smtp_port), NUMBER(1, 65535), .fallback = "25",
	    .help = "Often 587 with tls \"required\" and a user, 465 with tls"
	    " \"implicit\"." },
	{ "smtp", "tls", AT(smtp_tls), .kind = CONF_WORD, .words = conf_tls_words,
	    .fallback = "required",
	    .help = "\"required\": STARTTLS or nothing is sent; \"implicit\":"
	    " TLS from the first byte; \"none\": in clear, for a server on"
	    " this machine." },
	{ "smtp", "ca_file", AT(smtp_ca_file), FILE_PATH_OR_NONE,
	    .fallback = "",
	    .help = "Certificates (PEM) that the server's is checked against;"
	    " \"\": those of the system." },
	{ "smtp", "user", AT(smtp_user), TEXT(0), .fallback = "",
	    .help = "Login; \"\": none." },
	{ "smtp", "password_file", AT(smtp_password_file), FILE_PATH_OR_NONE,
	    .fallback = "",
	    .help = "Its first line is the password.  Readable by the desk"
	    " alone (mode 0600)." },
	{ "smtp", "mechanism", AT(smtp_mechanism), TEXT(1),
	    .words = mechanisms, .fallback = "PLAIN",
	    .help = "How the password, or with \"XOAUTH2\" the token, is"
	    " said." },
	{ "smtp", "oauth", AT(smtp_oauth), TEXT(0), .fallback = "",
	    .help = "With mechanism \"XOAUTH2\": the name of one of the list"
	    " oauth, where the token comes from." },
	{ "smtp", "timeout", AT(smtp_timeout), NUMBER(1, 3600),
	    .fallback = "300",
	    .help = "Seconds the server may be silent." },

	{ "rules", "file", AT(rules_path), FILE_PATH_OR_NONE, .fallback = "",
	    .help = "The file of rules; \"\": there are none." },

	{ "webhooks", "secret_file", AT(webhook_secret_file),
	    FILE_PATH_OR_NONE, .fallback = "",
	    .help = "Its first line is the key with which what is posted is"
	    " signed (HMAC with SHA-256).  Readable by the desk alone (mode"
	    " 0600).  Without it no rule may post." },
	{ "webhooks", "ca_file", AT(webhook_ca_file), FILE_PATH_OR_NONE,
	    .fallback = "",
	    .help = "Certificates (PEM) that a server's is checked against;"
	    " \"\": those of the system." },
	{ "webhooks", "timeout", AT(webhook_timeout), NUMBER(1, 60),
	    .fallback = "10",
	    .help = "Seconds a server may take; letters wait meanwhile." },

	{ "counters", "ack_per_ticket", AT(ack_per_ticket), COUNTER,
	    .fallback = "1", .help = "Acknowledgements for one ticket." },
	{ "counters", "ack_per_hour", AT(ack_per_hour), COUNTER,
	    .fallback = "3",
	    .help = "Acknowledgements to one address in an hour." },
	{ "counters", "ack_per_day", AT(ack_per_day), COUNTER,
	    .fallback = "10",
	    .help = "Acknowledgements to one address in 24 hours." },
	{ "counters", "ack_domain_hour", AT(ack_domain_hour), COUNTER,
	    .fallback = "30",
	    .help = "Acknowledgements to one domain in an hour." },
	{ "counters", "ack_total_hour", AT(ack_total_hour), COUNTER,
	    .fallback = "600",
	    .help = "Acknowledgements to everybody in an hour." },
	{ "counters", "auto_total_hour", AT(auto_total_hour), COUNTER,
	    .fallback = "600",
	    .help = "Automatic letters of all kinds to everybody in an hour,"
	    " agents too; what is held back is told in one letter." },
	{ "counters", "tickets_per_hour", AT(tickets_per_hour), COUNTER,
	    .fallback = "20",
	    .help = "New tickets of one person in an hour; what is over goes"
	    " to quarantine." },
	{ "counters", "machine_tickets_per_hour", AT(machine_tickets_per_hour),
	    COUNTER, .fallback = "20",
	    .help = "New tickets of one machine in an hour; what is over joins"
	    " its newest open ticket." },
	{ "counters", "auto_10min", AT(auto_10min), COUNTER, .fallback = "6",
	    .help = "Automatic letters to one address about one ticket in 10"
	    " minutes." },
	{ "counters", "auto_60min", AT(auto_60min), COUNTER, .fallback = "20",
	    .help = "Automatic letters to one address about one ticket in an"
	    " hour." },
	{ "counters", "auto_24h", AT(auto_24h), COUNTER, .fallback = "60",
	    .help = "Automatic letters to one address about one ticket in 24"
	    " hours." },
	{ "counters", "claims_per_day", AT(claims_per_day), COUNTER,
	    .fallback = "3",
	    .help = "How often a user is asked in 24 hours whether another"
	    " address is theirs, too." },
	{ "counters", "auto_in_a_row", AT(auto_in_a_row), NUMBER(1, COUNT_MAX),
	    .fallback = "3",
	    .help = "So many acknowledgements to one address without a sign"
	    " of a person there, and there are no more." },
	{ "counters", "same_body_times", AT(same_body_times),
	    NUMBER(2, COUNT_MAX), .fallback = "3",
	    .help = "The same words so often from one sender, within"
	    " same_body_minutes, are not acknowledged." },
	{ "counters", "same_body_minutes", AT(same_body_minutes),
	    NUMBER(1, 525600), .fallback = "180",
	    .help = "How far same_body_times looks back." },
	{ "counters", "reflex_seconds", AT(reflex_seconds), NUMBER(1, 86400),
	    .fallback = "120",
	    .help = "An answer within so many seconds of our automatic letter"
	    " is a reflex." },
	{ "counters", "reflex_times", AT(reflex_times), NUMBER(1, COUNT_MAX),
	    .fallback = "2",
	    .help = "So many reflexes within a day, and the address gets no"
	    " more automatic letters." },
	{ "counters", "max_hops", AT(max_hops), NUMBER(5, 1000),
	    .fallback = "50",
	    .help = "Received lines; a message with more of them goes to"
	    " quarantine." },

	{ "password", "min_length", AT(password_length), NUMBER(8, 128),
	    .fallback = "10", .help = "Characters that one needs." },
	{ "password", "link_hours", AT(password_hours), NUMBER(1, 720),
	    .fallback = "24",
	    .help = "For how long the code in a letter is good that sets one."
	    },
	{ "password", "letters_per_day", AT(password_letters), COUNTER,
	    .fallback = "5",
	    .help = "Such letters to one user in 24 hours." },
	{ "password", "tries", AT(password_tries), NUMBER(1, COUNT_MAX),
	    .fallback = "10",
	    .help = "So many wrong ones within a quarter of an hour, and for as"
	    " long none is right." },
	{ "password", "url", AT(password_url), TEXT(0), .fallback = "",
	    .help = "The page that takes the code, with all that stands before"
	    " it: \"https://help.example.com/password?code=\".  \"\": the"
	    " letter has the code alone, for `maildesk user password-set`." },

	{ "auth", "authserv_ids", AT(authserv_ids), TEXT(0), .fallback = "",
	    .help = "Names in Authentication-Results that are believed, with"
	    " blanks between: those of your own mail servers, which must strip"
	    " them from what comes in (`maildesk doctor` tries it).  \"\":"
	    " none are." },
	{ "auth", "received_by", AT(received_by), TEXT(0), .fallback = "",
	    .help = "Hosts whose Received lines are your own, with blanks"
	    " between; .example.com is all below that domain.  What stands"
	    " below another host's is not believed.  \"\": those that are"
	    " called as in authserv_ids." },

	{ "daemon", "sandbox", AT(sandbox), .kind = CONF_SWITCH,
	    .fallback = "true",
	    .help = "Each may do only what its role needs: which files, whether"
	    " there is a network.  false is for finding out whether that is"
	    " what is in the way." },

	{ "log", "level", AT(log_level), .kind = CONF_WORD, .words = levels,
	    .fallback = "info",
	    .help = "error: somebody must act; warn: we coped; info: what"
	    " became of each message and letter; debug." },
	{ "log", "addresses", AT(log_addresses), .kind = CONF_WORD,
	    .words = addresses, .fallback = "hashed",
	    .help = "\"hashed\": of an address the log has its domain and a"
	    " hash, the same for the same address; \"plain\": all of it." },
};
static_assert(ARRAY_LEN(keys) <= CONF_KEYS_MAX, "every key has its line");

static const char *const kind_names[] = {
	[CONF_STRING] = "text",
	[CONF_DOMAIN] = "domain",
	[CONF_ZONE] = "time zone",
	[CONF_LANGUAGE] = "language",
	[CONF_PATH] = "path",
	[CONF_WORD] = "word",
	[CONF_INTEGER] = "number",
	[CONF_SIZE] = "size",
	[CONF_MODE] = "mode",
	[CONF_PAUSES] = "pauses",
	[CONF_SWITCH] = "switch",
};
static_assert(ARRAY_LEN(kind_names) == CONF_KIND_COUNT,
    "every kind has a name");

const struct conf_key *
conf_keys(size_t *count)
{
	*count = ARRAY_LEN(keys);
	return keys;
}

const struct conf_group *
conf_groups(size_t *count)
{
	*count = ARRAY_LEN(groups);
	return groups;
}

const char *
conf_kind_name(enum conf_kind kind)
{
	assert(kind < CONF_KIND_COUNT);
	return kind_names[kind];
}

const struct conf_group *
conf_group_find(struct slice name)
{
	for (size_t i = 0; i < ARRAY_LEN(groups); i++)
		if (slice_eq(slice_of(groups[i].name), name))
			return &groups[i];
	return NULL;
}

const struct conf_key *
conf_key_find(struct slice group, struct slice name)
{
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (slice_eq(slice_of(keys[i].group), group) &&
		    slice_eq(slice_of(keys[i].name), name))
			return &keys[i];
	return NULL;
}

/* The key whose name is nearest; group empty: in any. */
static const struct conf_key *
nearest(struct slice group, struct slice name)
{
	const struct conf_key *best = NULL;
	size_t least = NEAR_KEY + 1, distance;

	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		if (group.len > 0 &&
		    !slice_eq(slice_of(keys[i].group), group))
			continue;
		distance = near_distance(slice_of(keys[i].name), name);
		/* Two slips in a word of three letters make any other. */
		if (distance < least && distance < name.len / 2 + 1) {
			least = distance;
			best = &keys[i];
		}
	}
	return best;
}

struct slice
conf_key_advice(struct slice group, struct slice name, struct arena *arena)
{
	const struct conf_key *key = nearest(group, name);
	struct text text = TEXT_IN(arena);

	if (key == NULL)
		key = nearest(SLICE_EMPTY, name);
	if (key != NULL && slice_eq(slice_of(key->group), group))
		return arena_format(arena, "%s", key->name);
	if (key != NULL)
		return arena_format(arena, "%s in the group %s", key->name,
		    key->group);
	text_add_string(&text, "one of");
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		if (!slice_eq(slice_of(keys[i].group), group))
			continue;
		text_add_char(&text, ' ');
		text_add_string(&text, keys[i].name);
	}
	return text_slice(&text);
}

struct slice
conf_group_advice(struct slice name, struct arena *arena)
{
	const struct conf_key *key;
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; i < ARRAY_LEN(groups); i++)
		if (near_distance(slice_of(groups[i].name), name) <= NEAR_KEY)
			return arena_format(arena, "%s", groups[i].name);
	if ((key = nearest(SLICE_EMPTY, name)) != NULL)
		return arena_format(arena, "%s = { %s = ...; };", key->group,
		    key->name);
	text_add_string(&text, "one of");
	for (size_t i = 0; i < ARRAY_LEN(groups); i++) {
		text_add_char(&text, ' ');
		text_add_string(&text, groups[i].name);
	}
	return text_slice(&text);
}
