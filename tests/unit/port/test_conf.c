#include "case.h"

#include "port/conf_keys.h"

#define DESK "desk = { domain = \"desk.example\"; };\n"

/* An account's settings that have no default; more may follow. */
#define FOLDER "{ name = \"INBOX\"; recipient = \"a@desk.example\"; }"
#define ACCOUNT(name, more) "{ name = \"" name "\"; host = \"h\"; user ="	\
	" \"u\"; password_file = \"p\"; folders = ( " FOLDER " ); " more "}"
#define BOX(name, more) \
	"{ name = \"" name "\"; path = \"box\"; recipient =" \
	" \"support@help.test\"; " more " }"
#define MAILDIR(name, more) "maildir = (" BOX(name, more) ");"
#define IMAP(accounts) "imap = ( " accounts " );"
/* Where tokens come from, and what may name it. */
#define OAUTH(more) "oauth = ( { name = \"o\"; client_id = \"c\"; " more	\
	" } );"
#define OFFICE(more) OAUTH("provider = \"microsoft\"; " more)

static int
parse(const char *text, struct arena *arena, struct conf *conf,
    struct fail *why)
{
	return conf_parse("etc/maildesk.conf", slice_of(text), arena, conf,
	    why);
}

/* Files that are refused, and the sentence that says why. */
static const struct {
	const char	*name;
	const char	*text;
	const char	*want; /* behind "etc/maildesk.conf" */
} refused[] = {
	{ "the domain has no default", "desk = { name = \"Help\"; };",
	    ": desk.domain: is missing; write desk = { domain ="
	    " \"example.com\"; }; with yours instead" },
	{ "a slip of the finger names the nearest setting",
	    "desk = {\n  nmae = \"Help\";\n};",
	    ":2: desk.nmae: there is no such setting; write name instead" },
	{ "a setting of another group is found there",
	    "desk = { port = 25; };",
	    ":1: desk.port: there is no such setting; write port in the group"
	    " smtp instead" },
	{ "a name like no other is told its group's names",
	    "\n\nlog = { colour = 1; };",
	    ":3: log.colour: there is no such setting; write one of level"
	    " addresses instead" },
	{ "names are case-sensitive", "log = { Level = \"info\"; };",
	    ":1: log.Level: there is no such setting; write level instead" },
	{ "a group with a slip", DESK "smpt = { port = 25; };",
	    ":2: smpt: there is no such group; write smtp instead" },
	{ "a setting outside its group", "transport = \"maildir\";",
	    ":1: transport: there is no such group; write sending = {"
	    " transport = ...; }; instead" },
	{ "an unknown group", "chess = { };",
	    ":1: chess: there is no such group; write one of desk state intake"
	    " sending smtp rules webhooks counters password auth daemon log"
	    " instead" },
	{ "a group that is none", "smtp = 25;",
	    ":1: smtp: is a group of settings; write smtp = { ... }; instead" },

	{ "pauses are numbers", DESK "sending = { retry = \"1m soon\"; };",
	    ":2: sending.retry: \"1m soon\" is no list of pauses; write pauses"
	    " in quotes, as \"1m 5m 15m 1h\", of at most a day instead" },
	{ "a pause lasts", DESK "sending = { retry = \"0\"; };",
	    ":2: sending.retry: \"0\" is out of range; write pauses in quotes,"
	    " as \"1m 5m 15m 1h\", of at most a day instead" },
	{ "some pause there is", DESK "sending = { retry = \" \"; };",
	    ":2: sending.retry: \" \" is empty; write pauses in quotes, as"
	    " \"1m 5m 15m 1h\", of at most a day instead" },

	{ "accounts are a list", "imap = { name = \"a\"; };",
	    ":1: imap: is a list; write imap = ( { ... } ); instead" },
	{ "of groups", IMAP("\"a\""),
	    ":1: imap: is a list of groups; write imap = ( { name = \"...\"; }"
	    " ); instead" },
	{ "an account has a host", IMAP("{ name = \"a\"; }"),
	    ":1: imap.host: is missing; write host = \"imap.example.com\";"
	    " with yours instead" },
	{ "a slip in an account", "imap = ( {\n  psswordfile = 1;\n} );",
	    ":2: imap.psswordfile: there is no such setting; write"
	    " password_file instead" },
	{ "a port out of range", IMAP(ACCOUNT("a", "port = 0;")),
	    ":1: imap.port: 0 is out of range; write a whole number from 1 to"
	    " 65535 instead" },
	{ "a number that does not fit, in a list",
	    IMAP(ACCOUNT("a", "") ",\n{ port = 010; }"),
	    ":2: imap.port: 010 is not octal for having a 0 in front; write"
	    " 10 instead" },
	{ "two accounts of one name",
	    IMAP(ACCOUNT("a", "") ", " ACCOUNT("a", "")),
	    ":1: imap.name: \"a\" stands here a second time; write another"
	    " name instead" },
	{ "a name that would be a path", IMAP(ACCOUNT("../a", "")),
	    ":1: imap.name: \"../a\" is no name for an account; write at most"
	    " 32 letters, digits, - and _ instead" },
	{ "no folders", IMAP("{ name = \"a\"; host = \"h\"; user = \"u\"; }"),
	    ":1: imap.folders: is missing; write folders = ( { name ="
	    " \"INBOX\"; recipient = \"support@example.com\"; } ); with"
	    " yours instead" },
	{ "a folder for nobody", IMAP("{ name = \"a\"; host = \"h\"; user ="
	    " \"u\"; folders = ( { name = \"INBOX\"; } ); }"),
	    ":1: imap.folders.recipient: is missing; write recipient ="
	    " \"support@example.com\"; with yours instead" },
	{ "a line's end in a folder's name would be a command", IMAP("{ name ="
	    " \"a\"; host = \"h\"; user = \"u\"; folders = ( { name = \"a\\r"
	    "\\nb\"; recipient = \"a@b\"; } ); }"),
	    ":1: imap.folders.name: \"a  b\" is not plain text in UTF-8; write"
	    " a text in quotes, of 1 to 255 characters, instead" },
	{ "a password in clear over a network",
	    IMAP(ACCOUNT("a", "tls = \"none\";")),
	    ":1: imap.tls: the password would travel in clear; write"
	    " \"required\" or \"implicit\" instead" },
	{ "a login without a token",
	    IMAP(ACCOUNT("a", "mechanism = \"XOAUTH2\";")),
	    ":1: imap.user: has no token; write oauth = \"NAME\"; beside it"
	    " instead" },
	{ "a login whose token comes from nowhere", IMAP(ACCOUNT("a",
	    "mechanism = \"XOAUTH2\"; oauth = \"o\";")),
	    ":1: imap.oauth: \"o\" is not in the list oauth, which is empty;"
	    " write oauth = ( { name = \"o\"; ... } ); instead" },
	{ "a login whose token comes from elsewhere", IMAP(ACCOUNT("a",
	    "mechanism = \"XOAUTH2\"; oauth = \"p\";")) OFFICE(""),
	    ":1: imap.oauth: \"p\" is not in the list oauth; write \"o\" or"
	    " another name of it instead" },
	{ "a token for a login by password", IMAP(ACCOUNT("a",
	    "oauth = \"o\";")) OFFICE(""),
	    ":1: imap.oauth: has no use without mechanism = \"XOAUTH2\"; write"
	    " that beside it instead" },
	{ "two tokens for one login", IMAP(ACCOUNT("a", "mechanism ="
	    " \"XOAUTH2\"; oauth = \"o\"; token_file = \"t\";")) OFFICE(""),
	    ":1: imap.token_file: the token comes from oauth; write one of the"
	    " two instead" },

	{ "tokens come from a list", "oauth = { name = \"a\"; };",
	    ":1: oauth: is a list; write oauth = ( { ... } ); instead" },
	{ "an unknown provider has an address", OAUTH(""),
	    ":1: oauth.token_url: is missing; write token_url ="
	    " \"https://login.example.com/token\"; with yours instead" },
	{ "a secret does not travel in clear",
	    OAUTH("token_url = \"http://login.example.com/token\";"),
	    ":1: oauth.token_url: \"http://login.example.com/token\" cannot be"
	    " trusted with a secret; write an address with https:// instead" },
	{ "a host that only begins as this machine's",
	    OAUTH("token_url = \"http://127.0.0.1.example/\";"),
	    ":1: oauth.token_url: \"http://127.0.0.1.example/\" cannot be"
	    " trusted with a secret; write an address with https:// instead" },
	{ "a host that hides behind this machine's",
	    OFFICE("device_url = \"http://localhost:1@evil.example/\";"),
	    ":1: oauth.device_url: \"http://localhost:1@evil.example/\" cannot"
	    " be trusted with a secret; write an address with https://"
	    " instead" },
	{ "other protocols", OAUTH("token_url = \"file:///etc/passwd\";"),
	    ":1: oauth.token_url: \"file:///etc/passwd\" cannot be trusted with"
	    " a secret; write an address with https:// instead" },
	{ "a client alone has a secret", OFFICE("tenant = \"t.example\"; grant"
	    " = \"client_credentials\";"),
	    ":1: oauth.grant: has no secret; write client_secret_file ="
	    " \"oauth.secret\"; beside it instead" },
	{ "a client alone is known to one directory", OFFICE("grant ="
	    " \"client_credentials\"; client_secret_file = \"s\";"),
	    ":1: oauth.tenant: \"common\" is any directory; with grant"
	    " \"client_credentials\" write yours, like"
	    " \"example.onmicrosoft.com\", instead" },
	{ "a client alone has no mailbox at Google", OAUTH("provider ="
	    " \"google\"; grant = \"client_credentials\";"),
	    ":1: oauth.grant: this provider has no such way to a mailbox; write"
	    " \"refresh_token\" instead" },
	{ "a tenant that would be another path",
	    OFFICE("tenant = \"a/../b\";"),
	    ":1: oauth.tenant: \"a/../b\" is no directory; write one like"
	    " \"example.onmicrosoft.com\" instead" },
	{ "sending with a token that is not asked for", DESK OFFICE("") " smtp = {"
	    " user = \"u\"; password_file = \"p\"; oauth = \"o\"; };",
	    ":2: smtp.oauth: has no use with \"PLAIN\"; write mechanism ="
	    " \"XOAUTH2\"; beside it instead" },
	{ "sending without a token", DESK "smtp = { user = \"u\"; mechanism ="
	    " \"XOAUTH2\"; };",
	    ":2: smtp.mechanism: has no token; write oauth = \"NAME\"; beside"
	    " it instead" },
	{ "a token is somebody's", DESK OFFICE("") " smtp = { mechanism ="
	    " \"XOAUTH2\"; oauth = \"o\"; };",
	    ":2: smtp.mechanism: has no user; write user ="
	    " \"support@example.com\"; with yours beside it instead" },
	{ "moving to nowhere", IMAP(ACCOUNT("a", "after = \"move\";")),
	    ":1: imap.after: has no folder; write move_to = \"Archive\";"
	    " beside it instead" },
	{ "moving in circles", IMAP(ACCOUNT("a", "after = \"move\"; move_to ="
	    " \"INBOX\";")),
	    ":1: imap.move_to: is one of the folders that are read; write"
	    " another one instead" },
	{ "a Maildir without a path", "maildir = ( { name = \"a\"; } );",
	    ":1: maildir.path: is missing; write path = \"/var/mail/support\";"
	    " with yours instead" },
	{ "one Maildir read twice", MAILDIR("a", "") "\nmaildir = ();",
	    ":2: a name stands here a second time; write each setting, and"
	    " each group, once instead" },
	{ "two names for one Maildir", "maildir = (" BOX("a", "") ", "
	    BOX("b", "") ");",
	    ":1: maildir.path: \"etc/box\" stands here a second time; write each"
	    " Maildir once instead" },
	{ "two Maildirs of one name", "maildir = (" BOX("a", "") ", "
	    BOX("a", "") ");",
	    ":1: maildir.name: \"a\" stands here a second time; write another"
	    " name instead" },
	{ "a Maildir's name is no path", MAILDIR("../a", ""),
	    ":1: maildir.name: \"../a\" is no name for a Maildir; write at"
	    " most 32 letters, digits, - and _ instead" },
	{ "a Maildir for nobody", "maildir = ( { name = \"a\"; path = \"b\";"
	    " recipient = \"sales\"; } );",
	    ":1: maildir.recipient: \"sales\" is no address; write that of a"
	    " department instead" },
	{ "moving from a Maildir to nowhere",
	    MAILDIR("a", "after = \"move\";"),
	    ":1: maildir.after: has no Maildir; write move_to = \".Done\";"
	    " beside it instead" },

	{ "a number in quotes", "smtp = { port = \"25\"; };",
	    ":1: smtp.port: \"25\" is no whole number; write a whole number"
	    " from 1 to 65535 instead" },
	{ "a number too big for its setting", "smtp = { port = 70000; };",
	    ":1: smtp.port: 70000 is out of range; write a whole number from 1"
	    " to 65535 instead" },
	{ "a number too small for its setting", "smtp = { port = -1; };",
	    ":1: smtp.port: -1 is out of range; write a whole number from 1 to"
	    " 65535 instead" },
	{ "a number with a fraction", "smtp = { port = 25.5; };",
	    ":1: smtp.port: a number with a fraction is no whole number; write"
	    " a whole number from 1 to 65535 instead" },
	{ "text without a text", "desk = { name = 7; };",
	    ":1: desk.name: 7 is not text; write a text in quotes, of 1 to 255"
	    " characters, instead" },
	{ "a list where a text belongs", "desk = { name = (\"a\", \"b\"); };",
	    ":1: desk.name: a list is not text; write a text in quotes, of 1"
	    " to 255 characters, instead" },
	{ "true where a word belongs", "sending = { transport = true; };",
	    ":1: sending.transport: true is not text; write \"smtp\""
	    " or \"maildir\" instead" },
	{ "a word that is none", "smtp = {\n  tls = \"starttls\";\n};",
	    ":2: smtp.tls: \"starttls\" is none of its words; write"
	    " \"required\", \"implicit\" or \"none\" instead" },
	{ "a text out of a set", "smtp = { mechanism = \"plain\"; };",
	    ":1: smtp.mechanism: \"plain\" is none of its words; write"
	    " \"PLAIN\", \"LOGIN\" or \"XOAUTH2\" instead" },
	{ "an empty text", "smtp = { host = \"\"; };",
	    ":1: smtp.host: \"\" is too short; write a text in quotes, of 1 to"
	    " 255 characters, instead" },
	{ "a line end in a text", "desk = { name = \"a\\nb\"; };",
	    ":1: desk.name: \"a b\" is not plain text in UTF-8; write a text"
	    " in quotes, of 1 to 255 characters, instead" },
	{ "a domain with a blank", "desk = { domain = \"desk example\"; };",
	    ":1: desk.domain: \"desk example\" is no domain; write a domain"
	    " like \"example.com\", in its xn-- form if it goes beyond ASCII,"
	    " instead" },
	{ "an address is no domain", "desk = { domain = \"help@desk.example\";"
	    " };",
	    ":1: desk.domain: \"help@desk.example\" is no domain; write a"
	    " domain like \"example.com\", in its xn-- form if it goes beyond"
	    " ASCII, instead" },
	{ "a language that is none", "desk = { language = \"../en\"; };",
	    ":1: desk.language: \"../en\" is no language; write one of"
	    " \"en\" \"de\" \"fr\" \"es\" \"sv\" \"nb\" \"pt\" \"nl\" \"it\""
	    " \"pl\" \"ja\", or one that was installed, instead" },

	{ "a size with an unknown unit",
	    "intake = { max_message = \"64 mugs\"; };",
	    ":1: intake.max_message: \"64 mugs\" is no size; write bytes, or a"
	    " size like \"64 MiB\", from \"64 KiB\" to \"512 MiB\" instead" },
	{ "a size that is too small", "intake = { max_message = \"1 KiB\"; };",
	    ":1: intake.max_message: \"1 KiB\" is out of range; write bytes,"
	    " or a size like \"64 MiB\", from \"64 KiB\" to \"512 MiB\""
	    " instead" },
	{ "a size beyond any number",
	    "intake = { min_free = \"9999999999 TiB\"; };",
	    ":1: intake.min_free: \"9999999999 TiB\" is no size; write bytes,"
	    " or a size like \"64 MiB\", from 0 to \"1 TiB\" instead" },

	{ "a mode without quotes is decimal",
	    "intake = { socket_mode = 660; };",
	    ":1: intake.socket_mode: 660 is not octal; write octal digits in"
	    " quotes, \"0600\" to \"0777\", instead" },
	{ "a 0 in front does not make it octal",
	    "intake = {\n  socket_mode = 0660;\n};",
	    ":2: intake.socket_mode: 0660 is not octal for having a 0 in"
	    " front; write 660 instead" },
	{ "a mode with an 8", "intake = { socket_mode = \"0680\"; };",
	    ":1: intake.socket_mode: \"0680\" is no mode; write octal digits"
	    " in quotes, \"0600\" to \"0777\", instead" },
	{ "a mode without the owner", "intake = { socket_mode = \"0066\"; };",
	    ":1: intake.socket_mode: \"0066\" is out of range; write octal"
	    " digits in quotes, \"0600\" to \"0777\", instead" },

	{ "a switch in quotes", "daemon = { sandbox = \"no\"; };",
	    ":1: daemon.sandbox: \"no\" is neither; write true or false,"
	    " without quotes, instead" },
	{ "a switch as a number", "daemon = { sandbox = 1; };",
	    ":1: daemon.sandbox: 1 is neither; write true or false, without"
	    " quotes, instead" },
	{ "a switch where none is", "smtp = { port = true; };",
	    ":1: smtp.port: true is no whole number; write a whole number from"
	    " 1 to 65535 instead" },

	{ "libconfig would make 705032704 of it",
	    "intake = { max_message = 5000000000; };",
	    ":1: intake.max_message: 5000000000 is too long for a plain"
	    " number; write 5000000000L instead" },
	{ "a long number is checked like any other",
	    "intake = { max_message = 5000000000L; };",
	    ":1: intake.max_message: 5000000000 is out of range; write bytes,"
	    " or a size like \"64 MiB\", from \"64 KiB\" to \"512 MiB\""
	    " instead" },
	{ "libconfig would make the largest of it",
	    "intake = { max_message = 99999999999999999999L; };",
	    ":1: intake.max_message: 99999999999999999999L is more than any"
	    " setting; write a smaller number instead" },
	{ "libconfig would make -1 of it",
	    "counters = { max_hops = 0xffffffff; };",
	    ":1: counters.max_hops: 0xffffffff is not in decimal; write the"
	    " number in decimal instead" },
	{ "the line is counted through comments and texts",
	    "# 0x1\n/* 0x2\n */ // 010\ndesk = { name = \"a\\\"0x3\n\"; };\n"
	    "smtp = { port = 010; };",
	    ":6: smtp.port: 010 is not octal for having a 0 in front; write 10"
	    " instead" },

	{ "a broken line", "desk = {\n  name = \"a\";\n  domain\n};",
	    ":4: syntax error here or just before; write group = { name ="
	    " value; }; instead, text in quotes, # for comments" },
	{ "yes is no value", "desk = { name = yes; };",
	    ":1: syntax error here or just before; write group = { name ="
	    " value; }; instead, text in quotes, # for comments" },
	{ "a setting stands once",
	    "desk = {\n  name = \"a\";\n  name = \"b\";\n};",
	    ":3: a name stands here a second time; write each setting, and"
	    " each group, once instead" },
	{ "no file is included", DESK "@include \"more.conf\"\n",
	    ":2: @include is not read; write all settings into this file"
	    " instead" },

	{ "a user needs a password",
	    DESK "smtp = {\n  user = \"kim\";\n};",
	    ":3: smtp.user: has no password; write password_file ="
	    " \"smtp.password\"; beside it instead" },
	{ "a password does not travel in clear",
	    DESK "smtp = {\n  user = \"kim\";\n  password_file = \"p\";\n"
	    "  host = \"mail.example\";\n  tls = \"none\";\n};",
	    ":6: smtp.tls: the password would travel in clear; write"
	    " \"required\" or \"implicit\" instead" },
};

