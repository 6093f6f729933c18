/* Whose mail did not arrive: from reports, and from prose. */
#include "fuzz.h"

#include "mail/classify.h"
#include "mail/report.h"

/* "5.1.1": a class, a subject, a detail. */
static bool
is_status(struct slice s)
{
	struct slice piece;
	size_t count = 0;

	while (slice_cut(&s, '.', &piece)) {
		int64_t number;

		if (!slice_number(piece, 999, &number))
			return false;
		count++;
	}
	return count == 3;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct envelope envelope = { .door = DOOR_LMTP };
	static const struct own own = { SLICE_INIT("d"), SLICE_INIT("h.test") };
	struct arena arena = ARENA_INIT;
	struct classification kind;
	struct report report;
	struct mail mail;

	mail_parse(slice_make(data, size), &fuzz_limits, &arena, &mail);
	classify(&mail, &envelope, &own, &kind);
	FUZZ_CHECK(kind.hit_count <= CLASSIFY_SIGNS_MAX);
	if (report_parse(&mail, &arena, &report)) {
		FUZZ_CHECK(fuzz_is_line(report.recipient));
		FUZZ_CHECK(report.status.len == 0 || is_status(report.status));
		FUZZ_CHECK(fuzz_is_line(report.diagnostic));
		fuzz_touch(report.original_message_id);
	}
	arena_free(&arena);
	return 0;
}
