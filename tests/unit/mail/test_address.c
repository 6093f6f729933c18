/* Addresses: lists of them, their folded forms, what may be sent to. */
#include "case.h"

#include "base/text.h"
#include "mail/address.h"
#include "mail/idna.h"

static const struct mail_limits	limits = MAIL_LIMITS_DEFAULT;

/* "name|address" of each, parted by line ends. */
static struct slice
list(const struct mailboxes *boxes, struct arena *arena)
{
	struct text	all = TEXT_IN(arena);

	for (size_t i = 0; i < boxes->count; i++) {
		if (i > 0)
			text_add_char(&all, '\n');
		text_add(&all, boxes->items[i].name);
		text_add_char(&all, '|');
		text_add(&all, boxes->items[i].address);
	}
	return text_slice(&all);
}

static const struct {
	const char	*name;
	struct slice	 value;
	const char	*charset;
	struct slice	 want;
} lists[] = {
	{ "bare", SLICE_INIT("a@x.test"), "", SLICE_INIT("|a@x.test") },
	{ "name and brackets", SLICE_INIT("Kim Lee <a@x.test>"), "",
	  SLICE_INIT("Kim Lee|a@x.test") },
	{ "no blank before the bracket", SLICE_INIT("\"Kim\"<a@x>"), "",
	  SLICE_INIT("Kim|a@x") },
	{ "quoted name, escapes", SLICE_INIT("\"Lee, \\\"K\\\" \\\\\" <a@x>"),
	  "",
	  SLICE_INIT("Lee, \"K\" \\|a@x") },
	{ "several", SLICE_INIT("a@x, Kim <b@y>,c@z"), "",
	  SLICE_INIT("|a@x\nKim|b@y\n|c@z") },
	{ "empty items", SLICE_INIT(", ,a@x,,"), "", SLICE_INIT("|a@x") },
	{ "semicolons part too", SLICE_INIT("a@x; Kim <b@y>;"), "",
	  SLICE_INIT("|a@x\nKim|b@y") },
	{ "a group", SLICE_INIT("Friends: a@x, Kim <b@y>; c@z"), "",
	  SLICE_INIT("|a@x\nKim|b@y\n|c@z") },
	{ "an empty group", SLICE_INIT("undisclosed-recipients:;"), "",
	  SLICE_INIT("") },
	{ "a comment is the name when there is no other",
	  SLICE_INIT("a@x.test (Kim Lee)"), "",
	  SLICE_INIT("Kim Lee|a@x.test") },
	{ "also behind brackets", SLICE_INIT("<a@x> (Kim (at home) Lee)"), "",
	  SLICE_INIT("Kim (at home) Lee|a@x") },
	{ "else it is none", SLICE_INIT("Kim (x) <a@x>"), "",
	  SLICE_INIT("Kim|a@x") },
	{ "RFC 5322's worst",
	  SLICE_INIT("Pete(A nice \\) chap) <pete(his account)@silly.test(his "
	      "host)>, A Group(x):Chris <c@(at)x.test>,joe@x.test;"), "",
	  SLICE_INIT("Pete|pete@silly.test\nChris|c@x.test\n|joe@x.test") },
	{ "blanks round signs, in brackets",
	  SLICE_INIT("Kim < kim . lee @ x . test >"), "",
	  SLICE_INIT("Kim|kim.lee@x.test") },
	{ "blanks round signs, bare", SLICE_INIT("kim @ x . test"), "",
	  SLICE_INIT("|kim@x.test") },
	{ "initials are no part of an address",
	  SLICE_INIT("Kim D. kim@x.test"), "",
	  SLICE_INIT("Kim D.|kim@x.test") },
	{ "a route", SLICE_INIT("<@h1,@h2:a@x>"), "", SLICE_INIT("|a@x") },
	{ "mailto", SLICE_INIT("<mailto:a@x>, mailto:b@x"), "",
	  SLICE_INIT("|a@x\n|b@x") },
	{ "no brackets round it", SLICE_INIT("John Public a@x.test"), "",
	  SLICE_INIT("John Public|a@x.test") },
	{ "no comma", SLICE_INIT("a@x b@y"), "", SLICE_INIT("|a@x\n|b@y") },
	{ "no comma, names",
	  SLICE_INIT("Kim <a@x> \"Lee\" <b@y> Pat <c@z>"), "",
	  SLICE_INIT("Kim|a@x\nLee|b@y\nPat|c@z") },
	{ "two brackets", SLICE_INIT("<<a@x>>"), "", SLICE_INIT("|a@x") },
	{ "a bracket that does not end", SLICE_INIT("Kim <a@x, b@y"), "",
	  SLICE_INIT("Kim|a@x\n|b@y") },
	{ "a list in brackets", SLICE_INIT("<a@x, b@y>"), "",
	  SLICE_INIT("|a@x\n|b@y") },
	{ "a name in brackets", SLICE_INIT("<Kim Lee a@x>"), "",
	  SLICE_INIT("Kim Lee|a@x") },
	{ "a quote that does not end", SLICE_INIT("\"Kim <a@x>, b@y"), "",
	  SLICE_INIT("Kim|a@x\n|b@y") },
	{ "a comment that does not end", SLICE_INIT("(Kim a@x"), "",
	  SLICE_INIT("Kim|a@x") },
	{ "surname first, no quotes", SLICE_INIT("Lee, Kim <a@x>"), "",
	  SLICE_INIT("Lee, Kim|a@x") },
	{ "an item without '@' is nothing", SLICE_INIT("Kim <>, root, a@x"), "",
	  SLICE_INIT("|a@x") },
	{ "nothing", SLICE_INIT(""), "", SLICE_INIT("") },
	{ "a name and no address", SLICE_INIT("\"\xe6\x88\x91\" <>"), "",
	  SLICE_INIT("") },
	{ "an '@' and nothing", SLICE_INIT("@, a@, @x"), "", SLICE_INIT("") },
	{ "the address as the name", SLICE_INIT("a@x <a@x>"), "",
	  SLICE_INIT("a@x|a@x") },
	{ "another address as the name proves nothing",
	  SLICE_INIT("\"boss@x\" <evil@y>"), "", SLICE_INIT("boss@x|evil@y") },
	{ "also as an encoded word",
	  SLICE_INIT("=?utf-8?q?boss=40x?= <evil@y>"), "",
	  SLICE_INIT("boss@x|evil@y") },
	{ "Outlook's quotes", SLICE_INIT("\"'Kim Lee'\" <a@x>, 'b@y'"), "",
	  SLICE_INIT("Kim Lee|a@x\n|b@y") },
	{ "all in quotes", SLICE_INIT("\"a@x.test\""), "",
	  SLICE_INIT("|a@x.test") },
	{ "all in quotes, brackets and all",
	  SLICE_INIT("\"Kim <a@x.test>\""), "", SLICE_INIT("Kim|a@x.test") },
	{ "an encoded name",
	  SLICE_INIT("=?iso-8859-1?Q?K=EFm?= =?utf-8?B?TGVl?= <a@x>"), "",
	  SLICE_INIT("K\xc3\xafmLee|a@x") },
	{ "an encoded name with a comma and blanks",
	  SLICE_INIT("=?utf-8?q?Lee, Kim_<k>?= <a@x>"), "",
	  SLICE_INIT("Lee, Kim <k>|a@x") },
	{ "an encoded name in quotes",
	  SLICE_INIT("\"=?utf-8?q?K=C3=AFm?=\" <a@x>"), "",
	  SLICE_INIT("K\xc3\xafm|a@x") },
	{ "words over everything",
	  SLICE_INIT("=?utf-8?q?Kim_=3Ca=40x=2Etest=3E?="), "",
	  SLICE_INIT("Kim|a@x.test") },
	{ "words over everything, twice, are not read again",
	  SLICE_INIT("=?utf-8?q?=3D=3Futf-8=3Fq=3Fa=3D40x=3F=3D?="), "",
	  SLICE_INIT("") },
	{ "words in the local part",
	  SLICE_INIT("=?utf-8?q?k=C3=AFm?=@x.test"), "",
	  SLICE_INIT("|k\xc3\xafm@x.test") },
	{ "an '@' in words must be quoted then",
	  SLICE_INIT("<=?utf-8?q?a=40bank?=@evil>"), "",
	  SLICE_INIT("|\"a@bank\"@evil") },
	{ "a line end in words is a blank",
	  SLICE_INIT("=?utf-8?q?a=0D=0ABcc:_b@y?= <a@x>"), "",
	  SLICE_INIT("a  Bcc: b@y|a@x") },
	{ "UTF-8 as it is", SLICE_INIT("J\xc3\xb6hn <jd\xc3\xb6" "e@m\xc3\xa4"
	      "chine.test>"), "", SLICE_INIT("J\xc3\xb6hn|jd\xc3\xb6" "e@m\xc3"
	      "\xa4" "chine.test") },
	{ "8-bit bytes in the body's charset",
	  SLICE_INIT("K\xefm <k.g\xfcnther@x.test>"), "iso-8859-1",
	  SLICE_INIT("K\xc3\xafm|k.g\xc3\xbcnther@x.test") },
	{ "a quoted local part stays quoted",
	  SLICE_INIT("\"kim lee\"@x.test, <\"a,b\"@y>"), "",
	  SLICE_INIT("|\"kim lee\"@x.test\n|\"a,b\"@y") },
	{ "a domain literal",
	  SLICE_INIT("a@[192.0.2.1], b@[IPv6:2001:db8::1], c@x"), "",
	  SLICE_INIT("|a@[192.0.2.1]\n|b@[IPv6:2001:db8::1]\n|c@x") },
	{ "dots as some carriers give them", SLICE_INIT("..a..b.@docomo.test"),
	  "", SLICE_INIT("|..a..b.@docomo.test") },
	{ "a domain that is none", SLICE_INIT("a@x, b@y\\z, c@z"), "",
	  SLICE_INIT("|a@x\n|c@z") },
};

