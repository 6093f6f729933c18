/* winmail.dat: its text, its files, and what is broken in it. */
#include "case.h"
#include "mail/tnef_case.h"

#include "mail/rtf.h"
#include "mail/tnef.h"

static const struct mail_limits limits = MAIL_LIMITS_DEFAULT;

struct stream {
	struct arena arena;
	struct text bytes;
	struct text properties;
	struct tnef tnef;
	limit_bits limited;
};

static int
begin(void **state)
{
	struct stream *s = test_calloc(1, sizeof(*s));

	s->bytes = TEXT_IN(&s->arena);
	s->properties = TEXT_IN(&s->arena);
	tnef_begin(&s->bytes);
	*state = s;
	return 0;
}

static int
end(void **state)
{
	struct stream *s = *state;

	arena_free(&s->arena);
	test_free(s);
	return 0;
}

static void
read_stream(struct stream *s)
{
	/* So that a read past the end is seen. */
	struct slice exact = arena_copy(&s->arena, text_slice(&s->bytes));

	s->limited = 0;
	tnef_read(exact, &limits, &s->arena, &s->tnef, &s->limited);
}

static struct slice
text_of(struct stream *s, bool *from_html)
{
	return tnef_text(&s->tnef.body, &limits, &s->arena, from_html,
	    &s->limited);
}

static void
test_tnef_files(void **state)
{
	struct stream *s = *state;
	struct text *p = &s->properties;

	tnef_attribute(&s->bytes, TNEF_CODE_PAGE,
	    SLICE("\xe3\x04\0\0\0\0\0\0"));
	tnef_file(&s->bytes, "\xcf\xeb\xe0\xed.txt", SLICE("plan"));
	tnef_file(&s->bytes, "SHORT~1.PNG", SLICE("png"));
	mapi_begin(p, 5);
	mapi_value(p, MAPI_UNICODE, 0x3707,
	    SLICE("L\0\xf6\0\x3d\xd8\0\xde.\0p\0\0\0"));
	mapi_value(p, MAPI_STRING, 0x370e, SLICE("image/png\0"));
	mapi_value(p, MAPI_STRING, 0x3712, SLICE("<c1@x>\0"));
	mapi_value(p, MAPI_BOOLEAN, 0x7ffe, SLICE("\1\0\0\0"));
	mapi_value(p, MAPI_LONG, 0x3705, SLICE("\1\0\0\0"));
	tnef_attribute(&s->bytes, TNEF_FILE_PROPERTIES, text_slice(p));
	read_stream(s);

	assert_true(s->tnef.whole);
	assert_int_equal(s->tnef.count, 2);
	assert_case_slice("a title is in the stream's code page",
	    s->tnef.files[0].name, SLICE("План.txt"));
	assert_case_slice("bytes", s->tnef.files[0].bytes, SLICE("plan"));
	assert_case_slice("the long name counts, beyond U+FFFF too",
	    s->tnef.files[1].name, SLICE("Lö😀.p"));
	assert_case_slice("type", s->tnef.files[1].type, SLICE("image/png"));
	assert_case_slice("id", s->tnef.files[1].content_id, SLICE("c1@x"));
	assert_false(s->tnef.files[0].hidden);
	assert_true(s->tnef.files[1].hidden);
}

static void
test_tnef_file_in_properties(void **state)
{
	struct stream *s = *state;
	struct text *p = &s->properties;

	mapi_begin(p, 2);
	mapi_value(p, MAPI_BINARY, 0x3701, SLICE("bytes\0here"));
	mapi_value(p, MAPI_STRING, 0x3704, SLICE("a.bin\0"));
	tnef_attribute(&s->bytes, TNEF_FILE_PROPERTIES, text_slice(p));
	tnef_attribute(&s->bytes, TNEF_RENDERING, SLICE("\0"));
	mapi_begin(p, 1);
	mapi_value(p, MAPI_OBJECT, 0x3701, SLICE("0123456789abcdefobject"));
	tnef_attribute(&s->bytes, TNEF_FILE_PROPERTIES, text_slice(p));
	read_stream(s);

	assert_int_equal(s->tnef.count, 2);
	assert_case_slice("a file may begin without its rendering",
	    s->tnef.files[0].name, SLICE("a.bin"));
	assert_case_slice("its bytes may be a property",
	    s->tnef.files[0].bytes, SLICE("bytes\0here"));
	assert_case_slice("before an object stands the id of its interface",
	    s->tnef.files[1].bytes, SLICE("object"));
}

