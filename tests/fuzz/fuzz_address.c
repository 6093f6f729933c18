/* Address lists: read, folded, written, read again. */
#include "fuzz.h"

#include "mail/address.h"
#include "mail/header.h"

static void
check_written(const struct mailbox *mailbox, struct slice folded,
    struct arena *arena)
{
	struct text text = TEXT_IN(arena);
	struct slice again_folded;
	struct mailboxes again;
	limit_bits limited = 0;

	mailbox_write(&text, mailbox, 4);
	for (size_t i = 0; i + 1 < text.len; i++)
		FUZZ_CHECK(text.data[i] != '\n' || text.data[i + 1] == ' ');
	mailboxes_parse(header_unfold(text_slice(&text), arena), SLICE_EMPTY,
	    &fuzz_limits, arena, &again, &limited);
	FUZZ_CHECK(again.count == 1);
	FUZZ_CHECK(address_identity(again.items[0].address, arena,
	    &again_folded));
	FUZZ_CHECK(slice_eq(again_folded, folded));
}

static void
check_address(const struct mailbox *mailbox, struct arena *arena)
{
	struct slice local, domain, folded, again, counter;

	FUZZ_CHECK(fuzz_is_line(mailbox->name));
	FUZZ_CHECK(fuzz_is_line(mailbox->address));
	FUZZ_CHECK(address_split(mailbox->address, &local, &domain));
	if (address_identity(mailbox->address, arena, &folded)) {
		FUZZ_CHECK(fuzz_is_line(folded));
		FUZZ_CHECK(address_identity(folded, arena, &again));
		FUZZ_CHECK(slice_eq(folded, again));
		FUZZ_CHECK(address_counter(folded, arena, &counter));
		FUZZ_CHECK(counter.len <= folded.len);
		/* Words are read even where none may stand. */
		if (address_is_sendable(mailbox->address) &&
		    !slice_has(mailbox->address, SLICE("=?")))
			check_written(mailbox, folded, arena);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct slice value = header_unfold(slice_make(data, size), &arena);
	struct mailboxes list;
	limit_bits limited = 0;

	mailboxes_parse(value, SLICE("iso-8859-1"), &fuzz_limits, &arena,
	    &list, &limited);
	FUZZ_CHECK(list.count <= fuzz_limits.max[LIMIT_ADDRESSES]);
	for (size_t i = 0; i < list.count; i++)
		check_address(&list.items[i], &arena);
	address_is_null(value);
	arena_free(&arena);
	return 0;
}
