/* Families of hostile mail: whatever somebody could repeat. */
#include "families.h"

#include "base/encode.h"
#include "mail/tnef_case.h"

#define FROM "From: a@b.example\nTo: support@help.test\nSubject: x\n"
#define TEXT FROM "\n"
#define HTML FROM "Content-Type: text/html\n\n"
#define MIXED FROM "Content-Type: multipart/mixed; boundary=b\n\n"
#define CHARSET(name) FROM "Content-Type: text/plain; charset=" name "\n\n"
#define ENCODED(name) FROM "Content-Transfer-Encoding: " name "\n\n"
#define WINMAIL FROM "Content-Type: application/ms-tnef\n" \
	"Content-Transfer-Encoding: base64\n\n"

/* Lines of base64 are this much longer than what they encode. */
#define BASE64_OF(size) ((size) / 79 * 57)

static void
add_unit(struct text *to, const char *unit, size_t number)
{
	for (; *unit != '\0'; unit++) {
		if (*unit == '#')
			text_add_format(to, "%zu", number);
		else
			text_add_char(to, *unit);
	}
}

static void
repeat(struct text *to, const char *unit, size_t size)
{
	size_t end = to->len + size;
	size_t last = to->len;

	for (size_t i = 0; to->len < end; i++) {
		last = to->len;
		add_unit(to, unit, i);
	}
	to->len = last;
}

/* The lines that a boundary's look-alikes are compared at, thirty deep. */
static void
fill_lookalikes(struct text *to, size_t size)
{
	for (size_t i = 0; i < 29; i++)
		add_unit(to, "Content-Type: multipart/mixed; boundary=\""
		    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa#\"\n\n"
		    "--aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa#\n", i);
	text_add_string(to, "\n");
	repeat(to, "--aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-#\n", size);
}

/* Pictures with ids, and HTML that shows as many others. */
static void
fill_pictures(struct text *to, size_t size)
{
	repeat(to, "--b\nContent-Type: image/png\nContent-ID: <p#@x>\n\n\n",
	    size / 2);
	text_add_string(to, "--b\nContent-Type: text/html\n\n");
	repeat(to, "<img src=cid:q#@x>", size / 2);
}

static void
add_stream(struct text *to, const struct text *stream)
{
	encode_base64(to, text_slice(stream), true);
}

static void
fill_tnef_attributes(struct text *to, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct text stream = TEXT_IN(&arena);

	text_reserve(&stream, size);
	tnef_begin(&stream);
	while (stream.len < BASE64_OF(size) - 100) {
		tnef_attribute(&stream, TNEF_RENDERING, SLICE("x"));
		tnef_attribute(&stream, TNEF_TITLE, SLICE("y"));
	}
	add_stream(to, &stream);
	arena_free(&arena);
}

/* The text's properties, a thousand for each of the files. */
static void
fill_tnef_properties(struct text *to, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct text stream = TEXT_IN(&arena);
	struct text properties = TEXT_IN(&arena);

	text_reserve(&stream, size);
	tnef_begin(&stream);
	mapi_begin(&properties, 1000);
	for (size_t i = 0; i < 1000; i++)
		mapi_value(&properties, MAPI_STRING, 0x37, SLICE(""));
	while (stream.len + properties.len + 100 < BASE64_OF(size)) {
		tnef_attribute(&stream, TNEF_RENDERING, SLICE("x"));
		tnef_attribute(&stream, TNEF_FILE_PROPERTIES,
		    text_slice(&properties));
	}
	add_stream(to, &stream);
	arena_free(&arena);
}

/* One file in a property, which the library copies. */
static void
add_object(struct text *stream, uint32_t type, const struct text *object)
{
	struct text properties = TEXT_IN(stream->arena);

	text_reserve(&properties, object->len + 100);
	mapi_begin(&properties, 1);
	mapi_value(&properties, type, 0x3701, text_slice(object));
	tnef_begin(stream);
	tnef_attribute(stream, TNEF_RENDERING, SLICE("x"));
	tnef_attribute(stream, TNEF_FILE_PROPERTIES, text_slice(&properties));
}