static void
test_address_lists(void **state)
{
	struct arena	arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		struct mailboxes	boxes;
		limit_bits		limited = 0;

		mailboxes_parse(lists[i].value, slice_of(lists[i].charset),
		    &limits, &arena, &boxes, &limited);
		assert_case_slice(lists[i].name, list(&boxes, &arena),
		    lists[i].want);
		assert_case_int(lists[i].name, limited, 0);
	}
	arena_free(&arena);
}

static void
test_address_limits(void **state)
{
	static const struct {
		const char	*name;
		const char	*begin, *middle, *end;
		int		 times;
		size_t		 count;
		limit_bits	 limited;
	} rows[] = {
		{ "addresses over the limit are dropped", "", "a@x,", "", 501,
		  500, LIMIT_BIT(LIMIT_ADDRESSES) },
		{ "as many as the limit are not", "", "a@x,", "", 500, 500, 0 },
		{ "deep comments are told of, and read over",
		  "a@x ", "(", "))))))))))))))))))))))", 22, 1,
		  LIMIT_BIT(LIMIT_COMMENT_DEPTH) },
		{ "comments that never end cost nothing", "", "(", "a@x", 60000,
		  1, LIMIT_BIT(LIMIT_COMMENT_DEPTH) },
		{ "quotes that never end cost nothing", "", "\"\\\"", " a@x",
		  20000, 1, 0 },
		{ "words that never end cost nothing", "", "=?a?q?b", " <a@x>",
		  8000, 1, 0 },
		{ "names without end", "", "a, ", "a@x", 20000, 1, 0 },
		{ "brackets without end", "", "<", "a@x", 60000, 1, 0 },
	};
	struct arena	arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct text		value = TEXT_IN(&arena);
		struct mailboxes	boxes;
		limit_bits		limited = 0;

		text_add_string(&value, rows[i].begin);
		for (int n = 0; n < rows[i].times; n++)
			text_add_string(&value, rows[i].middle);
		text_add_string(&value, rows[i].end);
		mailboxes_parse(text_slice(&value), SLICE(""), &limits, &arena,
		    &boxes, &limited);
		assert_case_int(rows[i].name, boxes.count, rows[i].count);
		assert_case_int(rows[i].name, limited, rows[i].limited);
		arena_free(&arena);
	}
}

