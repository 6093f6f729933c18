/* Arenas: what they promise of each piece, and how they grow and are freed. */
#include "case.h"

#include "base/arena.h"

#define KIB ((size_t)1024)

static bool
is_zero(const char *data, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (data[i] != 0)
			return false;
	return true;
}

static void
test_arena_pieces(void **state)
{
	/* Odd ones, exact ones, more than a block and much more than any. */
	static const size_t	sizes[] = {
		0, 1, 15, 16, 17, 4096, 0, 16 * KIB, 16 * KIB + 1, 3,
		256 * KIB, 257 * KIB, 5 * KIB * KIB, 7,
	};
	struct arena	arena = ARENA_INIT;
	char		*pieces[ARRAY_LEN(sizes)];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		pieces[i] = arena_alloc(&arena, sizes[i]);
		assert_non_null(pieces[i]);
		assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t),
		    0);
		assert_true(is_zero(pieces[i], sizes[i]));
		memset(pieces[i], 'a' + (int)i, sizes[i]);
	}
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++)
		for (size_t k = 0; k < sizes[i]; k++)
			if (pieces[i][k] != 'a' + (int)i)
				fail_msg("piece %zu was written over", i);
	arena_free(&arena);
	assert_int_equal(arena.total, 0);
	assert_null(arena.block);
}

static void
test_arena_small_pieces_share_a_block(void **state)
{
	struct arena arena = ARENA_INIT;

	(void)state;
	for (int i = 0; i < 100; i++)
		arena_alloc(&arena, 100);
	assert_int_equal(arena.total, 16 * KIB);
	arena_free(&arena);
}

/* A big piece goes elsewhere and leaves the room in the newest block in use. */
static void
test_arena_big_piece_keeps_the_block(void **state)
{
	struct arena	arena = ARENA_INIT;
	char		*first, *second;

	(void)state;
	first = arena_alloc(&arena, 16);
	arena_alloc(&arena, 1000 * KIB);
	second = arena_alloc(&arena, 16);
	assert_true(second > first && second < first + 16 * KIB);
	assert_int_equal(arena.total, (16 + 1000) * KIB);
	arena_free(&arena);
}

/* Behind an odd length there may be less room than the next one's alignment. */
static void
test_arena_full_to_the_byte(void **state)
{
	static const size_t	sizes[] = {
		16 * KIB - 17, 16 * KIB - 1, 16 * KIB, 16 * KIB + 1,
		300 * KIB + 1,
	};
	struct arena	arena = ARENA_INIT;
	char		*big = calloc(1, 301 * KIB);
	char		*piece;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		arena_copy(&arena, slice_make(big, sizes[i]));
		piece = arena_alloc(&arena, 100);
		memset(piece, 'x', 100);
		assert_int_equal((uintptr_t)piece % _Alignof(max_align_t), 0);
		assert_true(arena.total >= sizes[i] + 100);
		arena_free(&arena);
	}
	free(big);
}

static void
test_arena_reset_keeps_one_block(void **state)
{
	struct arena	arena = ARENA_INIT;
	char		*piece;

	(void)state;
	arena_reset(&arena);
	assert_int_equal(arena.total, 0);

	for (int i = 0; i < 1000; i++)
		memset(arena_alloc(&arena, 1000), 'x', 1000);
	arena_alloc(&arena, 5000 * KIB);
	arena_reset(&arena);
	assert_true(arena.total >= 16 * KIB && arena.total <= 256 * KIB);
	piece = arena_alloc(&arena, 4096);
	assert_true(is_zero(piece, 4096));
	assert_true(arena.total <= 256 * KIB);

	arena_free(&arena);
	arena_alloc(&arena, 5000 * KIB);
	arena_reset(&arena);
	assert_int_equal(arena.total, 0);
	assert_non_null(arena_alloc(&arena, 1));
	arena_free(&arena);
}

static void
test_arena_grow_in_place(void **state)
{
	struct arena	arena = ARENA_INIT;
	char		*old, *new;

	(void)state;
	old = arena_grow(&arena, NULL, 0, 100);
	assert_true(is_zero(old, 100));
	memset(old, 'x', 100);
	new = arena_grow(&arena, old, 100, 200);
	assert_ptr_equal(new, old);
	assert_true(new[99] == 'x' && is_zero(new + 100, 100));
	assert_ptr_equal(arena_grow(&arena, new, 200, 50), new);
	arena_free(&arena);
}

static void
test_arena_grow_by_copy(void **state)
{
	struct arena	arena = ARENA_INIT;
	char		*old, *new, *other;

	(void)state;
	old = memset(arena_alloc(&arena, 100), 'x', 100);
	other = memset(arena_alloc(&arena, 8), 'y', 8);
	new = arena_grow(&arena, old, 100, 200);
	assert_ptr_not_equal(new, old);
	assert_true(new[0] == 'x' && new[99] == 'x');
	assert_true(is_zero(new + 100, 100));
	assert_memory_equal(other, "yyyyyyyy", 8);

	/* The newest one, but its block has not the room. */
	old = new;
	new = arena_grow(&arena, old, 200, 20 * KIB);
	assert_ptr_not_equal(new, old);
	assert_true(new[99] == 'x' && is_zero(new + 100, 20 * KIB - 100));
	arena_free(&arena);
}

