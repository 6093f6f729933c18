#include "case.h"

#include "port/token_file.h"

static struct fail why = FAIL_INIT;

/* What is not a whole file of ours is no token, and a person hears of it. */
static const struct {
	const char	*name;
	const char	*text;
	mode_t		 mode;
	int		 want;
} files[] = {
	{ "a token", "maildesk-token 1\nwhose d\naccess a\nexpires 7\n",
	    0600, 1 },
	{ "others may read it", "maildesk-token 1\naccess a\n", 0640, -1 },
	{ "nothing in it", "", 0600, -1 },
	{ "another version", "maildesk-token 2\naccess a\n", 0600, -1 },
	{ "a line of nobody's", "maildesk-token 1\nacces a\n", 0600, -1 },
	{ "no number", "maildesk-token 1\nexpires soon\n", 0600, -1 },
	{ "a number beyond numbers",
	    "maildesk-token 1\nexpires 99999999999999999999\n", 0600, -1 },
};

static void
test_token_file_load(void **state)
{
	char		folder[PATH_MAX], path[PATH_MAX];
	struct arena	arena = ARENA_INIT;
	struct token	token;

	(void)state;
	case_path(path, case_folder(folder), "token");
	assert_int_equal(token_file_load(path, &arena, &token, &why), 0);
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		case_put(path, slice_of(files[i].text), files[i].mode);
		assert_case_int(files[i].name,
		    token_file_load(path, &arena, &token, &why),
		    files[i].want);
		assert_case_slice(files[i].name, token.access,
		    files[i].want == 1 ? SLICE("a") : SLICE_EMPTY);
		if (files[i].want < 0)
			assert_case_int(files[i].name, why.kind, FAIL_SETUP);
	}
	arena_free(&arena);
	case_folder_remove(folder);
}

/* All of it comes back, and no line of it can become two. */
static void
test_token_file_save(void **state)
{
	const struct token token = { .whose = SLICE_INIT("digest"),
		.access = SLICE_INIT("a.b-c"), .refresh = SLICE_INIT("r/1+="),
		.got_at = 1, .expires_at = INT64_MAX, .failing_since = 3,
		.is_refused = true, .tries = 4, .retry_at = 5,
		.why = SLICE_INIT("it says\nrefresh evil") };
	char		folder[PATH_MAX], path[PATH_MAX];
	struct arena	arena = ARENA_INIT;
	struct token	got;
	struct stat	info;

	(void)state;
	case_path(path, case_folder(folder), "token");
	assert_int_equal(token_file_save(path, &token, &why), 0);
	assert_int_equal(stat(path, &info), 0);
	assert_int_equal(info.st_mode & 07777, 0600);
	assert_int_equal(token_file_load(path, &arena, &got, &why), 1);
	assert_case_slice("whose", got.whose, token.whose);
	assert_case_slice("access", got.access, token.access);
	assert_case_slice("refresh", got.refresh, token.refresh);
	assert_case_slice("why", got.why, SLICE("it says refresh evil"));
	assert_case_int("got", got.got_at, 1);
	assert_case_int("expires", got.expires_at, INT64_MAX);
	assert_case_int("failing", got.failing_since, 3);
	assert_case_int("tries", got.tries, 4);
	assert_case_int("retry", got.retry_at, 5);
	assert_true(got.is_refused);
	arena_free(&arena);
	case_folder_remove(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_token_file_load),
		cmocka_unit_test(test_token_file_save),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
