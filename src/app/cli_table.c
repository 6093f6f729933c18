/* The one table of commands. */
#include "app/cli_commands.h"

#define LIMIT { "--limit", "N", "how many at most" }
#define RULES { "--rules", "FILE", "another file than the configuration's" }
#define ANY -1
#define NO_OPTIONS { { NULL, NULL, NULL } }
#define PAGE_OPTIONS {							\
	{ "--sort", "ORDER", "of their tickets: newest, changed, status,"	\
	    " priority, subject" },					\
	{ "--changes", NULL, "the change log, too: who changed what,"	\
	    " from what, by which door and mail" },			\
	LIMIT								\
}
#define USER_OPTIONS {							\
	{ "--label", "LABEL", "with this label" },			\
	{ "--domain", "DOMAIN", "with an address there" },		\
	{ "--state", "STATE", "with an address in it: ok, soft, hard" },\
	{ "--disabled", NULL, "disabled ones" },			\
	{ "--agents", NULL, "agents" },					\
	{ "--organization", "ORGANIZATION", "who belong to it" },	\
	{ "--role", "ROLE", "as what they belong to it, or anywhere" },	\
	{ "--before", "USER", "the page behind this number" },		\
	LIMIT								\
}
#define ORGANIZATION_OPTIONS {						\
	{ "--label", "LABEL", "with this label" },			\
	{ "--parent", "ORGANIZATION", "parts of it" },			\
	{ "--before", "ORGANIZATION", "the page behind this number" },	\
	LIMIT								\
}
#define QUEUE_OPTIONS {							\
	{ "--state", "STATE",						\
	    "queued, held, sending, unknown, sent, failed, cancelled, any" }, \
	{ "--ticket", "TICKET", "about one ticket" },			\
	{ "--to", "PIECE", "to addresses with this piece in them" },	\
	LIMIT								\
}

