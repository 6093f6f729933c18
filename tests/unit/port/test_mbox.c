#include "case.h"

#include "base/text.h"
#include "port/mbox.h"

#define WHO "From kim@user.example Tue Nov 24 22:21:59 2026\n"

static struct fail why = FAIL_INIT;

/* A file, and its messages: offset, sender, bytes. */
static const struct {
	const char	*name;
	struct slice	 file;
	size_t		 count;
	struct {
		int64_t		offset;
		const char	*sender;
		struct slice	raw;
	} want[3];
} cases[] = {
	{ "an empty file has none", SLICE_INIT(""), 0, { { 0 } } },
	{ "one message", SLICE_INIT(WHO "A: b\n\nc\n"), 1,
	    { { 0, "kim@user.example", SLICE_INIT("A: b\n\nc\n") } } },
	{ "the empty line between them belongs to neither",
	    SLICE_INIT(WHO "A: b\n\nc\n\n" WHO "A: d\n\ne\n\n"), 2,
	    { { 0, "kim@user.example", SLICE_INIT("A: b\n\nc\n") },
	      { 56, "kim@user.example", SLICE_INIT("A: d\n\ne\n") } } },
	{ "an empty line of the message is its own",
	    SLICE_INIT(WHO "A: b\n\nc\n\n\n" WHO "A: d\n"), 2,
	    { { 0, "kim@user.example", SLICE_INIT("A: b\n\nc\n\n") },
	      { 57, "kim@user.example", SLICE_INIT("A: d\n") } } },
	{ "a quoted From loses one mark",
	    SLICE_INIT(WHO "\n>From x 1:23\n>>From y\n>from z\n> From\n"), 1,
	    { { 0, "kim@user.example",
		SLICE_INIT("\nFrom x 1:23\n>From y\n>from z\n> From\n") } } },
	{ "From within a text, without a time, is text",
	    SLICE_INIT(WHO "A: b\n\n\nFrom here to there\n"), 1,
	    { { 0, "kim@user.example",
		SLICE_INIT("A: b\n\n\nFrom here to there\n") } } },
	{ "and so it is without an empty line before it",
	    SLICE_INIT(WHO "A: b\n\nc\n" WHO), 1,
	    { { 0, "kim@user.example", SLICE_INIT("A: b\n\nc\n" WHO) } } },
	{ "CRLF", SLICE_INIT("From - Tue Nov 24 22:21:59 2026\r\nA: b\r\n\r\n"
		"c\r\n\r\nFrom - Tue Nov 24 22:21:59 2026\r\nA: d\r\n"), 2,
	    { { 0, "", SLICE_INIT("A: b\r\n\r\nc\r\n") },
	      { 46, "", SLICE_INIT("A: d\r\n") } } },
	{ "no line end at the end", SLICE_INIT(WHO "A: b\n\nc"), 1,
	    { { 0, "kim@user.example", SLICE_INIT("A: b\n\nc") } } },
	{ "a NUL is a byte like any other", SLICE_INIT(WHO "A: b\n\n\0c\n"), 1,
	    { { 0, "kim@user.example", SLICE_INIT("A: b\n\n\0c\n") } } },
	{ "without an empty line a header behind it makes it a start",
	    SLICE_INIT(WHO "A: b\n\nc\n" WHO "A: d\n"), 2,
	    { { 0, "kim@user.example", SLICE_INIT("A: b\n\nc\n") },
	      { 55, "kim@user.example", SLICE_INIT("A: d\n") } } },
	{ "but not when its date is not whole",
	    SLICE_INIT(WHO "A: b\n\nc\nFrom x at 12:34\nA: d\n"), 1,
	    { { 0, "kim@user.example",
		SLICE_INIT("A: b\n\nc\nFrom x at 12:34\nA: d\n") } } },
	{ "a length that is right keeps what looks like a start",
	    SLICE_INIT(WHO "Content-Length: 56\n\n\n" WHO ">From y\n\n" WHO
		"A: d\n"), 2,
	    { { 0, "kim@user.example",
		SLICE_INIT("Content-Length: 56\n\n\n" WHO ">From y\n") },
	      { 124, "kim@user.example", SLICE_INIT("A: d\n") } } },
	{ "a length that leads to the end is right, too",
	    SLICE_INIT(WHO "content-length:48\n\n\n" WHO), 1,
	    { { 0, "kim@user.example",
		SLICE_INIT("content-length:48\n\n\n" WHO) } } },
	{ "a length that leads nowhere is passed over",
	    SLICE_INIT(WHO "Content-Length: 9\n\nc\n\n" WHO "A: d\n"), 2,
	    { { 0, "kim@user.example",
		SLICE_INIT("Content-Length: 9\n\nc\n") },
	      { 69, "kim@user.example", SLICE_INIT("A: d\n") } } },
	{ "and so is one behind the file's end",
	    SLICE_INIT(WHO "Content-Length: 9223372036854775807\n\nc\n\n"
		WHO "A: d\n"), 2,
	    { { 0, "kim@user.example", SLICE_INIT(
		"Content-Length: 9223372036854775807\n\nc\n") },
	      { 87, "kim@user.example", SLICE_INIT("A: d\n") } } },
	{ "a length in the text says nothing",
	    SLICE_INIT(WHO "\nContent-Length: 1\n\n" WHO "A: d\n"), 2,
	    { { 0, "kim@user.example", SLICE_INIT("\nContent-Length: 1\n") },
	      { 67, "kim@user.example", SLICE_INIT("A: d\n") } } },
	{ "a message without anything", SLICE_INIT(WHO "\n" WHO "A: d\n"), 2,
	    { { 0, "kim@user.example", SLICE_INIT("") },
	      { 48, "kim@user.example", SLICE_INIT("A: d\n") } } },
};

