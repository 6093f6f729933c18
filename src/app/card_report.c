/* What came of cards: for people as sentences, for programs as JSON. */
#include "app/card_import.h"

#include <stdarg.h>
#include <stdio.h>

#include "app/cli_print.h"
#include "app/cli_text.h"

#define SHOWN_MAX 100 /* remarks, to people */
#define TEXT_MAX 600
#define ROOM_FIRST 64

/* The report's arena lives on when the card's is gone. */
static struct card_remark *
next_remark(struct card_import *import)
{
	size_t room = import->remark_room;

	if (import->remark_count == CARD_REMARKS_MAX) {
		import->more_remarks++;
		return NULL;
	}
	if (import->remark_count == room) {
		room = room == 0 ? ROOM_FIRST : room * 2;
		import->remarks = arena_grow(&import->arena, import->remarks,
		    import->remark_room * sizeof(*import->remarks),
		    room * sizeof(*import->remarks));
		import->remark_room = room;
	}
	return &import->remarks[import->remark_count++];
}

static void
add_remark(struct card_import *import, int64_t number, struct slice name,
    int64_t person_id, struct slice text)
{
	struct card_remark *remark = next_remark(import);

	if (remark != NULL)
		*remark = (struct card_remark){ number, person_id,
			arena_copy(&import->arena, slice_head(name,
			    PROFILE_LINE_MAX)),
			arena_copy(&import->arena, text) };
}

void
card_import_say(struct card_import *import, int64_t number,
    const struct card *card, int64_t person_id, const char *format, ...)
{
	char text[TEXT_MAX];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	add_remark(import, number, card->values[PROFILE_NAME], person_id,
	    slice_of(text));
}

void
card_import_refuse(struct card_import *import, int64_t number,
    const char *text)
{
	import->refused++;
	add_remark(import, number, SLICE_EMPTY, 0, slice_of(text));
}

void
card_import_count(struct card_import *import, struct card_names *names,
    struct slice name)
{
	size_t i;

	if (name.len == 0)
		return;
	for (i = 0; i < names->count; i++)
		if (slice_eq(names->items[i].name, name))
			break;
	if (i == CARD_NAMES_MAX)
		return;
	if (i == names->count) {
		names->items[i] = (struct card_name){
			arena_copy(&import->arena, name), 0
		};
		names->count++;
	}
	names->items[i].cards++;
}

static void
print_names(struct cli *cli, const char *before,
    const struct card_names *names)
{
	struct text text = TEXT_IN(&cli->arena);

	for (size_t i = 0; i < names->count; i++) {
		text_add_string(&text, i > 0 ? ", " : "");
		text_add(&text, names->items[i].name);
		text_add_format(&text, " (%lld)",
		    (long long)names->items[i].cards);
	}
	if (names->count > 0)
		cli_print_line(cli, arena_format(&cli->arena, "%s%.*s%s",
		    before, SLICE_ARG(text_slice(&text)),
		    names->count == CARD_NAMES_MAX ? " and others" : ""));
}

static void
print_remarks(struct card_import *import)
{
	struct cli *cli = import->cli;
	size_t shown = import->remark_count < SHOWN_MAX
	    ? import->remark_count : SHOWN_MAX;
	int64_t more = import->more_remarks +
	    (int64_t)(import->remark_count - shown);

	for (size_t i = 0; i < shown; i++) {
		const struct card_remark *remark = &import->remarks[i];

		cli_print_line(cli, arena_format(&cli->arena,
		    "%s %lld%s%.*s: %.*s", import->what,
		    (long long)remark->card, remark->name.len > 0 ? ", " : "",
		    SLICE_ARG(remark->name), SLICE_ARG(remark->text)));
	}
	if (more > 0)
		fprintf(cli->out, "... and %lld more remarks: --json has"
		    " them\n", (long long)more);
}

static void
print_sum(struct card_import *import)
{
	struct cli *cli = import->cli;

	fprintf(cli->out, "%lld %ss: ", (long long)import->cards,
	    import->what);
	if (import->into != NULL)
		fprintf(cli->out, "%lld %sadded to user %lld, %lld said"
		    " nothing new, %lld left out\n", (long long)import->added,
		    import->dry ? "would be " : "",
		    (long long)import->into->id, (long long)import->known,
		    (long long)import->refused);
	else
		fprintf(cli->out, "%lld users %s, %lld there already, %lld"
		    " seem to be, %lld left out\n",
		    (long long)import->created, import->dry ? "would be made"
		    : "made", (long long)import->known,
		    (long long)import->similar, (long long)import->refused);
	if (import->created > 0 && !import->dry)
		fprintf(cli->out, "the first is user %lld, the last %lld\n",
		    (long long)import->first, (long long)import->last);
}

static void
names_json(struct json *array, const struct card_names *names)
{
	for (size_t i = 0; i < names->count; i++) {
		struct json *item = json_append_object(array);

		json_add_text(item, "name", names->items[i].name);
		json_add_int(item, "cards", names->items[i].cards);
	}
}

static void
print_json(struct card_import *import)
{
	struct json *json = json_new_object(), *array, *item;

	json_add_int(json, "cards", import->cards);
	json_add_bool(json, "done", !import->dry);
	if (import->into != NULL)
		json_add_int(json, "person", import->into->id);
	json_add_int(json, "created", import->created);
	json_add_int(json, "added", import->added);
	json_add_int(json, "known", import->known);
	json_add_int(json, "similar", import->similar);
	json_add_int(json, "refused", import->refused);
	json_add_id(json, "first", import->dry ? 0 : import->first);
	json_add_id(json, "last", import->dry ? 0 : import->last);
	array = json_add_array(json, "remarks");
	for (size_t i = 0; i < import->remark_count; i++) {
		item = json_append_object(array);
		json_add_int(item, import->what, import->remarks[i].card);
		json_add_text(item, "name", import->remarks[i].name);
		json_add_id(item, "person", import->remarks[i].person_id);
		json_add_text(item, "text", import->remarks[i].text);
	}
	json_add_int(json, "more_remarks", import->more_remarks);
	names_json(json_add_array(json, "not_held"), &import->unheld);
	names_json(json_add_array(json, "organizations"),
	    &import->organizations);
	cli_print_json(import->cli, json);
}

void
card_import_print(struct card_import *import)
{
	struct cli *cli = import->cli;

	if (cli->json) {
		print_json(import);
		return;
	}
	print_remarks(import);
	print_sum(import);
	print_names(cli, "no place here for: ", &import->unheld);
	print_names(cli, "organizations that there are none of: ",
	    &import->organizations);
}