static void
test_conf_refused(void **state)
{
	char want[600];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		struct arena	arena = ARENA_INIT;
		struct conf	conf;
		struct fail	why = FAIL_INIT;

		assert_case_int(refused[i].name,
		    parse(refused[i].text, &arena, &conf, &why), -1);
		snprintf(want, sizeof(want), "etc/maildesk.conf%s",
		    refused[i].want);
		assert_case(refused[i].name, why.text, want);
		assert_case_int(refused[i].name, why.kind, FAIL_SETUP);
		arena_free(&arena);
	}
}

/* Sizes and modes that are taken. */
static const struct {
	const char	*name;
	const char	*text;
	int64_t		 want;
} sizes[] = {
	{ "a plain number is bytes", "1048576", 1 << 20 },
	{ "so is a long one", "1048576L", 1 << 20 },
	{ "and one in quotes", "\"1048576\"", 1 << 20 },
	{ "units count in 1024", "\"64 KiB\"", 64 << 10 },
	{ "and may stand close", "\"3MiB\"", 3 << 20 },
	{ "in any case", "\"3 mib\"", 3 << 20 },
	{ "and short", "\"3M\"", 3 << 20 },
};

static void
test_conf_sizes(void **state)
{
	char text[200];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		struct arena	arena = ARENA_INIT;
		struct conf	conf;
		struct fail	why = FAIL_INIT;

		snprintf(text, sizeof(text), DESK "intake = { max_message ="
		    " %s; };", sizes[i].text);
		assert_case_int(sizes[i].name,
		    parse(text, &arena, &conf, &why), 0);
		assert_case_int(sizes[i].name, conf.max_message,
		    sizes[i].want);
		arena_free(&arena);
	}
}

