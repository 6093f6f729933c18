/* maildesk macro add, list, show, remove. */
#include "app/cli_commands.h"

#include "app/cli_change.h"
#include "app/cli_columns.h"
#include "app/cli_print.h"
#include "app/cli_text.h"
#include "base/file.h"
#include "desk/command.h"
#include "store/macros.h"

#define MACRO_MAX (64 << 10)
#define NAME_MAX_OCTETS 60

/* FAIL_REFUSE: there is none of that name. */
static int
find(struct cli *cli, struct macro *out, struct fail *why)
{
	struct slice name = cli_argument(cli, 0);
	int got;

	got = macros_find(cli->desk.db, name, &cli->arena, out, why);
	if (got == 0)
		return fail_set(why, FAIL_REFUSE, "there is no macro \"%.*s\";"
		    " `maildesk macro list` names them",
		    SLICE_ARG(cli_line(name, &cli->arena)));
	return got < 0 ? -1 : 0;
}

static int
refuse_command(struct cli *cli, const struct command *command,
    struct fail *why)
{
	const char *problem = command->problem;

	if (problem == NULL && command->verb->id == VERB_MACRO)
		problem = "a macro cannot use another";
	if (problem == NULL && (command->verb->id == VERB_PREVIEW ||
		command->verb->id == VERB_ON || command->verb->id == VERB_UNDO))
		problem = "this is not for macros";
	if (problem == NULL)
		return 0;
	return fail_set(why, FAIL_REFUSE, "%.*s: %s",
	    SLICE_ARG(cli_line(command->line, &cli->arena)), problem);
}

/* Commands and text, as they stand in a mail; commands are kept as lines. */
static int
read_macro(struct cli *cli, struct macro *out, struct fail *why)
{
	const char *path = cli_option(cli, "--file");
	struct text commands = TEXT_IN(&cli->arena);
	struct command_block block;
	struct slice written;

	if (file_read(path != NULL ? path : "-", MACRO_MAX, &cli->arena,
		&written, why) < 0)
		return -1;
	if (!slice_is_utf8(written))
		return fail_set(why, FAIL_REFUSE, "the macro is not UTF-8");
	command_parse(written, &cli->arena, &block);
	for (size_t i = 0; i < block.count; i++) {
		if (refuse_command(cli, &block.items[i], why) < 0)
			return -1;
		text_add(&commands, block.items[i].line);
		text_add_char(&commands, '\n');
	}
	out->commands = text_slice(&commands);
	out->text = block.text;
	if (block.count == 0 && block.text.len == 0)
		return fail_set(why, FAIL_REFUSE, "the macro is empty");
	return 0;
}

static int
put(struct cli *cli, void *data, struct fail *why)
{
	struct macro *macro = data, before = { 0 };
	int got;

	got = macros_find(cli->desk.db, macro->name, &cli->arena, &before, why);
	if (got < 0 ||
	    macros_put(cli->desk.db, macro, cli->now, why) < 0 ||
	    cli_change_log(cli, "macro", macro->id, "commands",
		before.commands, macro->commands, why) < 0)
		return -1;
	return cli_change_log(cli, "macro", macro->id, "text", before.text,
	    macro->text, why);
}

static void
print_done(struct cli *cli, const struct macro *macro, const char *what)
{
	struct json *json;

	if (!cli->json) {
		cli_print_line(cli, arena_format(&cli->arena, "macro %.*s %s",
		    SLICE_ARG(macro->name), what));
		return;
	}
	json = json_new_object();
	json_add_int(json, "macro", macro->id);
	json_add_text(json, "name", macro->name);
	cli_print_json(cli, json);
}

int
cli_macro_add(struct cli *cli, struct fail *why)
{
	struct macro macro = { .name = slice_trim(cli_argument(cli, 0)) };

	if (macro.name.len == 0 || macro.name.len > NAME_MAX_OCTETS ||
	    !slice_is_utf8(macro.name))
		return fail_set(why, FAIL_REFUSE,
		    "a macro's name is 1 to %d octets of UTF-8",
		    NAME_MAX_OCTETS);
	if (read_macro(cli, &macro, why) < 0 ||
	    cli_change(cli, put, &macro, why) < 0)
		return -1;
	print_done(cli, &macro, "is ready");
	return 0;
}

static int
drop(struct cli *cli, void *data, struct fail *why)
{
	struct macro *macro = data;

	if (find(cli, macro, why) < 0 ||
	    macros_remove(cli->desk.db, macro->id, why) < 0)
		return -1;
	return cli_change_log(cli, "macro", macro->id, "name", macro->name,
	    SLICE_EMPTY, why);
}

int
cli_macro_remove(struct cli *cli, struct fail *why)
{
	struct macro macro;

	if (cli_change(cli, drop, &macro, why) < 0)
		return -1;
	print_done(cli, &macro, "is gone");
	return 0;
}

static void
macro_json(struct json *json, const struct macro *macro)
{
	struct slice rest = macro->commands, line;
	struct json *array;

	json_add_int(json, "id", macro->id);
	json_add_text(json, "name", macro->name);
	array = json_add_array(json, "commands");
	while (slice_line(&rest, &line))
		json_append_text(array, line);
	json_add_text(json, "text", macro->text);
}

int
cli_macro_show(struct cli *cli, struct fail *why)
{
	struct macro macro;
	struct json *json;

	if (find(cli, &macro, why) < 0)
		return -1;
	if (cli->json) {
		json = json_new_object();
		macro_json(json, &macro);
		cli_print_json(cli, json);
		return 0;
	}
	/* As it can be given to macro add again. */
	cli_print_block(cli, "", slice_trim_end(macro.commands));
	if (macro.commands.len > 0 && macro.text.len > 0)
		putc('\n', cli->out);
	cli_print_block(cli, "", macro.text);
	return 0;
}

int
cli_macro_list(struct cli *cli, struct fail *why)
{
	static const struct cli_column of[] = {
		CLI_LEFT("Macro"), CLI_GIVES("Commands"), CLI_GIVES("Text"),
	};
	struct json *json = json_new_array();
	struct cli_columns columns;
	struct macro *items;
	size_t count = 0;
	int rc;

	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	rc = macros_list(cli->desk.db, &cli->arena, &items, &count, why);
	for (size_t i = 0; i < count && rc == 0; i++) {
		macro_json(json_append_object(json), &items[i]);
		cli_columns_add(&columns, items[i].name);
		cli_columns_add(&columns, items[i].commands);
		cli_columns_add(&columns, items[i].text);
	}
	return cli_list_end(cli, rc, json, &columns, "there is no macro yet; make"
		    " one with `maildesk macro add NAME`");
}
