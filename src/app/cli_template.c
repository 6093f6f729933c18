/* maildesk template list, show: the letters that there are. */
#include "app/cli_commands.h"

#include <string.h>

#include "app/cli_columns.h"
#include "app/cli_print.h"
#include "app/templates.h"
#include "desk/language.h"
#include "desk/letter_event.h"

/* How many letters a language has, and how many of them are the site's. */
static void
count_letters(const struct template_set *set, struct slice language,
    size_t *all, size_t *own)
{
	struct slice tag, text;
	bool carried;

	*all = *own = 0;
	for (int i = 0; i < LETTER_EVENT_COUNT; i++) {
		const char *event =
		    letter_event_row((enum letter_event)i)->name;

		if (!template_text(set, language, slice_of(event), &tag, &text,
			&carried) || !slice_eq_nocase(tag, language))
			continue;
		++*all;
		*own += !carried;
	}
}

static void
add_language(struct cli *cli, const struct template_set *set,
    struct slice language, struct cli_columns *columns, struct json *json)
{
	const struct language *known = language_find(language);
	const char *name = known == NULL ? "" : known->name;
	bool is_desk = slice_eq_nocase(language, slice_of(cli->conf.language));
	size_t all, own;

	count_letters(set, language, &all, &own);
	cli_columns_add(columns, language);
	cli_columns_add(columns, slice_of(name));
	cli_columns_add_format(columns, "%zu of %d", all, LETTER_EVENT_COUNT);
	cli_columns_add_format(columns, "%zu", own);
	cli_columns_add(columns, is_desk ? SLICE("the desk's") : SLICE_EMPTY);
	json_add_text(json, "language", language);
	json_add_text_or_null(json, "name", slice_of(name));
	json_add_int(json, "letters", (int64_t)all);
	json_add_int(json, "missing", LETTER_EVENT_COUNT - (int64_t)all);
	json_add_int(json, "own", (int64_t)own);
	json_add_bool(json, "is_default", is_desk);
}

/* Whether a language of the site's stands in a row of ours, or before. */
static bool
is_listed(const struct template_set *set, size_t at)
{
	struct slice language = set->files[at].language;
	const struct language *known = language_find(language);

	if (known != NULL && slice_eq_nocase(slice_of(known->tag), language))
		return true;
	for (size_t i = 0; i < at; i++)
		if (slice_eq_nocase(set->files[i].language, language))
			return true;
	return false;
}

int
cli_template_list(struct cli *cli, struct fail *why)
{
	static const struct cli_column of[] = {
		CLI_LEFT("Language"), CLI_LEFT("Name"), CLI_LEFT("Letters"),
		CLI_RIGHT("Own"), CLI_LEFT(""),
	};
	struct json *json = json_new_array();
	struct cli_columns columns;
	const struct language *known;
	struct template_set set;
	int rc;

	/* What is wrong is no reason to say nothing. */
	rc = templates_load(cli->conf.templates_dir, &cli->arena, &set, why);
	cli_columns_init(&columns, of, ARRAY_LEN(of), &cli->arena);
	for (size_t i = 0; (known = language_at(i)) != NULL; i++)
		add_language(cli, &set, slice_of(known->tag), &columns,
		    json_append_object(json));
	for (size_t i = 0; i < set.count; i++)
		if (!is_listed(&set, i))
			add_language(cli, &set, set.files[i].language,
			    &columns, json_append_object(json));
	if (cli->json)
		cli_show_json(cli, json);
	else
		cli_columns_print(&columns, cli, "none");
	json_free(json);
	return rc;
}

static int
refuse_event(struct cli *cli, struct slice event, struct fail *why)
{
	struct text names = TEXT_IN(&cli->arena);

	for (int i = 0; i < LETTER_EVENT_COUNT; i++)
		text_add_format(&names, "%s%s", i > 0 ? ", " : "",
		    letter_event_row((enum letter_event)i)->name);
	return fail_set(why, FAIL_REFUSE, "the desk writes no letter"
	    " \"%.*s\"; there are %.*s", SLICE_ARG(event),
	    SLICE_ARG(text_slice(&names)));
}

int
cli_template_show(struct cli *cli, struct fail *why)
{
	struct slice language = cli_argument(cli, 0);
	struct slice event = cli_argument(cli, 1), tag, text;
	struct template_set set;
	enum letter_event unused;
	struct json *json;
	bool carried;

	if (templates_load(cli->conf.templates_dir, &cli->arena, &set,
		why) < 0)
		return -1;
	if (!template_language_exists(&set, language))
		return fail_set(why, FAIL_REFUSE, "there are no letters in"
		    " \"%.*s\"; `maildesk template list` names the languages",
		    SLICE_ARG(language));
	if (!letter_event_parse(event, &unused) ||
	    !template_text(&set, language, event, &tag, &text, &carried))
		return refuse_event(cli, event, why);
	if (!cli->json) {
		cli_print_block(cli, "", text);
		return 0;
	}
	json = json_new_object();
	json_add_text(json, "event", event);
	json_add_text(json, "language", tag);
	json_add_bool(json, "own", !carried);
	json_add_text(json, "text", text);
	cli_print_json(cli, json);
	return 0;
}