static void
test_conf_defaults(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct conf	conf;
	struct fail	why = FAIL_INIT;

	(void)state;
	assert_int_equal(parse(DESK, &arena, &conf, &why), 0);
	assert_string_equal(conf.path, "etc/maildesk.conf");
	assert_string_equal(conf.desk_name, "Help desk");
	assert_string_equal(conf.desk_domain, "desk.example");
	assert_string_equal(conf.language, "en");
	assert_string_equal(conf.state_dir, "/var/lib/maildesk");
	assert_string_equal(conf.archive_path, "/var/lib/maildesk/archive.db");
	assert_string_equal(conf.desk_path, "/var/lib/maildesk/maildesk.db");
	assert_string_equal(conf.key_path, "/var/lib/maildesk/secret.key");
	assert_string_equal(conf.mark_path, "/var/lib/maildesk/gateway.mark");
	assert_string_equal(conf.spill_dir, "/var/lib/maildesk/spill");
	assert_string_equal(conf.letters_dir, "/var/lib/maildesk/letters");
	assert_string_equal(conf.socket_path, "/run/maildesk/lmtp.sock");
	assert_int_equal(conf.socket_mode, 0660);
	assert_string_equal(conf.socket_group, "");
	assert_int_equal(conf.max_message, 64 << 20);
	assert_int_equal(conf.client_timeout, 300);
	assert_int_equal(conf.transaction_timeout, 600);
	assert_int_equal(conf.min_free, 64 << 20);
	assert_int_equal(conf.transport, TRANSPORT_SMTP);
	assert_int_equal(conf.smtp_tls, TLS_REQUIRED);
	assert_int_equal(conf.send_hold, 30);
	assert_int_equal(conf.token_days, 365);
	assert_int_equal(conf.ack_per_hour, 3);
	assert_int_equal(conf.machine_tickets_per_hour, 20);
	assert_int_equal(conf.max_hops, 50);
	assert_true(conf.sandbox);
	assert_int_equal(conf.log_level, LOG_LEVEL_INFO);
	arena_free(&arena);
}

