/* Every setting of a Maildir that is watched, in the sample's order. */
#include "conf_table.h"

#include <assert.h>
#include <stddef.h>

const char conf_maildir_help[] = "Maildirs that other programs fill"
    " (fetchmail, getmail, a mail server), one { } for each, with commas"
    " between them.  New mail there is seen at once.  What is in one when it"
    " is read for the first time becomes tickets, too.";

#define AT(field) .offset = offsetof(struct conf_maildir, field)

static const struct conf_key keys[] = {
	{ CONF_MAILDIR, "name", AT(name), TEXT(1), .example = "support",
	    .help = "What the Maildir is called here: letters, digits, - and"
	    " _.  A new name reads everything anew." },
	{ CONF_MAILDIR, "path", AT(path), FILE_PATH,
	    .example = "/var/mail/support",
	    .help = "The Maildir: the folder that has new and cur in it."
	    "  maildeskd's user must be able to read what is in it and, unless"
	    " after is \"leave\", to change it." },
	{ CONF_MAILDIR, "recipient", AT(recipient), TEXT(3),
	    .example = "support@example.com",
	    .help = "The address of the department that its mail is for." },
	{ CONF_MAILDIR, "after", AT(after), .kind = CONF_WORD,
	    .words = conf_after_words, .fallback = "leave",
	    .help = "What becomes of a message there once it is accepted here:"
	    " it is left alone, marked as seen (moved to cur), moved to"
	    " move_to, or deleted." },
	{ CONF_MAILDIR, "move_to", AT(move_to), TEXT(0),
	    .fallback = "", .example = ".Done",
	    .help = "Another Maildir on the same file system, for after"
	    " \"move\".  It must exist; a relative path is seen from the"
	    " Maildir that is read." },
	{ CONF_MAILDIR, "poll_seconds", AT(poll_seconds), NUMBER(1, 86400),
	    .fallback = "60",
	    .help = "Seconds between two looks, also where the system promises"
	    " to tell of new files, which it does not do on network file"
	    " systems." },
	{ CONF_MAILDIR, "alarm_minutes", AT(alarm_minutes), NUMBER(1, 10080),
	    .fallback = "30",
	    .help = "Minutes without a successful look, and maildesk status"
	    " says ALARM." },
	{ CONF_MAILDIR, "max_message", AT(max_message),
	    BYTES(64 * KIB, GIB / 2), .fallback = "64 MiB",
	    .help = "Of a longer message the header is taken, and the message"
	    " stays where it is.  Never more than intake.max_message." },
};
static_assert(ARRAY_LEN(keys) <= CONF_KEYS_MAX, "every key has its line");

const struct conf_key *
conf_maildir_keys(size_t *count)
{
	*count = ARRAY_LEN(keys);
	return keys;
}
