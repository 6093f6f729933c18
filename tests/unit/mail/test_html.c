/* HTML as text: layout, links, quotes, what is hidden, what is too much. */
#include "case.h"

#include "base/text.h"
#include "mail/html.h"

static const struct mail_limits	limits = MAIL_LIMITS_DEFAULT;

static const struct {
	const char	*name;
	struct slice	 html;
	struct slice	 want;
} cases[] = {
	{ "plain text is itself", SLICE_INIT("hello"), SLICE_INIT("hello") },
	{ "blanks and line ends are one blank",
	  SLICE_INIT("  a \n\t b  "), SLICE_INIT("a b") },
	{ "inline elements part no words",
	  SLICE_INIT("a<b>b</b><span>c</span> <i>d</i>"),
	  SLICE_INIT("abc d") },
	{ "blocks are lines", SLICE_INIT("<div>a</div><div>b</div>c"),
	  SLICE_INIT("a\nb\nc") },
	{ "blocks in blocks are still one line each",
	  SLICE_INIT("<div><div>a</div></div><div><div>b</div></div>"),
	  SLICE_INIT("a\nb") },
	{ "paragraphs have an empty line between",
	  SLICE_INIT("<p>a</p><p>b</p>"), SLICE_INIT("a\n\nb") },
	{ "paragraphs that nobody closed", SLICE_INIT("<p>a<p>b"),
	  SLICE_INIT("a\n\nb") },
	{ "Outlook's paragraphs are lines",
	  SLICE_INIT("<p class=MsoNormal>a</p><p class=MsoNormal>b</p>"
	      "<p class=MsoNormal><o:p>&nbsp;</o:p></p>"
	      "<p class=MsoNormal>c</p>"),
	  SLICE_INIT("a\nb\n\nc") },
	{ "br ends a line", SLICE_INIT("a<br>b<br/>c"), SLICE_INIT("a\nb\nc") },
	{ "two of them make an empty line", SLICE_INIT("a<br><br>b"),
	  SLICE_INIT("a\n\nb") },
	{ "a br at the end of a block adds nothing",
	  SLICE_INIT("<div>a<br></div><div>b</div>"), SLICE_INIT("a\nb") },
	{ "a br alone in a block is an empty line",
	  SLICE_INIT("<div>a</div><div><br></div><div>b</div>"),
	  SLICE_INIT("a\n\nb") },
	{ "so is a no-break space",
	  SLICE_INIT("<div>a</div><div>&nbsp;</div><div>b</div>"),
	  SLICE_INIT("a\n\nb") },
	{ "never more than one empty line",
	  SLICE_INIT("a<br><br><br><br><p>&nbsp;</p><p></p>b"),
	  SLICE_INIT("a\n\nb") },
	{ "no empty lines at the ends",
	  SLICE_INIT("<br><br><p>a</p><br><br>"), SLICE_INIT("a") },
	{ "no-break spaces are blanks", SLICE_INIT("a&nbsp;&nbsp;b"),
	  SLICE_INIT("a b") },
	{ "characters without width are gone",
	  SLICE_INIT("a&#8203;b&#65279;c&shy;d&#847;e"), SLICE_INIT("abcde") },
	{ "a joiner stays: scripts need it", SLICE_INIT("a&zwj;b"),
	  SLICE_INIT("a\xe2\x80\x8d" "b") },
	{ "entities", SLICE_INIT("&lt;&amp;&gt; &eacute; &#x20AC; &#8364;"),
	  SLICE_INIT("<&> \xc3\xa9 \xe2\x82\xac \xe2\x82\xac") },
	{ "entities that are none stay", SLICE_INIT("a & b &nosuch; AT&T"),
	  SLICE_INIT("a & b &nosuch; AT&T") },
	{ "a '<' that is no tag stays", SLICE_INIT("1 < 2 and <3 a<"),
	  SLICE_INIT("1 < 2 and <3 a<") },
	{ "lists", SLICE_INIT("x<ul><li>a</li><li>b<br>c</li></ul>y"),
	  SLICE_INIT("x\n\n- a\n- b\n  c\n\ny") },
	{ "numbered lists", SLICE_INIT("<ol><li>a</li><li>b</li></ol>"),
	  SLICE_INIT("1. a\n2. b") },
	{ "lists in lists", SLICE_INIT("<ul><li>a<ol><li>b</li><li>c</ol>"
	      "</li><li>d</li></ul>"),
	  SLICE_INIT("- a\n  1. b\n  2. c\n- d") },
	{ "an item without a list", SLICE_INIT("<li>a</li>"),
	  SLICE_INIT("- a") },
	{ "cells are parted by tabs, rows are lines",
	  SLICE_INIT("<table><tr><th>a</th><th>b</th></tr>\n"
	      "<tr> <td>c</td> <td>d</td> </tr></table>"),
	  SLICE_INIT("a\tb\nc\td") },
	{ "a table for the layout leaves no trace",
	  SLICE_INIT("<table><tr><td></td><td><p>a</p></td><td>&nbsp;</td>"
	      "</tr><tr><td></td></tr></table>b"),
	  SLICE_INIT("a\n\nb") },
	{ "verbatim text keeps its lines",
	  SLICE_INIT("a<pre>b\n  c\n\n\nd</pre>e"),
	  SLICE_INIT("a\n\nb\n  c\n\n\nd\n\ne") },
	{ "a link tells where it leads",
	  SLICE_INIT("see <a href=\"https://x.test/a?b=c\">this</a>."),
	  SLICE_INIT("see this <https://x.test/a?b=c>.") },
	{ "a link that says so itself says it once",
	  SLICE_INIT("<a href='https://x.test/'>x.test</a> "
	      "<a href='http://www.x.test'>www.x.test</a> "
	      "<a href='mailto:a@x.test?subject=x'>a@x.test</a>"),
	  SLICE_INIT("x.test www.x.test a@x.test") },
	{ "a mail address behind a name",
	  SLICE_INIT("<a href=\"mailto:a@x.test\">Kim</a>"),
	  SLICE_INIT("Kim <a@x.test>") },
	{ "a link without text is nothing",
	  SLICE_INIT("a<a href='https://x.test'></a>b"), SLICE_INIT("ab") },
	{ "other schemes are not shown",
	  SLICE_INIT("<a href='javascript:x()'>a</a>"
	      "<a href='#b'>b</a><a name=c>c</a>"), SLICE_INIT("abc") },
	{ "a target cannot break its brackets",
	  SLICE_INIT("<a href='https://x.test/a>b&#10;c d'>x</a>"),
	  SLICE_INIT("x <https://x.test/abcd>") },
	{ "pictures by what they say",
	  SLICE_INIT("a <img src=x alt=' a logo '> b<img src=y alt=''>"),
	  SLICE_INIT("a a logo b") },
	{ "a quote", SLICE_INIT("a<blockquote>b<br>c</blockquote>d"),
	  SLICE_INIT("a\n\n> b\n> c\n\nd") },
	{ "empty lines in quotes are quoted",
	  SLICE_INIT("<blockquote><p>b</p><p>c</p></blockquote>"),
	  SLICE_INIT("> b\n>\n> c") },
	{ "quotes in quotes",
	  SLICE_INIT("<blockquote>a<blockquote>b</blockquote>c</blockquote>d"),
	  SLICE_INIT("> a\n>\n> > b\n>\n> c\n\nd") },
	{ "a list in a quote",
	  SLICE_INIT("<blockquote><ul><li>a<br>b</li></ul></blockquote>"),
	  SLICE_INIT("> - a\n>   b") },
	{ "scripts, styles and titles are not text",
	  SLICE_INIT("<head><title>t</title><style>p{a:b}</style>"
	      "<script>if (a<b) c('</p>')</script></head><p>x</p>"),
	  SLICE_INIT("x") },
	{ "hidden elements are not text, nor what is in them",
	  SLICE_INIT("a<div style=\"color:red; DISPLAY : none\">b<p>c</p>"
	      "<br></div><span style='visibility:hidden'>d</span>"
	      "<p hidden>e</p>f"), SLICE_INIT("af") },
	{ "shown elements are", SLICE_INIT("<p style='display:block'>a</p>"),
	  SLICE_INIT("a") },
	{ "comments are not text",
	  SLICE_INIT("a<!-- b > c -->d<!--->e<!---->f"),
	  SLICE_INIT("adef") },
	{ "nor are conditional ones, but what they reveal is",
	  SLICE_INIT("<!--[if mso]><p>a</p><![endif]-->"
	      "<![if !mso]>b<![endif]>c"), SLICE_INIT("bc") },
	{ "a comment that does not end takes nothing with it",
	  SLICE_INIT("a<!-- b <b>c</b>"), SLICE_INIT("a b c") },
	{ "a tag that does not end takes nothing with it",
	  SLICE_INIT("a <b c"), SLICE_INIT("a <b c") },
	{ "a charset in the text is not believed",
	  SLICE_INIT("<meta charset='iso-8859-1'><meta http-equiv='Content-Type'"
	      " content='text/html; charset=utf-16'>\xc3\xa9"),
	  SLICE_INIT("\xc3\xa9") },
	{ "an XML declaration neither",
	  SLICE_INIT("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>"
	      "<html><body>\xc3\xa9</body></html>"), SLICE_INIT("\xc3\xa9") },
	{ "NULs are not there", SLICE_INIT("a\0b<\0p>c\0</p>d"),
	  SLICE_INIT("ab<p>cd") },
	{ "no entity of the mail's own",
	  SLICE_INIT("<!DOCTYPE html [<!ENTITY x SYSTEM '/etc/passwd'>]>"
	      "<p>&x;</p>"), SLICE_INIT("]>\n\n&x;") },
	{ "two documents are read both",
	  SLICE_INIT("<html><body>a</body></html><html><body>b</body></html>"),
	  SLICE_INIT("ab") },
	{ "closing what was not open",
	  SLICE_INIT("</div></p></blockquote></ul>a</pre></a>b"),
	  SLICE_INIT("ab") },
	{ "nothing", SLICE_INIT(""), SLICE_INIT("") },
	{ "no text", SLICE_INIT("<p><br><img src=x></p>"), SLICE_INIT("") },
};