static const struct {
	const char	*name;
	struct slice	 address;
	const char	*identity; /* NULL: it is no address */
	const char	*counter;
} folds[] = {
	{ "case is folded", SLICE_INIT("Kim.Lee@Example.TEST"),
	  "kim.lee@example.test", "kim.lee@example.test" },
	{ "needless quotes go", SLICE_INIT("\"kim.lee\"@x"), "kim.lee@x",
	  "kim.lee@x" },
	{ "needless backslashes go", SLICE_INIT("\"k\\im\"@x"), "kim@x",
	  "kim@x" },
	{ "quotes that are needed stay", SLICE_INIT("\"Kim Lee\"@x"),
	  "\"kim lee\"@x", "\"kim lee\"@x" },
	{ "backslashes that are needed stay", SLICE_INIT("\"a\\\"b\\\\c\"@x"),
	  "\"a\\\"b\\\\c\"@x", "\"a\\\"b\\\\c\"@x" },
	{ "quotes over a part", SLICE_INIT("kim.\"lee\"@x"), "kim.lee@x",
	  "kim.lee@x" },
	{ "a dot behind the domain goes", SLICE_INIT("a@x.test."), "a@x.test",
	  "a@x.test" },
	{ "and so do several", SLICE_INIT("a@x.test.."), "a@x.test",
	  "a@x.test" },
	{ "also when they are another script's",
	  SLICE_INIT("a@b\xc3\xbc" "cher.example\xe3\x80\x82"),
	  "a@xn--bcher-kva.example", "a@xn--bcher-kva.example" },
	{ "a tag counts for identity only", SLICE_INIT("kim+tag+s@x"),
	  "kim+tag+s@x", "kim@x" },
	{ "a tag and nothing before it is a name", SLICE_INIT("+tag@x"),
	  "+tag@x", "+tag@x" },
	{ "a tag in quotes", SLICE_INIT("\"kim lee+x\"@x"), "\"kim lee+x\"@x",
	  "\"kim lee\"@x" },
	{ "dots are not folded", SLICE_INIT("k.i.m@gmail.test"),
	  "k.i.m@gmail.test", "k.i.m@gmail.test" },
	{ "domains become A-labels", SLICE_INIT("a@B\xc3\xbc" "cher.example"),
	  "a@xn--bcher-kva.example", "a@xn--bcher-kva.example" },
	{ "however they are composed", SLICE_INIT("a@bu\xcc\x88"
	  "cher.example"),
	  "a@xn--bcher-kva.example", "a@xn--bcher-kva.example" },
	{ "local parts beyond ASCII stay", SLICE_INIT("K\xc3\x8fM@x"),
	  "k\xc3\x8fm@x", "k\xc3\x8fm@x" },
	{ "the last '@' parts", SLICE_INIT("\"a@b\"@x"), "\"a@b\"@x",
	  "\"a@b\"@x" },
	{ "no '@'", SLICE_INIT("kim"), NULL, NULL },
	{ "no local part", SLICE_INIT("@x"), NULL, NULL },
	{ "an empty local part", SLICE_INIT("\"\"@x"), NULL, NULL },
	{ "no domain", SLICE_INIT("a@"), NULL, NULL },
	{ "no domain but a dot", SLICE_INIT("a@."), NULL, NULL },
	{ "a blank", SLICE_INIT("kim lee@x"), NULL, NULL },
	{ "a blank in the domain", SLICE_INIT("a@x y"), NULL, NULL },
	{ "a line end", SLICE_INIT("a\r\nb@x"), NULL, NULL },
	{ "a line end in quotes", SLICE_INIT("\"a\nb\"@x"), NULL, NULL },
	{ "a NUL", SLICE_INIT("a\0@x"), NULL, NULL },
	{ "a NUL in the domain", SLICE_INIT("a@x\0y\xc3\xbc"), NULL, NULL },
	{ "a quote that does not end", SLICE_INIT("\"a@x"), NULL, NULL },
	{ "a domain that is no UTF-8", SLICE_INIT("a@\xfc"), NULL, NULL },
	{ "a domain that cannot be", SLICE_INIT("a@\xe2\x98\x95-.test"), NULL,
	  NULL },
	{ "a domain with a blank that does not look like one",
	  SLICE_INIT("a@\xc2\xa0x.test"), NULL, NULL },
	{ "a domain of nothing that is seen", SLICE_INIT("a@\xc2\xad"), NULL,
	  NULL },
	{ "a domain with an '@' that does not look like one",
	  SLICE_INIT("a@bank.test\xef\xbc\xa0" "evil.test"), NULL, NULL },
	{ "a domain with a slash that does not look like one",
	  SLICE_INIT("a@x\xe2\x84\x80.test"), NULL, NULL },
	{ "nothing", SLICE_INIT(""), NULL, NULL },
};