static struct mbox *
open_bytes(char folder[PATH_MAX], struct slice bytes)
{
	char		 path[PATH_MAX];
	struct mbox	*mbox;

	case_put(case_path(path, case_folder(folder), "mbox"), bytes, 0600);
	if (mbox_open(&mbox, path, &why) < 0)
		fail_msg("%s", why.text);
	return mbox;
}

static void
test_mbox_read(void **state)
{
	char folder[PATH_MAX];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct mbox		*mbox = open_bytes(folder,
		    cases[i].file);
		struct arena		 arena = ARENA_INIT;
		struct mbox_message	 message;

		for (size_t n = 0; n < cases[i].count; n++) {
			assert_case_int(cases[i].name, mbox_next(mbox, 1000,
			    &arena, &message, &why), 1);
			assert_case_int(cases[i].name, message.offset,
			    cases[i].want[n].offset);
			assert_case_slice(cases[i].name, message.sender,
			    slice_of(cases[i].want[n].sender));
			assert_case_slice(cases[i].name, message.raw,
			    cases[i].want[n].raw);
		}
		assert_case_int(cases[i].name, mbox_next(mbox, 1000, &arena,
		    &message, &why), 0);
		mbox_close(mbox);
		arena_free(&arena);
		case_folder_remove(folder);
	}
}

/* What is too long is passed over, and named. */
static void
test_mbox_limit(void **state)
{
	char			 folder[PATH_MAX];
	struct arena		 arena = ARENA_INIT;
	struct mbox		*mbox;
	struct mbox_message	 message;

	(void)state;
	mbox = open_bytes(folder, SLICE(WHO "1234567890\n\n" WHO "12345678\n"));
	assert_int_equal(mbox_next(mbox, 10, &arena, &message, &why), -1);
	assert_int_equal(why.kind, FAIL_REFUSE);
	assert_int_equal(message.offset, 0);
	assert_int_equal(mbox_next(mbox, 10, &arena, &message, &why), 1);
	assert_case_slice("the next", message.raw, SLICE("12345678\n"));
	assert_int_equal(mbox_next(mbox, 10, &arena, &message, &why), 0);
	mbox_close(mbox);
	arena_free(&arena);
	case_folder_remove(folder);
}

/* Lines longer than any buffer, and starts on each of its edges. */
static void
test_mbox_buffers(void **state)
{
	static const size_t	sizes[] = { 8191, 8192, 8193, 65535, 65536,
		65537, 300000 };
	char			folder[PATH_MAX];
	struct arena		arena = ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		struct text		 file = TEXT_IN(&arena);
		struct text		 line = TEXT_IN(&arena);
		struct mbox		*mbox;
		struct mbox_message	 message;

		/* A long line may have "From " inside. */
		while (line.len < sizes[i])
			text_add_string(&line, "From 12:34 ");
		line.len = sizes[i];
		text_add_char(&line, '\n');
		text_add_string(&line, "x\n");
		for (int n = 0; n < 3; n++) {
			text_add_string(&file, WHO "A: b\n");
			text_add(&file, text_slice(&line));
			text_add_char(&file, '\n');
		}
		mbox = open_bytes(folder, text_slice(&file));
		for (int n = 0; n < 3; n++) {
			assert_int_equal(mbox_next(mbox, 1 << 20, &arena,
			    &message, &why), 1);
			assert_int_equal(message.raw.len, line.len + 5);
			assert_memory_equal(message.raw.data + 5, line.data,
			    line.len);
		}
		assert_int_equal(mbox_next(mbox, 1 << 20, &arena, &message,
		    &why), 0);
		mbox_close(mbox);
		case_folder_remove(folder);
	}
	arena_free(&arena);
}

static void
test_mbox_is_none(void **state)
{
	char		 folder[PATH_MAX], path[PATH_MAX];
	char		 want[PATH_MAX + 100];
	struct mbox	*mbox;

	(void)state;
	case_path(path, case_folder(folder), "mbox");
	assert_int_equal(mbox_open(&mbox, path, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	case_put(path, SLICE("From: kim@user.example\n"), 0600);
	assert_int_equal(mbox_open(&mbox, path, &why), -1);
	assert_int_equal(why.kind, FAIL_SETUP);
	snprintf(want, sizeof(want), "%s is no mbox: it does not begin with"
	    " \"From \"", path);
	assert_string_equal(why.text, want);
	case_folder_remove(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mbox_read),
		cmocka_unit_test(test_mbox_limit),
		cmocka_unit_test(test_mbox_buffers),
		cmocka_unit_test(test_mbox_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