/* One in another, `levels` deep, and one with a file at last. */
static void
add_enclosed(struct stream *s, struct text *to, int levels)
{
	struct text inner = TEXT_IN(&s->arena);
	struct text object = TEXT_IN(&s->arena);
	struct text p = TEXT_IN(&s->arena);

	tnef_begin(&inner);
	tnef_attribute(&inner, TNEF_BODY, SLICE("what it says\0"));
	if (levels > 1)
		add_enclosed(s, &inner, levels - 1);
	tnef_file(&inner, "inner.txt", SLICE("inner"));
	text_add(&object, SLICE("0123456789abcdef"));
	text_add(&object, text_slice(&inner));
	mapi_begin(&p, 2);
	mapi_value(&p, MAPI_STRING, 0x3001, SLICE("Re: hello\0"));
	mapi_value(&p, MAPI_OBJECT, 0x3701, text_slice(&object));
	tnef_attribute(to, TNEF_RENDERING, SLICE("\0"));
	tnef_attribute(to, TNEF_FILE_PROPERTIES, text_slice(&p));
}

/* libytnef refuses them, and everything behind. */
static void
test_tnef_long_values(void **state)
{
	struct stream *s = *state;
	struct text *p = &s->properties;
	struct text text = TEXT_IN(&s->arena), bytes = TEXT_IN(&s->arena);
	bool from_html;

	for (int i = 0; i < 300000; i++) {
		text_add(&text, SLICE("\x3d\x04"));
		text_add_format(&bytes, "%d,", i);
	}
	mapi_begin(p, 2);
	mapi_value(p, MAPI_UNICODE, 0x1000, text_slice(&text));
	mapi_value(p, MAPI_STRING, 0x1013, SLICE("<p>unread\0"));
	tnef_attribute(&s->bytes, TNEF_PROPERTIES, text_slice(p));
	tnef_attribute(&s->bytes, TNEF_RENDERING, SLICE("\0"));
	mapi_begin(p, 3);
	mapi_value(p, MAPI_LONG, 0x3705, SLICE("\1\0\0\0"));
	mapi_value(p, MAPI_BINARY, 0x3701, text_slice(&bytes));
	mapi_value(p, MAPI_STRING, 0x3707, SLICE("long.txt\0"));
	tnef_attribute(&s->bytes, TNEF_FILE_PROPERTIES, text_slice(p));
	read_stream(s);

	assert_true(s->tnef.whole);
	assert_int_equal(s->tnef.count, 1);
	assert_case_slice("name", s->tnef.files[0].name, SLICE("long.txt"));
	assert_case_slice("bytes", s->tnef.files[0].bytes,
	    text_slice(&bytes));
	assert_int_equal(text_of(s, &from_html).len, 600000);
	assert_int_equal(s->limited, 0);
}

static void
test_tnef_enclosed(void **state)
{
	struct stream *s = *state;

	add_enclosed(s, &s->bytes, 1);
	tnef_file(&s->bytes, "outer.txt", SLICE("outer"));
	read_stream(s);

	assert_true(s->tnef.whole);
	assert_int_equal(s->tnef.count, 3);
	assert_case_slice("its text is a file called by its title",
	    s->tnef.files[0].name, SLICE("Re: hello.txt"));
	assert_case_slice("text", s->tnef.files[0].bytes,
	    SLICE("what it says"));
	assert_case_slice("type", s->tnef.files[0].type, SLICE("text/plain"));
	assert_case_slice("its files come behind", s->tnef.files[1].name,
	    SLICE("inner.txt"));
	assert_case_slice("bytes", s->tnef.files[1].bytes, SLICE("inner"));
	assert_case_slice("then ours", s->tnef.files[2].name,
	    SLICE("outer.txt"));
}

static void
test_tnef_enclosed_deep(void **state)
{
	struct stream *s = *state;

	add_enclosed(s, &s->bytes, 6);
	read_stream(s);
	/* Three levels of a text and a file; the fourth stays as it is. */
	assert_int_equal(s->tnef.count, 7);
	assert_true(s->tnef.files[3].bytes.len > 100);
	assert_case_slice("a file", s->tnef.files[3].name,
	    SLICE("Re: hello"));
}

