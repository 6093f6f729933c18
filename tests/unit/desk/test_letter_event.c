/* The occasions on which the desk writes. */
#include "case.h"

#include "desk/letter_event.h"

static const struct {
	enum letter_event	event;
	const char		*word;
	enum auto_submitted	submitted;
	bool			null_return_path, to_agents, counted;
	enum token_purpose	answer;
} cases[] = {
	{ LETTER_ACKNOWLEDGE, "acknowledge", AUTO_REPLIED, true, false, true,
	  TOKEN_REPLY },
	{ LETTER_NEW_TICKET, "new-ticket", AUTO_GENERATED, false, true, true,
	  TOKEN_REPLY },
	{ LETTER_USER_REPLY, "user-reply", AUTO_GENERATED, false, true, true,
	  TOKEN_REPLY },
	{ LETTER_AGENT_REPLY, "agent-reply", SUBMITTED_BY_PERSON, false, false,
	  false, TOKEN_REPLY },
	{ LETTER_ASSIGNED, "assigned", AUTO_GENERATED, false, true, true,
	  TOKEN_REPLY },
	{ LETTER_NOTE, "note", AUTO_GENERATED, false, true, true, TOKEN_NOTE },
	{ LETTER_MOVED, "moved", AUTO_GENERATED, false, true, true,
	  TOKEN_REPLY },
	{ LETTER_THIRD_PARTY, "third-party", AUTO_GENERATED, false, true, true,
	  TOKEN_NOTE },
	{ LETTER_BOUNCED, "bounced", AUTO_GENERATED, true, true, true,
	  TOKEN_NOTE },
	{ LETTER_HELD, "held", AUTO_GENERATED, true, true, true,
	  TOKEN_VERIFY },
	{ LETTER_CONFIRM, "confirm", AUTO_GENERATED, true, true, true,
	  TOKEN_VERIFY },
	{ LETTER_REMINDER, "reminder", AUTO_GENERATED, false, true, true,
	  TOKEN_NOTE },
	{ LETTER_ANSWER, "answer", AUTO_GENERATED, true, true, true,
	  TOKEN_NOTE },
	{ LETTER_BEHALF, "behalf", AUTO_GENERATED, true, true, true,
	  TOKEN_REPLY },
	{ LETTER_COLLEAGUE_REPLIED, "colleague-replied", AUTO_GENERATED, false,
	  true, true, TOKEN_NOTE },
	{ LETTER_REFUSED, "refused", AUTO_GENERATED, true, false, true,
	  TOKEN_REPLY },
	{ LETTER_DIGEST, "digest", AUTO_GENERATED, false, true, true,
	  TOKEN_CONTROL },
	{ LETTER_HELD_BACK, "held-back", AUTO_GENERATED, true, false, true,
	  TOKEN_REPLY },
	{ LETTER_CLAIM, "claim", AUTO_GENERATED, true, false, true,
	  TOKEN_VERIFY },
	{ LETTER_CLAIMED, "claimed", AUTO_GENERATED, true, false, true,
	  TOKEN_VERIFY },
	{ LETTER_PASSWORD, "password", AUTO_GENERATED, true, false, true,
	  TOKEN_REPLY },
};

static void
test_letter_event_rows(void **state)
{
	const struct letter_event_row	*row;
	enum letter_event		 event;

	(void)state;
	assert_int_equal(ARRAY_LEN(cases), LETTER_EVENT_COUNT);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *word = cases[i].word;

		row = letter_event_row(cases[i].event);
		assert_case("the word", row->name, word);
		assert_case_int(word, row->submitted, cases[i].submitted);
		assert_case_int(word, row->null_return_path,
		    cases[i].null_return_path);
		assert_case_int(word, row->to_agents, cases[i].to_agents);
		assert_case_int(word, row->counted, cases[i].counted);
		assert_case_int(word, row->answer, cases[i].answer);
		assert_case_true(word,
		    letter_event_parse(slice_of(word), &event));
		assert_case_int(word, event, cases[i].event);
	}
}

static void
test_letter_event_rules(void **state)
{
	(void)state;
	for (int i = 0; i < LETTER_EVENT_COUNT; i++) {
		const struct letter_event_row *row =
		    letter_event_row((enum letter_event)i);

		/* What a person writes is not stopped; all else is. */
		assert_case_int(row->name, row->counted,
		    row->submitted != SUBMITTED_BY_PERSON);
		/* A note address never reaches a user. */
		if (!row->to_agents)
			assert_case_true(row->name,
			    row->answer == TOKEN_REPLY ||
			    row->answer == TOKEN_VERIFY);
	}
}

static void
test_letter_event_parse(void **state)
{
	enum letter_event event;

	(void)state;
	assert_true(letter_event_parse(SLICE("New-Ticket"), &event));
	assert_int_equal(event, LETTER_NEW_TICKET);
	assert_false(letter_event_parse(SLICE("new_ticket"), &event));
	assert_false(letter_event_parse(SLICE("not"), &event));
	assert_false(letter_event_parse(SLICE("notes"), &event));
	assert_false(letter_event_parse(SLICE_EMPTY, &event));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_letter_event_rows),
		cmocka_unit_test(test_letter_event_rules),
		cmocka_unit_test(test_letter_event_parse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
