/* maildesk user csv import: users from a table. */
#include "app/cli_commands.h"

#include "app/card_import.h"
#include "app/cli_text.h"
#include "base/file.h"
#include "desk/csv.h"
#include "mail/charset.h"

#define TABLE_MAX ((size_t)64 << 20)

static int
refuse_map(struct cli *cli, const struct csv_row *header, const char *problem,
    struct fail *why)
{
	struct text text = TEXT_IN(&cli->arena);

	for (size_t i = 0; i < header->count; i++) {
		text_add_format(&text, "%s%zu ", i > 0 ? ", " : "", i + 1);
		text_add(&text, cli_fit(cli_line(header->cells[i],
		    &cli->arena), 24, &cli->arena));
	}
	return fail_set(why, FAIL_REFUSE, "%s; its columns are %.*s", problem,
	    SLICE_ARG(text_slice(&text)));
}

static int
import_rows(struct card_import *import, struct csv *csv,
    const struct csv_map *map, struct fail *why)
{
	int64_t total = (int64_t)csv->rest.len;
	struct arena arena = ARENA_INIT;
	struct csv_row row;
	struct card card;
	int rc = 0;

	while (rc == 0 && csv_next(csv, &arena, &row)) {
		if (row.unclosed) {
			card_import_refuse(import, row.line,
			    "has a quote that nobody closes");
			break;
		}
		csv_map_card(map, &row, &arena, &card);
		rc = card_import_add(import, &card, row.line, why);
		arena_reset(&arena);
		progress_tell(import->progress,
		    total - (int64_t)csv->rest.len, total);
	}
	arena_free(&arena);
	return rc;
}

/* By the header, which is nobody; without one by numbers alone. */
static int
read_map(struct cli *cli, struct csv *csv, struct csv_map *map,
    struct fail *why)
{
	bool headless = cli_option(cli, "--no-header") != NULL;
	struct csv behind = *csv;
	struct csv_row header;
	const char *problem;

	if (!csv_next(&behind, &cli->arena, &header))
		return fail_set(why, FAIL_REFUSE, "there is no row in it");
	if (cli_option(cli, "--map") == NULL)
		return refuse_map(cli, &header, "say with --map what its"
		    " columns are, as name=1,address=2", why);
	problem = csv_map_read(cli_option_slice(cli, "--map"),
	    headless ? NULL : &header, &cli->arena, map);
	if (problem != NULL)
		return refuse_map(cli, &header, problem, why);
	if (!headless)
		*csv = behind;
	return 0;
}

int
cli_user_csv_import(struct cli *cli, struct fail *why)
{
	struct card_import *import = arena_alloc(&cli->arena, sizeof(*import));
	struct csv_map *map = arena_alloc(&cli->arena, sizeof(*map));
	struct slice bytes;
	struct csv csv;

	if (file_read(cli->arguments[0], TABLE_MAX, &cli->arena, &bytes,
		why) < 0)
		return -1;
	/* UTF-8, what Windows calls Unicode, or the code page of a place. */
	csv_begin(&csv, charset_to_utf8(slice_starts(bytes,
	    SLICE("\xff\xfe")) || slice_starts(bytes, SLICE("\xfe\xff"))
	    ? SLICE("utf-16") : SLICE_EMPTY, bytes, &cli->arena));
	if (read_map(cli, &csv, map, why) < 0)
		return -1;
	import->what = "line";
	card_import_begin(import, cli, cli->arguments[0]);
	return card_import_end(import, import_rows(import, &csv, map, why),
	    why);
}
