/*
 * maildesk.conf (libconfig), read once into plain values.  One const table in
 * conf_keys.c names every key with its type, range, default and help; the
 * reader, `maildesk check`, the sample and the manual derive from it.  Unknown
 * keys, wrong types and values out of range are FAIL_SETUP with file:line and
 * what to write instead.
 */
#ifndef PORT_CONF_H
#define PORT_CONF_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/log.h"

#define CONF_DEFAULT_PATH "/etc/maildesk/maildesk.conf"

/* How people's addresses stand in the log. */
enum conf_addresses { ADDRESSES_HASHED, ADDRESSES_PLAIN };
enum conf_transport { TRANSPORT_SMTP, TRANSPORT_MAILDIR };
/* STARTTLS; smtps; clear. */
enum conf_tls { TLS_REQUIRED, TLS_IMPLICIT, TLS_NONE };

/* What becomes of a message where it was, once it is ours. */
enum conf_after { AFTER_LEAVE, AFTER_SEEN, AFTER_MOVE, AFTER_DELETE };
enum conf_login { LOGIN_PLAINTEXT, LOGIN_PLAIN, LOGIN_XOAUTH2 };

/* Who gives tokens out: their addresses are known, or stand beside it. */
enum conf_provider { PROVIDER_MICROSOFT, PROVIDER_GOOGLE, PROVIDER_OTHER };
/* With a refresh token that a person has given, or with the secret alone. */
enum conf_grant { GRANT_REFRESH_TOKEN, GRANT_CLIENT_CREDENTIALS };

/* Where tokens for a login come from (OAuth 2.0, RFC 6749). */
struct conf_oauth {
	const char *name;	  /* letters, digits, - and _ */
	enum conf_provider provider;
	const char *tenant;
	enum conf_grant grant;
	const char *client_id;
	const char *client_secret_file; /* 0600; its first line; "" is none */
	/* Those of the provider where none were written; device_url may be "". */
	const char *scope, *token_url, *device_url;
	const char *ca_file;	  /* "" is the system's */
	int64_t timeout;	  /* seconds for one question */
};

/* Pauses in seconds, "1m 5m 15m 1h": the last one stays. */
#define CONF_PAUSES_MAX 16
struct conf_pauses {
	int64_t seconds[CONF_PAUSES_MAX];
	size_t count; /* 0: none are said */
};

/* A mailbox, and whom its mail is for. */
struct conf_folder {
	const char *name;	  /* UTF-8 */
	const char *recipient;	  /* an address of a department */
};

struct conf_imap {
	const char *name;	  /* of the account: letters, digits, - and _ */
	const char *host;
	int64_t port;
	enum conf_tls tls;
	const char *ca_file;	  /* "" is the system's */
	const char *user;
	const char *password_file; /* 0600; its first line */
	/* With LOGIN_XOAUTH2 one of these: a file with the token in its first
	   line, or the name of one of conf's `oauth`. */
	const char *token_file, *oauth;
	enum conf_login login;
	enum conf_after after;
	const char *move_to;
	int64_t poll_seconds;
	int64_t alarm_minutes;
	int64_t timeout;	  /* seconds a command may take */
	int64_t max_message;	  /* bytes; above: a stub */
	struct conf_folder *folders;
	size_t folder_count;	  /* at least 1 */
};

/* A Maildir that others fill, and whom its mail is for. */
struct conf_maildir {
	const char *name;	  /* letters, digits, - and _ */
	const char *path;
	const char *recipient;	  /* an address of a department */
	enum conf_after after;
	const char *move_to;	  /* another Maildir */
	int64_t poll_seconds;
	int64_t alarm_minutes;
	int64_t max_message;	  /* bytes; above: a stub */
};

#define CONF_IMAP_MAX 16
#define CONF_MAILDIR_MAX 16
#define CONF_FOLDERS_MAX 64
#define CONF_OAUTH_MAX 16

struct conf {
	const char *path;	  /* of the file that was read */

	/* desk: who we are */
	const char *desk_name;	  /* "Help desk": in our letters' From */
	const char *desk_domain;  /* of our Message-IDs */
	const char *language;	  /* of letters: "en"; see app/templates.h */
	const char *timezone;	  /* "Europe/Berlin"; "": the system's */

