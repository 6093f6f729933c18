/* Tickets, people and the words of their closed sets. */
#include "case.h"

#include "desk/person.h"
#include "desk/ticket.h"

/* Every set: its words, in its order, and back. */
static const struct {
	const char *set;
	const char *words[8];
} sets[] = {
	{ "status", { "open", "pending", "hold", "solved", "closed", "spam" } },
	{ "priority", { "low", "normal", "high", "urgent" } },
	{ "kind", { "message", "reply", "note", "event" } },
	{ "address", { "ok", "soft", "hard" } },
	{ "role", { "member", "manager" } },
};

static const char *
word_of(size_t set, size_t at)
{
	switch (set) {
	case 0:
		return ticket_status_name((enum ticket_status)at);
	case 1:
		return ticket_priority_name((enum ticket_priority)at);
	case 2:
		return entry_kind_name((enum entry_kind)at);
	case 3:
		return address_state_name((enum address_state)at);
	default:
		return member_role_name((enum member_role)at);
	}
}

/* The place of a word in its set, or -1. */
static int
place_of(size_t set, struct slice word)
{
	enum ticket_status	status;
	enum ticket_priority	priority;
	enum entry_kind		kind;
	enum address_state	state;
	enum member_role	role;

	switch (set) {
	case 0:
		return ticket_status_parse(word, &status) ? (int)status : -1;
	case 1:
		return ticket_priority_parse(word, &priority)
		    ? (int)priority : -1;
	case 2:
		return entry_kind_parse(word, &kind) ? (int)kind : -1;
	case 3:
		return address_state_parse(word, &state) ? (int)state : -1;
	default:
		return member_role_parse(word, &role) ? (int)role : -1;
	}
}

static void
test_ticket_words(void **state)
{
	size_t at;

	(void)state;
	for (size_t set = 0; set < ARRAY_LEN(sets); set++) {
		for (at = 0; sets[set].words[at] != NULL; at++) {
			assert_case(sets[set].set, word_of(set, at),
			    sets[set].words[at]);
			assert_case_int(sets[set].words[at],
			    place_of(set, slice_of(sets[set].words[at])), at);
		}
		assert_case_int("an unknown word is none",
		    place_of(set, SLICE("opener")), -1);
		assert_case_int("nothing is none", place_of(set, SLICE_EMPTY),
		    -1);
		assert_case_int("a piece of a word is none",
		    place_of(set, slice_head(slice_of(sets[set].words[0]), 1)),
		    -1);
	}
	assert_case_int("case does not matter",
	    place_of(0, SLICE("Solved")), TICKET_SOLVED);
	assert_case_int("nor does it for priorities",
	    place_of(1, SLICE("URGENT")), PRIORITY_URGENT);
	assert_case_int("blanks do", place_of(0, SLICE("open ")), -1);
}

static const struct {
	const char	*name;
	struct slice	 subject;
	int64_t		 want;
} subjects[] = {
	{ "a tag in front", SLICE_INIT("[#12] printer"), 12 },
	{ "a tag behind a prefix", SLICE_INIT("Re: [#12] printer"), 12 },
	{ "a tag alone", SLICE_INIT("[#7]"), 7 },
	{ "a tag in a word", SLICE_INIT("x[#7]y"), 7 },
	{ "the first of two", SLICE_INIT("[#3] [#4]"), 3 },
	{ "no tag", SLICE_INIT("printer #12"), 0 },
	{ "nothing", SLICE_INIT(""), 0 },
	{ "no number sign", SLICE_INIT("[12] printer"), 0 },
	{ "no digits", SLICE_INIT("[#] printer"), 0 },
	{ "letters are passed over", SLICE_INIT("[#abc] [#5]"), 5 },
	{ "so is a mix", SLICE_INIT("[#5x] [#6]"), 6 },
	{ "blanks are none of a number", SLICE_INIT("[# 5]"), 0 },
	{ "a sign is none either", SLICE_INIT("[#-5] [#+5]"), 0 },
	{ "not closed", SLICE_INIT("[#12"), 0 },
	{ "not closed, but the next one is", SLICE_INIT("[#12 [#13]"), 13 },
	{ "a tag in a tag", SLICE_INIT("[#[#13]"), 13 },
	{ "no ticket has the number 0", SLICE_INIT("[#0] [#1]"), 1 },
	{ "zeros in front", SLICE_INIT("[#0012]"), 12 },
	{ "the largest", SLICE_INIT("[#9223372036854775807]"), INT64_MAX },
	{ "too large", SLICE_INIT("[#9223372036854775808]"), 0 },
	{ "far too large, then one",
	  SLICE_INIT("[#99999999999999999999999999999] [#2]"), 2 },
	{ "a NUL is a byte like others", SLICE_INIT("a\0b [#8]"), 8 },
};

static void
test_ticket_subject_number(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(subjects); i++)
		assert_case_int(subjects[i].name,
		    ticket_subject_number(subjects[i].subject),
		    subjects[i].want);
}

static void
test_ticket_members(void **state)
{
	struct member	items[] = {
		{ 1, 10, ROLE_MEMBER }, { 1, 11, ROLE_MANAGER },
	};
	struct members	members = { items, ARRAY_LEN(items) };
	struct members	nobody = { NULL, 0 };

	(void)state;
	assert_true(members_have(&members, 10));
	assert_true(members_have(&members, 11));
	assert_false(members_have(&members, 12));
	assert_false(members_have(&nobody, 10));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ticket_words),
		cmocka_unit_test(test_ticket_subject_number),
		cmocka_unit_test(test_ticket_members),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
