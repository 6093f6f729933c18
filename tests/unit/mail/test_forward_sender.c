/* The pieces that forwarded mail is told by: senders, authors, prefixes. */
#include "case.h"

#include "mail/forward_sender.h"
#include "mail/subject.h"

#define KIM "Kim Lee <kim@example.test>"

static const struct {
	const char	*value, *name, *address;
} senders[] = {
	{ KIM, "Kim Lee", "kim@example.test" },
	{ "\"Kim Lee\" <kim@example.test>", "Kim Lee", "kim@example.test" },
	{ "'Kim Lee' <kim@example.test>", "Kim Lee", "kim@example.test" },
	{ "\"'Kim Lee'\" <kim@example.test>", "Kim Lee", "kim@example.test" },
	{ "« Kim Lee » <kim@example.test>", "Kim Lee", "kim@example.test" },
	{ "„Kim Lee” <kim@example.test>", "Kim Lee", "kim@example.test" },
	{ "*Kim Lee* <kim@example.test>", "Kim Lee", "kim@example.test" },
	{ "\"Kim \\\"K\\\" Lee\" <kim@example.test>", "Kim \"K\" Lee",
	  "kim@example.test" },
	{ "Lee, Kim <kim@example.test>", "Lee, Kim", "kim@example.test" },
	{ "Lee, Kim", "Lee, Kim", "" },
	{ "Kim Lee", "Kim Lee", "" },
	{ "Kim Lee;", "Kim Lee", "" },
	{ "kim@example.test", "", "kim@example.test" },
	{ "<kim@example.test>", "", "kim@example.test" },
	{ "kim@example.test <kim@example.test>", "", "kim@example.test" },
	{ "kim@example.test <mailto:kim@example.test>", "",
	  "kim@example.test" },
	{ "Kim Lee [mailto:kim@example.test]", "Kim Lee", "kim@example.test" },
	{ "Kim Lee [kim@example.test]", "Kim Lee", "kim@example.test" },
	{ "Kim Lee (kim@example.test)", "Kim Lee", "kim@example.test" },
	{ "kim@example.test (Kim Lee)", "Kim Lee", "kim@example.test" },
	{ "Kim Lee <[kim@example.test](mailto:kim@example.test)>", "Kim Lee",
	  "kim@example.test" },
	{ "Kim Lee <kim@example.test<mailto:kim@example.test>>", "Kim Lee",
	  "kim@example.test" },
	{ "Kim Lee<mailto:kim@example.test> <kim@example.test<mailto:"
	  "kim@example.test>> on behalf of desk@example.test<mailto:"
	  "desk@example.test>", "Kim Lee", "kim@example.test" },
	{ "Kim Lee on behalf of Desk", "Kim Lee", "" },
	{ "Kim Lee &lt;kim@example.test&gt;", "Kim Lee", "kim@example.test" },
	{ "Kim Lee <kim@example.test>;", "Kim Lee", "kim@example.test" },
	{ "Kim Lee </O=ACME/OU=DESK/CN=KIM>", "Kim Lee", "" },
	{ "'kim@a.test' via Desk <desk@b.test>", "'kim@a.test' via Desk",
	  "desk@b.test" },
	{ "Kim  Lee\t<kim@example.test>", "Kim Lee", "kim@example.test" },
	{ "山田 太郎<taro@example.test>", "山田 太郎", "taro@example.test" },
	{ "Jörg <jörg@bücher.test>", "Jörg", "jörg@bücher.test" },
	{ "o'brien@example.test", "", "o'brien@example.test" },
	{ "'kim@example.test'", "", "kim@example.test" },
	{ "@", "", "" },
	{ "a@", "a@", "" },
	{ "<>", "", "" },
	{ "", "", "" },
};

static void
test_forward_senders(void **state)
{
	struct arena	arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(senders); i++) {
		struct mailbox	got = forward_sender(
		    slice_of(senders[i].value), &arena);

		assert_case_slice(senders[i].value, got.name,
		    slice_of(senders[i].name));
		assert_case_slice(senders[i].value, got.address,
		    slice_of(senders[i].address));
	}
	arena_free(&arena);
}