static void
test_conf_relative_paths(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct conf	conf;
	struct fail	why = FAIL_INIT;

	(void)state;
	assert_int_equal(parse(DESK "state = { dir = \"../state\"; key ="
	    " \"keys/secret\"; };\nintake = { socket = \"/tmp/s\"; };\n"
	    "smtp = { ca_file = \"ca.pem\"; };", &arena, &conf, &why), 0);
	assert_string_equal(conf.state_dir, "etc/../state");
	assert_string_equal(conf.archive_path, "etc/../state/archive.db");
	assert_string_equal(conf.spill_dir, "etc/../state/spill");
	assert_string_equal(conf.key_path, "etc/keys/secret");
	assert_string_equal(conf.socket_path, "/tmp/s");
	assert_string_equal(conf.smtp_ca_file, "etc/ca.pem");
	assert_string_equal(conf.smtp_password_file, "");

	/* In this folder, they stay as they are. */
	assert_int_equal(conf_parse("maildesk.conf",
	    SLICE(DESK "state = { dir = \"state\"; };"), &arena, &conf, &why),
	    0);
	assert_string_equal(conf.state_dir, "state");
	assert_string_equal(conf.archive_path, "state/archive.db");
	arena_free(&arena);
}

static void
test_conf_other_forms(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct conf	conf;
	struct fail	why = FAIL_INIT;

	(void)state;
	/* A mark before UTF-8, CRLF, colons, comments of all kinds. */
	assert_int_equal(parse("\xef\xbb\xbf// a\r\ndesk : { /* 0x1 */\r\n"
	    "name = \"B\xc3\xbcro\" # 010\r\n domain: \"Desk.example\" }\r\n"
	    "log = { level = \"debug\" };\r\ndaemon = { sandbox = FALSE };"
	    "\r\n"
	    "smtp = { tls = \"none\"; user = \"kim\"; password_file = \"/p\""
	    "; };", &arena, &conf, &why), 0);
	assert_string_equal(conf.desk_name, "B\xc3\xbcro");
	assert_string_equal(conf.desk_domain, "Desk.example");
	assert_false(conf.sandbox);
	assert_int_equal(conf.log_level, LOG_LEVEL_DEBUG);
	assert_int_equal(conf.smtp_tls, TLS_NONE);
	arena_free(&arena);
}

