/* Templates: what they become, and what foreign text must not become. */
#include "case.h"

#include "base/text.h"
#include "desk/template.h"
#include "desk/template_html.h"

static const struct template_value few[] = {
	{ "number", SLICE_INIT("12") },
	{ "subject", SLICE_INIT("Printer & <fax>") },
	{ "user_name", SLICE_INIT("Alice") },
	{ "assignee", SLICE_INIT("") },
	{ "text", SLICE_INIT("one\n\n  two <b>\n") },
	{ "receipt", SLICE_INIT("") },
	{ "note_address", SLICE_INIT("help+n2k@help.test") },
};

#define HEAD "S\n\n"

static const struct {
	const char *name;
	const char *body;
	const char *want;
} texts[] = {
	{ "plain words", "Hello,\n\nworld.\n", "Hello,\n\nworld.\n" },
	{ "a value", "#{{number}}.\n", "#12.\n" },
	{ "blanks inside the braces", "{{ number }}\n", "12\n" },
	{ "an unknown name is nothing", "a{{nonsense}}b\n", "ab\n" },
	{ "a known name without value is nothing", "a{{old}}b\n", "ab\n" },
	{ "no braces are a value's", "{{user_name}}{\n", "Alice{\n" },
	{ "what nothing closes is text", "a {{number\n", "a {{number\n" },
	{ "a section whose value is there", "{{#number}}n{{/number}}!\n",
	  "n!\n" },
	{ "one whose value is empty", "{{#assignee}}a{{/assignee}}!\n", "!\n" },
	{ "one whose value is absent", "{{#old}}a{{/old}}!\n", "!\n" },
	{ "the other way round", "{{^assignee}}nobody{{/assignee}}\n",
	  "nobody\n" },
	{ "and back", "x{{^number}}nobody{{/number}}\n", "x\n" },
	{ "sections inside sections",
	  "{{#number}}a{{#old}}b{{#number}}c{{/number}}{{/old}}d"
	  "{{/number}}e\n", "ade\n" },
	{ "inside what is not shown nothing is",
	  "{{#old}}a{{^old}}b{{/old}}c{{>text}}{{/old}}d\n", "d\n" },
	{ "marks on their own lines leave none",
	  "a\n{{#number}}\nb\n{{/number}}\nc\n", "a\nb\nc\n" },
	{ "whether shown or not", "a\n{{#old}}\nb\n{{/old}}\nc\n", "a\nc\n" },
	{ "a block verbatim", "a\n\n{{>text}}\n\nb\n",
	  "a\n\none\n\n  two <b>\n\nb\n" },
	{ "a block as a quote", "a\n\n> {{>text}}\n\nb\n",
	  "a\n\n> one\n>\n>   two <b>\n\nb\n" },
	{ "a quote in front", "> {{>text}}\nb\n",
	  "> one\n>\n>   two <b>\nb\n" },
	{ "an empty block is nothing", "a\n\n{{>receipt}}\n", "a\n" },
	{ "nor does it leave a hole", "a\n\n{{>receipt}}\n\nb\n",
	  "a\n\nb\n" },
	{ "nor does an empty quote", "a\n\n> {{>receipt}}\n\nb\n",
	  "a\n\nb\n" },
	{ "nor what is not shown", "a\n\n{{#old}}\nb\n{{/old}}\n\nc\n",
	  "a\n\nc\n" },
	{ "empty lines around are cut", "\n\n{{old}}\na\n\n{{old}}\n\n",
	  "a\n" },
};

static struct slice
whole(const char *body, struct arena *arena)
{
	struct text text = TEXT_IN(arena);

	text_add_string(&text, HEAD);
	text_add_string(&text, body);
	return text_slice(&text);
}

static void
test_template_text(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct template_result	got;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		template_render_text(SLICE("en"), whole(texts[i].body, &arena), few,
		    ARRAY_LEN(few), &arena, &got);
		assert_case_slice(texts[i].name, got.text,
		    slice_of(texts[i].want));
		assert_case_slice("the subject", got.subject, SLICE("S"));
	}
	arena_free(&arena);
}