static const struct {
	const char	*line, *name, *address;
} authors[] = {
	{ "On 28/10/2026, 12:46, \"Kim Lee\" <kim@example.test> wrote:",
	  "Kim Lee", "kim@example.test" },
	{ "Am 28/10/2026, 12:46 schrieb \"Kim Lee\" <kim@example.test>:",
	  "Kim Lee", "kim@example.test" },
	{ "Am 28.10.2026 um 12:46 Uhr schrieb Kim Lee <kim@example.test>:",
	  "Kim Lee", "kim@example.test" },
	{ "Le 28/10/2026 12:46, « Kim Lee » <kim@example.test> a écrit :",
	  "Kim Lee", "kim@example.test" },
	{ "El 28/10/2026 12:46, \"Kim Lee\" <kim@example.test> escribió:",
	  "Kim Lee", "kim@example.test" },
	{ "Il giorno 28/10/26, 12:46 Kim Lee <kim@example.test> ha scritto:",
	  "Kim Lee", "kim@example.test" },
	{ "Em 28/10/2026, 12:46, \"Kim Lee\" <kim@example.test> escreveu:",
	  "Kim Lee", "kim@example.test" },
	{ "Op 28/10/2026 12:46 heeft Kim Lee <kim@example.test> geschreven:",
	  "Kim Lee", "kim@example.test" },
	{ "Den 28/10/2026 12:46 skrev Kim Lee <kim@example.test> följande:",
	  "Kim Lee", "kim@example.test" },
	{ "Dnia 28/10/2026, 12:46 użytkownik „Kim Lee” <kim@example.test> "
	  "napisał:", "Kim Lee", "kim@example.test" },
	{ "28.10.2026, 12:46 пользователь \"Kim Lee\" <kim@example.test> "
	  "написал:", "Kim Lee", "kim@example.test" },
	{ "2026. 10. 28. 12:46 keltezéssel, Kim Lee <kim@example.test> írta:",
	  "Kim Lee", "kim@example.test" },
	{ "\"Kim Lee\" <kim@example.test> kirjoitti 28.10.2026 12.46:",
	  "Kim Lee", "kim@example.test" },
	{ "Kim Lee <kim@example.test>, 28.10.2026 12:46 tarihinde yazdı:",
	  "Kim Lee", "kim@example.test" },
	{ "On Mon, Oct 28, 2026 at 9:31 AM Lee, Kim <kim@example.test> wrote:",
	  "Lee, Kim", "kim@example.test" },
	{ "2026-10-28 12:46 GMT+03:00 Kim Lee <kim@example.test>:", "Kim Lee",
	  "kim@example.test" },
	{ "On October 28, 2026 at 3:36 PM, Kim Lee wrote:", "Kim Lee", "" },
	{ "Am 28.10.2026 um 12:46 schrieb Kim Lee:", "Kim Lee", "" },
	{ "Kim Lee wrote:", "Kim Lee", "" },
	{ "", "", "" },
};

static void
test_forward_authors(void **state)
{
	struct arena	arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(authors); i++) {
		struct mailbox	got = forward_author(
		    slice_of(authors[i].line), &arena);

		assert_case_slice(authors[i].line, got.name,
		    slice_of(authors[i].name));
		assert_case_slice(authors[i].line, got.address,
		    slice_of(authors[i].address));
	}
	arena_free(&arena);
}

static const struct {
	const char		*subject;
	enum subject_prefix	 want;
	const char		*rest;
} prefixes[] = {
	{ "Printer", SUBJECT_PLAIN, "Printer" },
	{ "Re: Printer", SUBJECT_REPLY, "Printer" },
	{ "RE: FW: Printer", SUBJECT_REPLY, "FW: Printer" },
	{ "Fwd: Re: Printer", SUBJECT_FORWARD, "Re: Printer" },
	{ "fw:Printer", SUBJECT_FORWARD, "Printer" },
	{ "TR : Printer", SUBJECT_FORWARD, "Printer" },
	{ "转发：Printer", SUBJECT_FORWARD, "Printer" },
	{ "VS: Printer", SUBJECT_EITHER, "Printer" },
	{ "[ext] [x] Fwd: Printer", SUBJECT_FORWARD, "Printer" },
	{ "[#7] Printer", SUBJECT_PLAIN, "[#7] Printer" },
	{ "[Fwd: [Fwd: Printer]]", SUBJECT_FORWARD, "[Fwd: Printer]" },
	{ "[Fwd: Printer", SUBJECT_PLAIN, "[Fwd: Printer" },
	{ "Printer (Fwd)", SUBJECT_FORWARD, "Printer" },
	{ "Forward slashes", SUBJECT_PLAIN, "Forward slashes" },
	{ "", SUBJECT_PLAIN, "" },
};

static void
test_forward_prefixes(void **state)
{
	struct slice	rest;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++) {
		assert_case_int(prefixes[i].subject, mail_subject_prefix(
		    slice_of(prefixes[i].subject), &rest), prefixes[i].want);
		assert_case_slice(prefixes[i].subject, rest,
		    slice_of(prefixes[i].rest));
	}
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(test_forward_senders),
		cmocka_unit_test(test_forward_authors),
		cmocka_unit_test(test_forward_prefixes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