static void
fill_tnef_object(struct text *to, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct text stream = TEXT_IN(&arena);
	struct text file = TEXT_IN(&arena);

	repeat(&file, "0123456789abcdef", BASE64_OF(size) - 200);
	add_object(&stream, MAPI_BINARY, &file);
	add_stream(to, &stream);
	arena_free(&arena);
}

/* Messages in messages, not encoded. */
static void
fill_tnef_messages(struct text *to, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct text inner = TEXT_IN(&arena);

	repeat(&inner, "0123456789abcdef", size - 1000);
	for (int i = 0; i < 8; i++) {
		struct text object = TEXT_IN(&arena);

		text_add_string(&object, "0123456789abcdef");
		text_add(&object, text_slice(&inner));
		inner = TEXT_IN(&arena);
		add_object(&inner, MAPI_OBJECT, &object);
	}
	text_add(to, text_slice(&inner));
	arena_free(&arena);
}

/* Rich text of nothing but `unit`, not compressed. */
static void
fill_rtf(struct text *to, size_t size, const char *unit)
{
	struct arena arena = ARENA_INIT;
	struct text stream = TEXT_IN(&arena);
	struct text properties = TEXT_IN(&arena);
	struct text rtf = TEXT_IN(&arena);

	if (size > 2u << 20)
		size = 2u << 20;
	text_add(&rtf, SLICE("\0\0\0\0\xff\xff\xff\0MELA\0\0\0\0{\\rtf1 "));
	repeat(&rtf, unit, BASE64_OF(size) - 200);
	tnef_begin(&stream);
	mapi_begin(&properties, 1);
	mapi_value(&properties, MAPI_BINARY, 0x1009, text_slice(&rtf));
	tnef_attribute(&stream, TNEF_PROPERTIES, text_slice(&properties));
	add_stream(to, &stream);
	arena_free(&arena);
}

static void
fill_rtf_octets(struct text *to, size_t size)
{
	fill_rtf(to, size, "\\'e4\\par ");
}

static void
fill_rtf_groups(struct text *to, size_t size)
{
	fill_rtf(to, size, "{\\f# ");
}

/* Plain text in base64, of which a hostile half is uuencoded. */
static void
fill_base64_text(struct text *to, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct text plain = TEXT_IN(&arena);

	text_reserve(&plain, size);
	repeat(&plain, "begin 644 a#\n#86)C\nend\n", BASE64_OF(size) - 200);
	encode_base64(to, text_slice(&plain), true);
	arena_free(&arena);
}

