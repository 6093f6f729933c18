/* Every setting of an account that is read by IMAP, in the sample's order. */
#include "conf_table.h"

#include <assert.h>
#include <stddef.h>

const char conf_imap_help[] = "Mailboxes that are read by IMAP, one { } for"
    " each account, with commas between them.  What is in a folder when it is"
    " read for the first time becomes tickets, too.";

static const char *const logins[] = {
	[LOGIN_PLAINTEXT] = "LOGIN",
	[LOGIN_PLAIN] = "PLAIN",
	[LOGIN_XOAUTH2] = "XOAUTH2",
	NULL
};
const char *const conf_after_words[] = {
	[AFTER_LEAVE] = "leave",
	[AFTER_SEEN] = "seen",
	[AFTER_MOVE] = "move",
	[AFTER_DELETE] = "delete",
	NULL
};

#define AT(field) .offset = offsetof(struct conf_imap, field)
#define IN_FOLDER(field) .offset = offsetof(struct conf_folder, field)

static const struct conf_key keys[] = {
	{ CONF_IMAP, "name", AT(name), TEXT(1), .example = "support",
	    .help = "What the account is called here: letters, digits, - and"
	    " _.  A new name reads everything anew." },
	{ CONF_IMAP, "host", AT(host), TEXT(1), .example = "imap.example.com",
	    .help = "The IMAP server." },
	{ CONF_IMAP, "port", AT(port), NUMBER(1, 65535), .fallback = "993",
	    .help = "993 with tls \"implicit\", 143 with \"required\"." },
	{ CONF_IMAP, "tls", AT(tls), .kind = CONF_WORD,
	    .words = conf_tls_words, .fallback = "implicit",
	    .help = "\"required\": STARTTLS or nothing; \"implicit\": TLS from"
	    " the first byte; \"none\": in clear, for a server on this"
	    " machine." },
	{ CONF_IMAP, "ca_file", AT(ca_file), FILE_PATH_OR_NONE, .fallback = "",
	    .help = "Certificates (PEM) that the server's is checked against;"
	    " \"\": those of the system." },
	{ CONF_IMAP, "user", AT(user), TEXT(1),
	    .example = "support@example.com", .help = "Login." },
	{ CONF_IMAP, "mechanism", AT(login), .kind = CONF_WORD,
	    .words = logins, .fallback = "LOGIN",
	    .help = "How the login is said." },
	{ CONF_IMAP, "password_file", AT(password_file), FILE_PATH_OR_NONE,
	    .fallback = "", .example = "imap.password",
	    .help = "Its first line is the password.  Readable by the desk"
	    " alone (mode 0600).  It must be there, but with XOAUTH2." },
	{ CONF_IMAP, "oauth", AT(oauth), TEXT(0), .fallback = "",
	    .help = "With mechanism \"XOAUTH2\": the name of one of the list"
	    " oauth, where the token comes from." },
	{ CONF_IMAP, "token_file", AT(token_file), FILE_PATH_OR_NONE,
	    .fallback = "",
	    .help = "Instead of oauth: the first line of this file is the"
	    " access token, which some other program keeps fresh.  It is read"
	    " at every login." },
	{ CONF_IMAP, "after", AT(after), .kind = CONF_WORD, .words = conf_after_words,
	    .fallback = "leave",
	    .help = "What becomes of a message there once it is accepted here:"
	    " it is left alone, marked as seen, moved to move_to, or"
	    " deleted (where the server has no UIDPLUS: marked as"
	    " deleted)." },
	{ CONF_IMAP, "move_to", AT(move_to), TEXT(0), .fallback = "",
	    .help = "The folder, which must exist, for after \"move\".  The"
	    " server must have MOVE or UIDPLUS." },
	{ CONF_IMAP, "poll_seconds", AT(poll_seconds), NUMBER(1, 86400),
	    .fallback = "60",
	    .help = "Seconds between two looks, also where the server promises"
	    " to tell of new mail." },
	{ CONF_IMAP, "alarm_minutes", AT(alarm_minutes), NUMBER(1, 10080),
	    .fallback = "30",
	    .help = "Minutes without a successful look, and maildesk status"
	    " says ALARM." },
	{ CONF_IMAP, "timeout", AT(timeout), NUMBER(1, 3600), .fallback = "60",
	    .help = "Seconds the server may take for one command; a big"
	    " message gets more." },
	{ CONF_IMAP, "max_message", AT(max_message), BYTES(64 * KIB, GIB / 2),
	    .fallback = "64 MiB",
	    .help = "Of a longer message the header is taken, and the message"
	    " stays where it is.  Never more than intake.max_message." },
};

static const struct conf_key folder_keys[] = {
	{ CONF_FOLDERS, "name", IN_FOLDER(name), TEXT(1), .example = "INBOX",
	    .help = "The folder, as the server calls it." },
	{ CONF_FOLDERS, "recipient", IN_FOLDER(recipient), TEXT(3),
	    .example = "support@example.com",
	    .help = "The address of the department that its mail is for." },
};
static_assert(ARRAY_LEN(keys) <= CONF_KEYS_MAX &&
    ARRAY_LEN(folder_keys) <= CONF_KEYS_MAX, "every key has its line");

const struct conf_key *
conf_imap_keys(size_t *count)
{
	*count = ARRAY_LEN(keys);
	return keys;
}

const struct conf_key *
conf_folder_keys(size_t *count)
{
	*count = ARRAY_LEN(folder_keys);
	return folder_keys;
}