static void
test_html_to_text(void **state)
{
	struct arena	arena = ARENA_INIT;
	limit_bits	limited = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_case_slice(cases[i].name, html_to_text(cases[i].html,
		    &limits, &arena, &limited), cases[i].want);
		assert_case_int(cases[i].name, limited, 0);
	}
	arena_free(&arena);
}

static void
add_times(struct text *to, const char *string, int times)
{
	for (int i = 0; i < times; i++)
		text_add_string(to, string);
}

static const struct {
	const char	*name;
	const char	*begin, *middle, *end;
	int		 times;
	const char	*want_end; /* the text ends so */
	limit_bits	 limited;
} hostile[] = {
	{ "a tag that the limit cuts is no text", "seen <p", " a=b", "",
	  600000, "seen", LIMIT_BIT(LIMIT_HTML_BYTES) },
	{ "but a sign that begins none is", "seen < ", "a", "", 2200000, "aaa",
	  LIMIT_BIT(LIMIT_HTML_BYTES) | LIMIT_BIT(LIMIT_TEXT) },
	{ "deep elements are flat, their text is read",
	  "", "<div>", "x", 1000, "x", LIMIT_BIT(LIMIT_HTML_DEPTH) },
	{ "what is hidden below the limit is hidden",
	  "", "<div>", "x<style>y</style><p style='display:none'>z", 1000, "x",
	  LIMIT_BIT(LIMIT_HTML_DEPTH) },
	{ "elements closed below the limit close nothing above",
	  "<blockquote>", "<b>", "</b></b></b>x", 1000, "> x",
	  LIMIT_BIT(LIMIT_HTML_DEPTH) },
	{ "a tag with too many attributes is passed over",
	  "<p ", "a=b ", ">x", 1000, "x", LIMIT_BIT(LIMIT_HTML_TAG) },
	{ "a tag too long is passed over",
	  "<p a=\"", "bbbbbbbb", "\">x", 10000, "x",
	    LIMIT_BIT(LIMIT_HTML_TAG) },
	{ "a long comment is no tag", "<!--", "bbbbbbbb", "-->x", 10000, "x",
	  0 },
	{ "text over the limit is cut", "", "xxxxxxx ", "y", 200000, "x",
	  LIMIT_BIT(LIMIT_TEXT) },
	{ "HTML over the limit is cut", "", "<b></b>", "y", 400000, "",
	  LIMIT_BIT(LIMIT_HTML_BYTES) },
	{ "a short line in deep quotes does not make a long one",
	  "", "<blockquote>", "x", 150, "> > x", 0 },
};

