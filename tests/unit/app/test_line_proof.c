/* Who is believed, from end to end: proof by mail, and what is none. */
#include "line_case.h"

#define ALICE "Alice Example <alice@example.test>"
#define ANNA "Anna Agent <anna@help.test>"
#define BEN "Ben Berg <ben@help.test>"
#define MX "Received: from out.help.test (out.help.test [192.0.2.1])\n" \
	"\tby mx.help.test (Postfix) with ESMTPS id 4Xy; Tue, 24 Nov 2026\n"
#define AR "Authentication-Results: mx.help.test; "

static struct line line;

static int
setup(void **state)
{
	(void)state;
	line_open(&line);
	line.conf.authserv_ids = "mx.help.test";
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	line_close(&line);
	return 0;
}

static bool
recorded(int64_t archive_id, const char *words)
{
	return slice_has(line_filing(&line, archive_id).record,
	    slice_of(words));
}

/* A ticket of Alice's, and what Anna hears of it. */
static int64_t
open_ticket(struct outbox_row *news)
{
	int64_t id = line_mail(&line, ALICE, "support@help.test",
	    "Printer on fire", "", "It burns.");

	*news = line_letter(&line, "new-ticket", "anna@help.test");
	assert_int_not_equal(news->id, 0);
	return line_filing(&line, id).ticket_id;
}

/* Anna's answer, or a forger's, with header lines of its own. */
static int64_t
answer(const struct outbox_row *letter, const char *from, const char *headers,
    const char *body)
{
	return line_mail(&line, from,
	    arena_string(&line.arena, letter->reply_to), "Re: x", headers,
	    body);
}

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

