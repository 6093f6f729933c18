/* Bodies: when they leave memory, and that they come back whole. */
#include "case.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "port/lmtp_spill.h"

#define EACH 65536

static struct lmtp_spill_pool
make_pool(void)
{
	return (struct lmtp_spill_pool){ .dir = "/tmp",
		.each_max = EACH, .all_max = 100000 };
}

static void
add_bytes(struct lmtp_spill *spill, char c, size_t n)
{
	struct fail	why = FAIL_INIT;
	char		bytes[1000];

	memset(bytes, c, sizeof(bytes));
	for (; n > sizeof(bytes); n -= sizeof(bytes))
		assert_int_equal(lmtp_spill_add(spill,
		    slice_make(bytes, sizeof(bytes)), &why), 0);
	assert_int_equal(lmtp_spill_add(spill, slice_make(bytes, n), &why), 0);
}

static void
test_lmtp_spill_small_bodies_stay_in_memory(void **state)
{
	struct lmtp_spill_pool	pool = make_pool();
	struct lmtp_spill	spill;

	(void)state;
	lmtp_spill_init(&spill, &pool);
	assert_non_null(lmtp_spill_memory(&spill).data);
	assert_int_equal(lmtp_spill_memory(&spill).len, 0);
	add_bytes(&spill, 'a', EACH);
	assert_int_equal(spill.fd, -1);
	assert_int_equal(lmtp_spill_memory(&spill).len, EACH);
	assert_int_equal(pool.in_memory, EACH);
	lmtp_spill_free(&spill);
	assert_int_equal(pool.in_memory, 0);
}

static void
test_lmtp_spill_big_bodies_go_to_a_file(void **state)
{
	struct lmtp_spill_pool	pool = make_pool();
	struct lmtp_spill	spill;
	char			got[3];

	(void)state;
	lmtp_spill_init(&spill, &pool);
	add_bytes(&spill, 'a', EACH);
	add_bytes(&spill, 'b', 1);
	add_bytes(&spill, 'c', 1);
	assert_true(spill.fd >= 0);
	assert_null(lmtp_spill_memory(&spill).data);
	assert_int_equal(pool.in_memory, 0);
	assert_int_equal(spill.size, EACH + 2);
	assert_int_equal(pread(spill.fd, got, 3, EACH - 1), 3);
	assert_memory_equal(got, "abc", 3);
	lmtp_spill_free(&spill);
	add_bytes(&spill, 'd', 1);
	assert_case_slice("it can be used again", lmtp_spill_memory(&spill),
	    SLICE("d"));
	lmtp_spill_free(&spill);
}

static void
test_lmtp_spill_all_bodies_share_the_memory(void **state)
{
	struct lmtp_spill_pool	pool = make_pool();
	struct lmtp_spill	spills[8];
	size_t			in_files = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(spills); i++) {
		lmtp_spill_init(&spills[i], &pool);
		add_bytes(&spills[i], (char)('a' + i), 20000);
		assert_true(pool.in_memory <= pool.all_max);
		in_files += spills[i].fd >= 0;
	}
	assert_in_range(in_files, 1, 5);
	for (size_t i = 0; i < ARRAY_LEN(spills); i++) {
		assert_int_equal(spills[i].size, 20000);
		lmtp_spill_free(&spills[i]);
	}
	assert_int_equal(pool.in_memory, 0);
}

static void
test_lmtp_spill_missing_folder(void **state)
{
	struct lmtp_spill_pool	pool = make_pool();
	struct lmtp_spill	spill;
	struct fail		why = FAIL_INIT;
	static const char	bytes[200];

	(void)state;
	pool.dir = "/nonexistent";
	pool.each_max = 100;
	lmtp_spill_init(&spill, &pool);
	assert_int_equal(lmtp_spill_add(&spill,
	    slice_make(bytes, sizeof(bytes)), &why), -1);
	assert_int_equal(why.kind, FAIL_RETRY);
	assert_non_null(strstr(why.text, "/nonexistent"));
	lmtp_spill_free(&spill);
}

/* No disk has as much. */
static void
test_lmtp_spill_leaves_space(void **state)
{
	struct lmtp_spill_pool	pool = make_pool();
	struct lmtp_spill	spill;
	struct fail		why = FAIL_INIT;
	static const char	bytes[200];

	(void)state;
	pool.min_free = INT64_MAX;
	lmtp_spill_init(&spill, &pool);
	add_bytes(&spill, 'a', EACH);
	errno = 0;
	assert_int_equal(lmtp_spill_add(&spill,
	    slice_make(bytes, sizeof(bytes)), &why), -1);
	assert_int_equal(errno, ENOSPC);
	assert_int_equal(why.kind, FAIL_RETRY);
	lmtp_spill_free(&spill);
	assert_int_equal(pool.in_memory, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lmtp_spill_small_bodies_stay_in_memory),
		cmocka_unit_test(test_lmtp_spill_big_bodies_go_to_a_file),
		cmocka_unit_test(test_lmtp_spill_all_bodies_share_the_memory),
		cmocka_unit_test(test_lmtp_spill_missing_folder),
		cmocka_unit_test(test_lmtp_spill_leaves_space),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
