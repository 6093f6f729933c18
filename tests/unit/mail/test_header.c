/* Header blocks as they arrive, fields found and unfolded. */
#include "case.h"

#include "base/text.h"
#include "mail/header.h"
#include "mail/header_scan.h"

static const struct mail_limits limits = MAIL_LIMITS_DEFAULT;

/* "name=value|name=value|", values unfolded, then what is left as body. */
static struct slice
read_block(struct slice raw, struct arena *arena)
{
	struct text all = TEXT_IN(arena);
	struct headers headers;
	limit_bits limited = 0;

	headers_parse(&raw, &limits, arena, &headers, &limited);
	for (size_t i = 0; i < headers.count; i++) {
		text_add(&all, headers.items[i].name);
		text_add_char(&all, '=');
		text_add(&all, header_unfold(headers.items[i].value, arena));
		text_add_char(&all, '|');
	}
	text_add_char(&all, '[');
	text_add(&all, raw);
	text_add_char(&all, ']');
	assert_int_equal(limited, 0);
	return text_slice(&all);
}

static const struct {
	const char *name;
	struct slice raw;
	struct slice want;
} blocks[] = {
	{ "LF", SLICE_INIT("A: 1\nB: 2\n\nx\n"), SLICE_INIT("A=1|B=2|[x\n]") },
	{ "CRLF", SLICE_INIT("A: 1\r\nB: 2\r\n\r\nx\r\n"),
	  SLICE_INIT("A=1|B=2|[x\r\n]") },
	{ "CR alone, everywhere", SLICE_INIT("A: 1\rB: 2\r C\r\rx\ry\r"),
	  SLICE_INIT("A=1|B=2 C|[x\ry\r]") },
	{ "CR alone in the sender's part, below a server's field",
	  SLICE_INIT("Received: r\r\nA: 1\rB: 2\r\rx\r\n"),
	  SLICE_INIT("Received=r|A=1|B=2|[x\r\n]") },
	{ "a CR that ends no field is a blank",
	  SLICE_INIT("A: 1\rtwo three\r\nB: 2\r\n\r\n"),
	  SLICE_INIT("A=1 two three|B=2|[]") },
	{ "line ends that were doubled on the way",
	  SLICE_INIT("A: 1\r\r\nB: 2\r\r\n\r\r\nx"),
	  SLICE_INIT("A=1|B=2|[x]") },
	{ "mixed line ends", SLICE_INIT("A: 1\r\nB: 2\n\r\nx"),
	  SLICE_INIT("A=1|B=2|[x]") },
	{ "folds",
	  SLICE_INIT("A: 1\n 2\r\n\t3\n\nx"), SLICE_INIT("A=1 2 3|[x]") },
	{ "the value may begin behind a fold", SLICE_INIT("A:\n 1\n\n"),
	  SLICE_INIT("A=1|[]") },
	{ "a folded line of blanks ends nothing",
	  SLICE_INIT("A: 1\n \t \n 2\nB: 3\n\nx"),
	  SLICE_INIT("A=1 2|B=3|[x]") },
	{ "a line of blanks before the next field ends nothing",
	  SLICE_INIT("A: 1\n \nB: 3\n\nx"), SLICE_INIT("A=1|B=3|[x]") },
	{ "blanks before the colon", SLICE_INIT("A  \t: 1\nB : 2\n\n"),
	  SLICE_INIT("A=1|B=2|[]") },
	{ "no blank behind the colon", SLICE_INIT("A:1\nB:\n\n"),
	  SLICE_INIT("A=1|B=|[]") },
	{ "duplicates stay, in order", SLICE_INIT("A: 1\na: 2\nA: 3\n\n"),
	  SLICE_INIT("A=1|a=2|A=3|[]") },
	{ "an mbox line",
	  SLICE_INIT("From kim@x Mon Jan  1 10:00:00 2024\nA: 1\n\n"),
	  SLICE_INIT("A=1|[]") },
	{ "a quoted mbox line, and one that is folded",
	  SLICE_INIT(">From kim@x Mon Jan 1 10:00:00 2024\n remote\nA: 1\n\n"),
	  SLICE_INIT("A=1|[]") },
	{ "an mbox line between fields",
	  SLICE_INIT("A: 1,\nFrom x y\nB: 2\n\n"),
	  SLICE_INIT("A=1,|B=2|[]") },
	{ "a byte order mark", SLICE_INIT("\xef\xbb\xbf" "A: 1\n\nx"),
	  SLICE_INIT("A=1|[x]") },
	{ "blank lines before", SLICE_INIT("\n\r\n \nA: 1\n\nx"),
	  SLICE_INIT("A=1|[x]") },
	{ "blank lines, an mbox line, fields",
	  SLICE_INIT("\n\nFrom x y\nA: 1\n\nx"), SLICE_INIT("A=1|[x]") },
	{ "a banner before, and a blank line",
	  SLICE_INIT("-- Forwarded original --\n\nA: 1\n\nx"),
	  SLICE_INIT("A=1|[x]") },
	{ "a banner before, and none", SLICE_INIT("-- original --\nA: 1\n\nx"),
	  SLICE_INIT("A=1|[x]") },
	{ "a field without a value first", SLICE_INIT("Newsgroups:\nA: 1\n\nx"),
	  SLICE_INIT("Newsgroups=|A=1|[x]") },
	{ "a line without a colon is passed over",
	  SLICE_INIT("A: 1\nnonsense here\nB: 2\n\nx"),
	  SLICE_INIT("A=1|B=2|[x]") },
	{ "a blank in the name makes it no field",
	  SLICE_INIT("A: 1\nquite B: 2\nC: 3\n\nx"),
	  SLICE_INIT("A=1|C=3|[x]") },
	{ "what is folded behind a line without a colon goes with it",
	  SLICE_INIT("A: 1\nnonsense\n more\nB: 2\n\n"),
	  SLICE_INIT("A=1|B=2|[]") },
	{ "a fold without its blank, behind a semicolon",
	  SLICE_INIT("A: mixed;\nboundary=\"b\"\nB: 2\n\n"),
	  SLICE_INIT("A=mixed; boundary=\"b\"|B=2|[]") },
	{ "a fold without its blank, behind a comma",
	  SLICE_INIT("To: a@x,\nb@x\n\n"), SLICE_INIT("To=a@x, b@x|[]") },
	{ "a fold without its blank, between encoded words",
	  SLICE_INIT("A: =?utf-8?q?a?=\n=?utf-8?q?b?=\n\n"),
	  SLICE_INIT("A==?utf-8?q?a?= =?utf-8?q?b?=|[]") },
	{ "a fold whose tab was written as two letters",
	  SLICE_INIT("A: 1;\n\\tb=2\n\n"), SLICE_INIT("A=1; b=2|[]") },
	{ "NULs are blanks", SLICE_INIT("A: 1\0" "2\0\n\nx"),
	  SLICE_INIT("A=1 2|[x]") },
	{ "raw bytes stay", SLICE_INIT("A: \xe9\xff\x1b$B\n\n"),
	  SLICE_INIT("A=\xe9\xff\x1b$B|[]") },
	{ "no body", SLICE_INIT("A: 1\n"), SLICE_INIT("A=1|[]") },
	{ "no line end at the end", SLICE_INIT("A: 1\nB: 2"),
	  SLICE_INIT("A=1|B=2|[]") },
	{ "nothing", SLICE_INIT(""), SLICE_INIT("[]") },
	{ "an empty header", SLICE_INIT("\nno field\n"),
	  SLICE_INIT("[no field\n]") },
	{ "text without a header is all body",
	  SLICE_INIT("Good day,\nmy printer is on fire.\n"),
	  SLICE_INIT("[Good day,\nmy printer is on fire.\n]") },
	{ "text in paragraphs without a header, too",
	  SLICE_INIT("Good day,\n\nit burns.\n"),
	  SLICE_INIT("[Good day,\n\nit burns.\n]") },
	{ "text behind the last field without the empty line is body",
	  SLICE_INIT("A: 1\nGood day\n"), SLICE_INIT("A=1|[Good day\n]") },
	{ "a colon without a name is no field",
	  SLICE_INIT(": 1\nA: 2\n\n"), SLICE_INIT("A=2|[]") },
};

