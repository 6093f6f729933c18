/* Authentication-Results: what is read, and what is believed. */
#include "case.h"

#include <assert.h>

#include "base/text.h"
#include "mail/authres.h"

#define MX "Received: from out.help.test (out.help.test [192.0.2.1])\n" \
	"\tby mx.help.test (Postfix) with ESMTPS id 4Xy; Tue, 24 Nov 2026\n"
#define FOREIGN "Received: from a.evil.test (a [192.0.2.9]) by b.evil.test;" \
	" Tue\n"
#define AR "Authentication-Results: "
#define DMARC "dmarc=pass header.from=help.test"
#define DKIM "dkim=pass header.d=help.test"

static const struct mail_limits limits = MAIL_LIMITS_DEFAULT;
static const struct authres_trust ours = {
	.ids = SLICE_INIT("mx.help.test"),
};

/* "dkim", "dmarc": passes by it; "fail"; "-": nothing is said. */
static const char *
judge_from(const char *fields, const struct authres_trust *trust,
    const char *from, struct arena *arena)
{
	struct slice rest = arena_format(arena, "%sFrom: <%s>\n\n", fields,
	    from);
	struct headers headers;
	struct authres authres;
	limit_bits limited = 0;

	headers_parse(&rest, &limits, arena, &headers, &limited);
	authres_judge(&headers, trust, slice_of(from), arena, &authres);
	if (authres.fails)
		return authres.passes ? "both" : "fail";
	return authres.passes ? authres.method : "-";
}

static const struct {
	const char *name, *fields, *want;
} believed[] = {
	{ "DMARC passes", MX AR "mx.help.test; " DMARC "\n", "dmarc" },
	{ "DKIM of the same domain passes", MX AR "mx.help.test; " DKIM "\n",
	    "dkim" },
	{ "DKIM of a domain below passes",
	    MX AR "mx.help.test; dkim=pass header.d=mail.help.test\n", "dkim" },
	{ "header.i will do where header.d is not said",
	    MX AR "mx.help.test; dkim=pass header.i=@help.test\n", "dkim" },
	{ "with a version", MX AR "mx.help.test 1; " DMARC "\n", "dmarc" },
	{ "the method's version", MX AR "mx.help.test; dmarc / 1 = pass"
	    " header . from = help.test\n", "dmarc" },
	{ "comments everywhere", MX AR "(a) mx.help.test (b (c) \\) ) 1 (d);"
	    " (e) dkim (f) = (g) pass (h) header (i). (j) d (k)=(l) help.test"
	    " (m)\n", "dkim" },
	{ "quoted strings", MX AR "\"mx.help.test\"; dkim=pass"
	    " reason=\"a; dkim=fail (\" header.d=\"help.test\"\n", "dkim" },
	{ "folds", MX AR "mx.help.test;\n\tdkim=none;\n\tdmarc=pass\n"
	    "\t\t(p=none) header.from=help.test\n", "dmarc" },
	{ "any case", MX "AUTHENTICATION-results: MX.Help.Test; DMARC=Pass"
	    " Header.From=HELP.test.\n", "dmarc" },
	{ "a ';' at the end", MX AR "mx.help.test; " DMARC ";\n", "dmarc" },
	{ "as Gmail writes", MX AR "mx.help.test;\n"
	    "       dkim=pass header.i=@help.test header.s=2023"
	    " header.b=\"aB/c+d==\";\n       spf=pass (mx: domain of"
	    " a@help.test designates 192.0.2.1 as permitted sender)"
	    " smtp.mailfrom=a@help.test;\n       dmarc=pass (p=NONE sp=NONE"
	    " dis=NONE) header.from=help.test\n", "dmarc" },
	{ "values with '=' without quotes", MX AR "mx.help.test; dkim=pass"
	    " header.d=help.test header.b=aB/c+d==\n", "dkim" },
	{ "properties without a type are passed over", MX AR "mx.help.test;"
	    " dmarc=pass action=none header.from=help.test\n", "dmarc" },
	{ "types that are not known are passed over", MX AR "mx.help.test;"
	    " dkim=pass policy.x=y header.d=help.test x-bits=2048\n", "dkim" },
	{ "a second signature counts", MX AR "mx.help.test; dkim=fail"
	    " header.d=list.test; " DKIM "\n", "dkim" },
	{ "several fields, one method each", MX AR "mx.help.test; dmarc=none\n"
	    AR "mx.help.test; " DKIM "\n", "dkim" },
	{ "above our own Received", AR "mx.help.test; " DKIM "\n" MX, "dkim" },
	{ "two hops of our own", MX "Received: by mx.help.test; x\n" AR
	    "mx.help.test; " DKIM "\n", "dkim" },
	{ "a stranger's field beside ours", MX AR "evil.test; dmarc=fail\n" AR
	    "mx.help.test; " DKIM "\n", "dkim" },
	{ "dmarc=fail is believed, too", MX AR "mx.help.test; dmarc=fail"
	    " header.from=help.test\n", "fail" },
	{ "dmarc=fail is stronger than a signature", MX AR "mx.help.test; "
	    DKIM "; dmarc=fail header.from=help.test\n", "fail" },
};