static void
test_conf_files(void **state)
{
	char		folder[PATH_MAX], path[PATH_MAX];
	char		want[PATH_MAX + 100];
	struct arena	arena = ARENA_INIT;
	struct conf	conf;
	struct fail	why = FAIL_INIT;

	(void)state;
	case_path(path, case_folder(folder), "maildesk.conf");
	assert_int_equal(conf_load(path, &arena, &conf, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	snprintf(want, sizeof(want), "cannot read %s: No such file or"
	    " directory", path);
	assert_string_equal(why.text, want);

	case_put(path, SLICE(DESK "\0"), 0600);
	assert_int_equal(conf_load(path, &arena, &conf, &why), -1);
	snprintf(want, sizeof(want), "%s:2: there is a NUL byte; write a text"
	    " file instead", path);
	assert_string_equal(why.text, want);

	case_put(path, SLICE(DESK), 0600);
	assert_int_equal(conf_load(path, &arena, &conf, &why), 0);
	assert_string_equal(conf.path, path);
	arena_free(&arena);
	case_folder_remove(folder);
}

static struct slice
print_sample(char *to, size_t size)
{
	FILE	*file = fmemopen(to, size, "w");
	long	 len;

	assert_non_null(file);
	conf_print_sample(file);
	len = ftell(file);
	assert_true(len > 0 && (size_t)len < size);
	assert_int_equal(fclose(file), 0);
	return slice_make(to, (size_t)len);
}

/* The sample in the tree is what `maildeskd --sample` prints. */
static void
test_conf_sample_in_tree(void **state)
{
	static char	printed[32768], kept[32768];

	(void)state;
	assert_case_slice("maildeskd --sample >conf/maildesk.conf",
	    case_get("conf/maildesk.conf", kept, sizeof(kept)),
	    print_sample(printed, sizeof(printed)));
}

/* Its comments taken away, it says what the defaults are. */
static void
test_conf_sample_is_the_defaults(void **state)
{
	static char	 printed[32768];
	struct arena	 arena = ARENA_INIT;
	struct conf	 sample, defaults;
	struct fail	 why = FAIL_INIT;
	struct slice	 text = print_sample(printed, sizeof(printed));
	size_t		 count;
	const struct conf_key *keys = conf_keys(&count);

	(void)state;
	for (size_t i = 0; i + 1 < text.len; i++)
		if (printed[i] == '#' && printed[i + 1] >= 'a')
			printed[i] = ' ';
	if (conf_parse("c", text, &arena, &sample, &why) < 0)
		fail_msg("%s", why.text);
	assert_int_equal(conf_parse("c",
	    SLICE("desk = { domain = \"example.com\"; };"), &arena, &defaults,
	    &why), 0);
	assert_int_equal(sample.oauth_count, 1);
	assert_string_equal(sample.oauth[0].name, "office");
	assert_int_equal(sample.imap_count, 1);
	assert_string_equal(sample.imap[0].host, "imap.example.com");
	assert_int_equal(sample.imap[0].folder_count, 1);
	assert_string_equal(sample.imap[0].folders[0].name, "INBOX");
	assert_int_equal(sample.maildir_count, 1);
	assert_string_equal(sample.maildir[0].move_to,
	    "/var/mail/support/.Done");
	for (size_t i = 0; i < count; i++) {
		const char	*a = (const char *)&sample + keys[i].offset;
		const char	*b = (const char *)&defaults + keys[i].offset;
		char		*at, *bt;

		switch (keys[i].kind) {
		case CONF_INTEGER:
		case CONF_SIZE:
		case CONF_MODE:
			assert_case_int(keys[i].name,
			    memcmp(a, b, sizeof(int64_t)), 0);
			break;
		case CONF_WORD:
			assert_case_int(keys[i].name,
			    memcmp(a, b, sizeof(int)), 0);
			break;
		case CONF_PAUSES:
			assert_case_int(keys[i].name,
			    memcmp(a, b, sizeof(struct conf_pauses)), 0);
			break;
		case CONF_SWITCH:
			assert_case_int(keys[i].name,
			    memcmp(a, b, sizeof(bool)), 0);
			break;
		default:
			memcpy(&at, a, sizeof(at));
			memcpy(&bt, b, sizeof(bt));
			assert_case(keys[i].name, at, bt);
			break;
		}
	}
	arena_free(&arena);
}

/* What is known of providers is filled in. */
static void
test_conf_providers(void **state)
{
	static const struct {
		const char *name, *text, *token_url, *device_url, *scope;
	} rows[] = {
		{ "Microsoft 365, with a person's consent",
		    OFFICE("tenant = \"t.example\";"),
		    "https://login.microsoftonline.com/t.example/oauth2/v2.0"
		    "/token", "https://login.microsoftonline.com/t.example"
		    "/oauth2/v2.0/devicecode",
		    "https://outlook.office.com/IMAP.AccessAsUser.All"
		    " https://outlook.office.com/SMTP.Send offline_access" },
		{ "Microsoft 365, with the secret alone",
		    OFFICE("tenant = \"t.example\"; grant ="
		    " \"client_credentials\"; client_secret_file = \"s\";"),
		    "https://login.microsoftonline.com/t.example/oauth2/v2.0"
		    "/token", "https://login.microsoftonline.com/t.example"
		    "/oauth2/v2.0/devicecode",
		    "https://outlook.office365.com/.default" },
		{ "Google", OAUTH("provider = \"google\";"),
		    "https://oauth2.googleapis.com/token",
		    "https://oauth2.googleapis.com/device/code",
		    "https://mail.google.com/" },
		{ "what is written counts before it",
		    OFFICE("token_url = \"http://127.0.0.1:8/t\"; scope = \"s\";"
		    " device_url = \"http://localhost/d\";"),
		    "http://127.0.0.1:8/t", "http://localhost/d", "s" },
		{ "others", OAUTH("token_url = \"https://t.example/\";"),
		    "https://t.example/", "", "" },
	};
	struct arena	arena = ARENA_INIT;
	struct conf	conf;
	struct fail	why = FAIL_INIT;
	char		text[1024];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		snprintf(text, sizeof(text), DESK "%s", rows[i].text);
		if (parse(text, &arena, &conf, &why) < 0)
			fail_msg("%s: %s", rows[i].name, why.text);
		assert_case(rows[i].name, conf.oauth[0].token_url,
		    rows[i].token_url);
		assert_case(rows[i].name, conf.oauth[0].device_url,
		    rows[i].device_url);
		assert_case(rows[i].name, conf.oauth[0].scope, rows[i].scope);
		assert_ptr_equal(conf_oauth_find(&conf, "o"), conf.oauth);
		assert_null(conf_oauth_find(&conf, "p"));
	}
	arena_free(&arena);
}

static void
count_key(const char *key, const char *kind, const char *fallback,
    const char *help, void *data)
{
	(void)fallback;
	assert_case_true(key, strchr(key, '.') != NULL);
	assert_case_true(key, kind[0] != '\0' && help[0] != '\0');
	++*(size_t *)data;
}

static void
test_conf_keys(void **state)
{
	size_t count, more, group_count, seen = 0;
	const struct conf_key *keys = conf_keys(&count);
	enum log_level level;

	(void)state;
	(void)conf_groups(&group_count);
	conf_each_key(count_key, &seen);
	(void)conf_oauth_keys(&more);
	seen -= more;
	(void)conf_imap_keys(&more);
	seen -= more;
	(void)conf_folder_keys(&more);
	seen -= more;
	(void)conf_maildir_keys(&more);
	assert_int_equal(seen - more, count);
	for (size_t i = 0; i < count; i++) {
		assert_case_true(keys[i].name,
		    conf_group_find(slice_of(keys[i].group)) != NULL);
		assert_case_true(keys[i].name,
		    conf_key_find(slice_of(keys[i].group),
			slice_of(keys[i].name)) == &keys[i]);
		assert_case_true(keys[i].name,
		    (keys[i].fallback == NULL) == (keys[i].example != NULL));
		for (size_t j = 0; j < i; j++)
			assert_case_true(keys[i].name,
			    keys[i].offset != keys[j].offset);
	}
	/* The log's own words. */
	keys = conf_key_find(SLICE("log"), SLICE("level"));
	for (int i = 0; keys->words[i] != NULL; i++) {
		assert_true(log_level_parse(slice_of(keys->words[i]), &level));
		assert_int_equal(level, i);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_conf_refused),
		cmocka_unit_test(test_conf_sizes),
		cmocka_unit_test(test_conf_defaults),
		cmocka_unit_test(test_conf_relative_paths),
		cmocka_unit_test(test_conf_other_forms),
		cmocka_unit_test(test_conf_files),
		cmocka_unit_test(test_conf_sample_in_tree),
		cmocka_unit_test(test_conf_sample_is_the_defaults),
		cmocka_unit_test(test_conf_providers),
		cmocka_unit_test(test_conf_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