	/* places; relative ones are seen from the configuration's folder */
	const char *state_dir;	  /* /var/lib/maildesk */
	const char *archive_path; /* state_dir/archive.db */
	const char *desk_path;	  /* state_dir/maildesk.db */
	const char *key_path;	  /* state_dir/secret.key */
	const char *templates_dir; /* state_dir/templates; may be missing */
	const char *mark_path;	  /* state_dir/gateway.mark */
	const char *spill_dir;	  /* the intake's unlinked files */

	/* intake */
	const char *socket_path;  /* /run/maildesk/lmtp.sock */
	int64_t socket_mode;	  /* 0660 */
	const char *socket_group; /* "" leaves the group alone */
	int64_t max_message;	  /* bytes; above: 552 5.3.4 */
	int64_t max_clients;
	int64_t max_recipients;	  /* per transaction; above: 452 */
	int64_t client_timeout;	  /* seconds for a command, or silent */
	int64_t transaction_timeout; /* seconds a MAIL..end of data may take */
	int64_t min_free;	  /* on archive's, spill's disk; else 452 */

	/* sending */
	enum conf_transport transport;
	const char *letters_dir;  /* Maildir for TRANSPORT_MAILDIR */
	const char *smtp_host;
	int64_t smtp_port;
	enum conf_tls smtp_tls;
	const char *smtp_ca_file; /* "" is the system's */
	const char *smtp_user;	  /* "" is no AUTH */
	const char *smtp_password_file; /* 0600; its first line */
	const char *smtp_mechanism; /* "PLAIN", "LOGIN" or "XOAUTH2" */
	const char *smtp_oauth;	  /* with "XOAUTH2": the name of one */
	int64_t smtp_timeout;
	int64_t send_hold;	  /* seconds an agent's reply waits */
	int64_t coalesce;	  /* seconds a notice waits for others; 0: none */
	int64_t token_days;	  /* how long a letter's tokens live */
	struct conf_pauses retry; /* between attempts at a letter */
	int64_t give_up_hours;	  /* of such pauses in all */
	int64_t unknown_wait;	  /* seconds until an unknown letter goes again */
	int64_t per_second;	  /* letters in all; 0: no limit, like these */
	int64_t address_per_hour, domain_per_minute;

	/* accounts that are read by IMAP */
	struct conf_imap *imap;
	size_t imap_count;

	/* Maildirs that are watched */
	struct conf_maildir *maildir;
	size_t maildir_count;

	/* where tokens come from */
	struct conf_oauth *oauth;
	size_t oauth_count;

	/* rules; NULL or "": there are none */
	const char *rules_path;
	const char *webhook_secret_file; /* 0600; its first line; "" is none */
	const char *webhook_ca_file; /* "" is the system's */
	int64_t webhook_timeout;     /* seconds for one */

	/* counters of DESIGN 6 */
	int64_t ack_per_ticket, ack_per_hour, ack_per_day, ack_domain_hour,
	    ack_total_hour, auto_total_hour, tickets_per_hour, auto_10min, auto_60min, auto_24h,
	    auto_in_a_row, same_body_times, same_body_minutes, reflex_seconds,
	    reflex_times, machine_tickets_per_hour, max_hops, claims_per_day;

	/* of users' passwords */
	int64_t password_length, password_hours, password_letters,
	    password_tries;
	const char *password_url; /* before a code; "" is none */

	/* whose word counts, see mail/authres.h; lists, "" is none */
	const char *authserv_ids;
	const char *received_by;

	bool sandbox;		  /* see app/confine.h */

	enum log_level log_level;
	enum conf_addresses log_addresses;
};

/*
 * Reads `path`; everything in the arena.  FAIL_SETUP says what and where:
 *
 *	maildesk.conf:7: smtp.port: 70000 is out of range; write a whole
 *	number from 1 to 65535 instead
 */
int conf_load(const char *path, struct arena *arena, struct conf *out,
    struct fail *why);
/*
 * The same with the file's bytes as they were once read; `path` is where they
 * were read from.
 */
int conf_parse(const char *path, struct slice text, struct arena *arena,
    struct conf *out, struct fail *why);

/* NULL: there is none of this name. */
const struct conf_oauth *conf_oauth_find(const struct conf *conf,
    const char *name);

/* Longest configuration file. */
#define CONF_SIZE_MAX ((size_t)1 << 20)

/* Every key with its default and help, as a commented maildesk.conf. */
void conf_print_sample(FILE *to);

/*
 * For the tests of the manual: calls each with every key, "smtp.host".  A
 * fallback of NULL: it must be given.
 */
void conf_each_key(void (*each)(const char *key, const char *kind,
    const char *fallback, const char *help, void *data), void *data);

#endif