/* What people send, in a line of ours. */
static const struct {
	const char	*name;
	struct slice	 value, want;
} foreign[] = {
	{ "a name", SLICE_INIT("J\xc3\xb6rg"), SLICE_INIT("J\xc3\xb6rg") },
	{ "line ends make no lines", SLICE_INIT("a\r\nBcc: x\nb"),
	  SLICE_INIT("a  Bcc: x b") },
	{ "nor do Unicode's", SLICE_INIT("a\xe2\x80\xa8" "b\xe2\x80\xa9" "c"),
	  SLICE_INIT("a b c") },
	{ "a NUL", SLICE_INIT("a\0b"), SLICE_INIT("a b") },
	{ "an escape", SLICE_INIT("a\033[2Jb"), SLICE_INIT("a [2Jb") },
	{ "a C1 control", SLICE_INIT("a\xc2\x9b" "b"), SLICE_INIT("a b") },
	{ "marks that turn our words round",
	  SLICE_INIT("a\xe2\x80\xae" "b\xe2\x81\xa7" "c"), SLICE_INIT("abc") },
	{ "no UTF-8", SLICE_INIT("a\xff" "b"),
	  SLICE_INIT("a\xef\xbf\xbd" "b") },
	{ "braces are not read again", SLICE_INIT("{{number}}"),
	  SLICE_INIT("{{number}}") },
};

static void
test_template_foreign_line(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct template_result	got;
	struct template_value	value = { "user_name", SLICE_INIT("") };
	struct text		want;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(foreign); i++) {
		value.value = foreign[i].value;
		template_render_text(SLICE("en"),
		    SLICE("[{{user_name}}]\n\n<{{user_name}}>\n"), &value, 1,
		    &arena, &got);
		want = TEXT_IN(&arena);
		text_add_string(&want, "<");
		text_add(&want, foreign[i].want);
		text_add_string(&want, ">\n");
		assert_case_slice(foreign[i].name, got.text,
		    text_slice(&want));
		assert_case_slice(foreign[i].name, slice_make(
		    got.subject.data + 1, got.subject.len - 2),
		    foreign[i].want);
	}
	arena_free(&arena);
}

static void
test_template_foreign_block(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct template_result	got;
	struct template_value	value = { "text", SLICE_INIT(
	    "\n \n\ta\tb\r\nc\0d\033e\xff\rf {{number}}\n\n") };

	(void)state;
	template_render_text(SLICE("en"), SLICE("S\n\n{{>text}}\n"), &value, 1,
	    &arena, &got);
	assert_case_slice("lines, tabs and no controls", got.text,
	    SLICE("\ta\tb\nc d e\xef\xbf\xbd\nf {{number}}\n"));
	arena_free(&arena);
}

static void
test_template_long_value(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct text		name = TEXT_IN(&arena);
	struct template_value	value = { "user_name", SLICE_INIT("") };
	struct template_result	got;

	(void)state;
	while (name.len < 3 * TEMPLATE_VALUE_MAX)
		text_add_string(&name, "\xe2\x82\xac");
	value.value = text_slice(&name);
	template_render_text(SLICE("en"), SLICE("S\n\n{{user_name}}\n"), &value, 1,
	    &arena, &got);
	assert_true(got.text.len <= TEMPLATE_VALUE_MAX + 4);
	assert_true(slice_ends(got.text, SLICE("\xe2\x82\xac...\n")));
	assert_true(slice_is_utf8(got.text));

	value.value = slice_head(text_slice(&name), TEMPLATE_VALUE_MAX - 2);
	template_render_text(SLICE("en"), SLICE("S\n\n{{user_name}}\n"), &value, 1,
	    &arena, &got);
	assert_int_equal(got.text.len, TEMPLATE_VALUE_MAX - 1);
	arena_free(&arena);
}