static void
test_tnef_text(void **state)
{
	struct stream *s = *state;
	struct text *p = &s->properties;
	bool from_html;

	read_stream(s);
	assert_case_slice("none", text_of(s, &from_html), SLICE(""));
	mapi_begin(p, 1);
	mapi_value(p, MAPI_BINARY, 0x1009, SLICE("\x1d\0\0\0\x0f\0\0\0MELA"
	    "\0\0\0\0{\\rtf1 rich\\b0}"));
	tnef_attribute(&s->bytes, TNEF_PROPERTIES, text_slice(p));
	read_stream(s);
	assert_case_slice("rich text", text_of(s, &from_html), SLICE("rich"));
	assert_true(from_html);

	text_clear(&s->bytes);
	tnef_begin(&s->bytes);
	mapi_begin(p, 2);
	mapi_value(p, MAPI_BINARY, 0x1013, SLICE("<p>gr\xfc\xdf\x65</p>"));
	mapi_value(p, MAPI_LONG, 0x3fde, SLICE("\xe4\x04\0\0"));
	tnef_attribute(&s->bytes, TNEF_PROPERTIES, text_slice(p));
	read_stream(s);
	assert_case_slice("HTML, in the charset it names",
	    text_of(s, &from_html), SLICE("grüße"));
	assert_true(from_html);

	mapi_begin(p, 1);
	mapi_value(p, MAPI_UNICODE, 0x1000, SLICE("\x3d\x04\0\0"));
	text_clear(&s->bytes);
	tnef_begin(&s->bytes);
	tnef_attribute(&s->bytes, TNEF_BODY, SLICE("old\0"));
	tnef_attribute(&s->bytes, TNEF_PROPERTIES, text_slice(p));
	read_stream(s);
	assert_case_slice("the property comes before the attribute",
	    text_of(s, &from_html), SLICE("н"));
	assert_false(from_html);
}

static void
test_tnef_broken(void **state)
{
	struct stream *s = *state;
	struct slice all;
	size_t last_count = 0;

	tnef_attribute(&s->bytes, TNEF_BODY, SLICE("hi\0"));
	tnef_file(&s->bytes, "a.txt", SLICE("aaaa"));
	add_enclosed(s, &s->bytes, 1);
	tnef_file(&s->bytes, "b.txt", SLICE("bbbb"));
	all = text_slice(&s->bytes);
	for (size_t len = 0; len <= all.len; len++) {
		struct slice cut = arena_copy(&s->arena, slice_head(all, len));

		s->limited = 0;
		tnef_read(cut, &limits, &s->arena, &s->tnef, &s->limited);
		assert_true(s->tnef.count >= last_count);
		last_count = s->tnef.count;
		/* Between two attributes it may end. */
		if (len < 6)
			assert_false(s->tnef.whole);
	}
	assert_true(s->tnef.whole);
	assert_int_equal(last_count, 4);

	s->bytes.data[all.len - 1] ^= 1;
	read_stream(s);
	assert_case_true("a wrong checksum is told of", !s->tnef.whole);
	assert_int_equal(s->tnef.count, 4);
}

