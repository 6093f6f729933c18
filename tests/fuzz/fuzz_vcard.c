/*
 * vCards: cut, read, written, read again.  What was read once comes back as it
 * was, in whatever words it came.
 */
#include "fuzz.h"

#include "desk/vcard.h"

static void
check_list(const struct slice *items, size_t count)
{
	FUZZ_CHECK(count <= CARD_VALUES_MAX);
	for (size_t i = 0; i < count; i++)
		FUZZ_CHECK(items[i].len > 0 && slice_is_utf8(items[i]));
}

static void
check_same(struct slice a, struct slice b)
{
	FUZZ_CHECK(slice_is_utf8(a));
	FUZZ_CHECK(slice_eq(a, b));
}

static void
check_again(const struct card *one, const struct card *other)
{
	for (int i = 0; i < PROFILE_KEY_COUNT; i++)
		check_same(one->values[i], other->values[i]);
	check_same(one->organization, other->organization);
	FUZZ_CHECK(one->address_count == other->address_count);
	for (size_t i = 0; i < one->address_count; i++)
		check_same(one->addresses[i], other->addresses[i]);
	FUZZ_CHECK(one->contact_count == other->contact_count);
	for (size_t i = 0; i < one->contact_count; i++) {
		FUZZ_CHECK(one->contacts[i].kind == other->contacts[i].kind);
		check_same(one->contacts[i].value, other->contacts[i].value);
	}
	FUZZ_CHECK(one->note_count == other->note_count);
	for (size_t i = 0; i < one->note_count; i++) {
		check_same(one->notes[i].text, other->notes[i].text);
		FUZZ_CHECK(one->notes[i].at == other->notes[i].at);
	}
	FUZZ_CHECK(one->label_count == other->label_count);
	for (size_t i = 0; i < one->label_count; i++)
		check_same(one->labels[i], other->labels[i]);
	FUZZ_CHECK(one->field_count == other->field_count);
}

/*
 * Written and read twice: what a writer of ours never writes (a telephone
 * number "tel:tel:1") is settled by then.
 */
static void
check_written(const struct card *card, struct arena *arena)
{
	const struct card *before = card;
	struct card again[4];
	struct slice rest, raw;

	for (size_t i = 0; i < ARRAY_LEN(again); i++) {
		struct text text = TEXT_IN(arena);

		vcard_write(&text, before, 0);
		rest = text_slice(&text);
		FUZZ_CHECK(vcard_cut(&rest, true, &raw) == VCARD_CUT_CARD);
		FUZZ_CHECK(rest.len == 0);
		if (raw.len > VCARD_OCTETS_MAX)
			return;
		vcard_read(raw, arena, &again[i]);
		before = &again[i];
	}
	check_again(&again[2], &again[3]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = ARENA_INIT;
	struct slice rest = slice_make(data, size), whole = rest, raw;
	enum vcard_cut cut;
	struct card card;

	while ((cut = vcard_cut(&rest, true, &raw)) != VCARD_CUT_NONE) {
		FUZZ_CHECK(cut != VCARD_CUT_MORE && raw.len > 0);
		FUZZ_CHECK(fuzz_is_inside(raw, whole));
		vcard_read(raw, &arena, &card);
		check_list(card.addresses, card.address_count);
		check_list(card.labels, card.label_count);
		check_list(card.unheld, card.unheld_count);
		if (card.values[PROFILE_NAME].len > 0)
			check_written(&card, &arena);
		arena_reset(&arena);
	}
	arena_free(&arena);
	return 0;
}