const struct family families[] = {
	/* MIME. */
	{ "nested multiparts", FROM, "Content-Type: multipart/mixed; boundary="
	    "b#\n\n--b#\n", "\n", NULL },
	{ "nested messages", FROM, "Content-Type: message/rfc822\n\n", "\n",
	    NULL },
	{ "parts", MIXED, "--b\nContent-Type: text/plain\n\nx\n", "", NULL },
	{ "parts without anything", MIXED, "--b\n", "", NULL },
	{ "boundary look-alikes", FROM, NULL, "", fill_lookalikes },
	{ "boundaries that are guessed", FROM "Content-Type: multipart/mixed\n\n",
	    "--a#\nContent-Type: text/plain\n\n", "", NULL },
	{ "parameters", FROM "Content-Type: text/plain", "; p#=x", "\n\nx",
	    NULL },
	{ "parameters in pieces", FROM "Content-Disposition: attachment",
	    ";\n filename*#*=utf-8''%41", "\n\nx", NULL },
	{ "parameters of parts", MIXED, "--b\nContent-Type: text/plain; a=b; "
	    "c*0*=''d; c*1=e; f=\"\\\"\\\"\\\"\"; (comment) g=h;;;; i\n\n", "",
	    NULL },
	{ "pictures", MIXED, NULL, "\n", fill_pictures },
	/* Headers. */
	{ "headers", FROM, "X-#: y\n", "\nx", NULL },
	{ "one header", FROM "X: ", "y\n ", "\n\nx", NULL },
	{ "junk instead of headers", FROM, "junk without a colon\n", "\nx",
	    NULL },
	{ "addresses", "To: ", "a# <a#@b.example>,\n ", "\n\nx", NULL },
	{ "address fields", "", "To: a#@b.example\n", "\nx", NULL },
	{ "comments", "From: ", "(", "\n\nx", NULL },
	{ "quotes without end", "From: ", "\"\\", "\n\nx", NULL },
	{ "groups", "To: ", "g:a@b;", "\n\nx", NULL },
	{ "encoded words", "Subject: ", "=?utf-8?q?=41=42?= ", "\n\nx", NULL },
	{ "words in all charsets", "Subject: ", "=?iso-8859-#?b?4A=?=",
	    "\n\nx", NULL },
	{ "words without end", "Subject: ", "=?utf-8?q?", "\n\nx", NULL },
	{ "references", FROM "References: ", "<a#@b.example>\n ", "\n\nx",
	    NULL },
	{ "message-ids without end", FROM "In-Reply-To: ", "<a@b ", "\n\nx",
	    NULL },
	{ "dates", FROM "Date: ", "Mon, 1 Jan (((", "\n\nx", NULL },
	{ "subject prefixes", "Subject: ", "Re: AW: [#1] Fwd[2]: ", "\n\nx",
	    NULL },
	{ "received lines", FROM, "Received: by a; Mon, 1 Jan 2024\n", "\nx",
	    NULL },
	/* Encodings and charsets. */
	{ "one line", TEXT, "x", "", NULL },
	{ "line ends", TEXT, "\n", "", NULL },
	{ "carriage returns", "From: a@b.example\r\rx", "y\r", "", NULL },
	{ "base64", ENCODED("base64"), "QUJD", "", NULL },
	{ "base64 with padding", ENCODED("base64"), "QQ==", "", NULL },
	{ "base64 between junk", ENCODED("base64"), "Q-U-J-D-\n", "", NULL },
	{ "quoted-printable", ENCODED("quoted-printable"), "=41=\n", "", NULL },
	{ "quoted-printable that is none", ENCODED("quoted-printable"), "=  ",
	    "", NULL },
	{ "uuencode", ENCODED("x-uuencode"), "#86)C\n", "", NULL },
	{ "files in the text", TEXT, "begin 644 a\n#86)C\nend\n", "", NULL },
	{ "files without end", TEXT, "begin 644 a\n#86)C\n\n", "x", NULL },
	{ "files in base64", ENCODED("base64"), NULL, "", fill_base64_text },
	{ "escapes", CHARSET("iso-2022-jp"), "\x1b$B!!\x1b(B", "", NULL },
	{ "utf-7", CHARSET("utf-7"), "+AGE-", "", NULL },
	{ "utf-16", CHARSET("utf-16"), "a\xd8", "", NULL },
	{ "broken gb18030", CHARSET("gb2312"), "\xff\x81", "", NULL },
	{ "broken utf-8", CHARSET("utf-8"), "\xc3\xa4\xc3\xc3", "", NULL },
	{ "octets of no charset", TEXT, "\xcf\xf0\xe8 ", "", NULL },
	{ "characters without width", TEXT, "\xe2\x80\x8b", "", NULL },
	/* Text. */
	{ "flowed lines", FROM "Content-Type: text/plain; format=flowed; "
	    "delsp=yes\n\n", "> a \n", "", NULL },
	{ "quotes", TEXT, "> > > a\n", "", NULL },
	{ "deep quotes", TEXT, ">", " a\n", NULL },
	{ "quotes and answers", TEXT, "> a\nb\n\n", "", NULL },
	{ "attributions", TEXT,
	    "On Mon, 1 Jan 2024 at 10:00, A B <a@b.example> wrote:\n", "",
	    NULL },
	{ "attributions over lines", TEXT,
	    "On Mon, 1 Jan 2024 at 10:00,\nA B\n<a@b.example>\n", "", NULL },
	{ "attributions without end", TEXT, "On ", "\n", NULL },
	{ "blocks of headers", TEXT, "From: a@b.example\nSent: Monday\n"
	    "To: c@d.example\nSubject: x\n\n", "", NULL },
	{ "headers that are bold", TEXT, "*From:* ", "\n", NULL },
	{ "forwarded mails", "Subject: Fwd: x\n\n",
	    "---------- Forwarded message ---------\nFrom: A <a@b.example>\n"
	    "Date: x\nSubject: y\nTo: z\n\n", "", NULL },
	{ "lines of a forward", "Subject: Fwd: x\n\n", "-----\n", "", NULL },
	{ "signatures", TEXT, "-- \nSent from my phone\n", "", NULL },
	{ "commands", TEXT, "#status open\n", "", NULL },
	{ "notes", TEXT, "# note x\n#note\n", "", NULL },
	{ "tokens", TEXT, "+ra-aaaaaaaaaaaaaaaa@md.ra-aaaaaaaaaaaaaaa", "",
	    NULL },
	{ "plus signs", TEXT, "+r%2Bn&#43;", "", NULL },
	{ "addresses in the text", TEXT, "<a#@b.example>: 550 5.1.1\n", "",
	    NULL },
	/* HTML. */
	{ "deep elements", HTML, "<div><b>", "x", NULL },
	{ "ends that close nothing", HTML, "<h1></h2>", "x", NULL },
	{ "attributes", HTML "<p", " a#=b", ">x", NULL },
	{ "tags with many attributes", HTML, "<p a=b c=d e=f g=h i=j k=l m=n "
	    "style=\"display:display:display:\">", "x", NULL },
	{ "tags without end", HTML, "<a", "", NULL },
	{ "comments without end", HTML, "<!--", "", NULL },
	{ "entities", HTML, "&amp;&#65;&#x41;&eacute;", "", NULL },
	{ "ampersands", HTML, "&", "", NULL },
	{ "tables", HTML, "<table><tr><td>", "x", NULL },
	{ "links", HTML, "<a href=http://x>y</a>", "x", NULL },
	{ "links in links", HTML, "<a href=http://x>y", "x", NULL },
	{ "lists", HTML, "<ol><li>", "x", NULL },
	{ "quotes in HTML", HTML, "<blockquote>x", "", NULL },
	{ "scripts", HTML, "<script>x", "", NULL },
	/* Reports. */
	{ "fields of a report", FROM "Content-Type: multipart/report; "
	    "boundary=b; report-type=delivery-status\n\n--b\n\nx\n--b\n"
	    "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n",
	    "Final-Recipient: rfc822; a#@b.example\nAction: delayed\n"
	    "Status: 4.0.0\nDiagnostic-Code: smtp; 450 4.0.0 x\n\n", "--b--\n",
	    NULL },
	{ "one report without end", FROM "Content-Type: multipart/report; "
	    "boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n",
	    "Status: x\n ", "", NULL },
	{ "bounces in prose", "From: MAILER-DAEMON@b.example\nSubject: "
	    "Undelivered Mail Returned to Sender\n\nHi. This is the qmail-send "
	    "program at b.example.\n", "<a#@b.example>:\nhost c.example said: "
	    "550 5.1.1 unknown (in reply to RCPT TO)\n\n", "", NULL },
	{ "bounces that say nothing", "From: MAILER-DAEMON@b.example\nSubject: "
	    "failure notice\n\n", "The following address failed: \n", "",
	    NULL },
	/* winmail.dat. */
	{ "attributes of TNEF", WINMAIL, NULL, "", fill_tnef_attributes },
	{ "properties of TNEF", WINMAIL, NULL, "", fill_tnef_properties },
	{ "an object in TNEF", WINMAIL, NULL, "", fill_tnef_object },
	{ "messages in TNEF", FROM "Content-Type: application/ms-tnef\n\n",
	    NULL, "", fill_tnef_messages },
	{ "octets in rich text", WINMAIL, NULL, "", fill_rtf_octets },
	{ "groups in rich text", WINMAIL, NULL, "", fill_rtf_groups },
};

const size_t family_count = ARRAY_LEN(families);

void
family_write(const struct family *family, size_t size, struct text *to)
{
	size_t around = strlen(family->head) + strlen(family->tail);

	text_clear(to);
	text_reserve(to, size);
	text_add_string(to, family->head);
	if (family->fill != NULL)
		family->fill(to, size - around - 8192);
	else
		repeat(to, family->unit, size - around);
	text_add_string(to, family->tail);
}
