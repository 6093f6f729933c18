/* What kind of mail it is: each fact of the trade in a row. */
#include "mail/classify_rows.h"

#include "base/secret.h"
#include "mail/signs.h"

static const struct row auto_submitted[] = {
	{ "plain mail is from a person", ALICE FIRE, NULL, MAIL_HUMAN, true,
	  NULL, DOOR_PIPE },
	{ "Auto-Submitted: no is a person",
	  ALICE FIRE "Auto-Submitted: no\r\n", NULL, MAIL_HUMAN, true, NULL,
	  DOOR_PIPE },
	{ "so it is in any case", ALICE FIRE "AUTO-SUBMITTED: No\r\n", NULL,
	  MAIL_HUMAN, true, NULL, DOOR_PIPE },
	{ "with comments before and behind",
	  ALICE FIRE "Auto-Submitted: (really) NO (by hand)\r\n", NULL,
	  MAIL_HUMAN, true, NULL, DOOR_PIPE },
	{ "with blanks and a fold", ALICE FIRE "Auto-Submitted:\r\n  no  \r\n",
	  NULL, MAIL_HUMAN, true, NULL, DOOR_PIPE },
	{ "with a parameter", ALICE FIRE "Auto-Submitted: no; x=y\r\n", NULL,
	  MAIL_HUMAN, true, NULL, DOOR_PIPE },
	{ "an empty Auto-Submitted says nothing",
	  ALICE FIRE "Auto-Submitted:\r\n", NULL, MAIL_HUMAN, true, NULL,
	  DOOR_PIPE },
	{ "auto-replied", ALICE FIRE "Auto-Submitted: auto-replied\r\n", NULL,
	  MAIL_AUTO_REPLY, false, "Auto-Submitted: auto-replied", DOOR_PIPE },
	{ "parameters behind the word do not hide it",
	  ALICE FIRE "auto-submitted: Auto-Replied; owner-email=a@b\r\n", NULL,
	  MAIL_AUTO_REPLY, false, "Auto-Submitted: auto-replied", DOOR_PIPE },
	{ "nor does a comment, as Zimbra and Sieve write it",
	  ALICE FIRE "Auto-Submitted: auto-replied (zimbra; vacation)\r\n",
	  NULL, MAIL_AUTO_REPLY, false, "Auto-Submitted: auto-replied",
	  DOOR_PIPE },
	{ "of two fields the automatic one counts",
	  ALICE FIRE "Auto-Submitted: no\r\nAuto-Submitted: auto-replied\r\n",
	  NULL, MAIL_AUTO_REPLY, false, "Auto-Submitted: auto-replied",
	  DOOR_PIPE },
	{ "auto-generated", ALICE FIRE "Auto-Submitted: auto-generated\r\n",
	  NULL, MAIL_AUTO_GENERATED, false, "Auto-Submitted: auto-generated",
	  DOOR_PIPE },
	{ "auto-notified is automatic",
	  ALICE FIRE "Auto-Submitted: auto-notified; owner-email=a@b\r\n", NULL,
	  MAIL_AUTO_GENERATED, false, "Auto-Submitted: auto-notified",
	  DOOR_PIPE },
	{ "so is a word nobody knows",
	  ALICE FIRE "Auto-Submitted: auto-whatever\r\n", NULL,
	  MAIL_AUTO_GENERATED, false, "Auto-Submitted: another word",
	  DOOR_PIPE },
	{ "auto-forwarded mail was written by a person",
	  ALICE FIRE "Auto-Submitted: auto-forwarded\r\n", NULL, MAIL_HUMAN,
	  false, "Auto-Submitted: auto-forwarded", DOOR_PIPE },
};