/* Forty and more ways to claim it: none is believed. */
static const struct {
	const char *name, *fields;
} forged[] = {
	{ "nobody says so", MX },
	{ "another server", MX AR "mx.evil.test; " DMARC "\n" },
	{ "ours as a piece of its name", MX AR "mx.help.test.evil.test; " DMARC
	    "\n" },
	{ "ours behind a piece", MX AR "evil-mx.help.test; " DMARC "\n" },
	{ "ours with a dot", MX AR "mx.help.test.; " DMARC "\n" },
	{ "ours in a comment", MX AR "evil.test (mx.help.test); " DMARC "\n" },
	{ "ours alone in a comment", MX AR "(mx.help.test); " DMARC "\n" },
	{ "ours as a version", MX AR "evil.test mx.help.test; " DMARC "\n" },
	{ "a homograph of ours", MX AR "mx.h\xd0\xb5lp.test; " DMARC "\n" },
	{ "another version", MX AR "mx.help.test 2; " DMARC "\n" },
	{ "a version with a tail", MX AR "mx.help.test 1.0; " DMARC "\n" },
	{ "another version of the method", MX AR "mx.help.test; dmarc/2=pass"
	    " header.from=help.test\n" },
	{ "below a stranger's Received", MX FOREIGN AR "mx.help.test; " DMARC
	    "\n" },
	{ "below a stranger's Received, then ours again", MX FOREIGN MX AR
	    "mx.help.test; " DMARC "\n" },
	{ "below a Received without a host", MX "Received: x; y\n" AR
	    "mx.help.test; " DMARC "\n" },
	{ "a client that is called \"by\"", MX "Received: from by (mx.help.test"
	    " [192.0.2.9]) by b.evil.test; x\n" AR "mx.help.test; " DMARC "\n" },
	{ "a client that is called as we are", MX "Received: from mx.help.test"
	    " (x [192.0.2.9]) by b.evil.test; x\n" AR "mx.help.test; " DMARC
	    "\n" },
	{ "we in a comment of Received", MX "Received: (by mx.help.test) by"
	    " b.evil.test; x\n" AR "mx.help.test; " DMARC "\n" },
	{ "a host that ends as ours", MX "Received: by evilmx.help.test; x\n"
	    AR "mx.help.test; " DMARC "\n" },
	{ "below ours, which says none", MX AR "mx.help.test; none\n" AR
	    "mx.help.test; " DMARC "\n" },
	{ "below ours, which says fail", MX AR "mx.help.test; dmarc=none;"
	    " dkim=fail header.d=help.test\n" AR "mx.help.test; " DMARC "; "
	    DKIM "\n" },
	{ "below ours, which cannot be read", MX AR "mx.help.test; dmarc=none ("
	    "\n" AR "mx.help.test; " DMARC "\n" },
	{ "below ours of another version", MX AR "mx.help.test 2; dmarc=none\n"
	    AR "mx.help.test; " DMARC "\n" },
	{ "in a comment", MX AR "mx.help.test; spf=none (; " DMARC ")\n" },
	{ "in a comment that does not end", MX AR "mx.help.test; " DMARC
	    " (\n" },
	{ "before a comment that does not end", MX AR "mx.help.test; " DMARC
	    "; (\n" },
	{ "in a quoted string", MX AR "mx.help.test; spf=none reason=\"; " DMARC
	    "\"\n" },
	{ "in a quoted local part", MX AR "mx.help.test; spf=pass"
	    " smtp.mailfrom=\"; " DMARC ";\"@evil.test\n" },
	{ "in a quoted string that does not end", MX AR "mx.help.test; " DMARC
	    " reason=\"x\n" },
	{ "behind an escaped quote", MX AR "mx.help.test; spf=none"
	    " reason=\"\\\"; " DMARC "\"\n" },
	{ "another domain's DMARC", MX AR "mx.help.test; dmarc=pass"
	    " header.from=evil.test\n" },
	{ "a domain below, by DMARC", MX AR "mx.help.test; dmarc=pass"
	    " header.from=a.help.test\n" },
	{ "DMARC without a domain", MX AR "mx.help.test; dmarc=pass\n" },
	{ "DMARC of the envelope", MX AR "mx.help.test; dmarc=pass"
	    " smtp.from=help.test\n" },
	{ "DMARC, two domains", MX AR "mx.help.test; dmarc=pass"
	    " header.from=help.test header.from=evil.test\n" },
	{ "DMARC twice", MX AR "mx.help.test; " DMARC "; " DMARC "\n" },
	{ "another domain's signature", MX AR "mx.help.test; dkim=pass"
	    " header.d=evil.test\n" },
	{ "a signature of the domain above", MX AR "mx.help.test; dkim=pass"
	    " header.d=test\n" },
	{ "a domain that ends alike", MX AR "mx.help.test; dkim=pass"
	    " header.d=evilhelp.test\n" },
	{ "a domain that begins alike", MX AR "mx.help.test; dkim=pass"
	    " header.d=help.test.evil.test\n" },
	{ "a homograph's signature", MX AR "mx.help.test; dkim=pass"
	    " header.d=h\xd0\xb5lp.test\n" },
	{ "ours in header.i, not in header.d", MX AR "mx.help.test; dkim=pass"
	    " header.d=evil.test header.i=@help.test\n" },
	{ "ours before the @ of header.i", MX AR "mx.help.test; dkim=pass"
	    " header.i=help.test@evil.test\n" },
	{ "two signers of one signature", MX AR "mx.help.test; dkim=pass"
	    " header.d=evil.test header.d=help.test\n" },
	{ "the signature of a body part", MX AR "mx.help.test; dkim=pass"
	    " body.d=help.test\n" },
	{ "a result that is another", MX AR "mx.help.test; dkim=passed"
	    " header.d=help.test\n" },
	{ "a result that is none", MX AR "mx.help.test; dkim= header.d="
	    "help.test\n" },
	{ "neutral is not pass", MX AR "mx.help.test; dkim=neutral"
	    " header.d=help.test; dmarc=bestguesspass header.from=help.test\n" },
	{ "ARC proves nobody", MX AR "mx.help.test; arc=pass"
	    " header.from=help.test header.d=help.test\n" },
	{ "neither does SPF", MX AR "mx.help.test; spf=pass"
	    " smtp.mailfrom=anna@help.test\n" },
	{ "a field that is called otherwise", MX
	    "X-Authentication-Results: mx.help.test; " DMARC "\n"
	    "ARC-Authentication-Results: i=1; mx.help.test; " DMARC "\n" },
	{ "no ';' behind the name", MX AR "mx.help.test " DMARC "\n" },
	{ "a ',' instead", MX AR "mx.help.test, " DMARC "\n" },
	{ "none and more", MX AR "mx.help.test; none; " DMARC "\n" },
	{ "rubbish behind it", MX AR "mx.help.test; " DMARC " !\n" },
	{ "nothing", MX AR "\n" AR ";\n" AR "; " DMARC "\n" },
};
static_assert(ARRAY_LEN(forged) >= 40, "there are many ways to lie");