static void
test_header_blocks(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(blocks); i++)
		assert_case_slice(blocks[i].name,
		    read_block(blocks[i].raw, &arena), blocks[i].want);
	arena_free(&arena);
}

static const struct {
	const char *name;
	struct slice value;
	struct slice want;
} values[] = {
	{ "nothing to do", SLICE_INIT("a  b"), SLICE_INIT("a  b") },
	{ "trimmed", SLICE_INIT("  a \r\n"), SLICE_INIT("a") },
	{ "a fold and its blanks are one blank",
	  SLICE_INIT("a \r\n\t  b"), SLICE_INIT("a b") },
	{ "several folds in a row are one blank",
	  SLICE_INIT("a\n \n\t\n b"), SLICE_INIT("a b") },
	{ "a tab inside is a blank", SLICE_INIT("a\tb"), SLICE_INIT("a b") },
	{ "controls are blanks", SLICE_INIT("a\0\x01\x7f" "b"),
	  SLICE_INIT("a   b") },
	{ "a CR inside is a blank", SLICE_INIT("a\rb"), SLICE_INIT("a b") },
	{ "a CR before a blank is a fold", SLICE_INIT("a\r  b"),
	  SLICE_INIT("a b") },
	{ "escapes of charsets stay", SLICE_INIT("a\n \x1b$B\x0e\x0f"),
	  SLICE_INIT("a \x1b$B\x0e\x0f") },
	{ "a tab written as two letters at the start of a line",
	  SLICE_INIT("a\n\\tb \n \\temp"), SLICE_INIT("a b \\temp") },
	{ "blanks only", SLICE_INIT(" \r\n \t\r\n"), SLICE_INIT("") },
	{ "controls only", SLICE_INIT("\0\0"), SLICE_INIT("") },
};