/* Nothing was done: as the user's mail left it. */
static void
assert_untouched(const char *name, int64_t ticket_id)
{
	struct ticket ticket = line_ticket(&line, ticket_id);

	assert_case_int(name, ticket.status, TICKET_OPEN);
	assert_case_int(name, ticket.priority, PRIORITY_NORMAL);
	assert_case_int(name, ticket.assignee_id, 0);
	assert_case_int(name, line_letter_count(&line, "agent-reply",
	    "alice@example.test"), 0);
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

static void
test_proof_expires(void **state)
{
	struct outbox_row news;
	int64_t ticket_id = open_ticket(&news);
	int64_t id;

	(void)state;
	clock_set(news.expires_at - 1);
	answer(&news, ANNA, "", "#note\nin time");
	assert_case("the last second counts", line_story(&line, ticket_id),
	    "message note");
	clock_set(news.expires_at);
	id = answer(&news, ANNA, "", "#solved\n\nToo late.");
	assert_true(recorded(id, "expired"));
	assert_true(recorded(id, "proof\tT0"));
	assert_untouched("then it proves nothing", ticket_id);
	assert_case_int("but whoever wrote it can confirm it",
	    line_letter_count(&line, "confirm", "anna@help.test"), 1);
}

static void
disable(int64_t person_id)
{
	struct person person;

	line_ok(people_get(line.desk.db, person_id, &line.arena, &person, why));
	person.disabled = true;
	line_ok(db_begin(line.desk.db, why));
	line_ok(people_save(line.desk.db, &person, why));
	line_ok(db_commit(line.desk.db, why));
}

static void
test_proof_disabled_agent(void **state)
{
	struct outbox_row news, receipt;
	int64_t ticket_id = open_ticket(&news), id;

	(void)state;
	disable(line.anna);
	id = answer(&news, ANNA, "", "#solved\n#take\n\nDone.");
	assert_untouched("nothing is done", ticket_id);
	assert_case("the text is a note", line_story(&line, ticket_id),
	    "message note");
	receipt = line_letter(&line, "refused", "anna@help.test");
	assert_int_not_equal(receipt.id, 0);
	assert_int_equal(line_filing(&line, id).state, FILING_FILED);
	assert_case_true("which shows nothing of the ticket's user",
	    !slice_has(receipt.text, SLICE("lice")));
	id = line_mail(&line, ANNA, "support@help.test", "[#1] x", "", "#solved");
	assert_case_int("without a token there is no receipt",
	    line_filing(&line, id).state, FILING_QUARANTINED);
	assert_int_equal(line_letter_count(&line, "refused", "anna@help.test"),
	    1);
}

static void
test_proof_disabled_agent_confirms_nothing(void **state)
{
	struct outbox_row news, confirm;
	int64_t ticket_id = open_ticket(&news);

	(void)state;
	line_mail(&line, ANNA, "support@help.test", "Re: [#1] x", "",
	    "#solved\n\nDone.");
	confirm = line_letter(&line, "confirm", "anna@help.test");
	assert_int_not_equal(confirm.id, 0);
	disable(line.anna);
	line_answer(&line, ANNA, &confirm, "yes");
	assert_untouched("not by a yes either", ticket_id);
}

static void
test_proof_without_the_right(void **state)
{
	struct outbox_row news, held;
	int64_t ticket_id;

	(void)state;
	ticket_id = open_ticket(&news);
	line_answer(&line, ANNA, &news, "#assign ben\n#end\n\n");
	news = line_letter(&line, "assigned", "ben@help.test");
	assert_int_not_equal(news.id, 0);
	line_ok(db_begin(line.desk.db, why));
	line_ok(departments_leave(line.desk.db, line.support, line.ben, why));
	line_ok(db_commit(line.desk.db, why));
	line_answer(&line, ANNA, &(struct outbox_row){ .reply_to =
	    line_letter(&line, "new-ticket", "anna@help.test").reply_to },
	    "#assign me");
	line_answer(&line, BEN, &news, "#solved\n\nDone.");
	held = line_letter(&line, "held", "ben@help.test");
	assert_int_not_equal(held.id, 0);
	assert_true(slice_has(held.text, SLICE("of this department")));
	assert_case_true("nothing is done",
	    line_ticket(&line, ticket_id).status == TICKET_OPEN);
	assert_int_equal(line_letter_count(&line, "agent-reply",
	    "alice@example.test"), 0);
}

/* As the gateway does when it sees other keys. */
static void
open_again(void)
{
	assert_true(desk_keys_are_stale(&line.desk));
	gateway_close(line.gateway);
	desk_close(&line.desk);
	line_ok(desk_open(&line.desk, &line.conf, DB_WRITE, true, why));
	line_ok(gateway_open(&line.gateway, &line.conf, why));
	assert_false(desk_keys_are_stale(&line.desk));
}

static int64_t
signed_by(char key)
{
	int64_t count;

	line_ok(outbox_signed_by(line.desk.db, key, clock_now(), &count, why));
	return count;
}

static void
test_proof_keys_rotate(void **state)
{
	struct secret_keys keys;
	struct outbox_row news, later;
	char first, dropped;
	int64_t ticket_id = open_ticket(&news), id;

	(void)state;
	first = line.desk.keys.keys[0].id;
	assert_case_int("letters of the first key", signed_by(first), 2);
	line_ok(secret_rotate(line.key_path, &keys, &dropped, why));
	open_again();
	id = answer(&news, ANNA, "", "#note\nold key");
	assert_case_true("the old key is good for its letters",
	    recorded(id, "proof\tT1"));
	line_mail(&line, ALICE, "support@help.test", "More", "", "Smoke.");
	later = line_letter(&line, "new-ticket", "anna@help.test");
	assert_int_not_equal(later.id, news.id);
	assert_case_int("the new one signs", signed_by(keys.keys[0].id), 2);

	line_ok(secret_rotate(line.key_path, &keys, &dropped, why));
	assert_int_equal(dropped, first);
	open_again();
	id = answer(&news, ANNA, "", "#solved\n\nToo late.");
	assert_case_true("its key is gone", recorded(id, "forged"));
	assert_untouched("so it proves nothing", ticket_id);
	id = answer(&later, ANNA, "", "#note\nsecond key");
	assert_case_true("the second key is good still",
	    recorded(id, "proof\tT1"));
}

static void
test_proof_revoked(void **state)
{
	struct outbox_row news, ack;
	int64_t ticket_id = open_ticket(&news), id, count;

	(void)state;
	ack = line_letter(&line, "acknowledge", "alice@example.test");
	line_ok(db_begin(line.desk.db, why));
	line_ok(outbox_revoke_all(line.desk.db, 0, line.ben, clock_now(),
	    &count, why));
	assert_case_int("another agent's", count, 0);
	line_ok(outbox_revoke_all(line.desk.db, 0, line.anna, clock_now(),
	    &count, why));
	assert_case_int("those to one agent", count, 1);
	line_ok(db_commit(line.desk.db, why));
	id = answer(&news, ANNA, "", "#solved\n\nDone.");
	assert_true(recorded(id, "revoked"));
	assert_untouched("it proves nothing", ticket_id);
	id = answer(&ack, ALICE, "", "And more.");
	assert_case_true("the user's is good",
	    recorded(id, "thread\ttoken ticket=1"));
	line_ok(db_begin(line.desk.db, why));
	line_ok(outbox_revoke_all(line.desk.db, ticket_id, 0, clock_now(),
	    &count, why));
	line_ok(db_commit(line.desk.db, why));
	assert_case_true("those of a ticket, to whomever", count >= 2);
	id = answer(&ack, ALICE, "", "Hello?");
	assert_case_true("then the user's token is none", !recorded(id,
	    "thread\ttoken"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_proof_by_authentication,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(test_proof_by_login, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    test_proof_failed_gets_no_acknowledgement, setup, teardown),
		cmocka_unit_test_setup_teardown(test_proof_edited_tokens, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_proof_homographs, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    test_proof_senders_that_prove_nobody, setup, teardown),
		cmocka_unit_test_setup_teardown(test_proof_not_own_words, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_proof_replayed, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_proof_expires, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_proof_disabled_agent,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_proof_disabled_agent_confirms_nothing, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_proof_without_the_right,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(test_proof_keys_rotate, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_proof_revoked, setup,
		    teardown),
	};

	log_open("test", LOG_LEVEL_ERROR, STDERR_FILENO);
	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
