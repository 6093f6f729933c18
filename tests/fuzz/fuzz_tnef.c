/*
 * winmail.dat and rich text.  What is no stream is made one: three octets, an
 * id's low byte and a length, before each attribute.
 */
#include "fuzz.h"

#include "mail/rtf.h"
#include "mail/tnef.h"

static const uint16_t ids[] = {
	0x800c, 0x800f, 0x8010, 0x9002, 0x9003, 0x9005, 0x9007,
};

static void
add_number(struct text *to, size_t number, size_t octets)
{
	for (size_t i = 0; i < octets; i++)
		text_add_char(to, (char)(number >> (8 * i)));
}

static struct slice
make_stream(struct slice in, struct arena *arena)
{
	struct text to = TEXT_IN(arena);

	text_add(&to, SLICE("\x78\x9f\x3e\x22\1\0"));
	while (in.len > 3) {
		const unsigned char *p = (const unsigned char *)in.data;
		struct slice value = slice_head(slice_from(in, 3),
		    (size_t)p[1] | (size_t)p[2] << 8);

		text_add_char(&to, 1);
		add_number(&to, ids[p[0] % ARRAY_LEN(ids)], 4);
		add_number(&to, value.len, 4);
		text_add(&to, value);
		add_number(&to, 0, 2);
		in = slice_from(in, 3 + value.len);
	}
	return text_slice(&to);
}

static void
check_stream(struct slice stream, struct arena *arena)
{
	struct tnef tnef;
	limit_bits limited = 0;
	bool from_html;

	tnef_read(stream, &fuzz_limits, arena, &tnef, &limited);
	FUZZ_CHECK(tnef.count <= fuzz_limits.max[LIMIT_ATTACHMENTS]);
	for (size_t i = 0; i < tnef.count; i++) {
		FUZZ_CHECK(slice_is_utf8(tnef.files[i].name));
		FUZZ_CHECK(slice_is_utf8(tnef.files[i].type));
		FUZZ_CHECK(slice_is_utf8(tnef.files[i].content_id));
		fuzz_touch(tnef.files[i].bytes);
	}
	FUZZ_CHECK(slice_is_utf8(tnef_text(&tnef.body, &fuzz_limits, arena,
	    &from_html, &limited)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct slice in = slice_make(data, size);
	struct slice rtf = rtf_decompress(in, 65536, &arena);

	FUZZ_CHECK(rtf.len <= 65536);
	fuzz_touch(rtf);
	FUZZ_CHECK(slice_is_utf8(rtf_to_text(rtf.len > 0 ? rtf : in, 65536,
	    &arena)));
	check_stream(tnef_is(in) ? in : make_stream(in, &arena), &arena);
	arena_free(&arena);
	return 0;
}
