/* Content-Type and Content-Disposition as mail programs write them. */
#include "case.h"

#include "base/text.h"
#include "mail/param.h"

static const struct mail_limits limits = MAIL_LIMITS_DEFAULT;

/* "word|name=value|name=value". */
static struct slice
read_field(struct slice value, struct arena *arena, limit_bits *limited)
{
	struct text all = TEXT_IN(arena);
	struct params params;

	params_parse(value, &limits, arena, &params, limited);
	text_add(&all, params.word);
	for (size_t i = 0; i < params.count; i++) {
		text_add_char(&all, '|');
		text_add(&all, params.items[i].name);
		text_add_char(&all, '=');
		text_add(&all, params.items[i].value);
	}
	return text_slice(&all);
}

struct row {
	const char *name;
	struct slice value;
	struct slice want;
};

static void
check(const struct row *rows, size_t count)
{
	struct arena arena = ARENA_INIT;
	limit_bits limited = 0;

	for (size_t i = 0; i < count; i++)
		assert_case_slice(rows[i].name,
		    read_field(rows[i].value, &arena, &limited), rows[i].want);
	assert_int_equal(limited, 0);
	arena_free(&arena);
}

static const struct row syntax[] = {
	{ "a word alone", SLICE_INIT("text/plain"), SLICE_INIT("text/plain") },
	{ "the word in lower case", SLICE_INIT("TEXT/Plain"),
	  SLICE_INIT("text/plain") },
	{ "names in lower case, values as they are",
	  SLICE_INIT("a/b; CharSet=UTF-8"), SLICE_INIT("a/b|charset=UTF-8") },
	{ "quotes", SLICE_INIT("a/b; x=\"y; z\"; w=v"),
	  SLICE_INIT("a/b|x=y; z|w=v") },
	{ "quoted pairs", SLICE_INIT("a/b; x=\"y\\\"z\\\\\"; w=v"),
	  SLICE_INIT("a/b|x=y\"z\\|w=v") },
	{ "an empty value", SLICE_INIT("a/b; x=; y=\"\"; z=1"),
	  SLICE_INIT("a/b|x=|y=|z=1") },
	{ "blanks around everything", SLICE_INIT(" a/b ; x = y ; z = \"w\" ; "),
	  SLICE_INIT("a/b|x=y|z=w") },
	{ "no blanks at all", SLICE_INIT("a/b;x=y;z=w"),
	  SLICE_INIT("a/b|x=y|z=w") },
	{ "a semicolon at the end", SLICE_INIT("a/b; x=y;"),
	  SLICE_INIT("a/b|x=y") },
	{ "semicolons in a row", SLICE_INIT("a/b;; ;x=y;;"),
	  SLICE_INIT("a/b|x=y") },
	{ "commas for semicolons", SLICE_INIT("a/b, charset=x, name=y"),
	  SLICE_INIT("a/b|charset=x|name=y") },
	{ "no semicolon before a parameter", SLICE_INIT("a/b charset=x name=y"),
	  SLICE_INIT("a/b|charset=x|name=y") },
	{ "no semicolon behind quotes",
	  SLICE_INIT("a/b; name=\"x y\" boundary=z"),
	  SLICE_INIT("a/b|name=x y|boundary=z") },
	{ "nothing at all behind quotes",
	  SLICE_INIT("a/b; name=\"x\"charset=z"),
	  SLICE_INIT("a/b|name=x|charset=z") },
	{ "comments anywhere",
	  SLICE_INIT("(c) a/b (c; x=1); (c) x (c) = (c) y (c); z=\"(w)\" (c)"),
	  SLICE_INIT("a/b|x=y|z=(w)") },
	{ "a comment inside the word", SLICE_INIT("text(c)/plain"),
	  SLICE_INIT("text/plain") },
	{ "blanks inside the word", SLICE_INIT("text / plain; x=y"),
	  SLICE_INIT("text/plain|x=y") },
	{ "quotes around the word", SLICE_INIT("\"text/html\"; x=y"),
	  SLICE_INIT("text/html|x=y") },
	{ "a comment without an end hides up to the next semicolon",
	  SLICE_INIT("a/b (c; x=y"), SLICE_INIT("a/b|x=y") },
	{ "no word", SLICE_INIT("; x=y"), SLICE_INIT("|x=y") },
	{ "a parameter for a word", SLICE_INIT("filename=\"x.pdf\"; y=z"),
	  SLICE_INIT("|filename=x.pdf|y=z") },
	{ "a name without a value is passed over",
	  SLICE_INIT("a/b; charset; x=y"), SLICE_INIT("a/b|x=y") },
	{ "a value without a name, too", SLICE_INIT("a/b; =z; x=y"),
	  SLICE_INIT("a/b|x=y") },
	{ "of repeated ones the first", SLICE_INIT("a/b; x=1; X=2"),
	  SLICE_INIT("a/b|x=1") },
	{ "a value with everything a boundary may have",
	  SLICE_INIT("a/b; boundary==_?:/'()+,-.; x=y"),
	  SLICE_INIT("a/b|boundary==_?:/'()+,-.|x=y") },
	{ "a boundary of one quote", SLICE_INIT("a/b; boundary=\"\\\"\"; x=y"),
	  SLICE_INIT("a/b|boundary=\"|x=y") },
	{ "a quote alone is taken as it stands",
	  SLICE_INIT("a/b; boundary=\""), SLICE_INIT("a/b|boundary=") },
	{ "a boundary is bytes",
	  SLICE_INIT("a/b; boundary=\"\xe9=?utf-8?q?x?=\""),
	  SLICE_INIT("a/b|boundary=\xe9=?utf-8?q?x?=") },
	{ "quotes without an end", SLICE_INIT("a/b; name=\"x y.pdf; charset=z"),
	  SLICE_INIT("a/b|name=x y.pdf|charset=z") },
	{ "quotes inside of quotes",
	  SLICE_INIT("a/b; name=\"the \"big\" one.pdf\"; x=y"),
	  SLICE_INIT("a/b|name=the \"big\" one.pdf|x=y") },
	{ "doubled quotes", SLICE_INIT("a/b; charset=\"\"utf-8\"\"; x=y"),
	  SLICE_INIT("a/b|charset=\"utf-8\"|x=y") },
	{ "NULs", SLICE_INIT("a/b; x=y\0z"), SLICE_INIT("a/b|x=y z") },
	{ "nothing", SLICE_INIT(""), SLICE_INIT("") },
};