static const struct {
	const char *name;
	const char *body;
	const char *want; /* between <body> and </body> */
} htmls[] = {
	{ "paragraphs and lines", "a\nb\n\nc\n",
	  "<p dir=\"auto\">a<br>\nb</p>\n<p dir=\"auto\">c</p>\n" },
	{ "values are escaped", "{{subject}}\n",
	  "<p dir=\"auto\">Printer &amp; &lt;fax&gt;</p>\n" },
	{ "a block", "{{>text}}\n",
	  "<div dir=\"auto\" style=\"white-space:pre-wrap\">one<br><br>"
	  "  two &lt;b&gt;</div>\n" },
	{ "a web address", "see https://x.test/a?b=1&c=2.\n",
	  "<p dir=\"auto\">see <a href=\"https://x.test/a?b=1&amp;c=2\">"
	  "https://x.test/a?b=1&amp;c=2</a>.</p>\n" },
	{ "one in brackets", "(http://x.test/)\n",
	  "<p dir=\"auto\">(<a href=\"http://x.test/\">http://x.test/</a>)"
	  "</p>\n" },
	{ "one that would break out", "http://x.test/\"onclick='y'\n",
	  "<p dir=\"auto\"><a href=\"http://x.test/\">http://x.test/</a>"
	  "&quot;onclick=&#39;y&#39;</p>\n" },
	{ "other schemes are no links", "javascript:alert(1)\n",
	  "<p dir=\"auto\">javascript:alert(1)</p>\n" },
	{ "a scheme alone is none", "http:// x\n",
	  "<p dir=\"auto\">http:// x</p>\n" },
	{ "a scheme in a word is none", "xhttp://x.test\n",
	  "<p dir=\"auto\">xhttp://x.test</p>\n" },
	{ "a mail address", "to {{note_address}}.\n",
	  "<p dir=\"auto\">to <a href=\"mailto:help+n2k@help.test\">"
	  "help+n2k@help.test</a>.</p>\n" },
	{ "one in brackets, with a name", "A <a@b.test>\n",
	  "<p dir=\"auto\">A &lt;<a href=\"mailto:a@b.test\">a@b.test</a>&gt;"
	  "</p>\n" },
	{ "the end of a word is no address", "J\xc3\xb6rg@x.test\n",
	  "<p dir=\"auto\">J\xc3\xb6rg@x.test</p>\n" },
	{ "an at sign alone is none", "a @ b, @c, d@\n",
	  "<p dir=\"auto\">a @ b, @c, d@</p>\n" },
	{ "a signature is small", "a\n\n-- \nb\nc\n",
	  "<p dir=\"auto\">a</p>\n<p dir=\"auto\" style=\"color:#666;"
	  "font-size:13px\">b<br>\nc</p>\n" },
	{ "so is the line to answer above", "## above ##\n\na\n",
	  "<p dir=\"auto\" style=\"color:#666;font-size:13px\">## above ##"
	  "</p>\n<p dir=\"auto\">a</p>\n" },
};

static void
test_template_html(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct template_result	got;
	struct slice		body;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(htmls); i++) {
		template_render_text(SLICE("en"), whole(htmls[i].body, &arena), few,
		    ARRAY_LEN(few), &arena, &got);
		body = template_html(got.subject, got.text, got.shape, &arena);
		body = slice_from(body, slice_search(body, SLICE("<body")));
		body = slice_from(body, slice_index(body, '\n') + 1);
		body = slice_head(body, slice_search(body, SLICE("</body>")));
		assert_case_slice(htmls[i].name, body,
		    slice_of(htmls[i].want));
	}
	arena_free(&arena);
}

static void
test_template_html_document(void **state)
{
	struct arena		arena = ARENA_INIT;
	struct template_result	got;
	struct slice		html;

	(void)state;
	template_render_text(SLICE("de"), SLICE("{{subject}}\n\n> {{>text}}\n"), few,
	    ARRAY_LEN(few), &arena, &got);
	html = template_html(got.subject, got.text, got.shape, &arena);
	assert_true(slice_starts(html, SLICE("<!DOCTYPE html>\n")));
	assert_true(slice_has(html, SLICE("<html lang=\"de\">")));
	assert_true(slice_has(html, SLICE("<meta charset=\"utf-8\">")));
	assert_true(slice_has(html,
	    SLICE("<title>Printer &amp; &lt;fax&gt;</title>")));
	assert_true(slice_has(html, SLICE("<blockquote dir=\"auto\"")));
	assert_true(slice_has(html,
	    SLICE(">one<br><br>  two &lt;b&gt;</blockquote>")));
	assert_false(slice_has(html, SLICE("&gt; one")));
	arena_free(&arena);
}

static const struct {
	const char *name;
	const char *text;
	const char *shape;
	const char *want; /* between <body> and </body> */
} shapes[] = {
	{ "prose, a block and a quote", "a\nb\n> c\n>\n>  d\n", "en p2 b2 q9",
	  "<p dir=\"auto\">a</p>\n"
	  "<div dir=\"auto\" style=\"white-space:pre-wrap\">b</div>\n"
	  "<blockquote dir=\"auto\" style=\"margin:0 0 1em 0;padding-left:1em;"
	  "border-left:3px solid #ccc;white-space:pre-wrap\">c<br><br> d"
	  "</blockquote>\n" },
	{ "the last piece has all the rest", "ab\nc\n", "en p1 p1",
	  "<p dir=\"auto\">a</p>\n<p dir=\"auto\">b<br>\nc</p>\n" },
	{ "a piece that is longer than the text", "ab\n", "en p90 p1",
	  "<p dir=\"auto\">ab</p>\n" },
	{ "no pieces", "a <b>\n", "en",
	  "<div dir=\"auto\" style=\"white-space:pre-wrap\">a &lt;b&gt;"
	  "</div>\n" },
	{ "nonsense", "a\n", "en nonsense b",
	  "<div dir=\"auto\" style=\"white-space:pre-wrap\">a</div>\n" },
};

