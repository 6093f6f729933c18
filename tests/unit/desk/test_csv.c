/* Tables as spreadsheets write them, and what their columns are to us. */
#include "case.h"

#include "base/text.h"
#include "desk/csv.h"

static const struct {
	const char *name;
	const char *text;
	const char *want; /* cells with | behind, rows with / behind */
} cases[] = {
	{ "plain", "a,b\nc,d\n", "a|b|/c|d|/" },
	{ "no end of the last line", "a,b", "a|b|/" },
	{ "CRLF", "a,b\r\nc,d\r\n", "a|b|/c|d|/" },
	{ "CR alone", "a,b\rc,d", "a|b|/c|d|/" },
	{ "semicolons", "a;b,c;d\n1;2,3;4\n", "a|b,c|d|/1|2,3|4|/" },
	{ "tabs", "a\tb, c\n", "a|b, c|/" },
	{ "a spreadsheet's word for it", "sep=;\na,b;c\n", "a,b|c|/" },
	{ "quotes", "\"a\",\"b, c\"\n", "a|b, c|/" },
	{ "a quote in quotes", "\"say \"\"hi\"\"\",b\n", "say \"hi\"|b|/" },
	{ "a line end in quotes", "\"a\nb\",c\nd,e\n", "a\nb|c|/d|e|/" },
	{ "CRLF in quotes", "\"a\r\nb\",c\r\n", "a\nb|c|/" },
	{ "separators in the quotes of the first row",
	  "\"a;b;c\",d\ne,f\n", "a;b;c|d|/e|f|/" },
	{ "a quote inside a cell is a character", "5\" disk,b\n",
	  "5\" disk|b|/" },
	{ "words behind a closing quote", "\"a\"b,c\n", "ab|c|/" },
	{ "blanks around", " a , \"b\" \n", "a|b|/" },
	{ "empty cells", ",,\na,,\n", "a|||/" },
	{ "empty lines", "\n\na\n\n", "a|/" },
	{ "a separator at the end", "a,", "a||/" },
	{ "a quote that nobody closed", "a,\"b\nc,d\n", "a|b\nc,d|!/" },
	{ "nothing", "", "" },
};

static void
test_csv_rows(void **state)
{
	struct arena arena = ARENA_INIT;
	struct text got = TEXT_IN(&arena);
	struct csv_row row;
	struct csv csv;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		text_clear(&got);
		csv_begin(&csv, slice_of(cases[i].text));
		while (csv_next(&csv, &arena, &row)) {
			for (size_t k = 0; k < row.count; k++) {
				text_add(&got, row.cells[k]);
				text_add_char(&got, '|');
			}
			text_add_string(&got, row.unclosed ? "!/" : "/");
		}
		assert_case_slice(cases[i].name, text_slice(&got),
		    slice_of(cases[i].want));
	}
	arena_free(&arena);
}

static void
test_csv_lines(void **state)
{
	struct arena arena = ARENA_INIT;
	struct csv_row row;
	struct csv csv;

	(void)state;
	csv_begin(&csv, SLICE("a\n\n\"b\r\nb\"\r\nc\n"));
	assert_true(csv_next(&csv, &arena, &row));
	assert_int_equal(row.line, 1);
	assert_true(csv_next(&csv, &arena, &row));
	assert_int_equal(row.line, 3);
	assert_true(csv_next(&csv, &arena, &row));
	assert_int_equal(row.line, 5);
	assert_false(csv_next(&csv, &arena, &row));
	arena_free(&arena);
}

/* More cells than are read cost nothing but their reading. */
static void
test_csv_limits(void **state)
{
	static const char *const cells[] = { "x,", "\"x\",", "\"x\"\"\"," };
	struct arena arena = ARENA_INIT, kept = ARENA_INIT;
	struct text text = TEXT_IN(&kept);
	struct csv_row row;
	struct csv csv;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
		text_clear(&text);
		for (int k = 0; k < 100000; k++)
			text_add_string(&text, cells[i]);
		text_add_string(&text, "\ny\n");
		csv_begin(&csv, text_slice(&text));
		assert_true(csv_next(&csv, &arena, &row));
		assert_int_equal(row.count, CSV_CELLS_MAX);
		assert_true(csv_next(&csv, &arena, &row));
		assert_int_equal(row.line, 2);
		assert_true(arena.total < 1 << 20);
		arena_reset(&arena);
	}
	arena_free(&arena);
	arena_free(&kept);
}