static const struct row names[] = {
	{ "without quotes, with blanks",
	  SLICE_INIT("attachment; filename=my big file.pdf; size=3"),
	  SLICE_INIT("attachment|filename=my big file.pdf|size=3") },
	{ "without quotes, with brackets and a comma",
	  SLICE_INIT("attachment; filename=report (1), [final].pdf"),
	  SLICE_INIT("attachment|filename=report (1), [final].pdf") },
	{ "an encoded word in quotes",
	  SLICE_INIT("a/b; name=\"=?utf-8?B?w6kucGRm?=\""),
	  SLICE_INIT("a/b|name=\xc3\xa9.pdf") },
	{ "encoded words without quotes, folded",
	  SLICE_INIT("a/b; name==?utf-8?q?a;b=3D?= =?utf-8?q?c.pdf?=; x=y"),
	  SLICE_INIT("a/b|name=a;b=c.pdf|x=y") },
	{ "an encoded word in the middle",
	  SLICE_INIT("a/b; name=\"x =?utf-8?q?=C3=A9?=.pdf\""),
	  SLICE_INIT("a/b|name=x \xc3\xa9.pdf") },
	{ "the whole field as one encoded word",
	  SLICE_INIT("=?utf-8?q?attachment=3B_filename=3Dx.pdf?="),
	  SLICE_INIT("attachment|filename=x.pdf") },
	{ "raw UTF-8", SLICE_INIT("a/b; name=\"\xc3\xa9.pdf\""),
	  SLICE_INIT("a/b|name=\xc3\xa9.pdf") },
	{ "raw bytes of windows-1252", SLICE_INIT("a/b; name=\"caf\xe9.pdf\""),
	  SLICE_INIT("a/b|name=caf\xc3\xa9.pdf") },
	{ "decoded line ends are blanks",
	  SLICE_INIT("a/b; name=\"=?utf-8?q?a=0D=0Ab"
	      "?=\"; filename*=utf-8''c%0Ad%00"),
	  SLICE_INIT("a/b|name=a  b|filename=c d ") },
	{ "a path with RFC 822's backslashes",
	  SLICE_INIT("a/b; name=\"C:\\\\x\\\\y.txt\""),
	  SLICE_INIT("a/b|name=C:\\x\\y.txt") },
	{ "a path is handed on", SLICE_INIT("a/b; name=\"../../x.txt\""),
	  SLICE_INIT("a/b|name=../../x.txt") },
};