static void
test_html_limits(void **state)
{
	struct arena	arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
		struct text	html = TEXT_IN(&arena);
		struct slice	got;
		limit_bits	limited = 0;

		text_add_string(&html, hostile[i].begin);
		add_times(&html, hostile[i].middle, hostile[i].times);
		text_add_string(&html, hostile[i].end);
		got = html_to_text(text_slice(&html), &limits, &arena,
		    &limited);
		assert_case_true(hostile[i].name, slice_ends(got,
		    slice_of(hostile[i].want_end)));
		assert_case_true(hostile[i].name,
		    got.len <= limits.max[LIMIT_TEXT]);
		assert_case_int(hostile[i].name, limited, hostile[i].limited);
		arena_free(&arena);
	}
}

/* The same text however it falls into the parser's chunks. */
static void
test_html_chunks(void **state)
{
	struct arena	arena = ARENA_INIT;
	limit_bits	limited = 0;

	(void)state;
	for (int pad = 16360; pad < 16390; pad++) {
		struct text	html = TEXT_IN(&arena);
		struct slice	got;

		add_times(&html, " ", pad);
		text_add_string(&html, "<p>\xc3\xa9\xe2\x82\xac&eacute;&amp;x"
		    "</p><a href='https://x.test'>y</a>");
		got = html_to_text(text_slice(&html), &limits, &arena,
		    &limited);
		assert_case_slice("chunks leave no trace", got,
		    SLICE("\xc3\xa9\xe2\x82\xac\xc3\xa9&x\n\n"
			"y <https://x.test>"));
		arena_free(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(test_html_to_text),
		cmocka_unit_test(test_html_limits),
		cmocka_unit_test(test_html_chunks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