static void
test_tnef_broken_properties(void **state)
{
	static const struct {
		const char *name;
		struct slice block;
		size_t count;
	} rows[] = {
		{ "more promised than there are",
		  SLICE_INIT("\x09\0\0\0\x1e\0\x04\x37\1\0\0\0\4\0\0\0abc\0"),
		  1 },
		{ "a million promised",
		  SLICE_INIT("\0\0\x10\0\x1e\0\x04\x37\1\0\0\0\4\0\0\0abc\0"),
		  0 },
		{ "a value past the end",
		  SLICE_INIT("\1\0\0\0\x1e\0\x04\x37\1\0\0\0\xff\0\0\0abc\0"),
		  0 },
		{ "a value as long as memory",
		  SLICE_INIT("\1\0\0\0\x1e\0\x04\x37\1\0\0\0\xff\xff\xff\xff"
		      "abc\0"), 0 },
		{ "values without end", SLICE_INIT("\1\0\0\0\x1e\x10\x04\x37"
		      "\xff\xff\xff\xff\4\0\0\0abc\0"), 0 },
		{ "names without end", SLICE_INIT("\1\0\0\0\x03\0\x04\x80"
		      "0123456789abcdef\xff\xff\xff\x7f\4\0\0\0abc\0"), 0 },
		{ "an unknown type",
		  SLICE_INIT("\1\0\0\0\x77\0\x04\x37\1\0\0\0"), 0 },
		{ "nothing", SLICE_INIT("\0"), 0 },
	};
	struct stream *s = *state;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		text_clear(&s->bytes);
		tnef_begin(&s->bytes);
		tnef_attribute(&s->bytes, TNEF_FILE_PROPERTIES,
		    rows[i].block);
		tnef_file(&s->bytes, "b.txt", SLICE("b"));
		read_stream(s);
		assert_case_true(rows[i].name, !s->tnef.whole);
		assert_case_int(rows[i].name, s->tnef.count,
		    rows[i].count + 1);
		assert_case_slice(rows[i].name,
		    s->tnef.files[rows[i].count].name, SLICE("b.txt"));
	}
}

static void
test_tnef_limit(void **state)
{
	struct stream *s = *state;

	for (int i = 0; i < 201; i++)
		tnef_file(&s->bytes, "a", SLICE("b"));
	read_stream(s);
	assert_int_equal(s->tnef.count, 200);
	assert_int_equal(s->limited, LIMIT_BIT(LIMIT_ATTACHMENTS));
	assert_false(s->tnef.whole);
}

/* The library's remarks must not come out among a program's own lines. */
static void
test_tnef_silence(void **state)
{
	struct stream *s = *state;
	FILE *file = tmpfile(), *out = stdout;
	long size;

	tnef_attribute(&s->bytes, TNEF_PROPERTIES, SLICE("\1\0\0\0\x77\0\4\0"));
	stdout = file;
	read_stream(s);
	assert_ptr_equal(stdout, file);
	stdout = out;
	fflush(file);
	size = ftell(file);
	fclose(file);
	assert_int_equal(size, 0);
	assert_false(s->tnef.whole);
}

static void
test_rtf_decompress(void **state)
{
	struct stream *s = *state;
	/* MS-OXRTFCP 3.1: with a reference into the dictionary, and one that
	   runs into what it writes. */
	static const struct slice plain = SLICE_INIT("\x2d\0\0\0\x2b\0\0\0"
	    "LZFu\xf1\xc5\xc7\xa7\x03\0\x0a\0rcpg125B2\x0a\xf3 hel\x09\0 bw"
	    "\x05\xb0ld}\x0a\x80\x0f\xa0");
	static const struct slice run = SLICE_INIT("\x1a\0\0\0\x1c\0\0\0LZFu"
	    "\xe2\xd4\x4b\x51\x41\0\x04 WXYZ\x0dn}\x01\x0e\xb0");

	assert_case_slice("references", rtf_decompress(plain, 1000, &s->arena),
	    SLICE("{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"));
	assert_case_slice("a run", rtf_decompress(run, 1000, &s->arena),
	    SLICE("{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"));
	assert_case_slice("no more than asked for",
	    rtf_decompress(run, 9, &s->arena), SLICE("{\\rtf1 WX"));
	assert_case_slice("cut off", rtf_decompress(slice_head(run, 22), 1000,
	    &s->arena), SLICE("{\\rtf1 WX"));
	assert_case_slice("something else", rtf_decompress(SLICE(
	    "0123456789abcdefghi"), 1000, &s->arena), SLICE(""));
	assert_case_slice("nothing", rtf_decompress(SLICE(""), 1000,
	    &s->arena), SLICE(""));
}

