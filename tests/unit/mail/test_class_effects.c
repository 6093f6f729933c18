/* The classes' words and what each class may do. */
#include "case.h"

#include "mail/classify.h"

static void
test_class_effects_names(void **state)
{
	static const char *const words[] = {
		[MAIL_HUMAN] = "human",
		[MAIL_AUTO_REPLY] = "auto-reply",
		[MAIL_AUTO_GENERATED] = "auto-generated",
		[MAIL_LIST] = "list",
		[MAIL_BOUNCE] = "bounce",
		[MAIL_RECEIPT] = "receipt",
		[MAIL_COMPLAINT] = "complaint",
		[MAIL_OWN_LOOP] = "own-loop",
	};

	(void)state;
	assert_int_equal(ARRAY_LEN(words), MAIL_CLASS_COUNT);
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		assert_case("a class has its word",
		    mail_class_name((enum mail_class)i), words[i]);
	}
}

static void
test_class_effects_table(void **state)
{
	static const struct {
		const char *name;
		enum mail_class class;
		enum ticket_effect ticket;
		bool reopens, acknowledged, commands, tells_agents;
		const char *reason;
	} cases[] = {
		{ "a person may do everything", MAIL_HUMAN, EFFECT_TICKET,
		  true, true, true, true, NULL },
		{ "a list's mail reopens, unacknowledged", MAIL_LIST,
		  EFFECT_TICKET, true, false, false, true, NULL },
		{ "so does a machine's", MAIL_AUTO_GENERATED, EFFECT_TICKET,
		  true, false, false, true, NULL },
		{ "an automatic reply tells nobody", MAIL_AUTO_REPLY,
		  EFFECT_THREAD, false, false, false, false, "auto-reply" },
		{ "a bounce is the letter's, and may tell an agent",
		  MAIL_BOUNCE, EFFECT_LETTER, false, false, false, true,
		  "bounce" },
		{ "a receipt is the letter's", MAIL_RECEIPT, EFFECT_LETTER,
		  false, false, false, false, "receipt" },
		{ "a complaint is the letter's", MAIL_COMPLAINT, EFFECT_LETTER,
		  false, false, false, false, "complaint" },
		{ "a loop ends in quarantine", MAIL_OWN_LOOP,
		  EFFECT_QUARANTINE, false, false, false, false, "loop" },
	};

	(void)state;
	assert_int_equal(ARRAY_LEN(cases), MAIL_CLASS_COUNT);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct class_effects *got = class_effects(cases[i].class);

		assert_case_int(cases[i].name, got->ticket, cases[i].ticket);
		assert_case_int(cases[i].name, got->reopens, cases[i].reopens);
		assert_case_int(cases[i].name, got->acknowledged,
		    cases[i].acknowledged);
		assert_case_int(cases[i].name, got->commands,
		    cases[i].commands);
		assert_case_int(cases[i].name, got->tells_agents,
		    cases[i].tells_agents);
		assert_case(cases[i].name, got->quarantine_reason,
		    cases[i].reason);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_class_effects_names),
		cmocka_unit_test(test_class_effects_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