static void
test_authres_believed(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(believed); i++)
		assert_case(believed[i].name, judge_from(believed[i].fields,
		    &ours, "anna@help.test", &arena), believed[i].want);
	arena_free(&arena);
}

static void
test_authres_forged(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(forged); i++)
		assert_case(forged[i].name, judge_from(forged[i].fields,
		    &ours, "anna@help.test", &arena), "-");
	arena_free(&arena);
}

static const struct {
	const char *name, *ids, *hosts, *fields, *want;
} trusts[] = {
	{ "nobody is trusted by default", "", "", MX AR "mx.help.test; " DMARC
	    "\n", "-" },
	{ "an empty name is nobody's", "", "", MX AR "\"\"; " DMARC "\n", "-" },
	{ "one of several", "a.test, mx.help.test", "", MX AR "mx.help.test; "
	    DMARC "\n", "dmarc" },
	{ "hosts are called otherwise", "help.test", "mx.help.test", MX AR
	    "help.test; " DMARC "\n", "dmarc" },
	{ "then the name is no host", "help.test", "a.help.test",
	    "Received: by help.test; x\n" AR "help.test; " DMARC "\n", "-" },
	{ "all hosts below a domain", "help.test", "a.test .help.test", MX AR
	    "help.test; " DMARC "\n", "dmarc" },
	{ "not the domain itself", "help.test", ".help.test",
	    "Received: by help.test; x\n" AR "help.test; " DMARC "\n", "-" },
	{ "addresses that begin alike", "mx.help.test", "2001:db8: mx.help.test",
	    "Received: by 2001:db8:0:1:: with SMTP; x\n" MX AR "mx.help.test; "
	    DMARC "\n", "dmarc" },
};