/* Rows of nothing are passed over; they cost no memory, either. */
static void
test_csv_empty_rows(void **state)
{
	struct arena arena = ARENA_INIT, kept = ARENA_INIT;
	struct text text = TEXT_IN(&kept);
	struct csv_row row;
	struct csv csv;

	(void)state;
	for (int i = 0; i < 100000; i++)
		text_add_string(&text, "\" \r\n \",\n");
	csv_begin(&csv, text_slice(&text));
	assert_false(csv_next(&csv, &arena, &row));
	assert_true(arena.total < 1 << 20);
	arena_free(&arena);
	arena_free(&kept);
}

static const struct {
	const char *name;
	const char *spec, *header, *row;
	const char *want; /* NULL: refused */
} maps[] = {
	{ "columns by name, in any case", "address=e-mail,name=Name",
	  "Name,E-Mail\n", "Kim,k@x.test\n", "Kim|||k@x.test,|" },
	{ "columns by number", "address=2,name=1", "a,b\n",
	  "Kim,k@x.test\n", "Kim|||k@x.test,|" },
	{ "what is called 1 is column 1 by its name", "address=1",
	  "2,1\n", "x,k@x.test\n", "|||k@x.test,|" },
	{ "a name of two columns", "name=1,name=2,address=3", "a,b,c\n",
	  "Kim,Lee,k@x.test\n", "Kim Lee|||k@x.test,|" },
	{ "an address of several lines", "address=1,postal=2,postal=3",
	  "a,b,c\n", "k@x.test,Way 1,Town\n",
	  "|||k@x.test,|postal:Way 1\nTown," },
	{ "several in one cell", "address=1,phone=2", "a,b\n",
	  "k@x.test ::: l@x.test,123 ::: 456\n",
	  "|||k@x.test,l@x.test,|phone:123,phone:456," },
	{ "labels and an organization", "address=1,label=2,organization=3",
	  "a,b,c\n", "k@x.test,\"vip, print\",ACME\n",
	  "|ACME|vip,print,|k@x.test,|" },
	{ "a row that ends early", "address=1,name=9", "a\n", "k@x.test\n",
	  "|||k@x.test,|" },
	{ "no address", "name=1", "a\n", "b\n", NULL },
	{ "no such column", "address=E-Mail", "a\n", "b\n", NULL },
	{ "column 0", "address=0", "a\n", "b\n", NULL },
	{ "no such key", "address=1,shoe=1", "a\n", "b\n", NULL },
	{ "no column", "address", "a\n", "b\n", NULL },
};

static struct slice
told(const struct card *card, struct arena *arena)
{
	struct text to = TEXT_IN(arena);

	text_add_format(&to, "%.*s|%.*s|",
	    SLICE_ARG(card->values[PROFILE_NAME]),
	    SLICE_ARG(card->organization));
	for (size_t i = 0; i < card->label_count; i++)
		text_add_format(&to, "%.*s,", SLICE_ARG(card->labels[i]));
	text_add_char(&to, '|');
	for (size_t i = 0; i < card->address_count; i++)
		text_add_format(&to, "%.*s,", SLICE_ARG(card->addresses[i]));
	text_add_char(&to, '|');
	for (size_t i = 0; i < card->contact_count; i++)
		text_add_format(&to, "%s:%.*s,",
		    profile_key(card->contacts[i].kind)->name,
		    SLICE_ARG(card->contacts[i].value));
	return text_slice(&to);
}

static void
test_csv_maps(void **state)
{
	struct arena arena = ARENA_INIT;
	struct csv_row header, row;
	struct csv_map map;
	struct card card;
	struct csv csv;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(maps); i++) {
		csv_begin(&csv, slice_of(maps[i].header));
		csv_next(&csv, &arena, &header);
		csv_begin(&csv, slice_of(maps[i].row));
		csv_next(&csv, &arena, &row);
		assert_case_int(maps[i].name, csv_map_read(
		    slice_of(maps[i].spec), &header, &arena, &map) == NULL,
		    maps[i].want != NULL);
		if (maps[i].want == NULL)
			continue;
		csv_map_card(&map, &row, &arena, &card);
		assert_case_slice(maps[i].name, told(&card, &arena),
		    slice_of(maps[i].want));
	}
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_csv_rows),
		cmocka_unit_test(test_csv_lines),
		cmocka_unit_test(test_csv_limits),
		cmocka_unit_test(test_csv_empty_rows),
		cmocka_unit_test(test_csv_maps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