static const struct row loops[] = {
	{ "our desk's id in the loop header is a loop",
	  ALICE FIRE "X-Maildesk-Loop: desk-4711\r\n", NULL, MAIL_OWN_LOOP,
	  false, "X-Maildesk-Loop: ours", DOOR_PIPE },
	{ "among others', too",
	  ALICE FIRE "X-Maildesk-Loop: desk-1\r\n"
	  "X-Maildesk-Loop: DESK-4711\r\n",
	  NULL, MAIL_OWN_LOOP, false, "X-Maildesk-Loop: ours", DOOR_PIPE },
	{ "another desk's is a machine",
	  ALICE FIRE "X-Maildesk-Loop: desk-1\r\n", NULL, MAIL_AUTO_GENERATED,
	  false, "X-Maildesk-Loop: another desk's", DOOR_PIPE },
	{ "part of our id is not our id",
	  ALICE FIRE "X-Maildesk-Loop: desk-47\r\n", NULL, MAIL_AUTO_GENERATED,
	  false, "X-Maildesk-Loop: another desk's", DOOR_PIPE },
	{ "an empty loop header is not ours",
	  ALICE FIRE "X-Maildesk-Loop:\r\n", NULL, MAIL_AUTO_GENERATED, false,
	  "X-Maildesk-Loop: another desk's", DOOR_PIPE },
	{ "a letter of ours that came back is a loop",
	  ALICE FIRE "Message-ID: <md.raaabbb@help.test>\r\n", NULL,
	  MAIL_OWN_LOOP, false, "Message-ID: ours", DOOR_PIPE },
	{ "in any case of letters",
	  ALICE FIRE "Message-ID: <MD.raaabbb@Help.TEST>\r\n", NULL,
	  MAIL_OWN_LOOP, false, "Message-ID: ours", DOOR_PIPE },
	{ "a reply to a letter of ours is a person's",
	  ALICE FIRE "Message-ID: <1@example.test>\r\n"
	  "In-Reply-To: <md.raaabbb@help.test>\r\n"
	  "References: <md.raaabbb@help.test>\r\n", NULL, MAIL_HUMAN, true,
	  NULL, DOOR_PIPE },
	{ "a colleague's own mail from our domain is a person's",
	  ALICE FIRE "Message-ID: <abc@help.test>\r\n", NULL, MAIL_HUMAN, true,
	  NULL, DOOR_PIPE },
	{ "our form of id at another domain is not ours",
	  ALICE FIRE "Message-ID: <md.raaabbb@help.test.example>\r\n", NULL,
	  MAIL_HUMAN, true, NULL, DOOR_PIPE },
	{ "a loop is stronger than all else",
	  DAEMON FIRE "X-Maildesk-Loop: desk-4711\r\n"
	  "X-Failed-Recipients: bob@example.org\r\n", "",
	  MAIL_OWN_LOOP, false, "X-Maildesk-Loop: ours", DOOR_PIPE },
};