static void
test_header_unfold(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(values); i++)
		assert_case_slice(values[i].name,
		    header_unfold(values[i].value, &arena), values[i].want);
	arena_free(&arena);
}

static const struct {
	const char *name;
	struct slice value;
	struct slice want;
} words[] = {
	{ "parameters are cut off", SLICE_INIT("auto-replied; owner=y"),
	  SLICE_INIT("auto-replied") },
	{ "comments before", SLICE_INIT("(x (y\\)) ) auto-replied"),
	  SLICE_INIT("auto-replied") },
	{ "a comment directly behind", SLICE_INIT("no(really)"),
	  SLICE_INIT("no") },
	{ "the rest of the line", SLICE_INIT("bulk mail"), SLICE_INIT("bulk") },
	{ "quotes", SLICE_INIT("\"base64\" x"), SLICE_INIT("base64") },
	{ "a quote without an end", SLICE_INIT("\"base64"),
	  SLICE_INIT("base64") },
	{ "a comma", SLICE_INIT("a,b"), SLICE_INIT("a") },
	{ "a comment without an end hides all", SLICE_INIT("(no"),
	  SLICE_INIT("") },
	{ "nothing", SLICE_INIT(""), SLICE_INIT("") },
};

static void
test_header_word(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		assert_case_slice(words[i].name, header_word(words[i].value),
		    words[i].want);
}

static void
test_header_find(void **state)
{
	struct slice raw = SLICE("X: 0\nTo: a\n b\nto: c\nTO : d\n\n");
	struct arena arena = ARENA_INIT;
	struct headers headers;
	limit_bits limited = 0;
	const struct header *header;

	(void)state;
	headers_parse(&raw, &limits, &arena, &headers, &limited);
	header = headers_find(&headers, SLICE("tO"));
	assert_case_slice("any case finds it", header->value, SLICE(" a\n b"));
	header = headers_next(&headers, header);
	assert_case_slice("then the next", header->value, SLICE(" c"));
	header = headers_next(&headers, header);
	assert_case_slice("and the next", header->value, SLICE(" d"));
	assert_null(headers_next(&headers, header));
	assert_null(headers_find(&headers, SLICE("T")));
	assert_null(headers_find(&headers, SLICE("Too")));
	assert_case_slice("the first one's value, unfolded",
	    headers_value(&headers, SLICE("to"), &arena), SLICE("a b"));
	assert_int_equal(headers_value(&headers, SLICE("none"), &arena).len, 0);
	arena_free(&arena);
}