static const struct cli_command commands[] = {
	{ "init", "", "make the state folder, key and databases", CLI_CONF,
	    CLI_ANYBODY, 0, 0, cli_init, NO_OPTIONS },
	{ "check", "", "see whether everything is in order, and clear an alarm",
	    CLI_CONF, CLI_ANYBODY, 0, 0, cli_check,
	    { { "--deep", NULL, "read everything from end to end, and compare"
		" it with its records" } } },
	{ "doctor", "[CHECK...]",
	    "examine the desk, its machine and the mail server, and say what"
	    " to do", CLI_CONF, CLI_ANYBODY, 0, ANY, cli_doctor,
	    { { "--postfix", "FOLDER",
		"where Postfix's main.cf is, if not in its own place" },
		{ "--commands", "FOLDER",
		"where postconf and postmap are; else /usr/sbin" },
		{ "--mx", "HOST:PORT",
		"where strangers' mail comes in; else localhost:25" },
		{ "--authserv-id", "NAME",
		"how the mail server signs Authentication-Results; else the"
		" first of auth.authserv_ids, else its myhostname" },
		{ "--wait", "SECONDS",
		"for mail that it sends to the desk; else 30" },
		{ "--no-mail", NULL, "send none, and log in nowhere" } } },
	{ "status", "", "how the desk is doing", CLI_READ, CLI_STAFF, 0, 0,
	    cli_status,
	    { { "--metrics", NULL, "as text for Prometheus" },
		{ "--textfile", "PATH",
		"write that text into a file, for node_exporter" } } },
	{ "config", "", "print a commented configuration to begin with",
	    CLI_NOTHING, CLI_ANYBODY, 0, 0, cli_config, NO_OPTIONS },

	{ "backup", "FOLDER",
	    "copy the desk, its new mail and its key, while it is at work",
	    CLI_READ, CLI_ADMIN, 1, 1, cli_backup, NO_OPTIONS },
	{ "restore", "FOLDER",
	    "make a desk of a backup, in an empty state folder", CLI_CONF,
	    CLI_ANYBODY, 1, 1, cli_restore, NO_OPTIONS },

	{ "import", "MAILDIR|MBOX...", "take old mail in, each message once",
	    CLI_READ, CLI_ADMIN, 1, ANY, cli_import,
	    { { "--recipient", "ADDRESS",
		"a department's address for all of it" },
		{ "--history", "STATUS",
		"old threads: tickets with this status, no letters" } } },
	{ "parse", "FILE...", "what is in a mail; - is standard input",
	    CLI_NOTHING, CLI_ANYBODY, 1, ANY, cli_parse,
	    { { "--full", NULL, "what it quotes, too" } } },
	{ "explain", "FILE|MESSAGE", "what became of a message, and why",
	    CLI_READ, CLI_ADMIN, 1, 1, cli_explain, NO_OPTIONS },

	{ "ticket list", "", "tickets, the newest first", CLI_READ, CLI_STAFF,
	    0, 0, cli_ticket_list,
	    { { "--status", "STATUS",
		"open, pending, hold, solved, closed or spam" },
		{ "--department", "NAME", "of one department" },
		{ "--assignee", "AGENT", "of an agent; me, none" },
		{ "--user", "USER", "of a user: number or address" },
		{ "--organization", "ORGANIZATION", "of its members" },
		{ "--tree", NULL, "and of members of organizations below it" },
		{ "--text", "WORDS",
		    "that have all the words, the newest match first" },
		LIMIT } },
	{ "ticket open", "USER SUBJECT [WORD...]",
	    "open a ticket for a user, assigned to you, with a note that they"
	    " do not see", CLI_WRITE, CLI_AGENT, 2, ANY, cli_ticket_open,
	    { { "--department", "NAME", "which answers it" },
		{ "--file", "FILE",
		"what the note says; - is standard input" } } },
	{ "ticket show", "TICKET", "a ticket and its conversation", CLI_READ,
	    CLI_STAFF, 1, 1, cli_ticket_show,
	    { { "--full", NULL, "what the mails quote, too" },
		{ "--changes", NULL, "the change log, too: who changed what,"
		    " from what, by which door and mail" } } },
	{ "ticket attachment", "TICKET [ENTRY:]PART",
	    "a file that came with a mail; 2/1 is the first one inside part 2",
	    CLI_READ, CLI_STAFF, 2, 2, cli_ticket_attachment,
	    { { "--output", "FILE", "write it there; a folder is fine" } } },
	{ "search", "WORD|FIELD:VALUE...",
	    "tickets by words and fields, the best match first", CLI_READ,
	    CLI_STAFF, 1, ANY, cli_search,
	    { { "--page", "N", "the next ones: 2, 3" }, LIMIT } },
	{ "act", "TICKET VERB [VALUE...]",
	    "do to a ticket what agents' mails can do", CLI_WRITE, CLI_AGENT,
	    2, ANY, cli_act,
	    { { "--file", "FILE",
		"what a note or reply says; - is standard input" } } },

	{ "queue", "", "letters that wait or failed: as `queue list`",
	    CLI_READ, CLI_ADMIN, 0, 0, cli_queue_list, QUEUE_OPTIONS },
	{ "queue list", "", "letters that wait or failed", CLI_READ, CLI_ADMIN,
	    0, 0, cli_queue_list, QUEUE_OPTIONS },
	{ "queue show", "LETTER", "a letter, whole", CLI_READ, CLI_ADMIN, 1, 1,
	    cli_queue_show, NO_OPTIONS },
	{ "queue retry", "[LETTER]",
	    "send a failed, held or waiting letter now", CLI_WRITE, CLI_ADMIN,
	    0, 1, cli_queue_retry,
	    { { "--held", NULL, "all that are held, as after a restore" },
		{ "--failed", NULL, "all that have failed" } } },
	{ "queue hold", "LETTER", "keep a letter until it is retried",
	    CLI_WRITE, CLI_ADMIN, 1, 1, cli_queue_hold, NO_OPTIONS },
	{ "queue cancel", "LETTER", "never send a letter", CLI_WRITE,
	    CLI_ADMIN, 1, 1, cli_queue_cancel, NO_OPTIONS },

	{ "quarantine list", "", "messages that were kept out", CLI_READ,
	    CLI_ADMIN, 0, 0, cli_quarantine_list, { LIMIT } },
	{ "quarantine show", "MESSAGE", "one of them, and why", CLI_READ,
	    CLI_ADMIN, 1, 1, cli_quarantine_show, NO_OPTIONS },
	{ "quarantine release", "MESSAGE", "file it after all", CLI_WRITE,
	    CLI_ADMIN, 1, 1, cli_quarantine_release, NO_OPTIONS },

	{ "ban add", "ADDRESS|@DOMAIN", "take no mail from there any more",
	    CLI_WRITE, CLI_ADMIN, 1, 1, cli_ban_add,
	    { { "--reason", "WORDS", "for colleagues" } } },
	{ "ban list", "", "who is banned, since when, by whom and why",
	    CLI_READ, CLI_STAFF, 0, 0, cli_ban_list, NO_OPTIONS },
	{ "ban remove", "ADDRESS|@DOMAIN", "take mail from there again",
	    CLI_WRITE, CLI_ADMIN, 1, 1, cli_ban_remove, NO_OPTIONS },

	{ "department add", "NAME ADDRESS",
	    "make a department; the first one is the default", CLI_WRITE,
	    CLI_ADMIN, 2, 2, cli_department_add, NO_OPTIONS },
	{ "department list", "", "departments, their addresses and people",
	    CLI_READ, CLI_STAFF, 0, 0, cli_department_list, NO_OPTIONS },
	{ "department address", "NAME ADDRESS",
	    "one more address that leads to it", CLI_WRITE, CLI_ADMIN, 2, 2,
	    cli_department_address, NO_OPTIONS },
	{ "department default", "NAME",
	    "where mail goes that names no other", CLI_WRITE, CLI_ADMIN, 1, 1,
	    cli_department_default, NO_OPTIONS },
	{ "department set", "NAME KEY=VALUE...",
	    "set its cc, choice, parent, or what a member or manager may",
	    CLI_WRITE, CLI_ADMIN, 2, ANY, cli_department_set,
	    NO_OPTIONS },
	{ "department join", "NAME AGENT", "an agent helps there", CLI_WRITE,
	    CLI_ADMIN, 2, 2, cli_department_join,
	    { { "--manager", NULL,
		"as a manager, who hears of new tickets" } } },
	{ "department leave", "NAME AGENT", "an agent helps there no longer",
	    CLI_WRITE, CLI_ADMIN, 2, 2, cli_department_leave, NO_OPTIONS },

	{ "agent add", "NAME ADDRESS",
	    "make an agent, or change one with this address", CLI_WRITE,
	    CLI_ADMIN, 2, 2, cli_agent_add,
	    { { "--handle", "HANDLE",
		"a short name; else what stands before the @" },
		{ "--unix", "ACCOUNT", "whose commands are this agent's" },
		{ "--sasl", "LOGIN", "whose mail is proven this agent's" },
		{ "--admin", NULL, "who may configure" },
		{ "--department", "NAME", "where they help" },
		{ "--manager", NULL, "as a manager of it" } } },
	{ "agent list", "", "agents, their names and rights, and who is away",
	    CLI_READ, CLI_STAFF, 0, 0, cli_agent_list,
	    { { "--team", "NAME", "of one team" } } },
	{ "agent show", "AGENT", "an agent: the page of a user, and departments,"
	    " teams, hours, absence", CLI_READ, CLI_STAFF, 1, 1,
	    cli_agent_show, PAGE_OPTIONS },
	{ "agent set", "AGENT KEY=VALUE...", "set their signature, hours, call"
	    " (a telephone for colleagues), away (DAY..DAY), deputy (who hears"
	    " for them then); none takes it away", CLI_WRITE, CLI_STAFF, 2,
	    ANY, cli_agent_set, NO_OPTIONS },
	{ "agent disable", "AGENT", "an agent may nothing for now", CLI_WRITE,
	    CLI_ADMIN, 1, 1, cli_agent_disable, NO_OPTIONS },
	{ "agent enable", "AGENT", "an agent may again", CLI_WRITE, CLI_ADMIN,
	    1, 1, cli_agent_enable, NO_OPTIONS },

	{ "agent prefer", "AGENT [KEY=VALUE...]",
	    "what an agent wants to hear of, and how; without KEY=VALUE: show"
	    " it", CLI_WRITE, CLI_STAFF, 1, ANY, cli_agent_prefer, NO_OPTIONS },

	{ "team add", "NAME", "make a team of agents", CLI_WRITE, CLI_ADMIN,
	    1, 1, cli_team_add, NO_OPTIONS },
	{ "team list", "", "teams, and who belongs to them", CLI_READ,
	    CLI_STAFF, 0, 0, cli_team_list, NO_OPTIONS },
	{ "team member", "TEAM AGENT", "an agent belongs to a team", CLI_WRITE,
	    CLI_ADMIN, 2, 2, cli_team_member,
	    { { "--remove", NULL, "no longer" } } },

	{ "macro add", "NAME",
	    "make a macro, or another one of it: commands and text, as in a"
	    " mail", CLI_WRITE, CLI_ADMIN, 1, 1, cli_macro_add,
	    { { "--file", "FILE", "where they stand; else standard input" } } },
	{ "macro list", "", "macros, what they do and say", CLI_READ,
	    CLI_STAFF, 0, 0, cli_macro_list, NO_OPTIONS },
	{ "macro show", "NAME", "a macro, as it can be added again", CLI_READ,
	    CLI_STAFF, 1, 1, cli_macro_show, NO_OPTIONS },
	{ "macro remove", "NAME", "forget a macro", CLI_WRITE, CLI_ADMIN, 1, 1,
	    cli_macro_remove, NO_OPTIONS },

	{ "field add", "NAME KIND [CHOICE...]",
	    "make a field: text, lines, number, date, choice, choices, checkbox"
	    " or url", CLI_WRITE, CLI_ADMIN, 2, ANY, cli_field_add,
	    { { "--object", "OBJECT",
		"of a person or an organization; else of a ticket" } } },
	{ "field list", "", "the desk's own fields", CLI_READ, CLI_STAFF, 0, 0,
	    cli_field_list, NO_OPTIONS },
	{ "field remove", "NAME", "remove a field, and all that stands in it",
	    CLI_WRITE, CLI_ADMIN, 1, 1, cli_field_remove,
	    { { "--object", "OBJECT",
		"of a person or an organization; else of a ticket" } } },

	{ "notify preview", "EVENT TICKET PERSON",
	    "show the letter that a person would get, without its tokens; none"
	    " is sent", CLI_READ, CLI_STAFF, 3, 3, cli_notify_preview,
	    NO_OPTIONS },

	{ "user show", "USER",
	    "a user, by number or address: a page",
	    CLI_READ, CLI_STAFF, 1, 1, cli_user_show, PAGE_OPTIONS },
	{ "user list", "", "users, the newest first", CLI_READ, CLI_STAFF,
	    0, 0, cli_user_list, USER_OPTIONS },
	{ "user find", "WORD", "users by a piece of a name or address",
	    CLI_READ, CLI_STAFF, 1, 1, cli_user_find, USER_OPTIONS },
	{ "user set", "USER KEY=VALUE...", "what is known of them: name, title,"
	    " summary, timezone, language, phone, website, im, twitter,"
	    " linkedin, facebook, postal, field.NAME; KEY+=VALUE adds one of"
	    " several, KEY-=VALUE takes it away, KEY= takes all", CLI_WRITE,
	    CLI_STAFF, 2, ANY, cli_user_set, NO_OPTIONS },
	{ "user password", "USER", "mail them a code with which they choose a"
	    " password, once", CLI_WRITE, CLI_STAFF, 1, 1, cli_user_password,
	    NO_OPTIONS },
	{ "user password-set", "CODE", "set the password of whom that code was"
	    " mailed to; typed twice, or the first line of standard input",
	    CLI_WRITE, CLI_ADMIN, 1, 1, cli_user_password_set, NO_OPTIONS },
	{ "user password-check", "USER", "whether a password is theirs; typed,"
	    " or the first line of standard input", CLI_WRITE, CLI_ADMIN, 1,
	    1, cli_user_password_check, NO_OPTIONS },
	{ "user address", "USER add|remove|primary ADDRESS",
	    "one more address, one less, or where letters go", CLI_WRITE,
	    CLI_STAFF, 3, 3, cli_user_address, NO_OPTIONS },
	{ "user add", "NAME ADDRESS", "make a user's record", CLI_WRITE,
	    CLI_STAFF, 2, 2, cli_user_add, NO_OPTIONS },
	{ "user disable", "USER", "quarantine their mail, send them nothing",
	    CLI_WRITE, CLI_STAFF, 1, 1, cli_user_disable, NO_OPTIONS },
	{ "user enable", "USER", "file their mail again", CLI_WRITE, CLI_STAFF,
	    1, 1, cli_user_enable, NO_OPTIONS },
	{ "user delete", "USER", "say what would go with a user; with --yes"
	    " delete them and their tickets", CLI_WRITE, CLI_ADMIN, 1, 1,
	    cli_user_delete,
	    { { "--yes", NULL, "do it: there is no way back" },
		{ "--ban", NULL, "take no mail from their addresses" } } },
	{ "user erase", "USER", "say what would be erased of a user; with --yes"
	    " leave nothing of them in the desk, its archive and their files",
	    CLI_WRITE, CLI_ADMIN, 1, 1, cli_user_erase,
	    { { "--yes", NULL, "do it, or go on with it: there is no way"
		" back" } } },
	{ "user merge", "USER OTHER", "two records of one person, side by side;"
	    " with --yes the first becomes part of the other", CLI_WRITE,
	    CLI_STAFF, 2, 2, cli_user_merge,
	    { { "--swap", NULL, "the other becomes part of the first" },
		{ "--yes", NULL, "do it" } } },
	{ "user unmerge", "USER", "take a merge back: the number that was"
	    " merged is a user again", CLI_WRITE, CLI_STAFF, 1, 1,
	    cli_user_unmerge,
	    { { "--dry-run", NULL, "only say what would go where" } } },
	{ "user duplicates", "[USER]", "records that may be one person's, and"
	    " what speaks for it, the strongest first", CLI_READ, CLI_STAFF,
	    0, 1, cli_user_duplicates, { LIMIT } },
	{ "user note", "USER [WORD...]", "note something for colleagues; no"
	    " words: from standard input", CLI_WRITE, CLI_STAFF, 1, ANY,
	    cli_user_note,
	    { { "--file", "FILE", "what the note says" },
		{ "--remove", "NOTE", "take a note away" } } },
	{ "user label", "USER LABELS", "give labels, with commas between",
	    CLI_WRITE, CLI_STAFF, 2, 2, cli_user_label, NO_OPTIONS },
	{ "user unlabel", "USER LABELS", "take labels away", CLI_WRITE,
	    CLI_STAFF, 2, 2, cli_user_unlabel, NO_OPTIONS },
	{ "user autoresponder", "USER on|off",
	    "a program answers there: no automatic mail, or again", CLI_WRITE,
	    CLI_STAFF, 2, 2, cli_user_autoresponder, NO_OPTIONS },
	{ "user reachable", "ADDRESS",
	    "letters may go there again, though one came back", CLI_WRITE,
	    CLI_STAFF, 1, 1, cli_user_reachable, NO_OPTIONS },

	{ "organization add", "NAME", "make an organization of users",
	    CLI_WRITE, CLI_STAFF, 1, 1, cli_organization_add, NO_OPTIONS },
	{ "organization list", "", "organizations, the newest first", CLI_READ,
	    CLI_STAFF, 0, 0, cli_organization_list, ORGANIZATION_OPTIONS },
	{ "organization find", "WORD",
	    "organizations by a piece of a name or domain", CLI_READ, CLI_STAFF,
	    1, 1, cli_organization_find, ORGANIZATION_OPTIONS },
	{ "organization show", "ORGANIZATION",
	    "an organization, by name, number or domain: a page", CLI_READ,
	    CLI_STAFF, 1, 1, cli_organization_show,
	    { { "--tree", NULL, "tickets of organizations below it, too" },
		{ "--changes", NULL, "the change log, too" } } },
	{ "organization set", "ORGANIZATION KEY=VALUE...", "what is known of"
	    " it: name, summary, email, phone, website, im, twitter, linkedin,"
	    " facebook, postal, field.NAME; KEY+=VALUE adds one of several,"
	    " KEY-=VALUE takes it away, KEY= takes all; and, for admins,"
	    " managers=see, answer or follow: what these do with tickets of"
	    " its members", CLI_WRITE, CLI_STAFF, 2, ANY, cli_organization_set,
	    NO_OPTIONS },
	{ "organization domain", "ORGANIZATION add|remove DOMAIN",
	    "whose new users are its members", CLI_WRITE, CLI_ADMIN, 3, 3,
	    cli_organization_domain,
	    { { "--below", NULL, "those of its sub-domains, too" } } },
	{ "organization parent", "ORGANIZATION OTHER|none",
	    "what it is a part of", CLI_WRITE, CLI_STAFF, 2, 2,
	    cli_organization_parent, NO_OPTIONS },
	{ "organization join", "ORGANIZATION USER",
	    "a user belongs to it, and to no other", CLI_WRITE, CLI_STAFF, 2,
	    2, cli_organization_join,
	    { { "--role", "ROLE", "as what; else member" } } },
	{ "organization leave", "ORGANIZATION USER",
	    "a user belongs to it no longer", CLI_WRITE, CLI_STAFF, 2, 2,
	    cli_organization_leave, NO_OPTIONS },
	{ "organization offered", "ORGANIZATION",
	    "users with an address at its domains who belong nowhere yet",
	    CLI_WRITE, CLI_STAFF, 1, 1, cli_organization_offered,
	    { { "--join", NULL, "make them members" }, LIMIT } },
	{ "organization note", "ORGANIZATION [WORD...]", "note something for"
	    " colleagues; no words: from standard input", CLI_WRITE, CLI_STAFF,
	    1, ANY, cli_organization_note,
	    { { "--file", "FILE", "what the note says" },
		{ "--remove", "NOTE", "take a note away" } } },
	{ "organization label", "ORGANIZATION LABELS",
	    "give labels, with commas between", CLI_WRITE, CLI_STAFF, 2, 2,
	    cli_organization_label, NO_OPTIONS },
	{ "organization unlabel", "ORGANIZATION LABELS", "take labels away",
	    CLI_WRITE, CLI_STAFF, 2, 2, cli_organization_unlabel, NO_OPTIONS },
	{ "organization disable", "ORGANIZATION",
	    "it gets no new members, and its managers are none", CLI_WRITE,
	    CLI_STAFF, 1, 1, cli_organization_disable, NO_OPTIONS },
	{ "organization enable", "ORGANIZATION", "it is as it was before",
	    CLI_WRITE, CLI_STAFF, 1, 1, cli_organization_enable, NO_OPTIONS },
	{ "role add", "NAME", "something to be in an organization, beside"
	    " member and manager", CLI_WRITE, CLI_ADMIN, 1, 1, cli_role_add,
	    { { "--manages", NULL, "may what its managers may" } } },
	{ "role list", "", "the roles there are", CLI_READ, CLI_STAFF, 0, 0,
	    cli_role_list, NO_OPTIONS },
	{ "role remove", "NAME", "forget a role that nobody has", CLI_WRITE,
	    CLI_ADMIN, 1, 1, cli_role_remove, NO_OPTIONS },
	{ "usergroup add", "NAME", "make a group of users and organizations",
	    CLI_WRITE, CLI_ADMIN, 1, 1, cli_usergroup_add, NO_OPTIONS },
	{ "usergroup list", "", "groups, and what they may", CLI_READ,
	    CLI_STAFF, 0, 0, cli_usergroup_list, NO_OPTIONS },
	{ "usergroup remove", "GROUP", "forget a group, and what it may",
	    CLI_WRITE, CLI_ADMIN, 1, 1, cli_usergroup_remove, NO_OPTIONS },
	{ "usergroup member", "GROUP USER|ORGANIZATION",
	    "a user is in a group, or an organization with all its members",
	    CLI_WRITE, CLI_ADMIN, 2, 2, cli_usergroup_member,
	    { { "--organization", NULL, "it is an organization" },
		{ "--remove", NULL, "no longer" } } },
	{ "usergroup grant", "GROUP write|reopen|see [DEPARTMENT]",
	    "a group may write to a department, reopen tickets there, or see"
	    " its organization's tickets; no department: all", CLI_WRITE,
	    CLI_ADMIN, 2, 3, cli_usergroup_grant, NO_OPTIONS },
	{ "usergroup revoke", "GROUP write|reopen|see [DEPARTMENT]",
	    "a group may that no longer, as it was granted", CLI_WRITE,
	    CLI_ADMIN, 2, 3, cli_usergroup_revoke, NO_OPTIONS },
	{ "may", "PERSON DEED TICKET|DEPARTMENT", "whether somebody may do"
	    " something, and why: list, read, note, reply, change, move,"
	    " delete; write, see, answer, reopen, priority", CLI_READ,
	    CLI_STAFF, 3, 3, cli_may, NO_OPTIONS },
	{ "user file add", "USER FILE", "keep a file beside a user, for"
	    " colleagues", CLI_WRITE, CLI_STAFF, 2, 2, cli_user_file_add,
	    { { "--name", "NAME", "what it is called; else as it is" } } },
	{ "user file list", "USER", "the files beside a user", CLI_READ,
	    CLI_STAFF, 1, 1, cli_user_file_list, NO_OPTIONS },
	{ "user file save", "USER NUMBER [PATH]", "write one of them, into a"
	    " folder or a new file", CLI_READ, CLI_STAFF, 2, 3,
	    cli_user_file_save, NO_OPTIONS },
	{ "user file remove", "USER NUMBER", "keep one of them no longer",
	    CLI_WRITE, CLI_STAFF, 2, 2, cli_user_file_remove, NO_OPTIONS },
	{ "user vcard export", "[USER|FILE] [FILE]", "write a user's card,"
	    " vCard 4.0; with --all everybody's", CLI_READ, CLI_STAFF, 0, 2,
	    cli_user_vcard_export,
	    { { "--all", NULL, "everybody's, into FILE" },
		{ "--notes", NULL, "colleagues' notes, too: for another desk,"
		" not for the user" } } },
	{ "user vcard import", "[USER] FILE", "make users of the cards in a"
	    " file, vCard 4.0, 3.0 or 2.1; those who are there are named, and"
	    " not made again; with USER add to what is known of them",
	    CLI_WRITE, CLI_STAFF, 1, 2, cli_user_vcard_import,
	    { { "--alike", NULL, "make those, too, who seem to be here under"
		" another address" },
		{ "--dry-run", NULL, "only say what would be done" } } },
	{ "user csv import", "FILE", "make users of a table's rows, as cards",
	    CLI_WRITE, CLI_STAFF, 1, 1, cli_user_csv_import,
	    { { "--map", "KEY=COLUMN,...", "what the columns are, by number or"
		" by what the first row calls them: address, organization,"
		" label, note, field.NAME and the keys of `user set`" },
		{ "--no-header", NULL, "the first row is somebody, too" },
		{ "--alike", NULL, "make those, too, who seem to be here under"
		" another address" },
		{ "--dry-run", NULL, "only say what would be done" } } },

	{ "token revoke", "", "letters' answers prove nothing any more, until"
	    " the next letter", CLI_WRITE, CLI_ADMIN, 0, 0, cli_token_revoke,
	    { { "--agent", "AGENT", "those to an agent, as when a mailbox was"
		" open to others" },
		{ "--ticket", "TICKET", "those about a ticket; to everybody,"
		" users too, if no --agent is named" } } },
	{ "key rotate", "", "sign with a new key; the one before stays good,"
	    " the one before that does not", CLI_WRITE, CLI_ADMIN, 0, 0,
	    cli_key_rotate, NO_OPTIONS },
	{ "key list", "", "the keys that are good, and how many letters' tokens"
	    " each has signed", CLI_READ, CLI_ADMIN, 0, 0, cli_key_list,
	    NO_OPTIONS },

	{ "oauth login", "NAME", "log in where tokens come from, as a person,"
	    " with any browser", CLI_CONF, CLI_ANYBODY, 1, 1, cli_oauth_login,
	    { { "--refresh-token", "FILE",
		"with a refresh token that was had elsewhere, in its first"
		" line; - is standard input" } } },
	{ "oauth refresh", "NAME", "ask for a new token now", CLI_CONF,
	    CLI_ANYBODY, 1, 1, cli_oauth_refresh, NO_OPTIONS },
	{ "oauth status", "", "the tokens, how long they are good, and what is"
	    " wrong with them", CLI_CONF, CLI_ANYBODY, 0, 0, cli_oauth_status,
	    NO_OPTIONS },

	{ "rule check", "", "see whether the rules are right, and all names in"
	    " them are known", CLI_READ, CLI_STAFF, 0, 0, cli_rule_check,
	    { RULES } },
	{ "rule list", "", "the rules, how often each fired, and what kept it"
	    " from being done", CLI_READ, CLI_STAFF, 0, 0, cli_rule_list,
	    { RULES } },
	{ "rule test", "FILE", "which rules a mail would make fire, and why not",
	    CLI_READ, CLI_STAFF, 1, 1, cli_rule_test,
	    { RULES, { "--on", "TRIGGER", "what happens; else created" } } },

	{ "template list", "", "languages, and how many letters each has",
	    CLI_CONF, CLI_ANYBODY, 0, 0, cli_template_list, NO_OPTIONS },
	{ "template show", "LANGUAGE LETTER",
	    "the text that a letter is made of: yours, or the program's",
	    CLI_CONF, CLI_ANYBODY, 2, 2, cli_template_show, NO_OPTIONS },
	{ "template check", "[FOLDER]",
	    "see whether letters can be used: those of a folder, or all that"
	    " the desk has", CLI_CONF, CLI_ANYBODY, 0, 1, cli_template_check,
	    { { "--language", "TAG",
		"what language they are; else the folder's name" } } },
	{ "template install", "FOLDER",
	    "take a language's letters from a folder, beside or instead of the"
	    " program's", CLI_CONF, CLI_ANYBODY, 1, 1, cli_template_install,
	    { { "--language", "TAG",
		"what language they are; else the folder's name" } } },

	{ "completion", "bash", "a script that completes commands",
	    CLI_NOTHING, CLI_ANYBODY, 1, 1, cli_completion, NO_OPTIONS },
	{ "help", "[COMMAND]", "what the commands do", CLI_NOTHING,
	    CLI_ANYBODY, 0, 3, cli_help, NO_OPTIONS },
};

const struct cli_command *
cli_commands(size_t *count)
{
	*count = ARRAY_LEN(commands);
	return commands;
}
