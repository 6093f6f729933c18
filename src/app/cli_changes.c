/* The change log as commands show it. */
#include "app/cli_changes.h"

#include <string.h>

#include "app/cli_columns.h"
#include "app/cli_person.h"
#include "app/cli_print.h"

/* "status"; "letter 7: state"; "ticket 3: status" of one that was merged. */
static void
add_what(struct cli_columns *columns, const struct change *change,
    const char *object, int64_t id)
{
	if (strcmp(change->object, object) == 0 && change->object_id == id)
		cli_columns_add(columns, change->field);
	else
		cli_columns_add_format(columns, "%s %lld: %.*s",
		    change->object, (long long)change->object_id,
		    SLICE_ARG(change->field));
}

static int
add_change(struct cli *cli, struct cli_columns *columns,
    const struct change *change, const char *object, int64_t id,
    struct fail *why)
{
	struct slice name;

	if (cli_person_called(cli, change->person_id, &name, why) < 0)
		return -1;
	cli_columns_add_when(columns, change->at, cli->now);
	cli_columns_add(columns, name);
	cli_columns_add_format(columns, "%s", door_name(change->door));
	add_what(columns, change, object, id);
	cli_columns_add(columns, change->old);
	cli_columns_add(columns, change->new);
	if (change->archive_id != 0)
		cli_columns_add_format(columns, "%lld",
		    (long long)change->archive_id);
	else
		cli_columns_add(columns, SLICE_EMPTY);
	return 0;
}

int
cli_changes_print(struct cli *cli, const char *object, int64_t id,
    const struct change *items, size_t count, struct fail *why)
{
	static const struct cli_column of[] = {
		CLI_LEFT("Changed"), CLI_GIVES("By"), CLI_LEFT("Door"),
		CLI_LEFT("What"), CLI_GIVES("From"), CLI_GIVES("To"),
		CLI_RIGHT("Message"),
	};
	struct cli_columns columns;

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	for (size_t i = 0; i < count; i++)
		if (add_change(cli, &columns, &items[i], object, id,
			why) < 0)
			return -1;
	putc('\n', cli->out);
	cli_columns_print(&columns, cli, "nothing was changed");
	return 0;
}

int
cli_changes_json(struct cli *cli, struct json *array,
    const struct change *items, size_t count, struct fail *why)
{
	struct json *json;

	for (size_t i = 0; i < count; i++) {
		json = json_append_object(array);
		json_add_time(json, "at", items[i].at);
		if (cli_person_add_json(cli, json, "person",
			items[i].person_id, why) < 0)
			return -1;
		json_add_text(json, "door",
		    slice_of(door_name(items[i].door)));
		json_add_text(json, "object", slice_of(items[i].object));
		json_add_int(json, "object_id", items[i].object_id);
		json_add_text(json, "field", items[i].field);
		json_add_text(json, "old", items[i].old);
		json_add_text(json, "new", items[i].new);
		json_add_id(json, "archive_id", items[i].archive_id);
	}
	return 0;
}