static void
test_template_shape(void **state)
{
	struct arena	arena = ARENA_INIT;
	struct slice	body;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
		body = template_html(SLICE("S"), slice_of(shapes[i].text),
		    slice_of(shapes[i].shape), &arena);
		body = slice_from(body, slice_search(body, SLICE("<body")));
		body = slice_from(body, slice_index(body, '\n') + 1);
		body = slice_head(body, slice_search(body, SLICE("</body>")));
		assert_case_slice(shapes[i].name, body,
		    slice_of(shapes[i].want));
	}
	assert_case_slice("no shape, no HTML", template_html(SLICE("S"),
	    SLICE("a"), SLICE_EMPTY, &arena), SLICE_EMPTY);
	arena_free(&arena);
}

static const struct {
	const char *name;
	const char *text;
	const char *want; /* NULL: good */
} checks[] = {
	{ "a good one", "S\n\n{{#text}}\n> {{>text}}\n{{/text}}\n", NULL },
	{ "no empty line", "S\nHello\n\nx\n",
	  "template x/y:1: a subject, an empty line and a body are wanted" },
	{ "no subject", "\n\nHello\n",
	  "template x/y:1: a subject, an empty line and a body are wanted" },
	{ "no body", "S\n\n",
	  "template x/y:1: a subject, an empty line and a body are wanted" },
	{ "an unknown name", "S\n\na\n{{nmuber}}\n",
	  "template x/y:4: {{nmuber}} is no name we know" },
	{ "an unknown section", "S\n\n{{#x}}a{{/x}}\n",
	  "template x/y:3: {{x}} is no name we know" },
	{ "a name in the subject", "{{nmuber}}\n\na\n",
	  "template x/y:1: {{nmuber}} is no name we know" },
	{ "an open section", "S\n\n{{#old}}\na\n",
	  "template x/y:5: {{old}} is not closed" },
	{ "sections across", "S\n\n{{#old}}{{#text}}{{/old}}{{/text}}\n",
	  "template x/y:3: {{old}} closes what is not open" },
	{ "an end without beginning", "S\n\na{{/old}}\n",
	  "template x/y:3: {{old}} closes what is not open" },
	{ "lines as a value", "S\n\n{{text}}\n",
	  "template x/y:3: {{text}} has several lines: write {{>name}}" },
	{ "a value as lines", "S\n\n{{>number}}\n",
	  "template x/y:3: {{number}} is one line: write {{name}}" },
	{ "lines in the subject", "{{>text}}\n\na\n",
	  "template x/y:1: {{text}} must stand alone on a line of the body" },
	{ "lines among words", "S\n\na {{>text}}\n",
	  "template x/y:3: {{text}} must stand alone on a line of the body" },
	{ "words behind lines", "S\n\n{{>text}} a\n",
	  "template x/y:3: {{text}} must stand alone on a line of the body" },
	{ "braces that nothing closes", "S\n\na\nb {{number\n",
	  "template x/y:4: {{}} is not closed by }}" },
	{ "too deep", "S\n\n{{#old}}{{#old}}{{#old}}{{#old}}{{#old}}{{#old}}"
	  "{{#old}}{{#old}}{{#old}}x\n",
	  "template x/y:3: {{old}} is in too many others" },
};

static void
test_template_check_text(void **state)
{
	struct fail why;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(checks); i++) {
		why = (struct fail)FAIL_INIT;
		assert_case_int(checks[i].name, template_check_text("x/y",
		    slice_of(checks[i].text), &why),
		    checks[i].want == NULL ? 0 : -1);
		assert_case(checks[i].name, why.text,
		    checks[i].want == NULL ? "" : checks[i].want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_template_text),
		cmocka_unit_test(test_template_foreign_line),
		cmocka_unit_test(test_template_foreign_block),
		cmocka_unit_test(test_template_long_value),
		cmocka_unit_test(test_template_html),
		cmocka_unit_test(test_template_html_document),
		cmocka_unit_test(test_template_shape),
		cmocka_unit_test(test_template_check_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
