/* maildesk user duplicates: who may be one person, and what speaks for it. */
#include "app/cli_commands.h"

#include "app/cli_columns.h"
#include "app/cli_find.h"
#include "app/cli_person.h"
#include "app/cli_print.h"
#include "store/duplicates.h"

#define LIST_USUAL 20

static int
add_pair(struct cli *cli, const struct duplicate *pair,
    struct cli_columns *columns, struct json *json, struct fail *why)
{
	struct text text = TEXT_IN(&cli->arena);
	struct json *reasons = json_add_array(json, "reasons");
	struct slice name;

	for (int i = 0; i < LIKENESS_COUNT; i++) {
		const char *words = likeness_words((enum likeness)i);

		if ((pair->reasons & (1u << i)) == 0)
			continue;
		json_append_text(reasons, slice_of(words));
		text_add_format(&text, "%s%s", text.len > 0 ? "; " : "", words);
	}
	json_add_int(json, "weight", likeness_weight(pair->reasons));
	if (cli_person_add_json(cli, json, "one", pair->one, why) < 0 ||
	    cli_person_add_json(cli, json, "other", pair->other, why) < 0 ||
	    cli_person_called(cli, pair->one, &name, why) < 0)
		return -1;
	cli_columns_add(columns, name);
	if (cli_person_called(cli, pair->other, &name, why) < 0)
		return -1;
	cli_columns_add(columns, name);
	cli_columns_add(columns, text_slice(&text));
	return 0;
}

static int
print_pairs(struct cli *cli, const struct duplicate *items, size_t count,
    int64_t of, int64_t limit, struct fail *why)
{
	static const struct cli_column columns_of[] = {
		CLI_GIVES("User"), CLI_GIVES("Other"), CLI_GIVES("Because"),
	};
	struct json *json = json_new_array();
	struct cli_columns columns;
	int64_t shown = 0;
	int rc = 0;

	cli_columns_init(&columns, columns_of, ARRAY_LEN(columns_of),
	    &cli->arena);
	for (size_t i = 0; i < count && shown < limit && rc == 0; i++) {
		if (of != 0 && items[i].one != of && items[i].other != of)
			continue;
		rc = add_pair(cli, &items[i], &columns,
		    json_append_object(json), why);
		shown++;
	}
	return cli_list_end(cli, rc, json, &columns, "nobody seems to be here"
		    " twice");
}

int
cli_user_duplicates(struct cli *cli, struct fail *why)
{
	struct duplicate *items;
	struct person person = { .id = 0 };
	size_t count;
	int64_t limit;

	if (cli_option_number(cli, "--limit", LIST_USUAL, &limit, why) < 0 ||
	    (cli->argument_count > 0 && cli_find_living(cli,
		cli_argument(cli, 0), &person, why) < 0) ||
	    duplicates_find(cli->desk.db, &cli->arena, &items, &count,
		why) < 0)
		return -1;
	return print_pairs(cli, items, count, person.id, limit, why);
}