static const struct row rfc2231[] = {
	{ "a charset and percents",
	  SLICE_INIT("a/b; filename*=utf-8''%e2%82%ac%20rates"),
	  SLICE_INIT("a/b|filename=\xe2\x82\xac rates") },
	{ "a language", SLICE_INIT("a/b; name*=iso-8859-1'en'%A3%20rates"),
	  SLICE_INIT("a/b|name=\xc2\xa3 rates") },
	{ "pieces", SLICE_INIT("a/b; name*0=\"abc\"; name*1=def"),
	  SLICE_INIT("a/b|name=abcdef") },
	{ "pieces out of order",
	  SLICE_INIT("a/b; name*1=b; name*2=c; name*0=a"),
	  SLICE_INIT("a/b|name=abc") },
	{ "ten pieces are in order of number",
	  SLICE_INIT("a/b; n*10=k; n*0=a; n*9=j; n*1=b; n*2=c; n*3=d; n*4=e; "
	      "n*5=f; n*6=g; n*7=h; n*8=i"),
	  SLICE_INIT("a/b|n=abcdefghijk") },
	{ "a missing piece is left out", SLICE_INIT("a/b; name*0=a; name*2=c"),
	  SLICE_INIT("a/b|name=ac") },
	{ "counted from one", SLICE_INIT("a/b; name*1=a; name*2=b"),
	  SLICE_INIT("a/b|name=ab") },
	{ "encoded pieces",
	  SLICE_INIT("a/b; name*0*=utf-8''%c3; name*1*=%a9.txt"),
	  SLICE_INIT("a/b|name=\xc3\xa9.txt") },
	{ "encoded and plain pieces",
	  SLICE_INIT("a/b; name*0*=utf-8''%e2%82%ac; name*1=\" 5%20\""),
	  SLICE_INIT("a/b|name=\xe2\x82\xac 5%20") },
	{ "pieces of any charset",
	  SLICE_INIT("a/b; name*0*=shift_jis''%83%65; name*1*=%83%58%83%67"),
	  SLICE_INIT("a/b|name=\xe3\x83\x86\xe3\x82\xb9\xe3\x83\x88") },
	{ "encoded words in pieces, parted anywhere",
	  SLICE_INIT("a/b; name*0=\"=?utf-8?q?=C3=\"; name*1=\"A9?=\""),
	  SLICE_INIT("a/b|name=\xc3\xa9") },
	{ "an unknown charset", SLICE_INIT("a/b; name*=x-none''%c3%a9"),
	  SLICE_INIT("a/b|name=\xc3\xa9") },
	{ "no charset", SLICE_INIT("a/b; name*=''%c3%a9"),
	  SLICE_INIT("a/b|name=\xc3\xa9") },
	{ "no quotes", SLICE_INIT("a/b; name*=a%20b"),
	  SLICE_INIT("a/b|name=a b") },
	{ "in double quotes", SLICE_INIT("a/b; name*=\"utf-8''a%20b\""),
	  SLICE_INIT("a/b|name=a b") },
	{ "broken percents stay", SLICE_INIT("a/b; name*=utf-8''5%_%4"),
	  SLICE_INIT("a/b|name=5%_%4") },
	{ "its syntax without its star",
	  SLICE_INIT("a/b; name=\"utf-8''a%20b\""),
	  SLICE_INIT("a/b|name=a b") },
	{ "quotes in a plain name are no syntax",
	  SLICE_INIT("a/b; name=\"Kim''s %20.txt\""),
	  SLICE_INIT("a/b|name=Kim''s %20.txt") },
	{ "the starred one wins", SLICE_INIT("a/b; name=x; name*=utf-8''y"),
	  SLICE_INIT("a/b|name=y") },
	{ "pieces win over a plain one", SLICE_INIT("a/b; name=x; name*0=y"),
	  SLICE_INIT("a/b|name=y") },
	{ "a boundary in pieces",
	  SLICE_INIT("a/b; boundary*0*=us-ascii''--%3d; boundary*1=_x"),
	  SLICE_INIT("a/b|boundary=--=_x") },
	{ "a star and no number", SLICE_INIT("a/b; name*x=y"),
	  SLICE_INIT("a/b|name=y") },
	{ "a number that no one counts to",
	  SLICE_INIT("a/b; name*99999999999999999999=y"),
	  SLICE_INIT("a/b|name=y") },
};