static const struct {
	const char *name;
	struct slice rtf;
	struct slice want;
} texts[] = {
	{ "words", SLICE_INIT("{\\rtf1\\ansi a\\b b\\b0  c}"),
	  SLICE_INIT("ab c") },
	{ "lines", SLICE_INIT("{\\rtf1 a\\par\r\nb\\line c\\tab d\\\ne}"),
	  SLICE_INIT("a\nb\nc\td\ne") },
	{ "signs", SLICE_INIT("{\\rtf1 \\{a\\}\\\\\\~b\\_c\\-d}"),
	  SLICE_INIT("{a}\\ b-cd") },
	{ "octets in a code page",
	  SLICE_INIT("{\\rtf1\\ansicpg1251 \\'cf\\'eb\\'e0\\'ed}"),
	  SLICE_INIT("План") },
	{ "two octets for a character",
	  SLICE_INIT("{\\rtf1\\ansicpg932 \\'83\\'65\\'83X\\'83\\'67}"),
	  SLICE_INIT("テスト") },
	{ "a font in another charset", SLICE_INIT("{\\rtf1\\ansicpg1252{"
	      "\\fonttbl{\\f0 Arial;}{\\f7\\fcharset204 Arial;}}\\f7 "
	      "\\'cf{\\f0 \\'e4}\\'eb}"), SLICE_INIT("Пäл") },
	{ "Unicode and what stands for it",
	  SLICE_INIT("{\\rtf1 \\u8364?5 \\uc2\\u1055 PPx\\uc0\\u1083 y}"),
	  SLICE_INIT("€5 Пxлy") },
	{ "negative Unicode, and in two halves",
	  SLICE_INIT("{\\rtf1\\uc0 \\u-3913 \\u-10179\\u-8704 }"),
	  SLICE_INIT("\xef\x82\xb7😀") },
	{ "half a character", SLICE_INIT("{\\rtf1\\uc0 \\u-10179 x\\u-8704 }"),
	  SLICE_INIT("x\xef\xbf\xbd") },
	{ "what is no text", SLICE_INIT("{\\rtf1{\\fonttbl{\\f0 Arial;}}"
	      "{\\colortbl;}{\\*\\generator x;}{\\info{\\author me}}"
	      "{\\pict 0123}{\\field{\\*\\fldinst HYPERLINK}"
	      "{\\fldrslt link}}}"), SLICE_INIT("link") },
	{ "HTML inside", SLICE_INIT("{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag64 "
	      "<p>}\\htmlrtf {\\htmlrtf0 hi{\\*\\htmltag84 &nbsp;}\\htmlrtf "
	      "\\'a0\\htmlrtf0 you\\htmlrtf\\par}\\htmlrtf0 "
	      "{\\*\\htmltag72 </p>}}"), SLICE_INIT("hi\xc2\xa0you\n") },
	{ "octets that are no text", SLICE_INIT("{\\rtf1 a\\bin5 {{}\\\\b}"),
	  SLICE_INIT("ab") },
	{ "open ends", SLICE_INIT("{\\rtf1 a{b\\"), SLICE_INIT("ab") },
	{ "ends too many", SLICE_INIT("a}}}b\\'z\\'"), SLICE_INIT("abz") },
	{ "nothing", SLICE_INIT(""), SLICE_INIT("") },
};

static void
test_rtf_text(void **state)
{
	struct stream *s = *state;
	struct text deep = TEXT_IN(&s->arena);

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		assert_case_slice(texts[i].name, rtf_to_text(texts[i].rtf,
		    1000, &s->arena), texts[i].want);
	for (int i = 0; i < 1000; i++)
		text_add_string(&deep, "{\\*");
	for (int i = 0; i < 1000; i++)
		text_add_string(&deep, "}");
	text_add_string(&deep, "seen");
	assert_case_slice("deep groups", rtf_to_text(text_slice(&deep), 1000,
	    &s->arena), SLICE("seen"));
}

int
main(void)
{
#define IN_STREAM(test) cmocka_unit_test_setup_teardown(test, begin, end)
	const struct CMUnitTest tests[] = {
		IN_STREAM(test_tnef_files),
		IN_STREAM(test_tnef_file_in_properties),
		IN_STREAM(test_tnef_long_values),
		IN_STREAM(test_tnef_enclosed),
		IN_STREAM(test_tnef_enclosed_deep),
		IN_STREAM(test_tnef_text),
		IN_STREAM(test_tnef_broken),
		IN_STREAM(test_tnef_broken_properties),
		IN_STREAM(test_tnef_limit),
		IN_STREAM(test_tnef_silence),
		IN_STREAM(test_rtf_decompress),
		IN_STREAM(test_rtf_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
