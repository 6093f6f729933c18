/* Who is believed, from end to end: proof by mail, and what is none. */
#include "proof_case.h"

/* Mail as the pipe door brings it, with what Postfix says of the login. */
static int64_t
pipe_mail(enum door door, const char *login)
{
	struct slice recipients[1] = { SLICE_INIT("support@help.test") };
	struct slice originals[1] = { SLICE_EMPTY };
	struct envelope envelope = { .door = door, .at = clock_now(),
		.sender = SLICE("anna@help.test"), .recipients = recipients,
		.originals = originals, .recipient_count = 1,
		.sasl_username = slice_of(login) };
	struct slice raw = arena_format(&line.arena, "From: " ANNA "\n"
	    "To: <support@help.test>\nSubject: x\n"
	    "Message-ID: <p%d@help.test>\n\nHello\n", line.mails++);
	int64_t id = 0;

	line_ok(db_begin(archive_db(line.archive), why));
	line_ok(archive_put(line.archive, &envelope, raw, -1, 0, &id, why));
	line_ok(db_commit(archive_db(line.archive), why));
	line_file(&line);
	return id;
}

static void
give_login(int64_t person_id, const char *login)
{
	struct person person;

	line_ok(people_get(line.desk.db, person_id, &line.arena, &person, why));
	person.sasl_login = slice_of(login);
	line_ok(db_begin(line.desk.db, why));
	line_ok(people_save(line.desk.db, &person, why));
	line_ok(db_commit(line.desk.db, why));
}

static void
test_proof_by_authentication(void **state)
{
	static const struct {
		const char *name, *headers, *want;
	} cases[] = {
		{ "a token alone", "", "proof\tT1" },
		{ "a token and DMARC", MX AR "dmarc=pass header.from=help.test\n",
		    "proof\tT2" },
		{ "a token and DKIM", MX AR "dkim=pass header.d=help.test\n",
		    "proof\tT2" },
		{ "a token and another's signature", MX AR
		    "dkim=pass header.d=evil.test\n", "proof\tT1" },
		{ "a token and a field from below", MX "Received: by x.test; y\n"
		    AR "dmarc=pass header.from=help.test\n", "proof\tT1" },
	};
	struct outbox_row news;
	int64_t id;

	(void)state;
	open_ticket(&news);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		id = answer(&news, ANNA, cases[i].headers, "#note\nseen");
		assert_case_true(cases[i].name, recorded(id, cases[i].want));
	}
	id = line_mail(&line, ANNA, "support@help.test", "New", MX AR
	    "dmarc=pass header.from=help.test\n", "Hello");
	assert_case_true("without a token it proves no agent",
	    recorded(id, "proof\tT0"));
}

static void
test_proof_by_login(void **state)
{
	int64_t id;

	(void)state;
	give_login(line.anna, "anna");
	id = pipe_mail(DOOR_PIPE, "anna");
	assert_case_true("the agent's login", recorded(id, "proof\tT2"));
	id = pipe_mail(DOOR_PIPE, "ben");
	assert_case_true("another's login", recorded(id, "proof\tT0"));
	id = pipe_mail(DOOR_PIPE, "");
	assert_case_true("no login", recorded(id, "proof\tT0"));
	id = pipe_mail(DOOR_LMTP, "anna");
	assert_case_true("another door", recorded(id, "proof\tT0"));
	give_login(line.anna, "");
	id = pipe_mail(DOOR_PIPE, "");
	assert_case_true("no login for an agent who has none",
	    recorded(id, "proof\tT0"));
}

static void
test_proof_failed_gets_no_acknowledgement(void **state)
{
	int64_t id = line_mail(&line, ALICE, "support@help.test", "Hello",
	    MX AR "dmarc=fail header.from=example.test\n", "x");

	(void)state;
	assert_int_not_equal(line_filing(&line, id).ticket_id, 0);
	assert_case_int("whoever did not write it does not hear of it",
	    line_letter_count(&line, "acknowledge", "alice@example.test"), 0);
	assert_true(recorded(id, "dmarc fails"));
	line_mail(&line, ALICE, "support@help.test", "Hello again",
	    MX "Received: by x.test; y\n" AR
	    "dmarc=fail header.from=example.test\n", "y");
	assert_case_int("a stranger's word withholds nothing",
	    line_letter_count(&line, "acknowledge", "alice@example.test"), 1);
}

