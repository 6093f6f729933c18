/* Every mail that the project ships to be tried with, and what it is. */
#include "case.h"

#include "base/file.h"
#include "base/secret.h"
#include "mail/classify.h"
#include "mail/report.h"

#define ROOT "maildir-fixtures/"

static const struct {
	const char *file;
	enum mail_class class;
	struct slice subject;
	size_t attachments;
} cases[] = {
	{ "first-mails/cur/01-printer-on-fire.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Printer on fire"), 0 },
	{ "first-mails/cur/02-rechnung-fehlt-utf8.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Rechnung 2026-017 fehlt – bitte prüfen"), 0 },
	{ "first-mails/cur/03-devis-latin1.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Devis pour dix écrans"), 0 },
	{ "first-mails/cur/04-renewal-windows-1252.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Renewal of our licences"), 0 },
	{ "first-mails/cur/05-iso-2022-jp.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("ログインできません"), 0 },
	{ "first-mails/cur/06-gb18030.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("询价：五十个许可证"), 0 },
	{ "first-mails/cur/07-koi8-r.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Не работает сканер"), 0 },
	{ "first-mails/cur/08-two-departments-flowed.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("New laptop: set up and invoice"), 0 },
	{ "first-mails/new/09-raw-utf8-headers.eml", MAIL_HUMAN,
	  SLICE_INIT("Δεν ανοίγει το αρχείο — τι κάνω;"), 0 },
	{ "html-only/cur/01-web-mailer.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("The calendar shows the wrong week"), 0 },
	{ "html-only/cur/02-office-table.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Order 5511"), 0 },
	{ "html-only/new/03-empty-text-beside-html.eml", MAIL_HUMAN,
	  SLICE_INIT("Zażółć gęślą jaźń"), 0 },
	{ "attachments/cur/01-pdf-and-png.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Error message and manual"), 2 },
	{ "attachments/cur/02-inline-image.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("This button is green now"), 1 },
	{ "attachments/cur/03-rfc2231-names.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Größentabelle"), 2 },
	{ "attachments/cur/04-attached-message.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Fwd: Strange mail"), 1 },
	{ "attachments/new/05-only-an-attachment.eml", MAIL_HUMAN,
	  SLICE_INIT("Signed order"), 1 },
	{ "replies/cur/01-top-posted.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("RE: Printer on fire"), 0 },
	{ "replies/cur/02-inline-answers.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Re: Rechnung 2026-017 fehlt – bitte prüfen"), 0 },
	{ "replies/cur/03-reply-before-its-parent.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Re: Telephone is dead"), 0 },
	{ "replies/cur/04-its-parent.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Telephone is dead"), 0 },
	{ "replies/cur/05-references-only.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Re: ログインできません"), 0 },
	{ "replies/cur/06-number-in-the-subject.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("[#1] Printer on fire, and it is hot"), 0 },
	{ "replies/cur/07-from-another-address.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Re: Devis pour dix écrans"), 0 },
	{ "agents/cur/01-takes-it-without-a-token.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Re: Printer on fire"), 0 },
	{ "agents/cur/02-a-note-without-a-token.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Re: Printer on fire"), 0 },
	{ "agents/cur/03-a-word-nobody-knows.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Re: Rechnung 2026-017 fehlt – bitte prüfen"), 0 },
	{ "agents/cur/04-a-ticket-of-her-own.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Our own coffee machine"), 0 },
	{ "agents/cur/05-solves-in-html.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Re: Devis pour dix écrans"), 0 },
	{ "automatic/cur/01-abwesenheit-exchange.eml:2,", MAIL_AUTO_REPLY,
	  SLICE_INIT("Automatische Antwort: Printer on fire"), 0 },
	{ "automatic/cur/02-absence-sieve.eml:2,", MAIL_AUTO_REPLY,
	  SLICE_INIT("Réponse automatique : Devis"), 0 },
	{ "automatic/cur/03-fuzai-subject-only.eml:2,", MAIL_AUTO_REPLY,
	  SLICE_INIT("自動応答: お問い合わせ"), 0 },
	{ "automatic/cur/04-bounce-rfc3464.eml:2,", MAIL_BOUNCE,
	  SLICE_INIT("Undelivered Mail Returned to Sender"), 0 },
	{ "automatic/cur/05-bounce-in-prose.eml:2,", MAIL_BOUNCE,
	  SLICE_INIT("failure notice"), 0 },
	{ "automatic/cur/06-list-member-writes.eml:2,", MAIL_LIST,
	  SLICE_INIT("[users] Where is the changelog?"), 0 },
	{ "automatic/cur/07-monitoring-alert.eml:2,", MAIL_AUTO_GENERATED,
	  SLICE_INIT("** PROBLEM: disk /var on db1 is 97% full **"), 0 },
	{ "automatic/cur/08-read-receipt.eml:2,", MAIL_RECEIPT,
	  SLICE_INIT("Read: New laptop: set up and invoice"), 0 },
	{ "automatic/cur/09-complaint.eml:2,", MAIL_COMPLAINT,
	  SLICE_INIT("Complaint about message from 192.0.2.1"), 1 },
	{ "automatic/new/10-another-helpdesk.eml", MAIL_AUTO_REPLY,
	  SLICE_INIT("[desk.example #881] AutoReply: Your request"), 0 },
	{ "loops/cur/01-another-desks-letter.eml:2,", MAIL_AUTO_GENERATED,
	  SLICE_INIT("[#77] Your question about toner"), 0 },
	{ "loops/cur/02-our-letter-comes-back.eml:2,", MAIL_OWN_LOOP,
	  SLICE_INIT("[#3] We have received your mail"), 0 },
	{ "loops/cur/03-sixty-hops.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Round and round"), 0 },
	{ "hostile/cur/01-two-hundred-levels.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Two hundred levels"), 1 },
	{ "hostile/cur/02-header-injection.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Hello  Bcc: victim@example.org    Hacked"), 0 },
	{ "hostile/cur/03-path-names.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Files for you"), 5 },
	{ "hostile/cur/04-forged-number.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Re: [#1] Printer on fire"), 0 },
	{ "hostile/cur/05-forged-token.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Re: Printer on fire"), 0 },
	{ "hostile/cur/06-forged-agent.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Re: Printer on fire"), 0 },
	{ "hostile/cur/07-huge-header.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Seventy kilobytes of references"), 0 },
	{ "hostile/cur/08-nul-and-controls.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("NUL  and  [31mred [0m  bell"), 0 },
	{ "hostile/cur/09-broken-boundary.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("Broken boundary"), 0 },
	{ "hostile/cur/10-right-to-left.eml:2,", MAIL_HUMAN, { NULL, 0 }, 1 },
	{ "hostile/cur/11-many-senders.eml:2,", MAIL_HUMAN,
	  SLICE_INIT("From many"), 0 },
	{ "hostile/cur/12-html-bombs.eml:2,", MAIL_HUMAN, SLICE_INIT("HTML"),
	  0 },
	{ "hostile/new/13-no-headers.eml", MAIL_HUMAN, { NULL, 0 }, 0 },
	{ "hostile/new/14-empty.eml", MAIL_HUMAN, { NULL, 0 }, 0 },
};

static void
test_fixtures_rows(void **state)
{
	static const struct mail_limits	limits = MAIL_LIMITS_DEFAULT;
	static const struct own		own = {
		SLICE_INIT("desk-4711"), SLICE_INIT("help.test"),
	};
	static const struct envelope	envelope = { .door = DOOR_IMPORT };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena		arena = ARENA_INIT;
		struct fail		why = FAIL_INIT;
		struct mail		mail;
		struct classification	got;
		struct slice		raw;
		char			path[PATH_MAX];

		case_path(path, ROOT, cases[i].file);
		if (file_read(path, 1 << 20, &arena, &raw, &why) < 0)
			fail_msg("%s", why.text);
		mail_parse(raw, &limits, &arena, &mail);
		classify(&mail, &envelope, &own, &got);
		assert_case(cases[i].file, mail_class_name(got.class),
		    mail_class_name(cases[i].class));
		if (cases[i].subject.len > 0)
			assert_case_slice(cases[i].file, mail.subject,
			    cases[i].subject);
		assert_case_int(cases[i].file, mail.attachments.count,
		    cases[i].attachments);
		arena_free(&arena);
	}
}

/* How many of the folder's files are mails: Maildirs hide dot files. */
static size_t
count_mails(const char *folder)
{
	DIR		*dir = opendir(folder);
	struct dirent	*entry;
	size_t		count = 0;

	if (dir == NULL)
		fail_msg("cannot open %s", folder);
	while ((entry = readdir(dir)) != NULL)
		count += entry->d_name[0] != '.';
	closedir(dir);
	return count;
}

/* A mail without a row would be one that nobody looked at. */
static void
test_fixtures_are_all_here(void **state)
{
	static const char *const themes[] = {
		"agents", "attachments", "automatic", "first-mails", "hostile",
		"html-only", "loops", "replies",
	};
	size_t	count = 0;
	char	path[PATH_MAX];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(themes); i++) {
		snprintf(path, sizeof(path), ROOT "%s/cur", themes[i]);
		count += count_mails(path);
		snprintf(path, sizeof(path), ROOT "%s/new", themes[i]);
		count += count_mails(path);
		snprintf(path, sizeof(path), ROOT "%s/tmp", themes[i]);
		assert_int_equal(count_mails(path), 0);
	}
	assert_int_equal(count, ARRAY_LEN(cases));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fixtures_rows),
		cmocka_unit_test(test_fixtures_are_all_here),
	};

	secret_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
