/* An address in the bytes of a mail: found, and taken out of headers. */
#include "case.h"

#include "mail/trace.h"

#define ADDRESS SLICE("ann@x.test")

static const struct {
	const char *name;
	const char *raw;
	bool found, from;
	size_t heads;
} cases[] = {
	{ "who it is from", "From: Ann <ANN@x.test>\nTo: b@y.test\n\nhi\n",
	    true, true, 1 },
	{ "a folded From", "From: Ann\n <ann@x.test>\n\nhi\n", true, true, 1 },
	{ "in Cc it is another's mail",
	    "From: b@y.test\nCc: ann@x.test, ann@x.test\n\nhi\n", true, false,
	    2 },
	{ "a longer address is another one",
	    "From: joann@x.test\nCc: j.ann@x.test\n\n\n", false, false, 0 },
	{ "so is a longer domain",
	    "From: ann@x.testing\nCc: ann@x.test.example\n\n\n", false, false,
	    0 },
	{ "a full stop ends a sentence", "From: b@y.test\n\nAsk ann@x.test.\n",
	    true, false, 0 },
	{ "the body is not the header",
	    "From: b@y.test\n\nFrom: ann@x.test\n", true, false, 0 },
	{ "quoted-printable", "From: b@y.test\n\nask ann=40x.te=\nst now\n",
	    true, false, 0 },
	{ "base64, from the first octet",
	    "From: b@y.test\n\nYW5uQHgudGVzdA==\n", true, false, 0 },
	{ "base64, from the second, over two lines",
	    "From: b@y.test\n\nIGFubkB\n4LnRlc3Qg\n", true, false, 0 },
	{ "base64, from the third",
	    "From: b@y.test\n\nICBhbm5AeC50ZXN0Cg==\n", true, false, 0 },
	{ "no mail at all", "", false, false, 0 },
};

static void
test_trace_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena arena = ARENA_INIT;
		struct slice raw = slice_of(cases[i].raw), head;
		size_t heads = trace_overwrite(raw, ADDRESS, &arena, &head);

		assert_case_int(cases[i].name, trace_found(raw, ADDRESS),
		    cases[i].found);
		assert_case_int(cases[i].name, trace_is_from(raw, ADDRESS),
		    cases[i].from);
		assert_case_int(cases[i].name, (int)heads,
		    (int)cases[i].heads);
		if (heads > 0)
			assert_case_int(cases[i].name,
			    slice_has_nocase(head, ADDRESS), false);
		arena_free(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_trace_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
