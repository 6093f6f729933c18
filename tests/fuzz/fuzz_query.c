/* A line that says what to look for: read within bounds, and quoted whole. */
#include "fuzz.h"

#include "desk/cut.h"
#include "desk/query.h"

#define NOW 1800000000

/* One literal: a quote, anything with its quotes doubled, a quote. */
static void
check_phrase(const struct query_term *term, struct arena *arena)
{
	struct text text = TEXT_IN(arena);
	struct slice s;
	size_t at = 1, quotes = 0;

	query_add_phrase(&text, term->value, term->begins);
	s = text_slice(&text);
	if (s.len == 0)
		return;
	FUZZ_CHECK(slice_is_utf8(s) && memchr(s.data, '\0', s.len) == NULL);
	FUZZ_CHECK(s.data[0] == '"');
	while (at < s.len) {
		for (quotes = 0; at + quotes < s.len &&
		    s.data[at + quotes] == '"'; quotes++)
			;
		if (quotes % 2 == 1)
			break;
		at += quotes > 0 ? quotes : 1;
	}
	s = slice_from(s, at + quotes);
	FUZZ_CHECK(quotes % 2 == 1);
	FUZZ_CHECK(s.len == 0 || slice_eq(s, SLICE(" *")));
}

/* What is looked for is found in what is kept of the same text. */
static void
check_cut(struct slice value, struct arena *arena)
{
	struct text kept = TEXT_IN(arena), wanted = TEXT_IN(arena);

	cut_to_keep(&kept, value);
	cut_to_find(&wanted, value);
	FUZZ_CHECK(slice_is_utf8(text_slice(&kept)));
	FUZZ_CHECK(slice_starts(text_slice(&kept), text_slice(&wanted)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct fail why = FAIL_INIT;
	struct query query;

	if (query_parse(slice_make(data, size), NOW, "UTC", &arena, &query,
		&why) == 0) {
		FUZZ_CHECK(query.count > 0 && query.count <= QUERY_TERMS_MAX);
		for (size_t i = 0; i < query.count; i++) {
			FUZZ_CHECK(fuzz_is_line(query.terms[i].value));
			check_phrase(&query.terms[i], &arena);
			check_cut(query.terms[i].value, &arena);
		}
	} else {
		FUZZ_CHECK(why.kind == FAIL_REFUSE && why.text[0] != '\0');
	}
	arena_free(&arena);
	return 0;
}
