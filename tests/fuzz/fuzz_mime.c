/* The structure of a message, the role of each part, its decoded bytes. */
#include "fuzz.h"

#include "mail/body.h"
#include "mail/body_role.h"

static void
check_part(const struct mime *mime, size_t index, struct slice all,
    struct arena *arena)
{
	const struct mime_part *part = &mime->parts[index];
	enum body_role role = body_role(mime, part, arena);

	FUZZ_CHECK(fuzz_is_inside(part->body, all));
	FUZZ_CHECK(part->depth <= fuzz_limits.max[LIMIT_DEPTH]);
	FUZZ_CHECK(part->type.word.len > 0);
	FUZZ_CHECK(body_part(mime, part->number) == part);
	if (index == 0) {
		FUZZ_CHECK(part->parent == MIME_NO_PARENT);
		FUZZ_CHECK(part->depth == 0);
	} else {
		const struct mime_part *parent = &mime->parts[part->parent];

		FUZZ_CHECK(part->parent < index);
		FUZZ_CHECK(part->depth == parent->depth + 1);
		FUZZ_CHECK(parent->multipart || parent->message);
		FUZZ_CHECK(fuzz_is_inside(part->body, parent->body));
	}
	if (part->multipart)
		FUZZ_CHECK(role == BODY_NOTHING);
	else if (index < 50)
		fuzz_touch(body_decode(part, arena));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct slice all = slice_make(data, size);
	struct mime mime;

	mime_parse(all, &fuzz_limits, &arena, &mime);
	FUZZ_CHECK(mime.count >= 1);
	FUZZ_CHECK(mime.count <= fuzz_limits.max[LIMIT_PARTS]);
	for (size_t i = 0; i < mime.count; i++)
		check_part(&mime, i, all, &arena);
	arena_free(&arena);
	return 0;
}
