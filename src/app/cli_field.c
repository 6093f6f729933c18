/* maildesk field add, list, remove. */
#include "app/cli_commands.h"

#include "app/cli_change.h"
#include "app/cli_columns.h"
#include "app/cli_print.h"
#include "app/cli_text.h"
#include "store/fields.h"

static int
read_object(struct cli *cli, enum field_object *out, struct fail *why)
{
	struct slice word = cli_option_slice(cli, "--object");

	*out = FIELD_OF_TICKET;
	if (word.len > 0 && !field_object_parse(word, out))
		return fail_set(why, FAIL_REFUSE,
		    "--object is ticket, person or organization");
	return 0;
}

static int
refuse_kind(struct cli *cli, struct fail *why)
{
	struct text text = TEXT_IN(&cli->arena);

	for (int i = 0; i < FIELD_KIND_COUNT; i++)
		text_add_format(&text, "%s%s", i > 0 ? ", " : "",
		    field_kind_name((enum field_kind)i));
	return fail_set(why, FAIL_REFUSE, "a field's kind is one of %s",
	    text_string(&text));
}

static int
read_choices(struct cli *cli, struct field *out, struct fail *why)
{
	struct text text = TEXT_IN(&cli->arena);
	struct slice choice;
	bool wanted = field_kind_has_choices(out->kind);

	if (wanted != (cli->argument_count > 2))
		return fail_set(why, FAIL_REFUSE, wanted
		    ? "name the choices behind the kind, one word or quoted"
		      " words each"
		    : "only choice and choices have choices");
	for (int i = 2; i < cli->argument_count; i++) {
		choice = slice_trim(cli_argument(cli, i));
		if (choice.len == 0 || choice.len > FIELD_NAME_MAX ||
		    !slice_is_utf8(choice) ||
		    slice_index(choice, ',') < choice.len ||
		    slice_index(choice, '\n') < choice.len)
			return fail_set(why, FAIL_REFUSE, "a choice is 1 to %d"
			    " octets without a comma", FIELD_NAME_MAX);
		text_add(&text, choice);
		text_add_char(&text, '\n');
	}
	out->choices = text_slice(&text);
	return 0;
}

static void
print_done(struct cli *cli, const struct field *field, const char *what)
{
	struct json *json;

	if (!cli->json) {
		cli_print_line(cli, arena_format(&cli->arena, "field %.*s %s",
		    SLICE_ARG(field->name), what));
		return;
	}
	json = json_new_object();
	json_add_int(json, "field", field->id);
	json_add_text(json, "name", field->name);
	cli_print_json(cli, json);
}

static int
add(struct cli *cli, void *data, struct fail *why)
{
	struct field *field = data;

	if (fields_add(cli->desk.db, field, cli->now, why) < 0)
		return -1;
	return cli_change_log(cli, "field", field->id, "name", SLICE_EMPTY,
	    field->name, why);
}

int
cli_field_add(struct cli *cli, struct fail *why)
{
	struct field field = { .name = slice_trim(cli_argument(cli, 0)) };

	if (!field_name_is_good(field.name))
		return fail_set(why, FAIL_REFUSE, "a field's name is a word of"
		    " letters, digits, - and _, so that it fits behind"
		    " #field.");
	if (read_object(cli, &field.object, why) < 0)
		return -1;
	if (!field_kind_parse(cli_argument(cli, 1), &field.kind))
		return refuse_kind(cli, why);
	if (read_choices(cli, &field, why) < 0 ||
	    cli_change(cli, add, &field, why) < 0)
		return -1;
	print_done(cli, &field, "is there");
	return 0;
}

static int
drop(struct cli *cli, void *data, struct fail *why)
{
	struct field *field = data;
	struct slice name = cli_argument(cli, 0);
	int got;

	got = fields_find(cli->desk.db, field->object, name, &cli->arena,
	    field, why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "there is no field \"%.*s\";"
		    " `maildesk field list` names them",
		    SLICE_ARG(cli_line(name, &cli->arena)));
	if (got < 0 || fields_remove(cli->desk.db, field->id, why) < 0)
		return -1;
	return cli_change_log(cli, "field", field->id, "name", field->name,
	    SLICE_EMPTY, why);
}

int
cli_field_remove(struct cli *cli, struct fail *why)
{
	struct field field = { .id = 0 };

	if (read_object(cli, &field.object, why) < 0 ||
	    cli_change(cli, drop, &field, why) < 0)
		return -1;
	print_done(cli, &field, "is gone, and all that stood in it");
	return 0;
}

static void
list_one(struct cli_columns *columns, struct json *json,
    const struct field *field, struct arena *arena)
{
	struct slice rest = field->choices, line;
	struct text choices = TEXT_IN(arena);
	struct json *array;

	json_add_int(json, "id", field->id);
	json_add_text(json, "object",
	    slice_of(field_object_name(field->object)));
	json_add_text(json, "name", field->name);
	json_add_text(json, "kind", slice_of(field_kind_name(field->kind)));
	array = json_add_array(json, "choices");
	while (slice_line(&rest, &line)) {
		json_append_text(array, line);
		text_add_string(&choices, choices.len > 0 ? ", " : "");
		text_add(&choices, line);
	}
	cli_columns_add(columns, field->name);
	cli_columns_add_format(columns, "%s",
	    field_object_name(field->object));
	cli_columns_add_format(columns, "%s", field_kind_name(field->kind));
	cli_columns_add(columns, text_slice(&choices));
}

int
cli_field_list(struct cli *cli, struct fail *why)
{
	static const struct cli_column of[] = {
		CLI_LEFT("Field"), CLI_LEFT("Of"), CLI_LEFT("Kind"),
		CLI_GIVES("Choices"),
	};
	struct json *json = json_new_array();
	struct cli_columns columns;
	struct field *items;
	size_t count = 0;
	int rc;

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	rc = fields_list(cli->desk.db, &cli->arena, &items, &count, why);
	for (size_t i = 0; i < count && rc == 0; i++)
		list_one(&columns, json_append_object(json), &items[i],
		    &cli->arena);
	return cli_list_end(cli, rc, json, &columns, "there is no field yet; make"
		    " one with `maildesk field add NAME KIND`");
}