static void
test_param_syntax(void **state)
{
	(void)state;
	check(syntax, ARRAY_LEN(syntax));
}

static void
test_param_names(void **state)
{
	(void)state;
	check(names, ARRAY_LEN(names));
}

static void
test_param_rfc2231(void **state)
{
	(void)state;
	check(rfc2231, ARRAY_LEN(rfc2231));
}

static void
test_param_find(void **state)
{
	struct arena arena = ARENA_INIT;
	struct params params;
	limit_bits limited = 0;

	(void)state;
	params_parse(SLICE("a/b; x=1; Y=2"), &limits, &arena, &params,
	    &limited);
	assert_case_slice("found", params_find(&params, SLICE("y")),
	    SLICE("2"));
	assert_int_equal(params_find(&params, SLICE("z")).len, 0);
	arena_free(&arena);
}

static const struct {
	const char *name;
	const char *before, *piece;
	size_t times;
	limit_bits limited;
	size_t count;
} hostile[] = {
	{ "parameters", "a/b", ";a=b", 15000, LIMIT_BIT(LIMIT_PARAMETERS), 1 },
	{ "semicolons", "a/b", ";", 60000, 0, 0 },
	{ "comments inside of comments", "a/b ", "(", 60000,
	  LIMIT_BIT(LIMIT_COMMENT_DEPTH), 0 },
	{ "comments that do not end", "a/b; ", "a(b;", 15000,
	  LIMIT_BIT(LIMIT_COMMENT_DEPTH), 0 },
	{ "comments that end", "a/b; ", "(c)", 20000, 0, 0 },
	{ "quotes that do not end", "a/b", ";a=\"b\\\"", 8000,
	  LIMIT_BIT(LIMIT_PARAMETERS), 1 },
	{ "quotes and blanks", "a/b; name=\"", "\"    ", 12000, 0, 1 },
	{ "encoded words that do not end", "a/b; name=", "=?a", 20000, 0, 1 },
	{ "blanks", "a/b; name=x", " ", 60000, 0, 1 },
	{ "words and blanks", "a/b; name=", "x ", 30000, 0, 1 },
	{ "pieces", "a/b", ";a*1=b", 10000, LIMIT_BIT(LIMIT_PARAMETERS), 1 },
	{ "backslashes", "a/b; name=\"", "\\", 60000, 0, 1 },
	{ "percents", "a/b; name*=utf-8''", "%", 60000, 0, 1 },
	{ "a word", "", "a", 60000, 0, 0 },
};

static void
test_param_hostile(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
		struct arena arena = ARENA_INIT;
		struct text value = TEXT_IN(&arena);
		struct params params;
		limit_bits limited = 0;

		text_add_string(&value, hostile[i].before);
		for (size_t k = 0; k < hostile[i].times; k++)
			text_add_string(&value, hostile[i].piece);
		params_parse(text_slice(&value), &limits, &arena, &params,
		    &limited);
		assert_case_int(hostile[i].name, limited, hostile[i].limited);
		assert_case_int(hostile[i].name, params.count,
		    hostile[i].count);
		assert_case_true(hostile[i].name, arena.total < 4 << 20);
		arena_free(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_param_syntax),
		cmocka_unit_test(test_param_names),
		cmocka_unit_test(test_param_rfc2231),
		cmocka_unit_test(test_param_find),
		cmocka_unit_test(test_param_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