static const struct row replies[] = {
	{ "a mail program's prefix counts alone",
	  ALICE "Subject: Automatic reply: Printer on fire\r\n", NULL,
	  MAIL_AUTO_REPLY, false, "subject prefix of an automatic reply",
	  DOOR_PIPE },
	{ "in German, encoded",
	  ALICE "Subject: =?utf-8?q?Automatische_Antwort=3A_Drucker?=\r\n",
	  NULL, MAIL_AUTO_REPLY, false,
	  "subject prefix of an automatic reply", DOOR_PIPE },
	{ "also when Exchange calls it auto-generated",
	  ALICE "Subject: Automatic reply: Printer on fire\r\n"
	  "Auto-Submitted: auto-generated\r\n"
	  "X-Auto-Response-Suppress: All\r\n", NULL, MAIL_AUTO_REPLY, false,
	  "subject prefix of an automatic reply", DOOR_PIPE },
	{ "a person may answer such a reply",
	  ALICE "Subject: Re: Automatic reply: Printer on fire\r\n", NULL,
	  MAIL_HUMAN, true, NULL, DOOR_PIPE },
	{ "other vacation words do not count alone",
	  ALICE "Subject: Urlaub, wo stellt man das ein?\r\n", NULL,
	  MAIL_HUMAN, true, NULL, DOOR_PIPE },
	{ "they do with a null return path",
	  ALICE "Subject: Ich bin im Urlaub\r\n", "", MAIL_AUTO_REPLY, false,
	  "vacation word in the subject", DOOR_PIPE },
	{ "they do with Precedence: bulk",
	  ALICE "Subject: I am out of the office\r\nPrecedence: bulk\r\n", NULL,
	  MAIL_AUTO_REPLY, false, "vacation word in the subject", DOOR_PIPE },
	{ "they do where answers are unwanted",
	  ALICE "Subject: Jo Doe is out of the office.\r\n"
	  "X-Auto-Response-Suppress: All\r\n", NULL, MAIL_AUTO_REPLY, false,
	  "vacation word in the subject", DOOR_PIPE },
	{ "a newsletter about holidays is no vacation reply",
	  ALICE "Subject: Urlaub an der See\r\nPrecedence: bulk\r\n"
	  "List-Unsubscribe: <mailto:off@example.test>\r\n", NULL, MAIL_LIST,
	  false, "Precedence: bulk", DOOR_PIPE },
	{ "Gmail's vacation reply is no list",
	  ALICE FIRE "Precedence: bulk\r\nX-Autoreply: yes\r\n", NULL,
	  MAIL_AUTO_REPLY, false, "X-Autoreply", DOOR_PIPE },
	{ "X-Autoreply: no is said by people's programs",
	  ALICE FIRE "X-Autoreply: no\r\n", NULL, MAIL_HUMAN, true, NULL,
	  DOOR_PIPE },
	{ "Precedence: auto_reply",
	  ALICE FIRE "Precedence: bulk, auto_reply\r\n", NULL, MAIL_AUTO_REPLY,
	  false, "Precedence: auto_reply", DOOR_PIPE },
	{ "X-Precedence: auto_reply (BoxTrapper)",
	  ALICE FIRE "X-Precedence: auto_reply\r\n", NULL, MAIL_AUTO_REPLY,
	  false, "X-Precedence: auto_reply", DOOR_PIPE },
	{ "Preference: auto_reply (BoxTrapper)",
	  ALICE FIRE "Preference: auto_reply\r\n", NULL, MAIL_AUTO_REPLY, false,
	  "Preference: auto_reply", DOOR_PIPE },
	{ "X-Autorespond", ALICE FIRE "X-Autorespond: Re: your mail\r\n", NULL,
	  MAIL_AUTO_REPLY, false, "X-Autorespond", DOOR_PIPE },
	{ "X-AutoReply-From", ALICE FIRE "X-AutoReply-From: a@b\r\n", NULL,
	  MAIL_AUTO_REPLY, false, "X-Autoreply-From", DOOR_PIPE },
	{ "X-Autogenerated: Reply (CommuniGate)",
	  ALICE FIRE "X-Autogenerated: Reply\r\n", NULL, MAIL_AUTO_REPLY, false,
	  "X-Autogenerated: Reply", DOOR_PIPE },
	{ "X-Autogenerated: Forward was written by a person",
	  ALICE FIRE "X-Autogenerated: Forward\r\n", NULL, MAIL_HUMAN, false,
	  "X-Autogenerated", DOOR_PIPE },
	{ "X-Apple-Action: VACATION",
	  ALICE FIRE "X-Apple-Action: VACATION/1\r\n"
	  "X-Apple-Action: VACATION\r\n", NULL, MAIL_AUTO_REPLY, false,
	  "X-Apple-Action: VACATION", DOOR_PIPE },
	{ "X-POST-MessageClass: 9; Autoresponder (Mailtraq)",
	  ALICE FIRE "X-POST-MessageClass: 9; Autoresponder\r\n", NULL,
	  MAIL_AUTO_REPLY, false, "X-POST-MessageClass: 9", DOOR_PIPE },
	{ "Delivered-To: Autoresponder (qmail)",
	  ALICE FIRE "Delivered-To: alice@example.test\r\n"
	  "Delivered-To: Autoresponder\r\n", NULL, MAIL_AUTO_REPLY, false,
	  "Delivered-To: Autoresponder", DOOR_PIPE },
	{ "X-FC-MachineGenerated: true (FirstClass)",
	  ALICE FIRE "X-FC-MachineGenerated: true\r\n", NULL, MAIL_AUTO_REPLY,
	  false, "X-FC-MachineGenerated", DOOR_PIPE },
	{ "X-FreeScout-Mail-Type: auto.reply",
	  ALICE FIRE "X-FreeScout-Mail-Type: auto.reply\r\n", NULL,
	  MAIL_AUTO_REPLY, false, "X-FreeScout-Mail-Type: auto.reply",
	  DOOR_PIPE },
	{ "an answer by an agent of another desk is a person's",
	  ALICE FIRE "X-FreeScout-Mail-Type: customer.message\r\n", NULL,
	  MAIL_HUMAN, false, "X-FreeScout-Mail-Type", DOOR_PIPE },
	{ "Exchange's inbox rule that wants no answers replies by itself",
	  ALICE FIRE "X-Auto-Response-Suppress: All\r\n"
	  "X-MS-Exchange-Inbox-Rules-Loop: alice@example.test\r\n", NULL,
	  MAIL_AUTO_REPLY, false,
	  "X-MS-Exchange-Inbox-Rules-Loop, no answers wanted", DOOR_PIPE },
	{ "one that only forwards does not",
	  ALICE FIRE "X-MS-Exchange-Inbox-Rules-Loop: alice@example.test\r\n",
	  NULL, MAIL_HUMAN, false, "X-MS-Exchange-Inbox-Rules-Loop",
	  DOOR_PIPE },
};