/* `count` copies of a piece between two others. */
static struct slice
repeat(const char *before, const char *piece, size_t count, const char *after,
    struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	text_add_string(&text, before);
	for (size_t i = 0; i < count; i++)
		text_add_string(&text, piece);
	text_add_string(&text, after);
	return text_slice(&text);
}

static const struct {
	const char *name;
	const char *before, *piece;
	size_t times;
	const char *after;
	limit_bits limited;
	size_t count;
} hostile[] = {
	{ "a million fields", "", "a:b\n", 1000000, "\nx",
	  LIMIT_BIT(LIMIT_HEADER_COUNT), 1000 },
	{ "one field of 20 MB", "A: ", "aaaaaaaaaa", 2000000, "\nB: 1\n\nx",
	  LIMIT_BIT(LIMIT_HEADER_FIELD), 2 },
	{ "one field of a million folds",
	  "A: 1\n", " a\n", 1000000, "B: 1\n\nx",
	  LIMIT_BIT(LIMIT_HEADER_FIELD), 2 },
	{ "folds without their blanks", "A: 1,\n", ",\n", 1000000, "B: 1\n\nx",
	  LIMIT_BIT(LIMIT_HEADER_FIELD), 2 },
	{ "fields of 1 KB that are too much together", "",
	  "A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
	  900000, "\nx",
	  LIMIT_BIT(LIMIT_HEADER_COUNT), 1000 },
	{ "blank lines before", "", "\n", 1000000, "A: 1\n\nx", 0, 1 },
	{ "mbox lines and blank lines before", "", "From j\n\n", 300000,
	  "A: 1\n\nx", 0, 1 },
	{ "CRs that end nothing", "A: ", "\rx ", 20000, "\nB: 1\n\nx", 0, 2 },
	{ "junk behind a field", "A: 1\n", "j\n", 300000, "B: 1\n\nx", 0, 2 },
};

static void
test_header_hostile(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
		struct arena arena = ARENA_INIT;
		struct slice raw = repeat(hostile[i].before, hostile[i].piece,
		    hostile[i].times, hostile[i].after, &arena);
		size_t before = arena.total;
		struct headers headers;
		limit_bits limited = 0;

		headers_parse(&raw, &limits, &arena, &headers, &limited);
		assert_case_int(hostile[i].name, limited, hostile[i].limited);
		assert_case_int(hostile[i].name, headers.count,
		    hostile[i].count);
		assert_case_slice(hostile[i].name, raw, SLICE("x"));
		assert_case_true(hostile[i].name,
		    arena.total - before < 512 << 10);
		arena_free(&arena);
	}
}

static void
test_header_limits(void **state)
{
	struct mail_limits small = MAIL_LIMITS_DEFAULT;
	struct slice raw = SLICE("A: 12345678\nB: 1\n 2\n 3\nC: 1234567\n"
	    "D: 1\n\nx");
	struct arena arena = ARENA_INIT;
	struct headers headers;
	limit_bits limited = 0;

	(void)state;
	small.max[LIMIT_HEADER_FIELD] = 7;
	small.max[LIMIT_HEADER_BYTES] = 20;
	headers_parse(&raw, &small, &arena, &headers, &limited);
	assert_int_equal(limited, LIMIT_BIT(LIMIT_HEADER_FIELD) |
	    LIMIT_BIT(LIMIT_HEADER_BYTES));
	assert_int_equal(headers.count, 3);
	assert_case_slice("a long field is cut", headers.items[0].value,
	    SLICE(" 1234"));
	assert_case_slice("a fold that is too much is cut, too",
	    headers.items[1].value, SLICE(" 1\n 2"));
	assert_case_slice("the last one gets what is left",
	    headers.items[2].value, SLICE(" 123"));
	assert_case_slice("the body is found all the same", raw, SLICE("x"));
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_header_blocks),
		cmocka_unit_test(test_header_unfold),
		cmocka_unit_test(test_header_word),
		cmocka_unit_test(test_header_find),
		cmocka_unit_test(test_header_hostile),
		cmocka_unit_test(test_header_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