static void
test_arena_grow_big(void **state)
{
	struct arena	arena = ARENA_INIT;
	size_t		size = 300 * KIB;
	char		*big, *small;

	(void)state;
	for (int round = 0; round < 2; round++) {
		/* The first time it is the arena's only block. */
		big = memset(arena_alloc(&arena, size), 'x', size);
		for (; size < 20 * KIB * KIB; size *= 2) {
			big = arena_grow(&arena, big, size, size * 2);
			assert_true(big[0] == 'x' && big[size - 1] == 'x');
			assert_true(is_zero(big + size, size));
			memset(big, 'x', size * 2);
		}
		/* Its smaller selves are gone. */
		assert_true(arena.total < size + 64 * KIB);
		arena_free(&arena);
		size = 300 * KIB;
		small = memset(arena_alloc(&arena, 10), 'y', 10);
	}
	assert_memory_equal(small, "yyyyyyyyyy", 10);
	arena_free(&arena);
}

static void
test_arena_strings(void **state)
{
	struct arena	arena = ARENA_INIT;
	char		big[3000];
	struct slice	s;

	(void)state;
	memset(big, 'b', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	assert_case_slice("a copy keeps NULs",
	    arena_copy(&arena, SLICE("a\0b")), SLICE("a\0b"));
	assert_case_slice("a copy of nothing",
	    arena_copy(&arena, SLICE_EMPTY), SLICE(""));
	assert_case("a string has a NUL behind",
	    arena_string(&arena, slice_make("abcd", 3)), "abc");
	assert_case("a string ends at the first NUL",
	    arena_string(&arena, SLICE("a\0b")), "a");
	assert_case("a string of nothing", arena_string(&arena, SLICE_EMPTY),
	    "");
	assert_case_slice("capitals are lowered, others kept",
	    arena_lower(&arena, SLICE("AZ@[\xc4\0")), SLICE("az@[\xc4\0"));
	s = arena_format(&arena, "%d-%s", 7, "x");
	assert_case_slice("a format", s, SLICE("7-x"));
	assert_case("with a NUL behind", s.data, "7-x");
	s = arena_format(&arena, "%s.", big);
	assert_case_int("a long format", s.len, sizeof(big));
	assert_case_slice("to its end", slice_from(s, s.len - 2), SLICE("b."));
	arena_free(&arena);
}

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>

/* Reads past a piece, and of one that has moved away, are found. */
static void
test_arena_guards(void **state)
{
	struct arena	arena = ARENA_INIT;
	const char	*piece = arena_copy(&arena, SLICE("abc")).data;
	char		*old = arena_alloc(&arena, 5);
	char		*new;

	(void)state;
	arena_alloc(&arena, 1);
	assert_false(__asan_address_is_poisoned(piece + 2));
	assert_true(__asan_address_is_poisoned(piece + 3));
	new = arena_grow(&arena, old, 5, 10);
	assert_true(__asan_address_is_poisoned(old));
	assert_false(__asan_address_is_poisoned(new + 9));
	assert_true(__asan_address_is_poisoned(new + 10));
	arena_reset(&arena);
	assert_true(__asan_address_is_poisoned(new));
	arena_free(&arena);
}
#endif

static void
test_arena_array(void **state)
{
	struct arena	arena = ARENA_INIT;
	char		*array;

	(void)state;
	array = arena_array(&arena, 100, 8);
	assert_true(is_zero(array, 800));
	assert_non_null(arena_array(&arena, 0, 8));
	arena_free(&arena);
}

static void
test_arena_in_memory_of_others(void **state)
{
	_Alignas(max_align_t) static char memory[4096];
	struct arena arena;
	struct slice first, big;

	(void)state;
	arena_init_in(&arena, memory, sizeof(memory));
	first = arena_copy(&arena, SLICE("first"));
	assert_in_range((uintptr_t)first.data, (uintptr_t)memory,
	    (uintptr_t)memory + sizeof(memory) - 1);
	assert_true(arena.total <= sizeof(memory));
	/* More than there is comes from elsewhere, and total tells. */
	big = slice_make(arena_alloc(&arena, 2 * sizeof(memory)),
	    2 * sizeof(memory));
	assert_true(arena.total > sizeof(memory));
	assert_true(big.data < memory ||
	    big.data >= memory + sizeof(memory));
	assert_true(slice_eq(first, SLICE("first")));
	arena_free(&arena);
	assert_null(arena.block);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arena_in_memory_of_others),
		cmocka_unit_test(test_arena_pieces),
		cmocka_unit_test(test_arena_small_pieces_share_a_block),
		cmocka_unit_test(test_arena_big_piece_keeps_the_block),
		cmocka_unit_test(test_arena_full_to_the_byte),
		cmocka_unit_test(test_arena_reset_keeps_one_block),
		cmocka_unit_test(test_arena_grow_in_place),
		cmocka_unit_test(test_arena_grow_by_copy),
		cmocka_unit_test(test_arena_grow_big),
		cmocka_unit_test(test_arena_strings),
		cmocka_unit_test(test_arena_array),
#ifdef __SANITIZE_ADDRESS__
		cmocka_unit_test(test_arena_guards),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