static const struct row machines[] = {
	{ "OTRS", ALICE FIRE "X-OTRS-Loop: yes\r\n", NULL, MAIL_AUTO_GENERATED,
	  false, "X-OTRS-Loop", DOOR_PIPE },
	{ "OTRS that says no", ALICE FIRE "X-OTRS-Loop: false\r\n", NULL,
	  MAIL_HUMAN, true, NULL, DOOR_PIPE },
	{ "Request Tracker", ALICE FIRE "X-RT-Loop-Prevention: example.com\r\n"
	  "Precedence: bulk\r\n", NULL, MAIL_AUTO_GENERATED, false,
	  "X-RT-Loop-Prevention", DOOR_PIPE },
	{ "Jira", ALICE FIRE "X-JIRA-FingerPrint: 0123\r\nPrecedence: bulk\r\n",
	  NULL, MAIL_AUTO_GENERATED, false, "X-JIRA-FingerPrint", DOOR_PIPE },
	{ "Redmine", ALICE FIRE "X-Redmine-Host: example.test\r\n"
	  "List-Id: <redmine.example.test>\r\n", NULL, MAIL_AUTO_GENERATED,
	  false, "X-Redmine-Host", DOOR_PIPE },
	{ "Roundup", ALICE FIRE "X-Roundup-Loop: hello\r\n", NULL,
	  MAIL_AUTO_GENERATED, false, "X-Roundup-Loop", DOOR_PIPE },
	{ "GitHub, though it sends as a list",
	  ALICE FIRE "List-Id: <a.example>\r\nX-GitHub-Reason: mention\r\n",
	  NULL, MAIL_AUTO_GENERATED, false, "X-GitHub-Reason", DOOR_PIPE },
	{ "GitLab", ALICE FIRE "X-GitLab-Project: desk\r\n", NULL,
	  MAIL_AUTO_GENERATED, false, "X-GitLab-Project", DOOR_PIPE },
	{ "Bugzilla", ALICE FIRE "X-Bugzilla-Reason: CC\r\n", NULL,
	  MAIL_AUTO_GENERATED, false, "X-Bugzilla-Reason", DOOR_PIPE },
	{ "cron", ALICE FIRE "X-Cron-Env: <SHELL=/bin/sh>\r\n", NULL,
	  MAIL_AUTO_GENERATED, false, "X-Cron-Env", DOOR_PIPE },
	{ "a DMARC report", ALICE "Subject: Report Domain: example.test "
	  "Submitter: mx.example Report-ID: 1\r\n", NULL, MAIL_AUTO_GENERATED,
	  false, "subject of a DMARC report", DOOR_PIPE },
	{ "Zammad's agents are persons", ALICE FIRE
	  "X-Powered-By: Zammad - Helpdesk/Support (https://zammad.org/)\r\n",
	  NULL, MAIL_HUMAN, false, "X-Powered-By: Zammad", DOOR_PIPE },
	{ "osTicket's agents are persons",
	  ALICE FIRE "X-Mailer: osTicket Mailer v1.18\r\n", NULL, MAIL_HUMAN,
	  false, "X-Mailer: osTicket", DOOR_PIPE },
	{ "Zendesk's agents are persons",
	  ALICE FIRE "X-Zendesk-From-Account-Id: 1\r\n", NULL, MAIL_HUMAN,
	  false, "X-Zendesk-From-Account-Id", DOOR_PIPE },
	{ "any other X-Mailer says nothing",
	  ALICE FIRE "X-Mailer: Apple Mail (2.1)\r\n", NULL, MAIL_HUMAN, true,
	  NULL, DOOR_PIPE },
};

