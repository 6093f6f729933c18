/* Base32, hexadecimal, base64. */
#include "case.h"

#include "base/encode.h"

static void
encode_base64_run(struct text *to, struct slice bytes)
{
	encode_base64(to, bytes, false);
}

static void
encode_base64_lines(struct text *to, struct slice bytes)
{
	encode_base64(to, bytes, true);
}

static void
test_encode_bytes(void **state)
{
	static const struct {
		const char	*name;
		void		(*encode)(struct text *to, struct slice bytes);
		struct slice	 bytes;
		const char	*want;
	} cases[] = {
		/* RFC 4648, section 10. */
		{ "base32 of nothing", encode_base32, { NULL, 0 }, "" },
		{ "base32 of 1 byte", encode_base32, SLICE_INIT("f"), "my" },
		{ "base32 of 2 bytes", encode_base32, SLICE_INIT("fo"),
		  "mzxq" },
		{ "base32 of 3 bytes", encode_base32, SLICE_INIT("foo"),
		  "mzxw6" },
		{ "base32 of 4 bytes", encode_base32, SLICE_INIT("foob"),
		  "mzxw6yq" },
		{ "base32 of 5 bytes", encode_base32, SLICE_INIT("fooba"),
		  "mzxw6ytb" },
		{ "base32 of 6 bytes", encode_base32, SLICE_INIT("foobar"),
		  "mzxw6ytboi" },
		{ "base32 of high bytes", encode_base32,
		  SLICE_INIT("\xff\xff\xff\xff\xff\0\x80"), "77777777acaa" },
		{ "hexadecimal", encode_hex, SLICE_INIT("\0\x01\xab\xff"),
		  "0001abff" },
		{ "base64 of nothing", encode_base64_run, { NULL, 0 }, "" },
		{ "base64 of 1 byte", encode_base64_run, SLICE_INIT("f"),
		  "Zg==" },
		{ "base64 of 2 bytes", encode_base64_run, SLICE_INIT("fo"),
		  "Zm8=" },
		{ "base64 of 3 bytes", encode_base64_run, SLICE_INIT("foo"),
		  "Zm9v" },
		{ "base64 of 4 bytes", encode_base64_run, SLICE_INIT("foob"),
		  "Zm9vYg==" },
		{ "base64's last digits", encode_base64_run,
		  SLICE_INIT("\xff\xef\xbe\xfb\xff"), "/+++" "+/8=" },
		{ "no line for nothing", encode_base64_lines, { NULL, 0 },
		  "" },
		{ "57 bytes are one line", encode_base64_lines,
		  SLICE_INIT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		      "aaaaaaaaa"),
		  "YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFh"
		  "YWFhYWFhYWFhYWFh\r\n" },
		{ "58 bytes are two lines", encode_base64_lines,
		  SLICE_INIT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		      "aaaaaaaaaa"),
		  "YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFh"
		  "YWFhYWFhYWFhYWFh\r\nYQ==\r\n" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct arena	arena = ARENA_INIT;
		struct text	text = TEXT_IN(&arena);

		cases[i].encode(&text, cases[i].bytes);
		assert_case(cases[i].name, text_string(&text), cases[i].want);
		arena_free(&arena);
	}
}

static void
test_encode_base32_numbers(void **state)
{
	static const struct {
		uint64_t	 number;
		const char	*want;
	} cases[] = {
		{ 0, "a" }, { 1, "b" }, { 31, "7" }, { 32, "ba" },
		{ 1023, "77" }, { 1024, "baa" },
		{ UINT64_C(1) << 59, "qaaaaaaaaaaa" },
		{ (UINT64_C(1) << 60) - 1, "777777777777" },
		{ UINT64_C(1) << 60, "baaaaaaaaaaaa" },
		{ INT64_MAX, "h777777777777" }, { UINT64_MAX, "p777777777777" },
	};
	struct arena	arena = ARENA_INIT;
	struct text	text = TEXT_IN(&arena);
	uint64_t	got;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		text_clear(&text);
		encode_base32_number(&text, cases[i].number);
		assert_case("a number in digits", text_string(&text),
		    cases[i].want);
		assert_true(decode_base32_number(text_slice(&text), &got));
		assert_true(got == cases[i].number);
	}
	/* Through all the places where one more digit is needed. */
	for (uint64_t number = 1; number < UINT64_MAX / 3; number *= 3) {
		text_clear(&text);
		encode_base32_number(&text, number);
		assert_true(decode_base32_number(text_slice(&text), &got));
		assert_true(got == number);
	}
	arena_free(&arena);
}

static void
test_decode_base32_number(void **state)
{
	static const struct {
		const char	*name;
		struct slice	 s;
		bool		 ok;
		uint64_t	 want;
	} cases[] = {
		{ "capitals count the same", SLICE_INIT("Ba"), true, 32 },
		{ "a alone is zero", SLICE_INIT("A"), true, 0 },
		{ "a in front makes two names of one number",
		  SLICE_INIT("ab"), false, 0 },
		{ "nothing is no number", SLICE_INIT(""), false, 0 },
		{ "0 is no digit", SLICE_INIT("b0"), false, 0 },
		{ "1 is no digit", SLICE_INIT("1"), false, 0 },
		{ "8 is no digit", SLICE_INIT("b8"), false, 0 },
		{ "no padding", SLICE_INIT("my=="), false, 0 },
		{ "no NUL", SLICE_INIT("b\0"), false, 0 },
		{ "the biggest", SLICE_INIT("p777777777777"), true,
		  UINT64_MAX },
		{ "one bit more", SLICE_INIT("qaaaaaaaaaaaa"), false, 0 },
		{ "a digit more", SLICE_INIT("baaaaaaaaaaaaa"), false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		uint64_t got = 77;

		assert_case_int(cases[i].name,
		    decode_base32_number(cases[i].s, &got), cases[i].ok);
		assert_case_true(cases[i].name,
		    got == (cases[i].ok ? cases[i].want : 77));
	}
}

static void
test_decode_hex(void **state)
{
	unsigned char bytes[4] = { 9, 9, 9, 9 };

	(void)state;
	assert_true(decode_hex(SLICE("00aBFf"), bytes, 3));
	assert_memory_equal(bytes, "\0\xab\xff\t", 4);
	assert_true(decode_hex(SLICE_EMPTY, bytes, 0));
	assert_false(decode_hex(SLICE("00aBF"), bytes, 3));
	assert_false(decode_hex(SLICE("00aBFf0"), bytes, 3));
	assert_false(decode_hex(SLICE("00aBFf00"), bytes, 3));
	assert_false(decode_hex(SLICE("0g"), bytes, 1));
	assert_false(decode_hex(SLICE("0x"), bytes, 1));
	assert_false(decode_hex(SLICE("+1"), bytes, 1));
	assert_false(decode_hex(SLICE("1\0"), bytes, 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_encode_bytes),
		cmocka_unit_test(test_encode_base32_numbers),
		cmocka_unit_test(test_decode_base32_number),
		cmocka_unit_test(test_decode_hex),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
