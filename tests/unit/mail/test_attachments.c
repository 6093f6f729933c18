/* Files inside parts: in a winmail.dat, in a text, in an encoded mail. */
#include "case.h"
#include "mail/tnef_case.h"

#include "base/encode.h"
#include "mail/mail.h"

static const struct mail_limits limits = MAIL_LIMITS_DEFAULT;

#define MIXED "Content-Type: multipart/mixed; boundary=m\n\n--m\n"
#define PLAIN "Content-Type: text/plain\n\n"
#define WINMAIL "Content-Type: application/ms-tnef; name=winmail.dat\n"
#define END "\n--m--\n"

/* "part name type bytes" of each file, of the bytes the first four or so. */
static struct slice
describe(const struct attachments *list, struct arena *arena)
{
	struct text to = TEXT_IN(arena);

	for (size_t i = 0; i < list->count; i++) {
		const struct attachment *file = &list->items[i];
		struct slice bytes = attachment_bytes(file, arena);

		assert_ptr_equal(body_attachment(list, file->part), file);
		text_add_format(&to, "%.*s %.*s %.*s%s %.*s\n",
		    SLICE_ARG(file->part), SLICE_ARG(file->name),
		    SLICE_ARG(file->type), file->is_inline ? "!" : "",
		    SLICE_ARG(slice_head(bytes, 5)));
	}
	return text_slice(&to);
}

static const struct {
	const char *name;
	struct slice mail;
	struct slice text;
	struct slice files;
} cases[] = {
	{ "a file in a text, and its place in the text is empty",
	  SLICE_INIT("\nsee here:\nbegin 644 a.pdf\n#86)C\n`\nend\nbye\n"),
	  SLICE_INIT("see here:\nbye"),
	  SLICE_INIT("1/1 a.pdf application/pdf abc\n") },
	{ "two of them, in one of several texts",
	  SLICE_INIT(MIXED PLAIN "x" "\n--m\n" PLAIN "begin 644 ../\n#86)C\n"
	      "end\nbegin 644 b.eml\n#9&5F\nend\ny" END),
	  SLICE_INIT("x\n\ny"),
	  SLICE_INIT("2/1 attachment-2-1.bin application/octet-stream abc\n"
	      "2/2 b.eml message/rfc822 def\n") },
	{ "in a text that is encoded",
	  SLICE_INIT("Content-Transfer-Encoding: base64\n\n"
	      "aGkKYmVnaW4gNjQ0IGEudHh0CiM4NilDCmAKZW5kCg==\n"),
	  SLICE_INIT("hi"), SLICE_INIT("1/1 a.txt text/plain abc\n") },
	{ "a winmail.dat that is none",
	  SLICE_INIT(MIXED WINMAIL "\nabc" END), SLICE_INIT(""),
	  SLICE_INIT("1 winmail.dat application/ms-tnef abc\n") },
	{ "an enclosed mail in base64 has a subject, too",
	  SLICE_INIT(MIXED "Content-Type: message/rfc822\n"
	      "Content-Transfer-Encoding: base64\n\n"
	      "U3ViamVjdDogPT91dGYtOD9xP0ZyPUMzPUI2c2NoZT89CgpoaQo=" END),
	  SLICE_INIT(""), SLICE_INIT("1 Frösche.eml message/rfc822 Subje\n") },
};

static void
test_attachments_inside(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct mail mail;

		mail_parse(cases[i].mail, &limits, &arena, &mail);
		assert_case_slice(cases[i].name, mail.text, cases[i].text);
		assert_case_slice(cases[i].name,
		    describe(&mail.attachments, &arena), cases[i].files);
	}
	assert_null(body_attachment(&(struct attachments){ NULL, 0 },
	    SLICE("1")));
	arena_free(&arena);
}

/* A stream with a text and two files. */
static void
make_stream(struct arena *arena, struct text *to)
{
	struct text properties = TEXT_IN(arena);

	tnef_begin(to);
	tnef_attribute(to, TNEF_BODY, SLICE("from Outlook\r\n\0"));
	tnef_file(to, "..\\a.png", SLICE("png"));
	mapi_begin(&properties, 3);
	mapi_value(&properties, MAPI_STRING, 0x370e, SLICE("Image/PNG\0"));
	mapi_value(&properties, MAPI_STRING, 0x3712, SLICE("<c1@x>\0"));
	mapi_value(&properties, MAPI_BOOLEAN, 0x7ffe, SLICE("\1\0\0\0"));
	tnef_attribute(to, TNEF_FILE_PROPERTIES, text_slice(&properties));
	tnef_file(to, "", SLICE("plain"));
	mapi_begin(&properties, 1);
	mapi_value(&properties, MAPI_STRING, 0x370e, SLICE("text; plain\0"));
	tnef_attribute(to, TNEF_FILE_PROPERTIES, text_slice(&properties));
}

#define FILES "2/1 a.png image/png! png\n" \
	"2/2 attachment-2-2.bin application/octet-stream plain\n"

static const struct {
	const char *name;
	const char *text;	/* the part before it */
	const char *head;	/* of the part */
	bool base64;
	size_t cut;		/* octets from the end of the stream */
	const char *want_text;
	const char *want_files;
} streams[] = {
	{ "its files, not itself", "hi", WINMAIL, false, 0, "hi", FILES },
	{ "its text when there is no other", " ", WINMAIL, true, 0,
	  "from Outlook", FILES },
	{ "a stream by another name", "hi",
	  "Content-Type: application/vnd.ms-tnef\n", true, 0, "hi", FILES },
	{ "a name that says so", "hi", "Content-Type: application/octet-stream"
	  "; name=\"WINMAIL.DAT\"\n", true, 0, "hi", FILES },
	{ "itself too when it is broken", "hi", WINMAIL, true, 1, "hi",
	  FILES "2 winmail.dat application/ms-tnef x\x9f>\"\x01\n" },
};

static void
test_attachments_winmail(void **state)
{
	struct arena arena = ARENA_INIT;
	struct text stream = TEXT_IN(&arena);

	(void)state;
	make_stream(&arena, &stream);
	for (size_t i = 0; i < ARRAY_LEN(streams); i++) {
		struct slice bytes = slice_head(text_slice(&stream),
		    stream.len - streams[i].cut);
		struct text raw = TEXT_IN(&arena);
		struct mail mail;

		text_add_format(&raw, MIXED PLAIN "%s\n--m\n%s%s\n",
		    streams[i].text, streams[i].head, streams[i].base64 ?
		    "Content-Transfer-Encoding: base64\n" : "");
		if (streams[i].base64)
			encode_base64(&raw, bytes, true);
		else
			text_add(&raw, bytes);
		text_add_string(&raw, END);
		mail_parse(text_slice(&raw), &limits, &arena, &mail);
		assert_case_slice(streams[i].name, mail.text,
		    slice_of(streams[i].want_text));
		assert_false(mail.text_from_html);
		assert_case_slice(streams[i].name,
		    describe(&mail.attachments, &arena),
		    slice_of(streams[i].want_files));
	}
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_attachments_inside),
		cmocka_unit_test(test_attachments_winmail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
