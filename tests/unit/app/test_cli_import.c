/* The envelope of old mail, read off its headers. */
#include "line_case.h"

#include "app/cli_import.h"

static const struct {
	const char *name;
	const char *raw;
	const char *hint; /* the mailbox's own sender */
	const char *sender;
	const char *recipients; /* joined with blanks */
} cases[] = {
	{ "To names a department",
	  "From: Ann <ann@x.test>\nTo: Sales <sales@help.test>\n\nhi\n", "",
	  "ann@x.test", "sales@help.test" },
	{ "several departments, once each",
	  "From: ann@x.test\nTo: sales@help.test, support@help.test\n"
	  "Cc: SALES@help.test, bob@x.test\n\n", "", "ann@x.test",
	  "sales@help.test support@help.test" },
	{ "where it was delivered stands before To",
	  "Delivered-To: support@help.test\nFrom: ann@x.test\n"
	  "To: sales@help.test\n\n", "", "ann@x.test",
	  "support@help.test sales@help.test" },
	{ "an address with its token is kept whole",
	  "From: ann@x.test\nTo: support+r2k-abc@help.test\n\n", "",
	  "ann@x.test", "support+r2k-abc@help.test" },
	{ "nobody here: the default department",
	  "From: ann@x.test\nTo: friends@x.test\n\n", "", "ann@x.test",
	  "support@help.test" },
	{ "no header at all", "just text\n", "", "", "support@help.test" },
	{ "Return-Path is the sender, From is not",
	  "Return-Path: <bounces@list.test>\nFrom: ann@x.test\n\n", "",
	  "bounces@list.test", "support@help.test" },
	{ "a null return path", "Return-Path: <>\nFrom: md@x.test\n\n", "", "",
	  "support@help.test" },
	{ "MAILER-DAEMON is null, too",
	  "Return-Path: <MAILER-DAEMON>\nFrom: md@x.test\n\n", "", "",
	  "support@help.test" },
	{ "the mailbox knows the sender",
	  "From: ann@x.test\n\n", "list@x.test", "list@x.test",
	  "support@help.test" },
	{ "but Return-Path knows it better",
	  "Return-Path: <a@x.test>\nFrom: ann@x.test\n\n", "list@x.test",
	  "a@x.test", "support@help.test" },
	{ "a mailbox that says MAILER-DAEMON", "From: ann@x.test\n\n",
	  "MAILER-DAEMON", "", "support@help.test" },
	{ "what cannot be said in SMTP is no sender",
	  "From: \"a\rb\"@x.test\n\n", "not an address", "",
	  "support@help.test" },
};

static struct slice
joined(const struct envelope *envelope, struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; i < envelope->recipient_count; i++) {
		text_add_string(&text, i > 0 ? " " : "");
		text_add(&text, envelope->recipients[i]);
	}
	return text_slice(&text);
}

static void
test_cli_import_envelope(void **state)
{
	struct line line;
	struct cli cli = { .json = false };

	(void)state;
	line_open(&line);
	line.conf.max_recipients = 100;
	cli.conf = line.conf;
	cli.desk = line.desk;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct envelope envelope;
		struct arena arena = ARENA_INIT;

		line_ok(cli_import_envelope(&cli, slice_of(cases[i].raw),
		    slice_of(cases[i].hint), &arena, &envelope, why));
		assert_case_int(cases[i].name, envelope.door, DOOR_IMPORT);
		assert_case_slice(cases[i].name, envelope.sender,
		    slice_of(cases[i].sender));
		assert_case_slice(cases[i].name, joined(&envelope, &arena),
		    slice_of(cases[i].recipients));
		arena_free(&arena);
	}
	line_close(&line);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cli_import_envelope),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