static void
test_address_folds(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct slice	got;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(folds); i++) {
		bool	is = address_identity(folds[i].address, &arena, &got);

		assert_case_int(folds[i].name, is, folds[i].identity != NULL);
		if (is)
			assert_case_slice(folds[i].name, got,
			    slice_of(folds[i].identity));
		is = address_counter(folds[i].address, &arena, &got);
		assert_case_int(folds[i].name, is, folds[i].counter != NULL);
		if (is)
			assert_case_slice(folds[i].name, got,
			    slice_of(folds[i].counter));
	}
	arena_free(&arena);
}

/* An address with so many octets on either side. */
static struct slice
sized(size_t local, size_t domain, struct arena *arena)
{
	struct text	to = TEXT_IN(arena);

	for (size_t i = 0; i < local; i++)
		text_add_char(&to, 'a');
	text_add_char(&to, '@');
	for (size_t i = 0; i < domain; i++)
		text_add_char(&to, i % 50 == 49 ? '.' : 'b');
	return text_slice(&to);
}

static void
test_address_sizes(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct slice	got;

	(void)state;
	assert_true(address_identity(sized(64, 255, &arena), &arena, &got));
	assert_false(address_identity(sized(65, 255, &arena), &arena, &got));
	assert_false(address_identity(sized(5000, 5000, &arena), &arena,
	    &got));
	assert_true(address_is_sendable(sized(64, 255, &arena)));
	assert_false(address_is_sendable(sized(65, 10, &arena)));
	assert_false(address_is_sendable(sized(10, 256, &arena)));
	arena_free(&arena);
}