static const struct row lists[] = {
	{ "only who writes to many offers to stop it with one click",
	  ALICE FIRE "List-Unsubscribe: <https://example.test/off>\r\n"
	  "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", NULL,
	  MAIL_LIST, false, "List-Unsubscribe-Post", DOOR_PIPE },
	{ "List-Id is a list", ALICE FIRE "List-Id: <l.example.test>\r\n", NULL,
	  MAIL_LIST, false, "List-Id", DOOR_PIPE },
	{ "List-Post is a list",
	  ALICE FIRE "List-Post: <mailto:l@example.test>\r\n", NULL, MAIL_LIST,
	  false, "List-Post", DOOR_PIPE },
	{ "List-Post: NO is a list where nobody may write",
	  ALICE FIRE "List-Post: NO\r\n", NULL, MAIL_LIST, false, "List-Post",
	  DOOR_PIPE },
	{ "Mailing-List is a list (ezmlm)",
	  ALICE FIRE "Mailing-List: contact l-help@example.test\r\n", NULL,
	  MAIL_LIST, false, "Mailing-List", DOOR_PIPE },
	{ "X-BeenThere is a list (Mailman)",
	  ALICE FIRE "X-BeenThere: l@example.test\r\n", NULL, MAIL_LIST, false,
	  "X-BeenThere", DOOR_PIPE },
	{ "Precedence: list", ALICE FIRE "Precedence: list\r\n", NULL,
	  MAIL_LIST, false, "Precedence: list", DOOR_PIPE },
	{ "Precedence: bulk", ALICE FIRE "precedence: BULK\r\n", NULL,
	  MAIL_LIST, false, "Precedence: bulk", DOOR_PIPE },
	{ "Precedence: junk", ALICE FIRE "Precedence: junk\r\n", NULL,
	  MAIL_LIST, false, "Precedence: junk", DOOR_PIPE },
	{ "Precedence: first-class is a person",
	  ALICE FIRE "Precedence: first-class\r\n", NULL, MAIL_HUMAN, true,
	  NULL, DOOR_PIPE },
	{ "a vacation reply that a list passed on is none for the list",
	  ALICE "Subject: Automatic reply: hello\r\n"
	  "List-Id: <l.example.test>\r\n", NULL, MAIL_AUTO_REPLY, false,
	  "subject prefix of an automatic reply", DOOR_PIPE },
	{ "a machine that writes to a list is a machine",
	  ALICE FIRE "List-Id: <l.example.test>\r\n"
	  "Auto-Submitted: auto-generated\r\n", NULL, MAIL_AUTO_GENERATED,
	  false, "Auto-Submitted: auto-generated", DOOR_PIPE },
};

static const struct row withheld[] = {
	{ "X-Auto-Response-Suppress alone only withholds",
	  ALICE FIRE "X-Auto-Response-Suppress: All\r\n", NULL, MAIL_HUMAN,
	  false, "X-Auto-Response-Suppress", DOOR_PIPE },
	{ "also when it only names AutoReply",
	  ALICE FIRE "X-Auto-Response-Suppress: OOF, AutoReply\r\n", NULL,
	  MAIL_HUMAN, false, "X-Auto-Response-Suppress", DOOR_PIPE },
	{ "an Exchange user's OOF, DR, RN and NRN are not about us",
	  ALICE FIRE "X-Auto-Response-Suppress: DR, RN, NRN, OOF\r\n", NULL,
	  MAIL_HUMAN, true, NULL, DOOR_PIPE },
	{ "List-Unsubscribe alone only withholds",
	  ALICE FIRE "List-Unsubscribe: <mailto:off@example.test>\r\n", NULL,
	  MAIL_HUMAN, false, "List-Unsubscribe", DOOR_PIPE },
	{ "X-Loop only withholds", ALICE FIRE "X-Loop: alice\r\n", NULL,
	  MAIL_HUMAN, false, "X-Loop", DOOR_PIPE },
	{ "nobody acknowledges spam", ALICE FIRE "X-Spam-Flag: YES\r\n", NULL,
	  MAIL_HUMAN, false, "X-Spam-Flag: YES", DOOR_PIPE },
	{ "a filter that found no spam says nothing",
	  ALICE FIRE "X-Spam-Flag: NO\r\n", NULL, MAIL_HUMAN, true, NULL,
	  DOOR_PIPE },
	{ "nobody reads at no-reply",
	  "From: Shop <no-reply@example.test>\r\n" FIRE, NULL, MAIL_HUMAN,
	  false, "unattended sender", DOOR_PIPE },
	{ "however it is spelled",
	  "From: Shop <Do_Not_Reply.billing@example.test>\r\n" FIRE, NULL,
	  MAIL_HUMAN, false, "unattended sender", DOOR_PIPE },
	{ "nor at the addresses of list software",
	  "From: x <desk-request@example.test>\r\n" FIRE, NULL, MAIL_HUMAN,
	  false, "unattended sender", DOOR_PIPE },
	{ "Norbert Reply is a person",
	  "From: nr <no@reply.test>\r\n" FIRE, NULL, MAIL_HUMAN, true, NULL,
	  DOOR_PIPE },
	{ "without a From there is nobody to answer", FIRE, NULL, MAIL_HUMAN,
	  false, "no sender's address", DOOR_PIPE },
};