static void
test_proof_edited_tokens(void **state)
{
	struct outbox_row news;
	int64_t ticket_id = open_ticket(&news);
	size_t plus = slice_index(news.reply_to, '+') + 1;
	size_t end = slice_index(news.reply_to, '@');
	struct outbox_row forged = news;
	char *address;

	(void)state;
	for (size_t at = plus; at < end; at++)
		for (int step = 1; step <= 2; step++) {
			address = arena_string(&line.arena, news.reply_to);
			address[at] = (char)(address[at] == '-' ? '.' : 'a' +
			    (address[at] - 'a' + step + 26) % 26);
			if (address[at] == news.reply_to.data[at])
				continue;
			forged.reply_to = slice_of(address);
			answer(&forged, ANNA, "",
			    "#solved\n#priority urgent\n#take\n\nDone.");
			assert_untouched(address, ticket_id);
		}
}

/* What looks like a letter of the agent's address, and is none. */
static const struct {
	char letter;
	const char *alike[6];
} lookalikes[] = {
	{ 'a', { "\xd0\xb0", "\xc9\x91", "\xce\xb1", "\xc3\xa0", "4" } },
	{ 'n', { "\xd5\xb8", "\xc5\x84", "m", "\xce\xb7" } },
	{ 'h', { "\xd2\xbb", "b", "\xc4\xa7" } },
	{ 'e', { "\xd0\xb5", "\xc3\xa9", "3", "\xc4\x97" } },
	{ 'l', { "\xd3\x8f", "1", "i", "\xc5\x82" } },
	{ 'p', { "\xd1\x80", "\xcf\x81", "q" } },
	{ 's', { "\xd1\x95", "5", "\xc5\x9f" } },
	{ 't', { "\xd1\x82", "f", "\xc5\xa3" } },
	{ '.', { "-", "..", ".\xe2\x80\x8b" "x." } },
	{ '@', { "\xe2\x80\x8b@", "+@", ".@", "@x.", "@@" } },
};

static void
test_proof_homographs(void **state)
{
	static const char real[] = "anna@help.test";
	struct outbox_row news;
	int64_t ticket_id = open_ticket(&news);
	struct slice from;
	size_t tried = 0;

	(void)state;
	for (size_t at = 0; at + 1 < sizeof(real); at++)
		for (size_t i = 0; i < ARRAY_LEN(lookalikes); i++) {
			const char *const *alike = lookalikes[i].alike;

			if (lookalikes[i].letter != real[at])
				continue;
			for (; *alike != NULL; alike++, tried++) {
				from = arena_format(&line.arena,
				    "Anna Agent <%.*s%s%s>", (int)at, real,
				    *alike, real + at + 1);
				answer(&news, from.data, "", "#solved\n"
				    "#priority urgent\n#take\n\nDone.");
				assert_untouched(from.data, ticket_id);
			}
		}
	assert_case_true("enough of them", tried >= 50);
}

/* More than one author, or one who only seems to be the agent. */
static void
test_proof_senders_that_prove_nobody(void **state)
{
	static const struct {
		const char *name, *from, *headers;
	} cases[] = {
		{ "two authors", ANNA ", Mallory <m@evil.test>", "" },
		{ "the agent's address as a name",
		    "\"anna@help.test\" <m@evil.test>", "" },
		{ "the agent's address in a comment",
		    "m@evil.test (anna@help.test)", "" },
		{ "Sender", "m@evil.test", "Sender: " ANNA "\n" },
		{ "Reply-To", "m@evil.test", "Reply-To: " ANNA "\n" },
		{ "Resent-From", "m@evil.test", "Resent-From: " ANNA "\n" },
		{ "a tag behind the agent's name", "anna+x@help.test", "" },
		{ "a domain below", "anna@x.help.test", "" },
		{ "DMARC passes for the forger", "m@evil.test", MX AR
		    "dmarc=pass header.from=evil.test\n" },
	};
	struct outbox_row news;
	int64_t ticket_id = open_ticket(&news);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		answer(&news, cases[i].from, cases[i].headers,
		    "#solved\n#priority urgent\n#take\n\nDone.");
		assert_untouched(cases[i].name, ticket_id);
	}
}