static const struct {
	const char	*name;
	struct slice	 address;
	bool		 want;
} sendable[] = {
	{ "plain", SLICE_INIT("kim@x.test"), true },
	{ "a tag", SLICE_INIT("kim+r-a@x.test"), true },
	{ "quotes", SLICE_INIT("\"kim lee\"@x.test"), true },
	{ "brackets in quotes", SLICE_INIT("\"a>b\"@x.test"), true },
	{ "a domain literal", SLICE_INIT("a@[IPv6:2001:db8::1]"), true },
	{ "an underscore", SLICE_INIT("a@_x.test"), true },
	{ "a domain beyond ASCII", SLICE_INIT("a@b\xc3\xbc" "cher.example"),
	  true },
	{ "brackets", SLICE_INIT("a>b@x.test"), false },
	{ "brackets in the domain", SLICE_INIT("a@x.test>"), false },
	{ "a second command", SLICE_INIT("a@x>\r\nRCPT TO:<b@x>"), false },
	{ "a parameter", SLICE_INIT("a@x> SIZE=1"), false },
	{ "quotes over a part", SLICE_INIT("a.\"b\"@x.test"), false },
	{ "more behind the quotes", SLICE_INIT("\"a\"b@x.test"), false },
	{ "a comma", SLICE_INIT("a,b@x.test"), false },
	{ "two dots in the domain", SLICE_INIT("a@x..test"), false },
	{ "a dot before the domain", SLICE_INIT("a@.test"), false },
	{ "no '@'", SLICE_INIT("kim"), false },
	{ "a NUL", SLICE_INIT("a\0b@x.test"), false },
	{ "nothing", SLICE_INIT(""), false },
};

static void
test_address_is_sendable(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sendable); i++)
		assert_case_int(sendable[i].name,
		    address_is_sendable(sendable[i].address),
		    sendable[i].want);
}