RULES(auto_submitted)
RULES(loops)
RULES(replies)
RULES(machines)
RULES(lists)
RULES(withheld)

static void
test_classify_records_all_signs(void **state)
{
	static const char *const want[] = {
		"Auto-Submitted: auto-replied", "X-Autoreply",
		"vacation word in the subject", "Precedence: bulk",
		"null return path", "X-Auto-Response-Suppress",
	};
	struct arena		arena = ARENA_INIT;
	struct envelope		envelope = { .door = DOOR_LMTP };
	struct mail		mail;
	struct classification	got;

	(void)state;
	row_parse(ALICE "Subject: I am on vacation\r\nPrecedence: bulk\r\n"
	    "X-Auto-Response-Suppress: All\r\nX-Autoreply: yes\r\n"
	    "Auto-Submitted: auto-replied\r\n", &arena, &mail);
	classify(&mail, &envelope, &ours, &got);
	assert_int_equal(got.hit_count, ARRAY_LEN(want));
	for (size_t i = 0; i < ARRAY_LEN(want); i++)
		assert_case("all signs are recorded, strongest first",
		    got.hits[i].name, want[i]);
	assert_string_equal(got.hits[0].source, "RFC 3834");
	assert_int_equal(got.hits[4].class, MAIL_AUTO_GENERATED);
	assert_int_equal(got.hits[5].class, MAIL_HUMAN);
	arena_free(&arena);
}

/* More signs than the record has room for: the strongest stay. */
static void
test_classify_full_record(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct text		raw = TEXT_IN(&arena);
	struct envelope		envelope = { .door = DOOR_LMTP };
	struct mail		mail;
	struct classification	got;

	(void)state;
	for (size_t i = 0; i < sign_count; i++)
		if (signs[i].header.len > 0)
			text_add_format(&raw, "%.*s: %.*s\r\n",
			    SLICE_ARG(signs[i].header),
			    SLICE_ARG(signs[i].word.len > 0 ? signs[i].word :
			    SLICE("yes")));
	row_parse(text_string(&raw), &arena, &mail);
	classify(&mail, &envelope, &ours, &got);
	assert_int_equal(got.hit_count, CLASSIFY_SIGNS_MAX);
	assert_int_equal(got.class, MAIL_BOUNCE);
	assert_string_equal(got.hits[0].name, "X-Failed-Recipients");
	arena_free(&arena);
}

/* A desk without an id or a domain takes nothing for its own. */
static void
test_classify_without_own(void **state)
{
	static const struct own	none = { { NULL, 0 }, { NULL, 0 } };
	struct arena		arena = ARENA_INIT;
	struct envelope		envelope = { .door = DOOR_CLI };
	struct mail		mail;
	struct classification	got;

	(void)state;
	row_parse(ALICE "X-Maildesk-Loop:\r\nMessage-ID: <md.x@>\r\n", &arena,
	    &mail);
	classify(&mail, &envelope, &none, &got);
	assert_int_equal(got.class, MAIL_AUTO_GENERATED);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_classify_auto_submitted),
		cmocka_unit_test(test_classify_loops),
		cmocka_unit_test(test_classify_replies),
		cmocka_unit_test(test_classify_machines),
		cmocka_unit_test(test_classify_lists),
		cmocka_unit_test(test_classify_withheld),
		cmocka_unit_test(test_classify_records_all_signs),
		cmocka_unit_test(test_classify_full_record),
		cmocka_unit_test(test_classify_without_own),
	};

	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
