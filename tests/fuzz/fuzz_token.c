/* Tokens: none is forged, none leaves in a text. */
#include "fuzz.h"

#include "desk/token.h"

static const struct secret_keys keys = {
	.keys = { { .id = 'a', .bytes = "no secret" } }, .count = 1,
};
static const struct token_binding binding = {
	.letter = 4711, .ticket = 42, .person = 7, .action = { "reply", 5 },
};

static void
check_read(struct slice in)
{
	struct token token;

	if (token_parse(in, &token) || token_in_address(in, &token) ||
	    token_in_message_id(in, &token)) {
		FUZZ_CHECK(token.letter >= 0);
		fuzz_touch(slice_of(token.mac));
		token_verify(&keys, &token, &binding);
	}
}

/* The input with a token of ours somewhere in it. */
static void
check_scrub(struct slice in, struct arena *arena)
{
	struct slice address = token_address(
	    token_write(&keys, TOKEN_REPLY, &binding, arena),
	    SLICE("support@help.test"), arena);
	struct slice mac = slice_from(address, SLICE("support+").len);
	struct text text = TEXT_IN(arena);
	struct slice once, twice;
	size_t at = in.len > 0 ? (unsigned char)in.data[0] % in.len : 0;

	mac = slice_head(mac, slice_index(mac, '@'));
	/* libFuzzer learns it; alone, or in a longer word, it may stay. */
	if (slice_has_nocase(in, slice_from(mac, mac.len - 8)))
		return;
	text_add(&text, slice_head(in, at));
	text_add_char(&text, ' ');
	text_add(&text, address);
	text_add(&text, slice_from(in, at));
	once = token_scrub(text_slice(&text), arena);
	FUZZ_CHECK(!slice_has_nocase(once, mac));
	twice = token_scrub(once, arena);
	FUZZ_CHECK(slice_eq(once, twice));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct slice in = slice_make(data, size);

	secret_init();
	check_read(in);
	check_scrub(in, &arena);
	arena_free(&arena);
	return 0;
}