static void
test_address_is_null(void **state)
{
	static const struct {
		struct slice	path;
		bool		want;
	} rows[] = {
		{ SLICE_INIT(""), true }, { SLICE_INIT(" "), true },
		{ SLICE_INIT("<>"), true }, { SLICE_INIT("< >"), true },
		{ SLICE_INIT(" <> "), true },
		{ SLICE_INIT("MAILER-DAEMON"), true },
		{ SLICE_INIT("mailer-daemon"), true },
		{ SLICE_INIT("<Mailer-Daemon>"), true },
		{ SLICE_INIT("mailer-daemon@x.test"), false },
		{ SLICE_INIT("a@x"), false }, { SLICE_INIT("<"), false },
		{ SLICE_INIT(">"), false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_case_int(rows[i].path.data,
		    address_is_null(rows[i].path), rows[i].want);
}

static const struct {
	const char	*name;
	struct mailbox	 mailbox;
	struct slice	 want;
} written[] = {
	{ "name and address", { SLICE_INIT("Kim"), SLICE_INIT("a@x.test") },
	  SLICE_INIT("Kim <a@x.test>") },
	{ "no name, no brackets", { SLICE_INIT(" "), SLICE_INIT("a@x.test") },
	  SLICE_INIT("a@x.test") },
	{ "a name that must be quoted",
	  { SLICE_INIT("Lee, Kim"), SLICE_INIT("a@x.test") },
	  SLICE_INIT("\"Lee, Kim\" <a@x.test>") },
	{ "a name that must be encoded",
	  { SLICE_INIT("K\xc3\xafm"), SLICE_INIT("a@x.test") },
	  SLICE_INIT("=?utf-8?q?K=C3=AFm?= <a@x.test>") },
	{ "a domain in ASCII", { SLICE_INIT(""),
	  SLICE_INIT("a@b\xc3\xbc" "cher.example") },
	  SLICE_INIT("a@xn--bcher-kva.example") },
	{ "line ends are blanks",
	  { SLICE_INIT("Kim\r\nBcc: b@y"), SLICE_INIT("a@x\r\nBcc: b@y") },
	  SLICE_INIT("\"Kim  Bcc: b@y\" <a@x  Bcc: b@y>") },
	{ "a long address stands on a line of its own",
	  { SLICE_INIT("Kim Lee of the department of long names"),
	  SLICE_INIT("kim.lee.of.the.department@long.names.example.test") },
	  SLICE_INIT("Kim Lee of the department of long names\r\n "
	      "<kim.lee.of.the.department@long.names.example.test>") },
};

static void
test_address_write(void **state)
{
	struct arena	arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(written); i++) {
		struct text	to = TEXT_IN(&arena);

		mailbox_write(&to, &written[i].mailbox, 6);
		assert_case_slice(written[i].name, text_slice(&to),
		    written[i].want);
	}
	arena_free(&arena);
}

/* What was written is read again. */
static void
test_address_round_trip(void **state)
{
	static const struct mailbox	boxes[] = {
		{ SLICE_INIT("Kim"), SLICE_INIT("a@x.test") },
		{ SLICE_INIT("Lee, \"Kim\" <k@y> (x)"),
		  SLICE_INIT("\"a b\"@x.test") },
		{ SLICE_INIT("K\xc3\xafm =?utf-8?q?x?= \\"),
		  SLICE_INIT("a@x.test") },
		{ SLICE_INIT("東京都千代田区千代田一番一号の長い名前の部署の人"),
		  SLICE_INIT("a@x.test") },
	};
	struct arena			arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(boxes); i++) {
		struct text		to = TEXT_IN(&arena), one = to;
		struct mailboxes	got;
		limit_bits		limited = 0;
		struct slice		rest, line;

		mailbox_write(&to, &boxes[i], 6);
		rest = text_slice(&to);
		while (slice_line(&rest, &line))
			text_add(&one, line);
		mailboxes_parse(text_slice(&one), SLICE(""), &limits, &arena,
		    &got, &limited);
		assert_int_equal(got.count, 1);
		assert_case_slice("name", got.items[0].name, boxes[i].name);
		assert_case_slice("address", got.items[0].address,
		    boxes[i].address);
	}
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(test_address_lists),
		cmocka_unit_test(test_address_limits),
		cmocka_unit_test(test_address_folds),
		cmocka_unit_test(test_address_sizes),
		cmocka_unit_test(test_address_is_sendable),
		cmocka_unit_test(test_address_is_null),
		cmocka_unit_test(test_address_write),
		cmocka_unit_test(test_address_round_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
