/* Rows in columns: aligned, and within the terminal. */
#include "case.h"

#include "app/cli_columns.h"

static const struct cli_column of[] = {
	CLI_RIGHT("Id"), CLI_LEFT("State"), CLI_GIVES("Name"),
	CLI_GIVES("Subject"),
};

static const char *const cells[][ARRAY_LEN(of)] = {
	{ "7", "open", "\xe6\x9d\x8e\xe4\xbc\x9f", "short" },
	{ "12", "pending", "Ann", "a subject that is quite long, really" },
	{ "", "", "x\x1b[1my", "two\nlines" },
};

/* What is printed for a terminal of this width; 0: for none. */
static char *
print(size_t width, size_t rows)
{
	struct cli cli = { .arena = ARENA_INIT, .width = width };
	struct cli_columns columns;
	char *text = NULL;
	size_t len = 0;

	cli.out = open_memstream(&text, &len);
	assert_non_null(cli.out);
	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli.arena);
	for (size_t r = 0; r < rows; r++)
		for (size_t c = 0; c < ARRAY_LEN(of); c++)
			cli_columns_add(&columns, slice_of(cells[r][c]));
	cli_columns_print(&columns, &cli, "nothing here");
	fclose(cli.out);
	arena_free(&cli.arena);
	return text;
}

static void
test_cli_columns_align(void **state)
{
	char *text = print(0, 3);

	(void)state;
	assert_case("everything is whole where no terminal is", text,
	    "Id  State    Name    Subject\n"
	    " 7  open     \xe6\x9d\x8e\xe4\xbc\x9f    short\n"
	    "12  pending  Ann     a subject that is quite long, really\n"
	    "             x [1my  two lines\n");
	free(text);
}

static void
test_cli_columns_fit(void **state)
{
	char *text;

	(void)state;
	setenv("TERM", "dumb", 1);
	text = print(40, 2);
	assert_case("the longest that gives is cut", text,
	    "Id  State    Name  Subject\n"
	    " 7  open     \xe6\x9d\x8e\xe4\xbc\x9f  short\n"
	    "12  pending  Ann   a subject that is qu\xe2\x80\xa6\n");
	free(text);
	text = print(5, 2);
	assert_case("on no terminal do columns vanish", text,
	    "Id  State    Name  Subject\n"
	    " 7  open     \xe6\x9d\x8e\xe4\xbc\x9f  short\n"
	    "12  pending  Ann   a subje\xe2\x80\xa6\n");
	free(text);
}

static void
test_cli_columns_bold(void **state)
{
	char *text;

	(void)state;
	setenv("TERM", "xterm", 1);
	unsetenv("NO_COLOR");
	text = print(80, 1);
	assert_non_null(strstr(text, "\x1b[1mId"));
	free(text);
	setenv("NO_COLOR", "1", 1);
	text = print(80, 1);
	assert_null(strchr(text, '\x1b'));
	free(text);
	unsetenv("NO_COLOR");
	text = print(0, 1);
	assert_null(strchr(text, '\x1b'));
	free(text);
}

static void
test_cli_columns_none(void **state)
{
	char *text = print(80, 0);

	(void)state;
	assert_case("no titles over nothing", text, "nothing here\n");
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cli_columns_align),
		cmocka_unit_test(test_cli_columns_fit),
		cmocka_unit_test(test_cli_columns_bold),
		cmocka_unit_test(test_cli_columns_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