static void
test_authres_trust(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(trusts); i++) {
		struct authres_trust trust = { slice_of(trusts[i].ids),
			slice_of(trusts[i].hosts) };

		assert_case(trusts[i].name, judge_from(trusts[i].fields, &trust,
		    "anna@help.test", &arena), trusts[i].want);
	}
	arena_free(&arena);
}

static void
test_authres_domains(void **state)
{
	struct arena arena = ARENA_INIT;
	const char *puny = MX AR "mx.help.test; dkim=pass"
	    " header.d=xn--bcher-kva.test\n";

	(void)state;
	assert_case("a domain beyond ASCII is its A-labels", judge_from(puny,
	    &ours, "anna@xn--bcher-kva.test", &arena), "dkim");
	assert_case("without an address nothing passes", judge_from(MX AR
	    "mx.help.test; " DMARC "\n", &ours, "", &arena), "-");
	arena_free(&arena);
}

static void
test_authres_parse_shape(void **state)
{
	struct arena arena = ARENA_INIT;
	struct authres_field field;

	(void)state;
	assert_true(authres_parse(SLICE("mx.test 1; SPF=pass reason=\"a\\\"b\""
	    " smtp.mailfrom=\"x y\"@b.test; dkim/1=none"), &arena, &field));
	assert_case_slice("id", field.id, SLICE("mx.test"));
	assert_case_int("results", field.count, 2);
	assert_case_slice("method", field.results[0].method, SLICE("spf"));
	assert_case_int("properties", field.results[0].property_count, 2);
	assert_case_slice("reason", field.results[0].properties[0].value,
	    SLICE("a\"b"));
	assert_case_slice("type", field.results[0].properties[1].type,
	    SLICE("smtp"));
	assert_case_slice("a quoted local part",
	    field.results[0].properties[1].value, SLICE("x y@b.test"));
	assert_case_slice("result", field.results[1].result, SLICE("none"));
	assert_true(authres_parse(SLICE("mx.test; (x) none (y)"), &arena,
	    &field));
	assert_case_int("none", field.count, 0);
	assert_false(authres_parse(SLICE("mx.test; dkim"), &arena, &field));
	assert_case_slice("what could be read", field.id, SLICE("mx.test"));
	arena_free(&arena);
}

/* A field of the longest that a header may have, full of small pieces. */
static void
test_authres_cost(void **state)
{
	static const char *const pieces[] = { "a=b c=\"d\"; ", "a=b c=(d)e; ",
		"a=b c=d e=f;", "(", "\"", "a=\"" };
	struct arena arena, room = ARENA_INIT;
	struct authres_field field;
	struct text text;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
		arena = (struct arena)ARENA_INIT;
		text = TEXT_IN(&room);
		text_add_string(&text, "mx.help.test; ");
		while (text.len < limits.max[LIMIT_HEADER_FIELD])
			text_add_string(&text, pieces[i]);
		authres_parse(text_slice(&text), &arena, &field);
		assert_case_true(pieces[i], arena.total <= 4 * text.len);
		arena_free(&arena);
	}
	arena_free(&room);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_authres_believed),
		cmocka_unit_test(test_authres_forged),
		cmocka_unit_test(test_authres_trust),
		cmocka_unit_test(test_authres_domains),
		cmocka_unit_test(test_authres_parse_shape),
		cmocka_unit_test(test_authres_cost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