/* What stands in an agent's mail and is not the agent's own new text. */
static void
test_proof_not_own_words(void **state)
{
	static const struct {
		const char *name, *type, *body;
	} cases[] = {
		{ "quoted", "text/plain", "Thanks.\n\nOn Tue, Alice wrote:\n"
		    "> #solved\n> #priority urgent\n> #take\n" },
		{ "quoted at the top", "text/plain",
		    "> #solved\n> #priority urgent\n> #take\n\nThanks.\n" },
		{ "below an attribution without marks", "text/plain",
		    "Thanks.\n\n-----Original Message-----\nFrom: Alice\n"
		    "Subject: x\n\n#solved\n#priority urgent\n#take\n" },
		{ "in the signature", "text/plain",
		    "Thanks.\n-- \n#solved\n#priority urgent\n#take\n" },
		{ "in HTML alone", "text/html", "<p>#solved</p><p>#priority"
		    " urgent</p><p>#take</p><p>Thanks.</p>" },
		{ "hidden in HTML", "text/html", "<div style=\"display:none\">"
		    "#solved<br>#priority urgent<br>#take<br></div>Thanks." },
		{ "in an attachment", "multipart/mixed; boundary=b",
		    "--b\nContent-Type: text/plain\n\nThanks.\n--b\n"
		    "Content-Type: text/plain; name=a.txt\n"
		    "Content-Disposition: attachment; filename=a.txt\n\n"
		    "#solved\n#priority urgent\n#take\n--b--\n" },
		{ "in a mail that is attached", "multipart/mixed; boundary=b",
		    "--b\nContent-Type: text/plain\n\nThanks.\n--b\n"
		    "Content-Type: message/rfc822\n\nFrom: " ANNA "\n"
		    "Subject: x\n\n#solved\n#priority urgent\n#take\n--b--\n" },
		{ "in the HTML beside the text",
		    "multipart/alternative; boundary=b",
		    "--b\nContent-Type: text/plain\n\nThanks.\n--b\n"
		    "Content-Type: text/html\n\n<p>#solved</p>"
		    "<p>#priority urgent</p><p>#take</p>\n--b--\n" },
		{ "in the middle", "text/plain",
		    "Thanks.\n#solved\n#priority urgent\n#take\n" },
	};
	struct outbox_row news;
	int64_t ticket_id = open_ticket(&news);
	struct ticket ticket;
	struct slice raw;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		raw = arena_format(&line.arena, "From: " ANNA "\nTo: <%.*s>\n"
		    "Subject: Re: x #solved\nMessage-ID: <n%zu@help.test>\n"
		    "Content-Type: %s\n\n%s", SLICE_ARG(news.reply_to), i,
		    cases[i].type, cases[i].body);
		line_put(&line, "anna@help.test",
		    arena_string(&line.arena, news.reply_to), raw);
		line_file(&line);
		ticket = line_ticket(&line, ticket_id);
		assert_case_true(cases[i].name,
		    ticket.status != TICKET_SOLVED);
		assert_case_int(cases[i].name, ticket.priority,
		    PRIORITY_NORMAL);
		assert_case_int(cases[i].name, ticket.assignee_id, 0);
	}
}

static void
test_proof_replayed(void **state)
{
	struct outbox_row news;
	int64_t ticket_id = open_ticket(&news);
	const char *headers = "Message-ID: <once@help.test>\n";
	struct slice raw = arena_format(&line.arena, "From: " ANNA "\nTo: <%.*s>"
	    "\nSubject: Re: x\n%s\n#solved\n\nDone.\n",
	    SLICE_ARG(news.reply_to), headers);
	int64_t id;

	(void)state;
	line_put(&line, "anna@help.test", "support@help.test", raw);
	line_file(&line);
	assert_int_equal(line_ticket(&line, ticket_id).status, TICKET_SOLVED);
	line_mail(&line, ALICE, "support@help.test", "[#1] again",
	    "In-Reply-To: <once@help.test>\n", "It still burns.");
	assert_int_equal(line_ticket(&line, ticket_id).status, TICKET_OPEN);
	id = line_put(&line, "mallory@evil.test", "support@help.test", raw);
	line_file(&line);
	assert_case_int("the same mail again is a duplicate",
	    line_filing(&line, id).state, FILING_DUPLICATE);
	assert_case_int("and closes nothing",
	    line_ticket(&line, ticket_id).status, TICKET_OPEN);
}

#define PROOF_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PROOF_TEST(test_proof_by_authentication),
		PROOF_TEST(test_proof_by_login),
		PROOF_TEST(test_proof_failed_gets_no_acknowledgement),
		PROOF_TEST(test_proof_edited_tokens),
		PROOF_TEST(test_proof_homographs),
		PROOF_TEST(test_proof_senders_that_prove_nobody),
		PROOF_TEST(test_proof_not_own_words),
		PROOF_TEST(test_proof_replayed),
	};

	log_open("test", LOG_LEVEL_ERROR, STDERR_FILENO);
	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
